"""The studio's room: a sports hall of textured planes, and the shadow of a figure on its floor.

Every plane reaches the picture by one homography, so a fixed camera pays for its background once and a moving one pays
a few warps a frame.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from core.camera import Camera
from core.studio_draw import Light, Solid

Array = NDArray[np.float64]
U8 = NDArray[np.uint8]

_PPM = 112  # texture pixels a metre
_HEIGHT = 3.6
_NEAR = 0.15


@dataclass(frozen=True)
class Plane:
    """A textured rectangle: `corner` is the scene point of the texture's first pixel, `right` and `down` unit axes."""

    texture: U8
    corner: Array
    right: Array
    down: Array
    ppm: float = _PPM

    def to_pixels(self, camera: Camera) -> Array:
        """(3, 3) homography from texture pixels to the picture's."""
        basis = np.stack([self.right / self.ppm, self.down / self.ppm, self.corner], axis=1)
        return camera.K @ (camera.R @ basis + np.outer(camera.t, (0, 0, 1)))

    def outline(self, camera: Camera) -> Array:
        """(N, 2) pixels of the part of the rectangle in front of the camera; N is 0 where there is none."""
        h, w = self.texture.shape[:2]
        ends = np.array([[0, 0, 1], [w, 0, 1], [w, h, 1], [0, h, 1.0]])
        return _clipped(ends @ self.to_pixels(camera).T)


def _clipped(corners: Array) -> Array:
    """Homogeneous polygon (N, 3) cut at the near plane, as (M, 2) pixels."""
    out = []
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if a[2] >= _NEAR:
            out.append(a)
        if (a[2] >= _NEAR) != (b[2] >= _NEAR):
            out.append(a + (b - a) * (_NEAR - a[2]) / (b[2] - a[2]))
    if not out:
        return np.empty((0, 2))
    points = np.stack(out)
    return np.asarray(points[:, :2] / points[:, 2:])


