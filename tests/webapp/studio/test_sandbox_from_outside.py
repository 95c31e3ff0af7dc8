"""What a sandbox lets come from outside: messages and signals, wherever a diagram may wait for them."""

import json
import re

import pytest

from tests.webapp.studio.test_sandbox import SANDBOX, example, press
from tests.webapp.studio.workshop import put
from tests.workflows.sketch import (
    border,
    catch,
    declared,
    definition,
    drawing,
    end,
    listening,
    mapping,
    message,
    person,
    process,
    settings,
    start,
    step,
)
from workflows import scenarios

REVIEW = person("review", assignee="=employee").replace('formId="form"', 'formId="respond_to_result"')
TAKES = settings(mapping({}, {"outcome": "=result"}))
RACE = process(
    "race",
    start(),
    step("eventBasedGateway", "g"),
    catch("told", TAKES + listening("ruling")),
    catch("called", definition("signal", "recess")),
    REVIEW,
    border("withdrawn", "review", listening("withdrawal")),
    end(),
    end("e2"),
    flows="s -> g\ng -> told\ng -> called\ntold -> review\ncalled -> review\nreview -> e\nwithdrawn -> e2",
)
BEGUN = process("begun", step("startEvent", "asked", listening("request")), end("e3"), flows="asked -> e3")
NAMES = (message("ruling", "=employee"), message("withdrawal"), message("request"), declared("signal", "recess"))


@pytest.fixture
def waiting(workshop, hadi):
    """His browser, with a draft that has two more processes, which wait for what comes from outside."""
    made = hadi.post("/studio/appraisal/draft/files", data={"name": "outside.bpmn"})
    assert made.status_code == 303
    address = "/studio/appraisal/draft/files/outside.bpmn/content"
    tag = hadi.get(address).headers["ETag"].strip('"')
    assert put(hadi, drawing(RACE, BEGUN, *NAMES), tag, address).status_code == 204
    return hadi


def begin(browser, process_id: str):
    assert browser.post(SANDBOX, data={"begin": f"process:{process_id}"}).status_code == 303
    text = browser.get(SANDBOX).text
    assert "Project-Id-Version" not in text, "a process without a name goes by its id"
    return text


def current(browser) -> list[str]:
    return json.loads(re.search(r"data-state='([^']*)'", browser.get(SANDBOX).text)[1])["current"]


def test_a_message_comes_with_what_it_carries_and_its_key(waiting):
    text = begin(waiting, "race")
    assert "waits for the message “ruling”" in text
    assert '{"result": null}' in text, "the names that the diagram takes are offered"
    key = re.search(r'name="key" value="(\d+)"', text)[1]
    assert press(waiting, "messages", message="ruling", key=key, payload='{"result": "kept"}').status_code == 303
    assert "review" in current(waiting)


def test_what_a_message_carries_is_checked_and_stays_on_the_page(waiting):
    begin(waiting, "race")
    refused = press(waiting, "messages", message="ruling", payload='{"result": kept}')
    assert refused.status_code == 422
    assert "{&#34;result&#34;: kept}" in refused.text
    assert press(waiting, "messages", message="ruling", payload="[1]").status_code == 422
    assert press(waiting, "messages", message="nobody_waits").status_code == 422


def test_a_signal_comes_behind_the_same_gateway(waiting):
    assert "waits for the signal “recess”" in begin(waiting, "race")
    assert press(waiting, "messages", signal="recess", payload="{}").status_code == 303
    assert "The signal “recess” arrives" in waiting.get(SANDBOX).text
    assert "review" in current(waiting)
    assert press(waiting, "messages", signal="recess").status_code == 422, "nothing waits for it any more"


def test_a_message_on_the_border_of_a_task_withdraws_it_and_the_run_is_kept_with_all_that_came(waiting):
    begin(waiting, "race")
    press(waiting, "messages", signal="recess")
    press(waiting, "messages", message="withdrawal")
    assert "The run has come to its end" in waiting.get(SANDBOX).text
    kept = waiting.post(f"{SANDBOX}/scenario", data={"name": "withdrawn_after_recess", "title": "Withdrawn"})
    assert kept.status_code == 303
    told = scenarios.read(waiting.get("/studio/appraisal/draft/files/withdrawn_after_recess.toml/content").data)
    assert [type(each).__name__ for each in told.steps] == ["Signal", "Hear"]
    played = waiting.get("/studio/appraisal/draft?scenarios=1").text.split('id="scenarios"')[1]
    assert "Withdrawn" in played
    assert "failed" not in played.split("</section>")[0]


def test_a_process_that_begins_with_a_message_waits_for_it(waiting):
    assert "waits for the message “request”" in begin(waiting, "begun")
    assert press(waiting, "messages", message="request").status_code == 303
    assert "The run has come to its end" in waiting.get(SANDBOX).text


def test_a_form_stands_beside_what_was_handed_in_and_names_the_panels_of_a_case(workshop, hadi):
    hadi.post(SANDBOX, data={"begin": "process:planning"})
    assert "Nothing yet." in hadi.get(f"{SANDBOX}/tasks/1").text
    example(hadi)
    beside = hadi.get(f"{SANDBOX}/tasks/1").text.split('class="card panel"', 1)[1]
    named = json.loads(workshop.files["agree_plan.form"])["siklus"]["panels"]
    assert beside.count("this part of the dossier stands here") == len(named) > 0
    told = beside.split("Handed in so far")[1]
    assert "Draft the performance plan" in told
    assert told.count("<dt>") > 3


def test_examples_never_go_in_circles(hadi):
    """The scenarios of the shipped pack know both ways out of the award; one of them leads back."""
    hadi.post(SANDBOX, data={"begin": "process:reward"})
    for _ in range(2):
        assert example(hadi).status_code == 303
    assert "The run has come to its end" in hadi.get(SANDBOX).text
