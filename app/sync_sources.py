"""What the lanes are drawn from: every view's sound and movement, one file after the other."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.listening import Heard, Listener, Wave
from app.session import Session
from app.shown import Shown
from app.sync_curves import Energy, energy
from app.words import marked, tr
from core.document import View


@dataclass(frozen=True, eq=False)
class Source:
    """Of one view. wave, energy: None where there is none, or not yet; note: what to say instead of the wave form.
    slow_motion: the factor that the file seems to have been filmed with, None where nothing says so."""

    wave: Wave | None = None
    energy: Energy | None = None
    note: str = marked("Listening …")
    heard: bool = False
    slow_motion: float | None = None


class Sources(QObject):
    """changed(): something more is known. Begins to read at `follow`, while it is open; forgets what the project no
    longer has."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: dict[str, Source] = {}
        self._paths: dict[str, str] = {}          # view → the file its sound was read from
        self._moves: dict[str, tuple[object, Energy | None]] = {}
        self._reading = ""                        # the view whose sound is being read
        self._open = True
        session.poses_changed.connect(self._measure)

    def of(self, view_id: str) -> Source:
        return self._found.get(view_id, Source())

    def set_open(self, is_open: bool) -> None:
        """Whether anybody wants to see this; no sound is read while nobody does."""
        if is_open != self._open:
            self._open = is_open
            self.follow()

    def follow(self) -> None:
        """Read what is not known yet of the views there are."""
        views = self._session.views
        for gone in self._found.keys() - views.keys():
            self._found.pop(gone)
            self._paths.pop(gone, None)
            self._moves.pop(gone, None)
        view = views.get(self._reading)
        if self._reading and (not self._open or view is None or self._paths.get(view.id) != self._path(view)):
            self._session.jobs.forget(("sound", self._reading))
            self._paths.pop(self._reading, None)
            self._reading = ""
        for view_id in views:
            self._measure(view_id)
        self._next()

    def _path(self, view: View) -> str:
        return str(self._session.path(view))

    def _next(self) -> None:
        """One file at a time: the machine has other things to do as well."""
        session = self._session
        for view in session.views.values() if self._open else ():
            if self._reading:
                return
            path = self._path(view)
            if self._paths.get(view.id) == path:
                continue
            if view.id in session.faults:
                self._put(view.id, Source(None, self.of(view.id).energy, tr("The video cannot be read"), True))
                continue
            self._reading, self._paths[view.id] = view.id, path
            listener = Listener(Path(path))
            session.jobs.submit(("sound", view.id), listener.listen, partial(self._heard, view.id), stop=listener.stop)

    def _heard(self, view_id: str, found: Heard) -> None:
        self._reading = ""
        if view_id in self._session.views:
            self._put(view_id, Source(found.wave, self.of(view_id).energy, found.note, True, found.slow_motion))
        self._next()

    def _measure(self, view_id: str) -> None:
        """The movement of the athlete, once the poses shown are the project's."""
        shown = self._session.shown.get(view_id)
        if view_id not in self._session.views or (shown is not None and not shown.kept):
            return
        known = self._moves.get(view_id)
        if known is not None and known[0] is shown:
            return
        self._moves[view_id] = shown, None
        if shown is None or shown.athlete is None or shown.bare:
            if self.of(view_id).energy is not None:
                self._put_energy(view_id, None)
            return
        self._session.jobs.submit(("movement", view_id), partial(_move, shown, shown.athlete),
                                  partial(self._put_energy, view_id))

    def _put_energy(self, view_id: str, found: Energy | None) -> None:
        old = self.of(view_id)
        self._put(view_id, Source(old.wave, found, old.note, old.heard, old.slow_motion))

    def _put(self, view_id: str, source: Source) -> None:
        self._found[view_id] = source
        self.changed.emit()


def _move(shown: Shown, athlete: int) -> Energy | None:
    return energy(shown.poses.xys[:, athlete], shown.poses.times)
