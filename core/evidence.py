"""What speaks against a view's joints, frame by frame: other views, the frames around, scores, bones, absence.

Every measure is an estimate of how far off a joint is, in units of the body (the mean distance of its joints from their
centre, about 0.45 m for an adult who stands), so that one can be laid beside another.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.clock import Clock
from core.compare import LONGEST_GAP_S, Comparison
from core.skeleton import H36M17, Skeleton

APART, JUMP, BONE, SCORE, MISSING = range(5)
NEAR_S = 0.1         # frames further apart do not say where a joint is in between
LOW_SCORE = 0.3      # a detector's score below this is a doubt
DOUBT = 0.15         # units of the body that a score of 0 is off by, as far as one knows: a hand's breadth
UNSEEN = 0.25        # units that a missing joint counts for: what it may move while nobody sees it
BONE_SHARE = 0.25    # a bone that is longer or shorter by so much is no bone of this body
STRAYS = 4.0         # median deviations from what is usual (2.7 standard deviations of a normal one) that are no news
RARE = 0.05          # joints that a detector sees less often than this it does not look for

Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Look:
    """A view as it is looked at for faults: its effective 2D (core/corrected.py) and what it was lifted to.

    xys: (T, J, 3) the athlete's pixels and scores; times: (T,) the file's own seconds, ascending; labelled: (T, J)
    touched by a label. xyz: (T, 17, 3) the view's own lift, H36M-17 in the lifter's unit, None while there is none.
    unseen: (T,) frames that no detector looked at, whose joints are on lines; None: it looked at all.
    """

    view: str
    xys: Floats
    times: NDArray[np.float64]
    skeleton: Skeleton
    clock: Clock = field(default_factory=Clock)
    labelled: Mask | None = None
    xyz: Floats | None = None
    unseen: Mask | None = None

    def __post_init__(self) -> None:
        want = (len(self.times), len(self.skeleton))
        if self.xys.shape != (*want, 3) or (self.labelled is not None and self.labelled.shape != want) \
                or (self.xyz is not None and self.xyz.shape != (want[0], len(H36M17), 3)):
            raise ValueError(f"{self.view}: the arrays do not fit {want[0]} times and {want[1]} joints")


@dataclass(frozen=True, eq=False)
class Evidence:
    """far: (T, J) the strongest measure, units of the body; kind: (T, J) which it is (APART … MISSING); value: its own
    figure, for words: mm, units of the body, share of the bone, score, frames missing."""

    far: NDArray[np.float32]
    kind: NDArray[np.uint8]
    value: NDArray[np.float32]


def gather(look: Look, comparison: Comparison | None, apart: "Apart | None" = None) -> Evidence:
    """All that speaks against a view's joints. apart: of the comparison, where several views are asked for in turn."""
    shape = look.xys.shape[:2]
    out = Evidence(np.zeros(shape, np.float32), np.zeros(shape, np.uint8), np.zeros(shape, np.float32))
    seen = there(look)
    if comparison is not None and look.view in comparison.views:
        _lay(out, APART, *(apart or Apart(comparison)).of(look), seen)
    jump = jumps(look, seen)
    _lay(out, JUMP, jump, jump, seen)
    if look.xyz is not None:
        _lay(out, BONE, *bones(look), seen)
    score = look.xys[..., 2].astype(np.float32)
    looked = seen if look.unseen is None else seen & ~look.unseen[:, None]
    _lay(out, SCORE, np.float32(DOUBT) * np.clip(1 - score / np.float32(LOW_SCORE), 0, 1), score, looked)
    frames = len(seen) if look.unseen is None else int((~look.unseen).sum())
    gone = ~seen & (looked.sum(axis=0) >= RARE * max(frames, 1))
    if look.unseen is not None:  # where nobody looked, nothing is missing
        gone[look.unseen] = False
    _lay(out, MISSING, np.where(gone, np.float32(UNSEEN), np.float32(0)), gone.astype(np.float32), gone)
    return out


