"""The kinds of answers as WTForms fields: from posted text to a plain value, and back to text for the page."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms import evidence, limits, numbers, plain
from forms.definition import Option, Question
from forms.rules import rules_for

if TYPE_CHECKING:
    from forms.levels import Level

MONTHS = "January February March April May June July August September October November December".split()


class Answer(Field):
    """What all kinds share: names and ids for the page, visibility, and whether an answer must be given."""

    single = True

    def __init__(self, question: Question, **kwargs: object):
        self.level: Level = kwargs["_form"]  # type: ignore[assignment]
        super().__init__(question.label or question.key, rules_for(question), default=question.default, **kwargs)
        self.question = question
        self.kind = question.kind
        self.widget_name = question.widget
        self.readonly = question.readonly
        self.id = f"f-{self.name}"
        self.address = self.name
        self.visible = True
        self.required = question.required
        self.typed = ""

    def gettext(self, string: str) -> str:
        return self.level.owner.gettext(string)

    @property
    def heading(self) -> str:
        return self.level.owner.words(self.question.label or self.question.key)

    @property
    def hint(self) -> str:
        return self.level.owner.words(self.question.hint)

    @property
    def example(self) -> str:
        return self.level.owner.words(self.question.example)

    @property
    def unit(self) -> str:
        return self.level.owner.words(self.question.unit)

    @property
    def error(self) -> str:
        return self.errors[0] if self.errors else ""

    @property
    def focus_id(self) -> str:
        """The id of the element a person is sent to."""
        return self.id if self.single else f"{self.id}--0"

    @property
    def described_by(self) -> str:
        """Ids of the texts that explain the input."""
        parts = {"hint": self.hint, "example": self.example, "unit": self.unit, "error": self.error}
        return " ".join(f"{self.id}--{name}" for name, text in parts.items() if text)

    @property
    def empty(self) -> bool:
        return self.data is None or self.data == []

    @property
    def filled(self) -> bool:
        """Whether the person has written something here, good or not."""
        return not self.empty or bool(self.typed)

    @property
    def shown(self) -> str:
        """The value as words, where it can only be read."""
        return self.typed

    def process(self, formdata: object, data: object = unset_value, extra_filters: object = None) -> None:
        """Read-only fields never listen to the post."""
        super().process(None if self.readonly else formdata, data, extra_filters)
        if self.readonly:
            self.data = plain.value_or_none(self.object_data)
            self.typed = self.typed or (text_of(self.data) if isinstance(self.data, str | int | float) else "")

    def process_data(self, value: object) -> None:
        self.data = self.coerce(plain.value_or_none(value))
        self.typed = self.show(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        given = valuelist[0] if valuelist else ""
        self.typed = plain.storable(given)
        try:
            text = plain.text(given).strip()
        except plain.NotPlain:
            raise ValueError(self._say(self.gettext("“%(label)s” contains a sign that cannot be kept."))) from None
        if text:
            self.data = self.parse(text)

    def coerce(self, value: object) -> object:
        """The stored value if this kind of field can show it, else None."""
        return value

    def parse(self, text: str) -> object:
        """The value of a text that is not empty; ValueError with a message to the person."""
        return text

    def show(self, value: object) -> str:
        """The value as the text of an input."""
        return "" if value is None else str(value)

    def pre_validate(self, form: object) -> None:
        if self.process_errors:
            raise StopValidation
        if self.empty:
            raise StopValidation(self._say(self._please()) if self.required else "")

    def fault_so_far(self) -> str:
        """What is wrong with what is typed, leaving `errors` as they are."""
        before, self.errors = self.errors, ()
        fault = "" if self.readonly or self.validate(self.level) else self.error
        self.errors = before
        return fault

    def _please(self) -> str:
        return self.gettext("Fill in “%(label)s”.")

    def _say(self, message: str, **values: object) -> str:
        return message % {"label": self.heading, **values}


class TextAnswer(Answer):
    def coerce(self, value: object) -> object:
        return value if isinstance(value, str) and value else None if not _is_number(value) else str(value)


class NumberAnswer(Answer):
    def coerce(self, value: object) -> object:
        return value if _is_number(value) else None

    def parse(self, text: str) -> object:
        try:
            return numbers.parse(text, self.gettext, decimals=self.question.bounds.decimals)
        except ValueError as error:
            raise ValueError(self._say(str(error))) from None

    def show(self, value: object) -> str:
        return numbers.show(value, self.gettext)


class MomentAnswer(Answer):
    """A date, a time of day, or both, as ISO text without a zone: the agency's own."""

    def coerce(self, value: object) -> object:
        return self._iso(value) if isinstance(value, str) else None

    def parse(self, text: str) -> object:
        found = self._iso(text)
        if found is None:
            messages = {
                "date": self.gettext("“%(label)s” must be a date, such as 2026-03-31."),
                "time": self.gettext("“%(label)s” must be a time, such as 14:30."),
                "datetime": self.gettext("“%(label)s” must be a date and time, such as 2026-03-31T14:30."),
            }
            raise ValueError(self._say(messages[self.kind]))
        return found

    def _iso(self, text: str) -> str | None:
        try:
            if self.kind == "date":
                return date.fromisoformat(text[:10]).isoformat()
            if self.kind == "time":
                return time.fromisoformat(text).replace(tzinfo=None).isoformat("minutes")
            return datetime.fromisoformat(text).replace(tzinfo=None).isoformat(timespec="minutes")
        except ValueError:
            return None

    @property
    def shown(self) -> str:
        if not isinstance(self.data, str) or self.kind == "time":
            return self.typed
        day = date.fromisoformat(self.data[:10])
        words = f"{day.day} {self.gettext(MONTHS[day.month - 1])} {day.year}"
        return f"{words}, {self.data[11:16].replace(':', '.')}" if self.kind == "datetime" else words


