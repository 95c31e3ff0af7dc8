"""The decision of the panel: what the chair wrote down, what it does to the ratings, and who signed the minutes.

The verbs but `sign` act for the diagram, so the right to act was checked with the task; none commits.
"""

import hashlib
from datetime import date
from decimal import Decimal

from webapp.cases import history
from webapp.cases import ledger as cases
from webapp.core import clock
from webapp.core.db import db
from webapp.core.operations import OnCase
from webapp.core.permissions import require
from webapp.feedback.models import RATINGS
from webapp.forum import ledger, minutes, queries
from webapp.forum import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.forum.handed_in import latest
from webapp.forum.ledger import Panel
from webapp.forum.models import MOST_CORRECTION, Attendance, Decision, PanelSession
from webapp.forum.refusals import (
    CorrectionOutOfBounds,
    NoQuorum,
    NothingChanged,
    NothingToCorrect,
    NotOfThisPanel,
    NotRevealed,
    ReasonWanted,
)
from webapp.forum.service import open_panel
from webapp.plans.achievement import bounded
from webapp.plans.numbers import exact

SIGNED = "minutes signed"


def record_decision(
    on: OnCase, task: str, *, achievement: float | None, work_rating: str, behaviour_rating: str
) -> Decision:
    """Keep what the chair wrote down, with the minutes; the session is closed by it."""
    given = latest(on, task)
    panel, answers = open_panel(on), given.answers
    if panel.revealed_at is None:
        raise NotRevealed
    changes = _changes(answers, exact(achievement), work_rating, behaviour_rating)
    decision = Decision(
        agency_id=on.agency_id,
        session_id=panel.id,
        decision=answers["decision"],
        work_rating_before=work_rating,
        behaviour_rating_before=behaviour_rating,
        reason=answers.get("decision_reason") or None,
        recommendation=answers["recommendation"],
        discussion=answers["discussion"],
        complaints_considered=answers.get("complaints_considered") or None,
        session_date=date.fromisoformat(answers["session_date"]),
        employee_heard=answers["employee_heard"] == "yes",
        decided_by=given.person_id,
        decided_at=on.now,
        attendance=_attendance(panel, answers),
        deviation_kept=_deviation_kept(on, answers, work_rating),
        **changes,
    )
    decision.minutes = minutes.drafted(on, panel, decision)
    ledger.decide(decision)
    return decision


def follows_table(decision: Decision) -> bool:
    """Whether the corrected achievement is rated by the table again.

    Not when the rater had given reasons for another rating than the proposed one and the chair lets these stand.
    """
    return decision.decision == "correct" and not decision.deviation_kept


def record_corrected_rating(on: OnCase, *, proposed: str, work_rating: str) -> Decision:
    """Keep on the decision, and in the minutes, what the table says to the corrected achievement."""
    panel = ledger.newest_panel(on.agency_id, on.case_id)
    decision = queries.decision_on(on.agency_id, on.case_id)
    if panel is None or decision is None:
        raise NotRevealed
    decision.new_work_rating = proposed if proposed in RATINGS and proposed != work_rating else None
    decision.minutes = minutes.drafted(on, panel, decision)
    db.session.flush()
    return decision


def sign(session: PanelSession, *, actor) -> None:
    """Sign the minutes as somebody who was there; a second time changes nothing.

    The history of the case seals who signed which words.
    """
    require(actor, "minutes:sign", queries.attendance_of(actor, session))
    case = cases.lock(session.agency_id, session.case_id)
    decision = queries.decision_of(session)
    line = queries.attendance_of(actor, session)
    if case is None or decision is None or line is None or line.signed_at is not None:
        return
    line.signed_at = clock.now()
    words = hashlib.sha256(decision.minutes.encode()).hexdigest()
    history.note(case, SIGNED, actor_id=actor.person_id, body={"panel": session.id, "minutes": words})


def _deviation_kept(on: OnCase, answers: dict, work_rating: str) -> bool | None:
    if answers["decision"] != "correct":
        return None
    deviation = queries.justified_deviation(on.agency_id, on.case_id)
    if deviation is None or deviation.work_rating != work_rating:
        return None
    return answers.get("deviation") != "drop"


def _attendance(panel: Panel, answers: dict) -> list[Attendance]:
    members = {member.seat: member for member in panel.seated}
    rows = []
    for row in answers.get("seats") or []:
        member = members.get(row["seat"])
        if member is None:
            raise NotOfThisPanel(seat=row["seat"])
        rows.append(
            Attendance(
                member_id=member.id,
                present=bool(row.get("present")),
                dissent=row.get("dissent") or None,
            )
        )
    present = sum(row.present for row in rows)
    if present < panel.quorum:
        raise NoQuorum(present=present, quorum=panel.quorum)
    return rows


def _changes(answers: dict, achievement: Decimal | None, work_rating: str, behaviour_rating: str) -> dict:
    """What the decision does to the numbers; refuses what the bounds do not allow."""
    after = {"achievement_before": achievement, "achievement_after": achievement}
    match answers["decision"]:
        case "correct":
            correction = exact(answers.get("correction"))
            if achievement is None:
                raise NothingToCorrect
            if not correction or abs(correction) > MOST_CORRECTION:
                raise CorrectionOutOfBounds(most=MOST_CORRECTION)
            after |= {"correction": correction, "achievement_after": bounded(achievement + correction)}
        case "change":
            work, behaviour = answers.get("new_work_rating"), answers.get("new_behaviour_rating")
            changed = {
                "new_work_rating": work if work != work_rating else None,
                "new_behaviour_rating": behaviour if behaviour != behaviour_rating else None,
            }
            if not any(changed.values()):
                raise NothingChanged
            after |= changed
    if answers["decision"] != "keep" and not answers.get("decision_reason"):
        raise ReasonWanted
    return after
