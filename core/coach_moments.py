"""Key moments that a motion suggests: where a joint turns round, a hand or foot is fastest, a foot lands or leaves the
ground, the body is highest. Each says why, in words; the strongest come first, and none within a moment of a stronger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.angles import angle, speeds
from core.coach_motion import UP, Motion, at_times_of, first_with_depth
from core.smooth import Smoothing, smooth
from core.words import KNOWN, marked, read, tr

APART_S = 0.15      # two moments nearer to one another than this are one
MOST_ALIKE = 2      # of one name: a walk has the same moments again and again
LEAST_DEG = 15.0    # that a joint must turn back by on both sides of its extreme
LEAST_SPEED = 0.5   # metres of the lift a second, below which nothing is fast
USUAL_DEG = 60.0    # a turn of so much has a strength of 1
FASTEST = 1.6       # what the fastest moment of the fastest hand or foot is worth: there a ball is hit, or let go
CONTACT_M = 0.06    # over an ankle's lowest height (metres of the clip) within which a foot stands
STANDS_S, FLIES_S = 0.08, 0.08  # that a foot stands or is in the air at least
RISE_M = 0.10       # that the body must rise by
HOW = Smoothing("butterworth", 8.0)
# What an angle's least and largest value are called, as (name, reason).
TURNS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "knee_left": ((marked("Left leg straightest"),
                   marked("the left knee is straightest here, {value} from straight")),
                  (marked("Deepest left knee bend"),
                   marked("the left knee is bent most here, {value} from straight"))),
    "knee_right": ((marked("Right leg straightest"),
                    marked("the right knee is straightest here, {value} from straight")),
                   (marked("Deepest right knee bend"),
                    marked("the right knee is bent most here, {value} from straight"))),
    "elbow_left": ((marked("Left arm straightest"),
                    marked("the left elbow is straightest here, {value} from straight")),
                   (marked("Left elbow bent most"),
                    marked("the left elbow is bent most here, {value} from straight"))),
    "elbow_right": ((marked("Right arm straightest"),
                     marked("the right elbow is straightest here, {value} from straight")),
                    (marked("Right elbow bent most"),
                     marked("the right elbow is bent most here, {value} from straight"))),
    "shoulder_left": ((marked("Left arm lowest"),
                       marked("the left arm is lowest here, {value} from the trunk")),
                      (marked("Left arm highest"),
                       marked("the left arm is highest here, {value} from the trunk"))),
    "shoulder_right": ((marked("Right arm lowest"),
                        marked("the right arm is lowest here, {value} from the trunk")),
                       (marked("Right arm highest"),
                        marked("the right arm is highest here, {value} from the trunk"))),
    "hip_left": ((marked("Left hip straightest"),
                  marked("the left thigh is nearest to the line of the trunk, {value}")),
                 (marked("Left hip bent most"),
                  marked("the left thigh is furthest from the line of the trunk, {value}"))),
    "hip_right": ((marked("Right hip straightest"),
                   marked("the right thigh is nearest to the line of the trunk, {value}")),
                  (marked("Right hip bent most"),
                   marked("the right thigh is furthest from the line of the trunk, {value}"))),
    "trunk": ((marked("Trunk most upright"),
               marked("the trunk is most upright here, {value}")),
              (marked("Trunk leans most"),
               marked("the trunk leans most here, {value} from the vertical"))),
}
FAST = {
    "rwrist": (marked("Fastest right wrist"), marked("the right wrist is fastest here")),
    "lwrist": (marked("Fastest left wrist"), marked("the left wrist is fastest here")),
    "rankle": (marked("Fastest right ankle"), marked("the right ankle is fastest here")),
    "lankle": (marked("Fastest left ankle"), marked("the left ankle is fastest here")),
}
# A foot that leaves the ground, and one that lands.
FEET = {
    "rankle": ((marked("Right foot leaves the ground"), marked("the right foot stands last")),
               (marked("Right foot lands"), marked("the right foot comes down here"))),
    "lankle": ((marked("Left foot leaves the ground"), marked("the left foot stands last")),
               (marked("Left foot lands"), marked("the left foot comes down here"))),
}
HIGHEST = marked("Highest point"), marked("the hips are highest here")


@dataclass(frozen=True)
class Suggested:
    """time_s: reference seconds; kind: as of a KeyMoment; reason: a sentence's part; strength: 0 to 1 and a bit more,
    comparable between kinds."""

    time_s: float
    name: str
    reason: str
    kind: str
    strength: float


def suggest(motions: Sequence[Motion], count: int = 8) -> list[Suggested]:
    """Key moments of one performance seen from one or several sides, strongest first, at least APART_S apart; none
    without 3D. Works for tens of milliseconds a minute of film: not for the GUI thread."""
    base = first_with_depth(motions)
    if base is None or len(base.times) < 5:
        return []
    found = sorted((*_turns(base, motions), *_fastest(base), *_contacts(base), *_highest(base)),
                   key=lambda one: -one.strength)
    kept: list[Suggested] = []
    for one in found:
        again = sum(one.name == other.name for other in kept)
        if len(kept) < count and again < MOST_ALIKE and all(abs(one.time_s - other.time_s) >= APART_S
                                                            for other in kept):
            kept.append(one)
    return kept


def english(name: str) -> str:
    """A key moment's name to compare others with: one that was suggested means the same in every language."""
    plain = name.strip().casefold()
    return _suggested_names().get(plain, plain)


