"""Two process admins of the office of the stories, and the shipped process as its version 1."""

from tests.webapp.factories import Office, make_office, make_person
from webapp.core.db import db
from webapp.library import bundles
from webapp.library import service as library
from webapp.library.models import ProcessVersion
from webapp.people.models import Person

PLANNING = "/studio/appraisal/draft/files/planning.bpmn"


class Workshop:
    """`files` are those of version 1."""

    def __init__(self) -> None:
        self.office: Office = make_office()
        self.hadi: Person = make_person(self.office.unit, "Hadi Saputra", roles=("process_admin",))
        self.intan: Person = make_person(self.office.unit, "Intan Permata", roles=("process_admin",))
        self.files = bundles.shipped("appraisal")
        self.first = self.publish(self.files, note="Versi pertama")

    def publish(self, files: bundles.Bundle, note: str) -> ProcessVersion:
        found = library.keep(
            self.office.agency.id, "appraisal", "Siklus penilaian kinerja", files, note=note, by=self.hadi.id
        )
        db.session.commit()
        return found


def put(browser, content: bytes, tag: str | None, address: str = f"{PLANNING}/content"):
    """As an editor saves."""
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json"}
    if tag is not None:
        headers["If-Match"] = f'"{tag}"'
    return browser.put(address, data=content, headers=headers, content_type="application/octet-stream")


def ask(browser, content: bytes, address: str = PLANNING, language: str = "en") -> list[dict]:
    """The problems that an editor is told of this content."""
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json", "Accept-Language": language}
    answer = browser.post(f"{address}/problems", data=content, headers=headers, content_type="application/octet-stream")
    assert answer.status_code == 200
    return answer.json["problems"]


def changed(files: bundles.Bundle, title: str = "Siklus penilaian kinerja 2027") -> bundles.Bundle:
    """The same files with another title in the pack's card."""
    card = files["pack.toml"].replace(b"Siklus penilaian kinerja ASN", title.encode())
    assert card != files["pack.toml"]
    return {**files, "pack.toml": card}
