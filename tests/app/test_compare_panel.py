"""Four views compared in a real window: where they disagree, one click away; height, modes and curves."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import theme
from app.agreement_map import JOINT, Agreement
from app.compare_panel import ComparePanel, read_height
from app.curves import CurvesPage
from app.heat import TABLE
from app.timeline import NAMES
from app.window import Window
from core.angles import angle
from core.document import Edit
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17, H36M17
from core.studio import MOTIONS
from tests.app.conftest import write_clip

FRAMES, FPS = 40, 20
BAD, WRIST = 25, H36M17.index("lwrist")  # the frame and the joint in which the third view is wrong
FAR_MM = 300.0
TURNS = (0.0, 60.0, 150.0, 230.0)        # degrees that each camera is turned about the vertical


def body() -> np.ndarray:
    """(T, 17, 3) a walk in the axes of a camera, relative to the pelvis, metres."""
    scene = np.asarray(MOTIONS["walk"](FRAMES / FPS, FPS), np.float64)
    scene = scene - scene[:, :1]
    return np.stack([scene[..., 0], -scene[..., 2], scene[..., 1]], axis=-1)


def seen_from(degrees: float) -> np.ndarray:
    """(3, 3) the body's axes → a camera's, which is turned about the vertical."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def store(window: Window, views: int, sizes: tuple[float, ...] = (1.0, 1.1, 0.9, 1.05)) -> None:
    """2D and 3D of the first views: the same body turned, each at a size of its own, with one wrong wrist."""
    session, project = window.session, window.session.project
    assert project is not None
    puts = []
    for n, view in enumerate(list(session.views.values())[:views]):
        points = sizes[n] * body() @ seen_from(TURNS[n]).T
        if n == 2:
            points[BAD, WRIST] += np.array([0, FAR_MM / 1000 * sizes[n], 0])
        xyzs = np.ones((FRAMES, 1, 17, 4), np.float32)
        xyzs[:, 0, :, :3] = points
        xys = np.full((FRAMES, 1, 17, 3), 0.9, np.float32)
        xys[..., 0] = np.linspace(20, 70, 17) + n
        xys[..., 1] = np.linspace(30, 130, 17)
        times = np.arange(FRAMES) / FPS
        two = project.store(Poses2D(xys, times, COCO17, (96, 160), Source("by hand")), view=view.id, athlete=0)
        three = project.store(Poses3D(xyzs, times, Source("by hand")), view=view.id, made_from=two.id, athlete=0)
        puts += [project.document.put(two), project.document.put(three)]
    if puts:
        session.do(Edit("Detect", tuple(puts), "by hand"))


Compared = tuple[Window, ComparePanel]


@pytest.fixture
def four(window: Window, tmp_path: Path, qtbot: QtBot) -> Callable[[int], Compared]:
    """A window on four views of which the first few have 3D, with the comparison open and worked out."""

    def make(lifted: int = 4, views: int = 4) -> Compared:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.session.open_paths([write_clip(tmp_path / "rec" / f"cam{n + 1}.mp4", FRAMES, fps=FPS)
                                   for n in range(views)])
        qtbot.waitUntil(lambda: len(window.session.times) == views, timeout=30_000)
        store(window, lifted)
        qtbot.waitUntil(lambda: sum(not shown.bare for shown in window.session.shown.values()) == lifted
                        and not window.session.jobs.busy(), timeout=20_000)
        QTest.keyClick(window, Qt.Key.Key_F9)
        panel = window._work.side.panel("compare")
        assert isinstance(panel, ComparePanel)
        settled(panel, qtbot)
        return window, panel

    return make


def settled(panel: ComparePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel.model.busy, timeout=20_000)


def test_the_worst_frame_is_one_click_away_in_list_strip_map_and_table(
        four: Callable[..., Compared], qtbot: QtBot) -> None:
    window, panel = four()
    the_list_leads_there(window, panel)
    window.player.to_start()
    strip_and_map_show_the_wrist_and_say_so(window, panel, qtbot)


