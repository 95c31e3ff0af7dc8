"""Errors and escalations: where they are thrown, who catches them, and what is interrupted at once."""

from sketch import (
    around,
    border,
    call,
    declared,
    definition,
    drawing,
    end,
    fork,
    inside,
    one,
    person,
    process,
    service,
    start,
    throw,
)

from conformance import Case, refused

ERR, ANY_ERR = definition("error", "err"), definition("error")
ESC, ANY_ESC = definition("escalation", "esc"), definition("escalation")
EXTRA = declared("error", "err") + declared("error", "failed") + declared("escalation", "esc")


def bundle(*steps: str, flows: str) -> dict[str, bytes]:
    return one(*steps, flows=flows, extra=EXTRA)


def _inside(thrown: str) -> str:
    """A sub-process where one branch throws at its end while another one still works."""
    return inside(
        "i", start("is"), fork("g"), person("w"), end("ie"), end("x", thrown), flows="is -> g -> w -> ie\ng -> x"
    )


OUTER = "s -> i -> e\nb -> eb"


def _on_border(thrown: str, caught: str, *, interrupting: bool = True) -> dict[str, bytes]:
    edge = border("b", "i", caught, interrupting=interrupting)
    return bundle(start(), _inside(thrown), edge, end(), end("eb"), flows=OUTER)


def _called(thrown: str, caught: str, *, interrupting: bool = True) -> dict[str, bytes]:
    sub = process(
        "sub", start("is"), fork("g"), person("w"), end("ie"), end("x", thrown), flows="is -> g -> w -> ie\ng -> x"
    )
    edge = border("b", "c", caught, interrupting=interrupting)
    main = process("p", start(), call("c", "sub"), edge, end(), end("eb"), flows="s -> c -> e\nb -> eb")
    return {"p.bpmn": drawing(main, EXTRA), "sub.bpmn": drawing(sub, EXTRA)}


def _scope(thrown: str, caught: str, *, interrupting: bool = True) -> dict[str, bytes]:
    """Both an event sub-process in the scope and an event on its border could catch."""
    event = around("v", caught, end("ev"), flows="sv -> ev", interrupting=interrupting)
    sub = inside(
        "i", start("is"), fork("g"), person("w"), end("ie"), end("x", thrown), event, flows="is -> g -> w -> ie\ng -> x"
    )
    return bundle(start(), sub, border("b", "i", caught), end(), end("eb"), flows=OUTER)


def _operation(*edges: str, flows: str) -> dict[str, bytes]:
    return bundle(start(), service("a", "fail"), *edges, end(), end("eb"), flows="s -> a -> e\n" + flows)


def _escalating(*edges: str, flows: str = "") -> dict[str, bytes]:
    sub = inside("i", start("is"), throw("t", ESC), person("w"), end("ie"), flows="is -> t -> w -> ie")
    return bundle(start(), sub, *edges, end(), end("eb"), flows=f"s -> i -> e\n{flows}")


E, S = "Error", "Escalation"
CASES = (
    Case(E, "end event, caught on the border of the sub-process", _on_border(ERR, ERR), path="s is g x b eb"),
    Case(E, "end event, caught on the border of the call activity", _called(ERR, ERR), path="s is g x b eb"),
    Case(E, "caught by an event for any error", _on_border(ERR, ANY_ERR), path="s is g x b eb"),
    Case(E, "caught by an event sub-process before one on the border", _scope(ERR, ERR), path="s is g x sv ev v i e"),
    Case(
        E,
        "thrown by an event sub-process goes to the border",
        bundle(
            *(start(), person("a"), border("b", "i", ERR), end(), end("eb")),
            inside(
                "i", start("is"), end("x", ERR), around("v", ERR, end("ev", ERR), flows="sv -> ev"), flows="is -> x"
            ),
            flows="s -> a -> i -> e\nb -> eb",
        ),
        ("do a",),
        "s a is x sv ev b eb",
    ),
    Case(
        E,
        "of an operation, on the border of the service task",
        _operation(border("b", "a", definition("error", "failed")), flows="b -> eb"),
        path="s b eb",
    ),
    Case(
        E,
        "of an operation, from inside of a sub-process",
        bundle(
            *(start(), inside("i", start("is"), service("a", "fail"), end("ie"), flows="is -> a -> ie")),
            *(border("b", "i", ANY_ERR), end(), end("eb")),
            flows=OUTER,
        ),
        path="s is b eb",
    ),
    Case(
        E,
        "of an operation, in an event sub-process",
        _operation(around("v", ANY_ERR, end("ev"), flows="sv -> ev"), flows=""),
        path="s sv ev v",
    ),
    refused(E, "that nothing catches", bundle(start(), end("e", ERR), flows="s -> e"), "error.uncaught"),
    refused(
        E,
        "caught without interrupting",
        bundle(start(), _inside(ERR), border("b", "i", ERR, interrupting=False), end(), end("eb"), flows=OUTER),
        "error.interrupting",
    ),
    refused(
        E,
        "caught on the border of a user task",
        bundle(start(), person("a"), border("b", "a", ERR), end(), end("eb"), flows="s -> a -> e\nb -> eb"),
        "error.host",
    ),
    refused(E, "end event that names no error", bundle(start(), end("e", ANY_ERR), flows="s -> e"), "error.missing"),
    refused(
        E, "thrown between steps", bundle(start(), throw("t", ERR), end(), flows="s -> t -> e"), "event.unsupported"
    ),
    Case(
        S,
        "thrown between steps, caught on a border, interrupting",
        _escalating(border("b", "i", ESC), flows="b -> eb"),
        path="s is t b eb",
    ),
    Case(
        S,
        "thrown between steps, caught on a border, not interrupting",
        _escalating(border("b", "i", ESC, interrupting=False), flows="b -> eb"),
        ("do w",),
        "s is t b eb w ie i e",
    ),
    Case(S, "that nothing catches", _escalating(end("unused")), ("do w",), "s is t w ie i e", note="goes on"),
    Case(S, "end event, interrupting", _on_border(ESC, ESC), path="s is g x b eb"),
    Case(
        S, "end event, not interrupting", _on_border(ESC, ESC, interrupting=False), ("do w",), "s is g x b eb w ie i e"
    ),
    Case(S, "out of a call activity, interrupting", _called(ESC, ANY_ESC), path="s is g x b eb"),
    Case(
        S,
        "out of a call activity, not interrupting",
        _called(ESC, ESC, interrupting=False),
        ("do w",),
        "s is g x b eb w ie c e",
    ),
    Case(
        S,
        "caught by an event sub-process before one on the border, interrupting",
        _scope(ESC, ESC),
        path="s is g x sv ev v i e",
    ),
    Case(
        S,
        "caught by an event sub-process, not interrupting",
        _scope(ESC, ESC, interrupting=False),
        ("do w",),
        "s is g x sv ev v w ie i e",
    ),
    refused(
        S,
        "caught on the border of a user task",
        bundle(start(), person("a"), border("b", "a", ESC), end(), end("eb"), flows="s -> a -> e\nb -> eb"),
        "escalation.host",
    ),
    refused(
        S, "that names none", bundle(start(), throw("t", ANY_ESC), end(), flows="s -> t -> e"), "escalation.missing"
    ),
)
