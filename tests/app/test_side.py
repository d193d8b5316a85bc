"""The right column: panels open by key, are made when first seen, and are there again after a restart."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.window import Window
from tests.app.test_window import opened


def two_more(window: Window) -> list[str]:
    """Adds two panels and returns the list into which each writes when it is made."""
    made: list[str] = []

    def maker(name: str) -> Callable[[], QWidget]:
        def make() -> QWidget:
            made.append(name)
            return QPushButton(name)

        return make

    for name in ("one", "two"):
        window._work.add_panel(name, name.title(), maker(name))
    return made


def test_a_panel_is_made_when_first_seen_and_closed_by_the_same_command(
        window: Window, clips: list[Path], qtbot: QtBot) -> None:
    made = two_more(window)
    opened(qtbot, window, clips)
    side, before = window._work.side, window.scene.width()
    assert made == [] and not window.panel_wanted("one")
    window.toggle_panel("one")
    assert made == ["one"] and window.panel_wanted("one") and side.panel("one").isVisible()  # type: ignore[union-attr]
    assert window.scene.width() > before + 100, "the column widens"
    window.toggle_panel("two")
    assert side.current == "two" and made == ["one", "two"] and side.open_panels == ["one", "two"]
    window.toggle_panel("one")  # brings it to the front first
    assert side.current == "one" and made == ["one", "two"]
    window.toggle_panel("one")
    window.toggle_panel("two")
    assert side.open_panels == [] and abs(window.scene.width() - before) <= 2, "and gives the room back"


def test_the_panels_stay_without_the_3d_view(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    two_more(window)
    opened(qtbot, window, clips)
    side = window._work.side
    window.toggle_panel("scene")
    assert not side.isVisible()
    window.toggle_panel("one")
    assert side.isVisible() and not window.scene.isVisible()
    window.toggle_panel("scene")
    assert window.scene.isVisible() and window.scene.y() < side.panel("one").mapTo(side, side.pos()).y()  # type: ignore[union-attr]


def test_open_panels_and_their_width_are_remembered(
        window: Window, open_window: Callable[[], Window], clips: list[Path], qtbot: QtBot) -> None:
    two_more(window)
    opened(qtbot, window, clips)
    window.toggle_panel("one")
    window.toggle_panel("two")
    left, _, _ = window._work._across.sizes()
    window._work._across.setSizes([left, 400, window._work._across.width() - left - 400])
    width = window._work.side.width()
    project = window.session.project
    assert project is not None
    window.close()
    again = open_window()
    made = two_more(again)
    again._restore()  # the panels of this test come later than the window's own
    assert made == [], "nothing is made before it is seen"
    again.session.open_project(project.folder)
    qtbot.waitUntil(lambda: again._work.side.isVisible())
    assert again._work.side.open_panels == ["one", "two"] and again._work.side.current == "two" and made == ["two"]
    assert abs(again._work.side.width() - width) <= 8
    again.actions_by_id["reset_layout"].trigger()
    assert again._work.side.open_panels == [] and again.scene.isVisible()


def test_a_click_on_a_tab_shows_its_panel(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    two_more(window)
    opened(qtbot, window, clips)
    for name in ("one", "two"):
        window.toggle_panel(name)
    side = window._work.side
    qtbot.mouseClick(side._tabs, Qt.MouseButton.LeftButton, pos=side._tabs.tabRect(0).center())
    assert side.current == "one" and side.panel("one").isVisible()  # type: ignore[union-attr]
