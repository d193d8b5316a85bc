"""Where the views of a recording agree: every view's 3D laid over that of a reference view.

Each view was lifted on its own, in the axes of its own camera and at a size of its own. The other views are read at the
times of the reference view's frames (core/resample.py: the nearest frame would be up to half a frame off, which a fast
hand makes centimetres of) and brought onto it by Procrustes: one similarity for all frames where the cameras stand
still, so that what remains is the views' disagreement on the pose and on how the body turns; one a frame where a camera
moves, which leaves only the disagreement on the pose.

The distance that remains is *agreement*, never accuracy: two views can share an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core import geometry
from core.clock import Clock
from core.errors import ParallaxError
from core.pose import Poses3D
from core.skeleton import H36M17, Skeleton
from core.words import tr

FEWEST = 4        # joints (times frames) in common that a similarity is fitted to: three always fit
LONGEST_GAP_S = 0.1  # a joint that a view lacks for longer is not interpolated (1.5 of its frames where that is more)
# Ankle joint over the floor as a share of stature (Drillis & Contini 1966; Winter, Biomechanics, 4th ed., fig. 4.1).
ANKLE_HEIGHT = 0.039

Floats = NDArray[np.floating]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Track:
    """One view's athlete, or one model's idea of it. view: a name of its own, as the view's id.

    points: (T, J, 3) in the axes of the view's camera, as lifted, NaN where missing; scores: (T, J) 0 to 1;
    times: (T,) reference seconds, ascending. kind: as in Poses3D.
    """

    view: str
    points: Floats
    scores: Floats
    times: NDArray[np.float64]
    skeleton: Skeleton = H36M17
    kind: str = "relative"

    def __post_init__(self) -> None:
        want = (len(self.times), len(self.skeleton))
        if self.points.shape != (*want, 3) or self.scores.shape != want:
            raise ValueError(f"{self.view}: points {self.points.shape} and scores {self.scores.shape} do not fit "
                             f"{want[0]} times and {want[1]} joints")

    @classmethod
    def of(cls, view: str, poses: Poses3D, clock: Clock, person: int = 0) -> "Track":
        """A person of a view's 3D poses on the recording's clock."""
        xyzs = poses.xyzs[:, person]
        return cls(view, xyzs[..., :3], xyzs[..., 3], clock.to_ref(poses.times), poses.skeleton, poses.kind)

    def within(self, start: float, stop: float) -> "Track":
        """The frames from one reference time to another, both ends in."""
        first, last = np.searchsorted(self.times, start), np.searchsorted(self.times, stop, side="right")
        rows = slice(int(first), int(last))
        return replace(self, points=self.points[rows], scores=self.scores[rows], times=self.times[rows])


@dataclass(frozen=True, eq=False)
class Direction:
    """Where a camera stood as seen from the body. Axes: the reference view's camera.

    rotation: (3, 3), its columns are this camera's x (right), y (down) and z (forward). towards: (3,) unit vector from
    the body to the camera, taking it to look at the body. angle_deg: between the two cameras at the body, 0 to 180;
    turn_deg: the same about the reference camera's vertical, −180 to 180, positive where one walks around the body
    counter-clockwise, seen from above.
    """

    view: str
    rotation: Floats
    towards: Floats
    angle_deg: float
    turn_deg: float


@dataclass(frozen=True)
class Spread:
    """How a distance is distributed, in mm: of a joint, or of a pair of views. frames: values that count."""

    name: str
    p5: float
    p25: float
    median: float
    p75: float
    p95: float
    frames: int


@dataclass(frozen=True)
class Worst:
    """A frame where the views are furthest apart. index: of the reference view's frame; value: mm, mean of joints."""

    index: int
    time_s: float
    value: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """V views over T frames of the reference view, whose row is the first. Everything in the axes of its camera.

    times: (T,) reference seconds. points: (V, T, J, 3) metres of the kind said, NaN where missing; scores, valid:
    (V, T, J), valid where a joint was seen. inside: (T,) the frames that were aligned and that the figures speak of.
    scales, rotations, translations: (V,), (V, 3, 3), (V, 3) for fixed cameras, with a frame axis after V otherwise;
    aligned = scale · rotation · lifted + translation, before `size`, by which all of it was multiplied to metres of the
    athlete's height. mean: (T, J, 3), weighted by the scores. agreement: (T, J) mm, mean distance between the views,
    pair by pair; NaN where fewer than two see the joint. per_frame: (T,) its mean over the joints.
    kind: relative (the lifter's own metres, shape right, size not), scaled (to the athlete's height) or metric.
    faults: view → why it could not be aligned; its points are missing then.
    """

    views: tuple[str, ...]
    times: NDArray[np.float64]
    skeleton: Skeleton
    fixed: bool
    kind: str
    size: float
    inside: Mask
    points: NDArray[np.float32]
    scores: NDArray[np.float32]
    valid: Mask
    scales: Floats
    rotations: Floats
    translations: Floats
    mean: NDArray[np.float32]
    agreement: NDArray[np.float32]
    per_frame: NDArray[np.float32]
    faults: Mapping[str, str] = field(default_factory=dict)

    unit = "mm"

    @property
    def reference(self) -> str:
        return self.views[0]

    @property
    def label(self) -> str:
        """Unit and kind of the distances, for an axis or a sentence."""
        return f"{self.unit} ({tr(self.kind)})"

    @property
    def median(self) -> float:
        """The median over frames and joints, mm."""
        return _quantiles(self.agreement[self.inside], (0.5,))[0]

    def distance(self, a: str, b: str) -> NDArray[np.float32]:
        """(T, J) mm between two views, NaN where one does not see the joint."""
        i, j = self.views.index(a), self.views.index(b)
        return 1000 * np.linalg.norm(self._seen(i) - self._seen(j), axis=-1)

    def from_mean(self, view: str) -> NDArray[np.float32]:
        """(T, J) mm between a view and the mean skeleton: which of several views is the odd one out."""
        return 1000 * np.linalg.norm(self._seen(self.views.index(view)) - self.mean, axis=-1)

    @cached_property
    def joints(self) -> tuple[Spread, ...]:
        """The agreement of each joint over the frames inside, in the order of the skeleton."""
        return tuple(_spread(name, self.agreement[self.inside, j]) for j, name in enumerate(self.skeleton.joints))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], Spread]:
        """The distances of each pair of views over the frames inside."""
        return {(a, b): _spread(f"{a} – {b}", self.distance(a, b)[self.inside])
                for a, b in combinations(self.views, 2)}

    def worst(self, count: int = 8, apart_s: float = 0.5) -> tuple[Worst, ...]:
        """The frames inside where the views are furthest apart, worst first, at least `apart_s` from one another."""
        values = np.where(self.inside, self.per_frame, np.nan)
        found: list[Worst] = []
        while len(found) < count and np.isfinite(values).any():
            index = int(np.nanargmax(values))
            found.append(Worst(index, float(self.times[index]), float(values[index])))
            values[np.abs(self.times - self.times[index]) < apart_s] = np.nan
            values[index] = np.nan
        return tuple(found)

    def directions(self) -> tuple[Direction, ...]:
        """Where the cameras stood, of the views that could be aligned; of moving cameras the middle of all frames."""
        return tuple(direction(view, self.rotations[v] if self.fixed else self.rotations[v][self.inside])
                     for v, view in enumerate(self.views) if view not in self.faults)

    def _seen(self, v: int) -> NDArray[np.float32]:
        return np.where(self.valid[v][..., None], self.points[v], np.float32(np.nan))


