"""CMU Panoptic: folders of sequences with calibration_NAME.json and a file of bodies for each frame.

calibration: cameras, each with type, name, resolution, K, distCoef (k1, k2, p1, p2, k3), R, t: X_camera = R X + t in
centimetres. hdPose3d_stage1_coco19/body3DScene_00000000.json: bodies, each with id and joints19, 19 times x, y, z
(cm, -y is up) and confidence; -1 where a joint is not seen. The number of a file is its frame at 29.97 Hz.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.skeleton import COCO17, H36M17, convert
from core.words import tr
from training.datasets.arrays import key_of, mapping, shaped
from training.datasets.parts import TEST, TRAIN, Fault, Part, Survey, clips_of, seen
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

FPS = 30000 / 1001
CAMERAS = (3, 6, 12, 13, 23)  # of the 31 HD cameras those of the papers
LEAST = 0.1                   # confidence of a joint that is there
# Of the papers that learn 2D and 3D together on this data set.
SEQUENCES = {
    TRAIN: ("171204_pose1", "171204_pose2", "171204_pose3", "171026_pose1", "171026_pose2", "171026_cello3",
            "161029_piano3", "161029_piano4", "170407_office2"),
    TEST: ("171026_pose3", "161029_piano2", "170915_office1"),
}
OTHER = "other"  # the split of sequences that the papers do not use
MAX_FRAMES = 1_000_000  # nine hours
MAX_BYTES = 16 << 20  # of a JSON file; a calibration of 520 cameras has 1 MB
# Neck, nose, middle of the hips, left arm, left leg, right arm, right leg; left eye and ear, right eye and ear.
PANOPTIC19_TO_COCO17 = [1, 15, 17, 16, 18, 3, 9, 4, 10, 5, 11, 6, 12, 7, 13, 8, 14]
_NECK, _HIPS = 0, 2
_POSES = "hdPose3d_stage1_coco19"
_SCENE = re.compile(r"body3DScene_(\d{1,9})\.json")


@dataclass(frozen=True)
class HdCamera:
    """K (3, 3), dist (5,), R (3, 3), t (3,) metres: world (metres, y down) to camera; size: width and height."""

    name: str
    K: NDArray[np.float64]
    dist: NDArray[np.float64]
    R: NDArray[np.float64]
    t: NDArray[np.float64]
    size: tuple[int, int]


def recognises(path: Path) -> bool:
    return bool(_sequences(Path(path)))


def survey(path: Path, cameras: Sequence[int] = CAMERAS, step: int = 1) -> Survey:
    """cameras: numbers of HD cameras; step: every so many frames only (the papers: 15 for pictures, 3 for lifters)."""
    path = Path(path)
    folders = _sequences(path)
    parts = [Part(folder, _splits(folder.name), partial(_sequence, folder, cameras, step)) for folder in folders]
    names = {folder.name for folder in folders}
    alone = folders == [path]
    missing = [Fault(name, f"a sequence for {'training' if split == TRAIN else 'testing'} is not there.")
               for split, wanted in SEQUENCES.items() for name in wanted if name not in names and not alone]
    others = sorted(name for name in names if _splits(name) == (OTHER,))
    return Survey(parts, missing, [f"Not of the papers, so in the split '{OTHER}': {', '.join(others)}."] if others
                  else [])


def read(path: Path, split: str = TRAIN, cameras: Sequence[int] = CAMERAS, step: int = 1) -> Iterator[Clip]:
    """A clip a sequence, of all frames from the first that has exactly one body to the last; others are missing.

    truth in metres in each camera frame; kp what the cameras see of it. Raises ParallaxError, some of it only while
    clips are read.
    """
    return clips_of(path, survey(path, cameras, step).parts, split)


def _splits(name: str) -> tuple[str, ...]:
    return tuple(split for split, names in SEQUENCES.items() if name in names) or (OTHER,)


def _sequences(path: Path) -> list[Path]:
    if not path.is_dir():
        return []
    return [folder for folder in (path, *sorted(path.iterdir()))
            if folder.is_dir() and _calibration(folder) and (folder / _POSES).is_dir()]


def _calibration(folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob("calibration_*.json"))), None)


def read_cameras(file: Path, numbers: Sequence[int]) -> list[HdCamera]:
    """HD cameras of a calibration by number. Raises ParallaxError."""
    listed = mapping(file, tr("it"), _json(file), ("cameras",))["cameras"]
    if not isinstance(listed, list):
        raise ParallaxError(file, "its cameras are no list.", REMEDY)
    named = {camera["name"]: camera for camera in listed if isinstance(camera, dict) and camera.get("type") == "hd"
             and isinstance(camera.get("name"), str)}
    out = []
    for name in (f"00_{number:02d}" for number in numbers):
        if name not in named:
            raise ParallaxError(file, "it has {n} HD cameras, and {name} is not one.", "Choose among them.",
                                n=len(named), name=name)
        told = mapping(file, name, named[name], ("K", "distCoef", "R", "t", "resolution"))
        matrix, rotation = (shaped(file, key_of(key, name), told[key], (3, 3)).astype(float) for key in "KR")
        shift = shaped(file, key_of("t", name), told["t"], (3, 1)).astype(float)[:, 0] / 100
        dist = shaped(file, key_of("distCoef", name), told["distCoef"], (5,)).astype(float)
        width, height = shaped(file, key_of("resolution", name), told["resolution"], (2,)).astype(int).tolist()
        if not all(np.isfinite(each).all() for each in (matrix, rotation, shift, dist)):
            raise ParallaxError(file, "{name} has a number that is not finite.", REMEDY, name=name)
        out.append(HdCamera(name, matrix, dist, rotation, shift, (width, height)))
    return out


def sequences(path: Path, split: str) -> list[Path]:
    """The folders of a split; a sequence alone is of any."""
    folders = _sequences(Path(path))
    return folders if folders == [Path(path)] else [each for each in folders if split in _splits(each.name)]


def cameras_of(folder: Path, numbers: Sequence[int] = CAMERAS) -> list[HdCamera]:
    """HD cameras of a sequence by number."""
    calibration = _calibration(folder)
    assert calibration is not None  # else it were no sequence
    return read_cameras(calibration, numbers)


def bodies(folder: Path, step: int = 1) -> dict[int, NDArray[np.float64]]:
    """Frame → (17, 3) metres in the world, of every `step`-th frame with exactly one person. Raises ParallaxError."""
    scenes = sorted((int(told[1]), file) for file in (folder / _POSES).rglob("body3DScene_*.json")
                    if (told := _SCENE.fullmatch(file.name)))
    found = {number: body for number, file in scenes if number % step == 0 and (body := _one_body(file)) is not None}
    if not found:
        raise ParallaxError(folder, "no frame has exactly one body.", "Choose a sequence of one person.")
    return found


def _sequence(folder: Path, numbers: Sequence[int], step: int) -> Iterator[Clip]:
    cameras, found = cameras_of(folder, numbers), bodies(folder, step)
    first, last = min(found), max(found)
    if last - first > MAX_FRAMES:
        raise ParallaxError(folder, "its frames are numbered from {first} to {last}.", REMEDY, first=first, last=last)
    world = np.full(((last - first) // step + 1, 17, 3), np.nan)
    for number, body in found.items():
        world[(number - first) // step] = body
    truth = np.stack([world @ camera.R.T + camera.t for camera in cameras]).astype(np.float32)
    kp = np.stack([seen(view, camera.K, camera.dist, camera.size)
                   for view, camera in zip(truth, cameras, strict=True)])
    yield Clip(folder.name, folder.name, folder.name.partition("_")[2].rstrip("0123456789"), FPS / step, kp,
               np.array([camera.size for camera in cameras]), truth, views=tuple(camera.name for camera in cameras))


def _one_body(file: Path) -> NDArray[np.float64] | None:
    """(17, 3) metres in the world, NaN where not seen; None where not exactly one person is there."""
    bodies = mapping(file, tr("it"), _json(file), ("bodies",))["bodies"]
    if not isinstance(bodies, list):
        raise ParallaxError(file, "its bodies are no list.", REMEDY)
    if len(bodies) != 1:
        return None
    joints = mapping(file, tr("the body"), bodies[0], ("joints19",))["joints19"]
    return panoptic19_to_h36m17(shaped(file, "joints19", joints, (76,)).reshape(19, 4).astype(float))


def panoptic19_to_h36m17(joints: NDArray[np.float64]) -> NDArray[np.float64]:
    """(19, 4) centimetres and confidence → (17, 3) metres. Neck and middle of the hips are joints of Panoptic, the
    spine is between them, the top of the head is made of ears and shoulders (core/skeleton.py)."""
    joints = np.where(joints[:, 3:] > LEAST, joints, np.nan)
    joints[:, :3] /= 100
    out = convert(joints[PANOPTIC19_TO_COCO17].astype(np.float32), COCO17, H36M17)[:, :3].astype(np.float64)
    out[0], out[8] = joints[_HIPS, :3], joints[_NECK, :3]
    out[7] = (out[0] + out[8]) / 2
    return out


def _json(file: Path) -> Any:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ParallaxError(file, "it is too large for such a file.", REMEDY)
        return json.loads(file.read_bytes())
    except OSError as fault:
        raise ParallaxError(file, "it cannot be read ({why}).", "Check the path.", why=fault.strerror) from None
    except (ValueError, RecursionError) as fault:
        raise ParallaxError(file, "it is no JSON ({why}).", REMEDY, why=str(fault)[:100]) from None
