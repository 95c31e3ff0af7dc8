"""What the engine does with each element of BPMN, as cases: how it is drawn, what happens, which way the case goes.

The cases are the source of docs/bpmn.md (see `table`); every one of them is run by test_conformance.
"""

from dataclasses import dataclass

from case_walk import Walk

import workflows

RUNS, REFUSED, DRAWN = "runs", "refused", "drawn"


@dataclass(frozen=True)
class Case:
    """One element in one variant; its steps are `do task`, `do task/item`, `wait days`, `hear message [key]` and
    `signal name`.

    A case that runs ends by the `path`, with nothing left open but `left`; `out` are the names thrown to other cases.
    One that is refused is refused with the `codes`.
    """

    element: str
    variant: str
    bundle: dict[str, bytes]
    steps: tuple[str, ...] = ()
    path: str = ""
    left: str = ""
    out: str = ""
    codes: str = ""
    verdict: str = RUNS
    note: str = ""
    variables: tuple[tuple[str, object], ...] = ()


def refused(element: str, variant: str, bundle: dict[str, bytes], codes: str, note: str = "") -> Case:
    return Case(element, variant, bundle, codes=codes, verdict=REFUSED, note=note)


def codes(case: Case) -> str:
    """What stands against publishing it, but for settings of tasks, which the sketches do without."""
    told = {p.code for p in workflows.check(case.bundle, workflows.Context()) if p.severity == "error"}
    return " ".join(sorted(told - {"task.form", "task.people"}))


def walked(case: Case) -> Walk:
    """Stored and read back after every step."""
    walk = Walk(case.bundle, dict(case.variables), operations=OPERATIONS)
    for step in case.steps:
        word, _, rest = step.partition(" ")
        _STEPS[word](walk, rest)
    return walk


def _fail() -> dict:
    raise workflows.BpmnError("failed", {"reason": "none"})


OPERATIONS = {"fail": _fail, "work": {}}


def _do(walk: Walk, rest: str) -> None:
    task, _, item = rest.partition("/")
    walk.do(task, int(item) if item else None)


def _hear(walk: Walk, rest: str) -> None:
    name, _, key = rest.partition(" ")
    walk.hear(workflows.Message(name, key or None))


_STEPS = {
    "do": _do,
    "wait": lambda walk, rest: walk.wait(days=int(rest)),
    "hear": _hear,
    "signal": lambda walk, rest: walk.signal(rest),
}
