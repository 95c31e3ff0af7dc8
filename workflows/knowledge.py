"""Which variables a token may know at each step: what any way that leads there can have written.

Reads no XML and judges nothing. Where anything may have been written, as by a message with whatever it carries, every
name counts as known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import feel
from feel.lexer import Token, tokens
from workflows.model import Assignment, Body, Drawn, Flow, Node, Value
from workflows.process import in_flow_order

COUNTS = frozenset({"loopCounter", "numberOfInstances", "numberOfCompletedInstances", "numberOfActiveInstances"})
CARRYING = frozenset({"message", "signal", "error", "escalation"})
ANYTHING = frozenset({"*"})
"""Stands for every name there is."""

Names = frozenset[str]
NOTHING: Names = frozenset()


@dataclass(frozen=True)
class Reading:
    """An expression that reads a name at a step, or on a flow that leaves it; `known` are the names there."""

    process: str
    node: Node
    name: str
    source: str
    known: Names
    flow: Flow | None = None

    @property
    def is_known(self) -> bool:
        return self.name in self.known or "*" in self.known


@dataclass
class Knowledge:
    """`answers` gives the names a form asks for, `results` those an operation answers with, `columns` those a decision
    gives and `reads` those it reads; each None when that is not known."""

    processes: Mapping[str, Drawn]
    answers: Callable[[str], Names | None]
    results: Callable[[str], Names | None]
    columns: Callable[[str], Names | None]
    reads: Callable[[str], Iterable[str]]
    entries: dict[str, Names] = field(default_factory=dict)
    _steps: dict[str, list[tuple[Node, list[str], Names]]] = field(default_factory=dict)
    _before: dict[tuple[str, str], Names] = field(default_factory=dict)
    _written: dict[str, Names] = field(default_factory=dict)

    def settle(self, main: str | None, start: Names) -> None:
        """Let what is known at the start of the main process spread to wherever it can come."""
        self.entries = {id_: start if id_ == main or main is None else NOTHING for id_ in self.processes}
        changed = True
        while changed:
            changed = False
            for process in self.processes.values():
                changed |= self._spread(process.body, self.entries[process.id])

    def _spread(self, body: Body, entry: Names) -> bool:
        """One round through a body and all inside it; whether anything new became known."""
        changed, written = False, entry | self._written.get(body.key, NOTHING)
        for node, onward, writes in self._in_order(body):
            key = (body.key, node.id)
            before = self._before.get(key, NOTHING)
            if node.kind == "startEvent" or not node.incoming:
                before |= entry
            if node.compensates or node.by_event:
                before |= written
            within = before | _targets(node.inputs)
            if node.body is not None:
                changed |= self._spread(node.body, within)
            elif node.called in self.entries:
                changed |= not within <= self.entries[node.called]
                self.entries[node.called] |= within
            after = before | writes | self._inside(node)
            changed |= before != self._before.get(key)
            self._before[key] = before
            for target in onward:
                reached = self._before.get((body.key, target), NOTHING)
                if not after <= reached:
                    self._before[body.key, target] = reached | after
                    changed = True
            written |= after
        changed |= written != self._written.get(body.key)
        self._written[body.key] = written
        return changed

    def _in_order(self, body: Body) -> list[tuple[Node, list[str], Names]]:
        """The steps, those first that lead to others, with where they lead and what they write."""
        if body.key not in self._steps:
            ways = body.ways()
            first = [node.id for node in in_flow_order(body)]
            order = dict.fromkeys([*first, *body.nodes])
            self._steps[body.key] = [(body.nodes[id_], ways[id_], self.writes(body.nodes[id_])) for id_ in order]
        return self._steps[body.key]

    def writes(self, node: Node) -> Names:
        """The names that a step may write when it is done."""
        names = _targets(node.outputs) if node.outputs else self.gives(node)
        if node.body is not None or node.called:
            names |= _targets(node.inputs)
        return names | _targets(node.script) | frozenset({node.loop.results} if node.loop and node.loop.results else ())

    def gives(self, node: Node) -> Names:
        """The names that come out of a step by itself, before any output mapping."""
        if node.kind == "userTask":
            found = None if node.form is None else self.answers(node.form)
            return ANYTHING if found is None else found
        if node.operation is not None:
            found = self.results(node.operation)
            return ANYTHING if found is None else found
        if node.kind == "businessRuleTask":
            if node.result is not None:
                return frozenset({node.result})
            found = self.columns(node.decision or "")
            return ANYTHING if found is None else found
        return ANYTHING if node.kind == "receiveTask" or node.trigger.kind in CARRYING else NOTHING

    def everything(self) -> Names:
        """All names that are known anywhere."""
        return frozenset().union(*self._written.values(), *self.entries.values())

    def readings(self) -> Iterator[Reading]:
        """Every name that an expression reads, in the order of the files, with what is known there."""
        for process in self.processes.values():
            for body, node in process.nodes():
                before = self._before.get((body.key, node.id), NOTHING)
                for value, known in self._values(node, before):
                    yield from _read(process.id, node, value, known)
                after = before | self.writes(node) | self._inside(node)
                for flow in node.outgoing:
                    yield from _read(process.id, node, flow.condition, after, flow)

    def _values(self, node: Node, before: Names) -> Iterator[tuple[Value | None, Names]]:
        loop = node.loop
        within = before
        if loop is not None:
            yield from ((value, before) for value in (loop.items, loop.times))
            within = before | COUNTS | frozenset({loop.item} if loop.item else ()) | _targets(node.outputs)
        yield from ((value, within) for value in (node.assignee, node.groups, node.due))
        yield from ((trigger.value, before) for trigger in node.triggers)
        yield from _in_turn(node.inputs, within)
        yield from _in_turn(node.script, within)
        if node.kind == "businessRuleTask":
            yield from ((Value(name, True), within) for name in self.reads(node.decision or ""))
        done = within | _targets(node.inputs) | self.gives(node) | self._inside(node)
        yield from _in_turn(node.outputs, done)
        if loop is not None:
            done |= self.writes(node)
            yield from ((value, done) for value in (loop.again, loop.until, loop.result))

    def _inside(self, node: Node) -> Names:
        if node.body is not None:
            return self._written.get(node.body.key, NOTHING)
        called = self.processes.get(node.called or "")
        return NOTHING if called is None else self._written.get(called.body.key, NOTHING)


def _targets(lines: Iterable[Assignment]) -> Names:
    return frozenset(line.target for line in lines)


def _in_turn(lines: Iterable[Assignment], known: Names) -> Iterator[tuple[Value, Names]]:
    """A later line sees the results of the earlier ones."""
    for line in lines:
        yield line.source, known
        known |= {line.target}


def _read(process: str, node: Node, value: Value | None, known: Names, flow: Flow | None = None) -> Iterator[Reading]:
    if value is not None and value.is_feel:
        for name in names_read(value.text):
            yield Reading(process, node, name, value.text, known, flow)


@lru_cache(maxsize=4096)
def _names_read(source: str, unary: bool) -> tuple[str, ...]:
    try:
        free = feel.variables(source, unary=unary)
        read = tokens(source)
    except feel.FeelError:
        return ()
    outside: set[str] = set()
    open_: list[bool] = []  # whether each bracket that is open filters what stands before it
    for place, token in enumerate(read):
        before = read[place - 1] if place else None
        if token.kind == "sign" and token.text in "([{":
            follows = before is not None and (before.kind == "name" or before.text in {"]", ")", "}"})
            open_.append(token.text == "[" and follows)
        elif token.kind == "sign" and token.text in ")]}" and open_:
            open_.pop()
        elif token.kind == "name" and not any(open_) and not _is_part(read, place):
            outside.add(token.text)
    return tuple(sorted(free & outside))


def _is_part(read: list[Token], place: int) -> bool:
    """Whether the word is the key of an entry, or what follows a point."""
    return read[place + 1].text == ":" or (place > 0 and read[place - 1].text == ".")


def names_read(source: str, *, unary: bool = False) -> tuple[str, ...]:
    """The variables that an expression surely reads: inside a filter a bare name may be a part of the elements."""
    return _names_read(source, unary)
