"""The coach view: the recordings and the figure as large as they can be, to be played, drawn on, measured, compared.

A page of the window. The panes and the 3D view are the window's own, lent to it while it is open.
"""

import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.body import Skeleton3D
from app.coach_bar import CoachBar, TimeLine, looked_up
from app.coach_keys import KeyTaker, move_on, stops, walks_in_group
from app.coach_model import CoachModel
from app.coach_other import COLOUR, NO_PAIRS, THROUGH, Other
from app.coach_rail import Rail
from app.coach_side import Side
from app.coach_strip import MomentStrip
from app.coach_surfaces import PaneSurface, PaneTool, SceneLayer
from app.coach_tools import Pencil, Surface
from app.coach_touch import Fingers, Swipe
from app.laid import Laid
from app.overlay import OverlayOptions, draw_person
from app.scene_view import SceneView
from app.segments import Segments
from app.stage import Stage
from app.turns import Steps, painting
from app.video_grid import VideoGrid
from app.video_view import VideoView
from app.words import marked, tr
from core.coaching import SCENE, Drawing
from core.skeleton import H36M17

if TYPE_CHECKING:
    from app.coach_share import Share

LAYOUTS = (("all", marked("Side by side"), marked("All recordings beside one another")),
           ("one", marked("One"), marked("The recording at hand alone")),
           ("over", marked("One on another"), marked("A second picture over the one at hand, half seen through")))
FIGURE_SHARE, FIGURE_W = 0.31, 300  # of the width for the figure, and px that it gets at least
NARROW, SIDE_NARROW, SIDE_WIDE = 1500, 272, 340  # px: of a window, and of the column of notes in it
SLIM, SIDE_SLIM, FIGURE_SLIM, PICTURES_SLIM = 1180, 232, 250, 180  # of a small screen, and the least of its parts
MOMENT_KEYS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
MOVE = 8.0      # px that a drawing goes at a press of Alt and an arrow, 1 with Shift