class Room:
    """A hall around the scene's origin. half: metres from the centre to each wall; floor: height of the floor."""

    def __init__(self, centre: Sequence[float], half: float, floor: float, seed: int) -> None:
        self.floor = floor
        half = 2 * float(np.ceil(half / 2))  # few sizes, so that textures are made once
        x, y = centre[0], centre[1]
        wide = int(2 * half * _PPM)
        top = floor + _HEIGHT
        e = np.eye(3)
        walls = [_wall(wide, seed, kind) for kind in range(4)]
        self.planes = [
            Plane(_ceiling(wide), np.array([x - half, y - half, top]), e[0], e[1]),
            Plane(walls[0], np.array([x - half, y + half, top]), e[0], -e[2]),
            Plane(walls[1], np.array([x + half, y + half, top]), -e[1], -e[2]),
            Plane(walls[2], np.array([x + half, y - half, top]), -e[0], -e[2]),
            Plane(walls[3], np.array([x - half, y - half, top]), e[1], -e[2]),
            Plane(_floor(wide, seed), np.array([x - half, y + half, floor]), e[0], -e[1]),
        ]

    def picture(self, camera: Camera, fine: int = 1) -> U8:
        """(H, W, 3) RGB of the empty room; fine: side of the square of samples averaged in a pixel."""
        if fine > 1:
            w, h = camera.size
            grow = np.array([[fine, 0, (fine - 1) / 2], [0, fine, (fine - 1) / 2], [0, 0, 1.0]])
            big = Camera(grow @ camera.K, camera.R, camera.t, (w * fine, h * fine))
            return np.asarray(cv2.resize(self.picture(big), (w, h), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        out = np.full((camera.size[1], camera.size[0], 3), 40, dtype=np.uint8)
        for plane in self.planes:
            _paste(out, plane, camera)
        return out


def _box(points: Array, size: tuple[int, int]) -> tuple[int, int, int, int]:
    low = np.clip(np.floor(points.min(axis=0)), 0, size).astype(int)
    high = np.clip(np.ceil(points.max(axis=0)) + 1, 0, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _paste(out: U8, plane: Plane, camera: Camera) -> None:
    outline = plane.outline(camera)
    if len(outline) < 3:
        return
    x0, y0, x1, y1 = _box(outline, camera.size)
    if x0 >= x1 or y0 >= y1:
        return
    shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]])
    size = (x1 - x0, y1 - y0)
    warped = cv2.warpPerspective(plane.texture, shift @ plane.to_pixels(camera), size, flags=cv2.INTER_LINEAR,
                                 borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((size[1], size[0]), dtype=np.uint8)
    cv2.fillConvexPoly(mask, np.round(outline - (x0, y0)).astype(np.int32), 255)
    cv2.copyTo(warped, mask, out[y0:y1, x0:x1])


def cast_shadow(picture: U8, camera: Camera, solids: Iterable[Solid], floor: float, light: Light) -> None:
    """Darkens, in place, the floor where solids keep the key light away, and a little below them.

    Each solid casts the hull of two discs, drawn on a small map of the floor, blurred and warped into the picture.
    """
    solids = list(solids)
    towards = np.asarray(light.towards)
    first = np.stack([s.origin for s in solids])
    last = first + np.stack([np.linalg.solve(s.to_local, (0, 0, s.height)) for s in solids])
    # A flattened solid casts about the shadow of its mean radius.
    spread = [abs(np.linalg.det(s.to_local)) ** (-1 / 3) for s in solids]
    ppm, side = 64.0, 320
    cast = [p - towards * ((p[:, 2:] - floor) / towards[2]) for p in (first, last)]
    middle = np.concatenate(cast)[:, :2].mean(axis=0) * 0.5 + first[:, :2].mean(axis=0) * 0.5
    corner = np.array([middle[0] - side / 2 / ppm, middle[1] + side / 2 / ppm, floor])
    plane = Plane(np.zeros((side, side), np.uint8), corner, np.array([1.0, 0, 0]), np.array([0, -1.0, 0]), ppm)
    deep = _discs(solids, spread, cast, corner, ppm, side, 1.0)
    cv2.GaussianBlur(deep, (0, 0), 2.2, dst=deep)
    below = _discs(solids, spread, [first, last], corner, ppm, side, 0.7)
    small = cv2.resize(below, (side // 8, side // 8), interpolation=cv2.INTER_AREA)  # a blur this wide needs no more
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.2), (side, side), interpolation=cv2.INTER_LINEAR)
    shade = np.asarray(255 - (0.40 * deep + 0.38 * soft) * (1 - 0.0015 * deep), dtype=np.uint8)
    outline = plane.outline(camera)
    if len(outline) < 3:
        return
    x0, y0, x1, y1 = _box(outline, camera.size)
    if x0 >= x1 or y0 >= y1:
        return
    move = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]]) @ plane.to_pixels(camera)
    warped = cv2.warpPerspective(shade, move, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR,
                                 borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    part = picture[y0:y1, x0:x1]
    cv2.multiply(part, cv2.merge([warped, warped, warped]), dst=part, scale=1 / 255)


def _discs(solids: list[Solid], spread: list[float], ends: Sequence[Array], corner: Array, ppm: float, side: int,
           weight: float) -> U8:
    out = np.zeros((side, side), dtype=np.uint8)
    flat = [np.round((p[:, :2] - corner[:2]) * (ppm * 16, -ppm * 16)).astype(int) for p in ends]
    for solid, size, a, b in zip(solids, spread, flat[0].tolist(), flat[1].tolist(), strict=True):
        thick = max(round((solid.r1 + solid.r2) * size * ppm), 1)
        cv2.line(out, a, b, 255 * weight, thick, cv2.LINE_8, shift=4)
    return out


def _noise(shape: tuple[int, int], rough: float, rng: np.random.Generator) -> NDArray[np.float32]:
    field = rng.standard_normal(shape, dtype=np.float32)
    field = np.asarray(cv2.GaussianBlur(field, (0, 0), rough), dtype=np.float32)
    return np.asarray(field / max(float(field.std()), 1e-6), dtype=np.float32)


def _finish(texture: NDArray[np.float32]) -> U8:
    # A little blur: near the camera a texel covers several pixels, and sharp ones would show as stairs.
    return np.asarray(np.clip(cv2.GaussianBlur(texture, (0, 0), 0.8), 0, 255), dtype=np.uint8)


@lru_cache(maxsize=4)
def _floor(wide: int, seed: int) -> U8:
    """Wooden boards with the lines of a court."""
    rng = np.random.default_rng(seed + 17)
    board, length = _PPM // 8, int(1.6 * _PPM)
    rows, columns = wide // board + 1, wide // length + 2
    tone = rng.normal(0, 6.5, (rows, columns)).astype(np.float32)
    y, x = np.mgrid[0:wide, 0:wide]
    row = y // board
    shifted = x + (row * 53) % length
    shade = tone[row, shifted // length]
    shade += 2.2 * cv2.resize(_noise((wide, wide // 8), 1.0, rng), (wide, wide))
    shade -= 9.0 * (y % board == 0) + 7.0 * (shifted % length == 0)
    texture = np.array([196, 158, 112], np.float32) + shade[..., None] * np.array([1, 0.95, 0.85], np.float32)
    middle = wide // 2
    line = max(_PPM // 20, 2)
    cv2.circle(texture, (middle, middle), int(1.8 * _PPM), (238, 238, 232), line, cv2.LINE_AA)
    cv2.line(texture, (0, middle), (wide, middle), (238, 238, 232), line, cv2.LINE_AA)
    inset = int(0.16 * wide)
    cv2.rectangle(texture, (inset, inset), (wide - inset, wide - inset), (64, 104, 150), line, cv2.LINE_AA)
    distance = np.minimum(np.minimum(x, wide - x), np.minimum(y, wide - y)) / _PPM
    texture *= (0.80 + 0.20 * np.clip(distance / 1.2, 0, 1) ** 0.6).astype(np.float32)[..., None]
    return _finish(texture)


@lru_cache(maxsize=16)
def _wall(wide: int, seed: int, kind: int) -> U8:
    """A wall: paint above, wood below; by kind with windows, wall bars, a stripe with boards, or plain brick."""
    rng = np.random.default_rng(seed * 4 + kind)
    high = int(_HEIGHT * _PPM)
    paint = ((222, 220, 212), (205, 214, 217), (224, 216, 203), (208, 214, 208))[kind]
    texture = np.full((high, wide, 3), paint, dtype=np.float32)
    dado = int(1.15 * _PPM)
    texture[-dado:] = ((92, 122, 138), (98, 118, 128), (142, 112, 88), (96, 124, 112))[kind]
    texture[-dado - 4:-dado] = (236, 236, 232)
    texture[-int(0.12 * _PPM):] = (58, 60, 64)
    if kind == 0:
        _windows(texture, wide)
    elif kind == 1:
        _bars(texture, wide, high)
    elif kind == 2:
        _bricks(texture, dado)
    else:
        _pads(texture, wide, high)
    texture += 2.0 * cv2.resize(_noise((high // 2, wide // 2), 3.0, rng), (wide, high))[..., None]
    y = np.arange(high, dtype=np.float32)[:, None] / _PPM
    x = np.minimum(np.arange(wide), np.arange(wide)[::-1]).astype(np.float32)[None] / _PPM
    texture *= ((0.78 + 0.22 * np.clip(x / 1.0, 0, 1) ** 0.5) * (0.90 + 0.10 * np.clip(y / 0.8, 0, 1)))[..., None]
    return _finish(texture)


def _windows(texture: NDArray[np.float32], wide: int) -> None:
    top, bottom = int(0.45 * _PPM), int(2.0 * _PPM)
    sky = np.linspace(0, 1, bottom - top, dtype=np.float32)[:, None, None]
    sky = (1 - sky) * np.array([178, 208, 236], np.float32) + sky * np.array([226, 236, 240], np.float32)
    for left in range(int(0.7 * _PPM), wide - int(2.2 * _PPM), int(2.6 * _PPM)):
        right = left + int(1.7 * _PPM)
        cv2.rectangle(texture, (left - 7, top - 7), (right + 7, bottom + 7), (244, 244, 240), -1)
        texture[top:bottom, left:right] = sky
        for k in (1, 2):
            x = left + k * (right - left) // 3
            cv2.line(texture, (x, top), (x, bottom), (244, 244, 240), 4, cv2.LINE_AA)
        cv2.line(texture, (left, (top + bottom) // 2), (right, (top + bottom) // 2), (244, 244, 240), 4, cv2.LINE_AA)


def _bars(texture: NDArray[np.float32], wide: int, high: int) -> None:
    top = int(0.9 * _PPM)
    for left in range(int(0.8 * _PPM), wide - int(1.2 * _PPM), int(1.9 * _PPM)):
        right = left + int(0.95 * _PPM)
        for y in range(top, high - int(0.25 * _PPM), int(0.2 * _PPM)):
            cv2.line(texture, (left, y + 4), (right, y + 4), (120, 116, 108), 3, cv2.LINE_AA)
            cv2.line(texture, (left, y), (right, y), (206, 162, 104), 4, cv2.LINE_AA)
        for x in (left, right):
            cv2.line(texture, (x, top - 10), (x, high - 10), (176, 132, 80), 7, cv2.LINE_AA)


def _bricks(texture: NDArray[np.float32], dado: int) -> None:
    upper = texture[: texture.shape[0] - dado]
    course = _PPM // 4
    for k, y in enumerate(range(0, upper.shape[0], course)):
        cv2.line(upper, (0, y), (upper.shape[1], y), (206, 198, 186), 1)
        for x in range((k % 2) * course, upper.shape[1], 2 * course):
            cv2.line(upper, (x, y), (x, y + course), (206, 198, 186), 1)


def _pads(texture: NDArray[np.float32], wide: int, high: int) -> None:
    top, bottom = high - int(1.15 * _PPM), high - int(0.14 * _PPM)
    for left in range(int(0.1 * _PPM), wide, int(1.0 * _PPM)):
        cv2.rectangle(texture, (left + 3, top + 6), (left + int(0.94 * _PPM), bottom), (70, 116, 104), -1)
        cv2.rectangle(texture, (left + 3, top + 6), (left + int(0.94 * _PPM), bottom), (58, 98, 88), 2)
    _board(texture, wide // 2, int(0.45 * _PPM))


def _board(texture: NDArray[np.float32], middle: int, top: int) -> None:
    """A coach's board with half a court drawn on it."""
    w, h = int(0.95 * _PPM), int(1.15 * _PPM)
    chalk, thin = (214, 222, 216), max(_PPM // 45, 1)
    cv2.rectangle(texture, (middle - w, top), (middle + w, top + h), (132, 98, 64), -1)
    cv2.rectangle(texture, (middle - w + 6, top + 6), (middle + w - 6, top + h - 6), (52, 74, 66), -1)
    left, right, low = middle - int(0.72 * w), middle + int(0.72 * w), top + int(0.88 * h)
    cv2.rectangle(texture, (left, top + int(0.12 * h)), (right, low), chalk, thin, cv2.LINE_AA)
    cv2.rectangle(texture, (middle - w // 5, top + int(0.5 * h)), (middle + w // 5, low), chalk, thin, cv2.LINE_AA)
    cv2.ellipse(texture, (middle, top + int(0.5 * h)), (w // 5, w // 5), 0, 180, 360, chalk, thin, cv2.LINE_AA)
    cv2.ellipse(texture, (middle, low), (int(0.55 * w), int(0.6 * h)), 0, 180, 360, chalk, thin, cv2.LINE_AA)
    for x, y, colour in ((-0.5, 0.3, (232, 178, 84)), (0.1, 0.28, (232, 178, 84)), (0.42, 0.45, (126, 190, 214))):
        cv2.circle(texture, (middle + int(x * w), top + int(y * h)), w // 14, colour, thin, cv2.LINE_AA)


@lru_cache(maxsize=4)
def _ceiling(wide: int) -> U8:
    texture = np.full((wide, wide, 3), (196, 198, 200), dtype=np.float32)
    for k in range(int(0.9 * _PPM), wide, int(1.8 * _PPM)):
        cv2.rectangle(texture, (k, 0), (k + 12, wide), (168, 172, 176), -1)
        for y in range(int(0.5 * _PPM), wide - _PPM, int(2.0 * _PPM)):
            cv2.rectangle(texture, (k + 40, y), (k + 58, y + int(1.3 * _PPM)), (255, 255, 250), -1)
    return _finish(texture)
