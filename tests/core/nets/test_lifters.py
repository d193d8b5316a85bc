"""Lifters of ours: any length up to the longest, and what they see of a recording."""

import pytest
import torch

from core.nets import dstformer, frame_transformer, inputs
from core.skeleton import H36M17


@pytest.mark.parametrize("module", [dstformer, frame_transformer])
def test_any_length_up_to_the_longest(module) -> None:  # type: ignore[no-untyped-def]
    small = {"dim_feat": 16, "dim_rep": 16, "depth": 1, "num_heads": 2, "maxlen": 9} if module is dstformer else \
        {"dim": 16, "depth": 1, "heads": 2, "maxlen": 9}
    net = module.build(small).eval()
    with torch.inference_mode():
        for frames in (1, 2, 8, 9):
            assert net(torch.randn(3, frames, 17, 3)).shape == (3, frames, 17, 3)
        with pytest.raises(ValueError, match="10 frames"):
            net(torch.randn(1, 10, 17, 3))
    with pytest.raises(TypeError):
        module.build({"unheard_of": 1})


def test_frames_see_each_other() -> None:
    torch.manual_seed(0)
    net = frame_transformer.build({"dim": 16, "depth": 2, "heads": 2, "maxlen": 9}).eval()
    x = torch.randn(1, 9, 17, 3)
    y = x.clone()
    y[0, 8] += 1
    assert (net(x)[0, 0] - net(y)[0, 0]).abs().max() > 1e-6


def test_input_forgets_place_size_and_resolution() -> None:
    torch.manual_seed(1)
    xys = torch.rand(2, 30, 17, 3)
    moved = xys.clone()
    moved[..., :2] = 731 * moved[..., :2] + torch.tensor([200.0, -90.0])
    # float32 of numbers near 1000 has 6e-5 px; on a body of 700 px that is 1e-7, and the division adds as much again.
    torch.testing.assert_close(inputs.normalize(moved), inputs.normalize(xys), atol=1e-5, rtol=0)
    assert inputs.normalize(torch.zeros(1, 1, 17, 3)).isfinite().all()


def test_mirror_twice_is_nothing_and_swaps_sides() -> None:
    points = torch.randn(2, 17, 3)
    assert torch.equal(inputs.mirror(inputs.mirror(points)), points)
    left, right = H36M17.index("lwrist"), H36M17.index("rwrist")
    assert torch.equal(inputs.mirror(points)[:, left, 1:], points[:, right, 1:])
    assert torch.equal(inputs.mirror(points)[:, left, 0], -points[:, right, 0])


def test_along_ray_is_the_rotation_onto_the_axis() -> None:
    torch.manual_seed(2)
    ray = torch.randn(50, 3, dtype=torch.float64)
    ray[:, 2] = ray[:, 2].abs() + 0.05
    turn = inputs.along_ray(ray)
    unit = ray / ray.norm(dim=-1, keepdim=True)
    axis = torch.tensor([0.0, 0, 1], dtype=torch.float64).expand(50, 3)
    torch.testing.assert_close((turn @ unit[..., None])[..., 0], axis)
    torch.testing.assert_close(turn @ turn.transpose(-1, -2), torch.eye(3, dtype=torch.float64).expand(50, 3, 3))
    assert (torch.linalg.det(turn) > 0).all()
    # The smallest one: its angle is that between the ray and the axis.
    angle = torch.arccos((turn.diagonal(dim1=-2, dim2=-1).sum(-1) - 1) / 2)
    torch.testing.assert_close(angle, torch.arccos(unit[:, 2]))
