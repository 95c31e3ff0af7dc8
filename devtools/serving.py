"""Serves Siklus as a child process and passes on every wish to stop."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from types import FrameType

from devtools.steps import ON_WINDOWS, ROOT, program

_PATIENCE_SECONDS = 45
_ENDED_BY_US = (0, 130, 143, -signal.SIGINT, -signal.SIGTERM)


def serve(data: str, port: int, host: str, ready_file: str | None) -> int:
    """Blocks until Siklus ends; 0 when it ended because somebody asked."""
    words = [str(program("siklus")), "up", "--data", str(Path(data).resolve()), "--port", str(port), "--host", host]
    if ready_file:
        words += ["--ready-file", str(Path(ready_file).resolve())]
    # A group of its own, so that the terminal's Ctrl-C arrives once: through us.
    child = subprocess.Popen(words, cwd=ROOT, start_new_session=not ON_WINDOWS)
    asked = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        child.send_signal(signal.SIGINT if number == signal.SIGINT else signal.SIGTERM)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), pass_on)
    return _ended(child, asked)


def _ended(child: subprocess.Popen[bytes], asked: list[int]) -> int:
    waited = 0
    while True:
        try:
            code = child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            waited += bool(asked)
            if waited > _PATIENCE_SECONDS:
                print("Siklus does not stop; it is ended by force.", flush=True)
                os.kill(child.pid, signal.SIGTERM if ON_WINDOWS else signal.SIGKILL)
            continue
        return 0 if asked and code in _ENDED_BY_US else abs(code)
