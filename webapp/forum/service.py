"""The verbs of the panel. They act for the diagram, so the right to act was checked with the task; none commits."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from webapp.core.operations import OnCase, Submitted
from webapp.forum import ledger, queries
from webapp.forum.ledger import Panel, Scores
from webapp.forum.refusals import NoSession

SEATS = 3
SCALE = {"below": 0, "meets": 1, "above": 2}


class Asked(NamedTuple):
    """Who has to score now, by seat, and who leads the panel; nobody while too few people may sit in it."""

    members: list[int]
    chair: int | None


def convene(on: OnCase, *, employee_attends: bool) -> Asked:
    """Form the panel: an odd number of people without a conflict of interest, one of them the chair.

    A panel that is there is filled up instead.
    """
    panel = ledger.open_panel(on.agency_id, on.case_id)
    return _form(on, employee_attends) if panel is None else _filled_up(on, panel)


def reveal(on: OnCase, task: str) -> Decimal | None:
    """Take in what the members handed in; open all opinions at once when enough have given theirs.

    Returns how far they differ, None while they stay closed. The chair must be among those who gave one: the session
    is led by somebody who has read the dossier and has no conflict.
    """
    panel = open_panel(on)
    opinions, conflicts = _sorted_out(panel, on.submissions(task, since=panel.convened_at))
    if opinions:
        ledger.keep_opinions(on.agency_id, panel, opinions)
    if conflicts:
        ledger.leave(on.agency_id, conflicts, "conflicted", at=on.now)
    scores = {
        member.id: _scores(opinions[member.id]) if member.id in opinions else member.scores
        for member in panel.seated
        if member.id not in conflicts
    }
    scored = {member: each for member, each in scores.items() if each is not None}
    if panel.chair is None or panel.chair.id not in scored or len(scored) < panel.quorum:
        return None
    spread = disagreement(scored.values())
    ledger.reveal(on.agency_id, panel, scored, disagreement=spread, at=on.now)
    return spread


def disagreement(scores: Collection[Scores]) -> Decimal:
    """0 when all agree, 1 when opinions span both scales: the mean of (highest - lowest) / 2 of the two scales."""
    work, behaviour = zip(*((SCALE[each.work], SCALE[each.behaviour]) for each in scores), strict=True)
    spread = Decimal(max(work) - min(work) + max(behaviour) - min(behaviour))
    return (spread / 4).quantize(Decimal("0.001"))


def replace_absent(on: OnCase) -> Asked:
    """Give the seats of those who did not score to others; who is absent is asked again when nobody else may sit."""
    absent = {member.id: None for member in open_panel(on).seated if member.scores is None}
    ledger.leave(on.agency_id, absent, "absent", at=on.now)
    return _filled_up(on, open_panel(on))


def open_panel(on: OnCase) -> Panel:
    """The panel that has to decide; a Refusal when there is none."""
    found = ledger.open_panel(on.agency_id, on.case_id)
    if found is None:
        raise NoSession
    return found


def _form(on: OnCase, employee_attends: bool) -> Asked:
    chosen = queries.eligible(on.agency_id, on.case_id, on.employee_id)[:SEATS]
    if len(chosen) < SEATS:
        return Asked([], None)
    quorum = SEATS // 2 + 1
    chair = ledger.form(on.agency_id, on.case_id, chosen, quorum=quorum, employee_attends=employee_attends, at=on.now)
    return Asked(chosen, chair)


def _filled_up(on: OnCase, panel: Panel) -> Asked:
    """Fill the empty seats, see to a chair, and tell who has not scored yet.

    When all have and they are enough, only a chair was missing: the new one looks at the dossier once more.
    """
    if places := _places(on, panel):
        ledger.appoint(on.agency_id, panel, places, at=on.now)
        panel = open_panel(on)
    if not panel.seated:
        return Asked([], None)
    scored = [member for member in panel.seated if member.scores is not None]
    among = [member.id for member in scored or panel.seated]
    chair = panel.chair.person_id if panel.chair else ledger.give_chair(on.agency_id, among)
    waiting = [member.person_id for member in panel.seated if member.scores is None]
    enough = len(panel.seated) >= panel.quorum
    return Asked([chair] if enough and not waiting else waiting, chair)


def _places(on: OnCase, panel: Panel) -> dict[int, int]:
    """Who takes which empty seat: others first, then again those who were absent."""
    empty = sorted({member.seat for member in panel.members} - {member.seat for member in panel.seated})
    if not empty:
        return {}
    known = [member.person_id for member in panel.members]
    others = queries.eligible(on.agency_id, on.case_id, on.employee_id, but=known)
    absent = [member.person_id for member in panel.members if member.state == "absent"]
    return dict(zip(empty, [*others, *absent], strict=False))


def _sorted_out(panel: Panel, given: Iterable[Submitted]) -> tuple[dict[int, Submitted], dict[int, str | None]]:
    """By members who sit in the panel: their opinions, and the reasons of those who are in conflict."""
    seated = {member.person_id: member.id for member in panel.seated}
    opinions: dict[int, Submitted] = {}
    conflicts: dict[int, str | None] = {}
    for each in given:
        member = seated.get(each.person_id)
        if member is None or member in conflicts:
            continue
        if each.answers["conflict"] == "yes":
            conflicts[member] = each.answers.get("conflict_reason")
        else:
            opinions[member] = each
    return opinions, conflicts


def _scores(given: Submitted) -> Scores:
    return Scores(given.answers["opinion_work"], given.answers["opinion_behaviour"])
