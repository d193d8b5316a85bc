"""BVH, the skeletons of animation programs: a hierarchy of joints with offsets, then their turns, a line a frame.

The root has a place and a turn, every other joint a turn: degrees about z, then x, then y of what has turned already.
y is up. The file has no field for its unit; here it is centimetres, which is what animation programs take it for.
The reader is in core/motion_files.py.
"""

from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_whole
from core.rigid import Rigid

CM = 100.0  # of a metre
ORDER = "Zrotation Xrotation Yrotation"
BLOCK = 4096  # frames whose numbers become text at once

Array = NDArray[np.float64]


def write(path: Path, body: Rigid, rate: float) -> None:
    """Writes a body, whole or not at all. rate: frames a second. Raises ParallaxError where the disk refuses."""
    children: dict[int, list[int]] = {}
    for n, parent in enumerate(body.parents):
        children.setdefault(parent, []).append(n)
    lines, order = ["HIERARCHY"], list[int]()
    _joint(body, children, 0, 0, lines, order)
    frames = len(body.root)
    lines += ["MOTION", f"Frames: {frames}", f"Frame Time: {1 / rate:.10f}"]
    angles = _smooth(euler(body.turns[:, order]))

    def whole(f: IO[bytes]) -> None:
        f.write(("\n".join(lines) + "\n").encode())
        for at in range(0, frames, BLOCK):
            rows = np.concatenate((CM * body.root[at:at + BLOCK], angles[at:at + BLOCK].reshape(-1, 3 * len(order))), 1)
            text = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in rows.tolist())
            f.write((text + "\n").encode())

    try:
        write_whole(Path(path), whole)
    except OSError as e:
        raise ParallaxError(path, "the file cannot be written ({why}).", "Choose another place.", why=e.strerror) from e


def _joint(body: Rigid, children: dict[int, list[int]], n: int, depth: int, lines: list[str], order: list[int]) -> None:
    """A joint and those that hang on it. order: the joints as they come in the file, whose turns follow so."""
    order.append(n)
    name, pad = body.names[n], "\t" * depth
    lines += [f"{pad}{'JOINT' if depth else 'ROOT'} {name}", f"{pad}{{", f"{pad}\t{_offset(body.offsets[n])}",
              f"{pad}\tCHANNELS " + (f"3 {ORDER}" if depth else f"6 Xposition Yposition Zposition {ORDER}")]
    for child in children.get(n, ()):
        _joint(body, children, child, depth + 1, lines, order)
    if name in body.ends:
        lines += [f"{pad}\tEnd Site", f"{pad}\t{{", f"{pad}\t\t{_offset(body.ends[name])}", f"{pad}\t}}"]
    lines.append(f"{pad}}}")


def _offset(metres: Array) -> str:
    return "OFFSET " + " ".join(f"{CM * value:.6f}" for value in metres.tolist())


def euler(turns: Array) -> Array:
    """(..., 3, 3) → (..., 3) degrees about z, x and y: turn = Rz Rx Ry."""
    x = np.arcsin(np.clip(turns[..., 2, 1], -1, 1))
    locked = np.abs(turns[..., 2, 1]) > 1 - 1e-9  # z and y turn about one axis: all of it is told as z
    z = np.where(locked, np.arctan2(turns[..., 1, 0], turns[..., 0, 0]),
                 np.arctan2(-turns[..., 0, 1], turns[..., 1, 1]))
    y = np.where(locked, 0, np.arctan2(-turns[..., 2, 0], turns[..., 2, 2]))
    return np.degrees(np.stack((z, x, y), axis=-1))


def _smooth(angles: Array) -> Array:
    """(T, N, 3) without jumps of a whole turn, so that what lies between frames is right too."""
    return np.unwrap(angles, period=360, axis=0)
