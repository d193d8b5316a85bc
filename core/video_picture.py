"""From a decoded frame to an upright RGB array, and a compact form of it to keep many of."""

import ctypes
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter
from numpy.typing import NDArray

# (transposed, then mirrored in x, mirrored in y) → (mirrored in x first, then turned clockwise by degrees)
_TURNS = {
    (False, False, False): (False, 0), (True, True, False): (False, 90),
    (False, True, True): (False, 180), (True, False, True): (False, 270),
    (False, True, False): (True, 0), (True, True, True): (True, 90),
    (False, False, True): (True, 180), (True, False, False): (True, 270),
}
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # of <malloc.h>
_ROTATE = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}

# Planar formats, kept exactly as they are decoded: bytes a sample. Any other frame is kept as RGB.
_SAMPLE_BYTES = {
    **dict.fromkeys(("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "gray", "gbrp"), 1),
    **dict.fromkeys(("yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le", "yuv422p12le", "gray10le"), 2),
}


@dataclass(frozen=True)
class Orientation:
    """What makes a stored picture upright: mirrored left to right if `mirrored`, then turned clockwise by `degrees`."""

    degrees: int = 0
    mirrored: bool = False

    @classmethod
    def of(cls, frame: VideoFrame) -> "Orientation":
        """From the container's display matrix (ISO/IEC 14496-12 §8.3.2: x' = a·x + c·y, y' = b·x + d·y).

        Angles between quarter turns, which no camera writes, go to the nearest one.
        """
        side_data: Any = frame.side_data
        matrix = side_data.get(Type.DISPLAYMATRIX)
        if matrix is None:
            return cls()
        a, b, _, c, d = np.frombuffer(bytes(matrix), dtype=np.int32)[:5].tolist()
        across = abs(b) + abs(c) > abs(a) + abs(d)
        mirrored, degrees = _TURNS[(True, c < 0, b < 0) if across else (False, a < 0, d < 0)]
        return cls(degrees, mirrored)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Upright (width, height) of a stored picture."""
        return (height, width) if self.degrees in (90, 270) else (width, height)

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """image: (H, W, 3) as stored → upright, C-contiguous."""
        upright: Any = cv2.flip(image, 1) if self.mirrored else image
        if self.degrees:
            upright = cv2.rotate(upright, _ROTATE[self.degrees])
        return np.ascontiguousarray(upright)


class Picture:
    """A copy of a decoded frame in memory of its own, without the decoder's padding and without its chroma siting."""

    def __init__(self, frame: VideoFrame, spare: "Picture | None" = None) -> None:
        """Takes over the memory of `spare`, a picture no longer needed, if that has the same shape.

        Writing 1080×1920 into memory that is already mapped takes 0.2 ms; into fresh memory 1 to 7 ms.
        """
        if frame.format.name not in _SAMPLE_BYTES:
            frame = frame.reformat(format="rgb24", dst_color_range=ColorRange.JPEG, interpolation=Interpolation.BICUBIC)
        self.format: str = frame.format.name
        self.size = frame.width, frame.height
        self.colour = int(frame.colorspace), int(frame.color_range)
        reuse = spare is not None and (spare.format, spare.size) == (self.format, self.size)
        self.frame: VideoFrame = spare.frame if spare is not None and reuse else VideoFrame(*self.size, self.format)
        for mine, theirs in zip(_views(self.frame), _views(frame), strict=True):
            mine[:] = theirs
        self.frame.colorspace, self.frame.color_range = self.colour
        self.nbytes = sum(plane.buffer_size for plane in self.frame.planes)


@cache
def keep_freed_memory() -> None:
    """Asks the C library of Linux to keep 64 MB of freed memory for the next picture.

    By luck of where it lies, memory of a picture's size otherwise goes back to the system with every frame and is asked
    for again with the next: 1000 page faults and 1.7 ms of processor time for 1080×1920, a third of its decoding.
    """
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):  # not the GNU library
            library = ctypes.CDLL(None)
            library.mallopt(_M_MMAP_THRESHOLD, 32 * 2**20)
            library.mallopt(_M_TRIM_THRESHOLD, 64 * 2**20)


def _views(frame: VideoFrame) -> list[NDArray[np.uint8]]:
    """The bytes of each plane without padding, (rows, bytes a row), sharing the frame's memory."""
    sample = _SAMPLE_BYTES.get(frame.format.name, 3)
    views = []
    for plane in frame.planes:
        rows = _bytes(plane).reshape(-1, plane.line_size)
        views.append(rows[: plane.height, : plane.width * sample])
    return views


def _bytes(plane: Any) -> NDArray[np.uint8]:
    """The memory of a plane, which the array keeps alive."""
    return np.frombuffer(plane, dtype=np.uint8)


class Converter:
    """Pictures → upright RGB of one size. Holds one conversion context; not thread-safe.

    Bit for bit what the ffmpeg program gives: bicubic without further flags, the stream's colour matrix and range
    (untagged is BT.601, limited range), and chroma siting ignored.
    """

    def __init__(self, size: tuple[int, int], orientation: Orientation) -> None:
        self._size, self._orientation = size, orientation
        self._reformatter = VideoReformatter()
        self._halves: list[VideoFrame] = []  # memory for a picture halved once, twice …
        self._copied: VideoFrame | None = None

    def takes(self, frame: VideoFrame) -> bool:
        """Whether a frame straight from the decoder gives what a Picture of it would, in full size.

        The library's own road from 4:2:0 to RGB, which it takes for even heights, knows nothing of chroma siting.
        """
        same = (frame.width, frame.height) == self._size and frame.height % 2 == 0 and frame.width % 2 == 0
        return same and frame.format.name in ("yuv420p", "yuvj420p")

    def rgb(self, stored: VideoFrame, max_side: int | None = None) -> NDArray[np.uint8]:
        """(H, W, 3) uint8, C-contiguous; scaled down so that neither side exceeds max_side pixels.

        stored: the frame of a Picture, or one that it `takes`. For less than half the size it is halved first: a pixel
        is then the mean of four. Scaled pictures come by way of four bytes a pixel, which the library is quicker at:
        both together make 3 ms of 8, from 1080×1920 to 394×700.
        """
        width, height = self._size
        if max_side is not None and max_side < max(width, height):
            shrink = max_side / max(width, height)
            width, height = max(1, round(width * shrink)), max(1, round(height * shrink))
            stored = self._halved(stored, width, height)
        # Where nothing is left to scale, the library's road to four bytes leaves up to seven columns unwritten.
        channels = 3 if (stored.width, stored.height) == (width, height) else 4
        frame = self._reformatter.reformat(
            stored, width, height, "rgb24" if channels == 3 else "bgra",
            dst_color_range=ColorRange.JPEG, interpolation=Interpolation.BICUBIC, threads=1,
        )
        if frame is stored:  # nothing to convert: the array must not share memory that is written again
            frame = VideoFrame.from_ndarray(frame.to_ndarray(), "rgb24")
        rows = _bytes(frame.planes[0]).reshape(height, -1)
        # A view, which keeps the converted frame alive; apply() copies it only if rows are padded or turned.
        pixels = np.lib.stride_tricks.as_strided(rows, (height, width, channels), (rows.strides[0], channels, 1))
        if channels == 4:
            pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGB), np.uint8)
        image = self._orientation.apply(pixels)
        # If it was copied, the frame's memory is held until the next one is there: giving it back to the system and
        # asking for it again for every frame costs 4 ms of page faults for 1080×1920.
        self._copied = None if np.may_share_memory(image, rows) else frame
        return image

    def _halved(self, frame: VideoFrame, width: int, height: int) -> VideoFrame:
        """A picture halved as often as it can be and stays at least this large."""
        step = 0
        while frame.width >= 2 * width and frame.height >= 2 * height and _can_be_halved(frame):
            spare = self._halves[step] if step < len(self._halves) else None
            frame = _halve(frame, spare)
            self._halves[step:step + 1] = [frame]
            step += 1
        return frame


def _can_be_halved(frame: VideoFrame) -> bool:
    even = all(plane.width % 2 == 0 and plane.height % 2 == 0 for plane in frame.planes)
    return even and frame.format.name in _SAMPLE_BYTES


def _halve(frame: VideoFrame, spare: VideoFrame | None) -> VideoFrame:
    """Each sample is the mean of four. spare: a frame that is no longer needed, whose memory is taken if it fits."""
    width, height, name = frame.width // 2, frame.height // 2, frame.format.name
    fits = spare is not None and (spare.width, spare.height, spare.format.name) == (width, height, name)
    half = spare if spare is not None and fits else VideoFrame(width, height, name)
    kind = np.dtype(f"<u{_SAMPLE_BYTES[name]}")
    for mine, theirs in zip(_views(half), _views(frame), strict=True):
        small, large = mine.view(kind), theirs.view(kind)
        cv2.resize(large, small.shape[::-1], dst=small, interpolation=cv2.INTER_AREA)
    half.colorspace, half.color_range = frame.colorspace, frame.color_range
    return half
