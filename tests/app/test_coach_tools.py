"""Drawing in the coach view with a real mouse: on the picture and on the figure, kept, changed, deleted and undone."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app import coach_paint
from app.coach_paint import Canvas, Shape
from app.coach_view import CoachView
from app.window import Window
from core.coach_place import place
from core.coaching import POINTS, SCENE, Drawing
from core.skeleton import H36M17
from tests.app.coached import click, drag, enter, joint, make_project, pane_of, rest


@pytest.fixture
def coach(window: Window, tmp_path: Path, qtbot: QtBot) -> CoachView:
    return enter(window, make_project(tmp_path / "kick.parallax", views=1), qtbot)


def drawn(coach: CoachView) -> list[Drawing]:
    return list(coach.model.drawings.values())


def test_lines_are_drawn_changed_deleted_and_undone_one_gesture_each(coach: CoachView, window: Window,
                                                                    qtbot: QtBot) -> None:
    pane = pane_of(coach)
    middle = pane.room.center().toPoint()
    for tool in ("line", "arrow", "freehand", "circle"):
        coach.rail.buttons[tool].click()
        drag(pane, middle, middle + QPoint(30, 40), middle + QPoint(60, 10))
    assert [one.kind for one in drawn(coach)] == ["line", "arrow", "freehand", "circle"]
    line, hand = drawn(coach)[0], drawn(coach)[2]
    assert line.points[1] == pytest.approx(pane.to_video(QPointF(middle + QPoint(60, 10))), abs=1)
    assert len(hand.points) > 4 and line.start_s is not None and line.stop_s is not None
    coach.rail.buttons["line"].click()
    click(pane, middle)  # goes nowhere
    assert len(drawn(coach)) == 4
    coach.rail.buttons["hand"].click()
    end = pane.to_pane(*line.points[0]).toPoint()
    coach.pencil.choose(line.id)
    drag(pane, end, end + QPoint(-40, 0))  # by its handle
    assert coach.model.drawings[line.id].points[1] == line.points[1]
    assert coach.model.drawings[line.id].points[0][0] < line.points[0][0] - 5
    coach.pencil.dress(colour="#4aa5f5")
    coach.rail.stays.click()
    assert coach.model.drawings[line.id].colour == "#4aa5f5" and coach.model.drawings[line.id].stop_s is None
    qtbot.keyClick(coach, Qt.Key.Key_Delete)
    assert line.id not in coach.model.drawings
    titles = []
    while window.session.undo_title.endswith(("line", "arrow", "hand", "circle")):
        titles.append(window.session.undo_title)
        window.session.undo()
    assert titles == ["Delete the line", *["Change the line"] * 3, "Draw a circle", "Draw a drawing by hand",
                      "Draw an arrow", "Draw a line"]
    assert drawn(coach) == []


def test_a_drawing_is_moved_as_a_whole_and_seen_only_around_its_moment(coach: CoachView, window: Window,
                                                                      qtbot: QtBot) -> None:
    pane = pane_of(coach)
    middle = pane.room.center().toPoint()
    window.player.seek(0.2)
    qtbot.waitUntil(lambda: window.stage.up_to_date, timeout=30_000)
    coach.rail.buttons["arrow"].click()
    drag(pane, middle, middle + QPoint(80, 0))
    [arrow] = drawn(coach)
    coach.rail.buttons["hand"].click()
    drag(pane, middle + QPoint(40, 0), middle + QPoint(40, 60))
    moved = coach.model.drawings[arrow.id]
    by = np.array(moved.points) - np.array(arrow.points)
    assert by[0] == pytest.approx(by[1]) and by[0][1] > 10 and by[0][0] == pytest.approx(0, abs=1)
    assert coach.model.placed(moved, 0.2) is not None and coach.model.placed(moved, 2.0) is None


def test_angles_distances_and_ways_hold_on_to_joints(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    pane = pane_of(coach)
    window.player.seek(1.0)  # the legs are apart
    qtbot.waitUntil(lambda: window.stage.up_to_date, timeout=30_000)
    coach.rail.buttons["angle"].click()
    click(pane, joint(coach, "rknee") + QPoint(6, -5))
    coach.rail.buttons["distance"].click()
    drag(pane, joint(coach, "lankle") + QPoint(3, 3), joint(coach, "rwrist"))
    coach.rail.buttons["trace"].click()
    click(pane, joint(coach, "rankle"))
    assert [(one.kind, one.joints) for one in drawn(coach)] == [
        ("angle", ("rhip", "rknee", "rankle")), ("distance", ("lankle", "rwrist")), ("trace", ("rankle",))]
    rest(coach, qtbot)
    angle = drawn(coach)[0]
    measured = coach.model.measured[angle.id]
    assert measured.low is not None and measured.low[1] < 120
    row = coach.side.rows[angle.id]
    window.player.seek(measured.low[0])
    assert row.words()[0] == f"{measured.low[1]:.0f}°" and "least" in row.words()[1]
    placed = coach.model.placed(angle, measured.low[0])
    body = coach.model.motions[pane.view_id].at(measured.low[0])
    assert placed is not None and body is not None
    assert placed.points[1] == pytest.approx(body[H36M17.index("rknee")]) and placed.text == row.words()[0]
    click(row, QPoint(20, 90))
    assert window.player.t < 0.4 and coach.pencil.chosen == angle.id
    window.player.seek(1.0)
    qtbot.waitUntil(lambda: window.stage.up_to_date, timeout=30_000)
    coach.rail.buttons["hand"].click()
    coach.pencil.choose(angle.id)
    drag(pane, joint(coach, "rankle"), joint(coach, "lankle"))  # its end is led to another joint
    assert coach.model.drawings[angle.id].joints == ("rhip", "rknee", "lankle")


def test_words_watches_lights_and_glasses(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    pane = pane_of(coach)
    corner = pane.room.topLeft().toPoint() + QPoint(20, 30)
    coach.rail.buttons["text"].click()
    click(pane, corner)
    qtbot.keyClicks(coach._field, "Knee in")
    qtbot.keyClick(coach._field, Qt.Key.Key_Return)
    coach.rail.buttons["stopwatch"].click()
    window.player.seek(0.5)
    click(pane, corner + QPoint(0, 60))
    for tool in ("spotlight", "magnifier"):
        coach.rail.buttons[tool].click()
        drag(pane, joint(coach, "rwrist"), joint(coach, "rwrist") + QPoint(50, 0))
    text, watch, light, glass = drawn(coach)
    assert text.text == "Knee in" and light.joints == glass.joints == ("rwrist", "")
    shown = coach.model.placed(watch, (watch.start_s or 0) + 1.25)
    assert shown is not None and shown.text == "1.25 s"
    pane.grab()
    assert coach.pencil.tool == "magnifier"
    qtbot.keyClick(coach, Qt.Key.Key_Escape)  # the tool is put away, then the view is left
    assert coach.pencil.tool == "hand" and window.coach.on
    qtbot.keyClick(coach, Qt.Key.Key_Escape)
    assert not window.coach.on


def test_the_figure_is_drawn_on_and_still_turned_by_hand(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    layer, scene, figure = coach._layer, window.scene, coach.model.figure
    assert layer is not None and figure is not None
    body = figure.at(window.player.t, deep=True)
    assert body is not None
    spot = layer._spot(body[H36M17.index("lknee")])
    assert spot is not None
    coach.rail.buttons["angle"].click()
    click(layer, spot.toPoint())
    coach.rail.buttons["line"].click()
    drag(layer, QPoint(40, 60), QPoint(90, 120))
    angle, line = drawn(coach)
    assert angle.view == line.view == SCENE and angle.joints == ("lhip", "lknee", "lankle")
    back = layer._spot(np.array(line.points[1]))
    assert back is not None and (back - QPointF(90, 120)).manhattanLength() < 2
    coach.rail.buttons["hand"].click()
    coach.pencil.choose("")
    before, azimuth = scene._matrix().copy(), scene._orbit.azimuth
    drag(layer, QPoint(20, 20), QPoint(60, 20))
    assert scene._orbit.azimuth != azimuth and not np.allclose(before, scene._matrix()) and len(drawn(coach)) == 2


# -- painting, without a window


def painted(drawings: list[Drawing], doubt: str = "") -> QImage:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#506070"))
    shapes = [Shape(placed, doubt, True) for one in drawings if (placed := place(one, None, 1.0)) is not None]
    canvas = Canvas(lambda p: QPointF(float(p[0]), float(p[1])), QRectF(0, 0, 400, 300), 0.6, image.copy(),
                    QRectF(0, 0, 400, 300))
    painter = QPainter(image)
    coach_paint.paint(painter, shapes, canvas)
    painter.end()
    return image


@pytest.mark.parametrize("kind", list(POINTS))
def test_every_kind_is_painted_on_a_picture_of_a_film_too(qapp: object, kind: str) -> None:
    points = ((100.0, 200.0), (180.0, 120.0), (260.0, 210.0))[:max(POINTS[kind][0], min(POINTS[kind][1], 3))]
    one = Drawing("d", kind, "v", points, text="Hello" if kind == "text" else "")
    assert painted([one]) != painted([])
    assert painted([one]).pixelColor(2, 290) == QColor("#506070") or kind == "spotlight"  # which dims all else


def test_a_value_in_doubt_is_grey(qapp: object) -> None:
    one = Drawing("d", "angle", "v", ((100.0, 200.0), (180.0, 120.0), (260.0, 210.0)), text="96°")
    assert painted([one]) != painted([one], "the views are 30° apart here")


def test_what_is_behind_the_eye_is_not_painted(qapp: object) -> None:
    one = Drawing("d", "line", "v", ((1.0, 1.0), (2.0, 2.0)))
    placed = place(one, None, 0.0)
    assert placed is not None
    nowhere = Canvas(lambda p: None, QRectF(0, 0, 10, 10), 1.0)
    assert coach_paint.spots_of(placed, nowhere) is None
    assert coach_paint.distance_to(placed, nowhere, QPointF(0, 0)) == float("inf")
