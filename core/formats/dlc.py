"""DeepLabCut's tables of tracked points, as CSV and as HDF5: a video a file, a row a frame, x, y, likelihood a point.

CSV: header rows `scorer`, where there are several people `individuals`, `bodyparts`, `coords`; first column the frame,
or in tables of labelled frames the picture. HDF5: a table of pandas under the key `df_with_missing`. Coordinates are
those of pixel centres, as here; a point that is not known is empty.
What is written to HDF5 is pandas' fixed form, which h5py suffices for. Both forms are read; no pickle in them is run.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_whole
from core.formats import labelling, seen
from core.formats.labelling import Film, Wrong
from core.formats.seen import Seen
from core.inert import Reader
from core.words import marked, tr

KEY = "df_with_missing"
SCORER = "Parallax"
COORDS = ("x", "y", "likelihood")
LEVELS = ("scorer", "individuals", "bodyparts", "coords")
MAX_COLUMNS = 3 * 20_000
_REMEDY = marked("Save the table again in DeepLabCut.")
_ENDS = re.compile(r"(?:DLC|_DLC|-DLC).*$")

Table = NDArray[np.float64]
Columns = list[tuple[str, str, str]]  # of each column the individual, the point and x, y or likelihood


# ---------------------------------------------------------------- out


def _columns(video: Seen) -> tuple[list[tuple[str, ...]], tuple[str, ...], Table]:
    """Names of the columns, what their parts are, and the values (T, C); individuals only where there are several."""
    several = len(video.people) > 1
    names = [(SCORER, *((who,) if several else ()), joint, coord) for who in video.people
             for joint in video.skeleton.joints for coord in COORDS]
    values = video.xys.astype(np.float64)
    values[..., 2] = np.where(np.isfinite(values[..., 0]), values[..., 2], np.nan)
    return names, tuple(level for level in LEVELS if several or level != "individuals"), values.reshape(
        len(values), -1)


def write(path: Path, video: Seen) -> None:
    """A CSV, written whole or not at all. Raises ParallaxError where the disk refuses."""
    names, levels, values = _columns(video)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for n, level in enumerate(levels):
        rows.writerow((level, *(name[n] for name in names)))
    for frame, row in enumerate(values.tolist()):
        rows.writerow((frame, *("" if value != value else f"{value:.4f}" for value in row)))
    _save(path, lambda f: f.write(text.getvalue().encode()))


def write_h5(path: Path, video: Seen) -> None:
    """An HDF5 that `pandas.read_hdf` opens, written whole or not at all. Raises ParallaxError."""
    import h5py

    names, levels, values = _columns(video)
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        _marked(file, "GROUP", "1.0", PYTABLES_FORMAT_VERSION=b"2.1")
        group = file.create_group(KEY)
        _marked(group, "GROUP", "1.0", pandas_type=b"frame", encoding=b"UTF-8", errors=b"strict", ndim=2, nblocks=1,
                axis0_variety=b"multi", axis0_nlevels=len(levels), axis1_variety=b"regular",
                block0_items_variety=b"multi", block0_items_nlevels=len(levels))
        for axis in ("axis0", "block0_items"):
            _index(group, axis, names, levels)
        _array(group, "axis1", np.arange(len(values)), kind=b"integer", name=b"N.")
        _array(group, "block0_values", values)
    _save(path, lambda f: f.write(content.getvalue()))


def _index(group: Any, axis: str, names: Sequence[tuple[str, ...]], levels: Sequence[str]) -> None:
    """The columns' names as pandas keeps them: for each level its words in order, and which of them each column has."""
    for n, level in enumerate(levels):
        words = sorted({name[n] for name in names})
        at = {word: i for i, word in enumerate(words)}
        raw = np.array([word.encode() for word in words])
        _array(group, f"{axis}_level{n}", raw, kind=b"string", name=level.encode(), nan_rep=b"nan",
               **{f"{axis}_name{level}": level.encode()})
        _array(group, f"{axis}_label{n}", np.array([at[name[n]] for name in names], dtype=np.int16))


