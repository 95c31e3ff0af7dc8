"""The same task where JavaScript is switched off: rows, errors, draft, sending."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import FORM
from tests.journeys.story import ANSWERS

pytestmark = pytest.mark.browser

SECOND = "results-0-indicators-1"


def test_a_plan_is_drafted_without_javascript(site, visitor):
    lala = site.newcomers[1]
    task = site.case_of(lala).task("draft_plan")
    someone = visitor(java_script_enabled=False)
    someone.sign_in(lala)
    page = someone.page
    page.click(f'a.btn[href="/tasks/{task.id}"]')
    page.wait_for_url(f"**/tasks/{task.id}")

    for name, value in ANSWERS["draft_plan"].items():
        someone.answer(name, value)
    page.click(f'{FORM} button[value="add:results-0-indicators"]')
    expect(page.locator(f'[name="{SECOND}-title"]')).to_be_visible()
    assert (
        page.input_value('[name="results-0-indicators-0-title"]')
        == ANSWERS["draft_plan"]["results-0-indicators-0-title"]
    )

    with someone.expecting(422):
        someone.send()
        summary = page.locator("[data-error-summary]")
        expect(summary).to_be_visible()
        summary.locator(f'a[href="#f-{SECOND}-title"]').click()
        assert page.url.endswith(f"#f-{SECOND}-title")

    page.click(f'{FORM} button[value="remove:{SECOND}"]')
    expect(page.locator(f'[name="{SECOND}-title"]')).to_have_count(0)

    someone.answer("support", "Dua tenaga vaksinator.")
    page.click(f'{FORM} button[name="_draft"]')
    page.wait_for_url(f"**/tasks/{task.id}")
    expect(page.locator("#flashes .message")).to_be_visible()
    assert page.input_value('[name="support"]') == "Dua tenaga vaksinator."

    someone.send()
    page.wait_for_url("**/inbox")
    assert [open_now.element for open_now in site.case_of(lala).tasks()] == ["agree_plan"]
