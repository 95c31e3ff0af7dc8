"""What must hold after every fault: each statement finds the rows for which it does not."""

from sqlalchemy import select, text
from sqlalchemy.orm import undefer

from tests.faults.town import Town
from webapp.cases import chain
from webapp.cases.models import Case, Event
from webapp.core.db import db
from webapp.library import queries as library
from workflows import engine

STATEMENTS = {
    "a task is completed once": """
        select task_id from event where kind = 'task completed' group by 1 having count(*) > 1""",
    "what is done was handed in, and the reverse": """
        select t.id, t.status from task t left join submission s on s.agency_id = t.agency_id and s.task_id = t.id
        where (t.status = 'done') <> (s.key is not null)""",
    "who hands in is who completes": """
        select t.id from task t join submission s on s.agency_id = t.agency_id and s.task_id = t.id
        where t.completed_by is distinct from s.person_id""",
    "an ended case has no open work": """
        select t.id from task t join "case" c on c.agency_id = t.agency_id and c.id = t.case_id
        where t.status = 'open' and c.status <> 'running'""",
    "a running case waits for something": """
        select c.id from "case" c where c.status = 'running'
        and not exists (select 1 from task t where t.agency_id = c.agency_id and t.case_id = c.id and t.status = 'open')
        and not exists (select 1 from timer w where w.agency_id = c.agency_id and w.case_id = c.id)""",
    "each change of a case has its event": """
        select c.id, c.version, c.chain_length, count(e.seq) from "case" c
        left join event e on e.agency_id = c.agency_id and e.case_id = c.id
        group by c.agency_id, c.id having c.version <> count(e.seq) or c.chain_length <> count(e.seq)""",
    "a person has one live case in a cycle": """
        select employee_id from "case" where status <> 'cancelled' group by agency_id, cycle_id, employee_id
        having count(*) > 1""",
    "only open tasks have drafts": """
        select d.task_id from draft d join task t on t.agency_id = d.agency_id and t.id = d.task_id
        where t.status <> 'open'""",
    "nobody is told twice that a task is there": """
        select person_id, task_id from notice where subject not like 'Reminder%' and task_id is not null
        and at = (select min(at) from notice n where n.task_id = notice.task_id) group by 1, 2 having count(*) > 1""",
    "a job that failed for good has become an incident": """
        select id, task_name from procrastinate_jobs where status = 'failed'""",
}


def check(town: Town) -> None:
    """Fails with the name of whatever does not hold and the rows for which it does not."""
    with town.at_work():
        broken = {name: rows for name, statement in STATEMENTS.items() if (rows := _rows(statement))}
        for case in db.session.scalars(select(Case).options(undefer(Case.state))):
            broken |= _of_case(case)
    assert not broken


def _rows(statement: str) -> list[tuple]:
    return [tuple(row) for row in db.session.execute(text(statement))]


def _of_case(case: Case) -> dict[str, object]:
    process = library.pack(case.agency_id, case.process_version_id).process
    wanted = {item.id for item in engine.work(process, case.state)}
    found = {row[0] for row in db.session.execute(_OPEN, {"agency": case.agency_id, "case": case.id})}
    broken: dict[str, object] = {}
    if wanted != found:
        broken[f"engine and tasks of case {case.id} agree"] = (wanted, found)
    if not _chain_holds(case):
        broken[f"the chain of case {case.id} holds"] = case.chain_length
    return broken


_OPEN = text("select id from task where agency_id = :agency and case_id = :case and status = 'open'")


def _chain_holds(case: Case) -> bool:
    head = b""
    events = select(Event).where(Event.agency_id == case.agency_id, Event.case_id == case.id).order_by(Event.seq)
    for number, event in enumerate(db.session.scalars(events), start=1):
        head = chain.digest(
            head,
            number,
            case=(case.agency_id, case.id),
            at=event.at,
            kind=event.kind,
            actor_id=event.actor_id,
            task_id=event.task_id,
            content=event.body,
        )
        if event.hash != head:
            return False
    return head == case.chain_head
