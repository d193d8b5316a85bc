"""Moments seen by several synchronized views: what the readers of data sets give, and methods with several views take.

Nobody needs to know the cameras. Motion capture can be seen by virtual ones (`film`), a project is read by `recorded`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.lift import steps, takes
from core.resample import at_times
from core.sight import FPS
from training.datasets import mocap
from training.datasets.recording import Recording

if TYPE_CHECKING:
    from torch import Generator, Tensor

    from training import augment

SIZE = (1000, 1000)  # of the pictures of virtual cameras, px


@dataclass(frozen=True, eq=False)
class Clip:
    """One moment in V views, T frames of one clock.

    kp: (V, T, 17, 3) H36M-17, pixels of each view and score, NaN and 0 where missing; sizes: (V, 2) width and height of
    the pictures. truth: (V, T, 17, 3) metres in each view's camera frame, absolute where that is known, else from the
    pelvis; NaN where missing; None where there is no 3D. moving: the cameras move. views: their names.
    """

    name: str
    subject: str
    action: str
    fps: float
    kp: NDArray[np.float32]
    sizes: NDArray[np.int64]
    truth: NDArray[np.float32] | None = None
    moving: bool = False
    views: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        v, t = self.kp.shape[:2]
        if self.kp.shape != (v, t, 17, 3) or self.sizes.shape != (v, 2):
            raise ValueError(f"keypoints {self.kp.shape} and sizes {self.sizes.shape} are not of the same views")
        if self.truth is not None and self.truth.shape != self.kp.shape:
            raise ValueError(f"truth {self.truth.shape} is not of the keypoints {self.kp.shape}")

    def __len__(self) -> int:
        return int(self.kp.shape[1])


@dataclass(frozen=True)
class Placement:
    """Where virtual cameras stand: uncalibrated ones, different for each clip. Angles in degrees, metres.

    apart: of each camera from the first, round the athlete; the first stands anywhere. distance is drawn
    log-uniformly, and larger where the motion needs the room. moving: they walk round the athlete and follow him.
    """

    apart: tuple[float, ...] = (0.0, 90.0)
    elevation: tuple[float, float] = (0.0, 16.0)
    distance: tuple[float, float] = (3.0, 7.0)
    roll: float = 2.0
    focal: tuple[float, float] = (800.0, 1250.0)
    moving: bool = False


def film(clip: mocap.Clip, placement: Placement, noise: "augment.Noise | None", seed: int) -> Clip:
    """Motion capture as V synchronized cameras would have it, with a detector's faults, or None for the true 2D.

    The same seed gives the same cameras and faults.
    """
    import torch

    from training import augment

    g = torch.Generator().manual_seed(seed)
    first = augment.uniform((1,), 0, 360, g)
    kp, truth = [], []
    for apart in placement.apart:
        points = _seen_by(torch.from_numpy(clip.points), clip.fps, first + apart, placement, g)
        focal = float(augment.uniform((1,), *placement.focal, g))
        if noise is None:
            found = torch.cat((augment.project(points), torch.ones_like(points[..., :1])), dim=-1)
        else:
            meant = augment.midpoints(points[None])
            depth = points[None, :, 0, 2]
            found = augment.midpoints_of_found(augment.detect(
                augment.project(meant), depth, meant[..., 2] - depth[..., None], noise, torch.ones(1), g))[0]
        pixels = focal * found[..., :2] + (torch.tensor(SIZE) - 1) / 2
        kp.append(torch.cat((pixels, found[..., 2:]), dim=-1).numpy())
        truth.append(points.numpy())
    return Clip(clip.name, clip.subject, clip.action, clip.fps, np.stack(kp), np.array([SIZE] * len(kp)),
                np.stack(truth), placement.moving, tuple(f"{apart:g}°" for apart in placement.apart))


def _seen_by(points: "Tensor", fps: float, azimuth: "Tensor", p: Placement, g: "Generator") -> "Tensor":
    """(T, 17, 3) of the scene, z up → of one camera at an azimuth, degrees."""
    import torch

    from training import augment

    low, high = points[:, 0].amin(dim=0), points[:, 0].amax(dim=0)
    middle = (low + high) / 2
    elevation, roll = augment.uniform((1,), *p.elevation, g), p.roll * torch.randn(1, generator=g)
    log_near, log_far = np.log(p.distance)
    distance = float(augment.uniform((1,), log_near, log_far, g).exp())
    swing = augment.uniform((3,), 0, 1, g)
    if p.moving:
        seconds = torch.arange(len(points)) / fps
        phase = 2 * torch.pi * ((0.1 + 0.3 * swing[0]) * seconds + swing[1])
        azimuth = azimuth + (10 + 30 * swing[2]) * torch.sin(phase)
        middle = points[:, :1]  # the athlete stays in the middle of the picture
    else:
        distance = max(distance, float((high - low)[:2].norm()) / 2 + 2.0)
    turn = augment.rotation(*(angle.deg2rad() for angle in torch.broadcast_tensors(  # type: ignore[no-untyped-call]
        azimuth, elevation, roll)))
    camera = (points - middle) @ turn.transpose(-1, -2)
    camera[..., 2] += distance
    return camera


def recorded(recording: Recording) -> Clip:
    """The athlete of a project in all its views, at the times of the first, which are made even where they are not."""
    times = recording.times
    kp = recording.kp
    fps = 1 / float(np.median(np.diff(times))) if len(times) > 1 else FPS
    if len(times) > 1 and not takes(times):
        wanted = steps(times)
        kp = np.stack([at_times(view, times, wanted, scored=True) for view in kp]).astype(np.float32)
        fps = FPS
    return Clip(recording.name, recording.name, "", fps, kp, recording.sizes, views=recording.views)


def held_out(clips: Sequence[Clip], share: float, seed: int = 0) -> tuple[list[Clip], list[Clip]]:
    """(for training, held out): about this share of the frames.

    Whole subjects where there are four or more, else whole clips where there are ten or more, else the end of each
    clip: what was filmed a moment before or after is no test.
    """
    for name in ("subject", "name"):
        groups = sorted({getattr(clip, name) for clip in clips})
        if len(groups) >= {"subject": 4, "name": 10}[name]:
            rng = np.random.default_rng(seed)
            rng.shuffle(groups)
            kept_out, total = set(), sum(map(len, clips))
            for group in groups[:-1]:
                if sum(len(c) for c in clips if getattr(c, name) in kept_out) >= share * total:
                    break
                kept_out.add(group)
            return ([c for c in clips if getattr(c, name) not in kept_out],
                    [c for c in clips if getattr(c, name) in kept_out])
    cut = [(clip, len(clip) - round(share * len(clip))) for clip in clips]
    return ([part(clip, 0, at) for clip, at in cut if at > 0],
            [part(clip, at, len(clip)) for clip, at in cut if at < len(clip)])


def part(clip: Clip, start: int, stop: int) -> Clip:
    """Some of its frames."""
    truth = None if clip.truth is None else clip.truth[:, start:stop]
    return replace(clip, kp=clip.kp[:, start:stop], truth=truth)


def of_views(clip: Clip, views: Sequence[int]) -> Clip:
    """Some of its views, in this order. Raises ParallaxError where one is not there."""
    if any(not 0 <= view < len(clip.kp) for view in views):
        raise ParallaxError(clip.name, "it has {n} views, not one numbered {number}.", "Choose among its views.",
                            n=len(clip.kp), number=max(views) + 1)
    index = list(views)
    return replace(clip, kp=clip.kp[index], sizes=clip.sizes[index],
                   truth=None if clip.truth is None else clip.truth[index],
                   views=tuple(clip.views[i] for i in index) if clip.views else ())
