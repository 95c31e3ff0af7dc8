#!/usr/bin/env python3
"""Sets Siklus up and runs or tests it: `python3 dev.py run`, `python3 dev.py test`. Needs Python and network only."""

from __future__ import annotations

import argparse
import os
import sys

if sys.version_info < (3, 9):  # noqa: UP036 - somebody may well start it with an old one
    sys.exit("Siklus needs Python 3.11 or later; 3.9 is enough to fetch one.")

from devtools import environment, frontend, serving, testing
from devtools.steps import StepFailed, step


def main(arguments: list[str]) -> int:
    options, others = _parser().parse_known_args(arguments)
    if others and options.command is not test:
        _parser().error(f"unknown: {' '.join(others)}")
    _continue_with_newer_python()
    try:
        return options.command(options, others)
    except StepFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(options: argparse.Namespace, others: list[str]) -> int:
    """set everything up, then serve until Ctrl-C"""
    set_up(options, others)
    if options.setup_only:
        return 0
    return serving.serve(options.data, options.port, options.host, options.ready_file)


def test(options: argparse.Namespace, others: list[str]) -> int:
    """set everything up, then run all checks and tests; other arguments go to pytest"""
    set_up(options, others)
    return testing.test_all(others, with_browser=not options.no_browser)


def set_up(options: argparse.Namespace, others: list[str]) -> int:
    """install what is missing, build what has changed"""
    with step("Everything is in place"):
        environment.prepare()
        environment.translations()
        frontend.prepare()
    return 0


def lock(options: argparse.Namespace, others: list[str]) -> int:
    """write requirements/*.lock anew from pyproject.toml"""
    environment.lock()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command in (("run", run), ("test", test), ("setup", set_up), ("lock", lock)):
        added = commands.add_parser(name, help=command.__doc__, description=command.__doc__, allow_abbrev=False)
        added.set_defaults(command=command)
        if command is run:
            added.add_argument("--port", type=int, default=8000, help="0 takes a free one; default 8000")
            added.add_argument("--host", default="127.0.0.1", help="address to listen on; default 127.0.0.1")
            added.add_argument("--data", default="var", metavar="DIR", help="database and files; default var")
            added.add_argument("--ready-file", metavar="PATH", help="written as JSON when pages can be served")
            added.add_argument("--setup-only", action="store_true", help="set up and stop there")
        if command is test:
            added.add_argument("--no-browser", action="store_true", help="leave the browser tests out")
    return parser


def _continue_with_newer_python() -> None:
    """This file needs only an old Python, but the environment should be made with the newer one."""
    newer = environment.newer_python() if sys.version_info < environment.OLDEST else None
    if newer:
        os.execv(newer, [newer, *sys.argv])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
