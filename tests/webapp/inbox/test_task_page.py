"""What the page of a task tells when an operation of the diagram says no."""

from dataclasses import replace

import pytest

from tests.journeys.paper import Paper
from tests.journeys.walk import Walk
from tests.webapp.cycles import Cycle
from webapp.core.files import FileGone
from webapp.core.operations import catalogue


@pytest.fixture
def gone(monkeypatch):
    """The step after the draft of a plan misses a file that somebody attached."""

    def miss(_on, **_given):
        raise FileGone(name="bukti.pdf")

    found = catalogue["plans.record_draft"]
    monkeypatch.setitem(catalogue, found.name, replace(found, run=miss))


def test_a_refusal_names_what_it_is_about_and_keeps_what_was_typed(app, session, signed_in, gone):
    walk = Walk(Cycle(), signed_in)
    response = walk.do("draft_plan")
    assert response.status_code == FileGone.status
    assert "The file bukti.pdf is no longer stored." in response.text
    assert [task.element for task in walk.cycle.tasks()] == ["draft_plan"]
    assert "Cakupan imunisasi dasar anak meningkat" in response.text


def test_what_was_refused_is_there_when_the_person_comes_back(app, session, signed_in):
    cycle = Cycle()
    task = cycle.task("draft_plan")
    ana = signed_in(cycle.office.ana)
    paper = Paper(ana, f"/tasks/{task.id}")
    paper.fill({"support": "Dua kendaraan lapangan."})
    assert paper.send().status_code == 422
    assert "Dua kendaraan lapangan." in ana.get(f"/tasks/{task.id}").text
