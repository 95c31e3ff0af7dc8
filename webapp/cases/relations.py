"""In which relations a person stands to a case, told by facts: roster, roles, hand-overs by HR, seats, objections.

Whoever draws processes says who gets which task, so having a task of a case is no relation to it. Variables are what
the process makes of them and tell nothing either, but those that a case was opened with: they come from the roster.
"""

from collections.abc import Callable
from functools import cache

from sqlalchemy import BigInteger, Select, and_, bindparam, func, literal, select, union, union_all
from sqlalchemy.dialects.postgresql import JSONB

from webapp.cases import reassigning
from webapp.cases.models import Case, Event
from webapp.core.audience import Relation
from webapp.core.db import db
from webapp.people import line

AGENCY, CASE, EMPLOYEE, PERSON = (
    bindparam(name, type_=BigInteger) for name in ("agency", "case", "employee", "person")
)
_OFFICES = {"hr": Relation.HR, "agency_head": Relation.HEAD}
_told: list[tuple[Relation, Callable[[], Select]]] = []


def relates(relation: Relation, people: Callable[[], Select]) -> None:
    """A stage tells by `people()`, a statement on AGENCY, CASE and EMPLOYEE, the ids of those in the relation."""
    _told.append((relation, people))


def relations(case: Case, actor) -> frozenset[Relation]:
    """Nobody holds an office in the own case, and whoever has yet to score in the panel is nothing else until then."""
    if case.employee_id == actor.person_id:
        return frozenset({Relation.EMPLOYEE})
    found = _held(case, actor.person_id)
    if Relation.SCORER in found:
        return frozenset({Relation.SCORER})
    return frozenset(found | {_OFFICES[role] for role in actor.roles & _OFFICES.keys()})


def stands_above(case: Case, person_id: int) -> bool:
    """Whether the roster says so, now or when the case began; what a variable is called proves nothing."""
    return Relation.LINE in _held(case, person_id)


def _held(case: Case, person_id: int) -> set[Relation]:
    asked = {"agency": case.agency_id, "case": case.id, "employee": case.employee_id, "person": person_id}
    return {Relation(name) for name in db.session.scalars(_statement(), asked)}


@cache
def _statement() -> Select:
    """All relations of the person, and of those in whose stead HR has given the person a task of the case."""
    acts_as = union(select(PERSON.label("person_id")), _stood_in_for()).cte("acts_as")
    parts = (people().subquery() for _relation, people in _told)
    named = [
        select(literal(relation.value).label("relation"), part.c[0].label("person_id"))
        for (relation, _people), part in zip(_told, parts, strict=True)
    ]
    held = union_all(*named).subquery()
    return select(held.c.relation).where(held.c.person_id.in_(select(acts_as.c.person_id))).distinct()


def _stood_in_for() -> Select:
    body = func.convert_from(Event.body, "UTF8").cast(JSONB)
    return select(body["of"].as_integer()).where(
        _events(reassigning.KIND), body["to"].as_integer() == PERSON, body["of"].as_integer().is_not(None)
    )


def standing_in_for_the_employee() -> Select:
    """Those to whom HR has given a task of the employee's in this case."""
    body = func.convert_from(Event.body, "UTF8").cast(JSONB)
    return select(body["to"].as_integer()).where(_events(reassigning.KIND), body["of"].as_integer() == EMPLOYEE)


def _above_when_opened(name: str) -> Select:
    """The person of that name in the variables that the case was opened with, which come from the roster."""
    body = func.convert_from(Event.body, "UTF8").cast(JSONB)
    return select(body["variables", name].as_integer()).where(_events("case opened"))


def _events(kind: str):
    return and_(Event.agency_id == AGENCY, Event.case_id == CASE, Event.kind == kind)


relates(Relation.LINE, lambda: line.above(AGENCY, EMPLOYEE))
relates(Relation.LINE, lambda: _above_when_opened("supervisor"))
relates(Relation.LINE, lambda: _above_when_opened("superior"))
