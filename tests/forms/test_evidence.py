"""Files people attach: five types by their bytes, nothing that could do harm, nothing lost between two tries."""

import hashlib
import io
import stat
import zipfile

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from tests.forms.conftest import NOW

PDF = b"%PDF-1.7\n%%EOF"
EVIDENCE = {"type": "filepicker", "key": "evidence", "label": "Evidence", "multiple": True}


def office(folder: str = "word/", *, entries: int = 0, extra: dict | None = None, types: bool = True) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}document.xml", "<document/>")
        for number in range(entries):
            archive.writestr(f"{folder}{number}", "")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()


def link() -> bytes:
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return office(extra={entry: "/etc/passwd"})


def attach(form, *files: tuple[str, bytes], posted: MultiDict | None = None, draft: dict | None = None, now=NOW):
    sent = MultiDict([("evidence", FileStorage(io.BytesIO(content), name)) for name, content in files])
    return form.bind(posted or MultiDict(), files=sent, draft=draft, now=now)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", PDF),
        ("REPORT.PDF", PDF),
        ("photo.png", b"\x89PNG\r\n\x1a\n..."),
        ("photo.jpg", b"\xff\xd8\xff\xe0..."),
        ("photo.jpeg", b"\xff\xd8\xff\xe0..."),
        ("letter.docx", office("word/")),
        ("table.xlsx", office("xl/")),
    ],
)
def test_five_types_are_accepted(ask, name, content):
    bound = attach(ask(EVIDENCE), (name, content))
    assert bound.validate(), bound.errors
    (kept,) = bound.answers()["evidence"]
    assert (kept["name"], kept["size"], kept["sha256"]) == (name, len(content), hashlib.sha256(content).hexdigest())
    assert [upload.content for upload in bound.uploads] == [content]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("run.exe", b"MZ", "cannot be attached"),
        ("page.svg", b"<svg/>", "cannot be attached"),
        ("old.doc", b"\xd0\xcf", "cannot be attached"),
        ("macro.docm", office(), "cannot be attached"),
        ("noname", PDF, "cannot be attached"),
        ("report.pdf", b"MZ" + PDF, "not what its name says"),
        ("report.pdf", b"", "not what its name says"),
        ("photo.png", PDF, "not what its name says"),
        ("letter.docx", office("xl/"), "not what its name says"),
        ("letter.docx", office(types=False), "not what its name says"),
        ("letter.docx", b"PK\x03\x04 torn", "not what its name says"),
        ("letter.docx", office(extra={"word/vbaProject.bin": "x"}), "do harm"),
        ("letter.docx", office(extra={"../../etc/cron.d/x": "x"}), "do harm"),
        ("letter.docx", office(extra={"/etc/passwd": "x"}), "do harm"),
        ("letter.docx", office(entries=2_000), "do harm"),
        ("letter.docx", office(extra={"word/bomb": "0" * 20_000_000}), "do harm"),
        ("letter.docx", link(), "do harm"),
    ],
)
def test_everything_else_is_refused_with_the_reason(ask, name, content, words):
    bound = attach(ask(EVIDENCE), (name, content))
    assert not bound.validate()
    assert words in bound.errors[0][1]
    assert name in bound.errors[0][1]
    assert bound.uploads == []


def test_a_file_may_be_no_larger_than_the_form_allows(ask):
    form = ask({**EVIDENCE, "siklus": {"maxBytes": 20}})
    assert attach(form, ("a.pdf", PDF)).validate()
    bound = attach(form, ("a.pdf", PDF + b" " * 20))
    assert not bound.validate()
    assert "larger than 1 MB" in bound.errors[0][1]


def test_an_author_may_accept_fewer_types(ask):
    form = ask({**EVIDENCE, "accept": ".docx"})
    assert not attach(form, ("a.pdf", PDF)).validate()


def test_required_evidence_must_be_there(ask):
    bound = attach(ask({**EVIDENCE, "validate": {"required": True}}))
    assert not bound.validate()
    assert bound.errors == [("f-evidence", "Attach a file for “Evidence”.")]


def test_a_file_sent_once_is_kept_until_the_person_takes_it_away(ask):
    form = ask(EVIDENCE, {"type": "textfield", "key": "words", "validate": {"required": True}})
    draft = attach(form, ("a.pdf", PDF)).draft()
    (kept,) = form.bind(None, draft=draft, now=NOW).root["evidence"].data

    again = attach(form, posted=MultiDict({"evidence": kept["sha256"], "words": "x"}), draft=draft)
    assert again.validate(), again.errors
    assert again.answers()["evidence"] == [kept]
    assert attach(form, posted=MultiDict({"words": "x"}), draft=draft).answers()["evidence"] == []


def test_nobody_gains_a_file_by_naming_its_checksum(ask):
    bound = attach(ask(EVIDENCE), posted=MultiDict({"evidence": "0" * 64}))
    assert not bound.validate()
    assert bound.answers()["evidence"] == []


def test_a_single_file_is_replaced_by_the_next(ask):
    form = ask({**EVIDENCE, "multiple": False})
    draft = attach(form, ("a.pdf", PDF)).draft()
    bound = attach(
        form, ("b.pdf", PDF + b"2"), posted=MultiDict({"evidence": hashlib.sha256(PDF).hexdigest()}), draft=draft
    )
    assert [file["name"] for file in bound.answers()["evidence"]] == ["b.pdf"]


def test_at_most_ten_files_are_taken(ask):
    bound = attach(ask(EVIDENCE), *[(f"{number}.pdf", PDF + bytes([number])) for number in range(11)])
    assert not bound.validate()
    assert "at most 10 files" in bound.errors[0][1]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\ana\\report.pdf", "report.pdf"),
        ("../../etc/report.pdf", "report.pdf"),
        ("re\x00po\u202ert.pdf", "report.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_file_name_is_only_a_name(ask, sent, kept):
    assert attach(ask(EVIDENCE), (sent, PDF)).answers()["evidence"][0]["name"] == kept


def test_a_file_for_a_field_that_is_not_there_is_refused(ask):
    assert not attach(ask({"type": "textfield", "key": "words"}), ("a.pdf", PDF)).validate()