class CheckAnswer(Answer):
    def coerce(self, value: object) -> object:
        return value is True

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = any(text.lower() not in ("", "false", "0", "off") for text in valuelist)
        self.typed = self.show(self.data)

    def show(self, value: object) -> str:
        return "true" if value is True else ""

    @property
    def empty(self) -> bool:
        return self.data is not True

    @property
    def shown(self) -> str:
        return self.gettext("Yes") if self.data is True else self.gettext("No")

    def _please(self) -> str:
        return self.gettext("Confirm “%(label)s”.")


class ChoiceAnswer(Answer):
    """One of the offered values."""

    def __init__(self, question: Question, **kwargs: object):
        super().__init__(question, **kwargs)
        self.single = question.kind == "select"
        self.choices = {text_of(option.value): option for option in self._offered()}

    def _offered(self) -> tuple[Option, ...]:
        if self.question.options_from is None:
            return self.question.options
        found = self.level.look_up(self.question.options_from)
        options = [option_of(item) for item in found[: limits.OPTIONS]] if isinstance(found, list) else []
        return tuple(option for option in options if option)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Value, label and whether it is chosen, in the author's order."""
        chosen = {text_of(value) for value in self._chosen()}
        return [(text, self.level.owner.words(option.label), text in chosen) for text, option in self.choices.items()]

    @property
    def shown(self) -> str:
        labels = {text_of(option.value): option.label for option in self._offered()}
        return ", ".join(self.level.owner.words(labels.get(text_of(value), text_of(value))) for value in self._chosen())

    def coerce(self, value: object) -> object:
        option = self.choices.get(text_of(value))
        return option.value if option else None

    def parse(self, text: str) -> object:
        if text not in self.choices:
            raise ValueError(self._say(self.gettext("Choose one of the answers offered for “%(label)s”.")))
        return self.choices[text].value

    def show(self, value: object) -> str:
        return "" if value is None else text_of(value)

    def _chosen(self) -> list:
        return [] if self.data is None else [self.data]

    def _please(self) -> str:
        return self.gettext("Choose an answer for “%(label)s”.")


class ChoicesAnswer(ChoiceAnswer):
    """Any number of the offered values, in the author's order."""

    def coerce(self, value: object) -> object:
        given = {text_of(item) for item in value} if isinstance(value, list) else set()
        return [option.value for text, option in self.choices.items() if text in given]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [option.value for text, option in self.choices.items() if text in valuelist]
        self.typed = self.show(self.data)
        if any(text and text not in self.choices for text in valuelist):
            raise ValueError(self._say(self.gettext("Choose one of the answers offered for “%(label)s”.")))

    def show(self, value: object) -> str:
        return "\n".join(text_of(item) for item in value) if isinstance(value, list) else ""

    def _chosen(self) -> list:
        return self.data if isinstance(self.data, list) else []


