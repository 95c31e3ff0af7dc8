"""Our language beside feelin, the one the form designer and the browser use: the same sources, the same values."""

import json
import subprocess

import pytest
from feel_cases import EXPRESSIONS, UNARY_TESTS, VARIABLES

from devtools import frontend

ROOT = frontend.FOLDER.parent
FEELIN = frontend.FOLDER / "node_modules" / "feelin"

NULL_NOT_FALSE = (
    "feelin says false where the two cannot be compared, we say null as the standard does; both are not true"
)
NOT_IN_FEELIN = "feelin has no such function; conditions of forms that run in the browser must do without"
EXPRESSION_DIFFERENCES = {
    "0.1 + 0.2 = 0.3": "we calculate with decimals",
    "decimal(1.255, 2)": "we calculate with decimals",
    '"a" < 1': NULL_NOT_FALSE,
    "true < false": "feelin stops where the two have no order",
    "[1,2] < [1,3]": "feelin stops where the two have no order",
    "[1] = 1": "feelin takes a list of one for its element; the standard does so for arguments only",
    "nothing in (null)": "a null passes the test null, in brackets or not",
    "5 in (? > 4)": "feelin does not ask about the value on the left of in",
    "if 1 then 1 else 2": "only true is true",
    "is defined(period)": NOT_IN_FEELIN,
    "is defined(missing)": NOT_IN_FEELIN,
    "is defined(employee.missing)": NOT_IN_FEELIN,
    "get or else(nothing, 3)": NOT_IN_FEELIN,
    "get or else(period, 5)": NOT_IN_FEELIN,
    'trim("  a ")': NOT_IN_FEELIN,
    'closing(date and time("2026-03-02T08:00:00Z"), "16:00:00+07:00")': NOT_IN_FEELIN,
    'closing(date and time("2026-03-02T09:00:00Z"), "16:00:00+07:00")': NOT_IN_FEELIN,
    'closing(date and time("2026-03-02T09:00:01Z"), "16:00:00+07:00")': NOT_IN_FEELIN,
    'closing(date and time("2026-03-02T23:30:00Z"), "16:00:00+07:00")': NOT_IN_FEELIN,
    'closing(date("2026-03-02"), "16:00:00+09:00")': NOT_IN_FEELIN,
    "every x in [1,null] satisfies x > 0": NULL_NOT_FALSE,
    'max("a","b")': "feelin orders numbers only",
    'min(date("2026-01-01"), date("2025-01-01"))': "feelin orders numbers only",
    'substring("abc", 0)': "there is no character 0",
    "string([1])": "a list has no text that a person would want to read",
    'date and time("2026-01-31T10:00:00Z") < date and time("2026-01-31T10:00:00")': NULL_NOT_FALSE,
    'date and time("2026-01-31T10:00:00+07:00") - date and time("2026-01-30T10:00:00Z")': "feelin drops the zone",
    'duration("P1M") > duration("P1D")': "no number of days is a month",
    'duration("P2W")': "feelin does not read weeks",
    'duration("P1DT2H") * 2': "feelin does not multiply durations",
    'duration("P2D") / 2': "feelin does not divide durations",
    '-duration("P1D")': "feelin does not negate durations",
}
TEST_DIFFERENCES = {
    ('> date("2026-01-01")', "2026-02-01"): NULL_NOT_FALSE,
    ("> 5", None): NULL_NOT_FALSE,
    ("> 5", "a"): NULL_NOT_FALSE,
    ("5", "5"): NULL_NOT_FALSE,
}


@pytest.fixture(scope="module")
def answers():
    """What feelin says to all cases, from one run of Node."""
    if not FEELIN.is_dir():
        pytest.fail("frontend/node_modules has no feelin: run python3 dev.py test")
    asked = {
        "variables": VARIABLES,
        "expressions": [source for source, _ in EXPRESSIONS],
        "tests": [(source, value) for source, value, _ in UNARY_TESTS],
    }
    return json.loads(
        subprocess.run(
            [frontend.node(), ROOT / "tests" / "feel" / "feelin.mjs"],
            cwd=frontend.FOLDER,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )


def test_expressions_mean_the_same_to_feelin_except_where_we_say_why(answers):
    pairs = zip(EXPRESSIONS, answers["expressions"], strict=True)
    assert {source for (source, value), answer in pairs if not alike(value, answer)} == set(EXPRESSION_DIFFERENCES)


def test_unary_tests_mean_the_same_to_feelin_except_where_we_say_why(answers):
    pairs = zip(UNARY_TESTS, answers["tests"], strict=True)
    different = {(source, value) for (source, value, passes), answer in pairs if not alike(passes, answer)}
    assert different == set(TEST_DIFFERENCES)


def alike(ours, answer):
    return "value" in answer and same(ours, answer["value"])


def same(ours, theirs):
    match ours, theirs:
        case list(), list():
            return len(ours) == len(theirs) and all(map(same, ours, theirs))
        case str(), str():
            return ours.replace("+00:00", "Z") == theirs
        case float(), float():
            return theirs == pytest.approx(ours)
    return type(ours) is type(theirs) and ours == theirs
