"""Body models, held against skinning that is written out."""

import pickle
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse

from core.errors import ParallaxError
from tests.training.datasets import bodies
from tests.training.datasets.made import Run, close, write_pickle
from training.datasets import body

RNG = np.random.default_rng(5)


@pytest.mark.parametrize("joints", [24, 52])
def test_joints_are_those_of_the_vertices(tmp_path: Path, joints: int) -> None:
    smplh, regressor = bodies.write(tmp_path, joints)
    found = body.read(smplh, regressor, "male")
    poses, trans, betas = RNG.normal(0, 0.5, (3, 3 * joints)), RNG.normal(0, 1, (3, 3)), RNG.normal(0, 1, 10)
    poses[0] = 0  # no turn at all has no axis
    wanted = [bodies.posed(bodies.model(joints, 1), *frame, betas) for frame in zip(poses, trans, strict=True)]
    close(found.pose(poses, trans, betas), np.stack(wanted), 2e-6)  # float32 metres
    assert found.template.shape == (6, 3)  # only every third vertex is looked at


def test_many_frames_go_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = body.read(*bodies.write(tmp_path, 24))
    poses, trans, betas = RNG.normal(0, 0.5, (7, 72)), RNG.normal(0, 1, (7, 3)), np.zeros(16)
    whole = found.pose(poses, trans, betas)
    monkeypatch.setattr(body, "_CHUNK", 3)
    close(found.pose(poses, trans, betas), whole, 1e-6)


def test_soft_tissue(tmp_path: Path) -> None:
    smplh, regressor = bodies.write(tmp_path, 24, ("female",))
    soft = RNG.normal(0, 0.02, (bodies.VERTICES, 3, 12))
    (tmp_path / "dmpls/female").mkdir(parents=True)
    np.savez(tmp_path / "dmpls/female/model.npz", eigvec=soft)
    poses, trans, betas = RNG.normal(0, 0.5, (2, 72)), np.zeros((2, 3)), RNG.normal(0, 1, 16)
    dmpls = RNG.normal(0, 1, (2, 8))
    told = {**bodies.model(24, 0), "soft": soft}
    wanted = [bodies.posed(told, poses[i], trans[i], betas, dmpls[i]) for i in range(2)]
    close(body.read(smplh, regressor, "female").pose(poses, trans, betas, dmpls), np.stack(wanted), 2e-6)


class Ch:
    """As chumpy keeps an array."""

    def __init__(self, x: Any) -> None:
        self.x = x


def test_the_pickles_of_smpl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = bodies.model(24)
    module = types.ModuleType("chumpy.ch")
    module.Ch = Ch  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "chumpy", types.ModuleType("chumpy"))
    monkeypatch.setitem(sys.modules, "chumpy.ch", module)
    monkeypatch.setattr(Ch, "__module__", "chumpy.ch")
    content = {**told, "shapedirs": Ch(told["shapedirs"]), "J_regressor": scipy.sparse.csc_matrix(told["J_regressor"])}
    for protocol in (0, 2):
        (tmp_path / "basicModel_m_lbs_10_207_0_v1.0.0.pkl").write_bytes(pickle.dumps(content, protocol))
        np.save(tmp_path / "regressor.npy", bodies.regressor())
        found = body.read(tmp_path, tmp_path / "regressor.npy", "male")
        pose, betas = RNG.normal(0, 0.5, 72), RNG.normal(0, 1, 10)
        close(found.pose(pose[None], np.zeros((1, 3)), betas)[0], bodies.posed(told, pose, np.zeros(3), betas), 2e-6)


@pytest.mark.parametrize(("changes", "says"), [
    ({"weights": np.zeros((18, 23))}, r"weights has shape \(18, 23\), not \(18, 24\)"),
    ({"kintree_table": np.zeros((2, 24)) + 30}, "do not hang on joints before"), ({"posedirs": None}, "posedirs"),
    ({"v_template": np.zeros((19, 3))}, "shapedirs has shape")])
def test_wrong(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    _, regressor = bodies.write(tmp_path)
    told = {name: value for name, value in {**bodies.model(24), **changes}.items() if value is not None}
    np.savez(tmp_path / "model.npz", **told)
    with pytest.raises(ParallaxError, match=says):
        body.read(tmp_path / "model.npz", regressor)


def test_missing_and_malicious(tmp_path: Path) -> None:
    smplh, regressor = bodies.write(tmp_path, 24, ("male",))
    with pytest.raises(ParallaxError, match="no model of the gender 'female'"):
        body.read(smplh, regressor, "female")
    np.save(tmp_path / "small.npy", np.zeros((17, 6890)))
    with pytest.raises(ParallaxError, match=r"\(17, 6890\), not \(17, 18\)"):
        body.read(smplh, tmp_path / "small.npy", "male")
    write_pickle(tmp_path / "SMPL_MALE.pkl", {"v_template": Run(tmp_path / "ran")}, 2)
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        body.read(tmp_path / "SMPL_MALE.pkl", regressor, "male")
    broken = scipy.sparse.csc_matrix(bodies.model(24)["J_regressor"])
    broken.indices = broken.indices + 1000
    write_pickle(tmp_path / "SMPL_MALE.pkl", {**bodies.model(24), "J_regressor": broken})
    with pytest.raises(ParallaxError, match="a matrix that is damaged"):
        body.read(tmp_path / "SMPL_MALE.pkl", regressor, "male")
    assert not (tmp_path / "ran").exists()
