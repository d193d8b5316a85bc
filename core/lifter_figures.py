"""What can be told of lifted 3D without knowing the truth. Each figure is one number of a clip, the lower the better.

None of them is accuracy: views can agree on an error, and a body that stands still is steady, of even bones and
symmetric. Together they show what a lifter does with this clip.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.compare import Track, compare, stature
from core.skeleton import Skeleton
from core.smooth import Smoothing, smooth

STATURE_M = 1.70  # of everybody whose height is not known: a lifter that makes small bodies is no better for that
CUTOFF_HZ = 6.0   # of walking 99.7 % of the power lies below (Winter, Sidwall & Hobson, J. Biomechanics 7, 1974)

Floats = NDArray[np.floating]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Figures:
    """None where a figure cannot be told.

    agreement_mm: the median over frames and joints of the views' mean distance, after one similarity for each view
    (one a frame where cameras move), as core/compare.py has it; of one view there is none.
    jitter_m_s2: the median over views, frames and joints (without the pelvis, which is 0) of `jitter`.
    bones_percent: the median over views and bones of the standard deviation of a bone's length, % of its mean.
    symmetry_percent: the median over views, frames and pairs of bones of |left − right|, % of the mean of both.
    kind: of the lengths in the first two, 'scaled' to the athlete's height or 'relative', scaled to `STATURE_M`.
    """

    agreement_mm: float | None = None
    jitter_m_s2: float | None = None
    bones_percent: float | None = None
    symmetry_percent: float | None = None
    kind: str = "relative"


def figures(tracks: Sequence[Track], reference: str, *, fixed: bool = True, height_m: float | None = None) -> Figures:
    """The figures of one lifter. tracks: one a view, as lifted; reference: the view whose frames are compared.

    fixed: the cameras stand still. height_m: the athlete's, None where it is not known. Raises ParallaxError where
    there is no such view.
    """
    tracks = [_sized(track, height_m or STATURE_M) for track in tracks]
    agreement = compare(tracks, reference, fixed=fixed).median if len(tracks) > 1 else np.nan
    jitters, spreads, sides = [], [], []
    for track in tracks:
        seen = _seen(track)
        points = np.where(seen[..., None], track.points, np.nan)
        jitters.append(jitter(points[:, 1:], track.times))
        lengths = bone_lengths(points, track.skeleton)
        spreads.append(spread_percent(lengths))
        sides.append(asymmetry_percent(lengths, track.skeleton))
    return Figures(_number(agreement), _median(jitters), _median(spreads), _median(sides),
                   "scaled" if height_m else "relative")


def jitter(points: Floats, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T, J) m/s²: how strongly a joint shakes. NaN where it is missing in a frame or beside it.

    points: (T, J, 3) metres, NaN where missing; times: (T,) seconds, not falling. It is the acceleration of what is
    left when the movement is taken away, that is, everything below `CUTOFF_HZ` (a Butterworth filter, zero lag, of
    order 2 a pass): |2 (v₂ − v₁) / (t₂ − t₀)| with v₁, v₂ the velocities before and after a frame, the second
    difference for even frames, as in the acceleration of Kanazawa et al., CVPR 2019 (HMMR). There is none (NaN) at less
    than twice the cut-off in frames/s.
    """
    out = np.full(points.shape[:2], np.nan)
    steps = np.diff(times)
    step = float(np.median(steps)) if len(times) > 2 else 0.0
    if not 0 < step < 1 / (2 * CUTOFF_HZ):
        return out
    rest = points - smooth(points, times, Smoothing("butterworth", cutoff_hz=CUTOFF_HZ))
    even = (steps > 0.5 * step) & (steps < 1.5 * step)  # frames were dropped elsewhere, or share a time stamp
    apart = np.where(even, steps, np.nan)[:, None, None]
    velocities = np.diff(rest, axis=0) / apart
    out[1:-1] = np.linalg.norm(2 * np.diff(velocities, axis=0) / (apart[1:] + apart[:-1]), axis=-1)
    return out


def bone_lengths(points: Floats, skeleton: Skeleton) -> NDArray[np.float64]:
    """(T, J, 3) → (T, B) lengths of the skeleton's bones, NaN where an end is missing."""
    near, far = (list(ends) for ends in zip(*skeleton.bones, strict=True))
    return np.linalg.norm(points[:, far].astype(np.float64) - points[:, near], axis=-1)


def spread_percent(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T, B) lengths → (B,) standard deviation over the frames, % of the mean; NaN of fewer than two frames."""
    out = np.full(lengths.shape[1], np.nan)
    for bone, column in enumerate(lengths.T):
        known = column[np.isfinite(column)]
        if len(known) > 1 and known.mean() > 0:
            out[bone] = 100 * known.std() / known.mean()
    return out


def asymmetry_percent(lengths: NDArray[np.float64], skeleton: Skeleton) -> NDArray[np.float64]:
    """(T, B) lengths → (T, pairs) |left − right| of the bones that both sides have, % of the mean of the two."""
    bones = {bone: at for at, bone in enumerate(skeleton.bones)}
    order = skeleton.mirror
    mirrored = {(a, b): (int(order[a]), int(order[b])) for a, b in skeleton.bones}
    pairs = [(bones[bone], bones[other]) for bone, other in mirrored.items()
             if other in bones and other != bone and skeleton.sides[bone[1]] == "left"]
    left, right = (lengths[:, [pair[side] for pair in pairs]] for side in range(2))
    mean = (left + right) / 2
    return 100 * np.abs(left - right) / np.where(mean > 0, mean, np.nan)


def _sized(track: Track, height_m: float) -> Track:
    """The track with its body brought to a height, as it is where it does not show all of the body."""
    own = stature(track.points, _seen(track), track.skeleton)
    return replace(track, points=track.points * (height_m / own)) if np.isfinite(own) and own > 0 else track


def _seen(track: Track) -> Mask:
    return np.isfinite(track.points).all(-1) & (track.scores > 0)


def _median(parts: Sequence[Floats]) -> float | None:
    values = np.concatenate([part.ravel() for part in parts])
    values = values[np.isfinite(values)]
    return _number(float(np.median(values))) if len(values) else None


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
