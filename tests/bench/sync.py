"""How well recordings are synchronized, ours beside others on the same generated pairs, in one table.

    python -m tests.bench.sync [--pairs 48] [--unrelated 24] [--long 8] [--rigs 0] [--peers BIN] [--pose] [--json FILE]

Sound: the held-out pairs of tests/core/audio_pairs.py, which nothing was tuned on. Errors are taken in the middle of
the overlap, kind to tools that know no drift; one of more than 20 ms is a failure. Peers written from their
descriptions: plain cross-correlation (8 kHz) and GCC-PHAT (Knapp and Carter 1976; whole files, 100 to 6000 Hz).
Peers as they are: `syncstart` (with all of the first minute) and `audio-offset-finder`, run from the folder that
--peers names (python -m venv V; V/bin/pip install syncstart audio-offset-finder; --peers V/bin). A method that tells a
confidence is also counted by it: ours accepts from 0.5, audio-offset-finder from a score of 10 on.
Seconds are the processor's of one core, reading the files included, starting a program not.
--calibrate prints what the logistic regression of core/sync_audio.py is fitted on, from the development pairs.
With --pose a second table follows, of movement (tests/bench/sync_pose_rows.py).
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy import fft

from core.sound import Sound, load_sound
from core.sync_audio import align_sounds, evidence
from core.sync_audio_fine import Line
from core.sync_solve import solve
from tests.core import audio_pairs
from tests.core.audio_pairs import Pair, Spec

FAIL_S = 0.020


@dataclass(frozen=True)
class Answer:
    """What a method says of a pair. accepted: None where it tells no confidence; seconds of one core."""

    offset_s: float
    drift_ppm: float
    accepted: bool | None
    seconds: float


Method = Callable[[Path, Path], Answer | None]


# ---------------------------------------------------------------- methods


def ours(a: Path, b: Path) -> Answer:
    start = time.process_time()
    answer = align_sounds(load_sound(a), load_sound(b))
    return Answer(answer.offset_s, answer.drift_ppm, answer.accepted, time.process_time() - start)


def plain(a: Path, b: Path) -> Answer:
    """The maximum of the cross-correlation of the wave forms at 8 kHz."""
    start = time.process_time()
    sound_a, sound_b = load_sound(a, 8000), load_sound(b, 8000)
    size = fft.next_fast_len(len(sound_a.samples) + len(sound_b.samples), real=True)
    curve = fft.irfft(fft.rfft(sound_a.samples, size) * np.conj(fft.rfft(sound_b.samples, size)), size)
    return _at_maximum(curve, sound_a, sound_b, start)


def phase_transform(a: Path, b: Path) -> Answer:
    """The maximum of the cross-correlation with every frequency's magnitude set to 1."""
    start = time.process_time()
    sound_a, sound_b = load_sound(a), load_sound(b)
    size = fft.next_fast_len(len(sound_a.samples) + len(sound_b.samples), real=True)
    cross = fft.rfft(sound_a.samples, size) * np.conj(fft.rfft(sound_b.samples, size))
    frequency = fft.rfftfreq(size, 1 / sound_a.rate)
    cross = np.where((frequency > 100) & (frequency < 6000), cross / (np.abs(cross) + 1e-12), 0)
    return _at_maximum(fft.irfft(cross, size), sound_a, sound_b, start)


def _at_maximum(curve: np.ndarray, a: Sound, b: Sound, start: float) -> Answer:
    best = int(curve.argmax())
    lag = best if best < len(a.samples) else best - len(curve)
    return Answer(lag / a.rate + a.t0_s - b.t0_s, 0.0, None, time.process_time() - start)


def syncstart(folder: Path) -> Method:
    def method(a: Path, b: Path) -> Answer | None:
        out, seconds = _run([folder / "syncstart", "-q", "-s", "-t", "60", a, b])
        if out is None:
            return None
        name, advance = out.strip().splitlines()[-1].rsplit(",", 1)
        sign = 1 if Path(name.strip().strip('"')).name == a.name else -1
        return Answer(sign * float(advance), 0.0, None, seconds)

    return method


def offset_finder(folder: Path) -> Method:
    def method(a: Path, b: Path) -> Answer | None:
        out, seconds = _run([folder / "audio-offset-finder", "--find-offset-of", b, "--within", a, "--json"])
        if out is None:
            return None
        found = json.loads(out.strip().splitlines()[-1])
        return Answer(float(found["time_offset"]), 0.0, found["standard_score"] > 10, seconds)

    return method


