"""The store of uploaded files."""

import os
import stat

import pytest

from tests.webapp.activities.uploads import upload
from tests.webapp.factories import make_office
from webapp.core import files
from webapp.core.files import Folder


def test_contents_come_back_under_their_checksum(tmp_path):
    store = Folder(tmp_path / "files")
    address = store.put(b"isi")
    assert store.get(address) == b"isi"


def test_the_same_contents_are_stored_once(tmp_path):
    store = Folder(tmp_path)
    assert store.put(b"isi") == store.put(b"isi")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_nobody_else_may_look_into_the_store(tmp_path):
    before = os.umask(0)
    address = Folder(tmp_path / "files").put(b"rahasia")
    os.umask(before)
    paths = [tmp_path / "files", tmp_path / "files" / address[:2], tmp_path / "files" / address[:2] / address]
    assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in paths] == [0, 0, 0]


@pytest.mark.parametrize("address", ["../../etc/passwd", "0" * 63, "A" * 64, "g" * 64, "0" * 64, ""])
def test_what_is_no_known_checksum_finds_nothing(tmp_path, address):
    with pytest.raises(KeyError):
        Folder(tmp_path).get(address)


def test_a_person_brings_the_same_contents_once_and_another_brings_them_too(app):
    office = make_office()
    first = files.keep(upload(), agency_id=office.ana.agency_id, person_id=office.ana.id)
    again = files.keep(upload(name="nama lain.pdf"), agency_id=office.ana.agency_id, person_id=office.ana.id)
    others = files.keep(upload(), agency_id=office.bo.agency_id, person_id=office.bo.id)
    assert first.id == again.id != others.id
