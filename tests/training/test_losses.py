"""Losses against the figures of core/metrics.py and against finite differences."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation

from core import metrics
from training import losses

torch.manual_seed(0)
PRED, TRUE = torch.randn(2, 3, 5, 17, 3, dtype=torch.float64)


def test_agree_with_the_metrics() -> None:
    assert losses.mpjpe(PRED, TRUE).item() == pytest.approx(metrics.mpjpe(PRED.numpy(), TRUE.numpy()))
    assert losses.n_mpjpe(PRED, TRUE).item() == pytest.approx(metrics.n_mpjpe(PRED.numpy(), TRUE.numpy()))
    assert losses.velocity(PRED, TRUE).item() == pytest.approx(metrics.mpjve(PRED.numpy(), TRUE.numpy()))


@pytest.mark.parametrize("loss", [losses.mpjpe, losses.n_mpjpe, losses.velocity])
def test_gradients(loss) -> None:  # type: ignore[no-untyped-def]
    pred = PRED[:1, :3, :4].clone().requires_grad_()
    assert torch.autograd.gradcheck(lambda p: loss(p, TRUE[:1, :3, :4]), pred)


def test_one_frame_has_no_velocity() -> None:
    assert losses.velocity(PRED[:, :1], TRUE[:, :1]) == 0
    assert np.isfinite(losses.n_mpjpe(torch.zeros_like(PRED), TRUE).item())


# ---------------------------------------------------------------- several views

CASES = ("B1", "B5", "B2P3")


@pytest.fixture(scope="module")
def official(shared: Path) -> Any:
    """Numbers of the released code, and gradients worked out exactly."""
    return torch.load(shared / "fixtures" / "ops_consistency_motionbert.pt", weights_only=True)


@pytest.mark.parametrize("case", CASES)
def test_consistency_is_the_released_one_with_the_exact_gradient(official: Any, case: str) -> None:
    given = official[case]
    a, b = (given[name].clone().requires_grad_() for name in ("v1", "v2"))
    loss = losses.consistency(a, b)
    loss.backward()
    # float32 through an SVD of sums of 153 products: some 1e-5 of the largest gradient.
    assert loss.item() == pytest.approx(given["loss"].item(), rel=1e-6)
    for pose, name in ((a, "grad_v1_exact"), (b, "grad_v2_exact")):
        assert float((pose.grad - given[name]).abs().max() / given[name].abs().max()) < 2e-4
    swapped = losses.consistency(b, a).item()
    assert "loss_swapped" not in given or swapped == pytest.approx(given["loss_swapped"].item(), rel=1e-5)


def test_consistency_of_moving_cameras_and_of_a_mirror_image(official: Any) -> None:
    moving, mirrored = official["per_frame"], official["mirrored"]
    assert losses.consistency(moving["v1"], moving["v2"], per_frame=True).item() == pytest.approx(
        moving["loss"].item(), rel=1e-6)
    assert losses.consistency(mirrored["v1"], mirrored["v2"]).item() == pytest.approx(mirrored["loss"].item(), rel=1e-6)


@pytest.mark.parametrize(("name", "loss"), [
    ("loss_mpjpe", lambda p, f: losses.mpjpe(p, f["target"])), ("n_mpjpe", lambda p, f: losses.n_mpjpe(p, f["target"])),
    ("loss_velocity", lambda p, f: losses.velocity(p, f["target"])),
    ("loss_limb_gt", lambda p, f: losses.limb_lengths(p, f["target"])),
    ("loss_limb_var", lambda p, f: losses.limb_variance(p)),
    ("loss_2d_weighted", lambda p, f: losses.reprojection(p, f["target"][..., :2], f["conf"]))])
def test_the_other_losses_are_those_of_motionbert(official: Any, name: str, loss: Any) -> None:
    pred = official["pred"].clone().requires_grad_()
    value = loss(pred, official)
    value.backward()
    assert value.item() == pytest.approx(official[name].item(), rel=1e-6)
    assert float((pred.grad - official[f"{name}_grad"]).abs().max()) < 1e-7


def _turned(points: torch.Tensor, seed: int) -> torch.Tensor:
    turn = torch.from_numpy(Rotation.random(random_state=seed).as_matrix())
    return 1.7 * points @ turn.T + torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)


@pytest.mark.parametrize("per_frame", [False, True])
def test_a_view_that_is_only_turned_and_scaled_agrees(per_frame: bool) -> None:
    a = TRUE[:1]
    assert losses.consistency(a, _turned(a, 1), per_frame=per_frame).item() < 1e-9
    moving = torch.cat([_turned(a[:, t:t + 1], t) for t in range(a.shape[1])], dim=1)
    assert (losses.consistency(a, moving, per_frame=per_frame).item() < 1e-9) == per_frame


@pytest.mark.parametrize("per_frame", [False, True])
def test_what_has_no_weight_does_not_count_and_gets_no_gradient(per_frame: bool) -> None:
    a, b = PRED[:1].clone().requires_grad_(), _turned(PRED[:1], 2)
    wild = b.clone()
    wild[:, 1, 3] += 100
    weights = torch.ones(1, a.shape[1], 17, dtype=torch.float64)
    weights[:, 1, 3] = 0
    loss = losses.consistency(a, wild, weights, per_frame)
    assert loss.item() < 1e-6
    losses.consistency(a, wild + 0.1 * torch.randn_like(wild), weights, per_frame).backward()
    assert a.grad is not None and (a.grad[:, 1, 3] == 0).all() and torch.isfinite(a.grad).all()
    weights[:, 2] = 0
    assert torch.isfinite(losses.consistency(a, wild, weights, per_frame))
    assert losses.consistency(a, wild, torch.zeros_like(weights), per_frame) == 0


@pytest.mark.parametrize("per_frame", [False, True])
def test_the_gradient_through_the_alignment_is_that_of_finite_differences(per_frame: bool) -> None:
    a, b = (PRED[:1, :3, :6].clone().requires_grad_(), TRUE[:1, :3, :6].clone().requires_grad_())
    weights = torch.rand(1, 3, 6, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda x, y: losses.consistency(x, y, weights, per_frame), (a, b))


def test_a_gradient_is_finite_where_singular_values_are_equal_or_nothing() -> None:
    """Through an SVD it would be divided by the difference of two singular values."""
    cube = torch.tensor([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=torch.float64)
    for points in (cube, cube * torch.tensor([1, 1, 0.0]), torch.zeros_like(cube)):
        a = points[None, None].clone().requires_grad_()
        losses.consistency(a, cube[None, None] + 0.1).backward()
        assert a.grad is not None and torch.isfinite(a.grad).all()


def test_all_pairs_of_views_count_alike() -> None:
    poses = torch.randn(2, 3, 4, 17, 3, dtype=torch.float64)
    pairs = [losses.consistency(poses[:, i], poses[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    back = [losses.consistency(poses[:, j], poses[:, i]) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert losses.consistency_of_views(poses).item() == pytest.approx(sum(pairs).item() / 3)
    both = losses.consistency_of_views(poses, symmetric=True).item()
    assert both == pytest.approx((sum(pairs) + sum(back)).item() / 6)
    assert losses.consistency_of_views(poses[:, :1]) == 0


# ---------------------------------------------------------------- the picture and the bones


@pytest.mark.parametrize("distance", [2.0, 4.0, 9.0])
def test_a_true_pose_lies_on_its_picture_at_whatever_distance(distance: float) -> None:
    pose = (0.4 * torch.randn(2, 5, 17, 3, dtype=torch.float64)).clamp(-0.6, 0.6)
    pose = pose - pose[..., :1, :]
    ray = torch.tensor([0.3, -0.2, 1.0], dtype=torch.float64).expand(2, 5, 3)
    points = pose + distance * ray[..., None, :]
    xy = points[..., :2] / points[..., 2:] - ray[..., None, :2]
    seen = losses.perspective(pose, ray, xy, torch.ones(2, 5, 17, dtype=torch.float64))
    # Four steps that square the error, from some 0.3 of the distance: 0.3^16 is 4e-9 of it, and more for the nearest.
    assert float((seen - xy).norm(dim=-1).mean() / xy.norm(dim=-1).mean()) < 1e-4
    flat = pose * torch.tensor([1, 1, 0.0], dtype=torch.float64)
    other = losses.perspective(flat, ray, xy, torch.ones(2, 5, 17, dtype=torch.float64))
    assert float((other - xy).norm(dim=-1).mean()) > 5 * float((seen - xy).norm(dim=-1).mean())


def test_bodies_are_held_to_their_size() -> None:
    poses = torch.randn(2, 5, 17, 3, dtype=torch.float64)
    total = float(losses.bone_lengths(poses).sum(-1).mean())
    assert losses.stature(poses[:1].repeat(1, 1, 1, 1), float(losses.bone_lengths(poses[:1]).sum(-1).mean())) < 1e-12
    assert losses.stature(0.5 * poses, total) > 0.4
    assert losses.spread(0.5 * poses).item() == pytest.approx(0.5 * losses.spread(poses).item())
    assert losses.limb_variance(poses[:, :1]) == 0
