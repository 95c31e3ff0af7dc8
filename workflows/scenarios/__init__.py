"""Scenarios: one way through a process, written in TOML, played on the engine alone, compared with what is expected.

People answer from the file, operations answer what the file pins, and only the file moves the clock.
"""

from workflows.scenarios.comparing import Detour, Differences, Exchange, differences
from workflows.scenarios.model import BadScenario, Do, Expected, Fault, Hear, Scenario, Signal, Until, Wait
from workflows.scenarios.playing import Impossible, Pinned, Play, Player, play
from workflows.scenarios.reading import found_in, read
from workflows.scenarios.recording import record, written
from workflows.scenarios.renewing import Edits, Renewal, StepChange, renewed

__all__ = [
    "BadScenario",
    "Detour",
    "Differences",
    "Do",
    "Edits",
    "Exchange",
    "Expected",
    "Fault",
    "Hear",
    "Impossible",
    "Pinned",
    "Play",
    "Player",
    "Renewal",
    "Scenario",
    "Signal",
    "StepChange",
    "Until",
    "Wait",
    "differences",
    "found_in",
    "play",
    "read",
    "record",
    "renewed",
    "written",
]
