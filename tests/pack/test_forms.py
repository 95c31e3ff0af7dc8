"""The shipped forms guard the rules of the appraisal: what breaks one is refused, what keeps it is taken."""

from datetime import datetime
from random import Random

import pytest
from pack_files import FORMS, catalogue
from werkzeug.datastructures import MultiDict

import forms

NOW = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
VALUES = ["service_oriented", "accountable", "competent", "harmonious", "loyal", "adaptive", "collaborative"]
NUMBERS = {"unit": "persen", "target": "90", "weight": "100"}
INDICATOR = {"aspect": "quantity", "title": "Cakupan imunisasi", "polarity": "maximize", "consolidation": "last"}
RESULT = {"kind": "main", "superior_result": "Cakupan naik", "title": "Bayi memperoleh imunisasi lengkap"}
RATED = {"rating_of_work": "meets", "notes": "Dampingi dua petugas baru.", "recommendation": "Pelatihan analisis data."}
DECIDED = {"session_date": "2026-11-18", "employee_heard": "yes", "discussion": "Panel membandingkan rekap."}
ENOUGH = "Dua bulan tanpa vaksin di luar kendali pegawai."


def compiled(name):
    return forms.compile((FORMS / f"{name}.form").read_bytes())


def fill(form, posted, **initial):
    """The form with what a person typed; nested rows become the field names of the page."""
    names = MultiDict(list(flat(posted)))
    return compiled(form).bind(names, initial=initial, now=NOW, translate=english)


def flat(answers, prefix=""):
    for key, value in answers.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                yield "_rows", f"{prefix}{key}-{number}"
                yield from flat(row, f"{prefix}{key}-{number}-")
        else:
            yield prefix + key, value


def english(text):
    return catalogue().get(text, text)


def refusals(bound):
    bound.validate()
    return [message for _, message in bound.errors]


def refused(bound, word):
    found = refusals(bound)
    assert len(found) == 1, found
    assert word in found[0]


def plan(*indicators, **result):
    return {"results": [{**RESULT, **result, "indicators": [{**INDICATOR, **NUMBERS, **own} for own in indicators]}]}


def rating(proposed="meets", note=None, **own):
    noted = {"validation_note": note} if note else {}
    values = dict.fromkeys(VALUES, "meets")
    return fill(
        "rate_performance",
        {"indicators": [{"realisation": own.pop("realisation", "95"), **noted}], **RATED, **values, **own},
        indicators=[
            {"code": "1.1", "title": "Cakupan", "target_text": "90 persen", "claimed": 95, "achievement": 105.6}
        ],
        proposed_work_rating=proposed,
    )


def self_assessment(realisation):
    said = dict.fromkeys(VALUES, "meets") | {f"{value}_example": ENOUGH for value in VALUES}
    return fill(
        "assess_self",
        {
            "indicators": [{"realisation": ""}, {"realisation": realisation}],
            **said,
            **dict.fromkeys(("effort", "strengths", "growth"), ENOUGH),
        },
        indicators=[{"code": code, "title": "Cakupan", "target_text": "90 persen"} for code in ("1.1", "1.2")],
    )


def asks_for_the_deviation(bound):
    return next(field for field in bound.fields() if field.question.key == "deviation_reason").visible


def forum(decision, **own):
    answers = {**DECIDED, "decision": decision, "recommendation": "Dampingi dua petugas.", **own}
    seats = [{"seat": 1, "name": "Ani", "opinion_text": "Sesuai", "present": True}]
    return fill("decide_forum", {"seats": [{"present": "true"}], **answers}, seats=seats)


def objection(*rows, **own):
    answers = {"answer": "object", "objection_reason": ENOUGH, "wanted_decision": "Sesuai ekspektasi", **own}
    known = [
        {"code": "1.1", "title": "Cakupan", "outcome_text": "94"},
        {"code": "loyal", "title": "Loyal", "outcome_text": "-"},
    ]
    return fill("respond_to_result", {"rows": list(rows), **answers}, rows=known)


@pytest.mark.parametrize("name", sorted(path.stem for path in FORMS.glob("*.form")))
def test_a_form_opens_empty_and_speaks_english_too(name):
    bound = compiled(name).bind(None, now=NOW, translate=english)
    assert bound.title in catalogue().values()
    assert bound.submit in catalogue().values()
    assert all(field.heading in catalogue().values() for field in bound.fields())


def test_a_plan_whose_weights_sum_to_100_is_taken():
    bound = fill("draft_plan", plan({"weight": "60"}, {"weight": "40"}))
    assert refusals(bound) == []
    assert [i["weight"] for i in bound.answers()["results"][0]["indicators"]] == [60, 40]


def test_a_plan_whose_weights_sum_to_90_is_refused():
    refused(fill("draft_plan", plan({"weight": "60"}, {"weight": "30"})), "100")


def test_a_plan_needs_a_main_result():
    refused(fill("draft_plan", plan({}, kind="additional")), "main result")


def test_a_result_without_one_of_the_superior_says_why():
    refused(fill("draft_plan", plan({}, superior_result="")), "Reason for having no result")
    assert refusals(fill("draft_plan", plan({}, superior_result="", reason_without_superior_result="Belum ada"))) == []


def test_periods_that_are_summed_add_up_to_the_year():
    periods = [{"period": number, "name": f"Triwulan {number}"} for number in (1, 2, 3)]
    summed = {"consolidation": "sum", "targets": [{"target": "20"}, {"target": ""}, {"target": "40"}]}
    given = plan({**summed, "target": "90"})
    refused(fill("draft_plan", given, cycle_periods=periods), "add up to the annual target")
    bound = fill("draft_plan", plan({**summed, "target": "60"}), cycle_periods=periods)
    assert refusals(bound) == []
    [indicator] = bound.answers()["results"][0]["indicators"]
    assert [(each["period"], each["target"]) for each in indicator["targets"]] == [(1, 20), (2, None), (3, 40)]


