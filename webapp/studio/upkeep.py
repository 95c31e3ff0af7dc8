"""What the studio forgets: old trials of drafts, and what was saved on the way to drafts that are closed."""

from datetime import datetime

from webapp.core.upkeep import delete, forgets


@forgets("sandbox runs", setting="keep_trials_days")
def sandboxes(before: datetime, limit: int) -> int:
    """Nobody has gone on with them; what is worth keeping was kept as a scenario."""
    return delete(
        """
        delete from process_sandbox where (agency_id, draft_id, person_id) in (
          select agency_id, draft_id, person_id from process_sandbox
          where changed_at < :before limit :limit for update skip locked)
        returning draft_id
        """,
        before,
        limit,
    )


@forgets("simulations", setting="keep_trials_days")
def simulations(before: datetime, limit: int) -> int:
    """With their figures, or failed; the same seed gives the same figures again."""
    return delete(
        """
        delete from process_trial where (agency_id, id) in (
          select agency_id, id from process_trial
          where coalesce(ended_at, asked_at) < :before limit :limit for update skip locked)
        returning id
        """,
        before,
        limit,
    )


@forgets("earlier states of closed drafts", setting="keep_trials_days")
def revisions(before: datetime, limit: int) -> int:
    """Of a draft that was published or put aside the files as they stand remain, and those that it began with."""
    return delete(
        """
        delete from process_draft_revision where (agency_id, draft_id, name, number) in (
          select r.agency_id, r.draft_id, r.name, r.number from process_draft_revision r
          join process_draft d on d.agency_id = r.agency_id and d.id = r.draft_id
          join process_draft_file f on f.agency_id = r.agency_id and f.draft_id = r.draft_id and f.name = r.name
          where d.closed_at < :before and r.number <> f.standing and r.kind <> 'begun'
          limit :limit for update of r skip locked)
        returning number
        """,
        before,
        limit,
    )
