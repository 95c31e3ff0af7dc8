"""A draft is published when its checks and scenarios pass and somebody says why; running cases stay where they are."""

from sqlalchemy import select

from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_person
from tests.webapp.studio.workshop import PLANNING, ask, put
from webapp.cases.models import Case, Notice
from webapp.core.db import db
from webapp.library import queries as library
from webapp.library.models import ProcessVersion

CARD = "/studio/appraisal/draft/files/pack.toml"


def change(browser, address: str, before: bytes, after: bytes) -> None:
    present = browser.get(f"{address}/content")
    assert before in present.data
    answer = put(browser, present.data.replace(before, after), present.headers["ETag"].strip('"'), f"{address}/content")
    assert answer.status_code == 204


def fixes_of(browser, address: str, code: str) -> list[dict]:
    """What the page sends to mend each problem of this code, in the order in which they are told."""
    found = ask(browser, browser.get(f"{address}/content").data, address)
    wanted = [each for each in found if each["code"] == code and each["file"] == address.rpartition("/")[2]]
    return [{"code": code, "element": each["element"], "mark": each["fix"]["mark"]} for each in wanted]


def fix_of(browser, address: str, code: str) -> dict:
    (only,) = fixes_of(browser, address, code)
    return only


def publish(browser, note: str = "Judul baru untuk 2027"):
    return browser.post("/studio/appraisal/draft/publication", data={"note": note})


def versions() -> list[ProcessVersion]:
    return list(db.session.scalars(select(ProcessVersion).order_by(ProcessVersion.number)))


def words(response) -> str:
    return " ".join(response.text.split())


def test_a_changed_draft_becomes_the_next_version_with_author_time_note_and_hash(workshop, hadi):
    change(hadi, CARD, b"kinerja ASN", b"kinerja 2027")
    assert publish(hadi).location == "/studio/appraisal"
    first, second = versions()
    assert (second.number, second.note, second.published_by) == (2, "Judul baru untuk 2027", workshop.hadi.id)
    assert second.sha256 != first.sha256
    page = words(hadi.get("/studio/appraisal"))
    assert "Version 2 is published." in page
    assert "Siklus penilaian kinerja 2027" in page
    assert "Begin a draft" in page


def test_without_a_note_nothing_is_published(workshop, hadi):
    change(hadi, CARD, b"kinerja ASN", b"kinerja 2027")
    refused = publish(hadi, " ")
    assert refused.status_code == 422
    assert "Write a note" in refused.text
    assert len(versions()) == 1


def test_a_draft_that_changes_nothing_is_not_published(workshop, hadi):
    refused = publish(hadi)
    assert refused.status_code == 422
    assert "Nothing in this draft differs from version 1" in refused.text


def test_a_draft_with_an_error_is_refused_with_the_error_and_the_note_kept(workshop, hadi):
    change(hadi, PLANNING, b'type="plans.record_draft"', b'type="plans.nobody"')
    refused = publish(hadi, "Operasi lain")
    page = words(refused)
    assert refused.status_code == 422
    assert "There is no operation “plans.nobody”." in page
    assert f'href="{PLANNING}#record_draft"' in page
    assert "Operasi lain" in page
    assert len(versions()) == 1


def test_a_draft_that_leaves_the_way_of_a_scenario_is_refused_with_the_place(workshop, hadi):
    change(hadi, "/studio/appraisal/draft/files/final_predicate.dmn", b'"very_good"', b'"good"')
    refused = publish(hadi)
    assert refused.status_code == 422
    assert "failed" in refused.text
    assert len(versions()) == 1


def test_scenarios_are_played_when_asked_for_and_pass_for_the_shipped_process(workshop, hadi):
    change(hadi, CARD, b"kinerja ASN", b"kinerja yang belum pernah dicoba")  # what has been played is remembered
    assert "Play the scenarios" in hadi.get("/studio/appraisal/draft").text
    page = hadi.get("/studio/appraisal/draft?scenarios=1").text
    assert page.count(">passed<") == sum(name.endswith(".toml") for name in workshop.files) - 3
    assert ">failed<" not in page


