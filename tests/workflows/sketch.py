"""Draws small diagrams for tests: elements as XML text, flows as `a -> b -> c`, a condition after `|`."""

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="drawing" targetNamespace="http://test">'
)


def drawing(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + "</bpmn:definitions>").encode()


def process(id_: str, *steps: str, flows: str) -> str:
    return f'<bpmn:process id="{id_}" isExecutable="true">{"".join(steps)}{ways(flows)}</bpmn:process>'


def one(*steps: str, flows: str, extra: str = "") -> dict[str, bytes]:
    """A bundle of a single process p."""
    return {"p.bpmn": drawing(process("p", *steps, flows=flows), extra)}


def ways(flows: str) -> str:
    drawn = []
    for line in filter(None, map(str.strip, flows.splitlines())):
        path, _, condition = (part.strip() for part in line.partition("|"))
        ids = [id_.strip() for id_ in path.split("->")]
        for source, target in pairwise(ids):
            inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
            drawn.append(
                f'<bpmn:sequenceFlow id="{source}_to_{target}" sourceRef="{source}" targetRef="{target}">{inner}'
                "</bpmn:sequenceFlow>"
            )
    return "".join(drawn)


def step(kind: str, id_: str, inner: str = "", **attributes: str) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{kind} id="{id_}" name="{id_}"{written}>{inner}</bpmn:{kind}>'


def settings(*extensions: str) -> str:
    return f"<bpmn:extensionElements>{''.join(extensions)}</bpmn:extensionElements>" if extensions else ""


def zeebe(name: str, inner: str = "", /, **attributes: str) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<zeebe:{name}{written}>{inner}</zeebe:{name}>"


def start(id_: str = "s") -> str:
    return step("startEvent", id_)


def end(id_: str = "e", inner: str = "") -> str:
    return step("endEvent", id_, inner)


def person(id_: str, inner: str = "", *, due: str = "", assignee: str = "=1", outputs: dict | None = None) -> str:
    extensions = [zeebe("formDefinition", formId="form"), zeebe("assignmentDefinition", assignee=assignee)]
    if due:
        extensions.append(zeebe("taskSchedule", dueDate=due))
    return step("userTask", id_, settings(*extensions, mapping({}, outputs or {})) + inner)


def mapping(inputs: dict, outputs: dict) -> str:
    lines = [zeebe("input", source=source, target=target) for target, source in inputs.items()]
    lines += [zeebe("output", source=source, target=target) for target, source in outputs.items()]
    return zeebe("ioMapping", "".join(lines)) if lines else ""


def service(id_: str, operation: str, inputs: dict | None = None, outputs: dict | None = None, inner: str = "") -> str:
    return step(
        "serviceTask",
        id_,
        settings(zeebe("taskDefinition", type=operation), mapping(inputs or {}, outputs or {})) + inner,
    )


def script(id_: str, *lines: str) -> str:
    return step("scriptTask", id_, f"<bpmn:script>{escape(chr(10).join(lines))}</bpmn:script>")


def rule(id_: str, decision: str, result: str) -> str:
    return step("businessRuleTask", id_, settings(zeebe("calledDecision", decisionId=decision, resultVariable=result)))


def call(id_: str, called: str, inner: str = "") -> str:
    return step("callActivity", id_, settings(zeebe("calledElement", processId=called)) + inner)


def inside(id_: str, *steps: str, flows: str, loop: str = "") -> str:
    return step("subProcess", id_, loop + "".join(steps) + ways(flows))


def each(
    collection: str, item: str = "", *, results: str = "", result: str = "", turn: bool = False, until: str = ""
) -> str:
    names = {"inputCollection": collection, "inputElement": item, "outputCollection": results, "outputElement": result}
    written = zeebe("loopCharacteristics", **{name: value for name, value in names.items() if value})
    done = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    sequential = "true" if turn else "false"
    return step_like("multiInstanceLoopCharacteristics", settings(written) + done, isSequential=sequential)


def times(number: str) -> str:
    inner = f"<bpmn:loopCardinality>{number}</bpmn:loopCardinality>"
    return step_like("multiInstanceLoopCharacteristics", inner)


