"""Models of others in a real window: from a file, from a server on this machine, chosen and told with their terms."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.banner import Notice
from app.more_models import MoreModels, Offer
from app.recording_panel import MORE
from app.window import Window
from core import cards, weights
from core.nets import frame_transformer, rtmpose
from tests.app.conftest import PATIENCE_MS
from tests.core.test_fetching import offered
from tests.core.test_importing import save
from tests.core.test_weights import Server, server

__all__ = ["offered", "server"]  # fixtures


@pytest.fixture
def heard(window: Window) -> list[Notice]:
    said: list[Notice] = []
    window.session.noticed.connect(said.append)
    return said


def idle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.models.busy, timeout=PATIENCE_MS)


def test_a_file_becomes_the_lifter(window: Window, heard: list[Notice], shared: Path, tmp_path: Path, qtbot: QtBot,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    file = save(shared, tmp_path, "videopose3d_333_small")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    window.actions_by_id["import_weights"].trigger()
    assert window.models.busy and not window.actions_by_id["import_weights"].isEnabled()
    idle(window, qtbot)
    (notice,) = heard
    assert notice.kind == "info" and "is the lifter now" in notice.title
    assert "CC BY-NC 4.0" in notice.text and "Not for commercial use." in notice.text
    assert window.session.detection.lifter == "videopose3d_333_small"
    box = window.panel._lifter
    assert box.currentData() == "videopose3d_333_small" and not box.itemIcon(box.currentIndex()).isNull()
    assert "Not for commercial use." in box.toolTip()
    assert box.itemIcon(box.findData(cards.DEFAULT_LIFTER)).isNull()
    assert window.actions_by_id["import_weights"].isEnabled()


def test_a_file_becomes_the_detector(window: Window, heard: list[Notice], tmp_path: Path, qtbot: QtBot) -> None:
    """Chosen in the list of detectors, with its terms; the lifter stays."""
    net = rtmpose.build({"deepen_factor": 0.167, "widen_factor": 0.125, "input_size": [96, 128]})
    torch.save({"meta": {}, "state_dict": net.state_dict()}, tmp_path / "tiny.pth")
    window.models.bring(tmp_path / "tiny.pth")
    idle(window, qtbot)
    (notice,) = heard
    assert notice.kind == "info" and "is the detector now" in notice.title and "Apache-2.0" in notice.text
    assert window.session.detection.detector == "tiny"
    assert window.session.detection.lifter == cards.DEFAULT_LIFTER
    box = window.panel._detector
    assert box.currentData() == "tiny" and "Apache-2.0" in box.toolTip() and "96 × 128" in box.toolTip()
    assert box.findData("blazepose") >= 0


def test_what_is_refused_is_told(window: Window, heard: list[Notice], tmp_path: Path, qtbot: QtBot) -> None:
    torch.save({"a": torch.ones(2)}, tmp_path / "a.pt")
    window.models.bring(tmp_path / "a.pt")
    window.models.bring(tmp_path / "a.pt")  # one at a time
    idle(window, qtbot)
    busy, refused = heard
    assert "already" in busy.title and refused.kind == "error"
    assert "no network that is known here" in refused.title + refused.text
    assert window.session.detection.lifter == cards.DEFAULT_LIFTER


def test_weights_without_known_terms_are_asked_about(window: Window, heard: list[Notice], tmp_path: Path,
                                                    qtbot: QtBot) -> None:
    torch.save(frame_transformer.build({"dim": 256, "depth": 1, "maxlen": 9}).state_dict(), tmp_path / "ours.pt")
    window.models.bring(tmp_path / "ours.pt")
    idle(window, qtbot)
    (notice,) = heard
    assert notice.kind == "warning" and notice.action is not None and "ours" not in cards.cards()
    notice.action[1]()
    idle(window, qtbot)
    assert window.session.detection.lifter == "ours"


@pytest.fixture
def dialog(window: Window, offered: type[Server]) -> MoreModels:
    window.panel._lifter.activated.emit(window.panel._lifter.findData(MORE))
    (shown,) = window.findChildren(MoreModels)
    return shown


def words(row: Offer) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in row.findChildren(QLabel))


def test_a_published_model_is_fetched_after_its_terms(window: Window, dialog: MoreModels, offered: type[Server],
                                                      heard: list[Notice], qtbot: QtBot) -> None:
    assert window.panel._lifter.currentData() == cards.DEFAULT_LIFTER  # choosing 'more' chooses no model
    (row,) = dialog.rows.values()
    for said in ("A published lifter", "About 1 MB", "no checksum", "CC BY-NC 4.0", "Not for commercial use."):
        assert said in words(row)
    assert not offered.ranges and row.get.isVisible() and not row.bar.isVisible()
    qtbot.mouseClick(row.get, Qt.MouseButton.LeftButton)
    assert row.bar.isVisible() and row.stop.isVisible() and not row.get.isVisible()
    idle(window, qtbot)
    assert window.session.detection.lifter == "vp" and not dialog.rows and dialog._none.isVisible()
    assert "Not for commercial use." in heard[-1].text


def test_a_fetch_that_breaks_off_or_is_stopped_is_taken_up(window: Window, dialog: MoreModels, offered: type[Server],
                                                           heard: list[Notice], qtbot: QtBot) -> None:
    offered.cut = 40_000
    (row,) = dialog.rows.values()
    qtbot.mouseClick(row.get, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert heard[-1].kind == "error" and "broke off" in heard[-1].title + heard[-1].text
    assert row.get.isVisible() and row.get.isEnabled()
    assert (weights.folder() / "vp.download").stat().st_size == 40_000
    qtbot.mouseClick(row.get, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(row.stop, Qt.MouseButton.LeftButton)
    assert not window.models.busy and row.get.isVisible()
    offered.cut = None
    qtbot.mouseClick(row.get, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert window.session.detection.lifter == "vp"
    assert offered.ranges[0] == "" and offered.ranges[-1] == "bytes=40000-"


def test_a_window_that_closes_ends_the_fetch(open_window: Callable[[], Window], offered: type[Server]) -> None:
    window = open_window()
    window.models.fetch("vp")
    window.close()
    assert not window.models.busy  # and no thread of it is left, which every test looks for


def test_the_flip_test_is_chosen_and_remembered(window: Window, qtbot: QtBot) -> None:
    detection, box = window.session.detection, window.panel._flip
    assert detection.flip and box.isChecked()
    box.click()
    assert not detection.flip and window.session.settings.choice("flip", True) is False
    window.model._show_models()
    assert not box.isChecked()
