"""MPI-INF-3DHP as MATLAB files of both versions, and as P-STMO's NPZ."""

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from core.errors import ParallaxError
from core.skeleton import H36M17
from tests.training.datasets.made import Run, camera, close, motion
from training.datasets import mpi_inf_3dhp

FRAMES = 7
# Of the authors' list of joints, where each of H36M-17 is: 28 for training, 17 in the test set.
IN_28 = {"pelvis": 4, "spine": 3, "thorax": 5, "nose": 6, "head": 7, "lshoulder": 9, "lelbow": 10, "lwrist": 11,
         "rshoulder": 14, "relbow": 15, "rwrist": 16, "lhip": 18, "lknee": 19, "lankle": 20, "rhip": 23, "rknee": 24,
         "rankle": 25}
IN_17 = {"head": 0, "thorax": 1, "rshoulder": 2, "relbow": 3, "rwrist": 4, "lshoulder": 5, "lelbow": 6, "lwrist": 7,
         "rhip": 8, "rknee": 9, "rankle": 10, "lhip": 11, "lknee": 12, "lankle": 13, "pelvis": 14, "spine": 15,
         "nose": 16}


def view(number: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Pixels and metres in the camera frame."""
    at = camera(number, (2048, 2048), np.zeros(5))
    return at.project(motion(FRAMES))[0], at.to_camera(motion(FRAMES))


def placed(points: np.ndarray[Any, Any], where: dict[str, int], count: int) -> np.ndarray[Any, Any]:
    out = np.full((len(points), count, points.shape[-1]), 77.0)
    for joint, place in where.items():
        out[:, place] = points[:, H36M17.index(joint)]
    return out


def write_train(root: Path, name: str = "S1/Seq2", **changes: Any) -> Path:
    cells = {field: np.empty((14, 1), dtype=object) for field in ("annot2", "annot3", "univ_annot3")}
    for number in range(14):
        pixels, metres = view(number)
        cells["annot2"][number, 0] = placed(pixels, IN_28, 28).reshape(FRAMES, 56)
        cells["annot3"][number, 0] = placed(1000 * metres, IN_28, 28).reshape(FRAMES, 84)
        cells["univ_annot3"][number, 0] = placed(900 * metres, IN_28, 28).reshape(FRAMES, 84)
    (root / name).mkdir(parents=True)
    savemat(root / name / "annot.mat", {**cells, "cameras": np.arange(14), "frames": np.arange(FRAMES), **changes})
    return root


def write_test(root: Path, name: str = "TS5", **changes: Any) -> Path:
    pixels, metres = view(0)
    arrays = {"annot2": placed(pixels, IN_17, 17)[:, None], "annot3": placed(1000 * metres, IN_17, 17)[:, None],
              "univ_annot3": placed(900 * metres, IN_17, 17)[:, None],
              "valid_frame": (np.arange(FRAMES) % 2 == 0).astype(float)[:, None], **changes}
    (root / name).mkdir(parents=True, exist_ok=True)
    with h5py.File(root / name / "annot_data.mat", "w") as file:
        for key, value in arrays.items():
            if value is not None:
                file[key] = value
    return root


def test_train(tmp_path: Path) -> None:
    clip, = mpi_inf_3dhp.read(write_train(tmp_path))
    assert (clip.name, clip.subject, clip.fps, clip.kp.shape) == ("S1/Seq2", "S1", 50, (8, FRAMES, 17, 3))
    assert clip.views == ("cam0", "cam1", "cam2", "cam4", "cam5", "cam6", "cam7", "cam8")
    assert (clip.sizes == 2048).all() and clip.truth is not None
    for row, number in enumerate((0, 1, 2, 4, 5, 6, 7, 8)):
        pixels, metres = view(number)
        close(clip.kp[row, ..., :2], pixels, 1e-3)  # float32 of 2048 px
        close(clip.truth[row], metres, 1e-6)
    universal, = mpi_inf_3dhp.read(tmp_path, universal=True)
    assert universal.truth is not None
    close(universal.truth[0], 0.9 * view(0)[1], 1e-6)


def test_frame_rates(tmp_path: Path) -> None:
    write_train(tmp_path, "S1/Seq1")
    write_train(tmp_path, "S3/Seq1")
    assert [clip.fps for clip in mpi_inf_3dhp.read(tmp_path)] == [25, 50]


@pytest.mark.parametrize("inner", ["", "mpi_inf_3dhp_test_set"])
def test_test(tmp_path: Path, inner: str) -> None:
    write_test(tmp_path / inner)
    write_test(tmp_path / inner, "TS1")
    first, clip = mpi_inf_3dhp.read(tmp_path, "test")
    assert first.sizes.tolist() == [[2048, 2048]] and clip.sizes.tolist() == [[1920, 1080]]
    assert (clip.name, clip.kp.shape) == ("TS5", (1, FRAMES, 17, 3)) and clip.truth is not None
    pixels, metres = view(0)
    valid = np.arange(FRAMES) % 2 == 0
    close(clip.kp[0, valid, :, :2], pixels[valid], 1e-3)
    close(clip.truth[0, valid], metres[valid], 1e-6)
    assert np.isnan(clip.truth[0, ~valid]).all() and (clip.kp[0, ~valid, :, 2] == 0).all()


def cells(first: Any, others: Any) -> np.ndarray[Any, Any]:
    out = np.empty((14, 1), dtype=object)
    out[:, 0] = [first, *[others] * 13]
    return out


@pytest.mark.parametrize(("changes", "says"), [
    ({"annot2": np.zeros((14, 2))}, "no annot2 with a cell for each of 14"), ({"annot3": 1}, "no annot3 with a cell"),
    ({"annot2": cells(np.zeros((3, 55)), np.zeros((3, 56)))}, r"camera 0 has shape \(3, 55\), not \(any, 56\)"),
    ({"annot2": cells(np.zeros((3, 56)), np.zeros((4, 56)))}, "its cameras have 3, 4, 7 frames"),
    ({"annot2": cells("text", "text")}, "annot2 of camera 0 is an array of <U4"),
])
def test_wrong_train(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(mpi_inf_3dhp.read(write_train(tmp_path, **changes)))


@pytest.mark.parametrize(("changes", "says"), [
    ({"annot2": None}, "lacks annot2"), ({"annot3": np.zeros((FRAMES, 17, 3))}, "annot3 has shape"),
    ({"valid_frame": np.zeros((3, 1))}, "valid_frame has shape")])
def test_wrong_test(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(mpi_inf_3dhp.read(write_test(tmp_path, **changes), "test"))


def test_damaged(tmp_path: Path) -> None:
    for name, write, split in (("S1/Seq2/annot.mat", write_train, "train"), ("TS5/annot_data.mat", write_test, "test")):
        file = write(tmp_path) / name
        whole = file.read_bytes()
        for content in (whole[:len(whole) // 2], b"", b"rubbish" * 100):
            file.write_bytes(content)
            with pytest.raises(ParallaxError, match=r"cannot be read as a MATLAB|no annot2|lacks"):
                list(mpi_inf_3dhp.read(tmp_path, split))
    with h5py.File(tmp_path / "TS5/annot_data.mat", "w") as empty:
        empty.create_dataset("annot2", (10**9, 1, 17, 2), "f8", chunks=True)  # 272 GB that are not there
    with pytest.raises(ParallaxError, match="claims"):
        list(mpi_inf_3dhp.read(tmp_path, "test"))


def test_what_is_missing(tmp_path: Path) -> None:
    write_train(tmp_path)
    survey = mpi_inf_3dhp.survey(tmp_path)
    assert [part.splits for part in survey.parts] == [("train",)]
    assert len(survey.missing) == 15 + 6 and survey.missing[0].file == "S1/Seq1/annot.mat"


def npz(name: str) -> dict[str, Any]:
    pixels, metres = view(0)
    both = {"data_2d": placed(pixels, IN_17, 17), "data_3d": placed(1000 * metres, IN_17, 17)}
    if name == "test":
        return {"TS6": {**both, "valid": np.arange(FRAMES) % 2 == 0}}
    return {"S5 Seq1": [{"0": both, "4": both}, 50], "S2 Seq1": [{"0": both}, 25]}


def test_npz(tmp_path: Path) -> None:
    for name in ("train", "test"):
        np.savez_compressed(tmp_path / f"data_{name}_3dhp.npz", data=npz(name))
    pixels, metres = view(0)
    clip, other = mpi_inf_3dhp.read(tmp_path)
    assert (clip.name, clip.subject, clip.fps, clip.views) == ("S5/Seq1", "S5", 50, ("cam0", "cam4"))
    assert clip.truth is not None and other.fps == 25
    close(clip.kp[1, ..., :2], pixels, 1e-3)
    close(clip.truth[1], metres, 1e-6)
    tested, = mpi_inf_3dhp.read(tmp_path / "data_train_3dhp.npz", "test")
    assert tested.sizes.tolist() == [[1920, 1080]] and tested.kp[0, :, 0, 2].tolist() == [1, 0, 1, 0, 1, 0, 1]
    assert not mpi_inf_3dhp.survey(tmp_path).missing


@pytest.mark.parametrize(("data", "says"), [
    ({"S1 Seq1": [{}]}, "has no cameras"), ({"S1 Seq1": 3}, "not a list"), ({"S1 Seq1": [{"0": {}}]}, "lacks data_2d"),
    ({"S1 Seq1": [{"0": {"data_2d": np.zeros((2, 17, 2)), "data_3d": np.zeros((3, 17, 3))}}]}, r"not \(2, 17, 3\)")])
def test_wrong_npz(tmp_path: Path, data: Any, says: str) -> None:
    np.savez(tmp_path / "data_train_3dhp.npz", data=data)
    with pytest.raises(ParallaxError, match=says):
        list(mpi_inf_3dhp.read(tmp_path))


def test_a_malicious_npz(tmp_path: Path) -> None:
    np.savez(tmp_path / "data_train_3dhp.npz", data=np.array({"S1 Seq1": Run(tmp_path / "ran")}, dtype=object))
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        list(mpi_inf_3dhp.read(tmp_path))
    assert not (tmp_path / "ran").exists()
