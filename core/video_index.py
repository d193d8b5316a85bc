"""Which frames a video file shows, in what order and when: found by reading its packets, before anything is decoded."""

from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.video_file import Decoder, Packets, open_video, read_packets
from core.video_picture import Orientation, Picture

# Containers without presentation time stamps. What the library makes up for them is not always even in order.
_UNSTAMPED = {"avi", "h264", "hevc", "m4v", "mpegvideo", "vc1"}
_STANDARD_RATES = [Fraction(n) for n in (24, 25, 30, 48, 50, 60, 90, 100, 120, 200, 240, 300, 480, 960)]
_STANDARD_RATES += [rate * 1000 / 1001 for rate in _STANDARD_RATES if rate % 24 == 0 or rate % 30 == 0]
_CAPTURE_TAGS = ("com.android.capture.fps", "com.apple.quicktime.capture.fps")


@dataclass(frozen=True)
class Audio:
    """A sound track: codec, sampling rate in Hz, channels, duration in seconds (None if the container does not say)."""

    codec: str
    rate: int
    channels: int
    duration_s: float | None


@dataclass(frozen=True)
class Index:
    """The T shown frames of a video and the N packets that they are in.

    order: (T,) packet number of each frame; frame_of: (N,) frame of each packet, −1 for a packet that shows none;
    keys: (K,) packet numbers where decoding can start; starts: (K,) the first frame that such a start gives in full;
    times: (T,) float64 seconds, ascending, as in the container; tick: seconds of the container's time unit.
    first: the first frame that could be decoded. capture_fps: frames a second of the camera, where a tag of the file
    tells them apart from those of the file; coded_fps: those that the coded pictures state; transfer: as in H.273.
    """

    path: Path
    packets: Packets
    order: NDArray[np.int64]
    frame_of: NDArray[np.int64]
    keys: NDArray[np.int64]
    starts: NDArray[np.int64]
    times: NDArray[np.float64]
    tick: Fraction
    fps: Fraction
    nominal_fps: Fraction | None
    container: str
    codec: str
    profile: str | None
    audio: tuple[Audio, ...]
    first: Picture
    orientation: Orientation
    pixel_format: str
    bits: int
    capture_fps: float | None = None
    coded_fps: Fraction | None = None
    transfer: int = 2  # "not said"

    def __len__(self) -> int:
        return len(self.order)

    def key_for(self, frame: int) -> int:
        """Position in `keys` of the nearest key-frame from which `frame` can be decoded."""
        return int(np.flatnonzero(self.starts <= frame)[-1])


def read_index(path: Path, progress: Progress = silent) -> Index:
    """Reads all packets of the file and decodes its first frame. Raises ParallaxError if there is nothing to show.

    Takes about 3 µs a packet and the time to read the file once; reports and can be cancelled through `progress`.
    """
    container, stream = open_video(path)
    try:
        packets = read_packets(path, container, stream, progress)
        if len(packets) == 0:
            raise ParallaxError(path, "has a video track without a single frame.", "Record or copy it again.")
        tick = Fraction(stream.time_base or Fraction(1, 1000))
        codec, profile = stream.codec_context.name, stream.codec_context.profile
        kind = container.format.name.split(",")[0]
        rates = [Fraction(r) for r in (stream.average_rate, stream.guessed_rate, stream.base_rate) if r]
        trusted = packets.stamped and not (kind in _UNSTAMPED and stream.codec_context.has_b_frames)
        audio = _audio(container, stream)
        capture = _capture_rate({**container.metadata, **stream.metadata})
        coded = stream.codec_context.framerate
        transfer = int(stream.codec_context.color_trc)
    finally:
        container.close()

    number, first = _first_frame(path, packets, progress)
    if trusted:
        order = _order_by_stamps(packets, number)
    else:
        packets, order = _order_by_decoding(path, packets, progress)
    if len(order) == 0:
        raise ParallaxError(path, "shows no frame.", "Record or copy it again.")
    frame_of = np.full(len(packets), -1, dtype=np.int64)
    frame_of[order] = np.arange(len(order))
    keys, starts = _starts(packets, order, frame_of, trusted)
    times = _times(packets, order, tick, rates)
    nominal = rates[0] if rates else None
    return Index(
        path, packets, order, frame_of, keys, starts, times, tick, _frame_rate(times, tick, rates), nominal,
        kind, codec, profile, audio, Picture(first), Orientation.of(first),
        first.format.name, first.format.components[0].bits, capture, Fraction(coded) if coded else None, transfer,
    )


def _capture_rate(tags: dict[str, str]) -> float | None:
    """What phones write beside a slow-motion recording: the rate it was taken at."""
    for tag in _CAPTURE_TAGS:
        with suppress(KeyError, ValueError):
            rate = float(tags[tag])
            if 1 <= rate <= 100_000:
                return rate
    return None


