"""Which names a source binds itself and which must come from outside."""

from collections.abc import Iterator
from contextlib import contextmanager

from feel.errors import FeelBudget
from feel.limits import BOUND_NAMES


class Names:
    def __init__(self):
        self.bound: list[set[str]] = []  # like the frames of a scope: innermost last
        self.free: set[str] = set()

    def read(self, identifier: str) -> None:
        if not any(identifier in names for names in self.bound):
            self.free.add(identifier)

    def bind(self, position: int, *identifiers: str) -> set[str]:
        """The new innermost names; more may be added to them."""
        if len(self.bound) == BOUND_NAMES:
            raise FeelBudget(f"Loops and filters nest deeper than {BOUND_NAMES}.", position)
        self.bound.append(set(identifiers))
        return self.bound[-1]

    @contextmanager
    def binding(self) -> Iterator[None]:
        """What is bound meanwhile is forgotten after."""
        outer = len(self.bound)
        yield
        del self.bound[outer:]
