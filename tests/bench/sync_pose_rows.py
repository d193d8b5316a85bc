"""How well two views are synchronized by their movement, ours beside what others do, on generated pairs.

    python -m tests.bench.sync_pose_rows [--pairs 40] [--seed 1] [--held-out] [--sets std,hard] [--json FILE]
    python -m tests.bench.sync_pose_rows --calibrate [--pairs 48]

Errors are taken in the middle of the overlap; one of more than 33.4 ms (a frame at 30 a second) is a failure. Peers,
written from their descriptions: Pose2Sim's correlation of vertical speeds (whole frames; both tracks are given to it at
30 frames a second, which is kind to it), and the correlation of the limbs' summed speeds, to a fraction of a frame.
Seconds are the processor's, of one core. 'Accepted' is a confidence of at least 0.5; the last column counts the pairs
that were accepted although wrong, and those of two unrelated movements that were accepted.

--calibrate fits the confidence instead, on development pairs of many lengths and kinds, related and not, and prints the
coefficients that core/sync_pose_scores.py holds, and how often answers of each confidence were right.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.resample import at_times
from core.skeleton import H36M17, LIMBS
from core.sync_pose import _orders, _sides, pose
from core.sync_pose_scores import Scores, between, peaks_of, score_all, signs
from core.sync_pose_tracks import checked, motion
from tests.core import pose_pairs
from tests.core.pose_pairs import HARD, KINDS, Pair, View
from tests.core.test_resample import pairing_errors

Array = NDArray[np.float64]

FAIL_S = 1 / 30
SETS = ("std", "hard", "moving", "gait", "10 s", "turned", "mirrored", "minute", "5 s")
UNRELATED = ("hard", "moving", "gait", "10 s", "5 s")
RATE = 30.0
LOWPASS_HZ = 6.0


@dataclass(frozen=True)
class Outcome:
    """Of one method on one pair. confidence: NaN for a method that has none."""

    error_s: float
    confidence: float
    seconds: float


def pair(name: str, seed: int, *, held_out: bool = False, related: bool = True) -> Pair:
    """A pair of a set; 'turned' and 'mirrored' are the hard set with one view lying on its side or in a mirror."""
    made = pose_pairs.make(name if name in KINDS else "hard", seed, held_out=held_out, related=related)
    return made.turned() if name == "turned" else made.mirrored() if name == "mirrored" else made


def ours(made: Pair) -> Outcome:
    start = time.process_time()
    found = pose(made.a.kp, made.a.t, made.b.kp, made.b.t)
    seconds = time.process_time() - start
    return Outcome(made.error_s(found.offset_s, found.drift_ppm), found.confidence, seconds)


def vertical_speed(made: Pair) -> Outcome:
    """The lag of whole frames with the greatest Pearson correlation of the summed absolute vertical speeds."""
    from scipy.signal import butter, filtfilt

    start = time.process_time()
    low = butter(2, LOWPASS_HZ / (RATE / 2))
    curves = []
    for view in (made.a, made.b):
        xy, _ = _even(view)
        curves.append(np.abs(np.diff(filtfilt(*low, xy[..., 1], axis=0), axis=0)).sum(axis=1))
    lag, _ = _best_lag(curves[0], curves[1], reach=min(map(len, curves)) // 2)
    return _peer(made, lag, start)


def limb_speed(made: Pair) -> Outcome:
    """The lag, to a fraction of a frame, of the summed speeds of elbows, wrists, knees and ankles."""
    from scipy.signal import butter, filtfilt

    start = time.process_time()
    limbs = [H36M17.index(name) for name in LIMBS if name[1:] not in ("shoulder", "hip")]
    low = butter(2, LOWPASS_HZ / (RATE / 2))
    curves = []
    for view in (made.a, made.b):
        xy, _ = _even(view)
        moves = np.diff(filtfilt(*low, xy[:, limbs], axis=0), axis=0)
        curves.append(np.linalg.norm(moves, axis=-1).sum(axis=1))
    lag, fraction = _best_lag(curves[0], curves[1], reach=min(map(len, curves)) // 2)
    return _peer(made, lag + fraction, start)


def _peer(made: Pair, lag: float, start: float) -> Outcome:
    offset = made.a.t[0] - made.b.t[0] + lag / RATE
    return Outcome(made.error_s(offset), float("nan"), time.process_time() - start)


def _even(view: View) -> tuple[Array, Array]:
    """(G, J, 2) at RATE frames a second with gaps filled, and the times."""
    grid = np.arange(view.t[0], view.t[-1], 1 / RATE)
    xy = at_times(view.kp, view.t, grid, max_gap_s=0.5)[..., :2]
    for joint in range(xy.shape[1]):
        for axis in range(2):
            column = xy[:, joint, axis]
            known = np.isfinite(column)
            column[~known] = np.interp(grid[~known], grid[known], column[known])
    return xy, grid


def _best_lag(a: Array, b: Array, reach: int) -> tuple[int, float]:
    """The lag of a against b with the greatest Pearson correlation over what overlaps, and the parabola's fraction."""
    lags = np.arange(-reach, reach + 1)
    scores = np.empty(len(lags))
    for i, lag in enumerate(lags):
        x, y = a[max(lag, 0):len(b) + lag], b[max(-lag, 0):max(len(a) - lag, 0)]
        shared = min(len(x), len(y))
        x, y = x[:shared] - x[:shared].mean(), y[:shared] - y[:shared].mean()
        scores[i] = (x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum() + 1e-12)
    best = int(scores.argmax())
    if not 0 < best < len(lags) - 1:
        return int(lags[best]), 0.0
    left, top, right = scores[best - 1:best + 2]
    return int(lags[best]), 0.5 * (left - right) / (left - 2 * top + right)


