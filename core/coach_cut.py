"""Where the athlete is in a picture, to be cut out of it: regions of one size for a strip, and one picture in which the
athlete is many times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.coach_material import Material
from core.coach_motion import Motion
from core.coaching import KeyMoment
from core.errors import ParallaxError
from core.skeleton import H36M17
from core.words import tr

MARGIN = 0.14        # around the joints, of the largest body's height: there is hair over the head, and sole under it
STEADY = 1.8         # times one body's height over which all of them may be spread to be cut at one height
BESIDE = 0.2         # room around all of them, of one's height
MOVES = 0.08         # of its height, by which a body moves on from moment to moment at least, to be shown beside itself
LIMB = 0.055         # how thick a limb is at most, of the body's height
WIDER = 4.0          # so many times as far from a bone is looked for what has changed there
CHANGED = 26         # of 255, by which a pixel is no longer that of the empty place
BACKGROUND = 15      # frames that the empty place is made of
ROWS = 64            # of them at a time: all at once would be a gigabyte
TRUNK = tuple(H36M17.index(joint) for joint in ("lshoulder", "rshoulder", "lhip", "rhip"))

Floats = NDArray[np.floating[Any]]
RGB = NDArray[np.uint8]


@dataclass(frozen=True)
class Region:
    """A part of a picture, which may reach beyond it: pixels of the whole picture."""

    left: float
    top: float
    width: float
    height: float


def moments_for(material: Material, view: str, count: int, span: tuple[float | None, float | None] = (None, None)
                ) -> list[KeyMoment]:
    """The key moments in a span (reference seconds) at which the view sees the athlete; where there are none, `count`
    evenly spaced ones without a name. Raises ParallaxError where nobody is seen there."""
    motion = material.motions.get(view)
    low, high = (-np.inf if span[0] is None else span[0]), (np.inf if span[1] is None else span[1])
    if motion is not None:
        own = [moment for moment in material.moments if low <= moment.time_s <= high and _body(motion, moment.time_s)
               is not None]
        if own:
            return own
        seen = motion.times[np.isfinite(motion.flat[..., 0]).any(axis=1)]
        seen = seen[(seen >= low) & (seen <= high)]
        if len(seen):
            chosen = seen[np.unique(np.linspace(0, len(seen) - 1, max(count, 1)).round().astype(int))]
            return [KeyMoment(f"even {n}", float(t), "") for n, t in enumerate(chosen)]
    raise ParallaxError(tr("The strip"), "shows nobody: the athlete is not found in this recording there.",
                        "Choose another recording or another range, or find poses first.")


def regions(motion: Motion, times: Sequence[float], slim: float = 0.0) -> list[Region]:
    """Of each moment the part of the picture with the athlete, all of one size, and at one height where the camera
    stands still enough for that. slim: the width that they have at least, of the height, where the picture is so wide.
    Raises ParallaxError as `moments_for`."""
    boxes = [box for t in times if (box := _body(motion, t)) is not None]
    if len(boxes) != len(times) or not boxes:
        raise ParallaxError(tr("The athlete"), "is not seen at one of these moments.", "Choose another recording.")
    lows, highs = np.array([box[0] for box in boxes]), np.array([box[1] for box in boxes])
    tallest = float((highs[:, 1] - lows[:, 1]).max())
    margin = MARGIN * tallest
    top, bottom = float(lows[:, 1].min()), float(highs[:, 1].max())
    steady = bottom - top <= STEADY * tallest
    height = (bottom - top if steady else tallest) + 2 * margin
    whole_w, whole_h = motion.size
    width = max(float((highs[:, 0] - lows[:, 0]).max()) + 2 * margin, min(slim * height, whole_w))
    middles = (lows + highs) / 2
    return [Region(_inside(float(x) - width / 2, width, whole_w),
                   _inside(top - margin if steady else float(y) - height / 2, height, whole_h), width, height)
            for x, y in middles]


def all_of(cut: Sequence[Region], size: tuple[int, int]) -> Region:
    """What holds all regions and some room around them, within a picture of a (width, height)."""
    spare = BESIDE * cut[0].height
    left, top = max(min(one.left for one in cut) - spare, -0.5), max(min(one.top for one in cut) - spare, -0.5)
    right = min(max(one.left + one.width for one in cut) + spare, size[0] - 0.5)
    bottom = min(max(one.top + one.height for one in cut) + spare, size[1] - 0.5)
    return Region(left, top, right - left, bottom - top)


def stays(motion: Motion, times: Sequence[float]) -> bool:
    """Whether the athlete is so nearly in one place at all of these moments that one would cover the other."""
    boxes = [box for t in times if (box := _body(motion, t)) is not None]
    middles = np.array([(low + high) / 2 for low, high in boxes]).reshape(-1, 2)
    if len(middles) < 2:
        return False
    tallest = max(float(high[1] - low[1]) for low, high in boxes)
    return float(np.median(np.linalg.norm(np.diff(middles, axis=0), axis=1))) < MOVES * tallest


def _inside(start: float, length: float, whole: int) -> float:
    """Moved into the picture, where it fits in there at all."""
    return min(max(start, -0.5), whole - 0.5 - length) if length <= whole else start


def _body(motion: Motion, t: float) -> tuple[Floats, Floats] | None:
    """The least and the largest x and y of what is seen of the athlete; None where that is too little."""
    body = motion.at(t)
    known = body[np.isfinite(body).all(axis=1)] if body is not None else np.zeros((0, 2))
    return (known.min(axis=0), known.max(axis=0)) if len(known) >= 4 else None


# -- many in one picture


def empty(pictures: Sequence[RGB], bodies: Sequence[Floats], bones: Sequence[tuple[int, int]]) -> RGB:
    """What is behind the athlete, seen by a camera that stands still: the median of many pictures of one size, of each
    pixel that of the pictures in which the athlete is elsewhere, if there is any. bodies: (J, 2) in their pixels."""
    covered: NDArray[np.bool_] = np.stack([_limbs(one.shape[:2], body, bones, WIDER) > 0
                                           for one, body in zip(pictures, bodies, strict=True)])
    covered[:, covered.all(axis=0)] = False
    stack, out = np.stack(pictures), np.empty_like(pictures[0])
    for top in range(0, len(out), ROWS):
        rows = slice(top, top + ROWS)
        values = np.where(covered[:, rows, :, None], np.inf, stack[:, rows].astype(np.float32))
        values.sort(axis=0)
        middle = (len(values) - 1 - covered[:, rows].sum(axis=0)) // 2
        out[rows] = np.take_along_axis(values, middle[None, :, :, None], axis=0)[0].astype(np.uint8)
    return out


def laid_in(ground: RGB, pictures: Sequence[RGB], bodies: Sequence[Floats], bones: Sequence[tuple[int, int]]) -> RGB:
    """The ground with the athlete of every picture in it, the last one on top.

    pictures: (h, w, 3) as the ground; bodies: (J, 2) in their pixels, NaN where missing. What is taken of a picture is
    where its limbs are, and around them what differs from the ground.
    """
    out = ground.astype(np.float32)
    for picture, body in zip(pictures, bodies, strict=True):
        share = _share(ground, picture, body, bones)[..., None]
        out += share * (picture.astype(np.float32) - out)
    return out.round().astype(np.uint8)


def _limbs(shape: tuple[int, ...], body: Floats, bones: Sequence[tuple[int, int]], wider: float = 1.0
           ) -> NDArray[np.uint8]:
    """(h, w) 1 where a body is: its bones as thick as limbs, and its trunk."""
    import cv2

    known = np.asarray(np.isfinite(body).all(axis=1))
    tall = float(np.ptp(body[known, 1])) if known.any() else 0.0
    thick = max(round(LIMB * wider * tall), 2)
    drawn = np.zeros(shape, np.uint8)
    for a, b in bones:
        if known[a] and known[b]:
            ends = [[int(x) for x in body[joint].round()] for joint in (a, b)]
            cv2.line(drawn, ends[0], ends[1], 1, thick)
    trunk = body[list(TRUNK)]
    if np.isfinite(trunk).all():
        cv2.fillConvexPoly(drawn, cv2.convexHull(trunk.round().astype(np.int32)), 1)
    return drawn


def _share(ground: RGB, picture: RGB, body: Floats, bones: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """(h, w) 0 to 1: how much of the picture is seen."""
    import cv2

    limbs, around = _limbs(ground.shape[:2], body, bones), _limbs(ground.shape[:2], body, bones, WIDER)
    apart = cv2.absdiff(cv2.GaussianBlur(picture, (3, 3), 0), cv2.GaussianBlur(ground, (3, 3), 0)).max(axis=2)
    changed = np.maximum(limbs, around * (apart > CHANGED).astype(np.uint8))
    core = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    share = cv2.morphologyEx(cv2.morphologyEx(changed, cv2.MORPH_CLOSE, core), cv2.MORPH_OPEN, core)
    return np.asarray(cv2.GaussianBlur(share.astype(np.float32), (0, 0), 1.2), dtype=np.float32)
