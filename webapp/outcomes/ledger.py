"""The statements by which steps write answers, results, awards and coaching: one each, on the session's connection."""

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from webapp.core.db import connection, together
from webapp.core.operations import OnCase


@dataclass(frozen=True)
class Plan:
    """What a session needs to know of the coaching plan: the numbers of its targets."""

    id: int
    targets: list[int]


_KEEP_RESPONSE = """
insert into response (agency_id, case_id, kind, answered_by, at, remark)
values (%(agency)s, %(case)s, %(kind)s, %(by)s, %(at)s, %(remark)s)
on conflict (agency_id, case_id) do update set kind = excluded.kind, answered_by = excluded.answered_by,
  at = excluded.at, remark = excluded.remark"""

_RATING_THAT_COUNTS = """
select author_id, given_at from assessment where agency_id = %(agency)s and case_id = %(case)s and kind <> 'self'
order by given_at desc, id desc limit 1"""

_DROP_OBJECTION = "delete from objection where agency_id = %(agency)s and case_id = %(case)s"

_RAISE_OBJECTION = f"""
with raised as (
  insert into objection (agency_id, case_id, reason, wanted_decision, files, raised_by, raised_at, rater_id)
  select %(agency)s, %(case)s, %(reason)s, %(wanted_decision)s, %(files)s, %(by)s, %(at)s, rated.author_id
  from ({_RATING_THAT_COUNTS}) as rated
  returning id
)
insert into disputed_row (agency_id, objection_id, code, place, title, outcome_text, claim, wanted)
select %(agency)s, raised.id, n.code, n.place, n.title, coalesce(n.outcome_text, ''), nullif(n.claim, ''),
  nullif(n.wanted, '')
from raised, jsonb_to_recordset(%(rows)s) as n(code text, place bigint, title text, outcome_text text, claim text,
  wanted text)"""

# Whoever decided last: the judge of the objection, else the chair of the newest panel, else the rater.
_FINALISE = f"""
with decided as (
  select step, person, moment from (
    select 1, 'objection', decided_by, decided_at from objection
    where agency_id = %(agency)s and case_id = %(case)s and decided_by is not null
    union all
    select 2, 'forum', decided_by, decided_at from decision
    where agency_id = %(agency)s and session_id = (
      select max(id) from panel_session where agency_id = %(agency)s and case_id = %(case)s)
    union all
    select 3, 'assessment', rated.author_id, rated.given_at from ({_RATING_THAT_COUNTS}) as rated
  ) as d(place, step, person, moment)
  order by place limit 1
)
insert into rating (agency_id, case_id, achievement, work_rating, behaviour_rating, predicate, decided_in, decided_by,
  decided_at, finalised_at)
select %(agency)s, %(case)s, %(achievement)s, %(work_rating)s, %(behaviour_rating)s, %(predicate)s, step, person,
  moment, %(at)s
from decided
on conflict (agency_id, case_id) do update set achievement = excluded.achievement, work_rating = excluded.work_rating,
  behaviour_rating = excluded.behaviour_rating, predicate = excluded.predicate, decided_in = excluded.decided_in,
  decided_by = excluded.decided_by, decided_at = excluded.decided_at, finalised_at = excluded.finalised_at"""

_CYCLE_IF_NOT_AWARDED = """
select name from cycle where agency_id = %(agency)s and id = %(cycle)s
  and not exists (select from award where agency_id = %(agency)s and case_id = %(case)s)"""

# A statement of its own: the one that numbers must see what was written by whoever held the lock before.
_LOCK_NUMBERS = "select pg_advisory_xact_lock(%(agency)s::int, hashtext('certificate numbers'))"

_AWARD = """
with given as (
  insert into award (agency_id, case_id, kind, title, basis, letter_number, citation, predicate, proposed_by,
    proposed_at, approved_by, approved_at)
  values (%(agency)s, %(case)s, %(kind)s, %(title)s, %(basis)s, %(letter_number)s, %(citation)s, %(predicate)s,
    %(proposed_by)s, %(proposed_at)s, %(approved_by)s, %(at)s)
  returning id
)
insert into certificate (agency_id, award_id, year, number, code, words, issued_at)
select %(agency)s, given.id, %(year)s, 1 + coalesce(max(c.number), 0), %(code)s, %(words)s, %(at)s
from given left join certificate c on c.agency_id = %(agency)s and c.year = %(year)s
group by given.id
returning id"""

_DROP_UNUSED_PLAN = """
delete from coaching where agency_id = %(agency)s and case_id = %(case)s and not exists (
  select from coaching_session s where s.agency_id = coaching.agency_id and s.coaching_id = coaching.id)"""

