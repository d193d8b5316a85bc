"""Human3.6M as MotionBERT publishes it: one pickle of all frames, or folders of clips made of it.

The pickle: {train, test} with, for N frames at 50 Hz, joint_2d (N, 17, 2) pixels, confidence (N, 17), joint3d_image
(N, 17, 3): pixels, and pixels behind the pelvis; camera_name, action, and source, which tells subject, action and
camera as s_09_act_05_subact_02_ca_01. 2.5d_factor (N,): mm a pixel; joints_2.5d_image (N, 17, 3) mm. Only where one of
these is there, is there a truth in metres; the published file has them for the test frames.

Clips, NAME/{train,test}/00000000.pkl: data_input (F, 17, 3) x, y, score and data_label (F, 17, 3), both with the width
of the picture as 2; with views in front where views of a clip are kept together, and then meta: performer, resolution,
factor, gt (mm), action.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import tr
from training.datasets.arrays import load_pickle, mapping, shaped
from training.datasets.h36m import FPS, SUBJECTS
from training.datasets.h36m_cameras import LENSES
from training.datasets.parts import TEST, TRAIN, VAL, Fault, Part, Survey, clips_of, keypoints
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

SKIPPED = ("s_09_act_05_subact_02", "s_09_act_10_subact_02", "s_09_act_13_subact_01")  # whose truth is wrong
SIZE = (1000, 1000)  # of clips that do not tell
PUBLISHED = "h36m_sh_conf_cam_source_final.pkl"
_SIZES = {lens.name: lens.size for lens in LENSES}
_SOURCE = re.compile(r"s_(\d+)_act_(\d+)_subact_(\d+)_ca_(\d+)")
_FIELDS = ("joint_2d", "joint3d_image", "camera_name", "source")


def recognises(path: Path) -> bool:
    path = Path(path)
    return bool(_pickle(path)) or any((path / split / "00000000.pkl").is_file() for split in (TRAIN, TEST))


def survey(path: Path) -> Survey:
    path = Path(path)
    if file := _pickle(path):
        content = cache(lambda: mapping(file, tr("it"), load_pickle(file), (TRAIN, TEST)))
        return Survey([Part(file, tuple(split for split, subjects in SUBJECTS.items() if subject in subjects),
                            partial(_subject, file, content, side, subject))
                       for side in (TRAIN, TEST) for subject in SUBJECTS[side]])
    parts = [Part(file, (side,), partial(_clip, file)) for side in (TRAIN, TEST)
             for file in sorted((path / side).glob("[0-9]*.pkl"))]
    return Survey(parts, [Fault(f"{side}/00000000.pkl", "there are no clips of this split.")
                          for side in (TRAIN, TEST) if not (path / side / "00000000.pkl").is_file()])


def read(path: Path, split: str = TRAIN) -> Iterator[Clip]:
    """Clips: of the pickle whole films with all their views, of a folder each file as it is.

    truth is from the pelvis, as MotionBERT has it: x and y from pixels, so not quite a camera's. Raises ParallaxError,
    some of it only while clips are read.
    """
    if split == VAL and not _pickle(path):
        raise ParallaxError(path, "clips do not tell their subject, so it has no split 'val'.", "Give the one pickle.")
    return clips_of(path, survey(path).parts, split)


def _pickle(path: Path) -> Path | None:
    """The pickle that the path is, or that is in the folder; its name is all that a glance can tell it by."""
    if path.is_dir():
        return next(iter(sorted(path.glob("h36m*source*.pkl"))), None)
    return path if path.is_file() and path.name.startswith("h36m") and path.suffix == ".pkl" else None


def _subject(file: Path, content: Callable[[], dict[str, Any]], side: str, subject: str) -> Iterator[Clip]:
    """The films of a subject, all views of one together: they differ in the last number of `source`."""
    data = mapping(file, side, content()[side], _FIELDS)
    frames = len(shaped(file, f"{side} joint_2d", data["joint_2d"], (None, 17, None)))
    films: dict[str, dict[str, list[slice]]] = {}
    for start, stop, source in _runs(file, side, data["source"], frames):
        told = _SOURCE.fullmatch(source)
        if told is None:
            raise ParallaxError(file, "{side} source {source!r} is not like s_09_act_05_subact_02_ca_01.", REMEDY,
                                side=side, source=source[:40])
        if f"S{int(told[1])}" == subject:
            films.setdefault(source.rpartition("_ca_")[0], {}).setdefault(source, []).append(slice(start, stop))
    if not films:
        raise ParallaxError(file, "{side} has no frames of {person}.", REMEDY, side=side, person=subject)
    for name, views in sorted(films.items()):
        if name not in SKIPPED:
            yield _film(file, data, side, name, [np.r_[tuple(views[view])] for view in sorted(views)])


def _runs(file: Path, side: str, sources: Any, frames: int) -> Iterator[tuple[int, int, str]]:
    """(start, stop, source) of frames that follow each other in one film."""
    names = np.asarray(sources)
    if names.shape != (frames,) or names.dtype.kind not in "US":
        raise ParallaxError(file, "{name} is not one text a frame.", REMEDY, name=f"{side} source")
    edges = np.r_[0, np.flatnonzero(names[1:] != names[:-1]) + 1, frames] if frames else np.zeros(1, dtype=int)
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield start, stop, str(names[start])


def _film(file: Path, data: dict[str, Any], side: str, name: str, rows: list[NDArray[np.int64]]) -> Clip:
    length = min(map(len, rows))
    index = np.stack([view[:length] for view in rows])
    total = len(data["joint_2d"])

    def of(field: str, *shape: int | None) -> NDArray[np.float32]:
        return shaped(file, f"{side} {field}", data[field], (total, *shape))[index].astype(np.float32)

    def text(field: str) -> list[str]:
        """Of the first frame of each view; a film is of one camera and one action."""
        if len(data[field]) != total:
            raise ParallaxError(file, "{name} is not one text a frame.", REMEDY, name=f"{side} {field}")
        return [str(data[field][view[0]]) for view in rows]

    confidence = of("confidence", 17, *([1] * (np.ndim(data["confidence"]) - 2))) if "confidence" in data else 1.0
    truth: NDArray[np.float32] | None = None
    if "joints_2.5d_image" in data:
        truth = of("joints_2.5d_image", 17, 3) / np.float32(1000)
    elif "2.5d_factor" in data:
        truth = of("joint3d_image", 17, 3) * of("2.5d_factor")[..., None, None] / np.float32(1000)
    if truth is not None:
        truth = truth - truth[:, :, :1]
    cameras = text("camera_name")
    if unknown := [camera for camera in cameras if camera not in _SIZES]:
        raise ParallaxError(file, "{name} is of the camera {camera!r}, not one of {cameras}.", REMEDY, name=name,
                            camera=unknown[0], cameras=", ".join(_SIZES))
    pixels = of("joint_2d", 17, None)[..., :2]
    return Clip(name, f"S{int(name.split('_')[1])}", text("action")[0] if "action" in data else name, FPS,
                keypoints(pixels, np.reshape(confidence, pixels.shape[:-1]) if "confidence" in data else 1.0),
                np.array([_SIZES[camera] for camera in cameras]), truth, views=tuple(cameras))


def _clip(file: Path) -> Iterator[Clip]:
    content = mapping(file, tr("it"), load_pickle(file), ("data_input", "data_label"))
    meta = content["meta"] if isinstance(content.get("meta"), dict) else {}
    if content["data_input"] is None:
        raise ParallaxError(file, "it has no 2D (data_input), as those made of AMASS.", "Read AMASS itself.")
    several = np.ndim(content["data_input"]) == 4
    frames = np.shape(content["data_input"])[-3] if np.ndim(content["data_input"]) >= 3 else 0
    shape = (None, frames, 17, 3) if several else (frames, 17, 3)
    flat = shaped(file, "data_input", content["data_input"], shape).reshape(-1, frames, 17, 3)
    label = shaped(file, "data_label", content["data_label"], shape).reshape(flat.shape)
    views = len(flat)
    size = shaped(file, "resolution", _flat(meta.get("resolution", SIZE * views)), (2 * views,))
    sizes = size.reshape(views, 2).astype(np.int64)
    half = sizes[:, :1].astype(float)[:, None, None] / 2
    pixels = flat[..., :2] * half + sizes[:, None, None].astype(np.float32) / 2
    truth: NDArray[np.float32] | None = None
    if "gt" in meta:
        truth = (shaped(file, "gt", meta["gt"], shape).reshape(flat.shape) / 1000).astype(np.float32)
    elif "factor" in meta:
        factor = shaped(file, "factor", _flat(meta["factor"]), (views * frames,)).reshape(views, frames, 1, 1)
        truth = (label * half * factor / 1000).astype(np.float32)
    if truth is not None:
        truth = truth - truth[:, :, :1]
    subject = f"S{meta['performer']}" if "performer" in meta else ""
    yield Clip(f"{file.parent.name}/{file.stem}", subject, str(meta.get("action", "")), FPS,
               keypoints(pixels, flat[..., 2]), sizes, truth, views=tuple(str(i) for i in range(views)))


def _flat(value: Any) -> Any:
    return value.ravel() if isinstance(value, np.ndarray) else value
