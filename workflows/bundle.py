"""A bundle of files becomes a process, or a list of what is wrong with it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from workflows import reading, tables, validation
from workflows.decisions import DecisionTable
from workflows.markup import Unreadable
from workflows.model import Drawn
from workflows.problems import Problem, Problems
from workflows.process import Process


@dataclass
class Library:
    """All that the files of a bundle define, with the problems met on the way. `forms` is None when it brings none."""

    processes: dict[str, Drawn] = field(default_factory=dict)
    tables: dict[str, DecisionTable] = field(default_factory=dict)
    forms: frozenset[str] | None = None
    main: str | None = None
    problems: list[Problem] = field(default_factory=list)


def compile_bundle(files: Mapping[str, bytes]) -> Process:
    """Raises Problems when the bundle cannot be run."""
    library = _library(files)
    found = _found(library)
    if any(problem.severity == "error" for problem in found):
        raise Problems(found)
    return Process(library.main or "", library.processes, library.tables, files)


def check_bundle(files: Mapping[str, bytes]) -> list[Problem]:
    """Everything that is wrong with the bundle; never raises, whatever the bytes."""
    try:
        return _found(_library(files))
    except Exception as error:  # a fault of ours must not take the admin's page down
        return [Problem("internal", "error", "", 0, f"The check itself failed: {type(error).__name__}.")]


def _found(library: Library) -> list[Problem]:
    problems = library.problems + list(validation.problems(library))
    return sorted(problems, key=lambda p: (p.severity, p.file, p.line, p.code))


def _library(files: Mapping[str, bytes]) -> Library:
    library = Library()
    for name in sorted(files):
        suffix = PurePosixPath(name).suffix.lower()
        try:
            if suffix == ".bpmn":
                _add_processes(library, reading.read(name, files[name]))
            elif suffix == ".dmn":
                _add_tables(library, tables.read(name, files[name]))
        except Unreadable as fault:
            library.problems.append(Problem(fault.code, "error", "", fault.line, str(fault), name))
    forms = frozenset(PurePosixPath(name).stem for name in files if name.endswith(".form"))
    library.forms = forms or None
    if not library.problems:
        _choose_main(library, files)
    return library


def _add_processes(library: Library, found: reading.Reading) -> None:
    library.problems += found.problems
    for process in found.processes:
        if process.id in library.processes:
            sentence = f"Two processes have the id “{process.id}”."
            library.problems.append(
                Problem("bundle.duplicate", "error", process.id, process.line, sentence, process.file)
            )
        library.processes[process.id] = process


def _add_tables(library: Library, found: tables.DecisionReading) -> None:
    library.problems += found.problems
    for table in found.tables:
        if table.id in library.tables:
            sentence = f"Two decisions have the id “{table.id}”."
            library.problems.append(Problem("bundle.duplicate", "error", table.id, table.line, sentence, table.file))
        library.tables[table.id] = table


def _choose_main(library: Library, files: Mapping[str, bytes]) -> None:
    """The process that pack.toml names, or the one that no other calls."""
    try:
        named = tomllib.loads(files.get("pack.toml", b"").decode()).get("main")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        library.problems.append(Problem("bundle.pack", "error", "", 0, f"This is no TOML: {error}.", "pack.toml"))
        return
    candidates = [named] if named is not None else list(_never_called(library))
    if len(candidates) == 1 and candidates[0] in library.processes:
        library.main = candidates[0]
    else:
        library.problems.append(Problem("bundle.main", "error", "", 0, _no_main(library, named, candidates)))


def _never_called(library: Library) -> Iterator[str]:
    called = {node.called for process in library.processes.values() for _, node in process.nodes()}
    return (id_ for id_ in library.processes if id_ not in called)


def _no_main(library: Library, named: object, candidates: list) -> str:
    if not library.processes:
        return "The bundle holds no process."
    if named is not None:
        return f"pack.toml names “{named}” as the main process, but there is none of that name."
    if not candidates:
        return "Every process is called by another one, so none is the main process."
    return f"Several processes could be the main one: {', '.join(candidates)}. Name it in pack.toml."
