"""Exact access to the frames of a recording: upright RGB by number, with the container's own time stamps."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.video_file import Decoder
from core.video_index import read_index
from core.video_picture import Converter, Picture, keep_freed_memory
from core.video_probe import VideoInfo, content_hash, describe, probe

# Frames that are sooner decoded in passing than reached by going to the key-frame in front of them.
_NEAR = 8

__all__ = ["Video", "VideoInfo", "content_hash", "probe"]


class Video:
    """A video file as a sequence of T frames: `video.frame(i)` is the i-th frame shown, upright, in any order.

    The last frames decoded are kept, as many as fit in `memory` bytes (300 of 1080×1920 in the default 1 GB, at least
    one): going back to them costs a colour conversion (about 1 ms) and no decoding. Any other frame costs one run of
    the decoder, from where it stands or from the nearest key-frame, whichever is nearer; what it passes on the last
    stretch before the frame is kept. Frames are kept as decoded (mostly 1.5 bytes a pixel), so twice as many fit as
    would in RGB. Oldest-decoded goes first: a rule that can be relied on, and looking at a frame never costs another.

    size: upright (width, height). times: (T,) float64 seconds, ascending, read-only. capacity: frames that are kept.
    info: everything else that is known without decoding more.

    Safe to use from several threads; they wait for each other. `frames()` has a decoder of its own and does not wait.
    """

    def __init__(
        self, path: Path | str, memory: int = 2**30, *, progress: Progress = silent, threads: int = 2
    ) -> None:
        """Reads the time stamps of the whole file (3 µs a frame and the disk), decodes one frame.

        memory: bound of the kept frames in bytes. threads: of the decoder behind frame(); 0 is one a core.
        Raises ParallaxError if the file is not a whole, playable video, and what `progress` raises.
        """
        keep_freed_memory()
        self.path = Path(path)
        self._index = read_index(self.path, progress)
        self._threads = threads
        self._lock = threading.RLock()
        self._decoder: Decoder | None = None
        self._closed = False
        self._key = 0  # position in index.keys where the decoder's present run began
        self._reached = -1  # newest frame of that run
        self._hurried = 0  # of those before this one, not reached yet, some may have been left out
        self._kept: OrderedDict[int, Picture] = OrderedDict()
        self._missing: set[int] = set()
        self._faulty: set[int] = set()
        self._converter = self._new_converter()

        first = self._index.first
        self.capacity = max(1, memory // first.nbytes)
        self.size = self._index.orientation.size(*first.size)
        self.rotation = self._index.orientation.degrees
        self.times = self._index.times
        self.times.flags.writeable = False
        self.fps: Fraction = self._index.fps
        self.info = describe(self._index)
        self.codec = self.info.codec
        self.has_audio = bool(self.info.audio)
        self.duration_s = self.info.duration_s

    def __len__(self) -> int:
        return len(self._index)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def damaged(self) -> frozenset[int]:
        """Frames found damaged so far (only decoding tells): shown as the decoder mends them, or as the frame before.

        Later frames up to the next key-frame may carry traces of the damage that the decoder does not report.
        """
        return frozenset(self._missing | self._faulty)

    def cached(self, i: int) -> bool:
        """Whether frame(i) would cost no decoding."""
        return i in self._kept

    def frame(self, i: int, max_side: int | None = None, progress: Progress = silent, *,
              hurry: bool = False) -> NDArray[np.uint8]:
        """(H, W, 3) uint8 RGB of the i-th frame shown, upright; the caller's own copy.

        max_side: scale down so that neither side is longer. progress: told of every frame decoded on the way; raising
        Cancelled ends the wait, and what was decoded is kept. hurry: of what it passes on the way, frames that no other
        is made from are left out: they will not be asked for. A frame that is damaged beyond decoding is given as the
        nearest earlier good one. Raises IndexError outside 0 ≤ i < T.
        """
        self._check(i)
        with self._lock:
            self._check_open()
            # MPEG-4 may hold two frames in a packet, and then none in the next: what is left out is not known before.
            return self._converter.rgb(self._picture(i, progress, hurry and self.codec != "mpeg4").frame, max_side)

    def frames(self, start: int = 0, stop: int | None = None, step: int = 1, *, closing: bool = False,
               threads: int = 1) -> Iterator[NDArray[np.uint8]]:
        """frame(start), frame(start + step) … before stop, in order, once through, with a decoder of its own and
        nothing kept. What lies between is decoded where others are made from it, and not made a picture of.

        closing: the last frame before stop comes too where no step falls on it.
        threads: of that decoder; one a view is best where several views are read at once.
        """
        stop = len(self) if stop is None else min(stop, len(self))
        if start >= stop:
            return
        self._check(start)
        self._check_open()
        index, converter = self._index, self._new_converter()
        decoder = Decoder(self.path, index.packets, threads)
        last = stop - 1 if closing and (stop - 1 - start) % step else -1
        grid = chain(range(start, stop, step), [last] if last > 0 else [])

        def asked(packet: int) -> bool:
            i = int(index.frame_of[packet])
            return i < 0 or (i - start) % step == 0 or i == last  # some show nothing, and others are made from them

        try:
            key = index.key_for(start)
            if key > 0:
                decoder.seek(int(index.keys[key]))
            wanted, picture = next(grid, None), None  # the latter is memory used again and again
            while wanted is not None and not decoder.ended:
                i, frame = self._read(decoder, key, asked if step > 1 else None)
                while frame is not None and wanted is not None and wanted < i:  # not on this way: frame() knows others
                    yield self.frame(wanted)
                    wanted = next(grid, None)
                if frame is not None and i == wanted:
                    if not converter.takes(frame):
                        frame = (picture := Picture(frame, picture)).frame
                    yield converter.rgb(frame)
                    wanted = next(grid, None)
            for i in () if wanted is None else chain((wanted,), grid):
                yield self.frame(i)
        finally:
            decoder.close()

    def close(self) -> None:
        """Frees the file, the decoder's threads and the kept frames. Safe to call twice."""
        with self._lock:
            if self._decoder is not None:
                self._decoder.close()
            self._decoder = None
            self._kept.clear()
            self._closed = True

    def _new_converter(self) -> Converter:
        return Converter(self._index.first.size, self._index.orientation)

    def _check(self, i: int) -> None:
        if not 0 <= i < len(self):
            raise IndexError(f"frame {i} of {self.path.name}, which has {len(self)}")

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError(f"{self.path.name} has been closed")

    def _picture(self, i: int, progress: Progress, hurry: bool = False) -> Picture:
        """The kept picture of frame i, decoded if need be; of the nearest good frame if i is lost."""
        if i not in self._kept and i not in self._missing:
            key = self._index.key_for(i)
            self._decode_until(i, key, progress, hurry)
            # From a start without a complete picture (gradual refresh) the first frames do not come: one start earlier.
            if i not in self._kept and key > 0 and self._key == key:
                self._restart(key - 1)
                self._decode_until(i, key - 1, progress)
            if i not in self._kept:
                self._missing.add(i)
        if i in self._kept:
            return self._kept[i]
        for j in (*range(i - 1, -1, -1), *range(i + 1, len(self))):
            if j not in self._missing:
                return self._picture(j, progress)
        raise ParallaxError(self.path, "has no frame that can be decoded.", "Copy it again from the camera.")

    def _decode_until(self, i: int, key: int, progress: Progress, hurry: bool = False) -> None:
        """Runs the decoder from where it stands, or from `key` if that is nearer, until frame i has come or passed."""
        frame_of = self._index.frame_of

        def from_there(packet: int) -> bool:
            return not 0 <= frame_of[packet] < i

        decoder = self._decoder
        lost = i < self._hurried and self._leaves_out
        behind = decoder is None or decoder.ended or self._reached >= i or lost
        if decoder is None or behind or (i > self._reached + _NEAR and self._index.keys[key] >= decoder.next):
            decoder = self._restart(key)
        if hurry:
            self._hurried = max(self._hurried, i)
        begin = self._reached
        while self._reached < i and not decoder.ended:
            j, frame = self._read(decoder, self._key, from_there if hurry else None)
            if frame is not None:
                self._note_gap(j)
                self._reached = max(self._reached, j)
                if j > i - self.capacity:
                    self._keep(j, frame)
            progress(Step("decode", max(0, self._reached - begin), i - begin, self.path.name))
        if decoder.ended:
            self._note_gap(len(self))

    @property
    def _leaves_out(self) -> bool:
        return self._reached + 1 < self._hurried

    def _restart(self, key: int) -> Decoder:
        if self._decoder is None:
            self._decoder = Decoder(self.path, self._index.packets, self._threads)
        self._decoder.seek(int(self._index.keys[key]))
        self._key, self._reached, self._hurried = key, int(self._index.starts[key]) - 1, 0
        return self._decoder

    def _read(self, decoder: Decoder, key: int,
              asked: Callable[[int], bool] | None = None) -> tuple[int, VideoFrame | None]:
        """The decoder's next frame that is shown, with its number, and a note if it has faults.

        key: where this run began; frames shown before that lack what they refer to and are left out. asked: as `wanted`
        of Decoder.read.
        """
        got = decoder.read(asked)
        i = -1 if got is None else int(self._index.frame_of[got[0]])
        if got is None or i < self._index.starts[key]:
            return -1, None
        (self._faulty.add if got[1].is_corrupt else self._faulty.discard)(i)
        return i, got[1]

    def _note_gap(self, j: int) -> None:
        """Frame j came: those between it and the one before are lost, unless the run has only just begun, or it is in a
        hurry."""
        begun = self._reached >= self._index.starts[self._key] or self._key == 0
        if begun and not self._leaves_out:
            self._missing.update(range(self._reached + 1, j))
        self._missing.discard(j)

    def _keep(self, j: int, frame: VideoFrame) -> None:
        if j in self._kept:
            self._kept.move_to_end(j)
            return
        first, spare = self._index.first, None
        if (frame.width, frame.height) != first.size:  # a stream may change its size; what is kept may not
            frame = frame.reformat(*first.size)
        while len(self._kept) >= self.capacity:
            _, spare = self._kept.popitem(last=False)
        self._kept[j] = Picture(frame, spare)
