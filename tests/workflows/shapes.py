"""Eight small diagrams whose shapes are known to break process engines; each ends whatever order work is done in."""

from sketch import (
    again_while,
    border,
    catch,
    choice,
    each,
    end,
    fork,
    inside,
    one,
    person,
    script,
    some,
    start,
    step,
    timer,
)

COUNT = "n = n + 1"


def merge(id_: str = "m") -> str:
    return step("exclusiveGateway", id_)


def reminder(id_: str, host: str, *, interrupting: bool = False) -> str:
    return border(id_, host, timer("P5D"), interrupting=interrupting)


LOOP_WITH_REMINDER = one(
    start(),
    merge(),
    person("a"),
    reminder("r", "a"),
    person("reminded"),
    end("er"),
    person("b"),
    script("c", COUNT),
    choice("x", "e"),
    end(),
    flows="s -> m -> a -> b -> c -> x -> e\nr -> reminded -> er\nx -> m | =n < limit",
)

BRANCH_ENDS_OTHER_LOOPS = one(
    start(),
    fork("f"),
    person("q"),
    end("eq"),
    merge(),
    person("a"),
    person("b"),
    script("c", COUNT),
    choice("x", "e"),
    end(),
    flows="s -> f -> q -> eq\nf -> m -> a -> b -> c -> x -> e\nx -> m | =n < limit",
)

JOIN_THEN_LOOPING_SUB_PROCESS = one(
    start(),
    fork("f"),
    person("a"),
    person("b"),
    person("c"),
    fork("j"),
    inside(
        "sp",
        start("ss"),
        merge("sm"),
        person("sa"),
        person("sb"),
        script("sc", COUNT),
        choice("sx", "se"),
        end("se"),
        flows="ss -> sm -> sa -> sb -> sc -> sx -> se\nsx -> sm | =n < limit",
    ),
    reminder("late", "sp", interrupting=True),
    person("after_late"),
    person("z"),
    end(),
    end("e2"),
    flows="s -> f -> a -> j\nf -> b -> j\nf -> c -> j\nj -> sp -> z -> e\nlate -> after_late -> e2",
)


def _visits(id_: str, results: str, *, turn: bool) -> str:
    return inside(
        id_,
        start(id_ + "s"),
        person(id_ + "u"),
        script(id_ + "c", "double = it * 2"),
        person(id_ + "v"),
        end(id_ + "e"),
        flows=f"{id_}s -> {id_}u -> {id_}c -> {id_}v -> {id_}e",
        loop=each("=items", "it", results=results, result="=double", turn=turn),
    )


SUB_PROCESS_PER_ELEMENT = one(
    start(),
    _visits("v", "side_by_side", turn=False),
    person("mid"),
    _visits("q", "in_turn", turn=True),
    reminder("r", "q"),
    person("reminded"),
    end("er"),
    person("z"),
    end(),
    flows="s -> v -> mid -> q -> z -> e\nr -> reminded -> er",
)

REPEATED_SUB_PROCESS = one(
    start(),
    inside(
        "lp",
        start("ls"),
        person("la"),
        reminder("lr", "la"),
        person("lreminded"),
        end("ler"),
        person("lb"),
        script("lc", COUNT),
        end("le"),
        flows="ls -> la -> lb -> lc -> le\nlr -> lreminded -> ler",
        loop=again_while("=n < limit"),
    ),
    person("z"),
    end(),
    flows="s -> lp -> z -> e",
)

DEADLINES_IN_A_ROW = one(
    start(),
    person("a"),
    reminder("n1", "a"),
    reminder("i1", "a", interrupting=True),
    person("reminded"),
    end("er"),
    person("escalated"),
    merge(),
    person("b"),
    reminder("n2", "b"),
    person("reminded2"),
    end("er2"),
    person("c"),
    end(),
    flows="s -> a -> m\ni1 -> escalated -> m\nn1 -> reminded -> er\nm -> b -> c -> e\nn2 -> reminded2 -> er2",
)

FORK_WITHIN_A_BRANCH = one(
    start(),
    fork("f"),
    person("a"),
    fork("g"),
    person("b1"),
    person("b2"),
    person("pre"),
    fork("j"),
    catch("pause", timer("P1D")),
    end(),
    flows="s -> f -> a -> j\nf -> pre -> g -> b1 -> j\ng -> b2 -> j\nj -> pause -> e",
)

JOINS_IN_A_LOOP = one(
    start(),
    merge(),
    fork("f"),
    person("a"),
    person("b"),
    fork("j"),
    some("o", "r"),
    person("r"),
    person("q"),
    some("oj"),
    script("c", COUNT),
    choice("x", "e"),
    end(),
    flows="s -> m -> f -> a -> j\nf -> b -> j\nj -> o\no -> r\no -> q | =n < 2\nr -> oj\nq -> oj\noj -> c -> x -> e\n"
    "x -> m | =n < limit",
)

MODELS = {name: bundle for name, bundle in globals().items() if isinstance(bundle, dict) and "p.bpmn" in bundle}
