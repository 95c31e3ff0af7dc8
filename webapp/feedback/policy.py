"""Who may give feedback to whom, and who may answer it."""

from webapp.core.permissions import allow
from webapp.plans import sight


def is_above(actor, person) -> bool:
    return sight.is_above(actor, person.id)


def is_peer(actor, person) -> bool:
    return sight.is_peer(actor, person.id)


def is_receiver(actor, feedback) -> bool:
    return feedback.receiver_id == actor.person_id


allow("feedback:give", is_above)
allow("feedback:give", is_peer)
allow("feedback:reply", is_receiver)
