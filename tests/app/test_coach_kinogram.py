"""A kinogram as a PNG: opened again and looked at."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.coach_kinogram import CELL_H, GAP, MARGIN, KinogramRequest, save_kinogram
from app.coach_take import views_of
from app.film import pixels
from core.errors import ParallaxError
from core.film import RGB
from core.storage import Project
from tests.app.coached_project import coached
from tests.core.coached import kicked

# Painting without a window makes an application of its own where there is none, too small a one for windows after it.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def folder(studio_clip: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two projects of the same kick: one a coach has worked on, one bare."""
    made = tmp_path_factory.mktemp("coach")
    coached(kicked(studio_clip), made / "kick.parallax")
    coached(kicked(studio_clip), made / "bare.parallax", more=False)
    return made


def asked(folder: Path, out: Path, name: str = "kick", **options: object) -> KinogramRequest:
    with Project.open(folder / f"{name}.parallax", read_only=True) as opened:
        view = views_of(opened, out)[0]
    return KinogramRequest(view, str(out), str(folder / f"{name}.parallax"), **options)  # type: ignore[arg-type]


def opened(out: Path) -> RGB:
    return pixels(QImage(str(out)).convertToFormat(QImage.Format.Format_RGB888))


def cells(picture: RGB, count: int) -> list[RGB]:
    """The pictures of a strip of one row."""
    step = (picture.shape[1] - 2 * MARGIN + GAP) / count
    top = MARGIN + 40 * 1.3 + GAP
    return [picture[round(top):round(top) + CELL_H, round(MARGIN + n * step):round(MARGIN + n * step + step - GAP)]
            for n in range(count)]


def test_a_strip_of_the_key_moments(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "kick.png"
    save_kinogram(asked(folder, out))
    picture = opened(out)
    shown = cells(picture, 3)
    size = min(one.shape[1] for one in shown)
    for n, one in enumerate(shown):
        assert one.std() > 15
        for other in shown[:n]:
            assert np.abs(one[:, :size].astype(int) - other[:, :size]).mean() > 4, "another pose"
    below = round(MARGIN + 40 * 1.3 + GAP) + CELL_H + 10
    step = picture.shape[1] // 3
    assert all((picture[below:, n * step:(n + 1) * step] < 120).any() for n in range(3)), "a name under each"
    edge = np.concatenate([picture[:, :MARGIN - 2].reshape(-1), picture[:, 2 - MARGIN:].reshape(-1),
                           picture[-20:].reshape(-1)])
    assert (edge == 255).all(), "nothing reaches into the margin"


def test_evenly_spaced_where_no_moment_is_named(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "bare.png"
    save_kinogram(asked(folder, out, "bare", count=5, lines=True))
    shown = cells(opened(out), 5)
    size = min(one.shape[1] for one in shown)
    assert all(np.abs(a[:, :size].astype(int) - b[:, :size]).mean() > 1 for a, b in pairwise(shown))


def test_all_in_one_picture(folder: Path, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone.png", tmp_path / "together.png"
    save_kinogram(asked(folder, together, way="together"))
    save_kinogram(asked(folder, alone))
    assert opened(together).shape != opened(alone).shape and opened(together).shape[1] >= 1280
    with pytest.raises(ParallaxError, match="stays in one place"):
        save_kinogram(asked(folder, tmp_path / "no.png", "bare", way="together", count=20))
    assert not (tmp_path / "no.png").exists()


def test_what_cannot_be_made_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="shows nobody"):
        save_kinogram(asked(folder, tmp_path / "x.png", "bare", start_s=50.0))
    with pytest.raises(ParallaxError, match=r"end in \.png"):
        save_kinogram(asked(folder, tmp_path / "x.jpeg"))
    with pytest.raises(ValueError, match="cannot be made"):
        asked(folder, tmp_path / "x.png", count=0)
    assert not list(tmp_path.iterdir())
