"""A coach's report: two pages to print, with the key moments in pictures, what was measured, and what is different."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from app import theme
from app.coach_kinogram import BOLDER, frame_of, paint_cell
from app.coach_picture import LINES, Ink, lines_of
from app.coach_report_parts import (
    BODY,
    DOUBTED,
    GREY,
    HEAD,
    MM,
    PAPERS,
    PRINT,
    PT,
    SMALL,
    SUPERSCRIPT,
    Paper,
    heading,
    paint_chart,
    paint_table,
    rule,
    table_h,
    write,
)
from app.film import prepare
from app.timecode import format_time
from app.words import marked, tr
from core.coach_compare import Difference
from core.coach_cut import regions
from core.coach_material import Material, read
from core.coach_motion import Motion
from core.coach_numbers import Numbers, compared, numbers, worth
from core.coach_place import Measured
from core.coaching import KeyMoment
from core.errors import ParallaxError
from core.files import write_whole
from core.film import FilmView
from core.progress import Progress, Step, silent
from core.video import Video

DOTS = 720                # an inch: the lengths of coach_report_parts
PICTURE_H = 900           # px of a picture, however large it is printed
MOST_PICTURES, MOST_ROWS, MOST_COLUMNS, MOST_CHARTS, MOST_DIFFERENCES = 6, 12, 6, 6, 8
CAPTION_LINES, COMMENT_LINES = 3, 4
LOWEST_CHART, HIGHEST_CHART = 26 * MM, 66 * MM
TITLE, LEAD, GAP = 24 * PT, 11 * PT, 5 * MM
LETTERS_PT, MOST_BOLD = 7.5, 2.6  # height of the values in a picture as it is printed
PROPOSED = marked("No key moment was named; these are what the motion suggests.")


@dataclass(frozen=True)
class ReportRequest:
    """A report to make. view: the recording that the pictures are of; project: the folder; out: the PDF.

    title, athlete, date, comment: what is said at the top; '' takes the project's, or leaves it out. paper: of PAPERS.
    other: another project to compare with, '' is none. lines: of the body, in the pictures.
    """

    view: FilmView
    out: str
    project: str
    title: str = ""
    athlete: str = ""
    date: str = ""
    comment: str = ""
    paper: str = "a4"
    other: str = ""
    lines: bool = True

    def __post_init__(self) -> None:
        if self.paper not in PAPERS:
            raise ValueError(f"{self.paper[:20]!r} is not one of {', '.join(PAPERS)}")


@dataclass(frozen=True, eq=False)
class Content:
    """What stands in a report. pictures: of the first key moments; measures: what is measured;
    other: whom it is compared with, at so many pairs of key moments."""

    request: ReportRequest
    material: Material
    moments: tuple[KeyMoment, ...]
    measures: tuple[Measured, ...]
    table: Numbers
    pictures: tuple[QImage, ...] = ()
    other: str = ""
    pairs: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def paper(self) -> Paper:
        return PAPERS[self.request.paper]


def save_report(request: ReportRequest, progress: Progress = silent) -> None:
    """Writes the PDF, whole or not at all. Raises ParallaxError where it cannot be made or written, and what `progress`
    raises."""
    out = Path(request.out)
    if out.suffix.lower() != ".pdf":
        raise ParallaxError(out, "is not a name for a report.", "Let it end in .pdf.")
    content = gather(request, progress)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setTitle(request.title or content.material.title)
    writer.setCreator("Parallax")
    size = QPageSize(QPageSize.PageSizeId.A4 if request.paper == "a4" else QPageSize.PageSizeId.Letter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    try:
        for n, page in enumerate(PAGES):
            if n:
                writer.newPage()
            page(painter, content)
    finally:
        painter.end()
    try:
        write_whole(out, lambda file: file.write(data.data()))
    except OSError as e:
        raise ParallaxError(out, "the report cannot be written ({reason}).",
                            "Free some space, or choose another folder.", reason=e.strerror) from e


def page_image(content: Content, page: int, dpi: int = 110) -> QImage:
    """A page as a picture, to be looked at beforehand."""
    scale = dpi / DOTS
    image = QImage(round(content.paper.width * scale), round(content.paper.height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(scale, scale)
    try:
        PAGES[page](painter, content)
    finally:
        painter.end()
    return image


def gather(request: ReportRequest, progress: Progress = silent) -> Content:
    """Reads and works out all that stands in a report. Raises ParallaxError, and what `progress` raises."""
    prepare()
    material = read(request.project)
    motion = material.motions.get(request.view.id)
    if motion is None:
        raise ParallaxError(request.view.name, "shows nobody to report on.", "Choose another recording, or find poses "
                            "first.")
    every = material.moments or material.proposed
    moments = tuple(one for one in every if motion.frame(one.time_s) is not None)[:MOST_ROWS]
    measures = tuple(material.measures()[:MOST_COLUMNS])
    content = Content(request, material, moments, measures, numbers(measures, moments))
    if request.other:
        theirs = read(request.other)
        pairs, different = compared(material, theirs)
        content = replace(content, other=theirs.title, pairs=pairs, differences=tuple(different))
    return replace(content, pictures=_pictures(content, motion, progress))


def _pictures(content: Content, motion: Motion, progress: Progress) -> tuple[QImage, ...]:
    """The athlete at each moment with what was drawn, in the shape of the room that there is."""
    request, material, moments = content.request, content.material, content.moments[:MOST_PICTURES]
    if not moments:
        return ()
    times, made = [moment.time_s for moment in moments], []
    slim = regions(motion, times)[0]
    grid = _grid(_pictures_room(content), moments, slim.width / slim.height)
    cut = regions(motion, times, grid.width / grid.height)
    bolder = min(max(LETTERS_PT * PT / grid.height * LINES / (0.75 * 6 * 4), BOLDER), MOST_BOLD)
    colour = theme.view_colour(request.view.colour) if request.lines else ""
    with Video(request.view.video) as video:
        for n, (moment, part) in enumerate(zip(moments, cut, strict=True)):
            image = QImage(round(PICTURE_H * part.width / part.height), PICTURE_H, QImage.Format.Format_RGB888)
            painter = QPainter(image)
            try:
                paint_cell(painter, frame_of(request.view, video, moment.time_s, colour=colour), material, part,
                           QRectF(0, 0, image.width(), image.height()), bolder)
            finally:
                painter.end()
            made.append(image)
            progress(Step("report", n + 1, len(moments), Path(request.out).name))
    return tuple(made)


# -- the first page


def first_page(painter: QPainter, content: Content) -> None:
    """Who, when, what is said of it, and the key moments in pictures."""
    room, request, top = content.paper.room, content.request, content.paper.room.top()
    top += write(painter, room, request.title or content.material.title, TITLE, strong=True)
    who = (request.athlete or content.material.athlete, request.date, request.view.name)
    top += write(painter, _from(room, top), " · ".join(filter(None, who)), LEAD, GREY) + 2 * MM
    rule(painter, room.left(), room.right(), top)
    top += 4 * MM
    if request.comment:
        top += write(painter, _from(room, top), request.comment, LEAD, most=COMMENT_LINES) + 4 * MM
    if not content.moments:
        said = tr("There is no key moment, and the motion suggests none.")
        write(painter, _from(room, top), said, BODY, GREY)
        return
    top += heading(painter, _from(room, top), tr("Key moments"))
    if not content.material.moments:
        write(painter, _from(room, top), tr(PROPOSED), SMALL, GREY)
    pictures = _pictures_room(content)
    _paint_pictures(painter, content, pictures)
    more = len(content.moments) - len(content.pictures)
    if more > 0:
        said = tr("One more key moment is in the table overleaf.") if more == 1 else \
            tr("{n} more key moments are in the table overleaf.").format(n=more)
        write(painter, _from(room, pictures.bottom() + MM), said, SMALL, GREY)


def _pictures_room(content: Content) -> QRectF:
    """What the first page has for pictures: all that words do not take."""
    room, comment = content.paper.room, content.request.comment
    lines = len(lines_of(comment, Ink(LEAD), room.width(), COMMENT_LINES))
    top = room.top() + Ink(TITLE, strong=True).line + Ink(LEAD).line + 6 * MM + Ink(HEAD, strong=True).line + 2 * MM
    top += lines * Ink(LEAD).line + 4 * MM if comment else 0
    top += 0 if content.material.moments else Ink(SMALL).line + 2 * MM
    more = len(content.moments) > MOST_PICTURES
    return QRectF(room.left(), top, room.width(), room.bottom() - top - (6 * MM if more else 0))


@dataclass(frozen=True)
class _Grid:
    """How pictures stand: so many across, of a width and height, a caption's height below each."""

    across: int
    width: float
    height: float
    caption: float


