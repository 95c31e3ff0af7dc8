"""What the task page and the inbox show, put together from cases, packs and panels. Decides nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

import forms
from webapp.cases import journey, queries
from webapp.cases.models import Case, Cycle, Draft, Submission
from webapp.cases.queries import Happened, InboxRow
from webapp.core import clock, i18n
from webapp.core.errors import NotFound
from webapp.core.panels import panels, readers
from webapp.library import queries as library
from webapp.library.packs import Pack
from webapp.people.models import Person

ICONS = {
    "planning": "target",
    "monitoring": "activity",
    "assessment": "list-check",
    "forum": "users-group",
    "response": "scale",
    "reward": "certificate",
    "coaching": "message-2",
}
SOON = timedelta(days=7)
DOSSIER = ("plan", "progress", "result", "coaching")  # panels on the page of a case, each deciding whom it shows what


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


def in_both(pack_texts: Callable[[str], str]) -> Callable[[str], str]:
    """Words of the pack from its catalogue, words of the application from ours."""

    def translate(text: str) -> str:
        found = pack_texts(text)
        return found if found is not text or not text else _(text)

    return translate


def lines(rows: list[InboxRow], locale: str) -> list[Line]:
    shown = rows[: queries.PAGE]
    back = queries.come_back((row.task, row.case) for row in shown if row.task.status == "open")
    return [_line(row, locale, row.task.id in back) for row in shown]


def _line(row: InboxRow, locale: str, is_back: bool) -> Line:
    pack = library.pack(row.case.agency_id, row.case.process_version_id)
    tr = pack.translation(locale)
    where = journey.position(pack.process, row.task.stage, finished=False, translate=tr)
    return Line(
        row=row,
        title=_("%(task)s: %(employee)s", task=tr(row.task.name), employee=row.employee.name),
        meta=" · ".join([*([_("Has come back")] if is_back else []), row.cycle.name, row.unit.name]),
        icon=ICONS.get(row.task.process, "list-check"),
        stage=where,
        deadline=deadline(row.task.due_at) if row.task.status == "open" else _closed(row.task.closed_at),
        late=row.task.is_late(clock.now()),
    )


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


@dataclass(frozen=True)
class ShownPanel:
    """A dossier panel with what its template needs."""

    title: str
    template: str
    context: dict

    @pass_context
    def html(self, page: Context) -> Markup:
        """Its own values over those of the page it stands on."""
        template = page.environment.get_template(self.template)
        return Markup(template.render({**page.get_all(), **self.context}))  # noqa: S704 a rendered template


def shown_panels(names: Iterable[str], case: Case, actor) -> list[ShownPanel]:
    """The panels of these names that have something to show to this person."""
    shown = []
    for name in names:
        panel = panels[name]
        context = panel.load(case, actor)
        if context is not None:
            shown.append(ShownPanel(panel.title, panel.template, context))
    return shown


class Desk:
    """One task as its page shows it to one person."""

    def __init__(self, row: InboxRow, actor, locale: str) -> None:
        self.row = row
        self.task, self.case = row.task, row.case
        self._actor, self._locale = actor, locale
        self.pack: Pack = library.pack(row.case.agency_id, row.case.process_version_id)
        self.translate = in_both(self.pack.translation(locale))

    @cached_property
    def title(self) -> str:
        return self.translate(self.task.name)

    @cached_property
    def explanation(self) -> str:
        """What this step is, why the person gets it, what comes next: the diagram's own words."""
        element = self.pack.process.elements[self.task.process, self.task.element]
        return self.translate(element.documentation or "")

    @cached_property
    def returned(self) -> str:
        """Why an open step has come back; nothing when it is here for the first time."""
        return self.translate(queries.words_of_return(self.task, self.case)) if self.task.status == "open" else ""

    @cached_property
    def form(self) -> forms.Form | None:
        return self.pack.forms.get(self.task.form) if self.task.form else None

    def bind(self, posted=None, files=None) -> forms.BoundForm:
        """The form with what was posted, else with the draft, over what the features know already."""
        if self.form is None:
            raise LookupError(f"task {self.task.element} has no form")
        return self.form.bind(
            posted,
            files=files,
            initial=self._known,
            context=self.variables,
            draft=self.draft.answers if self.draft else None,
            translate=self.translate,
            now=i18n.local(clock.now()),
        )

    @cached_property
    def _known(self) -> dict:
        known: dict = {}
        for name in self.form.prefill if self.form else ():
            known |= readers[name](self.case, self._actor)
        return known

    @cached_property
    def draft(self) -> Draft | None:
        return queries.draft_of(self.task, self._actor.person_id)

    @cached_property
    def submission(self) -> Submission | None:
        """What was handed in, when the task is done."""
        return queries.submission_of(self.task)

    @property
    def draft_words(self) -> str:
        return _("Draft saved at %(time)s", time=i18n.moment(self.draft.saved_at)) if self.draft else ""

    @cached_property
    def deadline(self) -> Deadline | None:
        return deadline(self.task.due_at)

    @cached_property
    def variables(self) -> dict:
        return queries.variables(self.case)

    @cached_property
    def panels(self) -> list[ShownPanel]:
        return shown_panels(self.form.panels if self.form else (), self.case, self._actor)

    @cached_property
    def handed_in(self) -> forms.BoundForm | None:
        """The form with the answers that were given, when the task is done."""
        if self.submission is None or self.form is None or not self._may_read_answers:
            return None
        return self.form.bind(
            None,
            initial=self.submission.answers,
            context={},
            translate=self.translate,
            now=i18n.local(self.submission.at),
        ).closed()

    @property
    def _may_read_answers(self) -> bool:
        """Only who gave them: what others may know of answers, the panels tell."""
        return self.submission is not None and self.submission.person_id == self._actor.person_id

    @cached_property
    def view(self) -> "CaseView":
        """The case that the task belongs to."""
        return CaseView(self.case, self._actor, self._locale)


