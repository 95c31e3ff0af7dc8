"""What simulated runs of two versions come to, as plain JSON that is kept, and as lines that pages show. Pure."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import feel
import workflows
from workflows import lab
from workflows.lab import Figures, Run

MOST_VALUES = 12  # of one decision in a cross table
MOST_STUCK = 20
LEVELS = 5
UNTOLD = "…"


def tally(new: Figures, old: Figures | None, *, discreet: bool = False) -> dict:
    """Figures over all runs; of single runs only where and why those ended that came to no end. A `discreet` tally
    leaves out what was at fault in so many words, and answers that no table spells out: they may be somebody's."""
    sides = {"new": _version(new, discreet), "old": _version(old, discreet) if old else None}
    found: dict = {**sides, "decisions": [], "differing": 0}
    if old is not None:
        found["differing"] = len(lab.contrast(old, new).differing)
        found["decisions"] = [_cross(name, new, old, discreet) for name in _decided(new, old)]
    return found


def _version(figures: Figures, discreet: bool) -> dict:
    stuck = [
        {"element": element, "ended": ended, "runs": runs, **_reasons(first, discreet)}
        for (element, ended), runs, first in _stuck(figures)
    ]
    return {**figures.plain(), "stuck": stuck[:MOST_STUCK]}


def _reasons(run: Run, discreet: bool) -> dict[str, str]:
    told = replace(run, why="…") if discreet and run.ended == "failed" else run
    return {language: told.reason(language) for language in ("en", "id")}


def _stuck(figures: Figures) -> Iterator[tuple[tuple[str, str], int, Run]]:
    places: dict[tuple[str, str], list[Run]] = {}
    for run in figures.stuck:
        places.setdefault((run.element, run.ended), []).append(run)
    for place, runs in sorted(places.items(), key=lambda each: -len(each[1])):
        yield place, len(runs), runs[0]


def _decided(*versions: Figures) -> list[str]:
    return sorted({p.decision.id for figures in versions for run in figures.runs for p in run.passed if p.decision})


def _cross(decision: str, new: Figures, old: Figures, discreet: bool) -> dict:
    """How many runs had which last answer of the decision, before and now; an empty text: it was not asked."""
    answers = [(_answer(decision, then), _answer(decision, now)) for then, now in zip(old.runs, new.runs, strict=True)]
    changed = sum(then != now for then, now in answers)
    spelt = [_spelt_out(side.process, decision) if discreet else None for side in (old, new)]
    pairs = Counter((_shown(then, spelt[0]), _shown(now, spelt[1])) for then, now in answers)
    values = {value for pair in pairs for value in pair}
    cells = [[*pair, runs] for pair, runs in sorted(pairs.items())] if len(values) <= MOST_VALUES else []
    return {"decision": decision, "changed": changed, "cells": cells}


def _answer(decision: str, run: Run) -> object:
    last = next((p.decision for p in reversed(run.passed) if p.decision and p.decision.id == decision), None)
    return "" if last is None else last.outputs


def _shown(answer: object, spelt: Collection[str] | None) -> str:
    told = answer if spelt is None else _told(answer, spelt)
    return told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)


def _told(answer: object, spelt: Collection[str]) -> object:
    if answer in ("", None) or json.dumps(answer) in spelt:
        return answer
    if isinstance(answer, list):
        return [_told(each, spelt) for each in answer]
    if isinstance(answer, dict) and all(json.dumps(name) in spelt for name in answer):
        return {name: _told(value, spelt) for name, value in answer.items()}
    return UNTOLD


def _spelt_out(process: workflows.Process, decision: str) -> frozenset[str]:
    """The results that the table itself spells out, and the names of its outputs, as JSON."""
    table = process.decisions.get(decision)
    if table is None:
        return frozenset()
    cells = {cell for rule in table.rules for cell in rule.results} | {output.default for output in table.outputs}
    closed = [feel.evaluate(cell, {}) for cell in cells if cell and cell.startswith('"') and not feel.variables(cell)]
    return frozenset(json.dumps(each) for each in [*closed, *(output.name for output in table.outputs)])


@dataclass(frozen=True)
class Line:
    """One task in both versions; a side is empty where the version does not have it or never came to it."""

    process: str
    element: str
    old: Mapping
    new: Mapping


def lines(found: Mapping) -> list[Line]:
    """The tasks at which people wait, those that wait longest first."""
    sides = [{(e["process"], e["element"]): e for e in side["elements"] if e["tasks"]} for side in _sides(found)]
    places = {place for side in sides for place in side}
    rows = [Line(*place, *(side.get(place, {}) for side in sides)) for place in places]
    return sorted(rows, key=lambda line: (-_waiting(line.new or line.old), line.process, line.element))


def _sides(found: Mapping) -> list[Mapping]:
    return [found["old"] or {"elements": []}, found["new"]]


def _waiting(load: Mapping) -> float:
    return load["tasks"] * (load["hours"]["median"] or 0)


def rows_of(cross: Mapping) -> tuple[Sequence[str], list[tuple[str, list[int]]]]:
    """The values now as columns, and a row of counts for each value before."""
    columns = sorted({now for _then, now, _runs in cross["cells"]})
    counts = {(then, now): runs for then, now, runs in cross["cells"]}
    befores = sorted({then for then, _now, _runs in cross["cells"]})
    return columns, [(then, [counts.get((then, now), 0) for now in columns]) for then in befores]


def drawing(side: Mapping, process_id: str) -> dict:
    """For the viewer: what to write at each element of the diagram, and how dark it is, from 1 to 5."""
    here = [each for each in side["elements"] if each["process"] == process_id and each["passed"] + each["tasks"]]
    most = max((_count(each) for each in here), default=1)
    return {
        "counts": {each["element"]: _written(each) for each in here},
        "heat": {each["element"]: max(1, -(-LEVELS * _count(each) // most)) for each in here},
        "flows": [flow["flow"] for flow in side["flows"] if flow["process"] == process_id],
    }


def _count(each: Mapping) -> int:
    return max(each["passed"], each["tasks"])


def _written(each: Mapping) -> str:
    if not each["tasks"]:
        return str(each["passed"])
    return f"{each['tasks']} · {days(each['hours']['median'])}/{days(each['hours']['p90'])}"


def days(hours: float | None) -> str:
    """In days with one decimal, for a drawing, where there is room for figures only."""
    return "" if hours is None else f"{hours / 24:.1f}"


def processes(found: Mapping) -> Iterable[str]:
    """The processes that any run came to."""
    return dict.fromkeys(each["process"] for side in _sides(found) for each in side["elements"])
