"""Every read of panels. An opinion that has not been revealed exists for nobody but its author."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, case, func, select

from webapp.cases import queries as cases
from webapp.cases import relations
from webapp.cases.models import Case, Cycle, Submission, Task
from webapp.core.audience import Relation
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.feedback import queries as feedback
from webapp.feedback.models import RATINGS, Assessment
from webapp.forum.models import Attendance, Decision, Opinion, PanelMember, PanelSession
from webapp.people import line
from webapp.people.models import Grant, Person, Unit
from webapp.plans.queries import FRESH

WATCHERS = ("hr", "agency_head")


@dataclass(frozen=True)
class Seat:
    """One seat of a panel with whoever sits in it; `opinion` is None until the opinions are revealed."""

    member: PanelMember
    person: Person
    opinion: Opinion | None


@dataclass(frozen=True)
class Sitting:
    """A panel I sit in, as the agenda lists it. `scored` of `seats` members have given their opinion.

    `unsigned` says that I was at the session and have not signed its minutes yet, `missing` tells its chair how many
    signatures are still to come.
    """

    session: PanelSession
    case: Case
    employee: Person
    unit: Unit
    cycle: Cycle
    task: Task | None
    scored: int
    unsigned: bool
    missing: int

    @property
    def seats(self) -> int:
        return len(self.session.seated)


def open_session(agency_id: int, case_id: int) -> PanelSession | None:
    statement = select(PanelSession).where(
        PanelSession.agency_id == agency_id, PanelSession.case_id == case_id, PanelSession.closed_at.is_(None)
    )
    return db.session.scalars(statement, execution_options=FRESH).first()


def latest_session(agency_id: int, case_id: int) -> PanelSession | None:
    statement = select(PanelSession).where(PanelSession.agency_id == agency_id, PanelSession.case_id == case_id)
    return db.session.scalars(statement.order_by(PanelSession.id.desc()).limit(1), execution_options=FRESH).first()


def session_for(session_id: int, *, actor) -> PanelSession:
    """The session, for its members and for those who watch over all of them; NotFound otherwise."""
    found = db.session.get(PanelSession, (actor.agency_id, session_id), populate_existing=True)
    if found is None or not may_read_opinions(actor, found):
        raise NotFound
    return found


def may_read_opinions(actor, session: PanelSession) -> bool:
    """Members who were not in conflict, and HR and the agency head, but nobody in the own case or after a conflict.

    Of what is revealed; before that, nobody.
    """
    own = session.member(actor.person_id)
    if (own is not None and own.state == "conflicted") or _is_about(actor, session):
        return False
    return (own is not None and own.state != "conflicted") or not actor.roles.isdisjoint(WATCHERS)


def _is_about(actor, session: PanelSession) -> bool:
    case = db.session.get_one(Case, (session.agency_id, session.case_id))
    return case.employee_id == actor.person_id


def scores_blind(actor, agency_id: int, case_id: int) -> bool:
    """Whether the actor sits in the case's panel while opinions are still being given."""
    session = open_session(agency_id, case_id)
    own = session.member(actor.person_id) if session is not None and session.revealed_at is None else None
    return own is not None and own.state == "appointed"


def cases_in_conflict(actor) -> Select:
    """The ids of the cases whose panel the actor has left because of a conflict of interest."""
    return (
        select(PanelSession.case_id)
        .join(PanelMember, and_(PanelMember.agency_id == PanelSession.agency_id, _member_of_session()))
        .where(
            PanelSession.agency_id == actor.agency_id,
            PanelMember.person_id == actor.person_id,
            PanelMember.state == "conflicted",
        )
    )


def holds_a_seat(task: Task) -> bool:
    """Whether whoever has the task has it as a member of the case's panel."""
    session = open_session(task.agency_id, task.case_id)
    own = session.member(task.assignee_id) if session is not None and task.assignee_id is not None else None
    return own is not None and own.state == "appointed"


def _scorers() -> Select:
    """Who sits in the case's panel while opinions are still being given."""
    return _members(PanelMember.state == "appointed", PanelSession.revealed_at.is_(None))


def _panel() -> Select:
    """Whoever was of a panel of the case whose opinions are revealed, but for conflicts of interest."""
    return _members(PanelMember.state != "conflicted", PanelSession.revealed_at.is_not(None))