class FileAnswer(Answer):
    """Descriptions of files; those sent before are kept by their checksum, and only if this person's form had them."""

    def coerce(self, value: object) -> object:
        found = value if isinstance(value, list) else []
        return [item for item in found if is_file(item)]

    def process_formdata(self, valuelist: list[str]) -> None:
        kept = [self.level.owner.known_files.get(checksum) for checksum in valuelist if checksum]
        uploads = [self._accept(sent) for sent in self.level.owner.files.get(self.name, []) if _file_name(sent)]
        found = [item for item in kept if item] + [upload.described() for upload in uploads if upload]
        unique = list({item["sha256"]: item for item in found}.values())
        self.data = unique if self.question.multiple else unique[-1:]
        if None in kept:
            self.process_errors.append(
                self._say(self.gettext("A file of “%(label)s” is no longer there. Attach it again."))
            )
        if len(self.data) > limits.FILES:
            message = self.gettext("“%(label)s” takes at most %(most)s files.")
            self.process_errors.append(self._say(message, most=limits.FILES))

    def _accept(self, sent: object) -> evidence.Upload | None:
        name, most = evidence.clean_name(_file_name(sent)), self.question.bounds.file_bytes
        content = sent.stream.read(most + 1) if hasattr(sent, "stream") else sent.read(most + 1)  # type: ignore[attr-defined]
        if len(content) > most:
            message = self.gettext("“%(file)s” is larger than %(megabytes)s MB.")
            self.process_errors.append(self._say(message, file=name, megabytes=math.ceil(most / 1_000_000)))
            return None
        try:
            upload = evidence.inspect(name, content, self.question.bounds.extensions)
        except evidence.NotEvidence as refusal:
            self.process_errors.append(self._say(self._why_not(refusal.reason), file=name, types=self.accepted))
            return None
        self.level.owner.uploads.append(upload)
        return upload

    def _why_not(self, reason: str) -> str:
        if reason == "type":
            return self.gettext("“%(file)s” cannot be attached. Attach one of: %(types)s.")
        if reason == "content":
            return self.gettext("“%(file)s” is not what its name says, or it is damaged.")
        return self.gettext("“%(file)s” contains parts that could do harm, such as macros. Save it as a PDF.")

    @property
    def accepted(self) -> str:
        return ", ".join(self.question.bounds.extensions)

    @property
    def accept(self) -> str:
        """For the attribute of the same name."""
        return ",".join(f".{extension}" for extension in self.question.bounds.extensions)

    @property
    def shown(self) -> str:
        return ", ".join(item["name"] for item in self.coerce(self.data))  # type: ignore[attr-defined]

    def show(self, value: object) -> str:
        return ""

    def _please(self) -> str:
        return self.gettext("Attach a file for “%(label)s”.")


FIELDS = {
    "textfield": TextAnswer,
    "textarea": TextAnswer,
    "number": NumberAnswer,
    "date": MomentAnswer,
    "time": MomentAnswer,
    "datetime": MomentAnswer,
    "checkbox": CheckAnswer,
    "radio": ChoiceAnswer,
    "select": ChoiceAnswer,
    "checklist": ChoicesAnswer,
    "taglist": ChoicesAnswer,
    "filepicker": FileAnswer,
}


def text_of(value: object) -> str:
    """How a choice is written in a form field."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def option_of(item: object) -> Option | None:
    """A choice from a list of texts, numbers, or objects with value and label."""
    if isinstance(item, dict):
        value, label = item.get("value"), item.get("label")
        return Option(value, label if isinstance(label, str) else text_of(value)) if _is_choice(value) else None
    return Option(item, text_of(item)) if _is_choice(item) else None


def is_file(item: object) -> bool:
    return isinstance(item, dict) and all(isinstance(item.get(name), str) for name in ("name", "type", "sha256"))


def _is_choice(value: object) -> bool:
    return isinstance(value, str | int | float) and value != "" and plain.value_or_none(value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _file_name(sent: object) -> str:
    name = getattr(sent, "filename", None)
    return name if isinstance(name, str) else ""