def again_while(condition: str, *, before: bool = False) -> str:
    inner = f"<bpmn:loopCondition>{escape(condition)}</bpmn:loopCondition>"
    return step_like("standardLoopCharacteristics", inner, testBefore="true" if before else "false")


def step_like(kind: str, inner: str, **attributes: str) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<bpmn:{kind}{written}>{inner}</bpmn:{kind}>"


def timer(written: str, timing: str = "Duration") -> str:
    return f"<bpmn:timerEventDefinition>{step_like(f'time{timing}', escape(written))}</bpmn:timerEventDefinition>"


def listening(message: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{message}"/>'


def message(name: str, key: str = "") -> str:
    inner = settings(zeebe("subscription", correlationKey=key)) if key else ""
    return step("message", name, inner)


def border(id_: str, host: str, inner: str, *, interrupting: bool = True) -> str:
    return step("boundaryEvent", id_, inner, attachedToRef=host, cancelActivity="true" if interrupting else "false")


def catch(id_: str, inner: str) -> str:
    return step("intermediateCatchEvent", id_, inner)


def choice(id_: str, default: str = "") -> str:
    return step("exclusiveGateway", id_, **({"default": f"{id_}_to_{default}"} if default else {}))


def some(id_: str, default: str = "") -> str:
    return step("inclusiveGateway", id_, **({"default": f"{id_}_to_{default}"} if default else {}))


def fork(id_: str) -> str:
    return step("parallelGateway", id_)


def table(
    id_: str, inputs: list[str], outputs: list[str], rows: list[list[str]], policy: str = "UNIQUE", **more: str
) -> bytes:
    """A DMN file; each row has the cells of inputs, then outputs. Rules are called r1, r2, …"""
    columns = "".join(
        f'<input id="i{n}"><inputExpression><text>{escape(i)}</text></inputExpression></input>'
        for n, i in enumerate(inputs)
    )
    allowed = more.pop("values", "")
    inner = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    columns += "".join(f'<output id="o{n}" name="{name}">{inner}</output>' for n, name in enumerate(outputs))
    for number, row in enumerate(rows, start=1):
        cells = [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[: len(inputs)]]
        cells += [f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[len(inputs) :]]
        columns += f'<rule id="r{number}">{"".join(cells)}</rule>'
    written = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">'
        f'<decision id="{id_}" name="{id_}"><decisionTable id="t" hitPolicy="{policy}"{written}>{columns}'
        "</decisionTable></decision></definitions>"
    ).encode()


def definition(kind: str, reference: str = "", **attributes: str) -> str:
    """What an event is about: signal, error, escalation, compensate, link …; `reference` is the id it refers to."""
    named = {f"{kind}Ref": reference} if reference else {}
    return step_like(f"{kind}EventDefinition", "", **named, **attributes)


def declared(kind: str, id_: str) -> str:
    """A signal, error or escalation of that name at the top of the file."""
    return step_like(kind, "", id=id_, name=id_)


def throw(id_: str, inner: str, inputs: dict | None = None) -> str:
    return step("intermediateThrowEvent", id_, settings(mapping(inputs, {})) + inner if inputs else inner)


def link(id_: str, name: str, kind: str = "intermediateThrowEvent") -> str:
    return step(kind, id_, definition("link", name=name))


def around(id_: str, inner: str, *steps: str, flows: str, interrupting: bool = True) -> str:
    """A sub-process that an event starts; the id of its start event is its own with an s before."""
    begin = step("startEvent", "s" + id_, inner, isInterrupting="true" if interrupting else "false")
    return step("subProcess", id_, begin + "".join(steps) + ways(flows), triggeredByEvent="true")


def undo(event: str, host: str, handler: str) -> str:
    """The event for compensation on a host, tied to the activity that undoes it."""
    tie = step_like("association", "", id=f"{event}_tie", sourceRef=event, targetRef=handler)
    return border(event, host, "<bpmn:compensateEventDefinition/>") + tie


def undoing(id_: str, kind: str = "userTask", inner: str = "") -> str:
    return step(kind, id_, inner, isForCompensation="true")
