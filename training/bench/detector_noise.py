"""Measures the faults of the default detector, for the training of lifters.

Films motion-capture clips in the synthetic studio from all sides, runs the detector, and compares with the truth.

    python -m training.bench.detector_noise [--data NPZ] [--clips 14] [--out resources/detector_noise/blazepose.json]

Errors are in metres at the depth of the athlete, so that the size of the picture does not matter. A joint counts as
lost where it is more than LOST_M off. Times are at 50 frames/s.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import multivariate_normal, norm

from core.detectors import blazepose
from core.progress import Step
from core.skeleton import H36M17, convert
from core.studio import ViewSpec, render
from core.studio_truth import ViewTruth
from core.video import Video
from training import augment
from training.datasets import mocap

LOST_M = 0.08
FPS = 50
SECONDS = 2.0
FOUND = augment.FOUND
LEGS, ARMS = [1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """One filmed clip: error (T, 17, 2) metres with left and right put right, score (T, 17), flags (T,)."""

    error: Floats
    score: Floats
    missing: NDArray[np.bool_]
    flipped: NDArray[np.bool_]
    limbs: NDArray[np.bool_]  # (T, 2): legs, arms exchanged by themselves
    facing: Floats            # (T,) degrees: 0 faces the camera, 180 shows the back


def measure(truth: ViewTruth, path: Path, detector: Any) -> Sample:
    """Run the detector over a filmed view."""
    found = np.full((len(truth.times), 33, 3), np.nan, dtype=np.float32)
    person = None
    with Video(path) as video:
        for i, image in enumerate(video.frames(0, len(video))):
            person = (detector.follow(image, person) if person is not None else None) or detector.one(image)
            if person is not None:
                found[i] = person.xys
    points = convert(found, detector.skeleton, H36M17).astype(np.float64)
    true, metre = truth.px[:, 0], truth.camera[:, 0, :1, 2:] / truth.K[:, :1, :1]
    mirror = H36M17.mirror

    def off(joints: list[int], swap: bool) -> Floats:
        xy = (points[:, mirror] if swap else points)[:, joints, :2]
        return np.asarray(np.linalg.norm((xy - true[:, joints]) * metre, axis=-1).mean(axis=1))

    missing = np.asarray(~np.isfinite(points).all(axis=(1, 2)))
    flipped = off(LEGS + ARMS, True) < off(LEGS + ARMS, False)
    points[flipped] = points[flipped][:, mirror]
    limbs = np.stack([off(part, True) + 0.05 < off(part, False) for part in (LEGS, ARMS)], axis=1)
    for part, rows in zip((LEGS, ARMS), limbs.T, strict=True):
        points[np.ix_(rows, part)] = points[rows][:, mirror[part]]
    body = truth.camera[:, 0]
    ahead = np.cross(body[:, 11] - body[:, 14], body[:, 8] - body[:, 0])
    facing = np.degrees(np.arctan2(np.linalg.norm(ahead[:, :2], axis=1), -ahead[:, 2]))
    return Sample((points[..., :2] - true) * metre, points[..., 2], missing, flipped, limbs, facing)


def spell_correlation(share: float, stays: float) -> float:
    """Correlation of neighbouring normal values whose excess over the `share` quantile persists with chance `stays`."""
    z = norm.ppf(share)

    def miss(rho: float) -> float:
        return float(multivariate_normal.cdf([z, z], cov=[[1, rho], [rho, 1]])) / share - stays

    return 0.99 if miss(0.99) < 0 else 0.0 if miss(0.0) > 0 else float(brentq(miss, 0.0, 0.99))


def lengths(flags: NDArray[np.bool_]) -> list[int]:
    """Lengths of the spells of true values."""
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(int), 0]))
    return [int(b - a) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _mean_and_std(values: Floats) -> list[float]:
    return [float(values.mean()), float(values.std())] if values.size else [0.0, 0.0]


def table(samples: list[Sample]) -> dict[str, Any]:
    """The figures that training/augment.py draws from."""
    kept = [(s.error[~s.missing][:, FOUND], s.score[~s.missing][:, FOUND]) for s in samples]
    error, score = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    size = np.linalg.norm(error, axis=-1)
    lost = size > LOST_M
    # What is constant in a clip is no noise: another idea of where the joint is.
    constant = np.array([np.median(e, axis=0) for e, _ in kept])  # (clips, 14, 2)
    moving = np.concatenate([e - c for (e, _), c in zip(kept, constant, strict=True)])
    good = [float(np.sqrt((moving[~lost[:, j], j] ** 2).mean())) for j in range(len(FOUND))]
    bad = [float(np.sqrt((error[lost[:, j], j] ** 2).mean())) if lost[:, j].any() else LOST_M
           for j in range(len(FOUND))]
    pairs = [((e - c)[:-1], (e - c)[1:]) for (e, _), c in zip(kept, constant, strict=True)]
    a, b = (np.concatenate([p[i] for p in pairs]) for i in (0, 1))
    fine = (np.linalg.norm(a, axis=-1) < LOST_M) & (np.linalg.norm(b, axis=-1) < LOST_M)
    correlation = float((a[fine] * b[fine]).mean() / np.sqrt((a[fine] ** 2).mean() * (b[fine] ** 2).mean()))
    was, then = (np.concatenate([np.linalg.norm(e, axis=-1)[part] > LOST_M for e, _ in kept])
                 for part in (slice(None, -1), slice(1, None)))
    flips = [n for s in samples for n in lengths(s.flipped)]
    flipped, limbs = np.concatenate([s.flipped for s in samples]), np.concatenate([s.limbs for s in samples])
    facing = np.concatenate([s.facing for s in samples])
    every = np.concatenate([np.linalg.norm(s.error[:, LEGS + ARMS], axis=-1).mean(axis=1) for s in samples])

    def side(low: float, high: float) -> dict[str, float]:
        at = (facing >= low) & (facing <= high) & np.isfinite(every)
        return {"frames": int(at.sum()), "flip_share": float(flipped[at].mean()) if at.any() else 0.0,
                "limbs_median_m": float(np.median(every[at])) if at.any() else 0.0}

    names = [H36M17.joints[j] for j in FOUND]
    return {
        "detector": "blazepose", "measured": True, "unit": "metres at the depth of the athlete; 50 frames/s",
        "clips": len(samples), "frames": len(flipped),
        "good_m": dict(zip(names, good, strict=True)), "bad_m": dict(zip(names, bad, strict=True)),
        "bad_share": dict(zip(names, lost.mean(axis=0).tolist(), strict=True)),
        "constant_m": dict(zip(names, np.sqrt((constant**2).mean(axis=(0, 2))).tolist(), strict=True)),
        "score_good": _mean_and_std(score[~lost]), "score_bad": _mean_and_std(score[lost]),
        "correlation": correlation,
        "bad_correlation": spell_correlation(float(was.mean()), float(then[was].mean())) if was.any() else 0.0,
        "flip_share": float(flipped.mean()), "flip_frames": float(np.mean(flips)) if flips else 1.0,
        "limb_swap_share": float(limbs.mean()), "missing_share": float(np.mean([s.missing.mean() for s in samples])),
        "by_view": {"front": side(0, 45), "side": side(45, 135), "back": side(135, 180)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/mocap/cmu_h36m17.npz"))
    parser.add_argument("--clips", type=int, default=14)
    parser.add_argument("--views", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=augment.NOISE_FOLDER / "blazepose.json")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    clips = [c for c in mocap.read(args.data) if len(c) >= SECONDS * c.fps]
    chance = mocap.weights(clips)
    detector = blazepose.load("cpu")
    samples = []
    for number in range(args.clips):
        clip = clips[rng.choice(len(clips), p=chance)]
        start = rng.uniform(0, len(clip) - SECONDS * clip.fps)
        motion = mocap.window(clip, start, round(SECONDS * FPS) + 1, clip.fps / FPS)
        first = rng.uniform(0, 360)
        views = [ViewSpec(size=(540, 960) if i % 2 else (960, 540), fps=FPS, azimuth=first + 360 * i / args.views,
                          height=float(rng.uniform(0.5, 2.2)), moving=bool(rng.random() < 0.3), sound=False)
                 for i in range(args.views)]

        def show(step: Step, number: int = number, name: str = clip.name) -> None:
            if step.done == step.total:
                print(f"clip {number + 1}/{args.clips} {name}: filmed {step.item}", flush=True)

        with tempfile.TemporaryDirectory() as folder:
            truth = render(motion, FPS, Path(folder), views, seed=args.seed + number, progress=show)
            samples += [measure(view, path, detector) for view, path in zip(truth.views, truth.paths, strict=True)]
    result = table(samples)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
