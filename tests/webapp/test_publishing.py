"""A pack is published only when everything it asks for is here."""

import json

import pytest

from tests.webapp.factories import make_agency
from webapp.library import bundles, service
from workflows import Problems


@pytest.fixture
def pack(app, session) -> dict[str, bytes]:
    return bundles.shipped("appraisal")


def publish(pack: dict[str, bytes]) -> None:
    service.publish(make_agency().id, "appraisal", "Siklus", pack, note="a test", by=None)


def test_the_shipped_pack_is_published(pack):
    publish(pack)


def test_an_operation_nobody_offers_is_refused_with_its_step(pack):
    pack["planning.bpmn"] = pack["planning.bpmn"].replace(b"plans.record_draft", b"nobody.knows")
    with pytest.raises(Problems) as refused:
        publish(pack)
    (problem,) = refused.value.problems
    assert (problem.code, problem.element) == ("operation.unknown", "record_draft")
    assert problem.line > 0


def test_a_panel_nobody_offers_is_refused_with_its_form(pack):
    form = json.loads(pack["score_dossier.form"])
    form["siklus"]["panels"] = ["horoscope"]
    pack["score_dossier.form"] = json.dumps(form).encode()
    with pytest.raises(Problems, match="horoscope"):
        publish(pack)


def test_a_pack_without_a_form_it_names_is_refused(pack):
    del pack["draft_plan.form"]
    with pytest.raises(Problems, match="draft_plan"):
        publish(pack)


def test_the_same_pack_twice_is_one_version(pack):
    agency = make_agency()
    first = service.publish(agency.id, "appraisal", "Siklus", pack, note="first", by=None)
    again = service.publish(agency.id, "appraisal", "Siklus", pack, note="again", by=None)
    assert first.id == again.id
