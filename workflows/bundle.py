"""A bundle of files becomes a process, or a list of what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from workflows import answers, markup, reading, tables, toml, validation
from workflows.context import Context
from workflows.decisions import DecisionTable
from workflows.document import Document
from workflows.literals import Literal, Rule, wired
from workflows.markup import Unreadable
from workflows.model import Drawn
from workflows.problems import UNFIT, Problem, Problems, did_you_mean, found
from workflows.process import Process
from workflows.rules import size

MOST_PROBLEMS = 500  # nobody reads further


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
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def decisions(self) -> dict[str, Rule]:
        """The decisions of every kind."""
        return {**self.tables, **self.literals}


def compile_bundle(files: Mapping[str, bytes]) -> Process:
    """Raises Problems when the bundle cannot be run."""
    library = defined(files, None)
    problems = _problems(library, files)
    if any(problem.severity == "error" for problem in problems):
        raise Problems(problems)
    return Process(library.main or "", library.processes, wired(library.decisions), files)


def check_bundle(files: Mapping[str, bytes], context: Context | None = None) -> list[Problem]:
    """Everything that is wrong with the bundle; never raises, whatever the bytes. With the context of an application
    it says what stands against publishing there."""
    try:
        return _problems(defined(files, context), files)
    except Exception as error:  # a fault of ours must not take the admin's page down
        return [found("internal", kind=type(error).__name__)]


def _problems(library: Library, files: Mapping[str, bytes]) -> list[Problem]:
    settled = "warning" if library.context is None else "error"
    problems = [
        replace(problem, severity=settled) if problem.severity == UNFIT else problem
        for problem in validation.problems(library, files)
    ]
    each_once = {_order(problem): problem for problem in problems}
    return [each_once[key] for key in sorted(each_once)][:MOST_PROBLEMS]


def _order(problem: Problem) -> tuple:
    return problem.severity, problem.file, problem.line, problem.code, problem.element, problem.text


def defined(files: Mapping[str, bytes], context: Context | None) -> Library:
    """What the files define, before it is judged."""
    library = Library(context=context)
    for name in sorted(files):
        suffix = PurePosixPath(name).suffix.lower()
        try:
            if suffix == ".bpmn":
                _add_diagram(library, Document(markup.parse(files[name]), name))
            elif suffix == ".dmn":
                _add_tables(library, tables.read(name, files[name]))
        except Unreadable as fault:
            library.problems.append(fault.problem(name))
    forms = frozenset(PurePosixPath(name).stem for name in files if name.endswith(".form"))
    library.forms = forms or None
    library.answers = {stem: answers.keys(files[f"{stem}.form"]) for stem in forms if f"{stem}.form" in files}
    if all(problem.severity != "error" for problem in library.problems):
        library.problems += _choose_main(library, files)
    return library


def _add_diagram(library: Library, document: Document) -> None:
    """What is too large is not looked at any further."""
    library.problems += size.problems(document)
    if library.problems and library.problems[-1].code in size.TOO_LARGE:
        return
    read = reading.read(document.file, document.root)
    library.problems += read.problems
    if read.processes:
        library.documents[document.file] = document
    for process in read.processes:
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
