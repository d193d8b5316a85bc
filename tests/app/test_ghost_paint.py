"""The words beside a ghost: what fits, and that they stand in nobody's way."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app import correct_paint, ghost_paint, theme
from app.ghost_paint import HIGH, Said

CAMERAS = tuple((f"camera {n}", theme.view_colour(n)) for n in range(8))
AT_ODDS = Said(CAMERAS[:2], " ", "differ by 38 px", " (112 mm relative)", True)


def place(room: QRectF, said: Said, middle: QPointF, taken: list[QRectF]) -> QRectF:
    image = QImage(int(room.right()), int(room.bottom()), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    found = ghost_paint.words(painter, room, said, middle, taken, QRectF())
    painter.end()
    return found


def test_of_many_views_the_number_is_told() -> None:
    assert Said(CAMERAS[:3], ": ", "here").text == "camera 0, camera 1, camera 2: here"
    assert Said(CAMERAS, ": ", "6 px from here").text == "8 views: 6 px from here"
    assert AT_ODDS.text == "camera 0, camera 1 differ by 38 px (112 mm relative)"


@pytest.mark.parametrize("size", [(156, 106), (230, 230), (350, 650), (900, 500)])
def test_the_words_are_in_the_room_and_cover_neither_joint_nor_magnifier(qapp: object, size: tuple[int, int]) -> None:
    rng, room, silent = np.random.default_rng(3), QRectF(2, 32, *size), 0
    for _ in range(60):
        x, y, i, j = rng.uniform(-0.2, 1.2, 4) * (*size, *size) + (2, 32, 2, 32)
        joint = QPointF(i, j)
        taken = [correct_paint.box(joint), correct_paint.glass_of(room, joint)]
        for said in (AT_ODDS, Said(CAMERAS[:3], ": ", "6 px from here"), Said(CAMERAS, ": ", "6 px from here")):
            words = place(room, said, QPointF(x, y), taken)
            silent += words.isEmpty()
            assert words.isEmpty() or (room.contains(words) and words.height() == HIGH)
            assert not any(words.intersects(other) for other in taken)
    assert silent == 0 or (size == (156, 106) and silent < 18)  # of 180, in the smallest pane there is


def test_words_that_are_too_long_are_shortened_to_what_matters(qapp: object) -> None:
    widths = [place(QRectF(0, 0, width, 300), AT_ODDS, QPointF(80, 100), []).width() for width in (600, 260, 180, 120)]
    assert widths == sorted(widths, reverse=True) and len(set(widths)) == 4


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#888888"])
def test_the_ring_is_seen_on_any_picture_and_the_joint_stays_in_sight(qapp: object, ground: str) -> None:
    image = QImage(120, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    joint, middle = QPointF(60, 60), QPointF(66, 60)
    painter = QPainter(image)
    painter.setClipRect(image.rect())
    spots = [(QPointF(40, 60), CAMERAS[0][1]), (QPointF(92, 60), CAMERAS[1][1])]
    ghost_paint.marks(painter, middle, spots, joint, False)
    painter.end()
    luma = [QColor(image.pixel(round(middle.x() + r * np.cos(a)), round(middle.y() + r * np.sin(a)))).lightness()
            for r in np.arange(5, 15, 0.5) for a in np.arange(0, 6.28, 0.2)]
    assert max(luma) - min(luma) > 120
    for dx in range(-4, 5):
        for dy in range(-4, 5):
            if np.hypot(dx, dy) < 4.5:
                assert QColor(image.pixel(60 + dx, 60 + dy)) == QColor(ground)
