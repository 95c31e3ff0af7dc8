"""What is there in earnest, asked for by people whom it does not concern: of another agency, and of the next desk."""

import io
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.journeys.walk import Walk
from tests.webapp.activities.uploads import PDF
from tests.webapp.factories import Office, make_person
from webapp.access import ENDPOINTS, PUBLIC
from webapp.activities.models import Activity, ActivityFile
from webapp.cases import incidents
from webapp.cases.models import Incident, Migration, Task
from webapp.core.db import db
from webapp.core.files import File
from webapp.feedback.models import QuickFeedback
from webapp.forum.models import PanelSession
from webapp.outcomes import awards
from webapp.outcomes.models import Certificate
from webapp.people.models import RosterImport
from webapp.studio.models import ProcessDraft, ProcessTrial

OWN = {"people.end_session"}  # names something of the one who asks


@pytest.fixture
def walked(cycle, signed_in) -> Walk:
    """Ana's case from its beginning to the certificate, with a report, a file, a remark and a failure beside it."""
    walk = Walk(cycle, signed_in)
    walk.to_the_end()
    office = cycle.office
    ana, bo, eka = (walk.browser(person) for person in (office.ana, office.bo, office.eka))
    report = {"text": "Rapat", "day": "2026-01-05", "minutes": "30", "files": (io.BytesIO(PDF), "bukti.pdf")}
    assert ana.post("/activities", data=report, content_type="multipart/form-data").status_code == 303
    remark = {"person": office.ana.id, "tone": "positive", "text": "Rapi"}
    assert bo.post("/feedback", data=remark).status_code == 303
    roster = {"file": (io.BytesIO(b"NIP\n"), "pegawai.csv"), "only_check": "y"}
    assert eka.post("/people/import", data=roster, content_type="multipart/form-data").status_code == 303
    incidents.record(
        "trial", {"agency_id": office.agency.id, "case_id": cycle.case.id, "key": str(uuid4())}, ValueError("lost")
    )
    version, eka_id = cycle.cycle.process_version_id, office.eka.id
    db.session.add(Migration(agency_id=office.agency.id, to_version_id=version, begun_by=eka_id))
    admin = signed_in(make_person(office.unit, "Hadi Saputra", roles=("process_admin",)))
    assert admin.post("/studio/appraisal/draft").status_code == 303
    simulation = {"runs": 1, "seed": 1, "source": "made up"}
    assert admin.post("/studio/appraisal/draft/lab", data=simulation).status_code == 303
    certificate = db.session.scalars(select(Certificate).where(Certificate.agency_id == office.agency.id)).one()
    awards.render_certificate(certificate.agency_id, certificate.id, public_url="https://siklus.example")
    db.session.commit()
    return walk


def test_neither_another_agency_nor_the_next_desk_reaches_anything(app, walked, signed_in):
    other = Office("Kabupaten Seberang")
    everything = ("hr", "panel", "agency_head", "process_admin")
    stranger = make_person(other.unit, "Zaki Seberang", supervisor=other.dewi, roles=everything)
    make_person(other.unit, "Yuni Seberang", supervisor=stranger)
    db.session.commit()
    assert reached(app, walked.cycle, signed_in(stranger)) == []
    assert reached(app, walked.cycle, signed_in(walked.cycle.office.fajar)) == []

    own = {line.split("/")[1] for line in reached(app, walked.cycle, walked.browser(walked.cycle.office.ana))}
    assert {"tasks", "cases", "files", "certificates", "plans", "activities", "feedback"} <= own, (
        "the test asks in vain"
    )


def reached(app, cycle, browser) -> list[str]:
    """Every address with real numbers in it that answers this browser with anything but 403 and 404."""
    form = {"csrf_token": browser.token()}
    adapter = app.url_map.bind("localhost")
    places = real_places(cycle)
    answers = []
    for rule in app.url_map.iter_rules():
        if not rule.arguments or ENDPOINTS[rule.endpoint] is PUBLIC or rule.endpoint in OWN:
            continue
        for values in combinations(places, sorted(rule.arguments)):
            for method in sorted(rule.methods & {"GET", "POST"}):
                address = adapter.build(rule.endpoint, values, method)
                status = browser.open(address, method=method, data=form if method == "POST" else None).status_code
                if status not in (403, 404):
                    answers.append(f"{method} {address} {status}")
    return answers


def combinations(places: dict[str, list], arguments: list[str]) -> list[dict]:
    """A route with an argument that is not in `places` fails here: give it a real one."""
    found: list[dict] = [{}]
    for argument in arguments:
        found = [{**values, argument: place} for values in found for place in places[argument]]
    return found


def real_places(cycle) -> dict[str, list]:
    agency, case = cycle.office.agency.id, cycle.case

    def ids(column, *conditions) -> list:
        found = list(db.session.scalars(select(column).where(column.class_.agency_id == agency, *conditions)))
        assert found, column
        return found

    mine = select(ActivityFile.file_id)
    return {
        "task_id": ids(Task.id, Task.case_id == case.id),
        "case_id": [case.id],
        "migration_id": ids(Migration.id),
        "key": ["appraisal"],
        "number": [1],
        "name": ["planning.bpmn"],
        "draft_id": ids(ProcessDraft.id),
        "trial_id": ids(ProcessTrial.id),
        "act": ["suspension", "return"],
        "process_id": ["appraisal"],
        "language": ["id"],
        "cycle_id": [cycle.cycle.id],
        "person_id": [cycle.office.ana.id],
        "activity_id": ids(Activity.id),
        "feedback_id": ids(QuickFeedback.id),
        "session_id": ids(PanelSession.id),
        "incident_id": ids(Incident.id),
        "import_id": ids(RosterImport.id),
        "code": ids(Certificate.code),
        "sha256": ids(File.sha256, File.id.in_(mine)),
    }
