"""The process lab: a draft beside the version before, run many times; figures only, never whose they are."""

import json
import re
from dataclasses import replace
from random import Random
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import select

import workflows
from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_person
from tests.webapp.studio.workshop import put
from webapp.cases import experience
from webapp.cases.experience import Experience, Past
from webapp.cases.models import Submission
from webapp.core.db import db
from webapp.library import bundles
from webapp.library.models import Process
from webapp.library.rehearsal import trial_of
from webapp.library.rehearsal_commands import simulate
from webapp.studio import jobs, simulations, tallies
from webapp.studio.dealing import Version, deals
from webapp.studio.models import ProcessTrial
from workflows import lab
from workflows.results import WorkItem

LAB = "/studio/appraisal/draft/lab"
TABLE = "/studio/appraisal/draft/files/follow_up.dmn"


def asked(browser, **given) -> ProcessTrial:
    """A simulation that the worker has made."""
    answer = browser.post(LAB, data={"runs": 3, "seed": 3, "source": "made up", **given})
    assert answer.status_code == 303
    found = db.session.scalars(select(ProcessTrial).order_by(ProcessTrial.id.desc()).limit(1)).one()
    jobs.simulate(agency_id=found.agency_id, trial_id=found.id)
    db.session.commit()
    db.session.expire_all()
    return found


def page(browser, found: ProcessTrial) -> str:
    answer = browser.get(f"{LAB}/{found.id}")
    assert answer.status_code == 200
    return answer.text


def everybody_to_coaching(browser, files: bundles.Bundle) -> None:
    content = files["follow_up.dmn"].replace(b'"reward"', b'"coaching"')
    assert content != files["follow_up.dmn"]
    tag = browser.get(f"{TABLE}/content").headers["ETag"].strip('"')
    assert put(browser, content, tag, f"{TABLE}/content").status_code == 204


def test_a_simulation_waits_for_the_worker_and_its_figures_are_kept(workshop, hadi):
    assert hadi.post(LAB, data={"runs": 5, "seed": 1, "source": "made up"}).status_code == 303
    found = db.session.scalars(select(ProcessTrial)).one()
    waiting = page(hadi, found)
    assert "0 of 5" in waiting
    assert "hx-get" in waiting
    jobs.simulate(agency_id=found.agency_id, trial_id=found.id)
    db.session.commit()
    progress = hadi.get(f"{LAB}/{found.id}/progress", headers={"HX-Request": "true"})
    assert progress.headers["HX-Refresh"] == "true"
    assert "Came to their end" in page(hadi, found)
    assert "being simulated" not in hadi.get(LAB).text


def test_an_unchanged_draft_does_what_the_version_before_does(workshop, hadi):
    found = asked(hadi)
    text = page(hadi, found)
    assert "0 cases go another way" in text
    assert "In every case all decisions are the same as before" in text
    assert found.figures["new"] == found.figures["old"]


def test_a_changed_table_shows_which_cases_are_decided_otherwise(workshop, hadi):
    everybody_to_coaching(hadi, workshop.files)
    found = asked(hadi)
    crosses = {cross["decision"]: cross for cross in found.figures["decisions"]}
    assert crosses["final_predicate"]["changed"] == 0
    changed = crosses["follow_up"]
    assert changed["changed"] > 0
    assert all(now == "coaching" for _then, now, _runs in changed["cells"])
    assert sum(runs for _then, _now, runs in changed["cells"]) == 3
    text = page(hadi, found)
    assert "decided otherwise" in text
    assert found.figures["differing"] == changed["changed"]


def test_the_page_and_the_command_line_agree(workshop, hadi, tmp_path):
    found = asked(hadi, seed=8)
    archive = tmp_path / "pack.zip"
    archive.write_bytes(bundles.packed(workshop.files))
    told = json.loads(
        CliRunner().invoke(simulate, [str(archive), "--runs", "3", "--seed", "8", "--format", "json"]).stdout
    )
    for what in ("runs", "finished", "hours", "elements", "flows", "decisions"):
        assert told[what] == found.figures["new"][what]


def test_the_same_seed_gives_the_same_figures(workshop, hadi):
    assert asked(hadi, runs=2).figures == asked(hadi, runs=2).figures


@pytest.mark.parametrize(("discreet", "told"), [(False, True), (True, False)])
def test_cases_that_come_to_no_end_are_said_with_their_reason_unless_it_may_tell_of_people(app, discreet, told):
    files = bundles.shipped("appraisal")
    process = workflows.compile(files)
    trial = replace(trial_of(process, files, seed=1), operations=lambda chance: refuse)
    (stuck,) = tallies.tally(lab.simulate(process, trial, runs=2, seed=1), None, discreet=discreet)["new"]["stuck"]
    assert (stuck["runs"], stuck["ended"]) == (2, "failed")
    assert ("Ana was ill" in stuck["id"]) is told


def refuse(operation: str, inputs: dict) -> dict:
    raise ValueError("Ana was ill")


