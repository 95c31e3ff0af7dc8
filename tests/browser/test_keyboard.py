"""A task from signing in to sending, without touching the mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.journeys.story import TEXT
from tests.webapp.factories import PASSWORD

pytestmark = pytest.mark.browser


def test_a_plan_is_agreed_with_the_keyboard_alone(site: Site, visitor):
    kiki, bo = site.newcomers[0], site.cycle.office.bo
    site.do(kiki, "draft_plan")
    task = site.case_of(kiki).task("agree_plan")
    page = visitor().page
    page.goto("/inbox")

    keys = page.keyboard
    _tab_to(page, "#username")
    keys.type(bo.nip)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/inbox")

    keys.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    _walk_to(page, f'a.t[href="/tasks/{task.id}"]')
    keys.press("Enter")
    page.wait_for_url(f"**/tasks/{task.id}")

    _tab_to(page, "#f-indicators-0-verdict--0, #f-indicators-0-verdict input")
    keys.press("Space")
    _tab_to(page, "#f-decision input")
    keys.press("Space")
    _tab_to(page, "#f-decision_reason")
    keys.type(TEXT)
    _tab_to(page, "#f--form .actions .btn-primary")
    keys.press("Enter")
    page.wait_for_url("**/inbox")
    assert [task.element for task in site.case_of(kiki).tasks()] == ["report_progress"]


def test_single_keys_move_in_lists_and_can_be_explained(site: Site, visitor):
    someone = visitor()
    someone.sign_in(site.cycle.office.bo)
    someone.open("/inbox?tab=waiting")
    page = someone.page
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")  # the task is another's; what may be seen is its case
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    _press_until(page, "/", "[data-search]")


def _press_until(page: Page, key: str, wanted: str, most: int = 20) -> None:
    """Press the key until the element has the focus: a dialog that has just closed may take it back once."""
    for _ in range(most):
        page.keyboard.press(key)
        page.wait_for_timeout(100)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{page.url}: {key} does not lead to {wanted}")


def _tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until the element has the focus; whatever gets the focus on the way must be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        _assert_focus_is_visible(page)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{page.url}: Tab does not come to {wanted}")


def _walk_to(page: Page, wanted: str, most: int = 30) -> None:
    """Press j until the link has the focus."""
    for _ in range(most):
        page.keyboard.press("j")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{page.url}: j does not come to {wanted}")


def _assert_focus_is_visible(page: Page) -> None:
    """An outline on the element, or on the label that stands around a hidden button; and not covered by a bar."""
    faint = page.evaluate("""async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      const element = document.activeElement;
      const outlined = [element, element.closest('label')].some((one) => one &&
        getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
      const { x, y, width, height } = element.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      const label = element.closest('label');
      const seen = !top || element.contains(top) || top.contains(element) || label?.contains(top);
      return outlined && seen ? '' : `${element.outerHTML.slice(0, 160)} (outlined: ${outlined}, seen: ${seen})`;
    }""")
    assert not faint, f"{page.url}: the focus cannot be seen on {faint}"
