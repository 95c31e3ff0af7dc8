"""Sizes as a sense of proportion, and what nobody should leave behind."""

import ast
import re

from tests.architecture.source import PACKAGES, line_of, name, python_files, read, templates, texts, tree

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 60, 160
_LEFTOVERS = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")  # brackets, so that this line is none
_CODE = (".py", ".html", ".js", ".mjs", ".css")


def test_a_file_holds_one_idea():
    lengths = {name(path): read(path).count("\n") for path in _written()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_a_function_can_be_read_at_once():
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in _written()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_a_template_can_be_read_at_once():
    lengths = {name(path): read(path).count("\n") for path in templates()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_TEMPLATE} == {}


def test_every_module_says_first_what_it_is_for():
    silent = [
        name(path)
        for path in python_files(*PACKAGES, "devtools")
        if read(path).strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_no_package_prints():
    printing = [
        f"{name(path)}:{node.lineno}"
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_no_note_of_something_left_undone_stands_in_the_code():
    left = [
        f"{path}:{line_of(text, found.start())} {found[0]}"
        for path, text in texts()
        if path.endswith(_CODE)
        for found in _LEFTOVERS.finditer(text)
    ]
    assert left == []


def _written() -> list:
    """All Python files but the lists of tables, which are as long as the tables are many."""
    return [path for path in python_files() if path.parent.name != "versions"]
