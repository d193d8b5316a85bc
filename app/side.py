"""The right column: the 3D view above, and below it the panels that are open, one tab each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.words import tr

CLOSED_W, CLOSED_SHARE = 380, 0.27  # with the 3D view alone: at least so many px, and this share of the width
OPEN_W, OPEN_SHARE = 520, 0.40      # with a panel below it
SCENE_PART = 0.30                   # of the column's height, above an open panel

Make = Callable[[], QWidget]


class Side(QSplitter):
    """changed(): a panel was opened, closed or brought to the front.

    A panel is made when it is first seen: the first window does without what panels need.
    """

    changed = Signal()

    def __init__(self, scene: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.scene = scene
        self._makers: dict[str, tuple[str, Make]] = {}  # name → title, how it is made; in the order of the tabs
        self._made: dict[str, QWidget] = {}
        self._sized = False                             # whether somebody has chosen how the height is shared
        self._tabs = QTabBar(tabsClosable=True, drawBase=False, expanding=False, usesScrollButtons=True)
        self._tabs.setObjectName("sideTabs")
        self._tabs.setAccessibleName(tr("Panels"))
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.currentChanged.connect(self._turn)
        self._tabs.tabCloseRequested.connect(lambda at: self.close_panel(str(self._tabs.tabData(at))))
        self._pages = QStackedWidget()
        self._box = QFrame()
        self._box.setProperty("kind", "panel")
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.addWidget(self._tabs, 1)
        line = QFrame()
        line.setFixedHeight(1)
        line.setProperty("kind", "line")
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self._pages, 1)
        self.addWidget(scene)
        self.addWidget(self._box)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 2)
        self._box.hide()

    def add(self, name: str, title: str, make: Make) -> None:
        """A panel that can be opened from now on."""
        self._makers[name] = title, make

    def knows(self, name: str) -> bool:
        return name in self._makers

    @property
    def open_panels(self) -> list[str]:
        """Their names, in the order of the tabs."""
        return [str(self._tabs.tabData(at)) for at in range(self._tabs.count())]

    @property
    def current(self) -> str:
        """The panel in front; '' when none is open."""
        return str(self._tabs.tabData(self._tabs.currentIndex()) or "")

    def panel(self, name: str) -> QWidget | None:
        """The panel's widget, once it was seen."""
        return self._made.get(name)

    def open_panel(self, name: str) -> None:
        """Open a panel, or bring it to the front."""
        if name not in self.open_panels:
            order = list(self._makers)
            at = sum(order.index(other) < order.index(name) for other in self.open_panels)
            self._tabs.insertTab(at, self._makers[name][0])
            self._tabs.setTabData(at, name)
            self._tabs.setTabToolTip(at, self._makers[name][0])
            self._share_height()
        self._tabs.setCurrentIndex(self.open_panels.index(name))
        self._turn()

    def close_panel(self, name: str) -> None:
        if name in self.open_panels:
            self._tabs.removeTab(self.open_panels.index(name))
            self._turn()

    def toggle(self, name: str) -> None:
        """Open it, bring it to the front, or close it when it is there already."""
        if name == self.current and self._box.isVisibleTo(self):
            self.close_panel(name)
        else:
            self.open_panel(name)

    def update_visible(self) -> None:
        """The column is there while something is in it."""
        self.setVisible(self.scene.isVisibleTo(self) or bool(self.open_panels))

    def reset(self) -> None:
        """As at the first start: the 3D view alone."""
        for name in self.open_panels:
            self.close_panel(name)
        self._sized = False

    def restore(self, settings: Settings) -> None:
        for name in settings.choice("side panels", []):
            if name in self._makers:
                self.open_panel(name)
        current = settings.choice("side panel", "")
        if current in self.open_panels:
            self.open_panel(current)
        if not settings.layout("side").isEmpty():
            self._sized = self.restoreState(settings.layout("side"))

    def remember(self, settings: Settings) -> None:
        settings.choose("side panels", self.open_panels)
        settings.choose("side panel", self.current)
        if self.open_panels:
            settings.remember_layout([("side", self.saveState())])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _turn(self) -> None:
        """The tab in front is another one."""
        self._box.setVisible(self._tabs.count() > 0)
        self.update_visible()
        if self.isVisible():
            self._fill()
        elif self.current in self._made:
            self._pages.setCurrentWidget(self._made[self.current])
        self.changed.emit()

    def _fill(self) -> None:
        """Make the panel in front, if it never was."""
        name = self.current
        if not name:
            return
        if name not in self._made:
            panel = self._made[name] = self._makers[name][1]()
            for button in panel.findChildren(QAbstractButton):  # a click must not take the space bar from the player
                if button.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._pages.addWidget(panel)
        self._pages.setCurrentWidget(self._made[name])

    def _share_height(self) -> None:
        if not self._sized and self.height() > 0:
            self._sized = True
            above = round(SCENE_PART * self.height())
            self.setSizes([above, self.height() - above])
