"""The lab runs a process on a clock of its own: the same seed, the same figures; two versions, the same cards."""

from datetime import UTC, datetime, timedelta

from pack_edits import NEW, condition_changed, nothing, pack, stories, task_inserted, version

import workflows
from workflows import lab
from workflows.scenarios import Do, Pinned

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
VARIABLES = stories()["cycle_to_coaching"].variables


def given_answers():
    """What people answered in all scenarios, by element."""
    given = {}
    for story in stories().values():
        for step in story.steps:
            if isinstance(step, Do):
                given.setdefault(step.element, []).append(step.answers)
    return given


def pinned_answers():
    pinned = {}
    for story in stories().values():
        for name, answer in story.operations.items():
            pinned.setdefault(name, []).append(answer)
    return pinned


def trial(**changes):
    usual = {
        "answer": lab.from_past(given_answers(), lambda item, chance: {}),
        "delay": lab.around({"agree_plan": 8 * DAY}, 2 * DAY),
        "operations": lab.pinned_anew(pinned_answers()),
        "start": START,
        "variables": VARIABLES,
    }
    return lab.Trial(**{**usual, **changes})


def test_the_same_seed_gives_the_same_figures_and_another_seed_others():
    def runs(seed):
        return lab.simulate(version(nothing), trial(), runs=4, seed=seed).runs

    assert runs(1) == runs(1)
    assert [run.path for run in runs(1)] != [run.path for run in runs(2)]


def test_the_shipped_cycle_comes_to_its_end_in_every_run():
    figures = lab.simulate(version(nothing), trial(), runs=20, seed="end")
    assert [run.reason("en") for run in figures.stuck] == []
    assert sum(figures.results("predicate").values()) == 20
    assert len(figures.results("predicate")) > 1
    assert figures.flows[("appraisal", "cycle_opened_to_plan_stage")] == 20


def test_work_that_takes_long_is_seen_to_wait_and_to_be_late():
    quick = lab.simulate(version(nothing), trial(delay=lab.around({}, HOUR, spread=0)), runs=5, seed=1)
    slow = trial(delay=lab.around({"draft_plan": 200 * DAY}, HOUR, spread=0))
    late = lab.simulate(version(nothing), slow, runs=5, seed=1)
    here = ("planning", "draft_plan")
    assert quick.elements[here].median == HOUR
    assert quick.elements[here].late == 0
    assert late.elements[here].p90 == 200 * DAY
    assert late.elements[here].late == late.elements[here].tasks > 0
    assert late.elements[("planning", "draft_plan_late")].passed == late.elements[here].tasks


def test_a_task_that_a_deadline_takes_away_counts_as_undone():
    figures = lab.simulate(
        version(nothing), trial(delay=lab.around({"agree_plan": 90 * DAY}, HOUR, spread=0)), runs=2, seed=1
    )
    load = figures.elements[("planning", "agree_plan")]
    assert load.undone == load.tasks > 0
    assert figures.elements[("planning", "take_over_plan")].passed == load.tasks


def test_two_versions_on_the_same_cards_differ_only_where_they_are_drawn_differently():
    to_coaching = trial(operations=lambda chance: Pinned(stories()["cycle_to_coaching"].operations))

    def runs(edit):
        return lab.simulate(version(edit), to_coaching, runs=10, seed="both")

    same = lab.contrast(runs(nothing), runs(nothing), ["predicate"])
    assert same.differing == ()
    more = lab.contrast(runs(nothing), runs(task_inserted), ["predicate"])
    assert [run.new for run in more.differing] == [NEW] * 10
    assert not more.changes("predicate")
    short = lab.contrast(runs(nothing), runs(condition_changed), ["sessions_held"])
    assert {run.old for run in short.differing} == {"next_session"}
    assert all(int(new) < int(old) for old, new in short.changes("sessions_held"))


def test_a_run_that_cannot_end_says_where_and_why():
    endless = {**given_answers(), "agree_plan": [{"decision": "revise"}], "take_over_plan": [{"decision": "revise"}]}
    figures = lab.simulate(
        version(nothing), trial(answer=lab.from_past(endless, lambda item, chance: {}), most_steps=60), runs=2, seed=1
    )
    assert {run.ended for run in figures.stuck} == {"endless"}
    failing = trial(operations=lambda chance: lambda name, inputs: 1 / 0)
    (run,) = lab.simulate(version(nothing), failing, runs=1, seed=1).stuck
    assert run.ended == "failed"
    assert "ZeroDivisionError" in run.reason("id")


def test_a_run_that_waits_for_a_message_stands_still_there():
    xml = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d">'
        b'<message id="m" name="news"/><process id="p" isExecutable="true"><startEvent id="s"/>'
        b'<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
        b'<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="c"/>'
        b'<sequenceFlow id="g" sourceRef="c" targetRef="e"/></process></definitions>'
    )
    (run,) = lab.simulate(workflows.compile({"p.bpmn": xml}), trial(), runs=1, seed=1).stuck
    assert (run.ended, run.element) == ("waiting", "c")
    assert "“news”" in run.reason("en")


def test_figures_are_plain_json_for_whoever_draws_them():
    plain = lab.simulate(workflows.compile(pack()), trial(), runs=2, seed=1).plain(["predicate"])
    assert plain["runs"] == plain["finished"] == 2
    assert sum(plain["results"]["predicate"].values()) == 2
    assert {"process", "element", "passed", "tasks", "late", "undone", "hours"} == set(plain["elements"][0])
