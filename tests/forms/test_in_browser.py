"""The form in a real browser under the strict policy, with the drafts bound by the real server part."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

import forms
from tests.forms.conftest import NOW, PAGE, templates

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "frontend" / "src"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
SITE = "http://siklus.test"
INITIAL = {
    "employee_name": "Ana",
    "units": ["A", "B"],
    "results": [{"title": "Naskah", "weight": 40, "item": 9, "indicators": []}],
}


class Desk:
    """A server of one task: shows the form, keeps its draft, takes the answers."""

    def __init__(self, form: forms.Form):
        self.form = form
        self.draft: dict | None = None
        self.drafts = 0
        self.answers: dict | None = None
        self.down = False
        self.policy_breaches: list[str] = []

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/scripts/"):
            route.fulfill(body=(SCRIPTS / path.rpartition("/")[2]).read_text(), content_type="text/javascript")
        elif self.down:
            route.abort()
        elif path == "/tasks/1/draft":
            self._keep(route)
        elif path == "/tasks/1/completion":
            self._complete(route)
        else:
            self._show(route, self.form.bind(None, initial=INITIAL, draft=self.draft, now=NOW))

    def _keep(self, route: Route) -> None:
        assert route.request.headers["x-csrftoken"] == "t"
        with _posted(route) as sent:
            bound = self.form.bind(sent.form, initial=INITIAL, now=NOW)
        self.draft, self.drafts = bound.draft(), self.drafts + 1
        route.fulfill(json={"saved_at": "14.32", **bound.conditions()})

    def _complete(self, route: Route) -> None:
        with _posted(route) as sent:
            bound = self.form.bind(sent.form, files=sent.files, initial=INITIAL, now=NOW)
        if bound.validate() and not bound.row_action:
            self.answers = bound.answers()
            route.fulfill(
                body="<!doctype html><title>Done</title><h1>Done</h1>", content_type="text/html; charset=utf-8"
            )
        else:
            self._show(route, bound, status=422)

    def _show(self, route: Route, bound: forms.BoundForm, status: int = 200) -> None:
        body = templates().from_string(PAGE).render(bound=bound)
        html = f"""<!doctype html><html lang="id"><title>Plan</title><main><h1>Plan</h1>{body}</main>
            <script type="module" src="/scripts/form.js"></script>"""
        route.fulfill(
            status=status,
            body=html,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": POLICY},
        )


def _posted(route: Route) -> Request:
    builder = EnvironBuilder(
        method="POST", data=route.request.post_data_buffer, content_type=route.request.headers["content-type"]
    )
    return Request(builder.get_environ())


@pytest.fixture
def desk(plan: forms.Form) -> Desk:
    return Desk(plan)


@pytest.fixture
def visit(desk: Desk, page: Callable[..., Page]) -> Callable[..., Page]:
    def go(**options: object) -> Page:
        opened = page(**options)
        opened.route("**/*", desk.answer)
        opened.on(
            "console", lambda said: desk.policy_breaches.append(said.text) if "Security Policy" in said.text else None
        )
        opened.goto(f"{SITE}/tasks/1")
        return opened

    return go


def test_rows_are_added_moved_and_removed_without_a_reload(desk, visit):
    page = visit()
    page.get_by_role("button", name="Add: Hasil").click()
    expect(page.locator("#f-results-1-title")).to_be_focused()
    page.keyboard.type("Laporan")
    page.locator("#f-results-1-weight").fill("60,0")
    page.locator("#f-results-1-note").fill("besar")
    page.locator("#f-results-1-indicators-0-name").fill("Jumlah")
    page.get_by_role("button", name="Add: Indikator").last.click()
    page.keyboard.type("Mutu")
    page.get_by_role("button", name="Move up: Hasil 2").click()
    expect(page.locator("[data-row-title]").first).to_have_text("Hasil 1")
    page.get_by_role("button", name="Add: Hasil").click()
    page.get_by_role("button", name="Remove: Hasil 3").click()
    expect(page.locator("[data-announce]")).to_have_text("Removed: Hasil 3")
    page.locator("#f-summary").fill("Naskah dan laporan")
    page.get_by_label("Setuju").check()
    page.get_by_role("button", name="Kirim rencana").click()
    expect(page.get_by_role("heading")).to_have_text("Done")
    assert [(row["item"], row["title"], row["weight"]) for row in desk.answers["results"]] == [
        (None, "Laporan", 60),
        (9, "Naskah", 40),
    ]
    assert desk.answers["results"][0]["indicators"] == [
        {"name": "Jumlah", "target": None},
        {"name": "Mutu", "target": None},
    ]
    assert desk.policy_breaches == []


def test_questions_come_and_go_as_the_draft_is_saved(desk, visit):
    page = visit()
    reason = page.get_by_label("Alasan perbaikan")
    expect(reason).to_be_hidden()
    page.get_by_label("Perbaiki").check()
    expect(reason).to_be_visible()
    expect(page.locator("[data-saved]")).to_have_text("Draft saved at 14.32")
    page.locator("#f-results-0-weight").fill("70")
    note = page.locator("[data-field=results-0-note]")
    expect(note.get_by_text("(required)")).to_be_visible()
    expect(page.locator("#f-results-0-note")).to_have_attribute("aria-required", "true")
    page.get_by_label("Setuju").check()
    expect(reason).to_be_hidden()
    assert desk.draft["fields"]["decision"] == ["agreed"]


def test_a_fault_is_shown_once_the_person_has_left_the_field_and_goes_when_it_is_mended(desk, visit):
    page = visit()
    mail = page.get_by_label("Surel")
    mail.fill("ana@")
    page.locator("#f-summary").focus()
    expect(page.locator("#f-mail--error")).to_contain_text("must be an e-mail address")
    expect(mail).to_have_attribute("aria-describedby", "f-mail--error")
    mail.fill("ana@siklus.go.id")
    expect(page.locator("#f-mail--error")).to_be_hidden()
    expect(mail).not_to_have_attribute("aria-invalid", "true")


def test_counters_follow_the_typing(visit):
    page = visit()
    expect(page.locator("[data-progress]")).to_have_text("2 of 4 parts filled in")
    page.locator("#f-summary").fill("Naskah")
    expect(page.locator("[data-progress]")).to_have_text("3 of 4 parts filled in")
    page.locator("#f-results-0-weight").fill("99,5")
    expect(page.locator("[data-sum]")).to_have_text("Sum so far: 99.5 of 100")


def test_text_survives_a_broken_connection(desk, visit):
    page = visit()
    desk.down = True
    page.locator("#f-summary").fill("Ditulis tanpa jaringan")
    expect(page.locator("[data-saved]")).to_contain_text("could not be saved")
    assert page.evaluate("Object.keys(sessionStorage).length") == 1
    desk.down = False
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{SITE}/tasks/1")
    expect(page.locator("#f-summary")).to_have_value("Ditulis tanpa jaringan")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_leaving_with_unsaved_text_is_asked_about(desk, visit):
    page = visit()
    desk.down = True
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#f-summary").click()
    page.keyboard.type("belum")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_enter_saves_a_draft_and_sends_nothing(desk, visit):
    page = visit()
    page.locator("#f-mail").fill("ana@siklus.go.id")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved at 14.32")
    assert desk.answers is None
    assert page.url == f"{SITE}/tasks/1"


def test_the_faults_of_a_sent_form_are_read_first(desk, visit):
    page = visit()
    page.get_by_role("button", name="Kirim rencana").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Fill in “Ringkasan”.").click()
    expect(page.locator("#f-summary")).to_be_focused()


def test_without_scripts_the_buttons_do_the_same(desk, visit):
    page = visit(java_script_enabled=False)
    page.locator("#f-summary").fill("Naskah")
    page.get_by_label("Perbaiki").check()
    page.get_by_role("button", name="Add: Hasil").click()
    expect(page.locator("#f-results-1-title")).to_be_visible()
    expect(page.locator("#f-summary")).to_have_value("Naskah")
    expect(page.get_by_label("Alasan perbaikan")).to_be_visible()
    assert desk.answers is None


@pytest.mark.parametrize("width", [1440, 390])
def test_the_form_has_no_barrier_axe_can_see(desk, visit, width):
    page = visit(width=width)
    for _ in range(2):
        found = Axe().run(page).response["violations"]
        assert not found, [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
        page.get_by_role("button", name="Kirim rencana").click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
