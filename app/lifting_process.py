"""3D that follows corrections, lifted in a process of its own: the network is not for the window's. No Qt in here.

The window writes lines of JSON:
  {"do": "open", "view": v, "turn": n, "origin": {…}, "labels": [{…}, …], "swaps": [{…}, …], "times": k}
  {"do": "change", "view": v, "turn": n, "count": c, "frames": [[start, stop], …], "labels": [[frame, {…}], …],
   "swaps": [{…}, …]}
  {"do": "close", "view": v}
after "open", the view's k time stamps as float64 where nothing was detected in it (k = 0 otherwise). The labels of a
change are those that are other now, null where there is none any more; "swaps" is null where they are the same. Said
here, line by line:
  {"say": "part", "view": v, "turn": n, "start": s, "frames": t}    then (t, 17, 4) float32
  {"say": "settled", "view": v, "turn": n, "count": c}    nothing is stale after the change of this count
  {"say": "failed", "view": v, "turn": n, "why": [subject, fault, remedy]}    the view is no longer followed
What was lifted is kept (core/followed.py) when there has been nothing to do for a moment. The process ends with the
window.
"""

import json
import os
import queue
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from app.decoding import be_nice
from core.errors import ParallaxError
from core.followed import Origin, fit, following, keep, resume
from core.labels import Label, Swap
from core.lift import Lifter, load
from core.records import build
from core.relift import Following, Part
from core.words import tr

IDLE_S = 0.5  # of nothing to do, then what was lifted is kept


@dataclass
class Followed:
    """A view that is followed."""

    turn: int
    origin: Origin
    lifter: Lifter
    following: Following
    labels: dict[int, Label]
    swaps: tuple[Swap, ...]
    count: int = 0
    kept: bool = True  # what was lifted is on the disk


