"""The process lab: runs a process many times on a clock of its own, and tells where work piles up and what comes out.

People, operations and durations are played from tables or by the caller; the same seed gives the same runs. Every draw
belongs to a run, a task and its occurrence, so that two versions of a process are dealt the same cards.
"""

from workflows.lab.contrasts import Contrast, Contrasts, contrast
from workflows.lab.figures import Figures, Load, rank
from workflows.lab.runs import Deal, Run, Trial, Waited, play_each, simulate
from workflows.lab.sources import Answer, Delay, Operations, around, falling_back, from_past, pinned_anew

__all__ = [
    "Answer",
    "Contrast",
    "Contrasts",
    "Deal",
    "Delay",
    "Figures",
    "Load",
    "Operations",
    "Run",
    "Trial",
    "Waited",
    "around",
    "contrast",
    "falling_back",
    "from_past",
    "pinned_anew",
    "play_each",
    "rank",
    "simulate",
]
