"""Takes a roster file apart into rows of cells: .xlsx, .ods or .csv. Knows headings, but not what they mean."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from webapp.people import extents, formulas
from webapp.people.columns import BY_KEY, COLUMNS, HELP_SHEET, column_of
from webapp.people.faults import Fault, Faulty, Notice

MOST_MEGABYTES = 300
MOST_CELLS = 2_000_000
_HEADING_WITHIN = 20
_FEWEST_HEADINGS = 3

Cells = Sequence[object]


@dataclass(frozen=True)
class Row:
    """One row below the heading; `number` as the spreadsheet counts. Columns that the file has not are absent."""

    number: int
    cells: dict[str, object]


@dataclass
class Sheet:
    """The rows of a roster, the columns it has, and what else was seen on the way."""

    columns: list[str]
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def open_sheet(filename: str, content: bytes) -> Sheet:
    """Raises Faulty when the file as a whole cannot be read."""
    if not content.strip():
        raise Faulty(Fault("empty"))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Faulty(Fault("locked"))
    if content.startswith(b"PK"):
        return _from_workbook(content)
    extension = filename.lower().rpartition(".")[2]
    if extension not in ("csv", "txt", "tsv"):
        raise Faulty(Fault("broken") if extension in ("xlsx", "ods") else Fault("kind", places={"kind": extension}))
    return _from_text(content)


def _from_workbook(content: bytes) -> Sheet:
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content))
        tables = {
            each.name: (each.visible, book.get_sheet_by_name(each.name).to_python(skip_empty_area=False))
            for each in book.sheets_metadata
        }
    except (CalamineError, OSError, ValueError) as error:
        raise Faulty(Fault("broken")) from error
    rosters = {name: rows for name, (_visible, rows) in tables.items() if _heading_row(rows) is not None}
    shown = [name for name in rosters if tables[name][0] == SheetVisibleEnum.Visible]
    name = _the_one(shown, rosters, any(rows for _visible, rows in tables.values()))
    sheet = _sheet(rosters[name])
    sheet.notices += _other_sheets(tables, name)
    _refuse_formulas(sheet, content, name)
    return sheet


def _the_one(shown: list[str], rosters: dict, is_anything_there: bool) -> str:
    if len(shown) > 1:
        raise Faulty(Fault("several_sheets", places={"sheets": ", ".join(shown)}))
    if not shown:
        raise Faulty(Fault("hidden_only" if rosters else "header_missing" if is_anything_there else "empty"))
    return shown[0]


def _other_sheets(tables: dict, name: str) -> Iterator[Notice]:
    for other, (visible, rows) in tables.items():
        if other not in (name, HELP_SHEET) and rows:
            yield Notice("other_sheet" if visible == SheetVisibleEnum.Visible else "hidden_sheet", {"sheet": other})


def _refuse_formulas(sheet: Sheet, content: bytes, name: str) -> None:
    """A formula's stored result may be old, or come from a file that is not here."""
    try:
        sheet.faults += formulas.found_in(content, name)
    except formulas.Unreadable as error:
        raise Faulty(Fault("broken")) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        raise Faulty(Fault("broken")) from error
    if size > MOST_MEGABYTES * 1024 * 1024 or _cells(content) > MOST_CELLS:
        raise Faulty(Fault("too_large", places={"megabytes": MOST_MEGABYTES}))


def _cells(content: bytes) -> int:
    try:
        return extents.reach(content, MOST_CELLS)
    except extents.Unreadable as error:
        raise Faulty(Fault("broken")) from error


def _from_text(content: bytes) -> Sheet:
    text = _decoded(content)
    lines = text.splitlines(keepends=True)
    skipped = 1 if lines[0].lower().startswith("sep=") else 0
    lines = lines[skipped:]
    separator = max(";,\t", key=(lines[0] if lines else "").count)
    rows: list[Cells] = [[]] * skipped
    try:
        rows += csv.reader(lines, delimiter=separator, strict=True)
    except csv.Error as error:
        raise Faulty(Fault("csv", len(rows) + 1)) from error
    if _heading_row(rows) is None:
        raise Faulty(Fault("header_missing"))
    sheet = _sheet(rows)
    for row in sheet.rows:
        for key, value in row.cells.items():
            if str(value).startswith("="):
                sheet.faults.append(Fault("formula", row.number, key, str(value)))
    return sheet


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:200]:
        raise Faulty(Fault("encoding", places={"encoding": "UTF-16"}))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        shown = content[max(0, error.start - 20) : error.start + 10].decode("cp1252", "replace").strip()
        raise Faulty(Fault("encoding", line, "", shown, {"encoding": "Windows-1252"})) from error


def _heading_row(rows: Sequence[Cells]) -> int | None:
    """The index of the first row that has headings of a roster."""
    for index, cells in enumerate(rows[:_HEADING_WITHIN]):
        if len({column_of(str(cell)) for cell in cells} - {None}) >= _FEWEST_HEADINGS:
            return index
    return None


def _sheet(rows: Sequence[Cells]) -> Sheet:
    start = _heading_row(rows) or 0
    headings = [str(cell).strip() for cell in rows[start]]
    places = {index: key for index, heading in enumerate(headings) if (key := column_of(heading))}
    sheet = Sheet(list(dict.fromkeys(places.values())), [])
    sheet.notices += [Notice("other_column", {"heading": h}) for i, h in enumerate(headings) if h and i not in places]
    sheet.faults += _heading_faults(places, start + 1)
    for index, cells in enumerate(rows[start + 1 :], start + 2):
        filled = {key: cells[place] for place, key in places.items() if place < len(cells)}
        if any(str(value).strip() for value in filled.values()):
            sheet.rows.append(Row(index, {key: filled.get(key, "") for key in sheet.columns}))
    if not sheet.rows:
        raise Faulty(Fault("no_rows", start + 1))
    return sheet


def _heading_faults(places: dict[int, str], row: int) -> Iterator[Fault]:
    found = list(places.values())
    for column in COLUMNS:
        if column.needed and column.key not in found:
            yield Fault("column_missing", row, column.key, "", {"heading": column.heading})
        if found.count(column.key) > 1:
            yield Fault("heading_twice", row, column.key, BY_KEY[column.key].heading)
