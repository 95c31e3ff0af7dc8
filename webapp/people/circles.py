"""Finds circles in "stands below" relations, such as people who supervise each other."""

from collections.abc import Iterator, Mapping, Sequence


def found_in(above: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each circle once, in order upwards. `above` gives what stands above each, or None at the top."""
    seen: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in seen and here not in path:
            path[here] = None
            here = above.get(here)
        if here in path:
            steps = list(path)
            yield steps[steps.index(here) :]
        seen.update(path)


def shown(names: Sequence[str], most: int = 8) -> str:
    """Ana → Bo → Ana; a long circle loses its middle."""
    middle = [*names[: most - 1], "…", names[-1]] if len(names) > most else list(names)
    return " → ".join([*middle, names[0]])
