"""Ends that take all along, links, sub-processes that events start, and undoing what was done."""

from shapes import merge
from sketch import (
    again_while,
    around,
    border,
    choice,
    declared,
    definition,
    end,
    fork,
    inside,
    link,
    listening,
    message,
    one,
    person,
    script,
    start,
    step,
    throw,
    timer,
    undo,
    undoing,
)

from conformance import Case, refused

STOP = "<bpmn:terminateEventDefinition/>"
BACK = definition("compensate")
ERR = definition("error", "err")


def caught(id_: str, name: str) -> str:
    return link(id_, name, "intermediateCatchEvent")


def _undone(*more: str, flows: str = "s -> a -> b -> t -> e", thrown: str = BACK) -> dict[str, bytes]:
    """Two activities, each with one that undoes it."""
    return one(
        *(
            start(),
            person("a"),
            person("b"),
            undo("ua", "a", "xa"),
            undo("ub", "b", "xb"),
            undoing("xa"),
            undoing("xb"),
        ),
        *(throw("t", thrown), end(), *more),
        flows=flows,
    )


def _nested(thrown: str = BACK) -> dict[str, bytes]:
    sub = inside("i", start("is"), person("a"), undo("ua", "a", "xa"), undoing("xa"), end("ie"), flows="is -> a -> ie")
    return one(
        *(start(), sub, person("b"), undo("ub", "b", "xb"), undoing("xb"), throw("t", thrown), end()),
        flows="s -> i -> b -> t -> e",
    )


