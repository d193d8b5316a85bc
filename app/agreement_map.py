"""How far the views are apart, over time: a strip of the frames and a map of the joints, boiled down to pixels.

A pixel shows the worst of the frames behind it, so that a single bad frame in an hour is seen.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from app import theme
from app.heat import Scale, round_up
from app.strips import curve, peaks, spans
from app.words import marked, tr
from core.clock import frame_at
from core.skeleton import WORDS, Skeleton, in_words

PARTS = (  # of the body, in the order of the map's rows; joints of other skeletons go to the end
    (marked("Head, trunk"), ("head", "nose", "thorax", "spine", "pelvis")),
    (marked("Left arm"), ("lshoulder", "lelbow", "lwrist")),
    (marked("Right arm"), ("rshoulder", "relbow", "rwrist")),
    (marked("Left leg"), ("lhip", "lknee", "lankle")),
    (marked("Right leg"), ("rhip", "rknee", "rankle")),
)
AGREES = 26    # px: the strip of the frames
JOINT, ROOMY = 4, 8  # px: a joint of the map below it, at least and where there is room
SMALLEST = 10  # px: of a name beside the map
BRIGHT_END = 98  # percentile of the distances that has the brightest colour, rounded up


@dataclass(frozen=True, eq=False)
class Agreement:
    """times: (T,) reference s, ascending; values: (T, J) mm, NaN where fewer than two views see a joint; per_frame:
    (T,) their mean; end: reference s where the last frame ends. kind: of the millimetres."""

    times: NDArray[np.float64]
    values: NDArray[np.float32]
    per_frame: NDArray[np.float32]
    skeleton: Skeleton
    kind: str
    end: float

    @cached_property
    def scale(self) -> Scale:
        """The colours, one scale for strip, map and 3D view."""
        known = self.values[np.isfinite(self.values)]
        return Scale(round_up(float(np.percentile(known, BRIGHT_END))) if len(known) else 100.0, self.kind)

    @cached_property
    def top(self) -> float:
        """mm at the top of the strip of the frames."""
        known = self.per_frame[np.isfinite(self.per_frame)]
        return round_up(float(known.max())) if len(known) else 100.0

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The joints in the order of the map's rows."""
        wanted = [name for _, names in PARTS for name in names]
        known = [self.skeleton.index(name) for name in wanted if name in self.skeleton.joints]
        return (*known, *(j for j in range(len(self.skeleton)) if j not in known))

    @cached_property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """The parts of the body with how many rows each has."""
        counted = [(part, sum(name in self.skeleton.joints for name in names)) for part, names in PARTS]
        rest = len(self.skeleton) - sum(count for _, count in counted)
        return tuple(row for row in (*counted, (marked("Others"), rest)) if row[1])

    def frame(self, t: float) -> int | None:
        """The frame on screen at a reference time; None outside."""
        if not len(self.times) or not self.times[0] - 1e-6 <= t <= self.end + 1e-6:
            return None
        return frame_at(self.times, t)

    def said(self, t: float, row: int | None) -> str:
        """What is known at a time, of a row of the map or (None) of the whole body: 'Left wrist · frame 43 · 8 mm'."""
        index = self.frame(t)
        if index is None:
            return ""
        name = tr("All joints") if row is None else joint_name(self.skeleton.joints[self.order[row]])
        value = self.per_frame[index] if row is None else self.values[index, self.order[row]]
        far = f"{value:.0f} mm ({tr(self.kind)})" if np.isfinite(value) else tr("not seen")
        return f"{name} · {tr('frame {n}').format(n=index)} · {far}"

    def picture(self, start: float, stop: float, width: int, heights: NDArray[np.intp]) -> NDArray[np.uint8]:
        """(sum of heights, width, 4) premultiplied BGRA of the map from start to stop. heights: (J,) px of the rows."""
        covered, bounds = spans(self.times, start, stop, width)
        worst = np.full((width, len(self.order)), np.nan, np.float32)
        if covered.any():
            padded = np.concatenate([self.values[:, list(self.order)],
                                     np.full((1, len(self.order)), np.nan, np.float32)])
            worst[covered] = np.fmax.reduceat(padded, bounds, axis=0)[::2]
        known = np.isfinite(worst)
        pixels = np.zeros((len(self.order), width, 4), np.uint8)
        pixels[..., :3] = self.scale.rgb(worst.T)[..., ::-1]
        pixels[..., 3] = 255
        blank = np.array([*theme.rgb(theme.BACKGROUND)[::-1], 255], np.uint8)
        pixels[~known.T] = blank
        pixels[:, ~covered] = 0
        return np.ascontiguousarray(np.repeat(pixels, heights, axis=0))


def joint_name(joint: str) -> str:
    """'lwrist' → 'Left wrist'."""
    said = joint_words(joint)
    return said[:1].upper() + said[1:]


def joint_words(joint: str) -> str:
    """'lwrist' → 'left wrist'."""
    sides = {"l": "left", "r": "right"}
    if joint[:1] in sides and joint[1:].replace("_", " ").rstrip("0123456789 ") in WORDS:
        return in_words(joint[1:], sides[joint[0]])
    return in_words(joint)


def paint_agreement(painter: QPainter, shown: Agreement, rows: tuple[QRectF, QRectF], span: tuple[float, float],
                    left: int, width: int, ratio: float) -> None:
    """The strip of the frames and the map of the joints, from span[0] to span[1] seconds, with their names."""
    strip, area = rows
    columns, lines = round(width * ratio), round((strip.height() - 4) * ratio)
    low, high, _ = peaks(shown.times, shown.per_frame, *span, columns)
    pixels = curve(low / shown.top, high / shown.top, lines, theme.TEXT, theme.BACKGROUND, ratio)
    painter.drawImage(QRectF(left, strip.top() + 2, columns / ratio, lines / ratio), image(pixels))
    joints = len(shown.order)
    edges = np.rint(np.linspace(0, area.height() * ratio, joints + 1)).astype(np.intp)
    pixels = shown.picture(*span, columns, np.diff(edges))
    painter.drawImage(QRectF(left, area.top(), columns / ratio, len(pixels) / ratio), image(pixels))

    painter.setPen(QColor(theme.TEXT))
    painter.setFont(theme.font(theme.SMALL))
    middle = Qt.AlignmentFlag.AlignVCenter
    title, top = tr("Agreement"), f"{shown.top:g} mm"
    wide = painter.fontMetrics().horizontalAdvance(title)
    small = theme.font(SMALLEST, tabular=True)
    beside = wide + 6 + QFontMetrics(small).horizontalAdvance(top) <= left - 18  # else the title goes below
    painter.drawText(QRectF(10, strip.top(), left - 18, strip.height()),
                     middle if beside else Qt.AlignmentFlag.AlignBottom, title)
    painter.setFont(small)
    painter.setPen(QColor(theme.MUTED))
    painter.drawText(QRectF(10, strip.top(), left - 18, 14 if beside else 10),
                     middle | Qt.AlignmentFlag.AlignRight, top)
    y = area.top()
    for name, count in shown.groups:
        height = area.height() * count / joints
        if height >= SMALLEST:
            painter.drawText(QRectF(10, y, left - 16, height), middle, tr(name))
        if y > area.top():
            painter.fillRect(QRectF(left, y - 0.5, width, 1), QColor(theme.SURFACE))
        y += height


def image(pixels: NDArray[np.uint8]) -> QImage:
    """(H, W, 4) premultiplied BGRA as a picture of its own."""
    lines, columns = pixels.shape[:2]
    return QImage(pixels.data, columns, lines, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied).copy()
