"""Takes Ana's case of the shipped process from form to form, as the people of the town."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.town import Browser, Town
from tests.journeys.paper import Paper
from tests.journeys.story import ANSWERS

OPEN = "select id, element, assignee_id, groups from task where status = 'open' order by opened_at, id"


@dataclass(frozen=True)
class Step:
    """A form filled in by the person who has the task, ready to be sent."""

    element: str
    browser: Browser
    address: str
    form: object

    def send(self) -> int:
        return self.browser.post(f"{self.address}/completion", data=self.form).status_code


class Walk:
    """The steps of the case; each is sent by whoever iterates."""

    def __init__(self, town: Town) -> None:
        self.town = town
        town.people("Panelis", 5, roles=("panel",))
        (head,) = town.people("Dewi", 1, roles=("agency_head",))
        self._groups = {("hr",): town.eka, ("agency_head",): head}
        town.open_shipped_case(town.ana)

    def __iter__(self) -> Iterator[Step]:
        while found := self.open():
            yield found[0]

    def open(self, changes: dict[str, str] | None = None) -> list[Step]:
        """All that is open now, filled in."""
        return [self._step(*row, changes or {}) for row in self.town.rows(OPEN)]

    def _step(self, task, element: str, assignee: int | None, groups: list[str], changes: dict[str, str]) -> Step:
        person = self.town.person(assignee) if assignee else self._groups[tuple(groups)]
        browser, address = self.town.browser(person), f"/tasks/{task}"
        paper = Paper(browser, address)
        paper.fill(ANSWERS[element] | changes)
        return Step(element, browser, address, paper._pairs())
