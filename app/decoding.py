"""Frames of one view, decoded in a process of its own: the newest request first, ahead of the player. No Qt in here.

Why a process: four decoders inside the window's made its event loop wait for Python's lock and for a core, by up to
40 ms; here they are nice to it. A file that brings the decoder down, or to a stand, costs its own pane and no more.

The window writes one line of JSON a request, `[generation, index, direction, width, height, first, last]`, after a
first one `{"path": …, "memory": …}`. Everything said here begins with a line of JSON too:
  {"say": "opened", "read": g, "bytes": n, "size": [w, h], "fps": "60/1"}    then n bytes: (T,) float64 time stamps
  {"say": "frame", "read": g, "bytes": n, "index": i, "generation": g, "height": h, "width": w}    then n bytes of RGB
  {"say": "failed", "read": g, "bytes": n}     then n bytes of UTF-8: why; "alive": at work on something that takes long
`read` is the generation of the newest request read so far. The process ends when the window closes its pipe or is gone.
"""

import importlib
import json
import os
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.progress import Cancelled, Progress, Step

AHEAD_S = 1.0             # seconds decoded ahead while playing
AHEAD_BYTES = 48 * 2**20  # at most this much of scaled pictures is kept a view
PATIENCE_S = 1.0          # a decode that takes longer gives way to a newer request, keeping what it has decoded
PLAYING_S = 0.15          # the same while playing, where the frame that has been reached is answered
ALIVE_S = 0.25            # between two signs of life while something takes long
NICE = 10                 # behind the window, in front of a run, which takes 15


class VideoLike(Protocol):
    """What is needed of `core.video.Video`."""

    size: tuple[int, int]
    fps: Fraction
    times: NDArray[np.float64]

    def __len__(self) -> int: ...
    def frame(self, i: int, max_side: int | None = None, progress: Progress = ..., *,
              hurry: bool = ...) -> NDArray[np.uint8]: ...
    def cached(self, i: int) -> bool: ...


@dataclass(frozen=True)
class Request:
    """A frame that is wanted. direction: 1 or −1 plays that way, 0 rests; target: (width, height) in pixels to scale
    down to, (0, 0) is full size; loop: first and last frame of what is played again and again, or None."""

    index: int
    generation: int
    direction: int = 0
    target: tuple[int, int] = (0, 0)
    loop: tuple[int, int] | None = None

    def after(self, steps: int) -> int:
        """The frame so many steps of playing later: over the end of the loop, from its other end on."""
        index = self.index + steps * self.direction
        if self.loop is None or not self.loop[0] <= self.index <= self.loop[1]:
            return index
        first, last = self.loop
        return first + (index - first) % (last - first + 1)


@dataclass(frozen=True, eq=False)
class Answer:
    """rgb: (h, w, 3) uint8 of a frame; None where it could not be had, with the reason in fault."""

    index: int
    generation: int
    rgb: NDArray[np.uint8] | None
    fault: str = ""


