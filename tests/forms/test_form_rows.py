"""Lists: rows are added, removed and moved, fixed or free, and what they carry."""

import pytest
from werkzeug.datastructures import MultiDict

from tests.forms.conftest import NOW

ROUNDS = [{"name": "Quarter I", "number": 1}, {"name": "Quarter II", "number": 2}]
THREE = [("results-0-title", "A"), ("results-1-title", "B"), ("results-2-title", "C")]


def titles(bound) -> list:
    return [row["title"] for row in bound.answers()["results"]]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("add:results", ["A", "B", "C", None]),
        ("remove:results-1", ["A", "C"]),
        ("up:results-2", ["A", "C", "B"]),
        ("down:results-0", ["B", "A", "C"]),
        ("up:results-0", ["A", "B", "C"]),
        ("down:results-2", ["A", "B", "C"]),
        ("remove:results-9", ["A", "B", "C"]),
        ("add:summary", ["A", "B", "C"]),
        ("explode:results-0", ["A", "B", "C"]),
        ("refresh", ["A", "B", "C"]),
    ],
)
def test_a_row_button_changes_the_rows_and_completes_nothing(plan, fill, action, expected):
    bound = fill(plan, *THREE, ("_row", action))
    assert bound.row_action
    assert titles(bound) == expected


def test_rows_come_in_the_order_in_which_they_stood_on_the_page(plan, fill):
    order = [("_rows", "results-2"), ("_rows", "results-0"), ("_rows", "results-1")]
    assert titles(fill(plan, *THREE, *order)) == ["C", "A", "B"]


def test_a_row_without_any_text_is_kept(plan, fill):
    assert titles(fill(plan, *THREE, ("_rows", "results-0"), ("_rows", "results-5"))) == ["A", None, "B", "C"]


def test_rows_of_rows_are_added_too(plan, fill):
    bound = fill(plan, *THREE, ("results-1-indicators-0-name", "x"), ("_row", "add:results-1-indicators"))
    assert [len(row["indicators"]) for row in bound.answers()["results"]] == [0, 2, 0]
    assert [row.address for row in bound.root.lists["results"].rows[1].level.lists["indicators"].rows] == [
        "results-1-indicators-0",
        "results-1-indicators-1",
    ]


def test_a_removed_row_takes_its_answers_along_without_complaint(plan, fill):
    bound = fill(plan, *THREE, ("results-1-indicators-0-name", "x"), ("_row", "remove:results-1"))
    bound.validate()
    assert not [text for target, text in bound.errors if target == "f--form"]


def test_too_many_rows_are_refused_and_no_more_are_added(plan, fill):
    many = [(f"results-{number}-title", str(number)) for number in range(9)]
    bound = fill(plan, *many)
    bound.validate()
    assert "5 rows at most" in bound.root.lists["results"].errors[0]
    assert len(fill(plan, *many[:5], ("_row", "add:results")).answers()["results"]) == 5


def test_a_fault_in_a_row_of_a_row_says_where_it_is(plan, fill):
    bound = fill(plan, ("results-0-title", "A"), ("_rows", "results-0-indicators-4"))
    bound.validate()
    messages = dict(bound.errors)
    assert messages["f-results-0-indicators-4-name"] == "Hasil 1, Indikator 1: Fill in “Nama indikator”."


def test_a_list_may_need_rows(plan, fill):
    bound = fill(plan, ("summary", "Ringkas"))
    bound.validate()
    assert "1 rows at least" in bound.root.lists["results"].errors[0]


@pytest.mark.parametrize(("weights", "good"), [(["60", "40"], True), (["33,3", "66,7"], True), (["60", "30"], False)])
def test_weights_must_add_up(plan, fill, weights, good):
    bound = fill(plan, *[(f"results-{number}-weight", weight) for number, weight in enumerate(weights)])
    bound.validate()
    assert ("f-results" not in dict(bound.errors)) == good


def test_numbers_of_inner_rows_add_up_as_well(ask, fill):
    inner = {"type": "dynamiclist", "path": "parts", "components": [{"type": "number", "key": "weight"}]}
    own = {"sum": {"field": "parts.weight", "target": 10}}
    form = ask({"type": "dynamiclist", "path": "rows", "label": "Rows", "components": [inner], "siklus": own})
    bound = fill(form, ("rows-0-parts-0-weight", "4"), ("rows-0-parts-1-weight", "1"), ("rows-1-parts-0-weight", "5"))
    assert bound.validate()
    assert bound.root.lists["rows"].sum_words == "Sum so far: 10 of 10"


INDICATORS = [
    {"indicator": 71, "name": "Naskah", "target": "12", "realised": 11, "computed": "meets"},
    {"indicator": 72, "name": "Waktu", "target": "2 hari", "realised": 2.3, "computed": "below"},
]


def test_fixed_rows_come_from_the_server_and_carry_what_is_not_shown(rating, fill):
    bound = fill(
        rating,
        ("indicators-0-rating", "meets"),
        ("indicators-1-rating", "above"),
        ("indicators-1-reason", "Rumit"),
        initial={"indicators": INDICATORS},
    )
    assert bound.validate(), bound.errors
    assert bound.answers()["indicators"] == [
        {"indicator": 71, "name": "Naskah", "target": "12", "realised": 11, "rating": "meets"},
        {"indicator": 72, "name": "Waktu", "target": "2 hari", "realised": 2.3, "rating": "above", "reason": "Rumit"},
    ]  # fmt: skip


