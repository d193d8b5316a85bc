"""Procrustes against scipy's own, triangulation against the points that were projected."""

import numpy as np
import pytest
import torch
from scipy.spatial import procrustes as scipy_procrustes
from scipy.spatial.transform import Rotation

from core import geometry
from core.camera import Camera

RNG = np.random.default_rng(5)
# Products of a few dozen float64 numbers of size one: errors are some 1e-15; 1e-10 leaves room for bad conditioning.
EXACT = 1e-10


def test_rotation_agrees_with_scipy() -> None:
    a, b = RNG.normal(size=(2, 17, 3))
    c, r, _ = geometry.procrustes(a, b, scale=False)
    want, _ = Rotation.align_vectors(b - b.mean(0), a - a.mean(0))
    assert c == 1
    np.testing.assert_allclose(r, want.as_matrix(), atol=EXACT)


def test_residual_agrees_with_scipy() -> None:
    """scipy's procrustes also mirrors, so the oracle is given points that need no mirror."""
    a = RNG.normal(size=(17, 3))
    b = 2.5 * Rotation.random(random_state=1).apply(a) + [1, 2, 3] + 0.05 * RNG.normal(size=(17, 3))
    _, _, disparity = scipy_procrustes(b, a)
    residual = ((geometry.align(a, b) - b) ** 2).sum() / ((b - b.mean(0)) ** 2).sum()
    assert residual == pytest.approx(disparity, abs=EXACT)


def test_known_similarity_is_found_in_batches() -> None:
    a = RNG.normal(size=(4, 5, 17, 3))
    r = Rotation.random(20, random_state=2).as_matrix().reshape(4, 5, 3, 3)
    c, t = RNG.uniform(0.2, 3, (4, 5)), RNG.normal(size=(4, 5, 3))
    b = geometry.transform(a, c, r, t)
    got_c, got_r, got_t = geometry.procrustes(a, b)
    np.testing.assert_allclose(got_c, c, atol=EXACT)
    np.testing.assert_allclose(got_r, r, atol=EXACT)
    np.testing.assert_allclose(got_t, t, atol=EXACT)


def test_a_mirror_image_is_not_matched_by_a_mirror() -> None:
    a = RNG.normal(size=(17, 3))
    _, r, _ = geometry.procrustes(a, a * [-1, 1, 1])
    assert np.linalg.det(r) == pytest.approx(1)
    assert np.linalg.norm(geometry.align(a, a * [-1, 1, 1]) - a * [-1, 1, 1]) > 0.1


def test_points_of_no_weight_do_not_count() -> None:
    a = RNG.normal(size=(3, 17, 3))
    b = a @ Rotation.random(random_state=3).as_matrix().T + 1
    b[:, 4] += 100
    w = np.ones((3, 17))
    w[:, 4] = 0
    moved = geometry.align(a, b, w)
    np.testing.assert_allclose(np.delete(moved, 4, 1), np.delete(b, 4, 1), atol=EXACT)
    np.testing.assert_allclose(geometry.align(a, b, np.zeros((3, 17))), a)


def test_coinciding_points_are_only_moved() -> None:
    a, b = np.ones((17, 3)), RNG.normal(size=(17, 3))
    np.testing.assert_allclose(geometry.align(a, b), np.tile(b.mean(0), (17, 1)), atol=EXACT)


def test_a_sequence_has_one_similarity() -> None:
    a = RNG.normal(size=(6, 17, 3))
    r = Rotation.random(random_state=4).as_matrix()
    np.testing.assert_allclose(geometry.align_sequence(a, 2 * a @ r.T + 3), 2 * a @ r.T + 3, atol=EXACT)
    turning = a @ Rotation.random(6, random_state=5).as_matrix().transpose(0, 2, 1)
    assert np.abs(geometry.align_sequence(a, turning) - turning).max() > 0.1
    np.testing.assert_allclose(geometry.align(a, turning), turning, atol=EXACT)


@pytest.mark.parametrize("scale", [True, False])
def test_the_torch_twin_agrees_and_has_a_gradient(scale: bool) -> None:
    a, b = RNG.normal(size=(2, 7, 17, 3))
    w = RNG.uniform(0.1, 1, (7, 17))
    moved = geometry.align_torch(torch.tensor(a), torch.tensor(b), torch.tensor(w), scale)
    np.testing.assert_allclose(moved.numpy(), geometry.align(a, b, w, scale), atol=EXACT)
    x = torch.tensor(a[:2, :5]).requires_grad_()
    y = torch.tensor(b[:2, :5])
    assert torch.autograd.gradcheck(lambda p: geometry.align_torch(p, y, None, scale), x)


@pytest.mark.parametrize("scale", [True, False])
def test_the_torch_twins_of_the_parts_and_of_a_sequence(scale: bool) -> None:
    a, b = RNG.normal(size=(2, 4, 6, 17, 3))
    b[:2] = a[:2] * [-1, 1, 1]  # a mirror image, where only a reflection would fit
    w = RNG.uniform(0, 1, (4, 6, 17)) * (RNG.uniform(size=(4, 6, 17)) < 0.7)
    ta, tb, tw = map(torch.tensor, (a, b, w))
    for got, want in zip(geometry.procrustes_torch(ta, tb, tw, scale), geometry.procrustes(a, b, w, scale),
                         strict=True):
        np.testing.assert_allclose(got.numpy(), want, atol=EXACT)
    np.testing.assert_allclose(geometry.align_sequence_torch(ta, tb, tw, scale).numpy(),
                               geometry.align_sequence(a, b, w, scale), atol=EXACT)
    # In single precision, as nets have it. Clouds of noise have directions that hardly differ, which costs two of the
    # six digits.
    single = geometry.align_torch(ta.float(), tb.float(), tw.float(), scale)
    np.testing.assert_allclose(single.numpy(), geometry.align(a, b, w, scale), atol=1e-4)


def test_triangulation_finds_what_was_projected() -> None:
    points = RNG.uniform(-1, 1, (10, 17, 3)) + np.array([0, 0, 1])
    cameras = [Camera.looking_at((5 * np.cos(a), 5 * np.sin(a), 1.5), (0, 0, 1), 1000, (1000, 1000)) for a in range(4)]
    xy = np.stack([camera.project(points)[0] for camera in cameras])
    projections = np.stack([camera.K @ np.c_[camera.R, camera.t] for camera in cameras])
    # Pixels of size 1000 and the squares of numbers that the decomposition forms cost some digits: 1e-8 m.
    np.testing.assert_allclose(geometry.triangulate(xy, projections), points, atol=1e-8)
    xy[1:, 0, 3] = np.nan  # one view left
    xy[2:, 0, 4] = np.nan  # two views left
    weights = np.ones(xy.shape[:-1])
    weights[:3, 0, 5] = 0  # one view left that counts
    got = geometry.triangulate(xy, projections, weights)
    assert np.isnan(got[0, 3]).all() and np.isnan(got[0, 5]).all()
    np.testing.assert_allclose(got[0, 4], points[0, 4], atol=1e-8)
