"""MOT, the motion files of OpenSim: a header, then a table with the time first and a column a coordinate.

Header: a name, `version=1`, `nRows`, `nColumns` (the time is one), `inDegrees=yes`, `endheader`; then the column names
and a line a frame, separated by tabs. A value that is not known is NaN, as OpenSim writes it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_text


def write(path: Path, columns: Sequence[str], times: NDArray[np.float64], values: NDArray[np.floating[Any]],
          about: str = "") -> None:
    """Writes angles in degrees, whole or not at all. values: (T, C); about: a line for people in the header.

    Raises ParallaxError where the disk refuses, ValueError where shapes do not fit or a name cannot stand in the file.
    """
    if values.shape != (len(times), len(columns)):
        raise ValueError(f"values {values.shape} for {len(times)} times and {len(columns)} columns")
    if any(not name or set(name) & set(" \t\r\n") for name in columns) or not about.isprintable():
        raise ValueError("a name that a header cannot hold")
    path = Path(path)
    name = "".join(c if c.isprintable() else " " for c in path.stem).strip() or "motion"
    lines = [name, "version=1", f"nRows={len(times)}", f"nColumns={1 + len(columns)}", "inDegrees=yes", "",
             *([about] if about else []), "endheader", "\t".join(("time", *columns))]
    for time, row in zip(times.tolist(), values.tolist(), strict=True):
        lines.append("\t".join((f"{time:.6f}", *("NaN" if value != value else f"{value:.6f}" for value in row))))
    try:
        write_text(path, "\n".join(lines) + "\n", durable=True)
    except OSError as e:
        raise ParallaxError(path, "the file cannot be written ({why}).", "Choose another place.", why=e.strerror) from e
