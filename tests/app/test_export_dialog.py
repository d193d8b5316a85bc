"""The window of all formats: what it says of each, what it asks, what it writes; and poses that are brought in."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.commands import BY_ID, edits
from app.export_dialog import GROUPS, ExportDialog
from app.window import Window
from core.formats import c3d, dlc, trc
from core.formats.kinds import FORMATS
from core.skeleton import COCO17
from tests.app.conftest import PATIENCE_MS
from tests.core.formats.made import people


@pytest.fixture
def dialog(shown: Window) -> ExportDialog:
    shown.actions_by_id["export"].trigger()
    return next(d for d in shown.findChildren(ExportDialog) if d.isVisible())


def saved(window: Window, qtbot: QtBot, job: str = "export") -> str:
    qtbot.waitUntil(lambda: not window.session.jobs.busy(job) and window.banner.notice is not None, timeout=PATIENCE_MS)
    assert window.banner.notice is not None
    said = f"{window.banner.notice.title} {window.banner.notice.text}"
    window.banner.dismiss()
    return said


def ask(monkeypatch: pytest.MonkeyPatch, out: Path | str) -> list[str]:
    """The system's file dialog, answered; the names that it proposed."""
    proposed: list[str] = []

    def answer(*said: str) -> tuple[str, str]:
        proposed.append(Path(said[2]).name)
        return str(out), ""

    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, answer)
    return proposed


def test_it_says_of_every_format_what_it_holds_and_what_is_lost(shown: Window, dialog: ExportDialog, qtbot: QtBot
                                                                ) -> None:
    assert sorted(id for ids in GROUPS.values() for id in ids) == sorted(FORMATS)
    for id, format in FORMATS.items():
        dialog.choose(id)
        words = " ".join(label.text() for label in dialog.findChildren(QLabel)).lower()
        for text in (format.title, format.use, format.holds, format.unit, format.axes, format.lost):
            assert text.lower() in words
        assert dialog.what.isHidden() == (len(format.whats) < 2)
        assert dialog.unit.isHidden() == (id != "trc")
        assert dialog.view.isHidden() == (id not in ("dlc", "dlc-h5"))
        assert dialog.body.isHidden() == (id not in ("npz", "trc", "mot", "c3d", "bvh", "blender"))
    dialog.choose("csv")
    dialog.formats.setFocus()
    for _ in range(2):
        qtbot.keyClick(dialog.formats, Qt.Key.Key_Down)
    assert dialog.format.id == "trc"  # the name of a group is passed over
    shown.actions_by_id["export"].trigger()
    assert [d for d in shown.findChildren(ExportDialog) if d.isVisible()] == [dialog] and not dialog.isModal()
    shown.session.close_project()
    assert not dialog.isVisible()


def test_a_body_is_written_as_it_was_chosen(shown: Window, dialog: ExportDialog, tmp_path: Path, qtbot: QtBot,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    dialog.choose("trc")
    dialog.body.setCurrentIndex(dialog.body.findData("mean"))
    dialog.unit.setCurrentIndex(1)
    proposed = ask(monkeypatch, tmp_path / "a.trc")
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "a.trc is saved" in saved(shown, qtbot) and proposed == ["squat-3d-mm.trc"]
    assert "\tmm\t" in (tmp_path / "a.trc").read_text() and len(trc.read(tmp_path / "a.trc").points) == 40
    dialog.choose("c3d")
    proposed = ask(monkeypatch, tmp_path / "b")
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "b.c3d is saved" in saved(shown, qtbot) and c3d.read(tmp_path / "b.c3d").kind == "relative"
    dialog.choose("openpose")
    ask(monkeypatch, tmp_path / "op")
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "op is saved" in saved(shown, qtbot) and len(list((tmp_path / "op").iterdir())) == 2
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "something is there" in saved(shown, qtbot)


def test_of_one_video_that_of_the_view_chosen(shown: Window, dialog: ExportDialog, tmp_path: Path, qtbot: QtBot,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    dialog.choose("dlc")
    dialog.view.setCurrentIndex(1)
    ask(monkeypatch, tmp_path / "a.csv")
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "Of cam2" in saved(shown, qtbot)
    second = list(shown.session.views)[1]
    np.testing.assert_allclose(dlc.read(tmp_path / "a.csv").xys, shown.session.shown[second].poses.xys, atol=1e-3)
    asked: list[str] = []
    monkeypatch.setattr(shown, "save_film", lambda: asked.append("film"))
    dialog.choose("mp4")  # is asked for as ever
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    dialog.choose("csv")
    ask(monkeypatch, "")  # without a name nothing is written
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert asked == ["film"] and not shown.session.jobs.busy("export")


def test_poses_come_in_as_one_edit_and_can_be_lifted(shown: Window, tmp_path: Path, qtbot: QtBot,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    session, view = shown.session, shown.stage.active or ""
    made = people(COCO17, 2)
    dlc.write(tmp_path / "other.csv", made)
    done = len(session.project.document.done)  # type: ignore[union-attr]
    ask(monkeypatch, tmp_path / "other.csv")
    shown.actions_by_id["import_poses"].trigger()
    assert "other.csv is imported. cam1: 2 people in 12 frames." in saved(shown, qtbot, "poses file")
    qtbot.waitUntil(lambda: session.shown[view].poses.xys.shape[1] == 2, timeout=PATIENCE_MS)
    np.testing.assert_allclose(session.shown[view].poses.xys[:12], made.xys, atol=1e-3)
    assert len(session.project.document.done) == done + 1  # type: ignore[union-attr]
    assert session.undo_title == "Import other.csv" and session.shown[view].points is None
    session.undo()
    qtbot.waitUntil(lambda: session.shown[view].poses.xys.shape[1] == 1, timeout=PATIENCE_MS)
    assert edits(BY_ID["import_poses"]) and not edits(BY_ID["export"])


def test_a_body_that_comes_in_is_shown_in_3d(shown: Window, tmp_path: Path, qtbot: QtBot,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    session, view = shown.session, shown.stage.active or ""
    from core.export import Options, export
    export(session.project, tmp_path / "a.trc", Options("3d", "trc"))  # type: ignore[arg-type]
    read = trc.read(tmp_path / "a.trc")
    low = read.points.copy()
    low[:, 13] = low[:, 0] + (0, 2, 0)  # a wrist far above
    trc.write(tmp_path / "b.trc", trc.Markers(low, read.times, read.names, read.rate))
    ask(monkeypatch, tmp_path / "b.trc")
    shown.actions_by_id["import_poses"].trigger()
    assert "a body in 40 frames" in saved(shown, qtbot, "poses file")
    qtbot.waitUntil(lambda: session.shown[view].kind == "metric", timeout=PATIENCE_MS)
    points = session.shown[view].points
    assert points is not None and np.linalg.norm(points[5, 13] - points[5, 0]) == pytest.approx(2, abs=1e-3)
    (tmp_path / "c.trc").write_text("nothing")
    ask(monkeypatch, tmp_path / "c.trc")
    shown.actions_by_id["import_poses"].trigger()
    assert "PathFileType" in saved(shown, qtbot, "poses file")
