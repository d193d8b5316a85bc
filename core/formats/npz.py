"""NPZ for other programs: plain NumPy arrays that say what they are. Nothing in it needs pickle.

What Parallax itself keeps is core/posefile.py; this is for reading elsewhere with `numpy.load(path)`.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from core.errors import ParallaxError
from core.files import write_whole

VERSION = 1


def write(path: Path, arrays: Mapping[str, ArrayLike]) -> None:
    """Writes named arrays, numbers and texts, and the `version` of this layout; whole or not at all.

    Raises ParallaxError where the disk refuses, ValueError for an array that could only be pickled.
    """
    made = {name: np.asarray(value) for name, value in arrays.items()}
    for name, array in made.items():
        if array.dtype.hasobject:
            raise ValueError(f"{name} holds objects, not numbers or texts")
    try:
        write_whole(Path(path), lambda f: np.savez_compressed(f, allow_pickle=False, version=VERSION, **made))
    except OSError as e:
        raise ParallaxError(path, "the file cannot be written ({why}).", "Choose another place.", why=e.strerror) from e