def _members(*conditions: ColumnElement[bool]) -> Select:
    return (
        select(PanelMember.person_id)
        .join(PanelSession, and_(PanelSession.agency_id == PanelMember.agency_id, _member_of_session()))
        .where(PanelSession.agency_id == relations.AGENCY, PanelSession.case_id == relations.CASE, *conditions)
    )


cases.closes(cases_in_conflict)
cases.chooses(holds_a_seat)
relations.relates(Relation.SCORER, _scorers)
relations.relates(Relation.PANEL, _panel)


def sat_on(agency_id: int, case_id: int) -> set[int]:
    """Ids of all who were ever appointed to a panel on the case, whatever became of it."""
    statement = (
        select(PanelMember.person_id)
        .join(PanelSession, and_(PanelSession.agency_id == PanelMember.agency_id, _member_of_session()))
        .where(PanelSession.agency_id == agency_id, PanelSession.case_id == case_id)
    )
    return set(db.session.scalars(statement))


def seats(session: PanelSession) -> list[Seat]:
    """Who sits in the panel, by seat, with the opinions that have been revealed."""
    return _seats(session.agency_id, PanelMember.session_id == session.id)


def latest_seats(agency_id: int, case_id: int) -> list[Seat]:
    """The same of the newest panel of the case; nobody while there is none."""
    latest = select(func.max(PanelSession.id)).where(
        PanelSession.agency_id == agency_id, PanelSession.case_id == case_id
    )
    return _seats(agency_id, PanelMember.session_id == latest.scalar_subquery())


def _seats(agency_id: int, of_session: ColumnElement[bool]) -> list[Seat]:
    statement = (
        select(PanelMember, Person, Opinion)
        .join(Person, and_(Person.agency_id == PanelMember.agency_id, Person.id == PanelMember.person_id))
        .join(Opinion, and_(_opinion_of_member(), Opinion.revealed_at.is_not(None)), isouter=True)
        .where(
            PanelMember.agency_id == agency_id,
            of_session,
            PanelMember.state == "appointed",
        )
        .order_by(PanelMember.seat)
    )
    return [Seat(*row) for row in db.session.execute(statement, execution_options=FRESH)]


def handed_in(session: PanelSession) -> int:
    """How many of those who sit in the panel have handed something in, whether it is opened yet or not."""
    seated = [member.person_id for member in session.seated]
    statement = select(func.count(Submission.person_id.distinct())).where(
        Submission.agency_id == session.agency_id,
        Submission.case_id == session.case_id,
        Submission.at >= session.convened_at,
        Submission.person_id.in_(seated),
        cases.still_counts(),
    )
    return db.session.scalar(statement) or 0


def decision_of(session: PanelSession) -> Decision | None:
    statement = select(Decision).where(Decision.agency_id == session.agency_id, Decision.session_id == session.id)
    return db.session.scalars(statement, execution_options=FRESH).first()


def decision_on(agency_id: int, case_id: int) -> Decision | None:
    """The panel's decision on a case; None while there is none."""
    session = latest_session(agency_id, case_id)
    return decision_of(session) if session else None


def justified_deviation(agency_id: int, case_id: int) -> Assessment | None:
    """The rating of the case, when it rates the work otherwise than the validated results propose; it has reasons."""
    found = feedback.rating(agency_id, case_id, alone=True)
    proposed = found.proposed_work_rating if found is not None else None
    return found if found is not None and proposed in RATINGS and proposed != found.work_rating else None


def attendance_of(actor, session: PanelSession) -> Attendance | None:
    """My line in the minutes of the session; None while there are none, and for whoever sat in another seat."""
    decision = decision_of(session)
    return decision.attendance_of(session.member(actor.person_id)) if decision else None


