"""Scenarios: one way through a process, written in TOML, played on the engine alone, compared with what is expected.

People answer from the file, operations answer what the file pins, and only the file moves the clock.
"""

from workflows.scenarios.model import BadScenario, Do, Expected, Fault, Hear, Scenario, Signal, Until, Wait
from workflows.scenarios.playing import Impossible, Pinned, Play, Player, play
from workflows.scenarios.reading import found_in, read
from workflows.scenarios.recording import record, written

__all__ = [
    "BadScenario",
    "Do",
    "Expected",
    "Fault",
    "Hear",
    "Impossible",
    "Pinned",
    "Play",
    "Player",
    "Scenario",
    "Signal",
    "Until",
    "Wait",
    "found_in",
    "play",
    "read",
    "record",
    "written",
]
