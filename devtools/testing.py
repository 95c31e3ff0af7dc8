"""Runs every check, the cheap ones first. One that fails does not keep the others from running."""

from __future__ import annotations

import os

from devtools import browser, frontend
from devtools.steps import StepFailed, program, show, step

# A file's tests stay together, and in order: those with a browser come last, see tests/conftest.py.
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")


def test_all(arguments: list[str], *, with_browser: bool) -> int:
    """0 when all is well. `arguments` are pytest's."""
    environment = {**os.environ, "SIKLUS_NODE": str(frontend.node())}
    failed = []
    if with_browser:
        with_browser = _find_browser(environment)
        failed += [] if with_browser else ["browser: none could be had, see the remedy above"]
    else:
        print("Browser tests are left out, as asked by --no-browser.", flush=True)
    for name, words in _checks().items():
        print(f"\n{name}", flush=True)
        if not show(*words, environment=environment):
            failed.append(name)
    print("\npytest", flush=True)
    chosen = [] if with_browser else ["-m", "not browser"]
    passed = show(program("python"), "-m", "pytest", *SIDE_BY_SIDE, *chosen, *arguments, environment=environment)
    if failed:
        print("\nFailed: " + "; ".join(failed + ([] if passed else ["pytest"])), flush=True)
    return 0 if passed and not failed else 1


def _find_browser(environment: dict[str, str]) -> bool:
    try:
        with step("Browser for the tests"):
            found = browser.find()
    except StepFailed as failure:
        print(failure, flush=True)
        return False
    if found != browser.PLAYWRIGHTS_OWN:
        environment["SIKLUS_CHROMIUM"] = found
    return True


def _checks() -> dict[str, list[str]]:
    """The name of each check and how it is called."""
    python = str(program("python"))
    checks = {
        "ruff check": [python, "-m", "ruff", "check", "--quiet"],
        "ruff format": [python, "-m", "ruff", "format", "--check", "--quiet"],
        "mypy": [python, "-m", "mypy"],
        "import contracts": [str(program("lint-imports"))],
    }
    if tests := frontend.tests():
        return {"tests of the scripts": [str(frontend.node()), "--test", *map(str, tests)], **checks}
    return checks
