"""Walks Ana's case without pages, so that there is a real history: each act by whoever has the task."""

from uuid import uuid4

from tests.webapp.cycles import Cycle, actor_for
from tests.webapp.forum.answers import decision_answers, opinion_answers
from tests.webapp.outcomes.answers import (
    acceptance,
    approval,
    coaching_plan,
    confirmation,
    explanation,
    proposal,
    session_record,
)
from tests.webapp.plans.rows import agreement_answers, draft_answers, progress_answers
from webapp.cases import service
from webapp.core.db import db
from webapp.people.models import Person
from webapp.plans.models import VALUES

ROWS = [{"code": code, "realisation": value} for code, value in (("1.1", 95), ("1.2", 24), ("2.1", 40.5))]
ANSWERS = {
    "draft_plan": draft_answers(),
    "agree_plan": agreement_answers(),
    "report_progress": progress_answers(95, 24, 20),
    "review_progress": {"indicators": [], "tone": "positive", "keep": "Jemput bola"},
    "assess_self": {
        "indicators": ROWS,
        "effort": "Banyak",
        **dict.fromkeys(VALUES, "meets"),
        **{f"{value}_example": "Contoh" for value in VALUES},
        "strengths": "Teliti",
        "growth": "Statistik",
    },
    "rate_performance": {
        "indicators": ROWS,
        "rating_of_work": "meets",
        **dict.fromkeys(VALUES, "meets"),
        "integrity_violation": False,
        "notes": "Baik",
        "recommendation": "Pelatihan",
    },
    "comment_on_rating": {"stance": "agree", "indicators": [], "wants_to_attend": False},
    "score_dossier": opinion_answers(),
    "decide_forum": decision_answers(),
    "respond_to_result": acceptance(),
    "explain_rating": explanation(),
    "propose_award": proposal(),
    "approve_award": approval(),
    "plan_coaching": coaching_plan(),
    "hold_coaching_session": session_record(True, True),
    "confirm_coaching_session": confirmation(),
}
GROUPS = {"hr": "eka", "agency_head": "dewi"}


def holder_of(cycle: Cycle, task) -> Person:
    if task.assignee_id is None:
        return getattr(cycle.office, GROUPS[task.groups[0]])
    return db.session.get_one(Person, (task.agency_id, task.assignee_id))


def do(cycle: Cycle, task, answers: dict) -> None:
    actor = actor_for(holder_of(cycle, task), *task.groups)
    service.complete_task(task, answers, actor=actor, key=uuid4(), seen_version=task.version)
    db.session.commit()


def until(cycle: Cycle, element: str | None, **changes: dict) -> None:
    """Do what is open, oldest first, until a task of this element is; with None to the end of the case."""
    for _ in range(40):
        tasks = cycle.tasks()
        if not tasks or element in {task.element for task in tasks}:
            return
        task = tasks[0]
        do(cycle, task, ANSWERS[task.element] | changes.get(task.element, {}))
        db.session.expire_all()
    raise AssertionError(f"{element} was not reached")
