"""A pane maps the mouse to video pixels, draws people where they are, and says what it has to say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import theme
from app.frames import Frame
from app.lens import Lens
from app.overlay import joint_title, score_colour
from app.video_view import HEADER, OverlayOptions, Person2D, VideoView
from core.skeleton import BLAZEPOSE33, COCO17, H36M17

BLUE = theme.VIEW_COLOURS[0]


def frame(index: int = 0, generation: int = 1, size: tuple[int, int] = (200, 300)) -> Frame:
    return Frame("v", index, np.zeros((size[1], size[0], 3), np.uint8), size, generation)


def standing(score: float = 1.0) -> np.ndarray:
    """A person whose joints lie on a grid, far enough apart to be looked at one by one."""
    xys = np.full((17, 3), score, np.float32)
    xys[:, 0] = 40 + 60 * (np.arange(17) % 3)
    xys[:, 1] = 30 + 45 * (np.arange(17) // 3)
    return xys


@pytest.fixture
def pane(qtbot: QtBot) -> VideoView:
    """A video of 200 × 300 shown pixel for pixel."""
    pane = VideoView("v", "cam 1", BLUE)
    qtbot.addWidget(pane)
    pane.resize(204, 300 + HEADER + 2)
    pane.show()
    qtbot.waitExposed(pane)
    pane.show_frame(frame())
    return pane


def image(pane: VideoView) -> QImage:
    return pane.grab().toImage()


def lightness(pane: VideoView, x: float, y: float) -> int:
    return image(pane).pixelColor(pane.to_pane(x, y).toPoint()).value()


def wheel(pane: VideoView, spot: QPoint, turn: int) -> None:
    event = QWheelEvent(QPointF(spot), QPointF(pane.mapToGlobal(spot)), QPoint(), QPoint(0, turn),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(pane, event)


def hover(pane: VideoView, x: float, y: float) -> None:
    """The event alone: moving the real pointer would bring those of other windows along."""
    spot = pane.to_pane(x, y)
    event = QMouseEvent(QEvent.Type.MouseMove, spot, pane.mapToGlobal(spot), Qt.MouseButton.NoButton,
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane, event)


@given(st.tuples(st.integers(100, 2000), st.integers(100, 2000)),
       st.tuples(st.integers(16, 4000), st.integers(16, 4000)),
       st.lists(st.tuples(st.floats(0.5, 3), st.floats(0, 1), st.floats(0, 1)), max_size=6))
def test_zoom_keeps_the_point_under_the_pointer_and_the_picture_over_the_room(
    room: tuple[int, int], size: tuple[int, int], zooms: list[tuple[float, float, float]]
) -> None:
    lens = Lens()
    lens.room, lens.size = QRectF(2, 32, *room), size
    for factor, u, v in zooms:
        rect, picture = lens.room, lens.picture()
        spot = QPointF(rect.left() + u * rect.width(), rect.top() + v * rect.height())
        before = lens.to_video(spot)
        lens.zoom_by(factor, spot)
        after, now = lens.to_video(spot), lens.picture()
        # Where the picture covers the room before and after, nothing had to give way; rounding of the resting place
        # to whole pixels moves it by at most half a pane pixel, and floats by far less.
        if picture.contains(rect) and now.contains(rect) and factor > 1:
            assert np.hypot(after[0] - before[0], after[1] - before[1]) * lens.scale <= 1.5
        for low, high, a, b in ((now.left(), now.right(), rect.left(), rect.right()),
                                (now.top(), now.bottom(), rect.top(), rect.bottom())):
            covers = low <= a + 1 and high >= b - 1
            centred = abs((low + high) - (a + b)) <= 2
            assert covers or centred
        assert lens.zoom >= 1


def test_pixels_are_counted_from_the_centre_of_the_top_left_one(pane: VideoView) -> None:
    assert pane.to_pane(0, 0) == QPointF(2.5, HEADER + 0.5)
    assert pane.to_video(pane.to_pane(123.25, 45.5)) == pytest.approx((123.25, 45.5))


def test_the_picture_is_drawn_pixel_for_pixel(pane: VideoView) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (300, 200, 3), dtype=np.uint8)
    pane.show_frame(Frame("v", 1, rgb, (200, 300), 2))
    shown = image(pane).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine())
    inner = rows[HEADER:HEADER + 300, :3 * shown.width()].reshape(300, -1, 3)[:, 2:202]
    np.testing.assert_array_equal(inner, rgb)


def test_wheel_zooms_at_the_pointer_drag_pans_double_click_fits(pane: VideoView, qtbot: QtBot) -> None:
    spot = pane.to_pane(50, 80).toPoint()
    wheel(pane, spot, 600)
    x, y = pane.to_video(QPointF(spot))
    assert (x, y) == pytest.approx((50, 80), abs=1)
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(pane, spot + QPoint(30, 12))
    QTest.mouseMove(pane, spot + QPoint(40, 20))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=spot + QPoint(40, 20))
    assert pane.to_video(QPointF(spot + QPoint(40, 20))) == pytest.approx((x, y), abs=1e-6)
    QTest.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=spot)
    assert pane.to_pane(0, 0) == QPointF(2.5, HEADER + 0.5)


def test_keys_zoom_and_fit(pane: VideoView) -> None:
    QTest.keyClick(pane, Qt.Key.Key_Plus)
    assert pane._lens.zoom > 1
    QTest.keyClick(pane, Qt.Key.Key_0)
    assert pane._lens.zoom == 1


def test_the_size_asked_for_follows_pane_and_zoom(qtbot: QtBot) -> None:
    pane = VideoView("v")
    qtbot.addWidget(pane)
    pane.resize(204, 334)
    with qtbot.waitSignal(pane.target_changed) as target:
        pane.show()
    assert target.args == [200, 300]
    pane.show_frame(Frame("v", 0, np.zeros((300, 169, 3), np.uint8), (1080, 1920), 1))
    with qtbot.waitSignal(pane.target_changed) as target:
        pane.zoom(2)
    assert target.args == [400, 600]
    with qtbot.waitSignal(pane.target_changed) as target:
        pane.zoom(20)
    assert target.args == [0, 0]  # all of its own pixels


def test_a_click_picks_a_double_click_does_not_and_a_drag_neither(pane: VideoView, qtbot: QtBot) -> None:
    picks: list[tuple[float, float]] = []
    pane.picked.connect(lambda x, y: picks.append((x, y)))
    spot = pane.to_pane(60, 90).toPoint()
    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: len(picks) == 1)
    assert picks[0] == pytest.approx((60, 90), abs=0.6)  # half a pixel of the mouse's own
    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(pane, spot + QPoint(40, 40))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=spot + QPoint(40, 40))
    qtbot.wait(350)
    assert len(picks) == 1


@pytest.mark.parametrize("mode", ["shift", "box mode"])
def test_a_box_in_any_direction_is_held_inside_the_picture(pane: VideoView, qtbot: QtBot, mode: str) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier if mode == "shift" else Qt.KeyboardModifier.NoModifier
    pane.set_box_mode(mode == "box mode")
    start = pane.to_pane(120, 200).toPoint()
    with qtbot.waitSignal(pane.boxed) as boxed:
        QTest.mousePress(pane, Qt.MouseButton.LeftButton, keys, start)
        QTest.mouseMove(pane, start - QPoint(50, 50))
        QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, keys, QPoint(-30, start.y() - 60))
    assert boxed.args == pytest.approx([-0.5, 140, 120, 200], abs=0.6)


def test_older_pictures_are_dropped(pane: VideoView) -> None:
    pane.show_frame(frame(5, 9))
    pane.show_frame(frame(3, 8))
    assert pane.frame_index == 5
    pane.show_frame(frame(6, 9))  # the same request again, in another size
    assert pane.frame_index == 6


def test_a_late_picture_is_said_to_be_on_its_way(pane: VideoView, qtbot: QtBot) -> None:
    pane.set_position(0, 100, 0.0)
    assert not pane._late_timer.isActive()
    before = image(pane)
    pane.set_position(7, 100, 0.35)
    assert not pane._late  # not for a blink
    qtbot.waitUntil(lambda: pane._late, timeout=2000)
    corner = (slice(None), slice(-40, -8))
    assert before != image(pane), corner
    pane.show_frame(frame(7, 2))
    assert not pane._late and not pane._late_timer.isActive()


def test_errors_and_emptiness_are_said_to_screen_readers_too(pane: VideoView) -> None:
    with_picture = lightness(pane, 100, 150)
    pane.set_error("cam 1: the file ends too early. Copy it again.")
    assert pane.accessibleDescription().startswith("cam 1: the file ends")
    assert image(pane) != with_picture
    pane.show_frame(frame(1, 2))
    assert pane._error == ""
    pane.set_empty("Opening …")
    assert pane.frame_index is None
    assert pane.accessibleDescription() == "Opening …"
    assert pane.accessibleName() == "Video cam 1"


def test_a_missing_joint_is_not_drawn(pane: VideoView) -> None:
    pane.set_overlay(OverlayOptions(points=True, bones=False))
    xys = standing()
    xys[6] = [np.nan, np.nan, 0]
    there = standing()[6]
    pane.set_people([Person2D(0, xys)], COCO17)
    assert lightness(pane, there[0], there[1]) == 0
    pane.set_people([Person2D(0, standing())], COCO17)
    assert lightness(pane, there[0], there[1]) > 100
    pane.set_people([Person2D(0, np.full((17, 3), np.nan, np.float32))], COCO17)
    assert lightness(pane, there[0], there[1]) == 0


def test_a_doubtful_joint_is_fainter(pane: VideoView) -> None:
    pane.set_overlay(OverlayOptions(points=True, bones=False))
    values = []
    for score in (1.0, 0.5, 0.0):
        pane.set_people([Person2D(0, standing(score))], COCO17)
        values.append(lightness(pane, *standing()[6][:2]))
    assert values[0] > values[1] > values[2] > 30


def test_left_and_right_differ_by_tint_and_by_shape(pane: VideoView) -> None:
    pane.resize(604, 900 + HEADER + 2)
    pane.set_overlay(OverlayOptions(points=True, bones=False))
    pane.set_people([Person2D(0, standing())], COCO17)
    left, right = COCO17.index("lshoulder"), COCO17.index("rshoulder")
    shown = image(pane)
    centres = [shown.pixelColor(pane.to_pane(*standing()[j][:2]).toPoint()) for j in (left, right)]
    assert centres[0].value() < 60 < centres[1].value()  # a ring and a disc
    assert centres[1].hue() == pytest.approx(QColor(BLUE).hue(), abs=12)


@pytest.mark.parametrize("part", ["points", "bones", "labels", "box"])
def test_each_part_of_the_overlay_can_be_switched(pane: VideoView, part: str) -> None:
    nothing = OverlayOptions(points=False, bones=False)
    pane.set_people([Person2D(0, standing())], COCO17)
    pane.set_overlay(nothing)
    blank = image(pane)
    pane.set_overlay(OverlayOptions(**{"points": False, "bones": False, part: True}))
    assert image(pane) != blank
    pane.set_overlay(nothing)
    assert image(pane) == blank


def test_joints_are_named_for_people() -> None:
    said = {name: joint_title(name, side) for skeleton in (BLAZEPOSE33, H36M17)
            for name, side in zip(skeleton.joints, skeleton.sides, strict=True)}
    assert len(set(said.values())) == len(said)
    assert [said[name] for name in ("lfoot_index", "mouth_right", "rear", "pelvis", "reye_outer")] == [
        "L foot index", "R mouth", "R ear", "pelvis", "R eye outer"]


def test_score_colours_go_from_red_over_yellow_to_blue() -> None:
    low, middle, high = score_colour(-1), score_colour(0.5), score_colour(2)
    assert low.red() > low.blue() and high.blue() > high.red()
    assert min(middle.red(), middle.green()) > middle.blue()


def test_several_people_are_marked_under_the_pointer_the_smaller_in_front(pane: VideoView) -> None:
    big = Person2D(0, standing(), box=(0, 0, 190, 290))
    small = Person2D(1, standing(), box=(50, 50, 100, 120), is_athlete=False)
    pane.set_people([big, small], COCO17)
    hover(pane, 70, 80)
    assert pane._hover is small
    assert pane.cursor().shape() == Qt.CursorShape.PointingHandCursor
    hover(pane, 150, 200)
    assert pane._hover is big
    pane.set_people([big], COCO17)
    hover(pane, 70, 80)
    assert pane._hover is None


# Linear RGB as dichromats see it, at full severity: Machado, Oliveira & Fernandes 2009, table 1.
DICHROMATS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
# Linear RGB → cone responses → lightness and two opponent colours: OKLab, Ottosson 2020.
CONES = np.array([[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.68069955, 0.10739696],
                  [0.08830246, 0.28171884, 0.6299787]])
OPPONENTS = np.array([[0.21045426, 0.79361779, -0.00407205], [1.9779985, -2.42859221, 0.45059371],
                      [0.02590404, 0.78277177, -0.80867577]])


def linear(value: str) -> np.ndarray:
    rgb = np.array(theme.rgb(value)) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def test_colours_can_be_read_on_every_surface() -> None:
    """WCAG 2.2 contrast: 4.5 for words and curves, 3 for the edges of fields."""
    def contrast(a: str, b: str) -> float:
        low, high = sorted(float(linear(value) @ [0.2126, 0.7152, 0.0722]) for value in (a, b))
        return (high + 0.05) / (low + 0.05)

    for ground in (theme.SURFACE, theme.RAISED, theme.BACKGROUND, theme.HOVER):
        for value in (*theme.VIEW_COLOURS, theme.TEXT, theme.MUTED, theme.DANGER, theme.WARNING, theme.ACCENT):
            assert contrast(value, ground) >= 4.5, (value, ground)
    assert contrast(theme.BACKGROUND, theme.ACCENT) >= 4.5  # the words on the main button
    assert contrast(theme.OUTLINE, theme.SURFACE) >= 3


@pytest.mark.parametrize("sight", [None, *DICHROMATS])
def test_view_colours_are_told_apart_with_every_kind_of_sight(sight: str | None) -> None:
    """In OKLab 0.02 is just noticeable side by side; the first four, the common case, have six times that."""
    turn = np.array(DICHROMATS[sight]) if sight else np.eye(3)
    seen = [OPPONENTS @ np.cbrt(CONES @ np.clip(turn @ linear(value), 0, 1)) for value in theme.VIEW_COLOURS]
    for some, least in ((seen[:4], 0.12), (seen, 0.04)):
        assert min(np.linalg.norm(a - b) for i, a in enumerate(some) for b in some[:i]) >= least


@pytest.mark.parametrize("width", [110, 400])
def test_how_far_away_a_frame_is_can_be_read_in_a_narrow_pane_too(qtbot: QtBot, width: int) -> None:
    pane = VideoView("a", "view01")
    qtbot.addWidget(pane)
    pane.setMinimumSize(1, 1)
    pane.resize(width, 300)
    pane.set_position(3, 100, 0.1)
    pane.show_frame(frame(3))
    pane.show()
    before = pane.grab().toImage()
    pane.set_apart(0.0042)
    after = pane.grab().toImage()
    title = after.copy(0, 0, width, HEADER) != before.copy(0, 0, width, HEADER)
    picture = after.copy(0, HEADER, width, 260) != before.copy(0, HEADER, width, 260)
    assert (title, picture) == ((False, True) if width < 200 else (True, False))
