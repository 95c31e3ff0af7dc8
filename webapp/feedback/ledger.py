"""The statements by which steps write reviews, assessments and comments: one each, on the session's own connection.

What is handed in again takes the place of what was there, and what it says nothing about is gone.
"""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from psycopg.types.json import Jsonb

from webapp.core.db import connection


class Assessed(NamedTuple):
    """What an assessment says of one indicator."""

    indicator: int
    realisation: Decimal | None
    achievement: Decimal | None
    note: str | None


OF_THE_PERSON = (
    "effort",
    "obstacles",
    "innovation_title",
    "innovation_benefit",
    "innovation_evidence",
    "strengths",
    "growth",
)
OF_THE_RATER = (
    "proposed_work_rating",
    "work_rating",
    "deviation_reason",
    "innovation_note",
    "integrity_breach",
    "integrity_note",
    "notes",
    "recommendation",
)
_ASSESSMENT = ("author_id", "given_at", "achievement", *OF_THE_PERSON, *OF_THE_RATER, "files")

_KEEP_REVIEW = """
with said as (
  insert into period_feedback (agency_id, case_id, period, author_id, given_at, tone, keep, improve, agreement)
  values (%(agency)s, %(case)s, %(period)s, %(author)s, %(at)s, %(tone)s, %(keep)s, %(improve)s, %(agreement)s)
  on conflict (agency_id, case_id, period) do update set author_id = excluded.author_id, given_at = excluded.given_at,
    tone = excluded.tone, keep = excluded.keep, improve = excluded.improve, agreement = excluded.agreement
  returning id
), rows as (
  select * from jsonb_to_recordset(%(rows)s) as n(indicator bigint, tone text, text text)
), dropped as (
  delete from indicator_feedback f using said where f.agency_id = %(agency)s and f.feedback_id = said.id
    and f.indicator_id not in (select indicator from rows)
)
insert into indicator_feedback (agency_id, feedback_id, indicator_id, tone, text)
select %(agency)s, said.id, indicator, tone, nullif(text, '') from said, rows
on conflict (agency_id, feedback_id, indicator_id) do update set tone = excluded.tone, text = excluded.text"""

_KEEP_ASSESSMENT = f"""
with said as (
  insert into assessment (agency_id, case_id, kind, {", ".join(_ASSESSMENT)})
  values (%(agency)s, %(case)s, %(kind)s, {", ".join(f"%({name})s" for name in _ASSESSMENT)})
  on conflict (agency_id, case_id, kind) do update set behaviour_rating = null,
    {", ".join(f"{name} = excluded.{name}" for name in _ASSESSMENT)}
  returning id
), rows as (
  select * from unnest(%(indicators)s::bigint[], %(realisations)s::numeric[], %(achievements)s::numeric[],
    %(indicator_notes)s::text[]) as n(indicator, realisation, achievement, note)
), dropped as (
  delete from assessed_indicator a using said where a.agency_id = %(agency)s and a.assessment_id = said.id
    and a.indicator_id not in (select indicator from rows)
), indicators as (
  insert into assessed_indicator (agency_id, assessment_id, indicator_id, realisation, achievement, note)
  select %(agency)s, said.id, indicator, realisation, achievement, note from said, rows
  on conflict (agency_id, assessment_id, indicator_id) do update set realisation = excluded.realisation,
    achievement = excluded.achievement, note = excluded.note
)
insert into assessed_value (agency_id, assessment_id, value, rating, note)
select %(agency)s, said.id, n.value, n.rating, n.note
from said, unnest(%(values)s::text[], %(ratings)s::text[], %(value_notes)s::text[]) as n(value, rating, note)
on conflict (agency_id, assessment_id, value) do update set rating = excluded.rating, note = excluded.note"""

_RATE_BEHAVIOUR = """
update assessment set behaviour_rating = %(rating)s
where agency_id = %(agency)s and id = (
  select id from assessment where agency_id = %(agency)s and case_id = %(case)s and kind <> 'self'
  order by given_at desc, id desc limit 1)"""

_KEEP_COMMENT = """
with said as (
  insert into rating_comment (agency_id, case_id, author_id, given_at, stance, behaviour_remark, general,
    wants_to_attend, files)
  values (%(agency)s, %(case)s, %(author)s, %(at)s, %(stance)s, %(behaviour_remark)s, %(general)s,
    %(wants_to_attend)s, %(files)s)
  on conflict (agency_id, case_id) do update set author_id = excluded.author_id, given_at = excluded.given_at,
    stance = excluded.stance, behaviour_remark = excluded.behaviour_remark, general = excluded.general,
    wants_to_attend = excluded.wants_to_attend, files = excluded.files
  returning id
), dropped as (
  delete from indicator_remark r using said where r.agency_id = %(agency)s and r.comment_id = said.id
    and r.indicator_id <> all(%(indicators)s)
)
insert into indicator_remark (agency_id, comment_id, indicator_id, remark)
select %(agency)s, said.id, n.indicator, n.remark
from said, unnest(%(indicators)s::bigint[], %(remarks)s::text[]) as n(indicator, remark)
on conflict (agency_id, comment_id, indicator_id) do update set remark = excluded.remark"""


def keep_review(
    agency_id: int, case_id: int, period: int, *, author: int, at: datetime, said: dict, rows: list
) -> None:
    """Store what the supervisor said about a period; `rows` by indicator with tone and text."""
    row = {"agency": agency_id, "case": case_id, "period": period, "author": author, "at": at, "rows": Jsonb(rows)}
    connection().execute(_KEEP_REVIEW, row | said)


def keep_assessment(
    agency_id: int,
    case_id: int,
    kind: str,
    *,
    said: dict,
    indicators: list[Assessed],
    values: list[tuple[str, str, str | None]],
) -> None:
    """Store an assessment; `said` holds its columns, `values` are code, rating and note."""
    row = {"agency": agency_id, "case": case_id, "kind": kind, **dict.fromkeys(_ASSESSMENT), **said}
    row["files"] = Jsonb(said.get("files") or [])
    for number, name in enumerate(("indicators", "realisations", "achievements", "indicator_notes")):
        row[name] = [each[number] for each in indicators]
    for number, name in enumerate(("values", "ratings", "value_notes")):
        row[name] = [each[number] for each in values]
    connection().execute(_KEEP_ASSESSMENT, row)


def rate_behaviour(agency_id: int, case_id: int, rating: str) -> bool:
    """Add the rating of behaviour to the rating that counts; False when there is none."""
    row = {"agency": agency_id, "case": case_id, "rating": rating}
    return connection().execute(_RATE_BEHAVIOUR, row).rowcount == 1


def keep_comment(
    agency_id: int, case_id: int, *, author: int, at: datetime, said: dict, files: list, remarks: dict[int, str]
) -> None:
    """Store what the person said to the rating; `remarks` by indicator."""
    rows = {"indicators": list(remarks), "remarks": list(remarks.values()), "files": Jsonb(files)}
    row = {"agency": agency_id, "case": case_id, "author": author, "at": at, **rows}
    connection().execute(_KEEP_COMMENT, row | said)
