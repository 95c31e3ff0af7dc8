"""One whole cycle in the browser, from signing in to the certificate, its public check, and signing out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.crew import Crew
from tests.browser.inspection import inspect
from tests.browser.visitor import FORM, Visitor
from webapp.cases.models import Task

pytestmark = pytest.mark.browser

RESULT = "Cakupan imunisasi dasar anak meningkat"
NEW_ROW = "results-0-indicators-1-title"


def test_good_work_goes_from_a_typed_plan_to_a_certificate(site, visitor):
    ana = site.cycle.office.ana
    case = site.case_of(ana)
    crew = Crew(visitor, case)
    inspected: set[str] = set()

    def met(someone: Visitor) -> None:
        """Each kind of task page is inspected once, filled in."""
        kind = someone.page.title().partition(":")[0]
        if kind not in inspected:
            inspected.add(kind)
            inspect(someone.page)

    _begin_the_plan(crew, crew.at_work(ana), case.task("draft_plan"))
    crew.do("draft_plan", met)
    crew.do("agree_plan", _reads_the_plan)
    crew.rest(met)
    assert case.row.status == "finished"
    assert crew.done[-2:] == ["propose_award", "approve_award"]

    code = _opens_the_certificate(crew.at_work(ana))
    _checks_it(visitor(), code)
    _leaves(crew.at_work(ana))


def _begin_the_plan(crew: Crew, ana: Visitor, task: Task) -> None:
    """Send too early, follow the summary to the field, type, add a row, leave, and find all of it again."""
    page = ana.page
    crew.find(ana, task)
    with ana.expecting(422):
        ana.send()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        page.click('[data-error-summary] a[href="#f-results-0-title"]')
        expect(page.locator('[name="results-0-title"]')).to_be_focused()

    page.keyboard.type(RESULT, delay=5)
    page.click(f'{FORM} button[value="add:results-0-indicators"]')
    page.locator(f'[name="{NEW_ROW}"]').press_sequentially("Jumlah kunjungan posyandu", delay=5)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"\d\d[.:]\d\d"))

    crew.find(ana, task)
    expect(page.locator('[name="results-0-title"]')).to_have_value(RESULT)
    expect(page.locator(f'[name="{NEW_ROW}"]')).to_have_value("Jumlah kunjungan posyandu")
    page.click(f'{FORM} button[value="remove:{NEW_ROW.removesuffix("-title")}"]')
    expect(page.locator(f'[name="{NEW_ROW}"]')).to_have_count(0)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"\d\d[.:]\d\d"))


def _reads_the_plan(supervisor: Visitor) -> None:
    """What is to be agreed on stands beside the form."""
    expect(supervisor.page.locator(".panel").first).to_contain_text(RESULT)
    inspect(supervisor.page)


def _opens_the_certificate(ana: Visitor) -> str:
    """The code of the certificate, once it has been printed."""
    printed = ana.page.locator('a[href$=".pdf"]')
    for _ in range(20):
        ana.open("/results/mine")
        if printed.count():
            break
        ana.page.wait_for_timeout(500)
    inspect(ana.page)
    return printed.first.get_attribute("href").rpartition("/")[2].removesuffix(".pdf")


def _checks_it(stranger: Visitor, code: str) -> None:
    stranger.open("/c")
    stranger.page.fill("main input[name=code]", code)
    stranger.page.click("main form:has(input[name=code]) button[type=submit]")
    stranger.settle()
    expect(stranger.page.locator("main")).to_contain_text("Ana Wulandari")
    inspect(stranger.page)


def _leaves(ana: Visitor) -> None:
    ana.sign_out()
    ana.open("/inbox")
    assert "/sign-in" in ana.page.url
