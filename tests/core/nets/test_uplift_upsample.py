"""Uplift and Upsample equals the published network; the 2D of frames that are no key-frames plays no part."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.nets import keras_uplift, uplift_upsample
from core.skeleton import H36M17
from tests.core.nets import published

SMALL = {"tokens": 9, "d_joint": 8, "d_temp": 16, "spatial_blocks": 1, "temporal_blocks": 2, "strides": [3, 3],
         "paddings": [[1, 1], [1, 1]], "num_heads": 2}


def settings(told: dict[str, Any]) -> dict[str, Any]:
    """Ours of the published program's; None for paddings is one zero on both sides."""
    return {"tokens": told["SEQUENCE_LENGTH"], "s_out": told["SEQUENCE_STRIDE"], "num_joints": told["NUM_KEYPOINTS"],
            "d_joint": told["SPATIAL_EMBED_DIM"], "d_temp": told["TEMPORAL_EMBED_DIM"],
            "spatial_blocks": told["SPATIAL_TRANSFORMER_BLOCKS"], "num_heads": told["NUM_HEADS"],
            "temporal_blocks": told["TEMPORAL_TRANSFORMER_BLOCKS"], "strides": told["STRIDES"],
            "paddings": told["PADDINGS"] or [[1, 1]] * len(told["STRIDES"]), "mlp_ratio": told["MLP_RATIO"],
            "masked_blocks": told["FIRST_STRIDED_TOKEN_ATTENTION_LAYER"]}


@pytest.mark.parametrize("name", ["uplift_upsample_h36m_351", "uplift_upsample_h36m_81"])
def test_names_and_shapes(shared: Path, name: str) -> None:
    told = published.table(shared, name)
    theirs = {key: torch.empty(shape, device="meta") for key, shape in told["keys"].items()}
    with torch.device("meta"):
        net = uplift_upsample.build(settings(told["config"]))
    ours = {key: list(value.shape) for key, value in net.state_dict().items()}
    assert ours == {key: list(value.shape) for key, value in keras_uplift.rename(theirs).items()}
    assert sum(p.numel() for p in net.parameters()) == told["params"]


@pytest.mark.parametrize("name", ["pad0", "pad0_nomask", "pad1"])
def test_it_equals_the_published_code(shared: Path, name: str) -> None:
    known = published.fixture(shared, f"uplift_upsample_small_{name}")
    net = uplift_upsample.build(settings(known["config"])).eval()
    net.load_state_dict(keras_uplift.rename(published.recipe(shared, known["shapes"])))
    if known["state"]:
        assert all(torch.equal(value, known["state"][key])
                   for key, value in published.recipe(shared, known["shapes"]).items())
    with torch.inference_mode():
        got = net(known["input"], known["stride_mask"])
    for mine, theirs in zip(got, (known["output_sequence"], known["output_central"]), strict=True):
        assert mine.shape == theirs.shape
        assert (mine - theirs).abs().max() <= published.ROUGH * theirs.abs().max()


def test_the_full_size_runs(shared: Path) -> None:
    keys = published.table(shared, "uplift_upsample_h36m_351")["keys"]
    net = uplift_upsample.build({}).eval()
    net.load_state_dict(keras_uplift.rename(published.recipe(shared, keys)))
    known = torch.arange(71)[None] % 4 == 3
    with torch.inference_mode():
        every, centre = net(torch.randn(1, 71, 17, 2).clamp(-1, 1), known)
    assert every.shape == (1, 71, 17, 3) and centre.shape == (1, 17, 3) and net.frames == 71 and net.s_out == 5
    assert every.isfinite().all() and centre.isfinite().all()


def test_the_joint_order_is_the_published_one(shared: Path) -> None:
    known = published.fixture(shared, "ops_uplift_upsample")
    assert list(uplift_upsample.JOINT_ORDER) == known["to_our_17p_order"]
    place = {joint: i for i, joint in enumerate(uplift_upsample.JOINT_ORDER)}
    assert [place[H36M17.mirror[joint]] for joint in uplift_upsample.JOINT_ORDER] == known["flip_lr_indices"]
    assert place[0] == known["root_index"]


@pytest.fixture
def net() -> nn.Module:
    torch.manual_seed(0)
    return uplift_upsample.build(SMALL).eval()


