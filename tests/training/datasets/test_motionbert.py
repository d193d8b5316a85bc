"""MotionBERT's Human3.6M: films put together from frames, and clips."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ParallaxError
from tests.training.datasets.made import Run, close, motion, write_pickle
from training.datasets import motionbert
from training.datasets.h36m_cameras import LENSES, PLACES

FRAMES = 6


def view(subject: str, camera: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """joint3d_image (F, 17, 3), factor (F,), and the camera frame (F, 17, 3) in mm, as the authors define them: the
    image is the pinhole's, z is scaled as a box of two metres round the pelvis."""
    points = 1000 * PLACES[subject][camera].camera(motion(FRAMES))
    lens = LENSES[camera]
    box = 2000 * lens.focal[0] / points[:, 0, 2]
    ratio = (box + 1) / 2000
    image = np.concatenate((points[..., :2] / points[..., 2:] * lens.focal + lens.centre,
                            ratio[:, None, None] * (points[..., 2:] - points[:, :1, 2:])), axis=-1)
    return image, 1 / ratio, points


def frames(films: list[tuple[int, int, int]], factor: bool = True) -> dict[str, Any]:
    """Of films (subject, act, subact), camera after camera as in the file."""
    names = ("joint_2d", "confidence", "joint3d_image", "camera_name", "source", "action", "2.5d_factor",
             "joints_2.5d_image")
    out: dict[str, list[Any]] = {name: [] for name in names}
    for subject, act, subact in films:
        for camera in range(4):
            image, scale, _ = view(f"S{subject}", camera)
            out["joint_2d"].append(image[..., :2] + 0.25)
            out["confidence"].append(np.full((FRAMES, 17), 0.5 + 0.1 * camera))
            out["joint3d_image"].append(image)
            out["2.5d_factor"].append(scale)
            out["joints_2.5d_image"].append(image * scale[:, None, None])
            out["camera_name"] += [LENSES[camera].name] * FRAMES
            out["source"] += [f"s_{subject:02d}_act_{act:02d}_subact_{subact:02d}_ca_{camera + 1:02d}"] * FRAMES
            out["action"] += [f"act {act}"] * FRAMES
    made = {name: np.concatenate(each) if isinstance(each[0], np.ndarray) else each for name, each in out.items()}
    for name in ("joint_2d", "confidence", "joint3d_image"):
        made[name] = made[name].astype(np.float32)
    if not factor:
        del made["2.5d_factor"], made["joints_2.5d_image"]
    return made


def write(folder: Path, **changes: Any) -> Path:
    train = frames([(1, 2, 1), (5, 2, 1), (6, 2, 1), (7, 2, 1), (8, 2, 1), (8, 2, 2)], factor=False)
    test = frames([(9, 2, 1), (9, 5, 2), (11, 2, 1)])
    return write_pickle(folder / "h36m_sh_conf_cam_source_final.pkl", {"train": train, "test": {**test, **changes}})


def test_films_have_all_their_views(tmp_path: Path) -> None:
    clips = list(motionbert.read(write(tmp_path), "test"))
    assert [clip.name for clip in clips] == ["s_09_act_02_subact_01", "s_11_act_02_subact_01"]  # one is left out
    clip = clips[1]
    assert (clip.subject, clip.action, clip.fps, clip.kp.shape) == ("S11", "act 2", 50, (4, FRAMES, 17, 3))
    assert clip.views == tuple(lens.name for lens in LENSES) and clip.truth is not None
    for camera in range(4):
        image, factor, points = view("S11", camera)
        close(clip.kp[camera, ..., :2], image[..., :2] + 0.25, 1e-4)  # float32 of 1000 px
        assert clip.kp[camera, ..., 2] == pytest.approx(0.5 + 0.1 * camera)
        relative = image * factor[:, None, None] / 1000
        close(clip.truth[camera], relative - relative[:, :1], 1e-6)
        # The weak perspective of the format is not the camera: a limb half a metre nearer, at 5 m, is a tenth larger.
        near = (points - points[:, :1]) / 1000
        assert np.abs(clip.truth[camera] - near).max() < 0.15 * np.abs(near).max()


