"""Who may do what with awards and certificates."""

from webapp.core.permissions import allow, has_role

allow("award:list", has_role("hr", "agency_head"))
allow("certificate:revoke", has_role("agency_head"))
