"""What the diagram asks of plans: drafts, adoption, progress."""

from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.plans.rows import (
    Story,
    acting,
    agreement_answers,
    draft_answers,
    indicator,
    make_case,
    progress_answers,
    targets,
    with_adopted_plan,
)
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.core.panels import readers
from webapp.plans import queries
from webapp.plans.models import Plan
from webapp.plans.refusals import (
    NoDraft,
    NoMainResult,
    NoPlan,
    ResultWithoutIndicator,
    UnknownIndicator,
    WeightsOff,
)


@pytest.fixture
def story(office):
    with_adopted_plan(office, office.fajar, office.bo)  # noise: a colleague's plan
    return Story(make_case(office, office.ana))


def draft(story, office, answers=None):
    return perform(
        story.hand_in("draft_plan", office.ana, answers or draft_answers()),
        "plans.record_draft",
        {"task": "draft_plan"},
    )


def agree(story, office, decision="agreed", task="agree_plan", by=None):
    return story.hand_in(task, by or office.bo, agreement_answers(decision))


def test_a_draft_gets_codes_and_is_counted(story, office):
    assert draft(story, office) == {"plan_drafts": 1}
    assert draft(story, office) == {"plan_drafts": 2}
    latest = queries.latest_draft(story.case.agency_id, story.case.id)
    assert [i.code for i in latest.indicators] == ["1.1", "1.2", "2.1"]
    assert latest.drafted_by == office.ana.id


def test_the_latest_draft_comes_back_as_it_was_typed(story, office):
    empty = {"cycle_periods": targets(None, None, None, None)}
    assert readers["plans.draft"](story.case, acting(office.ana)) == empty
    draft(story, office, draft_answers(support="lama"))
    draft(story, office)
    given = draft_answers()
    again = readers["plans.draft"](story.case, acting(office.ana))
    assert again == {**empty, **given, "consequences": None}


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([], NoMainResult),
        ([{**draft_answers()["results"][1], "indicators": [indicator(weight=100)]}], NoMainResult),
        ([{**draft_answers()["results"][0], "indicators": []}], ResultWithoutIndicator),
        ([{**draft_answers()["results"][0], "indicators": [indicator(weight=99.5)]}], WeightsOff),
    ],
)
def test_a_draft_that_cannot_be_measured_is_refused(story, office, results, refusal):
    with pytest.raises(refusal):
        draft(story, office, draft_answers(results=results))
    assert queries.drafts(story.case.agency_id, story.case.id) == []


def test_thirds_that_sum_to_a_hundred_are_accepted(story, office):
    main = {**draft_answers()["results"][0], "indicators": [indicator(weight=w) for w in (33.33, 33.33, 33.34)]}
    assert draft(story, office, draft_answers(results=[main])) == {"plan_drafts": 1}


def test_nothing_can_be_adopted_before_a_draft(story, office):
    on = agree(story, office)
    with pytest.raises(NoDraft):
        perform(on, "plans.adopt", {"task": "agree_plan"})


def test_the_agreed_draft_becomes_version_one(story, office):
    draft(story, office)
    assert perform(agree(story, office), "plans.adopt", {"task": "agree_plan"}) == {"plan_version": 1}
    plan = queries.plan_in_force(story.case.agency_id, story.case.id)
    assert (plan.adopted_by, plan.adopted_in, plan.adopted_at) == (office.bo.id, "agree_plan", story.at)


def test_every_round_is_kept_with_the_draft_it_was_about(story, office):
    draft(story, office)
    perform(agree(story, office, "revise"), "plans.record_agreement", {"task": "agree_plan"})
    draft(story, office)
    on = agree(story, office, task="take_over_plan", by=office.citra)
    perform(on, "plans.record_agreement", {"task": "take_over_plan"})
    perform(on, "plans.adopt", {"task": "take_over_plan"})
    first, second = queries.drafts(story.case.agency_id, story.case.id)
    [sent_back, agreed] = [each for each, _person in queries.agreements(story.case.agency_id, story.case.id)]
    assert (sent_back.plan_id, agreed.plan_id) == (first.id, second.id)
    assert (sent_back.decision, sent_back.reason, sent_back.decided_by) == (
        "revise",
        "Target kurang menantang",
        office.bo.id,
    )
    assert [(n.verdict, n.note) for n in sent_back.notes] == [("change", "Naikkan")]
    assert (agreed.decision, agreed.task, agreed.decided_by) == ("agreed", "take_over_plan", office.citra.id)
    assert [(e.value, e.text) for e in agreed.expectations] == [("adaptive", "Ajukan satu perbaikan")]


