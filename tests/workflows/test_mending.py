"""Fixes do what they say, and a file that is mended keeps everything else."""

import random
import re
from os import environ
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from shapes import MODELS
from sketch import (
    border,
    call,
    choice,
    drawing,
    end,
    fork,
    inside,
    one,
    person,
    process,
    rule,
    script,
    start,
    step,
    table,
    timer,
)

import feel
import workflows
from workflows import CannotMend, Context
from workflows.document import Document
from workflows.markup import Unreadable
from workflows.rules.times import duration_meant

EXAMPLES = 30 * int(environ.get("SIKLUS_THOROUGH", "1"))
HERE = Context(variables=frozenset({"x"}), groups=frozenset({"hr"}), operations={})


def problem_of(bundle, code: str):
    return next(p for p in workflows.check(bundle, HERE) if p.code == code)


def mended(bundle, code: str) -> dict:
    problem = problem_of(bundle, code)
    return {**bundle, problem.file: workflows.mend(bundle[problem.file], problem.fix.edits)}


def codes(bundle, context=HERE) -> list[str]:
    return [p.code for p in workflows.check({**bundle, "form.form": b"{}"}, context) if p.code != "diagram.missing"]


def deciding(rows: list[list[str]], policy: str = "UNIQUE", values: str = '"a","b"') -> dict:
    """A process that asks a table of one input, whose values are listed, and one output that is yes or no."""
    decision = table("d", ["x"], ["y"], rows, policy, values='"yes","no"').decode()
    listed = f"</inputExpression><inputValues><text>{escape(values)}</text></inputValues>"
    decided = decision.replace("</inputExpression>", listed).encode()
    return {**one(start(), rule("a", "d", "y"), end(), flows="s -> a -> e"), "d.dmn": decided}


MENDABLE = {
    "process.not-executable": {
        "p.bpmn": one(start(), end(), flows="s -> e")["p.bpmn"].replace(b'"true"', b'"false"', 1)
    },
    "element.id": one(
        start(), step("scriptTask", "1 a", "<bpmn:script>y = 1</bpmn:script>"), end(), flows="s -> 1 a -> e"
    ),
    "flow.fork": one(start(), script("a", "y = 1"), end(), end("e2"), flows="s -> a -> e\na -> e2"),
    "flow.join": one(
        start(), fork("f"), script("a", "y = 1"), script("b", "z = 1"), end(), flows="s -> f -> a -> e\nf -> b -> a"
    ),
    "gateway.no-default": one(
        start(), choice("g"), end(), end("e2"), flows="s -> g\ng -> e | =x = 1\ng -> e2 | =x = 2"
    ),
    "gateway.default": one(start(), choice("g", "nowhere"), end(), flows="s -> g -> e"),
    "flow.no-condition": one(start(), choice("g"), end(), end("e2"), flows="s -> g\ng -> e | =x = 1\ng -> e2"),
    "flow.default-condition": one(
        start(), choice("g", "e"), end(), end("e2"), flows="s -> g\ng -> e | =x = 1\ng -> e2 | =x = 2"
    ),
    "flow.condition": one(start(), script("a", "y = 1"), end(), flows="s -> a\na -> e | =x = 1"),
    "attribute.flag": {"p.bpmn": one(start(), end(), flows="s -> e")["p.bpmn"].replace(b'"true"', b'"TRUE"', 1)},
    "attribute.unknown": {"p.bpmn": one(start(), end(), flows="s -> e")["p.bpmn"].replace(b'name="s"', b'nmae="s"')},
    "attribute.quantity": one(
        start(),
        step("scriptTask", "a", "<bpmn:script>y = 1</bpmn:script>", startQuantity="2"),
        end(),
        flows="s -> a -> e",
    ),
    "diagram.missing": one(start(), end(), flows="s -> e"),
    "timer.text": one(start(), step("intermediateCatchEvent", "a", timer("14 hari")), end(), flows="s -> a -> e"),
    "dmn.hidden": deciding([["-", '"yes"'], ['"a"', '"no"']], "FIRST"),
    "dmn.never": deciding([['"a"', '"yes"'], ['"b"', '"no"'], ['"a" and "b"', '"no"']]),
    "dmn.value": deciding([['"alpha"', '"yes"'], ['"b"', '"no"']], values='"alhpa","b"'),
    "dmn.output-value": deciding([['"a"', '"yse"'], ['"b"', '"no"']]),
}


