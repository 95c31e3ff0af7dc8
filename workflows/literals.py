"""A decision that is one expression; and how decisions that need others get their answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import feel
from workflows.decisions import Decision, DecisionTable, Made, with_required


@dataclass(frozen=True)
class Literal:
    """A decision written as an expression. `variable`, `needs` and `required` are as those of a table."""

    id: str
    name: str
    source: str
    variable: str = ""
    needs: tuple[str, ...] = ()
    required: "tuple[DecisionTable | Literal, ...]" = ()
    file: str = ""
    line: int = 0

    def decide(self, variables: Mapping, now: datetime | None = None, made: Made | None = None) -> Decision:
        """The value of the expression. Raises FeelError when it cannot be evaluated."""
        known, earlier = with_required(self.required, variables, now, made)
        return Decision(self.id, {}, (), feel.evaluate(self.source, known, now=now), earlier)

    def sources(self) -> Iterator[tuple[str, bool, int]]:
        """Its expression as (text, is a unary test, line), as the cells of a table."""
        yield self.source, False, self.line

    @property
    def result(self) -> str:
        """The name that the answer goes by."""
        return self.variable or self.id


Rule = DecisionTable | Literal


def wired(decisions: Mapping[str, Rule]) -> dict[str, Rule]:
    """The decisions with those they need at hand; none may need itself, however far around."""
    done: dict[str, Rule] = {}

    def wire(id_: str) -> Rule:
        if id_ not in done:
            decision = decisions[id_]
            done[id_] = replace(decision, required=tuple(wire(other) for other in decision.needs))
        return done[id_]

    return {id_: wire(id_) for id_ in decisions}