def test_the_factor_makes_metres_of_pixels_and_without_it_there_is_no_truth(tmp_path: Path) -> None:
    changed = frames([(9, 2, 1), (11, 2, 1)])
    del changed["joints_2.5d_image"]
    path = write_pickle(tmp_path / "h36m_a.pkl", {"train": frames([(1, 2, 1)], factor=False), "test": changed})
    image, factor, _ = view("S9", 2)
    truth = next(motionbert.read(path, "test")).truth
    assert truth is not None
    close(truth[2], (image - image[:, :1]) * factor[:, None, None] / 1000, 1e-5)
    write(tmp_path)
    train = list(motionbert.read(tmp_path, "train"))
    assert all(clip.truth is None for clip in train)
    assert [clip.name for clip in train[-2:]] == [clip.name for clip in motionbert.read(tmp_path, "val")] == [
        "s_08_act_02_subact_01", "s_08_act_02_subact_02"]
    assert len(train) == 6


@pytest.mark.parametrize(("changes", "says"), [
    ({"source": ["s_09"] * 72}, "is not like s_09_act_05"), ({"source": ["x"]}, "not one text a frame"),
    ({"joint_2d": np.zeros((72, 16, 2))}, "joint_2d has shape"), ({"camera_name": ["7"] * 72}, "camera '7'"),
    ({"confidence": np.zeros((71, 17))}, "confidence has shape"), ({"action": ["a"]}, "action is not one text"),
    ({"joints_2.5d_image": None}, "joints_2.5d_image is NoneType"),
])
def test_wrong(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(motionbert.read(write(tmp_path, **changes), "test"))


def normalized(image: np.ndarray[Any, Any], size: tuple[int, int]) -> np.ndarray[Any, Any]:
    w, h = size
    return np.concatenate((image[..., :2] / w * 2 - [1, h / w], image[..., 2:] / w * 2), -1).astype(np.float32)


def clip_of(cameras: list[int], **meta: Any) -> dict[str, Any]:
    label = np.stack([normalized(view("S9", camera)[0], LENSES[camera].size) for camera in cameras])
    flat = label.copy()
    flat[..., 2] = 0.75
    both = {"data_input": flat, "data_label": label} if meta else {"data_input": flat[0], "data_label": label[0]}
    return {**both, "meta": meta} if meta else both


def test_clips_of_one_view_and_of_all(tmp_path: Path) -> None:
    folder = tmp_path / "H36M-SH"
    write_pickle(folder / "train/00000000.pkl", clip_of([1]))
    factor = np.stack([view("S9", camera)[1] for camera in range(4)])
    sizes = np.array([lens.size for lens in LENSES])
    write_pickle(folder / "test/00000000.pkl", clip_of([0, 1, 2, 3], performer=9, resolution=sizes, factor=factor,
                                                       action="Walking"))
    gt = np.stack([view("S9", camera)[2] for camera in range(4)])
    write_pickle(folder / "test/00000001.pkl", clip_of([0, 1, 2, 3], performer=9, resolution=sizes, gt=gt))
    one, = motionbert.read(folder, "train")
    assert one.kp.shape == (1, FRAMES, 17, 3) and one.truth is None and one.kp[0, ..., 2] == pytest.approx(0.75)
    close(one.kp[0, ..., :2], view("S9", 1)[0][..., :2], 1e-3)  # float32 on a screen of 2
    several, truth = motionbert.read(folder, "test")
    assert (several.subject, several.action) == ("S9", "Walking") and several.truth is not None
    for camera in range(4):
        image, scale, points = view("S9", camera)
        close(several.kp[camera, ..., :2], image[..., :2], 1e-3)
        close(several.truth[camera], (image - image[:, :1]) * scale[:, None, None] / 1000, 1e-5)
        assert truth.truth is not None
        close(truth.truth[camera], (points - points[:, :1]) / 1000, 1e-5)
    with pytest.raises(ParallaxError, match="do not tell their subject"):
        motionbert.read(folder, "val")


@pytest.mark.parametrize(("content", "says"), [
    ({"data_label": 1}, "lacks data_input"), ({"data_input": None, "data_label": 1}, "has no 2D"),
    ({"data_input": np.zeros((2, 17, 3)), "data_label": np.zeros((3, 17, 3))}, r"not \(2, 17, 3\)"),
    (clip_of([0, 1], factor=[1, 2]), "factor has shape"), (clip_of([0, 1], resolution="x"), "resolution is str"),
    ([1], "not a dictionary"), ("attack", "Nothing in it was run"),
])
def test_wrong_clips(tmp_path: Path, content: Any, says: str) -> None:
    write_pickle(tmp_path / "train/00000000.pkl", Run(tmp_path / "ran") if content == "attack" else content)
    assert motionbert.recognises(tmp_path)
    with pytest.raises(ParallaxError, match=says):
        list(motionbert.read(tmp_path))
    assert not (tmp_path / "ran").exists()
