"""Compares decisions: tables cell by cell, whatever else a decision says setting by setting."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows import markup
from workflows.comparison.differences import ADDED, CHANGED, MOVED, REMOVED, Difference
from workflows.comparison.matching import changes, displaced
from workflows.comparison.trees import settings_of
from workflows.markup import local


@dataclass
class Row:
    number: int
    cells: dict[str, object]  # label of the column -> what is written there


@dataclass
class Grid:
    name: str
    settings: dict[str, object]
    columns: dict[str, dict[str, object]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)


def read(files: Mapping[str, bytes]) -> dict[str, Grid]:
    """Id of the decision -> what it says. Raises for a file that is no XML."""
    found = {}
    for file, content in files.items():
        if not file.lower().endswith(".dmn"):
            continue
        for element in markup.parse(content).iter(etree.Element):
            if local(element) == "decision":
                grid = _grid(element)
                found[element.get("id") or file] = grid
    return found


def _grid(decision: etree._Element) -> Grid:
    grid = Grid(decision.get("name") or decision.get("id") or "", settings_of(decision, leave={"decisionTable"}))
    for table in decision.iter("{*}decisionTable"):
        grid.settings |= {"hitPolicy": table.get("hitPolicy", "UNIQUE")}
        grid.settings |= {"aggregation": table.get("aggregation")} if table.get("aggregation") else {}
        heads = [(child, local(child)) for child in table if local(child) in {"input", "output"}]
        labels = [_head(grid, child, kind) for kind in ("input", "output") for child, k in heads if k == kind]
        for number, rule in enumerate((child for child in table if local(child) == "rule"), 1):
            _row(grid, rule, number, labels)
    return grid


def _head(grid: Grid, column: etree._Element, kind: str) -> str:
    """The label of a column, which is how people know it; told apart by number where two are alike."""
    label = column.get("label") or column.get("name") or _text(column, "inputExpression") or kind
    same = sum(known == label or known.startswith(f"{label} (") for known in grid.columns)
    label = f"{label} ({same + 1})" if same else label
    grid.columns[label] = settings_of(column)
    return label


def _row(grid: Grid, rule: etree._Element, number: int, labels: list[str]) -> None:
    entries = [child for kind in ("inputEntry", "outputEntry") for child in rule if local(child) == kind]
    texts = [_text(rule, None, entry) for entry in entries]
    cells: dict[str, object] = {label: text for label, text in zip(labels, texts, strict=False) if text}
    if note := _text(rule, "description"):
        cells["description"] = note
    grid.rows[rule.get("id") or f"#{number}"] = Row(number, cells)


def _text(parent: etree._Element, name: str | None, element: etree._Element | None = None) -> str:
    found = parent.find(f"{{*}}{name}") if name else element
    return "" if found is None else " ".join("".join(found.itertext()).split())


def differences(old: Grid, new: Grid) -> Iterator[Difference]:
    if whole := changes({**old.settings, "name": old.name}, {**new.settings, "name": new.name}):
        yield Difference("setting", CHANGED, "", new.name, changes=whole)
    yield from _columns(old, new)
    elsewhere = displaced(list(old.rows), list(new.rows))
    for id_, row in new.rows.items():
        name = str(row.number)
        if id_ not in old.rows:
            yield Difference("row", ADDED, id_, name, changes=changes({}, row.cells))
            continue
        if found := changes(old.rows[id_].cells, row.cells):
            yield Difference("row", CHANGED, id_, name, changes=found)
        if id_ in elsewhere:
            yield Difference("row", MOVED, id_, str(old.rows[id_].number), after=name)
    for id_, row in old.rows.items():
        if id_ not in new.rows:
            yield Difference("row", REMOVED, id_, str(row.number), changes=changes(row.cells, {}))


def _columns(old: Grid, new: Grid) -> Iterator[Difference]:
    for label, settings in new.columns.items():
        if label not in old.columns:
            yield Difference("column", ADDED, label, label)
        elif found := changes(old.columns[label], settings):
            yield Difference("column", CHANGED, label, label, changes=found)
    yield from (Difference("column", REMOVED, label, label) for label in old.columns if label not in new.columns)
