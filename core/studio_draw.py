"""The renderer of the synthetic studio: round cones and ellipsoids, exactly shaded, in numpy.

A `Solid` is a sphere-swept cone (a limb) or, with no length, a ball, under any linear map (so also an ellipsoid or a
flattened torso). Its outline in a perspective picture is a conic, so each pixel of its small box costs one quadratic:
no mesh, no OpenGL. Depth goes to a z-buffer; edges are smoothed by the conic's distance to the pixel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.camera import Camera

Array = NDArray[np.float64]
F32 = NDArray[np.float32]

_FAR = np.float32(1e6)


@dataclass(frozen=True)
class Solid:
    """A sphere of radius r1 swept along `height` to radius r2 in its own space.

    to_local: (3, 3) and origin: (3,): own = to_local·(scene − origin), the sweep going from 0 to (0, 0, height).
    colour: (3,) linear RGB in 0..1. gloss: strength of the highlight. stripe: (colour, low, high) repaints the part of
    the sweep between two fractions of its height. ends: how it begins and
    ends: 'ball', 'hem' (cut off, an edge to be seen) or 'join' (cut off where another solid goes on).
    For shading alone: tilt replaces the side's taper (dr/dz) at both ends, and lean (3,) moves the centre that normals
    point away from, in the scene: pieces of one body part shade as one smooth surface.
    """

    to_local: Array
    origin: Array
    height: float
    r1: float
    r2: float
    colour: tuple[float, float, float]
    gloss: float = 0.0
    stripe: tuple[tuple[float, float, float], float, float] | None = None
    ends: tuple[str, str] = ("ball", "ball")
    tilt: tuple[float, float] | None = None
    lean: Array | None = None


def ball(centre: Array, axes: Array, radii: Sequence[float], colour: tuple[float, float, float],
         gloss: float = 0.0, lean: Array | None = None) -> Solid:
    """An ellipsoid; axes: (3, 3) rows are its unit axes in the scene, radii along each in metres."""
    return Solid(axes / np.asarray(radii)[:, None], np.asarray(centre), 0.0, 1.0, 1.0, colour, gloss, lean=lean)


def cone(a: Array, b: Array, r1: float, r2: float, colour: tuple[float, float, float], gloss: float = 0.0,
         thin: tuple[Array, float] | None = None,
         stripe: tuple[tuple[float, float, float], float, float] | None = None,
         ends: tuple[str, str] = ("ball", "ball"), tilt: tuple[float, float] | None = None) -> Solid:
    """A limb from a to b (scene, metres) with radii r1, r2; thin: (unit axis, factor) flattens it along that axis."""
    squash = np.eye(3)
    if thin is not None:
        axis, factor = thin
        squash = squash + (1 / factor - 1) * np.outer(axis, axis)
    along = squash @ (b - a)
    height = float(np.linalg.norm(along))
    if height <= abs(r1 - r2):  # one end swallows the other: what is left is a ball
        centre, radius = (a, r1) if r1 >= r2 else (b, r2)
        return Solid(squash, centre, 0.0, radius, radius, colour, gloss)
    return Solid(_frame(along / height) @ squash, a, height, r1, r2, colour, gloss, stripe, ends, tilt)


def _frame(z: Array) -> Array:
    """A rotation whose third row is the unit vector z."""
    x = np.array([z[1], -z[0], 0.0]) if abs(z[2]) < 0.9 else np.array([0.0, z[2], -z[1]])
    x /= np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z])


@dataclass(frozen=True)
class Light:
    """Where the light comes from: unit vector towards the key light in the scene, and strengths in 0..1.

    A hall's lamps are large, so the key light reaches round the edge (`wrap`) and ceiling and floor light the rest.
    """

    towards: tuple[float, float, float] = (0.42, 0.38, 0.824)
    key: float = 0.58
    wrap: float = 0.30
    sky: float = 0.66
    ground: float = 0.40


class Canvas:
    """One picture being drawn. rgb: (H, W, 3) float32 in 0..255; depth: (H, W) float32 metres along the axis;
    owner: (H, W) int16, whose solid is in front, −1 where none.

    Only `region` (x0, y0, x1, y1) of the picture is held, so a figure costs what it covers.
    """

    def __init__(self, background: NDArray[np.uint8], region: tuple[int, int, int, int]) -> None:
        x0, y0, x1, y1 = region
        self.region = region
        self.rgb = background[y0:y1, x0:x1].astype(np.float32)
        self.depth = np.full(self.rgb.shape[:2], _FAR, dtype=np.float32)
        self.owner = np.full(self.depth.shape, -1, dtype=np.int16)
        self._flat_owner = self.owner.reshape(-1)
        self._flat_rgb = self.rgb.reshape(-1, 3)
        self._flat_depth = self.depth.reshape(-1)

    def draw(self, solids: Sequence[Solid], owners: Sequence[int], camera: Camera, light: Light) -> None:
        """Draws solids, far ones first so that edges are smooth; owners: what `owner` holds where each is in front."""
        batch = _Batch(solids, camera)
        towards = np.asarray(light.towards)
        view = -camera.R[2]
        half = towards + view
        half /= np.linalg.norm(half)
        directions = np.stack([towards, (0.0, 0.0, 1.0), half]).astype(np.float32)
        for index in batch.order:
            for surface in batch.surfaces(index):
                self._draw(surface, solids[index], owners[index], directions, light)

    def _draw(self, surface: "_Surface", solid: Solid, owner: int, directions: F32, light: Light) -> None:
        x0, y0, x1, y1 = self.region
        left, top = max(surface.box[0], x0), max(surface.box[1], y0)
        right, bottom = min(surface.box[2], x1), min(surface.box[3], y1)
        if left >= right or top >= bottom:
            return
        hits = surface.hit(left, top, right, bottom)
        if hits is None:
            return
        cell, local, depth, cover = hits
        at = (cell // (right - left) + (top - y0)) * (x1 - x0) + cell % (right - left) + (left - x0)
        near = depth < self._flat_depth[at]
        if not near.all():
            if not near.any():
                return
            at, local, depth, cover = at[near], local[:, near], depth[near], cover[near]
        normal = surface.normal_map @ surface.gradient(local, solid)
        normal *= 1 / np.sqrt(np.einsum("ij,ij->j", normal, normal))
        lit, up, shine = directions @ normal
        strength = (light.sky + light.ground) / 2 + (light.sky - light.ground) / 2 * up
        strength += np.maximum(lit + light.wrap, 0) * (light.key / (1 + light.wrap))
        colour = np.multiply.outer(strength, np.asarray(solid.colour, np.float32) * 255)
        if solid.stripe is not None:
            paint, low, high = solid.stripe
            inside = (local[2] > low * solid.height) & (local[2] < high * solid.height)
            colour[inside] = np.multiply.outer(strength[inside], np.asarray(paint, np.float32) * 255)
        if solid.gloss:
            shine = np.maximum(shine, 0)
            for _ in range(4):
                shine = shine * shine
            colour += (shine * np.float32(255 * solid.gloss))[:, None]
        edge = np.flatnonzero(cover < 1)
        place, share = at[edge], cover[edge, None]
        colour[edge] = share * colour[edge] + (1 - share) * self._flat_rgb[place]
        self._flat_rgb[at] = colour
        self._flat_owner[at[cover > 0.5]] = owner
        depth[edge] = np.where(cover[edge] > 0.5, depth[edge], self._flat_depth[place])
        self._flat_depth[at] = depth


class _Surface:
    """A quadric seen by the camera: the end ball or the side of one solid.

    ray: (3, 3), own-space direction = ray·[u, v, 1]; eye: (3,) the camera in own space, relative to the ball's centre.
    """

    def __init__(self, ray: Array, eye: Array, shift: float, linear: Array, constant: float,
                 discriminant: Array, box: NDArray[np.int64], normal_map: Array,
                 clip: tuple[float, float] | None, side: tuple[float, float] | None, open_ends: tuple[bool, bool],
                 pixel: float) -> None:
        self.ray, self.eye, self.shift, self.linear = ray, eye, shift, linear
        self.constant, self.discriminant, self.clip, self.side = constant, discriminant, clip, side
        self.open_ends, self.pixel = open_ends, pixel
        self.box = [int(value) for value in box]
        self.normal_map = normal_map.astype(np.float32)

    def hit(self, left: int, top: int, right: int,
            bottom: int) -> tuple[NDArray[np.int64], F32, F32, F32] | None:
        """Pixels of the box that see the surface: cell index, own-space points (3, N), depth and coverage."""
        # Around the middle of the box, so that float32 holds the differences.
        mu, mv = (left + right) // 2, (top + bottom) // 2
        move = np.array([[1, 0, mu], [0, 1, mv], [0, 0, 1.0]])
        q = move.T @ self.discriminant @ move
        scale = max(abs(q[0, 0]) + abs(q[1, 1]), 1e-30)
        q /= scale
        u = np.arange(left - mu, right - mu, dtype=np.float32)
        v = np.arange(top - mv, bottom - mv, dtype=np.float32)
        value = np.multiply.outer(2 * q[0, 1] * v + 2 * q[0, 2], u, dtype=np.float32)
        value += (q[0, 0] * u * u).astype(np.float32)
        value += ((q[1, 1] * v + 2 * q[1, 2]) * v + q[2, 2]).astype(np.float32)[:, None]
        corner = np.array([[u[0], u[0], u[-1], u[-1]], [v[0], v[-1], v[0], v[-1]], [1, 1, 1, 1]])
        slope = float(np.sqrt(((2 * q[:2] @ corner) ** 2).sum(axis=0).max()))
        cell = np.flatnonzero(value.ravel() > -0.5 * slope)
        if not len(cell):
            return None
        row, column = np.divmod(cell, right - left)
        pixel = np.empty((3, len(cell)), dtype=np.float32)
        pixel[0], pixel[1], pixel[2] = u[column], v[row], 1
        grad = (2 * q[:2]).astype(np.float32) @ pixel
        value = value.ravel()[cell]
        cover = value / np.sqrt(grad[0] * grad[0] + grad[1] * grad[1] + np.float32(1e-20))
        cover += np.float32(0.5)
        np.clip(cover, 0, 1, out=cover)
        # depth = constant / (−b + √disc): the near root whatever the sign of the quadratic's leading term.
        b = ((self.linear @ move).astype(np.float32)) @ pixel
        root = np.sqrt(np.maximum(value, 0) * np.float32(scale))
        root -= b
        keep = (cover > 0) & (root > 1e-9)
        depth = np.float32(self.constant) / np.maximum(root, np.float32(1e-9))
        local = (self.ray @ move).astype(np.float32) @ pixel
        local *= depth
        local += self.eye.astype(np.float32)[:, None]
        if self.clip is not None:
            low, high = self.clip
            # An open end is an edge of the picture too: it fades over the pixel's own size.
            size = depth * np.float32(self.pixel)
            if self.open_ends[0]:
                cover *= np.clip((local[2] - np.float32(low)) / size + np.float32(0.5), 0, 1)
            if self.open_ends[1]:
                cover *= np.clip((np.float32(high) - local[2]) / size + np.float32(0.5), 0, 1)
            keep &= (local[2] >= low - size) & (local[2] <= high + size) & (cover > 0)
        if not keep.all():
            cell, local, depth, cover = cell[keep], local[:, keep], depth[keep], cover[keep]
        return (cell, local, depth, cover) if len(cell) else None

    def gradient(self, local: F32, solid: Solid) -> F32:
        """(3, N) own-space normals, any length."""
        out = local.copy()
        if self.side is None:
            out[2] -= np.float32(self.shift)
            if solid.lean is not None:
                out -= (solid.to_local @ solid.lean).astype(np.float32)[:, None]
            return out
        offset, slope = self.side
        radius = np.float32(offset) + np.float32(slope) * local[2]
        if solid.tilt is None:
            out[2] = -np.float32(slope) * radius
        else:
            first, last = solid.tilt
            out[2] = -(np.float32(first) + np.float32((last - first) / solid.height) * local[2]) * radius
        return out


class _Batch:
    """All solids of a picture, their matrices worked out together (small numpy calls cost more than their sums)."""

    def __init__(self, solids: Sequence[Solid], camera: Camera) -> None:
        pixel_to_scene = camera.R.T @ np.linalg.inv(camera.K)
        local = np.stack([s.to_local for s in solids])
        self.normal_map = local.transpose(0, 2, 1)
        self.ray = local @ pixel_to_scene
        self.eye = np.einsum("nij,nj->ni", local, camera.centre - np.stack([s.origin for s in solids]))
        self.height = np.array([s.height for s in solids])
        self.r1 = np.array([s.r1 for s in solids])
        self.r2 = np.array([s.r2 for s in solids])
        self.pixel = 1 / float(camera.K[0, 0])
        self.ends = [s.ends for s in solids]
        self.ball1 = self._balls(np.zeros(len(solids)), self.r1)
        self.ball2 = self._balls(self.height, self.r2)
        self.sides = self._sides()
        centre = np.stack([s.origin for s in solids]) + np.linalg.solve(
            local, np.stack([np.zeros_like(self.height)] * 2 + [self.height / 2], axis=-1)[..., None])[..., 0]
        self.order = np.argsort(-(centre @ camera.R[2]))

    def _balls(self, z: Array, radius: Array) -> tuple[Array, Array, Array, NDArray[np.int64]]:
        eye = self.eye.copy()
        eye[:, 2] -= z
        metric = np.einsum("nki,nkj->nij", self.ray, self.ray)
        linear = np.einsum("nki,nk->ni", self.ray, eye)
        constant = (eye**2).sum(axis=1) - radius**2
        disc = linear[:, :, None] * linear[:, None, :] - constant[:, None, None] * metric
        return linear, constant, disc, _boxes(disc)

    def _sides(self) -> tuple[Array, Array, Array, Array, Array, Array]:
        height = np.where(self.height > 0, self.height, 1.0)
        sine = np.where(self.height > 0, (self.r1 - self.r2) / height, 0.0)
        cosine = np.sqrt(1 - sine**2)
        offset, slope = self.r1 / cosine, -sine / cosine  # the side's radius at z is offset + slope·z
        weights = np.stack([np.ones_like(slope), np.ones_like(slope), -(slope**2)], axis=-1)
        metric = np.einsum("nki,nk,nkj->nij", self.ray, weights, self.ray)
        eye_radius = offset + slope * self.eye[:, 2]
        weighted = np.stack([self.eye[:, 0], self.eye[:, 1], -slope * eye_radius], axis=-1)
        linear = np.einsum("nki,nk->ni", self.ray, weighted)
        constant = self.eye[:, 0] ** 2 + self.eye[:, 1] ** 2 - eye_radius**2
        disc = linear[:, :, None] * linear[:, None, :] - constant[:, None, None] * metric
        low, high = self.r1 * sine, self.height + self.r2 * sine
        return linear, constant, disc, np.stack([low, high], axis=-1), offset, slope

    def surfaces(self, i: int) -> list[_Surface]:
        """The surfaces of solid i that the camera can see: two balls and a side, or one ball."""
        out = []
        first, last = self.ends[i]
        second = last == "ball" and self.height[i] > 0
        for (linear, constant, disc, box), z, drawn in ((self.ball1, 0.0, first == "ball"),
                                                        (self.ball2, self.height[i], second)):
            if drawn and constant[i] > 0:
                out.append(_Surface(self.ray[i], self.eye[i], z, linear[i], constant[i], disc[i], box[i],
                                    self.normal_map[i], None, None, (False, False), self.pixel))
        if self.height[i] > 0:
            linear, constant, disc, clip, offset, slope = self.sides
            box1, box2 = self.ball1[3][i], self.ball2[3][i]
            box = np.concatenate([np.minimum(box1[:2], box2[:2]), np.maximum(box1[2:], box2[2:])])
            if constant[i] > 0:
                out.append(_Surface(self.ray[i], self.eye[i], 0.0, linear[i], constant[i], disc[i], box,
                                    self.normal_map[i], (clip[i, 0], clip[i, 1]), (offset[i], slope[i]),
                                    (first == "hem", last == "hem"), self.pixel))
        return out


def _boxes(disc: Array) -> NDArray[np.int64]:
    """(N, 3, 3) outlines pᵀQp = 0 → (N, 4) pixel boxes x0, y0, x1, y1 (ends excluded), a pixel wider than needed.

    The dual conic gives the tangents parallel to the axes. An outline that is no ellipse (the solid reaches the camera)
    gets an empty box: the studio keeps its cameras away from its figures.
    """
    dual = np.linalg.inv(disc / np.abs(disc).max(axis=(1, 2), keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        dual = dual / dual[:, 2:, 2:]
        half_u = np.sqrt(dual[:, 0, 2] ** 2 - dual[:, 0, 0])
        half_v = np.sqrt(dual[:, 1, 2] ** 2 - dual[:, 1, 1])
    low = np.stack([dual[:, 0, 2] - half_u, dual[:, 1, 2] - half_v], axis=-1)
    high = np.stack([dual[:, 0, 2] + half_u, dual[:, 1, 2] + half_v], axis=-1)
    box = np.concatenate([np.floor(low) - 1, np.ceil(high) + 2], axis=-1)
    return np.where(np.isfinite(box).all(axis=-1, keepdims=True), np.clip(box, -1e6, 1e6), 0).astype(np.int64)


def region_of(solids: Sequence[Solid], camera: Camera) -> tuple[int, int, int, int]:
    """The box of the picture (x0, y0, x1, y1) that holds all solids, clipped to the picture; may be empty."""
    batch = _Batch(solids, camera)
    boxes = np.concatenate([batch.ball1[3], batch.ball2[3]])
    boxes = boxes[boxes[:, 2] > boxes[:, 0]]
    width, height = camera.size
    if not len(boxes):
        return 0, 0, 0, 0
    x0, y0 = np.clip(boxes[:, :2].min(axis=0), 0, (width, height))
    x1, y1 = np.clip(boxes[:, 2:].max(axis=0), 0, (width, height))
    return int(x0), int(y0), int(x1), int(y1)
