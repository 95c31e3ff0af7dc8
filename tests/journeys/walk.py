"""Walks a case through its pages, each task by the person who has it."""

from lxml import html

from tests.journeys.paper import Paper
from tests.journeys.story import ANSWERS
from webapp.cases.models import Task
from webapp.core.db import db
from webapp.people.models import Grant, Person


class Walk:
    """One case on its way. `changes` are answers by element that differ from the usual story."""

    def __init__(self, cycle, signed_in, changes: dict[str, dict[str, str]] | None = None) -> None:
        self.cycle = cycle
        self._sign_in = signed_in
        self._changes = changes or {}
        self._browsers: dict[int, object] = {}
        self.done: list[str] = []

    def browser(self, person: Person):
        if person.id not in self._browsers:
            self._browsers[person.id] = self._sign_in(person)
        return self._browsers[person.id]

    def holder(self, task: Task) -> Person:
        """Who does the task: its assignee, or the first of its group."""
        if task.assignee_id is not None:
            return db.session.get_one(Person, (task.agency_id, task.assignee_id))
        return (
            db.session.query(Person)
            .join(Grant, (Grant.agency_id == Person.agency_id) & (Grant.person_id == Person.id))
            .filter(Grant.agency_id == task.agency_id, Grant.role.in_(task.groups))
            .order_by(Person.id)
            .first()
        )

    def do(self, element: str):
        """Complete the open task of this element; the response of the last button."""
        task = self.cycle.task(element)
        browser = self.browser(self.holder(task))
        paper = Paper(browser, f"/tasks/{task.id}")
        paper.fill(ANSWERS[element] | self._changes.get(element, {}))
        response = paper.send()
        if response.status_code == 422:
            raise AssertionError(f"{element} refused:\n{_errors(response)}")
        self.done.append(element)
        return response

    def until(self, element: str, limit: int = 60) -> None:
        """Do whatever is open, oldest first, until a task of this element is."""
        for _ in range(limit):
            open_now = [task.element for task in self.cycle.tasks()]
            if element in open_now:
                return
            assert open_now, f"nothing is open before {element}; done: {self.done}"
            self.do(open_now[0])
        raise AssertionError(f"{element} was not reached; done: {self.done}")

    def to_the_end(self, limit: int = 80) -> None:
        for _ in range(limit):
            open_now = [task.element for task in self.cycle.tasks()]
            if not open_now:
                return
            self.do(open_now[0])
        raise AssertionError(f"the case does not end; done: {self.done}")


def _errors(response) -> str:
    page = html.fromstring(response.text)
    return (
        "\n".join(" ".join(e.text_content().split()) for e in page.xpath("//*[@data-error-summary]"))
        or response.text[:3000]
    )
