"""S6: a step late in a very long loop against one near its start."""

from statistics import median

from benchmarks import walking
from benchmarks.ground import Ground
from benchmarks.metering import metered
from benchmarks.rows import Row

NEAR = slice(9, 39)
LAST = slice(-30, None)
PLANNING = 2  # completions before the loop begins


def rows(ground: Ground, steps: int) -> list[Row]:
    """Takes one case through so many steps of the monitoring stage and compares the last ones with the first."""
    case = ground.open_cases(1, periods=steps // 2 + 2)
    seconds, alone = [], []
    with metered() as meter:
        for (task,) in walking.rounds(ground.map, case, most=steps + PLANNING):
            meter.reset()
            took = walking.complete(ground.map, task)
            if task.process == "monitoring":
                seconds.append(took)
                alone.append(took - meter.seconds)
    name = f"step {len(seconds)} of a monitoring loop / step 10"
    return [
        Row("S6", name, _growth(alone), "x", most=1.2),
        Row("S6", f"{name}, with its operations", _growth(seconds), "x", most=1.2),
    ]


def _growth(seconds: list[float]) -> float:
    return median(seconds[LAST]) / median(seconds[NEAR])
