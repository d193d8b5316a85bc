"""The offset between two views from their 2D movement alone: no calibration, no sound, any frame rates.

    found = pose(kp_a, t_a, kp_b, t_b)          # t_a = found.offset_s + (1 + found.drift_ppm·1e-6)·t_b

All offsets are scored at once (`sync_pose_scores`), with the views' sides as they are and exchanged, which is what a
mirror does; the best is refined in continuous time (`sync_pose_fine`). It asks for movement, not for a gesture.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.skeleton import BLAZEPOSE33, COCO17, H36M17, LIMBS, Skeleton
from core.swaps import exchanged
from core.sync_clocks import LIMIT_PPM
from core.sync_pair import ACCEPT, Candidate, PairSync
from core.sync_pose_fine import Fine, affine, fundamental
from core.sync_pose_lags import canonical
from core.sync_pose_repeats import repeats
from core.sync_pose_scores import RIGHT_S, Order, Scores, between, confidence_of, curve_of, peaks_of, score_all
from core.sync_pose_tracks import GRID_HZ, Floats, Motion, checked, motion
from core.words import tr

__all__ = ["motion_energy", "pose", "shared_motion"]

AFFINE_ERROR_S = 0.03    # error of the affine model times root seconds, per unit of its misfit
AFFINE_BREAKS_S = 0.6    # and per unit of its fourth power: with a misfit of 0.8 it was 0.05 s wrong over 25 s
EPIPOLAR_ERROR_S = 9.0   # error of the epipolar model times root seconds, per squared unit of its misfit
SANDWICH = 1.4           # what the models' own standard errors are too small by
CARRIED_PPM = 25.0       # a drift known worse than this is better taken as 0: clocks differ by no more
FAR_S = 0.01             # for a linearization
FURTHEST_S = 0.12        # between the models and the best of the coarse scores
ENOUGH_S = 10.0


def pose(kp_a: ArrayLike, t_a: ArrayLike, kp_b: ArrayLike, t_b: ArrayLike, *, moving: bool | None = None,
         skeleton: Skeleton | None = None, mirror: ArrayLike | None = None,
         progress: Progress = silent) -> PairSync:
    """Synchronizes two views of one person.

    kp_a, kp_b: (T, J, 3) pixels and score, NaN or score 0 where missing, the same joints in the same order; t_a, t_b:
    (T,) seconds by time stamp. moving: whether a camera moves; None finds out. skeleton or mirror ((J,) permutation)
    says which joints are left and right; without, the usual orders of J joints are tried.
    The drift is 0 with an infinite sigma where the overlap is too short to carry it. Raises ParallaxError where the
    arrays do not fit, and passes on what `progress` raises.
    """
    points_a, times_a = checked(kp_a, t_a, "The first view")
    points_b, times_b = checked(kp_b, t_b, "The second view")
    joints = points_a.shape[1]
    if points_b.shape[1] != joints:
        raise ParallaxError(tr("The views"), "have {joints} and {others} joints.",
                            "Detect both with the same model, or convert one skeleton to the other.", joints=joints,
                            others=points_b.shape[1])
    known = _skeleton(joints, skeleton, (points_a, points_b))
    orders = _orders(joints, known, mirror)
    progress(Step("sync", 0, 3, "movement"))
    a, b = (motion(_sides(points, times, known), times) for points, times in ((points_a, times_a), (points_b, times_b)))
    if a is None or b is None:
        return _nothing(tr("Nobody is seen long enough in the first view to compare movement.") if a is None else
                        tr("Nobody is seen long enough in the second view to compare movement."))
    progress(Step("sync", 1, 3, "movement"))
    scores = score_all(a, b, orders)
    if scores is None:
        return _nothing(tr("The views are too short, or nothing moves in them: at least 10 s of movement is needed."))
    progress(Step("sync", 2, 3, "movement"))
    found = _answer(a, b, scores, moving)
    progress(Step("sync", 3, 3, "movement"))
    return found


def motion_energy(kp: ArrayLike, t: ArrayLike) -> Floats:
    """(T,) how much a body moves at each frame: the mean speed of its joints against its middle, body sizes a second.

    kp: (T, J, 3) pixels and score; t: (T,) seconds. A body's size is the root mean square distance of its joints from
    their middle. NaN where nobody is seen. Raises ParallaxError where the arrays do not fit.
    """
    points, times = checked(kp, t, "The view")
    wanted = np.asarray(t, dtype=np.float64)
    track = motion(points, times)
    if track is None:
        return np.full(len(wanted), np.nan)
    speed = np.linalg.norm(track.relative, axis=-1) / max(track.size, 1e-9)
    known = track.weight.sum(axis=1)
    mean = (track.weight * speed).sum(axis=1) / np.maximum(known, 1e-9)
    mean = np.where((track.weight > 0).mean(axis=1) >= 0.25, mean, np.nan)  # too few joints say little of a body
    return _nearest(track, mean, wanted)


def shared_motion(kp_a: ArrayLike, t_a: ArrayLike, kp_b: ArrayLike, t_b: ArrayLike, offset_s: float,
                  drift_ppm: float = 0.0) -> tuple[Floats, Floats]:
    """(T_a,) and (T_b,): how much each view moves along the one direction that both pictures share, for drawing.

    The mean speed of the joints against the body's middle along the first canonical direction at this offset, in units
    of its own root mean square: the same curve twice where the offset is right, which speeds in the whole picture are
    not, for each camera sees movement that the other does not. NaN where nobody is seen, and everywhere when the views
    do not overlap or have different joints. Raises ParallaxError where the arrays do not fit.
    """
    points_a, times_a = checked(kp_a, t_a, "The first view")
    points_b, times_b = checked(kp_b, t_b, "The second view")
    wanted = [np.asarray(t, dtype=np.float64) for t in (t_a, t_b)]
    nothing = np.full(len(wanted[0]), np.nan), np.full(len(wanted[1]), np.nan)
    a, b = motion(points_a, times_a), motion(points_b, times_b)
    if a is None or b is None or points_a.shape[1] != points_b.shape[1]:
        return nothing
    at = np.rint((offset_s + (1 + drift_ppm * 1e-6) * b.t - a.t[0]) * GRID_HZ).astype(int)
    both = (at >= 0) & (at < len(a.t))
    weight = a.weight[at[both]] * b.weight[both]
    if not weight.any():
        return nothing
    u_a, u_b = a.relative[at[both]], b.relative[both]
    aa, bb, ab = (np.einsum("gj,gjx,gjy->xy", weight, u, v) for u, v in ((u_a, u_a), (u_b, u_b), (u_a, u_b)))
    left, _, right = canonical(aa, bb, ab)
    return _along(a, left[:, 0], wanted[0]), _along(b, right[:, 0], wanted[1])


def _along(track: Motion, way: Floats, wanted: Floats) -> Floats:
    """(T,) the joints' mean speed along a direction (2,) at the wanted times, of unit root mean square."""
    known = track.weight.sum(axis=1)
    speed = (track.weight * np.abs(track.relative @ way)).sum(axis=1) / np.maximum(known, 1e-9)
    spread = float(np.sqrt(np.mean(speed[known > 0] ** 2))) if (known > 0).any() else 0.0
    curve = np.where(known > 0, speed / max(spread, 1e-9), np.nan)
    return _nearest(track, curve, wanted)


