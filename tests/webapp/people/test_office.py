"""HR's list of people, the page of one person, and the demo agency."""

import pytest
from click.testing import CliRunner

from tests.webapp.factories import make_agency, make_office
from tests.webapp.people.sheets_for_tests import CLERK, changed, rows, xlsx
from webapp.core.db import db
from webapp.people import commands, demo, queries
from webapp.people.models import Person, Unit


def names(found) -> list[str]:
    return [staff.person.name for staff in found]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("ana w", ["Ana Wulandari"]),
        ("SANITARIAN", ["Fajar Nugraha"]),
        ("%", []),
        ("", []),
        ("pencegahan", ["Ana Wulandari", "Bo Santoso", "Fajar Nugraha"]),
    ],
)
def test_people_are_found_by_name_post_and_unit(office, words, who):
    assert names(queries.search(office.agency.id, words)) == who


def test_people_are_found_by_their_nip_however_it_is_spaced(office):
    assert names(queries.search(office.agency.id, f"{office.bo.nip[:8]} {office.bo.nip[8:]}")) == ["Bo Santoso"]


def test_the_list_narrows_by_unit_with_its_parts_and_by_role(office):
    def listed(**filters) -> list[str]:
        return names(queries.staff_page(office.agency.id, queries.Filters(**filters), 1).rows)

    assert len(listed()) == len(listed(unit=office.unit.id)) == 6
    assert listed(unit=office.part.id) == ["Ana Wulandari", "Bo Santoso", "Fajar Nugraha"]
    assert listed(role="hr") == ["Eka Putri"]
    assert listed(left=True) == []


def test_a_long_list_is_paged_and_the_last_page_is_the_end(office):
    page = queries.staff_page(office.agency.id, queries.Filters(), 99, size=4)
    assert (page.number, page.pages, len(page.rows), page.total) == (2, 2, 2, 6)


def test_chains_names_roles_and_holders_tell_of_the_own_agency_only(office):
    agency, ana = office.agency.id, office.ana.id
    assert queries.chains(agency, [ana, office.dewi.id]) == {
        ana: queries.Chain(office.bo.id, office.citra.id),
        office.dewi.id: queries.Chain(None, None),
    }
    assert queries.chain(make_agency().id, ana) == queries.Chain(None, None)
    assert queries.names(agency, [ana]) == {ana: "Ana Wulandari"}
    assert queries.holders(agency, "hr") == [office.eka.id]


def test_hr_walks_from_the_list_to_a_person(signed_in, office):
    eka = signed_in(office.eka)
    assert f"/people/{office.ana.id}" in eka.get("/people?q=ana").text
    page = eka.get(f"/people/{office.ana.id}").text
    assert "Bo Santoso" in page
    assert "Citra Kirana" in page
    assert "Nobody found" in eka.get("/people?q=nobody").text


def test_a_person_of_another_agency_is_not_there(signed_in, office):
    other = make_office()
    assert signed_in(office.eka).get(f"/people/{other.ana.id}").status_code == 404
    assert signed_in(office.eka).post(f"/people/{other.ana.id}/invitation").status_code == 404


def test_hr_makes_a_link_and_the_person_sets_a_password(signed_in, client, office):
    page = signed_in(office.eka).post(f"/people/{office.ana.id}/invitation").text
    link = "/invitations/" + page.split("/invitations/", 1)[1].split("<", 1)[0]
    new = "Kopi pahit di tepi danau"
    assert client.post(link, data={"new_password": new, "repeated_password": new}).status_code == 303
    assert "Ana Wulandari" in client.get("/account").text


def test_hr_makes_no_link_for_herself(signed_in, office):
    assert signed_in(office.eka).post(f"/people/{office.eka.id}/invitation").status_code == 404


def test_an_employee_makes_no_link_for_anybody(signed_in, office):
    assert signed_in(office.ana).post(f"/people/{office.bo.id}/invitation").status_code == 403


# The demo agency


