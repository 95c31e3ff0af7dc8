"""The edits that only decision tables know: a row for values that have none, and what is written in a cell."""

from collections.abc import Iterator

from lxml import etree

from workflows.markup import local, namespace

KINDS = ("inputEntry", "outputEntry")
DEPTH = 3  # of a row, in a file that is indented


def add_row(decision: etree._Element, id_: str, tests: list[str]) -> None:
    """A last row for these values, its results still to be written. Raises ValueError where it does not fit."""
    table = next((e for e in decision.iter("{*}decisionTable")), None)
    if table is None or len(list(_of(table, "input"))) != len(tests):
        raise ValueError("The row does not fit the table.")
    last = table[-1] if len(table) else None
    rule = etree.SubElement(table, _named(table, "rule"), id=id_)
    for number, written in enumerate(tests, start=1):
        _entry(rule, "inputEntry", f"{id_}_in{number}", written)
    for number, _output in enumerate(_of(table, "output"), start=1):
        _entry(rule, "outputEntry", f"{id_}_out{number}", "")
    if last is not None:
        etree.indent(rule, level=DEPTH)
        rule.tail, last.tail = last.tail, table.text  # on lines of its own, as the others are


def write_cell(rule: etree._Element, kind: str, place: object, written: str) -> None:
    """Raises ValueError where the row has no such cell."""
    cells = list(_of(rule, kind)) if kind in KINDS else []
    if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(cells):
        raise ValueError("The row has no such cell.")
    text = next(_of(cells[place], "text"), None)
    if text is None:
        text = etree.SubElement(cells[place], _named(rule, "text"))
    text.text = written


def _entry(rule: etree._Element, kind: str, id_: str, written: str) -> None:
    entry = etree.SubElement(rule, _named(rule, kind), id=id_)
    etree.SubElement(entry, _named(rule, "text")).text = written


def _of(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if local(child) == name and namespace(child) == namespace(element))


def _named(beside: etree._Element, name: str) -> str:
    return f"{{{namespace(beside)}}}{name}"
