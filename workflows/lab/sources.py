"""Where the answers, durations and results of a simulated run come from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from random import Random

from workflows.case import Perform
from workflows.results import WorkItem
from workflows.scenarios import Pinned
from workflows.scenarios.playing import Unpinned

Answer = Callable[[WorkItem, Random], dict]
Delay = Callable[[WorkItem, Random], timedelta]
Operations = Callable[[Random], Perform]


def from_past(submissions: Mapping[str, Sequence[dict]], otherwise: Answer) -> Answer:
    """Answers as people gave them before, by element; `otherwise` where nobody has answered yet."""

    def answer(item: WorkItem, chance: Random) -> dict:
        given = submissions.get(item.element)
        return dict(chance.choice(given)) if given else otherwise(item, chance)

    return answer


def around(medians: Mapping[str, timedelta], otherwise: timedelta, *, spread: float = 0.5) -> Delay:
    """Half of the tasks of an element take longer than its median; durations are spread log-normally, as those of
    office work are. `spread` is the standard deviation of the logarithm; 0 takes the median always."""

    def delay(item: WorkItem, chance: Random) -> timedelta:
        return medians.get(item.element, otherwise) * chance.lognormvariate(0, spread)

    return delay


def pinned_anew(answers: Mapping[str, Sequence[dict | list[dict]]]) -> Operations:
    """Operations that answer as in one of several scenarios: each run takes one pinned answer per operation."""

    def operations(chance: Random) -> Perform:
        return Pinned({name: chance.choice(answers[name]) for name in sorted(answers)})

    return operations


def falling_back(first: Operations, second: Operations) -> Operations:
    """The answers of the first, and those of the second for operations of which the first knows nothing."""

    def operations(chance: Random) -> Perform:
        known, others = first(chance), second(chance)

        def perform(operation: str, inputs: dict) -> dict:
            try:
                return known(operation, inputs)
            except Unpinned:
                return others(operation, inputs)

        return perform

    return operations
