"""Two detectors on one clip in a real window: laid over one another, how far they are apart, and what is installed."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app import detectors_page
from app.choice_rows import FACTS
from app.detectors_page import DetectorsPage
from app.recording_panel import COMPARE, MEASURE, MORE
from app.timeline import NAMES
from app.window import Window
from core import detector_facts, processes, recording
from core.detector_facts import Speed
from core.pose import Poses2D, Source
from core.skeleton import BLAZEPOSE33, COCO17
from core.storage import Project
from tests.app.conftest import PATIENCE_MS
from tests.core.test_topdown import bring

FRAMES, BAD, WORSE = 40, 10, 30  # the second is off in BAD of the first view, and further in WORSE of the second
Opened = tuple[Window, DetectorsPage, list[str]]


def body() -> np.ndarray:
    """(T, 17, 2) somebody who fills the picture of 96 × 160 and moves a little."""
    rng = np.random.default_rng(1)
    still = np.stack([48 + 30 * rng.uniform(-1, 1, 17), 80 + 60 * rng.uniform(-1, 1, 17)], axis=-1)
    return still[None] + np.linspace(0, 3, FRAMES)[:, None, None]


def as_skeleton(points: np.ndarray, model: str, blaze: bool) -> Poses2D:
    skeleton = BLAZEPOSE33 if blaze else COCO17
    xys = np.full((FRAMES, 1, len(skeleton), 3), 80, np.float32)
    xys[..., 2] = 0.9
    for joint, name in enumerate(COCO17.joints):
        xys[:, 0, skeleton.index(name), :2] = points[:, joint]
    return Poses2D(xys, np.arange(FRAMES) / 20, skeleton, (96, 160), Source(model))


@pytest.fixture
def opened(window: Window, clips: list[Path], tmp_path: Path, qtbot: QtBot) -> Callable[..., Opened]:
    """A window with the page of detectors open, on two views in which so many detectors have found somebody."""

    def make(detectors: int = 2) -> Opened:
        folder = tmp_path / "two.parallax"
        with Project.create(folder) as made:
            recording.add_views(made, clips)
            for n, view in enumerate(list(made.document.views.values())):
                for which in range(detectors):
                    points = body()
                    if which:
                        points = points + 1.0
                        points[(BAD, WORSE)[n], COCO17.index("lwrist")] += (0, 30 + 30 * n)
                    poses = as_skeleton(points, ("blazepose-full", "other")[which], not which)
                    made.save_poses(poses, view=view.id, athlete=0)
                    time.sleep(0.002)  # the newest is told by its time
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.session.open_project(folder)
        qtbot.waitUntil(lambda: len(window.session.times) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
        QTest.keyClick(window, Qt.Key.Key_F9)
        panel: Any = window._work.side.panel("compare")
        QTest.mouseClick(panel.pages.button("detectors"), Qt.MouseButton.LeftButton)
        page = panel.page("detectors")
        assert isinstance(page, DetectorsPage)
        qtbot.waitUntil(lambda: not window.session.jobs.busy() and window.stage.up_to_date, timeout=PATIENCE_MS)
        return window, page, list(window.session.views)

    return make


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box: QComboBox, key: str) -> None:
    """With the keyboard, as one does who tabs there."""
    step = Qt.Key.Key_Down if box.findData(key) > box.currentIndex() else Qt.Key.Key_Up
    for _ in range(abs(box.findData(key) - box.currentIndex())):
        QTest.keyClick(box, step)


def compared(window: Window, page: DetectorsPage, qtbot: QtBot, detector: str = "blazepose-full") -> None:
    choose(page.beside, detector)
    qtbot.waitUntil(lambda: len(page.second.compared) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)


def whites(window: Window, view: str) -> int:
    """Pixels of a pane's picture that are white, as nothing but the second detector is."""
    pane = window.stage.panes[view]
    image = pane.grab().toImage().convertToFormat(pane.grab().toImage().Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    rgb = pixels[40:, :3 * image.width()].reshape(image.height() - 40, -1, 3)
    return int((rgb > 240).all(axis=-1).sum())


def test_a_second_detector_is_laid_over_the_picture_and_named(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    assert page.beside.isEnabled() and page.said.text() == "Choose one to lay it over what is shown."
    assert not page.spots.isVisible() and not page.next.isEnabled()
    assert page.beside.itemText(1) == "BlazePose full (2 views)"
    before = [whites(window, view) for view in views]
    done = len(window.session.project.document.done)  # type: ignore[union-attr]
    compared(window, page, qtbot)
    for view, count in zip(views, before, strict=True):
        beside = window.stage.panes[view]._beside
        assert beside is not None and (beside.shown, beside.other) == ("other", "BlazePose full")
        assert beside.skeleton is BLAZEPOSE33 and beside.person is not None
        assert whites(window, view) > count + 100
    assert len(window.session.project.document.done) == done  # type: ignore[union-attr]
    assert "the median of 80 frames over 17 joints, % of the torso" in page.said.text()
    assert page.spots.topLevelItem(0).text(0) == "cam2" and page.spots.topLevelItem(0).text(2) == str(WORSE)
    assert page.spots.topLevelItem(0).text(5).startswith("Left wrist, ")

    choose(page.beside, "")
    assert all(window.stage.panes[view]._beside is None for view in views)
    assert [whites(window, view) for view in views] == before and not page.spots.isVisible()


def test_the_strip_shows_where_they_differ_and_a_click_goes_there(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    timeline = window.timeline
    rows = len(timeline._strips)
    compared(window, page, qtbot)
    strip = timeline._strips[-1]
    assert len(timeline._strips) == rows + 1 and (strip.name, strip.view_id) == ("Detectors", "")
    made = page.second.compared[views[0]].difference
    assert int(np.nanargmax(strip.values)) == BAD and strip.top.endswith(" %")
    assert float(strip.top[:-2]) >= float(np.nanmax(made.frame_percent))
    t = float(strip.times[BAD]) + 0.01
    spot = QPoint(round(timeline._x(t)), round(timeline._row(rows).center().y()))
    QTest.mouseMove(timeline, spot - QPoint(3, 0))
    QTest.mouseMove(timeline, spot)
    qtbot.waitUntil(lambda: timeline._hover is not None)
    assert f"frame {BAD} · " in timeline._key_words(spot.toPointF())[0]
    assert "% of the torso" in timeline._key_words(spot.toPointF())[0] and "left wrist" in strip.said(t)  # type: ignore
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.stage.frame_of(views[0]) == BAD)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(NAMES // 2, spot.y()))  # it is of no view
    assert window.stage.active == views[0]
    QTest.keyClick(window, Qt.Key.Key_V)  # the strip is of the view at hand
    assert window.stage.active == views[1] and int(np.nanargmax(timeline._strips[-1].values)) == WORSE


def test_keys_go_to_the_largest_difference_then_the_next_and_switch_it_off(opened: Callable[..., Opened],
                                                                          qtbot: QtBot) -> None:
    window, page, views = opened()
    action = window.actions_by_id["next_difference"]
    window.refresh_actions()
    assert not action.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(page.second.compared) == 2, timeout=PATIENCE_MS)
    assert page.second.chosen == "blazepose-full" and window.actions_by_id["second_detector"].isChecked()
    window.refresh_actions()
    for view, frame in ((1, WORSE), (0, BAD)):
        QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
        assert window.stage.active == views[view] and window.stage.frame_of(views[view]) == frame
    window.player.to_start()
    click(page.next)  # elsewhere meanwhile: it begins again
    assert window.stage.frame_of(views[1]) == WORSE and page.spots.currentItem().text(2) == str(WORSE)
    item = page.spots.topLevelItem(1)
    QTest.mouseClick(page.spots.viewport(), Qt.MouseButton.LeftButton, pos=page.spots.visualItemRect(item).center())
    assert window.stage.frame_of(views[0]) == BAD
    QTest.keyClick(window, Qt.Key.Key_F9)  # the panel goes, what is beside stays
    assert window.stage.panes[views[0]]._beside is not None
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert window.stage.panes[views[0]]._beside is None and not window.panel_wanted("compare")
    assert not window.actions_by_id["second_detector"].isChecked()


def test_the_other_is_shown_instead_and_that_is_undone(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    compared(window, page, qtbot)
    away = page.second.compared[views[0]].difference.frame_px
    click(page.exchange)
    qtbot.waitUntil(lambda: page.second.chosen == "other" and len(page.second.compared) == 2
                    and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    assert [page.second.shown(view) for view in views] == ["blazepose-full"] * 2
    assert window.session.shown[views[0]].poses.skeleton is BLAZEPOSE33
    np.testing.assert_allclose(page.second.compared[views[0]].difference.frame_px, away, rtol=1e-4)
    assert window.session.undo_title == "Show what BlazePose full found"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.shown[views[0]].poses.skeleton is COCO17
                    and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    assert [page.second.shown(view) for view in views] == ["other"] * 2
    assert not page.second.compared and set(page.second.others) == {"blazepose-full"}  # it cannot be beside itself


def test_a_view_that_goes_takes_its_comparison_along(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    compared(window, page, qtbot)
    window.session.remove_view(views[1])
    qtbot.waitUntil(lambda: not window.session.jobs.busy(), timeout=PATIENCE_MS)
    assert list(page.second.compared) == [views[0]] and {spot.view for spot in page.second.spots} == {views[0]}
    window.session.close_project()
    assert page.second.chosen == "" and not page.second.compared


# ---------------------------------------------------------------- what is installed


@pytest.fixture
def speeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARALLAX_SPEEDS", str(tmp_path / "speeds.json"))
    return tmp_path / "speeds.json"


def answering(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """In the place of `parallax bench-detectors` a process that does this; `args` are its arguments."""
    monkeypatch.setattr(processes, "command_line", lambda arguments, module="": [
        sys.executable, "-S", "-c", f"import json, sys, time\nargs = sys.argv[2:]\n{code}", *arguments])


def test_the_list_of_detectors_tells_what_is_to_be_known(window: Window, tmp_path: Path, speeds: Path,
                                                         blazepose: Path, qtbot: QtBot) -> None:
    card = bring("hrnet", tmp_path)
    models, box = window.session.detection, window.panel._detector
    models.read_models()
    detector_facts.keep(card, "cpu", Speed(20.0))
    models.models_changed.emit()
    assert [box.itemData(n) for n in range(box.count())] == ["blazepose", "hrnet", None, MEASURE, COMPARE, MORE]
    assert box.itemData(0, FACTS) == ("33 joints · crop 256 × 256 · not measured yet on CPU",
                                      "Apache-2.0 (Google, MediaPipe)")
    assert box.itemData(1, FACTS)[0] == "17 joints · crop 96 × 128 · 20 ms/frame (50/s) on CPU"
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    rows = [view.visualRect(box.model().index(n, 0)) for n in range(box.count())]
    assert rows[0].height() > 1.5 * rows[3].height() and view.viewport().width() >= 300
    models.models_changed.emit()  # as when a speed comes in: the list stays open and in place
    assert view.isVisible() and view.visualRect(box.model().index(1, 0)) == rows[1]
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: models.detector == "hrnet")
    assert not view.isVisible() and box.currentText() == card.title


def test_a_speed_is_measured_in_a_process_and_shown(window: Window, speeds: Path, blazepose: Path,
                                                    qtbot: QtBot) -> None:
    models, box = window.session.detection, window.panel._detector
    box.activated.emit(box.findData(MEASURE))
    assert models.speeds.measuring == ("blazepose", "cpu") and "measuring …" in box.itemData(0, FACTS)[0]
    assert box.itemText(box.findData(MEASURE)) == "Stop measuring"
    qtbot.waitUntil(lambda: models.speeds.measuring is None, timeout=PATIENCE_MS)
    assert "ms/frame" in box.itemData(0, FACTS)[0] and len(json.loads(speeds.read_text())) == 1
    assert models.detector == "blazepose" and window.banner.notice is None


def test_without_a_second_and_where_nothing_can_be_measured_that_is_said(
        opened: Callable[..., Opened], speeds: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, page, views = opened(1)
    assert page.said.text() == detectors_page.NONE and not page.beside.isEnabled() and not page.exchange.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)  # there is no second
    assert page.second.chosen == "" and window.stage.panes[views[0]]._beside is None
    assert len(window.timeline._strips) == 2
    answering(monkeypatch, 'print(json.dumps({"ok": False, "error": {"subject": "device", "fault": "it is not there.",'
              ' "remedy": "Use the cpu."}}))')
    click(page.measure)
    qtbot.waitUntil(lambda: window.banner.notice is not None, timeout=PATIENCE_MS)
    assert window.banner.notice is not None and "it is not there." in window.banner.notice.title
    assert page.table.topLevelItem(0).text(3) == "not measured yet" and page.measure.text() == "Measure speeds"
    answering(monkeypatch, "time.sleep(60)")
    click(page.measure)
    assert page.measure.text() == "Stop measuring" and page.table.topLevelItem(0).text(3) == "measuring …"
    click(page.measure)  # ends the process, which no leak check would forgive
    assert window.session.detection.speeds.measuring is None and not window.session.jobs.busy()
    assert page.table.topLevelItem(0).text(3) == "not measured yet"


def test_a_device_is_chosen_for_a_detector_and_never_replaced(opened: Callable[..., Opened], speeds: Path,
                                                              qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, page, _ = opened()
    models, box = window.session.detection, window.panel._device
    assert not box.isVisible() and page.table.topLevelItem(0).text(4) == "CPU"
    monkeypatch.setattr(detector_facts, "may_have_gpu", lambda: True)
    answering(monkeypatch, 'print(json.dumps({"torch": ["cpu", "cuda"], "onnxruntime": ["cpu", "cuda"]}))')
    models.speeds.look()
    qtbot.waitUntil(box.isVisible, timeout=PATIENCE_MS)
    assert [box.itemText(n) for n in range(box.count())] == ["CPU", "NVIDIA GPU (CUDA)"]
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert models.device_of("blazepose") == "cuda" and page.table.topLevelItem(0).text(4) == "CUDA"
    asked: list[Any] = []
    monkeypatch.setattr(models.runs, "start", lambda *arguments: asked.append(arguments[3]))
    click(page.find_poses)
    assert asked[0].device == "cuda" and asked[0].detector == "blazepose" and len(asked[0].views) == 2
    models.speeds._usable = {"torch": ("cpu",), "onnxruntime": ("cpu",)}  # it is gone the next time
    models.models_changed.emit()
    assert [box.itemText(n) for n in range(box.count())] == ["CPU", "CUDA, not found here"]
    assert models.device_of("blazepose") == "cuda"


def test_one_of_the_table_is_used_and_its_terms_are_told(opened: Callable[..., Opened], tmp_path: Path, speeds: Path,
                                                         blazepose: Path) -> None:
    window, page, _ = opened()
    bring("hrnet", tmp_path)
    window.session.detection.read_models()
    table = page.table
    assert [table.topLevelItem(n).text(5) for n in range(2)] == ["2 views", "–"]
    assert "in use. Licence: Apache-2.0" in page.note.text() and not page.use.isEnabled()
    rect = table.visualItemRect(table.topLevelItem(1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert "for research alone" in page.note.text() and page.measure.text() == "Measure this one"
    click(page.use)
    assert window.session.detection.detector == "hrnet" and not page.use.isEnabled()
    assert table.topLevelItem(1).text(0).startswith("✓ ") and window.panel._detector.currentData() == "hrnet"
