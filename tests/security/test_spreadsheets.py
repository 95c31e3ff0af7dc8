"""Spreadsheets made to bring the importer down. Each is read in a process of its own, which may take little memory."""

import io
import subprocess
import sys
import zipfile

import pytest

from tests.webapp.people.sheets_for_tests import xlsx
from webapp.outcomes.spreadsheet import harmless
from webapp.people import extents

SHEET = "xl/worksheets/sheet1.xml"
READS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from webapp.people.faults import Faulty
from webapp.people.sheets import open_sheet
try:
    print(len(open_sheet("roster.xlsx", sys.stdin.buffer.read()).rows), "rows")
except Faulty as faulty:
    print(*(fault.code for fault in faulty.faults))
"""


def changed(change) -> bytes:
    """A good roster with its sheet changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as good, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, change(good.read(name)) if name == SHEET else good.read(name))
    return target.getvalue()


def with_cell(cell: bytes) -> bytes:
    return changed(lambda sheet: sheet.replace(b"</sheetData>", b"%s</sheetData>" % cell))


BOMBS = {
    "a cell in the far corner": with_cell(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "the same in small letters": with_cell(b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'),
    "the same in signs by number": with_cell(b'<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>'),
    "a cell that is not numbered": with_cell(
        b'<row r="900000"><c><v>1</v></c></row><row r="5"><c r="ZZ5"><v>1</v></c></row>'
    ),
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_small_file_with_room_for_a_thousand_million_cells_is_refused(content: bytes) -> None:
    assert read(content) in ("too_large", "broken")


def test_a_roster_without_tricks_is_read() -> None:
    assert read(xlsx()) == "3 rows"


def test_a_sheet_that_repeats_its_cells_without_end_is_refused() -> None:
    cell = '<table:table-cell o:value-type="string" table:number-columns-repeated="16000"/>'
    assert extents.reach(ods(row(cell, times=1_000_000)), 1000) > 1000


def test_empty_cells_to_the_edge_of_a_sheet_are_no_fault() -> None:
    first = row('<table:table-cell o:value-type="string"/><table:table-cell table:number-columns-repeated="16000"/>')
    assert extents.reach(ods(first + row("<table:table-cell/>", times=1_000_000)), 1000) == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", " =1"]
)
def test_no_text_of_an_export_can_be_taken_for_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def ods(rows: str) -> bytes:
    spaces = 'xmlns:o="urn:o" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("content.xml", f"<o:c {spaces}><table:table>{rows}</table:table></o:c>")
    return target.getvalue()


def read(content: bytes) -> str:
    done = subprocess.run([sys.executable, "-c", READS], input=content, capture_output=True, timeout=60, check=False)
    return done.stdout.decode().strip() or f"ended with {done.returncode}"
