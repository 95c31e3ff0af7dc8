"""Writes small rosters for tests: as .xlsx, as .csv, and broken in every way that people break them."""

import csv
import io

import xlsxwriter

from webapp.people.columns import COLUMNS

HEADINGS = [column.heading for column in COLUMNS]
HEAD, CHIEF, CLERK = "196803011993031001", "197504022000032002", "199001012015011003"


def rows() -> list[list[str]]:
    """A head, a chief and a clerk in two units: nothing is wrong with them."""
    office = ["SETDA", "Sekretariat Daerah", ""]
    part = ["P2P", "Bidang P2P", "SETDA"]
    return [
        [HEAD, "Dewi Lestari, M.Si.", "IV/b", "Sekretaris Daerah", *office, "", "dewi@siklus.example", "pimpinan"],
        [CHIEF, "Bo Santoso", "IV/a", "Kepala Bidang", *part, HEAD, "bo@siklus.example", ""],
        [CLERK, "Ana Wulandari", "", "Epidemiolog", "P2P", "", "", CHIEF, "ana@siklus.example", "panel, HR"],
    ]


def changed(row: int, heading: str, value: object) -> list[list]:
    """The same with one cell changed; rows count as the spreadsheet does, the first person in row 2."""
    all_rows = rows()
    all_rows[row - 2][HEADINGS.index(heading)] = value
    return all_rows


def xlsx(all_rows: list[list] | None = None, headings: list[str] | None = None, sheets: dict | None = None) -> bytes:
    """A workbook; `sheets` may add more: name -> (rows with heading, hidden)."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        _fill(book.add_worksheet("Pegawai"), [headings or HEADINGS, *(rows() if all_rows is None else all_rows)])
        for name, (more, hidden) in (sheets or {}).items():
            sheet = book.add_worksheet(name)
            _fill(sheet, more)
            if hidden:
                sheet.hide()
    return target.getvalue()


def _fill(sheet, all_rows: list[list]) -> None:
    for number, row in enumerate(all_rows):
        for place, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(number, place, value, None, "196803011993031001")
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            else:
                sheet.write(number, place, value)


def text(all_rows: list[list] | None = None, separator: str = ",") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=separator).writerows([HEADINGS, *(all_rows or rows())])
    return target.getvalue()
