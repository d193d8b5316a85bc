"""A film of the comparison: which pictures, people and bodies belong to each of its frames, and writing it as MP4.

The film goes by the reference view: its frame rate, its sound, one frame of the film each 1/fps of its file. The other
views follow their clocks and show the frame nearest to the reference's. Drawing is somebody else's (app/film.py).
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from core import corrected, followed
from core.clock import Clock, frame_at, nearest_frame
from core.compare import Comparison, Track, compare
from core.errors import ParallaxError
from core.files import write_whole
from core.pose import Poses2D, Poses3D
from core.progress import Progress, Step, silent
from core.skeleton import Skeleton
from core.storage import Project
from core.video import Video
from core.video_file import open_video
from core.words import tr

SIZE = (1920, 1080)
MEMORY = 256 * 2**20  # bytes of decoded frames a view: the film reads forward
_OPTIONS = {"preset": "veryfast", "crf": "18"}
_BLOCK = 1024         # samples of a frame of AAC
_CHANNELS = {1: "mono", 2: "stereo"}

RGB = NDArray[np.uint8]


@dataclass(frozen=True)
class FilmView:
    """A view in the film. colour: as in View."""

    id: str
    name: str
    video: str
    colour: int = 0
    offset_s: float = 0.0
    drift_ppm: float = 0.0
    slow_motion: float = 1.0

    @property
    def clock(self) -> Clock:
        return Clock(self.offset_s, self.drift_ppm, self.slow_motion)


@dataclass(frozen=True)
class FilmRequest:
    """What a run of kind 'film' is asked for; the first view is the reference. project: the folder that has the poses,
    '' for pictures alone.

    out: the MP4 to write; start_s, stop_s: reference seconds, None is the reference view's beginning or end.
    """

    views: tuple[FilmView, ...]
    out: str
    project: str = ""
    start_s: float | None = None
    stop_s: float | None = None
    height_m: float | None = None
    width: int = SIZE[0]
    height: int = SIZE[1]


@dataclass(frozen=True, eq=False)
class Glimpse:
    """What a view shows at a moment. rgb: (h, w, 3) scaled down to fit, None outside of what it filmed; size: of the
    whole picture; xys: (J, 3) of the athlete in its pixels, or None; index: frame; apart_s: from the reference's; t:
    its reference time."""

    view: FilmView
    rgb: RGB | None
    size: tuple[int, int]
    index: int
    apart_s: float
    xys: NDArray[np.float32] | None
    skeleton: Skeleton | None
    t: float


@dataclass(frozen=True, eq=False)
class Moment:
    """A frame of the film. t: reference seconds; row: the comparison's frame there, None where there is none."""

    t: float
    glimpses: tuple[Glimpse, ...]
    comparison: Comparison | None
    row: int | None


@dataclass(frozen=True, eq=False)
class _Open:
    view: FilmView
    video: Video
    flat: Poses2D | None


