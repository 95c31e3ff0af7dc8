"""The line of supervisors: who stands above and who below a person today."""

from sqlalchemy import BindParameter, Select, and_, func, literal, select
from sqlalchemy.orm import aliased

from webapp.people.models import Post

LEVELS = 20
Id = int | BindParameter[int]  # or a place for it, in a statement that is written once


def above(agency_id: Id, person_id: Id) -> Select:
    """The ids of the supervisor, the supervisor's supervisor, and so on."""
    return _line(agency_id, person_id, Post.person_id, Post.supervisor_id)


def below(agency_id: Id, person_id: Id) -> Select:
    """The ids of everybody the person supervises, directly or not."""
    return _line(agency_id, person_id, Post.supervisor_id, Post.person_id)


def _line(agency_id: Id, person_id: Id, here, there) -> Select:
    present = and_(Post.agency_id == agency_id, func.upper_inf(Post.valid))
    first = (
        select(there.label("person_id"), literal(1).label("level"))
        .where(present, here == person_id)
        .cte(recursive=True)
    )
    previous = aliased(first)
    line = first.union(
        select(there, previous.c.level + 1)
        .join(previous, here == previous.c.person_id)
        .where(present, previous.c.level < LEVELS)
    )
    return select(line.c.person_id).where(line.c.person_id.is_not(None))
