"""The training panel in a real window: set up, watched, stopped, resumed, found again, kept and lifted with."""

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import placement_page, trial
from app.train_panel import TrainPanel
from app.train_runs import NAME, STATE
from app.window import Window
from core import recording, records, runs
from core.processes import birth
from core.runs import Run, Status
from core.storage import Project
from tests import recorded
from tests.app.conftest import PATIENCE_MS, write_clip
from tests.core import tiny_lifter
from training.readiness import BAD, OK, WARNING
from training.receipt import FIGURES, Receipt, Row, Worst

FRAMES, FPS = 160, 25

Opened = Callable[..., TrainPanel]


@pytest.fixture(autouse=True)
def no_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that wants one says so."""
    monkeypatch.setattr(trial, "REST_MS", 10_000_000)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project: somebody walks, filmed by two synchronized cameras at right angles; a small lifter is installed."""
    tiny_lifter.install(tmp_path, monkeypatch)
    made = tmp_path / "walk.parallax"
    with Project.create(made) as project:
        recording.add_views(project, [write_clip(tmp_path / f"cam{n}.mp4", FRAMES, (recorded.SIDE, recorded.SIDE), FPS)
                                      for n in (1, 2)])
        recorded.fill(project, (0, 90))
        recorded.synchronized(project)
    return made


@pytest.fixture
def opened(open_window: Callable[[], Window], folder: Path, qtbot: QtBot) -> Opened:
    """The training panel of a window on the project, opened with its key. page: shown in front."""

    def make(page: str = "setup", size: tuple[int, int] = (1280, 800)) -> TrainPanel:
        window = open_window()
        window.resize(*size)
        window.session.detection.read_models()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.session.open_project(folder)
        qtbot.waitUntil(lambda: len(window.session.times) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
        if not window.panel_wanted("train"):
            QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        panel = window._work.side.panel("train")
        assert isinstance(panel, TrainPanel) and panel.isVisible()
        if page != "setup":
            click(panel.pages.button(page))
        else:
            qtbot.waitUntil(lambda: not panel.setup._stale, timeout=PATIENCE_MS)
        settled(panel, qtbot)
        return panel

    return make


def window_of(panel: TrainPanel) -> Window:
    window = panel.window()
    assert isinstance(window, Window)
    return window


def click(widget: QWidget) -> None:
    assert widget.isVisible() and widget.isEnabled(), widget
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))


def write(panel: TrainPanel, name: str, text: str) -> None:
    line = panel.setup.form.rows[name].editor
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)


def settled(panel: TrainPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel._session.jobs.busy(), timeout=PATIENCE_MS)


def checked(panel: TrainPanel, qtbot: QtBot) -> None:
    """Waits until what is chosen was looked at."""
    qtbot.waitUntil(lambda: not panel.setup._stale, timeout=PATIENCE_MS)


def run_of(folder: Path, state: str, *, steps: int = 0, total: int = 400, receipt: Receipt | None = None,
           settings: dict[str, Any] | None = None, **status: Any) -> Run:
    """A training that has logged so many steps. settings: in place of ordinary ones."""
    run = runs.create(folder / "runs", "train", "Two views teach one: Tiny lifter", {
        "method": "consistency", "settings": {"data": [str(folder)], "lifter": "tiny-lifter", "batch": 2, "frames": 27,
                                              "views": [1, 2], **(settings or {})}})
    for step in range(1, steps + 1):
        run.log({"step": step, "epoch": step / 10, "time_s": 0, "lr": 2e-4, "loss": 1 / step, "picture": 0.5 / step})
        if step % 10 == 0:
            run.log({"step": step, "epoch": 1, "time_s": 0, "validation": {"loss": 1.2 / step, "agreement_mm": 50.0}})
    run.write_status(Status(state, "train", steps, total, **status))
    if receipt is not None:
        (run.folder / "receipt.json").write_text(records.dumps(receipt))
    return run


def at_work(run: Run) -> Run:
    """As if this process did it."""
    (run.folder / "worker.json").write_text(json.dumps({"pid": os.getpid(), "born": birth(os.getpid())}))
    return run


