"""Dossier panels on a page: each decides itself whether it has something to show to this person."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.cases.models import Case
from webapp.core.panels import panels


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
