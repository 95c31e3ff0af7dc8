"""A pack is published only when everything it asks for is here."""

import json

import pytest

from tests.webapp.factories import make_agency
from webapp.library import bundles, fixing, service
from webapp.library.trial import NotReady


@pytest.fixture
def pack(app, session) -> dict[str, bytes]:
    return bundles.shipped("appraisal")


def publish(pack: dict[str, bytes]) -> None:
    service.publish(make_agency().id, "appraisal", "Siklus", pack, note="a test", by=None)


def test_the_shipped_pack_is_published(pack):
    publish(pack)


def refused(pack: dict[str, bytes]) -> NotReady:
    with pytest.raises(NotReady) as found:
        publish(pack)
    assert found.value.trial.against
    return found.value


def test_an_operation_nobody_offers_is_refused_with_its_step(pack):
    pack["planning.bpmn"] = pack["planning.bpmn"].replace(b"plans.record_draft", b"nobody.knows")
    (problem,) = refused(pack).trial.errors
    assert (problem.code, problem.element) == ("operation.unknown", "record_draft")
    assert problem.line > 0


def test_of_two_steps_with_one_id_the_right_file_is_named(pack):
    pack["assessment.bpmn"] = pack["assessment.bpmn"].replace(b'"record_rating"', b'"record_draft"')
    pack["assessment.bpmn"] = pack["assessment.bpmn"].replace(b"feedback.record_rating", b"nobody.knows")
    (problem,) = [p for p in refused(pack).trial.errors if p.code == "operation.unknown"]
    assert (problem.file, problem.element) == ("assessment.bpmn", "record_draft")


def test_a_panel_nobody_offers_is_refused_with_its_form(pack):
    form = json.loads(pack["score_dossier.form"])
    form["siklus"]["panels"] = ["horoscope"]
    pack["score_dossier.form"] = json.dumps(form).encode()
    assert "horoscope" in refused(pack).trial.errors[0].text


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("planning.bpmn", b'type="plans.record_draft"', b'type="plans.recrd_draft"'),
        ("score_dossier.form", b'"plan"', b'"plna"'),
        ("draft_plan.form", b'"plans.draft"', b'"plans.dratf"'),
    ],
)
def test_a_slip_in_a_name_of_this_application_is_put_right(pack, file, right, wrong):
    shipped = pack[file]
    assert right in shipped
    pack[file] = shipped.replace(right, wrong)
    (problem,) = refused(pack).trial.errors
    assert right.split(b'"')[-2].decode() in problem.text
    assert right in fixing.fixed(file, pack[file], problem.fix.edits)


def test_a_panel_like_no_other_can_be_left_out(pack):
    form = json.loads(pack["score_dossier.form"])
    panels = form["siklus"]["panels"]
    form["siklus"]["panels"] = [*panels, "horoscope"]
    pack["score_dossier.form"] = json.dumps(form).encode()
    (problem,) = refused(pack).trial.errors
    mended = fixing.fixed("score_dossier.form", pack["score_dossier.form"], problem.fix.edits)
    assert json.loads(mended)["siklus"]["panels"] == panels


def test_edits_that_do_not_fit_are_refused_whatever_the_file():
    for name, content in {"a.form": b"{}", "a.bpmn": b"<a/>", "a.dmn": b"<"}.items():
        with pytest.raises(fixing.Unfixable):
            fixing.fixed(name, content, [{"do": "nothing", "at": "/a"}])


def test_a_pack_without_a_form_it_names_is_refused(pack):
    del pack["draft_plan.form"]
    assert "draft_plan" in refused(pack).trial.errors[0].text


def test_work_for_a_group_that_this_application_does_not_know_is_refused(pack):
    pack["reward.bpmn"] = pack["reward.bpmn"].replace(b'candidateGroups="hr"', b'candidateGroups="jury"')
    assert [problem.code for problem in refused(pack).trial.errors] == ["group.unknown"]


def test_a_pack_with_a_scenario_that_goes_another_way_is_refused_with_its_file(pack):
    name = "cycle_to_coaching.toml"
    pack[name] = pack[name].replace(b'predicate = "needs_improvement"', b'predicate = "good"')
    against = refused(pack).trial.against
    assert against
    assert all(line.startswith(f"{name}: ") for line in against)


def test_the_same_pack_twice_is_one_version(pack):
    agency = make_agency()
    first = service.publish(agency.id, "appraisal", "Siklus", pack, note="first", by=None)
    again = service.publish(agency.id, "appraisal", "Siklus", pack, note="again", by=None)
    assert first.id == again.id
