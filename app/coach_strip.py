"""The key moments of a recording as a strip of pictures: touched to go there, named in place, with suggestions."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QWidget

from app import theme
from app.coach_keys import KeyTaker, paint_ring
from app.coach_model import HERE_S, CoachModel
from app.player import Player
from app.stage import Stage
from app.timecode import format_time
from app.words import tr
from core.clock import nearest_frame
from core.coach_moments import Suggested
from core.coaching import KeyMoment, drop_moment, keep_moments
from core.document import new_id

CARD_W, CARD_H, PICTURE_H = 124, 112, 74  # px
KEEP = 44                                 # px: of the button on a suggestion that keeps it
LONGEST = 480                             # px: longer side of a picture that one is cut out of
AROUND = 1.25                             # of the athlete's height is seen on a small picture


class Card(QWidget):
    """A key moment, or a suggestion of one. touched(); renamed(name); kept(); dropped(); rested(): nothing is typed any
    more. left(±1): the focus is to go to the card beside it."""

    touched = Signal()
    rested = Signal()
    renamed = Signal(str)
    kept = Signal()
    dropped = Signal()
    left = Signal(int)

    def __init__(self, moment: KeyMoment | Suggested, picture: QImage | None) -> None:
        super().__init__()
        self.moment, self._picture, self.here, self._typing = moment, picture, False, False
        self.setFixedSize(CARD_W, CARD_H)
        self.setMouseTracking(True)
        said = moment.reason if isinstance(moment, Suggested) else moment.comment
        self.setToolTip(f"{moment.name}, {format_time(moment.time_s)}" + (f"\n{said}" if said else ""))
        named = tr("Suggested moment {name}") if self.suggested else tr("Key moment {name}")
        self.setAccessibleName(named.format(name=moment.name))
        self.setAccessibleDescription(tr("Space: go there. Enter: keep it") if self.suggested else
                                      tr("Space: go there. Enter: name it. Del: delete it"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._take_keys()

    def _take_keys(self) -> None:
        key = Qt.Key
        change = self.kept.emit if self.suggested else self.rename
        acts: dict[Qt.Key, Callable[[], object]] = {
            key.Key_Space: self.touched.emit, key.Key_Return: change, key.Key_Enter: change,
            key.Key_Left: lambda: self.left.emit(-1), key.Key_Right: lambda: self.left.emit(1)}
        if not self.suggested:
            acts |= {key.Key_F2: self.rename, key.Key_Delete: self.dropped.emit, key.Key_Backspace: self.dropped.emit}
        KeyTaker(self, acts)

    @cached_property
    def _field(self) -> QLineEdit:
        """Made when a name is to be typed: there are many cards, and fields take their time."""
        field = QLineEdit(self.moment.name, self)
        field.setGeometry(0, CARD_H - KEEP, CARD_W, KEEP)
        field.setMaxLength(80)
        field.setAccessibleName(tr("Name of the key moment"))
        field.editingFinished.connect(self._named)
        field.installEventFilter(self)
        return field

    @property
    def suggested(self) -> bool:
        return isinstance(self.moment, Suggested)

    def set_here(self, here: bool) -> None:
        """Whether the playhead is at it."""
        if here != self.here:
            self.here = here
            self.update()

    def set_picture(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    def rename(self) -> None:
        """The name can be typed now."""
        if not self.suggested:
            self._typing = True
            self._field.setText(self.moment.name)
            self._field.show()
            self._field.setFocus()
            self._field.selectAll()

    def _named(self) -> None:
        if self._typing:
            self._end_typing()
            name = self._field.text().strip()
            if name and name != self.moment.name:
                self.renamed.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the name as it was."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._end_typing()
            return True
        return False

    def _end_typing(self) -> None:
        self._typing = False  # first: the focus that the field loses says once more that it was edited
        self._field.hide()
        self.rested.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        corner = QRectF(CARD_W - KEEP, 0, KEEP, KEEP).contains(event.position())
        if corner and self.suggested:
            self.kept.emit()
        elif corner and self.here:
            self.dropped.emit()
        else:
            self.touched.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.suggested:
            self.kept.emit()
        else:
            self.rename()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.RAISED))
        painter.drawRoundedRect(box, 8, 8)
        self._paint_picture(painter)
        edge = theme.ACCENT if self.here else theme.LINE
        style = Qt.PenStyle.DashLine if self.suggested else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.OUTLINE if self.suggested and not self.here else edge),
                            2.5 if self.here else 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 8, 8)
        name = QRectF(8, PICTURE_H + 2, CARD_W - 16, CARD_H - PICTURE_H - 6)
        painter.setPen(QColor(theme.MUTED if self.suggested else theme.TEXT))
        painter.setFont(theme.font(theme.SMALL, theme.STRONG))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self._short_name(painter))
        self._paint_corner(painter)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))
        painter.end()

    def _short_name(self, painter: QPainter) -> str:
        """Two lines of it at most."""
        metrics, words, lines = painter.fontMetrics(), self.moment.name.split(), [""]
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if metrics.horizontalAdvance(longer) <= CARD_W - 18 or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        whole = [*lines[:1], " ".join(lines[1:])] if len(lines) > 1 else lines
        return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, CARD_W - 16) for line in whole)

    def _paint_picture(self, painter: QPainter) -> None:
        room = QRectF(5, 5, CARD_W - 10, PICTURE_H - 6)
        painter.setBrush(QColor(theme.BACKGROUND))
        painter.drawRoundedRect(room, 5, 5)
        if self._picture is not None:
            width, height = self._picture.width(), self._picture.height()
            share = min(room.width() / width, room.height() / height)
            place = QRectF(0, 0, width * share, height * share)
            place.moveCenter(room.center())
            painter.setOpacity(0.6 if self.suggested else 1.0)
            painter.drawImage(place, self._picture)
            painter.setOpacity(1.0)
        said = format_time(self.moment.time_s)
        painter.setFont(theme.font(11, theme.STRONG, tabular=True))
        chip = QRectF(room.left(), room.bottom() - 17, painter.fontMetrics().horizontalAdvance(said) + 10, 17)
        painter.setBrush(theme.colour("#0a0c0f", 0.8))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_corner(self, painter: QPainter) -> None:
        """What keeps a suggestion; what deletes the moment that the playhead is at."""
        if self.suggested or self.here:
            disc = QRectF(CARD_W - 34, 6, 28, 28)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACCENT) if self.suggested else theme.colour("#0a0c0f", 0.8))
            painter.drawEllipse(disc)
            icon = theme.icon("plus-bold", theme.BACKGROUND) if self.suggested else theme.icon("trash", theme.TEXT)
            icon.paint(painter, disc.toRect().adjusted(6, 6, -6, -6))


class MomentStrip(QFrame):
    """All cards, in the order of their times, with what makes and keeps them. rested(): a name was typed."""

    rested = Signal()

    def __init__(self, model: CoachModel, stage: Stage, player: Player) -> None:
        super().__init__()
        self._model, self._stage, self._player = model, stage, player
        self._pictures: dict[tuple[str, int], QImage] = {}
        self.cards: list[Card] = []
        self.setProperty("kind", "bar")
        self.setObjectName("coachStrip")
        self.mark = _big(tr("Mark"), "flag", tr("A key moment here  (M)"), self.mark_here)
        self.keep_all = _big(tr("Keep all"), "check-circle", tr("Keep every suggested moment"), self.keep_suggested)
        self._row = QWidget()
        self._line = QHBoxLayout(self._row)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.GRID)
        self._line.addStretch(1)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._row)
        self._area.setFixedHeight(CARD_H + 12)
        self._area.viewport().setAutoFillBackground(False)
        self._row.setAutoFillBackground(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 4)
        line.setSpacing(theme.GRID)
        line.addWidget(self.mark)
        line.addWidget(self._area, 1)
        line.addWidget(self.keep_all)
        model.changed.connect(self.refresh)
        model.drawn.connect(self.refresh)
        player.moved.connect(self._follow)

    # -- doing

    def mark_here(self) -> None:
        """A key moment at the playhead, to be named."""
        project = self._model.session.project
        if project is None or self._model.moment_at(self._player.t) is not None:
            return
        name = tr("Moment {n}").format(n=len(self._model.moments) + 1)
        moment = KeyMoment(new_id(), self._stage.instant, name)
        if self._model.session.do(keep_moments(project.document, [moment])):
            self.card_of(moment.id, Card.rename)

    def keep_suggested(self) -> None:
        """All suggestions become key moments, as one edit."""
        self._keep(self._model.suggested)

    def go(self, by: int) -> bool:
        """To the next (1) or the previous (−1) key moment; False where there is none."""
        t = self._player.t
        times = [moment.time_s for moment in self._model.moments]
        ahead = [one for one in times if one > t + HERE_S] if by > 0 else [one for one in times if one < t - HERE_S]
        if not ahead:
            return False
        self._player.pause()
        self._player.seek(min(ahead) if by > 0 else max(ahead))
        return True

    def _go_to(self, t: float) -> None:
        self._player.pause()
        self._player.seek(t)

    def card_of(self, id: str, act: Callable[[Card], None]) -> None:
        """Do something with the card of a key moment."""
        for card in self.cards:
            if isinstance(card.moment, KeyMoment) and card.moment.id == id:
                act(card)

    def _keep(self, suggested: list[Suggested]) -> None:
        project = self._model.session.project
        if project is not None and suggested:
            self._model.session.do(keep_moments(project.document, [
                KeyMoment(new_id(), one.time_s, one.name, f"{one.reason[:1].upper()}{one.reason[1:]}.", one.kind)
                for one in suggested]))

    def _rename(self, moment: KeyMoment, name: str) -> None:
        project = self._model.session.project
        if project is not None and moment.id in project.document.moments:
            self._model.session.do(keep_moments(project.document,
                                                [replace(project.document.moments[moment.id], name=name)]))

    def _drop(self, moment: KeyMoment) -> None:
        project = self._model.session.project
        if project is not None and moment.id in project.document.moments:
            self._model.session.do(drop_moment(project.document, moment.id))

    # -- following

    def refresh(self) -> None:
        """Cards for what there is now; those that say the same stay."""
        wanted: list[KeyMoment | Suggested] = sorted([*self._model.moments, *self._model.suggested],
                                                     key=lambda one: one.time_s)
        self.keep_all.setVisible(bool(self._model.suggested))
        if [card.moment for card in self.cards] != wanted:
            kept = {card.moment: card for card in self.cards if card.moment in wanted}
            for card in self.cards:
                if kept.get(card.moment) is not card:
                    card.hide()
                    card.deleteLater()
            self.cards = [kept.get(one) or self._card(one) for one in wanted]
            for at, card in enumerate(self.cards):
                self._line.insertWidget(at, card)
                card.show()  # so that its name can be typed at once
            self._row.setMinimumWidth(len(self.cards) * (CARD_W + theme.GRID))
        self._ask_pictures()
        self._follow(self._player.t)

    def _card(self, moment: KeyMoment | Suggested) -> Card:
        card = Card(moment, self._pictures.get(self._frame_of(moment)))
        card.rested.connect(self.rested)
        card.left.connect(lambda by: self._beside(card, by))
        card.touched.connect(partial(self._go_to, moment.time_s))
        if isinstance(moment, Suggested):
            card.kept.connect(lambda: self._keep([moment]))
        else:
            card.renamed.connect(lambda name: self._rename(moment, name))
            card.dropped.connect(lambda: self._drop(moment))
        return card

    def _beside(self, card: Card, by: int) -> None:
        """The focus goes to the next card, or the one before."""
        at = self.cards.index(card) + by
        if 0 <= at < len(self.cards):
            self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self.cards[at])

    def _follow(self, t: float) -> None:
        for card in self.cards:
            here = abs(card.moment.time_s - t) <= HERE_S
            if here and not card.here:
                self._area.ensureWidgetVisible(card, CARD_W, 0)
            card.set_here(here)

    # -- pictures

    def _frame_of(self, moment: KeyMoment | Suggested) -> tuple[str, int]:
        """The view at hand and its frame at a moment; −1 before its file is open."""
        view_id = self._stage.active or ""
        view, times = self._model.session.views.get(view_id), self._model.session.times.get(view_id)
        if view is None or times is None or not len(times):
            return view_id, -1
        return view_id, nearest_frame(times, float(view.clock.to_view(moment.time_s)))

    def _ask_pictures(self) -> None:
        """Small pictures of those that have none yet, decoded in the pool."""
        session, wanted = self._model.session, {self._frame_of(card.moment) for card in self.cards}
        lacking = sorted(one for one in wanted if one not in self._pictures and one[1] >= 0)
        view = session.views.get(self._stage.active or "")
        if lacking and view is not None and not session.jobs.busy("coach pictures"):
            path = session.picture_path(view)
            session.jobs.submit("coach pictures", lambda: small_pictures(path, lacking), self._take_pictures,
                                self._no_pictures, behind=True)

    def _take_pictures(self, found: dict[tuple[str, int], NDArray[np.uint8]]) -> None:
        for (view, index), rgb in found.items():
            whole = QImage(rgb.data, rgb.shape[1], rgb.shape[0], 3 * rgb.shape[1], QImage.Format.Format_RGB888)
            self._pictures[view, index] = whole.copy(self._athlete_in(view, index, whole))
        for card in self.cards:
            picture = self._pictures.get(self._frame_of(card.moment))
            if picture is not None:
                card.set_picture(picture)
        self._ask_pictures()

    def _no_pictures(self, error: Exception) -> None:
        """The pane says what is wrong with the video; the cards do without."""
        self._model.session.errors.add(f"Key moments have no pictures: {error}", error)

    def _athlete_in(self, view_id: str, index: int, whole: QImage) -> QRect:
        """The part of a picture that shows the athlete, no wider than a card; all of it where nobody is."""
        motion, times = self._model.motion_of(view_id), self._model.session.times.get(view_id)
        view, aspect = self._model.session.views.get(view_id), (CARD_W - 10) / (PICTURE_H - 6)
        body = motion.at(float(view.clock.to_ref(times[index]))) if motion is not None and view is not None \
            and times is not None else None
        known = body[np.isfinite(body).all(axis=1)] if body is not None else np.zeros((0, 2))
        width, height = float(whole.width()), float(whole.height())
        if len(known) < 3 or view is None:
            return whole.rect()
        share = width / view.width
        low, high = known.min(axis=0) * share, known.max(axis=0) * share
        tall = min(AROUND * max(float(high[1] - low[1]), float(high[0] - low[0]) / aspect), height)
        wide = min(tall * aspect, width)
        left = min(max(float(low[0] + high[0]) / 2 - wide / 2, 0.0), width - wide)
        top = min(max(float(low[1] + high[1]) / 2 - tall / 2, 0.0), height - tall)
        return QRectF(left, top, max(wide, 1.0), max(tall, 1.0)).toRect()


def small_pictures(path: Path, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], NDArray[np.uint8]]:
    """Frames of a video, LONGEST pixels along their longer side. Runs in a worker. Raises ParallaxError."""
    from core.video import Video

    with Video(path, memory=0, threads=1) as video:
        return {key: np.ascontiguousarray(video.frame(key[1], max_side=LONGEST))
                for key in wanted if key[1] < len(video)}


def _big(text: str, icon: str, hint: str, do: Callable[[], None]) -> QPushButton:
    button = QPushButton(theme.icon(icon), text)
    button.setObjectName("coachButton")
    button.setToolTip(hint)
    button.setAccessibleName(hint)
    button.setIconSize(theme.icon_size(20))
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, keys stay the player's
    button.clicked.connect(do)
    return button
