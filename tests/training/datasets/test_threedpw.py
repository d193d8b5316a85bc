"""3DPW: people of a moving camera, as OpenPose found them and as SMPL has them."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ParallaxError
from core.skeleton import H36M17
from tests.training.datasets import bodies
from tests.training.datasets.made import Run, camera, close, coco, motion
from training.datasets import threedpw

FRAMES = 5
OPENPOSE = ("nose", "neck", "rshoulder", "relbow", "rwrist", "lshoulder", "lelbow", "lwrist", "rhip", "rknee", "rankle",
            "lhip", "lknee", "lankle", "reye", "leye", "rear", "lear")
SMPL = ("pelvis", "lhip", "rhip", "spine1", "lknee", "rknee", "spine", "lankle", "rankle", "spine3", "lfoot", "rfoot",
        "thorax", "lcollar", "rcollar", "skull", "lshoulder", "rshoulder", "lelbow", "relbow", "lwrist", "rwrist",
        "lhand", "rhand")
RNG = np.random.default_rng(1)


def at(frame: int) -> Any:
    """The camera walks."""
    return camera(0.1 * frame, (1080, 1920), np.zeros(5))


def write(root: Path, people: int = 1, folder: str = "train", name: str = "downtown_walk_00", **changes: Any) -> Path:
    points = motion(FRAMES)
    joints = np.full((FRAMES, 24, 3), 55.0)
    for place, joint in enumerate(SMPL):
        if joint in H36M17.joints:
            joints[:, place] = points[:, H36M17.index(joint)]
    face = coco(points)
    names = ("nose", "leye", "reye", "lear", "rear", "lshoulder", "rshoulder", "lelbow", "relbow", "lwrist", "rwrist",
             "lhip", "rhip", "lknee", "rknee", "lankle", "rankle")
    found = np.full((FRAMES, 3, 18), 0.75)
    for place, joint in enumerate(OPENPOSE):
        for frame in range(FRAMES):
            where = points[frame, 8] if joint == "neck" else face[frame, names.index(joint)]
            found[frame, :2, place] = at(frame).project(where)[0]
    found[0, :, OPENPOSE.index("lwrist")] = 0
    poses = np.zeros((FRAMES, 4, 4))
    poses[:, 3, 3] = 1
    for frame in range(FRAMES):
        poses[frame, :3, :3], poses[frame, :3, 3] = at(frame).R, at(frame).t
    matrix = np.array(at(0).K)
    matrix[:2, 2] = 540, 960
    content = {"sequence": name, "poses2d": [found] * people, "jointPositions": [joints.reshape(FRAMES, 72)] * people,
               "cam_poses": poses, "cam_intrinsics": matrix, "campose_valid": [np.arange(FRAMES) != 3] * people,
               "poses": [RNG.normal(0, 0.3, (FRAMES, 72))] * people, "trans": [np.zeros((FRAMES, 3))] * people,
               "betas": [np.zeros(10)] * people, "genders": ["m", "f"][:people], "texture_maps": [], **changes}
    file = root / "sequenceFiles" / folder / f"{name}.pkl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps({key: value for key, value in content.items() if value is not None}, 2))
    return root


def test_what_openpose_found_and_the_joints_of_smpl(tmp_path: Path) -> None:
    clip, = threedpw.read(write(tmp_path))
    assert (clip.name, clip.action, clip.fps, clip.kp.shape) == ("downtown_walk_00 0", "downtown_walk", 30,
                                                                  (1, FRAMES, 17, 3))
    assert clip.moving and clip.sizes.tolist() == [[1080, 1920]] and clip.truth is not None
    points = motion(FRAMES)
    limbs = [joint for joint in range(17) if joint not in (0, 7, 8, 9, 10)]
    lost = H36M17.index("lwrist")
    for frame in range(FRAMES):
        pixels = at(frame).project(points[frame])[0]
        seen = [joint for joint in limbs if (frame, joint) != (0, lost)]
        close(clip.kp[0, frame, seen, :2], pixels[seen], 1e-3)
        metres = at(frame).to_camera(points[frame])
        metres[[9, 10]] = np.nan  # SMPL has no nose and no top of the head
        close(clip.truth[0, frame], metres if frame != 3 else np.full((17, 3), np.nan), 2e-6)
    assert clip.kp[0, 1:, limbs, 2] == pytest.approx(0.75) and clip.kp[0, 0, lost, 2] == 0


def test_two_people_and_a_body_model(tmp_path: Path) -> None:
    smpl, regressor = bodies.write(tmp_path, 24)
    write(tmp_path, people=2)
    one, two = threedpw.read(tmp_path / "sequenceFiles", "train", smpl, regressor)
    content = pickle.loads((tmp_path / "sequenceFiles/train/downtown_walk_00.pkl").read_bytes())
    for clip, seed in ((one, 1), (two, 0)):  # the models of man and woman
        wanted = bodies.posed(bodies.model(24, seed), content["poses"][0][2], np.zeros(3), np.zeros(10))
        assert clip.truth is not None
        close(clip.truth[0, 2], at(2).to_camera(wanted), 3e-6)
    with pytest.raises(ParallaxError, match="needed together"):
        threedpw.read(tmp_path, "train", smpl)


def test_splits(tmp_path: Path) -> None:
    write(tmp_path, folder="validation", name="a_01")
    write(tmp_path, folder="test", name="b_02")
    assert [clip.name for clip in threedpw.read(tmp_path, "val")] == ["a_01 0"]
    assert [(fault.file, fault.fault[:7]) for fault in threedpw.survey(tmp_path).missing] == [
        ("sequenceFiles/train", "0 of 24"), ("sequenceFiles/validation", "1 of 12"), ("sequenceFiles/test", "1 of 24")]
    assert threedpw.recognises(tmp_path) and not threedpw.recognises(tmp_path / "sequenceFiles/test")


@pytest.mark.parametrize(("changes", "says"), [
    ({"jointPositions": [np.zeros((FRAMES, 71))]}, r"jointPositions has shape \(5, 71\)"),
    ({"cam_poses": 3}, "cam_poses has shape"), ({"jointPositions": [1, 2, 3]}, "one or two people"),
    ({"poses2d": []}, "poses2d is not of 1 people"), ({"poses2d": [np.zeros((FRAMES, 3, 17))]}, r"not \(5, 3, 18\)"),
    ({"trans": None}, "lacks trans"), ({"campose_valid": [np.ones(3)]}, "campose_valid has shape"),
    ({"cam_intrinsics": np.zeros((3, 3))}, "centre of its picture")])
def test_wrong(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(threedpw.read(write(tmp_path, **changes)))


def test_malicious(tmp_path: Path) -> None:
    write(tmp_path, texture_maps=Run(tmp_path / "ran"))
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        list(threedpw.read(tmp_path))
    assert not (tmp_path / "ran").exists()
