"""Edits of a whole pose in one frame: added where there is none, deleted, taken over from another frame.

Locked joints stay as they are, and are named beside the edit, so that the user can be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core import labels
from core.document import Document, Edit
from core.errors import ParallaxError
from core.labels import ABSENT, COPIED, Keypoint, Label, Target, label_id
from core.skeleton import Skeleton
from core.words import tr

Floats = NDArray[np.float32]
Points = Mapping[str, Keypoint]


@dataclass(frozen=True)
class Whole:
    """An edit of a pose, and the joints that it leaves as they are because they are locked."""

    edit: Edit
    held: tuple[str, ...] = ()


def points_of(xys: NDArray[np.floating], skeleton: Skeleton, label: Label | None = None) -> dict[str, Keypoint]:
    """What can be copied of a frame. xys: (J, 2 or more) its joints after correction; label: what is said of them.

    A joint that nothing is said of is visible where it was found, and left out where it was not.
    """
    said = label.points if label is not None else {}
    found: dict[str, Keypoint] = {}
    for joint, (x, y, *_) in zip(skeleton.joints, xys.tolist(), strict=True):
        if joint in said:
            found[joint] = replace(said[joint], source=COPIED)
        elif np.isfinite((x, y)).all():
            found[joint] = Keypoint(x, y, source=COPIED)
    return found


def add(document: Document, target: Target, frame: int, here: Floats, points: Points,
        at: tuple[float, float] | None = None) -> Whole:
    """The joints that are missing in a frame, as they are in another one; none that is there is touched.

    here: (J, 3) the frame's joints after correction. points: those of the other frame. at: where the middle of the new
    pose goes, None leaves it where it was; beside joints that are here already it goes where these say. A joint that
    somebody said is absent stays so, unless all are: then the pose itself was deleted. Raises ParallaxError where
    nothing is missing.
    """
    placed = _placed(here, target.skeleton)
    old = document.labels.get(label_id(target.view, target.person, frame))
    absent = {joint for joint, p in old.points.items() if p.state == ABSENT} if old is not None and placed else set()
    new = {joint: p for joint, p in points.items() if p.state != ABSENT and joint not in placed and joint not in absent}
    free, held = _free(document, target, new)
    if not free:
        raise ParallaxError(tr("frame {n}").format(n=frame), "what is missing here is locked." if held else
                            "no joint is missing here." if placed else "there is no pose to add.",
                            "Unlock it first." if held else "Move single joints, or delete the pose first.")
    dx, dy = _shift(free, points, placed, at)
    moved = {joint: replace(p, x=p.x + dx, y=p.y + dy) for joint, p in free.items() if p.x is not None
             and p.y is not None}
    title = tr("Add the missing joints in frame {frame}") if placed else tr("Add a pose in frame {frame}")
    return Whole(labels.place(document, target, frame, moved, title.format(frame=frame)), held)


def _shift(new: Points, points: Points, placed: Mapping[str, tuple[float, float]],
           at: tuple[float, float] | None) -> tuple[float, float]:
    """How far the new joints are moved."""
    apart = [(x - p.x, y - p.y) for joint, (x, y) in placed.items()
             if (p := points.get(joint)) is not None and p.x is not None and p.y is not None]
    if apart:
        dx, dy = np.median(np.array(apart), axis=0)
        return float(dx), float(dy)
    if at is None:
        return 0.0, 0.0
    places = np.array([(p.x, p.y) for p in new.values()], dtype=np.float64)
    dx, dy = np.array(at) - (places.min(axis=0) + places.max(axis=0)) / 2
    return float(dx), float(dy)


def delete(document: Document, target: Target, frame: int, here: Floats) -> Whole:
    """Every joint is absent in a frame. here: (J, 3) its joints after correction. Raises ParallaxError where none is
    there, or all that are are locked."""
    placed = _placed(here, target.skeleton)
    if not placed:
        raise ParallaxError(tr("frame {n}").format(n=frame), "there is no pose to delete.",
                            "Go to a frame that has one.")
    free, held = _free(document, target, {joint: Keypoint(None, None, ABSENT) for joint in target.skeleton.joints})
    if not placed.keys() - set(held):
        raise ParallaxError(tr("frame {n}").format(n=frame), "its joints are locked.", "Unlock them first.")
    title = tr("Delete the pose in frame {frame}").format(frame=frame)
    return Whole(labels.place(document, target, frame, free, title), tuple(joint for joint in held if joint in placed))


def copy(document: Document, target: Target, frame: int, source: int, points: Points) -> Whole:
    """The whole pose of one frame in another, whatever was there. points: of the frame `source`. Raises ParallaxError
    where it has none, or all of it is locked."""
    if all(point.state == ABSENT for point in points.values()):
        raise ParallaxError(tr("frame {n}").format(n=source), "there is no pose to copy.",
                            "Choose a frame that has one.")
    free, held = _free(document, target, points)
    if not free:
        raise ParallaxError(tr("frame {n}").format(n=frame), "its joints are locked.", "Unlock them first.")
    title = tr("Copy the pose of frame {source} to frame {frame}").format(source=source, frame=frame)
    return Whole(labels.place(document, target, frame, free, title), held)


def _placed(xys: Floats, skeleton: Skeleton) -> dict[str, tuple[float, float]]:
    """The joints that are somewhere."""
    return {joint: (float(x), float(y)) for joint, (x, y) in zip(skeleton.joints, xys[:, :2].tolist(), strict=True)
            if np.isfinite((x, y)).all()}


def _free(document: Document, target: Target, points: Points) -> tuple[dict[str, Keypoint], tuple[str, ...]]:
    """The points that may be set, and the names of those that are locked."""
    locked = labels.locked(document, target)
    return ({joint: point for joint, point in points.items() if joint not in locked},
            tuple(joint for joint in points if joint in locked))
