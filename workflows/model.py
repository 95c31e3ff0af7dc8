"""A process as it was drawn: plain values read from BPMN, before anything is checked or run."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import feel


@dataclass(frozen=True)
class Value:
    """An attribute of the diagram: a FEEL expression, or ordinary text."""

    text: str
    is_feel: bool

    @staticmethod
    def of(raw: str | None) -> "Value | None":
        """What was written in an attribute, where only a leading "=" makes an expression; None when it is empty."""
        if raw is None or not raw.strip():
            return None
        source = feel.expression(raw)
        return Value(raw.strip(), False) if source is None else Value(source, True)

    @staticmethod
    def formula(raw: str | None) -> "Value | None":
        """What was written where nothing but an expression makes sense; the leading "=" may be missing."""
        value = Value.of(raw)
        return None if value is None else Value(value.text, True)


@dataclass(frozen=True)
class Assignment:
    """One line of an input or output mapping, or of a script: `target` takes the value of `source`."""

    target: str
    source: Value


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    condition: Value | None = None
    line: int = 0


@dataclass(frozen=True)
class Loop:
    """How often an activity repeats: `kind` is "parallel", "sequential" (multi-instance) or "standard"."""

    kind: str
    items: Value | None = None
    item: str | None = None
    results: str | None = None
    result: Value | None = None
    until: Value | None = None
    again: Value | None = None
    times: Value | None = None
    most: str | None = None
    test_before: bool = False


@dataclass(frozen=True)
class Trigger:
    """What an event is about: `kind` is "timer", "message", "signal", "error", "escalation", "terminate", "link",
    "compensate" or the name of one we refuse.

    `name` is the message, the signal, the code, the link or the activity to compensate. `timing` says how a timer is
    written: date, duration or cycle.
    """

    kind: str
    name: str = ""
    timing: str = ""
    value: Value | None = None


NO_TRIGGER = Trigger("none")


@dataclass
class Node:
    id: str
    kind: str
    name: str = ""
    line: int = 0
    documentation: str = ""
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    triggers: tuple[Trigger, ...] = ()
    loop: Loop | None = None
    body: "Body | None" = None
    by_event: bool = False  # a sub-process that is started by an event
    compensates: bool = False  # an activity that undoes another one
    handler: str | None = None  # what undoes the activity that this event for compensation sits on
    form: str | None = None
    assignee: Value | None = None
    groups: Value | None = None
    due: Value | None = None
    decision: str | None = None
    result: str | None = None
    called: str | None = None
    operation: str | None = None
    script: tuple[Assignment, ...] = ()
    bad_script_line: str | None = None
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)

    @property
    def trigger(self) -> Trigger:
        return self.triggers[0] if self.triggers else NO_TRIGGER

    @property
    def marks_undoing(self) -> bool:
        """Whether it is an event on a border that only tells what undoes the activity."""
        return self.attached_to is not None and self.trigger.kind == "compensate"

    @property
    def is_on_the_way(self) -> bool:
        """Whether tokens come by here: not at what undoes an activity, nor at the event that marks it."""
        return not self.compensates and not self.marks_undoing

    def values(self) -> Iterator[Value]:
        """Every value of this node that may be an expression."""
        single = [self.assignee, self.groups, self.due, *(t.value for t in self.triggers)]
        if self.loop is not None:
            loop = self.loop
            single += [loop.items, loop.result, loop.until, loop.again, loop.times]
        single += [a.source for a in (*self.inputs, *self.outputs, *self.script)]
        single += [flow.condition for flow in self.outgoing]
        return (value for value in single if value is not None)


@dataclass
class Body:
    """The inside of a process or sub-process. `key` is unique in the bundle; `process` is the id of the process.

    `owner` is the sub-process this is the inside of, `around` the body that it is drawn in; a process has neither.
    """

    key: str
    process: str
    owner: Node | None = field(default=None, compare=False, repr=False)
    around: "Body | None" = field(default=None, compare=False, repr=False)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def boundary_events(self, node: Node) -> list[Node]:
        """What a token can leave the activity by while it is in there."""
        return [n for n in self.nodes.values() if n.attached_to == node.id and not n.marks_undoing]

    @property
    def starts(self) -> list[Node]:
        return [n for n in self.nodes.values() if n.kind == "startEvent"]

    @property
    def start(self) -> Node | None:
        """The start event without a trigger, else the first there is."""
        return min(self.starts, key=lambda node: bool(node.triggers), default=None)

    @property
    def by_events(self) -> "Iterator[tuple[Node, Body, Node]]":
        """The sub-processes in here that are started by an event, with their body and that event."""
        for node in self.nodes.values():
            if node.by_event and node.body is not None and node.body.start is not None:
                yield node, node.body, node.body.start

    def ways(self) -> dict[str, list[str]]:
        """What next_to says of each node, all at once."""
        ways = {id_: [flow.target for flow in node.outgoing] for id_, node in self.nodes.items()}
        for node in self.nodes.values():
            if node.attached_to in ways and not node.marks_undoing:
                ways[node.attached_to].append(node.id)
        return ways

    def next_to(self, node: Node) -> list[str]:
        """Ids one step on from the node, by flow or by an event on its border."""
        return [flow.target for flow in node.outgoing] + [event.id for event in self.boundary_events(node)]


@dataclass
class Drawn:
    """One process of the bundle and the file it was drawn in."""

    id: str
    name: str
    file: str
    line: int
    executable: bool
    body: Body

    def bodies(self) -> Iterator[Body]:
        """The body of the process and of every sub-process in it, outer ones first."""
        unseen = [self.body]
        while unseen:
            body = unseen.pop(0)
            yield body
            unseen += [node.body for node in body.nodes.values() if node.body is not None]

    def nodes(self) -> Iterator[tuple[Body, Node]]:
        return ((body, node) for body in self.bodies() for node in body.nodes.values())
