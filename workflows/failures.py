"""What can go wrong while a case runs."""

from collections.abc import Mapping
from uuid import UUID


class TaskNotOpen(LookupError):
    """The task is not open: done already, withdrawn by a deadline, or never a task of this case."""

    def __init__(self, task_id: UUID):
        super().__init__(f"The task {task_id} is not open.")
        self.task_id = task_id


class BpmnError(Exception):
    """Raised by an operation to end its step with the error `code`, which an event on the border catches.

    The transaction goes on, so an operation raises it before it has changed anything. `variables` go to who catches.
    """

    def __init__(self, code: str, variables: Mapping | None = None):
        super().__init__(code)
        self.code = code
        self.variables = dict(variables or {})


class EngineError(RuntimeError):
    """The diagram cannot go on at `element`; `text` says why, for the person who drew it. `openly` says the same to who
    may draw but not read what the case holds, where the text quotes it."""

    def __init__(self, element: str, text: str, openly: str = ""):
        super().__init__(f"{element}: {text}" if element else text)
        self.element = element
        self.text = text
        self.openly = f"{element}: {openly or text}" if element else openly or text


class NobodyWaits(EngineError):
    """A message was delivered to a case where nobody waits for it."""

    def __init__(self, message: str):
        super().__init__("", f"The case does not wait for the message “{message}”.")
