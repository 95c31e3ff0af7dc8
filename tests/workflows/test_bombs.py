"""Files made to keep the checks busy: each is answered soon, with little memory, and never by an exception."""

import gc
import random
import re
import time
import tracemalloc
from os import environ
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import MODELS
from sketch import (
    HEAD,
    choice,
    drawing,
    each,
    end,
    fork,
    inside,
    message,
    one,
    person,
    script,
    start,
    step,
    table,
)

import forms
import workflows
from workflows import Context

THOROUGH = int(environ.get("SIKLUS_THOROUGH", "1"))
EXAMPLES = 15 * THOROUGH
HERE = Context(variables=frozenset({"x"}), groups=frozenset({"hr"}), operations={})
SECONDS, BYTES = 2.0, 200_000_000
DIAGRAM = (
    '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"><d:BPMNPlane>{}</d:BPMNPlane></d:BPMNDiagram>'
)
SHIPPED = Path(workflows.__file__).parent / "definitions" / "appraisal"
FORMS = Path(forms.__file__).parent / "definitions"


def body(inner: str) -> dict:
    return {"p.bpmn": drawing(f'<bpmn:process id="p">{inner}</bpmn:process>')}


def chain(*steps: str) -> dict:
    ids = [re.search(r'id="([^"]*)"', each_)[1] for each_ in steps]
    return one(start(), *steps, end(), flows=f"s -> {' -> '.join(ids)} -> e")


def flow(id_: str, source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}"/>'


def many(count: int, pattern: str) -> str:
    return "".join(pattern.replace("#", str(n)) for n in range(count))


