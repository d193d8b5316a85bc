"""BlazePose GHUM full on ONNX Runtime: the default detector.

Bazarevsky et al. 2020, "BlazePose: On-device Real-time Body Pose Tracking". Pre- and post-processing follow MediaPipe
0.10.21 step by step, including its oddities, so that its landmarks come out:
a detector net on a 224 × 224 letterbox gives mid-hip and a scale point; they make a square, turned region; a landmark
net on its 256 × 256 crop gives 33 landmarks and two that make the region in the next frame.

Inside this file positions are MediaPipe's, normalised coordinates times the image size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.detectors import blazepose_graphs, runtime
from core.people import SAME, Image, Person, Seed, apart, borrowed, pointed
from core.pose import Source
from core.progress import Progress, silent
from core.skeleton import BLAZEPOSE33
from core.words import marked

Floats = NDArray[np.float32]

DETECTION_SIDE, LANDMARK_SIDE = 224, 256
MIN_SCORE = 0.5           # of a detection and of a pose, as in MediaPipe
OVERLAP = 0.3             # detections that overlap more than this (IoU) are one person
REGION_SCALE = 1.25       # the region around the circle round the body
HEATMAP_REACH = 4         # cells each side: 9 × 9 is what the published program does, though its source says 7 × 7
MOST_TILES = 9            # enough for 5 : 1
WIDER = 1.25              # how much larger the region is in which a lost person is looked for
EDGE = 0.5                # MediaPipe's x = 0 is the left edge of the image, ours the centre of its first pixel


@dataclass(frozen=True)
class Region:
    """A square: centre and side in pixels, angle in radians (clockwise on screen)."""

    cx: float
    cy: float
    side: float
    angle: float = 0.0


@dataclass(frozen=True)
class Memory:
    """The region to look at next, and the filter of the two points that make it: raw, smooth, speed, (2, 2) each."""

    region: Region
    raw: Floats
    smooth: Floats
    speed: Floats


def load(device: str = "cpu", folder: Path | None = None, progress: Progress = silent) -> "BlazePose":
    """The detector, with its graphs fetched when they are not there. One thread: run one detector a view.

    device: 'cpu' or 'cuda' (where ONNX Runtime has it). Raises ParallaxError when the graphs cannot be had or read.
    """
    return BlazePose(folder or blazepose_graphs.ensure(progress), device)


class BlazePose:
    """A core.detect.Detector."""

    skeleton = BLAZEPOSE33

    def __init__(self, folder: Path, device: str) -> None:
        self.detection, self.landmark = (
            runtime.session(folder / name, device,
                            marked("Make it anew: `python -m core.detectors.blazepose_graphs --again`."))
            for name in (blazepose_graphs.DETECTION, blazepose_graphs.LANDMARK))
        self.source = Source("blazepose-full", blazepose_graphs.FILES["pose_landmark_full.tflite"][2],
                             {"runtime": "onnxruntime", "score": "visibility * presence"})

    def one(self, image: Image) -> Person | None:
        """The most prominent person, as MediaPipe's static mode."""
        height, width = image.shape[:2]
        found = self._detections(image, Region(width / 2, height / 2, max(width, height)))
        return self._person(image, _region(found[0][1], found[0][2])) if found else None

    def everyone(self, image: Image, known: Sequence[Person] = ()) -> list[Person]:
        """The people in the whole frame and in square tiles of it, best first, each once; those known left out."""
        regions = [person.memory.region for person in known]
        people: list[Person] = []
        for tile in _tiles(image):
            for _, hip, scale in self._detections(image, tile):
                region = _region(hip, scale)
                if not any(_same_region(region, other) for other in regions):
                    regions.append(region)
                    person = self._person(image, region)
                    if person and not any(apart(person, other) < SAME for other in (*people, *known)):
                        people.append(person)
        people.sort(key=lambda person: -person.score)
        return [p for i, p in enumerate(people) if not borrowed(p, [*people[:i], *known], self.skeleton)]

    def at(self, image: Image, seed: Seed, known: Sequence[Person] = ()) -> Person | None:
        """The person under a point or in a box, also one that the detector net does not see."""
        people = self.everyone(image, known)
        if seed.box is not None:
            x0, y0, x1, y1 = seed.box
            tries = [Region((x0 + x1) / 2 + EDGE, (y0 + y1) / 2 + EDGE, max(x1 - x0, y1 - y0) * REGION_SCALE)]
        else:
            sizes = [person.size for person in (*people, *known)] or [image.shape[0] * share for share in (0.8, 0.4)]
            x, y = seed.point or (0.0, 0.0)
            tries = [Region(x + EDGE, y + EDGE, size * REGION_SCALE) for size in sizes]
        for region in tries:
            person = self._person(image, region, None, known)
            settled = self.follow(image, person, known) if person else None
            if settled and not any(apart(settled, other) < SAME for other in (*people, *known)):
                people.append(settled)
        joints = np.stack([person.xys[:, :2] for person in people]) if people else np.empty((0, 33, 2), np.float32)
        best = pointed(joints, self.skeleton, seed)
        return None if best is None else people[best]

    def follow(self, image: Image, person: Person, hide: Sequence[Person] = ()) -> Person | None:
        """The person in the region that the last frame foretold; where the net sees nobody, in a wider one.

        hide: people in front, who are painted out first: the net takes the one it sees best.
        """
        region = person.memory.region
        for scale in (1, WIDER):
            found = self._person(image, replace(region, side=region.side * scale), person.memory, hide)
            if found:
                return found
        return None

    def recall(self, xys: Floats) -> Person:
        """A person known by the joints alone, (33, 3), so that `follow` can go on from stored poses."""
        points = xys[:, :2] + EDGE
        hip, shoulders = points[[23, 24]].mean(axis=0), points[[11, 12]].mean(axis=0)
        up = (shoulders - hip) / max(float(np.linalg.norm(shoulders - hip)), 1e-6)
        scale = hip + up * np.linalg.norm(points - hip, axis=1).max()
        memory = _remember(np.stack([hip, scale]).astype(np.float32), None)
        return Person(xys, 1.0, memory.region.side / REGION_SCALE, memory)

    def _detections(self, image: Image, region: Region) -> list[tuple[float, Floats, Floats]]:
        """(score, mid-hip (2,), scale point (2,)) of the people in a region, best first."""
        crop = _crop(image, region, DETECTION_SIDE, replicate=False)
        boxes, scores = self.detection.run(None, {"image": crop[None]})
        likely = scores[0, :, 0] >= np.log(MIN_SCORE / (1 - MIN_SCORE))
        values = boxes[0, likely].astype(np.float32) / DETECTION_SIDE
        values[:, [0, 1]] += _ANCHORS[likely]
        values[:, 4:] += np.tile(_ANCHORS[likely], 4)
        corner = np.array([region.cx, region.cy], np.float32) - region.side / 2
        found = []
        for score, keypoints in _weighted_suppression(values, 1 / (1 + np.exp(-scores[0, likely, 0]))):
            points = corner + keypoints.reshape(4, 2)[:2] * region.side
            found.append((score, points[0], points[1]))
        return found

    def _person(self, image: Image, region: Region, memory: Memory | None = None,
                hide: Sequence[Person] = ()) -> Person | None:
        """The person in a region, by the landmark net; None when there is none."""
        if not np.isfinite(region.side) or not 2 <= region.side <= 20 * max(image.shape[:2]):
            return None
        crop = _crop(image, region, LANDMARK_SIDE, replicate=True)
        for other in hide:
            _paint_out(crop, other, region)
        outputs = self.landmark.run(("landmarks", "score", "heatmaps", "world"), {"image": crop[None]})
        score = float(outputs[1][0, 0])
        if score < MIN_SCORE:
            return None
        landmarks = outputs[0][0].reshape(39, 5)
        points = _refined(landmarks[:, :2] / LANDMARK_SIDE, outputs[2][0])
        turn = _rotation(region.angle)
        placed = (points - 0.5) @ turn.T * region.side + [region.cx, region.cy]
        sure = 1 / (1 + np.exp(-landmarks[:33, 3:].clip(-60, 60)))
        confidence = sure.prod(axis=1, keepdims=True)
        world = outputs[3][0].reshape(39, 3)[:33].copy()
        world[:, :2] = world[:, :2] @ turn.T
        remembered = _remember(placed[33:35].astype(np.float32), memory)
        return Person(np.hstack([placed[:33] - EDGE, confidence]).astype(np.float32), score,
                      region.side / REGION_SCALE, remembered, np.hstack([world, confidence]).astype(np.float32))


