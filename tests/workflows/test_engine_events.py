"""Deadlines, reminders, messages and errors."""

from datetime import timedelta

import pytest
from case_walk import NOW, Walk
from sketch import (
    border,
    call,
    catch,
    drawing,
    end,
    fork,
    inside,
    listening,
    message,
    one,
    person,
    process,
    script,
    start,
    step,
    timer,
)

import workflows
from workflows import engine

REMINDED = "s -> a -> e\nlate -> remind -> er"
TWO_OF_ONE_NAME = message("m", "=employee") + '<bpmn:message id="n" name="m"/>'


def with_deadline(written="P14D", timing="Duration"):
    return one(
        start(),
        person("a"),
        border("late", "a", timer(written, timing)),
        person("escalated"),
        end(),
        end("er"),
        flows="s -> a -> e\nlate -> escalated -> er",
    )


def with_reminder(written="P5D"):
    return one(
        start(),
        person("a"),
        border("late", "a", timer(written), interrupting=False),
        script("remind", "n = n + 1"),
        end(),
        end("er"),
        flows=REMINDED,
    )


def test_an_interrupting_deadline_withdraws_the_task():
    walk = Walk(with_deadline())
    [timer_] = walk.outcome.timers
    assert (timer_.element, timer_.due, timer_.interrupting) == ("late", NOW + timedelta(days=14), True)
    task = walk.item("a").id
    walk.wait(days=14)
    assert walk.open == ["escalated"]
    assert walk.outcome.closed == (task,)
    assert walk.outcome.timers == ()


def test_a_deadline_wins_over_answers_that_come_after_it():
    walk = Walk(with_deadline())
    late = walk.item("a").id
    walk.now += timedelta(days=20)
    with pytest.raises(workflows.TaskNotOpen):
        walk.hand_in(late)


def test_a_task_done_in_time_needs_its_deadline_no_more():
    walk = Walk(with_deadline()).wait(days=13).do("a")
    assert walk.outcome.finished
    assert walk.wait(days=30).outcome.timers == ()
    assert "late" not in walk.path


def test_a_reminder_leaves_the_task_open_and_comes_once():
    walk = Walk(with_reminder(), {"n": 0}).wait(days=5)
    assert walk.open == ["a"]
    assert walk.wait(days=50).variables == {"n": 1}
    assert walk.do("a").outcome.finished


def test_a_late_answer_still_lets_the_reminder_happen_first():
    walk = Walk(with_reminder(), {"n": 0})
    walk.now += timedelta(days=6)
    walk.do("a")
    assert walk.path == ["s", "late", "remind", "er", "a", "e"]


@pytest.mark.parametrize(
    ("written", "timing"),
    [
        ("P3D", "Duration"),
        ("=limit", "Duration"),
        ('=duration("P3D")', "Duration"),
        ('="P" + string(days) + "D"', "Duration"),
        ("2026-01-08T15:00:00+07:00", "Date"),
        ('=now() + duration("P3D")', "Date"),
        ("=moment", "Date"),
    ],
)
def test_a_timer_is_set_by_a_duration_a_moment_or_an_expression_for_either(written, timing):
    bundle = with_deadline(written, timing)
    compiled = workflows.compile(bundle)
    walk = Walk(compiled, {"limit": "P3D", "days": 3, "moment": "2026-01-08T08:00:00Z"})
    assert [t.due for t in walk.outcome.timers] == [NOW + timedelta(days=3)]


@pytest.mark.parametrize(("variable", "why"), [("soon", "no duration"), ("2026-01-08T08:00:00", "time zone")])
def test_a_timer_that_cannot_be_understood_stops_the_case(variable, why):
    with pytest.raises(workflows.EngineError, match=why):
        Walk(with_deadline("=limit"), {"limit": variable})


def test_of_several_timers_that_are_due_the_earliest_takes_effect_first():
    bundle = one(
        start(),
        person("a"),
        border("b5", "a", timer("P5D")),
        border("b3", "a", timer("P3D")),
        end(),
        end("e3"),
        end("e5"),
        flows="s -> a -> e\nb3 -> e3\nb5 -> e5",
    )
    assert Walk(bundle).wait(days=30).path == ["s", "b3", "e3"]


