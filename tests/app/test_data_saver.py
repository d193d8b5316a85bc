"""File › Export in a real window: what the dialog offers, what is written, and what is said of it."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.data_saver import named
from app.window import Window
from core.export import WHAT
from tests.app.conftest import PATIENCE_MS


def answering(monkeypatch: pytest.MonkeyPatch, path: Path | str, kind: str = "") -> list[str]:
    """The user's answer to 'Save as'. Returns what the dialog offers, once it was asked."""
    offered: list[str] = []

    def ask(parent: object, title: str, proposed: str, kinds: str) -> tuple[str, str]:
        offered.extend([Path(proposed).name, *kinds.split(";;")])
        return str(path), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return offered


def saved(window: Window, what: str, qtbot: QtBot) -> str:
    """Triggers a command; what the window said in the end."""
    window.actions_by_id[f"export_{what}"].trigger()
    qtbot.waitUntil(lambda: not window.session.jobs.busy("export"), timeout=PATIENCE_MS)
    assert window.banner.notice is not None
    return f"{window.banner.notice.title} {window.banner.notice.text}"


def first_row(path: Path) -> list[str]:
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def test_agreement_goes_to_a_table_that_says_its_kind(shown: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                      qtbot: QtBot) -> None:
    offered = answering(monkeypatch, tmp_path / "a.csv")
    said = saved(shown, "agreement", qtbot)
    assert "a.csv is saved" in said and "relative" in said
    assert offered == ["squat-agreement.csv", "CSV, for spreadsheets (*.csv)", "NPZ, for NumPy (*.npz)"]
    assert first_row(tmp_path / "a.csv")[:2] == ["time_s", "agreement_mm_relative"]


def test_the_view_at_hand_is_the_reference(shown: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                           qtbot: QtBot) -> None:
    second = list(shown.session.views)[1]
    shown.stage.activate(second)
    answering(monkeypatch, tmp_path / "body", "TRC, for OpenSim (*.trc)")
    assert "body.trc is saved" in saved(shown, "3d", qtbot) and (tmp_path / "body.trc").exists()
    answering(monkeypatch, tmp_path / "body.npz")
    saved(shown, "3d", qtbot)
    with np.load(tmp_path / "body.npz", allow_pickle=False) as file:
        assert str(file["body"]) == "cam2" and file["xyz"].shape == (40, 17, 3)


@pytest.mark.parametrize("what", sorted(WHAT))
def test_everything_that_can_be_exported_has_its_command(shown: Window, tmp_path: Path, what: str, qtbot: QtBot,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, tmp_path / f"{what}.csv")
    assert "is saved" in saved(shown, what, qtbot) and first_row(tmp_path / f"{what}.csv")[0] == "time_s"


def test_what_the_disk_refuses_is_told_and_no_name_is_no_export(shown: Window, tmp_path: Path, qtbot: QtBot,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "")
    shown.actions_by_id["export_2d"].trigger()
    assert not shown.session.jobs.busy("export")
    answering(monkeypatch, tmp_path / "nowhere" / "a.csv")
    assert "a.csv" in saved(shown, "2d", qtbot) and "is saved" not in saved(shown, "2d", qtbot)


def test_without_poses_there_is_nothing_to_export(window: Window) -> None:
    assert not window.actions_by_id["export_3d"].isEnabled()


@pytest.mark.parametrize(("given", "kind", "out"), [
    ("a.csv", "", "a.csv"), ("a.NPZ", "CSV (*.csv)", "a.NPZ"), ("a", "NPZ, for NumPy (*.npz)", "a.npz"),
    ("a", "", "a.csv"), ("day.1", "", "day.1.csv"), ("film.mp4", "", "film.mp4.csv"), ("a.trc", "", "a.trc.csv"),
])
def test_names(given: str, kind: str, out: str) -> None:
    assert named(Path(given), kind, ["csv", "npz"])[0] == Path(out)
