"""Drawing 2D people over a picture. Sides are told apart by shape as well as tint: left joints are rings.

Everything is drawn twice, first dark and wider, so that it stays legible on bright and on dark pictures.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from app import theme
from app.words import marked, tr
from core.skeleton import Skeleton, in_words, without_side

FADED = 0.3  # opacity at score 0; 1 at score 1
SCORE_STOPS = ((0.0, "#ff6b5e"), (0.5, "#f2dc5d"), (1.0, "#57b6f5"))  # in order for every kind of colour vision
BETWEEN = 0.6  # opacity of somebody who was not looked for, of what it would be otherwise
DASH, SPACE = 6.0, 4.5  # px of their bones
TINTS = 12     # shades from score 0 to 1
CASING = QColor(0, 0, 0, 150)
FINE = re.compile(r"[lr]?face_\d+|[lr](thumb|index|middle|ring|pinky)\d|[lr]hand")  # joints that lie close together
FINE_BONE, FINE_JOINT = 0.4, 0.42  # of the width of bones, and the size of joints, elsewhere
SIDES = {"left": marked("L {joint}"), "right": marked("R {joint}")}
BODY = {"shoulder", "elbow", "wrist", "hip", "knee", "ankle", "nose", "head", "pelvis", "thorax", "spine"}


@dataclass(frozen=True, eq=False)
class Person2D:
    """One person in one frame. xys: (J, 3) x, y in pixels of the upright video and score; NaN is not drawn.

    colour: '#rrggbb', None takes the view's. box: x0, y0, x1, y1 in the same pixels. marks: joint → who or what put it
    there ('human', 'other' for copied and the like, 'swapped'), where that was not the detector; hidden: joints that
    somebody said cannot be seen. between: nobody was looked for in this frame; this is on the way between two others.
    """

    id: int
    xys: NDArray[np.float32]
    colour: str | None = None
    box: tuple[float, float, float, float] | None = None
    is_athlete: bool = True
    marks: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    between: bool = False

    def extent(self) -> tuple[float, float, float, float] | None:
        """The box, or that of the joints found with a margin of 6 % of the height; None where there is neither."""
        if self.box is not None:
            return self.box
        found = self.xys[np.isfinite(self.xys[:, :2]).all(axis=1), :2]
        if len(found) < 2:
            return None
        (x0, y0), (x1, y1) = found.min(axis=0), found.max(axis=0)
        margin = 0.06 * max(y1 - y0, x1 - x0)
        return float(x0 - margin), float(y0 - margin), float(x1 + margin), float(y1 + margin)


@dataclass(frozen=True)
class OverlayOptions:
    """What is drawn over the picture. scores: bones and points coloured by score instead of by view."""

    points: bool = True
    bones: bool = True
    labels: bool = False
    scores: bool = False
    box: bool = False


@cache
def fine(skeleton: Skeleton) -> frozenset[int]:
    """The joints of faces and hands in a skeleton that has many of them: drawn small, or they would be a blot."""
    return frozenset(joint for joint, name in enumerate(skeleton.joints) if FINE.fullmatch(name))


def score_colour(score: float) -> QColor:
    """Red (0) over yellow (0.5) to blue (1)."""
    score = min(max(score, 0.0), 1.0)
    (a, low), (b, high) = SCORE_STOPS[:2] if score <= 0.5 else SCORE_STOPS[1:]
    return QColor(theme.mix(low, high, (score - a) / (b - a)))


def side_colours(colour: str) -> dict[str, QColor]:
    """Tints of a view's colour: right as it is, left lighter, middle between."""
    return {
        "right": QColor(colour),
        "middle": QColor(theme.mix(colour, "#ffffff", 0.3)),
        "left": QColor(theme.mix(colour, "#ffffff", 0.62)),
    }


