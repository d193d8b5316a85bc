"""The page of curves: what is plotted, how it is smoothed, of which models, and keeping it."""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.agreement_map import joint_name
from app.angle_pictures import AnglePicture, definition
from app.banner import Notice
from app.compare_model import CompareModel
from app.curve_model import LONGEST_GAP_S, CurveModel, Curves, joints
from app.curve_plot import CurvePlot
from app.player import Player
from app.session import Session
from app.words import marked, tr
from core.angles import ANGLES
from core.errors import ParallaxError
from core.smooth import METHODS, Smoothing

QUANTITIES = (("angle", marked("Joint angle")), ("speed", marked("Joint speed")), ("height", marked("Joint height")))
FIRST = {"angle": "knee_right", "speed": "rwrist", "height": "rankle"}  # what each begins with


class CurvesPage(QWidget):
    """Works nothing out while it is not seen."""

    def __init__(self, session: Session, player: Player, compare: CompareModel) -> None:
        super().__init__()
        self._session, self._player = session, player
        self.model = CurveModel(session, compare, self)
        self._chosen = dict(FIRST)
        self.plot = CurvePlot()
        self.plot.seeked.connect(player.seek)
        player.moved.connect(self.plot.set_playhead)
        self._make_choices()
        self._lay_out()
        self.model.changed.connect(self._show)
        self._fill_which()
        self._show()

    def _make_choices(self) -> None:
        self.picture = AnglePicture()
        self.quantity, self.which, self.smoothing = (
            _choice(name) for name in (tr("Quantity"), tr("Of what"), tr("Smoothing")))
        for key, title in QUANTITIES:
            self.quantity.addItem(tr(title), key)
        for key, title in METHODS.items():
            how = Smoothing(key)
            self.smoothing.addItem(tr(title) + how.detail, how)
            self.smoothing.setItemData(self.smoothing.count() - 1, tr(title), Qt.ItemDataRole.ToolTipRole)
        self.quantity.activated.connect(self._choose_quantity)
        self.which.activated.connect(self._choose_which)
        self.smoothing.activated.connect(lambda at: self.model.set(smoothing=self.smoothing.itemData(at)))
        self.mean = QCheckBox(tr("Mean ± spread"))
        self.mean.setChecked(True)
        self.mean.setToolTip(tr("The mean of the views and their standard deviation around it"))
        self.mean.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.mean.toggled.connect(lambda on: self.model.set(mean=on))
        self.sets = _menu_button(
            tr("Models"), tr("Other 3D sets of this project, from other models or runs, as dashed curves"))
        self.sets.menu().aboutToShow.connect(self._fill_sets)
        self.save = _menu_button(tr("Save"), tr("What is plotted, as numbers or as a picture"))
        self.save.menu().addAction(tr("Save CSV…"), self.ask_csv)
        self.save.menu().addAction(tr("Save picture…"), self.ask_picture)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(12, 0, 12, 0)
        grid.setSpacing(6)
        grid.addWidget(self.picture, 0, 0, 2, 1)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.GRID)
        first.addWidget(self.quantity, 3)
        first.addWidget(self.which, 4)
        first.addWidget(self.mean)
        second.addWidget(self.smoothing, 1)
        second.addWidget(self.sets)
        second.addWidget(self.save)
        grid.addLayout(first, 0, 1)
        grid.addLayout(second, 1, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(grid)
        column.addWidget(self.plot, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.plot.set_playhead(self._player.t)
        self.model.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.set_seen(False)

    # -- following

    def _show(self) -> None:
        curves = self.model.curves
        if curves is None:
            self.plot.set_series((), "", "")
            self.plot.set_empty(tr("Working out the curves …") if self.model.busy else
                                tr("There is no 3D to plot yet. Find poses first."))
        else:
            self.plot.set_series(curves.all, curves.title, curves.said)
        self.save.setEnabled(curves is not None)
        self._show_picture()

    def _show_picture(self) -> None:
        plot = self.model.plot
        if plot.quantity == "angle":
            self.picture.show_angle(ANGLES[plot.which])
        else:
            said = tr("{joint}, in the pelvis' own frame: lifted poses stay at one place") \
                if plot.quantity == "speed" else tr("{joint}, above the floor that the clip's lowest feet tell of")
            self.picture.show_joint(plot.which, said.format(joint=joint_name(plot.which)))

    def _fill_which(self) -> None:
        plot = self.model.plot
        with QSignalBlocker(self.which):
            self.which.clear()
            if plot.quantity == "angle":
                for angle in ANGLES.values():
                    self.which.addItem(tr(angle.title), angle.name)
                    self.which.setItemData(self.which.count() - 1, definition(angle), Qt.ItemDataRole.ToolTipRole)
            else:
                for joint in joints():
                    self.which.addItem(joint_name(joint), joint)
            self.which.setCurrentIndex(self.which.findData(plot.which))

    def _fill_sets(self) -> None:
        menu = self.sets.menu()
        menu.clear()
        others = self.model.others()
        if not others:
            menu.addAction(tr("Only one 3D set for each view so far")).setEnabled(False)
        for row, name in others:
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(row.id in self.model.plot.more)
            action.toggled.connect(lambda on, id=row.id: self._add_set(id, on))
            menu.addAction(action)

    # -- doing

    def _choose_quantity(self, at: int) -> None:
        quantity = self.quantity.itemData(at)
        self.model.set(quantity=quantity, which=self._chosen[quantity])
        self._fill_which()
        self._show_picture()

    def _choose_which(self, at: int) -> None:
        which = self.which.itemData(at)
        self._chosen[self.model.plot.quantity] = which
        self.model.set(which=which)
        self._show_picture()

    def _add_set(self, id: str, on: bool) -> None:
        more = [kept for kept in self.model.plot.more if kept != id]
        self.model.set(more=(*more, id) if on else tuple(more))

    def ask_csv(self) -> None:
        """The curves as a table, to a file that the user names."""
        curves = self.model.curves
        path = self._ask(tr("Save the curves"), curves, ".csv", tr("Table (*.csv)")) if curves is not None else None
        if curves is not None and path is not None:
            self._session.jobs.submit("save curves", lambda: write_csv(path, curves), self._kept)

    def ask_picture(self) -> None:
        """The plot as it is shown, twice as fine, to a file that the user names."""
        path = self._ask(tr("Save the picture"), self.model.curves, ".png", tr("Picture (*.png)"))
        if path is None:
            return
        picture = self.plot.saved_picture().toImage()

        def write() -> Path:
            if not picture.save(str(path)):
                raise ParallaxError(path, "the picture could not be written.", "Free some space, or choose another "
                                    "folder.")
            return path

        self._session.jobs.submit("save curves", write, self._kept)

    def _ask(self, title: str, curves: Curves | None, suffix: str, kinds: str) -> Path | None:
        if curves is None:
            return None
        folder = Path(self._session.settings.choice("folder", str(Path.home())))
        name = curves.title.lower().replace(",", "").replace(" ", "-") + suffix
        file, _ = QFileDialog.getSaveFileName(self, title, str(folder / name), kinds)
        if not file:
            return None
        path = Path(file)
        return path if path.suffix else path.with_suffix(suffix)

    def _kept(self, path: Path) -> None:
        self._session.noticed.emit(Notice("info", tr("Saved {file}.").format(file=path.name), str(path.parent)))


def write_csv(path: Path, curves: Curves) -> Path:
    """One row a frame of the first view, one column a curve; other views are read at that view's times.

    The header says name and unit of each column. Raises ParallaxError where it cannot be written.
    """
    from core.formats import csv
    from core.resample import at_times

    times = curves.series[0].times
    said = re.sub(r"[^A-Za-z0-9]+", "_", curves.unit.replace("°", "deg").replace("m/s", "m_per_s")).strip("_")
    names: list[str] = []
    columns: list[NDArray[np.floating]] = []
    for series in curves.all:
        own = len(series.times) == len(times) and np.array_equal(series.times, times)
        names.append(f"{'Mean' if series is curves.mean else series.name}_{said}")
        columns.append(series.values if own else at_times(series.values, series.times, times,
                                                          max_gap_s=LONGEST_GAP_S, scored=False))
        if series.spread is not None:
            names.append(f"spread_{said}")
            columns.append(series.spread)
    csv.write(path, names, times, np.stack(columns, axis=1))
    return path


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    box.setMinimumContentsLength(6)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMaxVisibleItems(20)
    return box


def _menu_button(title: str, hint: str) -> QPushButton:
    button = QPushButton(f"{title}  ")
    button.setToolTip(hint)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMenu(QMenu(button))
    return button
