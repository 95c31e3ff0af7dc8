"""The kinds of answers as WTForms fields: from posted text to a plain value, and back to text for the page."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms import numbers, plain
from forms.definition import Question
from forms.rules import rules_for

if TYPE_CHECKING:
    from forms.levels import Level

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Answer(Field):
    """What all kinds share: names and ids for the page, visibility, and whether an answer must be given."""

    single = True
    data: Any
    errors: list[str]

    def __init__(self, question: Question, **kwargs: Any):
        self.level: Level = kwargs["_form"]
        self.errors = []
        super().__init__(question.label or question.key, rules_for(question), default=question.default, **kwargs)
        self.component = self.question = question
        self.kind = question.kind
        self.widget_name = question.widget
        self.readonly = question.readonly
        self.id = f"f-{self.name}"
        self.address = self.name
        self.visible = True
        self.hidden = False
        self.required = question.required
        self.typed = ""
        self.called = ""  # by what stands around it rather than by the author's label

    def gettext(self, string: str) -> str:
        return self.level.owner.gettext(string)

    @property
    def heading(self) -> str:
        return self.called or self.level.owner.words(self.question.label or self.question.key)

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
        parts = {"hint": self.hint, "unit": self.unit, "error": self.error}
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
            self.typed = self.typed or (plain.text_of(self.data) if isinstance(self.data, str | int | float) else "")

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
            raise ValueError(self.gettext("“%(label)s” contains a sign that cannot be kept.")) from None
        if text:
            self.data = self.parse(text)

    def coerce(self, value: object) -> object:
        """The stored value if this kind of field can show it, else None."""
        return value

    def parse(self, text: str) -> object:
        """The value of a text that is not empty; ValueError with a message to the person, the label still open."""
        return text

    def show(self, value: object) -> str:
        """The value as the text of an input."""
        return "" if value is None else str(value)

    def pre_validate(self, form: object) -> None:
        if self.process_errors:
            self.errors = [self._say(fault) for fault in self.process_errors]
            raise StopValidation
        if self.empty:
            raise StopValidation(self._say(self._please()) if self.required else "")

    def fault_so_far(self) -> str:
        """What is wrong with what is typed, leaving `errors` as they are."""
        before, self.errors = self.errors, []
        fault = "" if self.readonly or self.validate(self.level) else self.error
        self.errors = before
        return fault

    def _please(self) -> str:
        return self.gettext("Fill in “%(label)s”.")

    def _say(self, message: str, **values: object) -> str:
        return message % {"label": self.heading, **values}

    def _all_but_label(self, message: str, **values: object) -> str:
        """For a fault found while reading, before the row has told the field what it is called."""
        return message % {
            "label": "%(label)s",
            **{name: str(value).replace("%", "%%") for name, value in values.items()},
        }


class TextAnswer(Answer):
    def coerce(self, value: object) -> object:
        return value if isinstance(value, str) and value else None if not _is_number(value) else str(value)


class NumberAnswer(Answer):
    def coerce(self, value: object) -> object:
        return value if _is_number(value) else None

    def parse(self, text: str) -> object:
        return numbers.parse(text, self.gettext, decimals=self.question.bounds.decimals)

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
            raise ValueError(messages[self.kind])
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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
