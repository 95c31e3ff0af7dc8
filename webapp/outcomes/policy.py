"""Who may do what with awards and certificates, and who may judge an objection."""

from webapp.core.permissions import allow, has_role

allow("award:list", has_role("hr", "agency_head"))
allow("certificate:revoke", has_role("agency_head"))


def may_judge(person_id: int, objection) -> bool:
    """Nobody judges an objection of their own, nor one against a rating of their own."""
    return person_id not in (objection.raised_by, objection.rater_id)
