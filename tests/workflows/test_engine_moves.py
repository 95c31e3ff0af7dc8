"""A stored case goes to another version of its process wherever it stands, or is refused with a reason."""

import random
from dataclasses import replace
from os import environ

import conformance
import pytest
from case_walk import Walk
from conformance.table import CASES
from shapes import MODELS
from sketch import (
    around,
    border,
    call,
    catch,
    definition,
    drawing,
    each,
    end,
    fork,
    inside,
    listening,
    mapping,
    message,
    one,
    person,
    process,
    script,
    settings,
    start,
    step,
    throw,
    timer,
    undo,
    undoing,
    zeebe,
)

import workflows
from workflows import engine

WALKS = 6 * int(environ.get("SIKLUS_THOROUGH", "1"))
PLAIN = one(start(), person("a"), end(), flows="s -> a -> e")


def moved(walk: Walk, bundle) -> Walk:
    """The walk in the other version, with the same clock."""
    new = workflows.compile(bundle)
    result = workflows.migrate(walk.process, new, walk.outcome.state, now=walk.now)
    assert [item.id for item in result.kept] == [item.id for item in walk.items]
    assert {(t.id, t.due) for t in result.timers} == {(t.id, t.due) for t in walk.outcome.timers}
    walk.process = new
    walk.outcome = engine.look(new, result.state)
    return walk


def refused(walk: Walk, bundle) -> list[tuple[str, str]]:
    with pytest.raises(workflows.CannotMove) as refusal:
        workflows.migrate(walk.process, workflows.compile(bundle), walk.outcome.state, now=walk.now)
    assert all(reason.sentence(language) for reason in refusal.value.reasons for language in ("en", "id"))
    return [(reason.code, reason.element) for reason in refusal.value.reasons]


@pytest.mark.parametrize("name", MODELS)
def test_moving_to_the_same_drawing_after_every_step_changes_nothing(name):
    twin = workflows.compile(MODELS[name])
    for seed in range(WALKS):
        chance = random.Random(f"{name}{seed}")
        start_with = {"n": 0, "limit": 3, "items": [1, 2, 3]}
        walk, other = Walk(workflows.compile(MODELS[name]), start_with), Walk(twin, start_with)
        while not walk.outcome.finished:
            result = workflows.migrate(walk.process, twin, walk.outcome.state, now=walk.now)
            walk.outcome = engine.look(twin, result.state)
            walk.process = twin
            assert walk.open == other.open
            number = chance.randrange(len(walk.open) + 1)
            if number == len(walk.open):
                for one_of_both in (walk, other):
                    one_of_both.wait(days=6).signal("sig")
            else:
                walk.hand_in(walk.items[number].id)
                other.hand_in(other.items[number].id)
            assert walk.path == other.path


class MovingWalk(Walk):
    """A case that moves, after every step, to another version that is drawn the same."""

    def __init__(self, bundle, *given, **named):
        self.other = workflows.compile(bundle)
        super().__init__(bundle, *given, **named)

    def _keep(self, outcome):
        super()._keep(outcome)
        result = workflows.migrate(self.process, self.other, outcome.state, now=self.now)
        assert {(t.id, t.due) for t in result.timers} == {(t.id, t.due) for t in outcome.timers}
        self.process, self.other = self.other, self.process
        self.outcome = replace(outcome, state=result.state)
        return self


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.verdict == conformance.RUNS], ids=lambda c: f"{c.element} {c.variant}"
)
def test_whatever_the_engine_runs_can_be_moved_at_every_step(case, monkeypatch):
    monkeypatch.setattr(conformance, "Walk", MovingWalk)
    walk = conformance.walked(case)
    assert " ".join(walk.path) == case.path
    assert " ".join(walk.open) == case.left


def test_a_case_stays_when_other_events_are_listened_for_around_it():
    plain = one(start(), person("a"), end(), flows="s -> a -> e", extra=message("m"))
    heard = around("h", listening("m"), person("x"), end("he"), flows="sh -> x -> he")
    with_listener = one(start(), person("a"), heard, end(), flows="s -> a -> e", extra=message("m"))
    assert refused(Walk(plain), with_listener) == [("around", "")]
    assert ("around", "") in refused(Walk(with_listener), plain)


def test_a_case_stays_when_what_it_has_done_can_no_longer_be_undone():
    def drawn(handler):
        parts = (undo("ua", "a", handler), undoing(handler), person("b"), throw("t", definition("compensate")))
        return one(start(), person("a"), *parts, end(), flows="s -> a -> b -> t -> e")

    assert moved(Walk(drawn("xa")).do("a"), drawn("xa")).do("b").open == ["xa"]
    assert refused(Walk(drawn("xa")).do("a"), drawn("xb")) == [("undo", "xa")]


def test_a_step_drawn_right_behind_the_open_task_is_met():
    walk = Walk(PLAIN)
    longer = one(start(), person("a"), person("b"), end(), flows="s -> a -> b -> e")
    assert moved(walk, longer).do("a").open == ["b"]


def test_a_deadline_keeps_its_moment_though_the_new_version_says_otherwise():
    def with_deadline(length):
        late = border("late", "a", timer(length))
        return one(
            start(),
            person("a", due=f'=now() + duration("{length}")'),
            late,
            end(),
            end("e2"),
            flows="s->a->e\nlate->e2",
        )

    walk = Walk(with_deadline("P10D")).wait(days=9)
    walk = moved(walk, with_deadline("P30D"))
    assert walk.wait(days=1).outcome.finished
    assert walk.path[-2:] == ["late", "e2"]


