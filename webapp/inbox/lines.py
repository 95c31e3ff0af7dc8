"""Rows of the inbox in the reader's words: what, about whom, in which stage, how urgent. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.cases import journey, queries
from webapp.cases.lists import InboxRow
from webapp.core import clock, i18n
from webapp.library import queries as library
from webapp.library.packs import Pack

ANY_STEP = "list-check"  # the icon of a stage whose diagram names none
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Deadline:
    """A due date in the reader's terms."""

    text: str
    note: str
    tone: str
    at: str


@dataclass(frozen=True)
class Line:
    """One row of the inbox."""

    row: InboxRow
    title: str
    meta: str
    icon: str
    stage: journey.Position
    deadline: Deadline | None
    late: bool


@dataclass(frozen=True)
class UrgencyGroup:
    """Rows under one heading: overdue, this week, later."""

    title: str
    icon: str
    tone: str
    lines: list[Line]


def lines(rows: Sequence[InboxRow], locale: str) -> list[Line]:
    back = queries.come_back((row.task, row.case) for row in rows if row.task.status == "open")
    return [_line(row, locale, row.task.id in back) for row in rows]


def _line(row: InboxRow, locale: str, is_back: bool) -> Line:
    pack = library.pack(row.case.agency_id, row.case.process_version_id)
    tr = pack.translation(locale)
    where = journey.position(pack.process, row.task.stage, finished=False, translate=tr)
    return Line(
        row=row,
        title=_("%(task)s: %(employee)s", task=tr(row.task.name), employee=row.employee.name),
        meta=" · ".join([*_states(row, is_back), row.cycle.name, row.unit.name]),
        icon=_icon(pack, row.task.stage),
        stage=where,
        deadline=deadline(row.task.due_at) if row.task.status == "open" else _closed(row.task.closed_at),
        late=row.task.is_late(clock.now()),
    )


def _states(row: InboxRow, is_back: bool) -> list[str]:
    """What is not as usual with the task or its case."""
    on_hold = row.task.status == "open" and row.case.status == "suspended"
    return [*([_("On hold")] if on_hold else []), *([_("Has come back")] if is_back else [])]


def _icon(pack: Pack, stage: str | None) -> str:
    """What the diagram gives the stage as the property `icon`."""
    element = pack.process.elements.get((pack.process.id, stage or ""))
    return element.properties.get("icon", ANY_STEP) if element else ANY_STEP


def deadline(due: datetime | None) -> Deadline | None:
    if due is None:
        return None
    left = due - clock.now()
    tone = "bad" if left < timedelta() else "warn" if left < timedelta(days=3) else ""
    if abs(left) < SOON:
        return Deadline(i18n.deadline(due), i18n.day(due), tone, due.isoformat())
    return Deadline(i18n.day(due), _days(left.days), tone, due.isoformat())


def _closed(at: datetime | None) -> Deadline | None:
    """For a task that is done: when that was, in the place of the deadline."""
    return Deadline(i18n.day(at), i18n.clock_time(at), "", at.isoformat()) if at else None


def _days(days: int) -> str:
    if days < 0:
        return ngettext("%(num)d day ago", "%(num)d days ago", -days)
    return ngettext("in %(num)d day", "in %(num)d days", days)


def by_urgency(rows: list[Line]) -> list[UrgencyGroup]:
    """Overdue, within a week, later: only the groups that hold something."""
    edge = clock.now() + SOON
    late = [line for line in rows if line.late]
    soon = [line for line in rows if not line.late and line.row.task.due_at and line.row.task.due_at < edge]
    later = [line for line in rows if line not in late and line not in soon]
    groups = [
        UrgencyGroup(_("Overdue"), "alert-triangle", "bad", late),
        UrgencyGroup(_("Within a week"), "calendar-due", "", soon),
        UrgencyGroup(_("Later"), "clock", "", later),
    ]
    return [group for group in groups if group.lines]
