"""A case as its page and the rails beside tasks show it, in the reader's words. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _

from webapp.cases import incidents, journey, moving, queries, reassigning, surgery
from webapp.cases.models import Case, Cycle
from webapp.cases.queries import Happened
from webapp.core import i18n
from webapp.core.errors import NotFound
from webapp.core.panels import panels
from webapp.core.permissions import can
from webapp.forum import deciding
from webapp.inbox.dossier import Dossier, ShownPanel
from webapp.library import queries as library
from webapp.library.packs import Pack
from webapp.people import queries as people
from webapp.people.models import Person


def in_both(pack_texts: Callable[[str], str]) -> Callable[[str], str]:
    """Words of the pack from its catalogue, words of the application from ours."""

    def translate(text: str) -> str:
        found = pack_texts(text)
        return found if found is not text or not text else _(text)

    return translate


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
        """What is open to the person of the dossier: of each stage that the case has come to.

        The diagram names the panel as the property `dossier` of the stage.
        """
        reached = journey.walked(self.history, self.pack.process.id) | {self.case.stage}
        named = [stage.properties.get("dossier") for stage in self.pack.process.stages if stage.id in reached]
        offered = [name for name in dict.fromkeys(named) if name in panels]
        return [panel for panel in Dossier(self.case, self._actor).panels(offered) if panel.is_open]

    @cached_property
    def employee(self) -> Person:
        return queries.employee_of(self.case)

    @cached_property
    def history(self) -> list[Happened]:
        return queries.history(self.case)

    def repair(self, at: datetime | None) -> Happened | None:
        """The taking back or the cancelling of the case that opened or withdrew its tasks at that moment."""
        kinds = (surgery.RETURNED, surgery.CANCELLED)
        return next((each for each in self.history if each.event.kind in kinds and each.event.at == at), None)

    @cached_property
    def open_tasks(self) -> list:
        return list(queries.open_tasks(self.case))

    @cached_property
    def beginnings(self) -> list[str]:
        """What the case waits for to begin, in words."""
        told = {"message": _("when the message “%(name)s” comes"), "signal": _("when the signal “%(name)s” comes")}
        return [
            _("on %(time)s", time=i18n.moment(each.due)) if each.due else told[each.kind] % {"name": each.name}
            for each in queries.beginnings(self.case)
        ]

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
            reassigning.KIND: _(
                "gave “%(task)s” to %(name)s", task=self._task_name(happened), name=self._name(happened)
            ),
            "deadline reached": self._deadline(happened),
            deciding.SIGNED: _("signed the minutes of the panel"),
            incidents.RETRIED: _("had failed work tried again: %(reason)s", reason=happened.body.get("reason")),
            surgery.SUSPENDED: _("put the case on hold: %(reason)s", reason=happened.body.get("reason")),
            surgery.RESUMED: _("let the case go on: %(reason)s", reason=happened.body.get("reason")),
            surgery.CANCELLED: _("cancelled the case: %(reason)s", reason=happened.body.get("reason")),
            surgery.RETURNED: _(
                "took the case back to an earlier step: %(reason)s", reason=happened.body.get("reason")
            ),
            moving.MOVED: _(
                "moved the case from version %(old)s of the process to version %(new)s: %(reason)s", **_move(happened)
            ),
            moving.RESTORED: _(
                "put the case back from version %(old)s of the process to version %(new)s: %(reason)s",
                **_move(happened),
            ),
            **_heard(happened.body),
        }
        who, initials = _("Siklus"), "SI"
        if happened.actor is not None:
            mine = happened.actor.id == self._actor.person_id
            who, initials = _("You") if mine else happened.actor.name, happened.actor.initials
        text = texts.get(happened.event.kind, happened.event.kind)
        return Entry(initials, who, text, i18n.moment(happened.event.at), self._reason(happened))

    def _deadline(self, happened: Happened) -> str:
        passed = journey.places(happened)
        if not (told := [self._deadline_called(place) for place in passed if place in self.pack.process.deadlines]):
            return _("went on, because a deadline passed")
        return _("went on, because a deadline passed: %(deadlines)s", deadlines=", ".join(dict.fromkeys(told)))

    def _deadline_called(self, place: tuple[str, str]) -> str:
        """By the words beside the clock on the diagram and by the step that it sits on."""
        process, element = place
        elements, host = self.pack.process.elements, self.pack.process.deadlines[place]
        name = self.translate(elements[place].name) or element
        if not host:
            return _("“%(deadline)s”", deadline=name)
        step = self.translate(elements[process, host].name) or host
        return _("“%(deadline)s” of “%(step)s”", deadline=name, step=step)

    def _reason(self, happened: Happened) -> str:
        """Why a task was given to somebody else: for those who watch over cases."""
        told = happened.event.kind == reassigning.KIND and can(self._actor, "case:watch")
        return happened.body["reason"] if told else ""

    def _name(self, happened: Happened) -> str:
        return self._names.get(happened.body.get("to", 0), "")

    @cached_property
    def _names(self) -> dict[int, str]:
        """Of those to whom a task was given."""
        given = {happened.body["to"] for happened in self.history if "to" in happened.body}
        return people.names(self.case.agency_id, given) if given else {}

    def _task_name(self, happened: Happened) -> str:
        wanted = happened.body.get("task")
        for (_process, element_id), element in self.pack.process.elements.items():
            if element_id == wanted:
                return self.translate(element.name)
        return str(wanted)


def _heard(body: dict) -> dict[str, str]:
    """What a case heard from another one, or from somebody outside, who gave a reason."""
    told = {"name": body.get("message", body.get("signal")), "reason": body.get("reason")}
    if "reason" in body:
        return {
            "message heard": _("sent the message “%(name)s”: %(reason)s", **told),
            "signal heard": _("sent the signal “%(name)s”: %(reason)s", **told),
        }
    return {
        "message heard": _("went on, because the message “%(name)s” came", **told),
        "signal heard": _("went on, because the signal “%(name)s” came", **told),
    }


def _move(happened: Happened) -> dict[str, object]:
    body = happened.body
    return {"old": body.get("from_version"), "new": body.get("to_version"), "reason": body.get("reason")}
