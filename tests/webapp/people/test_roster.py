"""What can be wrong in a roster: each fault is found, placed and explained, and nothing else is blamed."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from tests.webapp.people.sheets_for_tests import CHIEF, CLERK, HEAD, HEADINGS, changed, rows, text, xlsx
from webapp.people import roster
from webapp.people.columns import COLUMNS
from webapp.people.entries import Known, KnownPerson, Roster
from webapp.people.faults import NOTICES, SENTENCES
from webapp.people.template import blank

TODAY = date(2026, 11, 21)


def read(content: bytes, filename: str = "pegawai.xlsx", known: Known | None = None, **more) -> Roster:
    return roster.read(filename, content, known or Known(), today=TODAY, **more)


def faults(content: bytes, filename: str = "pegawai.xlsx", **more) -> list[tuple]:
    return [(f.code, f.row, f.column) for f in read(content, filename, **more).faults]


def test_a_roster_without_fault_is_read_whole():
    found = read(xlsx())
    assert found.faults == []
    ana = found.employees[2]
    assert (ana.nip, ana.name, ana.supervisor_nip, ana.roles) == (CLERK, "Ana Wulandari", CHIEF, ("panel", "hr"))
    assert found.units["P2P"].parent == "SETDA"
    assert found.notices == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_reads_as_the_workbook_does(separator, encoding):
    content = text(changed(4, "Nama", "Ana Wulandari née Ö."), separator).encode(encoding)
    assert [e.name for e in read(content, "x.csv").employees][2] == "Ana Wulandari née Ö."


def test_english_headings_in_any_order_are_understood():
    order = [9, 0, 1, 3, 4, 5, 6, 7]
    headings = [COLUMNS[i].english for i in order]
    found = read(xlsx([[row[i] for i in order] for row in rows()], headings))
    assert found.faults == []
    assert found.employees[0].roles == ("agency_head",)


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "x.xlsx", "empty"),
        (b"  \n", "x.csv", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "x.xls", "locked"),
        (b"PK\x03\x04 not a zip", "x.xlsx", "broken"),
        (b"%PDF-1.7", "x.pdf", "kind"),
        (b"plain words", "x.xlsx", "broken"),
        (b"plain,words\n1,2\n", "x.csv", "header_missing"),
        (text([]).encode()[:90] + b"\n", "x.csv", "no_rows"),
        (text().encode("utf-16"), "x.csv", "encoding"),
        (text(changed(4, "Nama", "Ana née")).encode("cp1252"), "x.csv", "encoding"),
        (b'NIP,Nama,Jabatan\n"1,2\n', "x.csv", "csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, filename, code):
    assert [f[0] for f in faults(content, filename)][:1] == [code]


def test_the_encoding_is_named_with_the_line():
    (fault,) = read(text(changed(4, "Nama", "Ana née")).encode("cp1252"), "x.csv").faults
    assert (fault.row, fault.places["encoding"]) == (4, "Windows-1252")
    assert "née" in fault.value


def test_a_workbook_that_unpacks_to_too_much_is_not_opened():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(4):
            bomb.writestr(f"xl/{number}.xml", bytes(80 * 1024 * 1024))
    assert faults(target.getvalue()) == [("too_large", None, "")]


def test_a_zip_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as other:
        other.writestr("readme.txt", "hello")
    assert faults(target.getvalue()) == [("broken", None, "")]


def test_a_missing_column_is_named():
    headings = [h if h != "Jabatan" else "Catatan" for h in HEADINGS]
    found = read(xlsx(headings=headings))
    assert [(f.code, f.places) for f in found.faults] == [("column_missing", {"heading": "Jabatan"})]
    assert [n.places for n in found.notices] == [{"heading": "Catatan"}]


def test_a_roster_on_a_hidden_sheet_only_is_refused():
    content = xlsx([], ["Catatan"], {"Rahasia": ([HEADINGS, *rows()], True)})
    assert faults(content) == [("hidden_only", None, "")]


def test_a_hidden_sheet_beside_the_roster_is_left_alone_and_told():
    found = read(xlsx(sheets={"Lama": ([HEADINGS, *rows()], True)}))
    assert found.faults == []
    assert [(n.code, n.places) for n in found.notices] == [("hidden_sheet", {"sheet": "Lama"})]


def test_two_rosters_in_one_file_are_refused():
    assert faults(xlsx(sheets={"Lain": ([HEADINGS, *rows()], False)})) == [("several_sheets", None, "")]


def test_formulas_are_refused_with_their_cell():
    found = read(xlsx(changed(3, "NIP Atasan", "=A2")))
    assert [(f.code, f.row, f.value) for f in found.faults] == [("formula", 3, "H3: =A2")]
    assert faults(text(changed(3, "Nama", "=B2")).encode(), "x.csv") == [("formula", 3, "name")]


@pytest.mark.parametrize(
    ("value", "code", "column"),
    [
        (198001012005011001.0, "nip_rounded", "nip"),
        ("1,98001E+17", "nip_rounded", "nip"),
        ("19800101200501100X", "nip_signs", "nip"),
        ("1980010120050110", "nip_length", "nip"),
        ("198013012005011001", "nip_birth", "nip"),
        ("202001012022011001", "nip_birth", "nip"),
        ("198001012005131001", "nip_start", "nip"),
        ("198001011990011001", "nip_start", "nip"),
        ("198001012005013001", "nip_sex", "nip"),
        ("198001012005011000", "nip_sequence", "nip"),
        (HEAD, "nip_twice", "nip"),
        ("", "missing", "nip"),
    ],
)
def test_a_number_that_cannot_be_a_nip_is_refused_with_the_reason(value, code, column):
    assert faults(xlsx(changed(4, "NIP", value))) == [(code, 4, column)]


@pytest.mark.parametrize("value", ["19900101 201501 1 003", "'199001012015011003", "199001012023211003"])
def test_a_nip_with_spaces_or_of_contract_staff_is_good(value):
    assert faults(xlsx(changed(4, "NIP", value))) == []


@pytest.mark.parametrize(
    ("heading", "value", "code", "column"),
    [
        ("Nama", "", "missing", "name"),
        ("Jabatan", "", "missing", "title"),
        ("Jabatan", "x" * 201, "too_long", "title"),
        ("Jabatan", "#REF!", "spreadsheet_error", "title"),
        ("E-mail", "ana at siklus", "email_form", "email"),
        ("E-mail", "DEWI@siklus.example", "email_twice", "email"),
        ("Peran", "panel, raja", "role", "roles"),
        ("Nama Unit", "Bidang Lain", "unit_differs", "unit_name"),
        ("Kode Unit Induk", "LAIN", "parent_differs", "parent_code"),
        ("NIP Atasan", CLERK, "supervisor_self", "supervisor_nip"),
        ("NIP Atasan", "198001012005011001", "supervisor_unknown", "supervisor_nip"),
        ("NIP Atasan", "", "supervisor_missing", "supervisor_nip"),
        ("NIP Atasan", 198001012005011001.0, "nip_rounded", "supervisor_nip"),
    ],
)
def test_a_wrong_cell_is_one_fault_in_its_place(heading, value, code, column):
    assert [f for f in faults(xlsx(changed(4, heading, value))) if f[0] != "parent_unknown"] == [(code, 4, column)]


def test_a_code_that_became_a_date_is_explained():
    all_rows = changed(4, "Kode Unit", "")
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, as_date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate([HEADINGS, *all_rows]):
            for place, value in enumerate(row):
                sheet.write_string(number, place, value)
        sheet.write_datetime(3, HEADINGS.index("Kode Unit"), datetime(2026, 2, 1), as_date)  # noqa: DTZ001
    assert ("date", 4, "unit_code") in faults(target.getvalue())


def test_a_unit_code_that_is_a_number_stays_as_it_is_written():
    all_rows = [[*row[:4], 42 if row[4] == "P2P" else row[4], *row[5:]] for row in rows()]
    assert set(read(xlsx(all_rows)).units) == {"SETDA", "42"}


def test_a_circle_of_supervisors_is_printed():
    all_rows = changed(3, "NIP Atasan", CLERK)
    found = read(xlsx(all_rows))
    assert [(f.code, f.row) for f in found.faults] == [("supervisor_circle", 3)]
    assert found.faults[0].places["chain"] == f"Bo Santoso ({CHIEF}) → Ana Wulandari ({CLERK}) → Bo Santoso ({CHIEF})"


def test_a_circle_through_people_who_are_not_in_the_file_is_found():
    known = Known(
        {
            CHIEF: KnownPerson("Bo Santoso", CLERK, None, is_head=False),
            HEAD: KnownPerson("D", None, None, is_head=True),
        },
        {"P2P": ("P2P", None)},
    )
    assert faults(xlsx(rows()[2:]), known=known) == [("supervisor_circle", 2, "supervisor_nip")]


def test_a_circle_of_units_is_printed():
    found = read(xlsx(changed(2, "Kode Unit Induk", "P2P")))
    assert [(f.code, f.places) for f in found.faults] == [("unit_circle", {"chain": "SETDA → P2P → SETDA"})]


def test_a_unit_without_people_is_a_row_of_its_own():
    all_rows = [["", "", "", "", "KAB", "Pemerintah Kabupaten", "", "", "", ""], *changed(2, "Kode Unit Induk", "KAB")]
    found = read(xlsx(all_rows))
    assert found.faults == []
    assert (found.units["SETDA"].parent, len(found.employees)) == ("KAB", 3)


def test_a_row_with_neither_nip_nor_name_declares_nothing_else():
    all_rows = [*rows(), ["", "", "", "Arsiparis", "P2P", "", "", "", "", ""]]
    assert faults(xlsx(all_rows)) == [("only_a_unit", 5, "nip")]


def test_an_unknown_parent_and_an_unnamed_unit_are_faults():
    assert faults(xlsx(changed(3, "Kode Unit Induk", "LAIN"))) == [("parent_unknown", 3, "parent_code")]
    assert faults(xlsx(changed(3, "Nama Unit", ""))) == [("unit_unnamed", 3, "unit_name")]


def test_a_part_of_the_agency_is_judged_with_what_is_known():
    known = Known(
        {CHIEF: KnownPerson("Bo Santoso", HEAD, "bo@siklus.example", is_head=False)}, {"P2P": ("Bidang P2P", None)}
    )
    assert faults(xlsx(rows()[2:]), known=known) == []
    taken = [[*rows()[2][:8], "bo@siklus.example", ""]]
    assert faults(xlsx(taken), known=known) == [("email_taken", 2, "email")]
    assert faults(xlsx(rows()[2:]), known=known, mark_left=True) == [("supervisor_leaves", 2, "supervisor_nip")]


def test_without_the_column_of_roles_the_known_head_stays_head():
    without = [row[:9] for row in rows()]
    known = Known({HEAD: KnownPerson("Dewi Lestari", None, None, is_head=True)})
    assert faults(xlsx(without, HEADINGS[:9]), known=known) == []
    assert faults(xlsx(without, HEADINGS[:9])) == [("supervisor_missing", 2, "supervisor_nip")]


def test_every_fault_of_a_file_is_told_in_the_order_of_its_rows():
    all_rows = changed(2, "Jabatan", "")
    all_rows[1][8], all_rows[2][9] = "no address", "raja"
    assert [f[:2] for f in faults(xlsx(all_rows))] == [("missing", 2), ("email_form", 3), ("role", 4)]


def test_every_sentence_is_complete_and_its_places_agree():
    for sentence, remedy in SENTENCES.values():
        assert sentence.endswith(".")
        assert remedy.endswith(".")
    assert all(notice.endswith(".") for notice in NOTICES.values())


def test_the_template_has_the_headings_and_nothing_that_would_be_imported():
    assert faults(blank(str)) == [("no_rows", 1, "")]
