"""CSV that a spreadsheet opens: one header row, time first, a dot as decimal point, nothing but numbers below."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_whole


def write(path: Path, columns: Sequence[str], times: NDArray[np.float64], values: NDArray[np.floating[Any]]) -> None:
    """A table of T rows: time_s, then the columns (`name_unit`). values: (T, C), NaN becomes an empty cell.

    Written whole or not at all. Raises ParallaxError where the disk refuses, ValueError where the shapes do not fit.
    """
    if values.shape != (len(times), len(columns)):
        raise ValueError(f"values {values.shape} for {len(times)} times and {len(columns)} columns")
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    rows.writerow(("time_s", *columns))
    for time, row in zip(times.tolist(), values.tolist(), strict=True):
        # Seven digits are what single precision holds.
        rows.writerow((f"{time:.6f}", *("" if value != value else f"{value:.7g}" for value in row)))
    try:
        write_whole(Path(path), lambda f: f.write(text.getvalue().encode()))
    except OSError as e:
        raise ParallaxError(path, "the table cannot be written ({why}).",
                            "Choose another place, or close the program that has the file open.", why=e.strerror) from e