class Decoding:
    """Which frame is decoded next. `serve` runs in one thread, which also calls `tell`; `ask` and `stop` in any other.

    alive: called often while something takes long.
    """

    _video: VideoLike

    def __init__(self, tell: Callable[[Answer], None], alive: Callable[[], None] = lambda: None) -> None:
        self._tell, self._alive = tell, alive
        self._wake = threading.Condition()
        self._request: Request | None = None
        self._stopping = False
        self._kept: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()  # scaled pictures, oldest first
        self._kept_for = (0, 0)
        self._left = 0  # frames to go, of the last one that was decoded

    def ask(self, request: Request) -> None:
        """Takes the place of a request that still waits."""
        with self._wake:
            self._request = request
            self._wake.notify()

    def stop(self) -> None:
        """Ends `serve`, and what it decodes at the moment."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def serve(self, video: VideoLike) -> None:
        """Answers requests until it is stopped, and decodes ahead while there is none."""
        self._video = video
        done: Request | None = None
        while True:
            request = self._next(wait=done is None or not self._ahead(done))
            if request is None and self._stopping:
                return
            if request is not None:
                self._reply(request)
                done = request

    def _next(self, wait: bool) -> Request | None:
        """The newest request, waiting for one if asked to. None: there is none, or it is time to stop."""
        with self._wake:
            while wait and self._request is None and not self._stopping:
                self._wake.wait()
            request, self._request = self._request, None
            return None if self._stopping else request

    def _reply(self, request: Request) -> None:
        index = min(max(request.index, 0), len(self._video) - 1)
        try:
            rgb = self._picture(index, request.target, playing=request.direction > 0)
        except Cancelled:
            self._reply_on_the_way(index, request)
            return
        except Exception as error:  # whatever a damaged file does must reach the pane
            self._tell(Answer(index, request.generation, None, message(error)))
            return
        self._tell(Answer(index, request.generation, rgb))

    def _reply_on_the_way(self, index: int, request: Request) -> None:
        """Playing is faster than decoding: what has been reached is shown, or the picture would stand still for good,
        since every frame that is asked for is further away than the one before."""
        reached = index - self._left
        if request.direction > 0 and not self._stopping and 0 <= reached < index and self._video.cached(reached):
            with suppress(Exception):  # whatever it is will be said when this frame itself is asked for
                self._tell(Answer(reached, request.generation, self._picture(reached, request.target)))

    def _ahead(self, last: Request) -> bool:
        """Decode one more frame ahead of the last request. False when there is nothing (more) to do."""
        if last.direction == 0 or self._request is not None:
            return False
        h, w = next(reversed(self._kept.values())).shape[:2] if self._kept else (1, 1)
        count = min(round(AHEAD_S * float(self._video.fps)), AHEAD_BYTES // (h * w * 3) - 2)
        for step in range(1, count + 1):
            index = last.after(step)
            if not 0 <= index < len(self._video):
                return False
            if index not in self._kept:
                try:
                    self._picture(index, last.target, idle=True)
                except Exception:  # whatever it is will be said when this frame itself is asked for
                    return False
                return True
        return False

    def _picture(self, index: int, target: tuple[int, int], idle: bool = False,
                 playing: bool = False) -> NDArray[np.uint8]:
        """A picture for the pane; decoded ahead when idle, which gives way to any request; the playhead has passed
        whatever lies before it when playing. May raise Cancelled."""
        if target != self._kept_for:
            self._kept.clear()
            self._kept_for = target
        if index in self._kept:
            self._kept.move_to_end(index)
            return self._kept[index]
        begun, patience_s = time.monotonic(), PLAYING_S if playing else PATIENCE_S

        def give_way(step: Step) -> None:
            """A newer request interrupts when it costs nothing, or when this one has taken long already."""
            self._alive()
            self._left = step.total - step.done
            newer = self._request
            waited = newer is not None and (
                idle or time.monotonic() - begun > patience_s or self._video.cached(newer.index))
            if self._stopping or waited:
                raise Cancelled

        rgb = self._video.frame(index, longest_side(self._video.size, target), give_way, hurry=playing)
        self._kept[index] = rgb
        while len(self._kept) > 1 and len(self._kept) * rgb.nbytes > AHEAD_BYTES:
            self._kept.popitem(last=False)
        return rgb


def longest_side(size: tuple[int, int], target: tuple[int, int]) -> int | None:
    """The longer side of a picture of `size` (w, h) that is scaled down to fit `target`; None: it need not be."""
    scale = min(target[0] / size[0], target[1] / size[1])
    return max(round(max(size) * scale), 1) if 0 < scale < 1 else None


def message(error: Exception) -> str:
    """An error as the pane says it."""
    return str(error) if isinstance(error, ParallaxError) else f"{type(error).__name__}: {error}"


class _Mouth:
    """Says things to the window. Only the thread that decodes uses it."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._last = time.monotonic()
        self.read = 0  # generation of the newest request read

    def say(self, what: str, payload: bytes | memoryview = b"", **facts: object) -> None:
        data = memoryview(payload).cast("B")
        head = {"say": what, "read": self.read, "bytes": len(data), **facts}
        self._write(memoryview(json.dumps(head).encode() + b"\n"))
        self._write(data)
        self._last = time.monotonic()

    def alive(self) -> None:
        if time.monotonic() - self._last > ALIVE_S:
            self.say("alive")

    def answer(self, answer: Answer) -> None:
        if answer.rgb is None:
            self.say("failed", answer.fault.encode(errors="replace"))
            return
        height, width = answer.rgb.shape[:2]
        self.say("frame", np.ascontiguousarray(answer.rgb).data, index=answer.index, generation=answer.generation,
                 height=height, width=width)

    def _write(self, data: memoryview) -> None:
        while data:
            data = data[self._out.write(data):]


def main() -> None:
    """The process: opens the file that the first line names, and serves the requests of the following ones."""
    be_nice()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal means the window, whose end ends us
    source = os.fdopen(0, "rb", closefd=False)
    # What any library prints must not come between the answers: it goes where errors go.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    mouth = _Mouth(out)
    decoding = Decoding(mouth.answer, mouth.alive)
    with suppress(Exception):  # loaded while no file is named yet; if that fails, it is said when one is opened
        importlib.import_module("core.video")
        # Pictures are scaled in one thread: more would turn round while they wait, and take the cores from other views.
        importlib.import_module("cv2").setNumThreads(1)
    first = source.readline()
    if not first:  # the window went away before it had a file for us
        return
    asked = json.loads(first)
    threading.Thread(target=_listen, args=(source, decoding, mouth), daemon=True).start()
    with suppress(BrokenPipeError):  # the window went away
        video = _opened(Path(asked["path"]), int(asked["memory"]), mouth)
        if video is not None:
            decoding.serve(video)
    os._exit(0)  # not by way of the interpreter's end, which would wait for the thread that reads


def be_nice() -> None:
    """The window goes first where both want a core. Windows is told so when the process is made."""
    with suppress(AttributeError, OSError):
        os.nice(NICE)


def _opened(path: Path, memory: int, mouth: _Mouth) -> VideoLike | None:
    try:
        from core.video import Video

        video = Video(path, memory, progress=lambda step: mouth.alive())
    except BrokenPipeError:
        raise
    except Exception as error:  # whatever a damaged file does must reach the pane
        mouth.say("failed", message(error).encode(errors="replace"))
        return None
    mouth.say("opened", np.ascontiguousarray(video.times).data, size=video.size, fps=str(video.fps))
    return video


def _listen(source: BinaryIO, decoding: Decoding, mouth: _Mouth) -> None:
    for line in source:
        generation, index, direction, width, height, first, last = json.loads(line)
        mouth.read = generation
        loop = (first, last) if 0 <= first <= last else None
        decoding.ask(Request(index, generation, direction, (width, height), loop))
    os._exit(0)  # the window is gone, whatever is being decoded


if __name__ == "__main__":
    main()
