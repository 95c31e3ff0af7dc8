"""Timers that repeat: `R3/P1D` is three times, a day apart; `R/PT12H` has no end; a first moment may stand between."""

import re
from datetime import UTC, datetime, timedelta

from SpiffWorkflow.task import Task

from workflows.expressions import evaluate, moment, trouble
from workflows.model import Value

WRITTEN = re.compile(r"R([1-9]\d{0,5})?/(?:([^/]+)/)?(P[^/]+)\Z")
SHORTEST = timedelta(hours=1)


def begin(task: Task, value: Value, noted: dict) -> None:
    """Note when a repeating timer is due first, how often it is still due then, and what lies between."""
    written = evaluate(task, value)
    match = WRITTEN.match(written) if isinstance(written, str) else None
    if match is None:
        raise trouble(task, f"“{value.text}” is no repetition such as R3/P7D.")
    times, first, every = match.groups()
    noted["due"] = moment(task, Value(first or every, False)).isoformat()
    noted["every"] = every
    noted["times"] = int(times) if times else None


def following(task: Task, noted: dict) -> dict | None:
    """What is noted for the next time; None when this was the last. No time is left out, however late the clock."""
    if "every" not in noted or noted["times"] == 1:
        return None
    due = datetime.fromisoformat(noted["due"])
    then = _later(task, noted["every"], due)
    if then - due < SHORTEST:
        written = f"A timer may not repeat more often than every hour; “{noted['every']}” is less."
        raise trouble(task, written, "A timer may not repeat more often than every hour.")
    return {**noted, "due": then.isoformat(), "times": noted["times"] and noted["times"] - 1}


def _later(task: Task, every: str, due: datetime) -> datetime:
    counted = Value("date and time(due) + duration(step)", True)
    found = evaluate(task, counted, {"due": due.isoformat(), "step": every})
    if not isinstance(found, str):
        raise trouble(task, f"“{every}” is no duration.", "A timer repeats after what is no duration.")
    return datetime.fromisoformat(found).astimezone(UTC)
