"""Whose work a person may see: their own, that of everybody below them, and of those whose case is on their desk."""

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from webapp.cases.models import Case, Task
from webapp.cases.relations import relations
from webapp.core.db import db
from webapp.people import line
from webapp.people.models import Person, Post, Unit


def may_see_work_of(actor, person_id: int) -> bool:
    if person_id == actor.person_id:
        return True
    return is_above(actor, person_id) or _takes_part(actor, person_id)


def is_above(actor, person_id: int) -> bool:
    """Whether the actor is the person's supervisor, or further up."""
    return actor.person_id in people_above(actor.agency_id, person_id)


def people_above(agency_id: int, person_id: int) -> set[int]:
    """The person's supervisor, and all further up."""
    return set(db.session.scalars(line.above(agency_id, person_id)))


def is_peer(actor, person_id: int) -> bool:
    """Whether both work in the same unit today."""
    other = aliased(Post)
    statement = (
        select(Post.id)
        .join(other, and_(other.agency_id == Post.agency_id, other.unit_id == Post.unit_id))
        .where(_holds_now(Post, actor.agency_id, actor.person_id), _holds_now(other, actor.agency_id, person_id))
    )
    return person_id != actor.person_id and db.session.execute(statement.limit(1)).first() is not None


def has_a_team(actor) -> bool:
    """Whether anybody works directly under the actor."""
    statement = select(Post.id).where(
        Post.agency_id == actor.agency_id, Post.supervisor_id == actor.person_id, _is_present(Post)
    )
    return db.session.execute(statement.limit(1)).first() is not None


def team_of(actor) -> list[tuple[Person, Post, Unit]]:
    """Those whose direct supervisor the actor is, by name."""
    statement = _with_post().where(
        Post.agency_id == actor.agency_id, Post.supervisor_id == actor.person_id, _is_present(Post)
    )
    return [(person, post, unit) for person, post, unit in db.session.execute(statement.order_by(Person.name))]


def colleagues_of(actor) -> list[tuple[Person, Post, Unit]]:
    """Those at hand for feedback: the actor's own team, and the peers of the unit."""
    own_unit = select(Post.unit_id).where(_holds_now(Post, actor.agency_id, actor.person_id))
    statement = _with_post().where(
        Post.agency_id == actor.agency_id,
        Post.person_id != actor.person_id,
        _is_present(Post),
        or_(Post.unit_id.in_(own_unit), Post.supervisor_id == actor.person_id),
    )
    return [(person, post, unit) for person, post, unit in db.session.execute(statement.order_by(Person.name))]


def _with_post() -> Select:
    return (
        select(Person, Post, Unit)
        .join(Post, and_(Post.agency_id == Person.agency_id, Post.person_id == Person.id))
        .join(Unit, and_(Unit.agency_id == Post.agency_id, Unit.id == Post.unit_id))
    )


def _takes_part(actor, person_id: int) -> bool:
    """Whether a case of the person is on the actor's desk, and by more than the word of its diagram."""
    on_my_desk = (
        select(Case)
        .join(Task, and_(Task.agency_id == Case.agency_id, Task.case_id == Case.id))
        .where(Task.agency_id == actor.agency_id, Task.status == "open", Task.assignee_id == actor.person_id)
        .where(Case.employee_id == person_id)
    )
    return any(relations(case, actor) for case in db.session.scalars(on_my_desk).unique())


def _holds_now(post, agency_id: int, person_id: int):
    return and_(post.agency_id == agency_id, post.person_id == person_id, _is_present(post))


def _is_present(post):
    return func.upper_inf(post.valid)
