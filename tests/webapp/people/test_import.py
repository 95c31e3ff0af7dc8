"""A roster goes in: people, units, posts, accounts and roles come out, all of them or none."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from tests.webapp.factories import make_agency, make_office, make_person, make_unit
from tests.webapp.people.sheets_for_tests import CHIEF, CLERK, HEAD, HEADINGS, changed, rows, xlsx
from webapp.core import clock
from webapp.core.db import db
from webapp.people import intake, jobs, queries
from webapp.people.models import Account, Grant, Person, Post, RosterImport, Unit


@pytest.fixture
def agency(app, session):
    """An empty agency, beside one with people."""
    make_office()
    made = make_agency("Kabupaten Baru")
    db.session.commit()
    return made


def take_in(agency, all_rows=None, headings=None, **more) -> intake.Report:
    return intake.import_now(agency.id, "pegawai.xlsx", xlsx(all_rows, headings), **more)


def person(agency, nip: str) -> Person:
    return db.session.scalars(select(Person).where(Person.agency_id == agency.id, Person.nip == nip)).one()


def count(agency, table) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(table.agency_id == agency.id))


def test_a_roster_becomes_people_units_posts_accounts_and_roles(agency):
    report = take_in(agency)
    assert report.stored
    assert (report.created, report.units_new, report.unlisted) == (3, 2, [])
    assert [count(agency, table) for table in (Person, Unit, Post, Account, Grant)] == [3, 2, 3, 3, 3]
    ana = queries.staff(agency.id, person(agency, CLERK).id)
    assert (ana.title, ana.unit.name, ana.person.email) == ("Epidemiolog", "Bidang P2P", "ana@siklus.example")
    assert [u.depth for u in queries.unit_tree(agency.id)] == [0, 1]


def test_the_chain_of_everybody_is_complete_but_for_the_head(agency):
    take_in(agency)
    dewi, bo, ana = (person(agency, nip).id for nip in (HEAD, CHIEF, CLERK))
    assert queries.chain(agency.id, ana) == queries.Chain(bo, dewi)
    assert queries.chain(agency.id, bo) == queries.Chain(dewi, dewi)
    assert queries.chain(agency.id, dewi) == queries.Chain(None, None)


def test_one_fault_and_nothing_is_stored(agency):
    report = take_in(agency, changed(4, "Peran", "raja"))
    assert (report.stored, report.fault_count) == (False, 1)
    assert [count(agency, table) for table in (Person, Unit, Post, Account)] == [0, 0, 0, 0]


def test_a_check_stores_nothing(agency):
    assert not take_in(agency, only_check=True).stored
    assert count(agency, Person) == 0


def test_the_same_roster_again_changes_nothing(agency):
    take_in(agency)
    again = take_in(agency)
    assert (again.created, again.changed, again.moved, again.units_new) == (0, 0, 0, 0)
    assert count(agency, Post) == 3


def test_a_changed_post_ends_the_old_one_and_begins_a_new_one(agency):
    with clock.at(clock.now() - timedelta(days=30)):
        take_in(agency)
    report = take_in(agency, changed(4, "Jabatan", "Epidemiolog Ahli Muda"))
    assert (report.moved, report.changed) == (1, 0)
    (new, _), (old, _) = queries.posts_of(agency.id, person(agency, CLERK).id)
    assert (new.title, old.title, old.valid.upper) == ("Epidemiolog Ahli Muda", "Epidemiolog", new.valid.lower)


def test_a_post_corrected_on_its_first_day_leaves_no_trace(agency):
    take_in(agency)
    take_in(agency, changed(4, "Jabatan", "Epidemiolog Ahli Muda"))
    assert [p.title for p, _ in queries.posts_of(agency.id, person(agency, CLERK).id)] == ["Epidemiolog Ahli Muda"]


def test_people_who_are_not_in_the_file_are_told_and_stay(agency):
    take_in(agency)
    report = take_in(agency, rows()[:2])
    assert report.unlisted == [f"Ana Wulandari ({CLERK})"]
    assert person(agency, CLERK).left_on is None


def test_people_who_are_not_in_the_file_have_left_when_asked_so(agency, signed_in):
    take_in(agency)
    db.session.commit()
    ana = signed_in(person(agency, CLERK))
    assert take_in(agency, rows()[:2], mark_left=True).left == 1
    db.session.commit()
    gone = person(agency, CLERK)
    assert gone.left_on is not None
    assert queries.staff(agency.id, gone.id).post is None
    assert ana.get("/account").status_code == 303


def test_somebody_who_left_comes_back_with_the_next_roster(agency):
    take_in(agency)
    take_in(agency, rows()[:2], mark_left=True)
    take_in(agency)
    ana = person(agency, CLERK)
    assert ana.left_on is None
    assert ana.email == "ana@siklus.example"
    assert queries.chain(agency.id, ana.id).supervisor == person(agency, CHIEF).id


def test_two_people_may_exchange_their_addresses(agency):
    take_in(agency)
    swapped = rows()
    swapped[1][8], swapped[2][8] = swapped[2][8], swapped[1][8]
    assert take_in(agency, swapped).changed == 2
    assert person(agency, CLERK).email == "bo@siklus.example"


def test_roles_are_exactly_those_of_the_file(agency):
    take_in(agency)
    take_in(agency, changed(4, "Peran", "admin proses"))
    ana = person(agency, CLERK).id
    assert queries.roles_of(agency.id, [ana]) == {ana: frozenset({"process_admin"})}


def test_without_their_columns_roles_ranks_and_addresses_stay(agency):
    take_in(agency)
    take_in(agency, [[*row[:2], *row[3:8]] for row in rows()], [*HEADINGS[:2], *HEADINGS[3:8]])
    bo, ana = person(agency, CHIEF), person(agency, CLERK).id
    assert (bo.rank, bo.email) == ("IV/a", "bo@siklus.example")
    assert queries.roles_of(agency.id, [ana])[ana] == {"hr", "panel"}


def test_somebody_of_another_agency_is_not_taken_over(agency):
    other = make_unit(make_agency())
    make_person(other, "Ana Lain", nip=CLERK)
    report = take_in(agency)
    assert [(f["code"], f["row"]) for f in report.faults] == [("nip_elsewhere", 4)]


def test_progress_goes_from_reading_to_storing(agency):
    steps = []
    take_in(agency, progress=lambda *step: steps.append(step))
    assert list(dict.fromkeys(step for step, _, _ in steps)) == ["read", "check", "store"]
    assert all(done <= total for _, done, total in steps)


# The page of HR


def hand_in(browser, content: bytes, filename: str = "pegawai.xlsx", **more):
    data = {"file": (io.BytesIO(content), filename), **more}
    return browser.post("/people/import", data=data, content_type="multipart/form-data")


def run_queued_jobs() -> None:
    """What the worker would do."""
    waiting = text("select args from procrastinate_jobs where task_name = 'people.import_roster' order by id")
    for (arguments,) in db.session.execute(waiting).all():
        jobs.import_roster(**arguments)
    db.session.commit()


def test_hr_hands_in_a_roster_watches_it_and_reads_the_report(signed_in, office):
    eka = signed_in(office.eka)
    page = hand_in(eka, xlsx()).location
    assert 'hx-get="' + page in eka.get(page).text
    assert "hx-get" in eka.get(page, headers={"HX-Request": "true"}).text
    run_queued_jobs()
    report = eka.get(page).text
    assert "3 people are stored." in report
    assert "Ana Wulandari (" in report, "the people of before are not in the file"
    assert eka.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_report_names_row_column_value_and_remedy(signed_in, office):
    eka = signed_in(office.eka)
    page = hand_in(eka, xlsx(changed(4, "Peran", "raja"))).location
    run_queued_jobs()
    report = eka.get(page).text
    assert all(words in report for words in ("1 thing is wrong", ">4<", ">Peran<", "raja", "Write one of: hr, panel"))


def test_an_import_that_has_ended_is_not_done_again(signed_in, office):
    hand_in(signed_in(office.eka), xlsx())
    run_queued_jobs()
    before = count(office.agency, Post)
    run_queued_jobs()
    assert count(office.agency, Post) == before
    asked = db.session.scalars(select(RosterImport)).one()
    assert (asked.state, db.session.scalar(select(RosterImport.content))) == ("stored", None)


def test_the_report_of_another_agency_is_not_there(signed_in, office):
    other = make_office()
    page = hand_in(signed_in(office.eka), xlsx()).location
    assert signed_in(other.eka).get(page).status_code == 404


def test_handing_in_nothing_is_explained(signed_in, office):
    answer = signed_in(office.eka).post("/people/import", data={})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_the_template_downloads(signed_in, office):
    answer = signed_in(office.eka).get("/people/import/template.xlsx")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
