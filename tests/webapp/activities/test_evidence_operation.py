"""What the diagram asks of activities: the evidence of a period."""

import pytest

from tests.webapp.activities.uploads import reference, upload
from tests.webapp.plans.rows import acting, open_task, progress_answers, render, with_adopted_plan
from webapp.activities import queries
from webapp.core import files
from webapp.core.errors import NotFound
from webapp.core.files import FileGone
from webapp.core.operations import perform


@pytest.fixture
def story(office):
    with_adopted_plan(office, office.fajar, office.bo)
    return with_adopted_plan(office, office.ana, office.bo)


def shown(note=None, link=None, attached=()):
    answers = progress_answers(1, 2, 3)
    answers["indicators"][0] |= {"evidence_note": note, "evidence_link": link}
    return {**answers, "evidence_files": list(attached)}


def record(story, office, answers, period=1):
    on = story.hand_in("report_progress", office.ana, answers)
    return perform(on, "activities.record_evidence", {"task": "report_progress", "period": period})


def evidence(story):
    return queries.evidence_of(story.case.agency_id, story.case.id)


def keep(person, content=b"%PDF-1"):
    return files.keep(upload(content), agency_id=person.agency_id, person_id=person.id)


def test_only_what_shows_something_becomes_evidence(story, office):
    assert record(story, office, shown(note="Rekap SIMPUS")) == {}
    [row] = evidence(story)
    assert (row.indicator.code, row.note, row.link, row.given_by) == ("1.1", "Rekap SIMPUS", None, office.ana.id)


def test_nothing_given_is_no_evidence(story, office):
    assert record(story, office, shown()) == {}
    assert evidence(story) == []


def test_a_second_report_of_a_period_replaces_its_evidence_only(story, office):
    record(story, office, shown(note="lama"), period=1)
    record(story, office, shown(note="triwulan II"), period=2)
    record(story, office, shown(link="https://simpus.example/1"), period=1)
    assert [(row.period, row.note, row.link) for row in evidence(story)] == [
        (1, None, "https://simpus.example/1"),
        (2, "triwulan II", None),
    ]


def test_files_belong_to_the_period_and_to_everybody_who_may_see_the_case(story, office):
    file = keep(office.ana)
    record(story, office, shown(attached=[reference()]))
    [row] = evidence(story)
    assert (row.file.id, row.indicator) == (file.id, None)
    open_task(story.case, office.eka)
    for person in (office.ana, office.bo, office.citra, office.eka):
        assert queries.file_for(file.sha256, actor=acting(person)).name == "bukti.pdf"
    with pytest.raises(NotFound):
        queries.file_for(file.sha256, actor=acting(office.fajar))


def test_a_file_of_somebody_else_cannot_be_claimed_by_its_checksum(story, office):
    keep(office.fajar)
    with pytest.raises(FileGone):
        record(story, office, shown(attached=[reference()]))


@pytest.mark.parametrize("name", ["activities", "evidence"])
def test_an_empty_panel_says_so_in_one_line(story, office, app, name):
    assert render(app, name, story.case).count("<p") == 1
