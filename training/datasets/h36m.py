"""Human3.6M as VideoPose3D publishes it: data_3d_h36m.npz, and 2D beside it in data_2d_h36m_*.npz.

3D: positions_3d {subject}{action} (F, 32, 3) metres, world, z up, 50 Hz. 2D: positions_2d {subject}{action} four arrays
(F or more, 17, 2) of pixels, in the order of the cameras; metadata. Both hold dictionaries, kept as pickles.
"""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import tr
from training.datasets.arrays import load_npz, mapping, shaped
from training.datasets.h36m_cameras import LENSES, PLACES
from training.datasets.parts import TEST, TRAIN, VAL, Fault, Part, Survey, clips_of, keypoints
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

FPS = 50.0
# Of the papers; Uplift and Upsample chooses by S8 and trains without it then.
SUBJECTS = {TRAIN: ("S1", "S5", "S6", "S7", "S8"), VAL: ("S8",), TEST: ("S9", "S11")}
POSES = "data_3d_h36m.npz"
DETECTIONS = ("cpn_ft_h36m_dbb", "gt")  # the 2D that is taken, the first that is there
ACTIONS = 30  # of a subject; S11 lacks one
H36M32_TO_H36M17 = [0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 15, 17, 18, 19, 25, 26, 27]


def recognises(path: Path) -> bool:
    path = Path(path)
    return (path / POSES).is_file() or (path.name == POSES and path.is_file())


def survey(path: Path, detections: str = "") -> Survey:
    """detections: the 2D of data_2d_h36m_NAME.npz; '' for the first of DETECTIONS, else the truth as the cameras see
    it."""
    folder = Path(path) if Path(path).is_dir() else Path(path).parent
    two_d = _detections(folder, detections)

    @cache
    def poses() -> dict[str, Any]:
        return mapping(folder / POSES, "positions_3d", load_npz(folder / POSES, ["positions_3d"])["positions_3d"])

    @cache
    def found() -> dict[str, Any] | None:
        if two_d is None:
            return None
        return mapping(two_d, "positions_2d", load_npz(two_d, ["positions_2d"])["positions_2d"])

    def clips(subject: str) -> Iterator[Clip]:
        return _subject(folder / POSES, two_d, subject, poses(), found())

    parts = [Part(folder / POSES, tuple(split for split, subjects in SUBJECTS.items() if subject in subjects),
                  partial(clips, subject)) for subject in PLACES]
    missing = [] if (folder / POSES).is_file() else [Fault(POSES, "the 3D poses are not there.")]
    files = ", ".join(f"data_2d_h36m_{name}.npz" for name in DETECTIONS)
    return Survey(parts, missing, [f"2D: {two_d.name}." if two_d else f"No 2D ({files}): the truth is projected."])


def read(path: Path, split: str = TRAIN, detections: str = "") -> Iterator[Clip]:
    """Clips of four views, with the truth in metres in each camera frame. detections as `survey` takes them.

    Raises ParallaxError, some of it only while clips are read.
    """
    return clips_of(path, survey(path, detections).parts, split)


def _detections(folder: Path, name: str) -> Path | None:
    files = [folder / f"data_2d_h36m_{each}.npz" for each in ([name] if name else DETECTIONS)]
    there = [file for file in files if file.is_file()]
    if name and not there:
        raise ParallaxError(files[0], "there is no such file.", "Name 2D detections that are in the folder.")
    return there[0] if there else None


def _subject(file: Path, two_d: Path | None, subject: str, poses: dict[str, Any], found: dict[str, Any] | None
             ) -> Iterator[Clip]:
    actions = mapping(file, subject, mapping(file, "positions_3d", poses, [subject])[subject])
    if len(actions) < ACTIONS - (subject == "S11"):
        raise ParallaxError(file, "{person} has {n} actions, not {all}.", REMEDY, person=subject, n=len(actions),
                            all=ACTIONS)
    flat = None if two_d is None else mapping(two_d, subject, mapping(two_d, "positions_2d", found, [subject])[subject],
                                              [str(action) for action in actions])
    for action, points in actions.items():
        name = f"{subject} {action}"
        if len(getattr(points, "shape", ())) == 3 and points.shape[1] == 32:
            points = points[:, H36M32_TO_H36M17]
        world = shaped(file, name, points, (None, 17, 3))
        truth = np.stack([place.camera(world) for place in PLACES[subject]]).astype(np.float32)
        if two_d is None or flat is None:
            kp = np.stack([lens.sees(view) for lens, view in zip(LENSES, truth, strict=True)])
        else:
            kp = _keypoints(two_d, name, flat[action], len(world))
        yield Clip(name, subject, str(action), FPS, kp, np.array([lens.size for lens in LENSES]), truth,
                   views=tuple(lens.name for lens in LENSES))


def _keypoints(file: Path, name: str, views: Any, frames: int) -> NDArray[np.float32]:
    """(4, F, 17, 3) of the four arrays of an action. The films go on after the motion capture has ended."""
    if not isinstance(views, list | np.ndarray) or len(views) != len(LENSES):
        raise ParallaxError(file, "{name} is not of {n} cameras.", REMEDY, name=name, n=len(LENSES))
    out = []
    for lens, view in zip(LENSES, views, strict=True):
        scored = len(getattr(view, "shape", ())) == 3 and view.shape[-1] == 3
        place = tr("{name}, camera {camera},").format(name=name, camera=lens.name)
        view = shaped(file, place, view, (None, 17, 3 if scored else 2))
        if len(view) < frames:
            raise ParallaxError(file, "{name}, camera {camera}, has {n} frames, the 3D {frames}.", REMEDY,
                                name=name, camera=lens.name, n=len(view), frames=frames)
        out.append(keypoints(view[:frames, :, :2], view[:frames, :, 2] if scored else 1.0))
    return np.stack(out)
