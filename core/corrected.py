"""A view's effective 2D: what was detected of the athlete, with swaps and labels laid over it.

Nothing is stored: predictions stay as they were made, labels and swaps lie in the document, and this is what they make
together. Everything that works with a view's poses (lifting, comparing, synchronizing, training) takes them from here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import sparse
from core.document import Document
from core.labels import Corrected, Label, Swap, applied, applied_at, labels_of, swaps_of
from core.pose import Poses2D, Poses3D, Source
from core.records import dumps
from core.skeleton import Skeleton
from core.storage import Project

ATHLETE = "athlete"

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class MadeFrom:
    """What a view's effective 2D is made of: a prediction's athlete, the labels by frame, the swaps in their order.
    Two that are equal make the same poses."""

    prediction: str
    athlete: int
    labels: tuple[Label, ...]
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, eq=False)
class Effective:
    """poses: the athlete alone (P = 1), corrected; labelled, swapped: (T, J) touched by a label or a swap."""

    made_from: MadeFrom
    poses: Poses2D
    labelled: Mask
    swapped: Mask


def made_from(document: Document, view: str, person: str = ATHLETE) -> MadeFrom | None:
    """None where the view has no poses, or nobody in them is the athlete."""
    row = document.active("2d", view)
    if row is None or row.athlete is None:
        return None
    return MadeFrom(row.id, row.athlete, tuple(labels_of(document, view, person)),
                    tuple(swaps_of(document, view, person)))


def blank(times: NDArray[np.float64], skeleton: Skeleton, size: tuple[int, int]) -> Poses2D:
    """What labels lie over where nothing was detected: one person who is nowhere. times: (T,); size: of the picture."""
    nowhere = np.array([np.nan, np.nan, 0], np.float32)  # one joint for all: those of an hour would be 90 MB
    return Poses2D(np.broadcast_to(nowhere, (len(times), 1, len(skeleton), 3)), times, skeleton, size, Source(""))


def correct(poses: Poses2D, source: MadeFrom) -> Effective:
    """The athlete of a prediction with its swaps and labels; the poses given are not touched. What was done is told in
    the source's settings, 'labels' and 'swaps' with how many; without any the source is the detector's own."""
    found = applied(poses.xys[:, source.athlete], poses.skeleton, source.labels, source.swaps)
    told = {name: len(rows) for name, rows in (("labels", source.labels), ("swaps", source.swaps)) if rows}
    by = replace(poses.source, settings={**poses.source.settings, **told})
    return Effective(source, replace(poses, xys=found.xys[:, None], source=by), found.labelled, found.swapped)


# ---------------------------------------------------------------- poses of key-frames


def at_frame(xys: Floats, skeleton: Skeleton, keys: NDArray[np.int64], stride: int, frame: int,
             labels: Mapping[int, Label], swaps: Sequence[Swap]) -> Corrected:
    """One person's frame as corrected, where only the key-frames were looked at; the answer has one frame.

    xys: (T, J, 3). Between two key-frames a joint is on the line between these, as corrected; a frame with a label
    counts as one of them for those beside it. Swaps hold for the frames that they name.
    """
    after = int(np.searchsorted(keys, frame))
    label = labels.get(frame)
    if after in (0, len(keys)) or keys[after] == frame or keys[after] - keys[after - 1] > stride:
        return applied_at(xys[frame], skeleton, frame, label, swaps)
    ends = [int(keys[after - 1]), int(keys[after])]
    if label is None:
        between = [other for other in range(ends[0] + 1, ends[1]) if other in labels]
        ends = [max([ends[0], *(o for o in between if o < frame)]), min([ends[1], *(o for o in between if o > frame)])]
    values = []
    for end in ends:
        made = at_frame(xys, skeleton, keys, stride, end, labels, swaps).xys
        # A swap is its own inverse: what is on the line is exchanged where its own frame says so.
        values.append(applied(made, skeleton, (), tuple(reversed(swaps)), end).xys[0])
    line = sparse.between(np.stack(values), np.array(ends), np.array([frame]))[0]
    line[~np.isfinite(line[:, 0])] = (np.nan, np.nan, 0)
    return applied_at(line, skeleton, frame, label, swaps)


def at_keys(poses: Poses2D, source: MadeFrom) -> Poses2D:
    """Poses of key-frames with the athlete corrected at these and in the frames that somebody labelled, which are
    key-frames too from now on. What was done is told in the settings."""
    made, who = correct(poses, source), source.athlete
    xys, keys, stride = poses.xys.copy(), sparse.keys_of(poses), sparse.stride_of(poses)
    xys[:, who] = made.poses.xys[:, 0]
    labels = {label.frame: label for label in source.labels if label.frame < len(xys)}
    more = np.setdiff1d(np.array(sorted(labels), dtype=np.int64), keys)
    for frame in more.tolist():
        xys[frame, who] = at_frame(poses.xys[:, who], poses.skeleton, keys, stride, frame, labels, source.swaps).xys[0]
    told = {**made.poses.source.settings, "corrected": fingerprint(source)}
    out = replace(poses, xys=xys, source=replace(poses.source, settings=told))
    return sparse.keyed(out, np.union1d(keys, more), stride)


def to_look_at(project: Project, view: str) -> Poses2D | None:
    """A view's athlete alone, corrected, and between key-frames on the lines between these; None where there is none.
    Reads files: not for the GUI thread. Raises ParallaxError."""
    source = made_from(project.document, view)
    poses = project.poses(source.prediction) if source is not None else None
    if source is None or not isinstance(poses, Poses2D):
        return None
    if sparse.stride_of(poses) == 1:
        return correct(poses, source).poses
    made = at_keys(poses, source)
    return sparse.filled(replace(made, xys=made.xys[:, source.athlete:source.athlete + 1]))


def told(poses: Poses2D) -> dict[str, Any]:
    """What the settings of poses say of their corrections."""
    return {name: poses.source.settings[name] for name in ("labels", "swaps", "corrected")
            if name in poses.source.settings}


def fingerprint(source: MadeFrom) -> str:
    """Another one wherever the corrections are others; '' where there are none."""
    if not (source.labels or source.swaps):
        return ""
    return sha256(dumps([source.labels, source.swaps]).encode()).hexdigest()[:16]


# ---------------------------------------------------------------- of a whole project


class Corrections:
    """The effective 2D of a project's views, each kept until what it is made from changes.

    load: prediction id → its poses, as Project.poses. May be asked from several threads: the worst that happens is that
    something is made twice.
    """

    def __init__(self, load: Callable[[str], Poses2D | Poses3D]) -> None:
        self._load = load
        self._raw: dict[str, tuple[str, Poses2D]] = {}  # view → prediction and its poses
        self._made: dict[tuple[str, str], Effective] = {}

    def of(self, document: Document, view: str, person: str = ATHLETE) -> Effective | None:
        """The view's effective 2D, None where there is none. Reads files: not for the GUI thread.

        Raises ParallaxError where the poses cannot be read.
        """
        source = made_from(document, view, person)
        if source is None:
            self._made.pop((view, person), None)
            return None
        kept = self._made.get((view, person))
        # Rows are frozen and shared, so comparing hours of labels compares identities.
        if kept is not None and kept.made_from == source:
            return kept
        made = self._made[view, person] = correct(self._poses(view, source.prediction), source)
        return made

    def _poses(self, view: str, prediction: str) -> Poses2D:
        kept = self._raw.get(view)
        if kept is not None and kept[0] == prediction:
            return kept[1]
        poses = self._load(prediction)
        if not isinstance(poses, Poses2D):
            raise ValueError(f"prediction {prediction} is not of 2D poses")
        self._raw[view] = prediction, poses
        return poses


def of_project(project: Project, view: str, person: str = ATHLETE) -> Effective | None:
    """A view's effective 2D, once. Reads files: not for the GUI thread. Raises ParallaxError."""
    return Corrections(project.poses).of(project.document, view, person)
