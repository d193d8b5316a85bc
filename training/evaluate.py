"""The figures of a lifter, all in millimetres, on motion capture and on filmed people with 3D truth."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from core import metrics
from core.lift import Lifter, lift
from core.nets.inputs import BONES_M
from core.pose import Poses2D, Source
from core.skeleton import H36M17
from training import augment
from training.datasets.mocap import Clip
from training.datasets.views import Clip as ViewClip

SIZE, FOCAL_PX = (1000, 1000), 1000.0
Floats = NDArray[np.float32]


def figures(pred: NDArray[Any], true: NDArray[Any], fps: float) -> dict[str, float]:
    """MPJPE, N-MPJPE and P-MPJPE in mm and MPJVE in mm/s of root-relative (T, J, 3) metres; NaN counts nowhere."""
    return {"mpjpe_mm": 1000 * metrics.mpjpe(pred, true), "n_mpjpe_mm": 1000 * metrics.n_mpjpe(pred, true),
            "p_mpjpe_mm": 1000 * metrics.p_mpjpe(pred, true), "mpjve_mm_s": 1000 * fps * metrics.mpjve(pred, true)}


def weighted_mean(rows: Sequence[tuple[int, dict[str, float]]]) -> dict[str, float]:
    """Mean of figures, each row counted by its frames."""
    total = sum(frames for frames, _ in rows)
    return {key: sum(frames * row[key] for frames, row in rows) / total for key in rows[0][1]}


def on_mocap(lifter: Lifter, clips: Sequence[Clip], noise: augment.Noise | None, azimuths: int = 4,
             seed: int = 0) -> dict[str, float]:
    """Every clip seen by `azimuths` cameras around it and lifted as a recording would be.

    Cameras: 1000×1000 px, focal length 1000 px, raised by 8°, at least 4 m away, looking at the middle of the motion.
    noise: a detector's faults, drawn by `seed`; None for the true 2D.
    """
    rows = []
    g = torch.Generator().manual_seed(seed)
    for number, clip in enumerate(clips):
        for view in range(azimuths):
            angle = 2 * np.pi * view / azimuths + 2.4 * number  # the golden angle: clips differ in their first camera
            xys, true = seen(clip, angle, noise, g)
            poses = Poses2D(xys[:, None], np.arange(len(clip)) / clip.fps, H36M17, SIZE, Source("projection"))
            pred = lift(poses, lifter).xyzs[:, 0, :, :3]
            rows.append((len(clip), figures(pred, true, clip.fps)))
    return weighted_mean(rows)


def seen(clip: Clip, azimuth: float, noise: augment.Noise | None, g: torch.Generator) -> tuple[Floats, Floats]:
    """(T, 17, 3) pixels and scores, and (T, 17, 3) true points from the pelvis in the camera frame."""
    points = torch.from_numpy(clip.points)
    low, high = points[:, 0].amin(dim=0), points[:, 0].amax(dim=0)
    turn = augment.rotation(torch.tensor([azimuth], dtype=torch.float32), torch.tensor([np.radians(8.0)],
                            dtype=torch.float32), torch.zeros(1))
    camera = (points - (low + high) / 2) @ turn[0].T
    camera[..., 2] += max(4.0, float((high - low)[:2].norm()) / 2 + 3.0)
    depth = camera[None, :, 0, 2]
    if noise is None:
        xys = torch.cat((augment.project(camera), torch.ones_like(camera[..., :1])), dim=-1)
    else:
        meant = augment.midpoints(camera[None])
        found = augment.detect(augment.project(meant), depth, meant[..., 2] - depth[..., None], noise, torch.ones(1), g)
        xys = augment.midpoints_of_found(found)[0]
    middle = (torch.tensor(SIZE) - 1) / 2
    xys = torch.cat((FOCAL_PX * xys[..., :2] + middle, xys[..., 2:]), dim=-1)
    return xys.numpy(), (camera - camera[:, :1]).numpy()


def on_views(lifter: Lifter, clips: Sequence[ViewClip]) -> dict[str, float]:
    """Clips seen by one view or more, each lifted as a recording is: what can be told with truth and without.

    Agreement: the views' mean distance after one alignment of a clip (a frame, where cameras move), mm of a body of
    known size. With truth MPJPE and its kind, the truth made as large as the lifter's bodies (`sized`).
    """
    rows: list[tuple[int, dict[str, float]]] = []
    for clip in clips:
        times = np.arange(len(clip)) / clip.fps
        poses = [lift(Poses2D(kp[:, None], times, H36M17, (int(w), int(h)), Source("views")), lifter).xyzs[:, 0, :, :3]
                 for kp, (w, h) in zip(clip.kp, clip.sizes, strict=True)]
        row = {"jitter_mm": _mean([1000 * np.linalg.norm(np.diff(pose, n=2, axis=0), axis=-1) for pose in poses])}
        pairs = [metrics.p_mpjpe(a, b) if clip.moving else metrics.sequence_p_mpjpe(a, b)
                 for i, a in enumerate(poses) for b in poses[i + 1:]]
        if pairs:
            row["agreement_mm"] = 1000 * float(np.nanmean(pairs))
        for view, pose in enumerate(poses) if clip.truth is not None else ():
            assert clip.truth is not None
            truth = clip.truth[view] - clip.truth[view][:, :1]
            errors = figures(pose, sized(truth), clip.fps)
            row |= {key: row.get(key, 0.0) + value / len(poses) for key, value in errors.items()}
        rows.append((len(clip), {key: value for key, value in row.items() if np.isfinite(value)}))
    keys = dict.fromkeys(key for _, row in rows for key in row)
    return {key: weighted_mean([(n, {key: row[key]}) for n, row in rows if key in row])[key] for key in keys}


def sized(truth: Floats) -> Floats:
    """(T, 17, 3) as large as the bodies that a lifter of ours says (`BONES_M`): a view does not tell a body's size."""
    near, far = (list(ends) for ends in zip(*H36M17.bones, strict=True))
    bones = float(np.nanmean(np.linalg.norm(truth[:, far] - truth[:, near], axis=-1).sum(axis=-1)))
    return truth * np.float32(BONES_M / bones)


def _mean(parts: Sequence[NDArray[Any]]) -> float:
    values = np.concatenate([part.ravel() for part in parts])
    values = values[np.isfinite(values)]
    return float(values.mean()) if len(values) else float("nan")
