"""How well `parallax sync` places the studio's own recordings, whose clocks are known: real pictures, real sound.

    python -m tests.bench.sync_studio FOLDER [--motions walk,squat] [--exact] [--seconds 12] [--jobs 1] [--program]
    python -m tests.bench.sync_studio FOLDER --eight                one recording of eight views, timed

Renders into FOLDER what is not there yet (minutes) and prints a line for every view after the first, by every method,
of two and of three views: error in the middle of the overlap, of the drift, confidence, and the program's exit code.
The second view lies on its side in its file, at 29.97 frames/s, its clock fast; the third has 60 frames/s and is, by
turns, held in a hand or silent. BlazePose finds the poses; they are kept in FOLDER.

Studio motions repeat themselves to the millimetre. Nobody does, so a repetition here lasts up to some percent longer
or shorter than the last; with --exact they repeat as they are, and movement alone has nothing to tell their cycles by.
--program runs the command line itself for the three views by 'auto', poses included, and prints its seconds.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.synchronizing import poses_of
from core import posefile, studio, synchronize
from core.errors import NothingDone
from core.studio import MOTIONS, Truth, ViewSpec, load_truth
from core.synchronize import ViewInput

HZ = 100.0
CLAPS = (0.9, 2.3, 4.1, 4.6, 7.2, 9.8)
METHODS = ("auto", "audio", "pose")
FRAME_S = 1 / 30
TEMPO = 0.05          # by which a repetition is longer or shorter than another
# Offset and drift of the second and the third view, one pair a motion.
CLOCKS = {"walk": ((1.283, 35.0), (-0.8, -20.0)), "squat": ((0.71, 50.0), (1.9, 0.0)),
          "kick": ((1.9, -30.0), (0.4, 25.0)), "throw": ((-1.1, 20.0), (2.2, -45.0)),
          "serve": ((0.84, 0.0), (1.7, 40.0)), "jump": ((2.4, -50.0), (-0.6, 10.0))}


def performed(name: str, seconds: float, exact: bool) -> NDArray[np.float32]:
    """(F, 17, 3) at HZ; unless exact, in a tempo that wanders by TEMPO, so that no two repetitions are alike."""
    joints = MOTIONS[name](1.2 * seconds, HZ, 1)
    count = round(seconds * HZ)
    if exact:
        return joints[:count]
    t = np.arange(count) / HZ
    rng = np.random.default_rng(7)
    rate = 1 + TEMPO * sum(np.sin(2 * np.pi * f * t + p) for f, p in zip(rng.uniform(0.05, 0.35, 3),
                                                                        rng.uniform(0, 6, 3), strict=True))
    at = np.cumsum(rate)
    low = at.astype(int)
    part = (at - low)[:, None, None]
    return np.asarray((1 - part) * joints[low] + part * joints[low + 1], dtype=np.float32)


def specs(name: str, seconds: float) -> list[ViewSpec]:
    (second, drift2), (third, drift3) = CLOCKS[name]
    handheld = name in ("walk", "kick", "serve")
    still = ViewSpec(size=(640, 360), fps=30, azimuth=15, seconds=seconds)
    turned = ViewSpec(size=(360, 640), fps=Fraction(30000, 1001), azimuth=85, offset_s=second, drift_ppm=drift2,
                      rotation=90, seconds=seconds - max(second, 0), gain=0.7)
    quick = ViewSpec(size=(640, 360), fps=60, azimuth=-50, offset_s=third, drift_ppm=drift3, moving=handheld,
                     sound=handheld, seconds=seconds - max(third, 0) - 1)
    return [still, turned, quick]


def filmed(folder: Path, name: str, seconds: float, exact: bool) -> Path:
    """The recording's folder, rendered unless it is there."""
    out = folder / (f"{name}-exact" if exact else name)
    if not (out / "truth.npz").is_file():
        studio.render(performed(name, seconds, exact), HZ, out, specs(name, seconds), seed=3, claps=CLAPS)
    return out


def eight(folder: Path, seconds: float) -> Path:
    out = folder / "eight"
    if not (out / "truth.npz").is_file():
        views = [ViewSpec(size=(640, 360), fps=30, azimuth=45.0 * n, offset_s=0.37 * n * (-1) ** n, drift_ppm=8.0 * n,
                          seconds=seconds - 0.37 * n) for n in range(8)]
        studio.render(performed("throw", seconds, False), HZ, out, views, seed=3, claps=CLAPS)
    return out


