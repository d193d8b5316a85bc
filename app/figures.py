"""Solid stick figures as triangles: tubes for bones, spheres for joints, a shadow on the floor.

OpenGL need not draw lines wider than a pixel, and Mesa does not; tubes look the same everywhere, and are lit here,
once a frame, by one fixed lamp, so that the graphics card (or the processor in its place) only fills triangles.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app import theme
from app.overlay import side_colours
from core.skeleton import Skeleton

Array = NDArray[np.float32]

SIDES = 10          # of a tube
BONE = 0.024        # m: radius of a bone
JOINT = 0.036       # m: radius of a joint
LAMP = np.array([-0.35, -0.6, 0.72], np.float32) / np.float32(np.linalg.norm([-0.35, -0.6, 0.72]))
AMBIENT = 0.42      # share of a colour that is seen in the dark
DASH, GAP, DASH_RADIUS = 0.022, 0.014, 0.006  # m: of a dashed line
MOST_DASHES = 60    # of one line: what is further apart than two metres is no agreement to be read in dashes
CAMERA = 0.26       # m: how large a camera is drawn
SHADOW = "#07080a"
SHADOW_Z = 0.002    # m above the floor, so that the grid does not shine through


@dataclass(frozen=True, eq=False)
class Solid:
    """vertices (N, 3) m, faces (M, 3) indices, colours (N, 4) RGBA 0..1."""

    vertices: Array
    faces: NDArray[np.uint32]
    colours: Array


def join(solids: list[Solid]) -> Solid:
    """Several as one."""
    if not solids:
        return Solid(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint32), np.zeros((0, 4), np.float32))
    starts = np.cumsum([0] + [len(s.vertices) for s in solids[:-1]]).astype(np.uint32)
    return Solid(np.concatenate([s.vertices for s in solids]),
                 np.concatenate([s.faces + start for s, start in zip(solids, starts, strict=True)]),
                 np.concatenate([s.colours for s in solids]))


def _ball() -> tuple[Array, NDArray[np.uint32]]:
    """Unit sphere of 6 rings: vertices (N, 3) and faces (M, 3)."""
    rings, around = 6, SIDES
    polar = np.linspace(0, np.pi, rings + 1)[1:-1]
    angle = np.arange(around) * 2 * np.pi / around
    body = np.stack([np.outer(np.sin(polar), np.cos(angle)), np.outer(np.sin(polar), np.sin(angle)),
                     np.repeat(np.cos(polar)[:, None], around, axis=1)], axis=-1).reshape(-1, 3)
    vertices = np.concatenate([body, [[0, 0, 1], [0, 0, -1]]]).astype(np.float32)
    top, bottom = len(body), len(body) + 1
    here, there = np.arange(around), (np.arange(around) + 1) % around
    faces = [np.stack([np.full(around, top), here, there], axis=1)]
    for ring in range(rings - 2):
        a, b = here + ring * around, there + ring * around
        faces += [np.stack([a, a + around, b], axis=1), np.stack([b, a + around, b + around], axis=1)]
    last = (rings - 2) * around
    faces.append(np.stack([here + last, np.full(around, bottom), there + last], axis=1))
    return vertices, np.concatenate(faces).astype(np.uint32)


BALL, BALL_FACES = _ball()


def lit(colours: Array, normals: Array) -> Array:
    """Colours (N, 4) under the lamp, given unit normals (N, 3)."""
    light = AMBIENT + (1 - AMBIENT) * np.clip(0.5 + 0.5 * normals @ LAMP, 0, 1) ** 1.3
    result = colours.copy()
    result[:, :3] = np.clip(result[:, :3] * light[:, None], 0, 1)
    return result


def spheres(centres: Array, radii: Array, colours: Array) -> Solid:
    """One at each centre (N, 3), with radii (N,) and colours (N, 4)."""
    n, m = len(centres), len(BALL)
    vertices = centres[:, None] + BALL * radii[:, None, None]
    faces = BALL_FACES + (np.arange(n, dtype=np.uint32) * m)[:, None, None]
    shaded = lit(np.repeat(colours, m, axis=0), np.tile(BALL, (n, 1)))
    return Solid(vertices.reshape(-1, 3).astype(np.float32), faces.reshape(-1, 3), shaded)


def tubes(starts: Array, ends: Array, radii: tuple[Array, Array], colours: Array, sides: int = SIDES) -> Solid:
    """Tubes from starts to ends (N, 3), with radii (N,) at either end and colours (N, 4). Not closed at the ends."""
    along = ends - starts
    length = np.linalg.norm(along, axis=1, keepdims=True)
    along = along / np.maximum(length, 1e-9)
    # Any direction that is not along the tube gives a pair of directions across it.
    helper = np.where(np.abs(along[:, 2:]) < 0.9, np.array([[0, 0, 1]], np.float32), np.array([[1, 0, 0]], np.float32))
    across = np.cross(along, helper)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    other = np.cross(along, across)
    angle = np.arange(sides) * 2 * np.pi / sides
    normals = (across[:, None] * np.cos(angle)[None, :, None] + other[:, None] * np.sin(angle)[None, :, None])
    begin = starts[:, None] + normals * radii[0][:, None, None]
    end = ends[:, None] + normals * radii[1][:, None, None]
    here, there = np.arange(sides), (np.arange(sides) + 1) % sides
    one = np.concatenate([np.stack([here, here + sides, there], axis=1),
                          np.stack([there, here + sides, there + sides], axis=1)])
    faces = one[None] + (np.arange(len(starts)) * 2 * sides)[:, None, None]
    both = np.concatenate([normals, normals], axis=1).reshape(-1, 3)
    shaded = lit(np.repeat(colours, 2 * sides, axis=0), both)
    vertices = np.concatenate([begin, end], axis=1).reshape(-1, 3)
    return Solid(vertices.astype(np.float32), faces.reshape(-1, 3).astype(np.uint32), shaded)


def rgba(colour: str, alpha: float = 1.0) -> Array:
    return np.array([*(part / 255 for part in theme.rgb(colour)), alpha], np.float32)


def _side_tints(skeleton: Skeleton, colour: str) -> Array:
    """(J, 4): right joints in the view's colour, left ones lighter, the middle between; as in the video panes."""
    sides = {name: rgba(tint.name()) for name, tint in side_colours(colour).items()}
    return np.stack([sides[side] for side in skeleton.sides])


