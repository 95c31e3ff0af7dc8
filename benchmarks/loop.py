"""S6: a step late in a very long loop against one near its start."""

import statistics

from benchmarks import walking
from benchmarks.ground import Ground
from benchmarks.rows import Row

NEAR = (8, 28)
WIDTH = 20


def rows(ground: Ground, steps: int) -> list[Row]:
    """Takes one case through so many steps of the monitoring stage and compares the last ones with the first."""
    case = ground.open_cases(1, periods=steps // 2 + 2)
    seconds, alone = [], []
    for tasks in walking.rounds(ground, case, most=steps + NEAR[0]):
        timed = walking.complete(ground, tasks[0])
        if tasks[0].process == "monitoring":
            seconds.append(timed.seconds)
            alone.append(timed.without_operations)
    name = f"step {len(seconds)} of a monitoring loop / step 10"
    return [
        Row("S6", name, _growth(alone), "x", most=1.2),
        Row("S6", f"{name}, with its operations", _growth(seconds), "x", most=1.2),
    ]


def _growth(seconds: list[float]) -> float:
    return statistics.median(seconds[-WIDTH:]) / statistics.median(seconds[NEAR[0] : NEAR[1]])
