"""A bundle of files becomes a process, or a list of what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from workflows import answers, tables, toml, validation
from workflows.context import Context
from workflows.decisions import DecisionTable
from workflows.literals import Literal, Rule, wired
from workflows.markup import Unreadable
from workflows.model import Drawn
from workflows.problems import UNFIT, Problem, Problems, did_you_mean, found
from workflows.process import Process
from workflows.rules import size
from workflows.single import Diagram, File

MOST_PROBLEMS = 500  # nobody reads further

Found = TypeVar("Found")


@dataclass
class Library:
    """All that the files of a bundle define, with the problems met on the way. `forms` is None when it brings none;
    `answers` are the names that each form asks for; `context` is what the application offers, None when that is not
    known."""

    processes: dict[str, Drawn] = field(default_factory=dict)
    tables: dict[str, DecisionTable] = field(default_factory=dict)
    literals: dict[str, Literal] = field(default_factory=dict)
    forms: frozenset[str] | None = None
    answers: dict[str, frozenset[str] | None] = field(default_factory=dict)
    main: str | None = None
    context: Context | None = None
    files: dict[str, File] = field(default_factory=dict)
    diagrams: list[Diagram] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def decisions(self) -> dict[str, Rule]:
        """The decisions of every kind."""
        return {**self.tables, **self.literals}

    @cached_property
    def process(self) -> Process:
        """Only of a library without errors."""
        sources = {name: file.content for name, file in self.files.items()}
        return Process(self.main or "", self.processes, wired(self.decisions), sources)

    def once(self, what: str, decision: Rule, find: Callable[[Rule], Found]) -> Found:
        """What `find` answers about a decision; it may depend on nothing else, and is remembered by its file."""
        key = (what, type(decision), decision.id, decision.line)
        return self.files[decision.file].once(key, lambda: find(decision))


def compile_bundle(files: Mapping[str, bytes]) -> Process:
    """Raises Problems when the bundle cannot be run."""
    problems, process = _examined(defined(files, None))
    if process is None:
        raise Problems(problems)
    return process


def check_bundle(files: Mapping[str, bytes], context: Context | None = None) -> list[Problem]:
    """Everything that is wrong with the bundle; never raises, whatever the bytes. With the context of an application
    it says what stands against publishing there."""
    return examine_bundle(files, context)[0]


def examine_bundle(files: Mapping[str, bytes], context: Context | None) -> tuple[list[Problem], Process | None]:
    """The same, with the process when nothing stands against it."""
    try:
        return _examined(defined(files, context))
    except Exception as error:  # a fault of ours must not take the admin's page down
        return [found("internal", kind=type(error).__name__)], None


def _examined(library: Library) -> tuple[list[Problem], Process | None]:
    problems = _problems(library)
    fit = all(problem.severity != "error" for problem in problems)
    return problems, library.process if fit else None


def _problems(library: Library) -> list[Problem]:
    settled = "warning" if library.context is None else "error"
    problems = [
        replace(problem, severity=settled) if problem.severity == UNFIT else problem
        for problem in validation.problems(library)
    ]
    each_once = {_order(problem): problem for problem in problems}
    return [each_once[key] for key in sorted(each_once)][:MOST_PROBLEMS]


def _order(problem: Problem) -> tuple:
    return problem.severity, problem.file, problem.line, problem.code, problem.element, problem.text


def defined(files: Mapping[str, bytes], context: Context | None) -> Library:
    """What the files define, before it is judged."""
    library = Library(context=context)
    library.problems += size.of_bundle(files)
    if library.problems:
        return library
    for name in sorted(files):
        suffix = PurePosixPath(name).suffix.lower()
        try:
            if suffix in {".bpmn", ".dmn"}:
                library.files[name] = File(name, files[name])
            if suffix == ".bpmn":
                _add_diagram(library, library.files[name].diagram())
            elif suffix == ".dmn":
                _add_tables(library, library.files[name].decisions())
        except Unreadable as fault:
            library.problems.append(fault.problem(name))
    forms = frozenset(PurePosixPath(name).stem for name in files if name.endswith(".form"))
    library.forms = forms or None
    library.answers = {stem: answers.keys(files[f"{stem}.form"]) for stem in forms if f"{stem}.form" in files}
    if all(problem.severity != "error" for problem in library.problems):
        library.problems += _choose_main(library, files)
    return library


def _add_diagram(library: Library, diagram: Diagram) -> None:
    """What would be too much for one pack is not looked at any further."""
    if sum(each.steps for each in (*library.diagrams, diagram)) > size.MOST_STEPS:
        library.problems.append(found("bundle.large-diagrams", most=size.MOST_STEPS))
        return
    library.diagrams.append(diagram)
    library.problems += diagram.problems
    for process in diagram.processes:
        if process.id in library.processes:
            at = (process.id, process.line, process.file)
            library.problems.append(found("bundle.duplicate", *at, id=process.id))
        library.processes[process.id] = process


def _add_tables(library: Library, read: tables.DecisionReading) -> None:
    library.problems += read.problems
    read_decisions: list[Rule] = [*read.tables, *read.literals]
    for decision in read_decisions:
        if decision.id in library.decisions:
            at = (decision.id, decision.line, decision.file)
            library.problems.append(found("bundle.duplicate-decision", *at, id=decision.id))
        if isinstance(decision, Literal):
            library.literals[decision.id] = decision
        else:
            library.tables[decision.id] = decision


def _choose_main(library: Library, files: Mapping[str, bytes]) -> Iterable[Problem]:
    """The process that pack.toml names, or the one that no other calls."""
    try:
        named = toml.read(files.get("pack.toml", b"")).get("main")
    except ValueError:
        yield found("bundle.pack", "", 0, "pack.toml")
        return
    candidates = [named] if isinstance(named, str) else list(_never_called(library))
    if len(candidates) == 1 and candidates[0] in library.processes:
        library.main = candidates[0]
    elif not library.processes:
        yield found("bundle.no-process")
    elif named is not None:
        meant = did_you_mean(str(named), library.processes)
        yield found("bundle.no-such-main", "", 0, "pack.toml", named=named, meant=meant)
    elif not candidates:
        yield found("bundle.circle")
    else:
        yield found("bundle.main", candidates=", ".join(candidates))


def _never_called(library: Library) -> Iterator[str]:
    called = {node.called for process in library.processes.values() for _, node in process.nodes()}
    return (id_ for id_ in library.processes if id_ not in called)