def decision_answers(**last) -> dict:
    rows = [
        {
            "code": "1.1",
            "title": "…",
            "unit": "…",
            "targets": targets(25, None, 60, 90),
            "target": 90,
            "weight": 50,
        },
        {"code": "1.2", "title": "…", "unit": "…", "targets": targets(20, 20, 20, 20), "target": 20, "weight": 30},
        {
            "code": "2.1",
            "title": "…",
            "unit": "…",
            "targets": targets(1, 1, 1, 1),
            "target": 4,
            "weight": 20,
            **last,
        },
    ]
    return {"indicators": rows, "decision_reason": "Cukup tiga putaran", "loyal_expectation": "Jaga rahasia"}


def test_the_superior_decides_with_numbers_of_his_own(story, office):
    draft(story, office)
    perform(agree(story, office, "revise"), "plans.record_agreement", {"task": "agree_plan"})
    on = story.hand_in("decide_plan", office.citra, decision_answers())
    assert perform(on, "plans.adopt", {"task": "decide_plan"}) == {"plan_version": 1}
    plan = queries.plan_in_force(story.case.agency_id, story.case.id)
    first = plan.indicator("1.1")
    assert (first.target, first.weight, [first.target_of(n) for n in (1, 2, 3, 4)]) == (90, 50, [25, None, 60, 90])
    rounds = [each for each, _person in queries.agreements(story.case.agency_id, story.case.id)]
    assert [(a.task, a.decision) for a in rounds] == [
        ("agree_plan", "revise"),
        ("decide_plan", "decided"),
    ]


def test_the_superiors_weights_must_sum_too(story, office):
    draft(story, office)
    on = story.hand_in("decide_plan", office.citra, decision_answers(weight=21))
    with pytest.raises(WeightsOff):
        perform(on, "plans.adopt", {"task": "decide_plan"})


def test_a_plan_agreed_on_later_replaces_the_first(story, office):
    draft(story, office)
    perform(agree(story, office), "plans.adopt", {"task": "agree_plan"})
    draft(story, office)
    assert perform(agree(story, office), "plans.adopt", {"task": "agree_plan"}) == {"plan_version": 2}
    assert queries.plan_in_force(story.case.agency_id, story.case.id).revision == 2


def test_the_database_keeps_two_plans_from_counting_at_once(story, office):
    draft(story, office)
    perform(agree(story, office), "plans.adopt", {"task": "agree_plan"})
    second = Plan(
        agency_id=story.case.agency_id,
        case_id=story.case.id,
        revision=9,
        drafted_by=office.ana.id,
        drafted_at=story.at,
        version=9,
        adopted_by=office.bo.id,
        adopted_at=story.at,
        adopted_in="agree_plan",
    )
    db.session.add(second)
    with pytest.raises(IntegrityError, match="uq_plan_in_force"):
        db.session.flush()


def test_progress_is_kept_per_indicator_and_a_repeat_replaces_it(office):
    story = with_adopted_plan(office, office.ana, office.bo)
    for answers in (progress_answers(1, 2, 3), progress_answers(21.5, None, 8)):
        on = story.hand_in("report_progress", office.ana, answers)
        assert perform(on, "plans.record_progress", {"task": "report_progress", "period": 1}) == {}
    [report] = queries.progress_reports(story.case.agency_id, story.case.id)
    plan = queries.plan_in_force(story.case.agency_id, story.case.id)
    assert [report.realisation(i.id) for i in plan.indicators] == [Decimal("21.5"), None, Decimal(8)]
    assert (report.obstacles, report.effort, report.support_needed) == ("Vaksin terlambat", "Jemput bola", None)


def test_progress_names_only_indicators_of_the_plan(office):
    story = with_adopted_plan(office, office.ana, office.bo)
    answers = progress_answers(1, 2, 3)
    answers["indicators"][2]["code"] = "3.1"
    with pytest.raises(UnknownIndicator):
        perform(
            story.hand_in("report_progress", office.ana, answers),
            "plans.record_progress",
            {"task": "report_progress", "period": 1},
        )


def test_progress_needs_a_plan(story, office):
    on = story.hand_in("report_progress", office.ana, progress_answers(1, 2, 3))
    with pytest.raises(NoPlan):
        perform(on, "plans.record_progress", {"task": "report_progress", "period": 1})


def test_the_year_is_read_by_each_indicators_own_consolidation(office):
    story = with_adopted_plan(office, office.ana, office.bo)
    for period, values in enumerate([(20, 30, 10), (47.5, None, 12), (None, 18, None)], 1):
        on = story.hand_in("report_progress", office.ana, progress_answers(*values))
        perform(on, "plans.record_progress", {"task": "report_progress", "period": period})
    plan = queries.plan_in_force(story.case.agency_id, story.case.id)
    rows = queries.standings(plan, queries.progress_reports(story.case.agency_id, story.case.id))
    assert [row.recorded for row in rows] == [Decimal("47.5"), Decimal(24), Decimal(22)]
    assert [row.achievement for row in rows] == [Decimal(50), Decimal(100), Decimal("54.32")]
    assert queries.overall(rows) == Decimal("63.15")
