"""Who may do what with people and accounts: the rows of the truth table."""

from webapp.core.permissions import allow, has_role

allow("people:list", has_role("hr"))
allow("people:import", has_role("hr"))
allow("account:invite", has_role("hr"))
