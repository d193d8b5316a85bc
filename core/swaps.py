"""Left and right of the whole body put right again where a detector exchanged them for a while.

A detector that sees a back, or a hidden face, may take it for a front: every left joint is then called right, with high
scores, for some frames. A body cannot do that: within a frame's time no shoulder jumps to the place of the other. So
the labels are chosen by the path of least motion (Viterbi, two states a frame: as detected, exchanged).

Each step costs how far the joints are from where their last two places lead them. The prediction matters: limbs that
cross in a side view would, by distance alone, rather bounce off each other. The cost of a frame is the median over the
six pairs of limb joints, so that one exchanged pair of legs does not turn the whole body. A change of labels costs
`CHANGE`, and staying exchanged `PER_SECOND`: the detector is more often right than wrong, and what is not certain stays
as it was detected.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.pose import Poses2D
from core.skeleton import LIMBS

# In units of the body: the mean distance of the limb joints from their centre, about 0.45 m for an adult who stands.
CHANGE = 0.20
PER_SECOND = 0.40
AHEAD = 0.75     # share of the last step that is expected again: more than a half, or crossing limbs bounce
FURTHEST = 1.0   # no joint of a frame counts for more than this
MAX_GAP_S = 0.5  # after a longer absence nothing tells which side is which: the labels start anew
FEWEST = 4       # limb joints that a frame must show to be judged

Floats = NDArray[np.float64]


def repair(poses: Poses2D) -> tuple[Poses2D, NDArray[np.bool_]]:
    """The poses with whole-body exchanges undone, and (T, P) where they were: those frames have left and right swapped.

    The arrays of the input are not touched; the source stays that of the detector, so a caller that stores the result
    says what was done to it. A skeleton without the twelve limb joints comes back as it is.
    """
    swapped = np.zeros(poses.xys.shape[:2], dtype=bool)
    if not set(LIMBS) <= set(poses.skeleton.joints):
        return poses, swapped
    limbs = [poses.skeleton.index(joint) for joint in LIMBS]
    xys = poses.xys.copy()
    for person in range(poses.xys.shape[1]):
        swapped[:, person] = exchanged(poses.xys[:, person, limbs], poses.times)
        rows = swapped[:, person]
        xys[rows, person] = poses.xys[rows, person][:, poses.skeleton.mirror]
    return replace(poses, xys=xys), swapped


def exchanged(limbs: NDArray[np.float32], times: Floats, evidence: Floats | None = None) -> NDArray[np.bool_]:
    """(T,) where the labels are exchanged. limbs: (T, 12, 3) in the order of LIMBS (left, right, left, …).

    evidence: (T,) what else is known against an exchange in each frame, in units of the body; below 0 it speaks for it.
    """
    out = np.zeros(len(limbs), dtype=bool)
    against = np.zeros(len(limbs)) if evidence is None else evidence
    for piece, xy in _pieces(limbs, times):
        out[piece] = _labels(xy, times[piece], against[piece])
    return out


def cost(limbs: NDArray[np.float32], times: Floats, labels: NDArray[np.bool_], evidence: Floats) -> float:
    """What a labelling costs that `exchanged` would have chosen from: the least of all is its own."""
    total = 0.0
    for piece, xy in _pieces(limbs, times):
        label = labels[piece]
        total += float((_stay(times[piece]) + evidence[piece])[label].sum())
        if len(piece) > 1:
            change = np.diff(label).astype(int)
            steps = _step_costs(xy, times[piece])[np.arange(len(change)), np.r_[0, change[:-1]], change]
            total += CHANGE * int(change.sum()) + float(steps.sum())
    return total


def _pieces(limbs: NDArray[np.float32], times: Floats) -> list[tuple[NDArray[np.intp], Floats]]:
    """The frames of each stretch without long gaps, and the limbs' places there."""
    xy = np.where((np.isfinite(limbs).all(-1) & (limbs[..., 2] > 0))[..., None], limbs[..., :2], np.nan)
    xy = xy.astype(np.float64)
    seen = np.flatnonzero(np.isfinite(xy).all(-1).sum(axis=1) >= FEWEST)
    if not len(seen):
        return []
    return [(piece, xy[piece]) for piece in np.split(seen, np.flatnonzero(np.diff(times[seen]) > MAX_GAP_S) + 1)]


