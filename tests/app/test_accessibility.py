"""For everybody: every control by the keyboard and with a name, text that can be read, colours that can be told apart,
and a window that is whole at twice its size."""

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app import theme
from app.compare_panel import PAGES
from app.window import Window
from tests.app.conftest import PATIENCE_MS

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractSpinBox, QAbstractItemView,
            QPlainTextEdit, QTabBar)
PANELS = ("sync", "compare", "correct", "doctor", "train")


def faults(root: QWidget) -> set[str]:
    """What is wrong with the controls that are to be seen in a window."""
    found = set()
    for one in root.findChildren(QWidget):
        if not isinstance(one, CONTROLS) or not one.isVisibleTo(root) or _by_other_means(one):
            continue
        text = one.text() if isinstance(one, QAbstractButton) else ""
        name = one.accessibleName() or one.toolTip() or text
        place = f"{type(one).__name__} {one.objectName()} {name!r} in {type(one.parentWidget()).__name__}"
        if not name:
            found.add(f"has no name: {place}")
        if not one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.add(f"Tab does not come to it: {place}")
        labelled = text or any(label.text() for label in one.findChildren(QLabel))
        if isinstance(one, QAbstractButton) and not labelled and not one.toolTip():
            found.add(f"shows no words, and no tool tip says them: {place}")
    return found


def _by_other_means(one: QWidget) -> bool:
    """What the keyboard reaches in another way: parts of other controls, and what a command has a key for."""
    parent = one.parentWidget()
    inner = isinstance(one, QLineEdit) and isinstance(parent, QAbstractSpinBox | QComboBox)
    inner = inner or (isinstance(parent, QLineEdit | QTabBar) and isinstance(one, QAbstractButton))  # clears, closes
    keyed = one.objectName() in ("paneTone", "paletteList")  # Shift+B; arrows, while its field has the focus
    group = one.group() if isinstance(one, QAbstractButton) else None  # arrows lead on from the one that Tab comes to
    keyed = keyed or (group is not None and group.exclusive()
                      and any(other.focusPolicy() & Qt.FocusPolicy.TabFocus for other in group.buttons()))
    return inner or keyed or isinstance(one, QScrollBar | QHeaderView)


def test_every_control_of_the_window_is_reached_and_named(shown: Window, qtbot: QtBot) -> None:
    shown.resize(2560, 1440)
    wrong = faults(shown)
    for panel in PANELS:
        shown.open_panel(panel)
        qtbot.wait(20)
        wrong |= faults(shown)
    compare = shown._work.side.panel("compare")
    for page, *_ in PAGES:
        compare.show_page(page)
        wrong |= faults(shown)
    assert wrong == set()


def test_every_control_of_the_coach_view(shown: Window, qtbot: QtBot) -> None:
    shown.resize(2560, 1440)
    shown.coach.enter()
    view = shown.coach.view
    assert view is not None
    qtbot.waitUntil(lambda: view.whole and not view.model.busy and not shown.session.jobs.busy(), timeout=PATIENCE_MS)
    view.strip.mark_here()
    view.bar.speed.button("1").setFocus(Qt.FocusReason.TabFocusReason)
    wrong = faults(view)
    view.take_home()
    assert view.share is not None
    for what in ("clip", "kinogram", "report"):
        view.share.what.button(what).click()
        wrong |= faults(view.share)
    view.share.hide()
    assert wrong == set()


def test_every_control_of_the_start_page_and_of_the_dialogs(window: Window, qtbot: QtBot) -> None:
    wrong = faults(window)
    for id in ("keys", "more_models", "methods", "diagnostics", "about", "palette"):
        window.actions_by_id[id].trigger()
        qtbot.wait(20)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert len(dialogs) == 5
    for root in (window, *dialogs):
        wrong |= faults(root)
    assert wrong == set()


def test_a_control_that_is_neither_reached_nor_named_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    bare = QToolButton(root)
    bare.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    root.show()
    assert {fault.split(":")[0] for fault in faults(root)} == {
        "has no name", "Tab does not come to it", "shows no words, and no tool tip says them"}
    bare.setText("Play")
    bare.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    assert faults(root) == set()


def test_every_command_has_a_name_and_what_switches_says_how_it_stands(window: Window) -> None:
    from app.commands import COMMANDS

    for command in COMMANDS:
        action = window.actions_by_id[command.id]
        assert action.text() and action.toolTip() and not action.icon().isNull(), command.id
        assert action.isCheckable() == (command.checked is not None)


