"""What a scope can undo: noted at its root in the order of completion, as pairs of an activity and the activity that
undoes it, or the pairs from inside of a completed sub-process."""

from SpiffWorkflow.task import Task


def remember(my_task: Task, handler: str | None) -> None:
    """An activity is complete. A sub-process without a handler of its own is undone from inside."""
    inside = my_task.workflow.case.insides.get(my_task.id)
    undoing = handler or (_done(inside) if inside is not None else None)
    if undoing:
        noted = _scope(my_task).task_tree.internal_data
        noted["done"] = [*noted.get("done", ()), [my_task.task_spec.element, undoing]]


def take(my_task: Task, activity: str) -> list[str]:
    """The handlers to run for one activity or, without one, for all; what is taken is undone this once."""
    scope = _scope(my_task)
    done = _done(scope)
    scope.task_tree.internal_data["done"] = [pair for pair in done if activity and pair[0] != activity]
    return _handlers([pair for pair in done if not activity or pair[0] == activity])


def _scope(my_task: Task):
    """A sub-process that an event started undoes what the scope around it has done."""
    scope = my_task.workflow
    while scope.spec.by_event:
        scope = scope.owner.workflow
    return scope


def _done(scope) -> list:
    return scope.task_tree.internal_data.get("done", [])


def _handlers(done: list) -> list[str]:
    found: list[str] = []
    for _, undoing in reversed(done):
        found += [undoing] if isinstance(undoing, str) else _handlers(undoing)
    return found