def person(points: Array, skeleton: Skeleton, colour: str, weight: float = 1.0) -> list[Solid]:
    """A figure from joints (J, 3); what is missing (NaN) is left out. weight: how thick, in parts of the usual."""
    seen = np.asarray(np.isfinite(points).all(axis=1))
    tints = _side_tints(skeleton, colour)
    bones = np.array([(a, b) for a, b in skeleton.bones if seen[a] and seen[b]], int).reshape(-1, 2)
    owner = np.array([b if skeleton.sides[b] != "middle" else a for a, b in bones], int)
    radii = np.full(len(bones), weight * BONE, np.float32)
    made = [spheres(points[seen], np.full(int(seen.sum()), weight * JOINT, np.float32), tints[seen])]
    if len(bones):
        made.append(tubes(points[bones[:, 0]], points[bones[:, 1]], (radii, radii), tints[owner]))
    return made


def beads(points: Array, colour: str, weight: float) -> list[Solid]:
    """Only the joints (J, 3) of a figure."""
    seen = np.asarray(np.isfinite(points).all(axis=1))
    count = int(seen.sum())
    return [spheres(points[seen], np.full(count, weight * JOINT, np.float32), np.tile(rgba(colour), (count, 1)))]


def dashes(links: Array, colours: Array) -> list[Solid]:
    """Dashed lines (N, 2, 3) in colours (N, 4) that keep their tone all around, since they say something.

    A line shorter than two dashes is drawn whole. What is missing (NaN) is left out.
    """
    seen = np.isfinite(links).all(axis=(1, 2))
    links, colours = links[seen], colours[seen]
    if not len(links):
        return []
    length: Array = np.linalg.norm(links[:, 1] - links[:, 0], axis=1)
    count: NDArray[np.intp] = np.clip(np.rint((length + GAP) / (DASH + GAP)), 1, MOST_DASHES).astype(np.intp)
    line = np.repeat(np.arange(len(links)), count)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    period = 1 / (count[line] - GAP / (DASH + GAP))  # as a share of the line; the last gap is left out
    begin = nth * period
    end = np.minimum(begin + period * DASH / (DASH + GAP), 1)
    a, b = links[line, 0], links[line, 1]
    radii = np.full(len(line), DASH_RADIUS, np.float32)
    made = tubes((a + (b - a) * begin[:, None]).astype(np.float32), (a + (b - a) * end[:, None]).astype(np.float32),
                 (radii, radii), colours[line], sides=6)
    return [Solid(made.vertices, made.faces, np.repeat(colours[line], 12, axis=0))]


