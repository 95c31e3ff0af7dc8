"""What must hold after every fault: what `siklus check` asks, the chains, and what only a test can know."""

from sqlalchemy import text

from tests.faults.town import Town
from webapp.cases import health
from webapp.cases.audit import Audit
from webapp.core.db import connection, db

# While nobody was reminded, each person is told of each task once.
ONCE = {
    "a person has one live case in a cycle": """
        select employee_id from "case" where status <> 'cancelled'
        group by agency_id, cycle_id, employee_id having count(*) > 1""",
    "nobody is told twice of the same": """
        select person_id, task_id from notice group by person_id, task_id, body having count(*) > 1""",
    "nothing is left in the queue that nobody will run": """
        select id from procrastinate_jobs where status not in ('todo', 'doing')""",
}


def check(town: Town) -> None:
    """Fails with whatever does not hold, and for which rows."""
    with town.at_work():
        broken = [f"{name}: {row}" for name, statement in ONCE.items() for row in db.session.execute(text(statement))]
        broken += [finding.line for finding in health.findings(connection())]
    broken += [f"case {case}: {what}" for case, what in chain_faults(town).items()]
    assert not broken, "\n".join(broken)


def chain_faults(town: Town) -> dict[int, str]:
    """What is wrong with the histories, by case."""
    with town.at_work():
        return {fault.case_id: fault.what for fault in Audit(connection()).faults()}
