"""Who may enter the forum room. What lies in it is decided per panel, see queries."""

from webapp.core.permissions import allow, has_role

allow("forum:enter", has_role("panel"))
