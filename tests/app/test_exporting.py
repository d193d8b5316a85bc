"""`parallax export`: what it says, what it writes, and how it refuses."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from app import __main__ as cli
from core.storage import Project
from tests.core.test_export import fill


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, cli.with_default([str(a) for a in arguments]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p.parallax") as project:
        fill(project)
    return tmp_path / "p.parallax"


def test_the_format_is_told_by_the_name_and_the_kind_is_said(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    answer = run("export", folder, "--what", "agreement", "--per-frame", "--reference", "=right", "-o", out)
    assert answer.exit_code == 0 and "100 rows" in answer.output and "relative" in answer.output
    with open(out, newline="") as file:
        assert next(csv.reader(file))[:2] == ["time_s", "agreement_mm_relative"]


def test_json_and_the_smoothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "b.bin"
    answer = run("export", folder, "--what", "3d", "--format", "npz", "--of", "mean", "--smooth", "butterworth",
                 "--cutoff", 4, "-o", out, "--json")
    assert answer.exit_code == 0 and json.loads(answer.stdout)["rows"] == 60
    with np.load(out, allow_pickle=False) as file:
        assert str(file["smoothing"]).endswith("4 Hz") and str(file["body"]) == "mean"


@pytest.mark.parametrize(("options", "code", "says"), [
    (["--what", "9d", "-o", "a.csv"], 2, "--what"),
    (["-o", "a.xlsx"], 2, "--format"),
    (["--smooth", "magic", "-o", "a.csv"], 2, "--smooth"),
    (["--what", "2d", "-o", "a.trc"], 3, "nothing else"),
    (["-o", "missing/a.csv"], 3, "folder"),
    (["--reference", "nobody", "-o", "a.csv"], 3, "nobody"),
])
def test_refusals(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int,
                  says: str) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("export", folder, *options)
    assert answer.exit_code == code and says in answer.output
    assert [path.name for path in tmp_path.iterdir()] == ["p.parallax"]


def test_a_project_that_is_none(tmp_path: Path) -> None:
    answer = run("export", tmp_path, "-o", tmp_path / "a.csv")
    assert answer.exit_code == 3 and "not a Parallax project" in answer.output
