"""What the studio forgets after its time, and what stays beside it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.webapp.cycles import actor_for
from tests.webapp.studio.workshop import PLANNING, put
from webapp.config import Config
from webapp.core import clock, upkeep
from webapp.core.db import db
from webapp.studio import saving, service
from webapp.studio.models import ProcessDraft, ProcessDraftRevision, ProcessSandbox, ProcessTrial

OLD, YOUNG = timedelta(days=181), timedelta(days=179)
UNSEEN = "0" * 64  # the tag of a state that nobody has


@pytest.fixture
def trials(workshop, hadi, signed_in):
    """One sandbox run and simulation older than the period and one of each within it, in the order old, young."""
    intan = signed_in(workshop.intan)
    for browser, person, age in ((hadi, workshop.hadi, OLD), (intan, workshop.intan, YOUNG)):
        browser.post("/studio/appraisal/draft/sandbox", data={"begin": "process:planning"})
        browser.post("/studio/appraisal/draft/lab", data={"runs": 1, "seed": 1, "source": "made up"})
        at = clock.now() - age
        db.session.execute(update(ProcessSandbox).where(ProcessSandbox.person_id == person.id).values(changed_at=at))
        db.session.execute(update(ProcessTrial).where(ProcessTrial.asked_by == person.id).values(asked_at=at))
    db.session.commit()


def test_old_sandbox_runs_and_simulations_go(trials, workshop):
    done = upkeep.forget()
    assert (done["sandbox runs"], done["simulations"]) == (1, 1)
    assert db.session.scalars(select(ProcessSandbox.person_id)).all() == [workshop.intan.id]
    assert db.session.scalars(select(ProcessTrial.asked_by)).all() == [workshop.intan.id]


def test_a_simulation_that_took_long_counts_from_its_end(trials, workshop):
    db.session.execute(update(ProcessTrial).values(ended_at=clock.now()))
    db.session.commit()
    assert upkeep.forget()["simulations"] == 0


def test_a_setting_of_zero_keeps_trials_for_ever(trials, app, monkeypatch):
    monkeypatch.setitem(app.config, "SIKLUS", Config(files=app.config["SIKLUS"].files, keep_trials_days=0))
    assert upkeep.forget()["sandbox runs"] == 0


def save(browser, workshop, name: str, tag: str | None = None) -> int:
    tag = tag or browser.get(f"{PLANNING}/content").headers["ETag"].strip('"')
    content = workshop.files["planning.bpmn"].replace(b'name="Susun', f'name="{name}'.encode(), 1)
    return put(browser, content, tag).status_code


def kinds() -> list[str]:
    planning = ProcessDraftRevision.name == "planning.bpmn"
    statement = select(ProcessDraftRevision.kind).where(planning).order_by(ProcessDraftRevision.number)
    return list(db.session.scalars(statement))


def test_of_a_draft_put_aside_long_ago_only_what_stands_and_what_it_began_with_stays(workshop, hadi):
    saved = [save(hadi, workshop, "Satu"), save(hadi, workshop, "Dua"), save(hadi, workshop, "Tiga", UNSEEN)]
    assert saved == [204, 204, 412]
    assert upkeep.forget()["earlier states of closed drafts"] == 0
    draft = db.session.scalars(select(ProcessDraft)).one()
    service.abandon(draft, actor=actor_for(workshop.hadi, "process_admin"))
    draft.closed_at = clock.now() - YOUNG
    db.session.commit()
    assert upkeep.forget()["earlier states of closed drafts"] == 0
    draft.closed_at = clock.now() - OLD
    db.session.commit()
    assert upkeep.forget()["earlier states of closed drafts"] == 2
    assert kinds() == ["begun", "saved"]


def test_of_many_states_set_aside_the_last_ones_are_kept(workshop, hadi, monkeypatch):
    monkeypatch.setattr(saving, "KEPT_ASIDE", 2)
    for number in range(4):
        assert save(hadi, workshop, f"Lain {number}", UNSEEN) == 412
    assert kinds() == ["begun", "set aside", "set aside"]
    assert save(hadi, workshop, "Satu") == 204
    assert kinds() == ["begun", "set aside", "set aside", "saved"]
