"""Gateways: alone, in loops, one within another."""

from shapes import JOINS_IN_A_LOOP, merge
from sketch import (
    catch,
    choice,
    declared,
    definition,
    end,
    fork,
    listening,
    message,
    one,
    person,
    script,
    some,
    start,
    step,
    timer,
)

from conformance import Case, refused

COUNT = (("n", 0), ("limit", 3))
TWO = (start(), person("a"), person("b"), end())
RACE = (
    start(),
    merge("k"),
    step("eventBasedGateway", "g"),
    catch("hear", listening("m")),
    catch("late", timer("P3D")),
    catch("flare", definition("signal", "f")),
    choice("x", "e"),
    end(),
    end("e2"),
    end("e3"),
)
RACE_FLOWS = "s -> k -> g -> hear -> x -> e\ng -> late -> e2\ng -> flare -> e3\nx -> k | =n < limit"


def race(*steps: str, path: str, variant: str, n: int = 9) -> Case:
    bundle = one(*RACE, flows=RACE_FLOWS, extra=message("m") + declared("signal", "f"))
    return Case("Event-based gateway", variant, bundle, steps, path, variables=(("n", n), ("limit", 1)))


def _race_in_a_loop() -> Case:
    bundle = one(
        *(start(), merge("k"), script("c", "n = n + 1"), step("eventBasedGateway", "g"), catch("hear", listening("m"))),
        *(catch("late", timer("P3D")), choice("x", "e"), end(), end("e2")),
        flows="s -> k -> c -> g -> hear -> x -> e\ng -> late -> e2\nx -> k | =n < limit",
        extra=message("m"),
    )
    path = "s k c g hear x k c g hear x k c g late e2"
    return Case("Event-based gateway", "in a loop", bundle, ("hear m", "hear m", "wait 3"), path, variables=COUNT)


NESTED = one(
    *(start(), fork("f"), some("o", "oj"), person("a"), person("b"), some("oj"), person("c"), fork("j"), end()),
    flows="s -> f -> o -> oj -> j -> e\no -> a | =true\no -> b | =true\na -> oj\nb -> oj\nf -> c -> j",
)
INCLUSIVE = one(
    *(start(), some("o", "c"), person("a"), person("b"), person("c"), some("oj"), end()),
    flows="s -> o\no -> a | =x > 0\no -> b | =x > 1\no -> c\na -> oj -> e\nb -> oj\nc -> oj",
)

CASES = (
    Case(
        "Exclusive gateway",
        "the first condition that holds",
        one(
            start(),
            choice("g", "e3"),
            end("e1"),
            end("e2"),
            end("e3"),
            flows="s -> g\ng -> e1 | =x > 5\ng -> e2 | =x > 1\ng -> e3",
        ),
        path="s g e1",
        variables=(("x", 9),),
    ),
    Case(
        "Exclusive gateway",
        "the default",
        one(start(), choice("g", "e3"), end("e1"), end("e3"), flows="s -> g\ng -> e1 | =x > 5\ng -> e3"),
        path="s g e3",
    ),
    Case(
        "Exclusive gateway",
        "as a loop",
        one(
            start(),
            merge(),
            person("a"),
            script("c", "n = n + 1"),
            choice("x", "e"),
            end(),
            flows="s -> m -> a -> c -> x -> e\nx -> m | =n < 2",
        ),
        ("do a", "do a"),
        "s m a c x m a c x e",
        variables=COUNT,
    ),
    refused(
        "Exclusive gateway",
        "conditions without a default",
        one(start(), choice("g"), end(), end("e2"), flows="s -> g\ng -> e | =x\ng -> e2 | =not(x)"),
        "gateway.no-default",
    ),
    Case(
        "Parallel gateway",
        "fork and join",
        one(*TWO, fork("f"), fork("j"), flows="s -> f -> a -> j -> e\nf -> b -> j"),
        ("do b", "do a"),
        "s f b a j e",
    ),
    Case("Parallel gateway", "around an inclusive one", NESTED, ("do c", "do b", "do a"), "s f o c b a oj j e"),
    Case(
        "Parallel gateway",
        "a branch that ends by itself",
        one(*TWO, fork("f"), end("e2"), flows="s -> f -> a -> e\nf -> b -> e2"),
        ("do b", "do a"),
        "s f b e2 a e",
    ),
    Case(
        "Parallel gateway",
        "in a loop, with inclusive gateways",
        JOINS_IN_A_LOOP,
        ("do b", "do a", "do q", "do a", "do b", "do q", "do b", "do a", "do r"),
        "s m f b a j o q oj c x m f a b j o q oj c x m f b a j o r oj c x e",
        variables=COUNT,
    ),
    refused(
        "Parallel gateway",
        "as the entry of a loop",
        one(*TWO, fork("j"), choice("x", "e"), flows="s -> j -> a -> x -> e\nx -> j | =y"),
        "join.loop",
        "it would wait for ever",
    ),
    Case("Inclusive gateway", "one way", INCLUSIVE, ("do a",), "s o a oj e", variables=(("x", 1),)),
    Case("Inclusive gateway", "several ways", INCLUSIVE, ("do b", "do a"), "s o b a oj e", variables=(("x", 2),)),
    Case("Inclusive gateway", "the default", INCLUSIVE, ("do c",), "s o c oj e", variables=(("x", 0),)),
    Case(
        "Inclusive gateway",
        "joins tokens that a fork has sent, and waits for none that cannot come",
        one(
            *TWO,
            fork("f"),
            choice("x", "oj"),
            some("oj"),
            end("out"),
            flows="s -> f -> a -> x -> oj -> e\nx -> out | =leave\nf -> b -> oj",
        ),
        ("do b", "do a"),
        "s f b a x out oj e",
        variables=(("leave", True),),
    ),
    race("hear m", variant="a message", path="s k g hear x e"),
    race("wait 3", variant="a timer", path="s k g late e2"),
    race("signal f", variant="a signal", path="s k g flare e3"),
    _race_in_a_loop(),
    Case(
        "Event-based gateway",
        "a receive task",
        one(
            *(
                start(),
                step("eventBasedGateway", "g"),
                step("receiveTask", "r", messageRef="m"),
                catch("late", timer("P3D")),
            ),
            *(end(), end("e2")),
            flows="s -> g -> r -> e\ng -> late -> e2",
            extra=message("m"),
        ),
        ("hear m",),
        "s g r e",
    ),
    refused(
        "Event-based gateway",
        "that starts the process",
        one(
            start(),
            step("eventBasedGateway", "g", instantiate="true"),
            catch("a", timer("P1D")),
            catch("b", timer("P2D")),
            end(),
            end("e2"),
            flows="s -> g -> a -> e\ng -> b -> e2",
        ),
        "gateway.instantiates",
    ),
    refused(
        "Event-based gateway",
        "that waits for all of several events",
        one(
            start(),
            step("eventBasedGateway", "g", eventGatewayType="Parallel"),
            catch("a", timer("P1D")),
            catch("b", timer("P2D")),
            end(),
            end("e2"),
            flows="s -> g -> a -> e\ng -> b -> e2",
        ),
        "gateway.instantiates",
    ),
    refused(
        "Complex gateway",
        "any",
        one(start(), step("complexGateway", "g"), end(), flows="s -> e"),
        "element.unsupported",
    ),
)
