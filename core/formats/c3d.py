"""C3D, the marker trajectories of motion capture systems: reader and writer of its points.

Blocks of 512 bytes: a header, parameters in groups, then the frames, each with x, y, z and a residual for every point,
and analog samples, which are passed over. A negative POINT:SCALE says that coordinates are floats, else they are
integers times the scale. A point with a residual below 0 is missing. Frame numbers have 16 bits; longer files have
TRIAL:ACTUAL_START_FIELD and ACTUAL_END_FIELD, two words each.
Format: the C3D user guide (c3d.org).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_whole
from core.formats.labelling import Wrong
from core.formats.trc import Markers
from core.words import marked, tr

BLOCK = 512
INTEL, DEC, MIPS = 84, 85, 86
MAX_BYTES = 1 << 30
MOST_POINTS = 255   # of one list of labels
MAX_FRAMES = 65535  # that the header can count
_METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_REMEDY = marked("Export it again as C3D from the program that made it.")


@dataclass(frozen=True)
class Recorded:
    """markers: in metres, in the file's axes. up: 'x', 'y' or 'z' with a sign where the file tells which way is up,
    else ''. kind: of lengths, where Parallax wrote it, else ''."""

    markers: Markers
    up: str = ""
    kind: str = ""


# ---------------------------------------------------------------- out


def write(path: Path, markers: Markers, kind: str, about: str = "") -> None:
    """Writes markers in metres, y up, as mm; whole or not at all. Their times are taken to be even, 1/rate apart.

    kind: relative, scaled or metric; about: a sentence on the lengths. A NaN is a missing point. Raises ParallaxError
    where the disk refuses, ValueError where there is nothing to write or there are too many points.
    """
    frames, count = markers.points.shape[:2]
    if not frames or not 1 <= count <= MOST_POINTS or len(markers.names) != count:
        raise ValueError(f"{markers.points.shape} points and {len(markers.names)} names")
    seen = np.asarray(np.isfinite(markers.points).all(-1))
    table = np.zeros((frames, count, 4), dtype="<f4")
    table[..., :3] = np.where(seen[..., None], markers.points * 1000, 0)
    table[..., 3] = np.where(seen, 0, -1)
    start = 2 + len(_parameters(markers, kind, about, 0)) // BLOCK  # of the first block of frames
    header = struct.pack("<BBHHHHHfHHf", 2, 0x50, count, 0, 1, min(frames, MAX_FRAMES), 0, -1.0, start, 0,
                         markers.rate).ljust(BLOCK, b"\0")
    data = table.tobytes()
    padding = b"\0" * (-len(data) % BLOCK)
    whole = b"".join((header, _parameters(markers, kind, about, start), data, padding))
    try:
        write_whole(Path(path), lambda f: f.write(whole))
    except OSError as e:
        raise ParallaxError(path, "the file cannot be written ({why}).", "Choose another place.", why=e.strerror) from e


def _parameters(markers: Markers, kind: str, about: str, start: int) -> bytes:
    frames, count = markers.points.shape[:2]
    last = struct.pack("<HH", frames & 0xFFFF, frames >> 16)
    records = [
        _group(1, "POINT"),
        _number(1, "USED", count), _number(1, "DATA_START", start), _real(1, "SCALE", -1.0),
        _number(1, "FRAMES", min(frames, MAX_FRAMES)), _real(1, "LONG_FRAMES", frames), _real(1, "RATE", markers.rate),
        _text(1, "UNITS", ["mm"]), _text(1, "X_SCREEN", ["+X"]), _text(1, "Y_SCREEN", ["+Y"]),
        _text(1, "LABELS", markers.names), _text(1, "DESCRIPTIONS", [kind] * count),
        _group(2, "ANALOG"), _number(2, "USED", 0), _number(2, "FRAMES", 0), _real(2, "RATE", 0.0),
        _real(2, "GEN_SCALE", 1.0),
        _group(3, "TRIAL"), _parameter(3, "ACTUAL_START_FIELD", 2, (2,), struct.pack("<HH", 1, 0)),
        _parameter(3, "ACTUAL_END_FIELD", 2, (2,), last), _real(3, "CAMERA_RATE", markers.rate),
        _group(4, "PARALLAX"), _text(4, "KIND", [kind]), _text(4, "NOTE", [about]),
        _real(4, "START_S", float(markers.times[0])),
    ]
    body = b"".join(records) + b"\0\0"
    blocks = -(-(4 + len(body)) // BLOCK)
    return (struct.pack("<BBBB", 1, 0x50, blocks, INTEL) + body).ljust(blocks * BLOCK, b"\0")


def _group(id: int, name: str) -> bytes:
    return struct.pack("<bb", len(name), -id) + name.encode() + struct.pack("<hB", 3, 0)


def _parameter(group: int, name: str, type: int, dims: Sequence[int], data: bytes) -> bytes:
    body = struct.pack("<bB", type, len(dims)) + bytes(dims) + data + b"\0"
    return struct.pack("<bb", len(name), group) + name.encode() + struct.pack("<h", 2 + len(body)) + body


def _number(group: int, name: str, value: int) -> bytes:
    return _parameter(group, name, 2, (), struct.pack("<H", value))


def _real(group: int, name: str, value: float) -> bytes:
    return _parameter(group, name, 4, (), struct.pack("<f", value))


def _text(group: int, name: str, texts: Sequence[str]) -> bytes:
    raw = [text.encode()[:127].decode(errors="ignore").encode() for text in texts]  # dimensions are bytes
    width = max(1, *map(len, raw))
    dims = (width,) if len(raw) == 1 and name not in ("LABELS", "DESCRIPTIONS") else (width, len(raw))
    return _parameter(group, name, -1, dims, b"".join(each.ljust(width) for each in raw))


# ---------------------------------------------------------------- in


def read(path: Path) -> Recorded:
    """The points of a file. Raises ParallaxError where it is missing, another, damaged or cut off."""
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParallaxError(path, "it is larger than any C3D file.", _REMEDY)
        return _read(path.read_bytes())
    except FileNotFoundError:
        raise ParallaxError(path, "there is no such file.", "Give the path of a .c3d file.") from None
    except OSError as e:
        raise ParallaxError(path, "it cannot be read ({why}).", "Check the path.", why=e.strerror) from e
    except (Wrong, struct.error, IndexError, UnicodeDecodeError, OverflowError) as e:
        said = str(e) if isinstance(e, Wrong) else tr("it is damaged or cut off")
        raise ParallaxError(path, "this is not a sound C3D file ({why}).", _REMEDY, why=said) from e


def _read(content: bytes) -> Recorded:
    if len(content) < 2 * BLOCK or content[1] != 0x50:
        raise Wrong("it does not begin as one")
    at = BLOCK * (content[0] - 1)
    processor = content[at + 3]
    if at < BLOCK or processor not in (INTEL, DEC, MIPS):
        raise Wrong("its parameters cannot be found")
    order = ">" if processor == MIPS else "<"
    told = _told(content, at + 4, min(at + content[at + 2] * BLOCK, len(content)), order, processor)
    count, analog, first, last = struct.unpack_from(f"{order}HHHH", content, 2)
    count = _whole(told, "POINT", "USED", count)
    rate = _float(told, "POINT", "RATE", _real_of(content[20:24], order, processor))
    scale = _float(told, "POINT", "SCALE", _real_of(content[12:16], order, processor))
    start = (_whole(told, "POINT", "DATA_START", struct.unpack_from(f"{order}H", content, 16)[0]) - 1) * BLOCK
    if not (np.isfinite(rate) and 0 < rate < 1e6 and np.isfinite(scale) and scale != 0 and count and start >= BLOCK):
        raise Wrong("{count} points at {rate:g} frames a second, scaled by {scale:g}", count=count, rate=rate,
                    scale=scale)
    number, frames = _frames(told, first, last)
    width, size = 4 * count + analog, 4 if scale < 0 else 2
    if not frames or start + frames * width * size > len(content):
        raise Wrong("it speaks of {frames} frames of {count} points, which it does not have", frames=frames,
                    count=count)
    points = _points(content[start:start + frames * width * size], frames, width, count, scale, order, processor)
    unit = _METRES.get(_texts(told, "POINT", "UNITS", 1)[0].strip().lower())
    if unit is None:
        raise Wrong("its unit is {unit!r}, not m, cm or mm", unit=_texts(told, "POINT", "UNITS", 1)[0][:20])
    kind = _texts(told, "PARALLAX", "KIND", 1)[0].strip()
    begin = _float(told, "PARALLAX", "START_S", (number - 1) / rate)
    markers = Markers(points * unit, begin + np.arange(frames) / rate, _names(told, count), rate)
    return Recorded(markers, _texts(told, "POINT", "Y_SCREEN", 1)[0].strip().lower(),
                    kind if kind in ("relative", "scaled", "metric") else "")


Told = dict[tuple[str, str], tuple[int, tuple[int, ...], bytes, str, int]]


def _told(content: bytes, at: int, end: int, order: str, processor: int) -> Told:
    """The parameters, by group and name: type, dimensions, data, byte order and processor."""
    groups: dict[int, str] = {}
    found: list[tuple[int, str, tuple[int, tuple[int, ...], bytes, str, int]]] = []
    while at + 4 <= end:
        length, id = struct.unpack_from("bb", content, at)
        if not length or not id:
            break
        length = abs(length)  # below 0 where the parameter is locked
        name = content[at + 2:at + 2 + length].decode("utf-8", "replace").upper()
        here = at + 2 + length
        step = struct.unpack_from(f"{order}H", content, here)[0]
        if id < 0:
            groups[-id] = name
        else:
            type, dims = struct.unpack_from("bB", content, here + 2)
            sizes = tuple(content[here + 4:here + 4 + dims])
            many = int(np.prod(sizes, dtype=np.int64)) * abs(type) if dims else abs(type)
            data = content[here + 4 + dims:min(here + 4 + dims + many, end)]
            found.append((id, name, (type, sizes, data, order, processor)))
        if not step:
            break
        at = here + step
    return {(groups.get(id, ""), name): value for id, name, value in found}


def _whole(told: Told, group: str, name: str, default: int) -> int:
    if (group, name) not in told:
        return default
    type, _, data, order, _ = told[group, name]
    if type != 2:
        raise Wrong("{group}:{name} is no whole number", group=group, name=name)
    return int(struct.unpack_from(f"{order}H", data)[0])


def _float(told: Told, group: str, name: str, default: float) -> float:
    if (group, name) not in told:
        return default
    type, _, data, order, processor = told[group, name]
    if type == 2:
        return float(struct.unpack_from(f"{order}h", data)[0])
    if type != 4:
        raise Wrong("{group}:{name} is no number", group=group, name=name)
    return _real_of(data[:4], order, processor)


def _real_of(raw: bytes, order: str, processor: int) -> float:
    if processor == DEC:  # the words are the other way round, and the exponent counts from two more
        raw = raw[2:4] + raw[:2]
        return float(struct.unpack("<f", raw)[0]) / 4
    return float(struct.unpack(f"{order}f", raw)[0])


def _texts(told: Told, group: str, name: str, least: int) -> list[str]:
    type, sizes, data, _, _ = told.get((group, name), (-1, (), b"", "<", INTEL))
    if type != -1:
        raise Wrong("{group}:{name} is no text", group=group, name=name)
    width = max(sizes[0] if sizes else 1, 1)
    texts = [data[i:i + width].decode("utf-8", "replace").strip(" \0") for i in range(0, len(data), width)]
    return texts + [""] * (least - len(texts))


def _names(told: Told, count: int) -> tuple[str, ...]:
    """The labels of the points, also those of the further lists that a file with many has."""
    names: list[str] = []
    for more in ("", *range(2, 2 + count // MOST_POINTS)):
        names += _texts(told, "POINT", f"LABELS{more}", 0)
    names = [name or f"point {n}" for n, name in enumerate(names[:count], 1)]
    return tuple(names + [f"point {n}" for n in range(len(names) + 1, count + 1)])


def _frames(told: Told, first: int, last: int) -> tuple[int, int]:
    """The number of the first frame, and how many there are."""
    begin, end = (_words(told, name) for name in ("ACTUAL_START_FIELD", "ACTUAL_END_FIELD"))
    if begin is not None and end is not None and end >= begin > 0:
        return begin, end - begin + 1
    long = _float(told, "POINT", "LONG_FRAMES", 0.0)
    if np.isfinite(long) and long > last - first + 1:
        return first, int(min(long, 2**31))
    return first, last - first + 1


def _words(told: Told, name: str) -> int | None:
    type, _, data, order, _ = told.get(("TRIAL", name), (0, (), b"", "<", INTEL))
    if type != 2 or len(data) < 4:
        return None
    low, high = struct.unpack_from(f"{order}HH", data)
    return int(low + (high << 16))


def _points(raw: bytes, frames: int, width: int, count: int, scale: float, order: str, processor: int
            ) -> NDArray[np.float64]:
    """(T, M, 3) in the file's unit."""
    table: NDArray[Any]
    if scale > 0:
        table = np.frombuffer(raw, f"{order}i2").reshape(frames, width)[:, :4 * count].reshape(frames, count, 4)
        return np.where(table[..., 3:] < 0, np.nan, table[..., :3] * np.float64(scale))
    if processor == DEC:
        words = np.frombuffer(raw, "<u2").reshape(-1, 2)[:, ::-1]
        table = np.ascontiguousarray(words).view("<f4")[:, 0] / 4
    else:
        table = np.frombuffer(raw, f"{order}f4")
    with np.errstate(invalid="ignore"):  # of a damaged file, which may hold any bits
        table = table.reshape(frames, width)[:, :4 * count].reshape(frames, count, 4).astype(np.float64)
    missing = ~np.isfinite(table).all(-1) | (table[..., 3] < 0)
    return np.where(missing[..., None], np.nan, table[..., :3])