def receipt_of(verdict: str, change: float) -> Receipt:
    """All figures have changed by this factor."""
    body = np.random.default_rng(0).normal(0, 0.4, (2, 17, 3)).round(3)
    worst = [Worst("walk", ("cam1", "cam2"), 20 + n, 90.0 - n, 40.0, _tuples(body), _tuples(body * 0.9))
             for n in range(3)]
    rows = [Row(name, *FIGURES[name], 40.0, 40.0 * change) for name in ("agreement_mm", "picture_mm")]
    return Receipt(verdict, "As measured.", "tiny-lifter", tuple(rows), tuple(worst))


def _tuples(body: Any) -> Any:
    return tuple(tuple(tuple(joint) for joint in pose) for pose in body.tolist())


def states(panel: TrainPanel) -> list[str]:
    return [panel.runs.list.topLevelItem(n).text(STATE) for n in range(panel.runs.list.topLevelItemCount())]  # type: ignore[union-attr]


def points(panel: TrainPanel) -> int:
    """Of the curve of the loss."""
    plot = panel.runs.plots.plots.get("loss")
    return len(plot.lines[0].raw.steps) if plot is not None and plot.lines[0].raw is not None else 0


def choose(panel: TrainPanel, n: int) -> None:
    tree = panel.runs.list
    rect = tree.visualItemRect(tree.topLevelItem(n))  # type: ignore[arg-type]
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_the_whole_way(opened: Opened, open_window: Callable[[], Window], folder: Path, qtbot: QtBot) -> None:
    """Real processes: begun, closed and found again, stopped, resumed, duplicated with changes, kept, lifted with."""
    panel = opened()
    setup = panel.setup
    assert {OK, WARNING} <= {each.state for each in setup._told()} and BAD not in {e.state for e in setup._told()}
    setup.lifter.setCurrentIndex(setup.lifter.findData("tiny-lifter"))
    setup.lifter.activated.emit(setup.lifter.currentIndex())
    click(setup.form.more)
    qtbot.waitUntil(lambda: setup.form.whole)
    for name, text in (("frames", "27"), ("batch", "1"), ("steps", "500000"), ("lr", "0.0001"), ("threads", "1")):
        write(panel, name, text)
    checked(panel, qtbot)
    click(setup.start)
    qtbot.waitUntil(lambda: panel.pages.current == "runs" and panel.runs.current is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: points(panel) > 1, timeout=PATIENCE_MS)
    assert {"loss", "consistency", "picture"} <= set(panel.runs.plots.plots) and "of 500 000" in panel.runs.title.text()
    assert "on cpu" in panel.runs.detail.text() and panel.runs.stop.isVisible() and not panel.runs.receipt.isVisible()
    assert not setup.start.isEnabled() and "at work" in setup.start.toolTip()
    name = panel.runs.current.name  # type: ignore[union-attr]
    window_of(panel).close()  # it goes on
    assert Run(folder / "runs" / name).alive

    panel = opened("runs")
    qtbot.waitUntil(lambda: panel.trainings.running and panel.runs.current is not None, timeout=PATIENCE_MS)
    assert panel.runs.current.name == name  # type: ignore[union-attr]
    before = panel.trainings.runs.status.done
    qtbot.waitUntil(lambda: panel.trainings.runs.status.done > before, timeout=PATIENCE_MS)
    click(panel.runs.stop)
    qtbot.waitUntil(lambda: states(panel) == ["stopped"], timeout=PATIENCE_MS)
    qtbot.waitUntil(panel.runs.resume.isEnabled, timeout=PATIENCE_MS)  # its process has ended
    stopped = panel.trainings.of(name).status.done  # type: ignore[union-attr]
    assert panel.runs.title.text().startswith("Stopped at step")
    assert list((folder / "runs" / name / "checkpoints").glob("steps-*.pt"))
    click(panel.runs.resume)
    qtbot.waitUntil(lambda: panel.trainings.runs.status.done > stopped, timeout=PATIENCE_MS)
    click(panel.runs.stop)
    qtbot.waitUntil(lambda: states(panel) == ["stopped"], timeout=PATIENCE_MS)

    click(panel.runs.duplicate)
    setup = panel.setup
    assert setup.isVisible() and setup.lifter.currentData() == "tiny-lifter"
    assert setup.form.values() == {"frames": 27, "batch": 1, "steps": 500_000, "lr": 1e-4, "threads": 1}
    write(panel, "steps", "40")
    checked(panel, qtbot)
    click(setup.start)
    qtbot.waitUntil(lambda: panel.runs.receipt.isVisible(), timeout=PATIENCE_MS)
    settled(panel, qtbot)
    receipt = panel.runs.receipt
    made = receipt.receipt
    assert made is not None and made.verdict in ("better", "worse", "same") and made.worst
    assert receipt.table.topLevelItemCount() == len(made.rows) > 2
    assert states(panel)[1] == "stopped" and len(states(panel)) == 2
    receipt.title.setText("Walker")
    click(receipt.keep)
    detection = window_of(panel).session.detection
    qtbot.waitUntil(lambda: detection.lifter not in ("parallax-lifter", "tiny-lifter"), timeout=PATIENCE_MS)
    settled(panel, qtbot)
    card = next(card for card in detection.lifters if card.id == detection.lifter)
    assert card.title == "Walker" and card.training["parent"] == "tiny-lifter" and card.own
    assert states(panel)[0].endswith("kept") and not receipt.keep.isVisible() and receipt.lift.isVisible()
    assert setup.lifter.findData(card.id) >= 0, "it can learn further"
    assert not list((folder / "runs").glob("*-train-keep-*"))
    click(receipt.lift)
    session = window_of(panel).session
    qtbot.waitUntil(lambda: session.runs.running, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not session.runs.running and not session.jobs.busy(), timeout=PATIENCE_MS)
    project = session.project
    assert project is not None
    rows = [project.document.active("3d", view) for view in session.views]
    assert [row.model for row in rows if row is not None] == [card.id] * 2


