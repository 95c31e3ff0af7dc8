"""Why a step of a case may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class TaskClosed(Refusal):
    """This task has been completed or withdrawn in the meantime. What you typed is kept below; nothing was changed."""


class TaskChanged(Refusal):
    """This task was changed while you had it open: it was handed on or its deadline moved.
    What you typed is kept below; look again and send it once more."""


class TaskTaken(Refusal):
    """Somebody else has this task now. What you typed is kept below; nothing was changed."""


class KeyReused(Refusal):
    """This form was already sent with other contents. Open the task again from the inbox."""

    status = 422


class CaseEnded(Refusal):
    """This case has ended; nothing more can be done in it."""


class StepFailed(Refusal):
    """The process could not go on after this step, so nothing was changed and what you typed is kept.
    The process admins have been told."""

    status = 503


class CaseSuspended(Refusal):
    """This case is on hold at the moment; its page tells why. What you typed is kept below; send it when it goes on."""


class CaseNotRunning(Refusal):
    """This case does not run at the moment: it is on hold, or it has ended. Nothing was changed."""


class CaseNotSuspended(Refusal):
    """This case is not on hold any more. Nothing was changed."""


class ReasonMissing(Refusal):
    """Write down the reason: it stands in the history of the case, and the employee reads it."""

    status = 422


class NoSuchStep(Refusal):
    """The case cannot be taken back to there. Look again at where it was."""


class OlderVersion(Refusal):
    """At that step the case followed another version of the process, and it cannot go on from there in this one."""


class NothingToMove(Refusal):
    """No running case follows another version, so there is nothing to move."""


class NotTriedYet(Refusal):
    """Not every case has been tried on a copy yet. Wait until all are, then decide."""


class AlreadyDecided(Refusal):
    """These cases are being moved already."""


class NobodyListens(Refusal):
    """No case waits for this message."""


class CaseRatedByMe(Refusal):
    """You rate this employee; another HR officer or process admin has to do this."""


class NobodyWaitsForIt(Refusal):
    """No case waits for this now: perhaps it was heard already, or the key is another one. Nothing was sent."""

    status = 422


class NotForMyOwn(Refusal):
    """Only your own case, or that of somebody you rate, would hear this; another HR officer or process admin has to
    send it."""


class NotTaken(Refusal):
    """The case could not go on with this, so nothing was sent and nothing was changed. Look at the fields it
    carries, or ask a process admin what the process does with them."""

    status = 422


class SentInItsPlace(Refusal):
    """Something else has been sent in its place already, so nothing was sent now. Begin anew."""


class LookAgain(Refusal):
    """This is not what you looked at before, or another case would hear it by now. Look again, then send it."""
