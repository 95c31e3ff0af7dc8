"""Every setting is explained to those who run Siklus, and nothing reads the environment behind their back."""

import re
from dataclasses import fields

from tests.architecture.source import ROOT, name, python_files, read
from webapp.config import Config

_VARIABLE = re.compile(r"\b(?:SIKLUS_[A-Z_]+|DATABASE_URL)\b")
# Variables of the tools, which the application never reads.
OF_THE_TOOLS = {"SIKLUS_CHROMIUM", "SIKLUS_NODE", "SIKLUS_TEST_DATABASE_URL", "SIKLUS_THOROUGH"}


def test_every_setting_stands_in_the_guide_to_operations():
    assert _settings() - _explained() == set()


def test_the_guide_to_operations_names_no_setting_that_is_not_read():
    assert _explained() - _settings() - OF_THE_TOOLS == set()


def test_the_application_reads_no_variable_that_is_not_a_setting():
    read_there = {(name(path), word) for path in python_files("webapp") for word in _VARIABLE.findall(read(path))}
    assert sorted((path, word) for path, word in read_there if word not in _settings()) == []


def _settings() -> set[str]:
    return {field.metadata["setting"].variable for field in fields(Config)}


def _explained() -> set[str]:
    return set(_VARIABLE.findall(read(ROOT / "docs" / "operations.md")))
