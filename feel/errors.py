"""What can go wrong with an expression, said in a sentence for the person who wrote it."""


class FeelError(ValueError):
    """The expression cannot be read or evaluated; `position` counts characters from 0 where a place is to blame."""

    def __init__(self, sentence: str, position: int | None = None):
        super().__init__(sentence)
        self.position = position


class FeelBudget(FeelError):
    """The expression asks for more time or room than any expression may have."""
