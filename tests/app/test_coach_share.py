"""Take home, in a real window: what is chosen is shown, made in a process, and found again. And the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from app import coach_take
from app.__main__ import app
from app.coach_share import Share, in_words
from app.window import Window
from core.coaching import drop_moment
from core.runs import Run
from tests.app.coached_project import coached
from tests.app.conftest import PATIENCE_MS, open_project
from tests.core.coached import kicked

# Painting without a window makes an application of its own where there is none, too small a one for windows after it.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def folder(studio_clip: Callable[..., Path], tmp_path: Path) -> Path:
    return coached(kicked(studio_clip), tmp_path / "kick.parallax")


def at_rest(share: Share, qtbot: QtBot) -> None:
    """Waits until what is chosen was looked at."""
    jobs = share._session.jobs
    qtbot.waitUntil(lambda: not share._timer.isActive() and not jobs.busy("coach preview")
                    and not jobs.busy("coach estimate"), timeout=PATIENCE_MS)


def opened(window: Window, folder: Path, qtbot: QtBot) -> Share:
    """The coach view's own button was pressed."""
    open_project(window, folder, qtbot)
    qtbot.waitUntil(lambda: len(window.session.times) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    window.coach.enter()
    view = window.coach.view
    assert view is not None
    click(view.home)
    assert view.share is not None and view.share.isVisible()
    return view.share


def click(part: QWidget) -> None:
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)


def test_what_is_chosen_is_shown_and_made(window: Window, folder: Path, tmp_path: Path, qtbot: QtBot,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Run, "spawn", lambda run: 0)  # no process: on a busy machine it comes last
    share = opened(window, folder, qtbot)
    at_rest(share, qtbot)
    assert len(share.preview.images) == 1 and share.said.text().startswith("Plays 0:07")
    assert "to make on this computer" in share.said.text()
    clip = share.clip
    high = share.preview.images[0].height()  # all are of one width
    clip.figure.click()
    click(clip.speed.button("0.25"))
    at_rest(share, qtbot)
    assert share.preview.images[0].height() > high, "without the figure"
    assert share.said.text().startswith("Plays 0:1") and not clip.sound.isEnabled(), "slow motion is longer and silent"

    click(share.what.button("kinogram"))
    at_rest(share, qtbot)
    out = tmp_path / "home.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "home"), ""))
    click(share.save)
    assert share.stop.isVisible() and not share.save.isEnabled()
    share.close_button.click()
    qtbot.waitUntil(lambda: share.runs.run is not None, timeout=PATIENCE_MS)
    assert share.runs.run is not None
    coach_take.work(share.runs.run)
    qtbot.waitUntil(lambda: not share.runs.running, timeout=PATIENCE_MS)
    assert QImage(str(out)).height() > 700 and "home.png is saved" in share.said.text()
    assert window.banner.notice is not None and "home.png" in window.banner.notice.title
    window.coach.leave()
    assert not share.isVisible()


def test_the_forms_follow_the_project(window: Window, folder: Path, qtbot: QtBot) -> None:
    share = opened(window, folder, qtbot)
    clip, kinogram, report = share.clip, share.kinogram, share.report
    assert [clip.which.itemText(n) for n in range(3)] == ["All, side by side", "view01", "view02"]
    assert clip.part.count() == 1 and clip.rest.isVisible() and report.athlete.text() == "Robin Vale"
    click(share.what.button("kinogram"))
    assert not kinogram.count.isVisible(), "the key moments are taken"
    share.hide()
    session = window.session
    assert session.project is not None
    for moment in list(session.project.document.moments):
        session.do(drop_moment(session.project.document, moment))
    window.player.set_loop((0.2, 0.8))
    view = window.coach.view
    assert view is not None
    view.take_home()
    assert kinogram.count.isVisible() and clip.part.count() == 2 and clip.part.currentIndex() == 1
    taken = clip.take(Path("x.mp4")).clip
    assert taken is not None and (taken.start_s, taken.stop_s) == (0.2, 0.8)
    assert (taken.turn_deg, taken.raised_deg) == window.scene.seen_from
    click(share.what.button("report"))
    at_rest(share, qtbot)
    assert len(share.preview.images) == 2 and "Two pages, A4" in share.said.text()


def test_a_recording_is_never_written_over(window: Window, folder: Path, qtbot: QtBot) -> None:
    share = opened(window, folder, qtbot)
    assert share.clip.around is not None
    video = Path(share.clip.around.views[0].video)
    before = video.read_bytes()
    share.begin(video)
    assert "one of the recording's videos" in share.said.text() and not share.runs.running
    assert video.read_bytes() == before


def test_the_command_line(folder: Path, tmp_path: Path) -> None:
    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["coach", *map(str, words)])
        return done.exit_code, done.output

    png, pdf, mp4 = (tmp_path / f"kick.{suffix}" for suffix in ("png", "pdf", "mp4"))
    code, said = run("kinogram", folder, png, "--view", "view02", "--json")
    assert code == 0 and json.loads(said) == {"ok": True, "file": str(png)} and png.exists()
    assert run("report", folder, pdf, "--paper", "letter", "--comment", "Good")[0] == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert run("clip", folder, mp4, "--view", "view02", "--no-figure", "--pause", 0, "--to", 0.3)[0] == 0
    assert mp4.exists()
    code, said = run("clip", folder, mp4, "--view", "cam9")
    assert code == 3 and "view01, view02" in said
    assert run("report", folder, pdf, "--paper", "a3")[0] == 2 and run("clip", folder, mp4, "--speed", 0)[0] == 2
    code, said = run("report", tmp_path / "nothing.parallax", pdf)
    assert code == 3 and "not a Parallax project" in said


@pytest.mark.parametrize(("seconds", "said"), [(1, "a few seconds"), (22, "about 20 s"), (200, "about 3 min")])
def test_times_in_words(seconds: float, said: str) -> None:
    assert in_words(seconds) == said
