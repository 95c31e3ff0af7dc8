"""The statements by which steps read and write plans: one each, written by hand, on the session's own connection.

Rows go to the database as JSON and become rows there, so that a plan with all its parts is one round trip.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from weakref import WeakKeyDictionary

from psycopg.types.json import Jsonb
from sqlalchemy.orm import SessionTransaction

from webapp.core.db import connection, db
from webapp.plans.refusals import UnknownIndicator


@dataclass(frozen=True)
class Measure:
    """What steps need to know of an indicator."""

    id: int
    target: Decimal | None
    polarity: str
    weight: Decimal


@dataclass(frozen=True)
class Measures:
    """The indicators of the plan `id`, by their codes."""

    id: int
    by_code: Mapping[str, Measure]

    def known(self, code: str) -> Measure:
        """The indicator that a form names by its code; a Refusal when there is none."""
        if code not in self.by_code:
            raise UnknownIndicator(code=code)
        return self.by_code[code]


@dataclass(frozen=True)
class Draft(Measures):
    """The latest draft.

    `version` is None until it is adopted, `answered_by` tells for each task who answered to it in it, `before` is id
    and version of the plan that counts until this one does.
    """

    version: int | None
    answered_by: Mapping[str, int]
    before: tuple[int, int] | None


_MEASURES = """
select p.id, r.number || '.' || i.number, i.id, i.target, i.polarity, i.weight
from plan p join plan_result r on r.agency_id = p.agency_id and r.plan_id = p.id
  join indicator i on i.agency_id = r.agency_id and i.result_id = r.id
where p.agency_id = %s and p.case_id = %s and p.adopted_at is not null and p.superseded_at is null"""

_LATEST_DRAFT = """
select p.id, p.version,
  (select coalesce(jsonb_object_agg(task, decided_by), '{}') from plan_agreement a
    where a.agency_id = p.agency_id and a.plan_id = p.id),
  b.id, b.version, r.number || '.' || i.number, i.id, i.target, i.polarity, i.weight
from plan p join plan_result r on r.agency_id = p.agency_id and r.plan_id = p.id
  join indicator i on i.agency_id = r.agency_id and i.result_id = r.id
  left join plan b on b.agency_id = p.agency_id and b.case_id = p.case_id
    and b.adopted_at is not null and b.superseded_at is null