METHODS: dict[str, Callable[[Pair], Outcome]] = {
    "movement (ours)": ours, "vertical speed (as Pose2Sim)": vertical_speed, "limb speed": limb_speed,
}


def measure(name: str, pairs: int, seed: int, held_out: bool) -> list[dict[str, Any]]:
    """One row a method on one set."""
    made = [pair(name, seed * 1000 + i, held_out=held_out) for i in range(pairs)]
    rows = []
    for method, run in METHODS.items():
        results = [run(each) for each in made]
        errors = 1000 * np.array([result.error_s for result in results])
        sure = np.array([result.confidence >= 0.5 for result in results])
        wrong = errors > 1000 * FAIL_S
        row = {"set": name, "method": method, "pairs": pairs, "median_ms": float(np.median(errors)),
               "p95_ms": float(np.quantile(errors, 0.95)), "failures": int(wrong.sum()),
               "seconds": float(np.mean([result.seconds for result in results]))}
        if run is ours:
            row |= {"accepted": int(sure.sum()), "accepted_wrong": int((sure & wrong).sum())}
        rows.append(row)
    return rows


def foreign(pairs: int, seed: int, held_out: bool) -> list[dict[str, Any]]:
    """How many pairs of unrelated movements are accepted."""
    rows = []
    for name in UNRELATED:
        results = [ours(pair(name, seed * 1000 + i, held_out=held_out, related=False)) for i in range(pairs)]
        rows.append({"set": f"unrelated {name}", "pairs": pairs, "method": "movement (ours)",
                     "accepted_wrong": sum(result.confidence >= 0.5 for result in results),
                     "most_confidence": max(result.confidence for result in results)})
    return rows