def _nearest(track: Motion, curve: Floats, wanted: Floats) -> Floats:
    """A curve on the track's grid at the wanted times, which lie within it."""
    row = np.clip(np.rint((wanted - track.t[0]) * GRID_HZ), 0, len(curve) - 1)
    return np.asarray(curve[row.astype(int)])


def _skeleton(joints: int, given: Skeleton | None, points: Sequence[Floats]) -> Skeleton | None:
    """The skeleton that was named, or the one that the joints look like."""
    if given is not None:
        if len(given) != joints:
            raise ParallaxError(tr("The views"), "have {joints} joints, {skeleton} has {count}.",
                                "Name the skeleton that the keypoints are in.", joints=joints, skeleton=given.name,
                                count=len(given))
        return given
    if joints == len(BLAZEPOSE33):
        return BLAZEPOSE33
    if joints != len(H36M17):
        return None
    # The second and the third joint are a hip and a knee in Human3.6M, two eyes in COCO.
    far = [np.linalg.norm(each[:, 1, :2] - each[:, 2, :2], axis=-1) for each in points]
    near = [np.linalg.norm(each[:, 5, :2] - each[:, 6, :2], axis=-1) for each in points]  # ankle to knee; shoulders
    thigh, other = (np.concatenate(each) for each in (far, near))
    both = np.isfinite(thigh) & np.isfinite(other)
    return None if not both.any() else H36M17 if np.median(thigh[both]) > 0.4 * np.median(other[both]) else COCO17


