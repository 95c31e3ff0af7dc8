"""What people forget: sessions that are over, and links for passwords that have been used or have ended."""

from datetime import datetime

from webapp.core.upkeep import delete, forgets


@forgets("ended sessions", setting="keep_sessions_days")
def sessions(before: datetime, limit: int) -> int:
    """Ended, or not used since: no session lasts as long as this without a request."""
    return delete(
        """
        delete from session where token_sha256 in (
          select token_sha256 from session where coalesce(ended_at, seen_at) < :before
          limit :limit for update skip locked)
        returning 1
        """,
        before,
        limit,
    )


@forgets("links for passwords", setting="keep_invitations_days")
def invitations(before: datetime, limit: int) -> int:
    return delete(
        """
        delete from invitation where (agency_id, id) in (
          select agency_id, id from invitation where coalesce(used_at, expires_at) < :before
          limit :limit for update skip locked)
        returning id
        """,
        before,
        limit,
    )
