"""Where a problem is, and what can be reached from where; shared by all rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.model import Body, Drawn, Flow, Node
from workflows.problems import UNFIT, Fix, Problem, found


@dataclass(frozen=True)
class Place:
    """A node with all that is around it. Calling it makes a problem of the node, or of one of its flows."""

    process: Drawn
    body: Body
    node: Node

    def __call__(
        self,
        code: str,
        /,
        *,
        flow: Flow | None = None,
        severity: str = "error",
        fix: Fix | None = None,
        **values: object,
    ) -> Problem:
        values = {"step": called(self.node), **values}
        element, line = (self.node.id, self.node.line) if flow is None else (flow.id, flow.line)
        if flow is not None:
            values |= ends(flow, self.body.nodes)
        return found(code, element, line, self.process.file, severity=severity, fix=fix, **values)

    def warn(self, code: str, /, *, flow: Flow | None = None, fix: Fix | None = None, **values: object) -> Problem:
        return self(code, flow=flow, severity="warning", fix=fix, **values)

    def unfit(self, code: str, /, *, flow: Flow | None = None, fix: Fix | None = None, **values: object) -> Problem:
        """Can be run, must not be published."""
        return self(code, flow=flow, severity=UNFIT, fix=fix, **values)


def called(node: Node | None, otherwise: str = "") -> str:
    """A step as sentences call it: by its name; by its id only where it has none."""
    return f"“{(node.name or node.id) if node else otherwise}”"


def ends(flow: Flow, nodes: Mapping[str, Node]) -> dict[str, Any]:
    """The values of a sentence that calls a flow by the steps at its ends."""
    return {"start": called(nodes.get(flow.source), flow.source), "end": called(nodes.get(flow.target), flow.target)}


def places(library) -> Iterator[Place]:
    for process in library.processes.values():
        for body, node in process.nodes():
            yield Place(process, body, node)


def reachable(begin: Iterable[str], onward: Callable[[str], Iterable[str]], *, avoiding: str = "") -> set[str]:
    """The ids that can be reached by going onward, the first ones included."""
    found: set[str] = set()
    unseen = list(begin)
    while unseen:
        id_ = unseen.pop()
        if id_ not in found and id_ != avoiding:
            found.add(id_)
            unseen += onward(id_)
    return found
