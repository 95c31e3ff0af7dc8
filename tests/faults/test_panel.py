"""The panel of the shipped cycle: blind, and all at once."""

import re
import time
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from tests.faults.town import Town, together
from tests.faults.walk import Step, Walk

SECRET = "Pendapat rahasia nomor"


def test_panel_members_score_blind_and_at_the_same_instant(town: Town) -> None:
    walk = Walk(town)
    for step in walk:
        if step.element == "score_dossier":
            break
        assert step.send() == 303, step.element
    members = [with_secret(step, number) for number, step in enumerate(walk.open())]
    assert len(members) >= 3

    for step in members:
        assert step.browser.post(f"{step.address}/draft", data=step.form).status_code == 200
    assert_blind(members, upto=len(members))
    assert members[0].send() == 303
    assert_blind(members[1:], upto=len(members), own=1)

    began = time.monotonic()
    assert together([step.send for step in members[1:]]) == [303] * (len(members) - 1)
    assert time.monotonic() - began < 2

    assert town.number("select count(*) from submission where element = 'score_dossier'") == len(members)
    assert [step.element for step in walk.open()] == ["decide_forum"]


def with_secret(step: Step, number: int) -> Step:
    """Each member's own words in the text of the form."""
    form = MultiDict(step.form)
    (name,) = [name for name in form if re.fullmatch(r".*strengths", name)]
    form[name] = f"{SECRET} {number}."
    return replace(step, form=form)


def assert_blind(members: list[Step], *, upto: int, own: int = 0) -> None:
    """Everybody sees the own words and nobody else's, wherever they look."""
    for number, step in enumerate(members, start=own):
        case = re.search(r'href="(/cases/\d+)"', step.browser.get(step.address).text).group(1)
        seen = [
            step.browser.get(address).text for address in (step.address, case, "/inbox", "/notices", "/search?q=Ana")
        ]
        assert f"{SECRET} {number}." in seen[0]
        others = {f"{SECRET} {other}." for other in range(upto)} - {f"{SECRET} {number}."}
        assert not [secret for secret in others if any(secret in text for text in seen)]
