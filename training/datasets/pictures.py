"""Pictures of one person with joints in 2D and 3D, to train detectors on: whatever holds them, read alike.

    studio clip   a folder with view01.mp4 … and truth.npz (training/datasets/studio_clips.py), or a folder of such
    Human3.6M     S1/Directions-1/{annot.h5 or annot.pkl, imageSequence/54138969/img_000001.jpg}, as h36m-fetch makes it
    Panoptic      SEQUENCE/{calibration_SEQUENCE.json, hdPose3d_stage1_coco19/, hdImgs/ or hdVideos/}
    recording     NAME.parallax of a calibrated recording, and its camera file, by which its views are triangulated

3D is in metres in each camera's frame (x right, y down, z forward).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import camera_files, known_cameras
from core.errors import ParallaxError
from core.geometry import triangulate
from core.skeleton import H36M17
from core.storage import Project
from core.studio_truth import load_truth
from core.video import Video
from core.words import tr
from training.datasets import arrays, panoptic, parts, pickles, recording
from training.datasets.h36m import H36M32_TO_H36M17

Image = NDArray[np.uint8]
EVERY_H36M = {"train": 40, "test": 100}  # frames, as in the papers
EVERY_PANOPTIC = 15
H36M_SUBJECTS = {"train": ("S1", "S5", "S6", "S7", "S8"), "test": ("S9", "S11")}
FEWEST = 8  # joints that a picture is of use with
_NUMBER = re.compile(r"(\d+)(?=\.\w+$)")


@dataclass(frozen=True, eq=False)
class Shots:
    """N pictures of one person. source: a video, or a folder of images; frames: (N,) of the video, ascending, or files:
    N images in it. xy: (N, 17, 2) H36M-17 in pixels, NaN where unknown; weights: (N, 17), 0 where unknown; xyz: (N, 17,
    3) metres in the camera frame, NaN where unknown; size: width and height."""

    name: str
    subject: str
    source: Path
    frames: NDArray[np.int64]
    xy: NDArray[np.float32]
    weights: NDArray[np.float32]
    xyz: NDArray[np.float32]
    size: tuple[int, int]
    files: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.xy)

    def images(self) -> Iterator[Image]:
        """(H, W, 3) RGB, one after the other. Raises ParallaxError where one is missing or of another size."""
        if not self.files:
            with Video(self.source) as video:
                for frame in self.frames.tolist():
                    yield self._checked(video.frame(frame), self.source)
            return
        for name in self.files:
            yield self._checked(_picture(self.source / name), self.source / name)

    def _checked(self, image: Image, path: Path) -> Image:
        if (image.shape[1], image.shape[0]) != self.size:
            width, height = self.size
            raise ParallaxError(path, "its pictures are of {w} × {h} pixels, its joints of pictures of {width} × "
                                "{height}.", "Get both from the same place.", w=image.shape[1], h=image.shape[0],
                                width=width, height=height)
        return image


def _picture(path: Path) -> Image:
    import cv2

    found = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if found is None:
        raise ParallaxError(path, "this picture is missing or damaged.", "Get it again from where it was made.")
    return np.asarray(found[..., ::-1], np.uint8)


def load(path: Path, split: str = "train", every: int = 0, cameras: Path | None = None) -> list[Shots]:
    """The pictures of whatever is there. split: of the data sets that have one. every: so many frames only, 0 for as
    the papers do, and all of studio clips and recordings. cameras: the camera file of a recording.

    Raises ParallaxError where it is nothing that is known, or a file of it is missing or wrong.
    """
    path = Path(path)
    if not path.exists():
        raise ParallaxError(path, "there is no such file or folder.", "Check the path.")
    for found, reader in ((path.suffix == ".parallax", partial(of_recording, cameras=cameras)), (_clips(path), studio),
                          (_actions(path), partial(h36m, split=split)),
                          (panoptic.recognises(path), partial(of_panoptic, split=split))):
        if found:
            out = [shots for shots in reader(path, every=every) if len(shots)]
            if not out:
                raise ParallaxError(path, "it has no picture with joints in 2D and 3D.", "Choose other data.")
            return out
    raise ParallaxError(path, "there are no pictures with 3D that are known.", "Choose studio clips, Human3.6M as "
                        "h36m-fetch makes it, CMU Panoptic, or a calibrated recording.")


def chosen(shots: Shots, rows: NDArray[Any]) -> Shots:
    """Some of the pictures."""
    rows = np.flatnonzero(rows) if rows.dtype == bool else rows
    files = tuple(shots.files[i] for i in rows.tolist()) if shots.files else ()
    return Shots(shots.name, shots.subject, shots.source, shots.frames[rows], shots.xy[rows], shots.weights[rows],
                 shots.xyz[rows], shots.size, files)


def _useful(shots: Shots) -> Shots:
    """Those with enough joints, and, as in the papers, the pelvis in the picture."""
    known = np.isfinite(shots.xy).all(axis=-1) & (shots.weights > 0)
    inside = np.isfinite(parts.inside(shots.xy[:, 0], shots.size)).all(axis=-1)
    return chosen(shots, inside & (known.sum(axis=1) >= FEWEST))


# ---------------------------------------------------------------- studio


def _clips(path: Path) -> list[Path]:
    if (path / "truth.npz").is_file():
        return [path]
    return sorted(folder.parent for folder in path.glob("*/truth.npz")) if path.is_dir() else []


def studio(path: Path, every: int = 0) -> Iterator[Shots]:
    """Every view of every clip, of its first person. A folder's name up to a '-' is the subject's."""
    for folder in _clips(Path(path)):
        for view in load_truth(folder).views:
            frames = np.arange(0, len(view.times), every or 1)
            xy, xyz = view.px[frames, 0].astype(np.float32), view.camera[frames, 0].astype(np.float32)
            inside = np.isfinite(parts.inside(xy, view.size)).all(axis=-1)
            yield _useful(Shots(f"{folder.name} {view.name}", folder.name.partition("-")[0], folder / view.name, frames,
                                xy, inside.astype(np.float32), xyz, view.size))


# ---------------------------------------------------------------- Human3.6M


def _actions(path: Path) -> list[Path]:
    if not path.is_dir():
        return []
    return sorted(folder for pattern in ("S*/*", "*/S*/*") for folder in path.glob(pattern)
                  if (folder / "imageSequence").is_dir())


def h36m(path: Path, split: str = "train", every: int = 0) -> Iterator[Shots]:
    """An item an action and camera. 3D of the file is in millimetres in the camera frame, 32 joints."""
    step = every or EVERY_H36M[split]
    for folder in _actions(Path(path)):
        if folder.parent.name in H36M_SUBJECTS[split]:
            file, told = _annotation(folder)
            for camera in sorted({int(each) for each in told["camera"]}):
                yield from _h36m_camera(folder, file, told, camera, step)


def _annotation(folder: Path) -> tuple[Path, dict[str, NDArray[Any]]]:
    keys = ("frame", "camera", "pose/2d", "pose/3d")
    file = folder / "annot.h5"
    if file.is_file():
        import h5py

        try:
            with h5py.File(file, "r") as content:
                told = {key: np.asarray(content[key]) for key in keys}
        except (OSError, KeyError, TypeError, ValueError) as fault:
            raise ParallaxError(file, "it cannot be read ({why}).", pickles.REMEDY, why=str(fault)[:100]) from None
    else:
        file = folder / "annot.pkl"
        told = arrays.mapping(file, tr("it"), arrays.load_pickle(file), keys)
    count = len(told["frame"])
    out = {key: arrays.shaped(file, key, told[key], shape) for key, shape in
           (("frame", (count,)), ("camera", (count,)), ("pose/2d", (count, 32, 2)), ("pose/3d", (count, 32, 3)))}
    return file, out


def _h36m_camera(folder: Path, file: Path, told: dict[str, NDArray[Any]], camera: int, step: int) -> Iterator[Shots]:
    there = {int(found[1]): image.name for image in (folder / "imageSequence" / str(camera)).glob("*.*")
             if (found := _NUMBER.search(image.name))}
    rows = np.flatnonzero(told["camera"].astype(int) == camera)[::step]
    frames = told["frame"][rows].astype(np.int64)
    here = np.array([int(frame) in there for frame in frames], dtype=bool)
    if not here.any():
        raise ParallaxError(file, "none of its pictures of camera {camera} are there.",
                            "Put them into {folder}/imageSequence/{camera}.", camera=camera, folder=folder.name)
    rows, frames = rows[here], frames[here]
    xy = told["pose/2d"][rows][:, H36M32_TO_H36M17].astype(np.float32)
    xyz = told["pose/3d"][rows][:, H36M32_TO_H36M17].astype(np.float32) / 1000
    files = tuple(there[int(frame)] for frame in frames)
    source = folder / "imageSequence" / str(camera)
    yield _useful(Shots(f"{folder.parent.name} {folder.name} {camera}", folder.parent.name, source, frames, xy,
                        np.ones(xy.shape[:2], np.float32), xyz, _size(source / files[0]), files))


def _size(image: Path) -> tuple[int, int]:
    height, width = _picture(image).shape[:2]
    return width, height


# ---------------------------------------------------------------- Panoptic


def of_panoptic(path: Path, split: str = "train", every: int = 0) -> Iterator[Shots]:
    """An item a sequence and camera of those of the papers that are there, of frames with exactly one person."""
    survey = panoptic.sequences(Path(path), split)
    for folder in survey:
        found = panoptic.bodies(folder, every or EVERY_PANOPTIC)
        frames, world = np.array(sorted(found)), np.stack([found[number] for number in sorted(found)])
        for camera in panoptic.cameras_of(folder):
            xyz = (world @ camera.R.T + camera.t).astype(np.float32)
            kp = parts.seen(xyz, camera.K, camera.dist, camera.size)
            images = folder / "hdImgs" / camera.name
            files: tuple[str, ...] = ()
            if images.is_dir():
                source, files = images, tuple(f"{camera.name}_{number:08d}.jpg" for number in frames)
            else:
                source = folder / "hdVideos" / f"hd_{camera.name}.mp4"
                if not source.is_file():
                    continue
            yield _useful(Shots(f"{folder.name} {camera.name}", folder.name, source, frames, kp[..., :2], kp[..., 2],
                                xyz, camera.size, files))


# ---------------------------------------------------------------- a recording of ours


def of_recording(path: Path, every: int = 0, cameras: Path | None = None) -> Iterator[Shots]:
    """Every view of a project, its joints triangulated from all views (labels laid over what was detected), and what
    each camera sees of them. Joints that fewer than two views see are unknown."""
    if cameras is None:
        raise ParallaxError(path, "3D of a recording comes from its cameras, and no camera file is named.",
                            "Name the calibration: cameras = \"calibration.toml\".")
    with Project.open(path, read_only=True) as project:
        read = recording.read(project, H36M17)
        known = camera_files.read_cameras(Path(cameras))
        views = {view.name: view for view in project.document.views.values()}
        row_of = {row.id: row.name for row in known_cameras.matched(Path(cameras), known, views.values()).cameras}
        rows = [i for i, name in enumerate(read.views) if views[name].id in row_of]
        used = [known[row_of[views[read.views[i]].id]] for i in rows]
        videos = [project.video(views[read.views[i]]) for i in rows]
    if len(rows) < 2:
        raise ParallaxError(path, "fewer than two of its views are in the camera file.", "Choose the file that belongs "
                            "to the recording.")
    scaled = [camera.intrinsics.fitted(tuple(read.sizes[i])) for i, camera in zip(rows, used, strict=True)]
    rays = np.stack([lens.rays(read.kp[i, ..., :2])[..., :2] for i, lens in zip(rows, scaled, strict=True)])
    stands = np.stack([np.column_stack((camera.R, camera.t)) for camera in used])
    world = triangulate(rays, stands, read.weights[rows])
    for i, camera, lens, video in zip(rows, used, scaled, videos, strict=True):
        if video is None:
            raise ParallaxError(read.videos[i], "the video is not there.", "Show the project where it is now.")
        xyz = (world @ camera.R.T + camera.t).astype(np.float32)
        yield _frames_of(read, i, video, xyz, lens.pixels(xyz[..., :2] / xyz[..., 2:]), every or 1)


def _frames_of(read: recording.Recording, row: int, video: Path, xyz: NDArray[np.float32], pixels: NDArray[Any],
               every: int) -> Shots:
    """The frames of a view, each with the pose of the reference time that is nearest."""
    with Video(video) as opened:
        own = read.clocks[row].to_ref(np.asarray(opened.times))
    frames = np.abs(own[None] - read.times[::every, None]).argmin(axis=1)
    frames, first = np.unique(frames, return_index=True)
    rows = (np.arange(len(read.times))[::every])[first]
    size, xy = (int(read.sizes[row][0]), int(read.sizes[row][1])), pixels.astype(np.float32)
    known = np.isfinite(parts.inside(xy[rows], size)).all(axis=-1)
    return _useful(Shots(f"{read.name} {read.views[row]}", read.name, video, frames.astype(np.int64), xy[rows],
                         known.astype(np.float32), xyz[rows], size))


def subjects(shots: Sequence[Shots]) -> list[str]:
    """Who is in them, each once."""
    return sorted({each.subject for each in shots})