def draw_person(painter: QPainter, person: Person2D, skeleton: Skeleton, colour: str, options: OverlayOptions,
                place: Callable[[float, float], QPointF], zoom: float) -> None:
    """place maps pixels of the video to the pane; zoom is the pane's pixels a video pixel (for line widths)."""
    extent = person.extent()
    if extent is None:
        return
    colour = person.colour or colour
    if not person.is_athlete:
        colour = theme.mix(colour, "#8a929c", 0.7)
    if options.box:
        _draw_box(painter, QRectF(place(*extent[:2]), place(*extent[2:])), person, colour)
    seen = np.asarray(np.isfinite(person.xys[:, :2]).all(axis=1))
    spots = [place(float(x), float(y)) if ok else None for (x, y, _), ok in zip(person.xys, seen, strict=True)]
    width = min(max(zoom * (extent[3] - extent[1]) / 110, 1.4), 4.0) * (1.0 if person.is_athlete else 0.7)
    sides = side_colours(colour)
    if options.bones:
        _draw_bones(painter, person, skeleton, spots, sides, options.scores, width, rounded=not options.points)
    if options.points:
        _draw_joints(painter, person, skeleton, spots, sides, options.scores, width)
        _draw_marks(painter, person, spots, width)
    if options.labels:
        _draw_labels(painter, skeleton, spots, extent, place)


def _tint(sides: dict[str, QColor], side: str, score: float, by_score: bool, share: float = 1.0) -> QColor:
    """A side's tint, fainter where the score is low; or the score's own colour. share: of its opacity."""
    tint = score_colour(score) if by_score else QColor(sides[side])
    tint.setAlphaF(share * (1.0 if by_score else min(FADED + (1 - FADED) * score, 1.0)))
    return tint


def _casing(tint: QColor) -> QColor:
    ink = QColor(CASING)
    ink.setAlphaF(CASING.alphaF() * tint.alphaF())
    return ink


def _draw_bones(painter: QPainter, person: Person2D, skeleton: Skeleton, spots: Sequence[QPointF | None],
                sides: dict[str, QColor], by_score: bool, width: float, rounded: bool) -> None:
    """A bone takes its side from whichever end has one (hip to pelvis), and the doubt of its worse end. rounded: its
    ends are not under joints; round ones take six times as long."""
    scores, small = np.nan_to_num(person.xys[:, 2]), fine(skeleton)
    bones: dict[tuple[bool, str, float], list[QLineF]] = {}  # of one tint each: drawn at once they cost a third
    for a, b in skeleton.bones:
        start, end = spots[a], spots[b]
        if start is not None and end is not None:
            side = skeleton.sides[b] if skeleton.sides[b] != "middle" else skeleton.sides[a]
            is_fine = a in small and b in small
            bones.setdefault((is_fine, side, _step(min(scores[a], scores[b]))), []).append(QLineF(start, end))
    for casing in (True, False):
        for (is_fine, side, score), lines in bones.items():
            tint = _tint(sides, side, score, by_score, BETWEEN if person.between else 1.0)
            across = max(width * FINE_BONE, 0.8) if is_fine else width
            pen = _round_pen(_casing(tint), across + (1.2 if is_fine else 2)) if casing else _round_pen(tint, across)
            if not rounded:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(_dashed(pen) if person.between else pen)
            painter.drawLines(lines)


def _draw_joints(painter: QPainter, person: Person2D, skeleton: Skeleton, spots: Sequence[QPointF | None],
                 sides: dict[str, QColor], by_score: bool, width: float) -> None:
    """Discs, which are points drawn with a thick round pen; those of the left side are rings."""
    size, share = 2 * (width * 1.15 + 0.6), BETWEEN if person.between else 1.0
    joints: dict[tuple[bool, str, float], list[QPointF]] = {}
    scores, small = np.nan_to_num(person.xys[:, 2]), fine(skeleton)
    for joint, (spot, score, side) in enumerate(zip(spots, scores, skeleton.sides, strict=True)):
        if spot is not None and joint in person.hidden:
            for ink, across in ((CASING, 4.0), (_tint(sides, side, 1.0, by_score), 2.0)):  # hollow
                painter.setPen(QPen(ink, across))
                painter.drawEllipse(spot, size / 2, size / 2)
        elif spot is not None:
            joints.setdefault((joint in small, side, _step(score)), []).append(spot)
    for (is_fine, side, score), points in sorted(joints.items(), key=lambda each: not each[0][0]):  # the body on top
        tint = _tint(sides, side, score, by_score, share)
        if is_fine:
            dot = max(size * FINE_JOINT, 1.8)
            discs = [(_casing(tint), dot + 0.8), (tint, dot)]
        else:
            discs = [(_casing(tint), size + 1.2), (tint, size - 1.2)]
        if side == "left" and not is_fine:
            discs.append((QColor(10, 12, 15, round(255 * tint.alphaF())), size * 0.48))
        for ink, across in discs:
            painter.setPen(_round_pen(ink, across))
            painter.drawPoints(points)


