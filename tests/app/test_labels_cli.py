"""`parallax labels export` and `import`: what they say, what they write, and how they refuse."""

import json
from pathlib import Path

import pytest

from app import __main__ as cli
from core import labels
from core.labels import Keypoint, Target
from core.skeleton import COCO17
from core.storage import Project
from tests.app.test_exporting import run
from tests.core.test_export import fill


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p.parallax") as project:
        fill(project)
        project.do(labels.place(project.document, Target("v1", "athlete", COCO17), 3, {"nose": Keypoint(1.0, 2.0)},
                                "Move"))
    return tmp_path / "p.parallax"


@pytest.mark.parametrize("suffix", [".json", ".slp", ".csv"])
def test_out_and_in(folder: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"a{suffix}"
    answer = run("labels", "export", folder, out)
    assert answer.exit_code == 0 and "1 point in 1 labelled frame" in answer.output
    assert "Nothing new" in run("labels", "import", folder, out).output
    with Project.open(folder) as project:
        project.undo()
    answer = run("labels", "import", folder, out, "--json")
    assert answer.exit_code == 0 and json.loads(answer.stdout)["points"] == 1
    with Project.open(folder) as project:
        assert len(project.document.labels) == 1
        assert project.undo() is not None and not project.document.labels


def test_a_conflict_is_counted_and_said(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("view,person,frame,joint,x_px,y_px\nleft cam,athlete,3,nose,9,9\n")
    answer = run("labels", "import", folder, table)
    assert "1 point not imported" in answer.output and "--overwrite" in answer.output
    assert "1 point in 1 labelled frame imported" in run("labels", "import", folder, table, "--overwrite").output


@pytest.mark.parametrize(("way", "file", "code", "says"), [
    ("steal", "a.csv", 2, "export"), ("export", "a.xml", 3, "ending"), ("export", "none/a.csv", 3, "folder"),
    ("import", "a.csv", 3, "cannot be read")])
def test_refusals(folder: Path, tmp_path: Path, way: str, file: str, code: int, says: str) -> None:
    answer = run("labels", way, folder, tmp_path / file)
    assert answer.exit_code == code and says in answer.output
    assert [path.name for path in tmp_path.iterdir()] == ["p.parallax"]


def test_it_is_a_command() -> None:
    assert "labels" in cli.commands()