def _audio(container: InputContainer, video: VideoStream) -> tuple[Audio, ...]:
    tracks = []
    for stream in container.streams.audio:
        if isinstance(stream, AudioStream) and stream.codec_context is not None:
            known = stream.duration is not None and stream.time_base is not None
            duration = float(stream.duration * stream.time_base) if known else None  # type: ignore[operator]
            context = stream.codec_context
            tracks.append(Audio(context.name, context.sample_rate or 0, context.channels or 0, duration))
    return tuple(tracks)


def _first_frame(path: Path, packets: Packets, progress: Progress) -> tuple[int, VideoFrame]:
    """The first shown frame that can be decoded, and its packet number."""
    decoder = Decoder(path, packets, threads=1)
    try:
        while not decoder.ended:
            got = decoder.read()
            if got is not None and packets.shown[got[0]]:
                return got
            if decoder.next % 100 == 99:
                progress(Step("index", decoder.next, len(packets), path.name))
    finally:
        decoder.close()
    raise ParallaxError(path, "holds video data, but none of it can be decoded.",
                        "It is damaged or protected: copy it again from the camera.")


def _order_by_stamps(packets: Packets, first: int) -> NDArray[np.int64]:
    """Shown packets by pts. `first`: the packet of the first frame that the decoder gave.

    A recording that starts in the middle of a group of pictures has frames that refer to what is not there. No decoder
    shows them: those in front of the first frame that it gave go, unless the first key-frame comes before them.
    """
    shown = np.flatnonzero(packets.shown)
    order = shown[np.argsort(packets.pts[shown], kind="stable")]
    keys = np.flatnonzero(packets.key)
    key = int(keys[0]) if len(keys) else first
    orphan = (packets.pts[order] < packets.pts[first]) & ((order < key) | (packets.pts[order] < packets.pts[key]))
    return order[~orphan]


def _order_by_decoding(
    path: Path, packets: Packets, progress: Progress
) -> tuple[Packets, NDArray[np.int64]]:
    """Packet numbers in the order in which the decoder gives their frames: the only truth where stamps are missing.

    Such containers can mark a packet as a key-frame that is none; the packets come back without those marks.
    """
    decoder = Decoder(path, packets, threads=0)
    order: dict[int, bool] = {}
    try:
        while not decoder.ended:
            got = decoder.read()
            if got is not None and packets.shown[got[0]]:
                order[got[0]] = got[1].key_frame
            if decoder.next % 30 == 0:
                progress(Step("index", decoder.next, len(packets), path.name))
    finally:
        decoder.close()
    numbers = np.array(list(order), dtype=np.int64)
    key = packets.key.copy()
    key[numbers] &= np.array(list(order.values()), dtype=bool)
    return replace(packets, key=key), numbers


def _starts(
    packets: Packets, order: NDArray[np.int64], frame_of: NDArray[np.int64], trusted: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Key-frames and the first frame that is complete when decoding starts there.

    Frames stored behind a key-frame but shown before it (open groups of pictures) need the key-frame before that one.
    """
    keys = np.flatnonzero(packets.key)
    if trusted:
        starts = np.searchsorted(packets.pts[order], packets.pts[keys], side="left")
    else:
        keys = keys[frame_of[keys] >= 0]
        starts = frame_of[keys]
    if len(keys) == 0 or keys[0] != 0:  # always a way in, even where no packet is marked
        keys, starts = np.insert(keys, 0, 0), np.insert(starts, 0, 0)
    starts[0] = 0
    return keys, starts


def _times(
    packets: Packets, order: NDArray[np.int64], tick: Fraction, rates: list[Fraction]
) -> NDArray[np.float64]:
    stamps = packets.stamps()[order]
    if (stamps == np.iinfo(np.int64).min).any():  # a bare stream: nothing but a frame rate
        return np.arange(len(order)) / float(rates[0] if rates else 25)
    return np.sort(stamps) * tick.numerator / tick.denominator


def is_variable(times: NDArray[np.float64], tick: Fraction) -> bool:
    """Whether some interval is off the median one by over a tenth, and by more than the rounding of time stamps."""
    if len(times) < 3:
        return False
    intervals = np.diff(times)
    median = float(np.median(intervals))
    return bool(np.abs(intervals - median).max() > max(0.1 * median, 1.5 * float(tick)))


def _frame_rate(times: NDArray[np.float64], tick: Fraction, rates: list[Fraction]) -> Fraction:
    """Frames a second: the stated or standard rate that the time stamps agree with, else their exact average."""
    span = float(times[-1] - times[0])
    if span <= 0:
        return rates[0] if rates else Fraction(25)
    measured = (len(times) - 1) / span
    if not is_variable(times, tick):
        # Both ends are rounded to a tick; 59.94 and 60 differ by 1e-3.
        slack = measured * (2e-4 + float(tick) / span)
        close = [rate for rate in (*rates, *_STANDARD_RATES) if abs(float(rate) - measured) <= slack]
        if close:  # stated and standard, else the nearest standard one, else what is stated
            return min(close, key=lambda rate: (
                rate not in _STANDARD_RATES, rate not in rates, abs(float(rate) - measured)
            ))
    return Fraction(measured).limit_denominator(100_000)
