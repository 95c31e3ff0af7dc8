"""What a decision table leaves out or says twice is found before a case stops at it, with an example."""

import random
import re
import time
from os import environ
from pathlib import Path

import pytest
from sketch import end as ending
from sketch import one, person, start, table

import feel
import workflows

SHIPPED = Path(workflows.__file__).parent / "definitions" / "appraisal"
DRAWN = one(start(), person("a"), ending(), flows="s -> a -> e")
TRIES = 30 * int(environ.get("SIKLUS_THOROUGH", "1"))


def told(decision: bytes) -> list[workflows.Problem]:
    context = workflows.Context()
    return [p for p in workflows.check({**DRAWN, "d.dmn": decision}, context) if p.code.startswith("dmn.")]


def shipped(name: str) -> str:
    return (SHIPPED / f"{name}.dmn").read_text("utf-8")


def with_input(decision: bytes, place: int, *, values: str = "", kind: str = "", monotone: str = "") -> bytes:
    """The table with a type, values or an asked-for order for one of its inputs."""
    text = decision.decode().replace("<definitions ", '<definitions xmlns:siklus="https://siklus.example/schema/1.0" ')
    if monotone:
        text = text.replace(f'<input id="i{place}"', f'<input id="i{place}" siklus:monotone="{monotone}"')
    begin = text.index(f'id="i{place}"')
    finish = text.index("</input>", begin)
    listed = f"<inputValues><text>{values}</text></inputValues>" if values else ""
    column = text[begin:finish].replace("<inputExpression>", f'<inputExpression typeRef="{kind}">') + listed
    return (text[:begin] + column + text[finish:]).encode()


@pytest.mark.parametrize("name", ["work_rating", "behaviour_rating", "final_predicate", "follow_up"])
def test_the_shipped_tables_leave_nothing_out(name):
    assert told(shipped(name).encode()) == []


PLANTED = [
    ("work_rating", "[90..100]", "[90..99]", "dmn.gap", "= 99.5"),
    ("work_rating", "[90..100]", "]90..100]", "dmn.gap", "= 90"),
    ("work_rating", "&gt; 100", "&gt;= 100", "dmn.overlap", "= 100"),
    ("work_rating", "[90..100]", "[100..90]", "dmn.never", "[100..90]"),
    ("work_rating", '<text>"above"</text>', '<text>"abov"</text>', "dmn.output-value", "“above”"),
    ("work_rating", '<text>"below"</text>', '<text>"above"</text>', "dmn.not-rising", 'gives "above"'),
    ("behaviour_rating", "&gt;= 2", "&gt;= 3", "dmn.gap", "= 2"),
    ("behaviour_rating", "&gt;= 2", "&gt;= 1", "dmn.overlap", "= 1"),
    ("behaviour_rating", "&lt; 5", "&lt; 4", "dmn.gap", "= 4"),
    ("behaviour_rating", "&lt; 5", "&lt; 0", "dmn.never", "&lt; 0"),
    ("behaviour_rating", '<text>"meets"</text>', '<text>"meet"</text>', "dmn.output-value", "“meets”"),
    ("behaviour_rating", '<text>"below"</text>', '<text>"above"</text>', "dmn.not-falling", "= true"),
    ("final_predicate", '<text>"above"</text>', '<text>"abov"</text>', "dmn.value", "“above”"),
    ("final_predicate", '<text>"above"</text>', '<text>"meets"</text>', "dmn.overlap", "Rows 1 and 4"),
    ("final_predicate", '<text>"very_poor"</text>', '<text>"very_bad"</text>', "dmn.output-value", "very_bad"),
    ("final_predicate", '<text>"very_poor"</text>', '<text>"good"</text>', "dmn.not-falling", '"good"'),
    ("follow_up", '<text>"poor"</text>', '<text>"por"</text>', "dmn.value", "“poor”"),
    ("follow_up", '<text>"poor"</text>', '<text>"good"</text>', "dmn.overlap", '"good"'),
    ("follow_up", '<text>"reward"</text>', "<text></text>", "dmn.no-result", "Row 1"),
    ("follow_up", '<text>"reward"</text>', '<text>"coaching"</text>', "dmn.not-rising", '"very_good"'),
]


@pytest.mark.parametrize(("name", "there", "instead", "code", "example"), PLANTED)
def test_a_fault_planted_in_a_shipped_table_is_found(name, there, instead, code, example):
    """The first cell that says so; the words of values are listed once before that, with commas."""
    source = shipped(name)
    assert there in source
    problems = told(source.replace(there, instead, 1).encode())
    assert code in {problem.code for problem in problems}, problems
    assert any(re.sub("&lt;", "<", example) in problem.text for problem in problems if problem.code == code), problems
    assert {problem.severity for problem in problems} == {"error"}


@pytest.mark.parametrize("name", ["work_rating", "behaviour_rating", "final_predicate", "follow_up"])
def test_a_row_that_is_taken_out_of_a_shipped_table_leaves_a_gap(name):
    source = shipped(name)
    for row in re.findall(r"<rule .*?</rule>", source, re.DOTALL):
        assert {problem.code for problem in told(source.replace(row, "").encode())} == {"dmn.gap"}


@pytest.mark.parametrize("name", ["work_rating", "behaviour_rating", "final_predicate", "follow_up"])
def test_a_row_that_stands_twice_in_a_shipped_table_overlaps(name):
    source = shipped(name)
    row = re.search(r"<rule .*?</rule>", source, re.DOTALL)[0]
    again = re.sub(r'id="', 'id="again_', row)
    assert "dmn.overlap" in {problem.code for problem in told(source.replace(row, row + again).encode())}


