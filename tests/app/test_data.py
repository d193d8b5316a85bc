"""`parallax data check`: what it prints, for people and for programs, and its exit codes."""

import json
from pathlib import Path

import numpy as np
import pytest

from app import __main__ as cli
from app import data
from tests.app.test_exporting import run
from tests.training.datasets import bodies, test_amass, test_h36m, test_motion, test_mpi_inf_3dhp
from tests.training.datasets.made import Run, write_pickle
from training.datasets import known, mocap


def test_a_whole_data_set(tmp_path: Path) -> None:
    answer = run("data", "check", test_h36m.write(tmp_path))
    assert answer.exit_code == 0
    first, second, *table, last, remark = answer.stdout.splitlines()
    assert first == f"{tmp_path}: Human3.6M (VideoPose3D), complete."
    assert "data_3d_h36m.npz" in second and "Licence: research only" in second
    assert [line.split() for line in table] == [["split", "clips", "frames"], ["train", "150", "750"],
                                                ["val", "30", "150"], ["test", "59", "295"]]
    assert last == "209 clips, 1,045 frames, 7 subjects." and "the truth is projected" in remark


def test_one_that_lacks_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test_mpi_inf_3dhp.write_train(tmp_path)
    answer = run("data", "check", tmp_path)
    assert answer.exit_code == 4 and "MPI-INF-3DHP, not complete." in answer.stdout and "1 subject." in answer.stdout
    assert "S1/Seq1/annot.mat: a sequence for training is not there." in answer.stdout
    monkeypatch.setattr(data, "MOST", 5)
    assert "… and 16 more" in run("data", "check", tmp_path).stdout


def test_json(tmp_path: Path) -> None:
    test_mpi_inf_3dhp.write_train(tmp_path)
    (tmp_path / "S1/Seq2/annot.mat").write_bytes(b"rubbish")
    answer = run("data", "check", tmp_path, "--json")
    told = json.loads(answer.stdout)
    assert answer.exit_code == 4 and told["name"] == "mpi-inf-3dhp" and not told["ok"] and not told["complete"]
    assert told["splits"] == {} and told["clips"] == 0
    faults = {each["file"]: each["fault"] for each in told["missing"]}
    assert "cannot be read as a MATLAB 5 file" in faults["S1/Seq2/annot.mat"] and len(faults) == 16 + 6


def test_what_is_not_known(tmp_path: Path) -> None:
    answer = run("data", "check", tmp_path)
    assert answer.exit_code == 3 and "no data set that Parallax knows" in answer.output
    assert "SportsPose" in answer.output
    answer = run("data", "check", tmp_path, "--json")
    assert answer.exit_code == 3 and "sportspose" in json.loads(answer.stdout)["known"]
    assert run("data", "check", tmp_path / "none").exit_code == 3


def test_a_malicious_file_is_told_and_runs_nothing(tmp_path: Path) -> None:
    write_pickle(tmp_path / "h36m_source.pkl", Run(tmp_path / "ran"))
    answer = run("data", "check", tmp_path)
    assert answer.exit_code == 4 and "it may be meant to do harm. Nothing in it was run." in answer.stdout
    assert not (tmp_path / "ran").exists()


def test_it_is_a_command_and_no_path() -> None:
    assert "data" in cli.commands() and cli.with_default(["data", "check", "x"]) == ["data", "check", "x"]
    assert "130" in run("data", "check", "--help").stdout


def test_motion_becomes_one_file_to_train_with(tmp_path: Path) -> None:
    test_motion.asf(tmp_path)
    answer = run("data", "convert", tmp_path, tmp_path / "all.npz", "--json")
    told = json.loads(answer.stdout)
    source = known.load(tmp_path)[0]
    made = mocap.read(tmp_path / "all.npz")
    assert told["clips"] == len(made) == 1 and told["frames"] == len(made[0]) and made[0].fps == 50
    assert made[0].subject == source.subject and np.abs(made[0].points[0, 0, :2]).max() < 1e-6
    # At the times that both have, the same place but for where the pelvis began.
    moved = source.points - source.points[:1, :1] * np.float32([1, 1, 0])
    np.testing.assert_allclose(made[0].points[0], moved[0], atol=1e-5)
    assert run("data", "check", tmp_path / "all.npz").exit_code == 0


def test_amass_needs_a_body_model_to_be_made_motion(tmp_path: Path) -> None:
    test_amass.write(tmp_path / "amass", "CMU/07/07_01_poses.npz", **test_amass.take())
    answer = run("data", "convert", tmp_path / "amass", tmp_path / "out.npz")
    assert answer.exit_code == 3 and "SMPL+H" in answer.output and not (tmp_path / "out.npz").exists()
    model, regressor = bodies.write(tmp_path)
    answer = run("data", "convert", tmp_path / "amass", tmp_path / "out.npz", "--model", model,
                 "--regressor", regressor)
    assert answer.exit_code == 0 and len(mocap.read(tmp_path / "out.npz")) == 1
    (tmp_path / "h36m").mkdir()
    test_h36m.write(tmp_path / "h36m")
    assert run("data", "convert", tmp_path / "h36m", tmp_path / "out.npz").exit_code == 3
