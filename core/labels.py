"""What people say about single joints: the rows, what they make of a detector's poses, and the edits that change them.

A label belongs to a person in one frame of a view and speaks of as many joints as somebody touched. Detections stay as
they were: `applied` lays swaps and labels over a prediction, so a new detection lies beneath the same labels, and no
label is ever lost to one. Every edit here is whole: one gesture, one undo.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.skeleton import Skeleton
from core.words import tr

if TYPE_CHECKING:
    from core.document import Document, Edit, Put

VISIBLE, OCCLUDED, ABSENT = "visible", "occluded", "absent"
STATES = (VISIBLE, OCCLUDED, ABSENT)
# Who put a joint where it is; any other source is the id of a model card.
HUMAN, COPIED, INTERPOLATED = "human", "copied", "interpolated"
GHOST, IMPORTED = "ghost", "imported"
# A label's score: a person is sure of what is seen, and guesses what is hidden.
SCORES: Mapping[str, float] = MappingProxyType({VISIBLE: 1.0, OCCLUDED: 0.5, ABSENT: 0.0})
FARTHEST = 1e6  # pixels; a joint may lie outside of its picture, but no picture is so large

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Keypoint:
    """One labelled joint. x, y: pixels of the upright image, None where absent (occluded has a place, absent none)."""

    x: float | None
    y: float | None
    state: str = VISIBLE
    source: str = HUMAN

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"a joint is {', '.join(STATES)}, not {self.state[:40]!r}")
        if ((self.x is None) or (self.y is None)) != (self.state == ABSENT):
            raise ValueError(f"a joint that is {self.state} {'has no' if self.state == ABSENT else 'needs a'} place")
        if not (abs(self.x or 0.0) < FARTHEST and abs(self.y or 0.0) < FARTHEST):
            raise ValueError(f"a joint at ({self.x}, {self.y}) is in no picture")

    @property
    def xys(self) -> tuple[float, float, float]:
        """x, y and score as in a pose array."""
        if self.x is None or self.y is None:
            return float("nan"), float("nan"), 0.0
        return self.x, self.y, SCORES[self.state]


@dataclass(frozen=True)
class Label:
    """The labelled joints of a person in a frame, by joint name. id: `label_id(view, person, frame)`."""

    id: str
    view: str
    person: str
    frame: int
    skeleton: str
    points: Mapping[str, Keypoint]

    def __post_init__(self) -> None:
        if self.frame < 0 or self.id != label_id(self.view, self.person, self.frame):
            raise ValueError(f"label {self.id[:80]!r} is not that of frame {self.frame}")
        object.__setattr__(self, "points", MappingProxyType(dict(self.points)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Label) and (self.id, self.skeleton, dict(self.points)) == (
            other.id, other.skeleton, dict(other.points))

    def __hash__(self) -> int:
        return hash((self.id, self.skeleton, frozenset(self.points.items())))


@dataclass(frozen=True)
class Swap:
    """Left and right exchanged in what was detected of a person, frames start to stop (half open).

    pairs: (left, right) joint names. Two swaps over the same frames undo each other.
    """

    id: str
    view: str
    person: str
    start: int
    stop: int
    pairs: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop or not self.pairs:
            raise ValueError(f"swap {self.id[:40]!r} is of no frames or no joints")


def label_id(view: str, person: str, frame: int) -> str:
    """The one name of a person's label in a frame."""
    return f"{view}/{person}/{frame}"


# -- what labels make of detections


@dataclass(frozen=True, eq=False)
class Corrected:
    """A person's joints after correction. xys: (T, J, 3) as in Poses2D; labelled: (T, J) touched by a label;
    swapped: (T, J) exchanged by a swap."""

    xys: Floats
    labelled: NDArray[np.bool_]
    swapped: NDArray[np.bool_]


def applied(xys: Floats, skeleton: Skeleton, labels: Iterable[Label], swaps: Iterable[Swap] = (),
            first: int = 0) -> Corrected:
    """Detected joints (T, J, 3) of one person with swaps and then labels laid over them; the input is not touched.

    first: the frame that the first row is. Labels of frames or joints that are not there are left out: they wait for a
    prediction that has them.
    """
    out = xys.copy()
    labelled, swapped = np.zeros(xys.shape[:2], dtype=bool), np.zeros(xys.shape[:2], dtype=bool)
    for swap in swaps:
        frames = slice(*(min(max(edge - first, 0), len(out)) for edge in (swap.start, swap.stop)))
        order, touched = _order(skeleton, swap.pairs)
        out[frames] = out[frames][:, order]
        swapped[frames, touched] ^= True
    for label in labels:
        row = label.frame - first
        if not 0 <= row < len(out):
            continue
        for joint, point in label.points.items():
            if joint in skeleton.joints:
                j = skeleton.joints.index(joint)
                out[row, j] = point.xys
                labelled[row, j] = True
    return Corrected(out, labelled, swapped & ~labelled)


