"""A simulation or a move that the worker has given up says so on its page, and goes on when it is asked to."""

import re

import psycopg

from tests.faults.town import Town, actor_for
from tests.faults.work import hurry, is_idle, until, worker
from tests.moving.pack_edits import name_changed, pack
from tests.webapp.factories import make_person
from webapp.cases import migrating
from webapp.core.db import db
from webapp.library import bundles
from webapp.library import service as library
from webapp.studio import queries, service, simulations
from webapp.studio.models import ProcessTrial

BROKEN = b"no zip at all"
FULL = """
create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
create trigger refused before update on migration_case for each row execute function refuse();
"""


def admin_of(town: Town):
    with town.at_work():
        return make_person(town.unit, "Hadi Saputra", roles=("process_admin",))


def given_up(town: Town) -> bool:
    hurry(town)
    return town.number("select count(*) from incident where resolved_at is null") == 1 and is_idle(town)


def as_owner(town: Town, statement: str) -> None:
    with psycopg.connect(town.addresses.owner, autocommit=True) as owner:
        owner.execute(statement)


def press(browser, page: str, words: str):
    """Send the form whose button says this."""
    form = next(form for form in re.findall(r"<form.*?</form>", browser.get(page).text, re.DOTALL) if words in form)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)[1]
    return browser.post(re.search(r'action="([^"]+)"', form)[1], data={"csrf_token": token})


def test_a_simulation_that_failed_says_so_and_is_made_when_it_is_asked_for_again(town: Town) -> None:
    hadi = admin_of(town)
    with town.at_work():
        town.publish(bundles.shipped("appraisal"))
        draft = service.begin(
            queries.find_process(town.agency.id, "appraisal"), None, actor=actor_for(hadi, "process_admin")
        )
        asked = simulations.ask(draft, runs=2, seed=1, past=False, actor=actor_for(hadi, "process_admin"))
        whole, asked.bundle = asked.bundle, BROKEN
        number = asked.id
    browser, page = town.browser(hadi), f"/studio/appraisal/draft/lab/{number}"
    assert "being simulated" in browser.get("/studio/appraisal/draft/lab").text

    with worker(town):
        until(lambda: given_up(town))
        assert "The simulation has failed" in browser.get(page).text
        assert "hx-get" not in browser.get(page).text, "nobody waits for what will not come"
        assert browser.get(f"{page}/progress").headers["HX-Refresh"] == "true"
        assert "being simulated" not in browser.get("/studio/appraisal/draft/lab").text
        with town.at_work():
            db.session.get_one(ProcessTrial, (town.agency.id, number)).bundle = whole
        assert press(browser, page, "Simulate again").status_code == 303
        until(lambda: is_idle(town), seconds=60)

    assert "Came to their end" in browser.get(page).text
    assert town.number("select count(*) from incident where resolved_at is null") == 0


def test_a_move_that_failed_says_so_and_goes_on_with_the_rest(town: Town) -> None:
    hadi = admin_of(town)
    town.open_shipped_case(town.ana)
    files = name_changed(pack())
    with town.at_work():
        to = library.keep(town.agency.id, "appraisal", "Siklus", files, note="new", by=None)
        number = migrating.begin(to, actor=actor_for(hadi, "process_admin")).id
    browser, page = town.browser(hadi), f"/studio/appraisal/moves/{number}"

    as_owner(town, FULL)
    with worker(town):
        until(lambda: given_up(town))
        as_owner(town, "drop trigger refused on migration_case")
        assert "The move has failed before its end" in browser.get(page).text
        assert browser.get(f"{page}/progress").headers["HX-Refresh"] == "true"
        assert press(browser, page, "Go on with the rest").status_code == 303
        until(lambda: is_idle(town))

    with town.at_work():
        assert migrating.tally(db.session.get_one(migrating.Migration, (town.agency.id, number))).can == 1
    assert "has failed" not in browser.get(page).text