@dataclass
class Reel:
    """The recording opened for a film: `len(reel)` frames at `fps`, `reel.moment(k, max_side)`. Close it.

    Raises ParallaxError where a video or pose file cannot be read, or the range lies outside of the reference view.
    """

    request: FilmRequest
    fps: Fraction = field(init=False)
    start_s: float = field(init=False)  # of the reference file's own time
    count: int = field(init=False)
    comparison: Comparison | None = field(init=False)

    def __post_init__(self) -> None:
        if not self.request.views:
            raise ParallaxError(tr("The film"), "shows no view.", "Open a recording first.")
        self._stack = ExitStack()
        try:
            poses = _poses(self.request)
            self._views = [self._opened(view, poses.get(view.id, (None, None))[0]) for view in self.request.views]
            self.comparison = _comparison(self.request, {id: deep for id, (_, deep) in poses.items()})
            self._set_range()
        except BaseException:
            self._stack.close()
            raise

    def __len__(self) -> int:
        return self.count

    def __enter__(self) -> "Reel":
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def duration_s(self) -> float:
        return float(self.count / self.fps)

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Upright (width, height) of each view."""
        return tuple(opened.video.size for opened in self._views)

    def moment(self, k: int, sides: Sequence[int] = ()) -> Moment:
        """The k-th frame of the film. sides: for each view, the longer side its picture is scaled down to."""
        return self._at(self.start_s + float(k / self.fps), sides)

    def at(self, t_ref: float, sides: Sequence[int] = ()) -> Moment:
        """The moment at a reference time."""
        return self._at(float(self.request.views[0].clock.to_view(t_ref)), sides)

    def indices(self, t_ref: float) -> tuple[int, ...]:
        """The frame of each view that `at` shows at a reference time; nothing is decoded."""
        first, *others = self._views
        index, instant = _shown(first, float(first.view.clock.to_view(t_ref)))
        return index, *(nearest_frame(one.video.times, float(one.view.clock.to_view(instant))) for one in others)

    def _at(self, t_file: float, sides: Sequence[int]) -> Moment:
        first = self._views[0]
        index, instant = _shown(first, t_file)
        glimpses = tuple(self._glimpse(opened, instant, index if n == 0 else None, sides[n] if sides else None)
                         for n, opened in enumerate(self._views))
        row = None
        if self.comparison is not None:
            near = nearest_frame(self.comparison.times, instant)
            row = near if abs(self.comparison.times[near] - instant) <= 0.1 else None
        return Moment(float(first.view.clock.to_ref(t_file)), glimpses, self.comparison, row)

    def _glimpse(self, opened: _Open, instant: float, index: int | None, side: int | None) -> Glimpse:
        video, clock = opened.video, opened.view.clock
        own = float(clock.to_view(instant))
        index = nearest_frame(video.times, own) if index is None else index
        step = video.info.interval_median_s
        filmed = video.times[0] - step <= own <= video.times[-1] + step
        xys = None
        if opened.flat is not None and filmed:
            xys = opened.flat.xys[nearest_frame(opened.flat.times, float(video.times[index])), 0]
        t = float(clock.to_ref(video.times[index]))
        return Glimpse(opened.view, video.frame(index, side) if filmed else None, video.size, index, t - instant, xys,
                       opened.flat.skeleton if opened.flat is not None else None, t)

    def _opened(self, view: FilmView, flat: Poses2D | None) -> _Open:
        return _Open(view, self._stack.enter_context(Video(view.video, MEMORY)), flat)

    def _set_range(self) -> None:
        first = self._views[0]
        times, clock, video = first.video.times, first.view.clock, first.video
        end = float(times[-1]) + video.info.interval_median_s
        start_s, stop_s = self.request.start_s, self.request.stop_s
        a = float(times[0]) if start_s is None else max(float(clock.to_view(start_s)), float(times[0]))
        b = end if stop_s is None else min(float(clock.to_view(stop_s)), end)
        self.fps = video.fps
        # From a frame's own time on, so that the film of a steady video has each of its frames once.
        self.start_s = float(times[frame_at(times, a)])
        self.count = round((b - self.start_s) * float(self.fps))
        if a >= end or self.count < 1:
            raise ParallaxError(tr("The film's range"), "lies outside of {view}, the reference view.",
                                "Choose another range, or another reference view.", view=first.view.name)


def _shown(first: _Open, t_file: float) -> tuple[int, float]:
    """The reference view's frame at a time of its file, and the reference time of that."""
    index = frame_at(first.video.times, t_file)
    return index, float(first.view.clock.to_ref(first.video.times[index]))


def _poses(request: FilmRequest) -> dict[str, tuple[Poses2D | None, Poses3D | None]]:
    """View → its athlete as corrected, alone, in 2D and 3D."""
    if not request.project:
        return {}
    found: dict[str, tuple[Poses2D | None, Poses3D | None]] = {}
    with Project.open(request.project, read_only=True) as project:
        for view in request.views:
            if view.id in project.document.views:
                flat = corrected.to_look_at(project, view.id)
                deep = followed.poses3d(project, project.document.views[view.id])
                found[view.id] = flat, deep
    return found


def _comparison(request: FilmRequest, poses: Mapping[str, Poses3D | None]) -> Comparison | None:
    """The views' bodies laid over one another; None where no view has any."""
    tracks = [Track.of(view.id, deep, view.clock) for view in request.views
              if (deep := poses.get(view.id)) is not None and deep.xyzs.shape[1]]
    return compare(tracks, tracks[0].view, height_m=request.height_m) if tracks else None


def request_for(project: Project, paths: dict[str, Path], out: Path, *, reference: str = "",
                span: tuple[float | None, float | None] = (None, None), height_m: float | None = None) -> FilmRequest:
    """The film of a project. paths: view id → its video; views without one are left out. reference: a view's id, by
    default the first. span: reference seconds."""
    views = [FilmView(view.id, view.name, str(paths[view.id]), view.colour, view.offset_s, view.drift_ppm,
                      view.slow_motion) for view in project.document.views.values() if view.id in paths]
    views.sort(key=lambda view: view.id != reference)
    return FilmRequest(tuple(views), str(out), str(project.folder), *span, height_m)


# -- writing


@dataclass(frozen=True, eq=False)
class Wave:
    """Sound. samples: (channels, N) of one or two channels, −1 to 1; N is 0 where there is none. rate: a second."""

    samples: NDArray[np.float32]
    rate: int


SILENCE = Wave(np.zeros((1, 0), np.float32), 48_000)


def write(out: Path, reel: Reel, draw: Callable[[int], RGB], progress: Progress = silent) -> None:
    """Writes the film, whole or not at all, with the reference view's sound; as `encode`."""
    heard = waveform(Path(reel.request.views[0].video), reel.start_s, reel.duration_s)
    encode(out, reel.fps, len(reel), draw, heard, progress)


