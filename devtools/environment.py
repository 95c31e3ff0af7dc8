"""The virtual environment: exactly the locked packages, and Siklus itself so that `.venv/bin/siklus` exists."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtools import stamps, uv
from devtools.steps import CACHE, ROOT, VENV, StepFailed, call, program, step

OLDEST = (3, 11)
_LOCK = ROOT / "requirements" / "dev.lock"
_STAMP = VENV / "siklus-stamp"
_ONLINE = "Is the network there? Then start again; what is done is kept."


def prepare() -> None:
    """Do what is missing; a fraction of a second when nothing is."""
    wanted = stamps.digest([_LOCK, ROOT / "pyproject.toml"], str(ROOT))
    if stamps.is_done(_STAMP, wanted) and program("siklus").exists():
        return
    found = uv.find()
    if not _is_usable():
        with step("Virtual environment made in .venv"):
            _make(found)
    with step("Python packages installed as locked"):
        _uv(found, "pip", "sync", "--quiet", "--require-hashes", _LOCK, remedy=_ONLINE)
    with step("Siklus installed in the environment"):
        local = ("--quiet", "--no-deps", "--no-build-isolation", "--offline")
        _uv(found, "pip", "install", *local, "--editable", ROOT)
    stamps.mark_done(_STAMP, wanted)


def lock() -> None:
    """Write requirements/*.lock anew from pyproject.toml, with hashes and without any index's address."""
    found = uv.find()
    with step("requirements/bootstrap.lock"):
        source = CACHE / "bootstrap.in"
        stamps.mark_done(source, "uv\n")
        _compile(found, source, "bootstrap.lock")
    for name, extra in (("app.lock", ()), ("dev.lock", ("--extra", "dev"))):
        with step(f"requirements/{name}"):
            _compile(found, ROOT / "pyproject.toml", name, *extra)


def translations() -> None:
    """Compile the catalogues whose source is newer."""
    folder = ROOT / "webapp" / "translations"
    late = [source for source in stamps.files_below(folder, "*.po") if _is_late(source)]
    if not late:
        return
    with step("Translations compiled"):
        for source in late:
            compiled = source.with_suffix(".mo")
            babel = (program("python"), "-m", "babel.messages.frontend", "compile")
            call(*babel, "--input-file", source, "--output-file", compiled)


def newer_python() -> str | None:
    """Another Python on this machine that is new enough."""
    names = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)]
    return next((path for path in map(shutil.which, names) if path), None)


def _make(found: Path) -> None:
    wanted = sys.executable if sys.version_info >= OLDEST else f">={OLDEST[0]}.{OLDEST[1]}"
    call(found, "venv", "--quiet", "--clear", "--python", wanted, VENV, remedy=_ONLINE)


def _is_usable() -> bool:
    """The environment has a Python that runs and is new enough, and the checkout was not moved since."""
    question = "import sys; print(sys.version_info >= (3, 11), sys.prefix)"
    try:
        asked = subprocess.run([str(program("python")), "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    settings = VENV / "pyvenv.cfg"
    scripts = program("pip"), program("siklus")
    moved = any(s.exists() and str(VENV).encode() not in s.read_bytes() for s in scripts)
    return asked.stdout.split() == ["True", str(VENV)] and settings.exists() and not moved


def _is_late(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(found: Path, source: Path, name: str, *more: str) -> None:
    output = ROOT / "requirements" / name
    call(
        *(found, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-annotate", "--upgrade"),
        *("--no-emit-index-url", "--no-emit-find-links", "--python-version", f"{OLDEST[0]}.{OLDEST[1]}"),
        *("--custom-compile-command", "python3 dev.py lock", *more, source, "--output-file", output),
        remedy=_ONLINE,
    )
    if "://" in output.read_text():
        raise StepFailed(f"{output} holds an address. Take it out of the settings of pip or uv, and start again.")


def _uv(found: Path, *words: str | Path, remedy: str = "") -> None:
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    call(found, *words, "--python", program("python"), environment=environment, remedy=remedy)
