"""What editors ask for while somebody edits: problems, choices; and forms as people will see them."""

import json

import pytest

from tests.webapp.cycles import Cycle
from tests.webapp.studio.workshop import PLANNING, ask, put
from webapp.cases import queries
from webapp.library import offers

FORM = "/studio/appraisal/draft/files/agree_plan.form"


def test_the_shipped_process_has_no_errors(workshop, hadi):
    assert [p for p in ask(hadi, workshop.files["planning.bpmn"]) if p["severity"] == "error"] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There is no operation “plans.nobody”."), ("id", "Tidak ada operasi “plans.nobody”.")],
)
def test_problems_of_what_is_being_edited_come_with_their_place_in_the_reader_s_language(
    workshop, hadi, language, words
):
    content = workshop.files["planning.bpmn"].replace(b"plans.record_draft", b"plans.nobody")
    (found,) = [p for p in ask(hadi, content, language=language) if p["severity"] == "error"]
    assert (found["file"], found["element"], found["text"]) == ("planning.bpmn", "record_draft", words)
    assert found["line"] > 0
    assert hadi.get(f"{PLANNING}/content").data == workshop.files["planning.bpmn"]


def test_a_case_begins_with_the_variables_that_the_checks_count_on(app, session):
    cycle = Cycle()
    assert set(queries.variables(cycle.case)) >= offers.STARTS_WITH


def test_a_group_that_nobody_can_belong_to_is_an_error(workshop, hadi):
    content = workshop.files["reward.bpmn"].replace(b'candidateGroups="hr"', b'candidateGroups="hrd"')
    assert content != workshop.files["reward.bpmn"]
    found = ask(hadi, content, "/studio/appraisal/draft/files/reward.bpmn")
    assert any(p["severity"] == "error" and "hrd" in p["text"] for p in found)


def test_problems_are_those_of_the_whole_draft(workshop, hadi):
    content = workshop.files["appraisal.bpmn"].replace(b'processId="planning"', b'processId="nowhere"')
    assert content != workshop.files["appraisal.bpmn"]
    found = ask(hadi, content, "/studio/appraisal/draft/files/appraisal.bpmn")
    assert any(p["file"] == "appraisal.bpmn" and "nowhere" in p["text"] for p in found)


def test_a_fix_comes_as_words_and_as_edits_that_an_editor_can_make(workshop, hadi):
    content = workshop.files["planning.bpmn"].replace(b'isExecutable="true"', b'isExecutable="false"')
    (found,) = [p for p in ask(hadi, content) if p["code"] == "process.not-executable"]
    assert found["fix"]["title"]
    assert found["fix"]["edits"] == [{"do": "set", "element": "planning", "attribute": "isExecutable", "value": "true"}]


def test_editors_are_told_what_may_be_chosen(workshop, hadi):
    offered = hadi.get("/studio/appraisal/draft/catalogue.json").json
    adopt = next(operation for operation in offered["operations"] if operation["name"] == "plans.adopt")
    assert adopt["inputs"] == [{"name": "task", "type": "string"}]
    assert adopt["outputs"] == [{"name": "plan_version", "type": "number"}]
    assert {"id": "agree_plan", "title": json.loads(workshop.files["agree_plan.form"])["siklus"]["title"]} in offered[
        "forms"
    ]
    assert "final_predicate" in {decision["id"] for decision in offered["decisions"]}
    assert "planning" in {process["id"] for process in offered["processes"]}
    assert {"key": "hr", "title": "HR"} in offered["groups"]
    assert {"employee", "supervisor", "superior"} <= set(offered["people"])
    assert "plan" in {panel["name"] for panel in offered["panels"]}
    assert "plan_decision" in offered["variables"]


def test_a_form_is_shown_as_people_will_see_it(workshop, hadi):
    page = hadi.get("/studio/appraisal/draft/files/respond_to_result.form/preview", headers={"Accept-Language": "id"})
    assert page.status_code == 200
    assert json.loads(workshop.files["respond_to_result.form"])["siklus"]["title"] in page.text
    english = hadi.get("/studio/appraisal/draft/files/respond_to_result.form/preview").text
    assert "Send the answer" in english
    assert "panel_decision is open to: the employee; those above the employee" in english


def test_a_form_on_trial_says_what_is_missing_and_what_it_would_answer(hadi):
    address = "/studio/appraisal/draft/files/comment_on_rating.form/preview"
    refused = hadi.post(address)
    assert refused.status_code == 422
    assert "Please correct the following" in refused.text


def test_an_editor_page_gives_its_script_what_it_needs(workshop, hadi):
    page = hadi.get(PLANNING)
    assert "style-src 'self' 'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in hadi.get("/studio/appraisal/draft").headers["Content-Security-Policy"]
    for words in (
        'id="studio"',
        'data-kind="bpmn"',
        f'data-content-url="{PLANNING}/content"',
        f'data-problems-url="{PLANNING}/problems"',
        'data-catalogue-url="/studio/appraisal/draft/catalogue.json"',
        'data-language="en"',
        '<meta name="csrf-token"',
        'id="save-state"',
    ):
        assert words in page.text


def test_a_text_is_edited_on_the_page_of_its_source(hadi):
    page = hadi.get("/studio/appraisal/draft/files/catalogue.en.toml")
    assert 'name="source"' in page.text


def test_a_text_that_is_no_toml_is_kept_and_said_to_be_none(hadi):
    card = "/studio/appraisal/draft/files/pack.toml"
    tag = hadi.get(f"{card}/content").headers["ETag"].strip('"')
    assert put(hadi, b'title = "tanpa akhir', tag, f"{card}/content").status_code == 204
    page = hadi.get(f"{card}/source").text
    assert "This is no TOML" in page
    assert "tanpa akhir" in page
    assert "This is no TOML" in hadi.get("/studio/appraisal/draft").text


def test_a_translation_that_is_no_text_is_an_error_before_anybody_reads_it(hadi):
    words = "/studio/appraisal/draft/files/catalogue.en.toml"
    found = ask(hadi, b'[planning]\n"Ya" = 1\n', words)
    assert [p["text"] for p in found if p["file"] == "catalogue.en.toml"] == ["The translation of “Ya” must be a text."]
