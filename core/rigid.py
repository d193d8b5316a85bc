"""A body with bones of fixed length that turn, made of joint positions: what animation programs work with.

Lifted bones change their length from frame to frame; here each has its median. Feet stay where they were: the pelvis
gives way by what the legs are too short, and the knees bend by what they are too long. Every other joint lies in the
direction from its parent in which it was seen.

Axes: y up, and in the rest pose, a T, the body faces z with its left towards x. Bones that leave a joint of several
bones do so from a joint of their own at the same place, so that each can turn by itself.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17

Array = NDArray[np.float64]

# Joint of H36M-17 → the joint that it hangs on, the name of the joint that turns it, its direction in the rest pose.
_BONES: dict[str, tuple[str, str, tuple[float, float, float]]] = {
    "rhip": ("pelvis", "rhip_base", (-1, 0, 0)), "rknee": ("rhip", "rhip", (0, -1, 0)),
    "rankle": ("rknee", "rknee", (0, -1, 0)),
    "lhip": ("pelvis", "lhip_base", (1, 0, 0)), "lknee": ("lhip", "lhip", (0, -1, 0)),
    "lankle": ("lknee", "lknee", (0, -1, 0)),
    "spine": ("pelvis", "spine_base", (0, 1, 0)), "thorax": ("spine", "spine", (0, 1, 0)),
    "nose": ("thorax", "neck_base", (0, 0.94, 0.34)), "head": ("nose", "nose", (0, 0.94, -0.34)),
    "lshoulder": ("thorax", "lshoulder_base", (1, 0, 0)), "lelbow": ("lshoulder", "lshoulder", (1, 0, 0)),
    "lwrist": ("lelbow", "lelbow", (1, 0, 0)),
    "rshoulder": ("thorax", "rshoulder_base", (-1, 0, 0)), "relbow": ("rshoulder", "rshoulder", (-1, 0, 0)),
    "rwrist": ("relbow", "relbow", (-1, 0, 0)),
}
JOINTS = H36M17.joints
_ROUNDS = 60          # of giving way: where both legs pull, the pelvis comes nearer with each
_SLACK = 1 - 1e-6     # of a leg's length: one that is quite straight has no side to bend to
_FORWARD = 0.02       # metres: nearer than this to the line from hip to ankle, a knee bends forward


@dataclass(frozen=True, eq=False)
class Rigid:
    """names, parents: N joints, parents before children, −1 for the root. offsets: (N, 3) metres from the parent in the
    rest pose; ends: joint → (3,) where its last bone ends. root: (T, 3) metres; turns: (T, N, 3, 3) relative to the
    parent. places: (T, 17, 3) where that puts the joints of H36M-17."""

    names: tuple[str, ...]
    parents: tuple[int, ...]
    offsets: Array
    ends: dict[str, Array]
    root: Array
    turns: Array
    places: Array


def rigid(points: NDArray[Any]) -> Rigid:
    """points: (T, 17, 3) metres of H36M-17, y up, NaN where missing: gaps are filled in time.

    Raises ValueError where the pelvis was never seen.
    """
    seen = np.asarray(points, dtype=np.float64)
    if not np.isfinite(seen[:, 0]).all(-1).any():
        raise ValueError("the pelvis was never seen")
    whole = np.stack([_filled(seen[:, j]) for j in range(len(JOINTS))], axis=1)
    lengths = {joint: _length(seen, joint) for joint in _BONES}
    body, chest = _frames(whole)
    places = _placed(whole, lengths, body)
    return _turned(places, lengths, body, chest)


def _at(points: Array, joint: str) -> Array:
    return points[..., H36M17.index(joint), :]


def _filled(path: Array) -> Array:
    """(T, 3) with gaps on straight lines, and the ends as the nearest; NaN throughout where nothing is known."""
    known = np.flatnonzero(np.isfinite(path).all(-1))
    if not len(known):
        return path
    frames = np.arange(len(path))
    return np.stack([np.interp(frames, known, path[known, axis]) for axis in range(3)], axis=-1)


def _length(points: Array, joint: str) -> float:
    """The median over the frames in which both ends were seen; 0 where there are none."""
    bone = np.linalg.norm(_at(points, joint) - _at(points, _BONES[joint][0]), axis=-1)
    bone = bone[np.isfinite(bone)]
    return float(np.median(bone)) if len(bone) else 0.0


# ---------------------------------------------------------------- which way pelvis and chest face


def _frames(points: Array) -> tuple[Array, Array]:
    """(T, 3, 3) of the pelvis and the chest, columns: the body's left, up and forward."""
    upwards = np.array([0.0, 1.0, 0.0])
    pelvis = _facing(_at(points, "lhip") - _at(points, "rhip"), _at(points, "spine") - _at(points, "pelvis"), upwards)
    chest = _facing(_at(points, "lshoulder") - _at(points, "rshoulder"),
                    _at(points, "thorax") - _at(points, "spine"), pelvis[..., 1])
    return pelvis, chest


