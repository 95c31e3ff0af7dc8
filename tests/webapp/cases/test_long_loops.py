"""A case that has gone round for years is read as fast as a young one."""

import json

from sqlalchemy import text

from webapp.cases import ledger
from webapp.core.db import connection, db

ROUNDS = 150
GROWN = (
    """insert into task (agency_id, id, case_id, process, element, name, groups, status, completed_by, closed_at)
       select t.agency_id, gen_random_uuid(), t.case_id, t.process, 'looped', t.name, array['hr'], 'done',
         t.assignee_id, now()
       from task t, generate_series(1, :rounds) where t.id = :task""",
    """insert into submission (agency_id, key, case_id, task_id, element, person_id, answers, sha256)
       select agency_id, gen_random_uuid(), case_id, id, element, completed_by, '{}', sha256('') from task
       where case_id = :case and element = 'looped'""",
    """insert into event (agency_id, case_id, seq, at, kind, task_id, body, hash)
       select agency_id, case_id, 100 + row_number() over (), now(), 'task completed', id, '{}', sha256('') from task
       where case_id = :case and element = 'looped'""",
)


def test_reading_what_was_handed_in_looks_at_no_event_unless_the_case_was_taken_back(cycle):
    task = cycle.task("draft_plan")
    for statement in GROWN:
        db.session.execute(text(statement), {"rounds": ROUNDS, "task": task.id, "case": task.case_id})
    of_the_loop = (task.agency_id, task.case_id, "looped", None)
    [[[plan]]] = connection().execute(f"explain (analyze, format json) {ledger._SUBMISSIONS}", of_the_loop).fetchall()
    assert plan["Plan"]["Actual Rows"] == ROUNDS
    assert looked_at(plan["Plan"]) == 0, json.dumps(plan, indent=1)


def looked_at(node: dict) -> float:
    """Rows of events that were read, whether they were wanted or not."""
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if node.get("Relation Name") == "event" else 0
    return own * node["Actual Loops"] + sum(looked_at(inner) for inner in node.get("Plans", []))