def _stay(times: Floats) -> Floats:
    """(T,) what it costs to be exchanged, by the time that each frame stands for."""
    if len(times) < 2:
        return np.zeros(len(times))
    return PER_SECOND * np.diff(times, append=times[-1] + np.median(np.diff(times)))


def _labels(xy: Floats, times: Floats, evidence: Floats) -> NDArray[np.bool_]:
    """The cheapest labelling of a stretch without long gaps. State: (exchanged now, exchanged since the last frame)."""
    frames = len(xy)
    stay = _stay(times) + evidence
    if frames < 2:
        return np.asarray(stay < 0)
    cost = _step_costs(xy, times)  # (T − 1, changed before, changes now)
    best = np.array([[0.0, np.inf], [stay[0], np.inf]])  # [exchanged, changed]
    came = np.zeros((frames, 2, 2), dtype=np.int8)       # whether the frame before had changed
    for t in range(1, frames):
        new = np.empty_like(best)
        for now in (0, 1):
            for change in (0, 1):
                options = best[now ^ change] + cost[t - 1, :, change]
                came[t, now, change] = options.argmin()
                new[now, change] = options.min() + CHANGE * change + stay[t] * now
        best = new
    now, change = divmod(int(best.argmin()), 2)
    labels = np.zeros(frames, dtype=bool)
    for t in range(frames - 1, -1, -1):
        labels[t] = now
        before = int(came[t, now, change])
        now, change = now ^ change, before
    return labels


def _step_costs(xy: Floats, times: Floats) -> Floats:
    """(T − 1, 2, 2): what frame t + 1 costs [if frame t had changed labels][if it changes labels itself]."""
    swap = np.arange(xy.shape[1]) ^ 1
    other = xy[:, swap]
    body = _size(xy)
    dt = np.diff(times)
    # Frames of one time stamp say nothing about speed: the step before is then expected again as it was.
    ratio = np.divide(dt[1:], dt[:-1], out=np.ones(max(len(dt) - 1, 0)), where=dt[:-1] > 0)
    out = np.empty((len(xy) - 1, 2, 2))
    for before in (0, 1):
        # Places of the frame before last in the labels of the last one; the first step has nothing to go by.
        last = (other if before else xy)[:-2]
        step = np.zeros_like(xy[:-1])
        step[1:] = AHEAD * (xy[1:-1] - last) * ratio[:, None, None]
        expected = xy[:-1] + np.where(np.isfinite(step), step, 0)
        for change, found in enumerate((xy[1:], other[1:])):
            far = np.linalg.norm(found - expected, axis=-1) / body[1:, None]
            out[:, before, change] = _median_of_pairs(np.minimum(far, FURTHEST))
    return out


def _size(xy: Floats) -> Floats:
    """(T,) mean distance of the joints from their centre, never much below what it mostly is."""
    size = np.nanmean(np.linalg.norm(xy - np.nanmean(xy, axis=1, keepdims=True), axis=-1), axis=1)
    return np.maximum(size, max(0.3 * float(np.median(size)), 1e-6))


def _median_of_pairs(far: Floats) -> Floats:
    """(T, 12) → (T,): the median over the pairs that are there of the mean of both; 0 where there is none."""
    pairs = far.reshape(len(far), -1, 2).mean(axis=-1)
    there = np.isfinite(pairs)
    count = there.sum(axis=1)
    ordered = np.sort(np.where(there, pairs, np.inf), axis=1)
    rows = np.arange(len(far))
    low, high = ordered[rows, np.maximum(count - 1, 0) // 2], ordered[rows, np.minimum(count // 2, pairs.shape[1] - 1)]
    return np.where(count > 0, (np.where(count > 0, low, 0) + np.where(count > 0, high, 0)) / 2, 0.0)
