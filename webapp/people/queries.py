"""Every read of people: search, lists, units, and who stands above whom."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select, text
from sqlalchemy.orm import aliased

from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.paging import Page, page_of
from webapp.people.models import Agency, Grant, Person, Post, Unit


@dataclass(frozen=True)
class Staff:
    """A person with the present post; post and unit are None for someone who has left."""

    person: Person
    post: Post | None
    unit: Unit | None

    @property
    def title(self) -> str:
        return self.post.title if self.post else ""


@dataclass(frozen=True)
class Chain:
    """Who rates a person, and who decides above the rater. Both are None for the head of the agency.

    Nobody stands above the head: for those directly under the head, the head is both.
    """

    supervisor: int | None
    superior: int | None


@dataclass(frozen=True)
class UnitLine:
    """One unit of the tree, printed in order; `depth` is 0 at the top."""

    id: int
    code: str
    name: str
    depth: int
    people: int


@dataclass(frozen=True)
class Filters:
    """What the list of people is narrowed to."""

    text: str = ""
    unit: int | None = None
    role: str = ""
    left: bool = False


def search(agency_id: int, words: str, limit: int = 20) -> list[Staff]:
    """Present people whose name, post or unit holds these words, or who have this whole NIP.

    Everybody may search: the beginning of a NIP is a date of birth, which nobody should find out by trying.
    """
    if not words.strip():
        return []
    wanted = _staff(agency_id).where(Person.left_on.is_(None), _holds(words, whole_nip=True))
    found = wanted.order_by(Person.name, Person.id)
    return [Staff(*row) for row in db.session.execute(found.limit(limit))]


def staff_page(agency_id: int, filters: Filters, number: int, size: int = 25) -> Page[Staff]:
    """The HR list, by name."""
    wanted = _staff(agency_id).where(Person.left_on.is_not(None) if filters.left else Person.left_on.is_(None))
    if filters.text.strip():
        wanted = wanted.where(_holds(filters.text))
    if filters.unit:
        wanted = wanted.where(Post.unit_id.in_(subtree(agency_id, filters.unit)))
    if filters.role:
        holders = select(Grant.person_id).where(Grant.agency_id == agency_id, Grant.role == filters.role)
        wanted = wanted.where(Person.id.in_(holders))
    found = page_of(wanted.order_by(Person.name, Person.id), number, size)
    return Page([Staff(*row) for row in found.rows], found.number, found.size, found.total)


def staff(agency_id: int, person_id: int) -> Staff:
    """Raises NotFound."""
    row = db.session.execute(_staff(agency_id).where(Person.id == person_id)).one_or_none()
    if row is None:
        raise NotFound
    return Staff(*row)


def posts_of(agency_id: int, person_id: int) -> list[tuple[Post, Unit]]:
    """All posts the person has had, the latest first."""
    found = (
        select(Post, Unit)
        .join(Unit, and_(Unit.agency_id == Post.agency_id, Unit.id == Post.unit_id))
        .where(Post.agency_id == agency_id, Post.person_id == person_id)
        .order_by(func.lower(Post.valid).desc())
    )
    return [(post, unit) for post, unit in db.session.execute(found)]


def subordinates(agency_id: int, person_id: int) -> list[Staff]:
    """Those whose supervisor this person is."""
    found = _staff(agency_id).where(Post.supervisor_id == person_id).order_by(Person.name, Person.id)
    return [Staff(*row) for row in db.session.execute(found)]


def chain(agency_id: int, person_id: int) -> Chain:
    return chains(agency_id, [person_id]).get(person_id, Chain(None, None))


def chains(agency_id: int, person_ids: Collection[int]) -> dict[int, Chain]:
    """The chain of each of these people who has a post."""
    above = aliased(Post)
    found = (
        select(Post.person_id, Post.supervisor_id, func.coalesce(above.supervisor_id, Post.supervisor_id))
        .outerjoin(
            above,
            and_(
                above.agency_id == Post.agency_id,
                above.person_id == Post.supervisor_id,
                func.upper_inf(above.valid),
            ),
        )
        .where(Post.agency_id == agency_id, Post.person_id.in_(person_ids), func.upper_inf(Post.valid))
    )
    return {person: Chain(supervisor, superior) for person, supervisor, superior in db.session.execute(found)}


def names(agency_id: int, person_ids: Collection[int]) -> dict[int, str]:
    found = select(Person.id, Person.name).where(Person.agency_id == agency_id, Person.id.in_(person_ids))
    return dict(db.session.execute(found).tuples().all())


def roles_of(agency_id: int, person_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The roles of each of these people; those without any are left out."""
    found = (
        select(Grant.person_id, func.array_agg(Grant.role))
        .where(Grant.agency_id == agency_id, Grant.person_id.in_(person_ids))
        .group_by(Grant.person_id)
    )
    return {person: frozenset(roles) for person, roles in db.session.execute(found)}


