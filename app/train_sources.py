"""What a training learns from: the project at hand, others, data sets; and which of the project's views."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.session import Session
from app.suggest_page import swatch
from app.words import tr
from core.storage import DATABASE

COLUMNS = 3  # of views


class Sources(QWidget):
    """changed(): something else is chosen."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._others: list[str] = []
        self._left_out: set[str] = set()  # views that are not to be learned from
        self._by_view = True
        self._shown: object = None
        self.here = QCheckBox()
        self.here.setChecked(True)
        self.here.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.here.toggled.connect(self._chosen)
        self.views: dict[str, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(24, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.add = QPushButton(tr("Add …"))
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.setToolTip(tr("Other projects, or data sets on this computer"))
        menu = QMenu(self.add)
        menu.addAction(tr("A project or a data set (folder) …"), self._ask_folder)
        menu.addAction(tr("Motion capture (NPZ) …"), self._ask_file)
        self.add.setMenu(menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(self.here, 1)
        head.addWidget(self.add)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addLayout(self._rows)
        self.refresh()

    def set_by_view(self, by_view: bool) -> None:
        """Whether single views of the project can be chosen."""
        self._by_view = by_view

    # -- what is chosen

    @property
    def data(self) -> tuple[str, ...]:
        """Paths, as `data` of the settings takes them."""
        project = self._session.project
        own = [str(project.folder)] if project is not None and self.here.isChecked() else []
        return (*own, *self._others)

    @property
    def chosen_views(self) -> tuple[int, ...]:
        """As `views` of the settings takes them: counted from 1 among those whose athlete is known; () for all."""
        known = self._known
        picked = tuple(n for n, view in enumerate(known, 1) if view not in self._left_out)
        return () if len(picked) == len(known) or self._others or not self.here.isChecked() else picked

    def set_chosen(self, data: Sequence[str], views: Sequence[int]) -> None:
        """As the settings of a training say it."""
        project = self._session.project
        own = str(project.folder) if project is not None else ""
        self._others = [name for name in data if name != own]
        self._left_out = {view for n, view in enumerate(self._known, 1) if views and n not in views}
        self.here.blockSignals(True)
        self.here.setChecked(own in data)
        self.here.blockSignals(False)
        self._shown = None
        self.refresh()
        self.changed.emit()

    @property
    def nothing_left(self) -> bool:
        """Whether no view of the project is chosen."""
        return self.here.isChecked() and bool(self._known) and all(view in self._left_out for view in self._known)

    @property
    def _known(self) -> list[str]:
        """The views whose athlete is known."""
        project = self._session.project
        if project is None:
            return []
        return [view for view in project.document.views
                if (row := project.document.active("2d", view)) is not None and row.athlete is not None]

    # -- showing

    def refresh(self) -> None:
        """As the project is now."""
        project, views, known = self._session.project, self._session.views, self._known
        shown = (project.folder if project is not None else None,
                 tuple((view.id, view.name, view.colour, view.id in known) for view in views.values()),
                 tuple(self._others), self.here.isChecked(), self._by_view)
        if shown == self._shown:
            return
        self._shown = shown
        self.here.setText(tr("This project: {name}").format(name=project.folder.stem) if project is not None else
                          tr("This project"))
        _clear(self._grid)
        self.views = {}
        single = self._by_view and self.here.isChecked() and not self._others
        for n, view in enumerate(views.values() if single else ()):
            box = QCheckBox(view.name)
            box.setIcon(swatch(theme.view_colour(view.colour)))
            box.setIconSize(theme.icon_size(10))
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.setEnabled(view.id in known)
            box.setChecked(view.id in known and view.id not in self._left_out)
            box.setToolTip(tr("Learn from this view") if view.id in known else tr("Nobody was found in it yet"))
            box.toggled.connect(lambda on, id=view.id: self._choose(id, on))
            self._grid.addWidget(box, n // COLUMNS, n % COLUMNS)
            self.views[view.id] = box
        _clear(self._rows)
        for name in self._others:
            self._rows.addWidget(self._row(name))

    def _row(self, name: str) -> QWidget:
        row, path = QWidget(), Path(name)
        line = QHBoxLayout(row)
        line.setContentsMargins(24, 0, 0, 0)
        line.setSpacing(theme.GRID)
        icon = QLabel()
        is_project = (path / DATABASE).is_file()
        icon.setPixmap(theme.icon("film-strip" if is_project else "database", theme.MUTED).pixmap(16, 16))
        label = QLabel(path.stem if is_project else path.name)
        label.setToolTip(name)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        away = QToolButton()
        away.setIcon(theme.icon("x", theme.MUTED))
        away.setToolTip(tr("Leave it out"))
        away.setAccessibleName(tr("Leave {name} out").format(name=label.text()))
        away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        away.clicked.connect(lambda: self._remove(name))
        line.addWidget(icon)
        line.addWidget(label, 1)
        line.addWidget(away)
        return row

    # -- choosing

    def _chosen(self) -> None:
        self.refresh()
        self.changed.emit()

    def _choose(self, view: str, on: bool) -> None:
        (self._left_out.discard if on else self._left_out.add)(view)
        self.changed.emit()

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("A project (NAME.parallax), or the folder of a data set"),
                                                self._place())
        self.bring(name)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Motion capture"), self._place(),
                                              f"{tr('Motion capture (*.npz)')};;{tr('All files (*)')}")
        self.bring(name)

    def bring(self, name: str) -> None:
        """One more to learn from; '' for none."""
        if name and name not in self.data:
            self._session.settings.choose("training data", str(Path(name).parent))
            self._others.append(name)
            self._chosen()

    def _remove(self, name: str) -> None:
        self._others.remove(name)
        self._chosen()

    def _place(self) -> str:
        return str(self._session.settings.choice("training data", str(Path.home())))


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
