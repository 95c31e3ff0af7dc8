"""Problems as people and editors read them: sentences in their language, by file. Knows no page."""

from collections.abc import Iterable


def sentence(problem, language: str) -> str:
    return problem.text


def as_plain(problem, language: str) -> dict:
    """For the editors, as JSON."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "element": problem.element,
        "line": problem.line,
        "text": sentence(problem, language),
        "file": problem.file,
        "fix": None,
    }


def by_file(problems: Iterable) -> dict[str, list]:
    """What belongs to no file stands under the empty name, first."""
    found: dict[str, list] = {}
    for problem in problems:
        found.setdefault(problem.file, []).append(problem)
    return dict(sorted(found.items()))
