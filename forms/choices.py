"""Answers chosen from what is offered, by the definition or by a list that comes with the form."""

from __future__ import annotations

from typing import Any

from forms import limits, plain
from forms.definition import Option, Question
from forms.fields import Answer


class ChoiceAnswer(Answer):
    """One of the offered values."""

    def __init__(self, question: Question, **kwargs: Any):
        super().__init__(question, **kwargs)
        self.single = question.kind == "select"
        self.choices = {plain.text_of(option.value): option for option in self._offered()}

    def _offered(self) -> tuple[Option, ...]:
        if self.question.options_from is None:
            return self.question.options
        found = self.level.look_up(self.question.options_from)
        options = [option_of(item) for item in found[: limits.OPTIONS]] if isinstance(found, list) else []
        return tuple(option for option in options if option)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Value, label and whether it is chosen, in the author's order."""
        chosen = {plain.text_of(value) for value in self._chosen()}
        return [(text, self.level.owner.words(option.label), text in chosen) for text, option in self.choices.items()]

    @property
    def shown(self) -> str:
        labels = {text: option.label for text, option in self.choices.items()}
        texts = [plain.text_of(value) for value in self._chosen()]
        return ", ".join(self.level.owner.words(labels.get(text, text)) for text in texts)

    def coerce(self, value: object) -> object:
        option = self.choices.get(plain.text_of(value))
        return option.value if option else None

    def parse(self, text: str) -> object:
        if text not in self.choices:
            raise ValueError(self.gettext("Choose one of the answers offered for “%(label)s”."))
        return self.choices[text].value

    def show(self, value: object) -> str:
        return "" if value is None else plain.text_of(value)

    def _chosen(self) -> list:
        return [] if self.data is None else [self.data]

    def _please(self) -> str:
        return self.gettext("Choose an answer for “%(label)s”.")


class ChoicesAnswer(ChoiceAnswer):
    """Any number of the offered values, in the author's order."""

    def coerce(self, value: object) -> object:
        given = {plain.text_of(item) for item in value} if isinstance(value, list) else set()
        return [option.value for text, option in self.choices.items() if text in given]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [option.value for text, option in self.choices.items() if text in valuelist]
        self.typed = self.show(self.data)
        if any(text and text not in self.choices for text in valuelist):
            raise ValueError(self.gettext("Choose one of the answers offered for “%(label)s”."))

    def show(self, value: object) -> str:
        return "\n".join(plain.text_of(item) for item in value) if isinstance(value, list) else ""

    def _chosen(self) -> list:
        return self.data if isinstance(self.data, list) else []


def option_of(item: object) -> Option | None:
    """A choice from a list of texts, numbers, or objects with value and label."""
    if isinstance(item, dict):
        value, label = item.get("value"), item.get("label")
        return Option(value, label if isinstance(label, str) else plain.text_of(value)) if _is_choice(value) else None
    return Option(item, plain.text_of(item)) if _is_choice(item) else None


def _is_choice(value: object) -> bool:
    return isinstance(value, str | int | float) and value != "" and plain.value_or_none(value) is not None
