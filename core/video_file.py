"""A video file below the level of frames: opening it or saying why not, its packets, and decoding from a key-frame.

Everything above counts frames in the order they are shown; everything here counts packets in the order they are stored.
"""

from __future__ import annotations  # av.Packet takes a parameter for the type checker only

import struct
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.words import marked, tr

# Only these demuxers: what cameras, phones and editors write, and sound files (so that their message can be better).
# Play-lists are left out on purpose: they are text that makes the library open other files and addresses.
FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,mxf,h264,hevc,m4v,mjpeg,dv,wtv,nut,ivf,obu,av1,rm,vc1,"
    "yuv4mpegpipe,mp3,wav,flac,aac,w64,aiff,amr,ac3,caf"
)
_STILLS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"<svg", b"8BPS")
_NO_STAMP = np.iinfo(np.int64).min
_COPY_AGAIN = marked(
    "Copy it again from the camera; if the recording itself broke off, repair it there or record again.")


def open_video(path: Path) -> tuple[InputContainer, VideoStream]:
    """The opened file and its video stream; the caller closes the container. Raises ParallaxError with the reason."""
    check_file(path)
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    # 'file:' keeps a name such as 'a:b.mp4' from being read as an address.
    try:
        container = av.open(f"file:{path}", "r", options=options, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        raise ParallaxError(path, "is not a video file, or its beginning is damaged.",
                            "Choose a video (MP4, MOV, MKV, WebM, AVI, MTS), or copy the file again.") from error
    try:
        return container, _video_stream(path, container)
    except BaseException:
        container.close()
        raise


def check_file(path: Path) -> None:
    """What can be said before a demuxer sees the file."""
    if not path.exists():
        raise ParallaxError(path, "does not exist.", "Check the name, or locate the video where it is now.")
    if not path.is_file():
        raise ParallaxError(path, "is not a file.", "Choose the video file itself.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise ParallaxError(path, "cannot be read ({why}).", "Check its permissions.", why=error.strerror) from error
    if size == 0:
        raise ParallaxError(path, "is empty (0 bytes).", "Copy it again from the camera.")
    if head.startswith(_STILLS) or head[8:12] in (b"WEBP", b"avif", b"heic", b"heix", b"mif1"):
        raise ParallaxError(path, "is a still image, not a recording.", "Choose a video.")
    fault = _cut_off(path, head, size)
    if fault:
        raise ParallaxError(path, fault, _COPY_AGAIN)


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    pictures = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    videos = [s for s in container.streams.video if not s.disposition & pictures]
    if not videos:
        if container.streams.audio:
            raise ParallaxError(path, "has sound but no video.", "Choose the file that has the picture.")
        if container.streams.video:
            raise ParallaxError(path, "is a still image, not a recording.", "Choose a video.")
        raise ParallaxError(path, "has no video in it.", "Choose a video file.")
    best = container.streams.best("video")
    stream = best if isinstance(best, VideoStream) and best in videos else videos[0]
    if stream.codec_context is None:
        raise ParallaxError(path, "is coded in a way that this program cannot decode.",
                            "Convert it, for instance with: ffmpeg -i IN -c:v libx264 -crf 17 OUT.mp4")
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all  # sound is then not even read from the disk
    return stream


def _cut_off(path: Path, head: bytes, size: int) -> str | None:
    """What is wrong if the container's own table of contents says that the file should be longer than it is."""
    try:
        if head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"):
            return _cut_off_mp4(path, size)
        if head[:4] == b"\x1a\x45\xdf\xa3":
            return _cut_off_matroska(path, size)
        if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
            return _cut_off_avi(path, size)
    except struct.error:
        return marked("ends in the middle of its header: it was cut off.")
    return None


def _shorter(promised: int, size: int) -> str:
    return tr("was cut off: it should have {promised:,} bytes and has {size:,}.").format(promised=promised, size=size)


def _cut_off_mp4(path: Path, size: int) -> str | None:
    """Walks the top-level boxes (ISO/IEC 14496-12 §4.2)."""
    seen: list[bytes] = []
    cut = None
    with path.open("rb") as file:
        offset = 0
        while offset + 8 <= size:
            file.seek(offset)
            length, kind = struct.unpack(">I4s", file.read(8))
            if length == 1:
                length = struct.unpack(">Q", file.read(8))[0]
            if length == 0:
                length = size - offset
            if length < 8 or not kind.isascii():
                break  # rubbish behind the last box does no harm
            if offset + length > size:
                cut = _shorter(offset + length, size)
                break
            seen.append(kind)
            offset += length
    if b"moof" in seen and b"moov" in seen:
        return None  # written in fragments in order to survive this: it plays up to the cut
    if cut is None and b"moov" not in seen:
        return marked("was never finished: its index (moov) is missing.")
    return cut


def _cut_off_matroska(path: Path, size: int) -> str | None:
    """The size written in the Segment (RFC 8794 §6.2, RFC 9559); an unfinished recording says 'unknown' and plays."""

    def element(file_offset: int) -> tuple[int, int]:
        file.seek(file_offset)
        data = file.read(12).ljust(12, b"\0")
        id_bytes = 9 - data[0].bit_length()
        first = data[id_bytes]
        size_bytes = 9 - first.bit_length()
        raw = int.from_bytes(data[id_bytes : id_bytes + size_bytes], "big")
        mask = (1 << 7 * size_bytes) - 1
        return file_offset + id_bytes + size_bytes, -1 if raw & mask == mask else raw & mask

    with path.open("rb") as file:
        body, length = element(0)
        if body + length > size:
            return None  # a damaged head: the demuxer says so
        body, length = element(body + length)
    if length >= 0 and body + length > size:
        return _shorter(body + length, size)
    return None


def _cut_off_avi(path: Path, size: int) -> str | None:
    """Walks the RIFF chunks; a camera that lost power leaves a length of 0, which plays."""
    offset = 0
    with path.open("rb") as file:
        while offset + 8 <= size:
            file.seek(offset)
            kind, length = struct.unpack("<4sI", file.read(8))
            if kind != b"RIFF" or length == 0:
                break
            offset += 8 + length + length % 2
            if offset > size + 1:
                return _shorter(offset, size)
    return None


@dataclass(frozen=True)
class Packets:
    """The packets of a video stream as they are stored, N of them.

    pts, dts: (N,) int64 in units of the stream's time base, the smallest int64 where the container says nothing;
    pos: (N,) int64 byte offset or −1; key: (N,) decoding can start here; shown: (N,) not marked to be thrown away.
    """

    pts: NDArray[np.int64]
    dts: NDArray[np.int64]
    pos: NDArray[np.int64]
    key: NDArray[np.bool_]
    shown: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def stamped(self) -> bool:
        """Whether every packet says when its frame is shown."""
        return bool((self.pts != _NO_STAMP).all())

    def stamps(self) -> NDArray[np.int64]:
        """(N,) pts, or dts where there is none."""
        return np.where(self.pts != _NO_STAMP, self.pts, self.dts)

    def find(self, packet: Packet[VideoStream]) -> int | None:
        """The number of a packet that was read again: by its byte offset, and its time stamps where that is shared."""
        pos, pts, dts = _identity(packet)
        same = self.pos == pos
        if pos < 0 or np.count_nonzero(same) != 1:
            same = (self.pos == pos) & (self.pts == pts) & (self.dts == dts)
        found = np.flatnonzero(same)
        return int(found[0]) if len(found) == 1 else None


def _identity(packet: Packet[VideoStream]) -> tuple[int, int, int]:
    pos = -1 if packet.pos is None else packet.pos
    return pos, _NO_STAMP if packet.pts is None else packet.pts, _NO_STAMP if packet.dts is None else packet.dts


def read_packets(path: Path, container: InputContainer, stream: VideoStream, progress: Progress = silent) -> Packets:
    """All packets, read without decoding. Reports bytes read; a progress that raises Cancelled stops it."""
    rows: list[tuple[int, int, int, bool, bool]] = []
    total = path.stat().st_size
    vp8 = stream.codec_context.name == "vp8"
    for packet in _demux(container, stream):
        pos, pts, dts = _identity(packet)
        # VP8 stores pictures that are only referred to, never shown (RFC 6386 §9.1, show_frame).
        shown = not packet.is_discard and not (vp8 and not bytes(packet)[0] >> 4 & 1)
        rows.append((pts, dts, pos, packet.is_keyframe, shown))
        if len(rows) % 1000 == 0:
            progress(Step("index", max(pos, 0), total, path.name))
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Packets(table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(bool), table[:, 4].astype(bool))


def _demux(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """The packets that hold data. A damaged place is stepped over for as long as the demuxer finds more behind it."""
    stuck = 0
    while stuck < 100:
        try:
            for packet in container.demux(stream):
                if packet.size:
                    stuck = 0
                    yield packet
            return
        except (av.FFmpegError, IndexError):  # the latter at a packet of a stream that was not there at the beginning
            stuck += 1


class Decoder:
    """Decodes from a key-frame on. Owns its file handle, its codec and the codec's threads; not thread-safe.

    Every decoded frame comes with the number of the packet that it was in: packets are given their number as time stamp
    before the codec sees them, and the codec hands time stamps through its reordering. So identity never depends on
    time stamps that a file may lack, repeat or get wrong.
    """

    def __init__(self, path: Path, packets: Packets, threads: int) -> None:
        self._path, self._packets, self._threads = path, packets, threads
        self._open()

    def _open(self) -> None:
        self._container, self._stream = open_video(self._path)
        self._codec = self._stream.codec_context
        self._codec.thread_count = self._threads
        self._codec.thread_type = "AUTO"
        self._source = _demux(self._container, self._stream)
        self._held: Packet[VideoStream] | None = None
        self._ready: deque[VideoFrame] = deque()
        self._drained = False
        self.next = 0  # number of the packet that read() will feed next
        self.ended = False

    def close(self) -> None:
        """Frees the file handle and the codec. Safe to call twice."""
        self._source.close()  # type: ignore[attr-defined]  # a generator: it would keep the container alive
        self._held = None
        self._ready.clear()
        self._container.close()
        self.ended = True

    def seek(self, number: int) -> None:
        """Makes packet `number`, a key-frame, the next one to be fed."""
        stamp = int(self._packets.stamps()[number])
        base = self._stream.time_base
        second = 1 if base is None else max(1, round(1 / base))
        # Demuxers differ in which stamp they seek by, and some land behind it: then from a little earlier.
        for earlier in (0, second, 10 * second):
            if stamp != _NO_STAMP and number > 0 and self._seek(stamp - earlier, number):
                return
        self.close()
        self._open()
        self._skip_to(number)

    def _seek(self, stamp: int, number: int) -> bool:
        self._source.close()  # type: ignore[attr-defined]
        try:
            self._container.seek(stamp, stream=self._stream)
        except av.FFmpegError:
            return False
        self._codec.flush_buffers()
        self._source = _demux(self._container, self._stream)
        self._held, self._drained, self.ended = None, False, False
        self._ready.clear()
        for packet in self._source:
            found = self._packets.find(packet)
            if found is not None:
                self._held, self.next = packet, found
                break
        else:
            return False
        return self.next <= number and self._skip_to(number)

    def _skip_to(self, number: int) -> bool:
        """Reads on without decoding until packet `number` is held."""
        while self.next < number:
            if self._take() is None:
                return False
        return True

    def _take(self) -> Packet[VideoStream] | None:
        """The next packet with its number as time stamp, or None at the end of the file."""
        packet, self._held = self._held, None
        if packet is None:
            packet = next(self._source, None)
            if packet is None:
                return None
            if self.next >= len(self._packets) or packet.pos not in (None, self._packets.pos[self.next]):
                # Behind a damaged place a demuxer may resume elsewhere than when the file was first read.
                found = self._packets.find(packet)
                self.next = self.next if found is None else found
        packet.pts = packet.dts = self.next
        self.next += 1
        return packet

    def read(self, wanted: Callable[[int], bool] | None = None) -> tuple[int, VideoFrame] | None:
        """The next (packet number, frame) in order of presentation; None if it takes another packet to get one.

        A packet that cannot be decoded gives none. Sets `ended` when the file and all that the codec held are used up.
        wanted: of a packet's number; frames that are not, and that no other is made from, need not be decoded: most
        codecs then give none.
        """
        if not self._ready and not self._drained:
            packet = self._take()
            self._drained = packet is None
            needless = wanted is not None and packet is not None and packet.pts is not None and not wanted(packet.pts)
            self._codec.skip_frame = "NONREF" if needless else "DEFAULT"
            with suppress(av.FFmpegError):
                self._ready += self._codec.decode(packet)
        frame = self._ready.popleft() if self._ready else None
        self.ended = self._drained and not self._ready
        return None if frame is None or frame.pts is None else (frame.pts, frame)
