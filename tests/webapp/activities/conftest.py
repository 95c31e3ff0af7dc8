"""Uploaded files of these tests lie in a folder of their own."""

from dataclasses import replace

import pytest


@pytest.fixture(autouse=True)
def file_folder(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "SIKLUS", replace(app.config["SIKLUS"], files=str(tmp_path / "files")))
    return tmp_path / "files"
