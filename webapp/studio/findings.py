"""Problems as editors and pages want them: in the reader's language, and by file. Knows no page."""

from collections.abc import Iterable

from sentences import Problem


def as_plain(problem: Problem, language: str) -> dict:
    """For the editors, as JSON."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "element": problem.element,
        "line": problem.line,
        "text": problem.sentence(language),
        "file": problem.file,
        "fix": {"title": fix.sentence(language), "mark": fix.mark, "edits": fix.edits}
        if (fix := problem.fix)
        else None,
    }


def by_file(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """What belongs to no file stands under the empty name, first."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.file, []).append(problem)
    return dict(sorted(found.items()))
