"""3D that follows corrections in a real window, with the real lifter in its own process."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.window import Window
from core import followed, lift, recording
from core.document import Edit
from core.labels import HUMAN, Keypoint, Target, place, swap
from core.lift import Lifter
from core.pose import Poses2D, Source
from core.skeleton import COCO17
from core.storage import Project
from tests.app.conftest import PATIENCE_MS
from tests.app.test_labelling import drag, pane, spot, to_frame

FRAMES = 40
WRIST = COCO17.index("lwrist")


@pytest.fixture
def lifts() -> bool:
    return True


@pytest.fixture(scope="module")
def lifter() -> Lifter:
    return lift.load()


def standing(times: np.ndarray, seed: int) -> Poses2D:
    """Somebody who stands in the middle of the picture and sways."""
    flat = np.array([(0, -40), (2, -42), (-2, -42), (4, -40), (-4, -40), (10, -30), (-10, -30), (14, -15), (-14, -15),
                     (15, 0), (-15, 0), (6, 0), (-6, 0), (7, 22), (-7, 22), (7, 44), (-7, 44)], np.float32)
    sway = 3 * np.sin(2 * np.pi * times[:, None, None] / 1.3 + np.arange(17)[:, None] * 0.1 + seed)
    xys = np.ones((len(times), 1, 17, 3), np.float32)
    xys[:, 0, :, :2] = flat + sway + (48, 80)
    xys[..., 2] = 0.9
    return Poses2D(xys, times, COCO17, (96, 160), Source("by hand"))


@pytest.fixture
def project(clips: list[Path], tmp_path: Path, lifter: Lifter) -> Path:
    """Two views with a person each, lifted by the lifter that is installed."""
    folder = tmp_path / "sway.parallax"
    with Project.create(folder) as made:
        recording.add_views(made, clips)
        for seed, view in enumerate(list(made.document.views.values())):
            poses = standing(np.arange(view.frames) / 20, seed)
            flat = made.store(poses, view=view.id, athlete=0)
            deep = made.store(lift.lift(poses, lifter), view=view.id, made_from=flat.id, athlete=0)
            made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep))))
    return folder


@pytest.fixture
def correcting(shown: Window, qtbot: QtBot) -> Iterator[Window]:
    """A window on frame 20 of its first view, with correcting on."""
    shown.activateWindow()
    to_frame(shown, 20, qtbot)
    shown.actions_by_id["correct"].trigger()
    yield shown


def deep(window: Window) -> np.ndarray:
    """(T, 17, 4) of the view at hand, as it is shown."""
    lifted = window.session.shown[window.stage.active or ""].lifted
    assert lifted is not None
    return lifted.xyzs[:, 0]


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.lifting.all_settled and not window.session.jobs.busy(), timeout=PATIENCE_MS)


def expected(folder: Path, view: str, lifter: Lifter) -> np.ndarray:
    """(T, 17, 4) the corrected 2D of the project on the disk, lifted from end to end."""
    from core.corrected import of_project

    with Project.open(folder, read_only=True) as opened:
        effective = of_project(opened, view)
    assert effective is not None
    return lift.lift(effective.poses, lifter).xyzs[:, 0]


def test_a_drag_moves_the_3d_and_undo_brings_it_back(
        correcting: Window, project: Path, lifter: Lifter, open_window: Callable[[], Window], qtbot: QtBot) -> None:
    window, view = correcting, correcting.stage.active or ""
    before, points = deep(window).copy(), window.session.shown[view].points
    drag(window, spot(window, WRIST), QPoint(30, -25))
    settle(window, qtbot)
    moved = deep(window).copy()
    truth = expected(project, view, lifter)
    np.testing.assert_allclose(moved, truth, atol=1e-4)  # metres: another batch sums in another order
    assert np.abs(moved - before).max() > 0.01
    body = window.session.shown[view].points
    assert body is not None and points is not None and np.abs(body - points).max() > 0.01
    window.actions_by_id["undo"].trigger()
    settle(window, qtbot)
    np.testing.assert_allclose(deep(window), before, atol=1e-4)
    window.actions_by_id["redo"].trigger()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: bool(list((project / followed.FOLDER).glob("*.bin"))), timeout=PATIENCE_MS)
    window.close()

    again = open_window()
    again.session.open_project(project)
    qtbot.waitUntil(lambda: len(again.session.times) == 2 and again.session.lifting.all_settled
                    and not again.session.jobs.busy(), timeout=PATIENCE_MS)
    again.stage.activate(view)
    np.testing.assert_allclose(deep(again), truth, atol=1e-4)




def test_keys_swaps_and_agreement(correcting: Window, project: Path, lifter: Lifter, qtbot: QtBot) -> None:
    """Quick edits one after another: the last state counts, and the comparison is of it."""
    window, view = correcting, correcting.stage.active or ""
    window.open_panel("compare")
    panel = window._work.side.panel("compare")
    qtbot.waitUntil(lambda: panel.model.comparison is not None, timeout=PATIENCE_MS)
    agreement = panel.model.comparison.agreement.copy()
    pane(window).setFocus()
    QTest.mouseClick(pane(window), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot(window, WRIST))
    for _ in range(6):
        QTest.keyClick(pane(window), Qt.Key.Key_Up)
    target = Target(view, "athlete", COCO17)
    pairs = tuple((COCO17.joints[a], COCO17.joints[b]) for a, b in COCO17.pairs)
    window.correcting.edit(lambda document: swap(document, target, 5, 15, pairs))
    settle(window, qtbot)
    np.testing.assert_allclose(deep(window), expected(project, view, lifter), atol=1e-4)
    qtbot.waitUntil(lambda: panel.model.comparison is not None and not panel.model.busy, timeout=PATIENCE_MS)
    now = panel.model.comparison.agreement
    assert np.nanmax(np.abs(now[5:15] - agreement[5:15])) > 1  # mm


def test_a_killed_process_is_told_and_started_again(correcting: Window, project: Path, lifter: Lifter,
                                                    qtbot: QtBot) -> None:
    window, view = correcting, correcting.stage.active or ""
    target = Target(view, "athlete", COCO17)
    lifting = window.session.lifting
    assert lifting._process is not None
    with qtbot.waitSignal(window.session.noticed, timeout=PATIENCE_MS) as heard:
        os.kill(lifting._process._process.pid, signal.SIGKILL)
    assert "SIGKILL" in heard.args[0].title
    window.correcting.edit(lambda document: place(document, target, 20, {"lwrist": Keypoint(20.0, 30.0, source=HUMAN)},
                                                  "Move"))
    settle(window, qtbot)
    np.testing.assert_allclose(deep(window), expected(project, view, lifter), atol=1e-4)


def test_labels_alone_are_lifted(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    """A view in which nothing was detected: what is labelled by hand is seen in 3D."""
    window.session.open_paths(clips[:1])
    qtbot.waitUntil(lambda: len(window.session.times) == 1 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    view = next(iter(window.session.views))
    skeleton = window.session.shown[view].poses.skeleton
    flat = standing(np.arange(1) / 20, 0).xys[0, 0]
    points = {name: Keypoint(float(x), float(y)) for name, (x, y, _) in zip(COCO17.joints, flat, strict=True)
              if name in skeleton.joints}
    assert len(points) > 10
    target = Target(view, "athlete", skeleton)
    for frame in (10, 14):
        window.correcting.edit(lambda document, f=frame: place(document, target, f, points, "Place"))
    settle(window, qtbot)
    shown = window.session.shown[view]
    assert shown.points is not None
    assert np.isfinite(shown.points[10:15]).all() and not np.isfinite(shown.points[:10]).any()
    window.session.undo()
    window.session.undo()
    settle(window, qtbot)
    points_now = window.session.shown[view].points
    assert points_now is None or not np.isfinite(points_now).any()
