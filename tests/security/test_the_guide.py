"""The guide to security names only tests that exist."""

import re

from tests.architecture.source import ROOT, python_files, read


def test_every_test_that_the_guide_names_exists():
    named = set(re.findall(r"`(test_\w+)`", read(ROOT / "docs" / "security.md")))
    there = {
        name for path in python_files("tests") for name in re.findall(r"^def (test_\w+)", read(path), re.MULTILINE)
    }
    assert len(named) > 80
    assert named - there == set()
