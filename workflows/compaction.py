"""Drops finished tokens, so that a step costs the same after a thousand periods as after ten.

Kept are live tokens, the root (it holds the variables) and the fork of an activity with border events while one of its
branches lives. All else that a finished token told has been noted in the tokens that followed it.
"""

from SpiffWorkflow.task import Task

from workflows.tokens import FINISHED, attach, detach_children, is_live


def compact(case) -> None:
    for owner_id, inside in list(case.insides.items()):
        if not is_live(inside.owner):
            case.insides.pop(owner_id)
    for part in case.parts():
        _compact(part)


def _compact(part) -> None:
    root = part.task_tree
    if not root.has_state(FINISHED):
        return
    live = part.live()
    anchors = {task.id: _anchor(task, root) for task in live}
    kept = {root.id: root}
    detach_children(root)
    for task in live:
        anchor = anchors[task.id]
        if anchor.id not in kept:
            _keep(kept, anchor, root)
        _keep(kept, task, anchor)
    part.tasks.clear()
    part.tasks.update(kept)


def _keep(kept: dict, task: Task, anchor: Task) -> None:
    kept[task.id] = task
    detach_children(task)
    attach(task, anchor)


def _anchor(task: Task, root: Task) -> Task:
    """The token that `task` hangs on: the repeated activity or fork it is part of, else the root."""
    parent = task.parent
    return parent if is_live(parent) or parent.task_spec.holds_branches else root
