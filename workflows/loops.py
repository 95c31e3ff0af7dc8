"""Activities that run several times: once per element of a collection, side by side or in turn, or while it is so."""

from collections import ChainMap
from collections.abc import Mapping

from SpiffWorkflow.task import Task

from workflows.expressions import assign, evaluate, kept, trouble
from workflows.model import Loop, Node
from workflows.specs import Step
from workflows.tokens import arrive, begin, is_live, release, send

MOST_RUNS = 1000


class LoopStep(Step):
    """Stands for the whole activity; `once` is a single run of it."""

    visible = False  # every run is noted, not the loop

    def __init__(self, body, name: str, node: Node):
        super().__init__(body, name, node)
        self.loop: Loop = node.loop or Loop("standard")
        self.once: Step = self

    def run_ended(self, run: Task) -> None:
        """Called when one run is complete."""
        raise NotImplementedError


class MultiInstanceStep(LoopStep):
    """Runs once per element. Each run has variables of its own over those of the process: what it writes stays with it.

    With an output collection, the results of finished runs are there in the order of the elements, at any time.
    Without one, what a run wrote is handed on when it ends.
    """

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        items = self._items(my_task)
        noted = my_task.internal_data
        noted |= {"total": len(items), "done": 0}
        if self.loop.results:
            noted["results"] = []
            assign(my_task, {self.loop.results: []})
        if not items:
            self.note(my_task)
            return True
        begin(my_task)
        if self.loop.kind == "sequential":
            noted["left"] = items
            self._begin_next(my_task)
        else:
            for index, item in enumerate(items):
                self._begin_run(my_task, index, item)
        return False

    def _items(self, my_task: Task) -> list:
        wanted = self.loop.items or self.loop.times
        items = None if wanted is None else evaluate(my_task, wanted)
        if self.loop.items is None and isinstance(items, int) and items <= MOST_RUNS:
            items = list(range(1, items + 1))
        if not isinstance(items, list) or len(items) > MOST_RUNS:
            raise trouble(my_task, f"This activity needs a list of at most {MOST_RUNS} elements to run over.")
        return items

    def _begin_next(self, my_task: Task) -> None:
        item, *left = my_task.internal_data["left"]
        my_task.internal_data["left"] = left
        self._begin_run(my_task, my_task.internal_data["done"], item)

    def _begin_run(self, my_task: Task, index: int, item: object) -> None:
        run = send(my_task, self.once)
        run.internal_data["index"] = index
        own: dict[str, object] = {"loopCounter": index + 1}
        if self.loop.item:
            own[self.loop.item] = item
        run.data = ChainMap(own, my_task.data)
        arrive(run)

    def run_ended(self, run: Task) -> None:
        whole = run.parent
        noted = whole.internal_data
        noted["done"] += 1
        self._hand_on(run, whole)
        if self._is_enough(run, noted):
            for other in whole.children:
                if is_live(other):
                    other.cancel()
            release(whole)
        elif noted["done"] == noted["total"]:
            release(whole)
        elif self.loop.kind == "sequential":
            self._begin_next(whole)

    def _hand_on(self, run: Task, whole: Task) -> None:
        if self.loop.results:
            result = None if self.loop.result is None else evaluate(run, self.loop.result)
            results = [*whole.internal_data["results"], [run.internal_data["index"], kept(run, {"": result})[""]]]
            whole.internal_data["results"] = sorted(results, key=lambda pair: pair[0])
            assign(whole, {self.loop.results: [value for _, value in whole.internal_data["results"]]})
        else:
            private = {"loopCounter", self.loop.item}
            assign(whole, {name: value for name, value in run.data.maps[0].items() if name not in private})

    def _is_enough(self, run: Task, noted: Mapping) -> bool:
        if self.loop.until is None:
            return False
        started = noted["done"] if "left" in noted else noted["total"]
        counts = {
            "numberOfInstances": noted["total"],
            "numberOfCompletedInstances": noted["done"],
            "numberOfActiveInstances": started - noted["done"],
        }
        return evaluate(run, self.loop.until, counts) is True


class RepeatStep(LoopStep):
    """The standard loop: runs again as long as its condition holds, and at most so many times."""

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        my_task.internal_data["done"] = 0
        if self.loop.test_before and not self._is_to_run_again(my_task):
            self.note(my_task)
            return True
        begin(my_task)
        arrive(send(my_task, self.once))
        return False

    def run_ended(self, run: Task) -> None:
        whole = run.parent
        whole.internal_data["done"] += 1
        if self._is_to_run_again(whole):
            arrive(send(whole, self.once))
        else:
            release(whole)

    def _is_to_run_again(self, whole: Task) -> bool:
        done = whole.internal_data["done"]
        if self.loop.most is not None and done >= int(self.loop.most):
            return False
        return self.loop.again is None or evaluate(whole, self.loop.again, {"loopCounter": done}) is True
