"""The form of one open task in a sandbox: as people see it, but outside any case. Knows no page."""

from collections.abc import Callable, Iterable
from random import Random

import forms
from webapp.studio.walks import Walk
from workflows.results import WorkItem
from workflows.scenarios import Do, Scenario

Translate = Callable[[str], str]


class Sheet:
    """What a case would know beforehand (rows of a plan, people to choose from) is made up."""

    def __init__(
        self, form: forms.Form, item: WorkItem, walk: Walk, told: Iterable[Scenario], translate: Translate
    ) -> None:
        self.form = form
        self._item, self._walk, self._stories, self._translate = item, walk, told, translate
        self._rows, lists = forms.surroundings(form)
        self._context = {**lists, **walk.variables}

    def bind(self, posted=None, files=None, *, filled: bool = False) -> forms.BoundForm:
        """With what was posted, else empty, else `filled` with an example."""
        return self.form.bind(
            posted,
            files=files,
            initial={**self._rows, **(self.example() if filled else {})},
            context=self._context,
            translate=self._translate,
            now=self._walk.now,
        )

    def example(self) -> dict:
        """Answers that the form accepts, with the decisions that a scenario of the draft takes in the same task."""
        turn = sum(passage.element == self._item.element for passage in self._walk.passed)
        chance = Random(f"{self._item.element}/{turn}")  # noqa: S311  nothing here is secret
        return forms.sample(self.form, chance, context=self._context, now=self._walk.now, wanted=self._told())

    def _told(self) -> dict:
        steps = (step for story in self._stories for step in story.steps)
        return next((s.answers for s in steps if isinstance(s, Do) and s.element == self._item.element), {})
