"""Lifted poses drawn towards what a known camera saw (Einfalt et al., WACV 2023, the rows with an asterisk; the
arithmetic is that of Cai et al., ICCV 2019).

A lifter says the shape of the body; with the camera known, so is the ray of every keypoint. In each frame the body is
put where its joints come nearest to their rays (`standing`). What is left between a joint and the point of its ray at
the joint's depth is the residual: in it are the faults of the lifter and those of the detector. Those of the detector
come and go from frame to frame and are now and then gross, so it is the robust mean over a moment that is believed;
less of it of joints that a detector sees elsewhere than a body has them (hips, head), nothing of the spine, which none
sees.

No setting here was chosen on test data: all are from subjects of the training file that no weight has seen.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.intrinsics import Intrinsics
from core.skeleton import H36M17

SIGMA_S = 0.1    # of the mean over time
REACH_S = 0.3    # beyond that nothing counts, so that an edit reaches no further
AT_KEYS = 2.0    # so many times wider where only key-frames were looked at: there is less to take a mean of
ROBUST_M = 0.06  # a residual of this size counts half
DOUBT = 0.5      # how much evidence for 'the lifter is right' stands against that of the moment
SHARES = {"spine": 0.0, "hip": 0.5, "nose": 0.8, "head": 0.8, "shoulder": 1.2, "elbow": 1.2, "wrist": 1.4, "knee": 1.2,
          "ankle": 1.4}  # of what is then believed, 1 of the others
MOST_FRAMES = 1000  # on either side, whatever their times say
MIN_JOINTS = 3   # that place a body
NEAREST_M, FARTHEST_M = 0.2, 1000.0  # at which depths a body can be
ONE_RAY = 1e-4   # radians: joints that are no further apart tell no depth

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

_SHARES = np.array([SHARES.get(name, SHARES.get(name[1:], 1.0)) for name in H36M17.joints])


def refined(points: Floats, xys: Floats, times: Array, camera: Intrinsics) -> Floats:
    """(T, 17, 3) lifted metres from the pelvis in the camera's axes, and the (T, 17, 3) keypoints that they are of as
    `camera.straight` gives them → the points again, x and y nearer to the rays.

    times: (T,) seconds, rising. Missing are keypoints that are not finite or have no score, and points that are NaN;
    frame by frame the answer depends on what lies within `REACH_S`. Where nothing is seen in that, points stay.
    """
    return corrected(points, steady(*residuals(points, xys, camera), times))


def corrected(points: Floats, shift: NDArray[np.floating[Any]]) -> Floats:
    """(T, 17, 3) with (T, 17, 2) metres of x and y added, from the pelvis again."""
    out = np.asarray(points, dtype=np.float64).copy()
    out[..., :2] += shift - shift[:, :1]
    return out.astype(np.float32)


def residuals(points: Floats, xys: Floats, camera: Intrinsics) -> tuple[Array, Array]:
    """(T, 17, 2) metres in x and y from each lifted joint to the ray of its keypoint, at the joint's own depth, and
    (T, 17) how much each counts: its score, 0 and no residual where there is nothing to be said."""
    lifted = np.asarray(points, dtype=np.float64)
    rays = (np.asarray(xys[..., :2], dtype=np.float64) - (camera.cx, camera.cy)) / (camera.fx, camera.fy)
    there = np.asarray(np.isfinite(rays).all(axis=-1) & np.isfinite(lifted).all(axis=-1))
    weights = np.where(there, np.nan_to_num(np.clip(xys[..., 2], 0, 1)), 0).astype(np.float64)
    rays, lifted = np.where(there[..., None], rays, 0), np.where(there[..., None], lifted, 0)
    place = standing(lifted, rays, weights)
    depth = lifted[..., 2] + place[:, None, 2]
    sound = (np.where(weights > 0, depth, np.inf).min(axis=1) > NEAREST_M) & (place[:, 2] < FARTHEST_M)
    weights *= sound[:, None]
    left = rays * depth[..., None] - place[:, None, :2] - lifted[..., :2]
    return np.where(weights[..., None] > 0, left, 0), weights


def standing(lifted: Array, rays: Array, weights: Array) -> Array:
    """(T, 3) metres: where the pelvis is if the joints (T, 17, 3) are to lie on the rays (T, 17, 2), x/z and y/z.

    Least squares of w·|(X + t)_xy − u·(Z + t_z)|², in closed form: the depth from how large the body appears, then x
    and y. NaN where fewer than MIN_JOINTS count, or all lie on one ray.
    """
    flat = rays * lifted[..., 2:] - lifted[..., :2]  # what x and y of the pelvis would be at depth 0
    total = weights.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, b = ((weights[..., None] * part).sum(axis=1) / total[:, None] for part in (rays, flat))
        du, db = rays - u[:, None], flat - b[:, None]
        spread = (weights[..., None] * du * du).sum(axis=(1, 2))
        z = -(weights[..., None] * du * db).sum(axis=(1, 2)) / spread
    z[((weights > 0).sum(axis=1) < MIN_JOINTS) | (spread < ONE_RAY**2 * total)] = np.nan
    return np.concatenate((b + u * z[:, None], z[:, None]), axis=1)


def steady(left: Array, weights: Array, times: Array, wider: float = 1.0) -> Array:
    """(T, 17, 2) by how much joints are to be moved: of residuals (T, 17, 2) that count (T, 17), the mean over the
    moment around each frame of `times` (T,), so many times `wider` than usual, less where there is little evidence, and
    each joint's own share of it."""
    within = wider * REACH_S
    weights = weights / (1 + (left**2).sum(axis=-1) / ROBUST_M**2)
    moved, seen, whole = np.zeros_like(left), np.zeros_like(weights), np.zeros(len(times))
    last = int((np.searchsorted(times, times + within, side="right") - np.arange(len(times))).max(initial=1)) - 1
    last = min(last, MOST_FRAMES)
    for step in range(-last, last + 1):
        here, there = slice(max(-step, 0), len(times) - max(step, 0)), slice(max(step, 0), len(times) - max(-step, 0))
        apart = np.abs(times[there] - times[here])
        near = np.where(apart <= within, np.exp(-0.5 * (apart / (wider * SIGMA_S)) ** 2), 0)
        counts = near[:, None] * weights[there]
        moved[here] += counts[..., None] * left[there]
        seen[here] += counts
        whole[here] += near
    return np.asarray(moved / (seen + DOUBT * whole[:, None])[..., None] * _SHARES[:, None])


def reach(times: Array, start: int, stop: int) -> tuple[int, int]:
    """(first, last) of the frames that frames start to stop (half open) depend on."""
    slack = REACH_S + 1e-6
    return (int(np.searchsorted(times, times[start] - slack)),
            int(np.searchsorted(times, times[stop - 1] + slack, side="right")))


def reached(changed: NDArray[np.bool_], times: Array) -> NDArray[np.bool_]:
    """(T,) frames whose points or keypoints are other → (T,) those that are refined to something else."""
    at = np.r_[0, np.cumsum(changed)]
    low = np.searchsorted(times, times - REACH_S - 1e-6)
    high = np.searchsorted(times, times + REACH_S + 1e-6, side="right")
    return np.asarray(at[high] > at[low])
