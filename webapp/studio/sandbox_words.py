"""What a sandbox page says about steps, tasks and deadlines, in the reader's language."""

import re
from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.people.office import role_names
from webapp.studio.walks import Walk
from workflows.results import Passage, WorkItem
from workflows.scenarios import Do, Hear, Signal, Until, Wait
from workflows.scenarios.model import Step

_DAYS = re.compile(r"P(\d+)D")


class Words:
    """Of one run; `translate` knows the words of the draft."""

    def __init__(self, walk: Walk, translate: Callable[[str], str]) -> None:
        self._walk, self._translate = walk, translate
        self._people = {"employee": _("employee"), "supervisor": _("supervisor"), "superior": _("superior")}

    def name(self, process_id: str, element: str) -> str:
        found = self._walk.process.elements.get((process_id, element))
        return (self._translate(found.name) if found and found.name else "") or element

    def who(self, item: WorkItem) -> str:
        """Whom the task is for: a role of the case, a group, or what the diagram says."""
        if item.assignee:
            variables = self._walk.variables
            roles = [words for name, words in self._people.items() if str(variables.get(name)) == item.assignee]
            return roles[0] if roles else item.assignee
        names = role_names()
        return ", ".join(names.get(group, group) for group in item.groups)

    def step(self, step: Step | None) -> str:
        match step:
            case None:
                return _("The case begins")
            case Do(element):
                return _("Done: %(task)s", task=self._anywhere(element))
            case Until():
                return _("Time passes up to the next deadline")
            case Hear(message):
                return _("The message “%(name)s” arrives", name=message)
            case Signal(name):
                return _("The signal “%(name)s” arrives", name=name)
            case Wait(duration):
                return _passing(duration)

    def way(self, passed: tuple[Passage, ...]) -> list[str]:
        """The named elements that were walked, with what tables decided."""
        return [self._walked(passage) for passage in passed if passage.name or passage.decision]

    def _walked(self, passage: Passage) -> str:
        name = self._translate(passage.name) if passage.name else passage.element
        if passage.decision is None:
            return name
        return _("%(table)s: rule %(rules)s", table=name, rules=", ".join(passage.decision.rules))

    def listed(self, process_id: str) -> list[dict]:
        """The elements of one diagram as the list beside it shows them."""
        marks = self._walk.drawing(process_id)
        return [
            {"name": self.name(process_id, element), "state": state, "note": "", "id": ""}
            for state in ("done", "current", "next")
            for element in self._in_order(process_id, set(marks[state]))
        ]

    def _in_order(self, process_id: str, elements: set[str]) -> list[str]:
        walked = dict.fromkeys(p.element for p in self._walk.passed if p.process == process_id)
        return [id_ for id_ in walked if id_ in elements] + sorted(elements - walked.keys())

    def _anywhere(self, element: str) -> str:
        places = (process for process, id_ in self._walk.process.elements if id_ == element)
        process = next(places, "")
        return self.name(process, element)


def _passing(duration: str) -> str:
    days = _DAYS.fullmatch(duration)
    if days is None:
        return _("Time passes: %(duration)s", duration=duration)
    return ngettext("%(num)d day passes", "%(num)d days pass", int(days[1]))
