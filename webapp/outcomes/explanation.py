"""Why a result is as it is: the rules that fired, by the case's own history, and what would have changed it.

Asks the tables of the very process version that the case runs on; decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from webapp.cases import queries as cases
from webapp.cases.models import Case
from webapp.core import clock
from webapp.core.db import db
from webapp.feedback import proposal
from webapp.feedback import queries as feedback
from webapp.feedback.models import RATINGS
from webapp.library import queries as library
from webapp.library.packs import Pack
from webapp.people.models import Person
from workflows import DecisionTable
from workflows.decisions import Decision, Undecided

PREDICATE = "final_predicate"
Translate = Callable[[str], str]


@dataclass(frozen=True)
class Fired:
    """A decision table as it was asked: by which values it answered what, and the text of the rules that fit.

    `who` is the person whose work led to it; None when a deadline did.
    """

    table: str
    name: str
    inputs: dict
    outputs: object
    rules: list[str]
    who: Person | None
    at: datetime


@dataclass(frozen=True)
class Cell:
    """What the predicate would be for these two ratings; `changes` counts those that differ from the present ones."""

    work: str
    behaviour: str
    predicate: str
    changes: int


@dataclass(frozen=True)
class Grid:
    """All nine combinations of the two ratings, as the table of the process decides them."""

    cells: list[Cell]

    @property
    def here(self) -> Cell:
        return next(cell for cell in self.cells if cell.changes == 0)

    def at(self, work: str, behaviour: str) -> Cell | None:
        return next((cell for cell in self.cells if (cell.work, cell.behaviour) == (work, behaviour)), None)

    @property
    def one_away(self) -> list[Cell]:
        """Other predicates that one other rating alone would have given: of work first, then of behaviour."""
        single = [cell for cell in self.cells if cell.changes == 1 and cell.predicate != self.here.predicate]
        return sorted(single, key=lambda cell: cell.work == self.here.work)

    @property
    def work_alone_changes_nothing(self) -> bool:
        return not any(cell.behaviour == self.here.behaviour for cell in self.one_away)

    @property
    def behaviour_alone_changes_nothing(self) -> bool:
        return not any(cell.work == self.here.work for cell in self.one_away)


def fired(case: Case, translate: Translate) -> dict[str, Fired]:
    """The last answer of each decision table that this case has asked.

    The history knows the rating that the employee's claim proposed; from the moment of the rating on, it is the
    validated achievement that counts.
    """
    tables = pack_of(case).process.decisions
    found: dict[str, Fired] = {}
    for happened in reversed(cases.history(case)):
        for passage in happened.body.get("passed", []):
            if isinstance(passage, dict):
                asked = Decision(passage["decision"], passage["inputs"], tuple(passage["rules"]), passage["outputs"])
                found[asked.id] = _fired(asked, tables.get(asked.id), happened.actor, happened.event.at, translate)
    return found | _validated(case, found.get(proposal.TABLE), translate)


def grid(case: Case, work: str | None, behaviour: str | None) -> Grid | None:
    """The nine combinations around the present ratings; None when the process decides predicates in another way."""
    table = pack_of(case).process.decisions.get(PREDICATE)
    if table is None or work is None or behaviour is None:
        return None
    known = cases.variables(case)
    cells = []
    for other_work in RATINGS:
        for other_behaviour in RATINGS:
            ratings = {"work_rating": other_work, "behaviour_rating": other_behaviour}
            try:
                predicate = table.decide(known | ratings, clock.now()).outputs
            except Undecided:
                return None
            changes = (other_work != work) + (other_behaviour != behaviour)
            cells.append(Cell(other_work, other_behaviour, str(predicate), changes))
    return Grid(cells)


def pack_of(case: Case) -> Pack:
    return library.pack(case.agency_id, case.process_version_id)


def _validated(case: Case, asked: Fired | None, translate: Translate) -> dict[str, Fired]:
    """What the table of thresholds says to the validated achievement; nothing when it was asked again since."""
    rating = feedback.rating(case.agency_id, case.id)
    if rating is None or (asked is not None and asked.at > rating.given_at):
        return {}
    ruling = proposal.ruling(case, rating.achievement, rating.given_at)
    if ruling is None:
        return {}
    rater = db.session.get(Person, (case.agency_id, rating.author_id))
    table = pack_of(case).process.decisions[ruling.id]
    return {ruling.id: _fired(ruling, table, rater, rating.given_at, translate)}


def _fired(
    asked: Decision, table: DecisionTable | None, who: Person | None, at: datetime, translate: Translate
) -> Fired:
    texts = {rule.id: rule.description for rule in table.rules} if table else {}
    return Fired(
        table=asked.id,
        name=translate(table.name) if table else asked.id,
        inputs={translate(label): value for label, value in asked.inputs.items()},
        outputs=asked.outputs,
        rules=[translate(texts.get(rule) or rule) for rule in asked.rules],
        who=who,
        at=at,
    )
