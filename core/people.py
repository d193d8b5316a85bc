"""Who is who: one person in one frame, when two of them are the same, and which one is the athlete."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.pose import Poses2D
from core.skeleton import Skeleton

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

TORSO = ("lshoulder", "rhip", "rshoulder", "lhip")    # its diagonals
SAME = 0.12       # mean joint distance, as a share of the size, below which two poses of a frame are one person
BORROWED = 0.5    # share of a pose's joints that lie on other people's same joints, above which it is made of them
COVERED = 0.65    # the same, where those people were painted out: then joints that coincide are not taken from them
ON_JOINT = 0.06   # as a share of the size: nearer than this, a joint lies on another's
SMALL = 0.85      # of another's size: a pose below it may be made of that one's limbs
OVERLAID = 0.6    # share of an upside-down pose's joints on another's body, above which it is that one's
ON_BODY = 0.07    # as a share of the size: nearer than this to a bone, a point lies on the body
MARGIN = 0.06     # of the height: a body reaches that far beyond its joints
BOXED = 0.35      # overlap (IoU) of a drawn box with the box round a person
REACH = 0.15      # a click may miss the box of a person by this share of its height


@dataclass(frozen=True)
class Person:
    """One person in one frame.

    xys: (J, 3) float32: x, y in pixels (origin at the centre of the top-left pixel), score in [0, 1].
    xyzs: (J, 4) float32: x right, y down, z away from the camera in metres from the mid-hip, score; None where the
    detector has no 3D of its own. score: that this is a person, in [0, 1]. size: about the person's height in pixels.
    memory: what the detector needs to find this person in the next frame; its own business.
    """

    xys: Floats
    score: float
    size: float
    memory: Any = None
    xyzs: Floats | None = None


@dataclass(frozen=True)
class Seed:
    """A person pointed at in one frame, by a point (x, y) or a box (x0, y0, x1, y1) in pixels of the upright image.

    person: seeds of one number point at one person, in several frames; without it all seeds do.
    """

    frame: int
    point: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None
    person: int = 0

    def __post_init__(self) -> None:
        if (self.point is None) == (self.box is None):
            raise ValueError("a seed is a point or a box")


def apart(a: Person, b: Person) -> float:
    """Mean distance of the joints of two poses, in units of the larger person's size."""
    return float(np.linalg.norm(a.xys[:, :2] - b.xys[:, :2], axis=1).mean() / max(a.size, b.size, 1.0))


def box(person: Person) -> Floats:
    """(4,) x0, y0, x1, y1 round the joints."""
    return np.concatenate([person.xys[:, :2].min(axis=0), person.xys[:, :2].max(axis=0)])


def touch(a: Person, b: Person) -> bool:
    """Whether the boxes round two people overlap."""
    p, q = box(a), box(b)
    return bool((np.maximum(p[:2], q[:2]) < np.minimum(p[2:], q[2:])).all())


def borrowed(person: Person, others: Sequence[Person], skeleton: Skeleton, share: float = BORROWED) -> bool:
    """Whether a pose is put together from other people's: their torso, their legs, with left and right as may be.

    That is what a net makes of a region with parts of two people in it.
    """
    if not others:
        return False
    joints = person.xys[:, :2]
    theirs = np.stack([p.xys[order, :2] for p in others for order in (slice(None), skeleton.mirror)])
    nearest = np.linalg.norm(theirs - joints, axis=-1).min(axis=0)
    return bool((nearest < ON_JOINT * person.size).mean() > share)


def part_of(person: Person, others: Sequence[Person], skeleton: Skeleton) -> bool:
    """Whether a pose is a small one seen into the limbs of someone: a face in a knee, arms along a shin."""
    for other in others:
        if person.size < SMALL * other.size:
            distances = to_bones(person.xys[:, :2], other.xys[:, :2], skeleton)
            if (distances < ON_BODY * other.size).mean() > 0.9:
                return True
    return False


