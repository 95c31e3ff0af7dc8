"""What cases forget: old notices, resolved incidents, names of effects, drafts and files that belong to nothing."""

from datetime import datetime

from sqlalchemy import text

from webapp.core.db import Base, db
from webapp.core.files import forget_contents
from webapp.core.upkeep import delete, forgets


@forgets("notices", setting="keep_notices_days")
def notices(before: datetime, limit: int) -> int:
    """Read or not; those of open tasks stay, and those whose mail has failed and waits for somebody."""
    return delete(
        """
        delete from notice where (agency_id, id) in (
          select n.agency_id, n.id from notice n
          where n.at < :before
          and not exists (
            select 1 from task t where t.agency_id = n.agency_id and t.id = n.task_id and t.status = 'open')
          and not exists (
            select 1 from incident i where i.agency_id = n.agency_id and i.job = 'cases.mail' and i.resolved_at is null
            and (i.arguments ->> 'notice_id')::bigint = n.id)
          limit :limit for update skip locked)
        returning id
        """,
        before,
        limit,
    )


@forgets("resolved incidents", setting="keep_incidents_days")
def incidents(before: datetime, limit: int) -> int:
    return delete(
        """
        delete from incident where (agency_id, id) in (
          select i.agency_id, i.id from incident i
          where i.resolved_at < :before
          and not exists (select 1 from timer t where t.agency_id = i.agency_id and t.incident_id = i.id)
          limit :limit for update skip locked)
        returning id
        """,
        before,
        limit,
    )


@forgets("effects of jobs", setting="keep_effects_days")
def effects(before: datetime, limit: int) -> int:
    """That an open task was announced is remembered as long as it is open: `siklus check` asks for it."""
    return delete(
        """
        delete from job_effect where effect in (
          select e.effect from job_effect e
          where e.at < :before and not exists (
            select 1 from task t where t.status = 'open' and e.effect = 'announce:' || t.agency_id || ':' || t.id)
          limit :limit for update skip locked)
        returning effect
        """,
        before,
        limit,
    )


@forgets("drafts of closed tasks", setting="keep_drafts_days")
def drafts(before: datetime, limit: int) -> int:
    return delete(
        """
        delete from draft where (agency_id, task_id, person_id) in (
          select d.agency_id, d.task_id, d.person_id from draft d
          join task t on t.agency_id = d.agency_id and t.id = d.task_id
          where t.status <> 'open' and d.saved_at < :before
          limit :limit for update of d skip locked)
        returning task_id
        """,
        before,
        limit,
    )


@forgets("files that nothing names", setting="keep_files_days")
def files(before: datetime, limit: int) -> int:
    """Files that no row refers to, and no answer or draft of whoever brought them names."""
    referring = " ".join(f"and not exists ({clause})" for clause in _references())
    found = text(
        f"""
        delete from file where (agency_id, id) in (
          select f.agency_id, f.id from file f
          where f.uploaded_at < :before {referring}
          and not exists (
            select 1 from task t join submission s on s.agency_id = t.agency_id and s.task_id = t.id
            where t.agency_id = f.agency_id and t.completed_by = f.uploaded_by and t.status = 'done'
            and position(f.sha256 in s.answers::text) > 0)
          and not exists (
            select 1 from draft d where d.agency_id = f.agency_id and d.person_id = f.uploaded_by
            and position(f.sha256 in d.answers::text) > 0)
          limit :limit for update skip locked)
        returning id
        """
    )
    return len(db.session.execute(found, {"before": before, "limit": limit}).all())


@forgets("stored contents that no file names", setting="keep_files_days")
def contents(before: datetime, limit: int) -> int:
    """Also what an upload that came to nothing has left in the store."""
    return forget_contents(before, limit)


def _references() -> list[str]:
    """One clause for each foreign key to a file, of whatever feature."""
    return [
        f'select 1 from "{table.name}" x where x.agency_id = f.agency_id and x.{key.column_keys[1]} = f.id'
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name == "file"
    ]
