"""Small diagrams whose shapes are known to break process engines; each ends whatever order work is done in."""

from sketch import (
    again_while,
    around,
    border,
    catch,
    choice,
    declared,
    definition,
    each,
    end,
    fork,
    inside,
    link,
    listening,
    message,
    one,
    person,
    script,
    some,
    start,
    step,
    throw,
    timer,
    undo,
    undoing,
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

UNDOING_IN_A_LOOP = one(
    start(),
    merge(),
    inside(
        "i",
        start("is"),
        fork("g"),
        person("a"),
        person("b"),
        *(undo("ua", "a", "xa"), undo("ub", "b", "xb"), undoing("xa"), undoing("xb")),
        fork("h"),
        throw("t", definition("escalation", "esc")),
        person("z"),
        around(
            "v",
            definition("escalation", "esc"),
            script("vc", COUNT),
            end("ve"),
            flows="sv -> vc -> ve",
            interrupting=False,
        ),
        end("ie"),
        flows="is -> g -> a -> h -> t -> z -> ie\ng -> b -> h",
    ),
    reminder("late", "i", interrupting=True),
    person("d"),
    *(undo("ud", "d", "xd"), undoing("xd")),
    choice("x", "back"),
    throw("back", definition("compensate")),
    end(),
    end("e2"),
    extra=declared("escalation", "esc"),
    flows="s -> m -> i -> d -> x -> back -> e\nlate -> e2\nx -> m | =n < 2",
)

SIGNALS_AROUND_A_SCOPE = one(
    start(),
    fork("f"),
    inside(
        "i",
        start("is"),
        person("a"),
        throw("t", definition("signal", "sig")),
        person("b"),
        end("ie"),
        around("w", listening("msg"), script("wc", COUNT), end("we"), flows="sw -> wc -> we", interrupting=False),
        around("v", definition("signal", "other"), person("u"), end("ve"), flows="sv -> u -> ve"),
        flows="is -> a -> t -> b -> ie",
    ),
    border("heard", "i", definition("signal", "sig"), interrupting=False),
    script("hc", COUNT),
    person("c"),
    border("again", "c", timer("R2/P7D", "Cycle"), interrupting=False),
    script("ac", COUNT),
    catch("until", definition("signal", "sig")),
    step("inclusiveGateway", "j"),
    *(end(), end("e2"), end("e3")),
    extra=declared("signal", "sig") + declared("signal", "other") + message("msg"),
    flows="s -> f -> i -> j -> e\nf -> c -> until -> j\nheard -> hc -> e2\nagain -> ac -> e3",
)

ERRORS_FROM_RUNS = one(
    start(),
    inside(
        "i",
        start("is"),
        person("a"),
        choice("x", "ie"),
        end("ie"),
        end("failed", definition("error", "err")),
        flows="is -> a -> x -> ie\nx -> failed | =last > 4",
        loop=each("=items", "it"),
    ),
    border("caught", "i", definition("error", "err")),
    *(link("from", "L"), link("to", "L", "intermediateCatchEvent")),
    *(person("z"), end(), end("e2")),
    extra=declared("error", "err"),
    flows="s -> i -> from\nto -> z -> e\ncaught -> e2",
)

MODELS = {name: bundle for name, bundle in globals().items() if isinstance(bundle, dict) and "p.bpmn" in bundle}
