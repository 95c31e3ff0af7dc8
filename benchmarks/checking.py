"""S11: checking and compiling a large process with all that it names, as on every save in the studio."""

from collections.abc import Callable, Iterator
from itertools import count
from statistics import median
from time import thread_time
from typing import Any

import workflows
from benchmarks.ground import Ground
from benchmarks.rows import Row
from workflows import Context

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="large_definitions" targetNamespace="https://siklus.example/process">
<process id="large" isExecutable="true">"""
USER = """<userTask id="{id}"><extensionElements><zeebe:formDefinition formId="form"/>
<zeebe:assignmentDefinition assignee="=employee"/><zeebe:taskSchedule dueDate="=now() + duration(&quot;P{n}D&quot;)"/>
<zeebe:ioMapping><zeebe:output source="=answer" target="answer_{n}"/></zeebe:ioMapping></extensionElements></userTask>
<boundaryEvent id="{id}_late" attachedToRef="{id}" cancelActivity="false"><timerEventDefinition>
<timeDuration>P{n}D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="{id}_told"/>
<sequenceFlow id="{id}_f" sourceRef="{id}_late" targetRef="{id}_told"/>"""
FORM = b'{"type": "default", "id": "form", "components": [{"type": "textfield", "key": "answer", "label": "Answer"}]}'
HERE = Context(variables=frozenset({"employee"}), groups=frozenset({"hr"}), operations={})


def rows(_ground: Ground, rounds: int) -> list[Row]:
    """Blocks of a choice, two tasks with deadlines, a join and a task: 300 nodes with their diagram."""
    states = saved(large())
    checked = median(_seconds(workflows.check, next(states), HERE) for _ in range(rounds))
    compiled = median(_seconds(workflows.compile, next(states)) for _ in range(rounds))
    return [Row("S11", "check and compile a process of 300 nodes", (checked + compiled) * 1000, "ms", most=300)]


def saved(diagram: bytes) -> Iterator[dict[str, bytes]]:
    """The same process again and again, each time in another file: what is known of a content costs nothing."""
    for number in count():
        yield {"large.bpmn": diagram + b"<!-- %d -->" % number, "form.form": FORM}


def _seconds(work: Callable, *given: Any) -> float:
    """Of this thread's own work, which neither waits nor writes: neighbours on the machine do not count."""
    begin = thread_time()
    work(*given)
    return thread_time() - begin


def large(nodes: int = 300) -> bytes:
    """A process of so many nodes that is fit to be published, drawn by the layout of our own."""
    steps, flows, before = ['<startEvent id="begin"/>'], [], "begin"
    count, block = 2, 0
    while count + 11 <= nodes:  # the nodes of one block
        block += 1
        split, join, one, two, after = (f"{name}_{block}" for name in ("split", "join", "one", "two", "after"))
        steps.append(f'<exclusiveGateway id="{split}" default="{split}_b"/><exclusiveGateway id="{join}"/>')
        steps += [USER.format(id=id_, n=block) for id_ in (one, two, after)]
        flows.append(_flow(f"{split}_in", before, split))
        name = f"answer_{block - 1}" if block > 1 else "employee"
        flows.append(_flow(f"{split}_a", split, one, f"<conditionExpression>={name} &gt; 1</conditionExpression>"))
        flows += [_flow(f"{split}_b", split, two), _flow(f"{one}_out", one, join), _flow(f"{two}_out", two, join)]
        flows.append(_flow(f"{join}_out", join, after))
        before, count = after, count + 11
    while count < nodes:
        steps.append(f'<exclusiveGateway id="fill_{count}"/>')
        flows.append(_flow(f"fill_{count}_in", before, f"fill_{count}"))
        before, count = f"fill_{count}", count + 1
    flows.append(_flow("last", before, "finish"))
    drawn = HEAD + "".join(steps) + '<endEvent id="finish"/>' + "".join(flows) + "</process></definitions>"
    return workflows.normalise("large.bpmn", drawn.encode())[0]


def _flow(id_: str, source: str, target: str, inner: str = "") -> str:
    return f'<sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
