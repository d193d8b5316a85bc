"""Where the parts of an open recording stand: panel, videos and 3D view in a row, transport and timeline below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.settings import Settings

PANEL_W = 280            # px of the left panel to begin with
SCENE_W, SCENE_SHARE = 380, 0.27  # the 3D view: at least so many px, and this share of the width


class Workspace(QSplitter):
    """The parts, of which panels can be hidden by name: 'recording', 'scene', 'timeline'."""

    def __init__(self, panel: QWidget, grid: QWidget, scene: QWidget, transport: QWidget, timeline: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        for part in (panel, grid, scene):
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

    def wanted(self, name: str) -> bool:
        """Whether a panel is there when a recording is open."""
        return self._panels[name].isVisibleTo(self)

    def toggle(self, name: str) -> None:
        self._panels[name].setVisible(not self.wanted(name))

    def reset(self, size: QSize) -> None:
        """Every panel, in the sizes that suit a window of this size."""
        for panel in self._panels.values():
            panel.show()
        scene = max(SCENE_W, round(SCENE_SHARE * size.width()))
        self._across.setSizes([PANEL_W, max(320, size.width() - PANEL_W - scene), scene])
        bottom = self._bottom.sizeHint().height()
        self.setSizes([max(300, size.height() - bottom), bottom])

    def restore(self, settings: Settings) -> None:
        """As it was left."""
        for name, splitter in (("across", self._across), ("work", self)):
            if not settings.layout(name).isEmpty():
                splitter.restoreState(settings.layout(name))
        for name, shown in settings.choice("panels", {}).items():
            if name in self._panels:
                self._panels[name].setVisible(bool(shown))

    def remember(self, settings: Settings) -> None:
        settings.remember_layout([("across", self._across.saveState()), ("work", self.saveState())])
        settings.choose("panels", {name: self.wanted(name) for name in self._panels})
