"""The coach view under fingers on a screen: one draws and turns, two enlarge and shift, thumbnails follow a swipe."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.coach_view import CoachView
from app.window import Window
from tests.app.coached import enter, make_project, pane_of, rest


@pytest.fixture(scope="module")
def screen(qapp: object) -> QPointingDevice:
    """A touch screen."""
    return QTest.createTouchDevice()


@pytest.fixture
def coach(window: Window, tmp_path: Path, qtbot: QtBot) -> CoachView:
    return enter(window, make_project(tmp_path / "kick.parallax", views=1), qtbot)


def finger(part: QWidget, screen: QPointingDevice, *spots: QPoint) -> None:
    """One finger goes from spot to spot of a part."""
    QTest.touchEvent(part, screen).press(0, spots[0], part).commit()
    for spot in spots[1:]:
        QTest.touchEvent(part, screen).move(0, spot, part).commit()
    QTest.touchEvent(part, screen).release(0, spots[-1], part).commit()


def pinch(part: QWidget, screen: QPointingDevice, *pairs: tuple[QPoint, QPoint], lead: int = 0) -> None:
    """Two fingers go from places to places; the first of them was down, and moved, before the other came, `lead` px."""
    (a, b), end = pairs[0], pairs[-1]
    QTest.touchEvent(part, screen).press(0, a - QPoint(lead, 0), part).commit()
    if lead:
        QTest.touchEvent(part, screen).move(0, a, part).commit()
    QTest.touchEvent(part, screen).stationary(0).press(1, b, part).commit()
    for one, other in pairs[1:]:
        QTest.touchEvent(part, screen).move(0, one, part).move(1, other, part).commit()
    QTest.touchEvent(part, screen).stationary(0).release(1, end[1], part).commit()
    QTest.touchEvent(part, screen).move(0, end[0] + QPoint(9, 9), part).commit()  # the last one means nothing
    QTest.touchEvent(part, screen).release(0, end[0] + QPoint(9, 9), part).commit()


def test_one_finger_draws_and_drags(coach: CoachView, screen: QPointingDevice, qtbot: QtBot) -> None:
    pane = pane_of(coach)
    middle = pane.room.center().toPoint()
    finger(coach.rail.buttons["line"], screen, QPoint(20, 20))
    assert coach.pencil.tool == "line"
    finger(pane, screen, middle, middle + QPoint(20, 30), middle + QPoint(60, 40))
    [line] = coach.model.drawings.values()
    for point, spot in zip(line.points, (middle, middle + QPoint(60, 40)), strict=True):
        assert point == pytest.approx(pane.to_video(QPointF(spot)), abs=0.6)
    finger(coach.rail.buttons["hand"], screen, QPoint(20, 20))
    end = pane.to_pane(*line.points[1]).toPoint()
    finger(pane, screen, end)
    assert coach.pencil.chosen == line.id
    finger(pane, screen, end + QPoint(14, 12), end + QPoint(30, 0), end + QPoint(54, -28))  # near enough for a finger
    moved = coach.model.drawings[line.id]
    assert moved.points[0] == line.points[0] and moved.points[1][0] > line.points[1][0] + 10
    finger(coach.rail.buttons["angle"], screen, QPoint(20, 20))
    body = coach.model.motions[pane.view_id].at(0.0)
    assert body is not None
    knee = pane.to_pane(*body[2]).toPoint()
    finger(pane, screen, knee + QPoint(8, -8))
    assert [one.kind for one in coach.model.drawings.values()] == ["line", "angle"]


def test_two_fingers_enlarge_and_shift_the_picture_and_draw_nothing(coach: CoachView, screen: QPointingDevice,
                                                                   qtbot: QtBot) -> None:
    pane = pane_of(coach)
    middle = pane.room.center().toPoint()
    coach.rail.buttons["freehand"].click()
    was = pane.to_video(QPointF(middle))
    out = QPoint(60, 0)
    pinch(pane, screen, (middle - out, middle + out), (middle - 2 * out, middle + 2 * out), lead=25)
    scale = pane.to_pane(1, 0).x() - pane.to_pane(0, 0).x()
    assert scale == pytest.approx(2 * pane._lens.fitting) and pane._lens.zoom == pytest.approx(2)
    assert pane.to_video(QPointF(middle)) == pytest.approx(was, abs=1), "what was between the fingers is there still"
    assert not coach.model.drawings, "what the first finger had begun is not meant"
    by = QPoint(0, 30)
    pinch(pane, screen, (middle - out, middle + out), (middle - out + by, middle + out + by))
    assert pane._lens.zoom == pytest.approx(2)
    assert pane.to_video(QPointF(middle + by)) == pytest.approx(was, abs=1)
    finger(pane, screen, middle, middle + QPoint(40, 0), middle + QPoint(40, 40))
    assert [one.kind for one in coach.model.drawings.values()] == ["freehand"], "then one draws again"
    pinch(pane, screen, (middle - 2 * out, middle + 2 * out), (middle - out / 4, middle + out / 4))
    assert pane._lens.zoom == 1


def test_the_figure_is_turned_by_one_and_enlarged_and_shifted_by_two(coach: CoachView, screen: QPointingDevice,
                                                                    window: Window, qtbot: QtBot) -> None:
    layer, orbit = coach._layer, window.scene._orbit
    assert layer is not None
    middle = layer.rect().center()
    azimuth, elevation = window.scene.seen_from
    finger(layer, screen, QPoint(20, 40), QPoint(60, 40), QPoint(80, 60))
    assert orbit.azimuth == pytest.approx(azimuth - 30) and orbit.elevation == pytest.approx(elevation + 10)
    distance, turned = orbit.distance, orbit.azimuth
    out = QPoint(40, 0)
    pinch(layer, screen, (middle - out, middle + out), (middle - 2 * out, middle + 2 * out))
    assert orbit.distance == pytest.approx(distance / 2) and orbit.azimuth == turned
    centre = orbit.centre.copy()
    pinch(layer, screen, (middle - out, middle + out), (middle - out + QPoint(0, 30), middle + out + QPoint(0, 30)))
    assert orbit.centre[2] > centre[2] + 0.02 and orbit.distance == pytest.approx(distance / 2)
    finger(layer, screen, QPoint(20, 40), QPoint(30, 40))
    assert orbit.azimuth == pytest.approx(turned - 5)


def test_a_swipe_moves_the_thumbnails_and_a_touch_chooses_one(coach: CoachView, screen: QPointingDevice,
                                                             window: Window, qtbot: QtBot) -> None:
    strip = coach.strip
    window.resize(1024, 768)
    bar = strip._area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 60)
    bar.setValue(0)
    card = strip.cards[1]
    finger(card, screen, QPoint(60, 40), QPoint(56, 40))
    assert window.player.t == pytest.approx(card.moment.time_s) and bar.value() == 0
    t = window.player.t
    strip._follow(-9.0)  # no card is here, so none is brought into sight
    finger(card, screen, QPoint(60, 40), QPoint(40, 40), QPoint(10, 44))
    assert bar.value() >= 50 and window.player.t == t, "the card under the finger was not meant"
    qtbot.wait(500)  # it glides on for a while
    assert 50 < bar.value() <= bar.maximum()
    bar.setValue(bar.maximum())
    for _ in range(2):  # a double touch keeps a suggestion
        finger(strip.cards[-1], screen, QPoint(40, 60))
    rest(coach, qtbot)
    assert len(coach.model.moments) == 1
    note = coach.side.note
    qtbot.waitUntil(note.isVisible)
    finger(note.viewport(), screen, QPoint(30, 20))
    assert note.hasFocus()
    coach.setFocus(Qt.FocusReason.OtherFocusReason)
