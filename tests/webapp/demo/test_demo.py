"""The demo shows life: whoever is shown around has work, and the employee still has the whole cycle ahead."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from webapp import demo
from webapp.app import create_app
from webapp.cases import health, lists, queries
from webapp.cases.models import Case, Event, Submission, Task, Timer
from webapp.config import Config
from webapp.core import clock, i18n
from webapp.core.db import connection, db
from webapp.demo.calendar import PILOT, Calendar
from webapp.demo.cast import Cast
from webapp.demo.paper import Paper, Refused
from webapp.demo.stories import stories
from webapp.outcomes.models import Objection, Rating
from webapp.people import demo as people
from webapp.people.models import Agency

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture(scope="module")
def seeded(databases) -> Iterator[Flask]:
    """The application over a database of its own that holds the demo, as `siklus up` makes it."""
    database = databases.create()
    made = create_app(
        replace(Config.from_environment(), database_url=database.app, secret_key="for tests"), TESTING=True
    )
    with made.app_context():
        demo.seed()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(database)


@pytest.fixture(autouse=True)
def context(request: pytest.FixtureRequest) -> Iterator[None]:
    if "seeded" not in request.fixturenames:
        yield
        return
    with request.getfixturevalue("seeded").app_context():
        yield
        db.session.rollback()
        db.session.remove()


def the_cast() -> Cast:
    return Cast(db.session.scalars(select(Agency).where(Agency.code == people.CODE)).one())


def waiting_for(cast: Cast, mailbox: str) -> list[Task]:
    """What this person finds in the inbox, own and shared."""
    actor = cast.actor(cast.person(mailbox).id)
    return [row.task for row in [*lists.tasks(actor, "mine"), *lists.tasks(actor, "shared")]]


def test_whoever_is_shown_around_finds_a_handful_of_tasks(seeded):
    cast = the_cast()
    for guide in people.GUIDES:
        found = waiting_for(cast, guide.mailbox)
        least = 1 if guide.roles == ("employee",) else 2
        assert least <= len(found) <= 6, (guide.mailbox, [task.element for task in found])


@pytest.mark.parametrize(
    ("role", "elements"),
    [
        ("supervisor", {"agree_plan", "review_progress", "rate_performance", "hold_coaching_session"}),
        ("superior", {"agree_plan", "take_over_plan", "decide_objection", "rate_performance"}),
        ("panel_chair", {"decide_forum", "score_dossier"}),
        ("panel", {"score_dossier"}),
        ("hr", {"propose_award"}),
        ("agency_head", {"approve_award", "agree_plan", "rate_performance"}),
        ("process_admin", {"respond_to_result"}),
    ],
)
def test_each_part_has_the_work_of_its_part(seeded, role, elements):
    cast = the_cast()
    for guide in people.GUIDES:
        if role in guide.roles:
            assert elements <= {task.element for task in waiting_for(cast, guide.mailbox)}, guide.mailbox


def test_the_employee_starts_at_the_very_beginning(seeded):
    (employee,) = (guide for guide in people.GUIDES if guide.roles == ("employee",))
    person = the_cast().person(employee.mailbox)
    (case,) = db.session.scalars(select(Case).where(Case.employee_id == person.id))
    assert [task.element for task, _holder in queries.open_tasks(case)] == ["draft_plan"]
    assert not db.session.scalars(select(Submission).where(Submission.person_id == person.id)).all()


def test_cases_stand_all_along_the_cycle(seeded):
    stands = Counter(db.session.scalars(select(Task.element).where(Task.status == "open", Task.form.is_not(None))))
    assert {
        *("agree_plan", "take_over_plan", "report_progress", "review_progress", "assess_self", "rate_performance"),
        *("comment_on_rating", "score_dossier", "decide_forum", "respond_to_result", "decide_objection"),
        *("propose_award", "approve_award", "hold_coaching_session"),
    } <= set(stands)
    assert len(list(stories())) >= 24


def test_results_cover_several_cells_of_the_table(seeded):
    cells = {(r.work_rating, r.behaviour_rating): r.predicate for r in db.session.scalars(select(Rating))}
    assert len(cells) >= 4
    assert {"very_good", "good", "needs_improvement", "poor"} <= set(cells.values())
    assert db.session.scalar(select(func.count()).select_from(Case).where(Case.status == "finished")) == 3


def test_one_objection_was_upheld_by_somebody_who_did_not_rate(seeded):
    (upheld,) = db.session.scalars(select(Objection).where(Objection.decision == "change"))
    assert upheld.decided_by == upheld.judge_id
    assert upheld.decided_by not in (upheld.rater_id, upheld.raised_by)


def test_something_is_overdue_and_no_deadline_waits_to_be_worked_off(seeded):
    now = clock.now()
    late = db.session.scalars(select(Task.element).where(Task.status == "open", Task.due_at < now)).all()
    assert "agree_plan" in late
    assert not db.session.scalars(select(Timer).where(Timer.due_at <= now)).all()


def test_the_history_lies_in_the_past_in_its_order(seeded):
    by_case: dict[int, list[datetime]] = {}
    for event in db.session.scalars(select(Event).order_by(Event.case_id, Event.seq)):
        by_case.setdefault(event.case_id, []).append(event.at)
    assert max(map(max, by_case.values())) <= clock.now()
    assert all(moments == sorted(moments) for moments in by_case.values())
    assert min(map(min, by_case.values())) < clock.now() - timedelta(days=250)


def test_the_checks_of_an_installation_find_nothing_wrong(seeded):
    assert [finding.line for finding in health.findings(connection())] == []


def test_a_second_seed_changes_nothing(seeded):
    tables = ("task", "submission", "event", "activity", "quick_feedback", "procrastinate_jobs")
    count = text(f"select {', '.join(f'(select count(*) from {table})' for table in tables)}")
    before = db.session.execute(count).one()
    assert [account["name"] for account in demo.seed()] == [guide.name for guide in people.GUIDES]
    assert db.session.execute(count).one() == before


def test_a_story_that_a_form_refuses_is_not_told(seeded):
    cast = the_cast()
    task = next(task for task in waiting_for(cast, "budi.santoso") if task.element == "agree_plan")
    with i18n.reader("id", "Asia/Jakarta"):
        paper = Paper(task, db.session.get_one(Case, (task.agency_id, task.case_id)), cast.doer(task))
        with pytest.raises(Refused):
            paper.filled({"indicators": [{"verdict": "change"}], "decision": "agreed"})


@pytest.mark.parametrize("day", ["2027-01-02", "2027-02-28", "2027-06-01", "2028-02-29"])
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_on_any_day_all_steps_are_in_order_and_over(day, hour):
    now = datetime.fromisoformat(day).replace(hour=hour, minute=20, tzinfo=JAKARTA)
    calendar = Calendar(now)
    for story in stories():
        moments = calendar.moments(story.cycle, story.steps, waits=story.waits, who=story.who)
        assert len(moments) == len(story.steps)
        assert moments == sorted(moments)
        assert calendar.opened(story.cycle) < moments[0] or not moments
        assert moments[-1] < now
        assert calendar.terms(PILOT).ends_on < (now - timedelta(days=44)).astimezone(UTC).date()