def _same_region(a: Region, b: Region) -> bool:
    """Whether two detections are so close that the landmark net would find the same person in both."""
    return abs(np.log(a.side / b.side)) < 0.2 and np.hypot(a.cx - b.cx, a.cy - b.cy) < 0.05 * max(a.side, b.side)


def _anchors() -> Floats:
    """(2254, 2) anchor centres: two a cell for each layer of stride 8, 16, 32, 32, 32; one stride's lie together."""
    grids = []
    for side, repeats in ((28, 2), (14, 2), (7, 6)):
        centres = (np.arange(side, dtype=np.float32) + 0.5) / side
        y, x = np.meshgrid(centres, centres, indexing="ij")
        grids.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), repeats, axis=0))
    return np.concatenate(grids)


_ANCHORS = _anchors()


def _weighted_suppression(values: Floats, scores: Floats) -> Iterator[tuple[float, Floats]]:
    """Clusters of overlapping detections as (best score, keypoints (8,) weighted by score), best first."""
    half = values[:, 2:4] / 2
    low, high = values[:, :2] - half, values[:, :2] + half
    area = (high - low).prod(axis=1)
    left = np.argsort(-scores, kind="stable")
    while len(left):
        best = left[0]
        shared = (np.minimum(high[left], high[best]) - np.maximum(low[left], low[best])).clip(0).prod(axis=1)
        close = shared > OVERLAP * (area[left] + area[best] - shared)
        close[0] = True
        cluster = left[close]
        yield float(scores[best]), np.average(values[cluster, 4:], axis=0, weights=scores[cluster])
        left = left[~close]


