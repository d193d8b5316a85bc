"""AMASS: motion capture as parameters of SMPL+H; and the NPZ that AMASS-to-3DHPE makes of it.

DATASET/SUBJECT/NAME_poses.npz: poses (N, 156) axis angles, trans (N, 3) metres, z up, betas (16,), dmpls (N, 8),
gender, mocap_framerate. Joints need the body model and the regressor of the user (body.py). A DATASET may lie in a
second folder of its name. NPZ, DATASET.npz: positions_3d {subject}{sequence}{positions_3d (F, 17, 3), frame_rate}.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import tr
from training.datasets import body, mocap
from training.datasets.arrays import key_of, load_npz, mapping, shaped, shapes
from training.datasets.body import REGRESSED_TO_H36M17
from training.datasets.parts import TRAIN, VAL, Part, Survey, clips_of
from training.datasets.pickles import REMEDY

FPS = 50.0
HELD_OUT = ("mpihdm05", "hdm05", "sfu", "mpimosh", "mosh")  # for choosing; all others are for training
_POSES = 156
_FIELDS = ("poses", "trans", "betas", "gender")
_RATES = ("mocap_framerate", "mocap_frame_rate")


@dataclass(frozen=True)
class Take:
    """A file of body parameters that nobody has made joints of."""

    file: Path
    dataset: str
    subject: str
    frames: int

    def __len__(self) -> int:
        return self.frames


def recognises(path: Path) -> bool:
    path = Path(path)
    return bool(_made(path)) or (path.is_dir() and next(_takes(path), None) is not None)


def survey(path: Path, model: Path | None = None, regressor: Path | None = None) -> Survey:
    """model, regressor: as `read` takes them; without them parts hold a `Take` each, not clips."""
    path = Path(path)
    if made := _made(path):
        return Survey([Part(file, _splits(file.stem), partial(_npz, file)) for file in made])
    bodies = cache(lambda gender: body.read(Path(model or ""), Path(regressor or ""), gender))
    parts = [Part(file, _splits(name), partial(_clips, file, name, None if model is None else bodies))
             for file, name in _takes(path)]
    return Survey(parts, [], ["Joints need the body model SMPL+H, and a regressor of 17 joints, from you."])


def read(path: Path, split: str = TRAIN, model: Path | None = None, regressor: Path | None = None
         ) -> Iterator[mocap.Clip]:
    """Motion capture in metres, z up, 50 Hz or less. model: a folder with GENDER/model.npz of SMPL+H, or one file;
    regressor: J_regressor_h36m.npy. NPZ of joints need neither. Raises ParallaxError, some of it only while clips are
    read."""
    if not _made(Path(path)) and (model is None or regressor is None):
        raise ParallaxError(path, "it holds parameters of bodies, not joints.",
                            "Give the body model SMPL+H and J_regressor_h36m.npy, which you get from their authors.")
    return clips_of(path, survey(path, model, regressor).parts, split)


def _splits(dataset: str) -> tuple[str, ...]:
    return (VAL,) if "".join(filter(str.isalnum, dataset.lower())) in HELD_OUT else (TRAIN,)


def _made(path: Path) -> list[Path]:
    """The NPZ of AMASS-to-3DHPE: their only member is positions_3d."""
    files = [path] if path.is_file() else sorted(path.glob("*.npz")) if path.is_dir() else []
    out = []
    for file in files:
        if file.suffix == ".npz" and not file.name.startswith("data_3d_") and zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                out += [file] if archive.namelist() == ["positions_3d.npy"] else []
    return out


def _takes(path: Path) -> Iterator[tuple[Path, str]]:
    """(file, data set): of a folder of data sets, or of one."""
    depths = {"*_poses.npz": path.parent.name, "*/*_poses.npz": path.name}
    for pattern, name in depths.items():
        for file in sorted(path.glob(pattern)):
            yield file, name
    for pattern in ("*/*/*_poses.npz", "*/*/*/*_poses.npz"):
        for file in sorted(path.glob(pattern)):
            yield file, file.relative_to(path).parts[0]


def _clips(file: Path, dataset: str, bodies: Any) -> Iterator[Take | mocap.Clip]:
    there = shapes(file)
    lacking = [name for name in _FIELDS if name not in there]
    if lacking or not any(name in there for name in _RATES):
        raise ParallaxError(file, "it lacks {names}.", REMEDY, names=", ".join(lacking) or _RATES[0])
    frames = there["poses"][0] if there["poses"] else 0
    if there["poses"] != (frames, _POSES) or not frames:
        raise ParallaxError(file, "poses has shape {shape}, not (any, {poses}): it is not of SMPL+H.",
                            "Get AMASS as SMPL+H.", shape=there["poses"], poses=_POSES)
    if bodies is None:
        yield Take(file, dataset, file.parent.name, frames)
        return
    told = load_npz(file, _FIELDS, (*_RATES, "dmpls"))
    rate = float(shaped(file, tr("frame rate"), next(told[name] for name in _RATES if name in told), ()))
    if not 1 <= rate < 10_000:
        raise ParallaxError(file, "its frame rate is {rate:g}.", REMEDY, rate=rate)
    poses = shaped(file, "poses", told["poses"], (frames, _POSES)).astype(float)
    trans = shaped(file, "trans", told["trans"], (frames, 3)).astype(float)
    soft = shaped(file, "dmpls", told["dmpls"], (frames, None)).astype(float) if "dmpls" in told else None
    betas = shaped(file, "betas", told["betas"], (None,)).astype(float)
    points = bodies(_gender(told["gender"])).pose(poses, trans, betas, soft)
    if not np.isfinite(points).all():
        raise ParallaxError(file, "it has numbers that are not finite.", REMEDY)
    name = file.stem.removesuffix("_poses")
    yield mocap.Clip(f"{dataset}/{file.parent.name}/{name}", f"{dataset} {file.parent.name}", name, "amass",
                     min(rate, FPS), resampled(points, rate))


def _gender(value: Any) -> str:
    """Text, or bytes of it, of one value: female, male or neutral."""
    one = value.item() if isinstance(value, np.ndarray) and value.size == 1 else value
    text = one.decode("ascii", "replace") if isinstance(one, bytes) else str(one)
    text = text.removeprefix("b'").removesuffix("'").lower()
    return text if text in ("female", "male") else "neutral"


def resampled(points: NDArray[np.float32], rate: float) -> NDArray[np.float32]:
    """(F, 17, 3) at a rate → at 50 Hz, linear between frames; slower motion stays as it is."""
    if rate <= FPS:
        return points
    at = np.arange(int(len(points) * FPS / rate)) * rate / FPS
    at = at[at <= len(points) - 1]
    low = np.minimum(at.astype(np.int64), max(len(points) - 2, 0))
    share = (at - low)[:, None, None]
    high = np.minimum(low + 1, len(points) - 1)
    return np.asarray((1 - share) * points[low] + share * points[high], dtype=np.float32)


def _npz(file: Path) -> Iterator[mocap.Clip]:
    content = mapping(file, "positions_3d", load_npz(file, ["positions_3d"])["positions_3d"])
    for subject, sequences in content.items():
        for name, told in mapping(file, str(subject), sequences).items():
            told = mapping(file, f"{subject} {name}", told, ("positions_3d", "frame_rate"))
            rate = float(shaped(file, key_of("frame_rate", f"{subject} {name}"), told["frame_rate"], ()))
            points = shaped(file, f"{subject} {name}", told["positions_3d"], (None, 17, 3))[:, REGRESSED_TO_H36M17]
            if not 1 <= rate < 10_000 or not np.isfinite(points).all() or not len(points):
                raise ParallaxError(file, "{name} has no frames, no frame rate, or missing points.", REMEDY,
                                    name=f"{subject} {name}")
            yield mocap.Clip(f"{file.stem}/{subject}/{name}", f"{file.stem} {subject}",
                             str(name).removesuffix("_poses"), "amass", min(rate, FPS),
                             resampled(points.astype(np.float32), rate))
