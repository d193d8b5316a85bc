"""The lifters that were compared, one row each: the figures as numbers, sorted by whichever the user clicks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from app import theme
from app.looking import ordinal
from app.words import marked, tr
from core.cards import Card
from core.lifter_bench import Row

NAME, FIRST = 0, 1  # columns: the name, the first figure
NAME_W, NUMBER_W, PAD = 340, 60, 16  # px: of the widest name, the narrowest number, and beside a title
USED = "✓ "  # before the name of the one in use
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW = Qt.ItemDataRole.UserRole
LENGTHS = {"relative": marked("; of bodies brought to 1.70 m, since the athlete's height is not known"),
           "scaled": marked("; scaled to the athlete's height")}


@dataclass(frozen=True)
class Figure:
    """A column. value: of a row, None where it has none; unit: below the title; high: whether more is better."""

    title: str
    unit: str
    hint: str
    value: Callable[[Row], float | None]
    digits: int = 0
    high: bool = False


FIGURES = (
    Figure(marked("Agreement"), "mm",
           marked("How far the views are apart: the median over joints and frames, after one alignment of each view. "
                  "Agreement is not accuracy: views can share an error"), lambda row: row.figures.agreement_mm),
    Figure(marked("Jitter"), "m/s²",
           marked("How strongly joints shake: the median acceleration of what is faster than 6 Hz"),
           lambda row: row.figures.jitter_m_s2, 1),
    Figure(marked("Bones"), "± %",
           marked("By how much the length of a bone varies: its standard deviation, as a share of its mean; the median "
                  "over bones and views"), lambda row: row.figures.bones_percent, 1),
    Figure(marked("Sides"), "%",
           marked("How different the bones of the two sides are: the median over frames, bones and views"),
           lambda row: row.figures.symmetry_percent, 1),
    Figure(marked("Speed"), marked("frames/s"),
           marked("Lifting alone, once it is loaded, on this computer as busy as it was"),
           lambda row: row.frames_per_s, high=True),
)


class LifterTable(QTreeWidget):
    """row_chosen(): another row is the current one, or none. Click on a column's title to sort by it, best first; once
    more, worst first. Lifters that could not be measured are always last."""

    row_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rows")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(16, 16))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names differ in their ends
        self.setAccessibleName(tr("The lifters compared"))
        self._rows: list[Row] = []
        self._cards: Mapping[str, Card] = {}
        self._used = ("", 0)
        self._alone = False
        self._sort, self._reversed = FIRST, False
        header = self.header()
        header.setSectionsClickable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(NUMBER_W)
        header.setFont(theme.font(theme.SMALL))
        header.sectionClicked.connect(self.sort_by)
        self._titles()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(lambda *_: self.row_chosen.emit())

    def _titles(self) -> None:
        """The one that it is sorted by is strong, with an arrow."""
        arrow = "▴" if self._reversed else "▾"
        titles = [tr("Lifter"), *(tr(figure.title) for figure in FIGURES)]
        units = ["", *(tr(figure.unit) for figure in FIGURES)]
        units[self._sort] = f"{arrow} {units[self._sort]}".strip()
        self.setHeaderLabels([f"{title}\n{unit}".strip() for title, unit in zip(titles, units, strict=True)])
        head, kind = self.headerItem(), next((row.figures.kind for row in self._rows if not row.error), "relative")
        for at in range(len(titles)):
            head.setFont(at, theme.font(theme.SMALL, theme.STRONG if at == self._sort else theme.font().weight()))
            if at >= FIRST:
                head.setTextAlignment(at, RIGHT)
                lengths = tr(LENGTHS[kind]) if at < FIRST + 2 else ""
                head.setToolTip(at, f"{tr(FIGURES[at - FIRST].hint)}{lengths}. {tr('Click to sort')}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Numbers as narrow as their titles allow, further apart where there is room for more than the names."""
        wide = QFontMetrics(theme.font(theme.SMALL, theme.STRONG)).horizontalAdvance
        widths = [max(NUMBER_W, wide(tr(f.title)) + PAD, wide(f"▾ {tr(f.unit)}") + PAD) for f in FIGURES]
        spare = max(0, self.viewport().width() - NAME_W - sum(widths)) // len(widths)
        for at, width in enumerate(widths, FIRST):
            self.header().resizeSection(at, width + spare)

    def set_rows(self, rows: Sequence[Row], known: Mapping[str, Card], used: tuple[str, int], alone: bool) -> None:
        """known: the cards by id; used: lifter and stride that are in use; alone: there is one view, and no agreement
        to tell."""
        self._rows, self._cards, self._used, self._alone = list(rows), known, used, alone
        self._fill()

    @property
    def rows(self) -> list[Row]:
        """As they are sorted."""
        def place(row: Row) -> tuple[bool, float | str, str]:
            if self._sort == NAME:
                return False, row.title.casefold(), ""
            figure = FIGURES[self._sort - FIRST]
            value = figure.value(row)
            if value is None:
                return True, 0.0, row.title
            return False, value if figure.high == self._reversed else -value, row.title

        known = sorted((row for row in self._rows if not row.error), key=place)
        if self._sort == NAME and self._reversed:
            known.reverse()
        return known + [row for row in self._rows if row.error]

    @property
    def chosen(self) -> Row | None:
        """The current row."""
        item = self.currentItem()
        return item.data(NAME, ROW) if item is not None else None

    def sort_by(self, column: int) -> None:
        """Best first; where it is sorted by this one already, the other way round."""
        self._reversed = column == self._sort and not self._reversed
        self._sort = column
        self._fill()

    # -- making the rows

    def _fill(self) -> None:
        chosen = self.chosen
        self.blockSignals(True)
        self.clear()
        best = [_best(figure, self._rows) for figure in FIGURES]
        for row in self.rows:
            item = self._item(row, best)
            self.addTopLevelItem(item)
            if chosen is not None and row.key == chosen.key:
                self.setCurrentItem(item)
        self._titles()
        self.blockSignals(False)
        self.row_chosen.emit()

    def _item(self, row: Row, best: Sequence[float | None]) -> QTreeWidgetItem:
        used, card = row.key == self._used, self._cards.get(row.lifter)
        item = QTreeWidgetItem([USED + name_of(row) if used else name_of(row)])
        item.setData(NAME, ROW, row)
        if used:
            item.setForeground(NAME, QColor(theme.ACCENT))
        if card is not None and card.restricted:
            item.setIcon(NAME, theme.icon("warning-circle", theme.WARNING))
        item.setToolTip(NAME, told(row, card, used))
        for at, (figure, first) in enumerate(zip(FIGURES, best, strict=True), FIRST):
            value = figure.value(row)
            item.setTextAlignment(at, RIGHT)
            item.setText(at, f"{value:.{figure.digits}f}" if value is not None else "–")
            strong = value is not None and value == first and len(self._rows) > 1
            item.setFont(at, theme.font(theme.BODY, theme.STRONG if strong else theme.font().weight(), tabular=True))
            if value is None:
                item.setForeground(at, QColor(theme.MUTED))
        if row.error:
            item.setText(FIRST, tr("failed"))
            item.setForeground(FIRST, QColor(theme.DANGER))
            item.setForeground(NAME, QColor(theme.MUTED))
            item.setToolTip(FIRST, row.error)
        elif row.figures.agreement_mm is None:
            item.setText(FIRST, tr("one view") if self._alone else tr("apart"))
            item.setToolTip(FIRST, why_none(self._alone))
        return item


def name_of(row: Row) -> str:
    """The title, with how many frames it is given where that is not every one."""
    return row.title if row.stride == 1 else tr("{title}, 1 of {n}").format(title=row.title, n=row.stride)


def why_none(alone: bool) -> str:
    """Why there is no agreement."""
    return (tr("Agreement takes a second view of the same moment; here is only one.") if alone else
            tr("No two views show the athlete at the same time here, so there is no agreement to tell."))


def _best(figure: Figure, rows: Sequence[Row]) -> float | None:
    known = [value for row in rows if (value := figure.value(row)) is not None]
    return (max if figure.high else min)(known, default=None)


def told(row: Row, card: Card | None, used: bool) -> str:
    """What is to be known of a lifter before it is used, or why it could not be measured."""
    if row.error:
        return row.error
    given = [tr("from every {nth} frame").format(nth=ordinal(row.stride))] if row.stride > 1 else []
    said = [row.title, *given, *([tr("in use")] if used else [])]
    return f"{', '.join(said)}. {card.terms if card is not None else ''}".strip()
