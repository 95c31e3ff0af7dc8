"""What a process is, and the engine that runs it: diagrams in, bytes of state and work for people out.

Values in, values out: no web, no database, no queue. SpiffWorkflow is known in here only.
"""

from workflows.borders import BorderChange, Deadlines
from workflows.bundle import check_bundle as check
from workflows.bundle import compile_bundle as compile  # noqa: A004  the name that says it best
from workflows.bundle import examine_bundle as examine
from workflows.comparison import Comparison, compare
from workflows.context import Context, Offer
from workflows.decisions import Decision, DecisionTable
from workflows.failures import BpmnError, EngineError, NobodyWaits, TaskNotOpen
from workflows.mending import CannotMend, mend
from workflows.migration import CannotMove, Moved, migrate
from workflows.normalising import normalise
from workflows.problems import Fix, Problem, Problems
from workflows.process import Duty, Element, Process
from workflows.results import Message, Outcome, Passage, Thrown, Timer, WorkItem

__all__ = [
    "BorderChange",
    "BpmnError",
    "CannotMend",
    "CannotMove",
    "Comparison",
    "Context",
    "Deadlines",
    "Decision",
    "DecisionTable",
    "Duty",
    "Element",
    "EngineError",
    "Fix",
    "Message",
    "Moved",
    "NobodyWaits",
    "Offer",
    "Outcome",
    "Passage",
    "Problem",
    "Problems",
    "Process",
    "TaskNotOpen",
    "Thrown",
    "Timer",
    "WorkItem",
    "check",
    "compare",
    "compile",
    "examine",
    "mend",
    "migrate",
    "normalise",
]
