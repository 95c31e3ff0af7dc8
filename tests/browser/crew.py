"""Everybody of a story, each at a browser of their own, and the steps they take from inbox to inbox."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.site import CaseOf
from tests.browser.visitor import Visitor
from tests.journeys.story import ANSWERS
from webapp.cases.models import Task
from webapp.people.models import Person


class Crew:
    """`at_work(person)` is that person's browser, signed in once; `do(element)` completes an open task."""

    def __init__(self, arrives: Callable[..., Visitor], case: CaseOf, changes: dict[str, dict] | None = None) -> None:
        self._arrives, self._case = arrives, case
        self._answers = {element: answers | (changes or {}).get(element, {}) for element, answers in ANSWERS.items()}
        self._browsers: dict[int, Visitor] = {}
        self.done: list[str] = []

    def at_work(self, person: Person) -> Visitor:
        if person.id not in self._browsers:
            self._browsers[person.id] = self._arrives()
            self._browsers[person.id].sign_in(person)
        return self._browsers[person.id]

    def do(self, element: str, met: Callable[[Visitor], None] = lambda visitor: None) -> Visitor:
        """From the inbox to the task, fill in, send, back in the inbox; `met` looks at the filled-in page."""
        task = self._case.task(element)
        visitor = self.at_work(self._case.holder(task))
        self.find(visitor, task)
        visitor.fill(self._answers[element])
        met(visitor)
        visitor.send()
        self.arrived(visitor)
        self.done.append(element)
        return visitor

    def find(self, visitor: Visitor, task: Task) -> None:
        """Open the task from the list in which it stands."""
        visitor.open("/inbox" if task.assignee_id else "/inbox?tab=shared")
        visitor.page.click(f'.tasks a.btn[href="/tasks/{task.id}"]')
        visitor.page.wait_for_url(f"**/tasks/{task.id}")
        visitor.settle()

    def arrived(self, visitor: Visitor) -> None:
        refused = visitor.page.locator("[data-error-summary], .message.bad")
        assert not refused.count(), f"{visitor.page.url}: {refused.first.inner_text()}"
        assert visitor.page.url.endswith("/inbox"), visitor.page.url
        expect(visitor.page.locator("#flashes .message")).to_be_visible()

    def rest(self, met: Callable[[Visitor], None] = lambda visitor: None, limit: int = 40) -> None:
        """Do whatever is open, oldest first, until nothing is."""
        for _ in range(limit):
            tasks = self._case.tasks()
            if not tasks:
                return
            self.do(tasks[0].element, met)
        raise AssertionError(f"the case does not end; done: {self.done}")
