"""What greets somebody new: what the machine can do, the tour, and the pages of the Help menu."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import first_start, help_menu
from app.first_start import FirstStart
from app.methods_page import ABOUT, ORDER, MethodsPage
from app.text_dialog import TextDialog
from app.tour import SEEN, Ring, Tour
from app.window import Window
from tests.app.conftest import open_project
from training.settings import METHODS


def card(window: Window) -> Tour | None:
    return next((tour for tour in window.findChildren(Tour) if tour.isVisible()), None)


def button(inside: QWidget, text: str) -> QPushButton:
    return next(b for b in inside.findChildren(QPushButton) if b.text() == text)


@pytest.fixture
def toured(shown: Window, qtbot: QtBot) -> Tour:
    """The tour of a window with a recording, asked for in the menu."""
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.actions_by_id["tour"].trigger()
    tour = card(shown)
    assert tour is not None
    return tour


def test_the_first_recording_brings_the_tour_until_it_is_sent_away(
    window: Window, project: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_start, "REST_MS", 0)
    FirstStart(window)
    assert card(window) is None  # the start page explains itself
    open_project(window, project, qtbot)
    qtbot.waitUntil(lambda: card(window) is not None)
    tour = card(window)
    assert tour is not None and window.session.settings.choice(SEEN, False) is False  # closed now, it would come again
    qtbot.mouseClick(button(tour, "Do not show again"), Qt.MouseButton.LeftButton)
    assert card(window) is None and window.session.settings.choice(SEEN, False) is True
    window.session.close_project()
    open_project(window, project, qtbot)
    qtbot.wait(50)
    assert card(window) is None


def test_three_cards_point_at_three_things(toured: Tour, shown: Window, qtbot: QtBot) -> None:
    ring = shown.findChild(Ring)
    assert ring is not None
    for at, target in enumerate((shown.grid, shown.panel, shown.scene)):
        assert toured.step == at
        for size in ((880, 560), (2560, 1440), (1280, 800)):
            shown.resize(*size)
            place = QRect(target.mapTo(shown, QPoint(0, 0)), target.size())
            qtbot.waitUntil(lambda place=place: ring.geometry() == place)
            assert shown.rect().contains(toured.geometry())
        words = " ".join(label.text() for label in toured.findChildren(QLabel))
        assert f"{at + 1} of 3" in words and "{" not in words
        qtbot.mouseClick(button(toured, "Done" if at == 2 else "Next"), Qt.MouseButton.LeftButton)
    assert card(shown) is None and not ring.isVisible()


def test_the_keyboard_goes_through_it(toured: Tour, shown: Window, qtbot: QtBot) -> None:
    shown.keys.give("detect", ["Ctrl+Alt+F7"])
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    assert toured.step == 1
    assert any("Ctrl+Alt+F7" in label.text() for label in toured.findChildren(QLabel))  # the keys that the user has
    qtbot.mouseClick(button(toured, "Back"), Qt.MouseButton.LeftButton)
    assert toured.step == 0
    shown.toggle_panel("scene")
    toured.next()
    toured.next()  # about the panel that is closed: in the middle, pointing at nothing
    qtbot.waitUntil(lambda: abs(toured.geometry().center().x() - shown.rect().center().x()) < 3)
    ring = shown.findChild(Ring)
    assert ring is not None and not ring.isVisible()
    qtbot.keyClick(button(toured, "Done"), Qt.Key.Key_Escape)
    assert card(shown) is None and shown.session.settings.choice(SEEN, False) is True


@pytest.mark.parametrize(("devices", "said"), [
    ((), "no graphics card to compute on"),
    (("cpu",), "a graphics card that torch cannot use"),
    (("cpu", "cuda"), "a graphics card (CUDA)"),
    (("cpu", "mps"), "Apple's graphics"),
])
def test_the_machine_is_told_in_a_line(devices: tuple[str, ...], said: str) -> None:
    told = first_start.machine(devices)
    assert said in told and "processor core" in told
    assert ("The processor does all of it" in told) == (len(devices) < 2)


def test_the_start_page_tells_of_the_machine(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Asked:
        """A process that finds a graphics card."""

        def wait(self) -> dict[str, list[str]]:
            return {"torch": ["cpu", "cuda"]}

        def end(self) -> None:
            raise AssertionError("the answer was wanted")

    def told(words: str) -> bool:
        return any(words in label.text() for label in window.start.findChildren(QLabel))

    monkeypatch.setattr(first_start.detector_facts, "may_have_gpu", lambda: False)
    FirstStart(window)
    assert told("no graphics card to compute on")  # at once, and no process is asked
    monkeypatch.setattr(first_start.detector_facts, "may_have_gpu", lambda: True)
    monkeypatch.setattr("app.detector_speeds.usable", Asked)
    FirstStart(window)
    qtbot.waitUntil(lambda: told("a graphics card (CUDA)"))


def test_the_help_menu_has_its_pages(window: Window) -> None:
    assert set(ABOUT) == set(METHODS) == set(ORDER)
    help_menu.methods(window)
    help_menu.methods(window)
    (page,) = window.findChildren(MethodsPage)  # asked for twice it is the same
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    for method in METHODS.values():
        assert method.title in words and method.about in words
    window.actions_by_id["about"].trigger()
    (dialog,) = [d for d in window.findChildren(TextDialog) if d.isVisible()]
    assert help_menu.about_text() == dialog.text()
    assert "Parallax 0." in dialog.text() and "torch 2." in dialog.text() and "Apache-2.0" in dialog.text()
    assert not window.actions_by_id["tour"].isEnabled()  # there is nothing to point at yet