def test_a_deviation_needs_a_reason(rating, fill):
    bound = fill(
        rating, ("indicators-0-rating", "meets"), ("indicators-1-rating", "above"), initial={"indicators": INDICATORS}
    )
    assert not bound.validate()
    assert bound.errors == [("f-indicators-1-reason", "Waktu: Fill in “Alasan”.")]


def test_fixed_rows_can_be_neither_added_nor_taken_away(rating, fill):
    for action in ("add:indicators", "remove:indicators-0", "up:indicators-1"):
        bound = fill(rating, ("_row", action), ("indicators-5-rating", "above"), initial={"indicators": INDICATORS})
        bound.validate()
        assert [row["indicator"] for row in bound.answers()["indicators"]] == [71, 72]
        assert "indicators-5-rating" in bound.errors[0][1]


def test_a_row_keeps_what_it_carries_wherever_it_moves(plan, fill):
    initial = {"results": [{"item": 1, "title": "A"}, {"item": 2, "title": "B"}]}
    pairs = [("_rows", "results-1"), ("_rows", "results-0"), ("results-1-title", "B"), ("results-0-title", "A")]
    bound = fill(plan, *pairs, ("_row", "add:results"), initial=initial)
    assert [row["item"] for row in bound.answers()["results"]] == [2, 1, None]


def test_a_new_row_never_takes_the_place_of_one_that_was_removed(plan, fill):
    initial = {"results": [{"item": 1}, {"item": 2}]}
    bound = fill(plan, ("_rows", "results-0"), ("_row", "add:results"), initial=initial)
    assert [row["item"] for row in bound.answers()["results"]] == [1, None]


LETTERS = {
    "type": "dynamiclist",
    "path": "rows",
    "components": [{"type": "textfield", "key": "a", "defaultValue": "x"}],
}


def test_an_empty_form_opens_with_the_rows_its_author_wanted(ask):
    bound = ask({**LETTERS, "defaultRepetitions": 2}).bind(None, now=NOW)
    assert bound.answers() == {"rows": [{"a": "x"}, {"a": "x"}]}
    assert ask(LETTERS).bind(None, initial={"rows": []}, now=NOW).answers() == {"rows": []}


def test_a_new_row_starts_with_its_default_values(ask):
    bound = ask(LETTERS).bind(MultiDict({"rows-0-a": "", "_row": "add:rows"}), now=NOW)
    assert bound.answers() == {"rows": [{"a": None}, {"a": "x"}]}


@pytest.fixture
def targets(ask):
    """Rows that people add, in each of them a line of fixed rows that the server knows."""
    number = {"type": "number", "key": "target", "label": "Target", "validate": {"min": 0}}
    name = {"type": "textfield", "key": "name", "label": "Name", "readonly": True}
    own = {"title": "name", "compact": True, "rowsFrom": "rounds", "carry": ["number"]}
    line = {
        "type": "dynamiclist",
        "path": "targets",
        "allowAddRemove": False,
        "siklus": own,
        "components": [name, number],
    }
    inner = {"type": "dynamiclist", "path": "indicators", "siklus": {"row": "Indicator"}, "components": [line]}
    return ask({"type": "dynamiclist", "path": "results", "siklus": {"row": "Result"}, "components": [inner]})


def test_a_row_that_was_added_has_the_fixed_rows_that_the_form_brings_along(targets):
    sent = MultiDict([("results-7-indicators-0-targets-1-target", "20"), ("_row", "add:results-7-indicators")])
    [result] = targets.bind(sent, initial={"rounds": ROUNDS}, now=NOW).answers()["results"]
    assert [[(t["number"], t["target"]) for t in row["targets"]] for row in result["indicators"]] == [
        [(1, None), (2, 20)],
        [(1, None), (2, None)],
    ]


def test_a_row_keeps_the_fixed_rows_it_had(targets):
    had = {"results": [{"indicators": [{"targets": [{"name": "Whole year", "number": 9, "target": 5}]}]}]}
    [result] = targets.bind(None, initial={**had, "rounds": ROUNDS}, now=NOW).answers()["results"]
    [[kept]] = [row["targets"] for row in result["indicators"]]
    assert (kept["name"], kept["number"], kept["target"]) == ("Whole year", 9, 5)


def test_a_question_in_a_line_is_called_by_its_row_on_the_page_and_in_its_fault(targets, rendered):
    sent = MultiDict([("results-0-indicators-0-targets-1-target", "-1")])
    bound = targets.bind(sent, initial={"rounds": ROUNDS}, now=NOW)
    assert not bound.validate()
    assert [message for _, message in bound.errors] == ["Result 1, Indicator 1: “Quarter II” must be at least 0."]
    unread = targets.bind(
        MultiDict([("results-0-indicators-0-targets-1-target", "x")]), initial={"rounds": ROUNDS}, now=NOW
    )
    assert not unread.validate()
    assert [message for _, message in unread.errors] == [
        "Result 1, Indicator 1: “Quarter II” must be a number, such as 12 or 1,5."
    ]
    labels = [
        "".join(label.itertext()).split("(")[0].strip() for label in rendered(bound).iter() if label.tag == "label"
    ]
    assert labels[:2] == ["Quarter I", "Quarter II"]
