"""Two versions of a process on the same seeds, side by side."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from workflows.lab.figures import Figures, hours
from workflows.lab.runs import Run


@dataclass(frozen=True)
class Contrast:
    """One run that differs. `parted` is the first place (from 0) where the paths part, None where they do not;
    `results` are the watched variables with another value at the end; `longer` is how much longer the new one took."""

    number: int
    parted: int | None
    old: str
    new: str
    results: dict[str, tuple[object, object]]
    longer: timedelta
    ended: tuple[str, str]


@dataclass(frozen=True)
class Contrasts:
    runs: int
    differing: tuple[Contrast, ...]

    def changes(self, variable: str) -> Counter[tuple[str, str]]:
        """How many runs changed the variable from which value to which."""
        pairs = (run.results[variable] for run in self.differing if variable in run.results)
        return Counter((str(old), str(new)) for old, new in pairs)

    def plain(self) -> list[dict]:
        return [
            {
                "run": run.number,
                "parted": run.parted,
                "old": run.old,
                "new": run.new,
                "results": {name: list(pair) for name, pair in run.results.items()},
                "longer_hours": hours(run.longer),
                "ended": list(run.ended),
            }
            for run in self.differing
        ]


def contrast(old: Figures, new: Figures, watched: Sequence[str] = ()) -> Contrasts:
    """Both must have been simulated with the same trial, number of runs and seed."""
    pairs = list(zip(old.runs, new.runs, strict=True))
    return Contrasts(len(pairs), tuple(_contrasts(pairs, watched)))


def _contrasts(pairs: list[tuple[Run, Run]], watched: Sequence[str]) -> Iterator[Contrast]:
    for then, now in pairs:
        results = {
            name: (then.variables.get(name), now.variables.get(name))
            for name in watched
            if then.variables.get(name) != now.variables.get(name)
        }
        place = _parted(then.path, now.path)
        if place is None and not results and then.ended == now.ended and then.took == now.took:
            continue
        old, new = (_at(run.path, place) for run in (then, now))
        yield Contrast(now.number, place, old, new, results, now.took - then.took, (then.ended, now.ended))


def _parted(old: Sequence[str], new: Sequence[str]) -> int | None:
    if old == new:
        return None
    shorter = min(len(old), len(new))
    return next((place for place in range(shorter) if old[place] != new[place]), shorter)


def _at(path: Sequence[str], place: int | None) -> str:
    return path[place] if place is not None and place < len(path) else ""
