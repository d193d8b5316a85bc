"""Body models of the SMPL family, as data sets of body parameters need them: SMPL (24 joints) and SMPL+H (52).

The models are licensed and come from the user: model.npz of SMPL+H, or NPZ and pickles of SMPL. So does the regressor
that makes the 17 joints of Human3.6M of their vertices, J_regressor_h36m.npy (17, V). Sources: Loper et al., SMPL,
2015, eqs. 2-9; Romero et al., Embodied Hands, 2017.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import marked, tr
from training.datasets.arrays import load_npy, load_npz, load_pickle, mapping, shaped
from training.datasets.pickles import Other

Array = NDArray[np.float64]

# Of the regressor that is in use (SPIN's), whose left leg comes before the right.
REGRESSED_TO_H36M17 = [0, 4, 5, 6, 1, 2, 3, *range(7, 17)]
_FIELDS = ("v_template", "shapedirs", "posedirs", "J_regressor", "weights", "kintree_table")
_CHUNK = 256  # frames at a time
_REMEDY = marked("Get the model (SMPL or SMPL+H, and its NPZ if there are several) from where it is licensed.")


@dataclass(frozen=True, eq=False)
class Body:
    """A model of J joints and C shapes, of whose vertices only those K are kept that the regressor looks at.

    regressor (17, K), in the order of H36M-17; template (K, 3); shapes (K, 3, C); bends (K, 3, 9 (J - 1)): how vertices
    move with each turn; weights (K, J); joints (J, 3) and joint_shapes (J, 3, C) at rest; parents (J,). The last
    `soft` of the shapes are of soft tissue (DMPL).
    """

    regressor: Array
    template: Array
    shapes: Array
    bends: Array
    weights: Array
    joints: Array
    joint_shapes: Array
    parents: NDArray[np.int64]
    soft: int = 0

    def pose(self, poses: Array, trans: Array, betas: Array, soft: Array | None = None) -> NDArray[np.float32]:
        """(F, 3 J) axis angles, (F, 3) metres, (B,) shape, (F, S) soft tissue → (F, 17, 3) metres of H36M-17."""
        out = np.empty((len(poses), 17, 3), dtype=np.float32)
        count = self.shapes.shape[-1] - self.soft
        shape = np.zeros(self.shapes.shape[-1])
        shape[:min(count, len(betas))] = betas[:count]
        for start in range(0, len(poses), _CHUNK):
            rows = slice(start, start + _CHUNK)
            shapes = np.repeat(shape[None], len(poses[rows]), axis=0)
            if soft is not None and self.soft:
                shapes[:, count:count + soft.shape[1]] = soft[rows, :self.soft]
            out[rows] = self._chunk(poses[rows].reshape(-1, len(self.parents), 3), trans[rows], shapes)
        return out

    def _chunk(self, poses: Array, trans: Array, shapes: Array) -> Array:
        turns = turned(poses)  # (F, J, 3, 3)
        rest = self.joints + np.einsum("jac,fc->fja", self.joint_shapes, shapes)
        bent = (turns[:, 1:] - np.eye(3)).reshape(len(turns), -1)
        points = (self.template + np.einsum("kac,fc->fka", self.shapes, shapes)
                  + np.einsum("kap,fp->fka", self.bends, bent))
        world, places = np.empty_like(turns), np.empty_like(rest)
        world[:, 0], places[:, 0] = turns[:, 0], rest[:, 0]
        for joint, parent in enumerate(self.parents.tolist()):
            if joint:
                world[:, joint] = world[:, parent] @ turns[:, joint]
                bone = (rest[:, joint] - rest[:, parent])[..., None]
                places[:, joint] = places[:, parent] + (world[:, parent] @ bone)[..., 0]
        shifts = places - (world @ rest[..., None])[..., 0]
        turn = np.einsum("kj,fjab->fkab", self.weights, world)
        skin = (turn @ points[..., None])[..., 0] + np.einsum("kj,fja->fka", self.weights, shifts)
        return np.asarray(np.einsum("hk,fka->fha", self.regressor, skin) + trans[:, None])


def read(path: Path, regressor: Path, gender: str = "neutral") -> Body:
    """The model in a file, or that of a gender in a folder. Raises ParallaxError."""
    file = next(_candidates(Path(path), gender), None)
    if file is None:
        raise ParallaxError(path, "there is no model of the gender {gender!r}, as {gender}/model.npz.", _REMEDY,
                            gender=gender)
    told = load_npz(file, _FIELDS) if file.suffix == ".npz" else load_pickle(file, "latin1")
    try:
        told = {name: _dense(value) for name, value in mapping(file, tr("it"), told, _FIELDS).items()
                if name in _FIELDS}
    except (IndexError, ValueError, TypeError) as fault:
        raise ParallaxError(file, "it holds a matrix that is damaged ({why}).", _REMEDY, why=str(fault)[:100]) from None
    template = shaped(file, "v_template", told["v_template"], (None, 3)).astype(float)
    count = len(template)
    parents = shaped(file, "kintree_table", told["kintree_table"], (2, None))[0].astype(np.int64)
    joints = len(parents)
    if joints < 2 or any(not 0 <= parent < joint for joint, parent in enumerate(parents.tolist()) if joint):
        raise ParallaxError(file, "its joints do not hang on joints before them.", _REMEDY)
    shapes = shaped(file, "shapedirs", told["shapedirs"], (count, 3, None)).astype(float)
    soft = _soft(file, gender, count)
    if soft is not None:
        shapes = np.concatenate((shapes, soft), axis=-1)
    rest = shaped(file, "J_regressor", told["J_regressor"], (joints, count)).astype(float)
    looked = shaped(Path(regressor), tr("it"), load_npy(regressor), (17, count)).astype(float)[REGRESSED_TO_H36M17]
    kept = np.flatnonzero(looked.any(axis=0))
    return Body(looked[:, kept], template[kept], shapes[kept],
                shaped(file, "posedirs", told["posedirs"], (count, 3, 9 * (joints - 1)))[kept].astype(float),
                shaped(file, "weights", told["weights"], (count, joints))[kept].astype(float),
                rest @ template, np.einsum("jv,vac->jac", rest, shapes), parents,
                0 if soft is None else soft.shape[-1])


def turned(vectors: Array) -> Array:
    """(..., 3) axis times angle (radians) → (..., 3, 3). Rodrigues' formula."""
    angle = np.linalg.norm(vectors, axis=-1, keepdims=True)
    x, y, z = np.moveaxis(vectors / np.maximum(angle, 1e-12), -1, 0)
    zero = np.zeros_like(x)
    cross = np.stack((zero, -z, y, z, zero, -x, -y, x, zero), axis=-1).reshape(*x.shape, 3, 3)
    angle = angle[..., None]
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _candidates(path: Path, gender: str) -> Iterator[Path]:
    if path.is_file():
        yield path
    patterns = (f"{gender}/model.npz", f"*_{gender.upper()}.npz", f"*_{gender.upper()}.pkl",
                f"basicModel_{gender[:1]}_lbs*.pkl", f"basic[mM]odel_{gender}_lbs*.pkl")
    for pattern in patterns:
        yield from sorted(path.glob(pattern)) if path.is_dir() else ()