def camera(centre: Array, axes: Array, colour: str) -> list[Solid]:
    """A camera as the edges of a small pyramid. axes: (3, 3), its right, down and forward in the scene, as rows."""
    half = CAMERA / 2
    corners = np.array([(-half, -0.75 * half), (half, -0.75 * half), (half, 0.75 * half), (-half, 0.75 * half)])
    far: Array = centre + corners @ axes[:2] + CAMERA * axes[2]
    up = centre - 1.15 * half * axes[1] + CAMERA * axes[2]  # a little roof, which tells up from down
    starts = np.array([centre] * 4 + [*far, far[0], far[1]], np.float32)
    ends = np.array([*far, *np.roll(far, -1, axis=0), up, up], np.float32)
    radii = np.full(len(starts), 0.008, np.float32)
    tint = rgba(colour)
    return [tubes(starts, ends, (radii, radii), np.tile(tint, (len(starts), 1)), sides=6),
            spheres(np.asarray(centre, np.float32)[None], np.full(1, 0.03, np.float32), tint[None])]


def shadow(solids: list[Solid], ground: Array) -> list[Solid]:
    """The same flattened onto the floor, in one colour (4,): shows how high a figure is above it."""
    made = []
    for solid in solids:
        flat = solid.vertices.copy()
        flat[:, 2] = SHADOW_Z
        made.append(Solid(flat, solid.faces, np.broadcast_to(ground, (len(flat), 4)).astype(np.float32)))
    return made


def trail(places: Array, colour: str, ground: str) -> list[Solid]:
    """The way of joints (N, K, 3), oldest first: thinner and nearer to the ground's colour the older it is."""
    made = []
    old, new = rgba(ground), rgba(colour)
    for joint in range(places.shape[1]):
        way = places[:, joint]
        seen = np.asarray(np.isfinite(way).all(axis=1))
        use = np.flatnonzero(seen[:-1] & seen[1:])
        if not len(use):
            continue
        age = (np.arange(len(way)) / max(len(way) - 1, 1)).astype(np.float32)
        radii = 0.003 + 0.009 * age
        tints = old + (new - old) * (0.15 + 0.65 * age[use + 1, None])
        made.append(tubes(way[use], way[use + 1], (radii[use], radii[use + 1]), tints, sides=5))
    return made


def grid(half: int = 4, step: float = 0.5) -> tuple[Array, Array]:
    """Floor lines as pairs of points (N, 3) and colours (N, 4), fading outward; whole metres are stronger."""
    points, colours = [], []
    count = round(half / step)
    strong, weak = rgba(theme.OUTLINE), rgba(theme.LINE)
    cuts = np.linspace(-half, half, 4 * half + 1)
    for k in range(-count, count + 1):
        at = k * step
        tint = strong if (k * step) % 1 == 0 else weak
        for a, b in pairwise(cuts):
            for one, other in (((at, a), (at, b)), ((a, at), (b, at))):
                for x, y in (one, other):
                    fade = max(1 - np.hypot(x, y) / half, 0) ** 0.8
                    points.append((x, y, 0))
                    colours.append((*tint[:3], fade))
    return np.array(points, np.float32), np.array(colours, np.float32)
