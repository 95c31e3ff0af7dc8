"""What can go wrong while a case runs."""

from uuid import UUID


class TaskNotOpen(LookupError):
    """The task is not open: done already, withdrawn by a deadline, or never a task of this case."""

    def __init__(self, task_id: UUID):
        super().__init__(f"The task {task_id} is not open.")
        self.task_id = task_id


class EngineError(RuntimeError):
    """The diagram cannot go on at `element`; `text` says why, for the person who drew it."""

    def __init__(self, element: str, text: str):
        super().__init__(f"{element}: {text}" if element else text)
        self.element = element
        self.text = text