class Views:
    """The views that are followed, and what is to be done next. say: writes to the window."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._views: dict[str, Followed] = {}  # the one that changed last comes last
        self._lifters: dict[str, Lifter] = {}

    @property
    def busy(self) -> bool:
        return any(view.following.stale.any() for view in self._views.values())

    def take(self, asked: dict[str, Any], times: np.ndarray | None) -> None:
        """Does what the window asks for; a fault costs the view it is about."""
        view, turn = str(asked["view"]), int(asked.get("turn", 0))
        try:
            if asked["do"] == "open":
                self._views.pop(view, None)
                self._open(view, turn, asked, times)
            elif asked["do"] == "change" and view in self._views and self._views[view].turn == turn:
                self._change(self._views[view], asked)
            elif asked["do"] == "close":
                self._views.pop(view, None)
        except Exception as error:  # whatever a damaged file or network does must reach the window
            self._views.pop(view, None)
            self._fail(view, turn, error)
        if view in self._views:
            self._views[view] = self._views.pop(view)
            self._settle(self._views[view])

    def _open(self, view: str, turn: int, asked: dict[str, Any], times: np.ndarray | None) -> None:
        about = build(Origin, asked["origin"])
        if about.card not in self._lifters:
            self._lifters[about.card] = load(about.card)
        lifter = fit(self._lifters[about.card], about)
        one = following(about, lifter.sight, times)
        labels = {label.frame: label for label in (build(Label, row) for row in asked["labels"])}
        swaps = tuple(build(Swap, row) for row in asked["swaps"])
        before = one.xyzs.copy()
        resume(one, about, labels, swaps)
        self._views[view] = Followed(turn, about, lifter, one, labels, swaps)
        other = (before.view(np.int32) != one.xyzs.view(np.int32)).any(axis=(1, 2))  # what was kept from another time
        edges = np.flatnonzero(np.diff(np.r_[False, other, False]))
        for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            self._part(view, turn, Part(start, one.xyzs[start:stop]))

    def _change(self, one: Followed, asked: dict[str, Any]) -> None:
        frames = [(int(start), int(stop)) for start, stop in asked["frames"]]
        for frame, row in asked["labels"]:
            one.labels.pop(int(frame), None)
            if row is not None:
                one.labels[int(frame)] = build(Label, row)
        if asked["swaps"] is not None:
            one.swaps = tuple(build(Swap, row) for row in asked["swaps"])
        one.count, one.kept = int(asked["count"]), False
        one.following.change(frames, one.labels, one.swaps)

    def step(self) -> None:
        """Lifts one part, of the view that changed last."""
        for view, one in reversed(self._views.items()):
            if not one.following.stale.any():
                continue
            try:
                part = next(one.following.lift(one.lifter))
            except Exception as error:
                del self._views[view]
                self._fail(view, one.turn, error)
                return
            one.kept = False
            self._part(view, one.turn, part)
            self._settle(one)
            return

    def keep(self) -> None:
        """Keeps what is whole and not on the disk yet."""
        for one in self._views.values():
            if not one.kept and not one.following.stale.any():
                keep(one.following, one.origin)
                one.kept = True

    def _settle(self, one: Followed) -> None:
        if not one.following.stale.any():
            self._say({"say": "settled", "view": one.origin.view, "turn": one.turn, "count": one.count})

    def _part(self, view: str, turn: int, part: Part) -> None:
        self._say({"say": "part", "view": view, "turn": turn, "start": part.start, "frames": len(part.xyzs)},
                  np.ascontiguousarray(part.xyzs))

    def _fail(self, view: str, turn: int, error: Exception) -> None:
        why = (str(error.subject), error.fault, error.remedy) if isinstance(error, ParallaxError) else (
            "3D", tr("it cannot follow corrections ({why}).").format(why=f"{type(error).__name__}: {error}"),
            tr("Lift the view again."))
        self._say({"say": "failed", "view": view, "turn": turn, "why": why})

    def _say(self, head: dict[str, Any], data: np.ndarray | None = None) -> None:
        self._out.write(json.dumps(head).encode() + b"\n")
        if data is not None:
            self._out.write(data.data)
        self._out.flush()


def main() -> None:
    """The process: follows what the lines on its input say until they end."""
    be_nice()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal means the window, whose end ends us
    source = os.fdopen(0, "rb", closefd=False)
    # What any library prints must not come between the answers: it goes where errors go.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    inbox: queue.SimpleQueue[tuple[dict[str, Any], np.ndarray | None]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, inbox), daemon=True).start()
    _warm()
    views = Views(out)
    with suppress(BrokenPipeError):  # the window went away
        _serve(views, inbox)
    os._exit(0)  # not by way of the interpreter's end, which would wait for the thread that reads


def _serve(views: Views, inbox: "queue.SimpleQueue[tuple[dict[str, Any], np.ndarray | None]]") -> None:
    while True:
        try:
            asked = inbox.get(block=not views.busy, timeout=IDLE_S)
        except queue.Empty:
            if views.busy:
                views.step()
            else:
                views.keep()
            continue
        views.take(*asked)


def _warm() -> None:
    """What takes long to load, while nothing is asked yet."""
    import torch

    # Half of the cores, or two: it is at work for a tenth of a second at a time, and gives way to the window.
    cores = os.cpu_count() or 1
    torch.set_num_threads(min(4, max(cores // 2, min(cores, 2))))
    with suppress(ParallaxError):
        load()


def _read(source: BinaryIO, inbox: "queue.SimpleQueue[tuple[dict[str, Any], np.ndarray | None]]") -> None:
    """The window's lines, as they come; its going away ends the process."""
    with suppress(ValueError, KeyError, TypeError):  # the window says nothing of the kind
        for line in source:
            asked = json.loads(line)
            count = int(asked.get("times", 0))
            times = np.frombuffer(source.read(8 * count), np.float64) if count else None
            inbox.put((asked, times))
    os._exit(0)  # whatever is being loaded or lifted


if __name__ == "__main__":
    main()
