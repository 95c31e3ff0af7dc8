"""Why a plan may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class NothingHandedIn(Refusal):
    """Nothing has been handed in for this step yet."""


class NoMainResult(Refusal):
    """The plan needs at least one main result."""


class ResultWithoutIndicator(Refusal):
    """Result %(number)s has no indicator. Every result needs at least one."""


class WeightsOff(Refusal):
    """The weights of the indicators sum to %(sum)s; they must sum to 100."""


class NoDraft(Refusal):
    """There is no drafted plan to adopt."""


class NoPlan(Refusal):
    """This appraisal has no adopted plan yet."""


class UnknownIndicator(Refusal):
    """Indicator %(code)s is not in the adopted plan. Open the task again from the inbox."""
