"""What is drawn for the reader and has no effect on a case."""

from sketch import drawing, end, one, person, process, start, step, step_like

from conformance import DRAWN, Case


def _drawn(element: str, variant: str, *extra: str, note: str = "") -> Case:
    bundle = one(start(), person("a"), end(), *extra, flows="s -> a -> e")
    return Case(element, variant, bundle, ("do a",), "s a e", verdict=DRAWN, note=note)


POOL = step_like("collaboration", step_like("participant", "", id="pool", processRef="p"), id="all")
LANES = step_like("laneSet", step_like("lane", "<bpmn:flowNodeRef>a</bpmn:flowNodeRef>", id="l", name="HR"), id="ls")
D = "Drawn for the reader"
CASES = (
    _drawn(
        D,
        "data object",
        step("dataObjectReference", "d", dataObjectRef="o") + step("dataObject", "o"),
        note="variables need no data objects",
    ),
    _drawn(D, "data store", step("dataStoreReference", "d")),
    _drawn(D, "lanes", LANES, note="who does a task is told by its assignment"),
    _drawn(D, "text annotation", step_like("textAnnotation", "<bpmn:text>hm</bpmn:text>", id="t")),
    _drawn(D, "group", step_like("group", "", id="g")),
    Case(
        D,
        "pool",
        {"p.bpmn": drawing(POOL, process("p", start(), person("a"), end(), flows="s -> a -> e"))},
        ("do a",),
        "s a e",
        verdict=DRAWN,
    ),
)