def test_members_of_a_panel_keep_what_they_handed_in():
    def panel(name, *more):
        scored = mapping({}, {"score": "=score"})
        member = step(
            "userTask",
            "judge",
            settings(zeebe("formDefinition", formId="f"), zeebe("assignmentDefinition", assignee="=member"), scored)
            + each("=members", "member", results="scores", result="=score"),
        ).replace('name="judge"', f'name="{name}"')
        chain = " -> ".join(["s", "judge", *(f"x{n}" for n, _ in enumerate(more)), "e"])
        return one(start(), member, *more, end(), flows=chain)

    walk = Walk(panel("judge"), {"members": [7, 8, 9]}).do("judge", 8, score=3)
    walk = moved(walk, panel("Nilai", person("x0")))
    assert {item.name for item in walk.items} == {"Nilai"}
    walk.do("judge", 7, score=1).do("judge", 9, score=5)
    assert walk.variables["scores"] == [1, 3, 5]
    assert walk.open == ["x0"]


def test_a_case_deep_inside_moves_with_all_that_is_around_it():
    def deep(*more):
        chain = " -> ".join(["ss", "a", *more, "se"])
        sub = inside(
            "sp", start("ss"), person("a"), *(person(m) for m in more), end("se"), flows=chain, loop=each("=[1,2]", "i")
        )
        called = process("q", start("qs"), sub, end("qe"), flows="qs -> sp -> qe")
        return {"p.bpmn": drawing(process("p", start(), call("c", "q"), end(), flows="s -> c -> e"), called)}

    walk = moved(Walk(deep()), deep("b"))
    for _ in range(2):
        walk.do("a")
    assert walk.open == ["b", "b"]


def test_a_called_process_may_be_another_one_with_the_same_steps():
    def calling(id_):
        return {
            "p.bpmn": drawing(
                process("p", start(), call("c", id_), end(), flows="s -> c -> e"),
                process(
                    id_, start("qs"), person("a"), person(f"{id_}_next"), end("qe"), flows=f"qs->a->{id_}_next->qe"
                ),
            )
        }

    assert moved(Walk(calling("q")), calling("r")).do("a").open == ["r_next"]
    assert refused(Walk(calling("q")).do("a"), calling("r")) == [("gone", "q_next")]


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (one(start(), person("b"), end(), flows="s -> b -> e"), ("gone", "a")),
        (one(start(), script("a", "x = 1"), person("b"), end(), flows="s -> a -> b -> e"), ("kind", "a")),
        (one(start(), person("a", each("=[1]", "i")), end(), flows="s -> a -> e"), ("loop", "a")),
        (one(start(), person("a", assignee="=missing"), end(), flows="s -> a -> e"), ("nobody", "a")),
        (
            one(start(), inside("sp", start("ss"), person("a"), end("se"), flows="ss->a->se"), end(), flows="s->sp->e"),
            ("gone", "a"),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_case_stays_where_its_open_task_has_no_counterpart(new, reason):
    assert refused(Walk(PLAIN), new) == [reason]


@pytest.mark.parametrize("redrawn", [{"inner": timer("P1D")}, {"inner": listening("m"), "interrupting": False}])
def test_a_deadline_that_waits_keeps_the_case_when_its_event_is_another_one(redrawn):
    def drawn(inner, *, interrupting=True):
        late = border("late", "a", inner, interrupting=interrupting)
        return one(start(), person("a"), late, end(), end("e2"), flows="s->a->e\nlate->e2", extra=message("m"))

    assert ("border", "a") in refused(Walk(drawn(timer("P1D"), interrupting=False)), drawn(**redrawn))


def test_a_wait_for_a_message_does_not_become_a_wait_for_a_moment():
    hearing = one(start(), catch("c", listening("m")), end(), flows="s -> c -> e", extra=message("m"))
    ticking = one(start(), catch("c", timer("P1D")), end(), flows="s -> c -> e")
    assert refused(Walk(hearing), ticking) == [("event", "c")]


BRANCHES = "s -> f -> a -> j -> e\nf -> b -> j"


def test_a_branch_that_waits_for_another_moves_with_it():
    forked = one(start(), fork("f"), person("a"), person("b"), fork("j"), end(), flows=BRANCHES)
    longer = one(
        start(),
        fork("f"),
        person("a"),
        person("b"),
        fork("j"),
        person("z"),
        end(),
        flows=BRANCHES.replace("j -> e", "j -> z -> e"),
    )
    assert moved(Walk(forked).do("a"), longer).do("b").open == ["z"]


def test_a_branch_that_waits_stays_when_other_branches_lead_there():
    forked = one(start(), fork("f"), person("a"), person("b"), fork("j"), end(), flows=BRANCHES)
    third = one(
        start(), fork("f"), person("a"), person("b"), person("c"), fork("j"), end(), flows=BRANCHES + "\nf -> c -> j"
    )
    assert refused(Walk(forked).do("a"), third) == [("join", "j")]


def test_a_task_gets_the_inputs_that_its_new_form_asks_for():
    def asking(**inputs):
        extensions = settings(
            zeebe("formDefinition", formId="f"), zeebe("assignmentDefinition", assignee="=1"), mapping(inputs, {})
        )
        return one(start(), step("userTask", "a", extensions), end(), flows="s -> a -> e")

    walk = moved(Walk(asking(x="=known"), {"known": 5}), asking(x="=known", y="=known + 1"))
    assert walk.items[0].inputs == {"x": 5, "y": 6}


def test_bytes_that_are_no_case_are_refused_as_such():
    plain = workflows.compile(PLAIN)
    with pytest.raises(workflows.EngineError):
        workflows.migrate(plain, plain, b"nonsense", now=Walk(PLAIN).now)
