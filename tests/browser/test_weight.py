"""What a task page weighs on the wire (goal S13), as the browser counts it."""

import pytest
from playwright.sync_api import Page

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

FIRST, LATER = 130_000, 20_000  # bytes with their headers, compressed, without the font; the goals are 160 and 30 KB


def test_the_first_task_page_and_the_one_after_it_stay_light(site, visitor):
    lala = site.newcomers[1]
    task = site.case_of(lala).task("draft_plan")  # the largest form there is
    holder = site.case_of(lala).holder(task)
    known = visitor()
    known.sign_in(holder)
    newcomer = visitor(storage_state=known.page.context.storage_state())  # signed in, with nothing in the cache
    first = _weight(newcomer, f"/tasks/{task.id}")
    again = _weight(newcomer, f"/tasks/{task.id}")
    later = _weight(newcomer, f"/cases/{site.case_of(lala).row.id}")
    assert first <= FIRST, f"the first page weighs {first} bytes"
    assert max(again, later) <= LATER, f"the same page again weighs {again} bytes, another one {later}"


def _weight(visitor: Visitor, path: str) -> int:
    """Bytes that came over the wire for this page and whatever it fetches."""
    scale = _Scale(visitor.page)
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    return scale.bytes


class _Scale:
    """Counts what a page receives, as the network part of the browser tells."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self._fonts: set[str] = set()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._arrived)
        session.on("Network.loadingFinished", self._finished)

    def _arrived(self, event: dict) -> None:
        if event["type"] == "Font":
            self._fonts.add(event["requestId"])

    def _finished(self, event: dict) -> None:
        if event["requestId"] not in self._fonts:
            self.bytes += int(event["encodedDataLength"])