def the_list_leads_there(window: Window, panel: ComparePanel) -> None:
    made = panel.model.comparison
    assert made is not None and len(made.views) == 4 and made.kind == "relative"
    assert "4 views agree to 0 mm (relative)" in panel.summary.text() and "accura" not in panel.summary.text()
    QTest.mouseClick(panel.pages.button("frames"), Qt.MouseButton.LeftButton)
    item = panel.worst.topLevelItem(0)
    assert item is not None and item.text(1) == str(BAD) and item.text(3).startswith("Left wrist")
    assert "relative" in panel.worst.headerItem().text(2)
    QTest.mouseClick(panel.worst.viewport(), Qt.MouseButton.LeftButton,
                     pos=panel.worst.visualItemRect(item).center())
    assert window.player.t == pytest.approx(BAD / FPS) and window.player.frame == BAD
    window.player.to_start()
    QTest.keyClick(window, Qt.Key.Key_W)
    assert window.player.frame == BAD
    QTest.keyClick(window, Qt.Key.Key_W)
    assert window.player.frame != BAD


def strip_and_map_show_the_wrist_and_say_so(window: Window, panel: ComparePanel, qtbot: QtBot) -> None:
    timeline, agreement = window.timeline, panel.model.agreement
    assert agreement is not None and timeline._agreement is agreement
    qtbot.waitUntil(lambda: timeline._agreement_rows()[1].height() >= JOINT * 17)  # the window has made room
    strip, area = timeline._agreement_rows()
    row = agreement.order.index(WRIST)
    x = round(timeline._x((BAD + 0.5) / FPS))
    y = round(area.top() + (row + 0.5) * area.height() / len(agreement.order))
    picture = timeline.grab().toImage()
    shades = agreement.scale.rgb(agreement.values[[BAD, BAD + 2], WRIST])
    assert picture.pixelColor(x, y).getRgb()[:3] == tuple(TABLE[-1]) == tuple(shades[0])
    assert picture.pixelColor(round(timeline._x((BAD + 2.5) / FPS)), y).getRgb()[:3] == tuple(shades[1])
    QTest.mouseMove(timeline, QPoint(x, y))
    qtbot.waitUntil(lambda: timeline._hover is not None)
    assert timeline._hover is not None
    inside, joint = timeline._joint_at(timeline._hover)
    # Three of the six pairs of views have the wrong wrist, which the fit of all frames hardly moves.
    said = agreement.said(timeline._time(x), joint)
    assert inside and said.startswith(f"Left wrist · frame {BAD} · ") and said.endswith("mm (relative)")
    assert float(said.split(" · ")[2].split()[0]) == pytest.approx(FAR_MM / 2, rel=0.1)
    assert agreement.said(BAD / FPS, None).startswith("All joints")
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, round(strip.center().y())))
    assert window.player.frame == BAD
    panel.joints.rows.resize(480, panel.joints.rows.height())
    window.player.to_start()
    panel.joints.rows._choose(panel.joints.rows.joints.index(WRIST))
    assert window.player.frame == BAD


def test_the_height_changes_unit_and_kind_and_undo_takes_it_back(four: Callable[..., Compared], qtbot: QtBot) -> None:
    window, panel = four()
    first = panel.model.comparison
    QTest.mouseClick(panel.pages.button("options"), Qt.MouseButton.LeftButton)
    panel.height_field.setFocus()
    QTest.keyClicks(panel.height_field, "175 cm")
    QTest.keyClick(panel.height_field, Qt.Key.Key_Return)
    settled(panel, qtbot)
    assert panel.model.height_m == pytest.approx(1.75) and panel.height_field.text() == "1.75"
    made = panel.model.comparison
    assert made is not None and made.kind == "scaled" and "(scaled)" in panel.summary.text()
    assert panel.model.agreement is not None and panel.model.agreement.scale.kind == "scaled"
    assert first is not None and made.size != 1 and made.agreement[BAD, WRIST] == pytest.approx(
        made.size * first.agreement[BAD, WRIST], rel=1e-4)
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(panel, qtbot)
    assert panel.model.height_m is None and panel.height_field.text() == ""
    assert panel.model.comparison is first, "what was worked out already is kept"
    QTest.keyClicks(panel.height_field, "tall")
    QTest.keyClick(panel.height_field, Qt.Key.Key_Return)
    assert window.banner.notice is not None and panel.model.height_m is None