def there(look: Look) -> Mask:
    """(T, J) joints with a place."""
    return np.asarray(np.isfinite(look.xys[..., 0]) & (look.xys[..., 2] > 0))


def _lay(out: Evidence, kind: int, far: Floats, value: Floats, where: Mask) -> None:
    """Keeps the stronger of what is there and this."""
    more = where & (far > out.far)
    np.copyto(out.far, far, where=more, casting="same_kind")
    np.copyto(out.value, value, where=more, casting="same_kind")
    out.kind[more] = kind


# ---------------------------------------------------------------- the other views


class Apart:
    """How far each view is from the mean of all, over what is usual for the joint, at the reference view's frames."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.mm = np.stack([comparison.from_mean(view) for view in comparison.views]).astype(np.float32)  # (V, T, J)
        # What a lifter always gets wrong from one side is no fault of a frame; a sample tells what is usual.
        step = max(1, self.mm.shape[1] // 5000)
        middle = np.nan_to_num(median(self.mm[:, ::step], axis=1))  # (V, J)
        spread = np.nan_to_num(median(np.abs(self.mm[:, ::step] - middle[:, None]), axis=1))
        self.usual = (middle + STRAYS * spread).astype(np.float32)
        self.over = np.nan_to_num(self.mm - self.usual[:, None], nan=0.0)
        self.size_mm = 1000 * _body(comparison.mean[::step])
        if len(comparison.views) > 2:
            # One view that is off draws the mean along, and the others look a little off too: only the furthest is.
            self.over[self.over < self.over.max(axis=0, keepdims=True)] = 0

    def of(self, look: Look) -> tuple[Floats, Floats]:
        """(T, J) units of the body and mm, at the view's own frames and in its own joints."""
        v = self.comparison.views.index(look.view)
        at, near = nearest(self.comparison.times, look.clock.to_ref(look.times))
        both = [(look.skeleton.index(joint), k) for k, joint in enumerate(self.comparison.skeleton.joints)
                if joint in look.skeleton.joints]
        mine, theirs = (np.array(each, dtype=np.int64) for each in zip(*both, strict=True))
        over = np.zeros(look.xys.shape[:2], np.float32)
        mm = np.zeros_like(over)
        over[:, mine] = np.where(near[:, None], self.over[v][at][:, theirs], 0)
        mm[:, mine] = np.nan_to_num(self.mm[v][at][:, theirs])
        # A view pulls the mean of V views by 1/V of its own error, so its distance from it is (V − 1)/V of that.
        share = (len(self.comparison.views) - 1) / len(self.comparison.views)
        return np.maximum(over, 0) / np.float32(max(self.size_mm * share, 1e-6)), mm


def nearest(times: NDArray[np.float64], wanted: NDArray[np.float64]) -> tuple[NDArray[np.int64], Mask]:
    """(N,) the index of the time nearest to each wanted one, and whether it is near enough to speak of it."""
    after = np.clip(np.searchsorted(times, wanted), 1, max(len(times) - 1, 1))
    at = np.where((wanted - times[after - 1] <= times[np.minimum(after, len(times) - 1)] - wanted), after - 1,
                  np.minimum(after, len(times) - 1))
    return at, np.abs(times[at] - wanted) <= LONGEST_GAP_S


# ---------------------------------------------------------------- the frames around


def jumps(look: Look, seen: Mask) -> NDArray[np.float32]:
    """(T, J) how far a joint is from the line between its neighbours in time, beyond what it moves anyway.

    A frame's fault shows half as large in the frames beside it: only the peak counts. Twice the mean of the frames two
    and three away is taken off, so that a hand that is thrown about is no jump.
    """
    off = from_neighbours(look, seen)
    frames = len(off)
    if frames < 8:
        return np.maximum(off - np.float32(0.1), 0)
    around = np.zeros_like(off)
    for shift in (2, 3):
        around[shift:] += off[:-shift]
        around[:-shift] += off[shift:]
    peak = np.ones_like(seen)
    peak[1:] &= off[1:] >= off[:-1]
    peak[:-1] &= off[:-1] >= off[1:]
    return np.where(peak, np.maximum(off - around / 2, 0), np.float32(0))


