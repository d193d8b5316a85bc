"""CMU Panoptic: bodies a frame in centimetres, y down, and cameras in JSON."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ParallaxError
from core.skeleton import COCO17, H36M17, convert
from tests.training.datasets.made import camera, close, coco, motion
from training.datasets import panoptic

UP = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])  # Panoptic's axes (-y is up) to z up, as points times it
# The authors' list of joints.
NAMES = ("neck", "nose", "midhip", "lshoulder", "lelbow", "lwrist", "lhip", "lknee", "lankle", "rshoulder", "relbow",
         "rwrist", "rhip", "rknee", "rankle", "leye", "lear", "reye", "rear")
FRAMES = 6


def joints19(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(F, 17, 3) z up, metres → (F, 19, 3) in the world of Panoptic, cm."""
    face = coco(points)
    own = {"neck": points[:, 8] + [0, 0, 0.02], "midhip": points[:, 0] - [0, 0, 0.02]}
    both = [own[name] if name in own else face[:, COCO17.index(name)] for name in NAMES]
    return np.stack(both, axis=1) @ np.linalg.inv(UP) * 100


def write(root: Path, name: str = "171204_pose1", first: int = 100, **bodies: Any) -> Path:
    """bodies: f103=[...] instead of the one body of a frame."""
    folder = root / name
    scenes = folder / "hdPose3d_stage1_coco19"
    scenes.mkdir(parents=True)
    cameras = []
    for number in (0, 3, 6, 12, 13, 23):
        at = camera(number)
        cameras.append({"name": f"00_{number:02d}", "type": "hd", "resolution": [1920, 1080], "panel": 0,
                        "node": number, "K": at.K.tolist(), "distCoef": at.dist.tolist(), "R": (at.R @ UP.T).tolist(),
                        "t": (100 * at.t[:, None]).tolist()})
    cameras.append({"name": "01_01", "type": "vga", "resolution": [640, 480]})
    (folder / f"calibration_{name}.json").write_text(json.dumps({"calibDataSource": "x", "cameras": cameras}))
    for frame, joints in enumerate(joints19(motion(FRAMES)), first):
        body = {"id": 0, "joints19": np.c_[joints, np.full(19, 0.8)].ravel().tolist()}
        scene = {"version": 0.7, "univTime": 1.0, "fpsType": "hd_29_97", "bodies": bodies.get(f"f{frame}", [body])}
        (scenes / f"body3DScene_{frame:08d}.json").write_text(json.dumps(scene))
    return root


def wanted() -> np.ndarray[Any, Any]:
    """(F, 17, 3) metres, z up."""
    points = motion(FRAMES)
    scored = np.concatenate((coco(points), np.ones((FRAMES, 17, 1))), -1)
    out = convert(scored.astype(np.float32), COCO17, H36M17)[..., :3].astype(float)
    out[:, 8], out[:, 0] = points[:, 8] + [0, 0, 0.02], points[:, 0] - [0, 0, 0.02]
    out[:, 7] = (out[:, 0] + out[:, 8]) / 2
    return out


def test_truth_and_what_the_cameras_see(tmp_path: Path) -> None:
    clip, = panoptic.read(write(tmp_path))
    assert (clip.name, clip.action, clip.kp.shape) == ("171204_pose1", "pose", (5, FRAMES, 17, 3)) and not clip.moving
    assert clip.fps == pytest.approx(29.97, abs=0.01) and clip.views[0] == "00_03" and clip.truth is not None
    assert clip.sizes.tolist() == [[1920, 1080]] * 5
    for row, number in enumerate((3, 6, 12, 13, 23)):
        at = camera(number)
        close(clip.truth[row], at.to_camera(wanted()), 1e-5)
        pixels, _ = at.project(wanted())
        close(clip.kp[row, ..., :2], pixels, 5e-3)  # float32 metres at 5 m: a pixel is 6 mm
    assert (clip.kp[..., 2] == 1).all()


