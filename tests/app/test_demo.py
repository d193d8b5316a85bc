"""The demo: filmed once, processed, measured against the truth, photographed; and from the start page in sight."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app import demo, demo_place
from app.window import Window
from core import runs, studio
from core.progress import Progress, Step, silent
from core.runs import Run
from core.studio import Truth, ViewSpec, load_truth
from tests.app.conftest import PATIENCE_MS

VIEWS = [ViewSpec(size=(270, 480)), ViewSpec(size=(480, 270), fps=25, azimuth=60.0, offset_s=0.4, drift_ppm=50.0)]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shorter and smaller recording than the real demo's, which takes half a minute."""
    folder = tmp_path_factory.mktemp("film")
    studio.render(studio.MOTIONS["walk"](1.2, 50), 50, folder, VIEWS)
    return folder


@pytest.fixture
def filmed(film: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The demo films that; lists every filming."""
    taken: list[Path] = []

    def short(folder: Path, progress: Progress = silent) -> Truth:
        taken.append(folder)
        progress(Step("render", 1, 1))
        return load_truth(Path(shutil.copytree(film, folder, dirs_exist_ok=True)))

    monkeypatch.setattr(studio, "demo_recording", short)
    return taken


def test_the_whole_demo_and_a_second_time_from_what_is_there(
        filmed: list[Path], blazepose: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.run(tmp_path / "out", headless=True) == 0
    told = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [view["offset_s"] for view in told["views"]] == [0.0, 0.4]
    for view in told["views"]:
        assert view["found_percent"] == 100 and view["detect_fps"] > 0 and view["lift_fps"] > 0
        # A capsule figure is found within 3 % of its height over longer clips; these small, short ones get twice that.
        assert view["error_2d_percent_of_height"] < 6
        assert 0 < view["p_mpjpe_mm"] < 150  # a standing mean pose instead of a walk is at about 100 to 150
    said = capsys.readouterr().out
    assert str(tmp_path / "out" / "report.md") in said and "P-MPJPE" in said
    for width, height in demo.SIZES:
        picture = QImage(str(tmp_path / "out" / f"window-{width}x{height}.png"))
        assert (picture.width(), picture.height()) == (width, height)
    kept = demo_place.project_in(demo_place.home()) / "poses"
    poses = sorted(path.stat().st_mtime_ns for path in kept.iterdir())
    assert demo.run(tmp_path / "out", headless=True) == 0
    assert len(filmed) == 1
    assert poses == sorted(path.stat().st_mtime_ns for path in kept.iterdir())


def test_without_any_display_the_report_is_written_and_the_lack_is_said(
        filmed: list[Path], blazepose: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(demo, "processed", lambda place: None)  # as if it had been; only the display matters here
    monkeypatch.setattr(demo, "has_display", lambda: False)
    assert demo.run(tmp_path / "out") == 0
    assert (tmp_path / "out" / "report.md").is_file() and not list((tmp_path / "out").glob("*.png"))
    assert "Xvfb" in capsys.readouterr().out


def test_from_the_start_page_it_is_filmed_in_the_background_and_processed_in_sight(
        window: Window, filmed: list[Path], blazepose: Path, qtbot: QtBot) -> None:
    demo.film(demo_place.home())  # what the other process would film at full length; it finds it there
    window.actions_by_id["demo"].trigger()
    assert window.start._work.isVisible()
    session = window.session
    qtbot.waitUntil(lambda: len(session.views) == 2, timeout=PATIENCE_MS)
    assert [view.offset_s for view in session.views.values()] == [0.0, 0.4]
    assert session.undo_title == ""  # nothing of this was the user's doing
    qtbot.waitUntil(lambda: session.runs.running, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not session.runs.running and not session.jobs.busy(), timeout=PATIENCE_MS)
    assert all(session.shown[view].points is not None for view in session.views)
    window.close_project()
    window.actions_by_id["demo"].trigger()  # a second time it is only opened
    qtbot.waitUntil(lambda: len(session.views) == 2, timeout=PATIENCE_MS)
    assert not session.runs.running


def test_filming_in_the_background_can_be_stopped(tmp_path: Path, filmed: list[Path]) -> None:
    run = runs.create(tmp_path / "runs", demo_place.KIND, "Film", {"folder": str(tmp_path / "demo")})
    run.stop()
    demo.work(run)
    assert Run(run.folder).status().state == "stopped"
    assert not demo_place.project_in(tmp_path / "demo").exists()


def test_a_fault_while_filming_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path, progress: Callable[..., None] = silent) -> Truth:
        raise OSError("the disk is full")

    monkeypatch.setattr(studio, "demo_recording", broken)
    run = runs.create(tmp_path / "runs", demo_place.KIND, "Film", {"folder": str(tmp_path / "demo")})
    with pytest.raises(OSError, match="the disk is full"):
        demo.work(run)
    status = Run(run.folder).status()
    assert status.state == "failed" and "the disk is full" in status.message


def test_errors_against_the_truth_are_what_was_put_in() -> None:
    rng = np.random.default_rng(3)
    true = rng.uniform(0, 100, (5, 17, 2))
    true[:, 0, 1], true[:, 1, 1] = -50, 150  # the figure is 200 pixels tall
    found = np.ones((5, 17, 3))
    found[..., :2] = true + np.array([3.0, 4.0])
    found[4] = np.nan
    assert demo.errors_2d(found, true) == {"found_percent": 80.0, "error_2d_px": 5.0,
                                           "error_2d_percent_of_height": 2.5}
    assert demo.errors_2d(np.full((5, 17, 3), np.nan), true) == {"found_percent": 0.0}
    body = rng.normal(0, 0.3, (5, 17, 3))
    assert demo.error_3d(1.7 * body + 2, body)["p_mpjpe_mm"] < 0.1  # size and place do not count
    wrong = body.copy()
    wrong[:, :, 0] *= -1  # a mirror image is another shape, which no rotation makes right
    assert demo.error_3d(wrong, body)["p_mpjpe_mm"] > 50
    assert demo.error_3d(np.full((5, 17, 3), np.nan), body) == {}