def applied_at(xys: Floats, skeleton: Skeleton, frame: int, label: Label | None,
               swaps: Iterable[Swap] = ()) -> Corrected:
    """`applied` for one frame (J, 3), for what is drawn at once; the answer has one frame. label: that frame's."""
    return applied(xys[None], skeleton, () if label is None else (label,), swaps, frame)


def _order(skeleton: Skeleton, pairs: Iterable[tuple[str, str]]) -> tuple[NDArray[np.int64], list[int]]:
    """The permutation that exchanges these pairs, and the joints it moves."""
    order, touched = np.arange(len(skeleton)), []
    for left, right in pairs:
        if left in skeleton.joints and right in skeleton.joints:
            a, b = skeleton.joints.index(left), skeleton.joints.index(right)
            order[a], order[b] = order[b], order[a]
            touched += [a, b]
    return order, touched


LIMB_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "arm": ("shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hand"),
    "leg": ("hip", "knee", "ankle", "heel", "foot", "toe"),
    "face": ("eye", "ear", "mouth"),
})


def pairs_of(skeleton: Skeleton, joint: str, extent: str) -> tuple[tuple[str, str], ...]:
    """The pairs that go with a joint. extent: 'joint' (its own pair), 'limb' (arms, legs or face) or 'person'.

    Raises ParallaxError for a joint in the middle, which has no other side.
    """
    named = [(skeleton.joints[left], skeleton.joints[right]) for left, right in skeleton.pairs]
    if extent == "person":
        return tuple(named)
    own = [pair for pair in named if joint in pair]
    if not own:
        raise ParallaxError(joint, "this joint has no other side.", "Choose one that comes in a pair.")
    if extent == "joint":
        return tuple(own)
    words = next((words for words in LIMB_WORDS.values() if any(word in joint for word in words)), ())
    return tuple(pair for pair in named if pair in own or any(word in pair[0] for word in words))


# -- edits


@dataclass(frozen=True)
class Target:
    """Whose joints an edit is about: a person in a view, in a skeleton."""

    view: str
    person: str
    skeleton: Skeleton


def labels_of(document: "Document", view: str, person: str) -> list[Label]:
    """A person's labels in a view, by frame."""
    return sorted(document.labels_of(view, person).values(), key=attrgetter("frame"))


def swaps_of(document: "Document", view: str, person: str) -> list[Swap]:
    """A person's swaps in a view, in the order in which they were made."""
    return [swap for swap in document.swaps.values() if (swap.view, swap.person) == (view, person)]


def place(document: "Document", target: Target, frame: int, points: Mapping[str, Keypoint], title: str) -> "Edit":
    """These joints of one frame are so from now on; the others stay. Raises ParallaxError where one is locked."""
    from core.document import Edit

    return Edit(title, (_put(document, target, frame, points),))


def clear(document: "Document", target: Target, frames: Sequence[int], joints: Iterable[str] | None = None) -> "Edit":
    """Takes labels back, so that the detection shows again: of these joints, or of the whole person.

    Raises ParallaxError where there is none.
    """
    from core.document import Edit

    puts: list[Put] = []
    gone = None if joints is None else set(joints)
    for frame in frames:
        old = document.labels.get(label_id(target.view, target.person, frame))
        if old is None:
            continue
        left = {} if gone is None else {name: point for name, point in old.points.items() if name not in gone}
        if len(left) < len(old.points) or gone is None:
            puts.append(document.put(replace(old, points=left)) if left else document.drop("labels", old.id))
    if not puts:
        raise ParallaxError(tr("frame {n}").format(n=frames[0]) if frames else tr("No frame"),
                            "there is no label to remove.", "Choose a labelled joint.")
    return Edit(tr("Remove labels") if len(puts) > 1 else tr("Remove label"), tuple(puts))


def copy(document: "Document", target: Target, source: int, frame: int) -> "Edit":
    """The label of one frame in another too. Raises ParallaxError where the first has none."""
    old = document.labels.get(label_id(target.view, target.person, source))
    if old is None:
        raise ParallaxError(tr("frame {n}").format(n=source), "there is no label to copy.", "Choose a labelled frame.")
    points = {name: replace(point, source=COPIED) for name, point in old.points.items()}
    return place(document, target, frame, points, tr("Copy pose from frame {frame}").format(frame=source))


def swap(document: "Document", target: Target, start: int, stop: int, pairs: Sequence[tuple[str, str]],
         title: str = "", labelled: bool = True) -> "Edit":
    """Left and right exchanged in frames start to stop: in what was detected and, unless labelled is False, in what was
    labelled.

    Raises ParallaxError where one of the joints is locked.
    """
    from core.document import Edit, new_id

    row = Swap(new_id(), target.view, target.person, start, stop, tuple(pairs))
    puts = [document.put(row)]
    other = {a: b for left, right in pairs for a, b in ((left, right), (right, left))}
    _refuse_locked(document, target, other)
    for label in labels_of(document, target.view, target.person) if labelled else ():
        if start <= label.frame < stop and other.keys() & label.points.keys():
            points = {other.get(name, name): point for name, point in label.points.items()}
            puts.append(document.put(replace(label, points=points)))
    return Edit(title or tr("Swap left and right"), tuple(puts))


