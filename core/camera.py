"""Pinhole cameras with lens distortion, and a reader of calibrations.

OpenCV's convention: X_camera = R·X_scene + t (metres; x right, y down, z forward), then lens, then K.
Pixels have their origin at the centre of the top-left pixel of the upright image.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParallaxError
from core.intrinsics import Intrinsics, distorted
from core.words import tr

Array = NDArray[np.float64]

MAX_BYTES = 1 << 20  # a real file is 1 kB a camera


@dataclass(frozen=True)
class Camera:
    """One calibrated camera.

    K: (3, 3) intrinsics in pixels; R: (3, 3) and t: (3,) metres, scene to camera; size: (width, height) in pixels;
    dist: (5,) k1, k2, p1, p2, k3 as in OpenCV (four values are taken with k3 = 0).
    Raises ValueError where a shape is wrong.
    """

    K: Array
    R: Array
    t: Array
    size: tuple[int, int]
    dist: Array = field(default_factory=lambda: np.zeros(5))

    def __post_init__(self) -> None:
        dist = np.zeros(5)
        given = np.asarray(self.dist, dtype=np.float64).ravel()
        if len(given) not in (4, 5):
            raise ValueError(f"dist has 4 or 5 values, not {len(given)}")
        dist[: len(given)] = given
        object.__setattr__(self, "dist", dist)
        for name, shape in (("K", (3, 3)), ("R", (3, 3)), ("t", (3,))):
            value = np.asarray(getattr(self, name), dtype=np.float64)
            if value.shape != shape:
                raise ValueError(f"{name} has shape {shape}, not {value.shape}")
            object.__setattr__(self, name, value)

    @classmethod
    def looking_at(cls, eye: ArrayLike, target: ArrayLike, focal: float, size: tuple[int, int],
                   roll: float = 0.0) -> "Camera":
        """A camera at `eye` that sees `target` in the middle of its picture, horizon level but for `roll` (radians).

        eye, target: (3,) metres in a scene whose z is up; focal: pixels; size: (width, height).
        Raises ValueError where the two coincide or the camera looks straight up or down (no horizon).
        """
        eye = np.asarray(eye, dtype=np.float64)
        forward = np.asarray(target, dtype=np.float64) - eye
        right = np.cross(forward, (0.0, 0.0, 1.0))
        if np.linalg.norm(right) < 1e-9:
            raise ValueError("the camera looks straight up or down, or at itself: its horizon is undefined")
        forward = forward / np.linalg.norm(forward)
        right /= np.linalg.norm(right)
        down = np.cross(forward, right)
        c, s = math.cos(roll), math.sin(roll)
        R = np.stack([c * right + s * down, c * down - s * right, forward])
        K = np.array([[focal, 0, (size[0] - 1) / 2], [0, focal, (size[1] - 1) / 2], [0, 0, 1.0]])
        return cls(K, R, -R @ eye, size)

    @property
    def intrinsics(self) -> Intrinsics:
        """The camera without where it stands. Raises ValueError for what no camera has."""
        (fx, skew, cx), (_, fy, cy) = self.K[:2].tolist()
        k1, k2, p1, p2, k3 = self.dist.tolist()
        return Intrinsics(fx, fy, cx, cy, self.size, (k1, k2, p1, p2, k3), skew)

    @property
    def centre(self) -> Array:
        """(3,) position of the camera in the scene, metres."""
        return -self.R.T @ self.t

    def to_camera(self, points: ArrayLike) -> Array:
        """(..., 3) scene points in the camera frame, metres."""
        return np.asarray(points, dtype=np.float64) @ self.R.T + self.t

    def project(self, points: ArrayLike) -> tuple[Array, Array]:
        """(..., 3) scene points → (..., 2) pixels and (...) depth in metres.

        A point at or behind the camera has NaN pixels. Source: OpenCV's model of radial and tangential distortion.
        """
        cam = self.to_camera(points)
        depth = cam[..., 2]
        with np.errstate(divide="ignore", invalid="ignore"):
            rays = np.where(depth[..., None] > 1e-9, cam[..., :2] / depth[..., None], np.nan)
        bent = distorted(rays, self.dist)
        pixels = np.concatenate([bent, np.ones_like(bent[..., :1])], axis=-1) @ self.K.T
        return pixels[..., :2], depth

    def inside(self, pixels: ArrayLike) -> NDArray[np.bool_]:
        """(...) whether (..., 2) pixels fall on the picture; NaN does not."""
        pixels = np.asarray(pixels, dtype=np.float64)
        high = np.asarray(self.size) - 0.5
        return np.asarray(((pixels >= -0.5) & (pixels < high)).all(axis=-1))


def read_qualisys(path: Path) -> dict[str, Camera]:
    """The cameras of a Qualisys calibration (`*.qca.txt`), by serial, in the order of the file.

    Units of the format: positions in mm, focal length and centre in 1/64 pixel; the rotation's rows are the camera's
    axes in the scene with y up and z backward, so R = diag(1, −1, −1)·R_file. Raises ParallaxError.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParallaxError(path, "is too big for a camera calibration.", "Choose a Qualisys .qca.txt file.")
        text = path.read_bytes()
    except OSError as error:
        raise ParallaxError(path, "cannot be read ({why}).", "Check the path and its permissions.",
                            why=error.strerror) from None
    # The format uses no document type; entities declared in one can blow up a parser.
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ParallaxError(path, "declares XML entities.", "Export the calibration again from Qualisys.")
    try:
        elements = ElementTree.fromstring(text).iter("camera")
        cameras = dict(_qualisys_camera(element) for element in elements)
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise ParallaxError(path, "is not a complete Qualisys calibration ({why}).",
                            "Export the calibration again from Qualisys.", why=error) from None
    if not cameras:
        raise ParallaxError(path, "lists no camera.", "Export the calibration again from Qualisys.")
    return cameras


def _qualisys_camera(element: ElementTree.Element) -> tuple[str, Camera]:
    transform, lens, view = (_part(element, name) for name in ("transform", "intrinsic", "fov_video"))
    rotation = np.diag([1.0, -1.0, -1.0]) @ np.reshape(
        _numbers(transform, (f"r{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3))), (3, 3))
    if not np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-3):
        raise ValueError(tr("the rotation of camera {name} is not a rotation").format(name=element.get("serial")))
    centre = np.asarray(_numbers(transform, "xyz")) / 1000
    fu, fv, cu, cv, skew = np.asarray(_numbers(
        lens, ("focalLengthU", "focalLengthV", "centerPointU", "centerPointV", "skew"))) / 64
    dist = _numbers(lens, ("radialDistortion1", "radialDistortion2", "tangentalDistortion1", "tangentalDistortion2",
                           "radialDistortion3"))
    left, top, right, bottom = _numbers(view, ("left", "top", "right", "bottom"))
    K = np.array([[fu, skew, cu - left], [0, fv, cv - top], [0, 0, 1]])
    size = (int(right - left) + 1, int(bottom - top) + 1)
    return element.attrib["serial"], Camera(K, rotation, -rotation @ centre, size, np.asarray(dist))


def _part(element: ElementTree.Element, name: str) -> ElementTree.Element:
    found = element.find(name)
    if found is None:
        raise ValueError(tr("camera {name} lacks <{part}>").format(name=element.get("serial"), part=name))
    return found


def _numbers(element: ElementTree.Element, names: Iterable[str]) -> list[float]:
    values = [float(element.attrib[name]) for name in names]
    if not all(math.isfinite(value) for value in values):
        raise ValueError(tr("<{part}> holds a number that is not finite").format(part=element.tag))
    return values
