"""A process admin at an editor of the studio: opens files, walks the outline by keys, and reads what is stored."""

import json

from lxml import etree
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from webapp.library import bundles

DRAFT = "/studio/appraisal/draft"
PATIENCE = 20_000  # milliseconds; a check reads the whole draft, and the machine may be busy
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_SHIPPED = bundles.shipped("appraisal")
_GET = "async address => { const answer = await fetch(address); return [answer.status, await answer.text()]; }"
_TOKEN = "document.querySelector('[name=csrf_token]')?.value ?? document.querySelector('meta[name=csrf-token]').content"
_SPEAK = f"""async language => {{
  const body = new URLSearchParams({{language, csrf_token: {_TOKEN}}});
  return (await fetch('/language', {{method: 'POST', body}})).ok;
}}"""
_PUT = f"""async ([address, content]) => {{
  const token = {_TOKEN};
  const etag = (await fetch(address)).headers.get('ETag');
  const headers = {{'If-Match': etag, 'X-CSRFToken': token}};
  return (await fetch(address, {{method: 'PUT', body: content, headers}})).status;
}}"""


class Desk:
    """`visitor` is signed in; the draft is begun when there is none."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page
        visitor.open("/studio/appraisal")
        begin = self.page.locator(f'form[action="{DRAFT}"] button')
        if begin.count():
            begin.first.click()
            self.page.wait_for_url(f"**{DRAFT}")

    def open(self, name: str, content: bytes | None = None) -> None:
        """The editor of this file, which first becomes as it was shipped, or as given."""
        self.lay(name, content)
        self.reload()

    def lay(self, name: str, content: bytes | None = None) -> None:
        """Give the draft this file as it was shipped, or as given, before its editor is opened."""
        self.name = name
        self.put((_SHIPPED[name] if content is None else content).decode())

    def reload(self) -> None:
        self.page.goto(f"{DRAFT}/files/{self.name}")
        self.page.wait_for_selector("#studio[data-ready]")

    def put(self, content: str) -> None:
        """Save as somebody else would."""
        assert self.page.evaluate(_PUT, [self._address, content]) == 204

    def speak(self, language: str) -> None:
        """The process admin reads this language from the next page on."""
        assert self.page.evaluate(_SPEAK, language)

    def stored(self) -> str:
        """The file on the server, once it has what the page shows."""
        self.saved()
        _status, text = self.page.evaluate(_GET, self._address)
        return text

    def model(self) -> etree._Element:
        return etree.fromstring(self.stored().encode())

    def model_as_shipped(self) -> etree._Element:
        return etree.fromstring(_SHIPPED[self.name])

    def form(self) -> dict:
        return json.loads(self.stored())

    def element(self, id_: str) -> etree._Element | None:
        return next((e for e in self.model().iter(f"{BPMN}*") if e.get("id") == id_), None)

    def saved(self) -> None:
        expect(self.page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=PATIENCE)

    @property
    def _address(self) -> str:
        return f"{DRAFT}/files/{self.name}/content"

    def row(self, id_: str) -> Locator:
        return self.page.locator(f'#outline [data-id="{id_}"]')

    def go(self, id_: str) -> None:
        """With the arrow keys to this row, from the top."""
        self.page.locator('#outline [tabindex="0"]').focus()
        self.press("Home")
        for _ in range(80):
            if self.page.evaluate("document.activeElement.dataset.id") == id_:
                return
            if self.page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false":
                self.press("ArrowRight")
            self.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not come to {id_}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, field: str, value: str) -> None:
        self.page.select_option(f"dialog[open] #{field}", value)

    def choose_kind(self, label: str) -> None:
        self.page.select_option("dialog[open] #kind", label=label)

    def submit(self) -> None:
        self.page.click("dialog[open] button[type=submit]")
        expect(self.page.locator("dialog[open]")).to_have_count(0)

    def has_problems(self, element: str, count: int) -> None:
        """Wait until so many are said of this element."""
        expect(self.problems(element)).to_have_count(count, timeout=PATIENCE)

    def problems(self, element: str) -> Locator:
        """Those said of this element."""
        return self.page.locator("#problems li").filter(has=self.page.locator("button", has_text=element))


def shipped(name: str) -> bytes:
    return _SHIPPED[name]
