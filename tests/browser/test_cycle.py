"""One whole cycle in the browser, from signing in to the certificate and its public check."""

import pytest

from tests.browser.crew import Crew
from tests.browser.inspection import inspect
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_good_work_goes_from_a_typed_plan_to_a_certificate(site, visitor):
    ana = site.cycle.office.ana
    case = site.case_of(ana)
    crew = Crew(visitor, case)
    seen: set[str] = set()

    def met(someone: Visitor) -> None:
        """Each kind of task page is inspected once, filled in."""
        title = someone.page.title().split(":")[0]
        if title not in seen:
            seen.add(title)
            inspect(someone.page)

    crew.do("draft_plan", met)
    crew.rest(met)
    assert case.row.status == "finished"