CONFUSED = inside(
    "j",
    start("js"),
    person("a"),
    undo("ua", "a", "xa"),
    undoing("xa"),
    end("je"),
    flows="js -> a -> je",
    loop=again_while("=again"),
)
T, L, V, C = "Terminate end", "Link", "Event sub-process", "Compensation"
CASES = (
    Case(
        T,
        "of a process",
        one(start(), fork("f"), person("a"), person("b"), end(), end("x", STOP), flows="s -> f -> a -> e\nf -> b -> x"),
        ("do b",),
        "s f b x",
    ),
    Case(
        T,
        "of a sub-process ends only that",
        one(
            *(
                start(),
                inside(
                    "i",
                    start("is"),
                    fork("f"),
                    person("a"),
                    person("b"),
                    end("ie"),
                    end("x", STOP),
                    flows="is -> f -> a -> ie\nf -> b -> x",
                ),
            ),
            *(person("z"), end()),
            flows="s -> i -> z -> e",
        ),
        ("do b", "do z"),
        "s is f b x i z e",
    ),
    Case(
        T,
        "of an event sub-process ends only that",
        one(
            start(),
            person("a"),
            end(),
            around("v", listening("m"), end("ev", STOP), flows="sv -> ev", interrupting=False),
            flows="s -> a -> e",
            extra=message("m"),
        ),
        ("hear m", "do a"),
        "s sv ev v a e",
    ),
    Case(
        L,
        "forward",
        one(start(), link("t", "L"), caught("c", "L"), person("a"), end(), flows="s -> t\nc -> a -> e"),
        ("do a",),
        "s t c a e",
    ),
    Case(
        L,
        "backward, from two places",
        one(
            *(
                start(),
                merge(),
                caught("c", "L"),
                person("a"),
                choice("x", "e"),
                link("t1", "L"),
                choice("y", "t2"),
                link("t2", "L"),
                end(),
                script("k", "n = n + 1"),
            ),
            flows="s -> m -> a -> k -> x -> e\nc -> m\nx -> y | =n < 3\ny -> t1 | =n = 1\ny -> t2",
        ),
        ("do a", "do a", "do a"),
        "s m a k x y t1 c m a k x y t2 c m a k x e",
        variables=(("n", 0),),
    ),
    Case(
        L,
        "before an inclusive join",
        one(
            *(
                start(),
                fork("f"),
                person("a"),
                person("b"),
                link("t", "L"),
                caught("c", "L"),
                step("inclusiveGateway", "o"),
                end(),
            ),
            flows="s -> f -> a -> o -> e\nf -> b -> t\nc -> o",
        ),
        ("do a", "do b"),
        "s f a b t c o e",
    ),
    refused(L, "to nowhere", one(start(), link("t", "L"), flows="s -> t"), "link.no-catch"),
    refused(
        L, "from nowhere", one(start(), caught("c", "L"), end(), end("e2"), flows="s -> e\nc -> e2"), "link.no-throw"
    ),
    refused(
        L,
        "to two places",
        one(
            start(),
            link("t", "L"),
            caught("c", "L"),
            caught("d", "L"),
            end(),
            end("e2"),
            flows="s -> t\nc -> e\nd -> e2",
        ),
        "link.twice",
    ),
    refused(
        L,
        "with a flow beside it",
        one(start(), link("t", "L"), caught("c", "L"), end(), end("e2"), flows="s -> t -> e2\nc -> e"),
        "link.flow",
    ),
    Case(
        V,
        "keeps its scope open while it runs, not while it listens",
        one(
            *(
                start(),
                inside(
                    "i",
                    start("is"),
                    person("a"),
                    end("ie"),
                    around("v", listening("m"), person("u"), end("ev"), flows="sv -> u -> ev", interrupting=False),
                    flows="is -> a -> ie",
                ),
            ),
            *(person("z"), end()),
            flows="s -> i -> z -> e",
            extra=message("m"),
        ),
        ("hear m", "do a", "do u", "do z"),
        "s is sv a ie u ev v i z e",
    ),
    Case(
        V,
        "in a sub-process per element of a collection",
        one(
            start(),
            inside(
                "i",
                start("is"),
                person("a"),
                end("ie"),
                around("v", timer("P3D"), person("u"), end("ev"), flows="sv -> u -> ev"),
                flows="is -> a -> ie",
                loop=step("multiInstanceLoopCharacteristics", "mi", "<bpmn:loopCardinality>2</bpmn:loopCardinality>"),
            ),
            end(),
            flows="s -> i -> e",
        ),
        ("do a", "wait 3", "do u"),
        "s is is a ie i sv u ev v i e",
    ),
    refused(
        V,
        "with flows",
        one(start(), end(), around("v", timer("P3D"), end("ev"), flows="sv -> ev"), flows="s -> v -> e"),
        "by-event.flow",
    ),
    refused(
        V,
        "without an event",
        one(start(), end(), around("v", "", end("ev"), flows="sv -> ev"), flows="s -> e"),
        "event.plain",
    ),
    refused(
        V,
        "started for compensation",
        one(start(), end(), around("v", BACK, end("ev"), flows="sv -> ev"), flows="s -> e"),
        "event.unsupported",
    ),
    Case(C, "the last one first", _undone(), ("do a", "do b", "do xb", "do xa"), "s a b xb xa t e"),
    Case(
        C,
        "of one activity",
        _undone(thrown=definition("compensate", activityRef="a")),
        ("do a", "do b", "do xa"),
        "s a b xa t e",
    ),
    Case(
        C,
        "at the end",
        _undone(end("x", BACK), flows="s -> a -> b -> x\nt -> e"),
        ("do a", "do b", "do xb", "do xa"),
        "s a b xb xa x",
    ),
    Case(
        C,
        "only of what is complete",
        _undone(fork("f"), end("e2"), flows="s -> f -> a -> t -> e\nf -> b -> e2"),
        ("do a", "do xa", "do b"),
        "s f a xa t e b e2",
    ),
    Case(
        C,
        "of every completion in a loop",
        _undone(merge(), choice("x", "t"), flows="s -> m -> a -> x -> t -> b -> e\nx -> m | =n < 2"),
        ("do a", "do xa", "do b"),
        "s m a x xa t b e",
        variables=(("n", 9),),
    ),
    Case(
        C,
        "each completion once",
        _undone(throw("t2", BACK), flows="s -> a -> t -> b -> t2 -> e"),
        ("do a", "do xa", "do b", "do xb"),
        "s a xa t b xb t2 e",
    ),
    Case(
        C,
        "from inside of a completed sub-process",
        _nested(),
        ("do a", "do b", "do xb", "do xa"),
        "s is a ie i b xb xa t e",
    ),
    Case(
        C,
        "of one sub-process",
        _nested(definition("compensate", activityRef="i")),
        ("do a", "do b", "do xa"),
        "s is a ie i b xa t e",
    ),
    Case(
        C,
        "from an event sub-process for its scope",
        one(
            *(start(), person("a"), undo("ua", "a", "xa"), undoing("xa"), end("x", ERR)),
            around("v", ERR, throw("t", BACK), end("ev"), flows="sv -> t -> ev"),
            flows="s -> a -> x",
            extra=declared("error", "err"),
        ),
        ("do a", "do xa"),
        "s a x sv xa t ev v",
    ),
    Case(
        C,
        "interrupted by a deadline",
        one(
            *(
                start(),
                inside(
                    "i",
                    start("is"),
                    person("a"),
                    undo("ua", "a", "xa"),
                    undoing("xa"),
                    throw("t", BACK),
                    end("ie"),
                    flows="is -> a -> t -> ie",
                ),
            ),
            *(border("late", "i", timer("P3D")), end(), end("el")),
            flows="s -> i -> e\nlate -> el",
        ),
        ("do a", "wait 3"),
        "s is a late el",
    ),
    refused(
        C,
        "without an activity that undoes",
        one(start(), person("a"), border("ua", "a", BACK), end(), flows="s -> a -> e"),
        "compensation.handler",
    ),
    refused(
        C, "in a repeated sub-process", one(start(), CONFUSED, end(), flows="s -> j -> e"), "compensation.repeated"
    ),
    refused(
        C,
        "of an activity that cannot be undone",
        _undone(thrown=definition("compensate", activityRef="nobody")),
        "compensation.activity",
    ),
    refused(
        C,
        "that is not waited for",
        _undone(thrown=definition("compensate", waitForCompletion="false")),
        "compensation.no-wait",
    ),
    refused(
        C,
        "with a flow to the activity that undoes",
        one(start(), person("a"), undo("ua", "a", "xa"), undoing("xa"), end(), flows="s -> a -> xa -> e"),
        "compensation.flow",
    ),
)
