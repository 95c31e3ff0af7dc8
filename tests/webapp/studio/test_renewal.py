"""Failing scenarios are brought up to date: an admin sees what that changes, confirms, and can publish."""

import re

import pytest

from tests.webapp.studio.test_publication import change, publish, versions, words
from tests.webapp.studio.workshop import put
from workflows import scenarios

DRAFT = "/studio/appraisal/draft"
RENEWAL = f"{DRAFT}/scenarios/renewal"
FAILING = ["cycle_to_certificate.toml", "cycle_to_coaching.toml", "cycle_with_objection_upheld.toml"]
FORM = b"""{"id": "check_result", "type": "default", "schemaVersion": 18, "siklus": {"title": "Pemeriksaan hasil"},
 "components": [{"id": "o", "key": "check_outcome", "type": "radio", "label": "Hasil pemeriksaan",
  "values": [{"label": "Sesuai", "value": "fits"}], "validate": {"required": true}}]}"""
STEP = b"""<bpmn:userTask id="check_result" name="Periksa hasil akhir"><bpmn:extensionElements>
 <zeebe:formDefinition formId="check_result" /><zeebe:assignmentDefinition candidateGroups="hr" />
 </bpmn:extensionElements><bpmn:incoming>finalise_result_to_determine_follow_up</bpmn:incoming>
 <bpmn:outgoing>on</bpmn:outgoing></bpmn:userTask>
 <bpmn:sequenceFlow id="on" sourceRef="check_result" targetRef="determine_follow_up" />
 <bpmn:businessRuleTask id="determine_follow_up" """
FLOW = b'sourceRef="finalise_result" targetRef='


def at(name: str) -> str:
    return f"{DRAFT}/files/{name}"


@pytest.fixture
def checked(hadi):
    """His browser, with a draft in which HR checks the final result."""
    assert hadi.post(f"{DRAFT}/files", data={"name": "check_result.form"}).status_code == 303
    there = hadi.get(f"{at('check_result.form')}/content")
    put(hadi, FORM, there.headers["ETag"].strip('"'), f"{at('check_result.form')}/content")
    diagram = at("appraisal.bpmn")
    arrives = b"<bpmn:incoming>finalise_result_to_determine_follow_up</bpmn:incoming>"
    change(hadi, diagram, arrives, b"<bpmn:incoming>on</bpmn:incoming>")
    change(hadi, diagram, b'<bpmn:businessRuleTask id="determine_follow_up" ', STEP)
    change(hadi, diagram, FLOW + b'"determine_follow_up"', FLOW + b'"check_result"')
    return hadi


def shown(page) -> list[str]:
    return re.findall(r'name="shown" value="([^"]+)"', page.text)


def scenario(browser, name: str):
    return scenarios.read(browser.get(f"{at(name)}/content").data, browser.get(f"{at('common.toml')}/content").data)


def test_beside_each_failing_scenario_stands_the_way_to_bring_it_up_to_date(checked):
    page = checked.get(f"{DRAFT}?scenarios=1").text
    assert page.count(">failed<") == 3
    assert [f'href="{RENEWAL}?file={name}"' in page for name in FAILING] == [True] * 3
    assert f'href="{RENEWAL}"' in page


def test_a_step_added_to_the_shipped_process_is_taken_into_all_scenarios_and_the_draft_is_published(checked):
    assert publish(checked).status_code == 422
    page = checked.get(RENEWAL)
    assert [entry.partition(":")[0] for entry in shown(page)] == FAILING
    assert words(page).count("The result stays as it was.") == 3
    before = scenario(checked, "cycle_to_coaching.toml")
    assert checked.post(RENEWAL, data={"shown": shown(page)}).status_code == 303
    after = scenario(checked, "cycle_to_coaching.toml")
    assert [step for step in after.steps if step not in before.steps] == [
        scenarios.Do("check_result", {"check_outcome": "fits"})
    ]
    assert (after.title, after.start, after.variables, after.operations) == (
        before.title,
        before.start,
        before.variables,
        before.operations,
    )
    draft = checked.get(f"{DRAFT}?scenarios=1").text
    assert "3 scenarios are up to date." in draft
    assert ">failed<" not in draft
    assert publish(checked, "HR checks the final result").status_code == 303
    assert len(versions()) == 2


