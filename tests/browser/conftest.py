"""Browser tests share one running site; each test has visitors of its own, who notice whatever goes wrong."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.desk import Desk
from tests.browser.site import Site, running_site
from tests.browser.visitor import Visitor


@pytest.fixture(scope="session")
def site(databases, tmp_path_factory) -> Iterator[Site]:
    """Siklus as it really runs, with open cycles and known passwords."""
    database = databases.create()
    with running_site(database, tmp_path_factory.mktemp("files")) as running:
        yield running
    databases.drop(database)


@pytest.fixture
def visitor(site: Site, page) -> Iterator[Callable[..., Visitor]]:
    """`visitor()` is somebody at a browser of their own; what went wrong in it fails the test at its end."""
    visitors: list[Visitor] = []

    def arrives(**options: object) -> Visitor:
        visitors.append(Visitor(page(base_url=site.url, **options)))
        return visitors[-1]

    yield arrives
    for each in visitors:
        assert not each.troubles, "\n".join(each.troubles)


@pytest.fixture(scope="module")
def known(site: Site, chromium) -> dict:
    """What a browser knows after the process admin has signed in."""
    context = chromium.new_context(base_url=site.url)
    Visitor(context.new_page()).sign_in(site.admin)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(known: dict, visitor) -> Desk:
    return Desk(visitor(storage_state=known))
