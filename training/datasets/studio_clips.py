"""Films of motion capture, made by the synthetic studio, to learn from pictures: each with other people, clothes, a
room, light, a camera, blur, and often something in the way.

    python -m training.datasets.studio_clips MOCAP.npz FOLDER --clips 150

Each clip is a folder with view01.mp4 and truth.npz (core/studio_truth.py); its name begins with the motion's subject,
so that one can hold people out. Clips that are there already are left as they are: it can be stopped and gone on with.
"""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from core import studio
from core.progress import Progress, Step, silent
from training import augment
from training.datasets import mocap

SECONDS = 4.0  # of a motion that one clip shows at most


def film(motions: Sequence[mocap.Clip], out: Path, clips: int, frames: int = 16, size: tuple[int, int] = (240, 320),
         seed: int = 1, progress: Progress = silent) -> list[Path]:
    """Makes `clips` folders of `frames` pictures each, evenly over a part of a motion; returns them all.

    Which motion, part and camera is drawn from the seed and the clip's number alone.
    """
    chance = mocap.weights(motions)
    made = []
    for number in range(clips):
        rng = np.random.default_rng([seed, number])
        clip = motions[rng.choice(len(motions), p=chance)]
        folder = Path(out) / f"{clip.subject}-{number:04d}"
        made.append(folder)
        if not (folder / "truth.npz").exists():
            _film(clip, folder, frames, size, rng, 1000 * seed + number)
        progress(Step("render", number + 1, clips, folder.name))
    return made


def _film(clip: mocap.Clip, folder: Path, frames: int, size: tuple[int, int], rng: np.random.Generator,
          seed: int) -> None:
    body, view = drawn(clip, frames, size, rng, seed)
    studio.render(body, clip.fps, folder, [view], seed=seed, varied=True)


def drawn(clip: mocap.Clip, frames: int, size: tuple[int, int], rng: np.random.Generator,
          seed: int) -> tuple[NDArray[np.float32], studio.ViewSpec]:
    """A part of a motion by another body, (F, 17, 3), and a camera that takes about so many frames of it."""
    length = min(len(clip) - 1, round(SECONDS * clip.fps))
    start = int(rng.integers(0, len(clip) - length))
    points = torch.from_numpy(clip.points[None, start:start + length + 1])
    body = augment.vary_bodies(points, 0.05, torch.Generator().manual_seed(seed), typical=True)[0].numpy()
    body = body * np.float32(rng.uniform(0.88, 1.12))
    rate = min(max(Fraction(frames * clip.fps / (length + 1)).limit_denominator(1001), Fraction(1)), Fraction(200))
    brightness = rng.uniform(0.7, 1.2)
    red, green, blue = (float(brightness * each) for each in rng.uniform(0.9, 1.1, 3))
    view = studio.ViewSpec(size=size, fps=rate, azimuth=float(rng.uniform(0, 360)), height=float(rng.uniform(0.4, 2.4)),
                           moving=bool(rng.random() < 0.5), sound=False, shutter_s=float(rng.uniform(0, 0.04)),
                           exposure=(red, green, blue))
    return body, view


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mocap", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--clips", type=int, default=150)
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--size", type=int, nargs=2, default=(240, 320))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--subjects", nargs="*", help="only these; --without: all but these")
    parser.add_argument("--without", nargs="*", default=())
    asked = parser.parse_args()
    motions = [clip for path in asked.mocap for clip in mocap.read(path)
               if len(clip) > asked.frames and clip.subject not in asked.without
               and (not asked.subjects or clip.subject in asked.subjects)]
    film(motions, asked.out, asked.clips, asked.frames, tuple(asked.size), asked.seed,
         lambda step: print(f"{step.done} of {step.total}  {step.item}", flush=True))


if __name__ == "__main__":
    main()
