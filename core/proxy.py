"""A copy of a video for scrubbing: every frame a key-frame, so that a jump costs one decode, at the very same times.

For looking only: what is measured is found in the original, which stays as it is. Frame numbers, time stamps and the
upright picture are those of the original, so poses and clocks hold for both.
"""

from __future__ import annotations  # av.Packet takes a parameter for the type checker only

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation
from av.video.stream import VideoStream
from numpy.typing import NDArray

from core.document import Edit, Setting, View
from core.errors import ParallaxError
from core.files import sweep, write_whole
from core.progress import Cancelled, Progress, Step, silent
from core.records import build, plain
from core.report import Report
from core.runs import ENDED, Run, Status, listed
from core.storage import Project
from core.video_file import Decoder, open_video
from core.video_index import Index, read_index
from core.video_picture import Picture
from core.video_probe import content_hash
from core.words import marked, tr

FOLDER = "proxies"
# Visually lossless for H.264 with every picture coded alone; no entropy coding by arithmetic and no deblocking, which
# are half of what decoding a frame costs. No block is coded coarser than qpmax.
_OPTIONS = {"preset": "superfast", "tune": "fastdecode", "crf": "16", "qpmax": "24", "g": "1", "bf": "0",
            "threads": "0"}
_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}\.mp4")
_BT601 = 5  # MatrixCoefficients of H.273
_REMEDY = marked("Go on with the original: everything works with it, only jumps take longer.")


@dataclass(frozen=True)
class ProxyJob:
    """One view whose proxy is to be made of the video at `path`."""

    view: str
    name: str
    path: str


@dataclass(frozen=True)
class ProxyRequest:
    """What a run of kind 'proxy' is asked for; folder: where the files go, the project's FOLDER."""

    views: tuple[ProxyJob, ...]
    folder: str


@dataclass(frozen=True)
class Proxy:
    """A proxy file by its name in the project's FOLDER, and how it is recognised."""

    file: str
    bytes: int
    hash: str


def key(view: str) -> str:
    """Id of the setting that names the proxy of a view."""
    return f"proxy/{view}"


# -- making one


def make(source: Path, out: Path, progress: Progress = silent) -> None:
    """Writes the proxy of `source` to `out` (.mp4), whole or not at all. Raises ParallaxError, what `progress` raises.

    T frames, each with its time stamp in the unit of the source; turned upright; the first sound track copied where
    MP4 can hold its codec.
    """
    index = read_index(source, progress)
    pts, base = _stamps(index)
    try:
        out.parent.mkdir(exist_ok=True)
        write_whole(out, lambda file: _write(file, index, pts, base, progress))
    except OSError as e:  # av's errors are OSErrors too
        raise ParallaxError(out, "the copy for scrubbing cannot be written ({why}).",
                            "Free some space on that disk. Go on with the original: everything works with it, only "
                            "jumps take longer.", why=e.strerror or e) from e


def _stamps(index: Index) -> tuple[NDArray[np.int64], Fraction]:
    """(T,) time stamps and their unit, 1/n s: the container's, or 1/90000 s for a stream that has none."""
    base = Fraction(1, index.tick.denominator)
    pts = np.round(index.times * index.tick.denominator).astype(np.int64)
    if base.denominator >= 2**31 or np.abs(pts / base.denominator - index.times).max() > 1e-9:
        base = Fraction(1, 90_000)
        pts = np.round(index.times * 90_000).astype(np.int64)
    if (np.diff(pts) <= 0).any():
        raise ParallaxError(index.path, "some of its frames have the same time stamp, which a copy cannot keep.",
                            _REMEDY)
    return pts, base


def _write(file: IO[bytes], index: Index, pts: NDArray[np.int64], base: Fraction, progress: Progress) -> None:
    scale = str(base.denominator)
    # The movie's own unit holds the beginning of a track that does not begin at 0.
    options = {"movflags": "+negative_cts_offsets", "video_track_timescale": scale, "movie_timescale": scale}
    with av.open(file, "w", format="mp4", options=options) as out:
        stream = _video_stream(out, index, base)
        sound = _Sound(index.path, out)
        try:
            for i, frame in enumerate(_frames(index)):
                frame.pts, frame.time_base = int(pts[i]), base
                out.mux(stream.encode(frame))
                sound.mux_until(out, index.times[i])
                progress(Step("proxy", i + 1, len(index), index.path.name))
            out.mux(stream.encode())
            sound.mux_until(out, float("inf"))
        finally:
            sound.close()