@pytest.mark.parametrize("code", MENDABLE)
def test_a_fix_takes_its_problem_away_and_brings_no_error(code):
    bundle = MENDABLE[code]
    assert code in {p.code for p in workflows.check(bundle, HERE)}
    after = mended(bundle, code)
    left = workflows.check(after, HERE)
    assert code not in {p.code for p in left}
    assert not [p for p in left if p.severity == "error"]
    for language in ("en", "id"):
        assert problem_of(bundle, code).fix.sentence(language)


@pytest.mark.parametrize(
    ("drawn", "code", "named"),
    [
        (person("a").replace('formId="form"', 'formId="fomr"'), "form.unknown", b'formId="form"'),
        (rule("a", "ratng", "y"), "decision.unknown", b'decisionId="rating"'),
        (call("a", "othre"), "call.unknown", b'processId="other"'),
    ],
)
def test_a_slip_in_a_name_is_put_right(drawn, code, named):
    more = {"form.form": b"{}", "d.dmn": table("rating", ["x"], ["y"], [["-", "1"]])}
    other = {"o.bpmn": drawing(process("other", start("s1"), end("e1"), flows="s1 -> e1"))}
    bundle = {**one(start(), drawn, end(), flows="s -> a -> e"), **more, **other, "pack.toml": b'main = "p"'}
    assert "Did you mean" in problem_of(bundle, code).text
    after = mended(bundle, code)
    assert named in after["p.bpmn"]
    assert code not in {p.code for p in workflows.check(after, HERE)}


def test_a_row_is_added_for_the_values_of_a_gap_and_waits_for_its_result():
    bundle = deciding([['"a"', '"yes"']])
    after = mended(bundle, "dmn.gap")
    assert workflows.compile(after).decisions["d"].rules[-1].tests == ('"b"',)
    assert "dmn.gap" not in codes(after)
    assert "dmn.no-result" in codes(after)


def test_no_row_is_offered_for_numbers_that_cannot_be_listed():
    decided = table("d", ["x"], ["y"], [["> 5", '"yes"']], values='"yes","no"')
    bundle = {**one(start(), rule("a", "d", "y"), end(), flows="s -> a -> e"), "d.dmn": decided}
    assert problem_of(bundle, "dmn.gap").fix is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14 hari", "P14D"),
        ("P14", "P14D"),
        ("14", "P14D"),
        ("PT14D", "P14D"),
        ("p14d", "P14D"),
        ("2 weeks", "P14D"),
        ("3 jam", "PT3H"),
        ("P3H", "PT3H"),
        ("PT5m", "PT5M"),
        ("1 bulan", "P1M"),
        ("5m", None),
        ("besok", None),
        ("14 hari kerja", None),
        ("", None),
    ],
)
def test_the_duration_that_was_probably_meant_is_one(written, meant):
    assert duration_meant(written) == meant
    assert meant is None or feel.evaluate("duration(text)", {"text": meant}) is not None


def test_two_ways_with_conditions_out_of_a_task_become_an_inclusive_gateway():
    bundle = one(start(), script("a", "y = 1"), end(), end("e2"), flows="s -> a\na -> e | =x = 1\na -> e2")
    assert problem_of(bundle, "flow.fork").fix.edits[0]["kind"] == "inclusiveGateway"


def test_a_renamed_element_is_renamed_wherever_it_is_meant():
    bundle = one(start(), person("a"), border("b", "a", timer("P1D")), end(), flows="s -> a -> e\nb -> e")
    content = workflows.mend(bundle["p.bpmn"], [{"do": "rename", "element": "a", "value": "review"}])
    text = content.decode()
    assert 'id="review"' in text
    assert 'attachedToRef="review"' in text
    assert 'sourceRef="review"' in text
    assert 'sourceRef="a"' not in text


def test_an_id_that_is_taken_gets_a_number():
    content = workflows.mend(
        one(start(), end(), flows="s -> e")["p.bpmn"], [{"do": "rename", "element": "s", "value": "e"}]
    )
    assert b'id="e_2"' in content


