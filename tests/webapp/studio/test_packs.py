"""Packs come and go as zips. A zip from a stranger is refused in words, and nothing of it is stored."""

import io
import struct
import warnings
import zipfile

import pytest
from sqlalchemy import func, select

from webapp.core.db import db
from webapp.library import bundles
from webapp.library.models import Process
from webapp.studio.models import ProcessDraft


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def take_in(browser, content: bytes, key: str = ""):
    data = {"file": (io.BytesIO(content), "pack.zip"), "key": key}
    return browser.post("/studio/import", data=data, content_type="multipart/form-data")


@pytest.fixture
def browser(workshop, signed_in):
    return signed_in(workshop.hadi)


def test_an_exported_version_comes_back_as_a_draft_of_the_same_files(workshop, browser):
    export = browser.get("/studio/appraisal/versions/1/export.zip")
    assert bundles.unpacked(export.data) == workshop.files
    answer = take_in(browser, export.data)
    assert answer.location == "/studio/appraisal/draft"
    again = browser.get("/studio/appraisal/draft/export.zip")
    assert bundles.unpacked(again.data) == workshop.files


def test_a_new_key_makes_a_new_process_that_is_not_published_yet(workshop, browser):
    assert take_in(browser, zipped(workshop.files), "appraisal_2027").status_code == 303
    assert "Not published yet" in browser.get("/studio").text
    assert "A new process" in browser.get("/studio/appraisal_2027/draft").text


def test_an_import_does_not_touch_a_draft_that_is_open(workshop, browser):
    browser.post("/studio/appraisal/draft")
    answer = take_in(browser, zipped({"pack.toml": b'id = "appraisal"'}))
    assert answer.status_code == 409
    assert "There is an open draft of this process." in answer.text


def test_a_pack_in_a_folder_with_what_a_mac_adds_is_taken_in(workshop, browser):
    files = {f"appraisal/{name}": content for name, content in workshop.files.items() if name.endswith(".bpmn")}
    files |= {"appraisal/scenarios/a.toml": b"", "__MACOSX/._a.toml": b"x", "appraisal/.DS_Store": b"x"}
    assert take_in(browser, zipped(files), "mac").status_code == 303
    names = bundles.unpacked(browser.get("/studio/mac/draft/export.zip").data)
    assert "a.toml" in names
    assert len(names) == len(files) - 2


@pytest.mark.parametrize("key", ["import", "A", "../x", "x y", "a" * 60])
def test_a_key_that_could_not_stand_in_an_address_is_refused(workshop, browser, key):
    answer = take_in(browser, zipped(workshop.files), key)
    assert answer.status_code == 422
    assert "The key of a process has 2 to 40 small letters" in answer.text


def bomb() -> bytes:
    return zipped({"pack.toml": b'id = "bom"', "bom.bpmn": b" " * 1_900_000})


def lying_about_its_size() -> bytes:
    whole = bytearray(zipped({"pack.toml": b'id = "bohong"' + b" " * 1000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = whole.index(signature) + place
        whole[at : at + 4] = struct.pack("<I", 10)
    return bytes(whole)


def encrypted() -> bytes:
    whole = bytearray(zipped({"pack.toml": b'id = "rahasia"'}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(signature) + place] |= 1
    return bytes(whole)


def twice() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("pack.toml", 'id = "dua"')
            archive.writestr("pack.toml", 'id = "lain"')
        return target.getvalue()


HOSTILE = {
    "no zip": (b"PK\x03\x04 and then nothing", "no zip that can be read"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "no zip that can be read"),
    "nothing in it": (zipped({}), "holds no file"),
    "cut off": (zipped({"pack.toml": b'id = "x"' * 500})[:-40], "no zip that can be read"),
    "a bomb": (bomb(), "grows too much"),
    "a lie about the size": (lying_about_its_size(), "no zip that can be read"),
    "encrypted": (encrypted(), "no zip that can be read"),
    "the same name twice": (twice(), "two files named pack.toml"),
    "the same name in two folders": (
        zipped({"forms/a.form": b"{}", "scenarios/a.form": b"{}", "pack.toml": b""}),
        "two files named a.form",
    ),
    "out of the folder": (zipped({"../../etc/passwd.toml": b""}), "does not belong in a pack"),
    "from the root": (zipped({"/etc/cron.toml": b"", "pack.toml": b""}), "does not belong in a pack"),
    "deep folders": (zipped({"a/b/c/d.toml": b"", "pack.toml": b""}), "does not belong in a pack"),
    "backslashes": (zipped({"..\\..\\x.toml": b"", "pack.toml": b""}), "does not belong in a pack"),
    "a program": (zipped({"run.exe": b"MZ", "pack.toml": b""}), "cannot be a file of a pack"),
    "a strange name": (zipped({"<script>.bpmn": b"", "pack.toml": b""}), "cannot be a file of a pack"),
    "too many": (zipped({f"f{n}.md": b"" for n in range(201)}), "200 files"),
    "too large a file": (zipped({"a.md": bytes(range(256)) * 8000}), "larger than 2 MB"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_pack_is_refused_in_words_and_leaves_nothing(workshop, browser, kind):
    content, words = HOSTILE[kind]
    answer = take_in(browser, content, "tamu")
    assert answer.status_code in (413, 422)
    assert words in answer.text
    assert db.session.scalar(select(func.count()).select_from(ProcessDraft)) == 0
    assert db.session.scalar(select(func.count()).where(Process.key == "tamu")) == 0


STRANGE = (
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    b"\xff\xfe\x00<\x00",
    b"<a>" * 20_000,
    b"[" * 20_000,
    b"",
    b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process/>',
)


@pytest.mark.parametrize("suffix", ["bpmn", "dmn", "form", "toml"])
def test_whatever_a_file_holds_its_pages_open_and_say_what_is_wrong(hadi, suffix):
    name = f"aneh.{suffix}"
    address = f"/studio/appraisal/draft/files/{name}"
    for content in STRANGE:
        upload = {"file": (io.BytesIO(content), name), "replace": "1"}
        answer = hadi.post("/studio/appraisal/draft/files", data=upload, content_type="multipart/form-data")
        assert answer.status_code == 303
        for page in ("/studio/appraisal/draft", "/studio/appraisal/draft/comparison", f"{address}/source", address):
            assert hadi.get(page).status_code == 200
        assert hadi.get("/studio/appraisal/draft/catalogue.json").status_code == 200
        assert hadi.get(f"{address}/preview").status_code == (200 if suffix == "form" else 404)
    refused = hadi.post("/studio/appraisal/draft/publication", data={"note": "Coba"})
    assert refused.status_code == 422
    assert name in refused.text