def _facing(left: Array, up: Array, instead: Array) -> Array:
    """The frame of two directions that need not be at right angles. instead: of up, where that is not known."""
    up = np.where(np.isfinite(up).all(-1, keepdims=True), up, instead)
    left = np.where(np.isfinite(left).all(-1, keepdims=True), left, (1.0, 0.0, 0.0))
    x = _unit(left, np.array([1.0, 0.0, 0.0]))
    across = np.cross(x, up)
    # Where the trunk lies along the hips, whichever way is at right angles to these.
    spare = np.cross(x, np.where(np.abs(x[..., 1:2]) < 0.9, (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    z = _unit(np.where(np.linalg.norm(across, axis=-1, keepdims=True) > 1e-6, across, spare), np.array([0.0, 0.0, 1.0]))
    return np.stack((x, np.cross(z, x), z), axis=-1)


def _unit(vectors: Array, instead: Array) -> Array:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > 1e-9, vectors / np.where(length > 1e-9, length, 1), instead)


# ---------------------------------------------------------------- where joints are


def _placed(points: Array, lengths: dict[str, float], body: Array) -> Array:
    """(T, 17, 3): bones of these lengths in the directions seen, the ankles where they were."""
    out = np.full_like(points, np.nan)
    base = {"pelvis": body, "thorax": body}
    away = {}
    for joint, (parent, _, rest) in _BONES.items():
        way = _at(points, joint) - _at(points, parent)
        rested = (base.get(parent, body) @ np.asarray(rest, dtype=np.float64))
        away[joint] = _unit(np.where(np.isfinite(way).all(-1, keepdims=True), way, rested), rested) * lengths[joint]
    out[:, 0] = _given_way(points, lengths, away)
    for joint, (parent, _, _) in _BONES.items():
        out[:, H36M17.index(joint)] = _at(out, parent) + away[joint]
    for side in "lr":
        knee, ankle = f"{side}knee", f"{side}ankle"
        if lengths[knee] and lengths[ankle] and np.isfinite(_at(points, ankle)).all():
            out[:, H36M17.index(knee)], out[:, H36M17.index(ankle)] = _leg(
                _at(out, f"{side}hip"), _at(points, knee), _at(points, ankle), lengths[knee], lengths[ankle],
                body[..., 2])
    return out


def _given_way(points: Array, lengths: dict[str, float], away: dict[str, Array]) -> Array:
    """(T, 3) the place of the pelvis nearest to where it was seen from which both ankles can be reached."""
    root = _at(points, "pelvis").copy()
    legs = [(away[f"{s}hip"], _at(points, f"{s}ankle"), _SLACK * (lengths[f"{s}knee"] + lengths[f"{s}ankle"]))
            for s in "lr" if lengths[f"{s}knee"] and lengths[f"{s}ankle"]]
    for _ in range(_ROUNDS if len(legs) == 2 else 1):
        for hip, ankle, reach in legs:
            to = ankle - (root + hip)
            far = np.linalg.norm(to, axis=-1, keepdims=True)
            short = np.where(np.isfinite(far), np.maximum(far - reach, 0), 0)
            root += np.where(short > 0, to * (short / np.where(far > 0, far, 1)), 0)
    return root


def _leg(hip: Array, knee: Array, ankle: Array, thigh: float, shank: float, forward: Array) -> tuple[Array, Array]:
    """Knee and ankle: the ankle where it was, as far as the leg reaches, the knee to the side on which it was."""
    line = ankle - hip
    far = np.linalg.norm(line, axis=-1, keepdims=True)
    along = _unit(line, np.array([0.0, -1.0, 0.0]))
    reach = np.clip(far, abs(thigh - shank) + 1e-6, thigh + shank)
    at = (thigh**2 - shank**2 + reach**2) / (2 * np.maximum(reach, 1e-9))
    out = np.sqrt(np.maximum(thigh**2 - at**2, 0))
    bend = np.where(np.isfinite(knee).all(-1, keepdims=True), knee - hip, 0) + _FORWARD * forward
    bend = bend - (bend * along).sum(-1, keepdims=True) * along
    side = _unit(bend, np.array([0.0, 0.0, 1.0]))
    side = _unit(side - (side * along).sum(-1, keepdims=True) * along, np.array([1.0, 0.0, 0.0]))
    return hip + at * along + out * side, hip + reach * along


# ---------------------------------------------------------------- how they turn


def _turned(places: Array, lengths: dict[str, float], body: Array, chest: Array) -> Rigid:
    names: list[str] = ["pelvis"]
    parents: list[int] = [-1]
    offsets: list[Array] = [np.zeros(3)]
    world: list[Array] = [body]  # the turn of each joint in the scene
    ends: dict[str, Array] = {}
    for joint, (parent, turner, rest) in _BONES.items():
        rested = _unit(np.asarray(rest, dtype=np.float64), np.zeros(3))
        if turner not in names:  # a joint of its own beside others at the parent's place
            _add(names, parents, offsets, turner, names.index(parent), np.zeros(3))
            world.append(world[names.index(parent)])
        node = names.index(turner)
        world[node] = _aimed(world[node], rested, _at(places, joint) - _at(places, parent))
        _add(names, parents, offsets, joint, node, rested * lengths[joint])
        world.append(chest if joint == "thorax" else world[node])
        if not any(above == joint for above, _, _ in _BONES.values()):
            ends[joint] = rested * (0.5 if joint == "head" else 0.2) * lengths[joint]
    turns = np.stack([world[n] if parent < 0 else np.swapaxes(world[parent], -1, -2) @ world[n]
                      for n, parent in enumerate(parents)], axis=1)
    return Rigid(tuple(names), tuple(parents), np.stack(offsets), ends, places[:, 0], turns, places)


def _add(names: list[str], parents: list[int], offsets: list[Array], name: str, parent: int, offset: Array) -> None:
    names.append(name)
    parents.append(parent)
    offsets.append(offset)


def _aimed(turn: Array, rest: Array, way: Array) -> Array:
    """The turn nearest to this one that brings a direction of the rest pose to where it points, (T, 3)."""
    now = turn @ rest
    to = _unit(way, np.zeros(3))
    to = np.where((np.linalg.norm(to, axis=-1, keepdims=True) > 0), to, now)
    cosine = (now * to).sum(-1)
    axis = np.cross(now, to)
    # Right round: about whichever axis is at right angles.
    spare = np.cross(now, np.where(np.abs(now[..., :1]) < 0.9, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
    around = cosine < -1 + 1e-9
    cross = _skew(np.where(around[..., None], _unit(spare, np.zeros(3)), axis))
    factor = np.where(around, 2.0, 1 / np.where(around, 1, 1 + cosine))
    least = np.eye(3) + np.where(around, 0, 1)[..., None, None] * cross + factor[..., None, None] * (cross @ cross)
    return least @ turn


def _skew(v: Array) -> Array:
    zero = np.zeros(v.shape[:-1])
    return np.stack((np.stack((zero, -v[..., 2], v[..., 1]), -1), np.stack((v[..., 2], zero, -v[..., 0]), -1),
                     np.stack((-v[..., 1], v[..., 0], zero), -1)), -2)