def _video_stream(out: OutputContainer, index: Index, base: Fraction) -> VideoStream:
    stream: VideoStream = out.add_stream("libx264", rate=index.fps, options=_OPTIONS)
    stream.width, stream.height = index.orientation.size(*index.first.size)
    # Chroma at half size needs even sides.
    stream.pix_fmt = "yuv444p" if stream.width % 2 or stream.height % 2 else "yuv420p"
    stream.time_base = stream.codec_context.time_base = base
    stream.codec_context.colorspace, stream.codec_context.color_range = _colours(index.first)
    return stream


def _colours(picture: Picture | VideoFrame) -> tuple[int, int]:
    """Matrix and range, so that the copy is turned into the same RGB."""
    if isinstance(picture, Picture):
        space, span = picture.colour
        name = picture.format
    else:
        space, span, name = int(picture.colorspace), int(picture.color_range), picture.format.name
    if not name.startswith("yuv"):  # turned into YUV by us: BT.601, limited, which is what an untagged file means
        return _BT601, ColorRange.MPEG
    return space, ColorRange.JPEG if name.startswith("yuvj") else span


def _frames(index: Index) -> Iterator[VideoFrame]:
    """T upright frames in order of presentation; a damaged one is the one before it, as `Video.frame` gives it."""
    width, height = index.orientation.size(*index.first.size)
    kind = "yuv444p" if width % 2 or height % 2 else "yuv420p"
    decoder = Decoder(index.path, index.packets, threads=0)
    wanted, last = 0, None
    try:
        while not decoder.ended and wanted < len(index):
            got = decoder.read()
            i = -1 if got is None else int(index.frame_of[got[0]])
            if got is None or i < wanted:
                continue
            frame = _upright(got[1], index, kind)
            for _ in range(wanted, i):
                yield _again(last or frame)
            yield frame
            wanted, last = i + 1, frame
        for _ in range(wanted, len(index)):
            if last is not None:
                yield _again(last)
    finally:
        decoder.close()


def _upright(frame: VideoFrame, index: Index, kind: str) -> VideoFrame:
    """The frame in 8 bits a sample, turned as its file asks for, in its own colours."""
    space, span = _colours(frame)
    frame = frame.reformat(*index.first.size, kind, src_color_range=span, dst_color_range=span,
                           interpolation=Interpolation.BICUBIC)
    turned = VideoFrame(*index.orientation.size(*index.first.size), kind)
    for source, target in zip(frame.planes, turned.planes, strict=True):
        plane = _samples(source)
        _samples(target)[:] = index.orientation.apply(plane)
    turned.colorspace, turned.color_range = space, span
    return turned


def _samples(plane: Any) -> NDArray[np.uint8]:
    """(height, width) of a plane of one byte a sample, sharing its memory."""
    return np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]


def _again(frame: VideoFrame) -> VideoFrame:
    copy = VideoFrame(frame.width, frame.height, frame.format.name)
    for source, target in zip(frame.planes, copy.planes, strict=True):
        _samples(target)[:] = _samples(source)
    copy.colorspace, copy.color_range = frame.colorspace, frame.color_range
    return copy


class _Sound:
    """The first sound track of a file, copied packet by packet beside the pictures."""

    def __init__(self, path: Path, out: OutputContainer) -> None:
        self._container, video = open_video(path)
        tracks = [s for s in self._container.streams.audio if isinstance(s, AudioStream) and s.codec_context]
        fits = tracks and tracks[0].codec_context.name in out.supported_codecs
        self._packets: Iterator[Packet[AudioStream]] = iter(())
        self._next: Packet[AudioStream] | None = None
        if fits:
            video.discard, tracks[0].discard = Discard.all, Discard.default
            self._stream = out.add_stream_from_template(tracks[0])
            self._packets = self._container.demux(tracks[0])
            self._advance()

    def mux_until(self, out: OutputContainer, time_s: float) -> None:
        """Writes the packets up to this time."""
        while self._next is not None and _seconds(self._next) <= time_s:
            self._next.stream = self._stream
            out.mux(self._next)
            self._advance()

    def _advance(self) -> None:
        self._next = next((p for p in self._packets if p.size and p.dts is not None), None)

    def close(self) -> None:
        self._container.close()


def _seconds(packet: Packet[AudioStream]) -> float:
    return float((packet.dts or 0) * packet.time_base)


# -- as a run