def sittings(actor) -> list[Sitting]:
    """The panels I sit in, undecided ones first."""
    mine = and_(
        Task.agency_id == PanelSession.agency_id,
        Task.case_id == PanelSession.case_id,
        Task.status == "open",
        Task.assignee_id == actor.person_id,
        Task.process == "forum",
    )
    unsigned = and_(Attendance.present, Attendance.signed_at.is_(None))
    missing = case((PanelMember.is_chair, _signatures_to_come()), else_=0)
    statement = (
        select(PanelSession, Case, Person, Unit, Cycle, Task, func.coalesce(unsigned, False), missing)
        .join(PanelMember, and_(PanelMember.agency_id == PanelSession.agency_id, _member_of_session()))
        .join(Case, and_(Case.agency_id == PanelSession.agency_id, Case.id == PanelSession.case_id))
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id))
        .join(Unit, and_(Unit.agency_id == Case.agency_id, Unit.id == Case.unit_id))
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .join(Task, mine, isouter=True)
        .join(Attendance, _attendance_of_member(), isouter=True)
        .where(
            PanelSession.agency_id == actor.agency_id,
            PanelMember.person_id == actor.person_id,
            PanelMember.state == "appointed",
        )
        .order_by(PanelSession.closed_at.desc().nulls_first(), PanelSession.convened_at)
    )
    return [
        Sitting(session, about, employee, unit, cycle, task, handed_in(session), unsigned, missing)
        for session, about, employee, unit, cycle, task, unsigned, missing in db.session.execute(statement).all()
    ]


def _signatures_to_come():
    """Of the panel session of the row."""
    return (
        select(func.count())
        .select_from(Attendance)
        .join(Decision, and_(Decision.agency_id == Attendance.agency_id, Decision.id == Attendance.decision_id))
        .where(
            Decision.agency_id == PanelSession.agency_id,
            Decision.session_id == PanelSession.id,
            Attendance.present,
            Attendance.signed_at.is_(None),
        )
        .correlate(PanelSession)
        .scalar_subquery()
    )


def case_of(session: PanelSession) -> Case:
    return db.session.get_one(Case, (session.agency_id, session.case_id))


def employee_of(session: PanelSession) -> Person:
    return db.session.get_one(Person, (session.agency_id, case_of(session).employee_id))


def eligible(agency_id: int, case_id: int, employee_id: int, *, but: Collection[int] = ()) -> list[int]:
    """Who may sit in the panel of this case, fewest open seats first, then by id.

    Panel members by role who are neither above nor below the employee in the chain of supervisors, and who have
    not worked on the case: a rater who has moved to another office since is in conflict too.
    """
    who = {"agency": agency_id, "case": case_id, "employee": employee_id}
    return [person for person in db.session.scalars(_MAY_SIT, who) if person not in but]


def may_sit(case: Case) -> int:
    """How many people sit in the panel of the case or could be appointed to it now."""
    session = open_session(case.agency_id, case.id)
    members = session.members if session else []
    seated = sum(member.state != "conflicted" for member in members)
    known = [member.person_id for member in members]
    return seated + len(eligible(case.agency_id, case.id, case.employee_id, but=known))


def _opinion_of_member():
    return and_(Opinion.agency_id == PanelMember.agency_id, Opinion.member_id == PanelMember.id)


def _attendance_of_member():
    return and_(Attendance.agency_id == PanelMember.agency_id, Attendance.member_id == PanelMember.id)


def _member_of_session():
    return PanelMember.session_id == PanelSession.id


def _may_sit() -> Select:
    agency, employee = bindparam("agency", type_=BigInteger), bindparam("employee", type_=BigInteger)
    worked_on = and_(Submission.agency_id == agency, Submission.case_id == bindparam("case", type_=BigInteger))
    in_conflict = (
        line.above(agency, employee),
        line.below(agency, employee),
        select(Submission.person_id).where(worked_on),
    )
    undecided = select(PanelSession.id).where(PanelSession.agency_id == agency, PanelSession.closed_at.is_(None))
    taken = and_(
        PanelMember.agency_id == Grant.agency_id,
        PanelMember.person_id == Grant.person_id,
        PanelMember.state == "appointed",
        PanelMember.session_id.in_(undecided),
    )
    return (
        select(Grant.person_id)
        .join(Person, and_(Person.agency_id == Grant.agency_id, Person.id == Grant.person_id))
        .outerjoin(PanelMember, taken)
        .where(Grant.agency_id == agency, Grant.role == "panel", Person.left_on.is_(None), Person.id != employee)
        .where(*(Grant.person_id.not_in(people) for people in in_conflict))
        .group_by(Grant.person_id)
        .order_by(func.count(PanelMember.id), Grant.person_id)
    )


_MAY_SIT = _may_sit()
