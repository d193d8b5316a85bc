"""`parallax export`: what it says, what it writes, and how it refuses."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from app import __main__ as cli
from core.formats.kinds import FORMATS
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


@pytest.mark.parametrize(("format", "name"), [
    ("trc", "a.trc"), ("mot", "a.mot"), ("c3d", "a.c3d"), ("bvh", "a.bvh"), ("blender", "a.py"), ("coco", "a.json"),
    ("openpose", "op"), ("slp", "a.slp"), ("dlc", "a.csv"), ("dlc-h5", "a.h5"), ("npz", "a.npz"), ("csv", "b.csv")])
def test_format_and_file_may_be_told_one_after_the_other(folder: Path, tmp_path: Path, format: str, name: str) -> None:
    answer = run("export", folder, format, tmp_path / name, "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["rows"] >= 60 and (tmp_path / name).exists()


def test_the_file_alone_tells_its_format(folder: Path, tmp_path: Path) -> None:
    assert run("export", folder, tmp_path / "a.bvh").exit_code == 0
    assert (tmp_path / "a.bvh").read_text().startswith("HIERARCHY")
    assert run("export", folder, tmp_path / "a.trc", "--unit", "mm").exit_code == 0
    assert run("export", folder).exit_code == 2 and run("export", folder, "csv").exit_code == 2
    assert run("export", folder, tmp_path / "a.trc", "--unit", "feet").exit_code == 2


def test_a_film_is_a_format_as_well(folder: Path, tmp_path: Path) -> None:
    answer = run("export", folder, "mp4", tmp_path / "a.mp4")
    assert answer.exit_code == 3 and "the video of left cam is not there" in answer.output


def test_each_format_is_explained() -> None:
    answer = run("export", "--formats")
    assert answer.exit_code == 0
    for format in FORMATS.values():
        assert format.holds in answer.output and format.lost in answer.output


def test_what_went_out_comes_back_as_one_edit(folder: Path, tmp_path: Path) -> None:
    for name in ("a.json", "a.c3d"):
        assert run("export", folder, tmp_path / name).exit_code == 0
    answer = run("import", folder, tmp_path / "a.json")
    assert answer.exit_code == 0 and "2 people in 60 frames" in answer.output
    answer = run("import", folder, tmp_path / "a.c3d", "--view", "left cam", "--json")
    assert answer.exit_code == 0 and json.loads(answer.stdout)["views"] == ["left cam"]
    with Project.open(folder) as project:
        assert [edit.title for edit in project.document.done[-2:]] == ["Import a.json", "Import a.c3d"]


@pytest.mark.parametrize(("file", "options", "says"), [
    ("a.xyz", [], "ending"), ("a.trc", [], "no such file"), ("a.json", [], "cannot be read"),
    ("a.toml", [], "cannot be read"), ("op", [], "ending")])
def test_what_cannot_be_imported(folder: Path, tmp_path: Path, file: str, options: list[str], says: str) -> None:
    answer = run("import", folder, tmp_path / file, *options)
    assert answer.exit_code == 3 and says in answer.output
