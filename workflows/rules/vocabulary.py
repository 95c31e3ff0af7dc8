"""Rules about the words of a file: elements and attributes that the standard does not know, ids, flags."""

from collections.abc import Iterator

from lxml import etree

from sentences import nearest
from workflows.document import BPMN, FLOW_NODES, SCOPES, Document
from workflows.markup import local, namespace
from workflows.problems import UNFIT, Problem, did_you_mean, found, mended_by
from workflows.rules.standard import ATTRIBUTES, FLAGS, KNOWN

LATER = frozenset({"choreography", "globalChoreographyTask", "globalConversation"})
GLOBAL = frozenset({"globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"})


def problems(document: Document) -> Iterator[Problem]:
    yield from _ids(document)
    for element in document.elements:
        yield from _element(document, element)
        yield from _attributes(document, element)


def _at(document: Document, element: etree._Element) -> tuple[str, int, str]:
    return nearest_id(element), element.sourceline or 0, document.file


def nearest_id(element: etree._Element) -> str:
    """The id of the element, or of the one it belongs to, which has a place on the diagram."""
    return next((id_ for e in (element, *element.iterancestors()) if (id_ := e.get("id"))), "")


def _ids(document: Document) -> Iterator[Problem]:
    for element in document.elements:
        id_ = element.get("id")
        first = document.by_id.get(id_ or "", element)
        if first is not element:
            severity = "error" if _needs_id(first) and _needs_id(element) else UNFIT
            at = (id_, element.sourceline or 0, document.file)
            yield found("element.duplicate", *at, severity=severity, id=id_)
        elif not id_ and _needs_id(element):
            yield found("element.no-id", *_at(document, element), kind=local(element))


def _needs_id(element: etree._Element) -> bool:
    parent = element.getparent()
    return local(element) in FLOW_NODES and parent is not None and local(parent) in SCOPES


def _element(document: Document, element: etree._Element) -> Iterator[Problem]:
    kind, parent = local(element), element.getparent()
    if kind in LATER | GLOBAL:
        yield found("element.ignored", *_at(document, element), severity="warning", kind=kind)
    elif kind not in KNOWN and (parent is None or local(parent) not in SCOPES):
        meant = did_you_mean(kind, KNOWN)
        yield found("element.unknown", *_at(document, element), severity="warning", kind=kind, meant=meant)
    if kind in SCOPES:
        for child in element:
            if isinstance(child.tag, str) and namespace(child) != BPMN:
                at = (child.get("id") or nearest_id(element), child.sourceline or 0, document.file)
                yield found("element.foreign", *at, severity="warning", kind=local(child))


def _attributes(document: Document, element: etree._Element) -> Iterator[Problem]:
    known = ATTRIBUTES.get(local(element))
    if known is None:
        return
    id_ = element.get("id", "")
    for name, value in element.attrib.items():
        if name.startswith("{"):
            continue
        if name not in known:
            yield _unknown(document, element, name, value, known)
        elif name in FLAGS and value not in {"true", "false"}:
            plain = "true" if value.strip().lower() in {"true", "1", "yes"} else "false"
            edit = {"do": "set", "element": id_, "attribute": name, "value": plain}
            fix = mended_by("flag", edit, surely=True, attribute=name, value=plain) if id_ else None
            yield found("attribute.flag", *_at(document, element), fix=fix, attribute=name, value=value)
        elif name in {"startQuantity", "completionQuantity"} and value.strip() != "1":
            fix = mended_by("unset", {"do": "unset", "element": id_, "attribute": name}, attribute=name)
            yield found("attribute.quantity", *_at(document, element), fix=fix, attribute=name)
        elif name == "behavior" and value != "All":
            yield found("attribute.behavior", *_at(document, element), value=value)


def _unknown(document: Document, element: etree._Element, name: str, value: str, known: set[str]) -> Problem:
    meant, id_ = nearest(name, known - set(element.attrib)), element.get("id")
    fix = None
    if id_:
        edits: list[dict] = [{"do": "unset", "element": id_, "attribute": name}]
        if meant:
            edits.append({"do": "set", "element": id_, "attribute": meant, "value": value})
            fix = mended_by("attribute", *edits, attribute=name, meant=meant)
        else:
            fix = mended_by("unset", *edits, attribute=name)
    at = _at(document, element)
    sentence = did_you_mean(name, known)
    return found(
        "attribute.unknown", *at, severity="warning", fix=fix, attribute=name, kind=local(element), meant=sentence
    )
