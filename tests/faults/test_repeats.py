"""The forms of the shipped cycle, each sent twice: what a person does whose browser lost the answer."""

from tests.faults.town import Town
from tests.journeys.paper import Paper
from tests.journeys.story import ANSWERS

OPEN = "select id, element, assignee_id, groups from task where status = 'open' order by opened_at, id"


def test_every_form_of_the_cycle_sent_twice_is_handed_in_once(town: Town) -> None:
    town.people("Panelis", 4, roles=("panel",))
    (head,) = town.people("Dewi", 1, roles=("agency_head",))
    groups = {("hr",): town.eka, ("agency_head",): head}
    town.open_shipped_case(town.ana)
    done: list[str] = []
    while found := town.rows(OPEN):
        task, element, assignee, group = found[0]
        browser = town.browser(town.person(assignee) if assignee else groups[tuple(group)])
        paper = Paper(browser, f"/tasks/{task}")
        paper.fill(ANSWERS[element])
        form = paper._pairs()
        codes = [browser.post(f"/tasks/{task}/completion", data=form).status_code for _ in range(2)]
        done.append(element)
        assert codes == [303, 303], (element, codes)
        assert town.number("select count(*) from submission") == len(done)

    assert town.rows('select status from "case"') == [("finished",)]
    assert done[-1] == "approve_award"
