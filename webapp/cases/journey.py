"""Where a case stands in its cycle, told from the diagram: stages, position, and what to colour in the drawing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from webapp.cases.models import LIVE, Case, Task
from webapp.cases.queries import Happened
from webapp.core import i18n
from webapp.library import queries as library
from workflows import Process

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Stage:
    """One stage of the cycle as a list shows it; alternatives (reward or coaching) share one."""

    id: str
    name: str
    state: str  # done | current | next
    note: str = ""


@dataclass(frozen=True)
class Position:
    """How far a case is: stages done, number of the running one (0 when none), how many there are, its name."""

    done: int
    current: int
    total: int
    label: str


@dataclass(frozen=True)
class Drawing:
    """Ids of elements and flows by state, for one diagram of the process."""

    done: list[str]
    current: list[str]
    next: list[str]
    flows: list[str]


def position(process: Process, stage: str | None, *, finished: bool, translate: Translate) -> Position:
    steps = process.track
    if finished:
        return Position(len(steps), 0, len(steps), "")
    for number, alternatives in enumerate(steps, start=1):
        for element in alternatives:
            if element.id == stage:
                return Position(number - 1, number, len(steps), translate(element.name))
    return Position(0, 0, len(steps), "")


def stage_names(agency_id: int) -> Callable[[int, str], str]:
    """The function from a process version and the id of a stage to what the reader calls the stage."""

    def name(version_id: int, stage: str) -> str:
        pack = library.pack(agency_id, version_id)
        element = pack.process.elements.get((pack.process.id, stage))
        return pack.translation(i18n.language())(element.name) if element else stage

    return name


def stages(process: Process, case: Case, walked: set[str], translate: Translate) -> list[Stage]:
    """`walked`: elements of the main diagram that the case has passed."""
    here = position(process, case.stage, finished=case.status == "finished", translate=translate)
    found = []
    for number, alternatives in enumerate(process.track, start=1):
        state = "done" if number <= here.done else "current" if number == here.current else "next"
        taken = [e for e in alternatives if e.id in walked or e.id == case.stage] if state != "next" else []
        shown = taken or alternatives
        found.append(Stage(shown[0].id, " / ".join(translate(e.name) for e in shown), state))
    return found


def walked(history: Iterable[Happened], process_id: str) -> set[str]:
    """Ids of the elements of one diagram that the case has passed so far."""
    return {element for happened in history for process, element in places(happened) if process == process_id}


def places(happened: Happened) -> list[tuple[str, str]]:
    """Process and id of each element that was passed then, in order."""
    passed = (each["at"] if isinstance(each, dict) else each for each in happened.body.get("passed", []))
    return [(process, element) for process, element in passed]


def drawing(process: Process, process_id: str, passed: set[str], case: Case, open_tasks: Iterable[Task]) -> Drawing:
    current = {task.element for task in open_tasks if task.process == process_id}
    if process_id == process.id and case.stage is not None:
        current.add(case.stage)
    done = passed - current
    flows = [flow.id for flow in process.flows(process_id) if flow.source in done and flow.target in passed | current]
    ahead = {flow.target for flow in process.flows(process_id) if flow.source in current}
    return Drawing(sorted(done), sorted(current), sorted(ahead - done - current), flows)


@dataclass(frozen=True)
class Column:
    """One stage of HR's board: how many cases are in it, how many of them are late."""

    id: str
    name: str
    cases: int
    late: int


def columns(process: Process, counts: Iterable, translate: Translate) -> list[Column]:
    """Every stage of the diagram in order, also the empty ones, and the finished cases last. Held cases count too."""
    live = [count for count in counts if count.status in LIVE]
    finished = sum(count.cases for count in counts if count.status == "finished")
    found = []
    for alternatives in process.track:
        for element in alternatives:
            here = [count for count in live if count.stage == element.id]
            if element.kind == "callActivity" or here:
                cases, late = sum(count.cases for count in here), sum(count.late for count in here)
                found.append(Column(element.id, translate(element.name), cases, late))
    return [*found, Column("finished", "", finished, 0)]
