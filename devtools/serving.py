"""Serves Siklus as a child process and passes on every wish to stop."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from types import FrameType

from devtools.steps import ON_WINDOWS, ROOT, program

_PATIENCE_SECONDS = 45
_STOP_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def serve(data: str, port: int, host: str, ready_file: str | None) -> int:
    """Blocks until Siklus ends; 0 when it ended because somebody asked."""
    words = [str(program("siklus")), "up", "--data", str(Path(data).resolve()), "--port", str(port), "--host", host]
    if ready_file:
        words += ["--ready-file", str(Path(ready_file).resolve())]
    return _run_until_asked_to_stop(words)


def _run_until_asked_to_stop(words: list[str]) -> int:
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in _STOP_SIGNALS:
        signal.signal(number, note)
    # A group of its own, so that the terminal's Ctrl-C arrives once: through us.
    child = subprocess.Popen(words, cwd=ROOT, start_new_session=not ON_WINDOWS)
    passed_on, waited = 0, 0.0
    while True:
        for number in asked[passed_on:]:
            child.send_signal(signal.SIGINT if number == signal.SIGINT else signal.SIGTERM)
            passed_on += 1
        try:
            return _code(child.wait(timeout=0.1), asked)
        except subprocess.TimeoutExpired:
            waited += 0.1 if asked else 0
        if waited > _PATIENCE_SECONDS:
            print("Siklus does not stop; it is ended by force.", flush=True)
            child.kill()


def _code(ended_with: int, asked: list[int]) -> int:
    """What the terminal hears: being stopped on request is no failure."""
    by_request = (0, 128 + signal.SIGINT, 128 + signal.SIGTERM, -signal.SIGINT, -signal.SIGTERM)
    return 0 if asked and ended_with in by_request else abs(ended_with)