def _orders(joints: int, skeleton: Skeleton | None, mirror: ArrayLike | None) -> tuple[Order, ...]:
    """The joints as they are, and with left and right exchanged where it is known which they are."""
    if mirror is not None:
        order = np.asarray(mirror)
        if order.shape != (joints,) or not np.array_equal(np.sort(order), np.arange(joints)):
            raise ParallaxError(tr("The mirror permutation"), "is not an order of {joints} joints.",
                                "Give each joint's counterpart, or leave it out.", joints=joints)
        return np.arange(joints), order.astype(np.int64)
    if skeleton is not None:
        return np.arange(joints), skeleton.mirror
    if joints == len(LIMBS):
        return np.arange(joints), np.arange(joints) ^ 1  # left and right alternate
    return (np.arange(joints),)


def _sides(points: Floats, times: Floats, skeleton: Skeleton | None) -> Floats:
    """The track with those whole-body exchanges of left and right undone that show by the jump that they make."""
    if skeleton is None or not set(LIMBS) <= set(skeleton.joints):
        return points
    limbs = points[:, [skeleton.index(joint) for joint in LIMBS]]
    rows = exchanged(limbs.astype(np.float32), times)
    return np.where(rows[:, None, None], points[:, skeleton.mirror], points)


def _answer(a: Motion, b: Motion, scores: Scores, moving: bool | None) -> PairSync:
    peaks = peaks_of(scores)
    best = peaks[0]
    order = scores.orders[scores.which[best]]
    coarse = between(scores, best)
    chosen = _refined(a, b.reordered(order), coarse, moving)
    overlap = _overlap(a, b, coarse)
    confidence = confidence_of(scores, best)
    alike = repeats(a, b, scores, peaks) if confidence >= ACCEPT else 0
    if alike:
        confidence /= alike + 2  # one of them, or of those that were not looked at
    drift, sigma_drift, offset, sigma = 0.0, float("inf"), coarse, RIGHT_S
    if chosen is not None:
        carried = chosen.sigma_drift_ppm <= CARRIED_PPM and abs(chosen.drift_ppm) < LIMIT_PPM
        drift = chosen.drift_ppm if carried else 0.0
        sigma_drift = chosen.sigma_drift_ppm if carried else float("inf")
        offset, sigma = chosen.offset_s - (1 + drift * 1e-6) * chosen.middle_s, chosen.sigma_s
    candidates = [Candidate(offset, drift, float(scores.score[best]))]
    candidates += [Candidate(between(scores, peak), 0.0, float(scores.score[peak])) for peak in peaks[1:]]
    return PairSync(offset, drift, sigma, confidence, ("pose",), sigma_drift, overlap, curve_of(scores),
                    tuple(candidates), _reason(confidence, overlap, candidates, alike))


def _nothing(reason: str) -> PairSync:
    return PairSync(0.0, 0.0, float("inf"), 0.0, ("pose",), reason=reason)