def test_a_few_steps_tell_how_long_it_takes_or_why_it_cannot_be_done(
        opened: Opened, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "REST_MS", 10)
    panel = opened()
    setup = panel.setup
    setup.lifter.setCurrentIndex(setup.lifter.findData("tiny-lifter"))
    setup.lifter.activated.emit(setup.lifter.currentIndex())
    write(panel, "frames", "27")
    write(panel, "batch", "1")
    tried = panel.trainings.trial
    qtbot.waitUntil(lambda: bool(tried.result), timeout=PATIENCE_MS)
    assert tried.result["device"] == "cpu" and tried.result["steps"] > 0
    assert f"{tried.result['steps']} steps of" in setup.said.text() and setup.start.isEnabled()
    right = setup.form.values()
    setup.form.set_values({**right, "start_from": "/gone.pt"})
    qtbot.waitUntil(lambda: bool(tried.fault), timeout=PATIENCE_MS)
    assert "gone.pt" in tried.fault and not setup.start.isEnabled() and "gone.pt" in setup.start.toolTip()
    setup.form.set_values(right)
    checked(panel, qtbot)
    assert tried.result and setup.start.isEnabled(), "it is remembered"
    settled(panel, qtbot)
    assert not list((folder / "runs").glob("*train-trial*")), "nothing of it stays"
    click(panel.pages.button("runs"))
    assert not tried.busy


def test_what_keeps_a_training_from_starting_is_said(opened: Opened, qtbot: QtBot) -> None:
    panel = opened()
    setup = panel.setup
    assert setup.start.isEnabled()
    write(panel, "batch", "0")
    assert not setup.start.isEnabled() and setup.start.toolTip() == "Batch: at least 1."
    write(panel, "batch", "2")
    checked(panel, qtbot)
    assert setup.start.isEnabled()
    boxes = list(setup.sources.views.values())
    click(boxes[0])
    checked(panel, qtbot)
    assert setup.values()["views"] == (2,)
    assert not setup.start.isEnabled() and "One view alone (cam2)" in setup.said.text()
    assert setup.checks.findings[0].state == BAD
    click(boxes[1])
    assert "No view is chosen" in setup.start.toolTip()
    for box in boxes:
        click(box)
    checked(panel, qtbot)
    assert setup.start.isEnabled() and "views" not in setup.values()
    click(setup.sources.here)
    checked(panel, qtbot)
    assert "Nothing is chosen" in setup.start.toolTip() and not setup.sources.views


