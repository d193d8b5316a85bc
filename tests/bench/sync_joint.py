"""What is built on the pairs: four-camera rigs solved together, the 3D agreement, sounds of a few seconds.

    python -m tests.bench.sync_joint rigs [--number 6] [--sound]   wrong pairs before and after the joint solution
    python -m tests.bench.sync_joint agreement [--number 14]       offsets by the default lifter's 3D
    python -m tests.bench.sync_joint short [--number 64]           pairs of 1 to 5 s of sound

Errors are in the middle of the overlap; a pair is wrong where it is off by more than a frame at 30 frames/s (sound:
20 ms). The confidences of the last two were fitted on what they print: --fit prints the logistic regression anew.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from core.sync_pair import ACCEPT, PairSync
from core.sync_solve import solve
from tests.core import audio_pairs, pose_pairs

FRAME_S, SOUND_S = 1 / 30, 0.020


def rigs(number: int, sound: bool) -> None:
    """Every pair of each rig by one method, then all of them together."""
    wrong_before = wrong_after = accepted_wrong = total = placed = 0
    for pairs, spans, truth, limit in _sound_rigs(number) if sound else _movement_rigs(number):
        began = time.process_time()
        solution = solve(pairs, spans)
        took = time.process_time() - began
        for (a, b), pair in pairs.items():
            total += 1
            both = solution[a].accepted and solution[b].accepted
            placed += both
            before, after = (abs(_off(*line, *truth[a, b], spans[a], spans[b])) for line in
                             ((pair.offset_s, pair.drift_ppm), solution.pair(a, b)))
            wrong_before += before > limit
            wrong_after += after > limit
            accepted_wrong += both and after > limit
        print(f"left out {len(solution.left_out)}, closes to {1000 * (solution.loop_residual_s or 0):.2f} ms, "
              f"solved in {took:.3f} s", flush=True)
    print(f"{total} pairs: {wrong_before} wrong alone, {wrong_after} after the joint solution ({accepted_wrong} of "
          f"them accepted); {placed} of two accepted views")


Rig = tuple[dict[tuple[int, int], PairSync], dict[int, tuple[float, float]], dict[tuple[int, int], tuple[float, float]],
            float]


def _movement_rigs(number: int) -> Iterator[Rig]:
    from core.sync_pose import pose

    for seed in range(5000, 5000 + number):
        kind = ("hard", "gait", "moving")[seed % 3]
        views = pose_pairs.rig(seed, 4, kind)
        pairs = {(a, b): pose(views[a].kp, views[a].t, views[b].kp, views[b].t)
                 for a, b in combinations(range(len(views)), 2)}
        truth = {(a, b): ((pair := pose_pairs.Pair(views[a], views[b])).offset_s, pair.drift_ppm) for a, b in pairs}
        yield pairs, {v: (float(view.t[0]), float(view.t[-1])) for v, view in enumerate(views)}, truth, FRAME_S


def _sound_rigs(number: int) -> Iterator[Rig]:
    from core.sound import load_sound
    from core.sync_audio import align_sounds

    with tempfile.TemporaryDirectory() as folder:
        for rig in audio_pairs.rigs_held_out(Path(folder), number):
            sounds = [load_sound(path) for path in rig.paths]
            pairs = {(a, b): align_sounds(sounds[a], sounds[b]) for a, b in combinations(range(len(sounds)), 2)}
            spans = {v: (0.0, sound.duration_s) for v, sound in enumerate(sounds)}
            yield pairs, spans, {(a, b): rig.truth(a, b) for a, b in pairs}, SOUND_S


def _off(offset: float, drift: float, true_offset: float, true_drift: float, a: tuple[float, float],
         b: tuple[float, float]) -> float:
    """Seconds that a line misses the truth by in the middle of the overlap."""
    middle = (max(b[0], a[0] - true_offset) + min(b[1], a[1] - true_offset)) / 2
    return offset - true_offset + (drift - true_drift) * 1e-6 * middle


def agreement_of_lifted(number: int) -> list[tuple[bool, float, PairSync]]:
    """(right, error s, answer) for pairs that the default lifter made 3D of."""
    from core import lift
    from core.cards import DEFAULT_LIFTER
    from core.pose import Poses2D, Source
    from core.skeleton import H36M17
    from core.sync_agreement import agreement

    lifter = lift.load(DEFAULT_LIFTER, "cpu")

    def lifted(view: pose_pairs.View) -> np.ndarray:
        flat = Poses2D(view.kp[:, None].astype(np.float32), view.t, H36M17, view.size, Source("generated"))
        return lift.lift(flat, lifter).xyzs[:, 0]

    rows = []
    for kind, related in (*((k, True) for k in ("std", "hard", "moving", "gait", "10 s")), ("hard", False)):
        for seed in range(number):
            pair = pose_pairs.make(kind, (1000 if related else 2000) + seed, related=related)
            found = agreement(lifted(pair.a), pair.a.t, lifted(pair.b), pair.b.t, moving=kind == "moving")
            error = pair.error_s(found.offset_s, found.drift_ppm)
            rows.append((related and error < FRAME_S, error, found))
            print(f"{kind if related else 'foreign':8s} {1000 * error:9.1f} ms ± {1000 * found.sigma_s:5.1f}, "
                  f"confidence {found.confidence:.2f}", flush=True)
    return rows


def short_sounds(number: int) -> list[tuple[bool, float, PairSync]]:
    """(right, error s, answer) for stretches of 1 to 5 s of generated recordings, a quarter of them foreign."""
    from core.sound import RATE, Sound, load_sound
    from core.sync_audio_short import align_short

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(7000, 7000 + number):
            rng = np.random.default_rng([seed, 7])
            lengths = rng.uniform(1.0, 5.0, 2)
            common = rng.uniform(0.5, 1) * lengths.min()
            snr, base = float(rng.choice([20, 10, 5, 0])), float(rng.uniform(-0.5, 0.5))
            wanted = lengths[0] - common if rng.random() < 0.5 else common - lengths[1]
            pair = audio_pairs.make(audio_pairs.Spec(
                str(rng.choice(("mixed", "speech", "periodic"))), (snr, snr), base, float(rng.uniform(-50, 50)), seed,
                (12.0, 12.0), related=seed % 4 != 0), Path(folder))
            first = 6.0 - lengths[0] / 2
            starts = [round(s * RATE) for s in (first, first + wanted - base)]
            cut = [Sound(load_sound(path).samples[start:start + int(length * RATE)], RATE) for path, start, length in
                   zip((pair.path_a, pair.path_b), starts, lengths, strict=True)]
            found = align_short(*cut)
            at = starts[1] / RATE + lengths[1] / 2
            truth = base + pair.spec.drift_ppm * 1e-6 * at + (starts[1] - starts[0]) / RATE
            error = abs(found.offset_s - truth)
            rows.append((pair.spec.related and error < SOUND_S, error, found))
    return rows


def told(rows: list[tuple[bool, float, PairSync]], fit: bool, by_height: bool) -> None:
    """The table of answers, and the regression behind their confidence."""
    right = np.array([row[0] for row in rows])
    error = np.array([row[1] for row in rows])
    accepted = np.array([row[2].confidence >= ACCEPT for row in rows])
    good = right & accepted
    print(f"{len(rows)} pairs: {right.sum()} right, {good.sum()} of them accepted, {(accepted & ~right).sum()} "
          f"accepted while wrong or foreign; median {1000 * np.median(error[right]):.3f} ms, 95 % within "
          f"{1000 * np.quantile(error[right], 0.95):.2f} ms; error over sigma (root mean square) "
          f"{np.sqrt(np.mean([(e / r.sigma_s) ** 2 for ok, e, r in rows if ok])):.2f}")
    if fit:
        from scipy.optimize import minimize

        best, second = (np.array([max(row[2].candidates[n].score if len(row[2].candidates) > n else 1.0, 1.0)
                                  for row in rows]) for n in (0, 1))
        x = np.stack([np.ones(len(rows)), best / second if by_height else np.log(best / second), np.log(best)], axis=1)
        sign = 2 * right - 1
        loss = minimize(lambda w: np.logaddexp(0, -sign * (x @ w)).sum() + 0.05 * (w[1:] ** 2).sum(), [-5, 2, 1])
        print("logistic:", np.round(loss.x, 2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("rigs", "agreement", "short"))
    parser.add_argument("--number", type=int)
    parser.add_argument("--sound", action="store_true", help="rigs by sound instead of movement")
    parser.add_argument("--fit", action="store_true")
    asked = parser.parse_args()
    if asked.what == "rigs":
        rigs(asked.number or 6, asked.sound)
    elif asked.what == "agreement":
        told(agreement_of_lifted(asked.number or 14), asked.fit, False)
    else:
        told(short_sounds(asked.number or 64), asked.fit, True)
