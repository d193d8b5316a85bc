"""Tiny body models: the format of SMPL and SMPL+H with a few vertices, and skinning written out vertex by vertex."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

VERTICES = 18
PARENTS = {24: [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21]}
PARENTS[52] = PARENTS[24][:22] + [20 if n % 3 == 0 else 21 + n for n in range(15)] + [
    21 if n % 3 == 0 else 36 + n for n in range(15)]


def model(joints: int, seed: int = 0) -> dict[str, NDArray[Any]]:
    rng = np.random.default_rng(seed)
    weights = rng.random((VERTICES, joints)) ** 8
    regressor = rng.random((joints, VERTICES)) ** 4
    parents = np.array(PARENTS[joints])
    return {"v_template": rng.normal(0, 0.4, (VERTICES, 3)), "shapedirs": rng.normal(0, 0.02, (VERTICES, 3, 16)),
            "posedirs": rng.normal(0, 0.01, (VERTICES, 3, 9 * (joints - 1))),
            "J_regressor": regressor / regressor.sum(1, keepdims=True),
            "weights": weights / weights.sum(1, keepdims=True),
            "kintree_table": np.stack([parents, np.arange(joints)]).astype(np.uint32)}


def write(folder: Path, joints: int = 52, genders: tuple[str, ...] = ("female", "male", "neutral")
          ) -> tuple[Path, Path]:
    """smplh/GENDER/model.npz, each of its own, and the regressor, of which only some vertices count."""
    for seed, gender in enumerate(genders):
        (folder / "smplh" / gender).mkdir(parents=True)
        np.savez(folder / "smplh" / gender / "model.npz", **model(joints, seed), f=np.zeros((3, 3), np.uint32))
    np.save(folder / "J_regressor_h36m.npy", regressor())
    return folder / "smplh", folder / "J_regressor_h36m.npy"


def regressor() -> NDArray[np.float64]:
    out = np.random.default_rng(9).random((17, VERTICES)) * (np.arange(VERTICES) % 3 == 0)
    return np.asarray(out / out.sum(1, keepdims=True))


def posed(told: dict[str, NDArray[Any]], pose: NDArray[Any], trans: NDArray[Any], betas: NDArray[Any],
          soft: NDArray[Any] | None = None) -> NDArray[np.float64]:
    """(17, 3) of one frame, right leg first: matrices of 4 x 4 along the joints, one vertex after the other."""
    joints = len(told["weights"][0])
    shaped = told["v_template"] + told["shapedirs"][..., :len(betas)] @ betas
    if soft is not None:
        shaped = shaped + told["soft"][..., :8] @ soft
    rest = told["J_regressor"] @ shaped
    turns = Rotation.from_rotvec(pose.reshape(joints, 3)).as_matrix()
    bent = shaped + told["posedirs"] @ (turns[1:] - np.eye(3)).ravel()
    world: list[NDArray[Any]] = []
    for joint, parent in enumerate(PARENTS[joints]):
        local = np.eye(4)
        local[:3, :3], local[:3, 3] = turns[joint], rest[joint] - (rest[parent] if parent >= 0 else 0)
        world.append(world[parent] @ local if parent >= 0 else local)
    vertices = []
    for vertex in range(VERTICES):
        blend = np.zeros((4, 4))
        for joint in range(joints):
            back = np.eye(4)
            back[:3, 3] = -rest[joint]
            blend += told["weights"][vertex, joint] * world[joint] @ back
        vertices.append((blend @ [*bent[vertex], 1])[:3] + trans)
    found = regressor() @ np.array(vertices)
    return np.concatenate((found[:1], found[4:7], found[1:4], found[7:]))
