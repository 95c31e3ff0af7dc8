"""Sources to programs, each compiled once: a cache that threads share and that forgets the oldest when it is full."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from feel.errors import FeelBudget
from feel.limits import CACHE_CHARACTERS
from feel.parser import Parser

OVERHEAD = 50  # characters that an entry counts beside its source


@dataclass(frozen=True, slots=True)
class Program:
    run: Callable  # of a scope; of a unary test: of a value and a scope
    variables: frozenset[str]


class Cache:
    def __init__(self, read: Callable[[Parser], Callable]):
        self.read = read
        self.programs: dict[str, Program] = {}
        self.characters = 0
        self.lock = Lock()

    def program(self, source: str) -> Program:
        return self.programs.get(source) or self._compiled(source)

    def _compiled(self, source: str) -> Program:
        try:
            parser = Parser(source)
            program = Program(self.read(parser), frozenset(parser.names.free))
        except RecursionError:
            raise FeelBudget("This expression is nested too deeply.") from None
        with self.lock:
            self._keep(source, program)
        return program

    def _keep(self, source: str, program: Program) -> None:
        if source in self.programs:
            return
        self.programs[source] = program
        self.characters += len(source) + OVERHEAD
        while self.characters > CACHE_CHARACTERS:
            oldest = next(iter(self.programs))
            del self.programs[oldest]
            self.characters -= len(oldest) + OVERHEAD


expressions = Cache(Parser.expression_only)
unary_tests = Cache(Parser.unary_tests_only)
