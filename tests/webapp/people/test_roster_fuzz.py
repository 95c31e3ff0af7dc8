"""Whatever bytes are handed in as a roster, the answer is a report, never an exception."""

import io
import os
import zipfile
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webapp.people.sheets_for_tests import HEADINGS, rows, text, xlsx
from webapp.people import roster
from webapp.people.entries import Known

EXAMPLES = settings(
    max_examples=int(os.environ.get("SIKLUS_THOROUGH", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
GOOD = xlsx()
PARTS = sorted(zipfile.ZipFile(io.BytesIO(GOOD)).namelist())

cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", *(value for row in rows() for value in row)]),
    st.integers(-(10**20), 10**20).map(str),
)


def read(content: bytes, filename: str) -> roster.Roster:
    found = roster.read(filename, content, Known(), today=date(2026, 11, 21))
    for fault in found.faults:
        assert fault.sentence % fault.places
        assert fault.remedy % fault.places
    return found


@EXAMPLES
@given(st.binary(max_size=300), st.sampled_from(["x.xlsx", "x.csv", "x.ods", "x", ""]))
def test_any_bytes(content, filename):
    read(content, filename)


@EXAMPLES
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8), st.booleans())
def test_a_damaged_workbook(changes, is_cut):
    damaged = bytearray(GOOD)
    for place, byte in changes:
        damaged[place] = byte
    read(bytes(damaged[: changes[0][0]] if is_cut else damaged), "x.xlsx")


@EXAMPLES
@given(st.sampled_from(PARTS), st.data())
def test_a_workbook_with_a_damaged_part(part, data):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(target, "w") as bad:
        for name in PARTS:
            content = bytearray(good.read(name))
            if name == part:
                place = data.draw(st.integers(0, len(content) - 1))
                content[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
            bad.writestr(name, bytes(content))
    read(target.getvalue(), "x.xlsx")


@EXAMPLES
@given(st.lists(st.lists(cells, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=6))
def test_any_cells_below_the_right_headings(all_rows):
    content = text(all_rows).encode("utf-8", "replace")
    found = read(content, "x.csv")
    assert found.faults or all(len(employee.nip) == 18 for employee in found.employees)