def _grid(room: QRectF, moments: Sequence[KeyMoment], slim: float) -> _Grid:
    """As many across as make the pictures highest; of a picture at least so wide, of its height."""

    def fitted(across: int) -> _Grid:
        column = (room.width() - GAP * (across - 1)) / across
        caption = max(_caption_h(moment, column) for moment in moments)
        down = -(-len(moments) // across)
        return _Grid(across, column, min((room.height() - GAP * (down - 1)) / down - caption, column / slim), caption)

    return max(map(fitted, range(1, min(len(moments), 3) + 1)),
               key=lambda one: (round(one.height / MM), -(-len(moments) % one.across)))


def _paint_pictures(painter: QPainter, content: Content, room: QRectF) -> None:
    shown, first = content.moments[:len(content.pictures)], content.pictures[0]
    grid = _grid(room, shown, first.width() / first.height())
    for n, (image, moment) in enumerate(zip(content.pictures, shown, strict=True)):
        row, at = divmod(n, grid.across)
        left = room.left() + at * (grid.width + GAP)
        top = room.top() + row * (grid.height + grid.caption + GAP)
        wide = grid.height * image.width() / image.height()
        painter.drawImage(QRectF(left, top, wide, grid.height), image)
        _caption(painter, QRectF(left, top + grid.height + 1.5 * MM, grid.width, grid.caption), moment, n)


def _caption_h(moment: KeyMoment, width: float) -> float:
    lines = len(lines_of(moment.comment, Ink(BODY), width, CAPTION_LINES))
    return 1.5 * MM + Ink(BODY, strong=True).line + Ink(SMALL).line + lines * Ink(BODY).line


def _caption(painter: QPainter, room: QRectF, moment: KeyMoment, n: int) -> None:
    top = room.top() + write(painter, room, f"{n + 1}. {moment.name}", BODY, strong=True)
    top += write(painter, _from(room, top), format_time(moment.time_s), SMALL, GREY)
    write(painter, _from(room, top), moment.comment, BODY, most=CAPTION_LINES)


# -- the second page


def second_page(painter: QPainter, content: Content) -> None:
    """Curves, numbers, what is different, and what the numbers are worth."""
    room = content.paper.room
    notes = _notes(content)
    notes_h = sum(len(lines_of(note, Ink(SMALL), room.width(), 2)) for note in notes) * Ink(SMALL).line + 3 * MM
    bottom = room.bottom() - notes_h
    _paint_notes(painter, notes, QRectF(room.left(), bottom, room.width(), notes_h))
    top = room.top()
    if not content.measures:
        top += heading(painter, room, tr("Measured"))
        said = tr("Nothing was measured: there is no 3D, and no angle or distance is drawn.")
        top += write(painter, _from(room, top), said, BODY, GREY, most=2) + 6 * MM
    else:
        below = table_h(content.table, room.width()) + 14 * MM + _differences_h(content)
        top = _paint_charts(painter, content, QRectF(room.left(), top, room.width(), bottom - top - below))
        top += heading(painter, _from(room, top), tr("In numbers"))
        top += paint_table(painter, _from(room, top), content.table, len(content.moments)) + 5 * MM
    if content.request.other:
        _paint_differences(painter, content, QRectF(room.left(), top, room.width(), bottom - top))


def _paint_charts(painter: QPainter, content: Content, room: QRectF) -> float:
    """Two beside one another, as many rows as are legible; where what comes below them begins."""
    top = room.top() + heading(painter, room, tr("Measured"))
    count = min(len(content.measures), MOST_CHARTS)
    across = 1 if count == 1 else 2
    rows = -(-count // across)
    gap = 5 * MM
    rows = max(min(rows, int((room.bottom() - top + gap) // (LOWEST_CHART + gap))), 1)
    height = min((room.bottom() - top - gap * (rows - 1)) / rows, HIGHEST_CHART)
    width = (room.width() - 8 * MM * (across - 1)) / across
    for n, made in enumerate(content.measures[:rows * across]):
        row, at = divmod(n, across)
        paint_chart(painter, QRectF(room.left() + at * (width + 8 * MM), top + row * (height + gap), width, height),
                    made, content.moments)
    return top + rows * (height + gap) + 1 * MM


def _differences_h(content: Content) -> float:
    if not content.request.other:
        return 0.0
    return 14 * MM + max(min(len(content.differences), MOST_DIFFERENCES), 1) * Ink(BODY).line


def _paint_differences(painter: QPainter, content: Content, room: QRectF) -> None:
    """In words, the largest first; what is doubted in grey, with the reason."""
    top = room.top() + heading(painter, room, tr("Compared with {name}").format(name=content.other))
    if not content.differences:
        said = tr("No angle differs by more than a few degrees at the key moments that both have.") if content.pairs \
            else tr("No key moment has the same name in both, so there is nothing to compare.")
        write(painter, _from(room, top), said, BODY, GREY, most=2)
        return
    for one in content.differences[:MOST_DIFFERENCES]:
        spread = f" (± {one.spread_deg:.0f}°)" if one.spread_deg is not None else ""
        said = f"{one.words[:1].upper()}{one.words[1:]}{spread}{f': {one.doubt}' if one.doubt else ''}"
        top += write(painter, _from(room, top), said, BODY, DOUBTED if one.doubt else PRINT)


def _notes(content: Content) -> list[str]:
    doubts = [f"{str(n + 1).translate(SUPERSCRIPT)} {why}" for n, why in enumerate(content.table.notes)]
    return [*doubts, *worth(content.measures)]


def _paint_notes(painter: QPainter, notes: Sequence[str], room: QRectF) -> None:
    rule(painter, room.left(), room.right(), room.top())
    top = room.top() + 2 * MM
    for note in notes:
        top += write(painter, _from(room, top), note, SMALL, GREY, most=2)


def _from(room: QRectF, top: float) -> QRectF:
    """What is left of a room from there down."""
    return QRectF(room.left(), top, room.width(), room.bottom() - top)


PAGES: tuple[Callable[[QPainter, Content], None], ...] = (first_page, second_page)
