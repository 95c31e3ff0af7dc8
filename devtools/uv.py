"""Finds uv, which installs Python packages fast, or fetches it into .cache/uv."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

from devtools import package_index
from devtools.steps import CACHE, ON_WINDOWS, ROOT, SUFFIX, StepFailed, call, step

LOCK = ROOT / "requirements" / "bootstrap.lock"
_OLDEST = (0, 5)
_FOLDER = CACHE / "uv"
_FETCHED = _FOLDER / "bin" / f"uv{SUFFIX}"
_BOOT = CACHE / "boot"
_REMEDY = "Install pip (on Debian or Ubuntu: sudo apt-get install python3-pip) or put uv on the PATH, and start again."


def find() -> Path:
    """Raises StepFailed when uv is neither here nor to be had."""
    on_path = shutil.which("uv")
    for there in (Path(on_path) if on_path else None, _FETCHED):
        if there and _works(there):
            return there
    with step("uv fetched, it installs the Python packages"):
        return _fetch()


def locked() -> tuple[str, list[str]]:
    """The version of uv to fetch, and the sha256 of its files."""
    text = LOCK.read_text()
    version = re.search(r"^uv==(\S+)", text, re.MULTILINE)
    if not version:
        raise StepFailed(f"{LOCK} names no version of uv. Restore it from git.")
    return version[1], re.findall(r"--hash=sha256:([0-9a-f]{64})", text)


def _works(uv: Path) -> bool:
    try:
        told = subprocess.run([str(uv), "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    version = re.match(r"uv (\d+)\.(\d+)", told)
    return bool(version) and (int(version[1]), int(version[2])) >= _OLDEST


def _fetch() -> Path:
    failures = []
    for way in _ways():
        try:
            way()
            if _works(_FETCHED):
                return _FETCHED
            failures.append(f"{way.__name__}: what came does not run here")
        except (StepFailed, LookupError, OSError, subprocess.CalledProcessError, ImportError) as failure:
            failures.append(f"{way.__name__}: {str(failure).strip().splitlines()[-1].strip()}")
    raise StepFailed("\n  ".join(["uv could not be fetched.", *failures]) + f"\n{_REMEDY}")


def _ways() -> list[Callable[[], None]]:
    ways = [with_this_python, with_a_fresh_pip, from_the_index]
    if not ON_WINDOWS and os.geteuid() == 0 and shutil.which("apt-get"):
        ways.append(with_pip_of_apt)
    return ways


def with_this_python() -> None:
    """The pip that belongs to the Python we run on."""
    _pip_install(Path(sys.executable))


def with_a_fresh_pip() -> None:
    """A pip in a virtual environment of its own; Debian's plain Python cannot make one."""
    venv.EnvBuilder(with_pip=True, clear=True).create(_BOOT)
    _pip_install(_BOOT / ("Scripts" if ON_WINDOWS else "bin") / f"python{SUFFIX}")


def from_the_index() -> None:
    """Without any pip, from the index that the environment or pip's settings name."""
    version, hashes = locked()
    content = package_index.wheel("uv", version, hashes, package_index.configured())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = next(name for name in archive.namelist() if re.search(r"/scripts/uv(\.exe)?$", name))
        _FETCHED.parent.mkdir(parents=True, exist_ok=True)
        _FETCHED.write_bytes(archive.read(inside))
    _FETCHED.chmod(0o755)


def with_pip_of_apt() -> None:
    """Debian's and Ubuntu's own pip, when we may install it."""
    apt_install("python3-pip")
    _pip_install(Path("/usr/bin/python3"))


def apt_install(*packages: str) -> None:
    """As root. The lists of packages are fetched only when they are missing or too old."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ("-o", "DPkg::Lock::Timeout=120")
    install = ("apt-get", "install", "-y", "--no-install-recommends", *patient, *packages)
    try:
        call(*install, environment=environment)
    except StepFailed:
        call("apt-get", "update", *patient, environment=environment)
        call(*install, environment=environment)


def _pip_install(python: Path) -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes")
    call(
        *(python, "-m", "pip", "install", *quiet, "--target", _FOLDER, "--requirement", LOCK),
        environment={**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"},
    )