_OPEN_PLAN = """
with opened as (
  insert into coaching (agency_id, case_id, focus, support, opened_by, opened_at)
  values (%(agency)s, %(case)s, %(focus)s, %(support)s, %(by)s, %(at)s)
  on conflict do nothing
  returning id
), targets as (
  insert into coaching_target (agency_id, coaching_id, number, title, method, measure, due_on)
  select %(agency)s, opened.id, n.number, n.title, n.method, n.measure, n.due
  from opened, jsonb_to_recordset(%(targets)s) as n(number bigint, title text, method text, measure text, due date)
)
select from opened"""

_PLAN = """
select id, array(select number from coaching_target t where t.agency_id = c.agency_id and t.coaching_id = c.id)
from coaching c where agency_id = %(agency)s and case_id = %(case)s"""

_KEEP_SESSION = """
with earlier as (
  select count(*) as held, count(*) filter (where confirmed) as confirmed from coaching_session
  where agency_id = %(agency)s and coaching_id = %(plan)s
), kept as (
  insert into coaching_session (agency_id, coaching_id, number, held_on, topics, commitments, next_on, held_by,
    confirmed, remark, help_wanted, answered_by, answered_at)
  select %(agency)s, %(plan)s, earlier.held + 1, %(held_on)s, %(topics)s, %(commitments)s, %(next_on)s, %(held_by)s,
    %(confirmed)s, %(remark)s, %(help_wanted)s, %(by)s, %(at)s
  from earlier
  returning id
), progress as (
  insert into coaching_progress (agency_id, session_id, target_number, met, progress)
  select %(agency)s, kept.id, n.code, coalesce(n.met, false), nullif(n.progress, '')
  from kept, jsonb_to_recordset(%(progress)s) as n(code bigint, met boolean, progress text)
)
select confirmed + %(confirmed)s::int from earlier"""

_CLOSE_PLAN = """
update coaching set closed_at = coalesce(closed_at, %(at)s) where agency_id = %(agency)s and case_id = %(case)s"""


def keep_response(on: OnCase, kind: str, *, by: int | None, remark: str | None) -> None:
    connection().execute(_KEEP_RESPONSE, {**_at(on), "kind": kind, "by": by, "remark": remark})


def raise_objection(on: OnCase, *, by: int, said: Mapping[str, object], files: list, rows: list) -> bool:
    """Store an objection to the rating that counts, in the place of an earlier one; False when nothing was rated."""
    row = {**_at(on), **said, "by": by, "files": Jsonb(files), "rows": Jsonb(rows)}
    with together():
        connection().execute(_DROP_OBJECTION, row)
        raised = connection().execute(_RAISE_OBJECTION, row)
    return raised.rowcount > 0


def finalise(on: OnCase, result: Mapping[str, object]) -> bool:
    """Store the result with who decided it; False when nobody did."""
    return connection().execute(_FINALISE, {**_at(on), **result}).rowcount == 1


def cycle_if_not_awarded(on: OnCase) -> str | None:
    """The name of the cycle; None when the award of the case has been given."""
    found = connection().execute(_CYCLE_IF_NOT_AWARDED, {**_at(on), "cycle": on.cycle_id}).fetchone()
    return found[0] if found else None


def award(on: OnCase, said: Mapping[str, object], *, year: int, code: str, words: dict) -> int:
    """Store the award and its certificate under the next number of the year; the id of the certificate."""
    row = {**_at(on), **said, "year": year, "code": code, "words": Jsonb(words)}
    with together():
        connection().execute(_LOCK_NUMBERS, row)
        issued = connection().execute(_AWARD, row)
    return _one(issued.fetchone())


def open_plan(on: OnCase, *, by: int, said: Mapping[str, object], targets: list) -> bool:
    """Store the plan in the place of one that has had no session; False when there is one that has."""
    row = {**_at(on), **said, "by": by, "targets": Jsonb(targets)}
    with together():
        connection().execute(_DROP_UNUSED_PLAN, row)
        opened = connection().execute(_OPEN_PLAN, row)
    return opened.rowcount == 1


def plan(on: OnCase) -> Plan | None:
    found = connection().execute(_PLAN, _at(on)).fetchone()
    return Plan(*found) if found else None


def keep_session(on: OnCase, plan: Plan, said: Mapping[str, object], progress: list) -> int:
    """Store a session of the plan; how many have been confirmed with it."""
    row = {**_at(on), **said, "plan": plan.id, "progress": Jsonb(progress)}
    return _one(connection().execute(_KEEP_SESSION, row).fetchone())


def close_plan(on: OnCase) -> bool:
    """Store that the plan is closed, the first time; False when there is none."""
    return connection().execute(_CLOSE_PLAN, _at(on)).rowcount == 1


def _at(on: OnCase) -> dict[str, object]:
    return {"agency": on.agency_id, "case": on.case_id, "at": on.now}


def _one(row: tuple | None) -> int:
    if row is None:
        raise LookupError("nothing was stored")
    return row[0]
