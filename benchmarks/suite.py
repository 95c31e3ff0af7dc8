"""Runs the benchmarks that were asked for and prints a row per figure: `siklus bench`."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks import checking, completion, hostility, loop, pages, size, throughput, wandering
from benchmarks.ground import Ground, prepared
from benchmarks.rows import Row, document, line, machine


@dataclass(frozen=True)
class Benchmark:
    """What measures the rows with these ids. `measure(ground, size)`; the sizes are for a quick and a whole run."""

    ids: frozenset[str]
    measure: Callable[[Ground, int], list[Row]]
    quick: int
    whole: int
    by_cases: bool = True

    def people(self, size: int) -> int:
        """Each case of a cycle is about somebody else."""
        return size if self.by_cases else 1


BENCHMARKS = (
    Benchmark(frozenset({"S1", "S1b"}), completion.rows, quick=4, whole=16),
    Benchmark(frozenset({"S2"}), throughput.rows, quick=8, whole=64),
    Benchmark(frozenset({"S3"}), pages.rows, quick=4, whole=32),
    Benchmark(frozenset({"S8"}), size.rows, quick=24, whole=200),
    Benchmark(frozenset({"S6"}), loop.rows, quick=200, whole=1000, by_cases=False),
    Benchmark(frozenset({"S11"}), checking.rows, quick=3, whole=15, by_cases=False),
    Benchmark(frozenset({"C1"}), hostility.damaged_files, quick=50, whole=2_000, by_cases=False),
    Benchmark(frozenset({"C6"}), wandering.rows, quick=100, whole=10_000, by_cases=False),
    Benchmark(frozenset({"R5"}), hostility.attacks, quick=3, whole=7, by_cases=False),
)


def run(*, quick: bool, as_json: bool, only: frozenset[str]) -> None:
    """Print the rows as they come, or all of them as one JSON document in the end."""
    wanted = [each for each in BENCHMARKS if not only or only & each.ids]
    unknown = only - {id_ for each in BENCHMARKS for id_ in each.ids}
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}.")
    if not as_json:
        print("  ".join(f"{name}: {value}" for name, value in machine().items()), flush=True)
    found = []
    for row in _measured(wanted, quick=quick, only=only):
        found.append(row)
        if not as_json:
            print(line(row), flush=True)
    if as_json:
        print(document(found))


def _measured(wanted: list[Benchmark], *, quick: bool, only: frozenset[str]) -> Iterator[Row]:
    sizes = {each: each.quick if quick else each.whole for each in wanted}
    with prepared(max(each.people(size) for each, size in sizes.items())) as ground:
        for each, size in sizes.items():
            yield from (row for row in each.measure(ground, size) if not only or row.id in only)
