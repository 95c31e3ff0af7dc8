"""Why a draft is not begun, changed or published. The docstrings are what people read."""

from webapp.core.errors import Refusal


class DraftIsOpen(Refusal):
    """There is an open draft of this process. Publish or abandon it first; an abandoned draft can be taken up again."""


class DraftClosed(Refusal):
    """This draft was published or abandoned meanwhile, so nothing is changed in it any more."""


class NotAbandoned(Refusal):
    """Only a draft that was abandoned can be taken up again."""


class NameTaken(Refusal):
    """The draft has a file named %(name)s already. Open it, or choose another name; nothing was changed."""

    status = 422


class NoFileChosen(Refusal):
    """Choose a file, or give the name of a new one."""

    status = 422


class StrangeKey(Refusal):
    """The key of a process has 2 to 40 small letters, digits, “-” or “_”, and begins with a letter."""

    status = 422


class NothingToFix(Refusal):
    """That problem is no longer there, or it has no fix that could be made for you. Nothing was changed."""


class NoteWanted(Refusal):
    """Write a note that says what this version changes and why."""

    status = 422


class NothingChanged(Refusal):
    """Nothing in this draft differs from version %(number)s, so there is nothing to publish."""

    status = 422


class NotReady(Refusal):
    """This draft cannot be published yet. What is missing stands below; your note is kept."""

    status = 422