def work(run: Run, progress: Progress = silent) -> None:
    """Makes the proxies of a run of kind 'proxy'; what was finished stays where it is stopped or fails.

    The run's result is {view id: Proxy}. Raises ParallaxError and Cancelled, after the run's status said the same.
    """
    run.start()
    report = Report(run, progress)
    made: dict[str, Any] = {}
    try:
        request = _request(run)
        for job in request.views:
            report.add(job.view, job.name)
        for job in request.views:
            out = Path(request.folder) / _file_name(run, job.view)
            make(Path(job.path), out, report.of(job.view, "proxy"))
            made[job.view] = plain(Proxy(out.name, out.stat().st_size, content_hash(out)))
            report.stage(job.view, "done")
        report.end("done", "", made)
    except (Cancelled, KeyboardInterrupt):
        report.end("stopped", "", made)
        raise
    except ParallaxError as e:
        report.end("failed", str(e), made)
        raise
    except BaseException as e:
        report.end("failed", f"{type(e).__name__}: {e}", made)
        raise


def _request(run: Run) -> ProxyRequest:
    """What is asked for, as far as it stays inside the project that the run belongs to."""
    try:
        request = build(ProxyRequest, plain(run.request.settings))
        folder = Path(request.folder)
        project = run.folder.resolve().parent.parent
        if folder.name != FOLDER or folder.parent.resolve() != project or folder.is_symlink():
            raise ValueError(f"{request.folder[:200]!r} is not in its project")
        for job in request.views:
            if not _NAME.fullmatch(_file_name(run, job.view)):
                raise ValueError(f"{job.view[:80]!r} is no view")
    except ValueError as e:
        raise ParallaxError(run.folder, "the request cannot be understood ({why}).", "Start the run again.",
                            why=e) from e
    if folder.is_dir():
        sweep(folder)
    return request


def _file_name(run: Run, view: str) -> str:
    return f"{view}-{run.name[-6:]}.mp4"  # another run, another file: what a setting has named is never written again


# -- in a project


def request_for(project: Project, views: list[View], paths: dict[str, Path]) -> ProxyRequest:
    """The request for these views' proxies; paths: where their videos are, by view id."""
    return ProxyRequest(tuple(ProxyJob(v.id, v.name, str(paths[v.id])) for v in views), str(project.folder / FOLDER))


def taking(project: Project, status: Status) -> Edit | None:
    """The edit by which the views of an ended run are shown from their new proxies; None where there is none."""
    puts = []
    for view, made in plain(status.result).items():
        with_view = project.document.views.get(view)
        if with_view is not None and named(made) is not None:
            puts.append(project.document.put(Setting(key(view), made)))
    title = tr("Make a copy for scrubbing") if len(puts) == 1 else \
        tr("Make {n} copies for scrubbing").format(n=len(puts))
    return Edit(title, tuple(puts)) if puts else None


def named(value: object) -> Proxy | None:
    """The proxy in a setting's value, which may come from anybody; None where that is none."""
    try:
        proxy = build(Proxy, plain(value))
    except ValueError:
        return None
    return proxy if _NAME.fullmatch(proxy.file) else None


def find(project: Project, view: str, whole: bool = True) -> Path | None:
    """The proxy of a view; None where there is none, or it is not the file that was made, or lies elsewhere.

    whole: False looks at its size only, which takes no time; True at its contents too (some ms).
    """
    proxy = named(project.document.setting(key(view)))
    if proxy is None:
        return None
    folder = project.folder / FOLDER
    path = folder / proxy.file
    try:
        inside = not folder.is_symlink() and path.resolve().parent == folder.resolve()
        same = inside and path.is_file() and path.stat().st_size == proxy.bytes
        return path if same and (not whole or content_hash(path) == proxy.hash) else None
    except (OSError, ParallaxError):
        return None


def in_use(project: Project) -> frozenset[str]:
    """Names of the proxy files that the project shows a view from."""
    rows = (named(project.document.setting(key(view))) for view in project.document.views)
    return frozenset(row.file for row in rows if row is not None)


def settled(folder: Path) -> tuple[str, ...]:
    """Names of the proxy files in a project's folder that no run has still to hand over; () while one is at work."""
    from core.recording import is_untaken

    known = [(run, run.status()) for run in listed(folder / "runs") if run.request.kind == "proxy"]
    place = folder / FOLDER
    if any(status.state not in ENDED or is_untaken(run, status) for run, status in known):
        return ()
    if place.is_symlink() or not place.is_dir():
        return ()
    return tuple(sorted(path.name for path in place.iterdir() if _NAME.fullmatch(path.name)))


def delete(folder: Path, names: Sequence[str]) -> None:
    """Deletes proxies of a project: those of views that were removed, or that a newer one has replaced (`settled`, less
    `in_use`).

    They can be gigabytes and can be made again: a view that an undo brings back is shown from its video then.
    """
    for name in names:
        with contextlib.suppress(OSError):  # open elsewhere, or on a disk that is read-only: another time
            if _NAME.fullmatch(name):
                (folder / FOLDER / name).unlink()