def rows(options: argparse.Namespace) -> list[str]:
    """The table's lines. options: pairs, and if there seed, held_out, sets (comma-separated) and json (a file)."""
    pairs, seed = int(getattr(options, "pairs", 40)), int(getattr(options, "seed", 1))
    held_out = bool(getattr(options, "held_out", False))
    sets = (getattr(options, "sets", None) or ",".join(SETS)).split(",")
    found = [row for name in sets for row in measure(name, pairs, seed, held_out)]
    found += foreign(max(pairs // 2, 1), seed, held_out)
    if path := getattr(options, "json", None):
        Path(path).write_text(json.dumps(found, indent=1))
    lines = ["| set | method | median ms | p95 ms | > 33 ms | s a pair | accepted | accepted though wrong |",
             "|---|---|---|---|---|---|---|---|"]
    for row in found:
        if "median_ms" not in row:
            lines.append(f"| {row['set']} | {row['method']} | | | | | | {row['accepted_wrong']} of {row['pairs']} |")
            continue
        sure = f"{row['accepted']} of {row['pairs']} | {row['accepted_wrong']}" if "accepted" in row else "|"
        lines.append(f"| {row['set']} | {row['method']} | {row['median_ms']:.2f} | {row['p95_ms']:.1f} | "
                     f"{row['failures']} | {row['seconds']:.2f} | {sure} |")
    figures = pairing_errors()
    lines += ["", "Hands faster than 1 m/s at another 30 frames/s camera's times, mm from the truth, median / p95: "
              + ", ".join(f"{label} {figures[key][0]:.1f} / {figures[key][1]:.1f}"
                          for key, label in (("nearest", "nearest frame"), ("between", "interpolated")))]
    if not pose_pairs.has_mocap(held_out):
        lines += ["", "There is no motion capture in shared/data/mocap: these are made-up motions, which repeat "
                      "themselves and tell movements apart less well than people do."]
    return lines


# ---------------------------------------------------------------- the confidence

GAIT, MOVING, DRILL, MACHINE = (KINDS[name] for name in ("gait", "moving", "drill", "machine"))
LEARNT_FROM = {
    "hard": HARD, "moving": MOVING, "gait": GAIT, "drill": DRILL, "machine": MACHINE,
    "10 s": KINDS["10 s"], "5 s": KINDS["5 s"], "3 s": replace(HARD, seconds=3, reach=1),
    "gait, 6 s": replace(GAIT, seconds=6, reach=2), "moving, 8 s": replace(MOVING, seconds=8, reach=3),
    "moving gait": replace(GAIT, moving=True, seconds=15, reach=5),
    "small overlap": replace(HARD, seconds=40, reach=34),
    "bad detector": replace(MOVING, error=2.0, seconds=12, reach=6), "drill, 12 s": replace(DRILL, seconds=12, reach=4),
    "even drill": replace(DRILL, repeat=0.02), "machine, 12 s": replace(MACHINE, seconds=12, reach=4),
}
WRONG_WEIGHS = 3.0


def calibrate(pairs: int, seed: int) -> list[str]:
    """The coefficients of the confidence from so many pairs a kind, and as many of unrelated movements."""
    from scipy.optimize import minimize

    told, right = [], []
    for kind in LEARNT_FROM.values():
        for index in range(pairs):
            for related in (True, False):
                if not related and kind.repeat is not None:
                    continue  # two drills of one pace do fit, and nobody could tell
                made = pose_pairs.make(kind, seed * 1000 + index, related=related)
                scores = _scores(made)
                if scores is None:
                    continue
                best = peaks_of(scores)[0]
                told.append(signs(scores, best))
                right.append(related and made.error_s(between(scores, best)) < FAIL_S)
    x, y = np.array(told), np.array(right)
    middle, spread = x.mean(axis=0), x.std(axis=0)
    columns = np.column_stack([(x - middle) / spread, np.ones(len(x))])
    weight = np.where(y, 1.0, WRONG_WEIGHS)

    def loss(w: Array) -> float:
        miss = np.logaddexp(0, -np.where(y, 1, -1) * (columns @ w))
        return float(np.average(miss, weights=weight) + 1e-3 * (w[:-1] ** 2).sum())

    w = minimize(loss, np.zeros(columns.shape[1])).x
    logit = w[:-1] / spread
    lines = [f"LOGIT, LOGIT_AT_0 = ({', '.join(f'{c:.2f}' for c in logit)}), {w[-1] - logit @ middle:.2f}",
             f"{len(y)} pairs, {int(y.sum())} right"]
    sure = 1 / (1 + np.exp(-columns @ w))
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0)):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            lines.append(f"confidence {low:.1f} to {high:.1f}: {int(inside.sum())} pairs, "
                         f"{100 * y[inside].mean():.0f} % right")
    return lines


def _scores(made: Pair) -> Scores | None:
    """What `pose` looks at for a pair."""
    a, b = (motion(_sides(*checked(view.kp, view.t, "A view"), H36M17), view.t) for view in (made.a, made.b))
    return None if a is None or b is None else score_all(a, b, _orders(17, H36M17, None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=40, help="pairs a set")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="the clips that no setting comes from")
    parser.add_argument("--sets", help=f"of {', '.join(dict.fromkeys([*SETS, *KINDS]))}")
    parser.add_argument("--json", help="also write the rows to this file")
    parser.add_argument("--calibrate", action="store_true", help="fit the confidence instead")
    options = parser.parse_args()
    print("\n".join(calibrate(options.pairs, options.seed) if options.calibrate else rows(options)))


if __name__ == "__main__":
    main()
