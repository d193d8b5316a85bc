"""The second detector as it is drawn: hollow and dashed, with a legend where there is room; fine joints drawn small."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app import beside, pane_header, theme
from app.beside import Beside
from app.overlay import OverlayOptions, Person2D, draw_person, fine
from core.skeleton import SKELETONS, WHOLEBODY133, Skeleton

pytestmark = pytest.mark.usefixtures("qapp")
W, H = 300, 300
ONE = Skeleton("two joints", ("a", "b"), ((0, 1),), ())


def picture(draw: object, width: int = W, height: int = H) -> np.ndarray:
    """(H, W, 3) RGB of what is drawn on grey."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(0x505050)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)  # type: ignore[operator]
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return pixels[:, :3 * width].reshape(height, width, 3).astype(int)


def two(skeleton: Skeleton = ONE) -> Person2D:
    return Person2D(0, np.array([[50, 150.5, 0.9], [250, 150.5, 0.9]], np.float32))


def painted(options: OverlayOptions) -> np.ndarray:
    return picture(lambda painter: beside.paint(painter, Beside(two(), ONE, "a", "b"), options, QPointF, 1.0))


def test_bones_are_dashed_and_joints_hollow() -> None:
    seen = painted(OverlayOptions())
    line = seen[150, 70:230].min(axis=-1) > 200
    changes = np.flatnonzero(np.diff(line.astype(int)))
    assert 15 < len(changes) < 60 and 0.3 < line.mean() < 0.85  # it begins and ends again and again
    assert seen[150 - 6:150 + 7, 44:57].min(axis=-1).max() > 200 and abs(seen[153, 50] - 0x50).max() < 40


@pytest.mark.parametrize(("options", "bones", "points"), [(OverlayOptions(points=False), True, False),
                                                          (OverlayOptions(bones=False), False, True),
                                                          (OverlayOptions(False, False), False, False)])
def test_what_is_not_to_be_drawn_is_not(options: OverlayOptions, bones: bool, points: bool) -> None:
    white = painted(options).min(axis=-1) > 150
    assert white[148:153, 100:200].any() == bones and white[145:156, 45:50].any() == points  # left of where it begins


def test_nobody_and_joints_that_are_missing_draw_nothing() -> None:
    for person in (None, Person2D(0, np.full((2, 3), np.nan, np.float32))):
        seen = picture(lambda painter, person=person: beside.paint(
            painter, Beside(person, ONE, "a", "b"), OverlayOptions(), QPointF, 1.0))
        assert (seen == 0x50).all()


@pytest.mark.parametrize("width", [700, 300, 120])
def test_the_legend_names_both_in_the_header_or_else_on_the_picture(width: int) -> None:
    named = Beside(two(), ONE, "RTMPose-m", "BlazePose full")
    room = QRectF(2, pane_header.HEADER, width - 4, H - pane_header.HEADER)
    plan = pane_header.plan("cam01", [("0:00.750", theme.TEXT), ("45 / 99", theme.MUTED)], width, False)
    seen = picture(lambda painter: beside.legend(painter, named, plan, theme.VIEW_COLOURS[0], room), width)
    in_header = (seen[:pane_header.HEADER] != 0x50).any()
    below = (seen[pane_header.HEADER:] != 0x50).any()
    assert (bool(in_header), bool(below)) == (width == 700, width != 700)
    changed = np.flatnonzero((seen != 0x50).any(axis=(0, 2)))
    assert changed.min() >= 2 and changed.max() < width - 2  # nothing beyond the pane
    high = np.flatnonzero((seen != 0x50).any(axis=(1, 2)))
    if width == 120:  # a name below the other
        assert high.max() - high.min() > 1.5 * beside.LINE


def test_faces_and_hands_are_drawn_small_and_bodies_as_before() -> None:
    """Of 133 joints 110 lie close together; no joint of the other skeletons does."""
    assert len(fine(WHOLEBODY133)) == 68 + 42
    assert not any(fine(skeleton) for skeleton in SKELETONS.values() if skeleton is not WHOLEBODY133)
    sizes = {}
    for name in ("lwrist", "lindex2", "lface_5"):
        xys = np.full((133, 3), np.nan, np.float32)
        xys[WHOLEBODY133.index(name)] = 150, 150, 1
        xys[0] = 20, 20, 1
        xys[16] = 280, 280, 1
        seen = picture(lambda painter, xys=xys: draw_person(
            painter, Person2D(0, xys), WHOLEBODY133, "#4aa5f5", OverlayOptions(bones=False), QPointF, 1.0))
        sizes[name] = int((seen[130:170, 130:170] != 0x50).any(axis=-1).sum())
    assert 0 < sizes["lindex2"] < sizes["lwrist"] / 3 and 0 < sizes["lface_5"] < sizes["lwrist"] / 3
