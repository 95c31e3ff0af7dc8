"""A case that moves keeps its deadlines or counts them anew; what is drawn newly on a border begins, the rest goes."""

from datetime import timedelta

import pytest
from case_walk import NOW, Walk
from sketch import (
    border,
    call,
    drawing,
    each,
    end,
    inside,
    listening,
    message,
    one,
    person,
    process,
    start,
    step,
    timer,
)

import workflows
from workflows import BorderChange, Deadlines, engine

GRACE = timedelta(days=1, hours=9)


def drawn(*events, due="", host=None, extra=""):
    """A task, or `host`, with events on its border, each of which leads to an end of its own."""
    ends = [end(f"e_{number}") for number, _ in enumerate(events)]
    ids = [event.split('id="', 1)[1].split('"', 1)[0] for event in events]
    ways = "".join(f"\n{id_} -> e_{number}" for number, id_ in enumerate(ids))
    worked = host or person("a", **({"due": due} if due else {}))
    return one(start(), worked, *events, *ends, end(), flows="s -> a -> e" + ways, extra=extra)


def reminder(id_="remind", written="P5D", timing="Duration"):
    return border(id_, "a", timer(written, timing), interrupting=False)


def takeover(written="P10D"):
    return border("late", "a", timer(written))


def since_the_start(walk: Walk) -> dict:
    return {item.id: NOW for item in walk.items}


def moved(walk: Walk, bundle, *, anew=False, opened=None) -> workflows.Moved:
    """Move the walk; nothing that changes is due before a grace has passed."""
    new = workflows.compile(bundle)
    known = since_the_start(walk) if opened is None else opened
    result = workflows.migrate(
        walk.process, new, walk.outcome.state, now=walk.now, deadlines=Deadlines(known, walk.now + GRACE, anew)
    )
    walk.process, walk.outcome = new, engine.look(new, result.state)
    return result


def told(result: workflows.Moved) -> list[tuple]:
    return [(change.what, change.element, change.old, change.new) for change in result.borders]


@pytest.mark.parametrize("before", [(), (border("other", "a", timer("P90D")),)], ids=["bare", "with a border"])
def test_a_reminder_drawn_newly_begins_as_if_it_had_been_there_when_the_task_was_opened(before):
    walk = Walk(drawn(*before)).wait(days=2)
    result = moved(walk, drawn(*before, reminder()))
    assert told(result) == [("begun", "remind", None, NOW + timedelta(days=5))]
    assert walk.wait(days=2).path == ["s"]
    assert walk.wait(days=1).path[-2:] == ["remind", f"e_{len(before)}"]
    assert walk.do("a").outcome.finished


def test_a_takeover_drawn_newly_ends_the_task_when_its_time_has_come():
    walk = Walk(drawn()).wait(days=2)
    moved(walk, drawn(takeover()))
    assert walk.wait(days=8).path[-2:] == ["late", "e_0"]
    assert walk.outcome.finished


def test_a_task_done_after_the_move_takes_the_new_reminder_with_it():
    walk = Walk(drawn())
    moved(walk, drawn(reminder()))
    assert walk.do("a").outcome.timers == ()
    assert walk.outcome.finished


def test_nothing_that_begins_with_a_move_takes_effect_at_once():
    walk = Walk(drawn()).wait(days=30)
    soonest = walk.now + GRACE
    assert told(moved(walk, drawn(reminder(), takeover()))) == [
        ("begun", "remind", None, soonest),
        ("begun", "late", None, soonest),
    ]
    assert walk.wait(days=1).path == ["s"]


@pytest.mark.parametrize(
    ("waited", "left"), [(1, [7, 14, 21]), (10, [14, 21]), (30, [31.375])], ids=["all", "some", "the last"]
)
def test_of_a_reminder_that_repeats_the_times_to_come_are_left(waited, left):
    walk = Walk(drawn()).wait(days=waited)
    moved(walk, drawn(reminder(written="R3/P7D", timing="Cycle")))
    came = []
    while walk.outcome.timers:
        due = min(t.due for t in walk.outcome.timers)
        came.append((due - NOW) / timedelta(days=1))
        walk.wait(seconds=(due - walk.now).total_seconds())
    assert came == left


def test_a_reminder_taken_away_is_dropped_and_the_task_goes_on():
    walk = Walk(drawn(reminder(), takeover()))
    result = moved(walk, drawn(takeover()))
    assert told(result) == [("dropped", "remind", NOW + timedelta(days=5), None)]
    assert [t.element for t in result.timers] == ["late"]
    result = moved(walk, drawn())
    assert told(result) == [("dropped", "late", NOW + timedelta(days=10), None)]
    assert walk.wait(days=90).do("a").outcome.finished
    assert walk.path == ["s", "a", "e"]


def test_a_reminder_that_was_sent_is_not_sent_again():
    walk = Walk(drawn(reminder(), takeover())).wait(days=6)
    assert told(moved(walk, drawn(reminder(), takeover()), anew=True)) == []
    assert walk.wait(days=3).path.count("remind") == 1


def test_a_message_is_heard_or_not_as_the_new_version_draws_it():
    heard = border("called", "a", listening("m"))
    walk = Walk(drawn(extra=message("m")))
    result = moved(walk, drawn(heard, extra=message("m")))
    assert [(change.what, change.kind) for change in result.borders] == [("begun", "message")]
    assert [m.name for m in result.waiting_for] == ["m"]
    assert moved(walk, drawn(extra=message("m"))).waiting_for == ()
    moved(walk, drawn(heard, extra=message("m")))
    assert walk.hear("m").path[-2:] == ["called", "e_0"]