def test_the_example_of_a_gap_is_a_case_that_would_stop():
    decision = table("d", ["score", "kind"], ["y"], [["> 5", '"a"', "1"], ["<= 5", "-", "2"], ["> 7", '"b"', "3"]])
    gap = next(p for p in told(with_input(decision, 1, values='"a","b"')) if p.code == "dmn.gap")
    assert gap.text.startswith('No row is for score = 6, kind = "b".')


def test_one_fault_is_told_once():
    decision = table("d", ["x"], ["y"], [['"low"', "1"], ['"hihg"', "2"]])
    [problem] = told(with_input(decision, 0, values='"low","high"'))
    assert (problem.code, problem.element) == ("dmn.value", "r2")
    assert problem.text.endswith("Did you mean “high”?")


def test_a_row_behind_rows_that_take_everything_is_hidden_in_a_table_that_takes_the_first():
    rows = [["< 5", "1"], [">= 5", "2"], ["7", "3"]]
    assert [(p.code, p.element) for p in told(table("d", ["x"], ["y"], rows, "FIRST"))] == [("dmn.hidden", "r3")]


def test_rows_of_an_any_table_may_overlap_when_they_agree():
    rows = [["<= 5", "1"], [">= 5", "1"]]
    assert told(table("d", ["x"], ["y"], rows, "ANY")) == []
    rows = [["<= 5", "1"], [">= 5", "2"]]
    assert [p.code for p in told(table("d", ["x"], ["y"], rows, "ANY"))] == ["dmn.disagree"]


def test_a_table_that_collects_may_have_gaps_and_overlaps():
    rows = [["< 5", "1"], ["< 7", "2"], ["> 9", "3"]]
    assert told(table("d", ["x"], ["y"], rows, "COLLECT")) == []
    assert [p.code for p in told(table("d", ["x"], ["y"], rows, "COLLECT", aggregation="SUM"))] == ["dmn.gap"]


def test_whole_numbers_have_nothing_between_them():
    rows = [["0", "1"], ["1", "2"], ["> 1", "3"], ["< 0", "4"]]
    assert [p.code for p in told(table("d", ["x"], ["y"], rows))] == ["dmn.gap"]
    assert told(with_input(table("d", ["x"], ["y"], rows), 0, kind="integer")) == []


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([["true", "1"], ["false", "2"]], []),
        ([["true", "1"]], ["dmn.gap"]),
        ([["not(true)", "1"], ["true", "2"]], []),
        ([['date("2026-01-01")', "1"], ['< date("2026-01-01")', "2"], ['> date("2026-01-01")', "3"]], []),
        ([['<= date("2026-01-01")', "1"], ['> date("2026-01-02")', "3"]], ["dmn.gap"]),
        ([['"a"', "1"], ['not("a")', "2"]], []),
        ([['"a","b"', "1"], ['"b"', "2"], ['not("a","b")', "3"]], ["dmn.overlap"]),
        ([["null", "1"], ["not(null)", "2"]], []),
        ([["? > 5 and ? < 9", "1"], ["<= 5", "2"], [">= 9", "3"]], []),
        ([["> limit", "1"], ["<= 5", "2"]], []),
        ([["-", "1"]], []),
        ([], ["dmn.gap"]),
    ],
)
def test_what_cells_can_say(rows, codes):
    assert [problem.code for problem in told(table("d", ["x"], ["y"], rows))] == codes


def test_an_order_that_cannot_be_asked_for_is_said():
    rows = [["> 5", '"a"'], ["<= 5", '"b"']]
    decision = table("d", ["x"], ["y"], rows)
    assert [p.code for p in told(with_input(decision, 0, monotone="upwards"))] == ["dmn.order-word"]
    assert [p.code for p in told(with_input(decision, 0, monotone="rising"))] == ["dmn.order-unknown"]


@pytest.mark.parametrize("seed", range(TRIES))
def test_what_is_found_agrees_with_asking_the_table_everywhere(seed):
    """Against the engine's own judgment at every half step."""
    chance = random.Random(seed)
    cells = ["-", "< 2", ">= 2", "[1..3]", "]1..3[", "2", "not(2)", "> 4", "<= 4", "1,3"]
    rows = [[chance.choice(cells), chance.choice(["-", "true", "false"]), str(n)] for n in range(chance.randint(1, 5))]
    problems = {p.code: p for p in told(table("d", ["x", "f"], ["y"], rows))}
    hits = [
        sum(feel.unary(a, x / 2, {}) is True and feel.unary(b, f, {}) is True for a, b, _ in rows)
        for x in range(-4, 14)
        for f in (True, False)
    ]
    assert ("dmn.gap" in problems) == (0 in hits)
    assert ("dmn.overlap" in problems) == any(count > 1 for count in hits)


def test_a_huge_table_is_answered_soon():
    chance = random.Random(1)
    wide = [[f"[{chance.randint(0, 500)}..{chance.randint(500, 999)}]" for _ in range(10)] + ["1"] for _ in range(300)]
    columns = [f"x{n}" for n in range(10)]
    begin = time.process_time()
    assert {p.code for p in told(table("d", columns, ["y"], wide))} <= {"dmn.unchecked", "dmn.overlap", "dmn.gap"}
    assert time.process_time() - begin < 2
    costly = [["sum(for i in 1..4000 return i) > ?", "1"] for _ in range(200)]
    assert time.process_time() - begin < 4
    assert [p.code for p in told(table("d", ["x"], ["y"], costly))] == []
