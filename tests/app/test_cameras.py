"""Camera files from the command line and in a real window: told in words, one edit, and lifted with."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app import __main__ as cli
from app import processing
from app.banner import Notice
from app.window import Window
from core import lift
from core.corrected import of_project
from core.document import Edit
from core.intrinsics import told_of
from core.labels import Keypoint, Target, place
from core.skeleton import COCO17
from core.storage import Project
from core.studio import ViewSpec
from tests.app.conftest import PATIENCE_MS
from tests.app.test_exporting import run

CAMERA = """[{name}]
size = [ {width}, {height} ]
matrix = [ [ {focal}, 0.0, {cx} ], [ 0.0, {focal}, {cy} ], [ 0.0, 0.0, 1.0 ] ]
distortions = [ -0.1, 0.02, 0.0, 0.0, 0.0 ]
"""


def calibration(path: Path, *names: str, size: tuple[int, int] = (96, 160), focal: float = 150.0) -> Path:
    path.write_text("".join(CAMERA.format(name=name, width=size[0], height=size[1], focal=focal, cx=size[0] / 2,
                                          cy=size[1] / 2) for name in names))
    return path


# ---------------------------------------------------------------- the command line


def test_a_project_is_told_its_cameras_and_forgets_them(project: Path, tmp_path: Path) -> None:
    file = calibration(tmp_path / "Calib.toml", "CAM1", "cam2")
    answer = run("cameras", project, file)
    assert answer.exit_code == 0
    assert "2 cameras of Calib.toml, by name: cam1 is CAM1, cam2." in answer.output and "from now on" in answer.output
    with Project.open(project) as opened:
        assert [row.name for row in opened.document.cameras.values()] == ["CAM1", "cam2"]
        assert opened.document.next_undo is not None and opened.document.next_undo.title == "Cameras from Calib.toml"
    answer = run("cameras", project, file, "--json")
    said = json.loads(answer.stdout)
    assert said["cameras"] == {"cam1": "CAM1", "cam2": "cam2"} and said["by"] == "name" and said["changed"] is False
    assert json.loads(run("cameras", project, "none", "--json").stdout)["changed"] is True
    with Project.open(project) as opened:
        assert not opened.document.cameras
        opened.undo()
        assert len(opened.document.cameras) == 2


@pytest.mark.parametrize(("names", "size", "says"), [
    (("a", "b", "c"), (96, 160), "a, b, c"), (("cam1", "cam2"), (160, 96), "upright"),
    (("cam1", "cam2"), (640, 480), "640 × 480")])
def test_what_does_not_fit_is_bad_input_and_changes_nothing(project: Path, tmp_path: Path, names: tuple[str, ...],
                                                            size: tuple[int, int], says: str) -> None:
    answer = run("cameras", project, calibration(tmp_path / "c.toml", *names, size=size, focal=300.0))
    assert answer.exit_code == 3 and says in answer.output
    with Project.open(project) as opened:
        assert not opened.document.cameras


def test_it_is_a_command() -> None:
    assert "cameras" in cli.commands()
    assert "Anipose" in run("cameras", "--help").output


def test_process_lifts_with_the_cameras(blazepose: Path, studio_clip: Callable[..., Path], tmp_path: Path) -> None:
    size = (270, 480)
    folder = studio_clip("walk", seconds=1, views=[ViewSpec(size=size)])
    video, out = folder / "view01.mp4", tmp_path / "p.parallax"
    wrong = run("process", video, "-o", out, "--cameras", calibration(tmp_path / "w.toml", "view01", size=(480, 270)))
    assert wrong.exit_code == 3 and not out.exists()
    file = calibration(tmp_path / "c.toml", "only", size=(540, 960), focal=900.0)
    answer = run("process", video, "-o", out, "--cameras", file, "--json")
    assert answer.exit_code == 0, answer.output
    with Project.open(out) as opened:
        (view,) = opened.document.views
        deep = opened.document.active("3d", view)
        assert deep is not None and deep.settings["refined"] is True
        camera = told_of(deep.settings)
        assert camera is not None and camera == opened.document.intrinsics(view)
        assert camera.fx == 450.0 and camera.size == size  # it was of a picture of twice the size
    assert json.loads(run("process", video, "-o", out, "--cameras", file, "--json").stdout)["state"] == "already done"


def test_a_project_that_is_there_is_given_cameras_and_lifted_anew(project: Path, clips: list[Path],
                                                                  tmp_path: Path) -> None:
    """The request differs by the cameras, so it is another run."""
    wanted = processing.Wanted(tuple(clips), project, "blazepose", "parallax-lifter", "cpu",
                               cameras=calibration(tmp_path / "c.toml", "cam1", "cam2"))
    with processing.prepared(wanted, lambda step: None) as opened:
        assert all(job.camera is not None for job in processing.request(opened, wanted).views)


# ---------------------------------------------------------------- the window


@pytest.fixture
def lifts() -> bool:
    return True


@pytest.fixture
def heard(shown: Window) -> list[Notice]:
    said: list[Notice] = []
    shown.session.noticed.connect(said.append)
    return said


def choose(window: Window, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel's button, clicked, and the system's dialog, answered."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    (button,) = (each for each in window.findChildren(QToolButton) if each.text() == "Cameras")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.session.jobs.busy("camera file"), timeout=PATIENCE_MS)


def cards(window: Window) -> list[str]:
    """What the panel says of the views' files."""
    return [label.text() for label in window.findChildren(QLabel) if " fps" in label.text() and label.isVisible()]


