"""A real window on small real files, closed and gone after each test."""

import functools
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app import frames, main
from app.settings import Settings
from app.window import Window
from core import recording
from core.document import Edit
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17, H36M17
from core.storage import Project
from tests.app import decoders

SILENT = [sys.executable, "-S", "-c", "import sys; sys.stdin.read()"]  # hears everything and says nothing
PATIENCE_MS = 240_000  # a run's process comes last on a busy machine; an idle one takes 5 s


@pytest.fixture(scope="session")
def forked_decoders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str] | None]:
    """A quick way to begin the process of a view; None where there is none."""
    if sys.platform != "linux":
        yield None
        return
    place = tmp_path_factory.mktemp("decoders") / "s"
    with decoders.served(place):
        yield decoders.command(place)


@pytest.fixture(autouse=True)
def quick_decoders(forked_decoders: list[str] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of the decoding processes themselves override this."""
    if forked_decoders is not None:
        monkeypatch.setattr(frames, "decoder_command", lambda: forked_decoders)


def write_clip(path: Path, frames: int = 40, size: tuple[int, int] = (96, 160), fps: int = 20) -> Path:
    """A tiny video whose pictures differ from frame to frame and from file to file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_encoded(path.suffix, sum(map(ord, path.name)), frames, size, fps))
    return path


@functools.cache
def _encoded(suffix: str, seed: int, frames: int, size: tuple[int, int], fps: int) -> bytes:
    """The file, which most tests want the same of."""
    ground = np.random.default_rng(seed).integers(0, 90, (size[1], size[0], 3), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clip{suffix}"
        with av.open(str(path), "w") as out:
            stream = out.add_stream("libx264", rate=fps)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            for index in range(frames):
                picture = ground.copy()
                picture[index * size[1] // frames:, :, 1] += 100
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            out.mux(stream.encode())
        return path.read_bytes()


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    """Two short portrait videos in a folder where one may write."""
    return [write_clip(tmp_path / "rec" / f"cam{n}.mp4") for n in (1, 2)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def lifts() -> bool:
    """Whether the 3D follows corrections: a process does, which loads torch as soon as somebody begins to correct, for
    two seconds of a core. A file of tests that look at the 3D says True."""
    return False


@pytest.fixture
def open_window(qapp: object, settings: Settings, lifts: bool) -> Iterator[Callable[[], Window]]:
    """Makes windows; each is closed and deleted in the end."""
    made: list[Window] = []

    def make() -> Window:
        window = main.build(settings)
        if not lifts:
            window.session.lifting._command = lambda: SILENT
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


@pytest.fixture
def project(clips: list[Path], tmp_path: Path) -> Path:
    """Two views with a standing person in each, in 2D and 3D."""
    folder = tmp_path / "squat.parallax"
    rng = np.random.default_rng(1)
    body = rng.normal(0, 0.3, (len(H36M17), 3))
    with Project.create(folder) as made:
        recording.add_views(made, clips)
        for view in list(made.document.views.values()):
            times = np.arange(view.frames) / 20
            xys = np.ones((view.frames, 1, 17, 3), np.float32)
            xys[..., 0], xys[..., 1] = 48 + 30 * rng.uniform(-1, 1, 17), 80 + 60 * rng.uniform(-1, 1, 17)
            points = np.ones((view.frames, 1, 17, 4), np.float32)
            points[..., :3] = body + rng.normal(0, 0.02, (17, 3))
            flat = made.store(Poses2D(xys, times, COCO17, (96, 160), Source("by hand")), view=view.id, athlete=0)
            deep = made.store(Poses3D(points, times, Source("by hand")), view=view.id, made_from=flat.id, athlete=0)
            made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep))))
    return folder


def open_project(window: Window, folder: Path, qtbot: QtBot) -> None:
    """Opens a project and waits until it is at hand."""
    window.session.open_project(folder)
    qtbot.waitUntil(lambda: window.session.opening is None, timeout=PATIENCE_MS)
    assert window.session.project is not None and window.session.project.folder == folder


@pytest.fixture
def shown(window: Window, project: Path, qtbot: QtBot) -> Window:
    window.session.open_project(project)
    qtbot.waitUntil(lambda: len(window.session.times) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    return window
