"""Every way out of the cycle, walked by HTTP through the pages, without JavaScript."""

from datetime import date

from tests.journeys.paper import Paper
from tests.journeys.story import ANSWERS, BELOW, TEXT
from tests.journeys.walk import Walk
from tests.webapp.factories import make_person
from webapp.cases import queries as cases


def test_good_work_ends_with_a_certificate(cycle, signed_in):
    walk = Walk(cycle, signed_in)
    walk.to_the_end()
    assert walk.done == [
        "draft_plan",
        "agree_plan",
        *("report_progress", "review_progress") * 2,
        "assess_self",
        "rate_performance",
        "comment_on_rating",
        "score_dossier",
        "score_dossier",
        "score_dossier",
        "decide_forum",
        "respond_to_result",
        "propose_award",
        "approve_award",
    ]
    assert cycle.case.status == "finished"


def test_work_below_expectation_ends_with_three_coaching_sessions(cycle, signed_in):
    walk = Walk(cycle, signed_in, BELOW | {"hold_coaching_session": {"targets-*-met": True}})
    walk.to_the_end()
    assert walk.done.count("hold_coaching_session") == 3
    assert "propose_award" not in walk.done


def test_a_rating_other_than_the_validated_results_propose_waits_for_its_reason(cycle, signed_in):
    walk = Walk(cycle, signed_in)
    walk.until("rate_performance")
    task = cycle.task("rate_performance")
    paper = Paper(walk.browser(walk.holder(task)), f"/tasks/{task.id}")
    more = {"indicators-*-realisation": "102", "indicators-*-validation_note": "Data Desember sudah masuk."}
    paper.fill(ANSWERS["rate_performance"] | more)
    refused = paper.send()
    assert refused.status_code == 409
    assert "113.33" in refused.text
    assert "“Above expectation”" in refused.text
    paper.read(refused)
    assert paper.form.fields["notes"].strip() == ANSWERS["rate_performance"]["notes"]
    paper.fill({"deviation_reason": "Sasaran diturunkan pada bulan Juli."})
    paper.send()
    walk.done.append("rate_performance")
    walk.until("comment_on_rating")


def test_a_plan_goes_back_until_the_superior_decides(cycle, signed_in):
    walk = Walk(cycle, signed_in, {"agree_plan": {"decision": "revise", "decision_reason": "Target belum menantang."}})
    walk.until("decide_plan")
    assert walk.done == ["draft_plan", "agree_plan"] * 4
    walk.until("report_progress")


def test_an_objection_is_explained_and_decided_by_the_superior(cycle, signed_in):
    objection = {
        "answer": "object",
        "rows-0-disputed": True,
        "rows-0-claim": "Realisasi triwulan II belum dihitung.",
        "objection_reason": "Angka pada berkas belum yang terakhir.",
        "wanted_decision": "Rating hasil kerja di atas ekspektasi.",
    }
    walk = Walk(cycle, signed_in, {"respond_to_result": objection})
    walk.until("decide_objection")
    assert cycle.task("decide_objection").assignee_id == cycle.office.citra.id
    walk.to_the_end()
    assert cycle.case.status == "finished"


def test_a_panel_that_cannot_be_filled_waits_for_hr_and_goes_on(cycle, signed_in):
    for person in cycle.panel[:2]:
        person.left_on = date(2026, 2, 1)
    walk = Walk(cycle, signed_in)
    walk.until("appoint_panel")
    shown = walk.browser(cycle.office.eka).get(f"/tasks/{cycle.task('appoint_panel').id}").text
    assert all(f'value="{number}"' in shown or f">{number}<" in shown for number in (2, 3))
    make_person(cycle.office.unit, "Kiki Panel", roles=("panel",))
    walk.do("appoint_panel")
    walk.to_the_end()
    assert cycle.case.status == "finished"


def test_the_chair_is_asked_whether_the_reasons_for_another_rating_outlast_a_correction(cycle, signed_in):
    deviates = {
        "rating_of_work": "above",
        "deviation_reason": "Wilayahnya paling sulit dijangkau.",
        "innovation_note": TEXT,
    }
    corrects = {"decision": "correct", "correction": "-2", "deviation": "drop", "decision_reason": TEXT}
    walk = Walk(cycle, signed_in, {"rate_performance": deviates, "decide_forum": corrects})
    walk.until("decide_forum")
    task = cycle.task("decide_forum")
    assert "Wilayahnya paling sulit dijangkau." in walk.browser(walk.holder(task)).get(f"/tasks/{task.id}").text
    walk.until("respond_to_result")
    assert cases.variables(cycle.case)["work_rating"] == "meets"


def test_an_award_that_is_returned_comes_back_to_hr(cycle, signed_in):
    walk = Walk(
        cycle, signed_in, {"approve_award": {"decision": "returned", "decision_reason": "Kutipan kurang jelas."}}
    )
    walk.until("approve_award")
    walk.do("approve_award")
    assert [task.element for task in cycle.tasks()] == ["propose_award"]
