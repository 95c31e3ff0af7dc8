"""The project mentions no machine on which it was made, and its lock files no address."""

import json
import re
from urllib.parse import urlsplit

import pytest

from devtools import package_index
from tests.architecture.source import ROOT, line_of, read, texts

# Written so that this file does not mention them either.
_MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|farm)/|\.\./shared\b")
_INDEXES = {".".join(words) for words in (("pypi", "org"), ("files", "pythonhosted", "org"), ("npmjs", "org"))}
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def test_no_file_mentions_the_machine_it_was_written_on():
    mentioned = [
        f"{path}:{line_of(text, found.start())} {found[0]}"
        for path, text in texts()
        for found in _MACHINE_PATHS.finditer(text)
    ]
    assert mentioned == []


def test_no_file_names_an_index_of_packages():
    ours = {f"//{urlsplit(address).netloc.rpartition('@')[2]}" for address in package_index.configured()} - {"//"}
    assert [(path, host) for path, text in texts() for host in _INDEXES | ours if host in text] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_holds_hashes_and_no_address(lock):
    requirements = re.split(r"\n(?=[\w#])", read(lock))
    assert "://" not in read(lock)
    assert [r for r in requirements if not r.startswith("#") and "--hash=sha256:" not in r] == []


def test_the_lock_file_of_the_front_end_holds_hashes_and_no_address():
    locked = json.loads(read(ROOT / "frontend" / "package-lock.json"))
    packages = {path: package for path, package in locked["packages"].items() if path}
    assert [path for path, package in packages.items() if "resolved" in package] == []
    assert [path for path, package in packages.items() if "integrity" not in package] == []
