"""Where the other views put a joint of this one: no calibration, only their 3D laid over this view's own lift.

Every other view's body, aligned onto this view's (core/compare.py), is in the axes of this view's camera. How that
camera draws bodies at this frame is read from its own joints: their lifted places and their pixels differ by one scale
and a shift (scaled orthography; Tomasi & Kanade, IJCV 1992). Of the shift, the joints next to the one in question say
most: what perspective and the lift do to them, they do to it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.compare import Comparison
from core.skeleton import Skeleton, convert

FEWEST = 5       # joints that the camera is read from
REACH = 1.0      # bones over which a joint's say in the shift falls to 1/e
ROUNDS = 4       # of re-weighting: a joint that is itself wrong loses its say
STRAY = 0.1      # of the body's size: residuals beyond this are down-weighted (Cauchy)
# Joints whose median residual is r stray by 0.85 r on each axis. What another camera adds is its lift's depth, about
# twice as far off; two views then differ by 2.4 r on each axis, and by more than 6 r in one of twenty frames.
USUAL = 6.0
FINE_MM = 20.0   # nobody places a joint by hand better than this

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ghost:
    """Where other views put a joint, pixels of this view's upright image.

    x, y: their mean, weighted by their scores; each: (view, x, y) of every view that sees it. apart_px: the furthest
    that two of these are from each other; apart_mm: the same in 3D, in the kind of the comparison; both 0 with one
    other view, which contradicts nobody. fit_px: how well the camera was read, the median residual of the joints.
    """

    joint: str
    x: float
    y: float
    each: tuple[tuple[str, float, float], ...]
    apart_px: float
    apart_mm: float
    fit_px: float

    @property
    def at_odds(self) -> bool:
        """Whether the views contradict one another by more than lifts usually do."""
        return self.apart_px > USUAL * self.fit_px and self.apart_mm > FINE_MM


def ghost(comparison: Comparison, frame: int, joint: str, xys: NDArray[np.floating], skeleton: Skeleton
          ) -> Ghost | None:
    """The ghost of a joint in a frame of the comparison's reference view; None where nobody else sees it, or too little
    of the body is known to read the camera from.

    joint: its name, in the comparison's skeleton. xys: (J, 3) the frame's pixels and scores in `skeleton`, in which the
    joint itself is not used.
    """
    if joint not in comparison.skeleton.joints or not 0 <= frame < len(comparison.times):
        return None
    j = comparison.skeleton.index(joint)
    flat = convert(np.asarray(xys, dtype=np.float32)[None], skeleton, comparison.skeleton)[0].astype(np.float64)
    camera = _camera(comparison, frame, j, flat)
    others = [v for v in range(1, len(comparison.views)) if comparison.valid[v, frame, j]]
    if camera is None or not others:
        return None
    scale, shift, fit_px = camera
    bodies = comparison.points[others, frame, j].astype(np.float64)
    pixels = scale * bodies[:, :2] + shift
    weights = np.maximum(comparison.scores[others, frame, j].astype(np.float64), 1e-3)
    x, y = (weights[:, None] * pixels).sum(axis=0) / weights.sum()
    each = tuple((comparison.views[v], float(p[0]), float(p[1])) for v, p in zip(others, pixels, strict=True))
    return Ghost(joint, float(x), float(y), each, _furthest(pixels), 1000 * _furthest(bodies), fit_px)


def same_joint(joint: int, src: Skeleton, dst: Skeleton) -> str | None:
    """What `dst` calls a joint of `src`; None where it has none that is made of this one alone."""
    try:
        made_of = convert(np.eye(len(src), len(src) + 1, dtype=np.float32), src, dst)[:, :-1]  # (J_dst, J_src) shares
    except ValueError:
        return None  # there is no conversion
    alone = np.flatnonzero((made_of[:, joint] == 1) & (np.abs(made_of).sum(axis=1) == 1))
    return dst.joints[alone[0]] if len(alone) else None


def _camera(comparison: Comparison, frame: int, j: int, flat: Floats) -> tuple[float, Floats, float] | None:
    """Pixels a metre, the shift near joint j, and the median residual in pixels."""
    body = comparison.points[0, frame].astype(np.float64)
    known = np.isfinite(flat[:, :2]).all(axis=1) & np.isfinite(body).all(axis=1) & (flat[:, 2] > 0)
    known[j] = False
    if known.sum() < FEWEST:
        return None
    flat, own, near = flat[known], body[known, :2], _nearness(comparison.skeleton, j)[known]
    size = float(np.linalg.norm(flat[:, :2] - flat[:, :2].mean(axis=0), axis=1).mean())
    base, weights = flat[:, 2], flat[:, 2].copy()
    for _ in range(ROUNDS):
        scale, shift = _fit(own, flat[:, :2], weights)
        away = np.linalg.norm(scale * own + shift - flat[:, :2], axis=1)
        weights = base / (1 + (away / (STRAY * max(size, 1e-6))) ** 2)
    if scale <= 0:
        return None
    local = weights * near
    shift = (local[:, None] * (flat[:, :2] - scale * own)).sum(axis=0) / local.sum()
    return scale, shift, float(np.median(away))


def _fit(own: Floats, pixels: Floats, weights: Floats) -> tuple[float, Floats]:
    """The scale and shift of weighted least squares."""
    w = weights[:, None] / weights.sum()
    a, b = (w * own).sum(axis=0), (w * pixels).sum(axis=0)
    spread = float((w * (own - a) ** 2).sum())
    scale = float((w * (own - a) * (pixels - b)).sum()) / spread if spread > 0 else 0.0
    return scale, b - scale * a


def _nearness(skeleton: Skeleton, j: int) -> Floats:
    """(J,) 1 at joint j, less with every bone on the way from it."""
    far = np.full(len(skeleton), np.inf)
    far[j] = 0
    for _ in range(len(skeleton)):
        for a, b in skeleton.bones:
            far[a], far[b] = min(far[a], far[b] + 1), min(far[b], far[a] + 1)
    return np.exp(-far / REACH)


def _furthest(places: Floats) -> float:
    """The largest distance between two of (N, D) places; 0 for one."""
    return float(np.linalg.norm(places[:, None] - places[None], axis=-1).max())
