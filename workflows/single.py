"""What one file of a bundle tells by itself, whatever stands beside it: read and judged once for each content."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from workflows import markup, reading, tables
from workflows.document import Document
from workflows.memory import Found, Memory, digest
from workflows.model import Drawn
from workflows.problems import Problem
from workflows.rules import foreign, pictures, references, size, vocabulary

OF_A_PROBLEM = 1_000  # bytes

_memory = Memory()


@dataclass(frozen=True)
class Diagram:
    """A BPMN file: its processes and what is wrong with it, and what of it is not drawn. `steps` is how many steps it
    has; of a file that is too large nothing else is known."""

    problems: tuple[Problem, ...]
    processes: tuple[Drawn, ...] = ()
    judged: tuple[Problem, ...] = ()
    undrawn: tuple[Problem, ...] = ()
    steps: int = 0

    def size(self) -> int:
        return OF_A_PROBLEM * (len(self.problems) + len(self.judged) + len(self.undrawn))


class File:
    """A file of a bundle under its name."""

    def __init__(self, name: str, content: bytes):
        self.name, self.content = name, content
        self._digest = digest(content)

    def diagram(self) -> Diagram:
        """Raises markup.Unreadable for what is no XML."""
        return self.once("diagram", self._diagram, lambda found: len(self.content) + found.size())

    def decisions(self) -> tables.DecisionReading:
        """Raises markup.Unreadable for what is no XML."""
        return self.once("decisions", self._decisions, lambda _found: len(self.content))

    def once(self, what: Hashable, find: Callable[[], Found], size: Callable[[Found], int] = lambda _found: 0) -> Found:
        """What `find` answers about this content; it may depend on nothing else."""
        return _memory.recall((what, self.name, self._digest), find, size)

    def _decisions(self) -> tables.DecisionReading:
        return tables.read(self.name, self.content)

    def _diagram(self) -> Diagram:
        document = Document(markup.parse(self.content), self.name)
        if too_large := tuple(size.problems(document)):
            return Diagram(too_large)
        read = reading.read(self.name, document.root)
        if not read.processes:
            return Diagram(tuple(read.problems))
        return Diagram(
            problems=tuple(read.problems),
            processes=tuple(read.processes),
            judged=tuple(p for rules in (vocabulary, references, foreign) for p in rules.problems(document)),
            undrawn=tuple(pictures.problems(document)),
            steps=sum(1 for process in read.processes for _ in process.nodes()),
        )
