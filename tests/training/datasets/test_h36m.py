"""Human3.6M of VideoPose3D, held against the arithmetic of its authors' format: normalized screens and quaternions."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from core.errors import ParallaxError
from tests.training.datasets.made import Run, close, motion
from training.datasets import h36m
from training.datasets.h36m_cameras import LENSES, PLACES

ACTIONS = [f"{name}{number}" for name in "ABCDEFGHIJKLMNO" for number in ("", " 1")]
KEPT = [0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 15, 17, 18, 19, 25, 26, 27]
POINTS = motion(5)


def world(subject: str, action: str) -> np.ndarray[Any, Any]:
    """(5, 17, 3): another place for each action."""
    return POINTS + np.array([0.1 * int(subject[1:]), 0.02 * ACTIONS.index(action), 0])


def write(folder: Path, **changes: Any) -> Path:
    """data_3d_h36m.npz: joints that are left out hold nonsense, so that their use is seen."""
    positions: dict[str, Any] = {}
    for subject in PLACES:
        positions[subject] = {}
        for action in ACTIONS[subject == "S11":]:
            points = np.full((5, 32, 3), 99, np.float32)
            points[:, KEPT] = world(subject, action)
            positions[subject][action] = points
    positions |= changes
    np.savez_compressed(folder / "data_3d_h36m.npz", positions_3d=positions)
    return folder


def screen(camera: np.ndarray[Any, Any], number: int) -> np.ndarray[Any, Any]:
    """Pixels by way of a screen that is 2 wide, with the tangential term as the authors of the format have it."""
    lens = LENSES[number]
    w, h = lens.size
    xx = np.clip(camera[..., :2] / camera[..., 2:], -1, 1)
    r2 = (xx**2).sum(-1, keepdims=True)
    radial = 1 + (np.array(lens.radial) * np.concatenate((r2, r2**2, r2**3), -1)).sum(-1, keepdims=True)
    p = np.array(lens.tangential)
    xxx = xx * (radial + (p * xx).sum(-1, keepdims=True)) + p * r2
    out = np.array(lens.focal) / w * 2 * xxx + np.array(lens.centre) / w * 2 - [1, h / w]
    return np.asarray((out + np.array([1, h / w])) * w / 2)


def in_camera(points: np.ndarray[Any, Any], subject: str, number: int) -> np.ndarray[Any, Any]:
    w, x, y, z = PLACES[subject][number].turn
    turned = Rotation.from_quat([x, y, z, w]).inv().apply((points - np.array(PLACES[subject][number].position) / 1000)
                                                          .reshape(-1, 3))
    return turned.reshape(points.shape)


def test_truth_and_what_the_cameras_see(tmp_path: Path) -> None:
    clips = list(h36m.read(write(tmp_path), "train"))
    assert len(clips) == 5 * 30 and {clip.subject for clip in clips} == {"S1", "S5", "S6", "S7", "S8"}
    clip = clips[31]
    assert (clip.name, clip.action, clip.fps, len(clip)) == ("S5 A 1", "A 1", 50, 5) and not clip.moving
    assert clip.views == ("54138969", "55011271", "58860488", "60457274")
    assert clip.sizes.tolist() == [[1000, 1002], [1000, 1000], [1000, 1000], [1000, 1002]]
    assert clip.truth is not None
    for number in range(4):
        wanted = in_camera(world("S5", "A 1"), "S5", number)
        close(clip.truth[number], wanted, 2e-6)  # float32 metres, 5 m away
        # A pixel is 5 mm there: what float32 leaves of the truth is a thousandth of one.
        close(clip.kp[number, ..., :2], screen(wanted, number), 2e-3)
        assert (wanted[:, 10, 1] < wanted[:, 3, 1] - 1).all()  # the head is above the feet, and y is down
    assert (clip.kp[..., 2] == 1).all()


def test_splits(tmp_path: Path) -> None:
    write(tmp_path)
    assert {clip.subject for clip in h36m.read(tmp_path / "data_3d_h36m.npz", "val")} == {"S8"}
    test = list(h36m.read(tmp_path, "test"))
    assert {clip.subject for clip in test} == {"S9", "S11"} and len(test) == 59
    with pytest.raises(ParallaxError, match="split 'none'"):
        h36m.read(tmp_path, "none")


def detections(folder: Path, name: str, **changes: Any) -> None:
    """Two frames more than the 3D, as films have, and other subjects, as in detections."""
    positions = {subject: {action: [np.full((7, 17, 2), 10 * number + 1, np.float32) for number in range(4)]
                           for action in ACTIONS} for subject in (*PLACES, "S2")}
    positions.update(changes)
    np.savez_compressed(folder / f"data_2d_h36m_{name}.npz", positions_2d=positions,
                        metadata={"layout_name": "h36m", "num_joints": 17, "keypoints_symmetry": [[4, 5], [1, 2]]})


def test_detections_are_taken_where_they_are(tmp_path: Path) -> None:
    write(tmp_path)
    detections(tmp_path, "gt")
    detections(tmp_path, "cpn_ft_h36m_dbb", S8={action: [np.full((7, 17, 2), 5.0)] * 4 for action in ACTIONS})
    clip = next(h36m.read(tmp_path, "val"))
    assert clip.kp.shape == (4, 5, 17, 3) and (clip.kp == [5, 5, 1]).all()
    other = next(h36m.read(tmp_path, "val", "gt"))
    assert other.kp[:, 0, 0, 0].tolist() == [1, 11, 21, 31]
    assert h36m.survey(tmp_path).remarks == ["2D: data_2d_h36m_cpn_ft_h36m_dbb.npz."]
    with pytest.raises(ParallaxError, match="no such file"):
        h36m.read(tmp_path, "val", "hrnet")


@pytest.mark.parametrize(("changes", "says"), [
    ({"S9": {"A": np.zeros((5, 32, 3))}}, "S9 has 1 actions, not 30"),
    ({"S9": dict.fromkeys(ACTIONS, np.zeros((5, 16, 3)))}, r"S9 A has shape \(5, 16, 3\), not \(any, 17, 3\)"),
    ({"S9": dict.fromkeys(ACTIONS, "text")}, "S9 A is str"),
    ({"S9": [1]}, "S9 is list, not a dictionary"),
])
def test_wrong_3d(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(h36m.read(write(tmp_path, **changes), "test"))


@pytest.mark.parametrize(("views", "says"), [
    ([np.zeros((7, 17, 2))] * 3, "not of 4 cameras"), ([np.zeros((4, 17, 2))] * 4, "has 4 frames, the 3D 5"),
    ([np.zeros((7, 16, 2))] * 4, r"\(7, 16, 2\), not \(any, 17, 2\)")])
def test_wrong_2d(tmp_path: Path, views: Any, says: str) -> None:
    detections(write(tmp_path), "gt", S9=dict.fromkeys(ACTIONS, views))
    with pytest.raises(ParallaxError, match=says):
        list(h36m.read(tmp_path, "test"))


def test_missing_and_malicious(tmp_path: Path) -> None:
    assert not h36m.recognises(tmp_path)
    np.savez(tmp_path / "data_3d_h36m.npz", positions_3d=np.array({"S1": Run(tmp_path / "ran")}, dtype=object))
    assert h36m.recognises(tmp_path)
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        list(h36m.read(tmp_path))
    assert not (tmp_path / "ran").exists()
    np.savez(tmp_path / "data_3d_h36m.npz", positions_3d={"S1": {}})
    with pytest.raises(ParallaxError, match="positions_3d lacks S9"):
        list(h36m.read(tmp_path, "test"))
