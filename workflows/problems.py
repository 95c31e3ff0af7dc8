"""What is wrong with a process, in words its author understands; knows nothing of how it was found."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault. `severity` is "error" (cannot be run) or "warning"; `line` counts from 1, 0 is the whole file."""

    code: str
    severity: str
    element: str
    line: int
    text: str
    file: str = ""


class Problems(ValueError):
    """A bundle that cannot be run; `problems` lists every fault found, warnings too."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("; ".join(f"{p.element or p.file}: {p.text}" for p in self.problems))
