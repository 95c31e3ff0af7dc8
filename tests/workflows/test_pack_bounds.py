"""A check looks at each file once for its content, and at no more of a pack than anybody waits for."""

import pytest
from sketch import drawing as drawn
from sketch import end, one, person, process, start, table

import workflows
from workflows import Context, single, tables
from workflows.memory import LEAST, Memory
from workflows.rules.size import MOST_FILES, MOST_MEGABYTES, MOST_STEPS

HERE = Context(variables=frozenset({"x"}), groups=frozenset({"hr"}), operations={})
BASE = one(start(), person("a"), end(), flows="s -> a -> e")


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(single, "_memory", Memory())


def wide(id_: str, rows: int = 60) -> bytes:
    """Every column has so many points that the table costs a good part of what a pack may cost."""
    cells = [[f"[{row * 7 % 90 + place}..{row * 7 % 90 + place + 9}]" for place in range(6)] for row in range(rows)]
    return table(id_, [f"c{n}" for n in range(6)], ["y"], [[*row, "1"] for row in cells])


def told(bundle: dict) -> set[tuple[str, str, str]]:
    return {(p.code, p.element, p.text) for p in workflows.check(bundle, HERE) if p.code.startswith("dmn")}


def test_tables_beyond_what_a_pack_may_cost_are_named_and_small_ones_still_judged():
    pack = {**BASE, **{f"d{n}.dmn": wide(f"d{n}") for n in range(16)}}
    pack["small.dmn"] = table("small", ["x"], ["y"], [["< 1", "1"]])
    found = told(pack)
    (unchecked,) = [text for code, _, text in found if code == "dmn.unchecked-all"]
    assert "d9" in unchecked
    assert "small" not in unchecked
    assert ("dmn.gap", "small") in {(code, element) for code, element, _ in found}


def test_the_answer_is_the_same_whatever_is_remembered(monkeypatch):
    pack = {**BASE, **{f"d{n}.dmn": wide(f"d{n}") for n in range(12)}}
    first = told(pack)
    assert told({**pack, "d3.dmn": wide("d3", rows=20)}) != first
    assert told(pack) == first
    monkeypatch.setattr(single, "_memory", Memory(most_bytes=0))
    assert told(pack) == first


def test_only_the_file_that_was_changed_is_read_again(monkeypatch):
    read: list[str] = []
    original = tables.read
    monkeypatch.setattr(tables, "read", lambda name, content: read.append(name) or original(name, content))
    pack = {**BASE, "one.dmn": wide("one", 9), "two.dmn": table("two", ["x"], ["y"], [["< 1", "1"]])}
    assert "two" in {element for code, element, _ in told(pack) if code == "dmn.gap"}
    pack["two.dmn"] = table("two", ["x"], ["y"], [["< 1", "1"], [">= 1", "2"]])
    assert "two" not in {element for code, element, _ in told(pack) if code == "dmn.gap"}
    assert read == ["one.dmn", "two.dmn", "two.dmn"]


def test_a_file_of_the_same_content_under_another_name_is_told_by_its_own():
    gap = table("d", ["x"], ["y"], [["< 1", "1"]])
    for name in ("one.dmn", "two.dmn"):
        assert [p.file for p in workflows.check({**BASE, name: gap}, HERE) if p.code == "dmn.gap"] == [name]


@pytest.mark.parametrize(
    "pack",
    [
        {f"f{n}.md": b"" for n in range(MOST_FILES + 1)},
        {f"f{n}.md": b"x" * 1_000_000 for n in range(MOST_MEGABYTES + 1)},
    ],
    ids=["many files", "many bytes"],
)
def test_a_pack_that_is_too_large_is_refused_by_its_size_alone(pack):
    assert [p.code for p in workflows.check({**BASE, **pack}, HERE)] == ["bundle.large"]
    with pytest.raises(workflows.Problems):
        workflows.compile({**BASE, **pack})


def test_diagrams_with_too_many_steps_together_are_refused():
    steps = [person(f"a{n}") for n in range(MOST_STEPS // 20)]
    pack = {f"p{k}.bpmn": drawn(process(f"p{k}", *steps, flows="")) for k in range(21)}
    assert "bundle.large-diagrams" in {p.code for p in workflows.check(pack, HERE)}


def test_a_memory_forgets_what_was_not_of_use_for_longest():
    memory, asked = Memory(most_bytes=3 * LEAST), []

    def recall(key: str) -> str:
        return memory.recall(key, lambda: asked.append(key) or key.upper(), len)

    assert [recall(key) for key in "ababc"] == list("ABABC")  # with what they say, three are too many
    assert asked == ["a", "b", "c"]
    assert [recall(key) for key in "bca"] == list("BCA")
    assert asked == ["a", "b", "c", "a"]
