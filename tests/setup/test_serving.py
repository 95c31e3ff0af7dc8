"""Ctrl-C and the end of `dev.py run`, with a small server in the place of Siklus."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devtools.steps import ROOT

# Says when it may be asked to stop, then counts how often it is.
SERVER = """#!{python}
import signal, sys, time
asked = []
for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, lambda number, frame: asked.append(signal.Signals(number).name))
print("ready", *sys.argv[1:], flush=True)
while not asked:
    time.sleep(0.02)
time.sleep(0.3)
print("stopped by", *asked, flush=True)
sys.exit({code})
"""
RUN = "import sys; from pathlib import Path; from devtools import serving; serving.program = lambda name: sys.argv[1]; \
sys.exit(serving.serve('var', 0, '127.0.0.1', 'ready.json'))"

Started = Callable[[int], subprocess.Popen[str]]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    processes = []

    def start(code: int) -> subprocess.Popen[str]:
        server = tmp_path / "siklus"
        server.write_text(SERVER.format(python=sys.executable, code=code))
        server.chmod(0o755)
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(server)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.stdout.close()
        process.wait()


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_a_wish_to_stop_reaches_the_server_and_is_no_failure(started: Started, wish: signal.Signals) -> None:
    process = started(0)
    assert process.stdout.readline().startswith("ready")
    process.send_signal(wish)
    assert process.stdout.readline() == f"stopped by {wish.name}\n"
    assert process.wait(10) == 0


def test_ctrl_c_of_a_terminal_reaches_the_server_once(started: Started) -> None:
    process = started(130)
    assert process.stdout.readline().startswith("ready")
    os.killpg(process.pid, signal.SIGINT)
    assert process.stdout.readline() == "stopped by SIGINT\n"
    assert process.wait(10) == 0


def test_a_closed_terminal_stops_the_server_too(started: Started) -> None:
    process = started(0)
    assert process.stdout.readline().startswith("ready")
    process.send_signal(signal.SIGHUP)
    assert process.stdout.readline() == "stopped by SIGTERM\n"
    assert process.wait(10) == 0


def test_a_failure_while_stopping_stays_a_failure(started: Started) -> None:
    process = started(3)
    assert process.stdout.readline().startswith("ready")
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 3


def test_the_server_hears_where_to_work(started: Started) -> None:
    process = started(0)
    words = process.stdout.readline().split()
    process.send_signal(signal.SIGTERM)
    assert words[1:] == [
        *("up", "--data", str(ROOT / "var"), "--port", "0", "--host", "127.0.0.1"),
        *("--ready-file", str(ROOT / "ready.json")),
    ]