def test_what_is_removed_takes_its_flows_and_events_along():
    bundle = one(
        start(), person("a"), border("b", "a", timer("P1D")), person("c"), end(), flows="s -> a -> e\nb -> c -> e"
    )
    content = workflows.mend(bundle["p.bpmn"], [{"do": "layout", "element": "p"}, {"do": "remove", "element": "a"}])
    document = Document(etree.fromstring(content))
    assert {"s", "c", "e", "c_to_e"} <= document.by_id.keys()
    assert not {"a", "b", "s_to_a", "a_to_e", "b_to_c"} & document.by_id.keys()
    assert document.pictures.keys() <= document.by_id.keys()


def test_comments_settings_of_others_and_texts_survive():
    source = drawing(
        "<!-- by hand -->",
        process(
            "p",
            start(),
            "<?keep me?>",
            '<other:thing xmlns:other="urn:other" a="1">text</other:thing>',
            end(),
            flows="s -> e",
        ),
    )
    content = workflows.mend(source, [{"do": "set", "element": "s", "attribute": "name", "value": "Mulai & selesai"}])
    assert b"<!-- by hand -->" in content
    assert b"<?keep me?>" in content
    assert b'<other:thing xmlns:other="urn:other" a="1">text</other:thing>' in content
    assert "Mulai &amp; selesai" in content.decode()


def test_a_setting_is_added_to_those_that_are_there():
    bundle = one(start(), person("a"), end(), flows="s -> a -> e")
    edit = {"do": "extension", "element": "a", "type": "zeebe:taskSchedule", "attributes": {"dueDate": "P3D"}}
    content = workflows.mend(bundle["p.bpmn"], [edit])
    assert content.count(b"extensionElements>") == 2
    assert b'<zeebe:taskSchedule dueDate="P3D"/>' in content
    edit["attributes"] = {"dueDate": "P5D"}
    assert workflows.mend(content, [edit]).count(b"taskSchedule") == 1


def test_lists_of_flows_are_put_right():
    listed = step("startEvent", "s", "<bpmn:outgoing>gone</bpmn:outgoing>")
    bundle = one(listed, end(), flows="s -> e")
    assert "flow.list" in codes(bundle)
    content = workflows.mend(bundle["p.bpmn"], [])
    assert b"<bpmn:outgoing>s_to_e</bpmn:outgoing>" in content
    assert "flow.list" not in codes({"p.bpmn": content})


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"do": "nothing"},
        {"do": "set"},
        {"do": "set", "element": "gone", "attribute": "a", "value": "b"},
        {"do": "set", "element": "s", "attribute": "id", "value": "b"},
        {"do": "set", "element": "s", "attribute": "{urn:x}a", "value": "b"},
        {"do": "set", "element": "s", "attribute": "a b", "value": "b"},
        {"do": "set", "element": "s", "attribute": "a", "value": "\x00"},
        {"do": "set", "element": "s", "attribute": "a", "value": 7},
        {"do": "unset", "element": "s", "attribute": "id"},
        {"do": "rename", "element": "s", "value": "1 2"},
        {"do": "remove", "element": "drawing"},
        {"do": "gateway", "element": "p", "kind": "parallelGateway", "where": "after"},
        {"do": "gateway", "element": "s", "kind": "userTask", "where": "after"},
        {"do": "default", "element": "e", "flow": "s_to_e"},
        {"do": "condition", "flow": "s", "value": "=1"},
        {"do": "condition", "flow": "s_to_e", "value": ["=1"]},
        {"do": "extension", "element": "s", "type": "evil:x", "attributes": {}},
        {"do": "extension", "element": "s", "type": "zeebe:x", "attributes": "a"},
        {"do": "extension", "element": "s", "type": "zeebe:x", "attributes": {"a b": "c"}},
        {"do": "layout", "element": "s"},
        {"do": "duration", "element": "s", "value": "P1D"},
        {"do": "row", "element": "s", "tests": ["-"]},
        {"do": "row", "element": "s", "tests": [1]},
        {"do": "cell", "element": "s", "kind": "inputEntry", "place": 0, "value": "-"},
        {"do": "cell", "element": "s", "kind": "text", "place": True, "value": "-"},
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edit):
    with pytest.raises(CannotMend):
        workflows.mend(one(start(), end(), flows="s -> e")["p.bpmn"], [edit])


