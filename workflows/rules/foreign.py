"""Rules about what other tools have left in a file: taken over where the meaning is certain, else explained."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from workflows.document import Document, children
from workflows.foreign import WRAPPED, Meant, Unmeant, settings, translated
from workflows.markup import local
from workflows.problems import UNFIT, Fix, Problem, found, mended_by, words
from workflows.rules.vocabulary import nearest_id

NEEDED = frozenset({"taskDefinition", "calledDecision", "loopCharacteristics"})
WANTED = frozenset({"formDefinition", "assignmentDefinition"})
FEEL = frozenset({"", "feel", "text/x-feel", "application/feel"})
TIMES = frozenset({"timeDate", "timeDuration", "timeCycle", "loopCardinality", "completionCondition", "loopCondition"})


def problems(document: Document) -> Iterator[Problem]:
    for element in document.elements:
        for setting in settings(element):
            yield _setting(document, element, setting)
        if local(element) == "sequenceFlow":
            yield from _condition(document, element)
        elif local(element) in TIMES:
            yield from _expression(document, element)
        elif local(element) == "scriptTask":
            yield from _script(document, element)


def _at(document: Document, element: etree._Element) -> tuple[str, int, str]:
    return nearest_id(element), element.sourceline or 0, document.file


def _setting(document: Document, element: etree._Element, setting: Meant | Unmeant) -> Problem:
    said: dict[str, Any] = {"tool": setting.tool, "setting": setting.setting}
    if isinstance(setting, Unmeant):
        if setting.is_code:
            return found("foreign.code", *_at(document, element), severity="warning", **said)
        hint = _hint(setting.written)
        return found("foreign.expression", *_at(document, element), severity=UNFIT, written=setting.written, hint=hint)
    severity = "error" if setting.type in NEEDED else UNFIT if setting.type in WANTED else "warning"
    fix = _taken_over(_owner(element), setting)
    return found("foreign.setting", *_at(document, element), severity=severity, fix=fix, **said)


def _owner(element: etree._Element) -> str:
    """How a loop repeats is told of the activity that it is part of."""
    bearer = element.getparent() if local(element) == "multiInstanceLoopCharacteristics" else element
    return bearer.get("id", "")


def _taken_over(id_: str, setting: Meant) -> Fix | None:
    type_ = f"zeebe:{setting.type}"
    edit = {"do": "extension", "element": id_, "type": type_, "attributes": setting.attributes}
    said = {"setting": setting.setting, "value": ", ".join(setting.attributes.values())}
    return mended_by("foreign", edit, surely=True, **said) if id_ else None


def _condition(document: Document, flow: etree._Element) -> Iterator[Problem]:
    """A condition in the language of another tool, in `${…}` or of another name."""
    condition = next(children(flow, "conditionExpression"), None)
    written = "" if condition is None else (condition.text or "").strip()
    if condition is None or not WRAPPED.match(written):
        return
    said = translated(written)
    fix = None
    if said is not None and flow.get("id"):
        fix = mended_by(
            "expression", {"do": "condition", "flow": flow.get("id"), "value": f"={said}"}, surely=True, said=said
        )
    yield found("foreign.condition", *_at(document, flow), fix=fix, written=written, hint=_hint(written))


def _expression(document: Document, element: etree._Element) -> Iterator[Problem]:
    written = (element.text or "").strip()
    if WRAPPED.match(written):
        at = _at(document, element)
        yield found("foreign.condition", *at, written=written, hint=_hint(written))


def _hint(written: str):
    said = translated(written)
    return words("foreign.no-hint") if said is None else words("foreign.hint", said=f"={said}")


def _script(document: Document, task: etree._Element) -> Iterator[Problem]:
    language = task.get("scriptFormat", "").strip().lower()
    script = next(children(task, "script"), None)
    if language not in FEEL and script is not None and (script.text or "").strip():
        yield found("script.language", *_at(document, task), language=language)
