"""The form of one open task in a sandbox: as people see it, but outside any case. Knows no page."""

from collections.abc import Callable, Iterable
from random import Random

import forms
from webapp.studio.walks import Walk
from workflows.results import WorkItem
from workflows.scenarios import Do, Scenario

Translate = Callable[[str], str]
MOST_TRIED, DRAWS = 4, 5
OFTEN = 2  # times in a row that an example decides the same


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
        """Answers that the form accepts, with a decision that a scenario of the draft takes in the same task.

        Taken is the first by which the run comes to something new. Where none does, they take turns: no run that is
        answered by examples gives the same decision for ever while there is another.
        """
        turn = sum(passage.element == self._item.element for passage in self._walk.passed)
        tried = []
        for number, decided in enumerate(self._decisions()):
            answers = self._drawn(decided, f"{self._item.element}/{turn}/{number}")
            if self._walk.leads_on(Do(self._item.element, answers, self._item.item)):
                return answers
            tried.append(answers)
        return tried[turn // OFTEN % len(tried)]

    def _drawn(self, decided: dict, seed: str) -> dict:
        """Made-up answers with this decision; another draw where the rest of them did not fit it."""
        chance = Random(seed)  # noqa: S311  nothing here is secret
        answers: dict = {}
        for _ in range(DRAWS):
            answers = forms.sample(self.form, chance, context=self._context, now=self._walk.now, wanted=decided)
            if all(answers.get(name, said) == said for name, said in decided.items() if isinstance(said, str)):
                break
        return answers

    def _decisions(self) -> list[dict]:
        """What each scenario answers in this task when it leaves it for good, those first that need fewest turns; a
        task that no scenario knows is answered by chance."""
        told = [answers for story in self._stories if (answers := _answers(story, self._item.element))]
        found: list[dict] = []
        for answers in sorted(told, key=len):
            if answers[-1] not in found:
                found.append(answers[-1])
        return found[:MOST_TRIED] or [{}] * MOST_TRIED


def _answers(story: Scenario, element: str) -> list[dict]:
    return [step.answers for step in story.steps if isinstance(step, Do) and step.element == element]