@cache
def _suggested_names() -> dict[str, str]:
    """Each name that is suggested, in the other languages, with its English."""
    pairs = (*(pair for pairs in (*TURNS.values(), *FEET.values()) for pair in pairs), *FAST.values(), HIGHEST)
    return {other.casefold(): name.casefold() for table in map(read, KNOWN) for name, _ in pairs
            if (other := table.get(name))}


def mean_angle(base: Motion, motions: Sequence[Motion], name: str) -> NDArray[np.float64]:
    """(T,) degrees of an angle of core/angles.py at the base's times, the mean of the views that have 3D."""
    rows = np.stack([at_times_of(base, one, angle(one.deep, name, one.skeleton, UP))
                     for one in motions if one.deep is not None])
    known = np.isfinite(rows)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, rows, 0).sum(axis=0) / np.maximum(count, 1), np.nan)


# -- kinds of moments


def _turns(base: Motion, motions: Sequence[Motion]) -> Iterator[Suggested]:
    for name in TURNS:
        values = smooth(mean_angle(base, motions, name), base.times, HOW)
        for sign, (title, reason) in zip((-1, 1), TURNS[name], strict=True):
            for index, turned in _peaks(sign * values, LEAST_DEG):
                said = tr(reason).format(value=f"{values[index]:.0f}°")
                yield Suggested(float(base.times[index]), tr(title), said, "angle", min(turned / USUAL_DEG, 1.5))


def _fastest(base: Motion) -> Iterator[Suggested]:
    """Of each hand and foot the fastest moment, if it is fast for it and fast beside the others."""
    assert base.deep is not None
    moving = speeds(smooth(base.deep, base.times, HOW), base.times)
    all_of = {joint: moving[:, base.skeleton.index(joint)] for joint in FAST}
    most = max((float(np.nanmax(v)) for v in all_of.values() if np.isfinite(v).any()), default=0.0)
    for joint, values in all_of.items():
        peaks = _peaks(values, 0.5 * most) if most > LEAST_SPEED else []
        for index, _ in sorted(peaks, key=lambda peak: -values[peak[0]])[:1]:
            title, reason = map(tr, FAST[joint])
            yield Suggested(float(base.times[index]), title, reason, "speed", FASTEST * float(values[index]) / most)


def _contacts(base: Motion) -> Iterator[Suggested]:
    """Feet that land after having been in the air, and leave the ground after having stood."""
    assert base.deep is not None
    for joint, said in FEET.items():
        height = smooth(base.deep[:, base.skeleton.index(joint), 2], base.times, HOW)
        known = np.isfinite(height)
        if known.sum() < 5 or np.ptp(height[known]) < 2 * CONTACT_M:
            continue
        down = known & (height < np.percentile(height[known], 5) + CONTACT_M)
        runs = _runs(down, base.times)
        for (_, first, last), (stands, start, stop) in pairwise(runs):
            if base.times[last] - base.times[first] < FLIES_S or base.times[stop] - base.times[start] < STANDS_S:
                continue
            rise = float(np.nanmax(height[first:stop + 1]) - np.nanmin(height[first:stop + 1]))
            strength = min(0.6 + rise, 1.1)
            index = start if stands else last
            title, reason = map(tr, said[stands])
            yield Suggested(float(base.times[index]), title, reason, "contact", strength)


def _highest(base: Motion) -> Iterator[Suggested]:
    assert base.deep is not None
    height = smooth(base.deep[:, 0, 2], base.times, HOW)
    for index, rise in sorted(_peaks(height, RISE_M), key=lambda peak: -height[peak[0]])[:1]:
        title, reason = map(tr, HIGHEST)
        yield Suggested(float(base.times[index]), title, reason, "height", min(0.5 + 3 * rise, 1.6))


# -- inside


def _peaks(values: NDArray[np.float64], least: float) -> list[tuple[int, float]]:
    """(index, prominence) of the peaks of (T,) that stand out by as much; beside a gap there is none."""
    from scipy.signal import find_peaks

    known = np.isfinite(values)
    if known.sum() < 5:
        return []
    where = np.flatnonzero(known)
    found, how = find_peaks(values[where], prominence=least)
    beside_gap = (where[np.minimum(found + 1, len(where) - 1)] - where[found - 1]) > 2
    return [(int(where[at]), float(rise)) for at, rise, gap in zip(found, how["prominences"], beside_gap, strict=True)
            if not gap]


def _runs(mask: NDArray[np.bool_], times: NDArray[np.float64]) -> list[tuple[bool, int, int]]:
    """(value, first, last) of each stretch of one value."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8))) + 1
    starts = np.concatenate(([0], edges))
    stops = np.concatenate((edges, [len(mask)])) - 1
    return [(bool(mask[a]), int(a), int(b)) for a, b in zip(starts, stops, strict=True)]
