"""All offsets of two views of movement with their scores, and how sure the best of them is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17
from core.sync_pair import Curve
from core.sync_pose_lags import fits
from core.sync_pose_tracks import GRID_HZ, Floats, Motion

Order = NDArray[np.int64]

# How much of the body's way through the picture counts beside its joints' movement within the body. It is one signal
# for all joints and a moving camera spoils it; without it, walking past a fixed camera would go unused.
WAY = 0.3
LEAST_OVERLAP_S = 2.0
CHANCE_S = 0.5           # of an overlap that any two movements can be made to fit in
RIGHT_S = 1 / 30         # an answer is right within this
APART_S = 0.1            # between candidates
CANDIDATES = 5
CURVE_POINTS = 4000
EVIDENCE = 0.0125        # of the score that is news: see `signs`
# Fitted on 1650 development pairs of the kinds that `python -m tests.bench.sync_pose_rows --calibrate` draws and fits.
LOGIT, LOGIT_AT_0 = (0.29, 0.62, 0.68, 1.30), -4.69


@dataclass(frozen=True, eq=False)
class Scores:
    """Every offset's score: offsets_s, score and overlap_s (L,), which (L,) the better of the `orders`; shorter_s: of
    the two views, seconds."""

    offsets_s: Floats
    score: Floats
    which: NDArray[np.int64]
    overlap_s: Floats
    orders: tuple[Order, ...]
    shorter_s: float


def score_all(a: Motion, b: Motion, orders: Sequence[Order]) -> Scores | None:
    """The score of every offset with enough overlap; None where there is none or nothing moves."""
    v_a, v_b = (velocity(each) for each in (a, b))
    found = fits(v_a, a.weight, v_b, b.weight, orders)
    shorter = float(min(a.t[-1] - a.t[0], b.t[-1] - b.t[0]))
    least = min(LEAST_OVERLAP_S, max(0.5 * shorter, 0.5))
    chance = min(CHANCE_S, 0.25 * shorter)
    # As many joints as the scores were calibrated with: the 33 of BlazePose say no more than the 17.
    joints = len(H36M17) / a.weight.shape[1]
    score = np.stack([np.where(each.overlap_s >= least,
                               joints * each.score * np.maximum(1 - chance / np.maximum(each.overlap_s, 1e-9), 0), 0.0)
                      for each in found])
    which = score.argmax(axis=0)
    best = score.max(axis=0)
    usable = np.flatnonzero(best > 0)
    if len(usable) < 5:
        return None
    span = slice(usable[0], usable[-1] + 1)
    overlap = np.stack([each.overlap_s for each in found])[which, np.arange(len(best))]
    return Scores(a.t[0] - b.t[0] + found[0].lags[span] / GRID_HZ, best[span], which[span], overlap[span],
                   tuple(orders), shorter)


def velocity(each: Motion) -> Floats:
    """(G, J, 2) velocities in body sizes a second, with the body's own way through the picture reduced to a share."""
    relative = each.relative
    way = WAY * (each.v - relative) * (each.weight > 0)[..., None]
    return np.asarray((relative + way) / max(each.size, 1e-9))


def peaks_of(scores: Scores) -> list[int]:
    """Indices of the best offset and of the next best local maxima, at least APART_S from one another."""
    score = scores.score
    inner = np.flatnonzero((score[1:-1] >= score[:-2]) & (score[1:-1] > score[2:])) + 1
    found: list[int] = [int(score.argmax())]
    for index in inner[np.argsort(-score[inner], kind="stable")]:
        if len(found) == CANDIDATES:
            break
        if min(abs(int(index) - other) for other in found) >= APART_S * GRID_HZ:
            found.append(int(index))
    return found


def between(scores: Scores, index: int) -> float:
    """The offset at the top of the parabola through a peak and its neighbours."""
    offset = float(scores.offsets_s[index])
    if not 0 < index < len(scores.score) - 1:
        return offset
    left, top, right = scores.score[index - 1:index + 2]
    bend = left - 2 * top + right
    return offset + (float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) / GRID_HZ if bend < 0 else 0.0)


def signs(scores: Scores, best: int) -> tuple[float, float, float, float]:
    """What tells whether the best offset is right to RIGHT_S, the greater the better.

    The log odds of the share of the posterior over all offsets that lies at the best one, with the score tempered, for
    neighbouring grid points and joints say much the same; how far the best score stands above the next, and how high
    it is; and the share of the shorter view that overlaps, since two movements that have nothing to do with one
    another fit best where little is compared.
    """
    top = float(scores.score[best])
    near = np.abs(scores.offsets_s - scores.offsets_s[best]) <= RIGHT_S
    # An offset with less overlap is not worse for it: steps that repeat fit as well a cycle away, only for shorter.
    # Beyond half of the overlap that would favour chance.
    more = float(scores.overlap_s[best]) / np.maximum(scores.overlap_s, 1e-9)
    rival = scores.score * np.where((more > 1) & (more < 2) & ~near, more, 1.0)
    mass = np.where(scores.score > 0, np.exp(np.minimum(EVIDENCE * (rival - top), 50.0)), 0.0)
    share = float(mass[near].sum() / mass.sum())
    tops = np.flatnonzero((rival[1:-1] >= rival[:-2]) & (rival[1:-1] > rival[2:])) + 1
    following = max(float(rival[tops[np.abs(tops - best) > 2]].max(initial=0.0)), 1.0)
    part = float(scores.overlap_s[best]) / max(scores.shorter_s, 1e-9)
    return (float(np.log(share / (1.0001 - share))), float(np.log(max(top / following - 1, 0.003))),
            float(np.log(max(top, 1.0))), float(np.log(max(part, 1e-3))))


def confidence_of(scores: Scores, best: int) -> float:
    """The probability that the best offset is right to RIGHT_S, by a logistic regression on generated pairs.

    Wrong answers weighed three times as much there as right ones, for 'cannot tell' costs the user no more than a look.
    """
    return float(1 / (1 + np.exp(-(LOGIT_AT_0 + np.dot(LOGIT, signs(scores, best))))))


def curve_of(scores: Scores) -> Curve:
    """The score of all offsets, thinned by keeping the highest of neighbours, so that no peak is lost."""
    step = -(-len(scores.score) // CURVE_POINTS)
    pad = -len(scores.score) % step
    score = np.pad(scores.score, (0, pad), constant_values=-1.0).reshape(-1, step)
    top = score.argmax(axis=1) + step * np.arange(len(score))
    return Curve(scores.offsets_s[top], scores.score[top])
