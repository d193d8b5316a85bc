"""What the panels of the right column are built of: a box of choices, and a page that can be scrolled."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QSizePolicy, QWidget


def choice(name: str, hint: str) -> QComboBox:
    """A box that takes the width there is, however long its choices are."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(hint)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMinimumContentsLength(6)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def scrolling(body: QWidget) -> QScrollArea:
    """The body, which can be scrolled where the panel is lower than it needs."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    return area
