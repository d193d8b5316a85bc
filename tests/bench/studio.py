"""How fast the studio films, and how well BlazePose sees its figure: `python -m tests.bench.studio [--frames N]`.

Speed is frames a second of one core (processor time, encoding included) at 540 × 960, and of the clock on the wall.
Detection is every motion from front, side, back and oblique, each frame by itself: share found, and the mean error over
the 12 limb joints in percent of the figure's height.
"""

import argparse
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from core.detectors import blazepose
from core.studio import MOTIONS, ViewSpec, render
from tests.core.test_studio import limb_errors

FPS = 100.0


def speed() -> None:
    for label, moving in (("fixed camera", False), ("hand-held camera", True)):
        view = ViewSpec(azimuth=30, moving=moving)
        with tempfile.TemporaryDirectory() as folder:
            motion = MOTIONS["serve"](5, FPS, 0)
            render(motion[:20], FPS, Path(folder), [view])  # textures and codecs are there
            processor, wall = time.process_time(), time.perf_counter()
            truth = render(motion, FPS, Path(folder), [view])
            frames = len(truth.views[0].times)
            print(f"{label:18s} {frames / (time.process_time() - processor):6.1f} frames/s of a core, "
                  f"{frames / (time.perf_counter() - wall):6.1f} frames/s on the wall")


def detection(frames: int) -> None:
    one = blazepose.load().one
    total = []
    for number, (name, motion) in enumerate(MOTIONS.items()):
        for azimuth in (0, 45, 90, 180, -60):
            with tempfile.TemporaryDirectory() as folder:
                errors = limb_errors(motion(4.6, FPS, number), FPS, azimuth, Path(folder), one, frames)
            total.append(errors)
            print(f"{name:6s} {azimuth:4d}° found {np.isfinite(errors[:, 0]).mean():7.1%}  "
                  f"mean {100 * np.nanmean(errors):5.2f} %  median {100 * np.nanmedian(errors):5.2f} %")
    every = np.concatenate(total)
    print(f"all {len(every)} frames: found {np.isfinite(every[:, 0]).mean():.2%}, "
          f"mean {100 * np.nanmean(every):.2f} %, median {100 * np.nanmedian(every):.2f} %")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=24, help="pictures of each motion and side; 0: speed only")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    speed()
    if arguments.frames:
        detection(arguments.frames)
