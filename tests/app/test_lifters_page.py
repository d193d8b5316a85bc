"""Lifters compared in a real window: measured by a run, sorted, one of them used, and lifted with again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import lifters_page
from app.lifter_table import FIGURES, FIRST, NAME
from app.lifters_page import LiftersPage
from app.window import Window
from core import labels, lifter_bench, recording, runs
from core.document import Edit
from core.labels import Keypoint, Target
from core.lifter_bench import Row
from core.lifter_figures import Figures
from core.pose import Poses2D, Source
from core.records import plain
from core.skeleton import H36M17
from core.storage import Project
from tests.app.conftest import PATIENCE_MS, write_clip
from tests.core import filler, tiny_lifter
from tests.core.test_sides import film

FRAMES, FPS, SIDE = 50, 25, 200  # SIDE: pixels of a square picture
ROWS = (Row("parallax-lifter", "Parallax lifter", 1, 100, 900.0, Figures(40.0, 2.5, 2.0, 1.5)),
        Row("tiny-lifter", "Tiny lifter", 1, 100, 3000.0, Figures(90.0, 1.5, 8.0, 6.5)),
        Row("gone", "Lost lifter", 1, 0, None, Figures(), "lost.pt: the weights of Lost lifter are missing."),
        Row("other", "Other lifter", 1, 100, 100.0, Figures(60.0, 9.5, 1.0, 3.5)))

Opened = tuple[Window, LiftersPage, list[str]]


@pytest.fixture
def opened(window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Opened]:
    """A window on so many views of a walk with the page of lifters open, and the views' ids; two small lifters are
    installed beside ours. found: whether somebody was found in them."""

    def make(views: int = 2, found: bool = True) -> Opened:
        tiny_lifter.install(tmp_path, monkeypatch)
        tiny_lifter.install(tmp_path, monkeypatch, "other", "Other lifter", seed=2, restricted=True)
        window.session.detection.read_models()
        folder = tmp_path / "walk.parallax"
        with Project.create(folder) as made:
            recording.add_views(made, [write_clip(tmp_path / f"cam{n + 1}.mp4", FRAMES, (SIDE, SIDE), FPS)
                                       for n in range(views)])
            for n, view in enumerate(list(made.document.views.values()) if found else ()):
                xys = film("walk", (0.0, 1.2)[n], n, FPS, FRAMES / FPS)
                xys[..., :2] *= SIDE / 1000
                poses = Poses2D(xys[:, None], np.arange(FRAMES) / FPS, H36M17, (SIDE, SIDE), Source("by hand"))
                made.save_poses(poses, view=view.id, athlete=0)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.session.open_project(folder)
        qtbot.waitUntil(lambda: len(window.session.times) == views and not window.session.jobs.busy(),
                        timeout=PATIENCE_MS)
        QTest.keyClick(window, Qt.Key.Key_F9)
        panel: Any = window._work.side.panel("compare")
        QTest.mouseClick(panel.pages.button("lifters"), Qt.MouseButton.LeftButton)
        page = panel.page("lifters")
        assert isinstance(page, LiftersPage)
        qtbot.waitUntil(lambda: not window.session.jobs.busy(), timeout=PATIENCE_MS)
        return window, page, list(window.session.views)

    return make


def run_of(project: Project, *lifters: str, **wanted: Any) -> runs.Run:
    request = lifter_bench.request_for(lifter_bench.materials(project.document), lifters or ("other",), **wanted)
    return runs.create(project.runs, lifter_bench.KIND, lifters_page.TITLE, request)


def measured(page: LiftersPage, *rows: Row, **wanted: Any) -> runs.Run:
    """As if a comparison of the project as it is had found these."""
    project = page._session.project
    assert project is not None
    run = run_of(project, **wanted)
    run.write_status(runs.Status("done", result={"rows": plain(rows)}))
    page._ended(run, run.status())
    return run


def settled(page: LiftersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._session.jobs.busy(), timeout=PATIENCE_MS)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))


def click_title(page: LiftersPage, column: int) -> None:
    header = page.table.header()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def choose(page: LiftersPage, name: str) -> None:
    item = next(item for item in items(page) if name in item.text(NAME))
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualItemRect(item).center())


def items(page: LiftersPage) -> list[Any]:
    return [page.table.topLevelItem(n) for n in range(page.table.topLevelItemCount())]


def column(page: LiftersPage, at: int = NAME) -> list[str]:
    return [item.text(at).removeprefix("✓ ") for item in items(page)]


def test_compared_used_and_lifted_with(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    """The whole way, with real processes."""
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None and page.said.text() == lifters_page.ASK and not page.table.isVisible()
    done = len(project.document.done)
    click(page.compare)
    qtbot.waitUntil(lambda: page.runs.running and page.compare.text() == "Stop", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not page.runs.running and len(page._rows) == 3, timeout=PATIENCE_MS)
    settled(page, qtbot)
    assert column(page)[0] == "Parallax lifter" and sorted(column(page)[1:]) == ["Other lifter", "Tiny lifter"]
    assert page.said.text() == f"3 lifters on 2 views, 100 frames, lengths relative. {lifters_page.CAREFUL}"
    assert len(project.document.done) == done and session.detection.lifter == "parallax-lifter"
    figures = page._rows[0].figures
    assert items(page)[0].text(FIRST) == f"{figures.agreement_mm:.0f}" and page.compare.text() == "Compare again"

    choose(page, "Tiny lifter")
    assert page.use.isEnabled() and "in use" not in page.note.text()
    click(page.use)
    assert session.detection.lifter == "tiny-lifter" and not page.use.isEnabled()
    assert [item.text(NAME).startswith("✓") for item in items(page)] == ["Tiny" in name for name in column(page)]
    assert page.lift.isEnabled()
    click(page.lift)
    qtbot.waitUntil(lambda: session.runs.running, timeout=PATIENCE_MS)
    assert not page.lift.isEnabled()
    qtbot.waitUntil(lambda: not session.runs.running and not session.jobs.busy(), timeout=PATIENCE_MS)
    rows = [project.document.active("3d", view) for view in views]
    assert [row.model for row in rows if row is not None] == ["tiny-lifter"] * 2
    assert not page.lift.isEnabled() and "already" in page.lift.toolTip()
    assert not page.outdated, "3D is no part of what is lifted"


@pytest.mark.parametrize("at", range(len(FIGURES)))
def test_a_click_on_a_title_sorts_best_first_and_once_more_worst_first(opened: Callable[..., Opened], at: int) -> None:
    _, page, _ = opened()
    measured(page, *ROWS)
    best = [["Parallax lifter", "Other lifter", "Tiny lifter"], ["Tiny lifter", "Parallax lifter", "Other lifter"],
            ["Other lifter", "Parallax lifter", "Tiny lifter"], ["Parallax lifter", "Other lifter", "Tiny lifter"],
            ["Tiny lifter", "Parallax lifter", "Other lifter"]][at]
    click_title(page, NAME)
    assert column(page) == ["Other lifter", "Parallax lifter", "Tiny lifter", "Lost lifter"]
    click_title(page, FIRST + at)
    assert column(page) == [*best, "Lost lifter"], "what failed is last"
    assert "▾" in page.table.headerItem().text(FIRST + at)
    strong = [item.text(NAME) for item in items(page) if item.font(FIRST + at).bold()
              or item.font(FIRST + at).weight() > 500]
    assert [name.removeprefix("✓ ") for name in strong] == best[:1]
    click_title(page, FIRST + at)
    assert column(page) == [*best[::-1], "Lost lifter"] and "▴" in page.table.headerItem().text(FIRST + at)


def test_what_is_to_be_known_of_a_lifter(opened: Callable[..., Opened]) -> None:
    window, page, _ = opened()
    measured(page, *ROWS)
    assert "1 could not be measured" in page.said.text() and "In use: Parallax lifter." in page.note.text()
    choose(page, "Other lifter")
    assert "Not for commercial use." in page.note.text() and page.use.isEnabled()
    icons = {item.text(NAME): not item.icon(NAME).isNull() for item in items(page)}
    assert icons == {"✓ Parallax lifter": False, "Tiny lifter": False, "Lost lifter": False, "Other lifter": True}
    choose(page, "Lost lifter")
    assert page.note.text() == ROWS[2].error and not page.use.isEnabled()
    assert column(page, FIRST)[-1] == "failed"
    choose(page, "Parallax lifter")
    assert not page.use.isEnabled(), "it is in use already"
    window.session.detection.choose("lifter", "other")  # elsewhere in the window
    assert page.use.isEnabled() and "✓ Other lifter" in [item.text(NAME) for item in items(page)]


def test_one_view_says_why_it_has_no_agreement(opened: Callable[..., Opened]) -> None:
    _, page, _ = opened(1)
    measured(page, *(replace(row, figures=replace(row.figures, agreement_mm=None)) for row in ROWS))
    assert column(page, FIRST)[:3] == ["one view"] * 3 and "here is only one" in page.said.text()
    assert "second view" in items(page)[0].toolTip(FIRST)


def test_a_lifter_of_key_frames_is_used_with_its_stride(opened: Callable[..., Opened], tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    window, page, _ = opened()
    detection = window.session.detection
    filler.install(tmp_path, monkeypatch)
    detection.read_models()
    measured(page, *ROWS, *(Row(filler.ID, "Tiny uplift", n, 100, 9.0, Figures(50.0 + n, 1.0, 1.0, 1.0))
                            for n in (4, 10)))
    choose(page, "Tiny uplift, 1 of 10")
    assert "poses are found the next time" in page.note.text()
    click(page.use)
    assert (detection.lifter, detection.looks.stride) == (filler.ID, 10)
    assert [item.text(NAME) for item in items(page) if "✓" in item.text(NAME)] == ["✓ Tiny uplift, 1 of 10"]
    choose(page, "Tiny lifter")
    click(page.use)
    assert (detection.lifter, detection.looks.stride) == ("tiny-lifter", 1)


def test_a_stop_keeps_what_was_measured_and_the_same_goes_on(opened: Callable[..., Opened], qtbot: QtBot,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    window, page, _ = opened()
    project = window.session.project
    assert project is not None
    run = run_of(project, *page._cards, reference=page._model.reference)
    run.log({"row": plain(ROWS[0])})
    run.write_status(runs.Status("running", items={"0": runs.ItemStatus("Parallax lifter", "done"),
                                                   "1": runs.ItemStatus("Tiny lifter", "lift", 20, 100)}))
    page.runs._watch(run)
    qtbot.waitUntil(lambda: column(page) == ["Parallax lifter"], timeout=PATIENCE_MS)
    assert page.said.text() == "Measuring Tiny lifter, 2 of 2" and page._bar.value() == 600
    assert not page.use.isVisible()
    click(page.compare)
    assert run.stop_asked and page.said.text() == "Stopping …"
    run.write_status(runs.Status("stopped"))
    qtbot.waitUntil(lambda: not page.runs.running, timeout=PATIENCE_MS)
    settled(page, qtbot)
    assert page.compare.text() == "Go on" and page.said.text() == lifters_page.KEPT
    assert column(page) == ["Parallax lifter"]
    resumed: list[runs.Run] = []
    monkeypatch.setattr(page.runs, "resume", resumed.append)
    click(page.compare)
    settled(page, qtbot)
    assert [each.folder for each in resumed] == [run.folder]
    window.player.set_loop((0.5, 1.5))  # that would be another comparison
    begun: list[Any] = []
    monkeypatch.setattr(page.runs, "start", lambda *asked: begun.append(asked[-1]))
    assert page.loop.isVisible()
    click(page.compare)
    settled(page, qtbot)
    assert len(resumed) == 1 and begun[0].frames == pytest.approx((0.5, 1.5)) and not page._rows


def test_what_was_changed_since_is_said(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    measured(page, *ROWS)
    settled(page, qtbot)
    assert not page.outdated
    session.do(labels.place(project.document, Target(views[0], "athlete", H36M17), 12, {"nose": Keypoint(1.0, 2.0)},
                            "Move"))
    assert page.said.text() == lifters_page.OUTDATED and len(column(page)) == 4, "the figures stay in sight"
    session.undo()
    assert page.said.text() != lifters_page.OUTDATED
    session.do(Edit("Move", (project.document.put(replace(project.document.views[views[1]], offset_s=0.4)),)))
    assert page.said.text() == lifters_page.OUTDATED


def test_the_last_comparison_is_found_again_by_the_next_window(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    old = measured(page, ROWS[1])
    new = measured(page, *ROWS[:2], frames=(0.0, 1.0))
    settled(page, qtbot)
    assert (old.folder / "taken").is_file() and not (new.folder / "taken").exists()
    for other in ((), (labels.place(project.document, Target(views[0], "athlete", H36M17), 12,
                                    {"nose": Keypoint(1.0, 2.0)}, "Move"),)):
        for edit in other:
            session.do(edit)
        page._folder = None  # as in a new window
        page._project_changed()
        qtbot.waitUntil(lambda: len(page._rows) == 2 and not session.jobs.busy(), timeout=PATIENCE_MS)
        assert page.outdated == bool(other) and ("in the loop" in page.said.text()) == (not other)


def test_nobody_found_and_answers_that_are_not_ours(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, _ = opened(found=False)
    assert not page.compare.isEnabled() and page.said.text() == lifters_page.NOBODY
    assert not page.use.isVisible() and not page.lift.isVisible()
    project, told = window.session.project, []
    assert project is not None
    window.session.noticed.connect(lambda notice: told.append(notice.title))
    run = run_of(project)
    run.write_status(runs.Status("done", result={"rows": [{"lifter": 7}]}))
    page._ended(run, run.status())
    failed = run_of(project)
    failed.write_status(runs.Status("failed", message="cam1: its poses were changed before the comparison began."))
    page._ended(failed, failed.status())
    settled(page, qtbot)
    assert len(told) == 2 and "cannot be read" in told[0] and "were changed" in told[1]
    assert (failed.folder / "taken").is_file() and not page._rows
