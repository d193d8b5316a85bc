"""Words beside drawings: none over another, near to where they belong, and still where the picture is."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app import coach_paint
from app.coach_labels import SOON_S, Labels, Wish
from app.coach_paint import Canvas, Shape
from core.coach_place import place
from core.coaching import Drawing

# Painting without a window makes an application of its own where there is none, too small a one for windows after it.
pytestmark = pytest.mark.usefixtures("qapp")

ROOM = QRectF(0, 0, 800, 450)
FPS = 30
FRAMES = 180


def wandering(seed: int, count: int = 5) -> NDArray[np.float64]:
    """(FRAMES, count, 2) where words want to stand: ways that cross, with a joint's tremble of a pixel."""
    rng = np.random.default_rng(seed)
    t = np.arange(FRAMES)[:, None] / FPS
    way = [260 + 90 * np.sin(0.9 * t + rng.uniform(0, 7, count)), 210 + 70 * np.sin(0.7 * t + rng.uniform(0, 7, count))]
    return np.stack(way, axis=-1) + rng.normal(0, 1, (FRAMES, count, 2))


def wishes(spots: NDArray[np.float64]) -> list[Wish]:
    return [Wish(str(n), QRectF(x, y, 110, 30)) for n, (x, y) in enumerate(spots)]


def settled(spots: NDArray[np.float64], labels: Labels | None) -> tuple[float, int]:
    """How far words stand from where they want to, px in the mean, and how often one jumps by more than 10 px from a
    picture to the next. labels: what remembers them; None: each picture is the first."""
    away = []
    for k, frame in enumerate(spots):
        boxes = (labels or Labels()).settle(wishes(frame), ROOM, k / FPS)
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
        assert all(ROOM.contains(box) for box in boxes)
        away.append([(box.left() - x, box.top() - y) for box, (x, y) in zip(boxes, frame, strict=True)])
    steps = np.linalg.norm(np.diff(np.array(away), axis=0), axis=-1)
    return float(np.linalg.norm(np.array(away), axis=-1).mean()), int((steps > 10).sum())


def test_none_covers_another_and_none_jumps_about() -> None:
    remembered, fresh = ([settled(wandering(seed), labels()) for seed in range(3)] for labels in
                         (Labels, lambda: None))
    assert all(2 < far < 25 for far, _ in remembered), "in one another's way, and yet beside what they belong to"
    jumps, before = (sum(jumps for _, jumps in one) for one in (remembered, fresh))
    # Five words for six seconds, on ways that cross: each jumps less than once in two seconds.
    assert jumps < 3 * 5 * 3 and jumps < before / 2


def test_a_tremble_makes_none_jump() -> None:
    """Three that want to stand in one place: above and below the first are as good."""
    spots = np.full((FRAMES, 3, 2), 200.0) + np.random.default_rng(3).normal(0, 1.5, (FRAMES, 3, 2))
    assert settled(spots, Labels())[1] == 0 and settled(spots, None)[1] > 20


def test_the_same_pictures_give_the_same_places() -> None:
    spots, made = wandering(1), []
    for _ in range(2):
        labels = Labels()
        made.append([labels.settle(wishes(frame), ROOM, k / FPS) for k, frame in enumerate(spots)])
    assert made[0] == made[1]
    again = labels.settle(wishes(spots[-1]), ROOM, (FRAMES - 1) / FPS)
    assert again == made[1][-1], "painted once more, nothing moves"
    elsewhere = labels.settle(wishes(spots[100]), ROOM, 100 / FPS)
    assert SOON_S < (FRAMES - 101) / FPS and elsewhere == Labels().settle(wishes(spots[100]), ROOM)


def test_alone_it_stands_where_it_wants_and_comes_back_when_there_is_room() -> None:
    labels, other = Labels(), Wish("b", QRectF(300, 205, 110, 30))
    wish = Wish("a", QRectF(300, 200, 110, 30))
    assert labels.settle([wish], ROOM, 0.0) == [wish.box]
    moved = labels.settle([other, wish], ROOM, 0.1)[1]
    assert moved.top() == pytest.approx(205 - 3 - 30) and moved.left() == 300
    back = [labels.settle([wish], ROOM, 0.1 + 0.05 * k)[0].top() for k in range(1, 25)]
    assert 172 < back[0] < back[1] < back[2] < 200 and back[-1] == 200, "it glides back"
    corner = labels.settle([Wish("c", QRectF(790, 440, 110, 30))], ROOM, 9.0)
    assert corner == [QRectF(690, 420, 110, 30)]
    everywhere = [Wish(str(n), QRectF(0, 0, 70, 30)) for n in range(4)]
    assert len(Labels().settle(everywhere, QRectF(0, 0, 80, 40))) == 4, "more than there is room for"


def test_values_texts_and_watches_are_kept_apart_where_they_are_painted() -> None:
    corner = ((100.0, 200.0), (180.0, 120.0), (260.0, 210.0))
    drawings = [Drawing("a", "angle", "v", corner, text="96°"), Drawing("b", "angle", "v", corner, text="Knee"),
                Drawing("c", "distance", "v", corner[:2], text="0.52 m"),
                Drawing("d", "text", "v", ((150.0, 130.0),), text="Keep it firm"),
                Drawing("e", "stopwatch", "v", ((160.0, 135.0),))]
    shapes = [Shape(placed) for one in drawings if (placed := place(one, None, 1.0)) is not None]
    canvas = Canvas(lambda p: QPointF(float(p[0]), float(p[1])), QRectF(0, 0, 400, 300), 0.6)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    coach_paint.paint(painter, shapes, canvas)
    painter.end()
    boxes = canvas.labels.boxes
    assert len(boxes) == 5 and not any(a.intersects(b) for a, b in combinations(boxes.values(), 2))
    assert boxes["d"].topLeft() == QPointF(150, 130), "what somebody put there stays"
    watch = next(shape for shape in shapes if shape.geometry.drawing.id == "e")
    assert coach_paint.distance_to(watch.geometry, canvas, boxes["e"].center()) == 0, "and is taken hold of where it is"