def upside_down(person: Person, others: Sequence[Person], skeleton: Skeleton) -> bool:
    """Whether a pose is another's body read the wrong way up: arms seen into the legs, a head between them.

    Nets that turn their crop do that; a pose that lies on a body and has its shoulders where that has its feet is no
    second person.
    """
    for other in others:
        on_body = to_bones(person.xys[:, :2], other.xys[:, :2], skeleton) < ON_BODY * other.size
        if on_body.mean() > OVERLAID and float(_up(person, skeleton) @ _up(other, skeleton)) < 0:
            return True
    return False


def _up(person: Person, skeleton: Skeleton) -> Floats:
    """(2,) from the hips to the shoulders."""
    shoulders, hips = (person.xys[[skeleton.index(side + joint) for side in "lr"], :2].mean(axis=0)
                       for joint in ("shoulder", "hip"))
    return np.asarray(shoulders - hips, dtype=np.float32)


# ---------------------------------------------------------------- what a person looks like

_COLOURS = (3, 6, 6)   # bins of lightness, green-red and blue-yellow


def look(image: Image, person: Person, skeleton: Skeleton) -> Floats:
    """A histogram of the colours on torso, thighs and head: what tells people apart where positions do not.

    (108,) float32 that sums to 1: CIELAB, three bins of lightness and six of either colour axis.
    """
    import cv2
    at = {name: person.xys[skeleton.index(name), :2] for name in
          ("lshoulder", "rshoulder", "lhip", "rhip", "lknee", "rknee", "nose")}
    across, along = np.meshgrid(np.linspace(0.1, 0.9, 6), np.linspace(0.1, 0.9, 6))
    across, along = across.reshape(-1, 1), along.reshape(-1, 1)
    top = at["lshoulder"] + across * (at["rshoulder"] - at["lshoulder"])
    bottom = at["lhip"] + across * (at["rhip"] - at["lhip"])
    steps = np.linspace(0.1, 0.8, 6)[:, None]
    head = at["nose"] + 0.04 * person.size * np.stack([across - 0.5, along - 0.5], axis=-1).reshape(-1, 2)
    points = np.concatenate([top + along * (bottom - top), head[::3],
                             *(at[hip] + steps * (at[knee] - at[hip]) for hip, knee in
                               (("lhip", "lknee"), ("rhip", "rknee")))])
    height, width = image.shape[:2]
    columns, rows = np.rint(points[np.isfinite(points).all(axis=1)]).astype(int).T
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    if not inside.any():
        return np.full(int(np.prod(_COLOURS)), 1 / np.prod(_COLOURS), np.float32)
    pixels = np.ascontiguousarray(image[rows[inside], columns[inside]][None])
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)).reshape(-1, 3).astype(int)
    light = lab[:, 0] * _COLOURS[0] // 256
    # Clothes and skin lie within ±24 of grey on the colour axes; what is outside goes to the outer bins.
    green_red, blue_yellow = ((lab[:, 1:] - 128 + 24) * 6 // 48).clip(0, 5).T
    counts = np.bincount((light * 6 + green_red) * 6 + blue_yellow, minlength=int(np.prod(_COLOURS)))
    return (counts / counts.sum()).astype(np.float32)


def alike(a: Floats, b: Floats) -> float:
    """Bhattacharyya coefficient of two looks: 1 the same, 0 nothing in common."""
    return float(np.sqrt(a * b).sum())


# ---------------------------------------------------------------- choosing one track of a video


def athlete(poses: Poses2D) -> int:
    """The track of the athlete: the largest, most central and longest seen. Raises ValueError when there is nobody.

    Each of the three is a factor, so that a passer-by close to the camera does not win by size alone.
    """
    boxes = _boxes(poses.xys)                               # (T, P, 4)
    seen = np.isfinite(boxes[..., 0])
    if not seen.any():
        raise ValueError("an athlete is chosen among people, and there is nobody")
    width, height = poses.size
    with np.errstate(invalid="ignore"):
        sizes = (boxes[..., 2:] - boxes[..., :2]).max(axis=-1)   # of someone lying, the width
        centre = (boxes[..., 0] + boxes[..., 2]) / 2
        off_centre = np.abs(centre / max(width - 1, 1) - 0.5)
    scores = np.zeros(seen.shape[1])
    for p in np.flatnonzero(seen.any(axis=0)):
        size = np.median(sizes[seen[:, p], p]) / height
        central = 1 - np.median(off_centre[seen[:, p], p]).clip(0, 0.9)
        scores[p] = size * central * seen[:, p].mean()
    return int(scores.argmax())


def at(poses: Poses2D, frame: int, x: float, y: float) -> int | None:
    """The track under a point (pixels) of a frame; None where nobody is near."""
    return pointed(poses.xys[frame, :, :, :2], poses.skeleton, Seed(frame, point=(x, y)))


def pointed(joints: Floats, skeleton: Skeleton, seed: Seed) -> int | None:
    """Which of several people, joints (P, J, 2) with NaN for missing ones, a seed points at; None for none of them.

    A point: of those whose boxes hold it, or nearly, the one nearest to whose body it is, in units of that one's size.
    A box: the one whose own box it overlaps most, and by BOXED at least.
    """
    best, best_cost = None, np.inf
    for p, body in enumerate(joints):
        known = body[np.isfinite(body).all(axis=1)]
        if not len(known):
            continue
        low, high = known.min(axis=0), known.max(axis=0)
        if seed.box is not None:
            margin = MARGIN * (high - low).max()
            cost = 1 - _overlap((*(low - margin), *(high + margin)), seed.box)
            near = cost <= 1 - BOXED
        else:
            point, tall = np.array(seed.point, np.float32), float(max(*(high - low), 1.0))
            near = bool(np.linalg.norm(np.maximum(np.maximum(low - point, point - high), 0)) <= REACH * tall)
            # Where two overlap a limb of one may lie on the other's chest: the middle of the body decides.
            corners = body[[skeleton.index(name) for name in TORSO]]
            whole = corners if np.isfinite(corners).all() else known
            off_middle = np.linalg.norm(point - whole.mean(axis=0))
            cost = float(to_bones(point[None], body, skeleton)[0] + 0.1 * off_middle) / tall
        if near and cost < best_cost:
            best, best_cost = p, cost
    return best


def _overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Intersection over union of two boxes x0, y0, x1, y1."""
    width = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    height = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    areas = sum(abs(box[2] - box[0]) * abs(box[3] - box[1]) for box in (a, b))
    return float(width * height / max(areas - width * height, 1e-9))


def _boxes(xys: Floats) -> Floats:
    """(T, P, 4) x0, y0, x1, y1 of the joints there are; NaN without any."""
    low = np.where(np.isfinite(xys[..., :2]), xys[..., :2], np.inf).min(axis=2)
    high = np.where(np.isfinite(xys[..., :2]), xys[..., :2], -np.inf).max(axis=2)
    boxes = np.concatenate([low, high], axis=-1)
    return np.where(np.isfinite(boxes), boxes, np.nan).astype(np.float32)


def to_bones(points: Floats, joints: Floats, skeleton: Skeleton) -> Floats:
    """(N,) distances of points (N, 2) from the nearest bone or joint of a person, (J, 2), NaN where missing.

    The torso's diagonals count as bones: its middle is part of the body.
    """
    joint = np.linalg.norm(points[:, None] - joints, axis=-1)
    corners = [skeleton.index(name) for name in TORSO]
    starts, ends = (joints[list(side)] for side in
                    zip(*skeleton.bones, corners[:2], corners[2:], strict=True))
    bones = ends - starts
    shares = ((points[:, None] - starts) * bones).sum(-1) / np.maximum((bones**2).sum(-1), 1e-9)
    bone = np.linalg.norm(points[:, None] - starts - shares.clip(0, 1)[..., None] * bones, axis=-1)
    distances = np.concatenate([joint, bone], axis=1)
    return np.where(np.isnan(distances), np.inf, distances).min(axis=1).astype(np.float32)