def _run(command: list[Path | str]) -> tuple[str | None, float]:
    """(what a program printed, None if nothing; its seconds of processor time). Its exit status says nothing: syncstart
    ends with 1 after a good answer."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False,
                          env={**os.environ, "MPLBACKEND": "Agg"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (done.stdout if done.stdout.strip() else None), seconds


def methods(peers: Path | None) -> dict[str, Method]:
    out: dict[str, Method] = {"Parallax": ours, "plain cross-correlation": plain, "GCC-PHAT": phase_transform}
    for name, make in (("syncstart", syncstart), ("audio-offset-finder", offset_finder)):
        if peers is not None and (peers / name).exists():
            out[name] = make(peers)
        else:
            print(f"{name} is left out: {'--peers names no folder' if peers is None else f'it is not in {peers}'}")
    return out


# ---------------------------------------------------------------- tables


def material(specs: list[Spec], folder: Path) -> Iterator[Pair]:
    """The pairs' files, made where they are not there yet."""
    for spec in specs:
        paths = folder / f"{spec.seed}a.m4a", folder / f"{spec.seed}b.m4a"
        yield Pair(spec, *paths) if paths[1].exists() else audio_pairs.make(spec, folder)


def compare(pairs: list[Pair], unrelated: list[Pair], name: str, method: Method) -> dict[str, Any]:
    """One row: errors in ms over the pairs, and how often a wrong answer is accepted."""
    rows = []
    for pair in pairs:
        answer = method(pair.path_a, pair.path_b)
        if answer is not None:
            middle, largest = pair.error_s(answer.offset_s, answer.drift_ppm)
            rows.append((middle, largest, answer, pair.spec))
    foreign = [answer for pair in unrelated if (answer := method(pair.path_a, pair.path_b)) is not None]
    if not rows:
        raise SystemExit(f"{name} gave no answer to any pair; try it by hand on two files")
    error = np.array([row[0] for row in rows])
    wrong = error > FAIL_S
    out: dict[str, Any] = {
        "method": name, "pairs": len(pairs), "answers": len(rows), "median_ms": 1e3 * float(np.median(error)),
        "p95_ms": 1e3 * float(np.percentile(error, 95, method="higher")), "over_5_ms": int((error > 0.005).sum()),
        "failures": int(wrong.sum()) + len(pairs) - len(rows),
        "failures_at_snr_0_or_more": int(sum(w and row[3].snr_db[0] >= 0 for w, row in zip(wrong, rows, strict=True))),
        "largest_median_ms": 1e3 * float(np.median([row[1] for row in rows])),
        "seconds": float(np.mean([row[2].seconds for row in rows])),
        "errors_ms": [(row[3].seed, row[3].kind, row[3].snr_db[0], row[3].drift_ppm, 1e3 * row[0], row[2].accepted)
                      for row in rows],
    }
    if rows and rows[0][2].accepted is not None:
        accepted = np.array([bool(row[2].accepted) for row in rows])
        out |= {"right_accepted": int((accepted & ~wrong).sum()), "right": int((~wrong).sum()),
                "wrong_accepted": int((accepted & wrong).sum()), "unrelated": len(foreign),
                "unrelated_accepted": int(sum(bool(answer.accepted) for answer in foreign))}
    if name == "Parallax":
        drift = np.array([abs(row[2].drift_ppm - row[3].drift_ppm) for row in rows])
        out |= {"drift_median_ppm": float(np.median(drift)), "drift_p90_ppm": float(np.percentile(drift, 90))}
    return out


HEAD = ("| method | median ms | p95 ms | > 5 ms | > 20 ms | right ones accepted | accepted though wrong | unrelated "
        "accepted | s a pair |", "|---|---|---|---|---|---|---|---|---|")


def line(row: dict[str, Any]) -> str:
    sure = "– | – | –" if "right" not in row else (
        f"{row['right_accepted']} of {row['right']} | {row['wrong_accepted']} | "
        f"{row['unrelated_accepted']} of {row['unrelated']}")
    return (f"| {row['method']} | {row['median_ms']:.3f} | {row['p95_ms']:.1f} | {row['over_5_ms']} | "
            f"{row['failures']} of {row['pairs']} | {sure} | {row['seconds']:.2f} |")


def long_pairs(pairs: Iterator[Pair]) -> list[dict[str, Any]]:
    """Ten minutes: the largest error over the whole length, and seconds after decoding."""
    out = []
    for pair in pairs:
        a, b = load_sound(pair.path_a), load_sound(pair.path_b)
        start = time.process_time()
        answer = align_sounds(a, b)
        seconds = time.process_time() - start
        _, largest = pair.error_s(answer.offset_s, answer.drift_ppm)
        out.append({"seed": pair.spec.seed, "kind": pair.spec.kind, "snr_db": pair.spec.snr_db[0],
                    "largest_ms": 1e3 * largest, "drift_error_ppm": abs(answer.drift_ppm - pair.spec.drift_ppm),
                    "accepted": answer.accepted, "confidence": answer.confidence, "seconds": seconds})
    return out


