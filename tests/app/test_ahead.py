"""What panels need is there before they are opened."""

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.ahead import MODULES, Ahead

PROGRAM = """
import importlib, sys
import app.main, app.window
from app.ahead import MODULES
before = set(sys.modules)
for name in MODULES:
    assert name not in before, f"{name} is there already with the first window"
    importlib.import_module(name)
there = set(sys.modules)
heavy = there & {"torch", "onnxruntime", "scipy"}
assert not heavy, heavy
import app.compare_panel, app.curves, app.doctor_panel, app.sides_page, app.sync_panel
import core.synchronize
late = sorted(set(sys.modules) - there)
assert not late, f"still to be loaded at the click: {late}"
"""


def test_panels_find_all_their_modules_loaded_and_nothing_heavy_among_them() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_they_are_loaded_one_by_one_after_a_rest(qapp: object, qtbot: QtBot) -> None:
    made: list[bool] = []
    ahead = Ahead(None, lambda: made.append(all(name in sys.modules for name in MODULES)))
    ahead._timer.setInterval(0)
    assert not ahead.done
    qtbot.wait(50)
    assert len(ahead._left) == len(MODULES) + 1, "nothing is loaded before it is begun"
    ahead.begin()
    ahead.begin()
    qtbot.waitUntil(lambda: ahead.done, timeout=30_000)
    assert made == [True], "what is to be made of them is made once, when all are there"
    ahead.begin()
    assert not ahead._timer.isActive()