def _region(hip: Floats, scale: Floats) -> Region:
    """The square round the circle about the mid-hip through the scale point, turned so that the scale point is up."""
    dx, dy = (float(d) for d in scale - hip)
    angle = np.pi / 2 - np.arctan2(-dy, dx)
    angle = (angle + np.pi) % (2 * np.pi) - np.pi
    return Region(float(hip[0]), float(hip[1]), 2 * float(np.hypot(dx, dy)) * REGION_SCALE, float(angle))


def _tiles(image: Image) -> Iterator[Region]:
    """The whole frame, then squares along its longer side that overlap by half or more."""
    height, width = image.shape[:2]
    long, short = max(width, height), min(width, height)
    yield Region(width / 2, height / 2, long)
    count = min(int(np.ceil(2 * (long - short) / short)) + 1, MOST_TILES)
    for along in np.linspace(short / 2, long - short / 2, count) if count > 1 else ():
        yield Region(along, height / 2, short) if width > height else Region(width / 2, along, short)


def _rotation(angle: float) -> NDArray[np.float64]:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _crop(image: Image, region: Region, side: int, replicate: bool) -> Image:
    """(side, side, 3): the region's corners land on (0, 0), (side, 0)…, bilinear, as MediaPipe's CPU path does it."""
    import cv2
    matrix = np.empty((2, 3))
    matrix[:, :2] = _rotation(region.angle) * (region.side / side)
    matrix[:, 2] = [region.cx, region.cy] - matrix[:, :2] @ [side / 2, side / 2]
    border = cv2.BORDER_REPLICATE if replicate else cv2.BORDER_CONSTANT
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(image, matrix, (side, side), flags=flags, borderMode=border), np.uint8)


