"""HR's board of a cycle: which cases it lists, and how they are found."""

import pytest

from webapp.cases import board
from webapp.core import clock


@pytest.fixture
def listed(cycle):
    def names(**filters) -> list[str]:
        return [line.employee.name for line in board.cases(cycle.cycle, 1, **filters).rows]

    return names


def test_cases_are_found_by_a_part_of_the_name_or_by_the_beginning_of_the_nip(cycle, listed):
    ana, fajar = cycle.office.ana, cycle.office.fajar
    spaced = f" {ana.nip[:8]} {ana.nip[8:]} "
    assert listed() == sorted([ana.name, fajar.name])
    assert listed(words=ana.name[:3].lower()) == listed(words=spaced) == [ana.name]
    assert listed(words="%") == listed(words="_") == []


def test_cases_are_narrowed_to_a_stage_and_to_those_that_are_late(cycle, listed):
    assert len(listed(stage=cycle.case.stage)) == 2
    assert listed(stage="finished") == []
    assert listed(late_before=clock.now()) == []
    assert len(listed(late_before=cycle.task("draft_plan").due_at.replace(year=2100))) == 2


def test_hr_reads_the_board_and_finds_somebody_on_it(cycle, signed_in):
    page = signed_in(cycle.office.eka).get(f"/cycles/{cycle.cycle.id}?q={cycle.office.ana.nip}")
    assert page.status_code == 200
    assert cycle.office.ana.name in page.text
    assert cycle.office.fajar.name not in page.text