def rigs(number: int, folder: Path) -> dict[str, int]:
    """Four cameras each: wrong pairs before and after the joint solution."""
    wrong = accepted_wrong = pairs = joint = left = 0
    for rig in audio_pairs.rigs_held_out(folder, number):
        sounds = [load_sound(path) for path in rig.paths]
        found = {(a, b): align_sounds(sounds[a], sounds[b]) for a, b in combinations(range(len(sounds)), 2)}
        placed = solve(found, range(len(sounds)))
        for (a, b), answer in found.items():
            true_offset, true_drift = rig.truth(a, b)

            def error(offset: float, drift: float, offset_0: float = true_offset, drift_0: float = true_drift) -> float:
                return abs(offset - offset_0 + (drift - drift_0) * 1e-6 * 30)

            bad = error(answer.offset_s, answer.drift_ppm) > FAIL_S
            pairs, wrong, accepted_wrong = pairs + 1, wrong + bad, accepted_wrong + (bad and answer.accepted)
            try:
                joint += error(*placed.pair(a, b)) > FAIL_S
            except (KeyError, ValueError):
                left += 1  # the solution says that it cannot place one of them
    return {"rigs": number, "pairs": pairs, "wrong": wrong, "accepted_wrong": accepted_wrong,
            "wrong_after_solving": joint, "not_placed": left}


def calibrate(folder: Path, number: int) -> None:
    """Penalized logistic regression of 'error < 20 ms' on the logarithms of the evidence ratio and the evidence."""
    specs = audio_pairs.development(number) + audio_pairs.development_hard(number // 2)
    features, right = [], []
    for pair in material(specs, folder):
        found = evidence(load_sound(pair.path_a), load_sound(pair.path_b))
        if found is not None:
            ratio, size, line = found
            features.append((1.0, ratio, size))
            right.append(pair.spec.related and _line_error(pair, line) < FAIL_S)
    weights, x, y = np.zeros(3), np.array(features), np.array(right, dtype=float)
    penalty = 0.1 * np.eye(3)  # separable data have no finite answer without one
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        weights += np.linalg.solve(hessian, x.T @ (y - p) - penalty @ weights)
    p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
    print(f"{len(y)} pairs, {int(y.sum())} right; weights {np.round(weights, 2)}")
    for low, high in ((0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 0.99), (0.99, 1.01)):
        inside = (p >= low) & (p < high)
        if inside.any():
            print(f"  said {p[inside].mean():.3f}: right {y[inside].mean():.3f} of {inside.sum()}")


def _line_error(pair: Pair, line: Line) -> float:
    return pair.error_s(line.offset_s, line.drift_ppm)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=48)
    parser.add_argument("--unrelated", type=int, default=24)
    parser.add_argument("--long", type=int, default=0, help="pairs of ten minutes (8)")
    parser.add_argument("--rigs", type=int, default=0, help="rigs of four cameras (12)")
    parser.add_argument("--peers", type=Path, help="folder of the programs syncstart and audio-offset-finder")
    parser.add_argument("--folder", type=Path, help="where the generated files are kept for the next time")
    parser.add_argument("--pose", action="store_true", help="also the table of movement")
    parser.add_argument("--calibrate", action="store_true", help="fit the confidence on development pairs instead")
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if options.calibrate:
            calibrate(folder, options.pairs)
            return
        pairs = list(material(audio_pairs.held_out(options.pairs), folder))
        unrelated = list(material(audio_pairs.unrelated_held_out(options.unrelated), folder))
        found: dict[str, Any] = {"sound": []}
        chosen = methods(options.peers)
        print("\n".join(HEAD))
        for name, method in chosen.items():
            found["sound"].append(compare(pairs, unrelated, name, method))
            print(line(found["sound"][-1]), flush=True)
        first = found["sound"][0]
        print(f"\nParallax: drift error median {first['drift_median_ppm']:.2f}, 90 % below "
              f"{first['drift_p90_ppm']:.1f} ppm; {first['failures_at_snr_0_or_more']} failures at 0 dB and above")
        if options.long:
            found["long"] = long_pairs(material(audio_pairs.long_held_out(options.long), folder))
            for row in found["long"]:
                print("ten minutes", {key: round(v, 3) if isinstance(v, float) else v for key, v in row.items()},
                      flush=True)
        if options.rigs:
            found["rigs"] = rigs(options.rigs, folder)
            print("four cameras", found["rigs"])
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))
    if options.pose:
        from tests.bench import sync_pose_rows

        settings = argparse.Namespace(pairs=40, seed=1, held_out=True, sets=None, json=None)
        print("\n" + "\n".join(sync_pose_rows.rows(settings)))


if __name__ == "__main__":
    main()
