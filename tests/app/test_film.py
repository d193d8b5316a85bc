"""The comparison as a picture and a film: from commands of a real window, from a process, and from the command line."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from app import theme
from app.__main__ import app
from app.film import layout, pixels
from app.window import Window
from core.storage import Project
from core.video import Video, probe
from tests.app.conftest import PATIENCE_MS


def answering(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The user's answer to 'Save as'."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))


def test_a_picture_of_the_moment(shown: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    answering(monkeypatch, tmp_path / "moment")
    shown.player.seek(1.0)
    shown.actions_by_id["save_picture"].trigger()
    out = tmp_path / "moment.png"
    qtbot.waitUntil(lambda: out.exists() and not shown.session.jobs.busy("save picture"), timeout=PATIENCE_MS)
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1920, 1080)
    seen = pixels(image.convertToFormat(QImage.Format.Format_RGB888))
    for view in shown.session.views.values():  # bones in each view's colour, over its video and in 3D
        tint = np.array(theme.rgb(theme.view_colour(view.colour)))
        assert (np.abs(seen.astype(int) - tint).max(axis=-1) < 12).sum() > 300
    assert shown.banner.notice is not None and "moment.png is saved" in shown.banner.notice.title


def test_a_film_of_the_loop_is_made_beside_the_window(
        shown: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    answering(monkeypatch, tmp_path / "squat.mp4")
    shown.player.set_loop((0.5, 1.0))
    shown.actions_by_id["save_film"].trigger()
    qtbot.waitUntil(shown.film_bar.isVisible, timeout=PATIENCE_MS)
    assert not shown.actions_by_id["save_film"].isEnabled() or shown.film_bar.runs.running
    qtbot.waitUntil(lambda: (tmp_path / "squat.mp4").exists() and not shown.film_bar.runs.running, timeout=PATIENCE_MS)
    info = probe(tmp_path / "squat.mp4")
    assert (info.size, info.frames, info.fps) == ((1920, 1080), 10, Fraction(20))
    qtbot.waitUntil(lambda: shown.banner.notice is not None and "is saved" in shown.banner.notice.title,
                    timeout=PATIENCE_MS)
    assert not shown.film_bar.isVisible()


def test_a_recording_is_never_written_over(shown: Window, clips: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, clips[0])
    before = clips[0].read_bytes()
    shown.actions_by_id["save_film"].trigger()
    assert shown.banner.notice is not None and "one of the recording's videos" in shown.banner.notice.title
    assert clips[0].read_bytes() == before and not shown.film_bar.runs.running


def test_the_command_line(project: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["film", str(project), "-o", str(tmp_path / "f.mp4"), "--from", "1.9",
                                    "--reference", "cam2", "--json"])
    assert done.exit_code == 0, done.output
    with Video(tmp_path / "f.mp4") as film:
        assert len(film) == 2 and film.size == (1920, 1080)
    wrong = CliRunner().invoke(app, ["film", str(project), "-o", str(tmp_path / "g.mp4"), "--reference", "cam9"])
    assert wrong.exit_code == 3 and "cam1, cam2" in wrong.output


def test_a_picture_from_the_command_line(project: Path, tmp_path: Path) -> None:
    for options in (["--from", "1.0", "-o", str(tmp_path / "m.png")], ["-o", str(tmp_path / "first.PNG")]):
        done = CliRunner().invoke(app, ["film", str(project), *options])
        assert done.exit_code == 0, done.output
    moment, first = (QImage(str(tmp_path / name)) for name in ("m.png", "first.PNG"))
    assert (moment.width(), moment.height()) == (1920, 1080) and moment != first
    wrong = CliRunner().invoke(app, ["film", str(project), "--to", "1", "-o", str(tmp_path / "x.png")])
    assert wrong.exit_code == 3 and "no end" in wrong.output and not (tmp_path / "x.png").exists()


@pytest.mark.parametrize("videos", [
    [(1080, 1920)], [(1920, 1080)], [(1080, 1920)] * 2, [(1920, 1080)] * 4, [(640, 480), (1080, 1920), (1920, 1080)],
    [(1080, 1920)] * 8,
])
@pytest.mark.parametrize("with_bodies", [True, False])
def test_parts_lie_inside_and_beside_one_another(videos: list[tuple[int, int]], with_bodies: bool) -> None:
    placed = layout((1920, 1080), videos, with_bodies)
    parts = [*placed.videos, *placed.bodies, placed.foot]
    assert len(placed.videos) == len(videos) and bool(placed.bodies) == with_bodies
    whole = QRectF(0, 0, 1920, 1080)
    for n, part in enumerate(parts):
        assert whole.contains(part) and part.width() > 100 and part.height() > 50
        assert not any(part.adjusted(1, 1, -1, -1).intersects(other) for other in parts[:n])


def test_odd_sizes_become_even(project: Path, tmp_path: Path, qapp: Callable[..., object]) -> None:
    from app.film import Painter
    from core.film import Reel, request_for

    with Project.open(project) as opened:
        paths = {view.id: opened.video(view) for view in opened.document.views.values()}
        request = request_for(opened, paths, tmp_path / "x.mp4")  # type: ignore[arg-type]
    with Reel(replace(request, width=853, height=481)) as reel:
        assert Painter(reel).frame(0).shape == (480, 852, 3)
