"""Key-frames in a real window: chosen, shown, corrected, and lifted again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.banner import Notice
from app.panel_model import run_row
from app.recording_panel import MORE
from app.window import Window
from core import cards, recording, runs, sparse
from core.document import Edit
from core.pipeline import ProcessRequest
from core.pose import Poses3D, Source
from core.records import build
from core.skeleton import COCO17, H36M17
from core.storage import Project
from core.studio import ViewSpec
from tests.app.conftest import PATIENCE_MS, open_project
from tests.app.test_labelling import drag, pane, spot, to_frame
from tests.app.test_lifting import standing
from tests.core.alone import without_the_shipped_filler
from tests.core.filler import install

STRIDE, FRAMES = 10, 40
WRIST = COCO17.index("lwrist")


@pytest.fixture
def filler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Installed before the window opens."""
    return install(tmp_path, monkeypatch)


@pytest.fixture
def project(clips: list[Path], tmp_path: Path) -> Path:
    """Two views with a person in each that was looked for in every tenth frame, and 3D of all frames."""
    folder = tmp_path / "keys.parallax"
    with Project.create(folder) as made:
        recording.add_views(made, clips)
        for seed, view in enumerate(list(made.document.views.values())):
            whole = standing(np.arange(view.frames) / 20, seed)
            xys = whole.xys.copy()
            xys[np.arange(FRAMES) % STRIDE != 0] = (np.nan, np.nan, 0)
            poses = sparse.marked(replace(whole, xys=xys), STRIDE, 0)
            points = np.ones((FRAMES, 1, 17, 4), np.float32)
            body = whole.to(H36M17).xys[..., :2] / 50  # flat, and as large as in the picture
            points[..., :2], points[..., 2] = body - body[:, :, :1], 0
            lifted = Poses3D(points, poses.times, Source("tiny-uplift", "", {"stride": STRIDE, "s_in": 20}))
            flat = made.store(poses, view=view.id, athlete=0)
            deep = made.store(lifted, view=view.id, made_from=flat.id, athlete=0)
            made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep))))
    return folder


@pytest.fixture
def correcting(filler: str, shown: Window, qtbot: QtBot) -> Window:
    """A window on frame 15, between key-frames, with correcting on."""
    shown.activateWindow()
    to_frame(shown, 15, qtbot)
    shown.actions_by_id["correct"].trigger()
    return shown


def items(box: QComboBox) -> list[str]:
    return [box.itemText(n) for n in range(box.count()) if box.itemData(n) not in (None, MORE)]