@pytest.mark.parametrize("count", [1, 2, 4, 12])
def test_a_plan_asks_for_a_target_in_each_period_of_the_cycle(count):
    periods = [{"period": number, "name": f"Periode {number}"} for number in range(1, count + 1)]
    bound = compiled("draft_plan").bind(None, initial={"cycle_periods": periods}, now=NOW)
    asked = [field.heading for field in bound.fields() if "-targets-" in field.name and not field.readonly]
    assert asked == [period["name"] for period in periods]


def test_a_plan_cannot_be_agreed_while_an_indicator_needs_a_change():
    rows = [{"code": "1.1", "title": "Cakupan", "target_text": "90", "weight": 100}]
    change = {"indicators": [{"verdict": "change", "note": "Naikkan"}], "decision": "agreed"}
    refused(fill("agree_plan", change, indicators=rows), "cannot be adopted")
    revise = {**change, "decision": "revise", "decision_reason": "Mohon naikkan target."}
    bound = fill("agree_plan", revise, indicators=rows)
    assert refusals(bound) == []
    assert bound.answers()["indicators"][0]["code"] == "1.1"


def test_a_rating_that_deviates_from_the_computed_one_needs_a_reason():
    assert refusals(rating()) == []
    refused(rating(rating_of_work="below"), "Reason for deviating")
    assert refusals(rating(rating_of_work="below", deviation_reason=ENOUGH)) == []


@pytest.mark.parametrize("proposed", ["meets", "undetermined"])
def test_the_reason_can_be_given_whenever_the_validated_results_may_propose_another_rating(proposed):
    bound = rating(proposed, realisation="94", note=ENOUGH, deviation_reason=ENOUGH)
    assert refusals(bound) == []
    assert bound.answers()["deviation_reason"] == ENOUGH
    assert refusals(rating(proposed, realisation="94", note=ENOUGH)) == []


def test_the_reason_is_not_asked_when_claim_and_proposal_are_taken_over():
    assert not asks_for_the_deviation(rating())
    assert asks_for_the_deviation(rating("undetermined"))


def test_a_self_assessment_gives_at_least_one_result():
    refused(self_assessment(""), "at least one result")
    assert refusals(self_assessment("0")) == []


def test_above_expectation_needs_an_innovation():
    refused(rating(rating_of_work="above", deviation_reason=ENOUGH), "New idea")


def test_a_value_not_at_expectation_and_a_changed_result_need_their_grounds():
    refused(rating(loyal="above"), "Grounds")
    refused(rating(realisation="94"), "Reason for the change")


def test_the_supervisor_cannot_post_another_claim_or_proposal():
    bound = rating(proposed_work_rating="above")
    bound.validate()
    assert bound.answers()["proposed_work_rating"] == "meets"


def test_the_correction_of_the_panel_is_bounded_and_reasoned():
    assert refusals(forum("keep")) == []
    assert refusals(forum("correct", correction="-5", decision_reason=ENOUGH)) == []
    refused(forum("correct", correction="5,5", decision_reason=ENOUGH), "at most 5")
    refused(forum("correct", correction="0", decision_reason=ENOUGH), "zero")
    refused(forum("correct", correction="2"), "Reason")


def test_the_panel_changes_at_least_one_rating_when_it_changes_any():
    refused(forum("change", decision_reason=ENOUGH), "at least one new rating")
    assert refusals(forum("change", decision_reason=ENOUGH, new_work_rating="above")) == []


def test_a_member_in_conflict_gives_no_opinion():
    conflict = {"conflict": "yes", "conflict_reason": "Ipar", "opinion_work": "above"}
    bound = fill("score_dossier", conflict)
    assert refusals(bound) == []
    assert set(bound.answers()) == {"conflict", "conflict_reason"}


def test_an_objection_names_the_rows_it_disputes():
    refused(objection({}, {}), "at least one row")
    refused(objection({"disputed": "true"}, {}), "In my view")
    bound = objection({"disputed": "true", "claim": "Seharusnya 96"}, {})
    assert refusals(bound) == []
    assert [(row["code"], row["disputed"]) for row in bound.answers()["rows"]] == [("1.1", True), ("loyal", False)]


def test_who_accepts_is_asked_nothing_more():
    bound = fill(
        "respond_to_result", {"answer": "accept"}, rows=[{"code": "1.1", "title": "Cakupan", "outcome_text": "94"}]
    )
    assert refusals(bound) == []
    assert "rows" not in bound.answers()


def test_a_proposal_that_is_sent_back_says_why():
    refused(
        fill("approve_award", {"decision": "returned"}, kind="certificate", title="Teladan"),
        "Reason for sending it back",
    )


def test_a_session_that_is_disputed_says_what_is_not_right():
    refused(fill("confirm_coaching_session", {"confirmed": "no"}, topics="Antrean"), "What is not right")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("decide_forum", "session_date"),
        ("decide_objection", "hearing_date"),
        ("hold_coaching_session", "session_date"),
    ],
)
def test_what_has_not_happened_yet_is_not_recorded(name, field):
    form = compiled(name)
    answers = forms.sample(form, Random(1), now=NOW)
    for day, refused in (("2026-11-20", False), ("2026-11-21", True)):
        bound = form.bind(None, initial={**answers, field: day}, now=NOW, translate=english)
        bound.validate()
        assert any("cannot be after today" in message for _place, message in bound.errors) == refused
