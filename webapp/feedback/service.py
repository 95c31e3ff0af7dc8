"""The verbs of quick feedback: what people say to each other whenever there is a reason. None of them commits."""

from webapp.activities import service as activities
from webapp.activities.models import Activity
from webapp.core import clock
from webapp.core.db import db
from webapp.core.permissions import require
from webapp.feedback import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.feedback.models import QuickFeedback
from webapp.feedback.refusals import AlreadyAnswered, WordsWanted
from webapp.people.models import Person


def give(receiver: Person, tone: str, text: str | None, *, actor, activity: Activity | None = None) -> QuickFeedback:
    """Say something to a colleague, perhaps on one activity report, which from then on stays as it is."""
    require(actor, "feedback:give", receiver)
    words = (text or "").strip() or None
    if words is None and tone != "positive":
        raise WordsWanted
    if activity is not None:
        activities.note_comment(activity, actor=actor)
    said = QuickFeedback(
        agency_id=actor.agency_id,
        giver_id=actor.person_id,
        receiver_id=receiver.id,
        activity_id=activity.id if activity else None,
        tone=tone,
        text=words,
        given_at=clock.now(),
    )
    db.session.add(said)
    db.session.flush()
    return said


def reply(feedback: QuickFeedback, text: str, *, actor) -> None:
    """Answer what was said to me, once."""
    require(actor, "feedback:reply", feedback)
    if feedback.reply is not None:
        raise AlreadyAnswered
    feedback.reply, feedback.replied_at = text, clock.now()
