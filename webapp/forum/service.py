"""The verbs of the panel. They act for the diagram, so the right to act was checked with the task; none commits."""

from collections.abc import Iterable
from decimal import Decimal

from webapp.core.db import db
from webapp.core.operations import OnCase, Submitted
from webapp.forum import queries
from webapp.forum.models import Opinion, PanelMember, PanelSession

SEATS = 3
SCALE = {"below": 0, "meets": 1, "above": 2}


def convene(on: OnCase, *, employee_attends: bool) -> tuple[PanelSession | None, list[int]]:
    """Form the panel: an odd number of people without a conflict of interest, one of them the chair.

    A panel that is there is filled up instead. Returns the session, None while too few people may sit in one, and
    those who still have to score, by seat.
    """
    session = queries.open_session(on.agency_id, on.case_id)
    if session is None:
        session = _formed(on, employee_attends)
        return session, [member.person_id for member in session.seated] if session else []
    return session, _waiting(on, session)


def reveal(on: OnCase, task: str) -> PanelSession:
    """Take in what the members handed in; open all opinions at once when enough have given theirs.

    The chair must be among them: the session is led by somebody who has read the dossier and has no conflict.
    """
    session = queries.session_to_go_on(on.agency_id, on.case_id)
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

    Returns the session and the people who still have to score, by seat; nobody when all who may sit are in conflict.
    """
    session = queries.session_to_go_on(on.agency_id, on.case_id)
    scored = queries.scored(session)
    for member in session.seated:
        if member.id not in scored:
            _leave(member, "absent", on)
    db.session.flush()
    return session, _waiting(on, session)


def _formed(on: OnCase, employee_attends: bool) -> PanelSession | None:
    chosen = queries.eligible(on.agency_id, on.case_id, on.employee_id)
    if len(chosen) < SEATS:
        return None
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


def _waiting(on: OnCase, session: PanelSession) -> list[int]:
    """Fill the empty seats, see to a chair, and tell who has not scored yet.

    When all have and they are enough, only a chair was missing: the new one looks at the dossier once more.
    """
    _fill(on, session)
    scored = queries.scored(session)
    if session.chair is None and session.seated:
        _give_chair(session, [member for member in session.seated if member.id in scored] or session.seated)
    if session.chair is not None and len(session.seated) >= session.quorum and scored.issuperset(_ids(session)):
        return [session.chair.person_id]
    waiting = [member for member in session.seated if member.id not in scored]
    return [member.person_id for member in sorted(waiting, key=lambda member: member.seat)]


def _ids(session: PanelSession) -> set[int]:
    return {member.id for member in session.seated}


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


def _fill(on: OnCase, session: PanelSession) -> None:
    """Fill the empty seats: with others first, then again with those who were absent."""
    taken = {member.seat for member in session.seated}
    empty = sorted({member.seat for member in session.members} - taken)
    known = [member.person_id for member in session.members]
    others = queries.eligible(on.agency_id, on.case_id, on.employee_id, but=known)
    for seat, person in zip(empty, others, strict=False):
        _appoint(on, session, seat, person)
    absent = [member for member in session.members if member.state == "absent"]
    for seat, member in zip(empty[len(others) :], absent, strict=False):
        member.state, member.left_at, member.seat = "appointed", None, seat
    db.session.flush()
