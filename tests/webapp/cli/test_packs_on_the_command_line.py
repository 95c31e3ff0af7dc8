"""Packs on the command line: tried, compared, published, listed and exported; whatever is given, never a traceback."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.webapp.factories import make_agency
from webapp.library import bundles
from webapp.library.commands import process
from webapp.library.models import ProcessVersion

PACK = Path("workflows/definitions/appraisal").resolve()
SCENARIO = PACK / "scenarios" / "cycle_to_coaching.toml"


class Place:
    """Where the commands find the application of the tests."""

    def __init__(self, made):
        self.made = made

    def app(self):
        return self.made


def run(*words, place=None):
    result = CliRunner().invoke(process, [str(word) for word in words], obj=place)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def copy(tmp_path):
    """The shipped pack in a folder that may be changed."""
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


def test_a_scenario_prints_its_trace():
    result = run("simulate", PACK, "--scenario", SCENARIO)
    assert result.exit_code == 0
    trace = result.output.split()
    assert (trace[0], trace[-1]) == ("cycle_opened", "coaching_finished")
    told = json.loads(run("simulate", PACK, "--scenario", SCENARIO, "--format", "json").output)
    assert told["trace"] == trace
    assert told["variables"]["follow_up"] == "coaching"


def test_a_scenario_that_differs_exits_with_one_and_says_where(copy):
    file = copy / "scenarios" / SCENARIO.name
    file.write_text(file.read_text().replace('"cycle_opened"', '"cycle_closed"', 1))
    result = run("simulate", copy, "--scenario", file)
    assert result.exit_code == 1
    assert "expected “cycle_closed”" in result.stderr


def test_runs_with_made_up_answers_come_to_their_end_and_are_the_same_again():
    first, again = (run("simulate", PACK, "--runs", 2, "--seed", 7, "--format", "json") for _ in range(2))
    assert first.exit_code == 0, first.stderr
    assert first.output == again.output
    told = json.loads(first.output)
    assert (told["runs"], told["finished"]) == (2, 2)
    assert [len(trace["trace"]) > 50 for trace in told["traces"]] == [True] * 2
    assert run("simulate", PACK, "--runs", 2, "--seed", 7).output.startswith("2 of 2 runs")


def test_a_single_run_prints_the_trace_of_element_ids():
    assert run("simulate", PACK, "--seed", 7).output.split()[0] == "cycle_opened"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<a/>", b"x = [", b"PK\x03\x04nothing"])
@pytest.mark.parametrize("name", ["a.bpmn", "a.dmn", "a.form", "a.toml", "a.zip", "a.txt"])
def test_no_file_breaks_a_command(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    assert run("simulate", file).exit_code == 1
    assert run("simulate", PACK, "--scenario", file).exit_code == 1
    assert run("compare", file, PACK).exit_code == (1 if name in {"a.zip", "a.txt"} else 0)


def test_two_packs_are_compared_in_the_language_that_is_asked_for(copy):
    file = copy / "planning.bpmn"
    file.write_text(file.read_text().replace('name="Susun rencana kinerja"', 'name="Tulis rencana"'))
    assert run("compare", PACK, PACK, "--language", "id").output == "Tidak ada perbedaan.\n"
    assert "nama berubah dari “Susun rencana kinerja”" in run("compare", PACK, copy, "--language", "id").output
    told = json.loads(run("compare", PACK / "planning.bpmn", file, "--format", "json").output)
    assert told["diagrams"]["planning"]["differences"][0]["id"] == "draft_plan"
    assert len(told["sentences"]) == 2


def test_a_published_pack_is_listed_and_exported(app, session, tmp_path):
    agency, place = make_agency(), Place(app)
    published = run("publish", PACK, "--note", "Percobaan", "--agency", agency.code, place=place)
    assert published.exit_code == 0, published.output
    (row,) = json.loads(run("list", "--agency", agency.code, "--format", "json", place=place).output)
    assert (row["process"], row["version"], row["note"]) == ("appraisal", 1, "Percobaan")
    target = tmp_path / "out.zip"
    assert run("export", "appraisal", "--output", target, "--agency", agency.code, place=place).exit_code == 0
    assert bundles.unpacked(target.read_bytes()) == bundles.shipped("appraisal")
    assert run("export", "nothing", "--agency", agency.code, place=place).exit_code == 1
    assert run("simulate", target, "--scenario", SCENARIO).exit_code == 0


def test_a_pack_with_a_failing_scenario_or_without_a_note_is_not_published(app, session, copy):
    agency, place = make_agency(), Place(app)
    file = copy / "scenarios" / SCENARIO.name
    file.write_text(file.read_text().replace('predicate = "needs_improvement"', 'predicate = "good"'))
    refused = run("publish", copy, "--note", "Percobaan", "--agency", agency.code, place=place)
    assert refused.exit_code == 1
    assert "cycle_to_coaching.toml: “predicate”" in refused.output
    assert run("publish", PACK, "--note", " ", "--agency", agency.code, place=place).exit_code == 2
    assert session.query(ProcessVersion).filter_by(agency_id=agency.id).count() == 0


def test_an_agency_that_is_not_there_is_said_so(app, session):
    assert run("list", "--agency", "nowhere", place=Place(app)).exit_code == 2
