"""FEEL at run time: reads the variables a token sees and the clock of the step; any trouble names the element."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from SpiffWorkflow.task import Task

import feel
from workflows.failures import EngineError
from workflows.model import Assignment, Value
from workflows.values import plain


def evaluate(task: Task, value: Value, more: Mapping | None = None) -> object:
    """The value for this token; `more` are names that only this expression sees."""
    if not value.is_feel:
        return value.text
    seen = {**task.data, **more} if more else task.data
    try:
        return feel.evaluate(value.text, seen, now=task.workflow.case.now)
    except feel.FeelError as error:
        raise trouble(task, f"“{value.text}” cannot be evaluated. {error}") from error


def text_of(task: Task, value: Value | None) -> str | None:
    """What an assignee or the like comes to, as text; None when it comes to nothing."""
    found = None if value is None else evaluate(task, value)
    return None if found is None or found == "" else str(found)


def trouble(task: Task, sentence: str, openly: str = "") -> EngineError:
    return EngineError(task.task_spec.element, sentence, openly)


def assign(task: Task, values: Mapping) -> None:
    """Make the values variables; all of them or, when one cannot be kept, none."""
    task.data.update(kept(task, values))


def kept(task: Task, values: Mapping) -> dict:
    """The values as they can be stored."""
    try:
        return plain(values)
    except ValueError as error:
        raise trouble(task, str(error)) from error


def mapped(task: Task, lines: Iterable[Assignment], more: Mapping | None = None) -> dict:
    """The targets of a mapping with their values; a later line sees the results of the earlier ones."""
    results: dict = {}
    for line in lines:
        results[line.target] = evaluate(task, line.source, {**(more or {}), **results})
    return results


def moment(task: Task, value: Value, *, end_of_day: bool = False) -> datetime:
    """The point in time that a duration from now, a date-time or a date stands for, in UTC.

    A date without a time begins at midnight where the clock of the step is; `end_of_day` takes its last second.
    """
    now = task.workflow.case.now
    written = evaluate(task, value)
    if isinstance(written, str) and written.lstrip("-").startswith("P"):
        written = evaluate(task, Value("now() + duration(written)", True), {"written": written})
    text = written if isinstance(written, str) else ""
    try:
        if len(text) == len("2026-01-31"):
            clock = time(23, 59, 59) if end_of_day else time()
            return datetime.combine(date.fromisoformat(text), clock, now.tzinfo).astimezone(UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise trouble(task, f"“{value.text}” is no duration, date or point in time.") from None
    if found.tzinfo is None:
        raise trouble(task, f"“{value.text}” lacks a time zone, for example +07:00.")
    return found.astimezone(UTC)
