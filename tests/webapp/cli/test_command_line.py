"""The command line as an admin types it."""

import json

import pytest
from click.testing import CliRunner

from webapp.cli import siklus
from webapp.config import Config


@pytest.mark.parametrize(
    "words", [["--data", "here", "config"], ["config", "--data", "here"], ["config", "--data=here"]]
)
def test_the_data_folder_may_stand_before_or_behind_the_command(words):
    result = CliRunner().invoke(siklus, words)
    assert result.exit_code == 0, result.output


def test_secrets_are_not_shown():
    result = CliRunner().invoke(siklus, ["config"], env={"SIKLUS_SECRET_KEY": "very secret", "SIKLUS_SMTP_URL": ""})
    assert "SIKLUS_SECRET_KEY=(set)" in result.output
    assert "very secret" not in result.output


def test_settings_that_are_fine_for_a_demo_only_are_told():
    earnest = Config(trusted_hosts="siklus.example", public_url="https://siklus.example")
    assert [word.split()[0] for word in Config().warnings] == ["SIKLUS_TRUSTED_HOSTS", "SIKLUS_PUBLIC_URL"]
    assert earnest.warnings == Config(demo=True).warnings == []


def test_the_shipped_pack_can_be_published():
    result = CliRunner().invoke(siklus, ["process", "check", "workflows/definitions/appraisal", "--format", "json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["files"][0]["publishable"] is True


def test_a_broken_file_is_reported_with_exit_one(tmp_path):
    broken = tmp_path / "broken.bpmn"
    broken.write_text("<bpmn")
    result = CliRunner().invoke(siklus, ["process", "check", str(broken), "--format", "json"])
    assert result.exit_code == 1
    (file,) = json.loads(result.output)["files"]
    assert not file["publishable"]
    assert file["problems"][0]["text"]


def test_a_file_of_another_kind_is_no_process(tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("hello")
    result = CliRunner().invoke(siklus, ["process", "check", str(other)])
    assert result.exit_code == 1
    assert "no .bpmn" in result.output
