"""The catalogue of operations: what a service task of a diagram may ask of the features.

A feature registers its verbs here; the engine calls them inside the transaction of the step. Knows no feature.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Submitted(Protocol):
    """What one person handed in for one task."""

    @property
    def person_id(self) -> int: ...
    @property
    def answers(self) -> dict: ...
    @property
    def at(self) -> datetime: ...


class OnCase(Protocol):
    """The case an operation works on, as far as an operation may see it."""

    @property
    def agency_id(self) -> int: ...
    @property
    def case_id(self) -> int: ...
    @property
    def employee_id(self) -> int: ...
    @property
    def cycle_id(self) -> int: ...
    @property
    def actor_id(self) -> int | None:
        """Whose completion led here; None when a timer did."""

    @property
    def now(self) -> datetime: ...
    def answers(self, task: str) -> dict | None:
        """The latest submission of that user task in this case."""

    def latest(self, task: str) -> Submitted | None:
        """The same with whose it is and when it was given."""

    def submissions(self, task: str, *, since: datetime | None = None) -> Sequence[Submitted]:
        """All submissions of that user task, oldest first; only those after `since` when given."""


@dataclass(frozen=True)
class Operation:
    """One verb that diagrams may name, with the types of what goes in and what comes out."""

    name: str
    title: str
    inputs: Mapping[str, type]
    outputs: Mapping[str, type]
    run: Callable[..., dict]


class UnknownOperation(LookupError):
    """A diagram names an operation that no feature offers."""


class WrongInputs(TypeError):
    """A diagram gives an operation other inputs than it takes."""


catalogue: dict[str, Operation] = {}


def operation(
    name: str,
    *,
    title: str,
    inputs: Mapping[str, type] | None = None,
    outputs: Mapping[str, type] | None = None,
):
    """Offer the decorated verb to diagrams as `name`; it is called with (on: OnCase, **inputs)."""

    def register(verb: Callable[..., dict | None]) -> Callable[..., dict | None]:
        catalogue[name] = Operation(
            name, title, dict(inputs or {}), dict(outputs or {}), lambda on, **given: verb(on, **given) or {}
        )
        return verb

    return register


def perform(on: OnCase, name: str, inputs: Mapping[str, object]) -> dict:
    """Run the operation with its inputs checked; its result becomes process variables."""
    found = catalogue.get(name)
    if found is None:
        raise UnknownOperation(name)
    wrong = set(found.inputs) ^ set(inputs)
    if wrong:
        raise WrongInputs(f"{name} takes {sorted(found.inputs)}, the diagram gives {sorted(inputs)}")
    return found.run(on, **inputs)
