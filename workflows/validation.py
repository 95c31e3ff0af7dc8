"""What makes a process unfit to run."""

from collections.abc import Iterator

from workflows.problems import Problem


def problems(library) -> Iterator[Problem]:
    return iter(())