def test_the_page_names_the_new_step_its_example_and_the_way_in_the_readers_language(checked):
    page = words(checked.get(f"{RENEWAL}?file={FAILING[0]}"))
    assert "New as step 15: “Periksa hasil akhir”" in page
    assert "Answers made up as an example" in page
    assert '<dt>Hasil pemeriksaan</dt><dd><span class="own-lines">Sesuai</span>' in page
    assert "Way after “Record the final result”" in page
    assert "<ins>Periksa hasil akhir</ins>" in page
    assert len(shown(checked.get(f"{RENEWAL}?file={FAILING[0]}"))) == 1
    indonesian = words(checked.get(RENEWAL, headers={"Accept-Language": "id"}))
    assert "Baru sebagai langkah 15: “Periksa hasil akhir”" in indonesian
    assert "Jawaban contoh" in indonesian


def test_one_scenario_is_brought_up_to_date_as_a_revision_of_the_author_that_can_be_undone(workshop, checked):
    page = checked.get(f"{RENEWAL}?file={FAILING[0]}")
    assert checked.post(RENEWAL, data={"file": FAILING[0], "shown": shown(page)}).status_code == 303
    assert checked.get(f"{DRAFT}?scenarios=1").text.count(">failed<") == 2
    assert "Hadi Saputra" in checked.get(f"{at(FAILING[0])}/revisions").text
    assert checked.post(f"{at(FAILING[0])}/revisions/1/restore").status_code == 303
    assert checked.get(f"{at(FAILING[0])}/content").data == workshop.files[FAILING[0]]


def test_another_result_is_warned_of_and_written_only_when_it_is_chosen(hadi):
    change(hadi, at("final_predicate.dmn"), b'"very_good"', b'"good"')
    page = hadi.get(RENEWAL)
    said = words(page)
    assert "The result changes. If that is not meant" in said
    assert "<del>very_good</del>" in said
    assert "<ins>good</ins>" in said
    assert not re.search(r'name="shown"[^>]* checked', page.text)
    assert hadi.post(RENEWAL).status_code == 422
    assert hadi.post(RENEWAL, data={"shown": shown(page)[:1]}).status_code == 303
    assert publish(hadi).status_code == (422 if len(shown(page)) > 1 else 303)


def test_what_would_be_written_is_what_was_shown_or_nothing(checked):
    entries = shown(checked.get(RENEWAL))
    change(checked, at("check_result.form"), b'"fits"', b'"right"')
    refused = checked.post(RENEWAL, data={"shown": entries})
    assert refused.status_code == 409
    assert "has changed since this page was shown" in refused.text
    assert checked.post(RENEWAL, data={"shown": ["planning.bpmn:0"]}).status_code == 409
    assert checked.get(f"{DRAFT}?scenarios=1").text.count(">failed<") == 3


def test_what_cannot_be_brought_up_to_date_says_why_and_stays(workshop, checked):
    change(checked, at("cycle_to_coaching.toml"), b"steps = [", b'steps = [{ hear = "nobody" },')
    page = checked.get(RENEWAL)
    assert "cannot be brought up to date by itself" in page.text
    assert [entry.partition(":")[0] for entry in shown(page)] == [FAILING[0], FAILING[2]]
    assert checked.post(RENEWAL, data={"shown": [*shown(page), "cycle_to_coaching.toml:0"]}).status_code == 409
    assert checked.post(RENEWAL, data={"shown": shown(page)}).status_code == 303
    assert b'hear = "nobody"' in checked.get(f"{at('cycle_to_coaching.toml')}/content").data


def test_where_nothing_fails_or_nothing_can_be_played_the_page_says_so(hadi):
    assert "No scenario fails." in hadi.get(RENEWAL).text
    change(hadi, at("planning.bpmn"), b'type="plans.record_draft"', b'type="plans.nobody"')
    assert "once there are no errors" in hadi.get(RENEWAL).text
