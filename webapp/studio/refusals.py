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


class NoSandbox(Refusal):
    """There is no sandbox run yet, or no longer. Begin one."""


class StepsSeenOld(Refusal):
    """The run has gone on since this page was shown, in another window perhaps. Nothing was done; look again."""


class SandboxTooLong(Refusal):
    """A sandbox run has %(steps)d steps at most. Keep it as a scenario, and begin another."""

    status = 422


class StepImpossible(Refusal):
    """The draft cannot take this step: %(why)s"""

    status = 422


class NotReadable(Refusal):
    """%(name)s is not written as JSON: %(why)s. Nothing was changed."""

    status = 422


class TimeWanted(Refusal):
    """Say how many days pass, from 1 to %(most)d."""

    status = 422


class NothingAhead(Refusal):
    """There is no deadline ahead."""


class TitleWanted(Refusal):
    """Give the scenario a title that says what happens in it."""

    status = 422


class DraftHasErrors(Refusal):
    """The draft has errors. It can be tried once they are mended."""


class RunsWanted(Refusal):
    """Say how many cases to run, from %(least)d to %(most)d."""

    status = 422


class SeedWanted(Refusal):
    """The seed is a whole number from 0 to %(most)d."""

    status = 422


class TooFewCases(Refusal):
    """There are fewer than %(fewest)d cases to learn from, so that figures would tell of single people."""

    status = 422


class ScenariosSeenOld(Refusal):
    """The draft has changed since this page was shown. Nothing was written; look again at what would be."""


class NoScenarioChosen(Refusal):
    """Choose at least one scenario."""

    status = 422