def test_the_demo_agency_is_what_the_guides_speak_of(app, session, client):
    shown = demo.seed()
    agency, officer = demo.office()
    assert demo.seed() == shown
    people = {p.email: p for p in db.session.query(Person).filter_by(agency_id=agency)}
    assert len(people) == 200
    guides = {g.mailbox: people[g.email] for g in demo.GUIDES}
    assert [guides[g.mailbox].name for g in demo.GUIDES] == [g.name for g in demo.GUIDES]
    rina = queries.chain(agency, guides["rina.wulandari"].id)
    assert rina == queries.Chain(guides["budi.santoso"].id, guides["maya.hartono"].id)
    for guide in demo.GUIDES:
        held = queries.roles_of(agency, [people[guide.email].id]).get(people[guide.email].id, frozenset())
        assert held == set(guide.roles) - {"employee", "supervisor", "superior", "panel_chair"}
    assert [len(queries.holders(agency, role)) for role in ("panel", "hr", "agency_head", "process_admin")] == [
        7,
        3,
        1,
        1,
    ]
    chains = queries.chains(agency, [p.id for p in people.values()])
    assert [p.name for p in people.values() if chains[p.id].superior is None] == ["Ir. Slamet Wijaya, M.Si."]
    assert len({c.supervisor for c in chains.values()} - {None}) == 25
    assert officer.roles == {"hr"}
    for account in (shown[0], shown[-1]):
        answer = client.post("/sign-in", data={"username": account["username"], "password": account["password"]})
        assert answer.status_code == 303


# The command line


@pytest.fixture
def siklus(app, session):
    """`siklus people …` on the tests' application."""

    class Place:
        def app(self):
            return app

    def run(*words: str):
        return CliRunner().invoke(commands.people, words, obj=Place())

    return run


def test_the_command_imports_a_file(siklus, tmp_path):
    make_office()
    agency = make_agency(name="Kabupaten Baru")
    db.session.commit()
    (tmp_path / "p.xlsx").write_bytes(xlsx())
    answer = siklus("import", str(tmp_path / "p.xlsx"), "--agency", agency.code)
    assert answer.exit_code == 0, answer.output
    assert "Stored 3 people: 3 new" in answer.output
    assert db.session.query(Unit).filter_by(agency_id=agency.id).count() == 2


def test_the_command_makes_the_agency_when_it_gets_a_name(siklus, tmp_path):
    (tmp_path / "p.xlsx").write_bytes(xlsx())
    assert "there is no agency" in siklus("import", str(tmp_path / "p.xlsx"), "--agency", "baru").output
    answer = siklus("import", str(tmp_path / "p.xlsx"), "--agency", "baru", "--name", "Kabupaten Baru")
    assert answer.exit_code == 0, answer.output


def test_the_command_ends_with_one_and_names_each_fault(siklus, tmp_path):
    agency = make_agency()
    db.session.commit()
    (tmp_path / "p.xlsx").write_bytes(xlsx(changed(4, "NIP Atasan", "198001012005011001")))
    answer = siklus("import", str(tmp_path / "p.xlsx"), "--agency", agency.code)
    assert answer.exit_code == 1
    assert "row 4, column NIP Atasan, “198001012005011001”: Nobody with this NIP" in answer.output
    assert "Nothing was stored: 1 faults in 3 rows." in answer.output


def test_the_command_checks_without_storing(siklus, tmp_path):
    agency = make_agency()
    db.session.commit()
    (tmp_path / "p.xlsx").write_bytes(xlsx(rows()))
    answer = siklus("import", str(tmp_path / "p.xlsx"), "--agency", agency.code, "--check")
    assert "Nothing is wrong in 3 rows" in answer.output
    assert db.session.query(Person).filter_by(nip=CLERK).count() == 0


def test_the_command_makes_a_link(siklus, client):
    office = make_office()
    answer = siklus("link", office.ana.nip)
    assert client.get(answer.output.strip()).status_code == 200
    assert "there is no account" in siklus("link", "0" * 18).output


def test_the_command_writes_the_template(siklus, tmp_path):
    siklus("template", str(tmp_path / "t.xlsx"))
    assert (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")
