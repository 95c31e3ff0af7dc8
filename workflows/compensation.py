"""The event that has completed activities undone; what there is to undo is noted in `undoing`."""

from SpiffWorkflow.task import Task

from workflows import undoing
from workflows.specs import Step
from workflows.tokens import arrive, begin, release, send


class CompensateStep(Step):
    """Has the completed activities of its scope undone, the last one first and one at a time; then goes on."""

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        my_task.internal_data["left"] = undoing.take(my_task, self.node.trigger.name)
        if not my_task.internal_data["left"]:
            return True
        begin(my_task)
        self._undo_next(my_task)
        return False

    def run_ended(self, run: Task) -> None:
        """Called when one activity is undone."""
        whole = run.parent
        if whole.internal_data["left"]:
            self._undo_next(whole)
        else:
            release(whole)

    def _undo_next(self, my_task: Task) -> None:
        handler, *my_task.internal_data["left"] = my_task.internal_data["left"]
        arrive(send(my_task, self.body.task_specs[handler]))
