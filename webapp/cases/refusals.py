"""Why a step of a case may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class TaskClosed(Refusal):
    """This task has been completed or withdrawn in the meantime. What you typed is kept below; nothing was changed."""


class TaskChanged(Refusal):
    """This task was changed while you had it open: it was handed on or its deadline moved.
    What you typed is kept below; look again and send it once more."""


class TaskTaken(Refusal):
    """Somebody else of your group has taken this task. What you typed is kept below; nothing was changed."""


class KeyReused(Refusal):
    """This form was already sent with other contents. Open the task again from the inbox."""

    status = 422


class CaseEnded(Refusal):
    """This case has ended; nothing more can be done in it."""


class StepFailed(Refusal):
    """The process could not go on after this step, so nothing was changed and what you typed is kept.
    The process admins have been told."""

    status = 503