def test_what_a_field_is_for_is_said_while_it_has_the_focus(opened: Opened) -> None:
    setup = opened().setup
    setup.form.rows["batch"].editor.setFocus()
    assert setup.said.text().startswith("Clips that one step learns from.")
    setup.form.rows["lr"].editor.setFocus()
    assert setup.said.text().startswith("How far one step")


def test_methods_have_forms_of_their_own_and_remember_them(opened: Opened, qtbot: QtBot) -> None:
    panel = opened()
    setup = panel.setup
    write(panel, "batch", "3")
    click(setup.methods.cards["supervised"])
    assert setup._source_box.isHidden() and "data" in setup.form.rows and "lifter" not in setup.values()
    assert "motion" in setup.methods.about.text()
    checked(panel, qtbot)
    write(panel, "data", "/gone.npz")
    checked(panel, qtbot)
    assert "/gone.npz" in setup.start.toolTip()
    setup.methods.cards["supervised"].setFocus()
    for method in ("supervised", "guided"):
        QTest.keyClick(setup.methods.cards[method], Qt.Key.Key_Left)
    assert setup.methods.current == "consistency" and setup.form.values() == {"batch": 3}
    assert not setup._source_box.isHidden()


def test_other_projects_and_data_sets_can_be_learned_from(opened: Opened, tmp_path: Path, qtbot: QtBot,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    panel = opened()
    setup, other = panel.setup, tmp_path / "other.parallax"
    Project.create(other).close()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    menu = setup.sources.add.menu()
    assert menu is not None
    menu.actions()[0].trigger()
    checked(panel, qtbot)
    assert setup.values()["data"] == (str(panel._session.project.folder), str(other))  # type: ignore[union-attr]
    assert "other: " in setup.start.toolTip() and not setup.sources.views
    away = setup.sources._rows.itemAt(0).widget().findChildren(QWidget)[-1]  # type: ignore[union-attr]
    click(away)
    checked(panel, qtbot)
    assert setup.start.isEnabled() and len(setup.sources.views) == 2


def test_curves_come_in_the_pool_and_only_what_is_new_is_read(opened: Opened, folder: Path, qtbot: QtBot,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, int]] = []
    real = Run.read_log

    def told(run: Run, offset: int = 0) -> Any:
        read.append((threading.current_thread().name, offset))
        return real(run, offset)

    monkeypatch.setattr(Run, "read_log", told)
    run = at_work(run_of(folder, "running", steps=20))
    panel = opened("runs")
    plots = panel.runs.plots
    qtbot.waitUntil(lambda: "loss" in plots.plots, timeout=PATIENCE_MS)
    line = plots.plots["loss"].lines[0]
    assert line.raw is not None and len(line.raw.steps) == 20
    assert line.held is not None and line.held.steps.tolist() == [10, 20]
    assert plots.plots["agreement_mm"].lines[0].raw is None, "what is only measured is points"
    for step in range(21, 31):
        run.log({"step": step, "epoch": 2, "time_s": 0, "lr": 2e-4, "loss": 0.01, "picture": 0.01})
    run.write_status(Status("running", "train", 30, 400, 2.0, 185.0, "The poses have shrunk to half.",
                            details={"epoch": 2.0, "device": "cuda:0", "memory_mb": 2100, "processes": 2, "pieces": 4}))
    qtbot.waitUntil(lambda: len(plots.plots["loss"].lines[0].raw.steps) == 30, timeout=PATIENCE_MS)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "2.1 GB" in panel.runs.detail.text(), timeout=PATIENCE_MS)
    assert panel.runs.title.text() == "Step 30 of 400 · epoch 2.0"
    assert panel.runs.detail.text() == ("2.0 steps/s · 3:05 left · 2.1 GB of memory · on cuda:0 · 2 processes · "
                                        "batches in 4 pieces, for the memory")
    assert panel.runs.warning.text() == "The poses have shrunk to half." and states(panel) == ["7 %"]
    assert all(thread.startswith("parallax-job") for thread, _ in read)
    offsets = [offset for _, offset in read]
    assert offsets == sorted(offsets) and offsets.count(0) == 1, "nothing is read twice"
    (run.folder / "worker.json").unlink()