MARKS = {"human": "#ffffff", "other": theme.ACCENT, "swapped": theme.WARNING}


def _draw_marks(painter: QPainter, person: Person2D, spots: Sequence[QPointF | None], width: float) -> None:
    """A ring around what is not the detector's word; dashed where the joint is said to be hidden."""
    radius = width * 1.15 + 4
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for joint, mark in person.marks.items():
        spot = spots[joint]
        if spot is None:
            continue
        style = Qt.PenStyle.DotLine if joint in person.hidden else Qt.PenStyle.SolidLine
        for ink, across in ((CASING, 3.4), (QColor(MARKS[mark]), 1.6)):
            painter.setPen(QPen(ink, across, Qt.PenStyle.SolidLine if ink is CASING else style))
            painter.drawEllipse(spot, radius, radius)


def _step(score: float) -> float:
    """A score in steps that no eye can tell apart, so that many parts of a person share a tint."""
    return round(float(score) * TINTS) / TINTS


def _round_pen(ink: QColor, width: float) -> QPen:
    return QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def _dashed(pen: QPen) -> QPen:
    """In dashes of one length however wide it is."""
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([DASH / pen.widthF(), SPACE / pen.widthF()])
    return pen


def _draw_labels(painter: QPainter, skeleton: Skeleton, spots: Sequence[QPointF | None],
                 extent: tuple[float, float, float, float], place: Callable[[float, float], QPointF]) -> None:
    """Joint names beside the joints, left of those in the left half of the person and right of the others. Where
    names would cover each other, the body's come before those of hands, feet and face; closer up there is room."""
    painter.setFont(theme.font(11))
    middle = place((extent[0] + extent[2]) / 2, extent[1]).x()
    metrics = painter.fontMetrics()
    titles = [joint_title(name, side) for name, side in zip(skeleton.joints, skeleton.sides, strict=True)]
    taken: list[QRectF] = []
    for joint in sorted(range(len(titles)), key=lambda joint: not _of_body(skeleton, joint)):
        spot, text = spots[joint], titles[joint]
        if spot is None:
            continue
        w = metrics.horizontalAdvance(text)
        x = spot.x() + 8 if spot.x() >= middle else spot.x() - 8 - w
        room = QRectF(x - 3, spot.y() - 8, w + 6, 16)
        if any(room.intersects(other) for other in taken):
            continue
        taken.append(room)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(10, 12, 15, 170))
        painter.drawRoundedRect(room, 3, 3)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(QPointF(x, spot.y() + 4), text)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _of_body(skeleton: Skeleton, joint: int) -> bool:
    return without_side(skeleton.joints[joint], skeleton.sides[joint]).split("_")[-1] in BODY


def joint_title(name: str, side: str) -> str:
    """'L foot index' of 'lfoot_index', 'R mouth' of 'mouth_right'."""
    said = in_words(without_side(name, side))
    return said if side == "middle" else tr(SIDES[side]).format(joint=said)


def _draw_box(painter: QPainter, rect: QRectF, person: Person2D, colour: str) -> None:
    style = Qt.PenStyle.SolidLine if person.is_athlete else Qt.PenStyle.DashLine
    for ink, width in ((CASING, 3.0), (QColor(colour), 1.4)):
        painter.setPen(QPen(ink, width, style))
        painter.drawRoundedRect(rect, 3, 3)


def draw_score_legend(painter: QPainter, right: float, bottom: float) -> None:
    """A small scale 'score 0 … 1' whose lower right corner is given."""
    painter.setFont(theme.font(11))
    said = tr("Score")
    room = max(painter.fontMetrics().horizontalAdvance(said), 40)
    box = QRectF(right - room - 108, bottom - 28, room + 108, 28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 12, 15, 190))
    painter.drawRoundedRect(box, 6, 6)
    bar = QRectF(box.left() + room + 18, box.center().y() - 3, 64, 6)
    ramp = QLinearGradient(bar.topLeft(), bar.topRight())
    for at, value in SCORE_STOPS:
        ramp.setColorAt(at, QColor(value))
    painter.setBrush(ramp)
    painter.drawRoundedRect(bar, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(theme.TEXT))
    flags = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(box.left() + 8, box.top(), room, 28), flags, said)
    painter.drawText(QRectF(bar.left() - 11, box.top(), 10, 28), flags, "0")
    painter.drawText(QRectF(bar.right() + 5, box.top(), 10, 28), flags, "1")
