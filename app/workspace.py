"""Where the parts of an open recording stand: panel, videos and right column in a row, transport and timeline below.

The right column has the 3D view and, under it, the panels that are open (app/side.py).
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.settings import Settings
from app.side import CLOSED_SHARE, CLOSED_W, OPEN_SHARE, OPEN_W, Make, Side

PANEL_W = 280  # px of the left panel to begin with
BOTTOM_SHARE = 0.34  # of the height, at most, that the timeline is given for what is added to it
GRID_W = 320   # px that the videos keep, whatever opens beside them


class Workspace(QSplitter):
    """The parts, of which panels can be hidden by name: 'recording', 'scene', 'timeline' and those of `add_panel`.

    changed(): another panel is open or in front.
    """

    changed = Signal()

    def __init__(self, panel: QWidget, grid: QWidget, scene: QWidget, transport: QWidget, timeline: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self.side = Side(scene)
        for part in (panel, grid, self.side):
            self._across.addWidget(part)
        for place, share in ((1, 2), (2, 1)):  # of what a resized window gains or loses; the panel keeps its width
            self._across.setStretchFactor(place, share)
        self._bottom = QWidget()
        column = QVBoxLayout(self._bottom)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(transport)
        column.addWidget(timeline, 1)
        self.addWidget(self._across)
        self.addWidget(self._bottom)
        self.setStretchFactor(0, 1)
        for splitter in (self, self._across):
            splitter.setChildrenCollapsible(False)
        self._panels = {"recording": panel, "scene": scene, "timeline": timeline}
        self._side_widths: dict[bool, int] = {}  # of the right column, without and with a panel in it, as it was left
        self._was_open = False
        self._fitted = 0  # px: what the timeline asked for when it was last given it
        self.side.changed.connect(self._side_changed)

    def add_panel(self, name: str, title: str, make: Make) -> None:
        """A panel of the right column. make: called in the window's thread when the panel is first seen."""
        self.side.add(name, title, make)

    def wanted(self, name: str) -> bool:
        """Whether a panel is there when a recording is open."""
        if self.side.knows(name):
            return name in self.side.open_panels
        return not self._panels[name].isHidden()

    def toggle(self, name: str) -> None:
        if self.side.knows(name):
            self.side.toggle(name)
        else:
            self._panels[name].setVisible(not self.wanted(name))
            self.side.update_visible()

    def open_panel(self, name: str) -> None:
        """Open a panel of the right column, or bring it to the front."""
        self.side.open_panel(name)

    def reset(self, size: QSize) -> None:
        """Every part and no panel, in the sizes that suit a window of this size."""
        for panel in self._panels.values():
            panel.show()
        self.side.reset()
        self.side.update_visible()
        self._side_widths.clear()
        self._was_open = False
        side = _side_width(False, size.width())
        self._across.setSizes([PANEL_W, max(GRID_W, size.width() - PANEL_W - side), side])
        bottom = self._bottom.sizeHint().height()
        self.setSizes([max(300, size.height() - bottom), bottom])

    def restore(self, settings: Settings) -> None:
        """As it was left."""
        for name, shown in settings.choice("panels", {}).items():
            if name in self._panels:
                self._panels[name].setVisible(bool(shown))
        self.side.restore(settings)
        self.side.update_visible()
        for name, splitter in (("across", self._across), ("work", self)):
            if not settings.layout(name).isEmpty():
                splitter.restoreState(settings.layout(name))
        widths = settings.choice("side widths", [])
        self._side_widths = {bool(at): width for at, width in enumerate(widths[:2])
                             if isinstance(width, int) and width > 0}

    def fit_timeline(self) -> None:
        """As high as what is in it asks for, after something was added to the timeline or left it."""
        whole, least = self.height(), self._bottom.minimumSizeHint().height()
        bottom = max(least, min(self._bottom.sizeHint().height(), round(BOTTOM_SHARE * whole)))
        if bottom != self._fitted:
            self.setSizes([max(whole - bottom, 0), bottom])
            self._fitted = bottom

    def remember(self, settings: Settings) -> None:
        settings.remember_layout([("across", self._across.saveState()), ("work", self.saveState())])
        settings.choose("panels", {name: self.wanted(name) for name in self._panels})
        self._note_width()
        settings.choose("side widths", [self._side_widths.get(is_open, 0) for is_open in (False, True)])
        self.side.remember(settings)

    def _note_width(self) -> None:
        if self.side.isVisible():
            self._side_widths[self._was_open] = self._across.sizes()[2]

    def _side_changed(self) -> None:
        """The column widens for a panel, at the cost of the videos, and gives that back when the last one closes."""
        is_open = bool(self.side.open_panels)
        if is_open != self._was_open:
            self._note_width()
            self._was_open = is_open
            left, middle, right = self._across.sizes()
            side = self._side_widths.get(is_open) or _side_width(is_open, self._across.width())
            side = max(min(side, middle + right - GRID_W), 0)
            self._across.setSizes([left, middle + right - side, side])
        self.changed.emit()


def _side_width(is_open: bool, whole: int) -> int:
    least, share = (OPEN_W, OPEN_SHARE) if is_open else (CLOSED_W, CLOSED_SHARE)
    return max(least, round(share * whole))