class CoachView(QWidget):
    """left(): it is to be closed."""

    left = Signal()

    def __init__(self, stage: Stage, action: Callable[[str], QAction]) -> None:
        super().__init__()
        self.stage, self.player = stage, stage.player
        self.model = CoachModel(stage.session, self.player, self)
        self.pencil = Pencil(self.model, self)
        self.other = Other(self.model, self.player, self)
        self.layout_at_hand, self._with_figure = "all", True
        self.setObjectName("coachView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Coach view"))
        self.tool = PaneTool(self.pencil, stage, self._paint_under, self._tab)
        self._fingers: list[Fingers] = []
        self.whole = False  # all of it is in its place
        self._layer: SceneLayer | None = None
        self._least_w = 0  # px: of the 3D view elsewhere
        self._grid_w = stage.grid.minimumWidth()
        self._by_hand = False  # the panes are as wide as somebody wanted them
        self.share: Share | None = None
        self._writing: tuple[Surface, QPointF, Drawing | None] | None = None
        self._make_parts(action)
        self._lay_out()
        self._wire()

    # -- making

    def _make_parts(self, action: Callable[[str], QAction]) -> None:
        self.rail = Rail(self.pencil, action)
        self.bar = CoachBar(self.player, self.model)
        self.strip = MomentStrip(self.model, self.stage, self.player)
        self.side = Side(self.model, self.pencil, self.player)
        self.other_pane = VideoView("other", tr("Other performance"), COLOUR)
        self.other.show_in(self.other_pane)
        self.other_line = TimeLine(COLOUR, alone=True)
        self.other_line.seeked.connect(self.other.seek)
        self.leave = big_button(tr("Back"), "arrow-left", tr("Back to the workbench  (C or Esc)"), self.left.emit)
        self.title, self.hint = QLabel(textFormat=Qt.TextFormat.PlainText), QLabel()
        self.title.setProperty("kind", "title")
        self.hint.setProperty("kind", "muted")
        self.layouts = Segments(tr("Recordings"), looked_up(LAYOUTS))
        self.layouts.chosen.connect(self.set_layout)
        self.lines = big_button(tr("Lines"), "person", tr("The lines of the body over the pictures"), self.toggle_lines)
        self.figure = big_button(tr("3D"), "cube", tr("The figure, which can be turned by hand"), self.toggle_figure)
        self.notes = big_button(tr("Notes"), "list-dashes", tr("Comments, measures and differences"),
                                self.toggle_notes)
        self.compare = big_button(tr("Compare…"), "users", tr("Another day, or another athlete, beside this one"),
                                  self.ask_other)
        self.home = big_button(tr("Take home…"), "export", tr("A clip, the key moments in one picture, or a report to "
                                                              "print"), self.take_home)
        for button in (self.lines, self.figure, self.notes, self.compare):
            button.setCheckable(True)
        self.others = QMenu(self)
        self.others.setObjectName("coachMenu")
        self._field = QLineEdit(self)
        self._field.setObjectName("coachText")
        self._field.setPlaceholderText(tr("Text, then Enter"))
        self._field.setMaxLength(400)
        self._field.returnPressed.connect(self._write)
        self._field.hide()
        self._make_other_bar()

    def _make_other_bar(self) -> None:
        self.other_bar = QFrame()
        self.other_bar.setProperty("kind", "bar")
        self.by_moments = big_button(tr("Match key moments"), "link",
                                     tr("Key moments of the same name fall together; without it, drag the line of "
                                        "either performance freely"), self._toggle_match)
        self.by_moments.setCheckable(True)
        self.camera = big_button(tr("Next camera"), "video-camera", tr("Another recording of the other performance"),
                                 self.other.next_camera)
        self.end_compare = big_button(tr("End"), "x", tr("Only this performance"), self.other.close)
        row = QHBoxLayout(self.other_bar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(theme.GRID)
        self._other_name = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._other_name.setProperty("kind", "heading")
        row.addWidget(self._other_name)
        row.addWidget(self.by_moments)
        row.addWidget(self.camera)
        row.addWidget(self.other_line, 1)
        row.addWidget(self.end_compare)

    def _lay_out(self) -> None:
        self.top = top = QFrame()
        top.setProperty("kind", "bar")
        top.setObjectName("coachTop")
        row = QHBoxLayout(top)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(theme.GRID)
        self.hint.setWordWrap(True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # as much as the row has
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self.leave)
        row.addWidget(self.title)
        row.addWidget(self.hint, 1)
        row.addWidget(self.layouts)
        for button in (self.lines, self.figure, self.notes, self.compare, self.home):
            row.addWidget(button)
        self.pictures = QSplitter(Qt.Orientation.Horizontal)
        self.pictures.setObjectName("coachPictures")
        self.pictures.setChildrenCollapsible(False)
        self.pictures.addWidget(self.other_pane)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.pictures, 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(middle, 1)
        for part in (self.other_bar, self.strip, self.bar):
            column.addWidget(part)

    def _wire(self) -> None:
        self.bar.moment_wanted.connect(self.go)
        self.bar.quality.follow(self.stage.quality)
        for part in (self.strip, self.side):
            part.rested.connect(self.setFocus)
        self.pencil.changed.connect(self._repaint)
        self.pencil.said.connect(self.hint.setText)
        self.pencil.writing.connect(self._ask_words)
        self.model.changed.connect(self._show_all)
        self.model.drawn.connect(self._repaint)
        self.model.drawn.connect(self.rail.refresh)
        self.other.changed.connect(self._other_changed)
        self.other.moved.connect(self._other_moved)
        self.other_pane.shown.connect(lambda index: self._repaint())
        self.pictures.splitterMoved.connect(self._dragged)
        self.stage.activated.connect(lambda view_id: self._arrange())
        for area in self.findChildren(QScrollArea):  # a presenter's remote leads on, wherever the focus is
            KeyTaker(area, {key: partial(self.go, by) for key, by in MOMENT_KEYS.items()}, within=True)
            Swipe(area, Qt.Orientation.Horizontal if self.strip.isAncestorOf(area) else Qt.Orientation.Vertical)

    # -- coming and going

    def begin(self, grid: VideoGrid, scene: SceneView) -> Steps:
        """Panes and 3D view are lent to it from now on."""
        with closing(painting((self.top, self.pictures, self.rail, self.side, self.strip, self.bar))) as painted:
            yield from self._begin(grid, scene)
            yield from painted
        self.whole = True

    def _begin(self, grid: VideoGrid, scene: SceneView) -> Steps:
        project = self.stage.session.project
        self.title.setText(project.folder.stem if project is not None else "")
        self.notes.setChecked(True)
        self._by_hand = False
        self.setFocus()
        yield
        self.pictures.insertWidget(0, grid)
        self._grid_w = grid.minimumWidth()
        grid.setMinimumWidth(PICTURES_SLIM)
        grid.show()
        for pane in self.stage.panes.values():
            pane.set_tool(self.tool)
        yield
        self.pictures.addWidget(scene)
        self._least_w = scene.minimumWidth()
        scene.set_for_fingers(True)
        self._layer = SceneLayer(scene, self.pencil, self.model)
        self._fit_width()
        self._let_touch()
        yield
        self._show_all()
        yield
        self.side.show()
        self.bar.refresh()
        self.bar.refresh_marks()
        yield
        self.strip.refresh()
        self.model.set_open(True)

    def prepare_share(self) -> Steps:
        """So that it opens at once; not before what it takes was loaded ahead, which takes long."""
        if "app.coach_share" not in sys.modules:
            return
        from app.coach_share import FORMS, share_of

        self.share = share = self.share or share_of(self)
        for what in FORMS:
            yield
            share.form(what)

    def _let_touch(self) -> None:
        """Fingers do on the pictures and the figure what the mouse does, and two of them more."""
        scene, layer = self.stage.scene, self._layer
        assert layer is not None
        for pane in (*self.stage.panes.values(), self.other_pane):
            self._fingers.append(Fingers(pane, pane.zoom, pane.pan, self.pencil.drop))
        self._fingers.append(Fingers(layer, lambda factor, _: scene.zoom(factor), scene.pan, self.pencil.drop))

    def end(self) -> None:
        """They are given back."""
        self.whole = False
        self.side.keep_comment()
        self.pencil.take("hand")
        self._end_words()
        if self.share is not None:
            self.share.hide()
        self.other.close()
        self.model.set_open(False)
        for fingers in self._fingers:
            fingers.end()
        self._fingers.clear()
        for pane in self.stage.panes.values():
            pane.set_tool(None)
        self.stage.grid.show_only(None)
        self.stage.grid.setMinimumWidth(self._grid_w)
        if self._layer is not None:
            self.stage.scene.setMinimumWidth(self._least_w)
            self.stage.scene.set_for_fingers(False)
            self._layer.hide()
            self._layer.deleteLater()
            self._layer = None

    def _share(self) -> None:
        """Most for the pictures, the rest for the figure, until somebody drags what is between them."""
        if self._layer is None or self._by_hand:
            return
        width = max(self.pictures.width(), 900)
        third = max(round(FIGURE_SHARE * width), FIGURE_W)
        rest = width - third
        self.pictures.setSizes([rest, 0, third] if self.other_pane.isHidden() else [rest // 2, rest // 2, third])

    def _dragged(self) -> None:
        self._by_hand = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_width()
        self._share()

    def _fit_width(self) -> None:
        """On a small screen the parts that are large elsewhere take less; the recording's name is known anyway."""
        slim = self.width() < SLIM
        self.side.setFixedWidth(SIDE_SLIM if slim else SIDE_NARROW if self.width() < NARROW else SIDE_WIDE)
        self.title.setHidden(slim)
        if self._layer is not None:
            self.stage.scene.setMinimumWidth(FIGURE_SLIM if slim else FIGURE_W)  # of which its buttons need so much

    # -- what buttons and keys do

    def go(self, by: int) -> None:
        """The next or previous key moment; without any, the end or the start."""
        if not self.strip.go(by) and not self.model.moments:
            self.player.pause()
            (self.player.to_end if by > 0 else self.player.to_start)()

    def set_layout(self, name: str) -> None:
        """'all', 'one' or 'over'."""
        self.layout_at_hand = name
        self.layouts.choose(name)
        self._arrange()

    def toggle_lines(self) -> None:
        on = not self.stage.overlay.bones
        for part in ("bones", "points"):
            self.stage.set_overlay(part, on)
        self.other_pane.set_overlay(self.stage.overlay)
        self._show_all()

    def toggle_figure(self) -> None:
        self._with_figure = not self._with_figure
        self._show_all()

    def toggle_notes(self) -> None:
        self.side.setVisible(self.side.isHidden())
        self.notes.setChecked(not self.side.isHidden())

    def ask_other(self) -> None:
        """Which performance this one is compared with: a recent one, or one to look for."""
        self.compare.setChecked(self.other.performance is not None)
        session, menu = self.stage.session, self.others
        menu.clear()
        here = session.project.folder if session.project is not None else None
        for folder in [recent for recent in session.settings.recent() if recent != here]:
            menu.addAction(theme.icon("folder"), folder.stem).triggered.connect(partial(self.other.open, folder))
        if menu.actions():
            menu.addSeparator()
        another = menu.addAction(theme.icon("folder-open"), tr("Another recording…"))
        another.triggered.connect(self._look_for_other)
        menu.popup(self.compare.mapToGlobal(self.compare.rect().bottomLeft()))

    def _look_for_other(self) -> None:
        project = self.stage.session.project
        start = str(project.folder.parent) if project is not None else str(Path.home())
        title = tr("Compare with another project (a folder NAME.parallax)")
        folder = QFileDialog.getExistingDirectory(self, title, start)
        if folder:
            self.other.open(Path(folder))

    def take_home(self) -> None:
        """What comes of all this: a clip, a kinogram, a report."""
        from app.coach_share import open_share  # brings the encoder

        self.share = open_share(self)

    def _toggle_match(self) -> None:
        self.other.set_by_moments(not self.other.by_moments)

    def step_back(self) -> bool:
        """Esc: what is under way is given up, then the tool, then the choice; False where there is nothing left."""
        if self._writing is not None:
            self._end_words()
            return True
        if self.pencil.give_up():
            return True
        if self.pencil.tool != "hand":
            self.pencil.take("hand")
            return True
        if self.pencil.chosen:
            self.pencil.choose("")
            return True
        return False

    @property
    def on_stage(self) -> bool:
        """Whether keys are the player's: nothing in the bars has the focus."""
        scene = self.stage.scene
        return QApplication.focusWidget() in (None, self, *self.stage.panes.values(), self.other_pane, scene)

    def event(self, event: QEvent) -> bool:
        if walks_in_group(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        self._tab(1 if next else -1)
        return True

    def _tab(self, by: int) -> None:
        """From the stage to the top, the tools, the pictures, the notes, the key moments, the transport, and back."""
        parts = (self.top, self.rail, *self.stage.panes.values(), self.other_pane, self.stage.scene, self.side,
                 self.other_bar, self.strip, self.bar)
        move_on([self, *stops(parts)], by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in MOMENT_KEYS:
            self.go(MOMENT_KEYS[key])
        elif key == Qt.Key.Key_Escape:
            if not self.on_stage and self._writing is None:
                self.setFocus()
            elif not self.step_back():
                self.left.emit()
        elif key == Qt.Key.Key_D and not held & ~Qt.KeyboardModifier.ShiftModifier:
            self.pencil.choose_next(-1 if held else 1, self._surfaces())
        elif key in MOVES and held & Qt.KeyboardModifier.AltModifier:
            px = 1.0 if held & Qt.KeyboardModifier.ShiftModifier else MOVE
            self.pencil.nudge(self._surfaces(), QPointF(*MOVES[key]) * px)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.pencil.delete()
        elif key == Qt.Key.Key_M:
            self.strip.mark_here()
        else:
            super().keyPressEvent(event)

    def _surfaces(self) -> dict[str, Surface]:
        """What can be drawn on and is to be seen, by its view."""
        found: dict[str, Surface] = {id: self.tool.surface(pane) for id, pane in self.stage.panes.items()
                                     if pane.isVisible()}
        if self._layer is not None and self._layer.isVisible():
            found[SCENE] = self._layer
        return found

    # -- words

    def _ask_words(self, on: Surface, spot: QPointF, drawing: Drawing | None) -> None:
        """A field where the words will stand."""
        where: QWidget = on.pane if isinstance(on, PaneSurface) else self._layer or self
        self._writing = (on, spot, drawing)
        place = where.mapTo(self, spot.toPoint())
        width = 320
        self._field.setGeometry(min(max(place.x(), 4), self.width() - width - 4), place.y(), width, 44)
        self._field.setText(drawing.text if drawing is not None else "")
        self._field.show()
        self._field.raise_()
        self._field.setFocus()

    def _write(self) -> None:
        if self._writing is not None:
            on, spot, drawing = self._writing
            text = self._field.text().strip()
            self._end_words()
            self.pencil.write(on, spot, text, drawing)

    def _end_words(self) -> None:
        self._writing = None
        self._field.hide()
        self.setFocus()

    # -- showing

    def laid(self, t: float) -> Laid | None:
        """The figure, and the other performance's over it, for the 3D view."""
        motion = self.model.figure
        body = motion.at(t, deep=True) if motion is not None else None
        nobody = np.zeros(3, np.float32)
        if motion is None or body is None or not np.isfinite(body).any():
            return Laid("apart", (), nobody)
        view = self.stage.session.views.get(motion.view)
        colour = self.stage.colour(view) if view is not None else theme.ACCENT
        bodies = [Skeleton3D("this", self.title.text(), colour, body.astype(np.float32), H36M17)]
        ghost = self.other.ghost()
        if ghost is not None and self.other.performance is not None:
            bodies.append(Skeleton3D("other", self.other.performance.name, COLOUR, ghost.astype(np.float32), H36M17))
        return Laid("overlaid" if len(bodies) > 1 else "apart", tuple(bodies), bodies[0].points[0])

    def _show_all(self) -> None:
        self.lines.setChecked(self.stage.overlay.bones)
        self.figure.setEnabled(self.model.figure is not None)
        self.figure.setChecked(self._with_figure and self.model.figure is not None)
        self.compare.setChecked(self.other.performance is not None)
        if self._layer is not None:
            there = self.model.figure is not None or self.model.busy  # put away and shown again, it would begin anew
            self.stage.scene.setVisible(self._with_figure and there)
            self.stage.compare_with(self.laid)
        self._arrange()

    def _arrange(self) -> None:
        """Which panes are seen."""
        comparing = self.other.performance is not None
        if self._layer is None:
            return
        pane = self.stage.panes.get(self.stage.active or "")
        alone = comparing or self.layout_at_hand != "all"
        self.stage.grid.show_only(pane if alone else None)
        self.other_pane.setVisible(comparing and self.layout_at_hand == "all")
        self.other_bar.setVisible(comparing)
        self.layouts.button("over").setEnabled(comparing or len(self.stage.panes) > 1)
        self._share()
        self._repaint()

    def _repaint(self) -> None:
        for pane in self.stage.panes.values():
            if pane.isVisible():
                pane.update()
        if self._layer is not None:
            self._layer.update()

    def _other_changed(self) -> None:
        other = self.other.performance
        self._other_name.setText(other.name if other is not None else "")
        self.by_moments.setChecked(self.other.by_moments)
        self.camera.setVisible(other is not None and len(other.views) > 1)
        if other is not None:
            self.other_line.set_marks([moment.time_s for moment in other.moments])
            said = "" if self.other.matched.pairs else tr(NO_PAIRS)
            self.side.show_differences(list(self.other.matched.differences), said)
        else:
            self.side.show_differences(None)
        if self.other_bar.isHidden() == (other is not None):
            self._by_hand = False  # there is one pane more, or less
        self._show_all()

    def _other_moved(self, t: float) -> None:
        other = self.other.performance
        if other is not None:
            self.other_line.show_time(t, other.span, None)
            if self._layer is not None and not self.player.playing:
                self.stage.compare_with(self.laid)

    def _paint_under(self, pane: VideoView, painter: QPainter) -> None:
        """A second picture over the first, and the other performance's body."""
        if self.layout_at_hand != "over" or pane.view_id != self.stage.active:
            return
        under = PaneSurface(pane, self.stage).canvas()
        comparing = self.other.performance is not None
        second = self.other_pane if comparing else self._second(pane)
        image = PaneSurface(second, self.stage).image() if second is not None else None
        if image is not None and under.where.height() > 0:
            height = under.where.height()
            width = height * image.width() / max(image.height(), 1)
            painter.setOpacity(THROUGH)
            painter.drawImage(QRectF(under.where.center().x() - width / 2, under.where.top(), width, height), image)
            painter.setOpacity(1.0)
        person = self.other.person_over(pane.view_id) if comparing else None
        if person is not None:
            draw_person(painter, person, H36M17, COLOUR, OverlayOptions(), pane.to_pane, under.unit)

    def _second(self, pane: VideoView) -> VideoView | None:
        """The pane after this one."""
        panes = list(self.stage.panes.values())
        return panes[(panes.index(pane) + 1) % len(panes)] if len(panes) > 1 else None


def big_button(text: str, icon: str, hint: str, do: Callable[[], object]) -> QPushButton:
    """A button for a finger; Tab comes to it, while a click leaves the keys to the player."""
    button = QPushButton(theme.icon(icon), text)
    button.setObjectName("coachButton")
    button.setToolTip(hint)
    button.setAccessibleName(text)
    button.setIconSize(theme.icon_size(20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: do())
    return button
