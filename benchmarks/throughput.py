"""S2: completions per second at service level, by one process and by two at once, over whole cycles."""

import multiprocessing
import time
from collections.abc import Sequence

from benchmarks import walking
from benchmarks.ground import Ground, Map, application
from benchmarks.rows import Row


def rows(ground: Ground, cases: int) -> list[Row]:
    alone = _finish(ground.map, ground.open_cases(cases))
    one = sorted(alone)
    half = ground.open_cases(cases)
    together = _by_two_processes(ground, half)
    return [
        Row("S2", "completions per second, 1 process", len(one) / sum(one), "/s", least=250),
        Row("S2", "completion at service level, p95", one[int(len(one) * 0.95)] * 1000, "ms", most=10),
        Row("S2", "completions per second, 2 processes", together, "/s", least=450),
    ]


def _finish(map_: Map, cases: Sequence[int]) -> list[float]:
    """The seconds of each completion until the cases have ended."""
    return [walking.complete(map_, task) for tasks in walking.rounds(map_, cases) for task in tasks]


def _by_two_processes(ground: Ground, cases: Sequence[int]) -> float:
    fresh = multiprocessing.get_context("spawn")
    ready, found = fresh.Barrier(2), fresh.Queue()
    shares = [cases[number::2] for number in range(2)]
    processes = [
        fresh.Process(target=_worker, args=(ground.addresses.app, ground.map, share, ready, found)) for share in shares
    ]
    for process in processes:
        process.start()
    done = [found.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    began, ended = min(began for began, _, _ in done), max(ended for _, ended, _ in done)
    return sum(number for _, _, number in done) / (ended - began)


def _worker(address: str, map_: Map, cases: Sequence[int], ready, found) -> None:
    app = application(address)
    with app.app_context():
        for tasks in walking.rounds(map_, cases, most=1):  # the first completion compiles the pack
            walking.complete(map_, tasks[0])
        ready.wait(60)
        began = time.monotonic()
        number = len(_finish(map_, cases))
        found.put((began, time.monotonic(), number))
