"""What can be done to the clocks by hand: each is one edit of the project."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.banner import Notice
from app.session import Session
from app.stage import Stage
from app.syncing import lock_edit, locked, without_locked
from app.words import tr
from core.document import Document, Edit, Setting
from core.errors import ParallaxError

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class SyncActions(QObject):
    """Acts on the view at hand where no view is named. core.synchronize is imported when it is needed: the first window
    does without what it brings."""

    def __init__(self, session: Session, stage: Stage) -> None:
        super().__init__(stage)
        self._session, self._stage = session, stage

    @property
    def document(self) -> Document | None:
        project = self._session.project
        return project.document if project is not None else None

    @property
    def has_marks(self) -> bool:
        document = self.document
        return document is not None and bool(document.setting("sync/marks"))

    @property
    def has_clocks(self) -> bool:
        """Whether there is anything to reset."""
        document = self.document
        return document is not None and (document.setting("sync") is not None or any(
            view.offset_s or view.drift_ppm for view in document.views.values()))

    @property
    def locked(self) -> bool:
        """Whether the view at hand is."""
        document = self.document
        return document is not None and self._stage.active in locked(document)

    def synchronize(self) -> None:
        self._session.syncing.start(self.method)

    @property
    def method(self) -> str:
        kept = self._session.settings.choice("sync method", "auto")
        return kept if kept in ("auto", "audio", "pose") else "auto"

    def choose_method(self, method: str) -> None:
        self._session.settings.choose("sync method", method)

    def nudge(self, frames: float = 0.0, seconds: float = 0.0) -> None:
        """Move the view at hand later: by frames of its own, or by seconds."""
        from core.synchronize import frame_of, nudge_edit

        view_id, document = self._stage.active, self.document
        if document is not None and view_id is not None and view_id in document.views:
            by_s = frames * frame_of(document.views[view_id]) + seconds
            self._change(view_id, partial(nudge_edit, view=view_id, by_s=by_s))

    def place(self, view_id: str, offset_s: float, drift_ppm: float | None = None, title: str = "") -> None:
        """Set a view's offset."""
        from core.synchronize import place_edit

        self._change(view_id, lambda doc: place_edit(doc, view_id, offset_s, drift_ppm, title))

    def slow_motion(self, view_id: str, factor: float) -> None:
        """Say how many times slower than life a view's file plays."""
        from core.synchronize import slow_motion_edit

        self._change(view_id, lambda doc: slow_motion_edit(doc, view_id, factor))

    def lock(self, view_id: str | None = None, on: bool | None = None) -> None:
        """Lock a view's clock, or unlock it; without a word the other of the two."""
        view_id, document = view_id or self._stage.active, self.document
        if document is not None and view_id is not None and view_id in document.views:
            self._session.do(lock_edit(document, view_id, view_id not in locked(document) if on is None else on))

    def mark(self) -> None:
        """The event that is marked begins, or goes on, with the frame on screen in the view at hand. Once every view
        has it the clocks follow."""
        from core.synchronize import mark_edit, marks

        session, view_id, document = self._session, self._stage.active, self.document
        index = self._stage.frame_of(view_id) if view_id is not None else None
        if document is None or view_id is None or index is None:
            return
        label = self.event_at_hand()
        if not session.do(mark_edit(document, label, view_id, float(session.times[view_id][index]))):
            return
        if len(document.views) > 1 and {m.view for m in marks(document) if m.label == label} == set(document.views):
            self.solve_marks()

    def event_at_hand(self) -> str:
        """The label of the event that is being marked: the last one, until every view has it."""
        from core.synchronize import marks

        document = self.document
        assert document is not None
        there = marks(document)
        labels = sorted({mark.label for mark in there})
        if not labels:
            return LETTERS[0]
        last = labels[-1]
        if {mark.view for mark in there if mark.label == last} != set(document.views):
            return last
        return next((letter for letter in LETTERS if letter > last), last)

    def solve_marks(self) -> None:
        """Set the clocks by the marks, with what sound and movement said."""
        from core.synchronize import manual_edit

        document = self.document
        if document is not None:
            try:
                self._session.do(without_locked(document, manual_edit(document)))
            except ParallaxError as error:
                self._session.report(error)

    def clear_marks(self) -> None:
        document = self.document
        if document is not None and self.has_marks:
            self._session.do(Edit(tr("Remove the marks"), (document.put(Setting("sync/marks", ())),)))

    def reset(self) -> None:
        """Forget the clocks, but for those that are locked."""
        from core.synchronize import reset_edit

        document = self.document
        if document is not None and self.has_clocks:
            edit = without_locked(document, reset_edit(document))
            if edit.puts:
                self._session.do(edit)

    def _change(self, view_id: str, make: Callable[[Document], Edit]) -> None:
        document = self.document
        if document is None or view_id not in document.views:
            return
        name = document.views[view_id].name
        if view_id in locked(document):
            self._session.noticed.emit(Notice("info", tr("The clock of {name} is locked.").format(name=name), "",
                                              (tr("Unlock"), lambda: self.lock(view_id, False))))
            return
        try:
            edit = make(document)
        except ValueError:
            self._session.report(ParallaxError(name, "no camera has such a clock.", "Choose another value."))
            return
        if any(put.old != put.new for put in edit.puts):
            self._session.do(edit)
