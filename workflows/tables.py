"""Reads decisions from DMN; knows nothing of how they are evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows import markup
from workflows.decisions import DecisionTable, Input, Output, Rule
from workflows.literals import Literal
from workflows.markup import local, namespace, text
from workflows.problems import Problem, found

MONOTONE = "{https://siklus.example/schema/1.0}monotone"


@dataclass
class DecisionReading:
    """The decisions of one DMN file, with the line of each, and what could not be read."""

    file: str
    tables: list[DecisionTable] = field(default_factory=list)
    literals: list[Literal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, element: etree._Element) -> None:
        self.problems.append(found(code, element.get("id", ""), element.sourceline or 0, self.file))


def read(file: str, content: bytes) -> DecisionReading:
    """Raises markup.Unreadable when the file is no XML."""
    root = markup.parse(content)
    reading = DecisionReading(file)
    if local(root) != "definitions" or "DMN" not in namespace(root):
        reading.refuse("dmn.root", root)
        return reading
    for decision in _children(root, "decision"):
        _read(reading, decision)
    for kind in ("businessKnowledgeModel", "decisionService"):
        for element in _children(root, kind):
            reading.refuse("dmn.unsupported", element)
    if not reading.tables and not reading.literals and not reading.problems:
        reading.refuse("dmn.empty", root)
    return reading


def _read(reading: DecisionReading, decision: etree._Element) -> None:
    table = next(_children(decision, "decisionTable"), None)
    literal = next(_children(decision, "literalExpression"), None)
    languages = [element.get("expressionLanguage", "feel") for element in decision.iter()]
    if any("feel" not in language.lower() for language in languages):
        reading.refuse("dmn.language", decision)
    if table is not None:
        reading.tables.append(_table(reading.file, decision, table))
    elif literal is not None:
        reading.literals.append(_literal(reading.file, decision, literal))
    else:
        reading.refuse("dmn.kind", decision)


def _literal(file: str, decision: etree._Element, literal: etree._Element) -> Literal:
    return Literal(
        decision.get("id", ""),
        decision.get("name", ""),
        _text_of(literal),
        _variable(decision),
        _needs(decision),
        file=file,
        line=literal.sourceline or 0,
    )


def _variable(decision: etree._Element) -> str:
    variable = next(_children(decision, "variable"), None)
    return (variable.get("name", "") if variable is not None else "") or decision.get("name", "")


def _needs(decision: etree._Element) -> tuple[str, ...]:
    """The ids of the decisions it needs; what it needs as input are variables like any other."""
    requirements = _children(decision, "informationRequirement")
    needed = [need for requirement in requirements for need in _children(requirement, "requiredDecision")]
    return tuple(dict.fromkeys(need.get("href", "").rpartition("#")[2] for need in needed))


def _table(file: str, decision: etree._Element, table: etree._Element) -> DecisionTable:
    policy = table.get("hitPolicy", "UNIQUE")
    return DecisionTable(
        id=decision.get("id", ""),
        name=decision.get("name", ""),
        hit_policy=policy,
        aggregation=table.get("aggregation") if policy == "COLLECT" else None,
        inputs=tuple(_input(element) for element in _children(table, "input")),
        outputs=tuple(_output(element) for element in _children(table, "output")),
        rules=tuple(_rule(element) for element in _children(table, "rule")),
        file=file,
        line=table.sourceline or 0,
        variable=_variable(decision),
        needs=_needs(decision),
    )


def _input(element: etree._Element) -> Input:
    asked = next(_children(element, "inputExpression"), None)
    source, label = _text_of(asked), element.get("label", "")
    return Input(
        element.get("id", ""),
        label or source,
        source,
        element.sourceline or 0,
        kind="" if asked is None else asked.get("typeRef", ""),
        values=_text_of(next(_children(element, "inputValues"), None)),
        monotone=element.get(MONOTONE, ""),
    )


def _output(element: etree._Element) -> Output:
    name = element.get("name") or element.get("label") or ""
    default = _text_of(next(_children(element, "defaultOutputEntry"), None))
    values = _text_of(next(_children(element, "outputValues"), None))
    return Output(element.get("id", ""), name, default or None, values or None, element.sourceline or 0)


def _rule(element: etree._Element) -> Rule:
    return Rule(
        element.get("id", ""),
        tuple(_text_of(entry) for entry in _children(element, "inputEntry")),
        tuple(_text_of(entry) for entry in _children(element, "outputEntry")),
        text(next(_children(element, "description"), None)),
        element.sourceline or 0,
    )


def _text_of(element: etree._Element | None) -> str:
    return "" if element is None else text(next(_children(element, "text"), None))


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if local(child) == name and namespace(child) == namespace(parent))
