"""The verbs of the panel. They act for the diagram, so the right to act was checked with the task; none commits."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from webapp.core.db import db
from webapp.core.operations import OnCase, Submitted
from webapp.forum import minutes, queries
from webapp.forum.models import MOST_CORRECTION, Attendance, Decision, Opinion, PanelMember, PanelSession
from webapp.forum.refusals import (
    CorrectionOutOfBounds,
    NobodyLeft,
    NoQuorum,
    NoSession,
    NothingChanged,
    NothingToCorrect,
    NotOfThisPanel,
    NotRevealed,
    ReasonWanted,
    TooFewMembers,
)
from webapp.plans.achievement import bounded
from webapp.plans.numbers import exact
from webapp.plans.refusals import NothingHandedIn

SEATS = 3
SCALE = {"below": 0, "meets": 1, "above": 2}


def convene(on: OnCase, *, employee_attends: bool) -> PanelSession:
    """Form the panel: an odd number of people without a conflict of interest, one of them the chair."""
    there = queries.open_session(on.agency_id, on.case_id)
    if there is not None:
        return there
    chosen = queries.eligible(on.agency_id, on.case_id, on.employee_id)
    if len(chosen) < SEATS:
        raise TooFewMembers(eligible=len(chosen), seats=SEATS)
    session = PanelSession(
        agency_id=on.agency_id,
        case_id=on.case_id,
        quorum=SEATS // 2 + 1,
        employee_attends=employee_attends,
        convened_at=on.now,
    )
    db.session.add(session)
    for seat, person in enumerate(chosen[:SEATS], 1):
        _appoint(on, session, seat, person)
    _give_chair(session, session.members)
    return session


def reveal(on: OnCase, task: str) -> PanelSession:
    """Take in what the members handed in; open all opinions at once when enough have given theirs.

    The chair must be among them: the session is led by somebody who has read the dossier and has no conflict.
    """
    session = _open_session(on)
    for given in on.submissions(task, since=session.convened_at):
        member = session.member(given.person_id)
        if member is not None and member.state == "appointed":
            _take_in(on, member, given)
    db.session.flush()
    opinions = queries.opinions_to_reveal(session)
    chair = session.chair
    if len(opinions) >= session.quorum and chair is not None and chair.id in {each.member_id for each in opinions}:
        for opinion in opinions:
            opinion.revealed_at = on.now
        session.revealed_at = on.now
        session.disagreement = disagreement(opinions)
        db.session.flush()
    return session


def disagreement(opinions: Iterable[Opinion]) -> Decimal:
    """0 when all agree, 1 when opinions span both scales: the mean of (highest - lowest) / 2 of the two scales."""
    work, behaviour = zip(*((SCALE[o.work_rating], SCALE[o.behaviour_rating]) for o in opinions), strict=True)
    spread = Decimal(max(work) - min(work) + max(behaviour) - min(behaviour))
    return (spread / 4).quantize(Decimal("0.001"))


def replace_absent(on: OnCase) -> tuple[PanelSession, list[int]]:
    """Give the seats of those who did not score to others; who is absent is asked again when nobody else may sit.

    Returns the session and the people who still have to score, by seat.
    """
    session = _open_session(on)
    scored = queries.scored(session)
    for member in session.seated:
        if member.id not in scored:
            _leave(member, "absent", on)
    db.session.flush()
    waiting = _fill(on, session)
    if not waiting:
        raise NobodyLeft
    if session.chair is None:
        _give_chair(session, [m for m in session.seated if m.id in scored] or session.seated)
    return session, [member.person_id for member in waiting]


def record_decision(
    on: OnCase, task: str, *, achievement: float | None, work_rating: str, behaviour_rating: str
) -> Decision:
    """Keep what the chair wrote down, with a draft of the minutes; the session is closed by it."""
    given = on.submissions(task)
    if not given:
        raise NothingHandedIn
    session, answers = _open_session(on), given[-1].answers
    if session.revealed_at is None:
        raise NotRevealed
    attendance = _attendance(session, answers)
    changes = _changes(answers, exact(achievement), work_rating, behaviour_rating)
    decision = Decision(
        agency_id=on.agency_id,
        session_id=session.id,
        decision=answers["decision"],
        work_rating_before=work_rating,
        behaviour_rating_before=behaviour_rating,
        reason=answers.get("decision_reason") or None,
        recommendation=answers["recommendation"],
        discussion=answers["discussion"],
        complaints_considered=answers.get("complaints_considered") or None,
        session_date=date.fromisoformat(answers["session_date"]),
        employee_heard=answers["employee_heard"] == "yes",
        decided_by=given[-1].person_id,
        decided_at=on.now,
        attendance=attendance,
        **changes,
    )
    decision.minutes = minutes.drafted(session, decision)
    db.session.add(decision)
    session.closed_at = on.now
    db.session.flush()
    return decision


def _open_session(on: OnCase) -> PanelSession:
    found = queries.open_session(on.agency_id, on.case_id)
    if found is None:
        raise NoSession
    return found


def _appoint(on: OnCase, session: PanelSession, seat: int, person_id: int) -> PanelMember:
    member = PanelMember(
        agency_id=on.agency_id,
        seat=seat,
        person_id=person_id,
        state="appointed",
        is_chair=False,
        appointed_at=on.now,
        session=session,
    )
    db.session.add(member)
    db.session.flush()
    return member


def _leave(member: PanelMember, state: str, on: OnCase) -> None:
    member.state, member.left_at, member.is_chair = state, on.now, False


def _give_chair(session: PanelSession, among: list[PanelMember]) -> None:
    """To the one who chairs fewest undecided panels; the lowest seat among equals."""
    chairs = queries.open_seats(session.agency_id, [member.person_id for member in among], chairs=True)
    chosen = min(among, key=lambda member: (chairs.get(member.person_id, 0), member.seat))
    chosen.is_chair = True
    db.session.flush()


def _take_in(on: OnCase, member: PanelMember, given: Submitted) -> None:
    answers = given.answers
    if answers["conflict"] == "yes":
        _leave(member, "conflicted", on)
        member.conflict_reason = answers.get("conflict_reason") or None
        return
    opinion = queries.opinion_of(member)
    if opinion is None:
        opinion = Opinion(agency_id=member.agency_id, session_id=member.session_id, member_id=member.id)
        db.session.add(opinion)
    opinion.given_at = given.at
    opinion.work_rating, opinion.behaviour_rating = answers["opinion_work"], answers["opinion_behaviour"]
    opinion.confidence, opinion.strengths = answers["confidence"], answers["strengths"]
    opinion.concerns, opinion.questions = answers.get("concerns") or None, answers.get("questions") or None


def _fill(on: OnCase, session: PanelSession) -> list[PanelMember]:
    """Fill the empty seats: with others first, then again with those who were absent."""
    taken = {member.seat for member in session.seated}
    empty = sorted({member.seat for member in session.members} - taken)
    known = [member.person_id for member in session.members]
    others = queries.eligible(on.agency_id, on.case_id, on.employee_id, but=known)
    filled = [_appoint(on, session, seat, person) for seat, person in zip(empty, others, strict=False)]
    absent = [member for member in session.members if member.state == "absent"]
    for seat, member in zip(empty[len(filled) :], absent, strict=False):
        member.state, member.left_at, member.seat = "appointed", None, seat
        filled.append(member)
    db.session.flush()
    return filled


def _attendance(session: PanelSession, answers: dict) -> list[Attendance]:
    members = {member.seat: member for member in session.seated}
    rows = []
    for row in answers.get("seats") or []:
        member = members.get(row["seat"])
        if member is None:
            raise NotOfThisPanel(seat=row["seat"])
        rows.append(
            Attendance(
                agency_id=session.agency_id,
                member_id=member.id,
                present=bool(row.get("present")),
                dissent=row.get("dissent") or None,
            )
        )
    present = sum(row.present for row in rows)
    if present < session.quorum:
        raise NoQuorum(present=present, quorum=session.quorum)
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
