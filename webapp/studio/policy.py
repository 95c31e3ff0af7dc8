"""Who may change processes."""

from webapp.core.permissions import allow, has_role

allow("process:edit", has_role("process_admin"))
allow("process:publish", has_role("process_admin"))
