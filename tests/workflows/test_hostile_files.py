"""Files from strangers: each is refused with a sentence or harmless, none is followed, none brings the check down."""

import random
import re
from os import environ

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import MODELS
from sketch import HEAD, table

import workflows

EXAMPLES = 40 * int(environ.get("SIKLUS_THOROUGH", "1"))
PROCESS = (
    '<bpmn:process id="p"><bpmn:startEvent id="s"><bpmn:documentation>{}</bpmn:documentation></bpmn:startEvent>'
    "</bpmn:process>"
)


def file(inner: str = "", before: str = "") -> bytes:
    return (before + HEAD + PROCESS.format(inner) + "</bpmn:definitions>").encode()


LAUGHS = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 12))
HOSTILE = {
    "doctype": file(before="<!DOCTYPE x>"),
    "external entity": file("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "parameter entity": file("", '<!DOCTYPE x [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'),
    "external document type": file("", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "billion laughs": file("&l11;", f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "quadratic": file("&a;" * 500, f'<!DOCTYPE x [<!ENTITY a "{"x" * 5000}">]>'),
    "undeclared entity": file("&nothing;"),
    "lower-case doctype": file(before="<!doctype x>"),
    "utf-16 without a mark": file().decode().encode("utf-16-le"),
    "utf-16 with a doctype": file(before="<!DOCTYPE x>").decode().encode("utf-16"),
    "utf-7 that hides a doctype": b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-' + file(),
    "an encoding nobody knows": b'<?xml version="1.0" encoding="x-none"?>' + file(),
    "not the encoding it says": b'<?xml version="1.0" encoding="us-ascii"?>' + file("é"),
    "a huge attribute": file(f'<a b="{"x" * 200_000}"/>'),
    "nul": file().replace(b"p", b"\x00"),
    "too deep": file("<a>" * 100 + "</a>" * 100),
    "far too deep": file("<a>" * 100_000),
    "too many": file("<a/>" * 25_000),
    "too large": file("x" * 2_500_000),
    "cut off": file()[:-20],
    "two roots": file() + file(),
    "no xml": b"\x89PNG\r\n\x1a\n",
    "empty": b"",
    "another language": b"<html/>",
    "without a namespace": b"<definitions/>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name):
    for ending in ("bpmn", "dmn"):
        problems = workflows.check({f"x.{ending}": HOSTILE[name]})
        assert {p.severity for p in problems} == {"error"}
        assert "internal" not in {p.code for p in problems}
        assert all("root:" not in p.text for p in problems)


def test_a_reference_to_another_file_is_not_followed():
    include = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    assert all("root:" not in p.text for p in workflows.check({"x.bpmn": file(include)}))


def test_ids_that_could_be_taken_for_a_query_are_refused():
    hostile = file().replace(b'id="s"', b"id=\"s'] | //*['\"")
    assert "element.id" in {p.code for p in workflows.check({"x.bpmn": hostile})}


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.dictionaries(st.sampled_from(["a.bpmn", "b.dmn", "c.form", "pack.toml"]), st.binary(max_size=200)))
def test_no_bytes_bring_the_check_down(bundle):
    assert "internal" not in {p.code for p in workflows.check(bundle)}


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_no_damaged_file_brings_the_check_or_a_run_down(seed):
    """What the check lets through must also compile."""
    chance = random.Random(seed)
    bundle = dict(MODELS[chance.choice(list(MODELS))])
    bundle["d.dmn"] = table("d", ["x"], ["y"], [["-", "1"]])
    name = chance.choice(list(bundle))
    damaged = bytearray(bundle[name])
    for _ in range(chance.randint(1, 4)):
        first = chance.randrange(len(damaged))
        match chance.randrange(3):
            case 0:
                del damaged[first : first + chance.randint(1, 60)]
            case 1:
                damaged[first] = chance.randrange(32, 127)
            case 2:
                piece = damaged[first : first + chance.randint(1, 200)]
                place = chance.randrange(len(damaged))
                damaged[place:place] = piece
    bundle[name] = bytes(damaged)
    problems = workflows.check(bundle)
    assert "internal" not in {p.code for p in problems}
    if all(p.severity == "warning" for p in problems):
        workflows.compile(bundle)


def test_an_attribute_removed_or_emptied_never_brings_the_check_down():
    source = MODELS["SUB_PROCESS_PER_ELEMENT"]["p.bpmn"].decode()
    for found in re.finditer(r' [\w:]+="[^"]*"', source):
        for replacement in ("", re.sub(r'"[^"]*"', '""', found[0]), re.sub(r'"[^"]*"', '"="', found[0])):
            changed = source[: found.start()] + replacement + source[found.end() :]
            problems = workflows.check({"p.bpmn": changed.encode()})
            assert "internal" not in {p.code for p in problems}, (found[0], replacement)
            if all(p.severity == "warning" for p in problems):
                workflows.compile({"p.bpmn": changed.encode()})
