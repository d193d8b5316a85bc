"""Ski-Pose PTZ: rows of pictures, put together by sequence, frame and camera."""

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.errors import ParallaxError
from tests.training.datasets.made import camera, close, motion
from training.datasets import skipose

FRAMES = 5
LOST = {(1, 0), (1, 2), (4, 4)}  # (camera, frame) that have no picture


def at(number: int, frame: int) -> Any:
    """A camera that pans with the skier: another one each frame, of a cut-out of 256 px."""
    return camera(number + 0.1 * frame, (256, 256), np.zeros(5))


def rows(sequences: tuple[int, ...]) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {name: [] for name in ("seq", "cam", "frame", "subj", "3D", "2D", "cam_intrinsic",
                                                       "cam_position", "R_cam_2_world")}
    for sequence in sequences:
        for number in range(6):
            for frame in range(FRAMES):
                if (number, frame) in LOST:
                    continue
                view, points = at(number, frame), motion(FRAMES)[frame]
                own = view.to_camera(points)
                out["3D"].append((own - own[0]).ravel())
                out["2D"].append((view.project(points)[0] / 256).ravel())
                out["cam_intrinsic"].append((view.K / 256).ravel())
                out["cam_position"].append(view.centre)
                out["R_cam_2_world"].append(view.R.T.ravel())
                for name, value in (("seq", sequence), ("cam", number), ("frame", 40 + frame), ("subj", 3)):
                    out[name].append(value)
    return out


def write(root: Path, split: str = "train", sequences: tuple[int, ...] = (101, 7), **changes: Any) -> Path:
    (root / split).mkdir()
    made = rows(sequences)
    shuffled = np.random.default_rng(0).permutation(len(made["seq"]))
    with h5py.File(root / split / "labels.h5", "w") as file:
        for name, values in {**made, **changes}.items():
            if values is not None:
                file[name] = values if name in changes else np.array(values, dtype=np.float64)[shuffled]
    return root


def test_views_are_put_together_and_gaps_are_missing(tmp_path: Path) -> None:
    clips = list(skipose.read(write(tmp_path)))
    assert [clip.name for clip in clips] == ["seq_007", "seq_101"]
    clip = clips[1]
    assert (clip.subject, clip.fps, clip.kp.shape, clip.moving) == ("subject 3", 50, (6, FRAMES, 17, 3), True)
    assert clip.sizes.tolist() == [[256, 256]] * 6 and clip.truth is not None
    for number in range(6):
        for frame in range(FRAMES):
            if (number, frame) in LOST:
                assert np.isnan(clip.truth[number, frame]).all() and (clip.kp[number, frame, :, 2] == 0).all()
                continue
            view, points = at(number, frame), motion(FRAMES)[frame]
            own = view.to_camera(points)
            close(clip.truth[number, frame], own - own[0], 1e-6)
            close(clip.kp[number, frame, :, :2], view.project(points)[0], 1e-4)  # float32 of 256 px


def test_centres_make_the_truth_absolute(tmp_path: Path) -> None:
    write(tmp_path)
    lines = [f"101 {40 + frame} {x:.9f} {y:.9f} {z:.9f}" for frame, (x, y, z) in enumerate(motion(FRAMES)[:, 0])]
    (tmp_path / "ski_centers.csv").write_text("\n".join(lines))
    relative, absolute = skipose.read(tmp_path)
    assert relative.truth is not None and np.nanmax(np.abs(relative.truth[:, :, 0])) == 0  # 7 is not in the table
    assert absolute.truth is not None
    close(absolute.truth[2, 3], at(2, 3).to_camera(motion(FRAMES)[3]), 1e-6)
    assert skipose.survey(tmp_path).remarks == []


def test_splits(tmp_path: Path) -> None:
    write(tmp_path, "test", (9,))
    assert [clip.name for clip in skipose.read(tmp_path, "test")] == ["seq_009"]
    survey = skipose.survey(tmp_path)
    assert [fault.file for fault in survey.missing] == ["train/labels.h5"] and "ski_centers.csv" in survey.remarks[0]
    with pytest.raises(ParallaxError, match="'train'"):
        skipose.read(tmp_path)


COUNT = 2 * (6 * FRAMES - len(LOST))


@pytest.mark.parametrize(("changes", "says"), [
    ({"3D": None}, "lacks 3D"), ({"3D": np.zeros((COUNT, 48))}, r"3D has shape \(54, 48\), not \(54, 51\)"),
    ({"2D": np.zeros((3, 34))}, "2D has shape"), ({"cam": np.full(COUNT, 6)}, "of cameras 6 to 6"),
    ({"frame": np.arange(COUNT) * 1e6}, "has frames"), ({"seq": np.full(COUNT, np.nan)}, "not finite"),
    ({"subj": "x"}, "lacks subj"), ({"subj": np.array([b"a"] * COUNT)}, "subj is an array")])
def test_wrong(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(skipose.read(write(tmp_path, **changes)))


def test_damaged(tmp_path: Path) -> None:
    file = write(tmp_path) / "train/labels.h5"
    whole = file.read_bytes()
    for content in (whole[:len(whole) // 2], b"", b"rubbish"):
        file.write_bytes(content)
        with pytest.raises(ParallaxError, match="cannot be read as HDF5"):
            list(skipose.read(tmp_path))
    with h5py.File(file, "w") as claims:
        claims.create_dataset("seq", (10**11,), "f8", chunks=True)
    with pytest.raises(ParallaxError, match="claims"):
        list(skipose.read(tmp_path))
    file.write_bytes(whole)
    for text, says in (("1 2 3", "line 1 has 3 values"), ("1 2 x 4 5", "no number"), ("1 1e999 2 3 4", "no number")):
        (tmp_path / "ski_centers.csv").write_text(text)
        with pytest.raises(ParallaxError, match=says):
            list(skipose.read(tmp_path))
