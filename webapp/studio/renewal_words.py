"""What the page of renewals says about steps, ways and decisions, by the names that people gave them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

import workflows
from webapp.library import form_files
from webapp.library.bundles import Bundle
from webapp.library.trial import trial_of
from webapp.studio import drawn, handed_in
from webapp.studio.handed_in import Told
from workflows.scenarios import Do, Hear, Renewal, Signal, StepChange
from workflows.scenarios.comparing import Detour, Differences, Exchange

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """What happens to one step; `answers` are those made up for it."""

    said: str
    made_up: bool
    answers: tuple[Told, ...]


@dataclass(frozen=True)
class Row:
    """What was expected of something, and what would be."""

    what: str
    old: str
    new: str


class Words:
    """Of a draft and the version that it began from; `translate` and `before` know the words of each."""

    def __init__(self, files: tuple[Bundle, Bundle], translate: Translate, before: Translate) -> None:
        self._bundle, base = files
        self._translate = translate
        self._names = {**_names(base, before), **_names(self._bundle, translate)}
        self._tables = {each.id: translate(each.name) for each in drawn.decisions(self._bundle) if each.name}

    def name(self, element: str) -> str:
        return self._names.get(element) or element

    def listed(self, elements: Iterable[str]) -> str:
        return " → ".join(self.name(element) for element in elements)

    def lines(self, renewal: Renewal) -> list[Line]:
        return [Line(self._said(change), change.kind == "put in", self._answers(change)) for change in renewal.steps]

    def _said(self, change: StepChange) -> str:
        words = {"number": change.number, "task": self._called(change)}
        match change.kind:
            case "put in":
                return _("New as step %(number)s: “%(task)s”", **words)
            case "taken out":
                return _("Taken out: step %(number)s, “%(task)s”, which is asked no longer", **words)
            case "moved":
                return _("At another place, as step %(number)s: “%(task)s”", **words)
        return _("Under its new id: step %(number)s, “%(task)s”", **words)

    def _called(self, change: StepChange) -> str:
        match change.step:
            case Do(element):
                return self.name(element)
            case Hear(name) | Signal(name):
                return name
        return ""

    def _answers(self, change: StepChange) -> tuple[Told, ...]:
        if change.kind != "put in" or not isinstance(change.step, Do):
            return ()
        form = form_files.usable(self._bundle).get(self._form_of(change.step.element))
        return tuple(handed_in.told(form.components, change.step.answers, self._translate)) if form else ()

    def _form_of(self, element: str) -> str:
        elements = trial_of(self._bundle).process.elements
        return next((one.form for (_process, id_), one in elements.items() if id_ == element and one.form), "")

    def results(self, found: Differences) -> list[Row]:
        """What came out before and comes out otherwise."""
        rows = [self._row(one, found) for one in found.results]
        if found.end:
            rows.insert(0, Row(_("End reached"), self.name(found.end[0]), self.name(found.end[1])))
        if found.finished is not None:
            words = {False: _("the case does not come to its end"), True: _("the case comes to its end")}
            rows.insert(0, Row(_("Course"), words[not found.finished], words[found.finished]))
        return rows

    def others(self, found: Differences) -> list[Row]:
        """What differs without being another result."""
        rows = [self._way(one) for one in found.path]
        return rows + [self._row(one, found) for one in found.decisions if not one.changes_the_result]

    def _way(self, one: Detour) -> Row:
        what = _("Way after “%(step)s”", step=self.name(one.after)) if one.after else _("Way at the beginning")
        return Row(what, self.listed(one.removed), self.listed(one.added))

    def _row(self, one: Exchange, found: Differences) -> Row:
        if one in found.decisions:
            return Row(
                _("Decision “%(table)s”", table=self._tables.get(one.name, one.name)), _rules(one.old), _rules(one.new)
            )
        return Row(_("Value of “%(name)s”", name=one.name), _value(one.old), _value(one.new))


def _rules(rules: object) -> str:
    return _("rule %(rules)s", rules=", ".join(rules)) if isinstance(rules, tuple) else _("not taken")


def _value(value: object) -> str:
    if value is None:
        return _("no value")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _names(bundle: Bundle, translate: Translate) -> dict[str, str]:
    """Of a version that could not be published today only the ids are known."""
    try:
        elements = trial_of(bundle).process.elements if bundle else {}
    except workflows.Problems:
        return {}
    return {id_: translate(element.name) for (_process, id_), element in elements.items() if element.name}
