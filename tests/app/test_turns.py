"""Work in turns: the event loop runs in between, and what is given up is put in order."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.turns import Steps, Turns, painting
from app.window import Window
from tests.app.coached import make_project
from tests.app.conftest import PATIENCE_MS, open_project

STEPS = 5


def test_the_event_loop_runs_between_the_turns(qtbot: QtBot) -> None:
    owner, done, ended = QObject(), list[str](), list[bool]()
    turns = Turns(owner)

    def steps(name: str) -> Steps:
        try:
            for n in range(STEPS):
                done.append(f"{name}{n}")
                QTimer.singleShot(0, owner, lambda: done.append("other"))
                yield
        finally:
            ended.append(True)

    turns.begin(steps("a"))
    assert done == ["a0"], "the first at once"
    qtbot.waitUntil(lambda: len(ended) == 1)
    assert [one for one in done if one != "other"] == [f"a{n}" for n in range(STEPS)]
    assert done.index("other") < done.index("a2")
    turns.begin(steps("b"))
    turns.begin(steps("c"))  # in place of what was under way
    assert len(ended) == 2
    turns.stop()
    assert len(ended) == 3 and [one for one in done if one[0] in "bc"] == ["b0", "c0"]


@pytest.mark.parametrize("given_up", [False, True])
def test_parts_are_painted_one_after_another_and_none_is_forgotten(qtbot: QtBot, given_up: bool) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    parts = [QWidget() for _ in range(3)]
    column = QVBoxLayout(root)
    for part in parts:
        column.addWidget(part)
    root.show()
    seen = list[int]()
    steps = painting(parts)
    assert not any(part.updatesEnabled() for part in parts)
    while not given_up or len(seen) < 1:
        if next(steps, "end") == "end":
            break
        seen.append(sum(part.updatesEnabled() for part in parts))
    steps.close()
    assert seen == ([1] if given_up else [1, 2]) and all(part.updatesEnabled() for part in parts)


def test_the_coach_view_comes_in_turns_and_can_be_left_in_any_of_them(window: Window, tmp_path: Path,
                                                                     qtbot: QtBot) -> None:
    folder = make_project(tmp_path / "kick.parallax", views=1)
    open_project(window, folder, qtbot)
    qtbot.waitUntil(lambda: len(window.session.times) == 1 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    coach, turns = window.coach, window.coach._turns
    parts = (window.grid, window.scene, window.panel, window.timeline)
    for before in range(14):
        coach.enter()
        for _ in range(before):
            turns._go_on()
        coach.leave()
        turns.stop()
        assert not coach.on and all(part.updatesEnabled() and part.isVisible() for part in parts), before
        assert window.scene.header == 32 and window.grid.minimumWidth() == 320
        assert all(pane._tool is None for pane in window.stage.panes.values())
    view = coach.view
    assert view is not None
    coach.enter()
    turned = 0
    while not view.whole:
        turns._go_on()
        turned += 1
    assert turned > 8, "many small turns"
    assert all(part.updatesEnabled() for part in (view.top, view.pictures, view.rail, view.side, view.strip, view.bar))