def test_the_clock_that_is_passed_in_is_the_only_one():
    """The same steps at the same told times give the same path and the same deadlines, in whatever century."""

    def history(years):
        walk = Walk(with_reminder(), {"n": 0})
        walk.now += timedelta(days=365 * years)
        walk.wait(days=4).wait(days=2)
        return walk.path, [t.due for t in walk.outcome.timers]

    walk = Walk(with_deadline())
    assert walk.wait(days=13).outcome.timers[0].due == NOW + timedelta(days=14)
    assert history(0) == history(0)
    assert history(0)[0] == history(100)[0]


def test_a_timer_between_two_steps_holds_the_case():
    walk = Walk(one(start(), catch("pause", timer("P2D")), person("a"), end(), flows="s -> pause -> a -> e"))
    assert walk.open == []
    assert [t.interrupting for t in walk.outcome.timers] == [None]
    assert walk.wait(days=1).open == []
    assert walk.wait(days=1).open == ["a"]


def test_a_message_reaches_the_step_that_waits_for_it():
    bundle = one(
        start(),
        catch("hear", listening("m")),
        script("c", "kept = score"),
        end(),
        flows="s -> hear -> c -> e",
        extra=message("m"),
    )
    walk = Walk(bundle)
    assert [(m.name, m.element) for m in walk.outcome.waiting_for] == [("m", "hear")]
    walk.hear("m", score=77, noise="x")
    assert walk.variables == {"score": 77, "kept": 77}
    assert walk.outcome.finished
    with pytest.raises(workflows.EngineError, match="does not wait"):
        walk.hear("m")


def test_a_message_with_a_key_reaches_only_who_waits_for_that_key():
    bundle = one(start(), catch("hear", listening("m")), end(), flows="s -> hear -> e", extra=message("m", "=employee"))
    walk = Walk(bundle, {"employee": 7})
    with pytest.raises(workflows.EngineError):
        walk.hear(workflows.Message("m", "8"))
    assert walk.hear(workflows.Message("m", "7")).outcome.finished


@pytest.mark.parametrize(("key", "heard"), [(None, "keyless"), ("7", "keyed")])
@pytest.mark.parametrize("drawn", [("keyed", "keyless"), ("keyless", "keyed")])
def test_of_two_who_wait_for_a_message_it_goes_to_the_one_that_its_key_means(drawn, key, heard):
    both = [catch("keyed", listening("m")), catch("keyless", listening("n"))]
    flows = "\n".join(f"g -> {id_} -> e_{id_}" for id_ in drawn)
    bundle = one(
        start(), fork("g"), *both, end("e_keyed"), end("e_keyless"), flows=f"s -> g\n{flows}", extra=TWO_OF_ONE_NAME
    )
    walk = Walk(bundle, {"employee": 7})
    assert walk.hear(workflows.Message("m", key)).path[-2] == heard


def test_a_border_message_that_interrupts_nothing_is_heard_again_and_again():
    bundle = one(
        start(),
        person("a"),
        border("hear", "a", listening("m"), interrupting=False),
        script("c", "n = n + 1"),
        end(),
        end("er"),
        flows="s -> a -> e\nhear -> c -> er",
        extra=message("m"),
    )
    walk = Walk(bundle, {"n": 0}).hear("m").hear("m").hear("m")
    assert walk.variables["n"] == 3
    assert walk.do("a").outcome.finished


@pytest.mark.parametrize(
    ("happens", "path"), [("message", ["s", "g", "hear", "heard"]), ("timer", ["s", "g", "pause", "late"])]
)
def test_an_event_gateway_goes_the_way_of_what_happens_first(happens, path):
    bundle = one(
        start(),
        step("eventBasedGateway", "g"),
        catch("hear", listening("m")),
        catch("pause", timer("P3D")),
        catch("longer", timer("P9D")),
        end("heard"),
        end("late"),
        end("later"),
        extra=message("m"),
        flows="s -> g -> hear -> heard\ng -> pause -> late\ng -> longer -> later",
    )
    walk = Walk(bundle)
    assert len({t.id for t in walk.outcome.timers}) == 2
    if happens == "message":
        walk.hear("m")
    else:
        walk.wait(days=10)
    assert walk.path == path
    assert walk.outcome.finished


