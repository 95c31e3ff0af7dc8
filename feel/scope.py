"""What one evaluation knows and may still spend: the variables, the names bound inside, the clock, the budget."""

from collections.abc import Mapping
from datetime import datetime

from feel.errors import FeelBudget, FeelError
from feel.limits import LIST_LENGTH, STEPS, TEXT_LENGTH


class Scope:
    __slots__ = ("frames", "moment", "steps_left", "subject", "variables")

    def __init__(self, variables: Mapping, moment: datetime | None = None, subject: object = None):
        self.variables = variables
        self.moment = moment
        self.subject = subject  # the value under test, written `?`
        self.frames: tuple | None = None  # (names, outer frame): innermost first
        self.steps_left = STEPS

    def spend(self, steps: int) -> None:
        self.steps_left -= steps
        if self.steps_left < 0:
            raise FeelBudget("This expression takes too many steps.")

    def clock(self) -> datetime:
        if self.moment is None:
            raise FeelError("The current time is not available here.")
        return self.moment

    def fitting(self, value: object) -> object:
        """The value again, paid for, unless it is too long to be passed on."""
        if type(value) is str:
            if len(value) > TEXT_LENGTH:
                raise FeelBudget(f"A text here grows beyond {TEXT_LENGTH} characters.")
            self.spend(len(value) // 10)
        elif type(value) is list:
            if len(value) > LIST_LENGTH:
                raise FeelBudget(f"A list here grows beyond {LIST_LENGTH} elements.")
            self.spend(len(value))
        return value
