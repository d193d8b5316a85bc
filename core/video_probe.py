"""What there is to know about a video file before working with it, and how to recognise it again."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.reformatter import ColorRange

from core.errors import ParallaxError
from core.progress import Progress, silent
from core.video_index import Audio, Index, is_variable, read_index

# ISO/IEC 23091-2 (H.273) §8.3, MatrixCoefficients
_COLOUR_SPACES = {0: "rgb", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco",
                  9: "bt2020nc", 10: "bt2020c"}
_HDR = (16, 18)  # TransferCharacteristics there, §8.2: PQ and HLG
_GAP = 1.5  # a frame missing makes an interval of 2 medians; uneven stamps of a steady camera stay below 1.5
_EDGE, _BLOCK, _BLOCKS = 2**20, 2**16, 6


@dataclass(frozen=True)
class VideoInfo:
    """One video file. Sizes are (width, height) in pixels, times in seconds.

    size is upright, coded_size as stored; rotation: clockwise degrees from stored to upright, after mirroring left to
    right if mirrored. fps: what the time stamps say; nominal_fps: what the container says. variable: some interval
    between frames is off the median by over a tenth. key_frames: places where decoding can start; longest_gop: most
    frames from one to the next, which is the cost of a jump.
    """

    path: Path
    bytes: int
    container: str
    codec: str
    profile: str | None
    size: tuple[int, int]
    coded_size: tuple[int, int]
    rotation: int
    mirrored: bool
    frames: int
    fps: Fraction
    nominal_fps: Fraction | None
    variable: bool
    interval_min_s: float
    interval_median_s: float
    interval_max_s: float
    first_time_s: float
    duration_s: float
    key_frames: int
    longest_gop: int
    pixel_format: str
    bit_depth: int
    colour_space: str
    full_range: bool
    audio: tuple[Audio, ...]
    capture_fps: float | None = None
    coded_fps: Fraction | None = None
    hdr: bool = False
    gaps: tuple[tuple[int, float], ...] = ()
    spread_s: float = 0.0


def probe(path: Path | str, progress: Progress = silent) -> VideoInfo:
    """Reads all time stamps and decodes one frame. Raises ParallaxError as Video does."""
    return describe(read_index(Path(path), progress))


def describe(index: Index) -> VideoInfo:
    """What the index says, with one frame's interval for a single frame taken from its rate."""
    intervals = np.diff(index.times) if len(index) > 1 else np.array([float(1 / index.fps)])
    median = float(np.median(intervals))
    space, colour_range = index.first.colour
    wide = intervals > _GAP * median
    rest = np.abs(intervals[~wide] - median)
    return VideoInfo(
        path=index.path,
        bytes=index.path.stat().st_size,
        container=index.container,
        codec=index.codec,
        profile=index.profile,
        size=index.orientation.size(*index.first.size),
        coded_size=index.first.size,
        rotation=index.orientation.degrees,
        mirrored=index.orientation.mirrored,
        frames=len(index),
        fps=index.fps,
        nominal_fps=index.nominal_fps,
        variable=is_variable(index.times, index.tick),
        interval_min_s=float(intervals.min()),
        interval_median_s=median,
        interval_max_s=float(intervals.max()),
        first_time_s=float(index.times[0]),
        duration_s=float(index.times[-1] - index.times[0]) + median,
        key_frames=len(index.keys),
        longest_gop=int(np.diff(np.append(index.starts, len(index))).max()),
        pixel_format=index.pixel_format,
        bit_depth=index.bits,
        colour_space=_COLOUR_SPACES.get(space, "unknown"),
        full_range=colour_range == ColorRange.JPEG or index.pixel_format.startswith("yuvj"),
        audio=index.audio,
        capture_fps=index.capture_fps,
        coded_fps=index.coded_fps,
        hdr=index.transfer in _HDR,
        gaps=tuple((int(i), float(intervals[i])) for i in np.flatnonzero(wide)),
        spread_s=float(rest.max()) if len(rest) else 0.0,
    )


def content_hash(path: Path | str) -> str:
    """64 hex digits that recognise a video file wherever it was moved to, in milliseconds whatever its length.

    sha256 over the size (8 bytes, little-endian), the first and last MiB and six blocks of 64 KiB spread evenly in
    between; over the whole of a file that is no longer than these together. Raises ParallaxError if it cannot be read.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            digest = hashlib.sha256(size.to_bytes(8, "little"))
            if size <= 2 * _EDGE + _BLOCKS * _BLOCK:
                pieces = [(0, size)]
            else:
                step = (size - 2 * _EDGE - _BLOCK) // (_BLOCKS - 1)
                middle = [(_EDGE + n * step, _BLOCK) for n in range(_BLOCKS)]
                pieces = [(0, _EDGE), *middle, (size - _EDGE, _EDGE)]
            for offset, length in pieces:
                file.seek(offset)
                digest.update(file.read(length))
    except OSError as error:
        raise ParallaxError(path, "cannot be read ({why}).", "Check where it is and its permissions.",
                            why=error.strerror) from error
    return digest.hexdigest()
