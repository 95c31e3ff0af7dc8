"""Who may do what with activity reports."""

from webapp.core.permissions import allow
from webapp.plans import sight


def is_employed(actor, _subject) -> bool:
    return actor.person_id is not None


def is_author(actor, activity) -> bool:
    return activity.person_id == actor.person_id


def is_open(_actor, activity) -> bool:
    return activity.is_open


def has_a_team(actor, _subject) -> bool:
    return sight.has_a_team(actor)


def is_above_the_author(actor, activity) -> bool:
    return sight.is_above(actor, activity.person_id)


def was_not_withdrawn(_actor, activity) -> bool:
    return activity.withdrawn_at is None


allow("activity:report", is_employed)
allow("activity:change", is_author, is_open)
allow("activity:watch", has_a_team)
allow("activity:comment", is_above_the_author, was_not_withdrawn)
