"""Labels to and from files in a real window: told as the command line tells it, one edit, nothing replaced unasked."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.banner import Notice
from app.commands import BY_ID, edits
from app.window import Window
from core import label_files, labels
from core.labels import HUMAN, IMPORTED, Keypoint, Target
from core.skeleton import COCO17
from tests.app.conftest import PATIENCE_MS


@pytest.fixture
def labelled(shown: Window) -> Window:
    """A window with the nose of frame 3 labelled in the view at hand."""
    put(shown, nose=Keypoint(10.0, 20.0), leye=Keypoint(11.0, 19.0, "occluded", "copied"))
    return shown


def put(window: Window, **points: Keypoint) -> None:
    document = window.session.project.document  # type: ignore[union-attr]
    target = Target(window.stage.active or "", "athlete", COCO17)
    assert window.session.do(labels.place(document, target, 3, points, "Move"))


def here(window: Window) -> dict[str, Keypoint]:
    row = window.session.project.document.labels.get(f"{window.stage.active}/athlete/3")  # type: ignore[union-attr]
    return dict(row.points) if row is not None else {}


def count(window: Window) -> int:
    return len(window.session.project.document.done)  # type: ignore[union-attr]


@pytest.fixture
def heard(shown: Window) -> list[Notice]:
    """What the window says of files of labels."""
    said: list[Notice] = []
    shown.session.noticed.connect(lambda notice: said.append(notice) if "3D does not" not in notice.title else None)
    return said


def told(window: Window, heard: list[Notice], qtbot: QtBot) -> str:
    """The next of it."""
    qtbot.waitUntil(lambda: bool(heard) and not window.session.jobs.busy("labels"), timeout=PATIENCE_MS)
    notice = heard.pop()
    return f"{notice.title} {notice.text}"


def ask(monkeypatch: pytest.MonkeyPatch, out: Path, kind: str = "") -> None:
    """The system's file dialog, answered."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: (str(out), kind))


@pytest.mark.parametrize("suffix", list(label_files.FORMATS))
def test_labels_go_out_and_come_back_with_one_edit(labelled: Window, heard: list[Notice], tmp_path: Path, suffix: str,
                                                   qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, tmp_path / f"a{suffix}")
    before, done = here(labelled), count(labelled)
    labelled.actions_by_id["export_labels"].trigger()
    assert told(labelled, heard, qtbot) == f"a{suffix} is saved. 2 points in 1 labelled frame."
    assert count(labelled) == done
    labelled.session.undo()
    assert not here(labelled)
    labelled.actions_by_id["import_labels"].trigger()
    assert told(labelled, heard, qtbot) == f"a{suffix}: 2 points in 1 labelled frame imported. "
    assert here(labelled) == before and count(labelled) == done  # the undone one is replaced by the import
    assert labelled.actions_by_id["undo"].text() == "Undo: Import 1 labelled frame"
    labelled.session.undo()
    assert not here(labelled)


def test_a_name_without_an_ending_gets_that_of_the_kind(labelled: Window, heard: list[Notice], tmp_path: Path,
                                                        qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, tmp_path / "mine", "SLEAP (*.slp)")
    labelled.actions_by_id["export_labels"].trigger()
    assert "mine.slp is saved" in told(labelled, heard, qtbot) and (tmp_path / "mine.slp").is_file()


def test_a_label_that_is_here_gives_way_only_when_asked(labelled: Window, heard: list[Notice], tmp_path: Path,
                                                        qtbot: QtBot) -> None:
    file = tmp_path / "a.csv"
    view = labelled.session.views[labelled.stage.active or ""].name
    file.write_text("view,person,frame,joint,x_px,y_px\n"
                    f"{view},athlete,3,nose,9,9\n{view},athlete,3,reye,8,8\n{view},athlete,999,reye,8,8\n")
    done = count(labelled)
    labelled.label_transfer.bring(file)
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    notice = heard[0]
    said = told(labelled, heard, qtbot)
    assert "1 point in 1 labelled frame imported" in said and "1 point not imported: another label is here" in said
    assert "Left out: 1 labelled frames beyond the end of their video" in said
    assert notice.kind == "warning" and notice.action is not None
    assert count(labelled) == done + 1 and here(labelled)["nose"] == Keypoint(10.0, 20.0, source=HUMAN)
    assert here(labelled)["reye"] == Keypoint(8.0, 8.0, source=IMPORTED)
    assert notice.action[0] == "Take those of the file"
    labelled.banner.show_notice(notice)
    labelled.banner._action.click()
    assert "1 point in 1 labelled frame imported" in told(labelled, heard, qtbot)
    assert count(labelled) == done + 2 and here(labelled)["nose"] == Keypoint(9.0, 9.0, source=IMPORTED)
    labelled.session.undo()
    assert here(labelled)["nose"] == Keypoint(10.0, 20.0) and "reye" in here(labelled)


def test_what_cannot_be_read_changes_nothing_and_is_said(labelled: Window, heard: list[Notice], tmp_path: Path,
                                                         qtbot: QtBot) -> None:
    done = count(labelled)
    (tmp_path / "a.json").write_text(json.dumps({"images": 3}))
    labelled.label_transfer.bring(tmp_path / "a.json")
    assert "not a sound file of COCO keypoints" in told(labelled, heard, qtbot)
    labelled.label_transfer.bring(tmp_path / "gone.csv")
    assert "cannot be read" in told(labelled, heard, qtbot)
    labelled.label_transfer.export(tmp_path / "no folder" / "a.csv")
    assert "cannot be written" in told(labelled, heard, qtbot)
    assert count(labelled) == done and not labelled._busy.isVisible()


def test_a_file_that_was_read_for_another_project_goes_into_none(labelled: Window, heard: list[Notice], tmp_path: Path,
                                                                 clips: list[Path], qtbot: QtBot) -> None:
    file = tmp_path / "a.csv"
    file.write_text("view,person,frame,joint,x_px,y_px\ncam1,athlete,5,nose,9,9\n")
    labelled.label_transfer.bring(file)
    labelled.session.close_project()
    labelled.session.open_paths(clips)
    qtbot.waitUntil(lambda: len(labelled.session.times) == 2 and not labelled.session.jobs.busy(), timeout=PATIENCE_MS)
    project = labelled.session.project
    assert project is not None and not project.document.labels and not heard


def test_an_import_is_an_edit_and_an_export_is_none(shown: Window) -> None:
    assert edits(BY_ID["import_labels"]) and not edits(BY_ID["export_labels"])
    assert all(edits(BY_ID[id]) for id in ("add_pose", "delete_pose", "remove_labels", "copy_previous", "copy_next",
                                           "copy_pose_previous", "copy_pose_next", "joint_menu"))
    assert not shown.actions_by_id["export_labels"].isEnabled()  # nothing is labelled
    assert shown.actions_by_id["import_labels"].isEnabled()