def test_a_camera_file_is_told_in_words_shown_and_undone(shown: Window, heard: list[Notice], tmp_path: Path,
                                                         qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    document = shown.session.project.document  # type: ignore[union-attr]
    assert not shown.actions_by_id["forget_cameras"].isEnabled()
    choose(shown, calibration(tmp_path / "rig.toml", "cam_0", "cam_1"), qtbot, monkeypatch)
    assert heard[-1].title == "2 cameras of rig.toml, by order: cam1 is cam_0, cam2 is cam_1."
    assert heard[-1].action is not None and heard[-1].action[0] == "Lift again"  # what is there was not lifted so
    assert [row.name for row in document.cameras.values()] == ["cam_0", "cam_1"]
    qtbot.waitUntil(lambda: cards(shown) == ["96 × 160 · 20 fps · calibrated"] * 2, timeout=PATIENCE_MS)
    assert shown.actions_by_id["undo"].text() == "Undo: Cameras from rig.toml"
    shown.actions_by_id["undo"].trigger()
    assert not document.cameras
    qtbot.waitUntil(lambda: cards(shown) == ["96 × 160 · 20 fps"] * 2, timeout=PATIENCE_MS)
    shown.actions_by_id["redo"].trigger()
    assert len(document.cameras) == 2 and shown.actions_by_id["forget_cameras"].isEnabled()
    shown.actions_by_id["forget_cameras"].trigger()
    assert not document.cameras and heard[-1].title == "No camera is known any more."
    shown.actions_by_id["undo"].trigger()
    assert len(document.cameras) == 2


def test_a_wrong_file_is_said_and_changes_nothing(shown: Window, heard: list[Notice], tmp_path: Path, qtbot: QtBot,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    done = len(shown.session.project.document.done)  # type: ignore[union-attr]
    choose(shown, calibration(tmp_path / "c.toml", "cam1", size=(640, 480), focal=600.0), qtbot, monkeypatch)
    assert heard[-1].kind == "error" and "640 × 480" in heard[-1].title
    bad = tmp_path / "bad.toml"
    bad.write_text("no camera = in here")
    choose(shown, bad, qtbot, monkeypatch)
    assert heard[-1].kind == "error" and "is no camera file" in heard[-1].title
    assert len(shown.session.project.document.done) == done  # type: ignore[union-attr]
    choose(shown, Path(""), qtbot, monkeypatch)  # the dialog was closed


def test_views_are_lifted_again_with_their_cameras(shown: Window, heard: list[Notice], tmp_path: Path, qtbot: QtBot,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    document = shown.session.project.document  # type: ignore[union-attr]
    choose(shown, calibration(tmp_path / "rig.toml", "cam1", "cam2"), qtbot, monkeypatch)
    (button,) = (each for each in shown.banner.findChildren(QPushButton) if each.text() == "Lift again")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(told_of(row.settings) is not None for view in document.views
                                if (row := document.active("3d", view)) is not None)
                    and not shown.session.jobs.busy(), timeout=PATIENCE_MS)
    for view in document.views:
        row = document.active("3d", view)
        assert row is not None and told_of(row.settings) == document.intrinsics(view)
        assert shown.session.shown[view].lifted is not None
    choose(shown, calibration(tmp_path / "rig.toml", "cam1", "cam2"), qtbot, monkeypatch)
    assert heard[-1].action is None  # nothing is behind
    _follows(shown, next(iter(document.views)), qtbot)


def _follows(window: Window, view: str, qtbot: QtBot) -> None:
    """A correction is lifted with the camera too, by the process that follows corrections."""
    session, document = window.session, window.session.project.document  # type: ignore[union-attr]
    assert session.do(place(document, Target(view, "athlete", COCO17), 20, {"lwrist": Keypoint(30.0, 90.0)}, "Move"))
    qtbot.waitUntil(lambda: session.lifting.all_settled and not session.jobs.busy(), timeout=PATIENCE_MS)
    effective, lifted = of_project(session.project, view), session.shown[view].lifted  # type: ignore[arg-type]
    assert effective is not None and lifted is not None
    with_it, without = (lift.lift(effective.poses, replace(lift.load(), camera=camera)).xyzs
                        for camera in (document.intrinsics(view), None))
    np.testing.assert_allclose(lifted.xyzs, with_it, atol=1e-4)  # metres: another batch sums in another order
    assert np.abs(lifted.xyzs - without).max() > 0.01


def test_a_view_that_went_meanwhile_costs_nothing(shown: Window, heard: list[Notice], tmp_path: Path, qtbot: QtBot,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    file = calibration(tmp_path / "rig.toml", "cam1", "cam2")
    shown.camera_file.bring(file)
    project = shown.session.project
    assert project is not None
    project.do(Edit("Remove", project.document.remove_view(next(iter(project.document.views))).puts))
    qtbot.waitUntil(lambda: not shown.session.jobs.busy("camera file"), timeout=PATIENCE_MS)
    assert not project.document.cameras
