"""A case as bytes and back: live tokens and variables only, steps by name, compressed. A format of its own.

A stored case is `[FORMAT, variables, parts]`; a part is `[owner, body, tokens]`, where `owner` is the number of the
token it runs in; a token is `[id, step, state, parent, noted, own variables]`. Tokens are numbered through all parts.
Only tokens that are known outside or own a part keep their id.
"""

import threading
from collections import ChainMap
from collections.abc import Callable
from uuid import UUID

import orjson
import zstandard
from SpiffWorkflow.task import Task

from workflows import compaction
from workflows.case import Case, Tokens
from workflows.failures import EngineError
from workflows.tokens import is_live

FORMAT = 1
MOST_BYTES = 50_000_000
_local = threading.local()  # the compressor's contexts must not be shared between threads


def encode(case: Case) -> bytes:
    """Drops what is finished and stores the rest; the case can be used on."""
    compaction.compact(case)
    numbers = {task.id: number for number, task in enumerate(case.tokens())}
    parts = []
    for part in case.parts():
        owner = None if part.owner is None else numbers[part.owner.id]
        parts.append([owner, part.spec.name, [_token(task, numbers) for task in part.tasks.values()]])
    return _packed(case.task_tree.data, parts)


def _packed(variables: dict, parts: list) -> bytes:
    return _compressor().compress(orjson.dumps([FORMAT, variables, parts]))


def _token(task: Task, numbers: dict[UUID, int]) -> list:
    parent = task.parent
    own = task.data.maps[0] if "index" in task.internal_data else None
    return [
        task.id.hex if is_live(task) else None,
        task.task_spec.name,
        task.state,
        None if parent is None else numbers[parent.id],
        task.internal_data or None,
        own,
    ]


def decode(process, state: bytes) -> Case:
    """The case again, without clock and operations. Raises EngineError for bytes that are no case of this process."""
    variables, parts = _unpacked(state)
    case = Case(process, restoring=True)
    tasks: list[Task] = []
    for owner, body, tokens in parts:
        part = case if owner is None else _inside(case, tasks[owner], body)
        for token in tokens:
            tasks.append(_task(part, token, tasks, variables))
        part.task_tree = next(iter(part.tasks.values()))
    case.completed = not case.live()
    return case


def _unpacked(state: bytes) -> tuple[dict, list]:
    try:
        version, variables, parts = orjson.loads(_decompressor().decompress(state, max_output_size=MOST_BYTES))
    except (zstandard.ZstdError, ValueError, TypeError):
        raise EngineError("", "The stored state of the case cannot be read.") from None
    if version != FORMAT:
        raise EngineError("", f"The stored state has format {version}, this program reads {FORMAT}.")
    return variables, parts


def changed(state: bytes, change: Callable[[list], None]) -> bytes:
    """The stored case with `change` applied to each of its tokens, which may alter them in place."""
    variables, parts = _unpacked(state)
    for _, _, tokens in parts:
        for token in tokens:
            change(token)
    return _packed(variables, parts)


def _inside(case: Case, owner: Task, body: str) -> Tokens:
    spec = case.process.bodies.get(body)
    if spec is None:
        raise EngineError(owner.task_spec.element, f"The process has no part “{body}” any more.")
    inside = Tokens(spec, case, owner, restoring=True)
    case.insides[owner.id] = inside
    return inside


def _task(part: Tokens, token: list, tasks: list[Task], variables: dict) -> Task:
    id_, name, state, parent_number, noted, own = token
    step = part.spec.task_specs.get(name)
    if step is None:
        raise EngineError(name, f"The process “{part.spec.process}” has no step “{name}” any more.")
    parent = None if parent_number is None else tasks[parent_number]
    task = Task(part, step, parent, state, id=UUID(hex=id_) if id_ else None)
    task.internal_data = noted or {}
    if parent is not None:
        task.data = parent.data if own is None else ChainMap(own, parent.data)
    else:
        task.data = variables if part.owner is None else part.owner.data
    return task


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(3)
    return _local.compressor


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    return _local.decompressor