def encode(out: Path, fps: Fraction, count: int, draw: Callable[[int], RGB], sound: Wave = SILENCE,
           progress: Progress = silent) -> None:
    """Writes an MP4 of `count` frames, whole or not at all. draw(k): (H, W, 3) RGB of frame k, in even sizes, all the
    same; it is asked in order.

    H.264, 4:2:0, BT.709, the index in front, the sound as AAC. Raises ParallaxError where it cannot be written, and
    what draw and `progress` raise.
    """
    if out.suffix.lower() != ".mp4":
        raise ParallaxError(out, "is not a name for a film.", "Let it end in .mp4.")
    try:
        # The index is moved to the front in the end, which takes a file with a name: av opens it by that.
        write_whole(out, lambda file: _encode(file, out.name, fps, count, draw, sound, progress))
    except OSError as e:
        raise ParallaxError(out, "the film cannot be written ({why}).",
                            "Free some space on that disk, or choose another folder.", why=e.strerror or e) from e


def _encode(file: IO[bytes], name: str, fps: Fraction, count: int, draw: Callable[[int], RGB], sound: Wave,
            progress: Progress) -> None:
    first = draw(0)
    with av.open(os.fspath(file.name), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=fps, options=_OPTIONS)
        video.height, video.width = first.shape[:2]
        video.pix_fmt = "yuv420p"
        video.codec_context.time_base = 1 / fps
        video.codec_context.colorspace, video.codec_context.color_range = 1, ColorRange.MPEG
        video.codec_context.color_primaries = video.codec_context.color_trc = 1  # BT.709
        heard = _Sound(out, sound)
        for k in range(count):
            frame = VideoFrame.from_ndarray(first if k == 0 else draw(k), format="rgb24").reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
            frame.pts, frame.time_base = k, 1 / fps
            out.mux(video.encode(frame))
            heard.until(float((k + 1) / fps))
            progress(Step("film", k + 1, count, name))
        out.mux(video.encode())
        heard.until(float("inf"))


class _Sound:
    """Sound, encoded beside the pictures."""

    def __init__(self, out: Any, sound: Wave) -> None:
        self._out, self._sent, self._stream = out, 0, None
        self._samples, self._rate = sound.samples, sound.rate
        if self._samples.shape[1]:
            self._layout = _CHANNELS[len(self._samples)]
            self._stream = out.add_stream("aac", rate=self._rate, layout=self._layout)
            self._stream.codec_context.time_base = Fraction(1, self._rate)

    def until(self, t: float) -> None:
        """Everything in front of this second of the film."""
        if self._stream is None:
            return
        while self._sent < self._samples.shape[1] and self._sent / self._rate < t:
            block = np.ascontiguousarray(self._samples[:, self._sent:self._sent + _BLOCK])
            frame = AudioFrame.from_ndarray(block, format="fltp", layout=self._layout)
            frame.sample_rate, frame.pts, frame.time_base = self._rate, self._sent, Fraction(1, self._rate)
            self._out.mux(self._stream.encode(frame))
            self._sent += block.shape[1]
        if t == float("inf"):
            self._out.mux(self._stream.encode(None))


def waveform(path: Path, start_s: float, duration_s: float) -> Wave:
    """A stretch of a file's sound, seconds of the file, each sample at its time, silence where there is none. Without
    samples where the file has no sound that can be decoded."""
    container, video = open_video(path)
    with container:
        if not container.streams.audio or container.streams.audio[0].codec_context is None:
            return SILENCE
        track = container.streams.audio[0]
        video.discard, track.discard = Discard.all, Discard.default
        rate, channels = track.codec_context.sample_rate or 48_000, min(track.codec_context.channels or 1, 2)
        resampler = AudioResampler(format="fltp", layout=_CHANNELS[channels], rate=rate)
        samples = np.zeros((channels, round(duration_s * rate)), np.float32)
        heard = False
        container.seek(max(0, int((start_s - 1) / (track.time_base or 1))), stream=track)
        for block, t in _blocks(container, track, resampler):
            at = round((t - start_s) * rate)
            if at >= samples.shape[1]:
                break
            a, b = max(at, 0), min(at + block.shape[1], samples.shape[1])
            if b > a:
                samples[:, a:b] = block[:, a - at:b - at]
                heard = True
    return Wave(samples, rate) if heard else SILENCE


def _blocks(container: Any, track: Any, resampler: AudioResampler) -> Iterator[tuple[NDArray[np.float32], float]]:
    """Decoded (channels, n) blocks with the times of their beginnings; what is damaged is stepped over."""
    for packet in container.demux(track):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue
        for frame in frames:
            if frame.time is None:
                continue
            for block in resampler.resample(frame):
                yield np.asarray(block.to_ndarray(), dtype=np.float32), float(frame.time)
