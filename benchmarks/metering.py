"""Tells the time that operations take from the rest of a completion, and notes what they answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from webapp.core import operations


@dataclass
class Meter:
    """`seconds` spent in operations and their `results` since `reset()`; `running` while one is at work."""

    seconds: float = 0.0
    results: list[dict] = field(default_factory=list)
    running: bool = False

    def reset(self) -> None:
        self.seconds, self.results = 0.0, []


@contextmanager
def metered() -> Iterator[Meter]:
    """Every operation that is performed meanwhile goes through the meter."""
    meter, perform = Meter(), operations.perform

    def measure(on, name, inputs):
        meter.running = True
        began = time.perf_counter()
        try:
            meter.results.append(perform(on, name, inputs))
        finally:
            meter.seconds += time.perf_counter() - began
            meter.running = False
        return meter.results[-1]

    operations.perform = measure
    try:
        yield meter
    finally:
        operations.perform = perform
