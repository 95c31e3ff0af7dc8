"""What a case waits for and what it has thrown: rows and jobs of one step, within bounds. Never commits."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, delete, tuple_
from sqlalchemy.dialects.postgresql import insert

from webapp.cases.ledger import Locked
from webapp.cases.models import LIVE, Case, Incident, Subscription
from webapp.core import jobs
from webapp.core.db import db
from webapp.library import queries as library
from workflows import Outcome, Thrown

MESSAGE, SIGNAL = "message", "signal"
MOST_HOPS = 20  # from case to case, before somebody looks whether it will ever end

_WITHOUT_END = (
    "This was thrown in answer to a message or a signal, that one in answer to another, and so on {hops} times, "
    "without a person or a deadline in between. Perhaps cases answer each other without end, so it is held back here. "
    "Try again to let it go on as far once more."
)


def settle(case: Locked, outcome: Outcome, hops: int = 0) -> None:
    """Write down what the case waits for now, and ask for a job for each thing it has thrown.

    What was thrown `hops` cases after the first one is told to go on, or held back as an incident when it is too far.
    """
    if library.pack(case.agency_id, case.process_version_id).process.listens:
        _subscribe(case, set(_awaited(outcome)))
    for number, thrown in enumerate(outcome.messages):
        _post("cases.send", hops, **_posted(case, thrown, f"m{number}"), key=thrown.key)
    for number, thrown in enumerate(outcome.signals):
        _post("cases.broadcast", hops, **_posted(case, thrown, f"s{number}"))


def over_live_cases(statement: Select, agency_id: int) -> Select:
    """The statement over what the live cases of the agency wait for, each row with its case."""
    its_case = and_(Case.agency_id == Subscription.agency_id, Case.id == Subscription.case_id)
    found = statement.select_from(Subscription).join(Case, its_case)
    return found.where(Subscription.agency_id == agency_id, Case.status.in_(LIVE))


def _post(job: str, hops: int, **told: Any) -> None:
    if hops < MOST_HOPS:
        jobs.later(job, **told, hops=hops + 1)
    else:
        again, why = {**told, "hops": 1}, _WITHOUT_END.format(hops=hops)
        agency_id, case_id = told["agency_id"], told["sender"]
        db.session.add(Incident(agency_id=agency_id, case_id=case_id, job=job, arguments=again, problem=why))


def _posted(case: Locked, thrown: Thrown, number: str) -> dict[str, Any]:
    """What is told of it; `sent` is a name of its own, by which a job knows what it has done already."""
    sent = f"{case.case_id}.{case.chain_length + 1}.{number}"
    told = {"thrown": thrown.name, "payload": thrown.payload, "sent": sent, "sender": case.case_id}
    return {"agency_id": case.agency_id, **told}


def _awaited(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    yield from ((MESSAGE, message.name, message.key or "") for message in outcome.waiting_for)
    yield from ((SIGNAL, name, "") for name in outcome.signals_awaited)


def _subscribe(case: Locked, awaited: set[tuple[str, str, str]]) -> None:
    mine = (Subscription.agency_id == case.agency_id) & (Subscription.case_id == case.case_id)
    row = tuple_(Subscription.kind, Subscription.name, Subscription.key)
    db.session.execute(delete(Subscription).where(mine, row.not_in(sorted(awaited))))
    if awaited:
        rows = [
            {"agency_id": case.agency_id, "case_id": case.case_id, "kind": kind, "name": name, "key": key}
            for kind, name, key in sorted(awaited)
        ]
        db.session.execute(insert(Subscription).values(rows).on_conflict_do_nothing())