where p.agency_id = %(agency)s and p.case_id = %(case)s
  and p.revision = (select max(revision) from plan where agency_id = %(agency)s and case_id = %(case)s)"""

_KEEP_DRAFT = """
with draft as (
  insert into plan (agency_id, case_id, revision, support, accountability, consequences, drafted_by, drafted_at)
  select %(agency)s, %(case)s, 1 + coalesce(max(revision), 0), %(support)s, %(accountability)s, %(consequences)s,
    %(by)s, %(at)s
  from plan where agency_id = %(agency)s and case_id = %(case)s
  returning id, revision
), results as (
  insert into plan_result (agency_id, plan_id, number, kind, title, superior_result, reason_without_superior_result)
  select %(agency)s, draft.id, n.number, n.kind, n.title, nullif(n.superior_result, ''),
    nullif(n.reason_without_superior_result, '')
  from draft, jsonb_to_recordset(%(results)s) as n(number bigint, kind text, title text, superior_result text,
    reason_without_superior_result text)
  order by n.number
  returning id, number
), indicators as (
  insert into indicator (agency_id, result_id, number, aspect, title, unit, polarity, consolidation, target, weight,
    source)
  select %(agency)s, results.id, n.number, n.aspect, n.title, n.unit, n.polarity, n.consolidation, n.target,
    coalesce(n.weight, 0), nullif(n.source, '')
  from jsonb_to_recordset(%(indicators)s) as n(result bigint, number bigint, aspect text, title text, unit text,
      polarity text, consolidation text, target numeric, weight numeric, source text)
    join results on results.number = n.result
  order by n.result, n.number
  returning id, result_id, number
), targets as (
  insert into target (agency_id, indicator_id, period, value)
  select %(agency)s, indicators.id, n.period, n.target
  from jsonb_to_recordset(%(targets)s) as n(result bigint, number bigint, period bigint, target numeric)
    join results on results.number = n.result
    join indicators on indicators.result_id = results.id and indicators.number = n.number
)
select revision from draft"""

_KEEP_ROUND = """
with round as (
  insert into plan_agreement (agency_id, plan_id, task, decision, reason, decided_by, decided_at)
  values (%(agency)s, %(plan)s, %(task)s, %(decision)s, %(reason)s, %(by)s, %(at)s)
  returning id
), notes as (
  insert into agreement_note (agency_id, agreement_id, indicator_id, verdict, note)
  select %(agency)s, round.id, n.indicator, n.verdict, nullif(n.note, '')
  from round, jsonb_to_recordset(%(notes)s) as n(indicator bigint, verdict text, note text)
)
insert into expectation (agency_id, agreement_id, value, text)
select %(agency)s, round.id, n.key, n.value from round, jsonb_each_text(%(expectations)s) as n"""

_SET_NUMBERS = """
with given as (
  select * from jsonb_to_recordset(%(indicators)s) as n(id bigint, target numeric, weight numeric)
), targets as (
  select * from jsonb_to_recordset(%(targets)s) as n(id bigint, period bigint, target numeric)
), changed as (
  update indicator set target = given.target, weight = coalesce(given.weight, 0)
  from given where indicator.agency_id = %(agency)s and indicator.id = given.id
), dropped as (
  delete from target t using given where t.agency_id = %(agency)s and t.indicator_id = given.id
    and not exists (select from targets where targets.id = t.indicator_id and targets.period = t.period)
)
insert into target (agency_id, indicator_id, period, value)
select %(agency)s, id, period, target from targets
on conflict (agency_id, indicator_id, period) do update set value = excluded.value"""

_SUPERSEDE = "update plan set superseded_at = %s where agency_id = %s and id = %s"

_ADOPT = """
update plan set version = %(version)s, adopted_by = %(by)s, adopted_at = %(at)s, adopted_in = %(task)s
where agency_id = %(agency)s and id = %(plan)s"""

# Another report of the same period takes the place of the first; what it says nothing about is gone.
_KEEP_PROGRESS = """
with report as (
  insert into progress_report (agency_id, case_id, plan_id, period, effort, obstacles, support_needed, reported_by,
    reported_at)
  values (%(agency)s, %(case)s, %(plan)s, %(period)s, %(effort)s, %(obstacles)s, %(support_needed)s, %(by)s, %(at)s)
  on conflict (agency_id, case_id, period) do update set plan_id = excluded.plan_id, effort = excluded.effort,
    obstacles = excluded.obstacles, support_needed = excluded.support_needed, reported_by = excluded.reported_by,
    reported_at = excluded.reported_at
  returning id
), dropped as (
  delete from progress using report where progress.agency_id = %(agency)s and progress.report_id = report.id
    and progress.indicator_id <> all(%(indicators)s)
)
insert into progress (agency_id, report_id, indicator_id, realisation)
select %(agency)s, report.id, n.indicator, n.realisation
from report, unnest(%(indicators)s::bigint[], %(realisations)s::numeric[]) as n(indicator, realisation)
on conflict (agency_id, report_id, indicator_id) do update set realisation = excluded.realisation"""

_kept: WeakKeyDictionary[SessionTransaction, dict[tuple[int, int], Measures]] = WeakKeyDictionary()


def measures(agency_id: int, case_id: int) -> Measures | None:
    """The indicators that count in the case now; read once in a transaction, since several operations ask in a row."""
    read, kept = connection(), _of_transaction()
    if (agency_id, case_id) not in kept:
        rows = read.execute(_MEASURES, (agency_id, case_id)).fetchall()
        if not rows:
            return None
        kept[agency_id, case_id] = Measures(rows[0][0], {code: Measure(*of) for _plan, code, *of in rows})
    return kept[agency_id, case_id]


def latest_draft(agency_id: int, case_id: int) -> Draft | None:
    rows = connection().execute(_LATEST_DRAFT, {"agency": agency_id, "case": case_id}).fetchall()
    if not rows:
        return None
    id_, version, answered_by, before, before_version, *_ = rows[0]
    by_code = {row[5]: Measure(*row[6:]) for row in rows}
    return Draft(id_, by_code, version, answered_by, (before, before_version) if before else None)


def keep_draft(
    agency_id: int, case_id: int, *, by: int, at: datetime, texts: dict, results: list, indicators: list, targets: list
) -> int:
    """Store a draft; rows of indicators and targets name the `result` and `number` they belong to. The revision."""
    parts = {"results": Jsonb(results), "indicators": Jsonb(indicators), "targets": Jsonb(targets)}
    row = {"agency": agency_id, "case": case_id, "by": by, "at": at, **texts, **parts}
    found = connection().execute(_KEEP_DRAFT, row).fetchone()
    if found is None:
        raise LookupError("the draft was not stored")
    return found[0]


def keep_round(
    agency_id: int,
    draft: Draft,
    task: str,
    *,
    decision: str,
    reason: str | None,
    by: int,
    at: datetime,
    notes: list,
    expectations: dict,
) -> None:
    """Store what somebody answered to the draft: notes by indicator, expectations by value."""
    said = {"decision": decision, "reason": reason, "notes": Jsonb(notes), "expectations": Jsonb(expectations)}
    row = {"agency": agency_id, "plan": draft.id, "task": task, "by": by, "at": at, **said}
    connection().execute(_KEEP_ROUND, row)


def set_numbers(agency_id: int, *, indicators: list, targets: list) -> None:
    """Give these indicators other targets and weights."""
    parts = {"indicators": Jsonb(indicators), "targets": Jsonb(targets)}
    connection().execute(_SET_NUMBERS, {"agency": agency_id, **parts})


def adopt(agency_id: int, case_id: int, draft: Draft, *, by: int, at: datetime, task: str) -> int:
    """Let the draft count, and the plan before it no more. The version."""
    before, version = draft.before or (None, 0)
    if before is not None:
        connection().execute(_SUPERSEDE, (at, agency_id, before))
    row = {"agency": agency_id, "plan": draft.id, "version": version + 1, "by": by, "at": at, "task": task}
    connection().execute(_ADOPT, row)
    _of_transaction().pop((agency_id, case_id), None)
    return version + 1


def keep_progress(
    agency_id: int,
    case_id: int,
    period: int,
    *,
    plan_id: int,
    by: int,
    at: datetime,
    texts: dict,
    realisations: Mapping[int, Decimal | None],
) -> None:
    """Store what was reported for the period, by indicator."""
    rows = {"indicators": list(realisations), "realisations": list(realisations.values())}
    row = {"agency": agency_id, "case": case_id, "plan": plan_id, "period": period, "by": by, "at": at}
    connection().execute(_KEEP_PROGRESS, {**row, **texts, **rows})


def _of_transaction() -> dict[tuple[int, int], Measures]:
    transaction = db.session().get_transaction()
    if transaction is None:
        raise LookupError("no transaction has begun")
    return _kept.setdefault(transaction, {})
