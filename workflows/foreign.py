"""The settings of other tools, and what they mean in ours where that is certain. Knows no rules and changes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

import feel
from workflows.document import ZEEBE, children
from workflows.markup import local, namespace

SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
TOOLS = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://flowable.org/bpmn": "Flowable",
    "http://activiti.org/bpmn": "Activiti",
    "http://www.signavio.com": "Signavio",
    SPIFF: "SpiffWorkflow",
}
CODE = frozenset({"class", "delegateExpression", "expression", "scriptFormat", "preScript", "postScript"})
LISTENERS = frozenset({"executionListener", "taskListener"})
NAME = re.compile(r"[^\W\d]\w*\Z")
FORM = re.compile(r"([\w-]+?)(?:\.(?:form|html|json|xml))?\Z")
WRAPPED = re.compile(r"[$#]\{(.*)\}\Z", re.DOTALL)
PIECES = re.compile(
    r"""(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<operator>==|!=|&&|\|\||!(?!=))|(?P<word>[^\W\d]\w*)|(?P<rest>.)""",
    re.DOTALL,
)
WORDS = {"True": "true", "False": "false", "None": "null", "eq": "=", "ne": "!=", "gt": ">", "lt": "<", "ge": ">="}
WORDS |= {"le": "<=", "empty": "null =", "not": "not "}
OPERATORS = {"==": " = ", "!=": " != ", "&&": " and ", "||": " or "}


@dataclass(frozen=True)
class Meant:
    """A setting of ours that one of another tool comes to; `of` is the element that bears it."""

    tool: str
    setting: str
    type: str
    attributes: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Unmeant:
    """A setting of another tool that has no meaning here: code that it would run, or an expression of its own."""

    tool: str
    setting: str
    is_code: bool
    written: str = ""


def settings(element: etree._Element) -> Iterator[Meant | Unmeant]:
    """What the settings of other tools on an element of BPMN come to, those left out that we have a setting for."""
    own = {local(e) for holder in children(element, "extensionElements") for e in holder if namespace(e) == ZEEBE}
    given = dict(_attributes(element))
    for meant in _READERS.get(local(element), _nothing)(element, given):
        if isinstance(meant, Unmeant) or meant.type not in own:
            yield meant
    for holder in children(element, "extensionElements"):
        for extension in holder:
            tool = TOOLS.get(namespace(extension))
            if tool is not None and local(extension) in CODE | LISTENERS:
                yield Unmeant(tool, local(extension), is_code=True)


def translated(written: str) -> str | None:
    """A condition of another tool as FEEL, when all of it can be said in FEEL; None otherwise."""
    wrapped = WRAPPED.match(written.strip())
    source = wrapped[1] if wrapped else written
    if len(source) > 1000:
        return None
    said = re.sub(r"\s+", " ", "".join(_piece(found) for found in PIECES.finditer(source))).strip()
    said = re.sub(r"\bnot (?!\()([\w.]+)", r"not(\1)", said)
    try:
        feel.check(said)
    except feel.FeelError:
        return None
    return said


def _piece(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "text":
            return '"' + found[0][1:-1].replace('"', '\\"') + '"' if found[0][0] == "'" else found[0]
        case "operator":
            return OPERATORS.get(found[0], "not ")
        case "word":
            return WORDS.get(found[0], found[0])
    return found[0]


def _attributes(element: etree._Element) -> Iterator[tuple[str, tuple[str, str]]]:
    """The attributes that other tools have set, by name: (tool, value)."""
    for name, value in element.attrib.items():
        uri, _, plain = name[1:].partition("}") if name.startswith("{") else ("", "", name)
        if uri in TOOLS and value.strip():
            yield plain, (TOOLS[uri], value.strip())


def _nothing(_element: etree._Element, _given: dict) -> Iterator[Meant | Unmeant]:
    yield from ()


def _user_task(element: etree._Element, given: dict) -> Iterator[Meant | Unmeant]:
    yield from _form(element, given)
    yield from _people(given)
    if "dueDate" in given:
        yield _one(given, "dueDate", "taskSchedule")


def _form(element: etree._Element, given: dict) -> Iterator[Meant]:
    named = [(name, *given[name]) for name in ("formKey", "formRef") if name in given]
    named += [("formJsonSchemaFilename", *found) for found in _spiff_properties(element, "formJsonSchemaFilename")]
    for name, tool, value in named[:1]:
        if (form := FORM.match(value.rpartition("/")[2].rpartition(":")[2])) is not None:
            yield Meant(tool, name, "formDefinition", {"formId": form[1]})


def _people(given: dict) -> Iterator[Meant | Unmeant]:
    found = [_one(given, name, "assignmentDefinition") for name in ("assignee", "candidateGroups") if name in given]
    yield from (setting for setting in found if isinstance(setting, Unmeant))
    meant = [setting for setting in found if isinstance(setting, Meant)]
    if meant:
        together = {name: value for setting in meant for name, value in setting.attributes.items()}
        yield Meant(meant[0].tool, ", ".join(together), "assignmentDefinition", together)
    elif "candidateUsers" in given:
        tool, value = given["candidateUsers"]
        yield Unmeant(tool, "candidateUsers", is_code=False, written=value)


def _one(given: dict, name: str, type_: str) -> Meant | Unmeant:
    tool, written = given[name]
    value = _value(written)
    if value is None:
        return Unmeant(tool, name, is_code=False, written=written)
    return Meant(tool, name, type_, {name: value})


def _value(written: str) -> str | None:
    """A name or expression of another tool as ours; plain text stays what it is."""
    if not WRAPPED.match(written):
        return None if "${" in written or "#{" in written else written
    said = translated(written)
    return None if said is None else f"={said}"


def _service_task(element: etree._Element, given: dict) -> Iterator[Meant | Unmeant]:
    if "topic" in given:
        yield Meant(given["topic"][0], "topic", "taskDefinition", {"type": given["topic"][1]})
    for operator in _spiff(element, "serviceTaskOperator"):
        if id_ := operator.get("id"):
            yield Meant(TOOLS[SPIFF], "serviceTaskOperator", "taskDefinition", {"type": id_})
    for name in CODE & given.keys():
        yield Unmeant(given[name][0], name, is_code=True)


def _rule_task(element: etree._Element, given: dict) -> Iterator[Meant | Unmeant]:
    attributes = {}
    if "decisionRef" in given:
        attributes["decisionId"] = given["decisionRef"][1]
        if "resultVariable" in given and NAME.match(given["resultVariable"][1]):
            attributes["resultVariable"] = given["resultVariable"][1]
        yield Meant(given["decisionRef"][0], "decisionRef", "calledDecision", attributes)
    for called in _spiff(element, "calledDecisionId"):
        if called.text and called.text.strip():
            yield Meant(TOOLS[SPIFF], "calledDecisionId", "calledDecision", {"decisionId": called.text.strip()})
    for name in CODE & given.keys():
        yield Unmeant(given[name][0], name, is_code=True)


def _loop(element: etree._Element, given: dict) -> Iterator[Meant | Unmeant]:
    collection = given.get("collection")
    if collection is None:
        return
    wrapped = WRAPPED.match(collection[1])
    name = wrapped[1].strip() if wrapped else collection[1]
    if not NAME.match(name):
        yield Unmeant(collection[0], "collection", is_code=False, written=collection[1])
        return
    attributes = {"inputCollection": f"={name}"}
    if "elementVariable" in given and NAME.match(given["elementVariable"][1]):
        attributes["inputElement"] = given["elementVariable"][1]
    yield Meant(collection[0], "collection", "loopCharacteristics", attributes)


def _spiff(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for holder in children(element, "extensionElements"):
        yield from holder.iterchildren(f"{{{SPIFF}}}{name}")


def _spiff_properties(element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for properties in _spiff(element, "properties"):
        for entry in properties.iterchildren(f"{{{SPIFF}}}property"):
            if entry.get("name") == name and entry.get("value"):
                yield TOOLS[SPIFF], entry.get("value")


_READERS = {
    "userTask": _user_task,
    "serviceTask": _service_task,
    "sendTask": _service_task,
    "businessRuleTask": _rule_task,
    "multiInstanceLoopCharacteristics": _loop,
}
