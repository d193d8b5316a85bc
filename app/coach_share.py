"""Take home: one window for the clip, the kinogram and the report, with a picture of what will come of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.banner import Notice
from app.coach_bar import looked_up
from app.coach_share_forms import TALL, Around, ClipForm, KinogramForm, ReportForm
from app.coach_take import KIND, SUFFIX, Take, checked
from app.panel_parts import scrolling
from app.runs import Runs
from app.segments import Segments
from app.timecode import format_time
from app.words import marked, tr
from core.coach_clip import WAYS, Beside
from core.coach_material import athlete_of
from core.errors import ParallaxError
from core.film import FilmView, request_for
from core.runs import Run, Status

if TYPE_CHECKING:
    from app.coach_view import CoachView
    from app.session import Session

WHAT = (("clip", marked("Clip"), marked("A film for a phone, with everything that is drawn")),
        ("kinogram", marked("Kinogram"), marked("The key moments in one picture")),
        ("report", marked("Report"), marked("Two pages to print")))
NAMES = {"clip": marked("Films (*.mp4)"), "kinogram": marked("Pictures (*.png)"), "report": marked("Reports (*.pdf)")}
TITLE = "Save "    # before the name of what a run makes
AnyForm = ClipForm | KinogramForm | ReportForm
FORMS: dict[str, Callable[[], AnyForm]] = {"clip": ClipForm, "kinogram": KinogramForm, "report": ReportForm}
FORM_W, WIDE, HIGH = 420, 1440, 900  # px, at most
WAIT_MS = 350      # of rest before a choice is looked at
LARGEST = 1400     # px of what is looked at


@dataclass(frozen=True, eq=False)
class _Looked:
    """What will come of it: pictures beside one another, and what is said of it."""

    images: tuple[QImage, ...]
    said: str


class Preview(QWidget):
    """Pictures beside one another, as large as they can be."""

    def __init__(self) -> None:
        super().__init__()
        self.images: tuple[QImage, ...] = ()
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setAccessibleName(tr("What it will look like"))

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def show_images(self, images: tuple[QImage, ...], text: str = "") -> None:
        """text: in their place, where there are none."""
        self.images, self.text = images, text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        if not self.images:
            painter.setFont(theme.font(theme.LARGE))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text)
        else:
            self._paint_images(painter, room)
        painter.end()

    def _paint_images(self, painter: QPainter, room: QRectF) -> None:
        gap = 12 * (len(self.images) - 1)
        wide, high = sum(image.width() for image in self.images), max(image.height() for image in self.images)
        zoom = min((room.width() - gap) / wide, room.height() / high)
        left = room.center().x() - (wide * zoom + gap) / 2
        for image in self.images:
            size = image.width() * zoom, image.height() * zoom
            painter.drawImage(QRectF(left, room.center().y() - size[1] / 2, *size), image)
            left += size[0] + 12


class Share(QDialog):
    """Not modal; kept while the coach view is there, so that what is being made is still watched when it is hidden.

    around: says what the coach view is at, None where nothing is open.
    """

    def __init__(self, session: "Session", around: Callable[[], Around | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._around = session, around
        self.setWindowTitle(tr("Take home"))
        self.setObjectName("coachShare")
        self.runs = Runs(session.jobs, self, "coach share", KIND)
        self.what = Segments(tr("What"), looked_up(WHAT))
        self.forms: dict[str, AnyForm] = {}  # those that were looked at
        self._pages: dict[str, QWidget] = {}
        self.preview = Preview()
        self.said, self._progress = QLabel(), QProgressBar(textVisible=False)
        self.save, self.stop, self.close_button = (
            QPushButton(text) for text in (tr("Save…"), tr("Stop"), tr("Close")))
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._folder: Path | None = None
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        for key, _, _ in WHAT:
            self.what.button(key).setMinimumHeight(TALL - 4)
            self.what.button(key).setFont(theme.font(theme.LARGE, theme.STRONG))
        self._stack = QStackedWidget()
        self._stack.setFixedWidth(FORM_W)
        self.said.setProperty("kind", "muted")
        self.said.setWordWrap(True)
        self._progress.setAccessibleName(tr("Progress"))
        self._progress.hide()
        self.save.setProperty("kind", "primary")
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._stack)
        middle.addWidget(self.preview, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GRID)
        foot.addWidget(self.said, 1)
        foot.addWidget(self._progress)
        for button in (self.stop, self.close_button, self.save):
            button.setMinimumHeight(TALL)
            button.setMinimumWidth(96)
            button.setAutoDefault(False)
            foot.addWidget(button)
        self._progress.setFixedWidth(220)
        self.stop.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        whole.addWidget(self.what)
        whole.addLayout(middle, 1)
        whole.addLayout(foot)

    def _wire(self) -> None:
        self.what.chosen.connect(self._choose)
        self._timer.timeout.connect(self._look)
        self.save.clicked.connect(self.ask)
        self.stop.clicked.connect(self.runs.stop)
        self.close_button.clicked.connect(self.hide)
        self.runs.failed.connect(self._session.report)
        self.runs.changed.connect(self._show_run)
        self.runs.ended.connect(self._ended)
        self._session.opened.connect(self._project_changed)
        self._project_changed()

    # -- its forms, each made when it is first asked for

    def form(self, what: str) -> AnyForm:
        """Of 'clip', 'kinogram' or 'report'."""
        made = self.forms.get(what)
        if made is None:
            made = self.forms[what] = FORMS[what]()
            made.changed.connect(self._look_later)
            self._pages[what] = scrolling(made)
            self._stack.addWidget(self._pages[what])
            around = self._around() if self.isVisible() else None
            if around is not None:
                made.show_around(around)
        return made

    @property
    def clip(self) -> ClipForm:
        return cast(ClipForm, self.form("clip"))

    @property
    def kinogram(self) -> KinogramForm:
        return cast(KinogramForm, self.form("kinogram"))

    @property
    def report(self) -> ReportForm:
        return cast(ReportForm, self.form("report"))

    # -- coming and going

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_page(self.chosen)
        around = self._around()
        if around is not None:
            for form in self.forms.values():
                form.show_around(around)
            self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        for key in ("coach preview", "coach estimate"):
            self._session.jobs.forget(key)

    def _project_changed(self) -> None:
        """What an earlier window was making is found again."""
        project = self._session.project
        folder = project.folder if project is not None else None
        if folder != self._folder:
            self._folder = folder
            self.hide()
            self.runs.forget()
            if project is not None:
                self.runs.adopt(project)

    # -- looking

    @property
    def chosen(self) -> str:
        """'clip', 'kinogram' or 'report'."""
        return self.what.current

    def _choose(self, what: str) -> None:
        self._show_page(what)
        self._look()

    def _show_page(self, what: str) -> None:
        self.form(what)
        self._stack.setCurrentWidget(self._pages[what])

    def _look_later(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _look(self) -> None:
        """What will come of what is chosen, worked out in the pool."""
        form = self.forms[self.chosen]
        if form.around is None or not form.around.views:
            self.preview.show_images((), tr("No video of this project is where it was."))
            self.save.setEnabled(False)
            return
        self.save.setEnabled(not self.runs.running)
        self._session.jobs.forget("coach estimate")
        take, t = form.take(Path("preview" + SUFFIX[self.chosen])), form.around.t
        if not self.preview.images:
            self.preview.show_images((), tr("One moment …"))
        self.said.setText("" if self.runs.running else tr("Looking at what comes of it …"))
        self._session.jobs.submit("coach preview", lambda: looked(take, t), lambda found: self._looked(take, found),
                                  self._not_looked)

    def _looked(self, take: Take, found: _Looked) -> None:
        self.preview.show_images(found.images)
        self.said.setText(found.said)
        if take.clip is not None:
            clip = take.clip
            self.said.setText(tr("Measuring how long it takes …"))

            def measured() -> str:
                from app.coach_clip import estimate

                made = estimate(clip)
                said = tr("Plays {time}, {width} × {height}. Takes {takes} to make on this computer.")
                return said.format(time=format_time(made.plays_s, milliseconds=False), width=made.size[0],
                                   height=made.size[1], takes=in_words(made.takes_s))

            self._session.jobs.submit("coach estimate", measured, self.said.setText, self._not_looked)

    def _not_looked(self, error: Exception) -> None:
        why = f"{error.subject}: {error.fault}\n{error.remedy}" if isinstance(error, ParallaxError) else str(error)
        self.preview.show_images((), why)
        self.said.setText("")
        self.save.setEnabled(False)

    # -- making

    def ask(self) -> None:
        """Asks for a name, then begins."""
        form = self.forms[self.chosen]
        if form.around is None:
            return
        suffix, folder = SUFFIX[self.chosen], form.around.project
        start = Path(str(self._session.settings.choice("saved to", str(folder.parent))))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as"), str(start / f"{folder.stem}{suffix}"),
                                              tr(NAMES[self.chosen]))
        if name:
            out = Path(name) if Path(name).suffix.lower() == suffix else Path(f"{name}{suffix}")
            self._session.settings.choose("saved to", str(out.parent))
            self.begin(out)

    def begin(self, out: Path) -> None:
        """Makes what is chosen, in a process of its own."""
        form, project = self.forms[self.chosen], self._session.project
        if project is None or form.around is None or self.runs.running or self._session.refuses():
            return
        try:
            checked(form.around.views, out, project.folder)
        except ParallaxError as error:
            self.said.setText(f"{Path(error.subject).name} {error.fault} {error.remedy}")
            return
        for key in ("coach preview", "coach estimate"):
            self._session.jobs.forget(key)
        self.runs.start(project.runs, KIND, TITLE + out.name, form.take(out))

    def _show_run(self) -> None:
        running = self.runs.running
        self._progress.setVisible(running)
        self.stop.setVisible(running)
        self.save.setEnabled(not running)
        if not running:
            return
        item = self.runs.status.items.get("coach")
        self._progress.setRange(0, item.total if item is not None else 0)
        self._progress.setValue(item.done if item is not None else 0)
        if self.runs.run is None:
            self.said.setText(tr("Saving it …"))
            return
        name = self.runs.run.request.title.removeprefix(TITLE)
        if self.runs.stopping:
            self.said.setText(tr("Stopping {name} …").format(name=name))
        elif item is not None and item.eta_s:
            left = format_time(item.eta_s, milliseconds=False)
            self.said.setText(tr("Saving {name} … {time} left.").format(name=name, time=left))
        else:
            self.said.setText(tr("Saving {name} …").format(name=name))

    def _ended(self, run: Run, status: Status) -> None:
        from core.recording import taken

        self._session.jobs.submit(("taken", run.name), lambda: taken(run, status), lambda _: None)
        if status.state == "done":
            out = Path(str(status.result.get("out", "")))
            self.said.setText(tr("{name} is saved in {folder}.").format(name=out.name, folder=out.parent))

            def show() -> None:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(out.parent)))

            said = tr("{name} is saved.").format(name=out.name)
            self._session.noticed.emit(Notice("info", said, str(out.parent), (tr("Show it"), show)))
        elif status.state == "stopped":
            self.said.setText(tr("Stopped; nothing was saved."))
        else:
            why = status.message if status.state == "failed" else \
                tr("Its process ended before its time; save it again.")
            self.said.setText(tr("It could not be saved. {why}").format(why=why))
            self._session.errors.add(f"{run.request.title}: {status.message}", trace=run.tail(40))
            name = run.request.title.removeprefix(TITLE)
            said = tr("Save {name}: it could not be saved.").format(name=name)
            self._session.noticed.emit(Notice("error", said, why))


def open_share(view: "CoachView") -> Share:
    """Shows it over a coach view, to which it belongs from then on."""
    share = view.share or share_of(view)
    around = view.window().geometry()
    share.resize(min(WIDE, around.width() - 64), min(HIGH, around.height() - 64))
    share.move(around.center() - share.rect().center())
    share.show()
    share.raise_()
    share.activateWindow()
    share.save.setFocus()
    return share


def share_of(view: "CoachView") -> Share:
    """One for a coach view, not to be seen yet."""
    return Share(view.stage.session, lambda: around_of(view), view)


def around_of(view: "CoachView") -> Around | None:
    """What a coach view is at; None where no project is open."""
    session, stage, other = view.stage.session, view.stage, view.other.performance
    project = session.project
    if project is None:
        return None
    paths = {one.id: session.path(one) for one in session.views.values() if one.id not in session.faults}
    views = request_for(project, paths, Path("preview.mp4")).views
    beside = _beside(view)
    comparing = {"all": WAYS[0], "over": WAYS[1]}.get(view.layout_at_hand, "") if beside is not None else ""
    return Around(project.folder, project.folder.stem, athlete_of(project.document), views,
                  stage.active or "", view.player.t, view.player.loop, stage.scene.seen_from,
                  len(project.document.moments), other.folder if other is not None else None, beside, comparing)


def _beside(view: "CoachView") -> Beside | None:
    """The other performance's recording that a coach view shows, and how its time runs."""
    other, shown = view.other.performance, view.other.view
    path = other.paths.get(shown.id) if other is not None and shown is not None else None
    if other is None or shown is None or path is None:
        return None
    clock = view.other.clock
    return Beside(FilmView(shown.id, shown.name, str(path), shown.colour, shown.offset_s, shown.drift_ppm,
                           shown.slow_motion), str(other.folder), WAYS[0], clock.a, clock.b)


