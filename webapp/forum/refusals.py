"""Why a step of the panel may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class NoSession(Refusal):
    """There is no open panel session for this case."""


class NotRevealed(Refusal):
    """The opinions of this panel have not been opened yet, so it cannot decide."""


class NotOfThisPanel(Refusal):
    """Seat %(seat)s is not a seat of this panel. Open the task again from the inbox."""


class NoQuorum(Refusal):
    """Only %(present)s members were present; the panel decides with at least %(quorum)s."""


class CorrectionOutOfBounds(Refusal):
    """A correction lies between minus %(most)s and plus %(most)s and is not zero."""


class NothingToCorrect(Refusal):
    """The achievement of this employee is not known, so it cannot be corrected. Change the rating instead."""


class NothingChanged(Refusal):
    """To change the rating, choose at least one rating that differs from the present one."""


class ReasonWanted(Refusal):
    """Give the reason for the correction or the change; the employee reads it."""
