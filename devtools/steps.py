"""How a step is told, how it fails, and where things are."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
ON_WINDOWS = os.name == "nt"
PROGRAMS = VENV / ("Scripts" if ON_WINDOWS else "bin")
SUFFIX = ".exe" if ON_WINDOWS else ""


class StepFailed(Exception):
    """A step cannot be done; the message names the remedy."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print one line with the name and the time it took, also when it fails."""
    began = time.monotonic()
    outcome = "failed"
    try:
        yield
        outcome = ""
    finally:
        line = f"{time.monotonic() - began:6.1f} s  {name}"
        print(f"{line}: {outcome}" if outcome else line, flush=True)


def program(name: str) -> Path:
    """A program of the virtual environment."""
    return PROGRAMS / f"{name}{SUFFIX}"


def call(
    *command: str | Path,
    remedy: str = "",
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
    seconds: float = 1800,
) -> str:
    """Run quietly and return what it printed. A failure raises StepFailed with the last lines and the remedy."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StepFailed(f"{_short(words)} took longer than {seconds:.0f} seconds. {remedy}") from None
    except OSError as error:
        raise StepFailed(f"{words[0]} cannot be run: {error.strerror}. {remedy}") from error
    if done.returncode:
        last = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-12:])
        raise StepFailed(f"{_short(words)} failed:\n{last}\n{remedy}".rstrip())
    return done.stdout


def show(*command: str | Path, folder: Path = ROOT, environment: dict[str, str] | None = None) -> bool:
    """Run with its output on the terminal; whether it succeeded."""
    sys.stdout.flush()
    return subprocess.run([str(word) for word in command], cwd=folder, env=environment, check=False).returncode == 0


def _short(words: Sequence[str]) -> str:
    return " ".join([Path(words[0]).name, *words[1:4]])