def holders(agency_id: int, role: str) -> list[int]:
    """Present people who hold this role."""
    found = (
        select(Grant.person_id)
        .join(Person, and_(Person.agency_id == Grant.agency_id, Person.id == Grant.person_id))
        .where(Grant.agency_id == agency_id, Grant.role == role, Person.left_on.is_(None))
        .order_by(Grant.person_id)
    )
    return list(db.session.scalars(found))


def unit_tree(agency_id: int) -> list[UnitLine]:
    """Every unit, each under its parent, with the number of people who work in the unit itself."""
    rows = db.session.execute(
        text(
            """
            with recursive tree as (
                select id, code, name, 0 as depth, array[code] as path from unit
                where agency_id = :agency and parent_id is null
                union all
                select u.id, u.code, u.name, depth + 1, path || u.code from unit u join tree on u.parent_id = tree.id
                where u.agency_id = :agency
            )
            select id, code, name, depth,
                   (select count(*) from post p
                    where p.agency_id = :agency and p.unit_id = tree.id and upper_inf(p.valid)) as people
            from tree order by path
            """
        ),
        {"agency": agency_id},
    )
    return [UnitLine(**row) for row in rows.mappings()]


def subtree(agency_id: int, unit_id: int) -> list[int]:
    """The unit and all units below it."""
    top = select(Unit.id).where(Unit.agency_id == agency_id, Unit.id == unit_id).cte("below", recursive=True)
    below = top.union_all(select(Unit.id).where(Unit.agency_id == agency_id, Unit.parent_id == top.c.id))
    return list(db.session.scalars(select(below.c.id)))


def is_meant_by(words: str, *, whole_nip: bool = False):
    """The condition that a person's name holds these words or the NIP begins with them, or is them; spaces or not."""
    number = words.replace(" ", "")
    by_number = [Person.nip == number if whole_nip else Person.nip.startswith(number)] if number.isdecimal() else []
    return or_(Person.name.icontains(words.strip(), autoescape=True), *by_number)


def ids_meant_by(agency_id: int, words: str) -> Select:
    """The ids of these people, for a condition."""
    return select(Person.id).where(Person.agency_id == agency_id, is_meant_by(words))


def meant(agency_id: int, words: str, limit: int = 20) -> list[Staff]:
    """Present people with this name or NIP, by name: HR may find them by the beginning of a NIP, too."""
    if not words.strip():
        return []
    wanted = _staff(agency_id).where(Person.left_on.is_(None), is_meant_by(words))
    return [Staff(*row) for row in db.session.execute(wanted.order_by(Person.name, Person.id).limit(limit))]


def agency(agency_id: int) -> Agency:
    return db.session.get_one(Agency, agency_id)


def _staff(agency_id: int) -> Select:
    present = and_(Post.agency_id == Person.agency_id, Post.person_id == Person.id, func.upper_inf(Post.valid))
    return (
        select(Person, Post, Unit)
        .outerjoin(Post, present)
        .outerjoin(Unit, and_(Unit.agency_id == Post.agency_id, Unit.id == Post.unit_id))
        .where(Person.agency_id == agency_id)
    )


def _holds(words: str, *, whole_nip: bool = False):
    columns = (Post.title, Unit.name, Person.email)
    return or_(
        is_meant_by(words, whole_nip=whole_nip),
        *(column.icontains(words.strip(), autoescape=True) for column in columns),
    )
