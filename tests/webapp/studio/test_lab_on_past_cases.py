"""The lab on cases that people have finished: what a changed table would have meant, and nothing about whom."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_person
from tests.webapp.outcomes import walked
from tests.webapp.studio.test_lab_pages import LAB, asked, page
from tests.webapp.studio.workshop import put
from webapp.cases import opening
from webapp.cases.models import Case, Task
from webapp.core.db import db

TABLE = "/studio/appraisal/draft/files/final_predicate.dmn/content"
SECRET = "Sakit lambung sejak Februari"
# what the supervisor says of the work of each; behaviour always meets the expectation
WORK = ("above", "above", "meets", "meets", "below")
RUNS = 20
DAYS = 3


class Story:
    """One person's case, as `walked` goes along it."""

    def __init__(self, cycle: Cycle, person) -> None:
        self.office, self._person = cycle.office, person

    def tasks(self) -> list[Task]:
        mine = select(Case.id).where(Case.employee_id == self._person.id)
        statement = select(Task).where(Task.case_id.in_(mine), Task.status == "open").order_by(Task.opened_at)
        return list(db.session.scalars(statement))


@pytest.fixture
def past(app, session, signed_in):
    """The browser of an admin in whose agency five people have come to the end of their cycle."""
    cycle = Cycle()
    names = ("Kartika Dewi", "Lukman Hakim", "Maya Sari", "Nanda Putra", "Oki Wijaya")
    people = [make_person(cycle.office.part, name, supervisor=cycle.office.bo) for name in names]
    opening.open_cases(cycle.office.agency.id, cycle.cycle.id, [person.id for person in people])
    db.session.commit()
    for person, work in zip(people, WORK, strict=True):
        rated = {"rating_of_work": work, "deviation_reason": SECRET, "notes": SECRET}
        walked.until(Story(cycle, person), None, rate_performance=rated)
    long = text("update task set opened_at = closed_at - :days where element = 'draft_plan' and status = 'done'")
    db.session.execute(long, {"days": timedelta(days=DAYS)})
    admin = make_person(cycle.office.unit, "Hadi Saputra", roles=("process_admin",))
    db.session.commit()
    browser = signed_in(admin)
    assert browser.post("/studio/appraisal/draft").status_code == 303
    browser.names = names
    return browser


def test_the_predicates_that_change_are_those_of_the_cell_that_changed(past):
    content = past.get(TABLE)
    changed = cell(content.data, "work_meets_behaviour_meets_predicate", "good", "needs_improvement")
    assert put(past, changed, content.headers["ETag"].strip('"'), TABLE).status_code == 204
    assert f"{len(WORK)} cases; only figures" in past.get(LAB).text

    found = asked(past, runs=RUNS, seed=4, source="past").figures

    each = RUNS // len(WORK)
    predicates = next(cross for cross in found["decisions"] if cross["decision"] == "final_predicate")
    assert predicates["cells"] == [
        ["good", "good", 2 * each],
        ["good", "needs_improvement", 2 * each],
        ["needs_improvement", "needs_improvement", each],
    ]
    follow_up = next(cross for cross in found["decisions"] if cross["decision"] == "follow_up")
    assert follow_up["changed"] == predicates["changed"] == found["differing"] == 2 * each
    assert [side["finished"] for side in (found["old"], found["new"])] == [RUNS, RUNS]


def test_figures_of_each_step_are_those_of_the_cases_and_nothing_tells_whose_they_are(past):
    simulated = asked(past, runs=RUNS, seed=4, source="past")
    found = simulated.figures["new"]
    assert simulated.figures["old"] == found
    loads = {each["element"]: each for each in found["elements"]}
    assert loads["draft_plan"]["tasks"] == loads["draft_plan"]["passed"] == RUNS
    assert 24 * DAYS * 0.6 < loads["draft_plan"]["hours"]["median"] < 24 * DAYS * 1.6
    assert loads["agree_plan"]["hours"]["p90"] < 1, "the supervisor agreed at once"
    each = RUNS // len(WORK)
    assert loads["propose_award"]["tasks"] == 4 * each
    assert loads["plan_coaching"]["tasks"] == each

    told = page(past, simulated) + json.dumps(simulated.figures)
    assert not [word for word in (SECRET, *past.names, "Imunisasi", "Bo Santoso") if word in told]


def cell(content: bytes, entry: str, old: str, new: str) -> bytes:
    """The table with another answer in that cell."""
    pattern = rf'(<outputEntry id="{entry}">\s*<text>)"{old}"'.encode()
    changed, count = re.subn(pattern, rf'\1"{new}"'.encode(), content)
    assert count == 1
    return changed


def test_a_table_that_answers_with_what_people_wrote_tells_none_of_it(past):
    kept = rb"""\1<zeebe:ioMapping><zeebe:output source='="good"' target="predicate"/></zeebe:ioMapping>"""
    change(past, "appraisal.bpmn", rb'(decisionId="final_predicate" resultVariable="predicate" />)', kept)
    change(past, "assessment.bpmn", rb'(target="rated_in" />)', rb'\1<zeebe:output source="=notes" target="words" />')
    change(past, TABLE, rb'<outputValues.*?</outputValues>| siklus:monotone="falling"', b"")
    change(past, TABLE, rb'(<outputEntry id="work_meets_behaviour_meets_predicate">\s*<text>)"good"', rb"\1words")

    simulated = asked(past, runs=RUNS, seed=4, source="past")

    predicates = next(cross for cross in simulated.figures["decisions"] if cross["decision"] == "final_predicate")
    assert ["good", "…", 2 * RUNS // len(WORK)] in predicates["cells"]
    assert SECRET not in page(past, simulated) + json.dumps(simulated.figures, ensure_ascii=False)


def change(browser, file: str, old: bytes, new: bytes) -> None:
    address = file if file.startswith("/") else f"/studio/appraisal/draft/files/{file}/content"
    content = browser.get(address)
    changed, _count = re.subn(old, new, content.data, flags=re.DOTALL)
    assert changed != content.data
    assert put(browser, changed, content.headers["ETag"].strip('"'), address).status_code == 204
