"""3D that follows corrections in the window: what changed goes to a process that lifts it, which changes what is shown.

The process (app/lifting_process.py) is started when somebody begins to correct, or a project with corrections is
opened; it loads the network while the user looks for the joint.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from app.banner import Notice
from app.decoding_process import MOST_BYTES, ended, filled
from app.shown import Shown, follow
from app.words import tr
from core import processes
from core.errors import ParallaxError
from core.records import plain
from core.relift import Part

if TYPE_CHECKING:
    from app.session import Session

Span = tuple[int, int]


def lifter_command() -> list[str]:
    """How the process is started."""
    return processes.command_line(["follow-corrections"], "app.lifting_process")


@dataclass(frozen=True, eq=False)
class _Said:
    """What the process said: its head, and a part where it brings one. process: who."""

    process: "_Process"
    head: dict[str, Any]
    part: Part | None = None


class _Process:
    """The process and the thread that hears it. tell: called in that thread; head {} when the process has ended."""

    def __init__(self, tell: Callable[[_Said], None], command: list[str]) -> None:
        self._tell = tell
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                         env=processes.environment(), creationflags=flags)
        self._letters: list[tuple[dict[str, Any], bytes]] = []
        self._wake = threading.Condition()
        self._ending = False
        for work in (self._hear, self._write):
            threading.Thread(target=work, name="parallax-lifting", daemon=True).start()

    def say(self, what: dict[str, Any], data: bytes = b"") -> None:
        """Written by a thread, since the process may be busy for longer than a pipe is deep, and the labels of an hour
        are half a second's work. what: of records and plain values."""
        with self._wake:
            self._letters.append((what, data))
            self._wake.notify()

    def end(self) -> None:
        """Ends the process at once: what it has not kept yet is lifted again another time."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        self._process.kill()

    def _write(self) -> None:
        assert self._process.stdin is not None
        while True:
            with self._wake:
                while not self._letters and not self._ending:
                    self._wake.wait()
                letters, self._letters = self._letters, []
                ending = self._ending
            with suppress(OSError, ValueError):  # it ended just now, which the other thread will tell
                while letters:
                    self._send(*letters.pop(0))
                if ending:
                    self._process.stdin.close()
            if ending:
                return

    def _send(self, what: dict[str, Any], data: bytes) -> None:
        assert self._process.stdin is not None
        rest = memoryview(_line(what) + data)
        while rest:
            rest = rest[self._process.stdin.write(rest):]

    def _tell_window(self, said: _Said) -> None:
        with suppress(RuntimeError):  # the window is gone already
            self._tell(said)

    def _hear(self) -> None:
        assert self._process.stdout is not None
        with (open(self._process.stdout.fileno(), "rb", closefd=False) as source,
              suppress(OSError, ValueError, KeyError, TypeError, EOFError)):  # an answer that is none ends it
            while line := source.readline():
                head, part = json.loads(line), None
                if head["say"] == "part":
                    frames = int(head["frames"])
                    if not 0 < frames * 17 * 16 <= MOST_BYTES:
                        raise ValueError("a part of no length")
                    part = Part(int(head["start"]), filled(source, np.empty((frames, 17, 4), np.float32)))
                self._tell_window(_Said(self, head, part))
        code = ended(self._process)
        with self._wake:
            told, self._ending = not self._ending, True
            self._wake.notify()
        if told:
            self._tell_window(_Said(self, {"say": "ended", "code": code}))


def _line(what: dict[str, Any]) -> bytes:
    """One line of JSON. Item by item, since a whole list at once would stop every other thread meanwhile."""
    fields = (f'"{key}":' + (f"[{','.join(json.dumps(plain(item)) for item in value)}]" if isinstance(value, list)
                             else json.dumps(plain(value))) for key, value in what.items())
    return f"{{{','.join(fields)}}}\n".encode()


@dataclass
class _View:
    """A view that is followed. count: changes asked for; settled: the last one that all 3D is up to date with."""

    turn: int
    base: Shown      # what it was opened with: its poses, athlete and 3D
    count: int = 0
    settled: int = -1
    failed: bool = False
    why: ParallaxError | None = None  # it cannot be followed, which is said when it would have to be


class Lifting(QObject):
    """followed(view): its 3D is another now. changed(): it is up to date, or no longer."""

    followed = Signal(str)
    changed = Signal()
    _heard = Signal(object)

    def __init__(self, session: "Session", command: Callable[[], list[str]] = lifter_command) -> None:
        super().__init__(session)
        self._session, self._command = session, command
        self._process: _Process | None = None
        self._views: dict[str, _View] = {}
        self._parts: dict[str, list[Part]] = {}  # view → what has come and is not shown yet
        self._turn = 0
        self._told: set[str] = set()  # 3D of which it was said that it stays as it is
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    # -- what is

    def settled(self, view_id: str) -> bool:
        """Whether the view's 3D is that of its corrected 2D."""
        view = self._views.get(view_id)
        return view is None or view.failed or (view.settled >= view.count and not self._parts.get(view_id)
                                               and not self._session.jobs.busy(("follow", view_id)))

    @property
    def all_settled(self) -> bool:
        return all(self.settled(view_id) for view_id in self._views)

    # -- what happens

    def prepare(self, view_id: str) -> None:
        """Somebody is about to correct this view: what takes long to load is loaded now."""
        shown = self._session.shown.get(view_id)
        if shown is not None and shown.kept and shown.athlete is not None and self._project is not None:
            self._open(view_id, shown)

    def show(self, view_id: str, shown: Shown | None) -> None:
        """Other poses are shown of a view; shown None: none."""
        view = self._views.get(view_id)
        if shown is None or not shown.kept:
            self.forget(view_id)
        elif view is not None and not _same(view.base, shown):
            self.forget(view_id)
            self._open(view_id, shown)
        elif view is None and (shown.labels or shown.swaps):
            self._open(view_id, shown)

    def change(self, view_id: str, before: Shown, after: Shown, frames: Sequence[int]) -> None:
        """The athlete of a view was corrected: labels of these frames, or swaps."""
        view = self._views.get(view_id)
        if view is None:
            self._say_that_it_stays(view_id)
            self.show(view_id, after)
            return
        if view.failed:
            self._complain(view_id, view)
            return
        spans = [(frame, frame + 1) for frame in frames]
        swapped = after.swaps != before.swaps
        if swapped:
            spans += [(swap.start, swap.stop) for swap in {*before.swaps} ^ {*after.swaps}]
        view.count += 1
        assert self._process is not None
        self._process.say({
            "do": "change", "view": view_id, "turn": view.turn, "count": view.count, "frames": spans,
            "labels": [[frame, plain(after.labels[frame]) if frame in after.labels else None] for frame in frames],
            "swaps": [plain(swap) for swap in after.swaps] if swapped else None})
        self.changed.emit()

    def forget(self, view_id: str) -> None:
        """The view is no longer followed."""
        view = self._views.pop(view_id, None)
        self._parts.pop(view_id, None)
        self._session.jobs.forget(("follow", view_id))
        if view is not None and self._process is not None:
            self._process.say({"do": "close", "view": view_id})

    def close(self) -> None:
        """The project is closed."""
        for view_id in list(self._views):
            self._views.pop(view_id)
            self._session.jobs.forget(("follow", view_id))
        self._parts.clear()
        if self._process is not None:
            self._process.end()
            self._process = None

    # -- inside

    @property
    def _project(self) -> Any:
        return self._session.project

    def _open(self, view_id: str, shown: Shown) -> None:
        if view_id in self._views or self._project is None or view_id not in self._session.views:
            return
        from core.followed import origin, stays  # after the first window: it brings what reads poses

        if stays(self._project.document, view_id):
            return
        about = origin(self._project, self._session.views[view_id], self._session.detection.dense)
        if about is None or not about.card:
            return
        self._turn += 1
        view = self._views[view_id] = _View(self._turn, shown)
        if about.card not in {card.id for card in self._session.detection.lifters}:
            view.failed, view.why = True, ParallaxError(about.card, "the model that lifted it is not installed.",
                                                        "Lift the view again.")
            if shown.labels or shown.swaps:
                self._complain(view_id, view)
            return
        if self._process is None:
            try:
                self._process = _Process(self._heard.emit, self._command())
            except OSError as error:
                view.failed, view.why = True, ParallaxError(
                    "3D", "no process could be started for it ({why}).", "Close other programs.", why=error.strerror)
                return
        times = b"" if about.poses else np.ascontiguousarray(shown.poses.times, np.float64).tobytes()
        self._process.say({
            "do": "open", "view": view_id, "turn": self._turn, "origin": plain(about), "times": len(times) // 8,
            "labels": list(shown.labels.values()), "swaps": list(shown.swaps)}, times)
        self.changed.emit()

    def _hear(self, said: _Said) -> None:
        if said.process is not self._process:
            return
        head = said.head
        if head["say"] == "ended":
            self._lost(int(head["code"]))
            return
        view_id, view = str(head["view"]), self._views.get(str(head["view"]))
        if view is None or view.turn != head["turn"]:
            return
        if said.part is not None:
            self._parts.setdefault(view_id, []).append(said.part)
            self._take(view_id)
        elif head["say"] == "settled":
            view.settled = int(head["count"])
            self.changed.emit()
        elif head["say"] == "failed":
            view.failed, view.why = True, ParallaxError(*(str(word) for word in head["why"]))
            self._parts.pop(view_id, None)
            self._complain(view_id, view)
            self.changed.emit()

    def _take(self, view_id: str) -> None:
        """Lays what has come over what is shown: in the pool, where the floor is looked for."""
        session, shown = self._session, self._session.shown.get(view_id)
        if session.jobs.busy(("follow", view_id)) or not self._parts.get(view_id) or shown is None:
            return
        view, parts = self._views[view_id], self._parts.pop(view_id)

        def done(made: Shown) -> None:
            now = session.shown.get(view_id)
            if now is not None and self._views.get(view_id) is view and _same(now, view.base):
                session.shown[view_id] = replace(now, points=made.points, lifted=made.lifted, skeleton=made.skeleton,
                                                 kind=made.kind, root_z=made.root_z, busiest=made.busiest)
                self.followed.emit(view_id)
            self._take(view_id)
            self.changed.emit()

        session.jobs.submit(("follow", view_id), lambda: follow(shown, parts), done)

    def _lost(self, code: int) -> None:
        """The process ended by itself. The next correction starts another, which lifts what is stale by then."""
        self._process = None
        views, self._views = list(self._views), {}
        self._parts.clear()
        if views:
            self._session.report(ParallaxError(
                "3D", "the process that lifts corrected frames ended unexpectedly ({why}).",
                "The next correction starts it again.", why=processes.ending(code)))
        self.changed.emit()

    def _say_that_it_stays(self, view_id: str) -> None:
        """Says once of what was lifted that it will not follow, since only key-frames of the view were looked at."""
        from core.followed import came, stays

        session = self._session
        deep = self._project.document.active("3d", view_id) if self._project is not None else None
        if deep is None or deep.id in self._told or not stays(self._project.document, view_id):
            return
        self._told.add(deep.id)
        session.noticed.emit(Notice(
            "info", tr("The 3D of {view} does not follow corrections until it is lifted again.").format(
                view=session.views[view_id].name),
            tr("It comes from a file. Lifting the view makes 3D of the corrected joints in its place.") if came(
                self._project.document, view_id) else
            tr("It was made from key-frames alone. Correct all that you want to, then lift it again."),
            (tr("Lift again"), lambda: session.detection.lift(view_id))))

    def _complain(self, view_id: str, view: _View) -> None:
        """Says once why the 3D of a view stays as it was."""
        why, view.why = view.why, None
        if why is not None:
            name = self._session.views[view_id].name
            self._session.report(ParallaxError(name, "its 3D does not follow corrections. {why}", "", why=why))


def _same(a: Shown, b: Shown) -> bool:
    """Whether two are of the same prediction and person: labels, swaps and 3D may be others."""
    return a.poses is b.poses and a.athlete == b.athlete
