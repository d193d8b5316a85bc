"""A real window on small real files, closed and gone after each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from app import main
from app.settings import Settings
from app.window import Window


def write_clip(path: Path, frames: int = 40, size: tuple[int, int] = (96, 160), fps: int = 20) -> Path:
    """A tiny video whose pictures differ from frame to frame and from file to file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(sum(map(ord, path.name)))
    ground = rng.integers(0, 90, (size[1], size[0], 3), dtype=np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for index in range(frames):
            picture = ground.copy()
            picture[index * size[1] // frames:, :, 1] += 100
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    """Two short portrait videos in a folder where one may write."""
    return [write_clip(tmp_path / "rec" / f"cam{n}.mp4") for n in (1, 2)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def open_window(qapp: object, settings: Settings) -> Iterator[Callable[[], Window]]:
    """Makes windows; each is closed and deleted in the end."""
    made: list[Window] = []

    def make() -> Window:
        window = main.build(settings)
        made.append(window)
        window.resize(1280, 800)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Callable[[], Window]) -> Window:
    return open_window()
