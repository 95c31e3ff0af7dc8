"""Rules about the drawing: what has no place on the diagram, and what is drawn of nothing."""

from collections.abc import Iterator

from lxml import etree

from workflows.document import Document, nodes_in
from workflows.markup import local
from workflows.problems import Problem, found, mended_by


def problems(document: Document) -> Iterator[Problem]:
    for process in document.processes:
        yield from _process(document, process)
    yield from _of_nothing(document)


def _process(document: Document, process: etree._Element) -> Iterator[Problem]:
    wanted = [e for e in undrawn_candidates(process) if e.get("id")]
    missing = [e for e in wanted if e.get("id") not in document.pictures]
    if not missing:
        return
    id_ = process.get("id", "")
    fix = mended_by("layout", {"do": "layout", "element": id_}, surely=True) if id_ else None
    at = (id_, process.sourceline or 0, document.file)
    if len(missing) == len(wanted):
        yield found("diagram.missing", *at, severity="warning", fix=fix)
    else:
        names = ", ".join(f"“{e.get('name') or e.get('id')}”" for e in missing[:3]) + (
            ", …" if len(missing) > 3 else ""
        )
        yield found("diagram.incomplete", *at, severity="warning", fix=fix, elements=names)


def undrawn_candidates(scope: etree._Element) -> Iterator[etree._Element]:
    """Every step and flow of a process and its sub-processes, which a diagram should show."""
    for node in nodes_in(scope):
        yield node
        yield from undrawn_candidates(node)
    yield from (child for child in scope if local(child) == "sequenceFlow")


def _of_nothing(document: Document) -> Iterator[Problem]:
    for id_, picture in document.pictures.items():
        if id_ and id_ not in document.by_id and ":" not in id_ and picture.get("id"):
            fix = mended_by("picture", {"do": "remove", "element": picture.get("id")}, surely=True)
            at = (picture.get("id"), picture.sourceline or 0, document.file)
            yield found("diagram.of-nothing", *at, severity="warning", fix=fix, element_id=id_)
