"""Camera files: calibrations from Qualisys, and the TOML of Anipose, which Pose2Sim, Caliscope and FreeMoCap write too.

TOML: a table a camera with `name`, `size` [width, height], `matrix` (3, 3), `distortions` k1, k2, p1, p2 (, k3), and
where it stands, `rotation` (Rodrigues vector) and `translation`, scene to camera. Other tables, as `[metadata]`, are no
cameras.
"""

import math
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.camera import MAX_BYTES, Camera, read_qualisys
from core.errors import ParallaxError
from core.words import marked, tr

ENDINGS = (".toml", ".txt", ".xml")
MOST = 100        # cameras in a file
MOST_LETTERS = 80
FARTHEST = 100.0  # metres from the scene's origin; a file with numbers beyond is in millimetres, as FreeMoCap's
_AGAIN = marked("Export the calibration again, with a plain lens (5 distortion values).")


def read_cameras(path: Path) -> dict[str, Camera]:
    """The cameras of a file by name, in its order; the format is told by what is in it. Raises ParallaxError."""
    path = Path(path)
    try:
        if path.is_dir():
            raise ParallaxError(path, "is a folder.", "Choose a camera file: .toml, or .qca.txt of Qualisys.")
        with open(path, "rb") as file:
            start = file.read(1000)
    except OSError as error:
        raise ParallaxError(path, "cannot be read ({why}).", "Check the path and its permissions.",
                            why=error.strerror) from None
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return read_toml(path)
    return {_name(name): camera for name, camera in list(read_qualisys(path).items())[:MOST]}


def read_toml(path: Path) -> dict[str, Camera]:
    """The cameras of a TOML calibration by name, in its order; positions in metres. Raises ParallaxError."""
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParallaxError(path, "is too big for a camera calibration.", "Choose a calibration file.")
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ParallaxError(path, "cannot be read ({why}).", "Check the path and its permissions.",
                            why=error.strerror) from None
    except (ValueError, RecursionError) as error:  # of both TOML and UTF-8
        said = str(error)[:100] if isinstance(error, ValueError) else tr("nested too deeply")
        raise ParallaxError(path, "is no camera file ({why}).", "Choose a calibration as Anipose, Pose2Sim, Caliscope "
                            "or FreeMoCap write it (.toml), or one of Qualisys (.qca.txt).", why=said) from None
    named = [(key, table) for key, table in tables.items()
             if isinstance(table, dict) and ("matrix" in table or ("size" in table and key != "metadata"))]
    cameras: dict[str, Camera] = {}
    for key, table in named[:MOST + 1]:
        name = table.get("name", key)
        name = _name(str(name) if isinstance(name, str | int) else key)
        try:
            if name in cameras:
                raise ValueError(tr("there are two of this name"))
            cameras[name] = _camera(table)
        except (ValueError, TypeError, OverflowError) as error:
            raise ParallaxError(path, "the camera {name} cannot be used: {why}.", _AGAIN, name=name,
                                why=str(error)[:150]) from None
    if not cameras or len(cameras) > MOST:
        raise ParallaxError(path, "lists more than {most} cameras." if cameras else "lists no camera.",
                            "Choose a calibration file with one table a camera.", most=MOST)
    return _metres(cameras)


def _name(text: str) -> str:
    """On one line, and no longer than a name."""
    return " ".join(text.split())[:MOST_LETTERS]


def _camera(table: dict[str, Any]) -> Camera:
    """The camera of a table, its position in the file's unit. Raises ValueError or TypeError saying what is wrong."""
    if table.get("fisheye"):
        raise ValueError(tr("it has a fisheye lens, whose model is another"))
    size = _numbers(table, "size", (2,))
    if not (size == np.rint(size)).all():
        raise ValueError(tr("its size is not in whole pixels"))
    matrix = _numbers(table, "matrix", (3, 3))
    if not np.allclose(matrix[[1, 2, 2, 2], [0, 0, 1, 2]], (0, 0, 0, 1)):
        raise ValueError(tr("its matrix is not one of a camera"))
    dist = np.ravel(_numbers(table, "distortions", None))
    if len(dist) not in (4, 5):
        raise ValueError(tr("it has {n} distortion values, not 4 or 5").format(n=len(dist)))
    turn, shift = (_numbers(table, key, (3,)) if key in table else np.zeros(3) for key in ("rotation", "translation"))
    camera = Camera(matrix, _rotation(turn), shift, (int(size[0]), int(size[1])), dist)
    camera.intrinsics  # noqa: B018  raises where no camera is like that
    return camera


def _numbers(table: dict[str, Any], key: str, shape: tuple[int, ...] | None) -> NDArray[np.float64]:
    if key not in table:
        raise ValueError(tr("it has no {key}").format(key=key))
    values = np.asarray(table[key])
    if values.dtype.kind not in "iuf" or (shape is not None and values.shape != shape):
        said = tr("its {key} is not numbers") if shape is None else tr("its {key} is not {shape} numbers")
        raise ValueError(said.format(key=key, shape=" × ".join(map(str, shape or ()))))
    if not np.isfinite(values).all():
        raise ValueError(tr("its {key} holds a number that is not finite").format(key=key))
    return values.astype(np.float64)


def _rotation(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3,) axis times angle (radians) → (3, 3). Rodrigues' formula."""
    angle = math.sqrt(float(vector @ vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross)


def _metres(cameras: dict[str, Camera]) -> dict[str, Camera]:
    """No file says its unit: a camera some kilometres away is one some metres away, told in millimetres."""
    if max(float(np.linalg.norm(camera.t)) for camera in cameras.values()) <= FARTHEST:
        return cameras
    return {name: Camera(c.K, c.R, c.t / 1000, c.size, c.dist) for name, c in cameras.items()}


def plain_name(text: str) -> str:
    """A name as it is compared with another: of a video or a camera, without its ending and capitals."""
    return re.sub(r"\.(mp4|mov|avi|mkv|m4v|mts|webm)$", "", text.strip().casefold())