LONG_LIST = "=for i in 1..900 return i"
BOMBS = {
    "steps": lambda: body(many(19_000, '<bpmn:userTask id="t#"/>')),
    "steps of one id": lambda: body(many(19_000, '<bpmn:task id="t"/>')),
    "steps without ids": lambda: body(many(19_000, "<bpmn:task/>")),
    "flows": lambda: body('<bpmn:task id="a"/>' + many(18_000, flow("f#", "a", "a"))),
    "flows between gateways": lambda: body(
        many(2, '<bpmn:parallelGateway id="g#"/>') + many(900, flow("f#", "g0", "g1"))
    ),
    "a mesh of gateways": lambda: body(
        many(40, '<bpmn:parallelGateway id="g#"/>')
        + "".join(flow(f"f{a}_{b}", f"g{a}", f"g{b}") for a in range(30) for b in range(30))
    ),
    "sub-processes in one another": lambda: body(many(50, '<bpmn:subProcess id="q#">') + "</bpmn:subProcess>" * 50),
    "lanes": lambda: body(
        "<bpmn:laneSet>"
        + many(3_000, '<bpmn:lane id="l#"><bpmn:flowNodeRef>s</bpmn:flowNodeRef></bpmn:lane>')
        + "</bpmn:laneSet>"
        + start()
    ),
    "attributes": lambda: body('<bpmn:task id="t" ' + many(30_000, 'a#="x" ') + "/>"),
    "events on one border": lambda: body(
        '<bpmn:task id="t"/>' + many(290, '<bpmn:boundaryEvent id="b#" attachedToRef="t"/>')
    ),
    "processes": lambda: {
        "p.bpmn": drawing(many(3_000, '<bpmn:process id="p#"><bpmn:startEvent id="s#"/></bpmn:process>'))
    },
    "links": lambda: body(
        many(
            60,
            '<bpmn:intermediateThrowEvent id="t#"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateThrowEvent>',
        )
        + many(
            60,
            '<bpmn:intermediateCatchEvent id="c#"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateCatchEvent>',
        )
    ),
    "messages": lambda: {"p.bpmn": drawing(*(message(f"m{n}") for n in range(9_000)))},
    "costly scripts": lambda: chain(*(script(f"t{n}", "a = sum(for i in 1..4000 return i)") for n in range(290))),
    "long expressions": lambda: chain(*(script(f"t{n}", "a = " + "+".join(["x"] * 700)) for n in range(290))),
    "a costly circle": lambda: one(
        start(),
        step("exclusiveGateway", "m"),
        script("a", "n = 1"),
        choice("g", "m"),
        end(),
        flows="s -> m -> a -> g\ng -> m\ng -> e | =n > 5",
    ),
    "tokens that double": lambda: one(
        start(), step("exclusiveGateway", "m"), fork("f"), end(), flows="s -> m -> f\nf -> m\nf -> e"
    ),
    "a thousand runs": lambda: chain(person("a", each(LONG_LIST, "k"), assignee="=k")),
    "a thousand times a thousand runs": lambda: chain(
        inside(
            "a",
            start("s1"),
            inside("b", start("s2"), person("c"), end("e2"), flows="s2 -> c -> e2", loop=each(LONG_LIST, "k")),
            end("e1"),
            flows="s1 -> b -> e1",
            loop=each(LONG_LIST, "k"),
        )
    ),
    "names": lambda: chain(*(script(f"t{n}", *(f"v{n}_{k} = w{n}_{k} + 1" for k in range(30))) for n in range(100))),
    "a wide table": lambda: {
        **chain(person("a")),
        "d.dmn": table(
            "d", [f"c{n}" for n in range(40)], ["y"], [[f"[{r}..{r + 50}]"] * 40 + ["1"] for r in range(150)]
        ),
    },
    "a table of choices": lambda: {
        **chain(person("a")),
        "d.dmn": table(
            "d",
            [f"c{n}" for n in range(30)],
            ["y"],
            [["true" if r >> k & 1 else "false" if k < r else "-" for k in range(30)] + ["1"] for r in range(200)],
        ),
    },
    "a table that computes": lambda: {
        **chain(person("a")),
        "d.dmn": table("d", ["c"], ["y"], [[f"sum(for i in 1..4000 return i) > {r}", "1"] for r in range(300)]),
    },
    "pictures of nothing": lambda: {
        "p.bpmn": drawing(
            f"<bpmn:process id='p'>{start()}</bpmn:process>",
            DIAGRAM.format(many(3_000, '<d:BPMNShape id="i#" bpmnElement="x#"/>')),
        )
    },
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_answered_soon(name, alone):
    bundle = {**BOMBS[name](), "form.form": b"{}"}
    begin = time.thread_time()
    problems = workflows.check(bundle, HERE)
    took = time.thread_time() - begin
    assert "internal" not in {p.code for p in problems}
    assert took < SECONDS
    begin = time.thread_time()
    workflows.normalise("p.bpmn", bundle["p.bpmn"])
    assert time.thread_time() - begin < 2 * SECONDS


@pytest.fixture
def alone():
    """What thousands of tests before have left is nothing for the collector to walk through meanwhile."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("name", ["steps", "a thousand runs"])
def test_it_needs_little_memory(name):
    bundle = BOMBS[name]()
    tracemalloc.start()
    try:
        workflows.check(bundle, HERE)
        assert tracemalloc.get_traced_memory()[1] < BYTES
    finally:
        tracemalloc.stop()


NAMES = st.sampled_from(
    [
        "process",
        "startEvent",
        "endEvent",
        "userTask",
        "sequenceFlow",
        "boundaryEvent",
        "subProcess",
        "lane",
        "exclusiveGateway",
        "parallelGateway",
        "timerEventDefinition",
        "timeDuration",
        "extensionElements",
        "multiInstanceLoopCharacteristics",
        "callActivity",
        "collaboration",
        "participant",
        "association",
        "x",
    ]
)
IDS = st.sampled_from(["p", "a", "b", "c", "", "1", "a b", "x'\"]", "\u00e9"])
VALUES = st.one_of(IDS, st.sampled_from(["true", "P1D", "R/PT1H", "=a", "=)", "${a}", "0", "-1", "=" * 40]))
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "sourceRef",
            "targetRef",
            "attachedToRef",
            "isExecutable",
            "default",
            "processRef",
            "calledElement",
            "isSequential",
            "triggeredByEvent",
            "isForCompensation",
            "cancelActivity",
            "name",
            "odd",
        ]
    ),
    VALUES,
    max_size=4,
)
TREES = st.recursive(
    st.tuples(NAMES, ATTRIBUTES, st.just([])),
    lambda inner: st.tuples(NAMES, ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def written(tree) -> str:
    name, attributes, inner = tree
    quoted = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
    return f"<bpmn:{name}{quoted}>{''.join(map(written, inner))}</bpmn:{name}>"


def _quoted(value: str) -> str:
    return '"' + value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") + '"'


@settings(max_examples=4 * EXAMPLES, deadline=None)
@given(st.lists(TREES, max_size=4))
def test_no_tree_of_elements_brings_it_down(trees):
    content = (HEAD + "".join(map(written, trees)) + "</bpmn:definitions>").encode()
    answered({"p.bpmn": content})
    mended, _ = workflows.normalise("p.bpmn", content)
    answered({"p.bpmn": mended})


def answered(bundle: dict) -> None:
    """What is let through without the context can also be compiled, and neither raises."""
    for context in (None, HERE):
        problems = workflows.check(bundle, context)
        assert "internal" not in {p.code for p in problems}, bundle
        assert all(p.sentence("id") for p in problems)
        if context is None and all(p.severity != "error" for p in problems):
            workflows.compile(bundle)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=3), max_size=5),
    st.sampled_from(["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER", "x"]),
    st.text(alphabet='ab,"-=<>()[].0 ', max_size=12),
)
def test_no_table_brings_it_down(rows, policy, values):
    rows = [[re.sub(r"[^\x20-\ud7ff]", "", cell) for cell in row] for row in rows]
    content = table("d", ["x"], ["y"], rows, policy, values=values)
    answered({**chain(person("a")), "d.dmn": content})


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_no_shuffled_or_cut_file_brings_it_down(seed):
    chance = random.Random(seed)
    files = sorted([*SHIPPED.glob("*.bpmn"), *SHIPPED.glob("*.dmn"), *FORMS.glob("*.form")])
    names = chance.sample(files, 3)
    bundle = {path.name: path.read_bytes() for path in names}
    bundle |= chance.choice(list(MODELS.values()))
    name = chance.choice(sorted(bundle))
    pieces = re.findall(rb"<[^>]*>|[^<]+", bundle[name])
    match chance.randrange(5):
        case 0:
            pieces = pieces[: chance.randrange(len(pieces))]
        case 1:
            chance.shuffle(pieces)
        case 2:
            pieces = [piece for piece in pieces if chance.random() > 0.02]
        case 3:
            pieces = [
                re.sub(rb'"[^"]*"', b'"' + chance.randbytes(3) + b'"', p) if chance.random() < 0.05 else p
                for p in pieces
            ]
        case 4:
            bundle[f"{name}.bpmn" if chance.random() < 0.5 else f"{name}.dmn"] = bundle[name]
    bundle[name] = b"".join(pieces)
    if chance.random() < 0.3:
        bundle[name] = (
            bundle[name]
            .decode("utf-8", "replace")
            .encode(chance.choice(["utf-16", "utf-16-be", "utf-32", "utf-7", "cp1252"]), "replace")
        )
    bundle["pack.toml"] = chance.choice([b"", b'main = "p"', b"main = 7", b"[[main]]", b"\x00", b"main" * 9000])
    answered(bundle)


ESCAPES = [
    "__import__('os').system('id')",
    "().__class__.__mro__",
    "x.__globals__",
    "open('/etc/passwd')",
    "eval(1)",
    "lambda: 1",
    "{a: 1}.__class__",
    "import os",
    "exec('1')",
    "$(id)",
    "`id`",
    "{{7*7}}",
    "<%= 1 %>",
    "x[__class__]",
    "''.join",
]


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_escape_runs_from_anywhere_an_expression_may_stand(escape):
    """R5: it is refused, or worth nothing."""
    places = [
        chain(script("a", f"y = {escape}")),
        chain(person("a", assignee=f"={escape}")),
        chain(person("a", each(f"={escape}", "k"))),
        one(start(), choice("g", "e"), end(), end("e2"), flows=f"s -> g -> e\ng -> e2 | ={escape}"),
        {**chain(person("a")), "d.dmn": table("d", ["x"], ["y"], [[escape, "1"]])},
    ]
    for bundle in places:
        begin = time.process_time()
        answered(bundle)
        assert time.process_time() - begin < 1
