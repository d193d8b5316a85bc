"""3DPW: sequenceFiles/{train,validation,test}/NAME.pkl, one or two people filmed by one moving camera.

Pickles of Python 2, lists over people: poses2d (N, 3, 18) OpenPose's joints in pixels and score, jointPositions
(N, 72) = 24 joints of SMPL, metres in the world, poses (N, 72), trans (N, 3), betas, genders (m, f), campose_valid (N).
Of the camera: cam_poses (N, 4, 4) world to camera, cam_intrinsics (3, 3). 30 Hz.
"""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.skeleton import COCO17, H36M17, convert
from core.words import tr
from training.datasets import body
from training.datasets.arrays import load_pickle, mapping, shaped
from training.datasets.parts import TEST, TRAIN, VAL, Fault, Part, Survey, clips_of, keypoints
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

FPS = 30.0
FOLDERS = {TRAIN: ("train", 24), VAL: ("validation", 12), TEST: ("test", 24)}  # and how many sequences each has
# OpenPose: nose, neck, right arm, left arm, right leg, left leg, right and left eye, right and left ear.
COCO18_TO_COCO17 = [0, 15, 14, 17, 16, 5, 2, 6, 3, 7, 4, 11, 8, 12, 9, 13, 10]
# Joints of H36M-17 that SMPL has, and which they are; nose and top of the head are none. SMPL's hips and neck lie some
# centimetres from those of Human3.6M: only vertices and a regressor make the same joints.
H36M17_OF_SMPL24 = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16]
SMPL24_TO_H36M17 = [0, 2, 5, 8, 1, 4, 7, 6, 12, 16, 18, 20, 17, 19, 21]
_OF_PEOPLE = ("poses2d", "jointPositions", "poses", "trans", "betas", "genders")


def recognises(path: Path) -> bool:
    return any(next((_base(Path(path)) / folder).glob("*.pkl"), None) for folder, _ in FOLDERS.values()) and (
        _base(Path(path)).name == "sequenceFiles")


def survey(path: Path, model: Path | None = None, regressor: Path | None = None) -> Survey:
    """model, regressor: as `read` takes them."""
    base = _base(Path(path))
    bodies = cache(lambda gender: body.read(Path(model or ""), Path(regressor or ""), gender))
    parts, missing = [], []
    for split, (folder, count) in FOLDERS.items():
        files = sorted((base / folder).glob("*.pkl"))
        parts += [Part(file, (split,), partial(_clips, file, None if model is None else bodies)) for file in files]
        if len(files) < count:
            missing.append(Fault(f"sequenceFiles/{folder}", f"{len(files)} of {count} sequences are there."))
    return Survey(parts, missing, [] if model else [
        "Without the body model SMPL and a regressor the truth is of SMPL's own joints, and has no nose and no head."])


def read(path: Path, split: str = TRAIN, model: Path | None = None, regressor: Path | None = None) -> Iterator[Clip]:
    """A clip a person: kp as OpenPose found them, truth in metres in the camera frame where the camera is known.

    model: a folder with the SMPL of each gender, or one file; regressor: J_regressor_h36m.npy. Raises ParallaxError,
    some of it only while clips are read.
    """
    if (model is None) != (regressor is None):
        raise ParallaxError(path, "a body model and a regressor are needed together.", "Give both, or neither.")
    return clips_of(path, survey(path, model, regressor).parts, split)


def _base(path: Path) -> Path:
    return path / "sequenceFiles" if (path / "sequenceFiles").is_dir() else path


def _clips(file: Path, bodies: Any) -> Iterator[Clip]:
    told = mapping(file, tr("it"), load_pickle(file, "latin1"), (*_OF_PEOPLE, "cam_poses", "cam_intrinsics"))
    people = told["jointPositions"]
    if not isinstance(people, list) or not 1 <= len(people) <= 2:
        raise ParallaxError(file, "it is not of one or two people.", REMEDY)
    cameras = shaped(file, "cam_poses", told["cam_poses"], (None, 4, 4)).astype(float)
    (_, _, cx), (_, _, cy), _ = shaped(file, "cam_intrinsics", told["cam_intrinsics"], (3, 3)).astype(float)
    if not (0 < cx < 1e5 and 0 < cy < 1e5):
        raise ParallaxError(file, "the centre of its picture is at ({x:g}, {y:g}).", REMEDY, x=cx, y=cy)
    size = round(2 * cx), round(2 * cy)  # cameras were calibrated with the centre in the middle
    for person in range(len(people)):
        one = {field: _of(file, told, field, person, len(people)) for field in (*_OF_PEOPLE, "campose_valid")
               if field in told}
        truth = np.einsum("fab,fjb->fja", cameras[:, :3, :3], _world(file, one, len(cameras), bodies))
        truth += cameras[:, None, :3, 3]
        if "campose_valid" in one:
            truth[shaped(file, "campose_valid", one["campose_valid"], (len(cameras),)) == 0] = np.nan
        yield Clip(f"{file.stem} {person}", f"{file.stem} {person}", file.stem.rpartition("_")[0], FPS,
                   _found(file, one["poses2d"], len(cameras))[None], np.array([size]),
                   truth[None].astype(np.float32), moving=True, views=("camera",))


def _of(file: Path, told: dict[str, Any], field: str, person: int, people: int) -> Any:
    if not isinstance(told[field], list | np.ndarray) or len(told[field]) != people:
        raise ParallaxError(file, "{field} is not of {n} people.", REMEDY, field=field, n=people)
    return told[field][person]


def _world(file: Path, one: dict[str, Any], frames: int, bodies: Any) -> NDArray[np.float64]:
    """(N, 17, 3) metres in the world, of the body's vertices or, without a body model, of SMPL's joints."""
    if bodies is None:
        joints = shaped(file, "jointPositions", one["jointPositions"], (frames, 72)).reshape(frames, 24, 3)
        world = np.full((frames, 17, 3), np.nan)
        world[:, H36M17_OF_SMPL24] = joints[:, SMPL24_TO_H36M17]
        return world
    gender = {"m": "male", "f": "female"}.get(str(one["genders"])[:1], "neutral")
    poses, trans, betas = (shaped(file, field, one[field], shape).astype(float) for field, shape in (
        ("poses", (frames, 72)), ("trans", (frames, 3)), ("betas", (None,))))
    return np.asarray(bodies(gender).pose(poses, trans, betas), dtype=np.float64)


def _found(file: Path, poses: Any, frames: int) -> NDArray[np.float32]:
    """(N, 3, 18) of OpenPose → (N, 17, 3) of H36M-17 by way of COCO-17 (core/skeleton.py); its neck is left out."""
    rows = np.swapaxes(shaped(file, "poses2d", poses, (frames, 3, 18)), 1, 2)
    return convert(keypoints(rows[..., :2], rows[..., 2])[:, COCO18_TO_COCO17], COCO17, H36M17)
