"""Somebody at a browser: signs in, opens pages, fills in forms by their names, and notices whatever goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch

from playwright.sync_api import Locator, Page, Request, Response

from tests.webapp.factories import PASSWORD
from webapp.people.models import Person

FORM = "#f--form"
_LISTEN = """document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`))"""
_STATUS_LINE = "Failed to load resource"  # said of every answer that is not 200; the answers are watched themselves


class Visitor:
    """`troubles` collects errors of scripts, breaches of the policy, and requests that failed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        self._expected = {200, 204, 302, 303, 304}
        page.add_init_script(_LISTEN)
        page.on("console", self._hear)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _hear(self, message) -> None:
        if message.type in ("error", "warning") and _STATUS_LINE not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up because the page was left
            self.troubles.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status not in self._expected:
            self.troubles.append(f"{response.url} answered {response.status}")

    @contextmanager
    def expecting(self, *status: int) -> Iterator[None]:
        """Within the block answers of this status are no trouble."""
        before = self._expected
        self._expected = before | set(status)
        yield
        self._expected = before

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page stands still: drawn, and nothing under way."""
        self.page.wait_for_load_state("load")
        if self.page.locator("[data-diagram]:visible").count() and self._has_scripts:
            self.page.locator("[data-diagram] .djs-element").first.wait_for(state="attached")

    @property
    def _has_scripts(self) -> bool:
        return self.page.evaluate("matchMedia('(scripting: enabled)').matches")

    def sign_in(self, person: Person) -> None:
        self.open("/sign-in")
        self.page.fill("#username", person.nip)
        self.page.fill("#password", PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url("**/inbox")

    def sign_out(self) -> None:
        self.page.click(".account summary")
        self.page.click(".account form button")
        self.page.wait_for_load_state()

    def fields(self) -> list[str]:
        """Names of the visible fields of the form."""
        return self.page.eval_on_selector_all(
            f"{FORM} [name]",
            "all => [...new Set(all.filter(e => e.type !== 'hidden' && !e.closest('[hidden]') && "
            "e.localName !== 'button').map(e => e.name))]",
        )

    def fill(self, answers: dict[str, str | bool]) -> None:
        """Answer every field whose name fits the pattern."""
        for pattern, value in answers.items():
            for name in self.fitting(pattern):
                self.answer(name, value)

    def fitting(self, pattern: str, patience: int = 25) -> list[str]:
        """Names of visible fields; what appears by a condition comes with the next saved draft."""
        for _ in range(patience):
            if found := [name for name in self.fields() if fnmatch(name, pattern)]:
                return found
            self.page.wait_for_timeout(200)
        raise AssertionError(f"{self.page.url} shows no field {pattern}; it shows {self.fields()}")

    def answer(self, name: str, value: str | bool) -> None:
        field = self.page.locator(f'{FORM} [name="{name}"]')
        kind = field.first.evaluate("e => e.localName === 'select' ? 'select' : e.type")
        if kind == "radio":
            self._choose(self.page.locator(f'{FORM} [name="{name}"][value="{value}"]'))
        elif kind == "checkbox":
            field.first.set_checked(bool(value))
        elif kind == "select":
            field.select_option(str(value))
        else:
            field.fill(str(value))

    def _choose(self, radio: Locator) -> None:
        """The words beside a radio button are its target, as for a hand."""
        radio.locator("xpath=ancestor::label").click()

    def send(self) -> None:
        """Press the main button of the form."""
        self.page.click(f"{FORM} .actions .btn-primary")
        self.page.wait_for_load_state()
