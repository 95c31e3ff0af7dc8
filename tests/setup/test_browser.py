"""The browser that tests get."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_page_has_the_width_and_the_language_asked_for(page: Callable[..., Page]) -> None:
    phone = page(width=390, locale="en-GB")
    phone.set_content("<title>ready</title>")
    assert phone.evaluate("[innerWidth, navigator.language]") == [390, "en-GB"]


def test_two_pages_are_two_visitors(page: Callable[..., Page]) -> None:
    first, second = page(), page()
    for visited in (first, second):
        visited.route("http://siklus.test/", lambda route: route.fulfill(body="here"))
        visited.goto("http://siklus.test/")
    first.evaluate("document.cookie = 'who=first'")
    assert first.evaluate("document.cookie") == "who=first"
    assert not second.evaluate("document.cookie")