def test_what_is_no_xml_cannot_be_mended():
    with pytest.raises(Unreadable):
        workflows.mend(b"<", [])


def nested() -> dict:
    return one(
        start(),
        inside(
            "sub", start("s1"), person("a"), border("b", "a", timer("P1D")), end("e1"), flows="s1 -> a -> e1\nb -> e1"
        ),
        call("c", "p"),
        choice("g", "e"),
        end(),
        flows="s -> sub -> c -> g -> e\ng -> sub | =x = 1",
    )


@pytest.mark.parametrize("name", [*MODELS, "NESTED"])
def test_every_shape_can_be_drawn_with_nothing_on_top_of_another(name):
    bundle = MODELS.get(name) or nested()
    root = etree.fromstring(bundle["p.bpmn"])
    ids = [e.get("id") for e in Document(root).processes]
    content = workflows.mend(bundle["p.bpmn"], [{"do": "layout", "element": id_} for id_ in ids])
    document = Document(etree.fromstring(content))
    assert {p.get("bpmnElement") for p in document.pictures.values()} >= {f.get("id") for f in document.flows}
    box = {id_: shape[0] for id_, shape in document.pictures.items() if shape.tag.endswith("Shape")}
    drawn = {id_: [float(b.get(n)) for n in ("x", "y", "width", "height")] for id_, b in box.items()}
    for one_, a in drawn.items():
        for other, b in drawn.items():
            around = {e.get("id") for e in document.by_id[one_].iterancestors()}
            events = {document.by_id[id_].get("attachedToRef") for id_ in (one_, other)}
            if one_ == other or other in around or one_ in {e.get("id") for e in document.by_id[other].iterancestors()}:
                continue
            if events & {one_, other}:
                continue
            apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
            assert apart, (one_, other)


EDITS = st.fixed_dictionaries(
    {
        "do": st.sampled_from(
            [
                "set",
                "unset",
                "rename",
                "remove",
                "gateway",
                "default",
                "condition",
                "extension",
                "layout",
                "duration",
                "row",
                "cell",
            ]
        )
    },
    optional={
        "element": st.sampled_from(["s", "e", "a", "m", "x", "p", "drawing", "s_to_m", "x_to_e", ""]),
        "flow": st.sampled_from(["s_to_m", "x_to_m", "x_to_e", "a"]),
        "attribute": st.text(max_size=8),
        "value": st.one_of(st.text(max_size=8), st.none(), st.integers()),
        "kind": st.sampled_from(["parallelGateway", "exclusiveGateway", "userTask", "x"]),
        "where": st.sampled_from(["before", "after", "x"]),
        "type": st.sampled_from(["zeebe:formDefinition", "siklus:x", "x"]),
        "attributes": st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2),
    },
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(EDITS, max_size=5))
def test_whatever_is_edited_the_outcome_is_a_file_or_a_refusal(edits):
    try:
        content = workflows.mend(MODELS["LOOP_WITH_REMINDER"]["p.bpmn"], edits)
    except CannotMend:
        return
    assert "internal" not in codes({"p.bpmn": content})


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_a_damaged_file_can_be_normalised_or_stays_as_it_is(seed):
    chance = random.Random(seed)
    source = MODELS[chance.choice(list(MODELS))]["p.bpmn"].decode()
    pieces = re.findall(r"<[^>]*>|[^<]+", source)
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(1, len(pieces) - 1)
        match chance.randrange(4):
            case 0:
                del pieces[place]
            case 1:
                pieces.insert(place, pieces[chance.randrange(1, len(pieces))])
            case 2:
                pieces[place] = re.sub(r'"[^"]*"', '"x"', pieces[place], count=1)
            case 3:
                other = chance.randrange(1, len(pieces) - 1)
                pieces[place], pieces[other] = pieces[other], pieces[place]
    content, notes = workflows.normalise("p.bpmn", "".join(pieces).encode())
    assert {note.severity for note in notes} <= {"note"}
    problems = workflows.check({"p.bpmn": content}, HERE)
    assert "internal" not in {p.code for p in problems}
