"""Filmed people with 3D truth, one view at a time: windows of the keypoints that a data set has, and of its poses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import lift
from core.conventions import Convention
from core.nets import inputs
from training import lifters
from training.datasets.views import Clip


@dataclass(frozen=True, eq=False)
class Filmed:
    """A view. xys: (T, 17, 3) pixels on the canvas of training/lifters.py and score, finite; pose: (T, 17, 3) metres
    from the pelvis, in the camera's axes; starts: the first frames of windows of which the whole pose is known."""

    subject: str
    xys: NDArray[np.float32]
    pose: NDArray[np.float32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.xys)


def views(clips: Sequence[Clip], frames: int, convention: Convention) -> list[Filmed]:
    """Every view of the clips that has windows of so many frames."""
    out = []
    for clip in clips:
        for kp, size, truth in zip(clip.kp, clip.sizes, clip.truth if clip.truth is not None else (), strict=False):
            pose = truth - truth[:, :1]
            known = np.isfinite(pose).all(axis=(1, 2))
            total = np.r_[0, np.cumsum(known)]
            starts = np.flatnonzero(total[frames:] - total[:-frames] == frames)
            if len(starts) and lift.is_seen(kp).any():
                xys = lifters.on_canvas(kp, (int(size[0]), int(size[1])), convention)
                xys = lift.fill(xys, np.arange(len(kp)) / clip.fps)
                out.append(Filmed(clip.subject, xys, np.nan_to_num(pose).astype(np.float32), starts))
    return out


def sample(film: Sequence[Filmed], batch: int, frames: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """(B, T, 17, 3) keypoints and (B, T, 17, 3) poses of windows, all equally likely."""
    chance = np.array([len(view.starts) for view in film], dtype=np.float64)
    picked = rng.choice(len(film), size=batch, p=chance / chance.sum())
    windows = [(film[i], int(rng.choice(film[i].starts))) for i in picked]
    xys, pose = (np.stack([part[start:start + frames] for part, start in rows]) for rows in (
        [(view.xys, start) for view, start in windows], [(view.pose, start) for view, start in windows]))
    return torch.from_numpy(xys), torch.from_numpy(pose)


def mirrored(xys: Tensor, pose: Tensor, chosen: Tensor) -> tuple[Tensor, Tensor]:
    """The chosen windows (B,) seen in a mirror."""
    middle = torch.tensor([lifters.MIDDLE, 0, 0])
    pick = chosen[:, None, None, None]
    return torch.where(pick, inputs.mirror(xys - middle) + middle, xys), torch.where(pick, inputs.mirror(pose), pose)
