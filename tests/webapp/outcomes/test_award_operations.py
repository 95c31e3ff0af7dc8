"""What the diagram asks when an award is approved."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.webapp.cycles import actor_for
from tests.webapp.factories import Office, make_office
from tests.webapp.outcomes.answers import approval, proposal
from tests.webapp.plans.rows import Story, make_case
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.core.operations import perform
from webapp.outcomes import awards, queries
from webapp.outcomes.refusals import AlreadyRevoked, NotApproved, ReasonOfRevocationWanted


@pytest.fixture
def office(app):
    return make_office()


def issue(office, person, *, at: datetime | None = None, answers=None):
    story = Story(make_case(office, person))
    story.at = at or story.at
    story.hand_in("propose_award", office.eka, proposal())
    on = story.hand_in("approve_award", office.dewi, answers or approval())
    inputs = {"task": "propose_award", "approval": "approve_award", "predicate": "very_good"}
    assert perform(on, "outcomes.issue_certificate", inputs) == {}
    return on


def of(on):
    return queries.award(on.agency_id, on.case_id)


def waiting_jobs() -> int:
    statement = "select count(*) from procrastinate_jobs where task_name = 'outcomes.render_certificate'"
    return db.session.scalar(text(statement))


def test_an_award_keeps_who_proposed_and_who_approved(office):
    award = of(issue(office, office.ana))
    assert (award.proposed_by, award.approved_by, award.predicate) == (office.eka.id, office.dewi.id, "very_good")
    assert award.letter_number == "800/123/BKPSDM/2027"


def test_the_certificate_freezes_the_words_of_its_day(office):
    certificate = of(issue(office, office.ana)).certificate
    office.ana.name = "Ana Wulandari, M.Kes."
    assert certificate.words == {
        "agency": "Kabupaten Siklus",
        "title": "Pegawai berkinerja sangat baik tahun 2026",
        "name": "Ana Wulandari",
        "nip": office.ana.nip,
        "post": "Epidemiolog",
        "unit": "Bidang Pencegahan Penyakit",
        "cycle": certificate.words["cycle"],
        "predicate": "Sangat Baik",
        "citation": "Atas dedikasi melayani imunisasi di delapan dusun terpencil",
        "date": "5 Januari 2026",
        "signer": "Dewi Lestari",
        "signer_nip": office.dewi.nip,
        "signer_post": "Sekretaris Daerah",
    }


def test_a_second_run_changes_nothing_and_asks_for_no_second_pdf(office):
    on = issue(office, office.ana)
    inputs = {"task": "propose_award", "approval": "approve_award", "predicate": "very_good"}
    code = of(on).certificate.code
    perform(on, "outcomes.issue_certificate", inputs)
    assert of(on).certificate.code == code
    assert waiting_jobs() == 1


def test_numbers_count_per_agency_and_year_of_the_office(office):
    new_year_in_jakarta = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    elsewhere = Office("Kabupaten Ketiga")
    issued = [
        issue(office, office.ana),
        issue(office, office.fajar),
        issue(elsewhere, elsewhere.ana),
        issue(office, office.bo, at=new_year_in_jakarta),
    ]
    assert [of(on).certificate.printed_number for on in issued] == [
        "800/0001/SIKLUS/2026",
        "800/0002/SIKLUS/2026",
        "800/0001/SIKLUS/2026",
        "800/0001/SIKLUS/2027",
    ]


def test_a_returned_proposal_is_no_award(office):
    with pytest.raises(NotApproved):
        issue(office, office.ana, answers=approval("returned", decision_reason="Kurang nyata"))


def test_codes_hold_no_sign_that_is_read_for_another():
    codes = {awards.new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert len(code) == 9
        assert code[4] == "-"
        assert not set(code) & set("0O1ILU")


def test_the_head_of_the_agency_revokes_once_and_says_why(office):
    certificate = of(issue(office, office.ana)).certificate
    head = actor_for(office.dewi, "agency_head")
    with pytest.raises(NotAllowed):
        awards.revoke(certificate, "Keliru", actor=actor_for(office.eka, "hr"))
    with pytest.raises(ReasonOfRevocationWanted):
        awards.revoke(certificate, " ", actor=head)
    awards.revoke(certificate, "Dasar penghargaan keliru", actor=head)
    assert (certificate.revoked_by, certificate.revocation_reason) == (office.dewi.id, "Dasar penghargaan keliru")
    with pytest.raises(AlreadyRevoked):
        awards.revoke(certificate, "Lagi", actor=head)
