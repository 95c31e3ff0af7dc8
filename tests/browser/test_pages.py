"""Every page there is, as the first role that meets it sees it: accessible, in its frame, without a trouble."""

from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from tests.browser.desk import Desk
from tests.browser.inspection import faults_of
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.webapp.factories import Office
from webapp.cases import incidents

pytestmark = pytest.mark.browser

NO_PAGES = {
    *("static", "health.alive", "health.ready", "inbox.home"),
    *("inbox.diagram", "inbox.diagram_state", "cases.opening_progress"),
    *("activities.file", "people.roster_template", "outcomes.certificate", "outcomes.awards_export"),
    *("studio.catalogue", "studio.content", "studio.revision_content", "studio.version_file", "studio.simulation_file"),
    *("studio.export_version", "studio.export_draft", "studio.move_progress", "studio.simulation_progress"),
}
# They want a conflict, a second version or a run of the lab; their own tests open them, the conflict's in a browser.
ELSEWHERE = {"studio.conflict", "studio.move", "studio.simulation"}
STUDIO = [
    "/studio/appraisal/comparison?old=1&new=1",
    "/studio/appraisal/moves",
    "/studio/appraisal/draft/comparison",
    "/studio/appraisal/draft/lab",
    "/studio/appraisal/draft/scenarios/renewal",
    "/studio/appraisal/draft/sandbox/tasks/1",
    *(f"/studio/appraisal/draft/files/{page}" for page in ("pack.toml/source", "draft_plan.form/preview")),
]
MAIN = {"inbox.index", "inbox.task", "inbox.case", "cases.cycle"}  # in both themes at both widths


def test_every_page_is_accessible_for_whoever_meets_it_first(site, visitor):
    office, running = site.cycle.office, site.newcomers[0]
    site.finish(office.fajar)
    invitation = _leave_traces(site, visitor, office)
    certificate = f"/c/{site.case_of(office.fajar).certificate()}"
    starts = {
        None: ["/sign-in", "/c", certificate, invitation],
        office.fajar: ["/inbox", "/search?q=ana", "/mailbox"],
        office.bo: ["/inbox", f"/feedback/new?person={office.ana.id}"],
        office.eka: ["/inbox", f"/cases/{site.case_of(running).row.id}/surgery", "/messages/new"],
        office.dewi: ["/inbox", "/awards"],
        **{person: ["/inbox"] for person in (office.citra, site.cycle.panel[0])},
        site.admin: ["/inbox", *STUDIO],
    }
    seen: set[str] = set()
    faults: list[str] = []
    for person, paths in starts.items():
        someone = visitor()
        if person is not None:
            someone.sign_in(person)
        for kind in _pages(site, someone, paths, seen):
            faults += faults_of(someone.page, every_theme=kind in MAIN)
    assert not faults, "\n".join(faults)
    assert _all_pages(site) - ELSEWHERE - {kind.partition("?")[0] for kind in seen} == set()


def _leave_traces(site: Site, visitor: Callable[..., Visitor], office: Office) -> str:
    """What other pages show: an incident, a report of today, an import that was refused, an invitation, whose address
    is returned."""
    with site.app.app_context():
        incidents.record("cases.mail", {"agency_id": office.agency.id, "notice_id": 0}, OSError("no route to host"))
    fajar, eka = visitor(), visitor()
    fajar.sign_in(office.fajar)
    fajar.open("/activities")
    fajar.page.fill("#text", "Memeriksa rantai dingin di empat puskesmas.")
    fajar.page.click("form:has(#text) button[type=submit]")
    eka.sign_in(office.eka)
    eka.open(f"/people/{office.ana.id}")
    eka.page.click("form[action$=invitation] button, form[action*=invite] button")
    invitation = eka.page.locator("main").inner_text().split("/invitations/")[1].split()[0]
    admin = visitor()
    admin.sign_in(site.admin)
    Desk(admin).open("planning.bpmn")
    admin.open("/studio/appraisal/draft/sandbox")
    admin.page.select_option("select[name=begin]", "process:planning")
    admin.page.click("form:has(select[name=begin]) button[type=submit]")
    eka.open("/people/import")
    rows = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"NIP;Nama\n1;Ana\n"}
    eka.page.set_input_files("input[type=file]", rows)
    eka.page.click("form:has(input[type=file]) button[type=submit]")
    eka.page.wait_for_url("**/people/imports/*")
    return f"/invitations/{invitation}"


def _pages(site: Site, visitor: Visitor, starts: list[str], seen: set[str]) -> Iterator[str]:
    """Open the starts and whatever they lead to that nobody has seen; tells the kind of each page."""
    ahead = deque((path, True) for path in starts)
    while ahead:
        path, wanted = ahead.popleft()
        kind = _kind(site, path)
        if kind is None or (kind in seen and not wanted):
            continue
        seen.add(kind)
        visitor.open(path)
        yield kind
        links = visitor.page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
        ahead += [(link, False) for link in links]


def _kind(site: Site, address: str) -> str | None:
    """The endpoint behind the address, with what of the query makes another page of it; None for what is no page."""
    parts = urlsplit(address)
    if parts.netloc and not address.startswith(site.url):
        return None
    try:
        endpoint, _values = site.app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return None
    if endpoint in NO_PAGES:
        return None
    return "?".join([endpoint, *parse_qs(parts.query).get("tab", [])])


def _all_pages(site: Site) -> set[str]:
    return {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in rule.methods} - NO_PAGES