def test_problems_are_said_in_the_language_of_the_reader(workshop, hadi):
    change(hadi, PLANNING, b'type="plans.record_draft"', b'type="plans.nobody"')
    page = hadi.get("/studio/appraisal/draft", headers={"Accept-Language": "id"}).text
    assert "Tidak ada operasi “plans.nobody”." in page


def test_cases_that_run_stay_on_their_version_and_new_cycles_take_the_new_one(app, session, signed_in):
    cycle = Cycle()
    admin = make_person(cycle.office.unit, "Hadi Saputra", roles=("process_admin",))
    db.session.commit()
    before = cycle.case.process_version_id
    browser = signed_in(admin)
    browser.post("/studio/appraisal/draft")
    change(browser, CARD, b"kinerja ASN", b"kinerja 2027")
    assert publish(browser).status_code == 303
    page = words(browser.get("/studio/appraisal"))
    assert "2 cases still run on older versions." in page
    pinned = set(db.session.scalars(select(Case.process_version_id)))
    newest = library.newest_version(cycle.office.agency.id, "appraisal")
    assert pinned == {before}
    assert newest.number == 2


def test_the_other_admins_and_hr_are_told_in_their_language(workshop, hadi):
    workshop.intan.locale = "en"
    db.session.commit()
    change(hadi, CARD, b"kinerja ASN", b"kinerja 2027")
    publish(hadi)
    told = {notice.person_id: notice for notice in db.session.scalars(select(Notice))}
    assert set(told) == {workshop.intan.id, workshop.office.eka.id}
    assert told[workshop.intan.id].subject == "Version 2 of Siklus penilaian kinerja 2027 is published"
    assert told[workshop.intan.id].path == "/studio/appraisal"
    assert "Judul baru untuk 2027" in told[workshop.office.eka.id].body
    assert told[workshop.office.eka.id].path == "/cycles"


def test_a_problem_with_a_fix_is_mended_with_one_button_and_no_script(hadi):
    change(hadi, PLANNING, b'isExecutable="true"', b'isExecutable="false"')
    page = words(hadi.get("/studio/appraisal/draft"))
    assert f'action="{PLANNING}/fix"' in page
    fix = fix_of(hadi, PLANNING, "process.not-executable")
    assert fix["mark"] in page
    assert hadi.post(f"{PLANNING}/fix", data=fix).status_code == 303
    assert b'isExecutable="true"' in hadi.get(f"{PLANNING}/content").data
    assert "No problem was found." in hadi.get("/studio/appraisal/draft").text
    assert "a problem was fixed" in hadi.get(f"{PLANNING}/revisions").text
    again = hadi.post(f"{PLANNING}/fix", data=fix)
    assert again.status_code == 409
    assert "no longer there" in again.text


def test_forms_and_tables_are_mended_with_one_button_too(hadi):
    form, table = (PLANNING.replace("planning.bpmn", name) for name in ("draft_plan.form", "follow_up.dmn"))
    change(hadi, form, b'"plans.draft"', b'"plans.dratf"')
    assert hadi.post(f"{form}/fix", data=fix_of(hadi, form, "reader.unknown")).status_code == 303
    assert b'"plans.draft"' in hadi.get(f"{form}/content").data
    change(hadi, table, b'<text>"good"</text>', b'<text>"goood"</text>')
    assert hadi.post(f"{table}/fix", data=fix_of(hadi, table, "dmn.value")).status_code == 303
    assert b'<text>"good"</text>' in hadi.get(f"{table}/content").data


def test_of_two_problems_at_one_element_the_one_that_was_clicked_is_mended(hadi):
    form = PLANNING.replace("planning.bpmn", "draft_plan.form")
    change(hadi, form, b'"plans.draft"', b'"plans.dratf", "plans.expectatons"')
    first, second = fixes_of(hadi, form, "reader.unknown")
    assert first["element"] == second["element"]
    assert hadi.post(f"{form}/fix", data=second).status_code == 303
    content = hadi.get(f"{form}/content").data
    assert b'"plans.dratf"' in content
    assert b'"plans.expectatons"' not in content
    assert hadi.post(f"{form}/fix", data=second).status_code == 409
