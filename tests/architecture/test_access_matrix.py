"""Every route for every role: who may not pass never sees content, and nobody ever meets a failure of ours."""

from uuid import UUID

import pytest

from tests.architecture.roles import ROLES, VISITOR, may_open
from tests.webapp.factories import make_office, make_person
from webapp.access import ENDPOINTS, PUBLIC

NOWHERE = {"int": 999_999, "uuid": UUID(int=7), "text": "nothing-here"}
BEYOND = {**NOWHERE, "int": 10**30}
DONE_ALREADY = {"people.end_session"}  # a session that is not there has ended
ANSWERS = {200, 204, 302, 303, 400, 404, 409, 410, 413, 422}  # of those who may pass, when nothing or nonsense is sent


@pytest.fixture
def people(session):
    """Role -> somebody who holds it and no other; the supervisor is one by post."""
    office = make_office()
    panel = make_person(office.unit, "Gita Permata", supervisor=office.citra, roles=("panel",))
    admin = make_person(office.unit, "Hadi Saputra", supervisor=office.citra, roles=("process_admin",))
    session.commit()
    found = (office.ana, office.bo, office.eka, panel, office.dewi, admin)
    return dict(zip(ROLES, found, strict=True))


@pytest.mark.parametrize("role", [VISITOR, *ROLES])
def test_each_route_answers_as_the_table_says(app, people, role):
    asker = Asker(app, people.get(role))
    faults = [
        f"{method} {address}: {answer}"
        for endpoint, method, address, named in _requests(app, NOWHERE)
        if (answer := asker.ask(method, address)) not in _expected(role, endpoint, method, named)
    ]
    assert faults == []


def test_a_number_that_no_table_can_hold_is_a_page_that_is_not_there(app, people):
    askers = {role: Asker(app, people[role]) for role in ROLES}
    faults = [
        f"{method} {address}: {answer}"
        for endpoint, method, address, named in _requests(app, BEYOND)
        if named and (role := next((role for role in ROLES if may_open(role, endpoint)), None))
        if (answer := askers[role].ask(method, address)) not in _expected(role, endpoint, method, named)
    ]
    assert faults == []


class Asker:
    """A browser that keeps one token for all its forms."""

    def __init__(self, app, person) -> None:
        self.browser = app.test_client()
        if person:
            self.browser.sign_in(person)
        self.form = {"csrf_token": self.browser.token()}

    def ask(self, method: str, address: str) -> int | str:
        """The status of the answer, or the failure in words."""
        try:
            if method == "GET":
                return self.browser.get(address).status_code
            return self.browser.open(address, method=method, data=self.form).status_code
        except Exception as failure:
            return f"{type(failure).__name__}: {failure}"


def _requests(app, places):
    """Endpoint, method, address, and whether it names a thing, for every route in the table; signing out comes last."""
    adapter = app.url_map.bind("localhost")
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint in ENDPOINTS)
    for rule in sorted(rules, key=lambda rule: rule.endpoint == "people.sign_out"):
        values = {argument: places[_kind(rule, argument)] for argument in rule.arguments}
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule.endpoint, method, adapter.build(rule.endpoint, values, method), bool(values)


def _kind(rule, argument: str) -> str:
    """Named in the address as `<int:…>`, `<uuid:…>`, or anything else."""
    written = rule.rule.partition(f":{argument}>")[0].rpartition("<")[2]
    return written if written in NOWHERE else "text"


def _expected(role: str, endpoint: str, method: str, named: bool) -> set[int]:
    if not may_open(role, endpoint):
        if role == VISITOR:
            return {303} if method == "GET" else {401}
        return {403}
    if not named or ENDPOINTS[endpoint] is PUBLIC or endpoint in DONE_ALREADY:
        return ANSWERS
    return {404}
