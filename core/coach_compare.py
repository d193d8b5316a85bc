"""Two performances beside one another: which moment of one is which of the other, what is different there, in words.

Between key moments that both have, time runs linearly: the same share of the way. Beyond the first and the last it runs
as it does in life.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import geometry
from core.angles import ANGLES, angle
from core.coach_moments import HOW, english
from core.coach_motion import UP, Motion
from core.coaching import KeyMoment
from core.smooth import smooth
from core.words import marked, tr

LEAST_DEG = 3.0     # a difference below this is none
IN_FRONT_M = 0.12   # from which one foot is in front of the other, metres of the lift
FEWEST = 5          # joints that one body is laid over another by
# What is said of an angle that is smaller, and of one that is larger; "front" and "back" are sides, too.
SAID: Mapping[str, tuple[str, str]] = {
    "knee_left": (marked("left knee {amount} straighter at {moment}"),
                  marked("left knee {amount} more bent at {moment}")),
    "knee_right": (marked("right knee {amount} straighter at {moment}"),
                   marked("right knee {amount} more bent at {moment}")),
    "knee_front": (marked("front knee {amount} straighter at {moment}"),
                   marked("front knee {amount} more bent at {moment}")),
    "knee_back": (marked("back knee {amount} straighter at {moment}"),
                  marked("back knee {amount} more bent at {moment}")),
    "hip_left": (marked("left hip {amount} straighter at {moment}"),
                 marked("left hip {amount} more bent at {moment}")),
    "hip_right": (marked("right hip {amount} straighter at {moment}"),
                  marked("right hip {amount} more bent at {moment}")),
    "hip_front": (marked("front hip {amount} straighter at {moment}"),
                  marked("front hip {amount} more bent at {moment}")),
    "hip_back": (marked("back hip {amount} straighter at {moment}"),
                 marked("back hip {amount} more bent at {moment}")),
    "elbow_left": (marked("left elbow {amount} straighter at {moment}"),
                   marked("left elbow {amount} more bent at {moment}")),
    "elbow_right": (marked("right elbow {amount} straighter at {moment}"),
                    marked("right elbow {amount} more bent at {moment}")),
    "shoulder_left": (marked("left upper arm {amount} lower at {moment}"),
                      marked("left upper arm {amount} higher at {moment}")),
    "shoulder_right": (marked("right upper arm {amount} lower at {moment}"),
                       marked("right upper arm {amount} higher at {moment}")),
    "trunk": (marked("trunk {amount} more upright at {moment}"),
              marked("trunk {amount} less upright at {moment}")),
    "trunk_forward": (marked("trunk {amount} further back at {moment}"),
                      marked("trunk {amount} further forward at {moment}")),
    "trunk_right": (marked("trunk {amount} further to the left at {moment}"),
                    marked("trunk {amount} further to the right at {moment}")),
}

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Pair:
    """A key moment that both performances have. a, b: reference seconds of each; name: as the first calls it."""

    name: str
    a: float
    b: float


@dataclass(frozen=True)
class TimeMap:
    """Which moment of one performance is which of the other. a, b: ascending seconds, as many of each, at least one."""

    a: tuple[float, ...]
    b: tuple[float, ...]

    def to_b(self, t: float) -> float:
        return _mapped(t, self.a, self.b)

    def to_a(self, t: float) -> float:
        return _mapped(t, self.b, self.a)


@dataclass(frozen=True)
class Difference:
    """An angle that is another at a key moment. a_deg, b_deg: of the first performance and of the other; spread_deg:
    half of how far the views of either are apart, None where each was seen by one alone. doubt: why it is not to be
    trusted, or ''. words: what is different about the first one: 'front knee 14° straighter at ball contact'."""

    moment: str
    time_s: float
    angle: str
    a_deg: float
    b_deg: float
    spread_deg: float | None
    words: str
    doubt: str = ""

    @property
    def size(self) -> float:
        return abs(self.a_deg - self.b_deg)


def match(a: Sequence[KeyMoment], b: Sequence[KeyMoment]) -> list[Pair]:
    """The key moments of the same name, in order; of two that would go back in time the later pair is left out."""
    rest, pairs = sorted(b, key=lambda moment: moment.time_s), list[Pair]()
    for moment in sorted(a, key=lambda moment: moment.time_s):
        name = english(moment.name)
        at = next((n for n, other in enumerate(rest) if name and english(other.name) == name), None)
        if at is not None and (not pairs or moment.time_s > pairs[-1].a):
            pairs.append(Pair(moment.name, moment.time_s, rest[at].time_s))
            rest = rest[at + 1:]
    return pairs


def time_map(pairs: Sequence[Pair], a: tuple[float, float], b: tuple[float, float]) -> TimeMap:
    """Through the pairs; without any from end to end. a, b: (start, stop) of the performances, seconds."""
    if not pairs:
        return TimeMap(a, b) if a[1] > a[0] and b[1] > b[0] else TimeMap(a[:1], b[:1])
    return TimeMap(tuple(pair.a for pair in pairs), tuple(pair.b for pair in pairs))


def differences(a: Sequence[Motion], b: Sequence[Motion], pairs: Sequence[Pair]) -> list[Difference]:
    """How the first performance differs from the other at every pair, the largest first, what is doubted last.

    a, b: the views of each. Empty without 3D of both. Not for the GUI thread: it smooths every angle.
    """
    values = [_Angles(motions) for motions in (a, b)]
    found = []
    for pair in pairs:
        for name in ANGLES:
            mine, theirs = values[0].at(name, pair.a), values[1].at(name, pair.b)
            if mine is None or theirs is None or abs(mine[0] - theirs[0]) < LEAST_DEG:
                continue
            front = values[0].front(pair.a)
            spreads = [spread for _, spread in (mine, theirs) if spread is not None]
            spread = math.hypot(*spreads) if spreads else None
            doubt = "" if spread is None or abs(mine[0] - theirs[0]) > spread else \
                tr("the views are as far apart as the two performances")
            same_front = front if front and front == values[1].front(pair.b) else ""
            found.append(Difference(pair.name, pair.a, name, mine[0], theirs[0], spread,
                                    in_words(name, mine[0] - theirs[0], pair.name, same_front), doubt))
    return sorted(found, key=lambda one: (bool(one.doubt), -one.size))


def in_words(name: str, more_deg: float, moment: str, front: str = "") -> str:
    """'front knee 14° straighter at ball contact'. more_deg: by how much the angle is larger; front: the side whose
    foot is in front in both performances, '' where that is not clear."""
    part, _, side = name.partition("_")
    if front and part in ("knee", "hip"):
        name = f"{part}_{'front' if side == front else 'back'}"
    text = SAID[name][more_deg > 0]
    said = tr(text)
    if said == text and (moment[1:2].islower() or len(moment) == 1):  # a name begins small within an English sentence
        moment = moment[:1].lower() + moment[1:]
    return said.format(amount=f"{abs(more_deg):.0f}°", moment=moment)


def laid_over(moving: Floats, still: Floats) -> Floats | None:
    """(J, D) a body turned, moved and sized onto another by Procrustes; None where too few joints are in both.

    moving, still: (J, D) of the same joints, D 2 or 3, NaN where missing.
    """
    both = np.isfinite(moving).all(axis=1) & np.isfinite(still).all(axis=1)
    if both.sum() < FEWEST:
        return None
    c, r, t = geometry.procrustes(moving[both].astype(np.float64), still[both].astype(np.float64))
    return np.where(np.isfinite(moving), geometry.transform(np.nan_to_num(moving).astype(np.float64), c, r, t), np.nan)


def placed_over(moving: Floats, still: Floats) -> Floats | None:
    """(J, 2) pixels moved and sized onto another body's, but not turned: so that leaning is still seen. None where too
    few joints are in both, or all in one place."""
    both = np.isfinite(moving).all(axis=1) & np.isfinite(still).all(axis=1)
    if both.sum() < FEWEST:
        return None
    a, b = moving[both].astype(np.float64), still[both].astype(np.float64)
    spread = [float(np.linalg.norm(points - points.mean(axis=0))) for points in (a, b)]
    if spread[0] <= 0:
        return None
    return (moving - a.mean(axis=0)) * spread[1] / spread[0] + b.mean(axis=0)


# -- inside


class _Angles:
    """The angles of one performance, each view's smoothed, worked out once."""

    def __init__(self, motions: Sequence[Motion]) -> None:
        self._motions = [one for one in motions if one.deep is not None]
        self._made: dict[str, list[NDArray[np.float64]]] = {}

    def at(self, name: str, t: float) -> tuple[float, float | None] | None:
        """Degrees, and half of how far the views are apart; None where no view knows it."""
        if name not in self._made:
            self._made[name] = [smooth(angle(one.deep, name, one.skeleton, UP), one.times, HOW)
                                for one in self._motions if one.deep is not None]
        values = []
        for one, curve in zip(self._motions, self._made[name], strict=True):
            index = one.frame(t)
            if index is not None and np.isfinite(curve[index]):
                values.append(float(curve[index]))
        if not values:
            return None
        return float(np.mean(values)), (max(values) - min(values)) / 2 if len(values) > 1 else None

    def front(self, t: float) -> str:
        """'left' or 'right': whose foot is in front, '' where that is not clear."""
        for one in self._motions:
            body = one.at(t, deep=True)
            if body is None or not np.isfinite(body).all():
                continue
            across = body[one.skeleton.index("rhip")] - body[one.skeleton.index("lhip")]
            forward = np.cross(UP, across)  # up × right is forward
            length = float(np.linalg.norm(forward))
            if length > 0:
                feet = body[one.skeleton.index("rankle")] - body[one.skeleton.index("lankle")]
                ahead = float(feet @ forward) / length
                return "" if abs(ahead) < IN_FRONT_M else "right" if ahead > 0 else "left"
        return ""


def _mapped(t: float, x: Sequence[float], y: Sequence[float]) -> float:
    """Linear between the knots, as in life beyond them."""
    if t <= x[0]:
        return y[0] + t - x[0]
    if t >= x[-1]:
        return y[-1] + t - x[-1]
    return float(np.interp(t, x, y))
