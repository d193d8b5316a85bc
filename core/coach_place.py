"""What drawings come to at a moment: where their points are, what they measure and how far that can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.coach_motion import NEAR_S, UP, Motion, at_times_of, joint_words
from core.coaching import SCENE, TITLES, Drawing
from core.words import marked, tr

Floats = NDArray[np.floating[Any]]

HARDLY_SEEN = 0.3   # a joint's score in every view below which what hangs on it is doubted
APART_DEG = 20.0    # between views, from which an angle is doubted
APART_SHARE = 0.3   # of a length, and of the fastest speed, likewise
HARDLY = marked("hardly seen here")


@dataclass(frozen=True, eq=False)
class Geometry:
    """Where a drawing is. points: (N, 2) pixels or (N, 3) scene metres, as the drawing's own, of a trace the way so
    far. corner: of an angle, the index of its vertex; foot: of an angle with the vertical, which has one more point,
    straight up from its foot. text: what is written beside it (a text, a running time, a value), at `at`."""

    drawing: Drawing
    points: Floats
    text: str = ""
    corner: int = 1

    @property
    def radius(self) -> float:
        """Of a circle, a spotlight or a magnifier."""
        return float(np.linalg.norm(self.points[1] - self.points[0])) if len(self.points) > 1 else 0.0

    @property
    def at(self) -> Floats:
        """Where its text belongs."""
        if self.drawing.kind == "angle":
            return np.asarray(self.points[self.corner])
        if self.drawing.kind == "distance":
            return np.asarray(self.points.mean(axis=0))
        return np.asarray(self.points[-1] if self.drawing.kind == "trace" else self.points[0])


@dataclass(frozen=True)
class Reading:
    """A value at a moment. spread: half of how far the views are apart, None where one view alone tells; doubt: why
    it is not to be trusted, '' where nothing speaks against it."""

    value: float
    spread: float | None
    unit: str
    doubt: str = ""

    @property
    def text(self) -> str:
        """'96° ± 4°', '0.52 m ± 0.03 m (relative)'."""
        if not np.isfinite(self.value):
            return "–"
        kind, said = kind_of(self.unit), with_unit(self.value, self.unit)
        if self.spread is not None:
            said += f" ± {with_unit(self.spread, self.unit)}"
        return f"{said} ({kind})" if kind else said


@dataclass(frozen=True, eq=False)
class Measured:
    """A drawing's value over the clip. times: (T,) reference seconds; values, spread: (T,), NaN where unknown (spread
    also where one view alone tells); scores: (T,) of its worst joint in the view that sees it best. unit: '°', 'm
    (relative)' … views: how many tell."""

    drawing: Drawing
    times: NDArray[np.float64]
    values: NDArray[np.float64]
    spread: NDArray[np.float64]
    scores: NDArray[np.float64]
    unit: str
    views: int

    @cached_property
    def low(self) -> tuple[float, float] | None:
        """(time, least value), of what is not doubted; None where nothing is known."""
        return self._extreme(-1)

    @cached_property
    def high(self) -> tuple[float, float] | None:
        """(time, largest value)."""
        return self._extreme(1)

    def at(self, t: float) -> Reading:
        """The value of the frame nearest to a reference time."""
        index = int(np.abs(self.times - t).argmin()) if len(self.times) else None
        if index is None or abs(float(self.times[index]) - t) > NEAR_S or not np.isfinite(self.values[index]):
            return Reading(float("nan"), None, self.unit, tr("not seen here"))
        spread = float(self.spread[index])
        return Reading(float(self.values[index]), spread if np.isfinite(spread) else None, self.unit,
                       self._doubt(index))

    def _doubt(self, index: int) -> str:
        if self.scores[index] < HARDLY_SEEN:
            return tr(HARDLY)
        if self._apart[index]:
            apart = with_unit(2 * float(self.spread[index]), self.unit)
            return tr("the views are {apart} apart here").format(apart=apart)
        return ""

    @cached_property
    def _apart(self) -> NDArray[np.bool_]:
        """(T,) where the views are further apart than they may be."""
        if self.unit == "°":
            limit = np.full(len(self.values), APART_DEG)
        elif self.drawing.kind == "distance":
            limit = APART_SHARE * np.maximum(np.abs(self.values), 0.05)
        else:
            known = self.values[np.isfinite(self.values)]
            limit = np.full(len(self.values), APART_SHARE * max(float(known.max()) if len(known) else 0.0, 0.05))
        return np.nan_to_num(2 * self.spread) > np.nan_to_num(limit, nan=np.inf)

    def _extreme(self, sign: int) -> tuple[float, float] | None:
        sure = np.isfinite(self.values) & ~self._apart & (self.scores >= HARDLY_SEEN)
        if not sure.any():
            return None
        index = int(np.where(sure, sign * self.values, -np.inf).argmax())
        return float(self.times[index]), float(self.values[index])