def interpolate(document: "Document", target: Target, start: int, stop: int, times: NDArray[np.float64],
                cubic: bool = False) -> "Edit":
    """Labels in the frames between two labelled ones, for the joints that both have a place for.

    Linear in time, or cubic (a spline through the labelled frames around, where there are two more). times: (T,)
    seconds of the view's frames. A joint already labelled in between by hand stays. Raises ParallaxError where the ends
    are not labelled or nothing lies between.
    """
    from core.document import Edit

    rows = document.labels_of(target.view, target.person)
    for end in (start, stop):
        if end not in rows:
            raise ParallaxError(tr("frame {n}").format(n=end), "this end has no label.", "Label both ends first.")
    ends = [{name for name, p in rows[end].points.items() if p.state != ABSENT} for end in (start, stop)]
    joints = [name for name in target.skeleton.joints if name in ends[0] & ends[1]]
    if stop - start < 2 or not joints:
        raise ParallaxError(tr("frames {start} to {stop}").format(start=start, stop=stop),
                            "there is nothing to fill in between.",
                            "Label the same joints in two frames that are further apart.")
    _refuse_locked(document, target, joints)
    between = np.arange(start + 1, stop)
    paths = {name: _path(rows, name, start, stop, times, between, cubic) for name in joints}
    puts = []
    for n, frame in enumerate(between.tolist()):
        old = rows.get(frame)
        kept = {name for name, p in old.points.items() if p.source != INTERPOLATED} if old else set()
        new = {name: Keypoint(float(path[n, 0]), float(path[n, 1]), _between(rows, name, start, stop), INTERPOLATED)
               for name, path in paths.items() if name not in kept}
        if new:
            puts.append(_put(document, target, frame, new))
    if not puts:
        raise ParallaxError(tr("frames {start} to {stop}").format(start=start, stop=stop),
                            "everything between is labelled already.", "Remove a label there first.")
    return Edit(tr("Interpolate {n} frames").format(n=len(puts)), tuple(puts))


def _between(rows: Mapping[int, Label], joint: str, start: int, stop: int) -> str:
    """Hidden if it is at either end: what is in between was not looked at."""
    states = {rows[end].points[joint].state for end in (start, stop)}
    return OCCLUDED if OCCLUDED in states else VISIBLE


def _path(rows: Mapping[int, Label], joint: str, start: int, stop: int, times: NDArray[np.float64],
          between: NDArray[np.int64], cubic: bool) -> NDArray[np.float64]:
    """(N, 2) pixels of a joint at the frames between."""
    from scipy.interpolate import CubicSpline

    known = {frame: (p.x, p.y) for frame, row in rows.items()
             if frame < len(times) and (p := row.points.get(joint)) is not None and p.x is not None
             and (p.source != INTERPOLATED or frame in (start, stop))}
    before = [f for f in sorted(known) if f <= start][-2:]
    after = [f for f in sorted(known) if f >= stop][:2]
    used = before + after if cubic else [start, stop]
    places = np.array([known[f] for f in used], dtype=np.float64)
    at = times[np.array(used)]
    if len(used) < 3:
        share = (times[between] - at[0]) / (at[1] - at[0])
        return np.asarray(places[0] + share[:, None] * (places[1] - places[0]))
    return np.asarray(CubicSpline(at, places, bc_type="natural")(times[between]))


# -- locks


def locks_key(view: str, person: str) -> str:
    """Id of the setting that names a person's locked joints in a view."""
    return f"locks/{view}/{person}"


def locked(document: "Document", target: Target) -> frozenset[str]:
    """The joints that no edit may move."""
    kept = document.setting(locks_key(target.view, target.person), ())
    return frozenset(name for name in kept if isinstance(name, str)) if isinstance(kept, tuple) else frozenset()


def lock(document: "Document", target: Target, joint: str, on: bool) -> "Edit":
    """Locks a joint against edits, or frees it."""
    from core.document import Edit, Setting

    names = locked(document, target) | {joint} if on else locked(document, target) - {joint}
    row = Setting(locks_key(target.view, target.person), tuple(sorted(names)))
    title = tr("Lock {joint}") if on else tr("Unlock {joint}")
    return Edit(title.format(joint=joint), (document.put(row),))


def _refuse_locked(document: "Document", target: Target, joints: Iterable[str]) -> None:
    held = sorted(locked(document, target).intersection(joints))
    if held:
        raise ParallaxError(", ".join(held), "this joint is locked.", "Unlock it first.")


def _put(document: "Document", target: Target, frame: int, points: Mapping[str, Keypoint]) -> "Put":
    _refuse_locked(document, target, points)
    id = label_id(target.view, target.person, frame)
    old = document.labels.get(id)
    merged = {**(old.points if old is not None else {}), **points}
    return document.put(Label(id, target.view, target.person, frame, target.skeleton.name, merged))
