"""How much a case may do in one step and hold in total, so that no diagram keeps a worker busy for long."""

from collections.abc import Iterator
from contextlib import contextmanager

import feel
from workflows.failures import EngineError

TOKENS = 5_000  # a panel of 200 with reminders holds a fifth of it
WORK = 1_000_000  # in steps of FEEL, of which a second knows half as many
A_STEP = 100  # what an automatic step costs of it, beside its expressions: 10,000 in one go
LOOKED_AT = 100  # things waited for that cost as much as an automatic step to look through

CIRCLES = "The process runs in circles here without ever waiting for anybody."
COSTLY = "Up to here the case would have computed more than may be computed in one go: in a loop, or over long lists."
FULL = (
    f"More than {TOKENS} branches, tasks and deadlines would be open in this case at once; "
    "an activity that is repeated inside another one opens so many."
)
LATE = "So many deadlines have passed that they are caught up with little by little. Try again in a minute."


class Work:
    """What one step of the engine has cost."""

    def __init__(self) -> None:
        self.steps = 0
        self.formulas = feel.Allowance(WORK)

    @property
    def spent(self) -> int:
        return self.steps * A_STEP + self.formulas.spent

    @property
    def is_half_done(self) -> bool:
        """Whether enough has been done for now of what can as well be done in the next step."""
        return self.spent > WORK // 2

    def step(self, element: str) -> None:
        """Another automatic step. Raises EngineError when it is one too many."""
        self.steps += 1
        if self.spent > WORK:
            raise EngineError(element, COSTLY if self.formulas.spent > WORK // 2 else CIRCLES)

    def look(self, waiting: int) -> None:
        """So many things that are waited for were looked through."""
        self.steps += waiting // LOOKED_AT


@contextmanager
def bounded(work: Work) -> Iterator[None]:
    """Inside this, the expressions of the step share what it may cost; an EngineError says when that was the reason."""
    with feel.allowance(WORK) as work.formulas:
        try:
            yield
        except EngineError as error:
            if work.formulas.is_spent:
                raise EngineError(error.element, COSTLY) from error
            raise