@dataclass(frozen=True)
class Entry:
    """One line of a case's history."""

    initials: str
    who: str
    text: str
    when: str
    note: str = ""


class CaseView:
    """A case as its page and the rails beside tasks show it."""

    def __init__(self, case: Case, actor, locale: str) -> None:
        self.case = case
        self._actor = actor
        self.pack: Pack = library.pack(case.agency_id, case.process_version_id)
        self.translate = in_both(self.pack.translation(locale))

    @cached_property
    def cycle(self) -> Cycle:
        return queries.cycle_of(self.case)

    @property
    def children(self) -> dict[str, str]:
        """Where the own diagram of each stage is, by the stage's id in the main diagram."""
        return {stage: self.diagram_url(process_id) for stage, process_id in self.pack.process.called.items()}

    @cached_property
    def panels(self) -> list[ShownPanel]:
        """What those who may see the case may see of its dossier."""
        coached = bool(journey.walked(self.history, "coaching"))
        shown = [name for name in DOSSIER if name in panels and (name != "coaching" or coached)]
        return shown_panels(shown, self.case, self._actor)

    @cached_property
    def employee(self) -> Person:
        return queries.employee_of(self.case)

    @cached_property
    def history(self) -> list[Happened]:
        return queries.history(self.case)

    @cached_property
    def open_tasks(self) -> list:
        return list(queries.open_tasks(self.case))

    @cached_property
    def position(self) -> journey.Position:
        finished = self.case.status == "finished"
        return journey.position(self.pack.process, self.case.stage, finished=finished, translate=self.translate)

    @cached_property
    def stages(self) -> list[journey.Stage]:
        passed = journey.walked(self.history, self.pack.process.id)
        return journey.stages(self.pack.process, self.case, passed, self.translate)

    def drawing(self, process_id: str) -> journey.Drawing:
        passed = journey.walked(self.history, process_id)
        tasks = [task for task, _holder in self.open_tasks]
        return journey.drawing(self.pack.process, process_id, passed, self.case, tasks)

    def diagram_url(self, process_id: str) -> str:
        """The address names the language, so that a browser keeps one drawing for each."""
        return url_for("inbox.diagram", case_id=self.case.id, language=i18n.language(), process_id=process_id)

    def diagram(self, process_id: str, language: str) -> bytes:
        """The diagram's XML; NotFound for a process that is not in the pack."""
        if process_id not in self.pack.process.processes:
            raise NotFound
        return self.pack.diagram(process_id, language)

    def timeline(self, limit: int = 30) -> list[Entry]:
        return [self._entry(happened) for happened in self.history[:limit]]

    def _entry(self, happened: Happened) -> Entry:
        texts = {
            "case opened": _("opened the case"),
            "task completed": _("completed “%(task)s”", task=self._task_name(happened)),
            "deadline reached": _("went on, because a deadline passed"),
        }
        who, initials = _("Siklus"), "SI"
        if happened.actor is not None:
            mine = happened.actor.id == self._actor.person_id
            who, initials = _("You") if mine else happened.actor.name, happened.actor.initials
        return Entry(initials, who, texts.get(happened.event.kind, happened.event.kind), i18n.moment(happened.event.at))

    def _task_name(self, happened: Happened) -> str:
        wanted = happened.body.get("task")
        for (_process, element_id), element in self.pack.process.elements.items():
            if element_id == wanted:
                return self.translate(element.name)
        return str(wanted)