def _refined(a: Motion, b: Motion, coarse: float, moving: bool | None) -> Fine | None:
    """The offset by the models that apply, weighed by how sure each is; None where none can be fitted.

    A model's own error bar knows noise, not how far the model itself is from the truth, and that is what the misfit
    tells: cameras that move do not have one fundamental matrix, and it then fits badly and counts for nothing. The
    factors were measured on generated pairs, whose true errors they reproduce.
    """
    root = np.sqrt(max(_overlap(a, b, coarse), 1.0))
    way = [affine(a, b, a.relative, b.relative, coarse)]
    rigid = None
    if not moving:
        way.append(affine(a, b, a.v, b.v, coarse))
        rigid = fundamental(a, b, coarse)
        if rigid is not None and abs(rigid.offset_s - rigid.middle_s - coarse) > FAR_S:
            rigid = fundamental(a, b, rigid.offset_s - rigid.middle_s) or rigid  # linearized anew where it led to
    models = [_honest(each, _affine_error(each.residual) / root) for each in way if each is not None]
    models = sorted(models, key=lambda each: each.sigma_s)[:1]  # the two are one model of much the same data
    # The coarse offset is affine as well: where that fits badly, as from near by, the other may be further from it.
    reach = min(max([RIGHT_S, *(3 * each.sigma_s for each in models)]), FURTHEST_S)
    if rigid is not None:
        models.append(_honest(rigid, EPIPOLAR_ERROR_S * rigid.residual**2 / root))
    models = [each for each in models if abs(each.offset_s - each.middle_s - coarse) < reach]
    if not models:
        return None
    weight = np.array([each.sigma_s**-2 for each in models])
    offset = np.array([each.offset_s - each.middle_s for each in models])  # their middles may lie a grid step apart
    mean = float(np.average(offset, weights=weight))
    # Where the models contradict one another, neither error bar holds.
    apart = float(np.average((offset - mean) ** 2, weights=weight))
    clock = min(models, key=lambda each: each.sigma_drift_ppm)
    return replace(clock, offset_s=clock.middle_s + mean, sigma_s=float(np.sqrt(1 / weight.sum() + apart)))


def _affine_error(residual: float) -> float:
    """Seconds times root seconds: small while movement along the shared direction fits, and soon useless after."""
    return float(np.hypot(AFFINE_ERROR_S * residual, AFFINE_BREAKS_S * residual**4))


def _honest(fine: Fine, error_s: float) -> Fine:
    """With error bars that allow for an error of the model itself."""
    sigma = float(np.hypot(SANDWICH * fine.sigma_s, error_s))
    return replace(fine, sigma_s=sigma, sigma_drift_ppm=fine.sigma_drift_ppm * sigma / max(fine.sigma_s, 1e-9))


def _overlap(a: Motion, b: Motion, offset: float) -> float:
    """Seconds that both views cover."""
    return max(0.0, float(min(a.t[-1], b.t[-1] + offset) - max(a.t[0], b.t[0] + offset)))


def _reason(confidence: float, overlap: float, candidates: Sequence[Candidate], alike: int) -> str:
    """A sentence for the user. alike: how many other offsets fit as well."""
    if alike:
        return tr("The movement repeats itself so evenly, seen from another side each time, that several offsets fit "
                  "equally well ({s} s that both views show).").format(s=f"{overlap:.1f}")
    seen = tr("{s} s of movement that both views show").format(s=f"{overlap:.1f}")
    if confidence >= 0.9:
        return tr("The movement fits at one offset only ({seen}).").format(seen=seen)
    if confidence >= 0.5:
        return tr("The movement fits best at this offset ({seen}); look at it before relying on it.").format(seen=seen)
    advice = " " + tr("At least {s} s of movement is needed for a sure answer.").format(s=f"{ENOUGH_S:.0f}") \
        if overlap < ENOUGH_S else ""
    if len(candidates) > 1 and candidates[1].score > 0.8 * candidates[0].score:
        apart = abs(candidates[1].offset_s - candidates[0].offset_s)
        return tr("The movement fits nearly as well {s} s away, as repeated movement does.").format(
            s=f"{apart:.2f}") + advice
    return tr("No offset stands out in {seen}.").format(seen=seen) + advice
