"""The agreement of each joint in one table: median and 95th percentile as numbers, the spread as a box beside them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from app import theme
from app.agreement_map import joint_name
from app.heat import Scale
from app.words import tr
from core.compare import Spread

HEAD, ROW = 40, 24            # px
NAME_W, NUMBER_W = 116, 58    # px
PAD = 12


class JointTable(QScrollArea):
    """chosen(joint): a row was clicked, or Enter pressed on it. Click on a column's title to sort by it."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = _Rows()
        self.rows.chosen.connect(self.chosen)
        self.setWidget(self.rows)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(self.rows)

    def set_spreads(self, spreads: Sequence[Spread], order: Sequence[int], scale: Scale | None) -> None:
        """The spreads by joint; order: of the rows where nothing sorts them. scale None: nothing to show."""
        self.rows.set_spreads(spreads, order, scale)


class _Rows(QWidget):
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._spreads: list[Spread] = []
        self._order: list[int] = []
        self._scale: Scale | None = None
        self._sort = "name"
        self._at = -1     # the row with the keyboard's mark
        self._hover = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Agreement of each joint"))

    def set_spreads(self, spreads: Sequence[Spread], order: Sequence[int], scale: Scale | None) -> None:
        self._spreads, self._order, self._scale = list(spreads), list(order), scale
        self.setFixedHeight(HEAD + ROW * len(self._order) + 8)
        self.update()

    @property
    def joints(self) -> list[int]:
        """The joints in the order of the rows."""
        if self._sort == "name":
            return self._order

        def value(joint: int) -> float:
            number = float(getattr(self._spreads[joint], self._sort))
            return number if np.isfinite(number) else -1.0

        return sorted(self._order, key=value, reverse=True)

    def sizeHint(self) -> QSize:
        return QSize(400, HEAD + ROW * len(self._order) + 8)

    # Mouse and keys

    def _row_at(self, y: float) -> int:
        row = int((y - HEAD) // ROW) if y >= HEAD else -1
        return row if row < len(self._order) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if spot.y() < HEAD:
            x = spot.x() - PAD - NAME_W
            self._sort = "name" if x < 0 else "median" if x < NUMBER_W else "p95"
        else:
            self._choose(self._row_at(spot.y()))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if row != self._hover:
            self._hover = row
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._at = min(max(self._at + step, 0), len(self._order) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._order):
            self._at = row
            self.chosen.emit(self.joints[row])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._row_at(event.pos().y())
            if row >= 0:
                QToolTip.showText(event.globalPos(), _told(self._spreads[self.joints[row]]), self)
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scale is not None and self._order:
            top = self._top()
            box = QRectF(PAD + NAME_W + 2 * NUMBER_W + 20, HEAD, 0, ROW * len(self._order))
            box.setRight(max(self.width() - PAD - 8, box.left() + 40))
            self._paint_head(painter, box, top)
            for row, joint in enumerate(self.joints):
                self._paint_row(painter, row, self._spreads[joint], box, top)
        painter.end()

    def _top(self) -> float:
        from app.heat import round_up

        known = [spread.p95 for spread in self._spreads if np.isfinite(spread.p95)]
        return round_up(max(known, default=1.0))

    def _paint_head(self, painter: QPainter, box: QRectF, top: float) -> None:
        assert self._scale is not None
        right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
        for title, key, left, width, flags in (
                (tr("Joint"), "name", PAD, NAME_W, Qt.AlignmentFlag.AlignLeft),
                (tr("Median"), "median", PAD + NAME_W, NUMBER_W, right),
                ("95 %", "p95", PAD + NAME_W + NUMBER_W, NUMBER_W, right)):
            painter.setFont(theme.font(theme.SMALL, theme.STRONG if self._sort == key else theme.font().weight()))
            painter.setPen(QColor(theme.TEXT if self._sort == key else theme.MUTED))
            painter.drawText(QRectF(left, 0, width, HEAD - 4), flags | middle, title)
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(QColor(theme.MUTED))
        for share in (0.0, 0.5, 1.0):
            x = box.left() + share * box.width()
            painter.fillRect(QRectF(round(x), HEAD - 4, 1, box.height() + 4), QColor(theme.LINE))
            text = f"{share * top:g}" + (" mm" if share == 1 else "")
            painter.drawText(QRectF(x - 40, HEAD - 22, 80 if share < 1 else 40 + 8, 16), middle | (
                Qt.AlignmentFlag.AlignHCenter if share < 1 else right), text)
        painter.drawText(QRectF(box.left(), 0, box.width() + 8, 18), middle | right, tr(self._scale.kind))

    def _paint_row(self, painter: QPainter, row: int, spread: Spread, box: QRectF, top: float) -> None:
        assert self._scale is not None
        y = HEAD + row * ROW
        if row in (self._hover, self._at if self.hasFocus() else -1):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.HOVER))
            painter.drawRoundedRect(QRectF(4, y + 1, self.width() - 8, ROW - 2), 4, 4)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.BODY))
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(QRectF(PAD, y, NAME_W, ROW), middle, joint_name(spread.name))
        painter.setFont(theme.font(theme.BODY, tabular=True))
        if not spread.frames:
            painter.setPen(QColor(theme.FAINT))
            painter.drawText(QRectF(PAD + NAME_W, y, NUMBER_W * 2, ROW), middle | Qt.AlignmentFlag.AlignRight,
                             tr("not seen"))
            return
        for k, value in enumerate((spread.median, spread.p95)):
            painter.drawText(QRectF(PAD + NAME_W + k * NUMBER_W, y, NUMBER_W, ROW),
                             middle | Qt.AlignmentFlag.AlignRight, f"{value:.0f}")

        def x(value: float) -> float:
            return box.left() + min(value / top, 1.0) * box.width()

        centre = y + ROW / 2
        tint = QColor(*self._scale.rgb(np.array(spread.median)).tolist())
        painter.setPen(QPen(QColor(theme.MUTED), 1.2))
        painter.drawLine(QPointF(x(spread.p5), centre), QPointF(x(spread.p95), centre))
        for value in (spread.p5, spread.p95):
            painter.drawLine(QPointF(x(value), centre - 3), QPointF(x(value), centre + 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(x(spread.p25), centre - 5, max(x(spread.p75) - x(spread.p25), 2), 10), 2, 2)
        painter.fillRect(QRectF(x(spread.median) - 1, centre - 6, 2, 12), QColor(theme.TEXT))


def _told(spread: Spread) -> str:
    if not spread.frames:
        return tr("{joint}: never seen by two views at once").format(joint=joint_name(spread.name))
    return tr("{joint}: half of the {frames} frames lie between {p25} and {p75} mm, nine of ten between {p5} and "
              "{p95}. Click: its worst frame").format(
        joint=joint_name(spread.name), frames=spread.frames,
        **{share: f"{getattr(spread, share):.0f}" for share in ("p5", "p25", "p75", "p95")})
