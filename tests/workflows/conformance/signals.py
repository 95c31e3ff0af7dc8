"""Messages and signals: thrown and caught, within a case, between cases and from outside."""

from sketch import (
    around,
    border,
    catch,
    declared,
    definition,
    end,
    fork,
    listening,
    message,
    one,
    person,
    start,
    step,
    throw,
)

from conformance import Case, refused

M, F = listening("m"), definition("signal", "f")
EXTRA = message("m", "=employee") + message("plain") + declared("signal", "f")
WHO = (("employee", 7), ("other", 8))


def bundle(*steps: str, flows: str) -> dict[str, bytes]:
    return one(*steps, flows=flows, extra=EXTRA)


def case(element: str, variant: str, *steps: str, do: tuple[str, ...], path: str, flows: str, **more) -> Case:
    return Case(element, variant, bundle(*steps, flows=flows), do, path, variables=WHO, **more)


def _border(inner: str, *, interrupting: bool) -> tuple[str, ...]:
    return (start(), person("a"), border("b", "a", inner, interrupting=interrupting), end(), end("eb"))


def _around(inner: str, *, interrupting: bool) -> tuple[str, ...]:
    event = around("x", inner, person("u"), end("ex"), flows="sx -> u -> ex", interrupting=interrupting)
    return (start(), person("a"), end(), event)


def _caught(kind: str, inner: str, heard: str) -> tuple[Case, ...]:
    """What messages and signals have in common: where they can be caught."""
    edge, scope = "s -> a -> e\nb -> eb", "s -> a -> e"
    caught = f"{kind} caught"
    return (
        case(caught, "as the start", step("startEvent", "s", inner), end(), do=(heard,), path="s e", flows="s -> e"),
        case(
            caught, "between steps", start(), catch("c", inner), end(), do=(heard,), path="s c e", flows="s -> c -> e"
        ),
        case(
            caught,
            "on a border, interrupting",
            *_border(inner, interrupting=True),
            do=(heard,),
            path="s b eb",
            flows=edge,
        ),
        case(
            *(caught, "on a border, not interrupting, again and again", *_border(inner, interrupting=False)),
            do=(heard, heard, "do a"),
            path="s b eb b eb a e",
            flows=edge,
        ),
        case(
            *(caught, "by an event sub-process, interrupting", *_around(inner, interrupting=True)),
            do=(heard, "do u"),
            path="s sx u ex x",
            flows=scope,
        ),
        case(
            *(
                caught,
                "by an event sub-process, not interrupting, again and again",
                *_around(inner, interrupting=False),
            ),
            do=(heard, "do a", heard, "do u", "do u"),
            path="s sx a e sx u ex x u ex x",
            flows=scope,
        ),
    )


def _both(inner: str, thrown: str, kind: str) -> tuple[str, ...]:
    """One branch waits while the other one throws."""
    return (start(), fork("f1"), catch("c", inner), person("a"), throw("t", thrown), end(), end("e2"))


BOTH = "s -> f1 -> c -> e\nf1 -> a -> t -> e2"
STARTS = (start(), step("startEvent", "s2", M), person("a"), end(), step("exclusiveGateway", "x"))

CASES = (
    *_caught("Message", M, "hear m 7"),
    refused(
        "Message caught",
        "as a start beside a plain one",
        bundle(*STARTS, flows="s -> x -> a -> e\ns2 -> x"),
        "start.unused",
    ),
    case(
        "Message caught",
        "as one start of several, the first to happen",
        *(step("startEvent", "s1", M), step("startEvent", "s2", F), end(), end("e2")),
        do=("signal f",),
        path="s2 e2",
        flows="s1 -> e\ns2 -> e2",
    ),
    case(
        "Message thrown",
        "between steps, to another case",
        start(),
        throw("t", M),
        end(),
        do=(),
        path="s t e",
        flows="s -> t -> e",
        out="m",
    ),
    case("Message thrown", "at the end", start(), end("e", M), do=(), path="s e", flows="s -> e", out="m"),
    case("Message thrown", "within the case", *_both(M, M, "m"), do=("do a",), path="s f1 a t c e2 e", flows=BOTH),
    case(
        "Message thrown",
        "with a key that nobody here waits for",
        *(start(), fork("f1"), catch("c", M), person("a"), throw("t", M, {"employee": "=other"}), end(), end("e2")),
        do=("do a", "hear m 7"),
        path="s f1 a t e2 c e",
        flows=BOTH,
        out="m",
    ),
    refused(
        "Message thrown",
        "without a name",
        bundle(start(), throw("t", "<bpmn:messageEventDefinition/>"), end(), flows="s -> t -> e"),
        "message.missing",
    ),
    *_caught("Signal", F, "signal f"),
    case(
        "Signal thrown",
        "between steps, to other cases",
        start(),
        throw("t", F),
        end(),
        do=(),
        path="s t e",
        flows="s -> t -> e",
        out="f",
    ),
    case("Signal thrown", "at the end", start(), end("e", F), do=(), path="s e", flows="s -> e", out="f"),
    case(
        "Signal thrown",
        "to all who wait in the case",
        *_both(F, F, "f"),
        do=("do a",),
        path="s f1 a t c e2 e",
        flows=BOTH,
        out="f",
    ),
    refused(
        "Signal thrown",
        "without a name",
        bundle(start(), throw("t", "<bpmn:signalEventDefinition/>"), end(), flows="s -> t -> e"),
        "signal.missing",
    ),
    refused(
        "Other events",
        "condition",
        bundle(start(), catch("c", "<bpmn:conditionalEventDefinition/>"), end(), flows="s -> c -> e"),
        "event.unsupported",
    ),
    refused(
        "Other events",
        "cancel",
        bundle(start(), end("e", "<bpmn:cancelEventDefinition/>"), flows="s -> e"),
        "event.unsupported",
    ),
    refused(
        "Other events",
        "several triggers on one event",
        bundle(start(), catch("c", M + F), end(), flows="s -> c -> e"),
        "event.several",
    ),
)
