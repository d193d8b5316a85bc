"""SportsPose: data/{indoors,outdoors}/Sxx with calib.pkl and ACTIVITY/ACTIVITYnnnn.npy, 3D of seven cameras at 90 Hz.

npy: (F, 17, 3) metres, COCO-17, in the world of the calibration. calib.pkl: calibration, for each camera f, c, k (as
OpenCV), R, T: X_camera = R X + T; numtimesrot90clockwise, how often the stored picture is to be turned to be upright.
_timing.pkl: video_path, and for each camera the film's frame at each of the F frames. There is no 2D: it is what the
cameras see of the truth. Joints are turned with the pictures, so that all is upright.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.skeleton import COCO17, H36M17, convert
from core.words import tr
from training.datasets.arrays import key_of, load_npy, load_pickle, mapping, shaped
from training.datasets.parts import SPLITS, TEST, TRAIN, VAL, Fault, Part, Survey, clips_of, seen
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

FPS = 90.0
CAMERAS = 7
PLACES = {"indoors": tuple(f"S{n:02d}" for n in range(22)), "outdoors": ("S00", "S10", "S22", "S23")}
HELD_OUT = {VAL: ("S04", "S07", "S09", "S14", "S22"), TEST: ("S06", "S12", "S19")}
CLIPS = 654
# Which camera is where, round the athlete; the papers test on 'right'.
VIEWS = ("right", "front-right", "back-right", "back", "back-left", "left", "front-left")
SIZES = ((1920, 1080), (1936, 1216))  # of pictures as stored; of videos that are not there the nearer one is taken
_NAME = re.compile(r"[a-z_]+\d{4}")


def recognises(path: Path) -> bool:
    return any((Path(path) / "data" / place).is_dir() for place in PLACES)


def survey(path: Path) -> Survey:
    path = Path(path)
    parts, missing = [], []
    for place, subjects in PLACES.items():
        for subject in subjects:
            folder = path / "data" / place / subject
            clips = [file for file in sorted(folder.glob("*/*.npy")) if _NAME.fullmatch(file.stem)]
            calibration = folder / "calib.pkl"
            if clips and calibration.is_file():
                parts += [Part(file, _splits(subject), partial(_clip, path, place, subject, file)) for file in clips]
            else:
                fault = "there is no 3D (ACTIVITY/ACTIVITYnnnn.npy)." if not clips else "there is no calib.pkl."
                missing.append(Fault(f"data/{place}/{subject}", fault))
            missing += [Fault(str(timing.relative_to(path)), "it is not there: the frames of the videos are unknown.")
                        for file in clips if not (timing := _timing(file)).is_file()]
    remarks = [] if len(parts) >= CLIPS else [f"{len(parts)} of {CLIPS} clips are there."]
    if not (path / "videos").is_dir():
        remarks.append("The videos are not there; the size of their pictures is told by the calibration.")
    return Survey(parts, missing, remarks)


def read(path: Path, split: str = TRAIN) -> Iterator[Clip]:
    """Clips of seven views, named where they stand; truth in metres in each camera frame. Raises ParallaxError, some of
    it only while clips are read."""
    return clips_of(path, survey(path).parts, split)


def cameras_of(place: str, subject: str) -> tuple[int, ...]:
    """The number of the camera at each of VIEWS."""
    if place == "outdoors":
        return (3, 0, 1, 2, 6, 5, 4)
    return (3, 6, 2, 1, 0, 5, 4) if int(subject[1:]) <= 14 else (2, 6, 1, 5, 0, 4, 3)


def _splits(subject: str) -> tuple[str, ...]:
    return tuple(split for split in SPLITS if subject in HELD_OUT.get(split, ())) or (TRAIN,)


def _timing(file: Path) -> Path:
    return file.with_name(f"{file.stem}_timing.pkl")


def _clip(root: Path, place: str, subject: str, file: Path) -> Iterator[Clip]:
    points = shaped(file, tr("it"), load_npy(file), (None, 17, 3)).astype(np.float32)
    calibration = file.parents[1] / "calib.pkl"
    told = mapping(calibration, tr("it"), load_pickle(calibration), ("calibration", "numtimesrot90clockwise"))
    folder = _videos(root, _timing(file))
    kp, truth, sizes = [], [], []
    scored = np.concatenate((points, np.isfinite(points).all(axis=-1, keepdims=True)), axis=-1)
    # The head is the middle of the eyes, as in the papers.
    joints = convert(scored.astype(np.float32), COCO17, H36M17, "mmpose")[..., :3]
    for number in cameras_of(place, subject):
        name = tr("camera {n}").format(n=number)
        camera = mapping(calibration, name, _of(calibration, told["calibration"], number), "fckRT")
        turns = _of(calibration, told["numtimesrot90clockwise"], number)
        if not isinstance(turns, int | np.integer) or not 0 <= turns < 4:
            raise ParallaxError(calibration, "{name} is turned {turns!r} times, not 0 to 3.", REMEDY, name=name,
                                turns=turns)
        video = folder and folder / f"CAM{number}.avi"
        seen_by, at, size = _seen(calibration, name, camera, video, joints)
        for _ in range(turns):
            seen_by, at, size = _turned(seen_by, at, size)
        kp.append(seen_by)
        truth.append(at)
        sizes.append(size)
    yield Clip(f"{place}/{subject}/{file.stem}", subject, file.parent.name, FPS, np.stack(kp), np.array(sizes),
               np.stack(truth).astype(np.float32), views=VIEWS)


def _of(file: Path, listed: Any, number: int) -> Any:
    """Of the camera of this number."""
    if isinstance(listed, dict):
        return mapping(file, tr("it"), listed, [number])[number]  # type: ignore[list-item]  # numbered by numbers
    if not isinstance(listed, list | np.ndarray) or len(listed) != CAMERAS:
        raise ParallaxError(file, "it is not of {n} cameras.", REMEDY, n=CAMERAS)
    return listed[number]


def _seen(file: Path, name: str, camera: dict[str, Any], video: Path | None, joints: NDArray[np.float32]
          ) -> tuple[NDArray[np.float32], NDArray[np.float64], tuple[int, int]]:
    """kp and truth of a camera as its picture is stored, and the size of that."""
    (fx, fy), (cx, cy), shift = (shaped(file, key_of(key, name), _flat(camera[key]), (n,)).astype(float)
                                 for key, n in (("f", 2), ("c", 2), ("T", 3)))
    rotation = shaped(file, key_of("R", name), camera["R"], (3, 3)).astype(float)
    dist = shaped(file, key_of("k", name), _flat(camera["k"]), (None,)).astype(float)
    if len(dist) not in (4, 5, 8, 12, 14):
        raise ParallaxError(file, "k of {name} has {n} values, which is no lens of OpenCV's.", REMEDY, name=name,
                            n=len(dist))
    if not all(np.isfinite(each).all() for each in ((fx, fy, cx, cy), shift, rotation, dist)):
        raise ParallaxError(file, "{name} has a number that is not finite.", REMEDY, name=name)
    size = _size(video) or min(SIZES, key=lambda size: abs(size[0] / 2 - cx) + abs(size[1] / 2 - cy))
    truth = joints @ rotation.T + shift
    return seen(truth, np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]]), dist, size), truth, size


def _turned(kp: NDArray[np.float32], truth: NDArray[np.float64], size: tuple[int, int]
            ) -> tuple[NDArray[np.float32], NDArray[np.float64], tuple[int, int]]:
    """Picture and camera turned by a quarter clockwise: what was down is left."""
    width, height = size
    x, y, score = np.moveaxis(kp, -1, 0)
    return (np.stack((height - 1 - y, x, score), axis=-1),
            np.stack((-truth[..., 1], truth[..., 0], truth[..., 2]), axis=-1), (height, width))


def _videos(root: Path, timing: Path) -> Path | None:
    """The folder of a clip's videos; None where it is not there or not in the data set."""
    if not timing.is_file():
        return None
    told = mapping(timing, tr("it"), load_pickle(timing), ("video_path", "video_index"))["video_path"]
    base = (root / "videos").resolve()
    folder = base.joinpath(*map(str, told if isinstance(told, list | np.ndarray) else [told])).resolve()
    return folder if folder.is_dir() and folder.is_relative_to(base) else None


def _size(video: Path | None) -> tuple[int, int] | None:
    """Of the pictures as stored, by the head of the file."""
    if video is None or not video.is_file():
        return None
    import av

    try:
        with av.open(str(video)) as container:
            stream = container.streams.video[0]
            return stream.width, stream.height
    except (av.FFmpegError, IndexError):
        raise ParallaxError(video, "it is no video that can be read.", REMEDY) from None


def _flat(value: Any) -> Any:
    return value.ravel() if isinstance(value, np.ndarray) else value
