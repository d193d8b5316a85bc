"""What every test stands on: a private home, a virtual screen, shared recordings, and checks that nothing leaks.

The environment is set while this file is imported, before numpy, torch or Qt read it.
"""

import contextlib
import gc
import hashlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import platformdirs
import pytest

ROOT = Path(__file__).resolve().parent.parent
# What tools leave beside the tests on purpose; .gitignore names the same.
CACHES = {".pytest_cache", ".hypothesis", ".benchmarks", ".mypy_cache", ".ruff_cache", "__pycache__"}
# Threads that live as long as the process by design: tqdm keeps one monitor for all of its bars.
LASTING_THREADS = {"tqdm_monitor"}

# The graphs of BlazePose (a folder or a wheel). No test should fetch them again: they are looked for in the real user
# folder before that is hidden.
GRAPHS = Path(os.environ.get("PARALLAX_BLAZEPOSE") or platformdirs.user_data_path("parallax", False) / "blazepose")
GRAPHS_ARE_THERE = GRAPHS.is_file() or (GRAPHS / "pose_landmark_full.onnx").is_file()
HOMES = Path(tempfile.mkdtemp(prefix="parallax-tests-"))
XDG = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state"}


def _home(name: str) -> dict[str, str]:
    """The variables that put the user's files into a folder of their own, made when first used."""
    return {variable: str(HOMES / name / folder) for variable, folder in XDG.items()}


def _prepare_environment() -> None:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # two cores: more threads a net make the suite slower, not faster
    os.environ.update(_home("session"))
    os.environ["PARALLAX_NICE"] = "0"  # tests wait for the runs that they begin
    if GRAPHS_ARE_THERE:
        os.environ["PARALLAX_BLAZEPOSE"] = str(GRAPHS)
    runtime = HOMES / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # Qt warns without one, and a warning fails a test
    os.environ["LIBGL_ALWAYS_SOFTWARE"] = "1"  # the same OpenGL on every machine
    shaders = HOMES / "shaders"
    shaders.mkdir()
    os.environ["MESA_SHADER_CACHE_DIR"] = str(shaders)  # one for all tests: compiling shaders takes longer than a test
    os.environ["QT_QPA_PLATFORM"] = "xcb" if os.environ.get("DISPLAY") or shutil.which("Xvfb") else "offscreen"
    os.environ.pop("QT_STYLE_OVERRIDE", None)
    os.environ.pop("PARALLAX_HOME", None)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile the program anew


_prepare_environment()
# A shared two-core machine stalls now and then, so an example has no deadline; the suite's length bounds the examples.
hypothesis.settings.register_profile("parallax", deadline=None, max_examples=50)
hypothesis.settings.load_profile("parallax")


def pytest_sessionfinish() -> None:
    shutil.rmtree(HOMES, ignore_errors=True)


# ---------------------------------------------------------------- material


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recordings, motion capture and fixtures; the test is skipped where it is absent."""
    folder = Path(os.environ.get("PARALLAX_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"the shared recordings are not at {folder}; PARALLAX_SHARED names another place")
    return folder


@pytest.fixture(scope="session")
def blazepose() -> Path:
    """The folder (or wheel) that PARALLAX_BLAZEPOSE names; skipped where the graphs were never fetched."""
    if not GRAPHS_ARE_THERE:
        pytest.skip(f"BlazePose's graphs are not at {GRAPHS}; python3 packaging/dev.py setup fetches them")
    return GRAPHS


@pytest.fixture(scope="session")
def studio_clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A factory of rendered recordings, each made once a session: a folder with viewNN.mp4 and truth.npz.

    studio_clip("walk", seconds=2, fps=30, views=[ViewSpec(...), ...], seed=0); without views, the studio's default one.
    drawn=False: the room is empty, which takes a tenth of the time. All tests, of all processes of a run, share the
    folder: read it, never write into it.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent

    def clip(
        motion: str = "walk", *, seconds: float = 2, fps: float = 30, views: Sequence[Any] | None = None, seed: int = 0,
        drawn: bool = True
    ) -> Path:
        from core import studio
        from tests.empty_stage import empty_stage

        views = tuple(views) if views is not None else (studio.ViewSpec(),)
        key = hashlib.sha256(repr((motion, seconds, fps, views, seed, drawn)).encode()).hexdigest()
        folder = place / f"studio-{motion}-{key[:16]}"
        if not folder.exists():
            part = tmp_path_factory.mktemp("part")
            with contextlib.nullcontext() if drawn else empty_stage():
                studio.render(studio.MOTIONS[motion](seconds, fps, seed), fps, part, views, seed=seed)
            with contextlib.suppress(OSError):  # another process was first
                part.rename(folder)
        return folder

    return clip


# ---------------------------------------------------------------- isolation and leaks


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Every test has user folders and QSettings of its own; nothing is written until the test writes."""
    name = f"{abs(hash(request.node.nodeid)):x}"
    for variable, folder in _home(name).items():
        monkeypatch.setenv(variable, folder)
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        # QSettings reads XDG_CONFIG_HOME once a process; setPath moves it for each test.
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(HOMES / name / "config"))
    return HOMES / name


@pytest.fixture(autouse=True)
def no_leaks() -> Iterator[None]:
    """Fail a test that leaves a thread, a top-level widget, or a file in the working folder behind."""
    threads, widgets, folder = _threads(), _top_level(), Path.cwd()
    files = set(os.listdir(folder))
    yield
    left = _threads_left(threads)
    faults = [f"thread {thread.name!r} still runs" for thread in left]
    faults += [f"top-level widget {widget} was not closed and deleted" for widget in _widgets_left(widgets)]
    faults += [f"{name} was left in {folder}" for name in sorted(set(os.listdir(folder)) - files - CACHES)]
    if faults:
        pytest.fail("the test leaked: " + "; ".join(faults), pytrace=False)


def _threads() -> set[threading.Thread]:
    # A _DummyThread stands for a Qt thread that once ran Python; Python 3.11 keeps it after the thread has ended.
    return {
        thread
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread) and thread.name not in LASTING_THREADS
    }


def _threads_left(before: set[threading.Thread], patience_s: float = 2.0) -> list[threading.Thread]:
    """The new threads that do not end by themselves within the patience, which costs nothing when there are none."""
    deadline = time.monotonic() + patience_s
    while (left := _threads() - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    return sorted(left, key=lambda thread: thread.name)


def _top_level() -> dict[int, Any]:
    """Top-level widgets by address: a Python wrapper may be made anew, the C++ object stays where it is."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    import shiboken6

    return {shiboken6.getCppPointer(widget)[0]: widget for widget in widgets.QApplication.topLevelWidgets()}


def _widgets_left(before: dict[int, Any]) -> list[str]:
    if not set(_top_level()) - set(before):
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if set(_top_level()) - set(before):
        gc.collect()  # a widget in a reference cycle is not a leak; half a second once torch is loaded
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [widget for address, widget in _top_level().items() if address not in before]
    return sorted(f"{type(widget).__name__} {widget.objectName() or widget.windowTitle()!r}" for widget in left)
