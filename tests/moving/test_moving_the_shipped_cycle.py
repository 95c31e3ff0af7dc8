"""Cases of the shipped cycle, moved at every position to edited versions, lose nothing and run to their end."""

import orjson
import pytest
import zstandard
from pack_edits import (
    GONE,
    NEW,
    call_swapped,
    condition_changed,
    deadline_added,
    deadline_removed,
    name_changed,
    nothing,
    rules_changed,
    stories,
    task_inserted,
    task_removed,
    version,
)

import workflows
from workflows import engine
from workflows.scenarios import Do, Player

EDITS = (task_inserted, task_removed, deadline_added, deadline_removed, name_changed, call_swapped)
GONES = {task_removed: GONE, deadline_removed: ("decide_forum_late", "remind_forum_decision", "decide_forum_reminded")}


def positions(name, edit=None):
    """The player of a scenario at each rest, and the version that `edit` makes of the process it plays."""
    player = Player(version(nothing), stories()[name])
    player.begin()
    new = None if edit is None else version(edit)
    if new is not None and player.process.id != new.id:
        new = new.alone(player.process.id if player.process.id in new.processes else "mentoring")
    while True:
        yield player, new
        if not player.next():
            return


def stored(state):
    return orjson.loads(zstandard.ZstdDecompressor().decompress(state, max_output_size=10_000_000))


def seen(process, state, *, besides=()):
    """What the case holds; `besides` are timers that begin or end with the move."""
    case = engine.look(process, state)
    return (
        {(item.id, item.element, item.due) for item in case.opened},
        {(timer.id, timer.element, timer.due) for timer in case.timers if timer.id not in besides},
        case.variables,
    )


def finish(player):
    """Play on; do what the edit added, leave out what it removed."""
    known = {element for _, element in player.process.elements}
    while not player.finished:
        for item in engine.work(player.process, player.state):
            if item.element == NEW:
                player.take(Do(NEW, {}))
        step = player.scenario.steps[player.done] if player.done < len(player.scenario.steps) else None
        if isinstance(step, Do) and step.element not in known:
            player.done += 1
        elif not player.next():
            break
    assert player.finished
    return [passage.element for passage in player.passed]


@pytest.mark.parametrize("name", sorted(stories()))
def test_a_case_moved_to_its_own_version_stays_what_it_is(name):
    for player, same in positions(name, nothing):
        moved = workflows.migrate(player.process, same, player.state, now=player.now)
        assert stored(moved.state) == stored(player.state)
        assert not moved.opened + moved.closed
        assert not any(move.changes for move in moved.moves)
        assert moved.ahead == type(moved.ahead)((), (), ())


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("name", sorted(stories()))
def test_a_case_moved_at_any_position_loses_nothing_and_runs_to_its_end(name, edit):
    held, went = [], 0
    for player, new in positions(name, edit):
        try:
            moved = workflows.migrate(player.process, new, player.state, now=player.now)
        except workflows.CannotMove as refusal:
            held += [(reason.code, reason.element) for reason in refusal.reasons]
            continue
        redrawn = {change.id for change in moved.borders}
        assert seen(player.process, player.state, besides=redrawn) == seen(new, moved.state, besides=redrawn)
        added = {NEW, NEW + "_done"}
        path = [element for element in finish(player.on(new, moved.state)) if element not in added]
        ahead = list(player.scenario.expect.path)
        removed = GONES.get(edit, ())
        gone = ahead[len(player.passed) :] if removed else []
        expected = ahead[: len(ahead) - len(gone)] + [e for e in gone if e not in removed]
        assert path == expected
        went += 1
    assert went
    assert {element for _code, element in held} <= set(GONE)


def test_only_those_who_stand_at_what_vanished_must_stay():
    stay, said = [], set()
    for player, new in positions("cycle_to_coaching", task_removed):
        try:
            workflows.migrate(player.process, new, player.state, now=player.now)
        except workflows.CannotMove as refusal:
            stay.append([item.element for item in engine.work(player.process, player.state)])
            said |= {reason.sentence(language) for reason in refusal.reasons for language in ("id", "en")}
    assert stay == [["confirm_coaching_session"]] * 3
    assert len([sentence for sentence in said if "“Periksa catatan sesi”" in sentence]) >= 2  # in both languages


@pytest.mark.parametrize(
    ("edit", "what", "element"), [(deadline_added, "begun", NEW), (deadline_removed, "dropped", "decide_forum_late")]
)
def test_a_reminder_begins_or_is_dropped_in_the_cases_that_stand_there(edit, what, element):
    told = {}
    for player, new in positions("cycle_to_coaching", edit):
        stands_there = any(item.element == "decide_forum" for item in engine.work(player.process, player.state))
        changes = workflows.migrate(player.process, new, player.state, now=player.now).borders
        assert bool(changes) == stands_there
        if stands_there:
            told[player.done] = [(change.what, change.element) for change in changes]
    assert list(told.values()) == [[(what, element)]]


def test_the_person_is_told_what_changes_about_the_open_task():
    player, new = next(positions("plan_agreed_at_once", name_changed))
    (move,) = workflows.migrate(player.process, new, player.state, now=player.now).moves
    (change,) = move.changes
    assert (change.what, change.old, change.new) == ("name", "Susun rencana kinerja", "Tulis rencana")


def test_a_moved_case_decides_by_the_new_condition():
    for player, new in positions("coaching_in_four_sessions", condition_changed):
        moved = workflows.migrate(player.process, new, player.state, now=player.now)
        path = finish(player.on(new, moved.state))
        done = [p.element for p in player.passed].count("record_session")
        assert path.count("record_session") == max(done + (not player.finished), 1)


def test_what_lies_ahead_is_told_as_long_as_it_lies_ahead():
    told = [
        bool(workflows.migrate(player.process, new, player.state, now=player.now).ahead.added)
        for player, new in positions("cycle_to_coaching", task_inserted)
    ]
    assert told[0]
    assert not told[-1]
    assert told == sorted(told, reverse=True)


def test_a_decision_that_will_be_made_by_other_rules_is_told_until_it_is_made():
    told = [
        workflows.migrate(player.process, new, player.state, now=player.now).ahead.decisions
        for player, new in positions("cycle_to_coaching", rules_changed)
    ]
    assert told[0] == ("follow_up",)
    assert told[-1] == ()