def compare(tracks: Sequence[Track], reference: str, *, fixed: bool = True, scale: bool = True,
            frames: tuple[float, float] | None = None, height_m: float | None = None) -> Comparison:
    """The tracks aligned onto the one of the reference view, at the times of its frames.

    fixed: one similarity a view, from all frames of the range; else one a frame. scale: False keeps the sizes that the
    lifter gave. frames: (start, stop) reference seconds, both ends in; the alignment is fitted there, and figures
    (tables, worst frames) speak of it, while points and agreement are given for the whole recording. height_m: the
    athlete's, to scale by.
    Joints count in the fit by the lower of the two views' scores. Raises ParallaxError where there is no such reference
    view or the skeletons differ, ValueError where two tracks have one name or the height is none.
    """
    tracks = _ordered(tracks, reference)
    base = tracks[0]
    if height_m is not None and not (np.isfinite(height_m) and height_m > 0):
        raise ValueError(f"a height of {height_m} m")
    at = [base, *(_at(track, base.times) for track in tracks[1:])]
    inside = np.ones(len(base.times), dtype=bool)
    if frames is not None:
        inside = (base.times >= frames[0] - 1e-6) & (base.times <= frames[1] + 1e-6)
    points = np.stack([track.points for track in at]).astype(np.float32)
    seen = np.isfinite(points).all(-1)
    scores = np.where(seen, np.nan_to_num(np.stack([track.scores for track in at])), 0).astype(np.float32)
    valid = seen & (scores > 0)
    fits, faults = _aligned(points, scores * valid, [t.view for t in tracks], inside, fixed, scale)
    valid &= np.isfinite(points).all(-1)
    size, kind = 1.0, base.kind
    if height_m is not None:
        own = stature(points[:, inside], valid[:, inside], base.skeleton)
        size, kind = (height_m / own, "scaled") if np.isfinite(own) else (size, kind)
    points *= np.float32(size)
    mean = _mean(points, scores * valid)
    agreement = 1000 * _pairwise(points, valid)
    return Comparison(tuple(t.view for t in tracks), base.times, base.skeleton, fixed, kind, float(size), inside,
                      points, scores, valid, *fits, mean, agreement, _nanmean(agreement), faults)