def place(drawing: Drawing, motion: Motion | None, t: float, measured: Measured | None = None) -> Geometry | None:
    """Where a drawing is at a reference time; None where it is not to be seen, or a joint that it goes with is not.

    motion: of the drawing's own view (of SCENE that whose figure is drawn), None where nobody was found. measured: what
    `measure` made of it, for its text.
    """
    if not drawing.seen_at(t):
        return None
    points = _points(drawing, motion, t)
    if points is None:
        return None
    text = drawing.text
    if drawing.kind == "stopwatch":
        text = running_time(drawing, t)
    elif measured is not None:
        text = " ".join(filter(None, (drawing.text, measured.at(t).text)))
    if drawing.kind == "trace":
        way = _way(drawing, motion, t)
        points = points if way is None else way
    corner = 1
    if drawing.kind == "angle" and len(points) == 2:
        length = float(np.linalg.norm(points[1] - points[0]))
        up = np.array(UP) if points.shape[1] == 3 else np.array([0.0, -1.0])
        points = np.stack([points[0] + length * up, points[0], points[1]])
    return Geometry(drawing, points, text, corner)


def running_time(drawing: Drawing, t: float) -> str:
    """What a stopwatch shows at a reference time: '0.00 s' before it is started, and it stays where it was stopped."""
    start = drawing.start_s or 0.0
    end = t if drawing.stop_s is None else min(t, drawing.stop_s)
    return f"{decimal(max(end - start, 0.0), 2)} s"


def measure(drawing: Drawing, motions: Sequence[Motion]) -> Measured | None:
    """What an angle, a distance or a trace measures through the clip; None for other kinds, and where there is nothing.

    motions: of all views, of which the drawing's own is taken first. Where all of its points go with joints the value
    is that of the body in 3D, the mean of the views; otherwise, or without 3D, that of the picture.
    """
    if not drawing.measures or not motions:
        return None
    own = next((one for one in motions if one.view == drawing.view), motions[0])
    whole = bool(drawing.joints) and all(drawing.joints)
    deep = [one for one in (own, *(other for other in motions if other is not own)) if one.deep is not None]
    if not whole or not deep:
        return None if drawing.view == SCENE and not deep else _in_picture(drawing, own if drawing.view != SCENE
                                                                           else deep[0])
    if any(joint not in own.skeleton.joints for joint in drawing.joints):
        return None
    base = deep[0]
    rows = np.stack([at_times_of(base, one, _values(drawing, _of_joints(one.deep, drawing, one), one.times))
                     for one in deep])
    seen = np.stack([at_times_of(base, one, _worst(one, drawing)) for one in deep])
    kinds = dict.fromkeys(one.kind for one in deep)
    unit = {"angle": "°", "distance": f"m ({' and '.join(kinds)})", "trace": f"m/s ({' and '.join(kinds)})"}
    mean, spread = _mean(rows)
    return Measured(drawing, base.times, mean, spread, np.nan_to_num(seen).max(axis=0), unit[drawing.kind], len(deep))


def name_of(drawing: Drawing) -> str:
    """'angle at the left knee', 'distance left wrist to right wrist', 'way of the right ankle'."""
    joints = [joint_words(joint) for joint in drawing.joints]
    if not joints or not all(joints):
        what = tr(TITLES[drawing.kind])
        return tr("{what} in the picture").format(what=what) if drawing.measures else what
    if drawing.kind == "angle" and len(joints) == 3:
        return tr("angle at the {joint}").format(joint=joints[1])
    if drawing.kind == "trace":
        return tr("way of the {joint}").format(joint=joints[0])
    named = tr("distance {a} to {b}") if drawing.kind == "distance" else tr("{a} to {b}, from the vertical")
    return named.format(a=joints[0], b=joints[1])


def value_of(drawing: Drawing) -> str:
    """What its values are of: as `name_of`, 'speed of the right ankle' where that is a way."""
    if drawing.kind == "trace" and drawing.joints and all(drawing.joints):
        return tr("speed of the {joint}").format(joint=joint_words(drawing.joints[0]))
    return name_of(drawing)


def decimal(value: float, digits: int) -> str:
    """A number as it is written in the user's language: '0.52', '0,52'."""
    return f"{value:.{digits}f}".replace(".", tr("0.5")[1])


def with_unit(value: float, unit: str) -> str:
    """'96°', '0.52 m', of the unit of a Measured."""
    bare = unit.partition(" (")[0]
    return decimal(value, 0 if bare in ("°", "px", "px/s") else 2) + ("" if bare == "°" else " ") + bare


