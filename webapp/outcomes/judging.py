"""Who decides an objection: by a fixed order, so that nobody chooses a judge, and never one of the two sides.

First the superior of the appraiser (PP 30/2019, art. 59), then another head of the agency, then somebody of the panel
who has had nothing to do with the case. The verbs act for the diagram; none commits.
"""

from collections.abc import Iterator

from sqlalchemy import Select, or_, select

from webapp.cases import queries as cases
from webapp.cases import relations
from webapp.cases.models import Task
from webapp.core.audience import Relation
from webapp.core.db import db
from webapp.core.operations import OnCase
from webapp.forum import queries as forum
from webapp.outcomes import policy, queries
from webapp.outcomes.models import Objection
from webapp.outcomes.refusals import NoObjection
from webapp.people import queries as people
from webapp.people.models import Person


def appoint_judge(on: OnCase, *, superior: int) -> int | None:
    """The judge of the objection: the present one, else the first who may; None when nobody may.

    Who let the time pass before is asked again only when there is nobody else.
    """
    found = queries.objection(on.agency_id, on.case_id)
    if found is None:
        raise NoObjection
    if found.judge_id is None:
        _appoint(on, found, superior, among_passed_over=False)
    if found.judge_id is None:
        _appoint(on, found, superior, among_passed_over=True)
    return found.judge_id


def replace_judge(on: OnCase, *, superior: int) -> int | None:
    """Hand an objection that was not decided in time to the next who may judge; None when there is nobody else."""
    found = queries.objection(on.agency_id, on.case_id)
    if found is None:
        raise NoObjection
    if found.judge_id is not None:
        found.passed_over = [*found.passed_over, found.judge_id]
        found.judge_id = found.judge_as = found.judge_since = None
    _appoint(on, found, superior, among_passed_over=False)
    return found.judge_id


def _took_part(task: Task, meant_for: int | None, person: int) -> bool:
    """Whether the task decides an objection to what the person has rated, or judged in the panel."""
    found = queries.objection(task.agency_id, task.case_id)
    if found is None or found.decided_at is not None or found.judge_id is None or found.judge_id != meant_for:
        return False
    return not policy.may_judge(person, found) or person in forum.sat_on(task.agency_id, task.case_id)


def _judges() -> Select:
    """Whoever was asked by office: of a judge who is the superior it is the roster that tells, not the diagram.

    An objection that a diagram let somebody else raise makes nobody a judge.
    """
    by_employee = Objection.raised_by == relations.EMPLOYEE
    return select(Objection.judge_id).where(
        Objection.agency_id == relations.AGENCY,
        Objection.case_id == relations.CASE,
        Objection.judge_as != "superior",
        or_(by_employee, Objection.raised_by.in_(relations.standing_in_for_the_employee())),
    )


cases.unfits(_took_part)
relations.relates(Relation.JUDGE, _judges)


def _appoint(on: OnCase, objection: Objection, superior: int, *, among_passed_over: bool) -> None:
    for office, person in _eligible(on, objection, superior):
        if (person in objection.passed_over) is among_passed_over:
            objection.judge_id, objection.judge_as, objection.judge_since = person, office, on.now
            objection.passed_over = [each for each in objection.passed_over if each != person]
            break
    db.session.flush()


def _eligible(on: OnCase, objection: Objection, superior: int) -> Iterator[tuple[str, int]]:
    """(In what capacity, who), in the order in which they are asked; some may be named twice."""
    sat = forum.sat_on(on.agency_id, on.case_id)
    for office, person in _ranked(on, superior, sat):
        if policy.may_judge(person, objection) and person not in sat:
            yield office, person


def _ranked(on: OnCase, superior: int, sat: set[int]) -> Iterator[tuple[str, int]]:
    if db.session.get_one(Person, (on.agency_id, superior)).left_on is None:
        yield "superior", superior
    for head in people.holders(on.agency_id, "agency_head"):
        yield "agency_head", head
    for member in forum.eligible(on.agency_id, on.case_id, on.employee_id, but=sat):
        yield "panel", member
