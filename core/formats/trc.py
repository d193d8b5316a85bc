"""TRC, the marker trajectories of OpenSim and Pose2Sim: reader and writer.

Tab-separated text. Line 1: PathFileType; lines 2 and 3: names and values of the header; line 4: Frame#, Time and the
marker names, one name above three columns; line 5: X1 Y1 Z1 …; an empty line may follow; then a line a frame.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_text
from core.words import marked

_METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_MAX_BYTES = 256 << 20


@dataclass(frozen=True)
class Markers:
    """points: (T, M, 3) float64 metres in the axes of the file, NaN where empty; times: (T,) seconds; rate in Hz."""

    points: NDArray[np.float64]
    times: NDArray[np.float64]
    names: tuple[str, ...]
    rate: float


def read(path: Path) -> Markers:
    """Raises ParallaxError naming the line that is wrong."""
    path = Path(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _fault(path, marked("it is larger than any TRC file."))
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ParallaxError(path, "there is no such file.", "Give the path of a .trc file.") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise _fault(path, marked("it cannot be read as text ({why})."), why=fault) from None
    if len(lines) < 5 or not lines[0].startswith("PathFileType"):
        raise _fault(path, marked("its first line does not begin with PathFileType."))
    header = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    try:
        metre, rate = _METRES[header["Units"].strip().lower()], float(header["DataRate"])
    except (KeyError, ValueError):
        raise _fault(path, marked("lines 2 and 3 give no DataRate and Units (m, cm or mm).")) from None
    names = tuple(name.strip() for name in lines[3].split("\t")[2:] if name.strip())
    if not names:
        raise _fault(path, marked("line 4 names no markers."))
    rows = [_row(path, number, line, len(names)) for number, line in enumerate(lines[5:], 6) if line.strip()]
    if not rows:
        raise _fault(path, marked("it has no frames."))
    table = np.array(rows)
    return Markers(metre * table[:, 1:].reshape(len(rows), len(names), 3), table[:, 0], names, rate)


def write(path: Path, markers: Markers, *, empty_line: bool = False, unit: str = "m") -> None:
    """Writes markers in metres, whole or not at all. Their axes are meant to be those of OpenSim: right-handed, y up.

    unit: in which the file has them, m, cm or mm; old versions of OpenSim's window show metres wrongly. empty_line:
    after the fifth line, as OpenCap and Caliscope have it; Pose2Sim and Kinovea read files without one.
    NaN becomes an empty cell. Raises ParallaxError where the disk refuses, ValueError where there is nothing to write
    or a name cannot stand in the file.
    """
    path = Path(path)
    frames, count = markers.points.shape[:2]
    if not frames or not count or len(markers.names) != count or len(markers.times) != frames:
        raise ValueError(f"{markers.points.shape} points, {len(markers.times)} times and {len(markers.names)} names")
    if any(not name.strip() or set(name) & set("\t\r\n") for name in markers.names):
        raise ValueError("a marker has a name that a line of tabs cannot hold")
    rate = f"{markers.rate:.10g}"  # 29.97002997, not 30: rounded rates drift away from the film
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{frames}\t{count}\t{unit}\t{rate}\t1\t{frames}",
        "Frame#\tTime\t" + "\t\t\t".join(markers.names) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{marker}" for marker in range(1, count + 1) for axis in "XYZ"),
        *([""] if empty_line else []),
    ]
    digits = {"m": 6, "cm": 4, "mm": 3}[unit]  # micrometres
    table = (markers.points / _METRES[unit]).reshape(frames, -1)
    for number, (time, row) in enumerate(zip(markers.times.tolist(), table.tolist(), strict=True), 1):
        cells = ("" if value != value else f"{value:.{digits}f}" for value in row)
        lines.append(f"{number}\t{time:.6f}\t" + "\t".join(cells))
    try:
        write_text(path, "\n".join(lines) + "\n", durable=True)
    except OSError as e:
        raise ParallaxError(path, "the file cannot be written ({why}).", "Choose another place.", why=e.strerror) from e


def _row(path: Path, number: int, line: str, markers: int) -> list[float]:
    """Time and coordinates of a line, the frame number left out. Trailing empty columns may be cut off."""
    cells = line.rstrip("\r\n").split("\t")[1:]
    cells += [""] * (1 + 3 * markers - len(cells))
    if any(cell.strip() for cell in cells[1 + 3 * markers:]):
        raise _fault(path, marked("line {n} has more than {markers} markers."), n=number, markers=markers)
    try:
        return [float(cell) if cell.strip() else np.nan for cell in cells[:1 + 3 * markers]]
    except ValueError:
        raise _fault(path, marked("line {n} has a cell that is no number."), n=number) from None


def _fault(path: Path, fault: str, **values: object) -> ParallaxError:
    return ParallaxError(path, fault, "Export it again as TRC from the program that made it.", **values)