def _soft(file: Path, gender: str, count: int) -> Array | None:
    """(V, 3, 8) of soft tissue, where DMPL lies beside SMPL+H as AMASS has it: smplh/GENDER and dmpls/GENDER."""
    dmpl = file.parents[2] / "dmpls" / gender / "model.npz" if len(file.parents) > 2 else None
    if dmpl is None or not dmpl.is_file() or file.name != "model.npz":
        return None
    return shaped(dmpl, "eigvec", load_npz(dmpl, ["eigvec"])["eigvec"], (count, 3, None))[..., :8].astype(float)


def _dense(value: Any) -> Any:
    """An array of what the pickles of SMPL hold: arrays of chumpy, and sparse matrices by columns of SciPy."""
    state = value.state if isinstance(value, Other) else None
    if not isinstance(state, dict):
        return value
    if "x" in state:
        return state["x"]
    shape = state.get("_shape", state.get("shape"))
    if not all(isinstance(state.get(key), np.ndarray) for key in ("data", "indices", "indptr")):
        return value
    if not isinstance(shape, list) or len(shape) != 2:
        return value
    rows, columns = (int(n) for n in shape)
    if not 0 < rows * columns < 1 << 26:
        return value
    out = np.zeros((rows, columns))
    out[state["indices"], np.repeat(np.arange(columns), np.diff(state["indptr"]))] = state["data"]
    return out
