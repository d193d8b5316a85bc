"""The commands of training, on motion and on a project of two views: train, runs, resume, evaluate."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.document import Edit
from core.runs import Run
from core.storage import Project
from core.studio import MOTIONS
from tests import recorded
from tests.app.test_exporting import run
from training import settings

SMALL = ("--set", "frames=27", "--set", "batch=1", "--set", "threads=1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = Project.create(tmp_path / "walk.parallax")
    for number in (1, 2):
        made.do(Edit("Add", (made.document.put(recorded.view(number, 60)),)))
    recorded.fill(made, (0.0, 80.0))
    made.close()
    return made.folder


def test_settings_are_listed_with_the_reason_for_each(tmp_path: Path) -> None:
    answer = run("train", "consistency", "--settings", "--json")
    told = json.loads(answer.stdout)["settings"]
    assert next(iter(told)) == "data" and told["consistency_weight"]["default"] == 1.0
    assert set(told) == {field.name for field in settings.fields_of(settings.Consistency)}
    assert "Synchronized" not in run("train", "consistency", "--settings").stdout
    assert run("train", "magic", "--settings").exit_code == 3


def test_two_views_of_a_project_teach_a_lifter(tmp_path: Path, project: Path) -> None:
    out = tmp_path / "runs" / "walk"
    answer = run("train", "consistency", "--data", project, "-o", out, *SMALL, "--set", "steps=3",
                 "--set", "held_out=0.5", "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["receipt"]["verdict"] in ("better", "same", "worse") and told["figures"]["agreement_mm"] > 0
    assert (out / "weights.pt").exists() and (out / "receipt.json").exists()

    listed = json.loads(run("runs", tmp_path / "runs", "--json").stdout)["runs"]
    assert [(row["name"], row["state"], row["done"]) for row in listed] == [("walk", "done", 3)]
    assert "Two views teach one" in run("runs", tmp_path / "runs").stdout
    assert json.loads(run("runs", tmp_path, "--json").stdout)["runs"] == []

    again = json.loads(run("evaluate", out, "--json").stdout)["figures"]
    rows = {row["name"]: row for row in told["receipt"]["rows"]}
    assert again["after"]["agreement_mm"] == pytest.approx(rows["agreement_mm"]["after"], rel=1e-4)
    on_project = json.loads(run("evaluate", out, project, "--json").stdout)["figures"]
    assert on_project["walk"]["agreement_mm"] > 0


def test_a_training_is_gone_on_with(tmp_path: Path, project: Path) -> None:
    out = tmp_path / "runs" / "walk"
    first = run("train", "consistency", "--data", project, "-o", out, *SMALL, "--set", "steps=2", "--set",
                "held_out=0.0")
    assert first.exit_code == 0
    request = json.loads((out / "request.json").read_text())
    request["settings"]["settings"]["steps"] = 4
    (out / "request.json").write_text(json.dumps(request))
    assert run("resume", out).exit_code == 0 and Run(out).status().done == 4
    assert run("resume", tmp_path / "nothing").exit_code == 3


def test_a_lifter_is_evaluated_on_motion(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", clip_0000=np.asarray(MOTIONS["squat"](1.0, 50.0, 1), np.float32), names=["a"],
             subjects=["a"], actions=["a"], kind=["asf"], fps=50)
    told = json.loads(run("evaluate", "parallax-lifter", tmp_path / "m.npz", "--json").stdout)["figures"]
    assert 10 < told["m, true 2D"]["p_mpjpe_mm"] < told["m, detector's 2D"]["p_mpjpe_mm"] < 200
    assert run("evaluate", "nobody", tmp_path / "m.npz").exit_code == 3
    assert run("evaluate", "parallax-lifter", tmp_path).exit_code == 3