def both(net: nn.Module, x: Tensor, known: Tensor) -> Tensor:
    with torch.inference_mode():
        return torch.cat([out.flatten() for out in net(x, known)])


def test_only_key_frames_are_seen(net: nn.Module) -> None:
    x, known = torch.randn(2, 9, 17, 2), torch.arange(9) % 4 == torch.tensor([[0], [2]])
    holes = x.masked_fill(~known[..., None, None], float("nan"))
    assert torch.equal(both(net, x, known), both(net, holes, known))
    assert (both(net, x, known) - both(net, x, known.roll(1, dims=1))).abs().max() > 1e-3
    moved = x.clone()
    moved[0, 4] += 1
    assert (net(moved, known)[0] - net(x, known)[0])[1].abs().max() == 0  # the other clip


def test_a_clip_without_key_frames_is_a_pose_all_the_same(net: nn.Module) -> None:
    x, known = torch.randn(2, 9, 17, 2), torch.zeros(2, 9, dtype=torch.bool)
    out = both(net, x, known)
    assert out.isfinite().all() and torch.equal(out, both(net, x + 1, known))
    attention, tokens = net.get_submodule("temporal_block_1.attn"), torch.randn(2, 9, 16)
    alike = attention.projection(attention.wv(tokens).mean(dim=1, keepdim=True))  # type: ignore[operator]
    torch.testing.assert_close(attention(tokens, known), alike.expand(2, 9, 16))
    for dtype in (torch.float64, torch.bfloat16):
        assert both(net.to(dtype), x.to(dtype), known).isfinite().all()


def test_tokens_without_2d_are_not_looked_at(net: nn.Module) -> None:
    """In the masked block a key-frame's token depends on key-frames alone: the learned vector does not matter to it."""
    block, known = net.get_submodule("temporal_block_1"), torch.arange(9)[None] % 4 == 0
    x = torch.randn(1, 9, 16)
    other = torch.where(known[..., None], x, torch.randn(1, 9, 16))
    with torch.inference_mode():
        torch.testing.assert_close(block(x, known)[known], block(other, known)[known])
        assert (block(x)[known] - block(other)[known]).abs().max() > 1e-3


def test_training(net: nn.Module) -> None:
    x, known = torch.randn(6, 9, 17, 2), torch.rand(6, 9) < 0.5
    every, centre = net.train()(x.requires_grad_(), known)
    (every.square().sum() + centre.square().sum()).backward()
    assert x.grad is not None and (x.grad.abs().sum(dim=(2, 3)) > 0).equal(known)
    idle = [name for name, p in net.named_parameters() if p.grad is None or not p.grad.abs().max() > 0]
    assert all(name.endswith("attn.wk.bias") for name in idle)  # the same for all keys: a softmax takes it out
    paths = uplift_upsample.build({**SMALL, "drop_path_rate": 0.5}).train()
    with torch.no_grad():
        assert not torch.equal(paths(x, known)[0], paths(x, known)[0])


def test_no_clip_of_a_batch_changes_another(net: nn.Module) -> None:
    x, known = torch.randn(3, 9, 17, 2), torch.rand(3, 9) < 0.5
    with torch.inference_mode():
        for i in range(3):
            torch.testing.assert_close(net(x, known)[1][i], net(x[i:i + 1], known[i:i + 1])[1][0], atol=1e-5, rtol=1e-5)


def test_unfit_clips_and_settings_are_refused(net: nn.Module) -> None:
    with pytest.raises(ValueError, match="8 tokens"):
        net(torch.randn(1, 8, 17, 2), torch.ones(1, 8, dtype=torch.bool))
    with pytest.raises(ValueError, match="leave 3 of 27"):
        uplift_upsample.build({**SMALL, "tokens": 27})
    with pytest.raises(ValueError, match="leave 0 of 9"):
        uplift_upsample.build({**SMALL, "strides": [3, 3, 3], "paddings": [[0, 0]] * 3})
    with pytest.raises(ValueError, match="paddings"):
        uplift_upsample.build({**SMALL, "paddings": [[1, 1]]})
    with pytest.raises(ValueError, match="3 heads"):
        uplift_upsample.build({**SMALL, "num_heads": 3})
    with pytest.raises(TypeError):
        uplift_upsample.build({"unheard_of": 1})
