"""How fast a detector is on this machine: one person followed through made-up frames of the size that phones film.

Loads the detector, and torch where it is one of torch: nothing for the window's process.
"""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from core import detector_facts, pipeline
from core.cards import Card
from core.detect import Detector
from core.detector_facts import Speed
from core.errors import ParallaxError
from core.people import Image, Person
from core.progress import Progress, Step, silent
from core.skeleton import Skeleton
from core.words import tr

SIZE = (1080, 1920)
PICTURES = 3       # a figure that walks: the person is never quite where it was
WARM = 3           # frames before the clock starts: what a network does once must not count
FEWEST, MOST = 5, 40
ENOUGH_S = 3.0     # of measuring
# Where a standing person's joints are, as shares of its height from above, by what is in their names.
HEIGHTS = (("shoulder", 0.18), ("thorax", 0.18), ("neck", 0.15), ("elbow", 0.34), ("wrist", 0.48), ("hand", 0.5),
           ("pelvis", 0.5), ("hip", 0.5), ("spine", 0.34), ("knee", 0.73), ("ankle", 0.94), ("heel", 0.97),
           ("toe", 0.98), ("foot", 0.98))


def measure(card: Card, device: str = "cpu", progress: Progress = silent, size: tuple[int, int] = SIZE) -> Speed:
    """Measures a detector on a device and remembers it. size: width and height of the frames.

    Raises ParallaxError: no detector, no such device here, or weights that are missing or damaged.
    """
    if card.task != "detector":
        raise ParallaxError(card.id, "this model is a {task}, not a detector.", "Choose a detector.",
                            task=tr(card.task))
    detector = pipeline.load_detector(card.id, device)
    images = pictures(size)
    took: list[float] = []
    person = detector.one(images[0]) or detector.recall(_standing(detector.skeleton, size))
    began = time.perf_counter()
    for at in range(WARM + MOST):
        image, start = images[at % len(images)], time.perf_counter()
        person = _followed(detector, image, person)
        if at >= WARM:
            took.append(1000 * (time.perf_counter() - start))
        progress(Step("measure", at + 1, WARM + MOST, card.id))
        if len(took) >= FEWEST and time.perf_counter() - began > ENOUGH_S:
            break
    measured = Speed(round(statistics.median(took), 2), size, _name(device))
    detector_facts.keep(card, device, measured)
    return measured


def pictures(size: tuple[int, int] = SIZE) -> list[Image]:
    """Frames of the synthetic studio's figure, (H, W, 3) uint8 RGB; filmed at half the size, which is quicker."""
    import cv2

    from core import studio
    from core.video import Video

    half = max(size[0] // 4 * 2, 64), max(size[1] // 4 * 2, 64)
    with tempfile.TemporaryDirectory(prefix="parallax-speed-") as folder:
        motion = studio.MOTIONS["walk"]((PICTURES + 1) / 30, 30, 0)
        studio.render(motion, 30, Path(folder), [studio.ViewSpec(half, sound=False)], seed=0)
        with Video(Path(folder) / "view01.mp4") as video:
            return [np.asarray(cv2.resize(video.frame(at), size), np.uint8) for at in range(min(PICTURES, len(video)))]


def _followed(detector: Detector, image: Image, person: Person) -> Person:
    """The person in the next frame; where the detector does not see the figure, the one from before."""
    return detector.follow(image, person) or person


def _standing(skeleton: Skeleton, size: tuple[int, int]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """(J, 3) somebody who stands in the middle of a picture."""
    xys = np.ones((len(skeleton), 3), np.float32)
    for joint, (name, side) in enumerate(zip(skeleton.joints, skeleton.sides, strict=True)):
        down = next((share for part, share in HEIGHTS if part in name), 0.07)
        aside = {"left": 0.08, "right": -0.08}.get(side, 0.0)
        xys[joint, :2] = size[0] / 2 + aside * size[1], size[1] * (0.15 + 0.7 * down)
    return xys


def _name(device: str) -> str:
    """Of the processor or GPU."""
    if device == "cuda":
        import torch

        return str(torch.cuda.get_device_name(0)) if torch.cuda.is_available() else "CUDA"
    return detector_facts.processor() if device == "cpu" else "Apple GPU"
