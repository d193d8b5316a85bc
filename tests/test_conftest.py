"""The guards of conftest.py, each broken on purpose in a run of pytest of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LEAKS = """
import os, threading, time
import pytest

kept = []

def test_thread():
    threading.Thread(target=time.sleep, args=(5,), name="straggler", daemon=True).start()

def test_widget(qapp):
    from PySide6.QtWidgets import QWidget
    kept.append(QWidget(objectName="orphan"))

def test_file():
    open("left_behind.txt", "w").close()

def test_warning():
    import warnings
    warnings.warn("something is off")

def test_qt_message(qapp):
    from PySide6.QtCore import qWarning
    qWarning("Qt is unhappy")

@pytest.mark.parametrize("turn", [1, 2])
def test_own_settings(qapp, turn):
    from PySide6.QtCore import QSettings
    settings = QSettings("Parallax", "Parallax")
    assert settings.value("turn") is None
    settings.setValue("turn", turn)
    settings.sync()
    import platformdirs
    folder = platformdirs.user_data_path("parallax")
    assert not folder.exists()
    folder.mkdir(parents=True)

def test_clean(qtbot):
    from PySide6.QtWidgets import QWidget
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    worker = threading.Thread(target=time.sleep, args=(0.05,), name="on its way out")
    worker.start()

def test_absent(shared):
    assert False, "never reached"
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("leaks") / "tests"
    folder.mkdir()
    for name in ("pyproject.toml", "tests/conftest.py"):
        (folder.parent / name).write_text((ROOT / name).read_text())
    (folder / "test_leaks.py").write_text(LEAKS)
    command = [sys.executable, "-m", "pytest", "-v", "--no-xvfb", "-p", "no:cacheprovider"]
    env = {name: value for name, value in os.environ.items() if name != "PARALLAX_SHARED"}
    return subprocess.run(command, cwd=folder.parent, env=env, capture_output=True, text=True, timeout=120).stdout


@pytest.mark.parametrize("fault", [
    r"ERROR at teardown of test_thread _+\n.*thread 'straggler' still runs",
    r"ERROR at teardown of test_widget _+\n.*top-level widget QWidget 'orphan' was not closed",
    r"ERROR at teardown of test_file _+\n.*left_behind\.txt was left in",
    r"UserWarning: something is off",
    r"Qt messages with level WARNING or above emitted",
])
def test_a_leak_fails(said: str, fault: str) -> None:
    assert re.search(fault, said), said


def test_nothing_else_fails(said: str) -> None:
    """Three tests leak and two are not silent; the settings, the clean test and the one without data are right."""
    assert re.search(r"2 failed, 6 passed, 1 skipped, 3 errors", said), said
    assert "the shared recordings are not at" in said