# ---------------------------------------------------------------- colours


def luminance(value: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = np.array(theme.rgb(value)) / 255
    return float(np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722))


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_right() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


@pytest.mark.parametrize("ground", ["BACKGROUND", "SURFACE", "RAISED", "HOVER"])
@pytest.mark.parametrize("ink", ["TEXT", "MUTED", "ACCENT", "GOOD", "WARNING", "DANGER"])
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


def test_text_on_coloured_grounds_can_be_read() -> None:
    for ground in ("#2a1c1d", "#292317"):  # the banner of an error and of a warning
        assert f"background: {ground}" in theme.style_sheet()
        for ink in (theme.TEXT, theme.MUTED, theme.ACCENT):
            assert contrast(ink, ground) >= 4.5
    for ground in (theme.ACCENT, "#8bb9ff", "#5a97f5"):  # the main button: at rest, under the pointer, pressed
        assert contrast(theme.BACKGROUND, ground) >= 4.5


def test_the_edges_of_what_can_be_operated_stand_out() -> None:
    for ground in (theme.BACKGROUND, theme.SURFACE):
        assert contrast(theme.OUTLINE, ground) >= 3  # WCAG 1.4.11
        assert contrast(theme.ACCENT, ground) >= 3   # the ring of the focus


# What is left of colour with each kind of colour-blindness, linear RGB (Machado, Oliveira and Fernandes 2009).
SEEN = {
    "everybody": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}


def oklab(value: str, seen: np.ndarray) -> np.ndarray:
    """A colour as somebody sees it, in OKLab (Ottosson 2020)."""
    parts = np.array(theme.rgb(value)) / 255
    linear = np.clip(seen @ np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4), 0, 1)
    cones = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                      [0.0883024619, 0.2817188376, 0.6299787005]]) @ linear
    return np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                     [0.0259040371, 0.7827717662, -0.8086757660]]) @ np.cbrt(cones)


@pytest.mark.parametrize("eyes", SEEN)
def test_the_colours_of_the_views_are_told_apart(eyes: str) -> None:
    """The least distance is two and a half of the smallest differences that are seen at all (0.02 in OKLab); of the
    first four views, which is what most recordings have, five."""
    seen = [oklab(colour, SEEN[eyes]) for colour in theme.VIEW_COLOURS]
    for count, least in ((4, 0.1), (8, 0.05)):
        apart = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen[:count], 2))
        assert apart >= least, f"{eyes}: {apart:.3f} among the first {count}"


def test_the_colours_of_the_views_stand_out_from_the_ground() -> None:
    for colour in theme.VIEW_COLOURS:
        assert QColor(colour).isValid()
        assert min(contrast(colour, theme.BACKGROUND), contrast(colour, theme.SURFACE)) >= 4.5


# ---------------------------------------------------------------- scaling

SCALED = """
import json, pathlib, sys
from PySide6.QtWidgets import QPushButton, QLabel
from app import main
from app.settings import Settings
window = main.build(Settings(pathlib.Path(sys.argv[1])))
window.resize(window.minimumSize())
window.show()
app = main.application()
app.processEvents()
cut = [b.text() for b in window.findChildren(QPushButton)
       if b.isVisible() and b.text() and b.width() < b.fontMetrics().horizontalAdvance(b.text())]
cut += [l.text() for l in window.findChildren(QLabel)
        if l.isVisible() and l.text() and (l.height() < l.heightForWidth(l.width()) if l.wordWrap()
                                           else l.width() < l.fontMetrics().horizontalAdvance(l.text()))]
picture = window.grab()
print(json.dumps({"cut": cut, "ratio": window.devicePixelRatio(), "size": [window.width(), window.height()],
                  "grabbed": [picture.width(), picture.height()]}))
window.close()
"""


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_the_window_is_whole_at_a_larger_scale(scale: float, tmp_path: Path, qapp: object) -> None:
    env = os.environ | {"QT_SCALE_FACTOR": str(scale)}
    done = subprocess.run([sys.executable, "-c", SCALED, f"{tmp_path}/settings.ini"], env=env, capture_output=True,
                          text=True, check=True)
    told = json.loads(done.stdout)
    assert done.stderr == "" and told["cut"] == []
    assert told["ratio"] == scale and told["size"] == [880, 560]
    assert told["grabbed"] == [round(880 * scale), round(560 * scale)]
