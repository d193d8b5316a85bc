"""The window 'More models': what others published, each with its size and its terms before anything is fetched."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.model_import import ModelImport
from app.published import check, source
from app.words import tr
from core.cards import Card
from core.skeleton import SKELETONS

WIDTH, HEIGHT = 720, 640  # px


class MoreModels(QDialog):
    """Not modal. A card a model; the one that is fetched shows how far it is."""

    def __init__(self, models: ModelImport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("More models"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 360)
        self.resize(WIDTH, min(HEIGHT, parent.height() - 80))
        self._models = models
        self.rows: dict[str, Offer] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(_label(tr("Models that others published. They come from their publishers' servers when you "
                                  "press Get; nothing of yours is sent."), "muted"))
        whole.addWidget(self._scrolling(), 1)
        whole.addLayout(self._buttons())
        models.changed.connect(self._refresh)
        self._refresh()

    def _scrolling(self) -> QScrollArea:
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        area.setWidget(body)
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(theme.GRID)
        self._none = _label(tr("All of them are here."), "muted")
        self._list.addWidget(self._none)
        self._list.addStretch()
        return area

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        bring = QPushButton(tr("Import weights…"))
        bring.setToolTip(tr("From a file that you have"))
        bring.clicked.connect(self._models.ask_import)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        for button in (bring, close):
            button.setAutoDefault(False)
        line.addWidget(bring)
        line.addStretch()
        line.addWidget(close)
        return line

    def _refresh(self) -> None:
        fetching = self._models.fetching
        if not fetching or fetching not in self.rows:  # while one is fetched, the list stays as it is
            missing = self._models.missing()
            for id in [id for id in self.rows if id not in missing]:
                row = self.rows.pop(id)
                row.hide()
                row.deleteLater()
            for place, (id, card) in enumerate(missing.items()):
                if id not in self.rows:
                    self.rows[id] = Offer(card, self._models)
                    self._list.insertWidget(place, self.rows[id])
            self._none.setVisible(not missing)
        for id, row in self.rows.items():
            row.show_state(id == fetching, self._models.step, self._models.busy)


class Offer(QFrame):
    """One published model: what it is, how large, what may be done with it, and the button that fetches it."""

    def __init__(self, card: Card, models: ModelImport) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._card = card
        self.get = QPushButton(tr("Get"))
        self.get.setAccessibleName(tr("Get {title}").format(title=card.title))
        self.get.clicked.connect(lambda: models.fetch(card.id))
        self.stop = QPushButton(tr("Stop"))
        self.stop.setToolTip(tr("What has come is kept"))
        self.stop.clicked.connect(models.stop)
        for button in (self.get, self.stop):
            button.setAutoDefault(False)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(tr("Fetching {title}").format(title=card.title))
        self.far = _label("", "caption")
        head = QHBoxLayout()
        head.addWidget(_label(card.title, "heading"), 1)
        head.addWidget(self.get)
        head.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(_label(f"{_kind(card)} · {source(card)}{_figures(card)}", "caption"))
        column.addWidget(_label(check(card), "caption"))
        column.addSpacing(4)
        column.addWidget(_label(tr("Licence: {licence}").format(licence=tr(card.licence)), ""))
        if card.consequence:
            column.addWidget(_label(tr(card.consequence), "warning" if card.restricted else "muted"))
        column.addSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.far)

    def show_state(self, fetching: bool, step: tuple[int, int], busy: bool) -> None:
        """step: bytes that have come, of how many."""
        self.get.setVisible(not fetching)
        self.get.setEnabled(not busy)
        for part in (self.stop, self.bar, self.far):
            part.setVisible(fetching)
        done, total = step
        if fetching:
            self.bar.setRange(0, 1000 if total and done < total else 0)
            self.bar.setValue(round(1000 * done / total) if total else 0)
            megabytes = {"done": f"{done / 1e6:.1f}", "total": f"{total / 1e6:.1f}"}
            self.far.setText(tr("Connecting …") if not done else tr("Checking …") if done >= total > 0 else
                             (tr("{done} of {total} MB") if total else tr("{done} MB")).format(**megabytes))


def _kind(card: Card) -> str:
    """'Detector of 17 joints'."""
    if card.task != "detector":
        return tr("Lifter")
    return tr("Detector of {n} joints").format(n=len(SKELETONS[card.joints]))


def _figures(card: Card) -> str:
    told = card.measured.get("published", {})
    error, precision = told.get("h36m_mpjpe_mm"), told.get("coco_ap_percent")
    if error:
        return " · " + tr("{n} mm MPJPE on Human3.6M, by its publishers").format(n=error)
    return " · " + tr("{n} % AP on COCO, by its publishers").format(n=precision) if precision else ""


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label
