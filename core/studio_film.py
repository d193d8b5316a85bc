"""Writing the studio's videos: codec, time stamps, rotation flag and sound."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import cast

import av
import cv2
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from core.studio_sound import RATE

CODECS: dict[str, tuple[str, dict[str, str]]] = {
    "h264": ("libx264", {"preset": "superfast", "crf": "21"}),
    "hevc": ("libx265", {"preset": "ultrafast", "crf": "24", "x265-params": "log-level=none:pools=1:frame-threads=1"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8", "crf": "30", "b": "0"}),
    "mpeg4": ("mpeg4", {"qmin": "2", "qmax": "4"}),
}

# Fits MPEG-4's 16 bits and holds whole frames of 24, 25, 30, 50, 60 and their 1000/1001 relatives but 24000/1001.
_TICKS = 60_000


def frame_times(fps: Fraction, seconds: float, variable: bool, seed: int) -> NDArray[np.float64]:
    """(T,) exact time stamps of a file: regular, or as a phone makes them (jitter, now and then a frame missing)."""
    count = max(int(seconds * fps + Fraction(1, 1000)), 1)
    if not variable:
        return np.array([float(i / fps) for i in range(count)])
    rng = np.random.default_rng([seed, 7])
    steps = 1 + 0.28 * rng.uniform(-1, 1, count)
    steps[rng.random(count) < 0.04] += 1
    ticks = np.round(np.concatenate([[0], np.cumsum(steps)]) * float(_TICKS / fps)).astype(np.int64)
    return ticks[ticks < seconds * _TICKS] / _TICKS


class Film:
    """A video file under way. Use as a context manager; `show` takes upright frames in the order of `times`."""

    def __init__(self, path: Path, size: tuple[int, int], fps: Fraction, times: NDArray[np.float64], variable: bool,
                 codec: str, rotation: int, sound: NDArray[np.float32] | None) -> None:
        self._turns = rotation // 90
        self._base = Fraction(1, _TICKS) if variable else 1 / fps
        self._ticks = [round(t / self._base) for t in times]
        self._sound = sound
        self._shown = 0
        name, options = CODECS[codec]
        self._file = av.open(str(path), "w", format="mp4")
        width, height = size if self._turns % 2 == 0 else size[::-1]
        self._video = cast(VideoStream, self._file.add_stream(name, rate=fps, options=options))
        self._video.width, self._video.height = width, height
        self._video.pix_fmt = "yuv420p"
        self._video.codec_context.time_base = self._base
        self._video.codec_context.thread_count = 1
        if codec == "hevc":
            self._video.codec_context.codec_tag = "hvc1"
        if codec == "mpeg4":
            self._video.bit_rate = 6_000_000
        if rotation:
            self._video.set_display_rotation(-rotation)
        self._audio = None if sound is None else self._file.add_stream("aac", rate=RATE, layout="mono")
        if self._audio is not None:
            self._audio.bit_rate = 96_000

    def __enter__(self) -> "Film":
        return self

    def show(self, rgb: NDArray[np.uint8]) -> None:
        """Encodes the next frame, (H, W, 3) upright."""
        if self._turns:
            turn = (cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE)[self._turns - 1]
            rgb = np.asarray(cv2.rotate(rgb, turn), dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        frame.pts, frame.time_base = self._ticks[self._shown], self._base
        self._shown += 1
        self._file.mux(self._video.encode(frame))

    def _finish(self) -> None:
        self._file.mux(self._video.encode(None))
        if self._audio is None or self._sound is None:
            return
        for start in range(0, len(self._sound), 1024):
            block = av.AudioFrame.from_ndarray(self._sound[None, start:start + 1024], format="fltp", layout="mono")
            block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
            self._file.mux(self._audio.encode(block))
        self._file.mux(self._audio.encode(None))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()