def stature(points: Floats, valid: Mask, skeleton: Skeleton = H36M17) -> float:
    """The height of the lifted body in its own unit, NaN where it cannot be told.

    points: (..., J, 3), valid: (..., J), H36M-17. The length of the chain head – thorax – spine – pelvis – hip – knee –
    ankle (the mean of both legs), a sum of bones and so the same in every posture; its median over the poses that show
    all of it, since single lifted bones are off by centimetres; and the height of the ankle over the floor.
    """
    if skeleton is not H36M17:
        return float("nan")

    def joint(name: str) -> Floats:
        return points[..., skeleton.index(name), :]

    def bone(a: Floats, b: Floats) -> Floats:
        return np.linalg.norm(a - b, axis=-1)

    trunk = (bone(joint("head"), joint("thorax")) + bone(joint("thorax"), joint("spine"))
             + bone(joint("spine"), joint("pelvis")) + bone(joint("pelvis"), (joint("lhip") + joint("rhip")) / 2))
    legs = [bone(joint(s + "hip"), joint(s + "knee")) + bone(joint(s + "knee"), joint(s + "ankle")) for s in "lr"]
    needed = [skeleton.index(name) for name in ("head", "thorax", "spine", "pelvis", "lhip", "rhip", "lknee", "rknee",
                                                "lankle", "rankle")]
    chain = (trunk + (legs[0] + legs[1]) / 2)[valid[..., needed].all(-1)]
    chain = chain[np.isfinite(chain)]
    return float(np.median(chain)) / (1 - ANKLE_HEIGHT) if len(chain) else float("nan")


def direction(view: str, rotations: Floats) -> Direction:
    """The direction of a camera from its rotation(s) (..., 3, 3) into the reference camera's axes; their mean where
    several are given (chordal: the rotation nearest to the mean matrix), those that are missing left out."""
    known = rotations.reshape(-1, 3, 3)
    known = known[np.isfinite(known).all((1, 2))]
    u, _, vt = np.linalg.svd(known.mean(axis=0) if len(known) else np.eye(3))
    rotation = u @ np.diag([1, 1, np.linalg.det(u @ vt)]) @ vt
    towards = -rotation[:, 2]
    # The reference camera stands at (0, 0, −1); y is down, so counter-clockwise from above goes from −z to +x.
    turn = np.degrees(np.arctan2(towards[0], -towards[2]))
    return Direction(view, rotation, towards, float(np.degrees(np.arccos(np.clip(-towards[2], -1, 1)))), float(turn))


# ---------------------------------------------------------------- one step each


def _ordered(tracks: Sequence[Track], reference: str) -> list[Track]:
    """The tracks with the reference first."""
    names = [track.view for track in tracks]
    if len(set(names)) != len(names):
        raise ValueError(f"two tracks have one name among {names}")
    base = next((track for track in tracks if track.view == reference), None)
    if base is None:
        raise ParallaxError(reference, "this view has no 3D poses to compare with.",
                            "Lift it first, or choose another reference view.")
    for track in tracks:
        if track.skeleton is not base.skeleton:
            raise ParallaxError(track.view, "its skeleton is {skeleton}, that of {reference} is {other}.",
                                "Compare poses of one skeleton.", skeleton=track.skeleton.name, reference=reference,
                                other=base.skeleton.name)
    return [base, *(track for track in tracks if track is not base)]