@pytest.mark.parametrize(("text", "metres"), [("1.75", 1.75), ("1,75 m", 1.75), ("175", 1.75), ("182 cm", 1.82)])
def test_a_height_is_understood_as_people_write_it(text: str, metres: float) -> None:
    assert read_height(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["tall", "0.1", "5", "1.75.2"])
def test_what_is_no_height_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Type|person"):
        read_height(text)


def test_modes_mean_and_cameras_in_the_3d_view(four: Callable[..., Compared], qtbot: QtBot) -> None:
    window, panel = four()
    scene = window.scene
    laid = scene._laid
    assert laid is not None and laid.mode == "overlaid" and len(laid.bodies) == 4
    # All views are the same body: laid over one another they are one, but for the wrong wrist.
    assert np.ptp([b.points for b in laid.bodies], axis=0).max() < 0.02 and laid.distances.max() < 20
    assert [body.colour for body in laid.bodies] == list(theme.VIEW_COLOURS[:4])
    QTest.mouseClick(panel.modes.button("apart"), Qt.MouseButton.LeftButton)
    assert scene._laid is not None and scene._cells()[0] * scene._cells()[1] >= 4 and len(scene._solids()) == 4
    QTest.mouseClick(panel.mean, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.mean.height() // 2))
    assert scene._laid.mean is not None and len(scene._solids()) == 5
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert panel.model.options.mode == "difference" and window.actions_by_id["compare_difference"].isChecked()
    assert len(scene._laid.links) == 4 * 17 and "mean" in scene._laid.said
    QTest.mouseClick(panel.cameras, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.cameras.height() // 2))
    marks = scene._laid.cameras
    # From above, the cameras stand around the body as far apart as they were turned.
    at = [np.degrees(np.arctan2(*(mark.centre - scene._laid.anchor)[:2])) for mark in marks]
    apart = [(angle - at[0] + 180) % 360 - 180 for angle in at]
    wanted = [(-(turn) + 180) % 360 - 180 for turn in TURNS]
    assert apart == pytest.approx(wanted, abs=1) or apart == pytest.approx([-w for w in wanted], abs=1)
    qtbot.waitUntil(lambda: scene.up_to_date, timeout=10_000)
    assert not scene.grab().isNull()


def test_another_clock_is_another_comparison_and_closing_ends_it(four: Callable[..., Compared], qtbot: QtBot) -> None:
    window, panel = four()
    session, first = window.session, panel.model.comparison
    assert session.project is not None and first is not None
    view = list(session.views.values())[1]
    session.do(Edit("Move", (session.project.document.put(replace(view, offset_s=0.25)),)))
    settled(panel, qtbot)
    moved = panel.model.comparison
    assert moved is not None and moved is not first and moved.median > first.median + 5
    session.undo()
    settled(panel, qtbot)
    assert panel.model.comparison is first
    panel.model.set(reference=view.id)
    settled(panel, qtbot)
    assert panel.model.comparison is not None and panel.model.comparison.reference == view.id
    panel.model.set(alignment="loop")
    window.player.set_loop((0.5, 1.0))
    settled(panel, qtbot)
    assert panel.model.comparison.inside.sum() == 11 and "of the loop" in panel.summary.text()
    height = window.timeline.height()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not panel.model.open and window.timeline._agreement is None and window.scene._laid is None
    assert len(window.scene._skeletons) == 4 and window.timeline.height() < height


def test_a_loop_alignment_without_a_loop_says_that_all_frames_count(four: Callable[..., Compared],
                                                                    qtbot: QtBot) -> None:
    window, panel = four()
    assert "loop" not in panel.summary.text()
    panel.model.set(alignment="loop")
    settled(panel, qtbot)
    assert panel.summary.text().startswith("No loop is set") and f"{FRAMES} frames." in panel.summary.text()
    window.player.set_loop((0.5, 1.0))
    qtbot.waitUntil(lambda: "frames of the loop" in panel.summary.text(), timeout=10_000)
    settled(panel, qtbot)
    assert "No loop" not in panel.summary.text()
    room = panel.summary.fontMetrics().boundingRect(panel.summary.rect(), Qt.TextFlag.TextWordWrap.value,
                                                    panel.summary.text())
    assert room.height() <= panel.summary.height() + 1, "all of it can be read"


def test_what_is_missing_for_a_comparison_is_said(four: Callable[..., Compared], qtbot: QtBot) -> None:
    window, panel = four(0, 2)

    def nothing(said: str) -> None:
        settled(panel, qtbot)
        assert panel.model.comparison is None and said in panel._empty.text()
        assert panel._stack.currentWidget() is panel._nothing and not panel.modes.isEnabled()
        assert panel._find.isVisibleTo(panel) == (len(window.session.views) > 1)
        assert window.timeline._agreement is None and window.scene._laid is None

    nothing("no 3D yet")
    store(window, 1)
    nothing("Only one view")
    window.session.remove_view(list(window.session.views)[1])
    nothing("needs two views")


def test_curves_of_the_views_with_playhead_and_table(four: Callable[..., Compared], qtbot: QtBot, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    window, panel = four()
    QTest.mouseClick(panel.pages.button("curves"), Qt.MouseButton.LeftButton)
    page = panel.page("curves")
    assert isinstance(page, CurvesPage)
    qtbot.waitUntil(lambda: page.model.curves is not None and not page.model.busy, timeout=20_000)
    curves = page.model.curves
    assert curves is not None and [s.name for s in curves.all] == ["cam1", "cam2", "cam3", "cam4", "Mean"]
    # float32 coordinates of a metre: 1e-7 of a segment of 0.3 m is 2e-5 degrees, more where it is nearly straight.
    for series in curves.series:
        np.testing.assert_allclose(series.values, angle(body(), "knee_right"), atol=0.05)
    assert curves.unit == "°" and curves.mean is not None and np.nanmax(curves.mean.spread) < 0.05
    assert "leg straight" in page.picture.toolTip()
    field = page.plot._field()
    spot = QPoint(round(page.plot._x(1.0)), round(field.center().y()))
    QTest.mouseClick(page.plot, Qt.MouseButton.LeftButton, pos=spot)
    assert window.player.t == pytest.approx(1.0, abs=2 / field.width() * 2)
    page.plot.zoom(4, 1.0)
    assert page.plot._to - page.plot._from < 0.6

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "knee.csv"), ""))
    page.ask_csv()
    qtbot.waitUntil(lambda: not window.session.jobs.busy(), timeout=10_000)
    rows = list(csv.reader((tmp_path / "knee.csv").read_text().splitlines()))
    assert rows[0] == ["time_s", "cam1_deg", "cam2_deg", "cam3_deg", "cam4_deg", "Mean_deg", "spread_deg"]
    assert len(rows) == FRAMES + 1 and float(rows[11][1]) == pytest.approx(float(curves.series[0].values[10]), rel=1e-5)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "knee.png"), ""))
    page.ask_picture()
    qtbot.waitUntil(lambda: (tmp_path / "knee.png").is_file(), timeout=10_000)

    page.quantity.setCurrentIndex(1)
    page._choose_quantity(1)
    qtbot.waitUntil(lambda: page.model.curves is not curves and not page.model.busy, timeout=10_000)
    assert page.model.curves is not None and page.model.curves.unit == "m/s (relative)"

    old = {row.id for row in panel.model.lifted().values()}
    store(window, 1, (1.2,))
    settled(panel, qtbot)
    others = page.model.others()
    assert [row.id in old for row, _ in others] == [True], "an earlier set can be laid beside those shown"
    page.model.set(more=(others[0][0].id,), mean=False)
    qtbot.waitUntil(lambda: page.model.curves is not None and len(page.model.curves.series) == 5, timeout=10_000)
    assert [s.style for s in page.model.curves.series] == [0, 0, 0, 0, 1]


def test_an_agreement_that_nobody_shares_is_blank() -> None:
    none = Agreement(np.arange(3.0), np.full((3, 17), np.nan, np.float32), np.full(3, np.nan, np.float32), H36M17,
                     "relative", 3.0)
    assert none.said(1.0, 0) == "Head · frame 1 · not seen" and none.said(9.0, 0) == ""
    assert none.scale.top == 100 and none.top == 100
    assert NAMES > 0 and none.picture(0, 3, 30, np.ones(17, np.intp)).shape == (17, 30, 4)