def inputs_of(truth: Truth) -> list[ViewInput]:
    """The views as the program takes them, with BlazePose's poses from the folder, found once."""
    names = {f"view{n:02d}": view.name for n, view in enumerate(truth.views, 1)}
    files = dict(zip(names, truth.paths, strict=True))
    kept = truth.folder / "poses"
    if not kept.is_dir():
        try:
            found = poses_of(files, names)
        except NothingDone:
            found = {}
        kept.mkdir()
        for view, (poses, chosen) in found.items():
            posefile.write(kept / f"{view}-{chosen}.npz", poses)
    inputs = []
    for view, path in files.items():
        file = next(kept.glob(f"{view}-*.npz"), None)
        flat = None if file is None else posefile.read(file)
        athlete = None if file is None else int(file.stem.split("-")[1])
        times = synchronize.times_of(path) if flat is None else flat.times
        inputs.append(synchronize.with_poses(ViewInput(view, names[view], path, times), flat, athlete))
    return inputs


def told(truth: Truth, chosen: list[int], method: str, views: list[dict[str, Any]], code: int, label: str) -> list[str]:
    """The lines of one answer. chosen: which of the truth's views took part, in order."""
    lines = []
    base = truth.views[chosen[0]]
    for number, said in list(zip(chosen, views, strict=True))[1:]:
        view = truth.views[number]
        start, stop = np.clip(base.clock.to_view(view.clock.to_ref(view.times[[0, -1]])), base.times[0], base.times[-1])
        middle = float(view.clock.to_view(base.clock.to_ref((start + stop) / 2)))
        answer = said["offset_s"] + (1 + said["drift_ppm"] * 1e-6) * middle
        error = answer - float(base.clock.to_view(view.clock.to_ref(middle)))
        rate = (1 + view.clock.drift_ppm * 1e-6) / (1 + base.clock.drift_ppm * 1e-6)
        drift = said["drift_ppm"] - (rate - 1) * 1e6
        wrong = abs(error) > FRAME_S
        verdict = ("right", "WRONG, ACCEPTED") if said["accepted"] else ("refused though right", "refused")
        lines.append(f"| {label} | {len(chosen)} | {method} | {number + 1} | {1000 * error:+.2f} | {drift:+.1f} | "
                     f"{1000 * said['sigma_s']:.2f} | {said['confidence']:.2f} | {code} | {verdict[wrong]} |")
    return lines


def measure(folder: Path, name: str, seconds: float, exact: bool, program: bool) -> list[str]:
    out = filmed(folder, name, seconds, exact)
    truth = load_truth(out)
    inputs = inputs_of(truth)
    lines = []
    for chosen in ([0, 1], [0, 2], [0, 1, 2]):
        for method in METHODS:
            found = synchronize.synchronize([inputs[n] for n in chosen], method)
            lines += told(truth, chosen, method, [vars(v) | {"accepted": v.accepted} for v in found.views],
                          0 if found.accepted else 3, out.name)
    if program:
        lines += run_program(truth, out.name)
    return lines


def run_program(truth: Truth, label: str) -> list[str]:
    """The command line on all views, poses included."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "app", "sync", *map(str, truth.paths), "--json"], capture_output=True,
                          text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 3):
        return [f"{label}: the program failed with {done.returncode}: {done.stderr[-500:]}"]
    answer = json.loads(done.stdout)
    views = [{**v, **{key: v[key] if v[key] is not None else float("nan") for key in ("offset_s", "drift_ppm",
                                                                                     "sigma_s")}}
             for v in answer["views"]]
    lines = told(truth, list(range(len(views))), "program", views, done.returncode, label)
    return [*lines, f"| {label} | {len(views)} | program | took {seconds:.0f} s |"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--motions", default=",".join(MOTIONS))
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--program", action="store_true")
    parser.add_argument("--eight", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    print("| recording | views | method | view | error ms | drift error ppm | sigma ms | confidence | exit code | |\n"
          "|---|---|---|---|---|---|---|---|---|---|")
    if options.eight:
        print("\n".join(run_program(load_truth(eight(options.folder, options.seconds)), "eight")))
        return
    work = partial(measure, options.folder, seconds=options.seconds, exact=options.exact, program=options.program)
    with ProcessPoolExecutor(options.jobs) as pool:
        for lines in pool.map(work, options.motions.split(",")):
            print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