def _array(group: Any, called: str, values: NDArray[Any], **told: bytes) -> None:
    _marked(group.create_dataset(called, data=values), "ARRAY", "2.4", FLAVOR=b"numpy", transposed=np.uint8(1), **told)


def _marked(node: Any, what: str, version: str, **told: Any) -> None:
    """The attributes by which PyTables knows its own; texts of fixed length in UTF-8, as it writes them."""
    import h5py

    for key, value in {"CLASS": what.encode(), "TITLE": b" ", "VERSION": version.encode(), **told}.items():
        if isinstance(value, bytes):
            node.attrs.create(key, value, dtype=h5py.string_dtype("utf-8", len(value)))
        else:
            node.attrs[key] = value if isinstance(value, np.generic) else np.int64(value)


def _save(path: Path, write: Callable[[Any], Any]) -> None:
    try:
        write_whole(Path(path), write)
    except OSError as e:
        raise ParallaxError(path, "the table cannot be written ({why}).",
                            "Choose another place, or close the program that has the file open.", why=e.strerror) from e


# ---------------------------------------------------------------- in


def read(path: Path) -> Seen:
    """The people in a table, CSV or HDF5 by its ending. Raises ParallaxError where it is another, or damaged."""
    path = Path(path)
    try:
        if path.stat().st_size > seen.MAX_BYTES:
            raise ParallaxError(path, "it is larger than any table of DeepLabCut.", _REMEDY)
        frames, columns, values = _csv(path) if path.suffix.lower() == ".csv" else _h5(path)
        return _seen(_film(path), frames, columns, values)
    except FileNotFoundError:
        raise ParallaxError(path, "there is no such file.", "Check the name.") from None
    except ParallaxError:
        raise
    # What a damaged file makes of h5py is anything: OSError, KeyError, RuntimeError, ….
    except Exception as e:
        why = str(e) if isinstance(e, Wrong) else f"{type(e).__name__}: {str(e)[:120]}"
        raise ParallaxError(path, "this is not a sound table of DeepLabCut ({why}).", _REMEDY, why=why) from e


def is_table(path: Path) -> bool:
    """Whether a CSV begins as DeepLabCut's do. False where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return file.readline(1000).lower().startswith("scorer,")
    except OSError:
        return False


def _film(path: Path) -> Film:
    """DeepLabCut calls its file as the video, with its own name and the network's after it."""
    name = _ENDS.sub("", path.stem) or path.stem
    return Film(name, name)


def _csv(path: Path) -> tuple[list[int], Columns, Table]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        heads: dict[str, list[str]] = {}
        for row in rows:
            key = row[0].strip().lower() if row else ""
            heads[key] = row
            if key not in LEVELS or len(row) > MAX_COLUMNS:
                raise Wrong("its row {n} is none of {names}", n=len(heads), names=", ".join(LEVELS))
            if key == "coords":
                break
        if not {"bodyparts", "coords"} <= heads.keys():
            raise Wrong("it names no bodyparts and coords")
        skip = next((n for n, cell in enumerate(heads["coords"]) if cell.strip().lower() in COORDS), 1)
        points, coords = (heads[level][skip:] for level in ("bodyparts", "coords"))
        who = heads["individuals"][skip:] if "individuals" in heads else [""] * len(points)
        frames, values = list[int](), list[list[float]]()
        for row in rows:
            if row:
                frames.append(_frame(row[:skip]))
                values.append(_numbers(row[skip:], len(points), len(frames)))
                if len(values) * len(points) > seen.MAX_VALUES:
                    raise Wrong("it has more frames than any video")
    return frames, list(zip(who, points, coords, strict=True)), np.array(values).reshape(len(values), len(points))


def _frame(cells: Sequence[str]) -> int:
    """A number, or the last digits of a picture's name."""
    digits = re.findall(r"[0-9]{1,10}", cells[-1].rpartition(".")[0] or cells[-1]) if not cells[-1].isdecimal() \
        else [cells[-1]]
    if not digits:
        raise Wrong("{cell!r} does not say which frame it is", cell=cells[-1][:40])
    return labelling.whole(int(digits[-1]), "a frame")


