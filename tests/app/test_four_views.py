"""The whole way in the window: open four recordings, synchronize, nudge, undo, compare, click the worst frame."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.compare_panel import ComparePanel
from app.sync_panel import SyncPanel
from app.window import Window
from core import studio
from core.document import Edit
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import H36M17
from core.studio import Truth, ViewSpec
from core.sync_records import Synchronization
from core.synchronize import stored
from tests.app.test_window import opened
from tests.core.test_synchronize import HZ, lifted, one_thing_after_another, seen
from tests.empty_stage import empty_stage

CLOCKS = ((0.0, 0.0), (0.41, 0.0), (1.283, 40.0), (0.9, 0.0))  # s, ppm
SIZE, SECONDS = (64, 96), 8.0
WRIST, FAR_M = H36M17.index("lwrist"), 0.6
FPS = (25, 20, 30, 24)
BAD = 84  # the frame of the first view in which its wrist is far off


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """Four cameras of four kinds; the last heard nothing."""
    kinds = zip(CLOCKS, FPS, (0, 70, -60, 130), (0, 0, 90, 0), (True, True, True, False), strict=True)
    views = [ViewSpec(size=SIZE, fps=fps, azimuth=azimuth, offset_s=offset, drift_ppm=drift, rotation=turned,
                      sound=heard) for (offset, drift), fps, azimuth, turned, heard in kinds]
    with empty_stage():
        return studio.render(one_thing_after_another(SECONDS), HZ, tmp_path_factory.mktemp("four"), views, seed=4,
                             claps=(1.6, 2.9, 3.5, 5.1, 6.6, 7.0))


def store(window: Window, truth: Truth) -> None:
    """What a detector and a lifter would have found, with one joint of one frame far off."""
    session, project = window.session, window.session.project
    assert project is not None
    puts = []
    for number, view in enumerate(session.views.values()):
        times, deep = truth.views[number].times, lifted(truth, number)
        if number == 0:
            deep[BAD, WRIST, 1] += FAR_M
        flat = project.store(Poses2D(seen(truth, number)[:, None], times, H36M17, view.size, Source("planted")),
                             view=view.id, athlete=0)
        three = project.store(Poses3D(deep[:, None], times, Source("planted")), view=view.id, made_from=flat.id,
                              athlete=0)
        puts += [project.document.put(flat), project.document.put(three)]
    session.do(Edit("Planted poses", tuple(puts)))


def found(window: Window) -> Synchronization | None:
    return stored(window.session.project.document) if window.session.project is not None else None


def test_from_four_videos_to_the_worst_frame(window: Window, filmed: Truth, tmp_path: Path, qtbot: QtBot) -> None:
    copies = [tmp_path / path.name for path in filmed.paths]
    for path, copy in zip(filmed.paths, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    opened(qtbot, window, copies)
    session = window.session
    store(window, filmed)
    qtbot.waitUntil(lambda: len(session.shown) == 4 and not session.jobs.busy(), timeout=30_000)

    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: found(window) is not None, timeout=240_000)
    answer = found(window)
    assert answer is not None and answer.accepted
    assert isinstance(window._work.side.panel("sync"), SyncPanel)
    for view, (offset, drift) in zip(session.views.values(), CLOCKS, strict=True):
        off = view.offset_s + view.drift_ppm * 1e-6 * SECONDS / 2 - offset - drift * 1e-6 * SECONDS / 2
        assert abs(off) < 1 / 30, (view.name, off)  # a frame, as an accepted answer promises

    third = list(session.views.values())[2]
    window.stage.activate(third.id)
    qtbot.keyClick(window, Qt.Key.Key_Period)
    assert session.views[third.id].offset_s == pytest.approx(third.offset_s + third.clock.rate / FPS[2], abs=1e-9)
    session.undo()
    assert session.views[third.id] == third

    qtbot.keyClick(window, Qt.Key.Key_F9)
    panel = window._work.side.panel("compare")
    assert isinstance(panel, ComparePanel)
    qtbot.waitUntil(lambda: panel.model.comparison is not None and not panel.model.busy, timeout=30_000)
    made = panel.model.comparison
    # Each view's joints are off by 3 cm in each direction: 73 mm between two on average, aligned or not.
    assert made is not None and len(made.views) == 4 and not made.faults and 50 < made.median < 90

    window.stage.activate(list(session.views)[3])  # of which frames begin up to 42 ms before those of the first
    QTest.mouseClick(panel.pages.button("frames"), Qt.MouseButton.LeftButton)
    first = panel.worst.topLevelItem(0)
    assert first is not None and "wrist" in first.text(3).lower()
    QTest.mouseClick(panel.worst.viewport(), Qt.MouseButton.LeftButton, pos=panel.worst.visualItemRect(first).center())
    assert window.player.t == pytest.approx(float(filmed.views[0].times[BAD]), abs=1e-6)
    assert window.stage.frame_of(next(iter(session.views))) == BAD
    frames = [window.stage.frame_of(view) for view in session.views]
    times = [float(session.views[view].clock.to_ref(session.times[view][index]))
             for view, index in zip(session.views, frames, strict=True) if index is not None]
    # Every other view shows the frame nearest to that moment: at most half a frame of 20 a second away.
    assert len(times) == 4 and np.abs(np.array(times) - window.player.t).max() <= 0.5 / min(FPS) + 1e-6
