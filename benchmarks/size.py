"""S8: bytes on disk of a finished cycle with all tables and indexes, and of the state of a running case."""

from benchmarks import walking
from benchmarks.ground import Ground
from benchmarks.rows import Row
from webapp.cases.jobs import announce, mail
from webapp.core.db import db

_SIZE = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"""

_STATES = """select max(length(state)) from "case" where status = 'running' and id = any(%s)"""

_FINISHED = """select count(*) from "case" where status = 'finished' and id = any(%s)"""

_JOBS = """
delete from procrastinate_jobs where task_name in ('cases.announce', 'cases.mail') returning task_name, args"""


def rows(ground: Ground, cases: int) -> list[Row]:
    """Finishes so many cycles, with the notices that go with them, between two looks at the sizes."""
    _finish(ground, ground.open_cases(4))  # so that no table is counted from nothing
    before, largest, completions = _vacuumed_size(ground), 0, 0
    ids = ground.open_cases(cases)
    for tasks in walking.rounds(ground.map, ids):
        for task in tasks:
            walking.complete(ground.map, task)
        completions += len(tasks)
        largest = max(largest, _one(ground, _STATES, ids) or 0)
    _work_off_jobs(ground)
    grown = _vacuumed_size(ground) - before
    finished = _one(ground, _FINISHED, ids)
    if finished != cases:
        raise RuntimeError(f"only {finished} of {cases} cycles were finished")
    name = f"on disk per finished cycle of {completions / cases:g} completions"
    return [
        Row("S8", name, grown / cases / 1000, "kB", most=60),
        Row("S8", "state of a running case, largest", largest / 1000, "kB", most=2),
    ]


def _finish(ground: Ground, cases: list[int]) -> None:
    for tasks in walking.rounds(ground.map, cases):
        for task in tasks:
            walking.complete(ground.map, task)
    _work_off_jobs(ground)


def _work_off_jobs(ground: Ground) -> None:
    """What a worker would do: notices are rows too; its queue keeps no job that went well."""
    work = {"cases.announce": announce, "cases.mail": mail}
    while jobs := _taken(ground):
        with ground.application.test_request_context():
            for name, arguments in jobs:
                work[name](**arguments)
            db.session.commit()


def _taken(ground: Ground) -> list[tuple[str, dict]]:
    with ground.superuser("siklus") as connection:
        return connection.execute(_JOBS).fetchall()


def _vacuumed_size(ground: Ground) -> int:
    db.session.remove()
    with ground.superuser("siklus") as connection:
        connection.execute("vacuum full")
        return connection.execute(_SIZE).fetchone()[0]


def _one(ground: Ground, statement: str, ids: list[int]) -> int:
    with ground.superuser("siklus") as connection:
        return connection.execute(statement, (ids,)).fetchone()[0]