def _numbers(cells: Sequence[str], count: int, row: int) -> list[float]:
    if len(cells) != count:
        raise Wrong("its frame {n} has {values} values, not {count}", n=row, values=len(cells), count=count)
    try:
        return [float(cell) if cell.strip() else np.nan for cell in cells]
    except ValueError:
        raise Wrong("its frame {n} has a value that is no number", n=row) from None


def _h5(path: Path) -> tuple[list[int], Columns, Table]:
    import h5py

    with h5py.File(path, "r") as file:
        group = file.get(KEY)
        if not isinstance(group, h5py.Group):
            raise Wrong("it has no {key}", key=KEY)
        for key in group:
            if isinstance(group.get(key, getlink=True), h5py.ExternalLink | h5py.SoftLink):
                raise Wrong("it points elsewhere")
            item = group[key]
            if isinstance(item, h5py.Dataset) and (item.is_virtual or item.external or item.size > seen.MAX_VALUES):
                raise Wrong("it keeps data in other files, or too much")
        names, frames, values = _of_table(path, group) if "table" in group else _of_fixed(group)
    told = [tuple(str(word) for word in name) for name in names]
    if not told or any(len(name) not in (3, 4) for name in told) or values.shape != (len(frames), len(told)):
        raise Wrong("its columns are not those of DeepLabCut")
    return frames, [(name[1] if len(name) == 4 else "", name[-2], name[-1]) for name in told], values


def _of_table(path: Path, group: Any) -> tuple[Iterable[Sequence[str]], list[int], Table]:
    """pandas' other form, in which the columns' names are a pickle: plain words are all that is taken of it."""
    said = Reader(path, io.BytesIO(bytes(group.attrs["non_index_axes"])), "utf-8").load()
    rows = group["table"][()]
    values = np.asarray(rows["values_block_0"], dtype=np.float64)
    return said[0][1], _frames(rows["index"]), values.reshape(len(rows), -1)


def _of_fixed(group: Any) -> tuple[Iterable[Sequence[str]], list[int], Table]:
    levels = int(group.attrs["axis0_nlevels"])
    if not 3 <= levels <= 4:
        raise Wrong("its columns are not those of DeepLabCut")
    words = [[word.decode("utf-8", "replace") for word in group[f"axis0_level{n}"][()].tolist()] for n in range(levels)]
    labels = [group[f"axis0_label{n}"][()].tolist() for n in range(levels)]
    if "axis1" not in group:
        raise Wrong("its rows are pictures, not frames")
    values = np.asarray(group["block0_values"][()], dtype=np.float64)
    return [tuple(words[n][label] for n, label in enumerate(column)) for column in zip(*labels, strict=True)], \
        _frames(group["axis1"][()]), values


def _frames(index: NDArray[Any]) -> list[int]:
    if index.dtype.kind in "iuf":
        return [labelling.whole(frame, "a frame") for frame in index.tolist()]
    return [_frame([cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)])
            for cell in index.tolist()]


def _seen(film: Film, frames: list[int], columns: Columns, values: Table) -> Seen:
    if not frames or not columns:
        raise Wrong("it has no frames")
    people = list(dict.fromkeys(who for who, _, _ in columns))
    points = list(dict.fromkeys(point for _, point, _ in columns))
    skeleton, fits, missing = seen.fitting(points)
    ours = {points[theirs]: place for theirs, place in fits}
    xys = seen.blank(1 + max(frames), len(people), len(skeleton))
    xys[..., 2] = 1  # where no likelihood is told, as in tables of labelled frames
    at = np.array(frames)
    for column, (who, point, coord) in enumerate(columns):
        if point in ours and coord in COORDS:
            xys[at, people.index(who), ours[point], COORDS.index(coord)] = values[:, column]
    left_out = {tr("points that {skeleton} does not have").format(skeleton=skeleton.name): missing} if missing else {}
    return Seen(film, skeleton, seen.cleaned(xys), tuple(who or "1" for who in people), left_out)
