"""`siklus process check`, given anything."""

import json
import os
import random
from os import environ
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.cli import siklus
from webapp.library import bundles, checking

ROOT = Path(__file__).resolve().parents[3]
FOREIGN = ROOT / "tests" / "workflows" / "foreign"
TRIES = 12 * int(environ.get("SIKLUS_THOROUGH", "1"))


def check(*words: object) -> tuple[int, dict]:
    result = CliRunner().invoke(siklus, ["process", "check", *map(str, words), "--format", "json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, json.loads(result.stdout)


def codes(told: dict) -> list[str]:
    return [problem["code"] for file in told["files"] for problem in file["problems"]]


def test_every_shipped_file_can_be_checked_alone_and_all_together():
    files = sorted((ROOT / "workflows" / "definitions" / "appraisal").glob("*.dmn"))
    files += sorted((ROOT / "forms" / "definitions").glob("*.form"))
    code, told = check(*files)
    assert (code, codes(told)) == (0, [])


def test_the_sentences_come_in_the_language_that_is_asked_for(tmp_path):
    (tmp_path / "x.bpmn").write_text("")
    assert check(tmp_path / "x.bpmn")[1]["files"][0]["problems"][0]["text"] == "The file is empty."
    told = check(tmp_path / "x.bpmn", "--language", "id")[1]
    assert told["files"][0]["problems"][0]["text"] == "Berkas kosong."


def test_a_planted_gap_cannot_be_published(tmp_path):
    source = (ROOT / "workflows" / "definitions" / "appraisal" / "work_rating.dmn").read_text("utf-8")
    (tmp_path / "work_rating.dmn").write_text(source.replace("[90..100]", "[90..99]"))
    code, told = check(tmp_path / "work_rating.dmn")
    assert (code, codes(told)) == (1, ["dmn.gap"])


def test_an_operation_that_nobody_offers_cannot_be_published(tmp_path):
    pack = bundles.shipped("appraisal")
    for name, content in pack.items():
        (tmp_path / name).write_bytes(content.replace(b"plans.adopt", b"plans.adpot"))
    code, told = check(tmp_path)
    assert (code, codes(told)) == (1, ["operation.unknown"])


def test_fix_mends_the_file_and_keeps_the_old_one(tmp_path):
    file = tmp_path / "signavio.bpmn"
    before = (FOREIGN / "signavio.bpmn").read_bytes()
    file.write_bytes(before)
    code, told = check(file, "--fix")
    assert code == 0
    assert (tmp_path / "signavio.bpmn.orig").read_bytes() == before
    assert "signavio.bpmn.orig" in told["files"][0]["mended"][0]
    assert check(file, "--fix")[1]["files"][0]["mended"] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["signavio.bpmn", "signavio.bpmn.orig"]


def test_a_zip_is_checked_as_the_pack_it_is(tmp_path):
    pack = tmp_path / "pack.zip"
    pack.write_bytes(bundles.packed(bundles.shipped("appraisal")))
    assert check(pack) == (0, {"files": [{"path": str(pack), "publishable": True, "problems": [], "mended": []}]})
    pack.write_bytes(b"PK\x03\x04 not really")
    assert codes(check(pack)[1]) == ["file.pack"]


@pytest.mark.parametrize("kind", ["nothing", "folder", "pipe", "loop", "unreadable name", "huge", "nested"])
def test_what_is_no_file_is_told_so(tmp_path, kind):
    path = tmp_path / "x.bpmn"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)
        case "unreadable name":
            path = tmp_path / "x\x1b[31m.bpmn"
            path.write_text("<")
        case "huge":
            path.write_bytes(b"<a>" * 1_000_000)
        case "nested":
            path.write_bytes(b'{"a":' * 100_000)
            path = path.rename(tmp_path / "x.form")
    code, told = check(path)
    assert code == 1
    assert len(codes(told)) == 1
    text = CliRunner().invoke(siklus, ["process", "check", str(path)]).output
    assert "\x1b" not in text


@pytest.mark.parametrize("seed", range(TRIES))
def test_no_file_under_no_name_brings_it_down(tmp_path, seed):
    chance = random.Random(seed)
    sources = [*FOREIGN.glob("*.bpmn"), *(ROOT / "workflows" / "definitions" / "appraisal").glob("*.*")]
    sources += (ROOT / "forms" / "definitions").glob("*.form")
    for number in range(chance.randint(1, 4)):
        content = bytearray(chance.choice(sorted(sources)).read_bytes())
        for _ in range(chance.randint(0, 3)):
            place = chance.randrange(len(content))
            content[place : place + chance.randint(0, 80)] = chance.randbytes(chance.randint(0, 9))
        suffix = chance.choice(["bpmn", "dmn", "form", "toml", "BPMN", "md", "txt"])
        (tmp_path / f"f{number}.{suffix}").write_bytes(content)
    if chance.random() < 0.5:
        (tmp_path / "pack.toml").write_bytes(chance.choice([b"main = 1", b"[main]", b"\xff", b"main = 'x'", b""]))
    code, told = check(tmp_path, *(["--fix"] if chance.random() < 0.3 else []))
    assert code == (0 if told["files"][0]["publishable"] else 1)
    assert "internal" not in codes(told)


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Ini bukan paket. Berkas ini bukan zip"), ("en", "This is no pack. This file is no zip")],
)
def test_why_a_zip_is_refused_is_said_in_the_language_that_was_asked_for(tmp_path, language, words):
    torn = tmp_path / "pack.zip"
    torn.write_bytes(b"PK no zip")
    (problem,) = checking.problems(torn)
    assert problem.sentence(language).startswith(words)
