"""Bodies with bones of fixed length, on real motion: feet stay, bones keep their length, gaps are filled."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from core.rigid import rigid
from core.skeleton import H36M17
from tests.core.formats.made import upright


def lengths(points: NDArray[np.float64]) -> NDArray[np.float64]:
    parents, children = (np.array([bone[end] for bone in H36M17.bones]) for end in (0, 1))
    return np.linalg.norm(points[:, children] - points[:, parents], axis=-1)


def sliding(points: NDArray[np.float64]) -> float:
    """Metres a frame of an ankle while it is low: what skating feet do."""
    out = 0.0
    for ankle in (H36M17.index("lankle"), H36M17.index("rankle")):
        path = points[:, ankle]
        low = path[:-1, 1] < np.percentile(path[:, 1], 20) + 0.03
        out += float(np.linalg.norm(np.diff(path, axis=0)[low], axis=-1).mean())
    return out


@pytest.mark.parametrize("noise_m", [0.0, 0.02])
def test_real_motion_keeps_its_feet_and_its_bones(shared: Path, noise_m: float) -> None:
    """Motion capture of CMU as it is, and with the wobbling bones that a lifter makes."""
    rng = np.random.default_rng(0)
    with np.load(shared / "data/mocap/cmu_h36m17.npz", allow_pickle=False) as file:
        for clip in ("clip_0010", "clip_0026", "clip_0041", "clip_0102"):
            points = file[clip].astype(np.float64)[:800]
            points = np.stack((points[..., 0], points[..., 2], -points[..., 1]), axis=-1)
            shaken = gaussian_filter1d(rng.normal(0, 3 * noise_m, points.shape), 3, axis=0) if noise_m else 0
            points = points + shaken
            body = rigid(points)
            fixed = lengths(body.places)
            np.testing.assert_allclose(fixed, np.broadcast_to(np.median(lengths(points), axis=0), fixed.shape),
                                       atol=2e-6)
            assert sliding(body.places) <= sliding(points) * 1.001 + 1e-6
            far = np.linalg.norm(body.places - points, axis=-1)
            assert far[:, [3, 6]].max() < 0.001  # ankles are where they were
            assert np.median(far) < (0.008 if not noise_m else 0.05)
            np.testing.assert_allclose(np.linalg.det(body.turns), 1, atol=1e-9)


def test_gaps_are_filled_and_joints_that_nobody_saw_have_no_length() -> None:
    points = upright()
    points[10:20, H36M17.index("lankle")] = np.nan
    points[:4] = np.nan
    points[:, H36M17.index("head")] = np.nan
    body = rigid(points)
    assert np.isfinite(body.places).all() and np.isfinite(body.turns).all()
    assert np.linalg.norm(body.places[:, 10] - body.places[:, 9], axis=-1).max() < 1e-9
    np.testing.assert_allclose(body.places[0], body.places[4], atol=1e-9)
    near = np.linalg.norm(body.places - upright(), axis=-1)
    assert near[4:, 6].max() < 0.2 and np.median(near[4:, :9]) < 0.02
    with pytest.raises(ValueError, match="pelvis"):
        rigid(np.full((3, 17, 3), np.nan))


@pytest.mark.parametrize("how", ["upside down", "lying", "folded", "a point"])
def test_poses_that_have_no_frame_of_their_own(how: str) -> None:
    points = upright(8)
    if how == "upside down":
        points = points * (1, -1, -1)
    elif how == "lying":
        points = points[..., [1, 0, 2]] * (1, -1, 1)
    elif how == "folded":  # arms and legs straight against the rest pose
        points[:, [2, 3, 5, 6]] = points[:, [1, 1, 4, 4]] + np.array([0, 0.4, 0]) * [[1], [2], [1], [2]]
        points[:, [12, 13, 15, 16]] = points[:, [11, 11, 14, 14]] - np.array([0.3, 0, 0]) * [[1], [2], [-1], [-2]]
    else:
        points = np.zeros_like(points)
    body = rigid(points)
    assert np.isfinite(body.places).all() and np.isfinite(body.turns).all()
    np.testing.assert_allclose(np.linalg.det(body.turns), 1, atol=1e-9)
    if how != "a point":
        np.testing.assert_allclose(body.places[:, 6], points[:, 6], atol=1e-3)
