"""What a case waits for and what it has thrown: rows and jobs of one step. Never commits."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, tuple_
from sqlalchemy.dialects.postgresql import insert

from webapp.cases.ledger import Locked
from webapp.cases.models import Subscription
from webapp.core import jobs
from webapp.core.db import db
from webapp.library import queries as library
from workflows import Outcome, Thrown

MESSAGE, SIGNAL = "message", "signal"


def settle(case: Locked, outcome: Outcome) -> None:
    """Write down what the case waits for now, and ask for a job for each thing it has thrown."""
    if library.pack(case.agency_id, case.process_version_id).process.listens:
        _subscribe(case, set(_awaited(outcome)))
    for number, thrown in enumerate(outcome.messages):
        jobs.later("cases.send", **_posted(case, thrown, f"m{number}"), key=thrown.key)
    for number, thrown in enumerate(outcome.signals):
        jobs.later("cases.broadcast", **_posted(case, thrown, f"s{number}"))


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