def choose(box: QComboBox, title: str) -> None:
    """With keys, as a user does."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText().startswith(title):
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(f"no {title} among {items(box)}")


# ---------------------------------------------------------------- choosing


@pytest.fixture
def no_filler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_the_shipped_filler(tmp_path, monkeypatch)


def test_without_a_lifter_for_it_every_frame_is_looked_at_and_the_reason_told(no_filler: None, shown: Window) -> None:
    box = shown.panel._frames
    assert not box.isEnabled() and items(box) == ["Every frame"] and "none is installed" in box.toolTip()
    assert shown.session.detection.looks.stride == 1


def test_frames_are_chosen_and_the_lifters_follow(
        filler: str, shown: Window, open_window: Callable[[], Window], project: Path, qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch) -> None:
    frames, lifter, detection = shown.panel._frames, shown.panel._lifter, shown.session.detection
    assert items(frames) == ["Every frame", "Automatic (more where it is fast)", "Every 2nd frame (about 2× faster)",
                             "Every 5th frame (about 2× faster)", "Every 10th frame (about 3× faster)"]
    assert "Tiny uplift" not in items(lifter) and detection.lifter == cards.DEFAULT_LIFTER
    shown.activateWindow()
    choose(frames, "Every 10th")
    assert detection.frames == "10" and (detection.lifter, detection.dense) == (filler, cards.DEFAULT_LIFTER)
    assert items(lifter)[:1] == ["Tiny uplift"] and "Parallax lifter" not in items(lifter)
    assert "every frame is read all the same" in frames.toolTip()

    asked: list[ProcessRequest] = []
    monkeypatch.setattr(detection.runs, "start", lambda root, kind, title, request, **_: asked.append(request))
    shown.actions_by_id["detect"].trigger()
    choose(frames, "Automatic")
    shown.actions_by_id["detect"].trigger()
    choose(frames, "Every frame")
    shown.actions_by_id["detect"].trigger()
    assert [(r.stride, r.finer, r.lifter) for r in asked] == [
        (10, (), filler), (10, (5, 2), filler), (1, (), cards.DEFAULT_LIFTER)]
    choose(frames, "Automatic")
    shown.close()

    again = open_window()  # it is remembered, also for another recording
    open_project(again, project, qtbot)
    assert again.session.detection.frames == "auto" and again.panel._frames.currentData() == "auto"


def test_a_lifter_that_is_brought_in_brings_its_frames(no_filler: None, shown: Window, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    filler = install(tmp_path, monkeypatch)
    detection = shown.session.detection
    detection.read_models()
    assert shown.panel._frames.isEnabled() and detection.looks.stride == 1
    detection.choose("lifter", filler)
    assert detection.looks.stride == 10 and detection.lifter == filler == shown.panel._lifter.currentData()
    detection.choose("lifter", cards.DEFAULT_LIFTER)
    assert detection.looks.stride == 1 and detection.lifter == cards.DEFAULT_LIFTER


# ---------------------------------------------------------------- showing


def test_between_key_frames_somebody_is_on_the_way(filler: str, shown: Window, qtbot: QtBot) -> None:
    view = shown.stage.active or ""
    known = shown.session.shown[view]
    assert known.keys is not None and known.keys.tolist() == [0, 10, 20, 30]
    truth = standing(np.arange(FRAMES) / 20, 0).xys[:, 0]
    for frame, between in ((10, False), (15, True)):
        to_frame(shown, frame, qtbot)
        (person,) = pane(shown)._people
        assert person.between is between and person.is_athlete
        want = (truth[10] + truth[20]) / 2 if between else truth[10]
        np.testing.assert_allclose(person.xys[:, :2], want[:, :2], atol=1e-3)
    np.testing.assert_allclose(known.score[:31], 0.9, atol=1e-6)  # not 0 between them
    body = known.points
    assert body is not None and np.isfinite(body).all()
    assert np.ptp(body[:, 0, 2]) < 0.3  # the pelvis does not fall to the floor where nobody looked
    to_frame(shown, 35, qtbot)
    assert not pane(shown)._people and np.isnan(known.score[31:]).all()  # after the last one nothing leads anywhere


def test_who_is_on_the_way_is_fainter_and_dashed(filler: str, shown: Window, qtbot: QtBot) -> None:
    def ink(frame: int) -> float:
        """How much of the pane the skeleton changes, over all of it."""
        to_frame(shown, frame, qtbot)
        here = pane(shown)
        people, skeleton = list(here._people), here._skeleton
        grabs = []
        for each in (people, []):
            here.set_people(each, skeleton)
            image = here.grab().toImage().convertToFormat(image_format)
            grabs.append(np.array(image.constBits()).reshape(image.height(), -1)[:, :4 * image.width()].astype(int))
        return float(np.abs(grabs[0] - grabs[1]).sum())

    from PySide6.QtGui import QImage

    image_format = QImage.Format.Format_RGB32
    assert 0.2 * ink(10) < ink(15) < 0.75 * ink(10)


def test_the_timeline_has_ticks_where_there_is_room(filler: str, shown: Window, qtbot: QtBot) -> None:
    timeline = shown.timeline
    strip = timeline._strips[0]
    assert strip.keys is not None and strip.keys.tolist() == [0, 10, 20, 30]

    def bright(t: float) -> float:
        image = timeline.grab().toImage()
        x, row = round(timeline._x(t)), timeline._row(0)
        return max(image.pixelColor(x + dx, round(row.bottom()) - 6).lightnessF() for dx in (-1, 0, 1))

    shown.player.seek(1.9)
    timeline.leaveEvent(None)
    assert bright(1.0) > bright(1.25) + 0.15  # frame 20 is a key-frame, frame 25 is none
    for x, y, words in ((round(timeline._x(1.0)) + 1, round(timeline._row(0).center().y()), ["key-frame"]),
                        (round(timeline._x(1.25)), round(timeline._row(0).center().y()), ["between key-frames"]),
                        (round(timeline._x(1.25)), 10, [])):
        QTest.mouseMove(timeline, QPoint(x, y))
        qtbot.waitUntil(lambda words=words: timeline._key_words(timeline._hover) == words)  # type: ignore[misc]


# ---------------------------------------------------------------- correcting


def test_correcting_between_key_frames_labels_as_anywhere_and_the_3d_stays(correcting: Window, qtbot: QtBot) -> None:
    window, view = correcting, correcting.stage.active or ""
    said: list[Notice] = []
    window.session.noticed.connect(said.append)
    assert window.correcting.describe(WRIST) == "between key-frames"
    assert window.correcting.describe(WRIST, True) == "between the key-frames 10 and 20, not looked at"
    window.open_panel("correct")
    panel = window._work.side.panel("correct")
    qtbot.waitUntil(lambda: panel.joints.rowCount() == 17 and panel.joints.item(WRIST, 1).text() ==
                    "between key-frames", timeout=PATIENCE_MS)
    before, points = window.session.shown[view].athlete_at(12), window.session.shown[view].points
    drag(window, spot(window, WRIST), QPoint(30, -25))
    qtbot.waitUntil(lambda: panel.joints.item(WRIST, 1).text() == "visible, by hand", timeout=PATIENCE_MS)
    assert panel.joints.item(WRIST + 1, 1).text() == "between key-frames"
    assert window.session.project is not None
    assert list(window.session.project.document.labels[f"{view}/athlete/15"].points) == ["lwrist"]
    after = window.session.shown[view].athlete_at(12)  # the frames beside it go along
    assert before is not None and after is not None and not np.allclose(before.xys[WRIST], after.xys[WRIST])
    np.testing.assert_array_equal(np.delete(before.xys, WRIST, 0), np.delete(after.xys, WRIST, 0))
    to_frame(window, 20, qtbot)
    drag(window, spot(window, WRIST), QPoint(-10, 10))
    window.actions_by_id["undo"].trigger()
    (notice,) = said  # once, however many corrections
    assert "does not follow corrections until it is lifted again" in notice.title
    assert notice.action is not None and notice.action[0] == "Lift again"
    assert window.session.lifting._process is None and window.session.lifting.all_settled
    assert window.session.shown[view].points is points


def test_the_window_opens_on_corrected_key_frames_without_a_word(
        correcting: Window, project: Path, open_window: Callable[[], Window], qtbot: QtBot) -> None:
    drag(correcting, spot(correcting, WRIST), QPoint(30, -25))
    correcting.close()
    again = open_window()
    said: list[Notice] = []
    again.session.noticed.connect(said.append)
    open_project(again, project, qtbot)
    qtbot.waitUntil(lambda: len(again.session.shown) == 2 and not again.session.jobs.busy(), timeout=PATIENCE_MS)
    assert not said and again.session.lifting._process is None


# ---------------------------------------------------------------- from end to end


def test_found_in_some_frames_lifted_in_all_and_lifted_again(
        blazepose: Path, filler: str, window: Window, studio_clip: Callable[..., Path], tmp_path: Path,
        qtbot: QtBot) -> None:
    folder = studio_clip("walk", seconds=2, views=[ViewSpec(size=(270, 480)), ViewSpec(size=(270, 480), fps=25,
                                                                                    azimuth=60)])
    video = tmp_path / "walk.mp4"
    video.write_bytes((folder / "view01.mp4").read_bytes())
    window.activateWindow()
    window.session.open_paths([video])
    qtbot.waitUntil(lambda: len(window.session.times) == 1 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    choose(window.panel._frames, "Every 10th")
    find = next(b for b in window.panel.findChildren(QPushButton) if b.text() == "Find poses")
    QTest.mouseClick(find, Qt.MouseButton.LeftButton)
    view = next(iter(window.session.views))
    session = window.session

    def lifted() -> str:
        assert session.project is not None
        row = session.project.document.active("3d", view)
        return row.id if row is not None else ""

    qtbot.waitUntil(lambda: bool(lifted()) and not session.runs.running and not session.jobs.busy(),
                    timeout=PATIENCE_MS)
    shown, first = session.shown[view], lifted()
    assert shown.keys is not None and shown.keys.tolist() == [*range(0, 59, 10), 58]
    assert shown.lifted is not None and np.isfinite(shown.lifted.xyzs).all() and shown.skeleton == H36M17
    assert session.project is not None
    request = build(ProcessRequest, runs.listed(session.project.runs)[-1].request.settings)
    assert (request.stride, request.lifter) == (10, filler)
    done = run_row(session)
    rate = 59 / session.runs.status.result["detect_s"]
    assert done is not None and done.detail == f"1 view · {rate:.0f} frames/s on CPU"

    window.player.seek(15 / 30 + 0.001)
    qtbot.waitUntil(lambda: pane(window).frame_index == 15, timeout=PATIENCE_MS)
    window.actions_by_id["correct"].trigger()
    said: list[Notice] = []
    session.noticed.connect(said.append)
    wrist = shown.poses.skeleton.index("lwrist")
    drag(window, spot(window, wrist), QPoint(40, -30))
    assert len(said) == 1 and window.banner.notice is said[0]
    QTest.mouseClick(window.banner._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lifted() != first and not session.runs.running and not session.jobs.busy(),
                    timeout=PATIENCE_MS)
    now = session.shown[view].lifted
    assert now is not None and np.abs(now.xyzs - shown.lifted.xyzs).max() > 1e-5
    assert session.project.document.active("3d", view).settings["labels"] == 1  # type: ignore[union-attr]
    assert session.shown[view].labels.keys() == {15}
    window.actions_by_id["undo"].trigger()
    assert lifted() == first