def test_ticked_ones_are_drawn_together(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    for n in range(3):
        run_of(folder, "stopped", steps=10 + n)
    panel = opened("runs")
    qtbot.waitUntil(lambda: "loss" in panel.runs.plots.plots, timeout=PATIENCE_MS)
    plot = panel.runs.plots.plots["loss"]
    assert len(plot.lines) == 1
    tree = panel.runs.list
    for n in (1, 2):
        rect = tree.visualItemRect(tree.topLevelItem(n))  # type: ignore[arg-type]
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 18, rect.center().y()))
    assert len(panel.runs.ticked) == 2
    qtbot.waitUntil(lambda: len(plot.lines) == 3, timeout=PATIENCE_MS)
    assert sorted(len(line.raw.steps) for line in plot.lines if line.raw is not None) == [10, 11, 12]
    assert len({line.colour for line in plot.lines}) == 3


def test_a_crash_shows_the_last_lines_and_what_to_do(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    failed = run_of(folder, "failed", steps=3)
    failed.write_status(Status("failed", message=f"{failed.folder}: the loss is nan at step 3. Lower the rate."))
    (failed.folder / "output.txt").write_text("".join(f"line {n}\n" for n in range(30)))
    lost = run_of(folder, "running", steps=5)
    (lost.folder / "worker.json").write_text(json.dumps({"pid": 1, "born": "long ago"}))
    panel = opened("runs")
    qtbot.waitUntil(lambda: sorted(states(panel)) == ["cut short", "failed"], timeout=PATIENCE_MS)
    choose(panel, states(panel).index("failed"))
    assert panel.runs.title.text() == "The training failed"
    assert panel.runs.warning.text() == "The loss is nan at step 3. Lower the rate."
    assert panel.runs.output.isVisible() and panel.runs.output.toPlainText().splitlines()[-1] == "line 29"
    choose(panel, states(panel).index("cut short"))
    assert "memory" in panel.runs.warning.text() and panel.runs.resume.isEnabled() and not panel.runs.output.isVisible()


def test_a_worse_one_is_to_be_discarded_and_can_be_kept_after_all(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    run = run_of(folder, "done", steps=40, total=40, receipt=receipt_of("worse", 1.2))
    panel = opened("runs")
    receipt = panel.runs.receipt
    qtbot.waitUntil(receipt.isVisible, timeout=PATIENCE_MS)
    assert receipt.verdict.text() == "Worse than before: discard it" and receipt.keep.text() == "Keep anyway"
    assert receipt.discard.isDefault() and receipt.discard.property("kind") == "primary"
    assert not receipt.keep.isDefault() and receipt.keep.property("kind") != "primary"
    row = receipt.table.topLevelItem(0)
    assert row is not None and [row.text(n) for n in (1, 2, 3)] == ["40.0", "48.0 mm", "+20 %"]
    click(receipt.discard)
    qtbot.waitUntil(lambda: states(panel) == ["worse, discarded"], timeout=PATIENCE_MS)
    assert json.loads((run.folder / "receipt.json").read_text())["discarded"] is True
    assert not receipt.discard.isVisible() and receipt.keep.text() == "Keep it after all"


def test_the_worst_frames_before_and_after_under_a_wipe(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    run_of(folder, "done", steps=40, total=40, receipt=receipt_of("better", 0.7))
    panel = opened("runs", (1280, 1400))
    receipt = panel.runs.receipt
    qtbot.waitUntil(receipt.isVisible, timeout=PATIENCE_MS)
    assert receipt.verdict.text() == "Better than before" and receipt.keep.isDefault()
    assert "frame 20, cam1 and cam2, 90 → 40 mm" in receipt.frame.text() and not receipt.previous.isEnabled()
    click(receipt.next)
    assert "2 of 3: frame 21" in receipt.frame.text() and receipt.previous.isEnabled()
    wipe = receipt.wipe
    before = wipe.grab().toImage()
    middle, low = wipe.width() // 2, wipe.height() - 22
    QTest.mousePress(wipe, Qt.MouseButton.LeftButton, pos=QPoint(middle, low))
    QTest.mouseMove(wipe, QPoint(wipe.width() // 4, low))
    QTest.mouseRelease(wipe, Qt.MouseButton.LeftButton, pos=QPoint(wipe.width() // 4, low))
    assert wipe.share == pytest.approx(0.25, abs=0.02) and wipe.grab().toImage() != before
    QTest.keyClick(wipe, Qt.Key.Key_Right)
    assert wipe.share == pytest.approx(0.30, abs=0.02)
    turned = wipe._orbit.azimuth
    QTest.mousePress(wipe, Qt.MouseButton.LeftButton, pos=QPoint(wipe.width() - 40, 60))
    QTest.mouseMove(wipe, QPoint(wipe.width() - 80, 60))
    QTest.mouseRelease(wipe, Qt.MouseButton.LeftButton, pos=QPoint(wipe.width() - 80, 60))
    assert wipe._orbit.azimuth != turned and wipe.share == pytest.approx(0.30, abs=0.02)


def test_what_is_done_is_measured_before_it_is_told(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    run = at_work(run_of(folder, "done", steps=40, total=40))
    panel = opened("runs")
    qtbot.waitUntil(lambda: states(panel) == ["measuring"], timeout=PATIENCE_MS)
    assert panel.runs.title.text().startswith("Measuring") and not panel.runs.receipt.isVisible()
    told: list[str] = []
    panel._session.noticed.connect(lambda notice: told.append(notice.title))
    window_of(panel).open_panel("doctor")  # somebody looks at something else
    (run.folder / "receipt.json").write_text(records.dumps(receipt_of("same", 1.0)))
    qtbot.waitUntil(lambda: states(panel) == ["no change"], timeout=PATIENCE_MS)
    assert told == ["The training is done. No better and no worse."]
    window_of(panel).open_panel("train")
    assert panel.runs.receipt.isVisible()
    (run.folder / "worker.json").unlink()
    (run.folder / "receipt.json").write_text("{}")
    panel.trainings._look()
    qtbot.waitUntil(lambda: "cannot be read" in panel.runs.detail.text(), timeout=PATIENCE_MS)


def test_what_began_from_scratch_can_be_kept_without_a_comparison(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    run = runs.create(folder / "runs", "train", "From motion capture", {"method": "supervised", "settings": {}})
    run.write_status(Status("done", "train", 40, 40))
    panel = opened("runs")
    qtbot.waitUntil(lambda: states(panel) == ["done"], timeout=PATIENCE_MS)
    receipt = panel.runs.receipt
    assert receipt.isVisible() and receipt.verdict.text() == "Nothing to compare with"
    assert receipt.keep.isVisible() and not receipt.discard.isVisible() and not receipt.table.isVisible()
    told: list[str] = []
    panel._session.noticed.connect(lambda notice: told.append(notice.title))
    click(receipt.keep)  # it has no weights
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert "weights.pt" in told[0] and receipt.keep.isVisible()


def test_settings_that_are_not_ours_and_runs_of_other_kinds_do_no_harm(opened: Opened, folder: Path,
                                                                       qtbot: QtBot) -> None:
    runs.create(folder / "runs", "sync", "Not one of ours", {})
    runs.create(folder / "runs", "train", "Strange", {"method": 7, "settings": [1]}).write_status(Status("stopped"))
    run_of(folder, "stopped", settings={"views": [2], "epochs": 3, "flip": False, "unknown": 1})
    panel = opened("runs")
    qtbot.waitUntil(lambda: len(states(panel)) == 2, timeout=PATIENCE_MS)
    names = [panel.runs.list.topLevelItem(n).text(NAME) for n in range(2)]  # type: ignore[union-attr]
    assert sorted(names) == ["Strange", "Two views teach one"]
    choose(panel, names.index("Strange"))
    click(panel.runs.duplicate)
    assert panel.setup.isVisible() and panel.setup.form.values() == {}
    panel.show_page("runs")
    choose(panel, names.index("Two views teach one"))
    click(panel.runs.duplicate)
    checked(panel, qtbot)
    assert panel.setup.values()["views"] == (2,) and panel.setup.form.values()["flip"] is False
    assert panel.setup.form.values()["epochs"] == 3 and panel.setup.settings().views == (2,)


def test_no_training_yet_offers_one(opened: Opened) -> None:
    panel = opened("runs")
    assert not panel.runs.list.isVisible() and panel.runs._none.isVisible()
    click(panel.runs._set_up)
    assert panel.pages.current == "setup" and panel.setup.isVisible()


def test_where_two_cameras_should_stand(opened: Opened, folder: Path, qtbot: QtBot) -> None:
    run = runs.create(folder / "runs", placement_page.KIND, "Which views?", {})
    run.write_status(Status("done", result={"angles": [90, 15, 45, 150], "before_mm": 62.0,
                                            "after_mm": [45.0, 60.0, 46.0, 58.0]}))
    panel = opened("views")
    page = panel.placement
    qtbot.waitUntil(lambda: page.gains is not None, timeout=PATIENCE_MS)
    assert page.said.text() == ("Two cameras about 90° apart gain most: 62 → 45 mm. From 45° to 90° it is nearly as "
                                "much. Least is gained at 15°: 2 mm.")
    assert page.plot.isVisible() and page.button.text() == "Measure again"
    shown = page.plot.grab().toImage()
    colours = {shown.pixelColor(x, y).name() for x in range(0, shown.width(), 2) for y in range(0, shown.height(), 2)}
    assert "#4ecb8d" in colours, "the best angle is marked"
    told: list[str] = []
    panel._session.noticed.connect(lambda notice: told.append(notice.title))
    for result in ({}, {"angles": [1], "before_mm": 1, "after_mm": []}, {"angles": [], "before_mm": 1, "after_mm": []}):
        bad = runs.create(folder / "runs", placement_page.KIND, "Which views?", {})
        bad.write_status(Status("done", result=result))
        page._ended(bad, bad.status())
    assert len(told) == 3 and all("cannot be read" in each for each in told) and page.gains is not None
    assert placement_page.words(placement_page.read({"angles": [90], "before_mm": 50, "after_mm": [52]})) == \
        "At none of these angles was anything gained."


def test_a_window_on_a_read_only_project_begins_nothing(opened: Opened, open_window: Callable[[], Window], folder: Path,
                                                        qtbot: QtBot) -> None:
    run_of(folder, "stopped", steps=5)
    first = opened("runs")
    window = open_window()
    window.session.open_project(folder)
    qtbot.waitUntil(lambda: window.session.read_only and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    assert not window.actions_by_id["train"].isEnabled()
    window.toggle_panel("train")
    panel = window._work.side.panel("train")
    assert isinstance(panel, TrainPanel)
    panel.show_page("setup")
    assert "read-only" in panel.setup.start.toolTip() and not panel.setup.start.isEnabled()
    panel.show_page("runs")
    qtbot.waitUntil(lambda: states(panel) == ["stopped"], timeout=PATIENCE_MS)
    assert not panel.runs.resume.isEnabled()
    assert first.runs.isVisible()


def test_the_panel_itself_brings_no_torch() -> None:
    """In a Python of its own, as everything else in this one has it loaded."""
    import subprocess

    code = ("import app.train_panel, app.trainings, training.readiness, training.curves, training.receipt, sys; "
            "print(sorted({'torch', 'scipy', 'lightning', 'onnxruntime'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