def _at(track: Track, times: NDArray[np.float64]) -> Track:
    """The track at other times: missing where it was not filmed, or a joint was not seen, for too long."""
    from core.resample import at_times

    first = np.diff(track.times, prepend=-np.inf) > 0  # of frames that share a time stamp
    step = float(np.median(np.diff(track.times))) if len(track.times) > 1 else 0.0
    xyzs = np.concatenate((track.points, track.scores[..., None]), axis=-1)[first]
    there = at_times(xyzs, track.times[first], times, max_gap_s=max(LONGEST_GAP_S, 1.5 * step), scored=True)
    return replace(track, points=there[..., :3], scores=there[..., 3], times=times)


def _aligned(points: NDArray[np.float32], weights: NDArray[np.float32], views: list[str], inside: Mask, fixed: bool,
             scale: bool) -> tuple[tuple[Floats, Floats, Floats], dict[str, str]]:
    """Moves points[1:] onto points[0], in place. Returns (scales, rotations, translations) and the faults."""
    count, frames = points.shape[:2]
    lead = (count,) if fixed else (count, frames)
    scales = np.ones(lead)
    rotations = np.broadcast_to(np.eye(3), (*lead, 3, 3)).copy()
    translations = np.zeros((*lead, 3))
    faults = {}
    target = np.nan_to_num(points[0]).astype(np.float64)
    for v in range(1, count):
        moving = np.nan_to_num(points[v]).astype(np.float64)
        w = np.minimum(weights[0], weights[v]).astype(np.float64)
        if fixed:
            rows = inside & (w > 0).any(axis=1)
            enough = np.asarray((w[rows] > 0).sum() >= FEWEST)
            fit = geometry.procrustes(moving[rows].reshape(-1, 3), target[rows].reshape(-1, 3), w[rows].reshape(-1),
                                      scale)
        else:
            enough = (w > 0).sum(axis=1) >= FEWEST
            fit = geometry.procrustes(moving, target, w, scale)
        c, r, t = (np.where(enough.reshape((*enough.shape, *[1] * (part.ndim - enough.ndim))), part, np.nan)
                   for part in fit)
        moved = geometry.transform(moving.reshape(-1, 3) if fixed else moving, c, r, t).reshape(moving.shape)
        points[v] = np.where(np.isfinite(points[v]), moved, np.nan)
        scales[v], rotations[v], translations[v] = c, r, t
        if not (enough if fixed else enough & inside).any():
            faults[views[v]] = tr("It has no frame in common with the reference view here in which both see the "
                                  "athlete.")
    return (scales, rotations, translations), faults


def _mean(points: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """(T, J, 3) weighted mean of (V, T, J, 3); NaN where no view has any weight."""
    total = weights.sum(axis=0)
    summed = (np.where(weights[..., None] > 0, points, 0) * weights[..., None]).sum(axis=0)
    return np.where((total > 0)[..., None], summed / np.where(total > 0, total, 1)[..., None], np.float32(np.nan))


def _pairwise(points: NDArray[np.float32], valid: Mask) -> NDArray[np.float32]:
    """(T, J) mean distance over the pairs of views that see a joint; NaN where there is no such pair."""
    total = np.zeros(points.shape[1:3], dtype=np.float32)
    count = np.zeros(points.shape[1:3], dtype=np.float32)
    for a, b in combinations(range(len(points)), 2):
        both = valid[a] & valid[b]
        total += np.where(both, np.linalg.norm(points[a] - points[b], axis=-1), 0)
        count += both
    return np.where(count > 0, total / np.maximum(count, 1), np.float32(np.nan))


def _nanmean(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """(T, J) → (T,), NaN where nothing is there, without numpy's warning of it."""
    there = np.isfinite(values)
    count = there.sum(axis=1)
    return np.where(count > 0, np.where(there, values, 0).sum(axis=1) / np.maximum(count, 1),
                    np.nan).astype(np.float32)


def _spread(name: str, values: Floats) -> Spread:
    known = values[np.isfinite(values)]
    p5, p25, median, p75, p95 = _quantiles(known, (0.05, 0.25, 0.5, 0.75, 0.95))
    return Spread(name, p5, p25, median, p75, p95, known.size)


def _quantiles(values: Floats, shares: tuple[float, ...]) -> tuple[float, ...]:
    known = values[np.isfinite(values)]
    return tuple(float(q) for q in np.quantile(known, shares)) if known.size else (float("nan"),) * len(shares)
