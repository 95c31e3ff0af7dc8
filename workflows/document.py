"""A BPMN file as elements of XML: who has which id, what is drawn of it; knows nothing of what may be executed."""

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from workflows.markup import local, namespace

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

SCOPES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = frozenset(
    {
        *("task", "manualTask", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "receiveTask", "sendTask"),
        *("subProcess", "callActivity", "transaction", "adHocSubProcess"),
    }
)
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
FLOW_NODES = ACTIVITIES | EVENTS | GATEWAYS
BESIDE = frozenset({"dataObjectReference", "dataStoreReference", "textAnnotation", "group"})


class Document:
    """The tree of one file. What is looked up once is kept: make a new one after the tree has changed."""

    def __init__(self, root: etree._Element, file: str = ""):
        self.root = root
        self.file = file

    @property
    def is_bpmn(self) -> bool:
        return self.root.tag == f"{{{BPMN}}}definitions"

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """Every element of BPMN itself, in the order of the file; not those of other namespaces."""
        return tuple(e for e in self.root.iter(f"{{{BPMN}}}*"))

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for element in self.elements:
            if id_ := element.get("id"):
                found.setdefault(id_, element)
        return found

    @cached_property
    def pictures(self) -> dict[str, etree._Element]:
        """What stands for an element on the diagram: its shape or its edge, by the id of the element."""
        found: dict[str, etree._Element] = {}
        for picture in (*self.root.iter(f"{{{BPMNDI}}}BPMNShape"), *self.root.iter(f"{{{BPMNDI}}}BPMNEdge")):
            found.setdefault(picture.get("bpmnElement", ""), picture)
        return found

    @cached_property
    def processes(self) -> tuple[etree._Element, ...]:
        return tuple(self.root.iterchildren(f"{{{BPMN}}}process"))

    @cached_property
    def flows(self) -> tuple[etree._Element, ...]:
        return tuple(e for e in self.elements if local(e) == "sequenceFlow")

    def node(self, id_: str | None) -> etree._Element | None:
        """The step with that id, if it is one."""
        found = self.by_id.get(id_ or "")
        return found if found is not None and local(found) in FLOW_NODES else None


def nodes_in(scope: etree._Element) -> Iterator[etree._Element]:
    """The steps drawn directly in a process or sub-process."""
    return (child for child in scope if local(child) in FLOW_NODES and namespace(child) == BPMN)


def children(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children with these names in BPMN."""
    return (child for child in parent if local(child) in names and namespace(child) == BPMN)


def process_of(element: etree._Element) -> etree._Element | None:
    """The process that an element is drawn in."""
    return next((e for e in (element, *element.iterancestors()) if e.tag == f"{{{BPMN}}}process"), None)
