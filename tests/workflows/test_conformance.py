"""Every element of BPMN does what docs/bpmn.md says it does."""

from pathlib import Path

import pytest
from conformance import REFUSED, codes, walked
from conformance.table import CASES, written

PAGE = Path(__file__).parents[2] / "docs" / "bpmn.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.element}, {case.variant}")
def test_it_runs_or_is_refused_as_the_table_says(case):
    assert codes(case) == case.codes
    if case.verdict == REFUSED:
        return
    walk = walked(case)
    assert " ".join(walk.path) == case.path
    assert " ".join(walk.open) == case.left
    assert walk.outcome.finished is not bool(case.left)
    assert " ".join(thrown.name for thrown in walk.thrown) == case.out


def test_no_two_cases_are_told_as_the_same():
    told = [(case.element, case.variant) for case in CASES]
    assert len(told) == len(set(told))


def test_the_page_says_what_the_cases_say():
    assert PAGE.read_text("utf-8") == written(), "run: python -m devtools.bpmn"
