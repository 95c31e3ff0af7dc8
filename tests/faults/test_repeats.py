"""The forms of the shipped cycle, each sent twice: what a person does whose browser lost the answer."""

from tests.faults.town import Town
from tests.faults.walk import Walk


def test_every_form_of_the_cycle_sent_twice_is_handed_in_once(town: Town) -> None:
    done: list[str] = []
    for step in Walk(town):
        codes = [step.send(), step.send()]
        done.append(step.element)
        assert codes == [303, 303], (step.element, codes)
        assert town.number("select count(*) from submission") == len(done)

    assert town.rows('select status from "case"') == [("finished",)]
    assert done[-1] == "approve_award"