def test_an_error_end_is_caught_on_the_border_of_its_own_activity_only():
    error = '<bpmn:error id="err" errorCode="no_quorum"/>'
    raising = '<bpmn:errorEventDefinition errorRef="err"/>'

    def panel(n):
        return inside(
            f"panel{n}",
            start(f"s{n}"),
            person(f"vote{n}"),
            end(f"failed{n}", raising),
            flows=f"s{n} -> vote{n} -> failed{n}",
        )

    bundle = one(
        start(),
        step("parallelGateway", "f"),
        panel(1),
        panel(2),
        border("caught1", "panel1", raising),
        border("caught2", "panel2", raising),
        person("again1"),
        person("again2"),
        end(),
        end("x1"),
        end("x2"),
        extra=error,
        flows="s -> f -> panel1 -> e\nf -> panel2 -> e\ncaught1 -> again1 -> x1\ncaught2 -> again2 -> x2",
    )
    walk = Walk(bundle).do("vote2")
    assert walk.open == ["again2", "vote1"]
    assert walk.do("vote1").open == ["again1", "again2"]
    assert walk.do("again1").do("again2").outcome.finished
    assert {"panel1", "panel2", "e"}.isdisjoint(walk.path)


def test_an_error_that_nothing_catches_is_refused_before_it_stops_a_case():
    error = '<bpmn:error id="err" errorCode="no_quorum"/>'
    called = process("sub", start(), end("failed", '<bpmn:errorEventDefinition errorRef="err"/>'), flows="s -> failed")
    main = process("main", start(), call("c", "sub"), end(), flows="s -> c -> e")
    bundle = {"m.bpmn": drawing(main), "s.bpmn": drawing(called, error)}
    found = [(p.code, p.element) for p in workflows.check(bundle) if p.severity == "error"]
    assert found == [("error.uncaught", "failed")]


def test_a_terminate_end_ends_all_of_its_own_process_and_nothing_else():
    stop = end("stop", "<bpmn:terminateEventDefinition/>")
    called = process(
        "sub",
        start(),
        step("parallelGateway", "f"),
        person("x"),
        person("y"),
        end(),
        stop,
        flows="s -> f -> x -> e\nf -> y -> stop",
    )
    main = process("main", start(), call("c", "sub"), person("after"), end(), flows="s -> c -> after -> e")
    walk = Walk({"m.bpmn": drawing(main), "s.bpmn": drawing(called)}).do("y")
    assert walk.open == ["after"]
    assert walk.do("after").outcome.finished


def test_a_deadline_on_a_called_process_withdraws_all_work_in_it():
    called = process(
        "sub",
        start(),
        step("parallelGateway", "f"),
        person("x"),
        inside("i", start("si"), person("y"), end("ei"), flows="si -> y -> ei"),
        end(),
        end("e2"),
        flows="s -> f -> x -> e\nf -> i -> e2",
    )
    main = process(
        "main",
        start(),
        call("c", "sub"),
        border("late", "c", timer("P1D")),
        person("after"),
        end(),
        flows="s -> c -> e\nlate -> after -> e",
    )
    walk = Walk({"m.bpmn": drawing(main), "s.bpmn": drawing(called)})
    assert walk.open == ["x", "y"]
    walk.wait(days=1)
    assert walk.open == ["after"]
    assert len(walk.outcome.closed) == 2
    assert walk.do("after").outcome.finished


def test_an_event_for_the_very_error_comes_before_one_for_any_error():
    raising = '<bpmn:errorEventDefinition errorRef="err"/>'
    bundle = one(
        start(),
        inside("i", start("si"), end("failed", raising), flows="si -> failed"),
        border("any", "i", "<bpmn:errorEventDefinition/>"),
        border("very", "i", raising),
        end(),
        extra='<bpmn:error id="err" errorCode="x"/>',
        flows="s -> i -> e\nany -> e\nvery -> e",
    )
    assert Walk(bundle).path == ["s", "si", "failed", "very", "e"]


def test_a_held_timer_takes_no_effect_and_keeps_nobody_from_working():
    walk = Walk(with_deadline())
    [timer_] = walk.outcome.timers
    walk.now += timedelta(days=20)
    given = {"perform": walk.perform, "now": walk.now, "held": [timer_.id]}
    assert engine.tick(walk.process, walk.outcome.state, **given).timers == (timer_,)
    done = engine.complete(walk.process, walk.outcome.state, walk.item("a").id, {}, **given)
    assert done.finished
    assert [passed.element for passed in done.passed] == ["a", "e"]