def test_diagrams_are_those_of_the_files_as_they_were(workshop, hadi):
    found = asked(hadi, runs=1)
    everybody_to_coaching(hadi, workshop.files)
    text = page(hadi, found)
    assert "The draft has changed since" in text
    address = re.search(r'data-diagram="([^"]*/lab/[^"]*)"', text)[1]
    assert hadi.get(address.partition("?")[0]).data in workshop.files.values()
    assert 'name="Appraisal cycle"' in hadi.get(address).text
    assert hadi.get(f"{LAB}/{found.id}/files/nothing.bpmn").status_code == 404
    state = re.findall(r"data-state='([^']*)'", text)[-1]
    assert json.loads(state)["counts"]
    assert hadi.get(f"{LAB}/{found.id}?diagram=planning").status_code == 200


@pytest.mark.parametrize(
    "given",
    [{"runs": 0}, {"runs": 2001}, {"runs": "many"}, {"seed": -1}, {"seed": 10**9}, {"source": "past"}],
)
def test_what_cannot_be_simulated_is_refused_and_stays_on_the_page(workshop, hadi, given):
    refused = hadi.post(LAB, data={"runs": 7, "seed": 5, "source": "made up", **given})
    assert refused.status_code == 422
    assert db.session.scalars(select(ProcessTrial)).all() == []


def test_a_draft_with_errors_is_not_simulated(workshop, hadi):
    content = workshop.files["follow_up.dmn"].replace(b"<decision ", b"<decisions ")
    put(hadi, content, hadi.get(f"{TABLE}/content").headers["ETag"].strip('"'), f"{TABLE}/content")
    assert "The draft has errors" in hadi.get(LAB).text
    assert hadi.post(LAB, data={"runs": 1, "seed": 1, "source": "made up"}).status_code == 409


def test_simulations_of_others_are_not_there(workshop, hadi, signed_in):
    found = asked(hadi, runs=1)
    assert signed_in(workshop.office.ana).get(f"{LAB}/{found.id}").status_code == 403
    assert hadi.get(f"{LAB}/{found.id + 1000}").status_code == 404


SECRET = "Imunisasi dasar di delapan dusun"


@pytest.fixture
def learned(app, session, monkeypatch, signed_in):
    """The browser of a process admin whose agency has one case to learn from, which is enough here."""
    monkeypatch.setattr(experience, "FEWEST_CASES", 1)
    monkeypatch.setattr(simulations, "FEWEST_OF_PAST", 2)
    cycle = Cycle()
    task = cycle.task("draft_plan")
    db.session.add(
        Submission(
            agency_id=task.agency_id,
            key=uuid4(),
            case_id=task.case_id,
            task_id=task.id,
            element="draft_plan",
            person_id=cycle.office.ana.id,
            answers={"results": [{"title": SECRET}]},
            sha256=b"",
        )
    )
    admin = make_person(cycle.office.unit, "Hadi Saputra", roles=("process_admin",))
    db.session.commit()
    browser = signed_in(admin)
    assert browser.post("/studio/appraisal/draft").status_code == 303
    return browser


def test_past_cases_are_learned_from_and_never_shown(learned):
    assert "1 case; only figures" in learned.get(LAB).text
    assert learned.post(LAB, data={"runs": 1, "seed": 1, "source": "past"}).status_code == 422
    found = asked(learned, runs=2, source="past")
    kept = json.dumps(found.figures)
    assert found.figures["new"]["runs"] == 2
    for told in (SECRET, "Ana Wulandari"):
        assert told not in page(learned, found) + kept
    assert found.figures["new"] == found.figures["old"]


def test_what_past_cases_answered_and_came_to_is_read_by_element(learned):
    process_id, agency_id = db.session.execute(select(Process.id, Process.agency_id)).one()
    (past,) = experience.experience(agency_id, process_id).cases
    assert past.answers == {"draft_plan": [{"results": [{"title": SECRET}]}]}
    assert past.variables["period"] == 1
    assert SECRET not in repr(past)


def test_of_too_few_cases_nothing_is_read(learned, monkeypatch):
    monkeypatch.setattr(experience, "FEWEST_CASES", 2)
    process_id, agency_id = db.session.execute(select(Process.id, Process.agency_id)).one()
    assert experience.experience(agency_id, process_id).cases == ()
    assert learned.post(LAB, data={"runs": 2, "seed": 1, "source": "past"}).status_code == 422


def test_runs_on_past_cases_follow_one_case_each(app):
    files = bundles.shipped("appraisal")
    version = Version(workflows.compile(files), files)
    told = {"answer": "object"}
    past = Experience((Past({"respond_to_result": [told]}, {"plan_version": 4, "sessions_held": 9}),), {})
    new, old = deals(version, version, seed=1, past=past)
    item = WorkItem(UUID(int=1), "respond_to_result", "response", None, "", None, None, (), None, {}, None)
    for dealt in (new(1), old(1)):
        assert dealt.answer(item, Random(1)) == told
        perform = dealt.operations(Random(1))
        assert perform("plans.adopt", {}) == {"plan_version": 4}
        assert perform("outcomes.record_session", {})["sessions_held"] == 1, "what counts goes on counting"


def test_what_counts_goes_on_counting_so_that_loops_end(app):
    files = bundles.shipped("appraisal")
    process = workflows.compile(files)
    figures = lab.simulate(process, trial_of(process, files, seed=2), runs=6, seed=2)
    assert all(run.path.count("draft_plan") <= 4 for run in figures.runs)
