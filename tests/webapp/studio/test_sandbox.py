"""The sandbox: a draft is clicked through with its forms; nothing real is touched, and what was clicked can be kept."""

import json
import re

import pytest
from sqlalchemy import func, select

from tests.journeys.paper import Paper
from tests.journeys.story import ANSWERS
from tests.webapp.studio.workshop import PLANNING, put
from webapp.cases.models import Case, Event, Notice, Task
from webapp.core.db import db
from webapp.plans.models import Plan
from workflows import scenarios

SANDBOX = "/studio/appraisal/draft/sandbox"


@pytest.fixture
def begun(workshop, hadi):
    """His browser, with a run of the planning stage."""
    assert hadi.post(SANDBOX, data={"begin": "process:planning"}).status_code == 303
    return hadi


def seen(browser) -> str:
    return re.search(r'name="_seen" value="(\d+)"', browser.get(SANDBOX).text)[1]


def press(browser, address: str, **given):
    return browser.post(f"{SANDBOX}/{address}", data={"_seen": seen(browser), **given})


def example(browser, number: int = 1):
    return press(browser, f"tasks/{number}", example=1)


def test_a_run_is_begun_with_a_stage_of_the_draft(begun):
    text = begun.get(SANDBOX, headers={"Accept-Language": "en"}).text
    assert "Fill in the form" in text
    assert '"current": ["draft_plan"]' in text


def test_the_form_of_a_task_is_shown_as_people_see_it_and_its_rules_hold(workshop, begun):
    page = begun.get(f"{SANDBOX}/tasks/1", headers={"Accept-Language": "id"})
    assert json.loads(workshop.files["draft_plan.form"])["siklus"]["submit"] in page.text
    refused = press(begun, "tasks/1")
    assert refused.status_code == 422
    assert "Please correct the following" in refused.text


def test_a_form_can_be_filled_with_an_example_and_changed_before_it_is_sent(begun):
    example(begun)
    told = begun.get(f"{SANDBOX}/tasks/1?example=1").text
    assert re.search(r'value="agreed"[^>]*checked', told)
    assert not re.search(r'value="agreed"[^>]*checked', begun.get(f"{SANDBOX}/tasks/1").text)


def test_examples_lead_to_the_end_and_nothing_real_is_touched(begun):
    counted = [select(func.count()).select_from(table) for table in (Case, Task, Event, Notice, Plan)]
    before = [db.session.scalar(count) for count in counted]
    assert example(begun).status_code == 303
    assert example(begun).status_code == 303
    text = begun.get(SANDBOX).text
    assert "The run has come to its end" in text
    assert [db.session.scalar(count) for count in counted] == before


def test_time_passes_only_when_the_admin_says_so(begun):
    reminded = "Time passes up to the next deadline"
    assert reminded not in begun.get(SANDBOX).text
    assert press(begun, "time", until="next").status_code == 303
    assert press(begun, "time", days=10).status_code == 303
    text = begun.get(SANDBOX).text
    assert reminded in text
    assert "10 days pass" in text
    assert press(begun, "time", days=0).status_code == 422
    assert press(begun, "time", days=367).status_code == 422


def test_the_last_step_is_undone_and_so_are_all_back_to_a_place(begun):
    example(begun)
    press(begun, "time", days=3)
    assert press(begun, "undo", to=1).status_code == 303
    assert seen(begun) == "1"
    assert press(begun, "undo", to=0).status_code == 303
    assert seen(begun) == "0"


def test_a_page_that_has_not_seen_the_last_step_does_nothing(begun):
    example(begun)
    late = begun.post(f"{SANDBOX}/time", data={"_seen": 0, "days": 5})
    assert late.status_code == 409
    assert "has gone on since this page was shown" in late.text
    assert seen(begun) == "1"


def test_operations_answer_what_the_admin_pins_from_then_on(hadi, workshop):
    hadi.post(SANDBOX, data={"begin": "scenario:forum_keeps_rating"})
    hadi.post(f"{SANDBOX}/undo", data={"_seen": seen(hadi), "to": 0})
    pinned = hadi.post(f"{SANDBOX}/assumptions", data=assumed(hadi, **{"forum.reveal": '{"quorum_met": false}'}))
    assert pinned.status_code == 303
    for _ in range(3):
        assert example(hadi).status_code == 303
    assert "forum.replace_absent" in hadi.get(SANDBOX).text.split("What operations were asked")[1]


def assumed(browser, **operations: str) -> dict:
    """The form of assumptions as the page gives it, with other answers of some operations."""
    text = browser.get(SANDBOX).text
    variables = re.search(r'name="variables"[^>]*>(.*?)</textarea>', text, re.DOTALL)[1].replace("&#34;", '"')
    return {"variables": variables, "start": "", **{f"operation-{name}": said for name, said in operations.items()}}


