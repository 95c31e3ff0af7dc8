"""SpiffWorkflow's task tree as this engine uses it: tasks are tokens, and only these doors lead to private methods.

A task is created when a token arrives (nothing is predicted), is live while it waits, is ready or has started, and is
forgotten once it is finished (see compaction).
"""
# ruff: noqa: SLF001  the library names its extension points with an underscore

import logging

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

for _name in ("spiff.task", "spiff.workflow"):  # they would log with all variables
    logging.getLogger(_name).setLevel(logging.WARNING)


def _set_state(task: Task, value: int) -> None:
    """Without the library's log line, which gathers all that is known of a task for every change of its state."""
    task._state = value


Task._set_state = _set_state

WAITING, READY, STARTED = TaskState.WAITING, TaskState.READY, TaskState.STARTED
ARRIVING = TaskState.FUTURE
LIVE = TaskState.DEFINITE_MASK
FINISHED = TaskState.FINISHED_MASK


def send(task: Task, spec) -> Task:
    """A new token at `spec`, come from `task`; it arrives when `task` completes or `arrive` is called."""
    task.workflow.case.opened += 1
    return task._add_child(spec, ARRIVING)


def arrive(task: Task) -> None:
    task.task_spec._update(task)


def look_again(task: Task) -> None:
    """Let a waiting token find out whether it may go on."""
    task.task_spec._update(task)


def release(task: Task) -> None:
    """A token that waited or worked goes on."""
    task._ready()


def wait(task: Task) -> None:
    task._set_state(WAITING)


def begin(task: Task) -> None:
    """The token stays here while something inside it runs."""
    task._set_state(STARTED)


def is_live(task: Task) -> bool:
    return task.has_state(LIVE)


def detach_children(task: Task) -> None:
    task._children = []


def attach(task: Task, parent: Task) -> None:
    task._parent = parent.id
    parent._children.append(task.id)


def listen(fork: Task, spec) -> Task:
    """A token at `spec` that waits beside the others of the fork."""
    found = Task(fork.workflow, spec, fork, WAITING)
    found.data = fork.data
    return found


def put_between(task: Task, spec) -> Task:
    """A finished token at `spec` that `task` hangs on from now, and that hangs where `task` did."""
    parent = task.parent
    parent._children.remove(task.id)
    between = Task(task.workflow, spec, parent, TaskState.COMPLETED)
    between.data = task.data
    attach(task, between)
    return between


def pull_out(task: Task) -> None:
    """Forget a token; those that hang on it hang where it did."""
    parent, children = task.parent, task.children
    take_away(task)
    for child in children:
        attach(child, parent)


def take_away(task: Task) -> None:
    """Forget a token on which none hangs."""
    task.parent._children.remove(task.id)
    del task.workflow.tasks[task.id]
