"""Who is who in the tests of access: one person for each role, and who is meant to hold which permission."""

from webapp.access import ENDPOINTS, PUBLIC, SIGNED_IN

VISITOR = "visitor"
ROLES = ("employee", "supervisor", "hr", "panel", "agency_head", "process_admin")

# The permissions that open pages, written down a second time: who changes the truth table must mean it.
HOLDERS = {
    "people:list": {"hr"},
    "people:import": {"hr"},
    "account:invite": {"hr"},
    "task:oversee": {"hr"},
    "cycle:watch": {"hr", "agency_head", "process_admin"},
    "cycle:open": {"hr"},
    "incident:resolve": {"hr", "process_admin"},
    "process:edit": {"process_admin"},
    "process:publish": {"process_admin"},
    "process:migrate": {"process_admin"},
    "case:repair": {"hr", "process_admin"},
    "message:send": {"hr", "process_admin"},
    "forum:enter": {"panel"},
    "award:list": {"hr", "agency_head"},
    "certificate:revoke": {"agency_head"},
    "activity:report": set(ROLES),
    "activity:watch": {"supervisor", "agency_head"},  # whoever supervises somebody, as the head of the agency does
}


def may_open(role: str, endpoint: str) -> bool:
    """Whether the table lets this role through to the endpoint."""
    rule = ENDPOINTS[endpoint]
    if rule is PUBLIC:
        return True
    if rule is SIGNED_IN:
        return role != VISITOR
    return role in HOLDERS.get(rule, set())
