"""Why an activity report may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class DayNotYetCome(Refusal):
    """An activity lies in the past or on the present day. Choose another date."""

    status = 422


class NotMyIndicator(Refusal):
    """This indicator is not in your adopted plan. Choose one of the list."""

    status = 422


class DayTooLong(Refusal):
    """Together with your other reports of that day this would be more than 24 hours. Check the duration."""

    status = 422
