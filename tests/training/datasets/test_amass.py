"""AMASS: body parameters become joints by the user's model, at 50 Hz; and joints that others made."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ParallaxError
from tests.training.datasets import bodies
from tests.training.datasets.made import Run, close, motion
from training.datasets import amass

RNG = np.random.default_rng(3)
FRAMES = 13


def take(gender: Any = "male", rate: float = 120.0, **changes: Any) -> dict[str, Any]:
    made = {"poses": RNG.normal(0, 0.4, (FRAMES, 156)), "trans": RNG.normal(0, 1, (FRAMES, 3)),
            "betas": RNG.normal(0, 1, 16), "dmpls": np.zeros((FRAMES, 8)), "gender": np.array(gender),
            "mocap_framerate": np.array(rate), **changes}
    return {name: value for name, value in made.items() if value is not None}


def write(root: Path, place: str, **told: Any) -> Path:
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, **told)
    return root


@pytest.mark.parametrize("gender", ["female", b"female"])
def test_parameters_become_joints(tmp_path: Path, gender: Any) -> None:
    told = take(gender)
    data = write(tmp_path / "amass", "CMU/07/07_01_poses.npz", **told)
    write(data, "CMU/07/shape.npz", betas=np.zeros(16))
    clip, = amass.read(data, "train", *bodies.write(tmp_path))
    assert (clip.name, clip.subject, clip.action, clip.fps) == ("CMU/07/07_01", "CMU 07", "07_01", 50)
    joints = np.stack([bodies.posed(bodies.model(52, 0), told["poses"][i], told["trans"][i], told["betas"])
                       for i in range(FRAMES)])
    # Frame n of 50 Hz is frame 2.4 n of 120 Hz; 13 frames of those are 5 of these.
    wanted = [joints[0], 0.6 * joints[2] + 0.4 * joints[3], 0.2 * joints[4] + 0.8 * joints[5],
              0.8 * joints[7] + 0.2 * joints[8], 0.4 * joints[9] + 0.6 * joints[10]]
    close(clip.points, np.stack(wanted), 3e-6)


def test_splits_and_folders_in_folders(tmp_path: Path) -> None:
    slow = take(rate=40)
    for place in ("ACCAD/ACCAD/s1/a_poses.npz", "MPI_HDM05/bk/b_poses.npz", "SFU/0005/c_poses.npz"):
        write(tmp_path / "amass", place, **slow)
    made = bodies.write(tmp_path)
    train, = amass.read(tmp_path / "amass", "train", *made)
    assert train.name == "ACCAD/s1/a" and train.fps == 40 and len(train) == FRAMES
    assert [clip.subject for clip in amass.read(tmp_path / "amass", "val", *made)] == ["MPI_HDM05 bk", "SFU 0005"]
    assert [clip.name for clip in amass.read(tmp_path / "amass/SFU", "val", *made)] == ["SFU/0005/c"]


def test_without_a_body_model_it_is_only_counted(tmp_path: Path) -> None:
    write(tmp_path, "CMU/07/07_01_poses.npz", **take())
    with pytest.raises(ParallaxError, match="parameters of bodies"):
        amass.read(tmp_path)
    part, = amass.survey(tmp_path).parts
    counted, = part.load()
    assert (len(counted), counted.subject, part.splits) == (FRAMES, "07", ("train",))


@pytest.mark.parametrize(("changes", "says"), [
    ({"poses": np.zeros((FRAMES, 165))}, r"\(13, 165\), not \(any, 156\): it is not of SMPL\+H"),
    ({"trans": np.zeros((3, 3))}, "trans has shape"), ({"betas": None}, "lacks betas"),
    ({"mocap_framerate": None}, "lacks mocap_framerate"), ({"mocap_framerate": np.array(0.0)}, "frame rate is 0"),
    ({"poses": np.full((FRAMES, 156), np.nan)}, "not finite")])
def test_wrong(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    write(tmp_path / "amass", "CMU/07/07_01_poses.npz", **take(**changes))
    with pytest.raises(ParallaxError, match=says):
        list(amass.read(tmp_path / "amass", "train", *bodies.write(tmp_path)))


def test_joints_that_others_made(tmp_path: Path) -> None:
    points = motion(6).astype(np.float32)
    order = [0, 4, 5, 6, 1, 2, 3, *range(7, 17)]  # theirs: left leg first
    made = {"s1": {"walk_poses": {"positions_3d": points[:, order], "frame_rate": 50.0}}}
    np.savez_compressed(tmp_path / "CMU.npz", positions_3d=made)
    fast = {"s1": {"walk": {"positions_3d": points[:, order], "frame_rate": np.float64(100)}}}
    np.savez_compressed(tmp_path / "SFU.npz", positions_3d=fast)
    clip, = amass.read(tmp_path)
    assert (clip.name, clip.action, clip.fps) == ("CMU/s1/walk_poses", "walk", 50)
    close(clip.points, points, 0)
    half, = amass.read(tmp_path, "val")
    close(half.points, points[::2], 1e-7)


def test_wrong_joints(tmp_path: Path) -> None:
    for content, says in (({"s1": {"a": {"positions_3d": np.zeros((3, 16, 3)), "frame_rate": 50}}}, "16, 3"),
                          ({"s1": {"a": {"positions_3d": np.zeros((3, 17, 3)), "frame_rate": 0}}}, "no frame rate"),
                          ({"s1": {"a": 3}}, "s1 a is int"), (np.array({"a": Run(tmp_path / "ran")}), "was run")):
        np.savez(tmp_path / "CMU.npz", positions_3d=content)
        with pytest.raises(ParallaxError, match=says):
            list(amass.read(tmp_path / "CMU.npz"))
    assert not (tmp_path / "ran").exists()