def test_what_was_answered_already_stays_when_answers_change(hadi, workshop):
    hadi.post(SANDBOX, data={"begin": "scenario:plan_agreed_at_once"})
    finished = "The run has come to its end"
    assert finished in hadi.get(SANDBOX).text
    changed = assumed(hadi, **{"plans.adopt": '{"plan_version": 7}'})
    assert hadi.post(f"{SANDBOX}/assumptions", data=changed).status_code == 303
    asked = hadi.get(SANDBOX).text.split("What operations were asked")[1].split("</details>")[0]
    assert '"plan_version": 1' in asked
    assert '"plan_version": 7' not in asked


def test_what_is_no_json_is_refused_and_stays_on_the_page(begun):
    refused = begun.post(f"{SANDBOX}/assumptions", data=assumed(begun, **{"plans.adopt": "{plan: oops"}))
    assert refused.status_code == 422
    assert "{plan: oops" in refused.text
    assert begun.post(f"{SANDBOX}/assumptions", data={"variables": "[1]"}).status_code == 422
    assert begun.post(f"{SANDBOX}/assumptions", data={"variables": '{"a": NaN}'}).status_code == 422


def test_a_run_is_kept_as_a_scenario_that_is_played_with_the_others(begun):
    example(begun)
    press(begun, "time", days=2)
    example(begun)
    kept = begun.post(f"{SANDBOX}/scenario", data={"name": "agreed_late", "title": "Agreed two days later"})
    assert kept.status_code == 303
    page = begun.get("/studio/appraisal/draft?scenarios=1").text
    assert "Agreed two days later" in page
    assert "failed" not in page.split('id="scenarios"')[1].split("</section>")[0]
    content = begun.get("/studio/appraisal/draft/files/agreed_late.toml/content").data
    told = scenarios.read(content)
    assert [type(step).__name__ for step in told.steps] == ["Do", "Wait", "Do"]
    assert told.expect.path
    assert b"forum.convene" not in content, "what all scenarios share need not be said again"


@pytest.mark.parametrize(
    "given",
    [
        {"name": "../evil", "title": "x"},
        {"name": "", "title": "x"},
        {"name": "fine", "title": " "},
        {"name": "common", "title": "x"},
    ],
)
def test_a_scenario_wants_a_title_and_a_free_name(begun, given):
    assert begun.post(f"{SANDBOX}/scenario", data=given).status_code == 422
    assert begun.get("/studio/appraisal/draft/files/fine.toml/content").status_code == 404


def test_each_admin_has_a_run_of_their_own(workshop, begun, signed_in):
    intan = signed_in(workshop.intan)
    assert "tasks/1" not in intan.get(SANDBOX).text
    assert intan.post(f"{SANDBOX}/time", data={"_seen": 0, "days": 1}).status_code == 409


def test_a_run_that_the_draft_no_longer_allows_says_why_and_goes_on_from_there(workshop, begun):
    example(begun)
    renamed = workshop.files["planning.bpmn"].replace(b'"agree_plan"', b'"agree_on_plan"')
    renamed = renamed.replace(b'formId="agree_on_plan"', b'formId="agree_plan"')
    assert example(begun).status_code == 303
    assert put(begun, renamed, begun.get(f"{PLANNING}/content").headers["ETag"].strip('"')).status_code == 204
    text = begun.get(SANDBOX).text
    assert "The run stops here" in text
    assert begun.post(f"{SANDBOX}/scenario", data={"name": "late", "title": "x"}).status_code == 422
    assert press(begun, "time", days=1).status_code == 303
    assert "The run stops here" not in begun.get(SANDBOX).text


def test_a_draft_with_errors_is_not_tried(workshop, begun):
    broken = workshop.files["planning.bpmn"].replace(b"plans.record_draft", b"plans.nobody")
    put(begun, broken, begun.get(f"{PLANNING}/content").headers["ETag"].strip('"'))
    assert "The draft has errors" in begun.get(SANDBOX).text
    assert begun.post(f"{SANDBOX}/time", data={"_seen": 0, "days": 1}).status_code == 409


def test_what_is_not_there_is_not_found(begun):
    assert begun.get(f"{SANDBOX}/tasks/9").status_code == 404
    assert begun.get(f"{SANDBOX}/tasks/0").status_code == 404
    assert begun.post(SANDBOX, data={"begin": "process:nowhere"}).status_code == 404


def test_a_form_filled_in_by_hand_goes_through(begun):
    paper = Paper(begun, f"{SANDBOX}/tasks/1")
    paper.fill({name: value for name, value in ANSWERS["draft_plan"].items() if "targets" not in name})
    assert paper.send().status_code == 303
    assert "tasks/1" in begun.get(SANDBOX).text
