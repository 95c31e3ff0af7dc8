"""Narrowing lists of tasks and cases by cycle, stage, unit, person and lateness; how many each choice would show."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, select
from werkzeug.datastructures import MultiDict

from webapp.cases.models import Case, Cycle, Task
from webapp.core.db import db
from webapp.people import queries as people
from webapp.people.queries import UnitLine


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; `unit` stands for the unit with all below it, `words` for a name or a NIP."""

    cycle: int | None = None
    stage: str = ""
    unit: int | None = None
    words: str = ""
    late: bool = False

    def __bool__(self) -> bool:
        return self != Wanted()

    @property
    def given(self) -> dict:
        """The choices that were made, as they stand in an address."""
        chosen = {"cycle": self.cycle, "stage": self.stage, "unit": self.unit, "q": self.words, "late": self.late and 1}
        return {name: value for name, value in chosen.items() if value}


EVERYTHING = Wanted()


def from_address(given: MultiDict) -> Wanted:
    """What the parameters of a page's address ask for; what makes no sense asks for nothing."""
    return Wanted(
        cycle=given.get("cycle", type=int),
        stage=given.get("stage", ""),
        unit=given.get("unit", type=int),
        words=given.get("q", "").strip(),
        late=bool(given.get("late")),
    )


def narrowed(statement: Select, wanted: Wanted, agency_id: int, now: datetime) -> Select:
    """The same over Task, narrowed."""
    if wanted.stage:
        statement = statement.where(Task.stage == wanted.stage)
    if wanted.late:
        statement = statement.where(Task.due_at < now)
    if wanted.cycle or wanted.unit or wanted.words:
        statement = statement.where(Task.case_id.in_(_cases(wanted, agency_id)))
    return statement


def _cases(wanted: Wanted, agency_id: int) -> Select:
    statement = select(Case.id).where(Case.agency_id == agency_id)
    if wanted.cycle:
        statement = statement.where(Case.cycle_id == wanted.cycle)
    if wanted.unit:
        statement = statement.where(Case.unit_id.in_(people.subtree(agency_id, wanted.unit)))
    if wanted.words:
        statement = statement.where(Case.employee_id.in_(people.ids_meant_by(agency_id, wanted.words)))
    return statement


@dataclass(frozen=True)
class Tally:
    """So many tasks in one place: a stage of a process version, in a cycle, about people of one unit."""

    cycle: int
    version: int
    stage: str | None
    unit: int
    tasks: int


@dataclass(frozen=True)
class Choice:
    """One choice of a filter and how many rows it would show; `depth` is that of a unit in the tree."""

    value: int | str
    label: str
    count: int
    depth: int = 0


@dataclass(frozen=True)
class Choices:
    """What a list can be narrowed to."""

    cycles: list[Choice]
    stages: list[Choice]
    units: list[Choice]


def tallied(statement: Select) -> list[Tally]:
    """Counts of a statement over Task in every place at once."""
    place = (Case.cycle_id, Case.process_version_id, Task.stage, Case.unit_id)
    of_task = and_(Case.agency_id == Task.agency_id, Case.id == Task.case_id)
    counted = statement.join(Case, of_task).with_only_columns(*place, func.count()).order_by(None).group_by(*place)
    return [Tally(*row) for row in db.session.execute(counted)]


def choices(tallies: list[Tally], wanted: Wanted, agency_id: int, stage_name: Callable[[int, str], str]) -> Choices:
    """Each filter's choices, counted under the other filters; `stage_name(version, stage)` is what readers call it."""
    tree = people.unit_tree(agency_id)
    below = set(people.subtree(agency_id, wanted.unit)) if wanted.unit else None

    def under(but: str) -> Iterable[Tally]:
        for tally in tallies:
            if (
                (but == "cycle" or not wanted.cycle or tally.cycle == wanted.cycle)
                and (but == "stage" or not wanted.stage or tally.stage == wanted.stage)
                and (but == "unit" or below is None or tally.unit in below)
            ):
                yield tally

    return Choices(_cycles(under("cycle"), agency_id), _stages(under("stage"), stage_name), _units(under("unit"), tree))


def _cycles(tallies: Iterable[Tally], agency_id: int) -> list[Choice]:
    counts: Counter[int] = Counter()
    for tally in tallies:
        counts[tally.cycle] += tally.tasks
    statement = select(Cycle.id, Cycle.name).where(Cycle.agency_id == agency_id, Cycle.id.in_(counts))
    newest_first = statement.order_by(Cycle.opened_at.desc())
    return [Choice(cycle, name, counts[cycle]) for cycle, name in db.session.execute(newest_first)]


def _stages(tallies: Iterable[Tally], stage_name: Callable[[int, str], str]) -> list[Choice]:
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for tally in tallies:
        if tally.stage is not None:
            counts[tally.stage] += tally.tasks
            names[tally.stage] = stage_name(tally.version, tally.stage)
    return sorted((Choice(stage, names[stage], count) for stage, count in counts.items()), key=lambda c: c.label)


def _units(tallies: Iterable[Tally], tree: list[UnitLine]) -> list[Choice]:
    counts: Counter[int] = Counter()
    for tally in tallies:
        counts[tally.unit] += tally.tasks
    return in_tree(counts, tree)


def in_tree(counts: Counter[int], tree: list[UnitLine]) -> list[Choice]:
    """Units that hold something or have units below that do, in the order of the tree, with the sums of all below."""
    sums: Counter[int] = Counter()
    above: list[int] = []
    for unit in tree:
        del above[unit.depth :]
        above.append(unit.id)
        if counts[unit.id]:
            for each in above:
                sums[each] += counts[unit.id]
    return [Choice(unit.id, unit.name, sums[unit.id], unit.depth) for unit in tree if sums[unit.id]]
