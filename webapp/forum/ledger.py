"""The statements by which steps read and write panels: one for each fact, on the session's own connection.

They see opinions before the reveal, which they are there to make; nothing here is for a page.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from psycopg.types.json import Jsonb

from webapp.core.db import connection
from webapp.core.operations import Submitted
from webapp.forum.models import Decision


class Scores(NamedTuple):
    """The two ratings of an opinion."""

    work: str
    behaviour: str


@dataclass(frozen=True)
class Member:
    """One person of a panel; `scores` is None as long as the person has given no opinion."""

    scores: Scores | None
    id: int
    seat: int
    person_id: int
    name: str
    is_chair: bool
    state: str


@dataclass(frozen=True)
class Panel:
    """The newest panel of a case with all who ever sat in it, by seat."""

    members: list[Member]
    id: int
    quorum: int
    convened_at: datetime
    revealed_at: datetime | None
    disagreement: Decimal | None
    closed_at: datetime | None

    @property
    def seated(self) -> list[Member]:
        return [member for member in self.members if member.state == "appointed"]

    @property
    def chair(self) -> Member | None:
        return next((member for member in self.seated if member.is_chair), None)


_PANEL = """
select s.id, s.quorum, s.convened_at, s.revealed_at, s.disagreement, s.closed_at,
  m.id, m.seat, m.person_id, p.name, m.is_chair, m.state, o.work_rating, o.behaviour_rating
from panel_session s join panel_member m on m.agency_id = s.agency_id and m.session_id = s.id
  join person p on p.agency_id = m.agency_id and p.id = m.person_id
  left join opinion o on o.agency_id = m.agency_id and o.session_id = m.session_id and o.member_id = m.id
where s.agency_id = %(agency)s
  and s.id = (select max(id) from panel_session where agency_id = %(agency)s and case_id = %(case)s)
order by m.seat, m.id"""

# The chair goes to the one who chairs fewest undecided panels; to the lowest seat among equals.
_BY_CHAIRS = """(
    select count(*) from panel_member c join panel_session o on o.agency_id = c.agency_id and o.id = c.session_id
    where c.agency_id = %(agency)s and c.person_id = n.person_id and c.is_chair and o.closed_at is null
  ), n.seat"""

_FORM = f"""
with formed as (
  insert into panel_session (agency_id, case_id, quorum, employee_attends, convened_at)
  values (%(agency)s, %(case)s, %(quorum)s, %(employee_attends)s, %(at)s)
  returning id
), seated as (
  insert into panel_member (agency_id, session_id, seat, person_id, is_chair, appointed_at)
  select %(agency)s, formed.id, n.seat, n.person_id, row_number() over (order by {_BY_CHAIRS}) = 1, %(at)s
  from formed, unnest(%(persons)s::bigint[]) with ordinality as n(person_id, seat)
  returning person_id, is_chair
)
select person_id from seated where is_chair"""

_GIVE_CHAIR = f"""
update panel_member set is_chair = true
where agency_id = %(agency)s and id = (
  select n.id from panel_member n where n.agency_id = %(agency)s and n.id = any(%(among)s)
  order by {_BY_CHAIRS} limit 1)
returning person_id"""

# Whoever was absent before comes back on the seat that is given now.
_APPOINT = """
insert into panel_member (agency_id, session_id, seat, person_id, appointed_at)
select %(agency)s, %(session)s, n.seat, n.person_id, %(at)s
from unnest(%(seats)s::bigint[], %(persons)s::bigint[]) as n(seat, person_id)
on conflict (agency_id, session_id, person_id) do update set seat = excluded.seat, state = 'appointed',
  left_at = null"""

_LEAVE = """
update panel_member set state = %(state)s, left_at = %(at)s, is_chair = false, conflict_reason = nullif(n.reason, '')
from unnest(%(members)s::bigint[], %(reasons)s::text[]) as n(id, reason)
where panel_member.agency_id = %(agency)s and panel_member.id = n.id"""

_KEEP_OPINIONS = """
insert into opinion (agency_id, session_id, member_id, work_rating, behaviour_rating, confidence, strengths, concerns,
  questions, given_at)
select %(agency)s, %(session)s, n.member, n.opinion_work, n.opinion_behaviour, n.confidence, n.strengths,
  nullif(n.concerns, ''), nullif(n.questions, ''), n.given_at
from jsonb_to_recordset(%(rows)s) as n(member bigint, opinion_work text, opinion_behaviour text, confidence text,
  strengths text, concerns text, questions text, given_at timestamptz)
