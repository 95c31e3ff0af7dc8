"""The one way to what features offer of a case: a panel or a reader is looked at only by those it is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.cases import queries
from webapp.cases.models import Case
from webapp.cases.relations import relations
from webapp.core.audience import Relation
from webapp.core.errors import Refusal
from webapp.core.panels import Panel, Reader, panels, readers

_CONTEXT = "cases.variables"  # expressions of a form may read what this reader reads


class NotForYou(Refusal):
    """This form starts from parts of the dossier that are not open to you, so you cannot fill it in. HR and the process
    admins find it among the incidents: HR can give the task to somebody else.
    """

    status = 403


class ClosedToHolder(Exception):
    """A form starts from what is not open to whoever has its task: somebody has to give it away or mend the process."""

    def __init__(self, element: str, names: Iterable[str]) -> None:
        super().__init__(f"task {element}: not open to whoever has it: {', '.join(names)}")


@dataclass(frozen=True)
class ShownPanel:
    """A dossier panel with what its template needs; without a context where it is not open to the person."""

    title: str
    template: str
    context: dict | None

    @property
    def is_open(self) -> bool:
        return self.context is not None

    @pass_context
    def html(self, page: Context) -> Markup:
        """Its own values over those of the page it stands on."""
        template = page.environment.get_template(self.template)
        return Markup(template.render({**page.get_all(), **(self.context or {})}))  # noqa: S704 a rendered template


class Dossier:
    """What there is to know of a case, as far as it is open to one person."""

    def __init__(self, case: Case, actor) -> None:
        self._case, self._actor = case, actor

    def panels(self, names: Iterable[str]) -> list[ShownPanel]:
        """The panels of these names that have something to show, and those that are not open."""
        shown = []
        for panel in (panels[name] for name in names):
            if not self._is_open(panel):
                shown.append(ShownPanel(panel.title, panel.template, None))
            elif (context := panel.load(self._case, self._actor)) is not None:
                shown.append(ShownPanel(panel.title, panel.template, context))
        return shown

    def closed(self, names: Iterable[str]) -> list[str]:
        """Which of these readers are not open to the person."""
        return [name for name in names if not self._is_open(readers[name])]

    def known(self, names: Iterable[str]) -> dict:
        """What these readers give; NotForYou when one of them is not open."""
        wanted = list(names)
        if self.closed(wanted):
            raise NotForYou
        known: dict = {}
        for name in wanted:
            known |= readers[name](self._case, self._actor)
        return known

    @cached_property
    def variables(self) -> Mapping:
        """What expressions of a form may read of the case; nothing for whom the variables are not open."""
        return queries.variables(self._case) if self._is_open(readers[_CONTEXT]) else {}

    def _is_open(self, offered: Panel | Reader) -> bool:
        return not offered.audience.isdisjoint(self._relations)

    @cached_property
    def _relations(self) -> frozenset[Relation]:
        return relations(self._case, self._actor)
