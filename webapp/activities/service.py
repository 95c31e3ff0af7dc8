"""The verbs of activity reports and evidence. None of them commits or sees the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from psycopg.types.json import Jsonb
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from webapp.activities import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.activities import queries
from webapp.activities.models import DAY_MINUTES, Activity, ActivityDraft, ActivityFile, CaseFile
from webapp.activities.refusals import DayNotYetCome, DayTooLong, NotMyIndicator
from webapp.core import clock, files
from webapp.core.db import connection, db
from webapp.core.files import File, Uploaded
from webapp.core.operations import OnCase
from webapp.core.permissions import require
from webapp.plans import queries as plans
from webapp.plans.service import handed_in, measures


@dataclass(frozen=True)
class Entry:
    """What a person reports about one activity."""

    day: date
    minutes: int
    text: str
    indicator_id: int | None = None
    result: Decimal | None = None
    unit: str | None = None
    obstacle: str | None = None


def report_activity(entry: Entry, uploads: Sequence[Uploaded] = (), *, actor, today: date) -> Activity:
    """Keep what I did, with its evidence. `today` is the date it is in the agency."""
    require(actor, "activity:report")
    activity = Activity(agency_id=actor.agency_id, person_id=actor.person_id, reported_at=clock.now())
    _fill(activity, entry, actor, today)
    db.session.add(activity)
    db.session.flush()
    _link(activity, uploads, actor)
    db.session.execute(delete(ActivityDraft).where(*_mine(actor)))
    return activity


def save_draft(typed: dict[str, str], *, actor) -> datetime:
    """Keep what I have typed of a report so far; when that was."""
    require(actor, "activity:report")
    row = insert(ActivityDraft).values(
        agency_id=actor.agency_id, person_id=actor.person_id, typed=typed, saved_at=clock.now()
    )
    kept = row.on_conflict_do_update(
        index_elements=["agency_id", "person_id"],
        set_={"typed": row.excluded.typed, "saved_at": row.excluded.saved_at},
    )
    return db.session.scalars(kept.returning(ActivityDraft.saved_at)).one()


def change_activity(activity: Activity, entry: Entry, uploads: Sequence[Uploaded] = (), *, actor, today: date) -> None:
    """Correct my report; files are added to those it has."""
    require(actor, "activity:change", activity)
    _fill(activity, entry, actor, today)
    activity.changed_at = clock.now()
    _link(activity, uploads, actor)


def withdraw_activity(activity: Activity, *, actor) -> None:
    """Take my report back; nobody sees it any more."""
    require(actor, "activity:change", activity)
    activity.withdrawn_at = clock.now()


def note_comment(activity: Activity, *, actor) -> None:
    """From the first comment on, a report stays as it is: the comment is about these words."""
    require(actor, "activity:comment", activity)
    if activity.commented_at is None:
        activity.commented_at, activity.commented_by = clock.now(), actor.person_id


def record_evidence(on: OnCase, task: str, period: int) -> None:
    """Keep what the person shows for the period; a second report of the same period replaces the first."""
    answers, plan = handed_in(on, task), measures(on)
    rows = [
        {"indicator": plan.known(row["code"]).id, "note": row.get("evidence_note"), "link": row.get("evidence_link")}
        for row in answers.get("indicators") or []
        if row.get("evidence_note") or row.get("evidence_link")
    ]
    attached = attach_to_case(on, answers.get("evidence_files"))
    rows += [{"file": file.id} for file in attached]
    row = {"agency": on.agency_id, "case": on.case_id, "period": period, "by": on.actor_id or on.employee_id}
    connection().execute(_KEEP_EVIDENCE, {**row, "at": on.now, "rows": Jsonb(rows)})


def attach_to_case(on: OnCase, references: list[dict] | None) -> list[File]:
    """Let everybody who may see the case read these files of an answer. Raises FileGone when one was never stored."""
    attached = files.found(references, agency_id=on.agency_id, person_id=on.actor_id or on.employee_id)
    if attached:
        rows = [{"agency_id": on.agency_id, "case_id": on.case_id, "file_id": file.id} for file in attached]
        db.session.execute(insert(CaseFile).on_conflict_do_nothing(), rows)
    return attached


_KEEP_EVIDENCE = """
with dropped as (
  delete from evidence where agency_id = %(agency)s and case_id = %(case)s and period = %(period)s
)
insert into evidence (agency_id, case_id, period, indicator_id, note, link, file_id, given_by, given_at)
select %(agency)s, %(case)s, %(period)s, indicator, nullif(note, ''), nullif(link, ''), file, %(by)s, %(at)s
from jsonb_to_recordset(%(rows)s) as n(indicator bigint, note text, link text, file bigint)"""


def _mine(actor) -> tuple:
    return ActivityDraft.agency_id == actor.agency_id, ActivityDraft.person_id == actor.person_id


def _fill(activity: Activity, entry: Entry, actor, today: date) -> None:
    if entry.day > today:
        raise DayNotYetCome
    mine = {indicator.id for indicator in plans.indicators_of(actor.agency_id, actor.person_id)}
    if entry.indicator_id is not None and entry.indicator_id not in {*mine, activity.indicator_id}:
        raise NotMyIndicator
    others = queries.minutes_on(actor.agency_id, actor.person_id, entry.day, but=activity.id)
    if others + entry.minutes > DAY_MINUTES:
        raise DayTooLong
    activity.day, activity.minutes, activity.text = entry.day, entry.minutes, entry.text
    activity.indicator_id = entry.indicator_id
    activity.result = entry.result
    activity.unit = (entry.unit or None) if entry.result is not None else None
    activity.obstacle = entry.obstacle or None


def _link(activity: Activity, uploads: Sequence[Uploaded], actor) -> None:
    for upload in uploads:
        file = files.keep(upload, agency_id=actor.agency_id, person_id=actor.person_id)
        row = insert(ActivityFile).values(agency_id=actor.agency_id, activity_id=activity.id, file_id=file.id)
        db.session.execute(row.on_conflict_do_nothing())
