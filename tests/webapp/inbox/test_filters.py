"""The inbox narrowed by plain parameters of its address, with the number that each choice would show."""

import pytest
from lxml import html
from sqlalchemy import text

from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_person
from tests.webapp.outcomes import walked
from webapp.core.db import db
from webapp.people.models import Person


@pytest.fixture
def busy(cycle) -> Cycle:
    """Bo has eight tasks: seven about people of another office, one of them late, and Ana's plan."""
    walked.until(cycle, "agree_plan")
    office = cycle.office
    pattern = cycle.task("agree_plan")
    for number in range(7):
        person = make_person(office.unit, f"Noise {number}", supervisor=office.bo)
        add_task(cycle, person, pattern, stage="assess_stage", late=number == 0)
    db.session.commit()
    return cycle


def add_task(cycle: Cycle, person: Person, pattern, *, stage: str, late: bool) -> None:
    """A task of Bo's about this person, as a row."""
    places = {
        "agency": cycle.office.agency.id,
        "cycle": cycle.cycle.id,
        "person": person.id,
        "unit": cycle.office.unit.id,
        "version": cycle.cycle.process_version_id,
        "bo": cycle.office.bo.id,
        "like": pattern.id,
        "stage": stage,
        "due": "2020-01-01" if late else "2100-01-01",
    }
    statement = """
    with c as (
      insert into "case" (agency_id, cycle_id, employee_id, unit_id, process_version_id, state, stage)
      values (:agency, :cycle, :person, :unit, :version, '', :stage) returning id)
    insert into task (agency_id, id, case_id, process, element, stage, name, form, assignee_id, due_at)
    select agency_id, gen_random_uuid(), (select id from c), process, element, :stage, name, form, :bo,
      cast(:due as timestamptz) from task where id = :like"""
    db.session.execute(text(statement), places)


def shown(page) -> list[str]:
    return [link.text_content() for link in html.fromstring(page.text).xpath("//a[@class='t']")]


def test_each_filter_leaves_what_fits_and_counts_what_others_would_leave(busy, signed_in):
    bo, office = signed_in(busy.office.bo), busy.office
    everything = bo.get("/inbox")
    assert len(shown(everything)) == 8
    options = [" ".join(o.text_content().split()) for o in html.fromstring(everything.text).xpath("//option")]
    assert "Performance plan (1)" in options
    assert {"Dinas Kesehatan (8)", "— Bidang Pencegahan Penyakit (1)"} <= set(options)
    assert len(shown(bo.get("/inbox?stage=assess_stage"))) == 7
    assert [title[-13:] for title in shown(bo.get(f"/inbox?unit={office.part.id}"))] == ["Ana Wulandari"]
    assert [title[-7:] for title in shown(bo.get("/inbox?q=noise+3"))] == ["Noise 3"]
    assert [title[-7:] for title in shown(bo.get("/inbox?late=1"))] == ["Noise 0"]
    assert len(shown(bo.get(f"/inbox?cycle={busy.cycle.id}"))) == 8
    assert "Performance plan (1)" in bo.get(f"/inbox?unit={office.unit.id}").text
    assert "Performance plan (1)" not in bo.get("/inbox?q=noise").text


def test_what_fits_nothing_says_so_and_leads_back(busy, signed_in):
    page = signed_in(busy.office.bo).get(f"/inbox?unit={busy.office.part.id}&stage=assess_stage")
    assert "No task fits" in page.text
    assert 'href="/inbox">Show all' in page.text


@pytest.mark.parametrize("address", ["?unit=x&cycle=1.5&stage=%00", "?unit=0&cycle=-1&stage=none&late=&page=-3"])
def test_parameters_without_sense_bring_nothing_down(busy, signed_in, address):
    assert signed_in(busy.office.bo).get(f"/inbox{address}").status_code in (200, 400)


def test_a_handful_of_tasks_is_shown_without_filters(cycle, signed_in):
    assert "About whom" not in signed_in(cycle.office.ana).get("/inbox").text


def test_the_other_tabs_are_narrowed_too(busy, signed_in):
    ana = signed_in(busy.office.ana)
    assert len(shown(ana.get("/inbox?tab=waiting"))) == 1
    assert shown(ana.get("/inbox?tab=waiting&stage=assess_stage")) == []
    assert shown(ana.get("/inbox?tab=done&stage=plan_stage")) != []
