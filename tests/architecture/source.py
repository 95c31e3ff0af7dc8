"""The files of the project, as the tests of its shape read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sentences", "feel", "forms", "workflows", "webapp")
MADE = {".git", ".venv", ".cache", ".hypothesis", ".mypy_cache", ".ruff_cache", ".import_linter_cache", "node_modules"}
MADE |= {"__pycache__", "var", "dist", "build"}  # what is built, fetched or written at run time
TEXTS = {"", ".py", ".html", ".txt", ".js", ".mjs", ".css", ".svg", ".md", ".toml", ".cfg", ".json", ".lock"}
TEXTS |= {".po", ".sql", ".mako", ".bpmn", ".dmn", ".form"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that somebody wrote."""
    return tuple(sorted(_below(ROOT)))


def texts() -> Iterator[tuple[str, str]]:
    """Path from the root and content of every text file."""
    for path in files():
        if path.suffix in TEXTS:
            yield name(path), read(path)


def python_files(*folders: str) -> list[Path]:
    """All Python files, or those below these folders of the root."""
    found = [path for path in files() if path.suffix == ".py"]
    return [path for path in found if not folders or path.relative_to(ROOT).parts[0] in folders]


def templates() -> list[Path]:
    return [path for path in files() if "templates" in path.parts and path.suffix in {".html", ".txt"}]


def template_name(path: Path) -> str:
    """The name by which pages call a template."""
    return path.as_posix().rpartition("/templates/")[2]


@cache
def read(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(read(path), name(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in MADE and not path.name.endswith(".egg-info"):
            yield from _below(path)
        elif path.is_file():
            yield path
