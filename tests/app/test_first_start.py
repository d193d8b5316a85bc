"""What greets somebody new: what the machine can do, the tour, and the pages of the Help menu."""

from collections.abc import Callable
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


def test_the_first_recording_brings_the_tour_and_no_later_one_does(
    window: Window, project: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_start, "REST_MS", 0)
    FirstStart(window)
    assert card(window) is None  # the start page explains itself
    open_project(window, project, qtbot)
    qtbot.waitUntil(lambda: card(window) is not None)
    tour = card(window)
    assert tour is not None
    qtbot.mouseClick(button(tour, "Do not show again"), Qt.MouseButton.LeftButton)
    assert card(window) is None and window.session.settings.choice(SEEN, False) is True
    window.session.close_project()
    open_project(window, project, qtbot)
    qtbot.wait(50)
    assert card(window) is None


def test_a_tour_that_was_not_ended_comes_again(
    window: Window, project: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_start, "REST_MS", 0)
    FirstStart(window)
    open_project(window, project, qtbot)
    qtbot.waitUntil(lambda: card(window) is not None)
    assert window.session.settings.choice(SEEN, False) is False


def test_three_cards_point_at_three_things(toured: Tour, shown: Window, qtbot: QtBot) -> None:
    ring = shown.findChild(Ring)
    assert ring is not None
    for at, target in enumerate((shown.grid, shown.panel, shown.scene)):
        assert toured.step == at
        place = QRect(target.mapTo(shown, QPoint(0, 0)), target.size())
        qtbot.waitUntil(lambda place=place: ring.geometry() == place)
        assert shown.rect().contains(toured.geometry())
        words = " ".join(label.text() for label in toured.findChildren(QLabel))
        assert f"{at + 1} of 3" in words and "{" not in words
        qtbot.mouseClick(button(toured, "Done" if at == 2 else "Next"), Qt.MouseButton.LeftButton)
    assert card(shown) is None and not ring.isVisible()


def test_the_keyboard_goes_through_it(toured: Tour, shown: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    assert toured.step == 1
    qtbot.mouseClick(button(toured, "Back"), Qt.MouseButton.LeftButton)
    assert toured.step == 0
    qtbot.keyClick(button(toured, "Next"), Qt.Key.Key_Escape)
    assert card(shown) is None and shown.session.settings.choice(SEEN, False) is True


def test_it_names_the_keys_that_the_user_has(shown: Window, qtbot: QtBot) -> None:
    shown.keys.give("detect", ["Ctrl+Alt+F7"])
    shown.actions_by_id["tour"].trigger()
    tour = card(shown)
    assert tour is not None
    tour.next()
    assert any("Ctrl+Alt+F7" in label.text() for label in tour.findChildren(QLabel))


@pytest.mark.parametrize("size", [(880, 560), (1280, 800), (2560, 1440)])
def test_it_stays_inside_the_window(toured: Tour, shown: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    shown.resize(*size)
    for _ in range(3):
        qtbot.waitUntil(lambda: shown.rect().contains(toured.geometry()))
        toured.next()


def test_a_card_whose_panel_is_closed_stands_in_the_middle(toured: Tour, shown: Window, qtbot: QtBot) -> None:
    shown.toggle_panel("scene")
    toured.next()
    toured.next()
    qtbot.waitUntil(lambda: abs(toured.geometry().center().x() - shown.rect().center().x()) < 3)
    ring = shown.findChild(Ring)
    assert ring is not None and not ring.isVisible()


def test_without_a_recording_there_is_no_tour(window: Window) -> None:
    window.refresh_actions()
    assert not window.actions_by_id["tour"].isEnabled()


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


def test_the_start_page_tells_of_the_machine(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start.detector_facts, "may_have_gpu", lambda: False)
    FirstStart(window)
    assert any("This machine" in label.text() for label in window.start.findChildren(QLabel))


def test_a_graphics_card_is_asked_for_in_a_process(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Asked:
        def wait(self) -> dict[str, list[str]]:
            return {"torch": ["cpu", "cuda"]}

        def end(self) -> None:
            raise AssertionError("the answer was wanted")

    monkeypatch.setattr(first_start.detector_facts, "may_have_gpu", lambda: True)
    monkeypatch.setattr("app.detector_speeds.usable", Asked)
    FirstStart(window)
    qtbot.waitUntil(lambda: any("CUDA" in label.text() for label in window.start.findChildren(QLabel)))


def test_every_method_has_its_page(open_window: Callable[[], Window]) -> None:
    assert set(ABOUT) == set(METHODS) == set(ORDER)
    window = open_window()
    help_menu.methods(window)
    help_menu.methods(window)
    (page,) = window.findChildren(MethodsPage)  # asked for twice it is the same
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    for method in METHODS.values():
        assert method.title in words and method.about in words


def test_about_names_the_version_and_the_licences(window: Window) -> None:
    window.actions_by_id["about"].trigger()
    (dialog,) = [d for d in window.findChildren(TextDialog) if d.isVisible()]
    assert help_menu.about_text() == dialog.text()
    assert "Parallax 0." in dialog.text() and "torch 2." in dialog.text() and "Apache-2.0" in dialog.text()