def kind_of(unit: str) -> str:
    """The kind that a Measured's unit has, in words: 'relative', 'relative and scaled', 'in the picture', or ''."""
    return f" {tr('and')} ".join(tr(kind) for kind in unit.partition(" (")[2].rstrip(")").split(" and ") if kind)


# -- inside


def _points(drawing: Drawing, motion: Motion | None, t: float) -> Floats | None:
    """(N, D): those with a joint where that is; a rim keeps its distance from its middle."""
    points = np.array(drawing.points, dtype=np.float64)
    if not drawing.follows:
        return points
    body = motion.at(t, drawing.view == SCENE) if motion is not None else None
    if motion is None or body is None:
        return None
    out = points.copy()
    for n, joint in enumerate(drawing.joints):
        if joint:
            if joint not in motion.skeleton.joints:
                return None
            out[n] = body[motion.skeleton.index(joint)]
    if drawing.kind in ("circle", "spotlight", "magnifier") and drawing.joints[0] and not drawing.joints[1]:
        out[1] = out[0] + points[1] - points[0]
    return out if np.isfinite(out).all() else None


def _way(drawing: Drawing, motion: Motion | None, t: float) -> Floats | None:
    """(N, D) of a trace: from its beginning to now."""
    body = None if motion is None else motion.deep if drawing.view == SCENE else motion.flat
    if motion is None or body is None or not drawing.follows or drawing.joints[0] not in motion.skeleton.joints:
        return None
    until = (motion.times <= t + 1e-6) & (motion.times >= (drawing.start_s if drawing.start_s is not None else -np.inf))
    way = body[until, motion.skeleton.index(drawing.joints[0])]
    way = way[np.isfinite(way).all(axis=1)]
    return way if len(way) else None


def _of_joints(points: Floats | None, drawing: Drawing, motion: Motion) -> Floats:
    """(T, N, D)."""
    assert points is not None
    return points[:, [motion.skeleton.index(joint) for joint in drawing.joints]]


def _worst(motion: Motion, drawing: Drawing) -> NDArray[np.float64]:
    """(T,) the score of the joint that is seen worst."""
    at = [motion.skeleton.index(joint) for joint in drawing.joints]
    return np.asarray(motion.scores[:, at].min(axis=1), dtype=np.float64)


def _values(drawing: Drawing, points: Floats, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) of points (T, N, D): degrees, a length, or a speed."""
    if drawing.kind == "distance":
        return np.asarray(np.linalg.norm(points[:, 1] - points[:, 0], axis=-1))
    if drawing.kind == "trace":
        from core.angles import speeds

        return speeds(points, times)[:, 0]
    if points.shape[1] == 2:
        up = np.array(UP) if points.shape[-1] == 3 else np.array([0.0, -1.0])
        a, b = np.broadcast_to(up, points[:, 0].shape), points[:, 1] - points[:, 0]
    else:
        a, b = points[:, 0] - points[:, 1], points[:, 2] - points[:, 1]
    length = np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)
    cosine = np.divide((a * b).sum(-1), length, out=np.full(len(a), np.nan), where=length > 0)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def _in_picture(drawing: Drawing, motion: Motion) -> Measured | None:
    """What is measured on the picture: angles as they look from this camera, lengths in pixels."""
    deep = drawing.view == SCENE
    body = motion.deep if deep else motion.flat
    if body is None:
        return None
    points = np.repeat(np.array(drawing.points, dtype=np.float64)[None], len(motion.times), axis=0)
    scores = np.ones(len(motion.times))
    for n, joint in enumerate(drawing.joints):
        if joint:
            if joint not in motion.skeleton.joints:
                return None
            points[:, n] = body[:, motion.skeleton.index(joint)]
            scores = np.minimum(scores, motion.scores[:, motion.skeleton.index(joint)])
    length = f"m ({motion.kind})" if deep else "px"
    unit = {"angle": "° (in the picture)" if not deep else "°", "distance": length,
            "trace": length.replace("px", "px/s").replace("m (", "m/s (")}
    values = _values(drawing, points, motion.times)
    return Measured(drawing, motion.times, values, np.full(len(values), np.nan), scores, unit[drawing.kind], 1)


def _mean(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(T,) of (V, T): the mean of what is there, and half of how far the views are apart, NaN where one is alone."""
    known = np.isfinite(rows)
    count = known.sum(axis=0)
    mean = np.where(count > 0, np.where(known, rows, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
    most, least = np.where(known, rows, -np.inf).max(axis=0), np.where(known, rows, np.inf).min(axis=0)
    with np.errstate(invalid="ignore"):
        return mean, np.where(count > 1, (most - least) / 2, np.nan)
