"""What differs between two versions, with the texts of the pack said in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from workflows.comparison import Comparison, Part
from workflows.comparison.differences import Change

Translate = Callable[[str], str]
ARROW = " → "  # stands between the steps at the ends of a flow


def in_words(comparison: Comparison, old: Translate, new: Translate) -> Comparison:
    """`old` and `new` know the words of the two versions. Files that are neither drawn nor filled in stay as they are:
    what differs in a catalogue are the words themselves."""

    def name(text: str) -> str:
        return ARROW.join(_either(part, new, old) for part in text.split(ARROW))

    def said(part: Part) -> Part:
        differences = tuple(
            replace(one, name=name(one.name), after=name(one.after), changes=tuple(map(change, one.changes)))
            for one in part.differences
        )
        return replace(part, name=name(part.name), differences=differences)

    def change(one: Change) -> Change:
        before, after = _value(one.old, old), _value(one.new, new)
        return one if before == after else replace(one, old=before, new=after)

    def all_(parts: Mapping[str, Part]) -> dict[str, Part]:
        return {id_: said(part) for id_, part in parts.items()}

    return replace(
        comparison,
        diagrams=all_(comparison.diagrams),
        tables=all_(comparison.tables),
        forms=all_(comparison.forms),
    )


def _either(text: str, first: Translate, otherwise: Translate) -> str:
    found = first(text)
    return found if found != text else otherwise(text)


def _value(value: object, translate: Translate) -> object:
    return translate(value) if isinstance(value, str) else value