def test_an_error_drawn_newly_around_a_sub_process_is_caught():
    wrong = '<bpmn:errorEventDefinition errorRef="wrong"/>'

    def around(*events, ends=""):
        inner = inside("a", start("ss"), person("b"), end("se", ends), flows="ss -> b -> se")
        return drawn(*events, host=inner, extra=step("error", "wrong", errorCode="wrong"))

    walk = Walk(around())
    result = moved(walk, around(border("caught", "a", wrong), ends=wrong))
    assert [(change.what, change.kind) for change in result.borders] == [("begun", "error")]
    assert walk.do("b").path[-2:] == ["caught", "e_0"]


def test_what_a_dropped_reminder_has_opened_keeps_the_case():
    def reminded(*parts, flows):
        return one(start(), person("a"), *parts, end(), flows="s -> a -> e" + flows)

    asked = (reminder(written="P1D"), person("b"), end("e2"))
    walk = Walk(reminded(*asked, flows="\nremind -> b -> e2")).wait(days=2)
    assert walk.open == ["a", "b"]
    with pytest.raises(workflows.CannotMove) as refusal:
        moved(walk, reminded(flows=""))
    assert [(reason.code, reason.element) for reason in refusal.value.reasons] == [("gone", "b")]


def within(days):
    return f'=now() + duration("P{days}D")'


def test_deadlines_stay_unless_they_are_to_be_counted_anew():
    walk = Walk(drawn(reminder(written="P5D"), takeover("P10D"), due=within(8))).wait(days=1)
    version = drawn(reminder(written="P9D"), takeover("P30D"), due=within(20))
    kept = moved(walk, version)
    assert (kept.borders, kept.moves[0].changes) == ((), ())
    counted = moved(walk, version, anew=True)
    assert told(counted) == [
        ("counted", "remind", NOW + timedelta(days=5), NOW + timedelta(days=9)),
        ("counted", "late", NOW + timedelta(days=10), NOW + timedelta(days=30)),
    ]
    (change,) = counted.moves[0].changes
    assert (change.what, change.old, change.new) == ("due", NOW + timedelta(days=8), NOW + timedelta(days=20))
    assert {(t.element, t.due) for t in counted.timers} == {
        ("remind", NOW + timedelta(days=9)),
        ("late", NOW + timedelta(days=30)),
    }
    assert walk.wait(days=28).open == ["a"]
    assert walk.wait(days=1).outcome.finished


def test_deadlines_counted_anew_by_the_same_rules_are_what_they_were():
    bundle = drawn(reminder(written="R5/P2D", timing="Cycle"), takeover(), due=within(8))
    walk = Walk(bundle).wait(days=3)
    before = walk.outcome.timers
    counted = moved(walk, bundle, anew=True)
    assert (counted.timers, counted.borders, counted.moves[0].changes) == (before, (), ())


def test_a_deadline_that_became_shorter_leaves_a_day_at_least():
    walk = Walk(drawn(takeover("P30D"), due=within(30))).wait(days=20)
    soonest = walk.now + GRACE
    counted = moved(walk, drawn(takeover("P10D"), due=within(10)), anew=True)
    assert {change.new for change in (*counted.borders, *counted.moves[0].changes)} == {soonest}


def test_a_task_may_get_its_first_deadline_or_lose_it():
    walk = Walk(drawn())
    assert moved(walk, drawn(due=within(4)), anew=True).kept[0].due == NOW + timedelta(days=4)
    assert moved(walk, drawn(), anew=True).kept[0].due is None


def test_the_members_of_a_panel_have_until_the_same_moment():
    def panel(days):
        judge = person("a", each("=[1, 2, 3]", "member"), due=within(days))
        return drawn(takeover(f"P{days}D"), host=judge)

    walk = Walk(panel(5)).do("a", 2).wait(days=1)
    counted = moved(walk, panel(9), anew=True)
    assert {item.due for item in counted.kept} == {t.due for t in counted.timers} == {NOW + timedelta(days=9)}


def test_where_nobody_knows_since_when_it_is_open_what_begins_counts_from_the_move():
    def deep(*events):
        inner = inside("a", start("ss"), person("b"), end("se"), flows="ss -> b -> se")
        return drawn(*events, host=inner)

    walk = Walk(deep()).wait(days=3)
    assert told(moved(walk, deep(reminder()))) == [("begun", "remind", None, walk.now + timedelta(days=5))]
    assert told(moved(walk, deep(reminder(written="P50D")), anew=True)) == []


def test_a_border_is_redrawn_deep_inside_a_called_process():
    def calling(*events, ways=""):
        called = process("q", start("qs"), person("a"), *events, end("qe"), end("e2"), flows="qs -> a -> qe" + ways)
        return {"p.bpmn": drawing(process("p", start(), call("c", "q"), end(), flows="s -> c -> e"), called)}

    walk = Walk(calling(reminder("other"), ways="\nother -> e2"))
    result = moved(walk, calling(reminder(), ways="\nremind -> e2"))
    assert [(change.what, change.element, change.host) for change in result.borders] == [
        ("dropped", "other", "a"),
        ("begun", "remind", "a"),
    ]
    assert all(isinstance(change, BorderChange) and change.process == "q" for change in result.borders)
    assert walk.wait(days=5).do("a").outcome.finished