def test_frames_without_exactly_one_body_and_joints_that_are_not_sure_are_missing(tmp_path: Path) -> None:
    body = np.c_[joints19(motion(FRAMES))[3], np.full(19, 0.8)]
    body[NAMES.index("lwrist")] = 0, 0, 0, -1
    body[NAMES.index("lear"), 3] = 0.05
    one = {"id": 4, "joints19": body.ravel().tolist()}
    write(tmp_path, f100=[], f102=[one, one], f103=[one])
    clip, = panoptic.read(tmp_path)
    assert len(clip) == 5 and clip.truth is not None  # from frame 101 on
    there = np.isfinite(clip.truth[0, ..., 0])
    assert there.all(axis=1).tolist() == [True, False, False, True, True] and not there[1].any()
    lost = {H36M17.joints[joint] for joint in np.flatnonzero(~there[2])}
    assert lost == {"lwrist", "head"}  # the head is made of both ears
    assert (clip.kp[..., 2] == there).all()


def test_every_third_frame_and_other_cameras(tmp_path: Path) -> None:
    clip, = panoptic.read(write(tmp_path), cameras=(0, 3), step=3)
    assert clip.kp.shape == (2, 2, 17, 3) and clip.fps == pytest.approx(9.99, abs=0.01)  # frames 102 and 105
    assert clip.truth is not None
    close(clip.truth[1], camera(3).to_camera(wanted()[[2, 5]]), 1e-5)


def test_splits(tmp_path: Path) -> None:
    for name in ("171026_pose3", "160906_pizza1"):
        write(tmp_path, name)
    assert [clip.name for clip in panoptic.read(tmp_path, "test")] == ["171026_pose3"]
    assert [clip.name for clip in panoptic.read(tmp_path, "other")] == ["160906_pizza1"]
    survey = panoptic.survey(tmp_path)
    assert len(survey.missing) == 9 + 2 and "160906_pizza1" in survey.remarks[0]
    assert not panoptic.survey(tmp_path / "171026_pose3").missing  # one sequence is complete by itself
    with pytest.raises(ParallaxError, match=r"'train'.*It has other, test"):
        panoptic.read(tmp_path)


def changed(file: Path, **changes: Any) -> None:
    content = json.loads(file.read_text())
    content["cameras"][1].update(changes)
    file.write_text(json.dumps(content))


@pytest.mark.parametrize(("changes", "says"), [
    ({"K": [[1, 2], [3, 4]]}, r"K of 00_03 has shape \(2, 2\)"), ({"t": [1, 2, 3]}, "t of 00_03 has shape"),
    ({"name": "00_05"}, "00_03 is not one"), ({"distCoef": [0, 0, 0, 0, float("nan")]}, "not finite"),
    ({"R": None}, "R of 00_03 is NoneType"), ({"type": "vga"}, "has 5 HD cameras")])
def test_wrong_cameras(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    write(tmp_path)
    changed(tmp_path / "171204_pose1/calibration_171204_pose1.json", **changes)
    with pytest.raises(ParallaxError, match=says):
        list(panoptic.read(tmp_path))


@pytest.mark.parametrize(("text", "says"), [
    ("{", "is no JSON"), ("[" * 100_000, "is no JSON"), ("[]", "not a dictionary"), ("{}", "lacks bodies"),
    ('{"bodies": [{"joints19": [1, 2]}]}', r"joints19 has shape \(2,\), not \(76\)"), ('{"bodies": 3}', "no list"),
    ('{"bodies": [7]}', "the body is int")])
def test_wrong_bodies(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path)
    (tmp_path / "171204_pose1/hdPose3d_stage1_coco19/body3DScene_00000103.json").write_text(text)
    with pytest.raises(ParallaxError, match=says):
        list(panoptic.read(tmp_path))


def test_numbers_of_frames_are_no_allocation(tmp_path: Path) -> None:
    write(tmp_path)
    scenes = tmp_path / "171204_pose1/hdPose3d_stage1_coco19"
    (scenes / "body3DScene_00000103.json").rename(scenes / "body3DScene_999999999.json")
    with pytest.raises(ParallaxError, match="numbered from 100 to 999999999"):
        list(panoptic.read(tmp_path))
    for file in scenes.iterdir():
        file.unlink()
    with pytest.raises(ParallaxError, match="no frame has exactly one body"):
        list(panoptic.read(tmp_path))