def looked(take: Take, t: float) -> _Looked:
    """What will come of it, at a reference time. Runs in a worker. Raises ParallaxError."""
    began = time.perf_counter()
    if take.clip is not None:
        from app.coach_clip import preview

        return _Looked((_small(preview(take.clip, t)),), "")
    if take.kinogram is not None:
        from app.coach_kinogram import kinogram

        image = kinogram(take.kinogram)
        said = tr("{width} × {height} pixels.").format(width=image.width(), height=image.height())
        images: tuple[QImage, ...] = (_small(image),)
    else:
        from app.coach_report import gather, page_image

        assert take.report is not None
        content = gather(take.report)
        images = page_image(content, 0), page_image(content, 1)
        said = tr("Two pages, {paper}.").format(paper=content.paper.name)
    takes = tr("Takes {time} to make.").format(time=in_words(time.perf_counter() - began))
    return _Looked(images, f"{said} {takes}")


def _small(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= LARGEST:
        return image
    return image.scaled(LARGEST, LARGEST, Qt.AspectRatioMode.KeepAspectRatio,
                        Qt.TransformationMode.SmoothTransformation)


def in_words(seconds: float) -> str:
    """'a few seconds', 'about 40 s', 'about 3 min'."""
    if seconds < 5:
        return tr("a few seconds")
    if seconds < 90:
        return tr("about {n} s").format(n=5 * round(seconds / 5))
    return tr("about {n} min").format(n=round(seconds / 60))
