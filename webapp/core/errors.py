"""Refusals: rules that said no. The docstring of each is the message a person reads, translatable.

Knows no page: webapp/app.py turns a Refusal into one, in the reader's language.
"""

import inspect


class Refusal(Exception):
    """This cannot be done."""

    status = 409

    def __init__(self, **values: object) -> None:
        super().__init__(self.message)
        self.values = values

    @property
    def message(self) -> str:
        """The untranslated sentence; `%(name)s` places are filled from `values`."""
        return " ".join((inspect.getdoc(type(self)) or "").split("\n\n")[0].split())


class NotAllowed(Refusal):
    """You may not do this."""

    status = 403


class NotFound(Refusal):
    """There is nothing here, or it is not for you to see."""

    status = 404
