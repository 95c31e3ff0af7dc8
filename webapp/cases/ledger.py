"""The statements of the step from one task to the next: few, and on the session's own connection.

They are written by hand because every completion runs them (docs/performance.md has the figures).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from webapp.cases.chain import Link
from webapp.cases.models import LIVE
from webapp.core.db import connection, together
from workflows import Timer


@dataclass(frozen=True)
class Locked:
    """The case as it stands now that nobody else can change it, and the task that is about to be done."""

    agency_id: int
    case_id: int
    cycle_id: int
    employee_id: int
    process_version_id: int
    status: str
    stage: str | None
    state: bytes
    version: int
    chain_length: int
    chain_head: bytes
    held_timers: list[UUID]
    task_status: str | None = None
    task_version: int | None = None
    assignee_id: int | None = None


@dataclass(frozen=True)
class NewSubmission:
    """A submission about to be stored, under the key that makes a repeat harmless."""

    agency_id: int
    key: UUID
    case_id: int
    task_id: UUID
    element: str
    person_id: int
    answers: dict
    sha256: bytes
    at: datetime


@dataclass(frozen=True)
class Submitted:
    """What one person handed in for one task."""

    person_id: int
    answers: dict
    at: datetime


@dataclass(frozen=True)
class NewTask:
    """A task row about to be written."""

    id: UUID
    process: str
    element: str
    stage: str | None
    name: str
    form: str | None
    assignee_id: int | None
    groups: list[str]
    due_at: datetime | None


_CASE = """c.agency_id, c.id as case_id, c.cycle_id, c.employee_id, c.process_version_id, c.status, c.stage, c.state,
  c.version, c.chain_length, c.chain_head,
  array(select w.id from timer w where w.agency_id = c.agency_id and w.case_id = c.id and w.incident_id is not null)
    as held_timers"""

# "No key": a submission, stored before its case is locked, has a share lock on the key of the case already, and
# people who hand in for one case at the same instant must not wait for each other in a circle.
_LOCK_FOR_TASK = f"""
select {_CASE}, t.status as task_status, t.version as task_version, t.assignee_id
from "case" c join task t on t.agency_id = c.agency_id and t.case_id = c.id
where c.agency_id = %s and c.id = %s and t.id = %s
for no key update of c, t"""

_LOCK = f"""select {_CASE} from "case" c where c.agency_id = %s and c.id = %s for no key update"""

_LOCK_IF_FREE = _LOCK + " skip locked"

_KEEP_SUBMISSION = """
insert into submission (agency_id, key, case_id, task_id, element, person_id, answers, sha256, at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict do nothing
returning 1"""

_LATEST = """
select person_id, answers, at from submission where agency_id = %s and case_id = %s and element = %s
order by at desc, key desc limit 1"""

# Of submissions: the case was taken back to before them. They are kept, but nobody reckons with them any more.
TAKEN_BACK = """exists (
  select 1 from event back join event given using (agency_id, case_id)
  where back.agency_id = submission.agency_id and back.case_id = submission.case_id and back.kind = 'case returned'
  and given.task_id = submission.task_id and given.kind = 'task completed'
  and back.seq > given.seq and (convert_from(back.body, 'UTF8')::jsonb -> 'back_to')::int < given.seq)"""

_SUBMISSIONS = f"""
select person_id, answers, at from submission
where agency_id = %s and case_id = %s and element = %s and at >= coalesce(%s, '-infinity'::timestamptz)
and not {TAKEN_BACK}
order by at, key"""

_CLOSE = """
with withdrawn as (
  update task set status = 'withdrawn', closed_at = %(at)s
  where agency_id = %(agency)s and id = any(%(withdrawn)s) and status = 'open'
), forgotten as (
  delete from draft where agency_id = %(agency)s and task_id = any(%(closed)s)
), seen as (
  update notice set read_at = %(at)s
  where agency_id = %(agency)s and task_id = any(%(closed)s) and read_at is null
), stopped as (
  delete from timer where agency_id = %(agency)s and case_id = %(case)s and id <> all(%(timers)s)
), let_go as (
  delete from snapshot where %(ended_at)s::timestamptz is not null and agency_id = %(agency)s and case_id = %(case)s
)
update task set status = 'done', closed_at = %(at)s, completed_by = %(actor)s
where agency_id = %(agency)s and id = %(done)s"""

_ADVANCE = """
with advanced as (
  update "case" set state = %(state)s, version = version + 1, process_version_id = %(process)s, stage = %(stage)s,
    status = %(status)s, ended_at = %(ended_at)s, chain_length = %(seq)s, chain_head = %(hash)s
  where agency_id = %(agency)s and id = %(case)s
), opened as (
  insert into task (agency_id, id, case_id, process, element, stage, name, form, assignee_id, groups, due_at, opened_at)
  select %(agency)s, n.id, %(case)s, n.process, n.element, n.stage, n.name, n.form, n.assignee_id,
    coalesce(string_to_array(nullif(n.groups, ''), ','), '{}'), n.due_at, %(at)s
  from unnest(%(ids)s::uuid[], %(processes)s::text[], %(elements)s::text[], %(stages)s::text[], %(names)s::text[],
    %(forms)s::text[], %(assignees)s::bigint[], %(groups)s::text[], %(dues)s::timestamptz[])
    as n(id, process, element, stage, name, form, assignee_id, groups, due_at)
), set_timers as (
  insert into timer (agency_id, id, case_id, element, due_at)
  select %(agency)s, n.id, %(case)s, n.element, n.due_at
  from unnest(%(timer_ids)s::uuid[], %(timer_elements)s::text[], %(timer_dues)s::timestamptz[])
    as n(id, element, due_at)
  on conflict (agency_id, id) do update set due_at = excluded.due_at where timer.due_at <> excluded.due_at
), kept as (
  insert into snapshot (agency_id, case_id, seq, process_version_id, state)
  select %(agency)s, %(case)s, %(seq)s, %(process)s, %(state)s where %(ended_at)s::timestamptz is null
)
insert into event (agency_id, case_id, seq, at, kind, actor_id, task_id, body, hash)
values (%(agency)s, %(case)s, %(seq)s, %(at)s, %(kind)s, %(actor)s, %(task)s, %(body)s, %(hash)s)"""


def lock(agency_id: int, case_id: int, *, wait: bool = True) -> Locked | None:
    """Lock the case; None when it does not exist or, without `wait`, somebody else is at it."""
    with connection().cursor(row_factory=class_row(Locked)) as cursor:
        return cursor.execute(_LOCK if wait else _LOCK_IF_FREE, (agency_id, case_id)).fetchone()


def lock_new(agency_id: int, case_id: int) -> Locked:
    """The case that this transaction has just made."""
    found = lock(agency_id, case_id)
    if found is None:
        raise LookupError(f"case {agency_id}/{case_id} is not there")
    return found


def hand_in(submission: NewSubmission) -> tuple[bool, Locked | None]:
    """Store what was handed in, then lock the case and read it with the task; waits for whoever holds it.

    The first result is False when this key or this task has been submitted already.
    """
    s = submission
    row = (s.agency_id, s.key, s.case_id, s.task_id, s.element, s.person_id, Jsonb(s.answers), s.sha256, s.at)
    on = connection()
    with together():
        kept = on.execute(_KEEP_SUBMISSION, row)
        locked = on.cursor(row_factory=class_row(Locked)).execute(_LOCK_FOR_TASK, (s.agency_id, s.case_id, s.task_id))
    return kept.fetchone() is not None, locked.fetchone()


def submission(agency_id: int, key: UUID) -> dict | None:
    """Who handed in what under this key."""
    with connection().cursor(row_factory=dict_row) as cursor:
        statement = "select person_id, task_id, sha256 from submission where agency_id = %s and key = %s"
        return cursor.execute(statement, (agency_id, key)).fetchone()


def latest(agency_id: int, case_id: int, element: str) -> Submitted | None:
    """What was handed in last for this user task of the case."""
    with connection().cursor(row_factory=class_row(Submitted)) as cursor:
        return cursor.execute(_LATEST, (agency_id, case_id, element)).fetchone()


def submissions(agency_id: int, case_id: int, element: str, since: datetime | None) -> list[Submitted]:
    """All that was handed in for this user task of the case, oldest first."""
    with connection().cursor(row_factory=class_row(Submitted)) as cursor:
        return cursor.execute(_SUBMISSIONS, (agency_id, case_id, element, since)).fetchall()


def advance(
    case: Locked,
    *,
    state: bytes,
    stage: str | None,
    status: str = "running",
    done: UUID | None = None,
    withdrawn: list[UUID],
    opened: list[NewTask],
    timers: tuple[Timer, ...],
    event: Link,
) -> None:
    """Write everything that one step changed. Closing comes first, so that a step may open the same work again."""
    common = {
        "agency": case.agency_id,
        "case": case.case_id,
        "at": event.at,
        "actor": event.actor_id,
        "ended_at": None if status in LIVE else event.at,
    }
    connection().execute(
        _CLOSE,
        {
            **common,
            "done": done,
            "withdrawn": withdrawn,
            "closed": [*withdrawn, *([done] if done else [])],
            "timers": [t.id for t in timers],
        },
    )
    connection().execute(
        _ADVANCE,
        {
            **common,
            "state": state,
            "stage": stage,
            "status": status,
            "process": case.process_version_id,
            "seq": event.seq,
            "kind": event.kind,
            "task": event.task_id,
            "body": event.body,
            "hash": event.hash,
            "ids": [t.id for t in opened],
            "processes": [t.process for t in opened],
            "elements": [t.element for t in opened],
            "stages": [t.stage for t in opened],
            "names": [t.name for t in opened],
            "forms": [t.form for t in opened],
            "assignees": [t.assignee_id for t in opened],
            "groups": [",".join(t.groups) for t in opened],
            "dues": [t.due_at for t in opened],
            "timer_ids": [t.id for t in timers],
            "timer_elements": [t.element for t in timers],
            "timer_dues": [t.due for t in timers],
        },
    )
