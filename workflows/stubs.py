"""Values that a trial run makes up: what expressions and tables compare a name with, so that every way may be taken."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import Random

import feel
from feel.lexer import Token, tokens
from workflows.case import Perform
from workflows.knowledge import names_read
from workflows.model import Node, Value
from workflows.results import WorkItem

COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">="})
SOME_DAY = "2027-03-01T08:00:00+07:00"
MOST_VALUES, LONGEST, MOST_OPEN = 8, 400, 240


class Stubs:
    """Candidates for each name, gathered from all that is read. `answers` are the names a form asks for, `results`
    those an operation answers with."""

    def __init__(self, nodes: Iterable[Node], columns: Mapping[str, list], answers: Mapping, results: Mapping):
        self.values: dict[str, list[object]] = {name: list(found) for name, found in columns.items()}
        self.answers, self.results = answers, results
        self.asked: dict[str, set[str]] = {}
        for node in nodes:
            self._look_at(node)
        for name, found in self.values.items():
            lists: list[object] = [value for value in found if isinstance(value, list)]
            self.values[name] = lists or found  # what is repeated over is a list, whatever else reads it

    def _look_at(self, node: Node) -> None:
        for value in node.values():
            if value.is_feel:
                self._gather(value.text)
        if node.loop is not None and node.loop.items is not None:
            self._offer(node.loop.items.text, [1, 2])
        for name in _read(node.due, *(t.value for t in node.triggers if t.kind == "timer")):
            self._offer(name, SOME_DAY)
        for name in _read(*(flow.condition for flow in node.outgoing)):
            self._offer(name, True)
            self._offer(name, False)
        if node.outputs:
            read = _read(*(line.source for line in node.outputs))
            self.asked.setdefault(node.operation or node.id, set()).update(read)

    def _gather(self, source: str) -> None:
        try:
            read = tokens(source[:LONGEST])
        except feel.FeelError:
            return
        for place, token in enumerate(read[:-2]):
            if token.kind == "name" and read[place + 1].text in COMPARING:
                for value in _literal(read[place + 2]):
                    self._offer(token.text, value)

    def _offer(self, name: str, value: object) -> None:
        known = self.values.setdefault(name, [])
        if len(known) < MOST_VALUES and not any(type(v) is type(value) and v == value for v in known):
            known.append(value)

    def choose(self, name: str, chance: Random) -> object:
        return chance.choice(self.values.get(name) or [1])

    def variables(self, names: Iterable[str], chance: Random) -> dict:
        return {name: self.choose(name, chance) for name in sorted(names)}

    def answer(self, item: WorkItem, chance: Random) -> dict:
        names = {*(self.answers.get(item.form or "") or ()), *self.asked.get(item.element, ())}
        return self.variables(names, chance)

    def operations(self, chance: Random) -> Perform:
        def perform(operation: str, _inputs: dict) -> dict:
            return self.variables(self.results.get(operation) or self.asked.get(operation) or (), chance)

        return perform


def _read(*values: Value | None) -> set[str]:
    return {name for value in values if value is not None and value.is_feel for name in names_read(value.text)}


def _literal(token: Token) -> Iterable[object]:
    """The value and its neighbours, so that comparisons go both ways."""
    match token.kind:
        case "text":
            yield token.text
            yield "?"
        case "number":
            number = float(token.text)
            whole = int(number) if number == int(number) and abs(number) < 10**15 else number
            yield from (whole, whole + 1, whole - 1)
        case "name" if token.text in {"true", "false"}:
            yield from (True, False)


class Delays:
    """Mostly in time, now and then later than any usual deadline; a run that opens very many tasks is given up."""

    def __init__(self) -> None:
        self.opened = 0

    def __call__(self, _item: WorkItem, chance: Random) -> timedelta:
        self.opened += 1
        if self.opened > MOST_OPEN:
            raise OverflowError
        return timedelta(days=chance.choice([1, 1, 2, 60]))
