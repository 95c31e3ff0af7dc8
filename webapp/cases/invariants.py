"""What must hold in the tables at any moment: each statement finds the rows for which it does not.

Each was chosen because a fault could break it (a killed process, a double click, a restored backup). What the schema
itself refuses is not repeated here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """`statement` selects the ids of what is wrong; `remedy` tells an admin what to do about it."""

    name: str
    statement: str
    remedy: str


_RESTORE = "The rows were changed behind the application's back: compare with a backup, and see `siklus audit verify`."
_START_WORKER = "Start `siklus worker`; if one runs, look at its log."

INVARIANTS = (
    Invariant(
        "a task is completed once",
        """
        select agency_id as agency, task_id as task, count(*) as completions from event
        where kind = 'task completed' group by 1, 2 having count(*) > 1
        """,
        _RESTORE,
    ),
    Invariant(
        "a task that is done has the event that says so",
        """
        select t.agency_id as agency, t.case_id as case, t.id as task from task t
        where t.status = 'done' and not exists (
          select 1 from event e where e.agency_id = t.agency_id and e.case_id = t.case_id and e.task_id = t.id
          and e.kind = 'task completed' and e.actor_id = t.completed_by)
        """,
        _RESTORE,
    ),
    Invariant(
        "what is done was handed in, by whoever completed it, and the reverse",
        """
        select coalesce(t.agency_id, s.agency_id) as agency, coalesce(t.id, s.task_id) as task, s.key as submission
        from (select * from task where status = 'done') t
        full join submission s on s.agency_id = t.agency_id and s.task_id = t.id
        where t.id is null or s.key is null or s.person_id <> t.completed_by
        """,
        _RESTORE,
    ),
    Invariant(
        "a submission is the one that the history tells of",
        """
        select s.agency_id as agency, s.case_id as case, s.key as submission from submission s
        join event e on e.agency_id = s.agency_id and e.case_id = s.case_id and e.task_id = s.task_id
        where e.kind = 'task completed'
        and convert_from(e.body, 'UTF8')::jsonb ->> 'submission' is distinct from encode(s.sha256, 'hex')
        """,
        _RESTORE,
    ),
    Invariant(
        "an ended case has no open work",
        """
        select c.agency_id as agency, c.id as case, t.id as task from "case" c
        join task t on t.agency_id = c.agency_id and t.case_id = c.id
        where c.status not in ('running', 'suspended') and t.status = 'open'
        """,
        "Withdraw the task: nothing can be handed in for it.",
    ),
    Invariant(
        "a case that does not run waits for no moment",
        """
        select c.agency_id as agency, c.id as case, w.id as timer from "case" c
        join timer w on w.agency_id = c.agency_id and w.case_id = c.id where c.status <> 'running'
        """,
        "Delete the timer: it has nothing to do any more.",
    ),
    Invariant(
        "a running case waits for somebody or something",
        """
        select c.agency_id as agency, c.id as case from "case" c where c.status = 'running'
        and not exists (select 1 from task t where t.agency_id = c.agency_id and t.case_id = c.id and t.status = 'open')
        and not exists (select 1 from timer w where w.agency_id = c.agency_id and w.case_id = c.id)
        and not exists (select 1 from subscription h where h.agency_id = c.agency_id and h.case_id = c.id)
        and not exists (
          select 1 from incident i where i.agency_id = c.agency_id and i.case_id = c.id and i.resolved_at is null)
        """,
        "The case is stuck. Report it with its number; its history tells the last step.",
    ),
    Invariant(
        "each step of a case has its event",
        """
        select c.agency_id as agency, c.id as case, c.version, c.chain_length as told, count(e.seq) as events
        from "case" c left join event e on e.agency_id = c.agency_id and e.case_id = c.id
        group by c.agency_id, c.id having c.version <> c.chain_length or c.chain_length <> count(e.seq)
        or c.chain_length <> coalesce(max(e.seq), 0)
        """,
        _RESTORE,
    ),
    Invariant(
        "only open tasks have drafts",
        """
        select d.agency_id as agency, d.task_id as task, d.person_id as person from draft d
        join task t on t.agency_id = d.agency_id and t.id = d.task_id where t.status <> 'open'
        """,
        "Delete the draft: what counts is the submission.",
    ),
    Invariant(
        "whoever has an open task has been told, or will be",
        """
        with coming as (
          select jsonb_array_elements_text(args -> 'tasks') as task from procrastinate_jobs
          where task_name = 'cases.announce' and status in ('todo', 'doing')
          union all
          select jsonb_array_elements_text(arguments -> 'tasks') from incident
          where job = 'cases.announce' and resolved_at is null)
        select t.agency_id as agency, t.case_id as case, t.id as task from task t
        where t.status = 'open'
        and not exists (select 1 from coming where coming.task = t.id::text)
        and not exists (select 1 from job_effect e where e.effect = 'announce:' || t.agency_id || ':' || t.id)
        """,
        "Tell the person who has the task: the job that should have done so is gone.",
    ),
    Invariant(
        "a moment that has come was acted on",
        """
        select w.agency_id as agency, w.case_id as case, w.id as timer, w.due_at as due from timer w
        where w.due_at < now() - interval '5 minutes' and w.incident_id is null
        """,
        _START_WORKER,
    ),
    Invariant(
        "a timer is held by an open incident only",
        """
        select w.agency_id as agency, w.case_id as case, w.id as timer, w.incident_id as incident from timer w
        join incident i on i.agency_id = w.agency_id and i.id = w.incident_id where i.resolved_at is not null
        """,
        "Set the timer's incident_id to null: then it fires at the next look.",
    ),
    Invariant(
        "a job that runs has a living worker",
        """
        select j.id as job, j.task_name as name from procrastinate_jobs j
        left join procrastinate_workers w on w.id = j.worker_id
        where j.status = 'doing' and coalesce(w.last_heartbeat, '-infinity') < now() - interval '60 seconds'
        """,
        _START_WORKER + " A worker takes such jobs up again within a minute.",
    ),
    Invariant(
        "no job waits for long",
        """
        select j.id as job, j.task_name as name, j.scheduled_at as since from procrastinate_jobs j
        where j.status = 'todo' and coalesce(j.scheduled_at, (
          select min(e.at) from procrastinate_events e where e.job_id = j.id)) < now() - interval '5 minutes'
        """,
        _START_WORKER,
    ),
    Invariant(
        "a job that failed for good has become an incident",
        """
        select j.id as job, j.task_name as name from procrastinate_jobs j
        where j.status = 'failed' and j.args ? 'agency_id' and not exists (
          select 1 from incident i where i.job = j.task_name and i.arguments = j.args)
        """,
        "Look for the job in the worker's log, then ask for it again.",
    ),
    Invariant(
        "who waits for a case to be opened is in the queue",
        """
        with coming as (
          select (args ->> 'agency_id')::bigint as agency, (args ->> 'cycle_id')::bigint as cycle,
            jsonb_array_elements(args -> 'persons')::bigint as person from procrastinate_jobs
          where task_name = 'cases.open_chunk' and status in ('todo', 'doing')
          union all
          select (arguments ->> 'agency_id')::bigint, (arguments ->> 'cycle_id')::bigint,
            jsonb_array_elements(arguments -> 'persons')::bigint from incident
          where job = 'cases.open_chunk' and resolved_at is null)
        select m.agency_id as agency, m.cycle_id as cycle, m.person_id as person from cycle_member m
        where m.state = 'waiting' and not exists (
          select 1 from coming where (agency, cycle, person) = (m.agency_id, m.cycle_id, m.person_id))
        """,
        "Open the cycle's page and let the missing cases be opened again.",
    ),
    Invariant(
        "a member of a cycle has a case when it says so, and only then",
        """
        select m.agency_id as agency, m.cycle_id as cycle, m.person_id as person, m.state from cycle_member m
        where (m.state = 'opened') <> exists (
          select 1 from "case" c
          where c.agency_id = m.agency_id and c.cycle_id = m.cycle_id and c.employee_id = m.person_id)
        """,
        _RESTORE,
    ),
)
