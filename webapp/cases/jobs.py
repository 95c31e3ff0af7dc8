"""Background work of cases: opening them, telling people, sending mail, and the sweep over due timers."""

from typing import Any
from uuid import UUID

from webapp.cases import broadcast, incidents, moving, notices, opening, queries, service, surgery
from webapp.cases import upkeep as _rules  # noqa: F401  what cases forget must be known to the worker
from webapp.cases.letters import letter
from webapp.core import clock
from webapp.core.db import db, passes, undo
from webapp.core.jobs import MAIL, first_time, job


@job("cases.open_chunk")
def open_chunk(*, agency_id: int, cycle_id: int, persons: list[int]) -> None:
    opening.open_cases(agency_id, cycle_id, persons)


@job("cases.announce")
def announce(*, agency_id: int, tasks: list[str]) -> None:
    for task in tasks:
        if first_time(f"announce:{agency_id}:{task}"):
            notices.announce(agency_id, UUID(task))


@job("cases.remind")
def remind(*, agency_id: int, case_id: int, element: str, level: int, key: str) -> None:
    if first_time(f"remind:{agency_id}:{case_id}:{element}:{key}"):
        notices.remind(agency_id, case_id, element, level)


@job("cases.tell")
def tell(*, agency_id: int, case_id: int, person_id: int, letter: str, key: str = "") -> None:
    if first_time(f"tell:{agency_id}:{case_id}:{person_id}:{letter}:{key}"):
        notices.tell(agency_id, case_id, person_id, letter)


@job("cases.tell_reassigned")
def tell_reassigned(*, agency_id: int, case_id: int, seq: int) -> None:
    if first_time(f"reassigned:{agency_id}:{case_id}:{seq}"):
        notices.tell_reassigned(agency_id, case_id, seq)


@job("cases.mail", tries=8, growth=4, lane=MAIL)  # over six hours: longer than a mail server is away
def mail(*, agency_id: int, notice_id: int) -> None:
    notices.mail(agency_id, notice_id)


@job("cases.try_move")
def try_move(*, agency_id: int, migration_id: int, cases: list[int]) -> None:
    moving.try_chunk(agency_id, migration_id, cases)


@job("cases.move")
def move(*, agency_id: int, migration_id: int, cases: list[int]) -> None:
    moving.move_chunk(agency_id, migration_id, cases)


@job("cases.move_back")
def move_back(*, agency_id: int, migration_id: int, cases: list[int], reason: str, actor_id: int) -> None:
    moving.move_back_chunk(agency_id, migration_id, cases, reason, actor_id)


@letter(surgery.LETTER, template="cases/mail/surgery.txt", path="/cases/{case}")
def operated(agency_id: int, case_id: int) -> dict:
    act = surgery.last_act(agency_id, case_id)
    return {"kind": act.kind, "reason": act.reason, "actor": act.actor} if act else {}


@job("cases.send", tries=8, growth=4)  # whoever is to hear the message may come to wait for it hours later
def send(*, agency_id: int, thrown: str, key: str | None, payload: dict, sent: str, sender: int, hops: int = 0) -> None:
    if first_time(f"send:{agency_id}:{sent}"):
        broadcast.send(agency_id, thrown, key, payload, hops=hops)


@job("cases.broadcast")
def broadcast_signal(*, agency_id: int, thrown: str, payload: dict, sent: str, sender: int, hops: int = 0) -> None:
    if first_time(f"broadcast:{agency_id}:{sent}"):
        broadcast.broadcast(agency_id, thrown, payload, sent=sent, sender=sender, hops=hops)


@job("cases.hear")
def hear(*, agency_id: int, case_id: int, thrown: str, payload: dict, sent: str, **by: Any) -> None:
    if first_time(f"hear:{agency_id}:{sent}:{case_id}"):
        broadcast.hear(agency_id, case_id, thrown, payload, **by)


def fire_due_timers() -> int:
    """Let every case whose time has come go on, each in a transaction of its own; the number that did."""
    fired = 0
    for agency_id, case_id in queries.cases_with_due_timers(clock.now()):
        try:
            fired += service.tick(agency_id, case_id)
            db.session.commit()
        except Exception as error:
            undo()
            if passes(error):
                raise
            incidents.hold_timers(agency_id, case_id, error)
            db.session.commit()
    return fired
