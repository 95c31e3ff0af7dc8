"""What is wrong with a form definition, in words its author understands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault: `element` is the key or id of the component, `line` counts from 1."""

    code: str
    severity: str
    element: str
    line: int
    text: str
    file: str = ""


class Problems(ValueError):
    """A definition that cannot be published; `problems` lists every fault found."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems
