"""Help › Training methods: what each one needs, when to use it, and what comes of it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.method_cards import PICTURES
from app.words import tr
from training.settings import METHODS

PICTURE = QSize(168, 96)  # px


@dataclass(frozen=True)
class About:
    """What is told of a method beside its title and its two lines."""

    needs: str
    when: str
    gives: str


ABOUT = {
    "consistency": About(
        "Two synchronized videos of one movement, or more, with poses found. No calibration, no 3D truth. A minute of "
        "varied movement is little; cameras 60 to 150° apart.",
        "The views of your own recordings disagree: another sport, another camera angle than the lifter knows. The "
        "usual choice.",
        "A lifter that fits your kind of movement. The receipt compares it with the one before, on frames that nothing "
        "was learned from. Too few frames make it good at these alone."),
    "guided": About(
        "Pictures with 3D truth: a calibrated recording, clips of the synthetic studio, or a data set such as "
        "Human3.6M or Panoptic. A detector to teach (HRNet, RTMPose, DWPose) and one or more lifters.",
        "2D is what is wrong: the detector mistakes joints in your pictures, and 3D suffers from it.",
        "A detector whose remaining errors harm 3D less. It needs a graphics card, and hours."),
    "two-step": About(
        "Motion capture as one file, as for “From motion capture”.",
        "You make a lifter anew, and the 2D that it will be given is very good. With an ordinary detector's 2D it "
        "changes little.",
        "A lifter that has learned each movement twice: once with the true movement as a hint, once without."),
    "uplift": About(
        "Motion capture as one file, as for “From motion capture”.",
        "Speed counts: the detector is to look at every 4th, 10th or 20th frame only.",
        "A lifter that fills in what lies between. One ships with the program: choose it under Frames, without any "
        "training."),
    "supervised": About(
        "Motion capture as one file; `parallax data convert` makes it of BVH, AMC and AMASS.",
        "You have much 3D truth of the movement that you are interested in.",
        "A lifter made as the one that ships was: it sees the motion through virtual cameras, with a detector's "
        "faults."),
}
ORDER = ("consistency", "guided", "two-step", "uplift", "supervised")


class Picture(QWidget):
    """The picture that the method's card in the training panel has."""

    def __init__(self, method: str) -> None:
        super().__init__()
        self._method = method
        self.setFixedSize(PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BACKGROUND))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        PICTURES[self._method](painter, QRectF(self.rect()).adjusted(6, 8, -6, -8))
        painter.end()


class MethodsPage(QDialog):
    """Not modal; made when it is asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Training methods"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, max(480, min(760, parent.height() - 60)))
        body = QWidget()
        body.setObjectName("methodsBody")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(12)
        intro = QLabel(tr("Every training runs in the background, can be stopped and resumed, and ends with a receipt: "
                          "what was before beside what came of it. Nothing is replaced until you keep it."))
        intro.setObjectName("hint")
        intro.setWordWrap(True)
        rows.addWidget(intro)
        for method in ORDER:
            rows.addWidget(_row(method))
        rows.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and Page Down scroll it
        area.setAccessibleName(tr("Training methods"))
        area.setWidget(body)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(area, 1)
        column.addLayout(foot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (parent := self.parentWidget()) is not None:
            parent.activateWindow()  # the keys are the window's again, whatever the window manager does


def _row(method: str) -> QFrame:
    """A method: its picture, its name, and what there is to know."""
    told = ABOUT[method]
    row = QFrame()
    row.setProperty("kind", "card")
    title, about = QLabel(tr(METHODS[method].title)), QLabel(tr(METHODS[method].about))
    title.setProperty("kind", "heading")
    about.setWordWrap(True)
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for at, (name, text) in enumerate((
            (tr("Needs"), tr(told.needs)), (tr("Use it when"), tr(told.when)), (tr("Gives"), tr(told.gives)),
            (tr("Where"), tr("Pose › Train… In a terminal: {}").format(f"parallax train {method}")))):
        label, words = QLabel(name), QLabel(text)
        label.setObjectName("label")
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, at, 1)
    words_column = QVBoxLayout()
    words_column.setSpacing(6)
    words_column.addWidget(title)
    words_column.addWidget(about)
    words_column.addSpacing(4)
    words_column.addLayout(grid)
    across = QHBoxLayout(row)
    across.setContentsMargins(16, 14, 16, 14)
    across.setSpacing(16)
    across.addWidget(Picture(method), 0, Qt.AlignmentFlag.AlignTop)
    across.addLayout(words_column, 1)
    return row