def _paint_out(crop: Image, person: Person, region: Region) -> None:
    """Covers a person in a crop with its mean colour: torso, limbs and head, as thick as bodies are."""
    import cv2
    side = crop.shape[0]
    points = (person.xys[:, :2] + EDGE - [region.cx, region.cy]) @ _rotation(region.angle) / region.side + 0.5
    points = np.rint((points * side).clip(-side, 2 * side)).astype(np.int32)
    size = person.size / region.side * side
    colour, thick = [float(c) for c in cv2.mean(crop)[:3]], max(round(0.05 * size), 2)
    cv2.fillConvexPoly(crop, cv2.convexHull(points[[11, 12, 23, 24]]), colour)
    shoulders, head = points[[11, 12]].mean(axis=0), points[:9].mean(axis=0)
    cv2.line(crop, [round(c) for c in shoulders], [round(c) for c in head], colour, thick)
    cv2.circle(crop, [round(c) for c in head], max(round(0.07 * size), 2), colour, cv2.FILLED)
    for a, b in BLAZEPOSE33.bones:
        if a >= 11:
            cv2.line(crop, points[a].tolist(), points[b].tolist(), colour, thick)


_WINDOW = np.arange(-HEATMAP_REACH, HEATMAP_REACH + 1)


def _refined(points: Floats, heatmaps: Floats) -> Floats:
    """Landmarks (39, 2) moved to the centre of mass of their surroundings in the heatmaps, (39, 64, 64) logits."""
    cells = heatmaps.shape[-1]
    centre = (points * cells).astype(int)
    columns, rows = centre[:, :1] + _WINDOW, centre[:, 1:] + _WINDOW
    inside = ((columns >= 0) & (columns < cells))[:, None, :] & ((rows >= 0) & (rows < cells))[:, :, None]
    logits = heatmaps[np.arange(len(points))[:, None, None], rows.clip(0, cells - 1)[:, :, None],
                      columns.clip(0, cells - 1)[:, None, :]]
    weights = np.where(inside, 1 / (1 + np.exp(-logits)), 0)
    total = np.maximum(weights.sum(axis=(1, 2)), 1e-12)
    moved = np.stack([(weights.sum(axis=1) * columns).sum(axis=1), (weights.sum(axis=2) * rows).sum(axis=1)], axis=1)
    on_map = ((centre >= 0) & (centre < cells)).all(axis=1)
    use = on_map & (weights.max(axis=(1, 2)) >= MIN_SCORE)
    return np.where(use[:, None], moved / total[:, None] / cells, points)


def _remember(points: Floats, before: Memory | None) -> Memory:
    """The next region from the two points that make it, through MediaPipe's one-euro filter (Casiez et al. 2012).

    Its time step is MediaPipe's fixed 1/30 s whatever the video's rate, its speed is in units of the person's size.
    """
    step, min_cutoff, beta, speed_cutoff = 1 / 30, 0.01, 10.0, 1.0
    if before is None:
        return Memory(_region(points[0], points[1]), points, points, np.zeros_like(points))

    def share(cutoff: Any) -> Any:
        return 1 / (1 + 1 / (2 * np.pi * cutoff * step))

    size = 2 * float(np.linalg.norm(points[1] - points[0]))
    speed = (points - before.raw) / (max(size, 1e-6) * step)
    speed = before.speed + share(speed_cutoff) * (speed - before.speed)
    smooth = before.smooth + share(min_cutoff + beta * np.abs(speed)) * (points - before.smooth)
    return Memory(_region(smooth[0], smooth[1]), points, smooth, speed)
