"""Who may enter the forum room, and who signs minutes. What lies in the room is decided per panel, see queries."""

from webapp.core.permissions import allow, has_role


def was_present(_actor, attendance) -> bool:
    return attendance is not None and attendance.present


allow("forum:enter", has_role("panel"))
allow("minutes:sign", was_present)
