"""A process version, compiled: what the application may ask about it. Immutable and shared by all threads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import feel
from workflows.building import THROWERS, BodySpec, build
from workflows.decisions import DecisionTable
from workflows.literals import Literal, Rule
from workflows.model import Assignment, Body, Drawn, Flow, Node


@dataclass(frozen=True)
class Element:
    """One element of a diagram; `kind` is its name in BPMN."""

    id: str
    process: str
    kind: str
    name: str
    documentation: str
    form: str | None
    properties: Mapping[str, str]


@dataclass(frozen=True)
class Call:
    """A service task: the operation it asks for, the names it gives and those it takes from the answer (None: all)."""

    element: str
    line: int
    process: str
    operation: str
    gives: frozenset[str]
    takes: frozenset[str] | None


@dataclass(frozen=True)
class Duty:
    """A task for people with its form, and to whom the diagram gives it: the name of one variable, and of groups.

    `is_told` is False where only a running case can tell, because there is more than a name.
    """

    element: str
    line: int
    process: str
    form: str
    variable: str | None
    groups: frozenset[str]
    is_told: bool


class Process:
    """The main process of a bundle with all it calls. `bodies` and `main` are for the engine only."""

    def __init__(
        self, main: str, drawn: Mapping[str, Drawn], decisions: Mapping[str, Rule], files: Mapping[str, bytes]
    ):
        self.id = main
        self.name = drawn[main].name
        self.processes = tuple(drawn)
        self.decisions = {id_: rule for id_, rule in decisions.items() if isinstance(rule, DecisionTable)}
        self.literals = {id_: rule for id_, rule in decisions.items() if isinstance(rule, Literal)}
        self.bodies: Mapping[str, BodySpec] = build(drawn, decisions)
        self.main = self.bodies[main]
        self._drawn = drawn
        self._sources = {id_: files[process.file] for id_, process in drawn.items()}

    @cached_property
    def elements(self) -> Mapping[tuple[str, str], Element]:
        return {
            (id_, node.id): _element(id_, node) for id_, process in self._drawn.items() for _, node in process.nodes()
        }

    @cached_property
    def stages(self) -> tuple[Element, ...]:
        """The call activities and business rule tasks of the main process, in the order of the flow."""
        return tuple(
            _element(self.id, node)
            for node in in_flow_order(self._drawn[self.id].body)
            if node.kind in {"callActivity", "businessRuleTask"}
        )

    @cached_property
    def track(self) -> tuple[tuple[Element, ...], ...]:
        """The call activities of the main process as steps one after the other; alternatives share a step."""
        steps: dict[int, list[Element]] = {}
        for node, place in _places(self._drawn[self.id].body):
            if node.kind == "callActivity":
                steps.setdefault(place, []).append(_element(self.id, node))
        return tuple(tuple(steps[place]) for place in sorted(steps))

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Which process each call activity of the main process calls."""
        return {node.id: node.called for node in self._drawn[self.id].body.nodes.values() if node.called}

    @cached_property
    def forms(self) -> frozenset[str]:
        """The ids of the forms that tasks show."""
        return frozenset(node.form for node in self._nodes() if node.form)

    @cached_property
    def operations(self) -> frozenset[str]:
        """The types of the service tasks."""
        return frozenset(node.operation for node in self._nodes() if node.operation)

    @cached_property
    def listens(self) -> bool:
        """Whether a case can ever wait for a message or a signal."""
        heard = {"message", "signal"}
        return any(node.trigger.kind in heard and node.kind not in THROWERS for node in self._nodes())

    def carried(self, kind: str, name: str) -> frozenset[str]:
        """The names that events take by their mapping from the message or signal of that name."""
        hear = (node for node in self._nodes() if (node.trigger.kind, node.trigger.name) == (kind, name))
        return _names_read(line for node in hear if node.kind not in THROWERS for line in node.outputs)

    @cached_property
    def deadlines(self) -> Mapping[tuple[str, str], str]:
        """The events that wait for a time, by process and id, each with the id of the step that it sits on, if any."""
        return {
            (id_, node.id): node.attached_to or ""
            for id_, process in self._drawn.items()
            for _, node in process.nodes()
            if node.trigger.kind == "timer"
        }

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every service task with its operation."""
        drawn = self._drawn.items()
        return tuple(_call(id_, node) for id_, process in drawn for _, node in process.nodes() if node.operation)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Every task that shows a form."""
        drawn = self._drawn.items()
        return tuple(_duty(id_, node) for id_, process in drawn for _, node in process.nodes() if node.form)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names that expressions, scripts, mappings and decisions of the process read."""
        names: set[str] = set()
        for node in self._nodes():
            for value in node.values():
                names |= feel.variables(value.text) if value.is_feel else set()
        decisions: list[Rule] = [*self.decisions.values(), *self.literals.values()]
        for decision in decisions:
            for cell, is_test, _ in decision.sources():
                names |= feel.variables(cell, unary=is_test)
        return frozenset(names)

    def alone(self, process_id: str) -> "Process":
        """One process of the bundle as the main one, with what it calls and all decisions."""
        wanted, drawn = [process_id], {}
        while wanted:
            id_ = wanted.pop()
            drawn[id_] = self._drawn[id_]
            called = {node.called for _, node in drawn[id_].nodes() if node.called}
            wanted += sorted(called - drawn.keys())
        decisions: dict[str, Rule] = {**self.decisions, **self.literals}
        return Process(process_id, drawn, decisions, {p.file: self._sources[id_] for id_, p in drawn.items()})

    def file(self, process_id: str) -> str:
        """The name of the BPMN file that shows the process."""
        return self._drawn[process_id].file

    def source(self, process_id: str) -> bytes:
        """What stands in that file."""
        return self._sources[process_id]

    def flows(self, process_id: str) -> tuple[Flow, ...]:
        """The flows of the process and its sub-processes."""
        return tuple(flow for body in self._drawn[process_id].bodies() for flow in body.flows)

    def _nodes(self) -> Iterator[Node]:
        return (node for process in self._drawn.values() for _, node in process.nodes())


def _call(process: str, node: Node) -> Call:
    gives = frozenset(line.target for line in node.inputs)
    takes = _names_read(node.outputs) if node.outputs else None
    return Call(node.id, node.line, process, node.operation or "", gives, takes)


def _duty(process: str, node: Node) -> Duty:
    assignee, groups = node.assignee, node.groups
    variable = assignee.text.strip() if assignee and assignee.is_feel else None
    told = assignee is None or (variable is not None and variable.isidentifier())
    named = frozenset(name.strip() for name in groups.text.split(",")) if groups and not groups.is_feel else frozenset()
    is_told = told and not (groups and groups.is_feel) and bool(variable or named)
    return Duty(node.id, node.line, process, node.form or "", variable if told else None, named, is_told)


def _names_read(lines: Iterable[Assignment]) -> frozenset[str]:
    names: set[str] = set()
    for line in lines:
        names |= feel.variables(line.source.text) if line.source.is_feel else set()
    return frozenset(names)


def _element(process: str, node: Node) -> Element:
    return Element(node.id, process, node.kind, node.name, node.documentation, node.form, dict(node.properties))


def in_flow_order(body: Body) -> list[Node]:
    """The nodes from the start on; of two that are joined by a flow, the earlier one first, but for loops."""
    done: list[str] = []
    seen: set[str] = set()
    unseen = [(body.start.id, False)] if body.start else []
    ways = body.ways()
    while unseen:
        id_, all_after_done = unseen.pop()
        if all_after_done:
            done.append(id_)
        elif id_ not in seen:
            seen.add(id_)
            unseen.append((id_, True))
            unseen += [(after, False) for after in ways[id_]]
    return [body.nodes[id_] for id_ in reversed(done)]


def _places(body: Body) -> Iterator[tuple[Node, int]]:
    """Each node in flow order with the number of call activities on the longest way to it."""
    order = in_flow_order(body)
    rank = {node.id: number for number, node in enumerate(order)}
    place = dict.fromkeys(rank, 0)
    for node in order:
        yield node, place[node.id]
        for after in body.next_to(node):
            if rank[after] > rank[node.id]:
                place[after] = max(place[after], place[node.id] + (node.kind == "callActivity"))
