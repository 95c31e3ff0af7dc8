"""What differs between two expectations of a scenario: its way, its decisions, its variables, its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from workflows.scenarios.model import Expected

T = TypeVar("T")


@dataclass(frozen=True)
class Detour:
    """Elements that are walked no more or newly; `after` is the one before them, nothing at the beginning."""

    after: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Exchange:
    """A decision's rules or a variable's value, before and after; None where it was or is not expected."""

    name: str
    old: object
    new: object

    @property
    def changes_the_result(self) -> bool:
        """Whether something that was expected is so no more."""
        return self.old is not None


@dataclass(frozen=True)
class Differences:
    """`end` are the last elements before and now, where the one before is not come to any more: in which order branches
    end is no result. `finished` is whether the case ends now, where that differs."""

    path: tuple[Detour, ...]
    decisions: tuple[Exchange, ...]
    variables: tuple[Exchange, ...]
    end: tuple[str, str] | None
    finished: bool | None

    @property
    def results(self) -> tuple[Exchange, ...]:
        """Decisions and values that were expected and are no more."""
        return tuple(one for one in (*self.decisions, *self.variables) if one.changes_the_result)

    @property
    def result_changes(self) -> bool:
        return bool(self.results) or self.end is not None or self.finished is not None


def differences(before: Expected, after: Expected) -> Differences:
    old, new = before.path or (), after.path or ()
    end = (old[-1], new[-1]) if old and new and old[-1] not in new else None
    names = [name for name, value in before.variables.items() if after.variables.get(name) != value]
    return Differences(
        path=tuple(Detour(old[place - 1] if place else "", *sides) for place, *sides in _blocks(old, new)),
        decisions=tuple(_exchanged(before.decisions or (), after.decisions or ())),
        variables=tuple(Exchange(name, before.variables[name], after.variables.get(name)) for name in names),
        end=end,
        finished=after.finished if after.finished != before.finished else None,
    )


def _exchanged(old: Sequence[tuple], new: Sequence[tuple]) -> Iterator[Exchange]:
    for _place, removed, added in _blocks(old, new):
        for before, after in zip_longest(removed, added, fillvalue=("", None)):
            if before[0] == after[0]:
                yield Exchange(before[0], before[1], after[1])
            else:
                yield from (Exchange(before[0], before[1], None),) if before[0] else ()
                yield from (Exchange(after[0], None, after[1]),) if after[0] else ()


def _blocks(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[int, tuple[T, ...], tuple[T, ...]]]:
    """Where both differ: the place in the old one, what is removed there, what is added."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield a, tuple(old[a:b]), tuple(new[c:d])