on conflict (agency_id, session_id, member_id) do update set work_rating = excluded.work_rating,
  behaviour_rating = excluded.behaviour_rating, confidence = excluded.confidence, strengths = excluded.strengths,
  concerns = excluded.concerns, questions = excluded.questions, given_at = excluded.given_at"""

_REVEAL = """
with opened as (
  update opinion set revealed_at = %(at)s
  where agency_id = %(agency)s and session_id = %(session)s and member_id = any(%(members)s)
)
update panel_session set revealed_at = %(at)s, disagreement = %(disagreement)s
where agency_id = %(agency)s and id = %(session)s"""

_DECIDED = [column.name for column in Decision.__table__.columns if column.name != "id"]

_DECIDE = f"""
with said as (
  insert into decision ({", ".join(_DECIDED)}) values ({", ".join(f"%({name})s" for name in _DECIDED)}) returning id
), closed as (
  update panel_session set closed_at = %(decided_at)s where agency_id = %(agency_id)s and id = %(session_id)s
)
insert into attendance (agency_id, decision_id, member_id, present, dissent)
select %(agency_id)s, said.id, n.member, n.present, n.dissent
from said,
  unnest(%(members)s::bigint[], %(presents)s::boolean[], %(dissents)s::text[]) as n(member, present, dissent)"""


def newest_panel(agency_id: int, case_id: int) -> Panel | None:
    rows = connection().execute(_PANEL, {"agency": agency_id, "case": case_id}).fetchall()
    if not rows:
        return None
    members = [Member(Scores(*row[12:]) if row[12] else None, *row[6:12]) for row in rows]
    return Panel(members, *rows[0][:6])


def open_panel(agency_id: int, case_id: int) -> Panel | None:
    """The panel that has not decided yet."""
    found = newest_panel(agency_id, case_id)
    return found if found is not None and found.closed_at is None else None


def form(agency_id: int, case_id: int, persons: list[int], *, quorum: int, employee_attends: bool, at: datetime) -> int:
    """Seat these people, in this order; who of them is the chair."""
    row = {"agency": agency_id, "case": case_id, "quorum": quorum, "employee_attends": employee_attends, "at": at}
    return _one(_FORM, {**row, "persons": persons})


def give_chair(agency_id: int, members: list[int]) -> int:
    """Give the chair to one of these members; the person who has it now."""
    return _one(_GIVE_CHAIR, {"agency": agency_id, "among": members})


def appoint(agency_id: int, panel: Panel, persons: Mapping[int, int], *, at: datetime) -> None:
    """Give these seats to these people."""
    row = {"agency": agency_id, "session": panel.id, "seats": list(persons), "persons": list(persons.values())}
    connection().execute(_APPOINT, {**row, "at": at})


def leave(agency_id: int, members: Mapping[int, str | None], state: str, *, at: datetime) -> None:
    """Take these members out of their panel, each perhaps for a reason."""
    row = {"agency": agency_id, "members": list(members), "reasons": list(members.values()), "state": state, "at": at}
    connection().execute(_LEAVE, row)


def keep_opinions(agency_id: int, panel: Panel, given: Mapping[int, Submitted]) -> None:
    """Store what the members handed in; another opinion of a member takes the place of the first."""
    rows = [{**each.answers, "member": member, "given_at": each.at.isoformat()} for member, each in given.items()]
    connection().execute(_KEEP_OPINIONS, {"agency": agency_id, "session": panel.id, "rows": Jsonb(rows)})


def reveal(agency_id: int, panel: Panel, members: Collection[int], *, disagreement: Decimal, at: datetime) -> None:
    """Open the opinions of these members, all at once."""
    row = {"agency": agency_id, "session": panel.id, "members": list(members), "disagreement": disagreement, "at": at}
    connection().execute(_REVEAL, row)


def decide(decision: Decision) -> None:
    """Store the decision with its attendance and close the panel by it."""
    row = {name: getattr(decision, name) for name in _DECIDED}
    lines = decision.attendance
    row["members"] = [line.member_id for line in lines]
    row |= {"presents": [line.present for line in lines], "dissents": [line.dissent for line in lines]}
    connection().execute(_DECIDE, row)


def _one(statement: str, row: Mapping[str, object]) -> int:
    found = connection().execute(statement, row).fetchone()
    if found is None:
        raise LookupError("nobody was given the chair")
    return found[0]
