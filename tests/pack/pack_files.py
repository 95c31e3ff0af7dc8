"""The files of the shipped pack as the tests read them: bundle, scenario files, catalogue and the drawn elements."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "workflows" / "definitions" / "appraisal"
FORMS = ROOT / "forms" / "definitions"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@dataclass
class Diagram:
    """One process as drawn: element id -> XML element, flow id -> (source, target)."""

    process: etree._Element
    root: etree._Element
    elements: dict[str, etree._Element] = field(default_factory=dict)
    flows: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.process.get("id")

    def of_kind(self, *kinds: str) -> dict[str, etree._Element]:
        return {id_: e for id_, e in self.elements.items() if kind(e) in kinds}

    def condition(self, flow: str) -> str | None:
        return self.process.findtext(f"{BPMN}sequenceFlow[@id='{flow}']/{BPMN}conditionExpression")

    def flows_from(self, element: str) -> list[str]:
        return [flow for flow, (source, _) in self.flows.items() if source == element]


def kind(element: etree._Element) -> str:
    return etree.QName(element).localname


def extension(element: etree._Element, name: str) -> etree._Element | None:
    return element.find(f"{BPMN}extensionElements/{ZEEBE}{name}")


@cache
def diagrams() -> dict[str, Diagram]:
    """Process id -> diagram."""
    return {path.stem: _drawn(path) for path in sorted(PACK.glob("*.bpmn"))}


def _drawn(path: Path) -> Diagram:
    root = etree.fromstring(path.read_bytes())
    process = root.find(f"{BPMN}process")
    drawn = Diagram(process, root)
    for element in process:
        if element.tag == f"{BPMN}sequenceFlow":
            drawn.flows[element.get("id")] = (element.get("sourceRef"), element.get("targetRef"))
        elif element.get("id"):
            drawn.elements[element.get("id")] = element
    return drawn


def bundle(process: str = "appraisal") -> dict[str, bytes]:
    """The whole pack, or one stage of it on its own with the decisions and forms."""
    files = [*PACK.glob("*.dmn"), *FORMS.glob("*.form")]
    if process == "appraisal":
        files += [*PACK.glob("*.bpmn"), PACK / "pack.toml"]
    else:
        files.append(PACK / f"{process}.bpmn")
    return {path.name: path.read_bytes() for path in files}


@cache
def catalogue() -> dict[str, str]:
    sections = tomllib.loads((PACK / "catalogue.en.toml").read_text("utf-8"))
    return {source: english for texts in sections.values() for source, english in texts.items()}


@cache
def scenario_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((PACK / "scenarios").glob("*.toml"))}
