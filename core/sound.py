"""The sound of a recording as one channel on the file's own time line, and its wave form for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.video_file import FORMATS, check_file
from core.words import marked

F32 = NDArray[np.float32]

RATE = 16_000  # Hz: what phones' microphones agree on lies below 8 kHz
_JUMP_S = 0.010  # time stamps rounded to a millisecond stay well below, a lost packet (≥ 20 ms) is above
_WILD_S = 3600.0  # a jump of over an hour is a damaged stamp, not silence
_BLOCK_S = 20.0  # resampled in pieces, so that an hour at 96 kHz does not fill the memory
_CONTEXT_S = 0.05  # of neighbouring samples on either side of a piece: over ten times the filter's reach at 16 kHz
_CHOOSE = marked("Choose a recording with sound, or synchronize by movement or by hand.")


@dataclass(frozen=True, eq=False)
class Sound:
    """Sample k of `samples` (N,) float32, full scale ±1, is heard at t0_s + k / rate seconds of the file's time."""

    samples: F32
    rate: int
    t0_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """Seconds from the first sample to behind the last."""
        return len(self.samples) / self.rate


def load_sound(path: Path | str, rate: int = RATE, progress: Progress = silent) -> Sound:
    """The first sound track of a video or sound file, channels averaged, resampled to `rate` Hz.

    Placed by presentation time stamps: where they leave a gap there is silence. About 1 s for ten minutes of AAC.
    Packets that cannot be decoded become silence; ParallaxError when there is no sound, or more of it is damaged than
    sound. Sound that is silent is legitimate.
    """
    path = Path(path)
    check_file(path)
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    try:
        container = av.open(f"file:{path}", "r", options=options, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        raise ParallaxError(path, "is neither a video nor a sound file, or its beginning is damaged.",
                            "Choose another file, or copy it again.") from error
    with container:
        stream = _sound_track(path, container)
        pieces = _decode(path, container, stream, rate, progress)
    return _place(pieces, rate)


def _sound_track(path: Path, container: InputContainer) -> AudioStream:
    best = container.streams.best("audio")
    if not isinstance(best, AudioStream):
        raise ParallaxError(path, "has no sound.", _CHOOSE)
    if best.codec_context is None:
        raise ParallaxError(path, "has sound that is coded in a way this program cannot decode.",
                            "Convert it, for instance with: ffmpeg -i IN -c:v copy -c:a aac OUT.mp4")
    for other in container.streams:
        if other.index != best.index:
            other.discard = Discard.all  # pictures are then not even read from the disk
    return best


@dataclass(eq=False)
class _Piece:
    """Samples without a gap between them, collected at the file's rate and kept at the wanted one."""

    source: int
    target: int
    starts: list[float] = field(default_factory=list)  # what each frame's stamp says about the time of sample 0
    count: int = 0  # samples at the source rate
    _waiting: list[F32] = field(default_factory=list)
    _waits: int = 0
    _context: int = 0  # samples in front of `_waiting` that were resampled already
    _done: list[F32] = field(default_factory=list)

    @property
    def expects(self) -> float:
        """When the next sample should be heard, by the first frame's stamp and the sample rate."""
        return self.starts[0] + self.count / self.source

    def add(self, samples: F32, time: float | None) -> None:
        """Appends a frame heard at `time`."""
        if time is not None or not self.starts:
            self.starts.append((time or 0.0) - self.count / self.source)
        self.count += len(samples)
        self._waiting.append(samples)
        self._waits += len(samples)
        if self._waits > (_BLOCK_S + 2 * _CONTEXT_S) * self.source + 2 * self._down:
            self._resample(last=False)

    @property
    def _down(self) -> int:
        return Fraction(self.target, self.source).denominator

    def _resample(self, last: bool) -> None:
        """Whole multiples of the ratio's denominator, so that the pieces' sample grids are one."""
        from scipy.signal import resample_poly  # not needed to show a window

        ratio, waiting = Fraction(self.target, self.source), np.concatenate(self._waiting)
        context = -(-int(_CONTEXT_S * self.source) // self._down) * self._down
        stop = len(waiting) if last else (len(waiting) - context) // self._down * self._down
        out = waiting if ratio == 1 else resample_poly(waiting, ratio.numerator, ratio.denominator)
        self._done.append(np.asarray(out[int(self._context * ratio):None if last else int(stop * ratio)], np.float32))
        keep = min(context, stop)
        self._waiting, self._context = [waiting[stop - keep:]], keep
        self._waits = len(self._waiting[0])

    def finish(self) -> tuple[float, F32]:
        """(time of the first sample, samples). The median absorbs stamps that a container rounds."""
        self._resample(last=True)
        return float(np.median(self.starts)), np.concatenate(self._done)


def _decode(path: Path, container: InputContainer, stream: AudioStream, rate: int,
            progress: Progress) -> list[tuple[float, F32]]:
    pieces: list[tuple[float, F32]] = []
    piece: _Piece | None = None
    good = bad = 0
    total = int(container.duration / av.time_base) if container.duration else 0
    heard = -1
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            bad += 1
            continue
        for frame in frames:
            if not isinstance(frame, AudioFrame) or frame.samples == 0 or frame.sample_rate <= 0:
                continue
            good += 1
            time = None if frame.pts is None or frame.time_base is None else float(frame.pts * frame.time_base)
            if piece is not None and (frame.sample_rate != piece.source or _jumps(piece, time)):
                pieces.append(piece.finish())
                piece, time = None, pieces[-1][0] + len(pieces[-1][1]) / rate if time is None else time
            if piece is None:
                piece = _Piece(frame.sample_rate, rate)
            elif time is not None and abs(time - piece.expects) > _WILD_S:
                time = None
            piece.add(_mono(frame), time)
            if time is not None and int(time) > heard:
                heard = int(time)
                progress(Step("listening", heard, max(total, heard), path.name))
    if piece is None:
        raise ParallaxError(path, "has a sound track of which nothing can be decoded." if bad else
                            "has a sound track without any sound.", _CHOOSE)
    if bad > good:
        raise ParallaxError(path, "has a damaged sound track: {bad} of {total} packets cannot be decoded.",
                            "Copy it again from the camera, or synchronize by movement or by hand.", bad=bad,
                            total=bad + good)
    return [*pieces, piece.finish()]


def _jumps(piece: _Piece, time: float | None) -> bool:
    """Whether a frame is not the continuation of what was heard."""
    return time is not None and _JUMP_S < abs(time - piece.expects) <= _WILD_S


def _mono(frame: AudioFrame) -> F32:
    """(samples,) float32 in ±1, the mean of the channels."""
    data = frame.to_ndarray()
    channels = max(frame.layout.nb_channels, 1)
    if not frame.format.is_planar:
        data = data.reshape(-1, channels).T
    mono = data[0].astype(np.float32) if len(data) == 1 else data.mean(axis=0, dtype=np.float32)
    if data.dtype == np.uint8:
        return np.asarray((mono - 128) / 128, dtype=np.float32)
    if data.dtype.kind == "i":
        return np.asarray(mono / 2.0 ** (8 * data.dtype.itemsize - 1), dtype=np.float32)
    return np.nan_to_num(mono)


def _place(pieces: list[tuple[float, F32]], rate: int) -> Sound:
    """One track from pieces at their times; where two overlap the later one is heard."""
    start = min(time for time, _ in pieces)
    if len(pieces) == 1:
        return Sound(pieces[0][1], rate, start)
    stop = max(round((time - start) * rate) + len(samples) for time, samples in pieces)
    out = np.zeros(stop, dtype=np.float32)
    for time, samples in pieces:
        at = round((time - start) * rate)
        out[at:at + len(samples)] = samples
    return Sound(out, rate, start)


# ---------------------------------------------------------------- drawing

_FINEST, _STEP = 16, 4  # samples in a bin of the finest level; bins of a level in one of the next


class Peaks:
    """Lowest and highest sample of every bin at several zooms: any stretch of any length draws in a few milliseconds.

    Holds the sound and about 0.17 of its size more. levels: what another `Peaks` of this sound has worked out.
    """

    def __init__(self, sound: Sound, levels: Sequence[tuple[int, F32, F32]] | None = None) -> None:
        self.sound = sound
        coarser = _pyramid(sound.samples) if levels is None else levels
        self._levels: list[tuple[int, F32, F32]] = [(1, sound.samples, sound.samples), *coarser]

    @property
    def levels(self) -> Sequence[tuple[int, F32, F32]]:
        """Samples in a bin, lowest and highest of each bin (n,); the finest, which is the sound itself, left out."""
        return self._levels[1:]

    def between(self, start_s: float, stop_s: float, columns: int) -> tuple[F32, F32]:
        """(lows, highs), each (columns,), of equal stretches from start_s to stop_s of the file's time.

        NaN where there is no sound. Seen from further away a column may include up to half a bin of its neighbour's.
        """
        edges = (np.linspace(start_s, stop_s, columns + 1) - self.sound.t0_s) * self.sound.rate
        width = max(float(edges[-1] - edges[0]) / columns, 1e-9)
        # At least two bins a column, so that the rounding of its edges is not seen.
        size, low, high = max((lv for lv in self._levels if lv[0] * 2 <= width), key=lambda lv: lv[0],
                              default=self._levels[0])
        first = np.floor(edges[:-1] / size).astype(np.int64)
        last = np.maximum(np.floor(edges[1:] / size).astype(np.int64), first + 1)
        inside = (last > 0) & (first < len(low))
        lows, highs = np.full((2, columns), np.nan, dtype=np.float32)
        if inside.any():
            spans = np.stack([first[inside].clip(0), last[inside].clip(max=len(low))], axis=1).ravel()
            begin, end = spans[0], spans[-1]
            # reduceat takes the stretches between every two indices; a bin behind the last keeps them legal.
            lows[inside] = np.minimum.reduceat(np.append(low[begin:end], np.float32(np.inf)), spans - begin)[::2]
            highs[inside] = np.maximum.reduceat(np.append(high[begin:end], np.float32(-np.inf)), spans - begin)[::2]
        return lows, highs


def _pyramid(samples: F32) -> list[tuple[int, F32, F32]]:
    levels = []
    size, low, high = _FINEST, *_binned(samples, samples, _FINEST)
    while len(low):
        levels.append((size, low, high))
        size, (low, high) = size * _STEP, _binned(low, high, _STEP) if len(low) > 1 else (low[:0], high[:0])
    return levels


def _binned(low: F32, high: F32, size: int) -> tuple[F32, F32]:
    starts = np.arange(0, len(low), size)
    if len(starts) == 0:
        return low, high
    return np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
