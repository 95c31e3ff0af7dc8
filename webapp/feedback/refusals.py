"""Why feedback or a rating may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class DeviationWithoutReason(Refusal):
    """The validated results give an achievement of %(achievement)s percent, which proposes “%(proposed)s”.
    Your rating of the work differs: write the reason, or choose the proposed rating. What you typed is kept."""


class BreachWithoutNote(Refusal):
    """Describe the breach of integrity that you report; what you typed is kept."""


class NotRatedYet(Refusal):
    """This appraisal has not been rated by the supervisor yet."""


class WordsWanted(Refusal):
    """Say in a few words what you mean; only praise may go without."""

    status = 422


class AlreadyAnswered(Refusal):
    """You have answered this feedback already."""
