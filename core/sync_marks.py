"""Synchronization by hand: the same event marked in several views, and files that play slower than life.

A mark says that an event (a clap, a ball contact) is seen in a view at a time, to half a frame. One event in two views
gives the offset; two that are more than a minute apart also give the drift.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.progress import Progress, Step, silent
from core.sync_pair import ACCEPT, Candidate, Floats, PairSync
from core.words import tr

if TYPE_CHECKING:
    from core.skeleton import Skeleton

FAR_S = 60.0      # marks nearer than this say nothing of a drift: half a frame in a minute is 280 ppm at 30 frames/s
SURE = 0.99       # somebody looked at it; a slip of the hand remains
FACTORS = (2.0, 4.0, 5.0, 8.0, 10.0, 16.0, 20.0, 32.0)  # capture rate over file rate, as phones and cameras have it
USUAL = (*FACTORS, *(1 / factor for factor in FACTORS))


@dataclass(frozen=True)
class Mark:
    """An event seen in a view. label: the same in all views that show it; t_view: seconds of the file's time stamps."""

    label: str
    view: str
    t_view: float


def manual(marks: Sequence[Mark], frame_s: Mapping[str, float], slow_motion: Mapping[str, float] | None = None
           ) -> dict[tuple[str, str], PairSync]:
    """What marks say of every pair of views that share events: {(a, b): PairSync}, a before b in frame_s.

    frame_s: seconds between two frames of each view's file, for the error of a mark: half a frame. slow_motion: how
    many times slower than life a view's file plays (1 where not named): the answers are in real seconds. Marks of
    views that are not in frame_s are passed over; of two marks with one label in one view the later in the list counts.
    """
    slow = slow_motion or {}
    at: dict[str, dict[str, float]] = {view: {} for view in frame_s}
    for mark in marks:
        if mark.view in at:
            at[mark.view][mark.label] = mark.t_view / slow.get(mark.view, 1.0)
    half = {view: frame_s[view] / slow.get(view, 1.0) / 2 for view in frame_s}
    views = list(frame_s)
    found = {}
    for number, a in enumerate(views):
        for b in views[number + 1:]:
            labels = [label for label in at[a] if label in at[b]]
            if labels:
                t_a, t_b = (np.array([at[v][label] for label in labels]) for v in (a, b))
                found[a, b] = _line(t_a, t_b, float(np.hypot(half[a], half[b])))
    return found


def _line(t_a: Floats, t_b: Floats, sigma_s: float) -> PairSync:
    """The line through shared events, each known to sigma_s: least squares, the drift only from events far apart."""
    middle = float(t_b.mean())
    spread = float(((t_b - middle) ** 2).sum())
    span = float(np.ptp(t_b))
    drift, sigma_drift = 0.0, float("inf")
    if span > FAR_S:
        drift = float(((t_b - middle) * (t_a - t_a.mean())).sum()) / spread - 1
        sigma_drift = sigma_s / spread**0.5
    offset = float(t_a.mean()) - (1 + drift) * middle
    reason = tr("1 event marked in both views") if len(t_a) == 1 else \
        tr("{n} events marked in both views").format(n=len(t_a))
    off = np.abs(t_a - offset - (1 + drift) * t_b)
    confidence = SURE
    if off.max() > 5 * sigma_s:  # each is known to half a frame: these are not all the same events
        confidence = ACCEPT / 2
        reason = tr("the marks contradict each other by {s} s").format(s=f"{off.max():.3f}")
        if hint := factor_of(t_a, t_b):
            reason += "; " + tr("one of the files may be slow motion, {factor} times").format(factor=f"{hint:g}")
    elif span > FAR_S:
        reason += ", " + tr("{s} s apart").format(s=f"{span:.0f}")
    return PairSync(offset, drift * 1e6, sigma_s / len(t_a) ** 0.5, confidence, ("manual",), sigma_drift * 1e6, span,
                    None, (Candidate(offset, drift * 1e6, confidence),), reason)


def factor_of(t_a: Floats, t_b: Floats, tolerance: float = 0.04) -> float | None:
    """The slow-motion factor of b's file (below 1: of a's, inverted) that events at t_a and t_b (N,) point to.

    None where they fit at life's speed, where there are fewer than two, or where no usual factor is near.
    """
    if len(t_a) < 2 or np.ptp(t_a) <= 0 or np.ptp(t_b) <= 0:
        return None
    rate = float(np.polyfit(t_a, t_b, 1)[0])
    near = [f for f in USUAL if abs(rate / f - 1) < tolerance]
    return near[0] if near else None


@dataclass(frozen=True)
class SlowMotion:
    """How many times slower than life view b's file plays (below 1: view a's does), and the answer of the movement at
    that speed, in real seconds. factor 1: both at life's speed. found: whether the movement tells at all."""

    factor: float
    sync: PairSync

    @property
    def found(self) -> bool:
        return self.sync.accepted


def suggest_slow_motion(kp_a: Floats, t_a: Floats, kp_b: Floats, t_b: Floats, *, skeleton: "Skeleton | None" = None,
                        moving: bool | None = None, factors: Sequence[float] = (1.0, *USUAL),
                        progress: Progress = silent) -> SlowMotion:
    """Tries the usual slow-motion factors on the movement of two views and picks the one under which it fits best.

    kp_a, kp_b: (T, J, 3) pixels and score; t_a, t_b: (T,) seconds of the files. Factors f > 1 divide b's times, those
    below 1 divide a's by 1/f. The likelihoods of different factors can be compared, since the shorter of the two
    overlaps counts in real seconds of the same movement.
    """
    from core.sync_pose import pose

    tried = []
    for number, factor in enumerate(factors):
        slow_a, slow_b = max(1 / factor, 1.0), max(factor, 1.0)
        answer = pose(kp_a, t_a / slow_a, kp_b, t_b / slow_b, skeleton=skeleton, moving=moving)
        score = answer.candidates[0].score if answer.candidates else 0.0
        tried.append((answer.confidence >= ACCEPT, score, factor, answer))
        progress(Step("slow motion", number + 1, len(factors)))
    _, _, factor, answer = max(tried, key=lambda t: t[:2])
    return SlowMotion(factor, answer)
