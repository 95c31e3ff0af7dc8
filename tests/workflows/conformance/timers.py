"""Timers: a date, a duration or a repetition, at every place where an event can stand."""

from sketch import around, border, catch, end, inside, one, person, start, step, timer

from conformance import Case, refused

WRITTEN = {"date": ("2026-01-08T08:00:00Z", "Date"), "duration": ("P3D", "Duration")}
AGAIN = ("R2/P3D", "Cycle")


def _start(written: tuple[str, str]) -> dict[str, bytes]:
    return one(step("startEvent", "s", timer(*written)), person("a"), end(), flows="s -> a -> e")


def _between(written: tuple[str, str]) -> dict[str, bytes]:
    return one(start(), catch("t", timer(*written)), end(), flows="s -> t -> e")


def _border(written: tuple[str, str], *, interrupting: bool) -> dict[str, bytes]:
    edge = border("t", "a", timer(*written), interrupting=interrupting)
    return one(start(), person("a"), edge, end(), end("late"), flows="s -> a -> e\nt -> late")


def _around(written: tuple[str, str], *, interrupting: bool) -> dict[str, bytes]:
    late = around("x", timer(*written), end("ex"), flows="sx -> ex", interrupting=interrupting)
    return one(start(), person("a"), end(), late, flows="s -> a -> e")


def _cases(element: str, draw, variant: str, steps: tuple[str, ...], path: str) -> tuple[Case, ...]:
    return tuple(Case(element, f"{name}{variant}", draw(at), steps, path) for name, at in WRITTEN.items())


EDGE = "Timer on a border"
AROUND = "Timer that starts an event sub-process"
CASES = (
    *_cases("Timer start", _start, "", ("wait 2", "wait 1", "do a"), "s a e"),
    refused("Timer start", "repetition", _start(AGAIN), "timer.cycle"),
    *_cases("Timer between steps", _between, "", ("wait 3",), "s t e"),
    refused("Timer between steps", "repetition", _between(AGAIN), "timer.cycle"),
    *_cases(EDGE, lambda at: _border(at, interrupting=True), ", interrupting", ("wait 3",), "s t late"),
    *_cases(EDGE, lambda at: _border(at, interrupting=False), ", not interrupting", ("wait 3", "do a"), "s t late a e"),
    Case(
        EDGE,
        "repetition, not interrupting",
        _border(AGAIN, interrupting=False),
        ("wait 3", "wait 30", "do a"),
        "s t late t late a e",
    ),
    Case(
        EDGE,
        "repetition from a moment on, without an end",
        _border(("R/2026-01-06T08:00:00Z/P1D", "Cycle"), interrupting=False),
        ("wait 1", "wait 2", "do a"),
        "s t late t late t late a e",
        note="what was due while nobody looked happens then",
    ),
    refused(EDGE, "repetition, interrupting", _border(AGAIN, interrupting=True), "timer.cycle"),
    refused(EDGE, "repetition of less than an hour", _border(("R/PT5M", "Cycle"), interrupting=False), "timer.often"),
    refused(EDGE, "a crontab line", _border(("0 0 9 * * MON", "Cycle"), interrupting=False), "timer.repetition"),
    Case(
        EDGE,
        "of a sub-process, interrupting",
        one(
            *(start(), inside("i", start("is"), person("a"), end("ie"), flows="is -> a -> ie")),
            *(border("t", "i", timer("P3D")), end(), end("late")),
            flows="s -> i -> e\nt -> late",
        ),
        ("wait 3",),
        "s is t late",
    ),
    *_cases(AROUND, lambda at: _around(at, interrupting=True), ", interrupting", ("wait 3",), "s sx ex x"),
    *_cases(
        AROUND, lambda at: _around(at, interrupting=False), ", not interrupting", ("wait 3", "do a"), "s sx ex x a e"
    ),
    Case(
        AROUND,
        "repetition, not interrupting",
        _around(AGAIN, interrupting=False),
        ("wait 9", "do a"),
        "s sx ex x sx ex x a e",
    ),
    refused(AROUND, "repetition, interrupting", _around(AGAIN, interrupting=True), "timer.cycle"),
)
