"""A window in the coach view, on two small videos of a kick that the studio knows exactly."""

from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.coach_surfaces import PaneSurface
from app.coach_view import CoachView
from app.video_view import VideoView
from app.window import Window
from core import recording
from core.document import Edit
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import H36M17
from core.storage import Project
from core.studio import MOTIONS
from tests.app.conftest import PATIENCE_MS, write_clip

FRAMES, FPS = 60, 20
SIZE = (240, 400)


def make_project(folder: Path, motion: str = "kick", views: int = 2, bent: float = 0.0) -> Path:
    """Two views of a motion, 60° apart and neither from the side, where left covers right. bent: metres by which the
    right hand is lower throughout."""
    clips = [write_clip(folder.parent / f"{folder.stem}-rec" / f"cam{n + 1}.mp4", FRAMES, SIZE, FPS)
             for n in range(views)]
    scene = np.asarray(MOTIONS[motion](FRAMES / FPS, FPS), np.float64)
    scene = scene - scene[:, :1] * [1, 1, 0]
    scene[:, H36M17.index("rwrist"), 2] -= bent
    with Project.create(folder) as made:
        recording.add_views(made, clips)
        for n, view in enumerate(list(made.document.views.values())):
            c, s = np.cos(np.radians(40 + 60 * n)), np.sin(np.radians(40 + 60 * n))
            body = scene @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
            xys = np.full((FRAMES, 1, 17, 3), 0.9, np.float32)
            xys[:, 0, :, 0], xys[:, 0, :, 1] = 120 + 150 * body[..., 0], 350 - 150 * body[..., 2]
            lifted = body - body[:, :1]
            xyzs = np.ones((FRAMES, 1, 17, 4), np.float32)
            xyzs[:, 0, :, :3] = np.stack([lifted[..., 0], -lifted[..., 2], lifted[..., 1]], axis=-1)
            times = np.arange(FRAMES) / FPS
            flat = made.store(Poses2D(xys, times, H36M17, SIZE, Source("by hand")), view=view.id, athlete=0)
            deep = made.store(Poses3D(xyzs, times, Source("by hand")), view=view.id, made_from=flat.id, athlete=0)
            made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep)), "by hand"))
    return folder


def enter(window: Window, project: Path, qtbot: QtBot) -> CoachView:
    """The coach view of a project, everything worked out, not larger than a window of the usual size."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.open_project(project)
    qtbot.waitUntil(lambda: len(window.session.times) == len(window.session.views) > 0
                    and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    qtbot.keyClick(window, Qt.Key.Key_C)
    view = window.coach.view
    assert window.coach.on and view is not None
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1280, 800)
    rest(view, qtbot)
    qtbot.waitUntil(lambda: window.stage.up_to_date, timeout=PATIENCE_MS)
    return view


def rest(view: CoachView, qtbot: QtBot) -> None:
    """Until everything is in its place and worked out."""
    qtbot.waitUntil(lambda: view.whole and not view.model.busy and not view.model.session.jobs.busy(),
                    timeout=PATIENCE_MS)


def pane_of(view: CoachView) -> VideoView:
    """That of the view at hand."""
    return view.stage.panes[view.stage.active or ""]


def joint(view: CoachView, name: str, pane: VideoView | None = None) -> QPoint:
    """Where a joint is in a pane."""
    pane = pane or pane_of(view)
    motion = view.model.motions[pane.view_id]
    body = motion.at(PaneSurface(pane, view.stage).t)
    assert body is not None
    x, y = body[H36M17.index(name)]
    return pane.to_pane(float(x), float(y)).toPoint()


def drag(widget: QWidget, *spots: QPoint) -> None:
    """With the left button, from spot to spot."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spots[0])
    for a, b in pairwise(spots):
        for share in (0.5, 1.0):
            QTest.mouseMove(widget, (QPointF(a) + share * QPointF(b - a)).toPoint())
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spots[-1])


def click(widget: QWidget, spot: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
