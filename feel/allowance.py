"""What many evaluations may cost together, where none alone is too much: for trying out what a stranger has written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from feel.scope import Scope


class Allowance:
    """Steps that are left, of those that feel.limits counts."""

    def __init__(self, steps: int):
        self.granted = self.left = steps

    @property
    def spent(self) -> int:
        return self.granted - self.left

    @property
    def is_spent(self) -> bool:
        return self.left <= 0


_current: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def allowance(steps: int) -> Iterator[Allowance]:
    """Inside this, all evaluations of the thread share so many steps; what goes beyond raises FeelBudget.

    One inside another is part of it: it grants no more than the outer one has left, which pays for it in the end.
    """
    outer = _current.get()
    granted = Allowance(steps if outer is None else min(steps, outer.left))
    token = _current.set(granted)
    try:
        yield granted
    finally:
        _current.reset(token)
        if outer is not None:
            outer.left -= granted.spent


class accounted:  # noqa: N801  it reads as a verb; a class costs a fifth of a generator here, where every step counts
    """One evaluation, within what is left for all; to begin costs too, by the length of the source."""

    __slots__ = ("begin", "granted", "scope", "source")

    def __init__(self, scope: Scope, source: str):
        self.scope, self.source, self.granted, self.begin = scope, source, _current.get(), 0

    def __enter__(self) -> None:
        if self.granted is not None:
            self.begin = self.scope.steps_left = min(self.scope.steps_left, max(0, self.granted.left))

    def __exit__(self, *_: object) -> None:
        if self.granted is not None:
            self.granted.left -= self.begin - self.scope.steps_left + 1 + len(self.source) // 8
