"""Studio motions seen by three cameras, with faults planted in one frame of ten, and a stand-in for a lifter.

The stand-in turns what is right into the true 3D with the errors of a lifter (a bias of its own for each view and
joint, and noise), and carries over what is wrong: a joint that is off in the picture is off in 3D by as much, a missing
one is missing, and a body with left and right exchanged becomes one that faces the other way, as real lifters have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import document
from core.camera import Camera
from core.clock import Clock
from core.compare import Comparison, Track, compare
from core.document import Edit
from core.evidence import Look
from core.pose import Poses2D, Poses3D, Source
from core.sides import Side
from core.skeleton import H36M17
from core.storage import Project
from core.studio import MOTIONS

AROUND = (0.0, 1.2, 2.6)  # where the cameras stand, radians
FOCAL = 1000.0
FPS = 30
BIAS_M, NOISE_M = 0.02, 0.005  # a lifter's, about
LIMBS = [H36M17.index(s + joint) for s in "lr" for joint in ("knee", "ankle", "elbow", "wrist")]
Floats = NDArray[np.float64]
Fault = tuple[str, int, int, tuple[int, ...]]  # kind, start, stop, joints


@dataclass
class View:
    """A view with its truth: pixels (T, 17, 2) and the body in the camera's axes (T, 17, 3); xys as detected."""

    name: str
    truth: Floats
    body: Floats
    depth: Floats
    bias: Floats
    xys: NDArray[np.float32]
    faults: list[Fault]

    @property
    def poses(self) -> Poses2D:
        return Poses2D(self.xys[:, None], np.arange(len(self.xys)) / FPS, H36M17, (1000, 1000), Source(self.name))

    def error(self) -> float:
        """Mean pixels from the truth; a joint that is missing is shown where it was last, or first, seen."""
        xy = self.xys[..., :2].astype(np.float64)
        for j in range(17):
            seen = np.flatnonzero(np.isfinite(xy[:, j, 0]))
            xy[:, j] = xy[seen[np.maximum(np.searchsorted(seen, np.arange(len(xy)), side="right") - 1, 0)], j]
        return float(np.linalg.norm(xy - self.truth, axis=-1).mean())


class Studio:
    """The three views of a motion. faulty: the share of each view's frames in which something is planted."""

    def __init__(self, motion: str, seconds: float, seed: int, faulty: float = 0.1, noise_px: float = 0.5) -> None:
        rng = np.random.default_rng(seed)
        points = np.asarray(MOTIONS[motion](seconds, FPS, seed), dtype=np.float64)
        self.views = []
        for n, azimuth in enumerate(AROUND):
            eye = np.array([5 * np.cos(azimuth), 5 * np.sin(azimuth), 2])
            camera = Camera.looking_at(eye, (0, 0, 1), FOCAL, (1000, 1000))
            truth, depth = camera.project(points)
            body = camera.to_camera(points)
            found = truth + rng.normal(0, noise_px, truth.shape)
            xys = np.concatenate((found, np.full((*truth.shape[:2], 1), 0.9)), axis=-1).astype(np.float32)
            view = View(f"v{n}", truth, body - body[:, :1], depth, rng.normal(0, BIAS_M, (17, 3)), xys, [])
            plant(view, faulty, rng)
            self.views.append(view)

    def lift(self, poses: Poses2D) -> Poses3D:
        """Stands in for core.lift.lift. poses: one person of one of the views, as called or exchanged."""
        view = next(view for view in self.views if view.name == poses.source.model)
        xys = poses.xys[:, 0].astype(np.float64)
        off = np.linalg.norm(xys[..., :2] - view.truth, axis=-1)
        turned_off = np.linalg.norm(xys[..., :2] - view.truth[:, H36M17.mirror], axis=-1)
        turned = np.nanmedian(turned_off - off, axis=1) < -0.5
        body = np.where(turned[:, None, None], view.body[:, H36M17.mirror] * [1, 1, -1], view.body)
        at = np.where(turned[:, None, None], view.truth[:, H36M17.mirror], view.truth)
        body[..., :2] += (xys[..., :2] - at) * view.depth[..., None] / FOCAL
        rng = np.random.default_rng(len(xys))
        body += view.bias + rng.normal(0, NOISE_M, body.shape)
        xyzs = np.concatenate((body, np.where(np.isfinite(body[..., :1]), 0.9, 0)), axis=-1)
        xyzs[~np.isfinite(xyzs).all(-1), :3] = np.nan
        return Poses3D(xyzs[:, None].astype(np.float32), poses.times, Source("stand-in"))

    def sides(self) -> list[Side]:
        return [Side(view.name, view.poses, 0, Clock()) for view in self.views]

    def project(self, folder: Path) -> Project:
        """A new project of these views, as they were detected."""
        made = Project.create(folder)
        for view in self.views:
            frames = len(view.xys)
            row = document.View(view.name, f"cam {view.name}", f"../{view.name}.mp4", 9, "0" * 64, 1000, 1000, FPS, 1,
                                frames, 0.0, (frames - 1) / FPS)
            made.do(Edit("Add", (made.document.put(row),)))
            made.save_poses(view.poses, view=view.name, athlete=0)
        return made

    def compared(self) -> Comparison:
        return compare([Track.of(view.name, self.lift(view.poses), Clock()) for view in self.views], "v0")

    def looks(self) -> list[Look]:
        return [Look(view.name, view.xys, view.poses.times, H36M17, Clock(), None,
                     self.lift(view.poses).xyzs[:, 0, :, :3]) for view in self.views]

    def error(self) -> float:
        return float(np.mean([view.error() for view in self.views]))


def plant(view: View, faulty: float, rng: np.random.Generator) -> None:
    """Swaps of the whole body, 30 px outliers and drop-outs of some joints, in ranges of 8 to 30 frames that do not
    touch, a third of the frames each."""
    frames = len(view.xys)
    free = np.ones(frames, dtype=bool)
    for kind in ("swap", "outlier", "missing"):
        left = round(frames * faulty / 3)
        while left >= 8:
            long = min(left, int(rng.integers(8, 31)))
            starts = [s for s in range(4, frames - long - 4) if free[s - 4:s + long + 4].all()]
            if not starts:
                break
            start = int(rng.choice(starts))
            joints = tuple(rng.choice(LIMBS, int(rng.integers(1, 4)), replace=False).tolist())
            lay(view, (kind, start, start + long, joints), rng)
            free[start:start + long] = False
            left -= long


def lay(view: View, fault: Fault, rng: np.random.Generator) -> None:
    kind, start, stop, joints = fault
    view.faults.append(fault)
    part = view.xys[start:stop]
    if kind == "swap":
        part[...] = part[:, H36M17.mirror]
    elif kind == "missing":
        part[:, joints] = [np.nan, np.nan, 0]
    else:
        angle = rng.uniform(0, 2 * np.pi, len(joints))
        part[:, joints, :2] += 30 * np.stack((np.cos(angle), np.sin(angle)), axis=-1).astype(np.float32)


def of_kind(views: Sequence[View], kind: str) -> list[tuple[str, int, int]]:
    return [(view.name, start, stop) for view in views for what, start, stop, _ in view.faults if what == kind]
