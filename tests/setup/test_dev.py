"""What dev.py decides before anything is installed."""

import hashlib
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import browser, package_index, stamps, uv
from devtools.package_index import Listed
from devtools.steps import ROOT, StepFailed, call

JSON_PAGE = b"""{"files": [
  {"filename": "uv-1.0-py3-none-win_amd64.whl", "url": "../../files/uv-1.0-py3-none-win_amd64.whl", "hashes": {}},
  {"filename": "uv-1.0.tar.gz", "url": "https://files.test/uv-1.0.tar.gz", "hashes": {}}]}"""
HTML_PAGE = b"""<html><body><h1>uv</h1>
<a href="../../files/uv-1.0-py3-none-win_amd64.whl#sha256=00">uv</a> <a>no address</a>
<a data-requires-python="&gt;=3.8" href="https://files.test/uv-1.0%2Blocal.tar.gz">uv</a></body></html>"""

WHEELS = {
    "uv-1.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl": ("Linux", "x86_64", False),
    "uv-1.0-py3-none-manylinux_2_28_aarch64.whl": ("Linux", "arm64", False),
    "uv-1.0-py3-none-musllinux_1_1_x86_64.whl": ("Linux", "x86_64", True),
    "uv-1.0-py3-none-macosx_11_0_arm64.whl": ("Darwin", "arm64", False),
    "uv-1.0-py3-none-win_amd64.whl": ("Windows", "AMD64", False),
}


def test_an_index_may_answer_in_json() -> None:
    assert package_index.offered(JSON_PAGE, "application/vnd.pypi.simple.v1+json", "https://index.test/simple/uv/") == [
        Listed("uv-1.0-py3-none-win_amd64.whl", "https://index.test/files/uv-1.0-py3-none-win_amd64.whl"),
        Listed("uv-1.0.tar.gz", "https://files.test/uv-1.0.tar.gz"),
    ]


def test_an_index_may_answer_in_html_with_relative_addresses() -> None:
    assert package_index.offered(HTML_PAGE, "text/html; charset=utf-8", "https://index.test/simple/uv/") == [
        Listed("uv-1.0-py3-none-win_amd64.whl", "https://index.test/files/uv-1.0-py3-none-win_amd64.whl"),
        Listed("uv-1.0+local.tar.gz", "https://files.test/uv-1.0%2Blocal.tar.gz"),
    ]


def test_indexes_come_from_the_environment_first_and_then_from_the_settings_of_pip(tmp_path: Path) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://b.test/simple/\nextra-index-url = https://c.test https://a.test\n"
    )
    variables = {"PIP_INDEX_URL": "https://a.test/", "UV_INDEX": "ours=https://d.test/simple"}
    assert package_index.configured(variables, [settings]) == [
        "https://a.test",
        "https://d.test/simple",
        "https://b.test/simple",
        "https://c.test",
    ]


def test_no_index_is_assumed() -> None:
    with pytest.raises(LookupError, match="no package index is configured"):
        package_index.wheel("uv", "1.0", [], package_index.configured({}, []))


def test_a_wheel_is_taken_only_when_the_lock_knows_its_hash(tmp_path: Path) -> None:
    name = f"uv-1.0-py3-none-{_this_platform()}.whl"
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv" / "index.html").write_text(f'<a href="{name}">x</a><a href="uv-2.0-py3-none-any.whl">y</a>')
    (tmp_path / "uv" / name).write_bytes(b"a wheel")
    known = hashlib.sha256(b"a wheel").hexdigest()
    assert package_index.wheel("uv", "1.0", [known], [tmp_path.as_uri()]) == b"a wheel"
    with pytest.raises(LookupError, match="another hash"):
        package_index.wheel("uv", "1.0", ["0" * 64], [tmp_path.as_uri()])


@pytest.mark.parametrize("wheel", WHEELS)
def test_each_machine_takes_its_own_wheel(wheel: str) -> None:
    takers = [
        (system, processor, musl)
        for system, processor, musl in WHEELS.values()
        if re.search(package_index.platform_tag(system, processor, on_musl=musl), wheel)
    ]
    assert takers == [WHEELS[wheel]]


def test_work_is_done_again_when_a_file_changes_moves_or_vanishes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("one")
    digests = [stamps.digest([first])]
    first.write_text("two")
    digests.append(stamps.digest([first]))
    first.rename(second)
    digests.append(stamps.digest([second]))
    digests.append(stamps.digest([]))
    assert len(set(digests)) == 4


def test_a_stamp_counts_for_exactly_what_it_was_given_for(tmp_path: Path) -> None:
    stamp = tmp_path / "new" / "stamp"
    assert not stamps.is_done(stamp, "one")
    stamps.mark_done(stamp, "one")
    assert stamps.is_done(stamp, "one")
    assert not stamps.is_done(stamp, "two")


def test_installed_packages_are_no_sources(tmp_path: Path) -> None:
    for name in ("src/app.js", "node_modules/x/index.js", "src/node_modules/y.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert stamps.files_below(tmp_path, without=["node_modules"]) == [tmp_path / "src" / "app.js"]


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda lock: lock.name)
def test_lock_files_hold_a_hash_for_each_package_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    packages = [block for block in text.replace("\\\n", " ").splitlines() if block and not block.startswith("#")]
    assert packages
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []


def test_the_lock_of_the_front_end_holds_no_address_of_a_package() -> None:
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text()


def test_uv_is_pinned_by_version_and_hash() -> None:
    version, hashes = uv.locked()
    assert version[0].isdigit()
    assert hashes


def test_a_chosen_browser_is_the_only_candidate() -> None:
    assert list(browser.candidates({"SIKLUS_CHROMIUM": "/my/browser", "PATH": os.environ["PATH"]})) == ["/my/browser"]


def test_browsers_are_tried_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("chromium-headless-shell", "microsoft-edge", "chromium", "google-chrome"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    found = [Path(path).name for path in browser.candidates({"PATH": str(tmp_path)}) if str(tmp_path) in path]
    assert found == ["google-chrome", "chromium", "microsoft-edge", "chromium-headless-shell"]
    assert next(browser.candidates({"PATH": str(tmp_path)})) == browser.PLAYWRIGHTS_OWN


def test_a_chosen_browser_that_does_not_start_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIKLUS_CHROMIUM", "/bin/false")
    with pytest.raises(StepFailed, match="/bin/false, which does not start"):
        browser.find()


def test_a_failed_program_is_told_with_its_last_words_and_the_remedy() -> None:
    with pytest.raises(StepFailed, match=r"failed:\n    the disk is full\nFree some space\."):
        call(sys.executable, "-c", "raise SystemExit('the disk is full')", remedy="Free some space.")


def test_an_unknown_option_of_run_is_refused() -> None:
    asked = subprocess.run(
        [sys.executable, "dev.py", "run", "--prot", "1"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "--prot" in asked.stderr


def test_nothing_of_the_set_up_needs_more_than_the_standard_library() -> None:
    alone = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import dev"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert alone.returncode == 0, alone.stderr


def _this_platform() -> str:
    if platform.system() == "Darwin":
        return "macosx_11_0_arm64" if platform.machine() == "arm64" else "macosx_10_12_x86_64"
    return f"{'musllinux' if any(Path('/lib').glob('ld-musl-*')) else 'manylinux'}_2_17_{platform.machine()}"
