"""Motion capture as H36M-17 in NPZ: the reader and the sampling of windows.

File: clip_0000 … float32 (F, 17, 3), metres, z up, at `fps`; `names subjects actions kind lengths`, one entry a clip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_whole
from core.skeleton import H36M17
from core.words import marked

# How much a clip of each kind counts in sampling. `retarget-daz` has the directions of the actor on the bones of
# another: sound human motion, but five centimetres from what he did, so it is drawn half as often.
TRUST = {"asf": 1.0, "mb": 1.0, "expmap": 1.0, "retarget-daz": 0.5}
FPS = 50.0  # of files that we write
_FORMAT = marked("The file is an NPZ of clips as H36M-17 (see training/datasets/mocap.py).")


@dataclass(frozen=True)
class Clip:
    """points: (F, 17, 3) float32 metres, z up; fps of the points."""

    name: str
    subject: str
    action: str
    kind: str
    fps: float
    points: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.points)


def read(path: Path) -> list[Clip]:
    """All clips of a file. Raises ParallaxError when it is not such a file."""
    path = Path(path)
    try:
        with np.load(path, allow_pickle=False) as data:
            fps = float(data["fps"])
            table = zip(data["names"], data["subjects"], data["actions"], data["kind"], strict=True)
            return [Clip(str(name), str(subject), str(action), str(kind), fps, _points(data[f"clip_{i:04d}"], i, path))
                    for i, (name, subject, action, kind) in enumerate(table)]
    except FileNotFoundError:
        raise ParallaxError(path, "there is no such file.", "Give the path of a motion-capture NPZ.") from None
    except KeyError as missing:
        raise ParallaxError(path, "it lacks {names}.", _FORMAT, names=missing) from None
    except ParallaxError:
        raise
    except Exception as fault:  # rubbish in an array's header can be a MemoryError, a TokenError and half a dozen more
        raise ParallaxError(path, "it cannot be read ({why}).", _FORMAT, why=fault) from None


def write(path: Path, clips: Sequence[Clip], fps: float = FPS) -> None:
    """A file of clips, all at `fps` and each begun above the origin. Raises ParallaxError where there are none, or the
    place cannot be written to."""
    if not clips:
        raise ParallaxError(path, "there is no motion to write.", "Choose data that hold some.")
    points_of: dict[str, NDArray[np.float32]] = {}
    for i, clip in enumerate(clips):
        frames = max(1, round((len(clip) - 1) * fps / clip.fps) + 1)
        points = window(clip, 0.0, frames, clip.fps / fps)
        points_of[f"clip_{i:04d}"] = points - points[:1, :1] * np.array([1, 1, 0], np.float32)
    content: dict[str, Any] = {**points_of, "lengths": np.array([len(points) for points in points_of.values()])}
    content |= {name: np.array([getattr(clip, name[:-1]) for clip in clips])
                for name in ("names", "subjects", "actions")}
    content |= {"kind": np.array([clip.kind for clip in clips]), "fps": np.array(fps)}
    try:
        write_whole(Path(path), lambda out: np.savez_compressed(out, **content))
    except OSError as fault:
        raise ParallaxError(path, "it cannot be written ({why}).", "Choose another place.",
                            why=fault.strerror) from None


def _points(points: NDArray[np.float32], index: int, path: Path) -> NDArray[np.float32]:
    if points.ndim != 3 or points.shape[1:] != (len(H36M17), 3) or len(points) == 0:
        raise ParallaxError(path, "clip {n} has shape {shape}, not (frames, 17, 3).", _FORMAT, n=index,
                            shape=points.shape)
    if not np.isfinite(points).all():
        raise ParallaxError(path, "clip {n} has missing points.", "Fill or leave out the clip.", n=index)
    return points.astype(np.float32, copy=False)


def weights(clips: Sequence[Clip]) -> NDArray[np.float64]:
    """(N,) chance of each clip, sum 1: by the root of the length of its action, so that no single dance rules.

    Within one subject's action clips count by their frames; between actions by the square root of theirs.
    """
    total: dict[tuple[str, str], int] = {}
    for clip in clips:
        key = (clip.subject, clip.action)
        total[key] = total.get(key, 0) + len(clip)
    chance = np.array([TRUST.get(c.kind, 1.0) * len(c) / total[c.subject, c.action] ** 0.5 for c in clips])
    return np.asarray(chance / chance.sum())


def window(clip: Clip, start: float, frames: int, rate: float) -> NDArray[np.float32]:
    """(frames, 17, 3): the clip from frame `start` at `rate` of its frames a step, linear between frames.

    Past its ends a clip runs backwards, like a film played to and fro: short clips fill a window without a jump.
    """
    last = len(clip) - 1
    if last == 0:
        return np.repeat(clip.points, frames, axis=0)
    at = (start + rate * np.arange(frames)) % (2 * last)
    at = np.minimum(at, 2 * last - at)
    low = np.minimum(at.astype(np.int64), last - 1)
    share = (at - low).astype(np.float32)[:, None, None]
    return np.asarray((1 - share) * clip.points[low] + share * clip.points[low + 1], dtype=np.float32)


def sample(clips: Sequence[Clip], chance: NDArray[np.float64], batch: int, frames: int,
           fps: tuple[float, float], rng: np.random.Generator) -> NDArray[np.float32]:
    """(batch, frames, 17, 3) windows at frame rates drawn log-uniformly from `fps`."""
    rates = np.exp(rng.uniform(np.log(fps[0]), np.log(fps[1]), size=batch))
    picked = rng.choice(len(clips), size=batch, p=chance)
    return np.stack([window(clips[i], rng.uniform(0, len(clips[i])), frames, clips[i].fps / rate)
                     for i, rate in zip(picked, rates, strict=True)])