def from_neighbours(look: Look, seen: Mask) -> NDArray[np.float32]:
    """(T, J) units of the body from the line between the frames before and after; 0 where either is missing."""
    out = np.zeros(seen.shape, np.float32)
    if len(out) < 3:
        return out
    t = look.times
    span = t[2:] - t[:-2]
    share = np.divide(t[1:-1] - t[:-2], span, out=np.full(len(span), 0.5), where=span > 0).astype(np.float32)
    near = (np.maximum(t[2:] - t[1:-1], t[1:-1] - t[:-2]) <= NEAR_S)[:, None] & seen[2:] & seen[1:-1] & seen[:-2]
    x, y = (np.ascontiguousarray(look.xys[..., at], dtype=np.float32) for at in (0, 1))
    off_x, off_y = (each[1:-1] - each[:-2] - share[:, None] * (each[2:] - each[:-2]) for each in (x, y))
    out[1:-1] = np.where(near, np.hypot(off_x, off_y) / size_px(x, y, seen)[1:-1, None], 0)
    return out


def size_px(x: NDArray[np.float32], y: NDArray[np.float32], seen: Mask) -> NDArray[np.float32]:
    """(T,) pixels of one unit of the body, never much below what it mostly is. x, y: (T, J) pixels."""
    count = np.maximum(seen.sum(axis=1), 1).astype(np.float32)
    off_x, off_y = (each - (np.where(seen, each, np.float32(0)).sum(axis=1) / count)[:, None] for each in (x, y))
    far = np.where(seen, np.hypot(off_x, off_y), 0).sum(axis=1) / count
    usual = float(np.median(far[far > 0])) if (far > 0).any() else 1.0
    return np.maximum(far, np.float32(max(0.5 * usual, 1e-6)))


# ---------------------------------------------------------------- bones


def bones(look: Look) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Both (T, J): units of the body by which the bone to a joint is off beyond what is usual, and share of it."""
    assert look.xyz is not None
    parents, children = (np.array(each) for each in zip(*H36M17.bones, strict=True))
    bone = look.xyz[:, children].astype(np.float32) - look.xyz[:, parents]
    length = np.sqrt(np.einsum("tjc,tjc->tj", bone, bone))
    step = max(1, len(length) // 5000)
    usual = np.nan_to_num(median(length[::step], axis=0))
    off = np.nan_to_num(length - usual)
    share = off / np.maximum(usual, 1e-9)
    # Of short bones a lifter is off by much always; that is no news of a frame.
    allowed = np.maximum(BONE_SHARE, STRAYS * np.nan_to_num(median(np.abs(share[::step]), axis=0)))
    beyond = np.maximum(np.abs(share) - allowed, 0) * usual / np.float32(max(_body(look.xyz[::step]), 1e-9))
    far, shares = np.zeros(look.xys.shape[:2], np.float32), np.zeros(look.xys.shape[:2], np.float32)
    for k, child in enumerate(children.tolist()):
        joint = H36M17.joints[child]
        if joint in look.skeleton.joints:
            j = look.skeleton.index(joint)
            far[:, j] = beyond[:, k]
            shares[:, j] = share[:, k]
    return far, shares


def _body(points: Floats) -> float:
    """The mean distance of the joints (T, J, 3) from their centre, in their unit: the unit of the body."""
    far = np.linalg.norm(points - points.mean(axis=1, keepdims=True), axis=-1)
    return float(np.median(far[np.isfinite(far)])) if np.isfinite(far).any() else 1.0


def median(values: Floats, axis: int) -> Floats:
    """Over what is there; NaN where nothing is, without numpy's warning of it."""
    empty = ~np.isfinite(values).any(axis=axis, keepdims=True)
    filled = np.nanmedian(np.where(empty, 0, values), axis=axis)
    return np.asarray(np.where(np.squeeze(empty, axis), np.nan, filled))
