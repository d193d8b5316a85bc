"""PoseFormer equals the published network and gives the centre frame of a clip."""

from pathlib import Path

import pytest
import torch

from core.nets import poseformer
from tests.core.nets import published

SMALL = {"num_frame": 9, "embed_dim_ratio": 8, "depth": 2}


def test_names_and_shapes(shared: Path) -> None:
    published.check_table(shared, "poseformer_81", lambda: poseformer.build({}))


def test_it_equals_the_published_code(shared: Path) -> None:
    published.check_fixture(shared, "poseformer_9_small", poseformer.build)


def test_the_full_size_runs(shared: Path) -> None:
    told = published.table(shared, "poseformer_81")
    net = published.with_recipe(shared, lambda: poseformer.build(told["config"]), told["keys"])
    with torch.inference_mode():
        out = net(torch.randn(1, 81, 17, 2).clamp(-1, 1))
    assert out.shape == (1, 1, 17, 3) and out.isfinite().all() and net.frames == 81


def test_joints_and_frames_have_places() -> None:
    """With random places, exchanging two joints or two frames is another clip."""
    torch.manual_seed(0)
    net = poseformer.build(SMALL).eval()
    torch.nn.init.normal_(net.Spatial_pos_embed)
    torch.nn.init.normal_(net.Temporal_pos_embed)
    x = torch.randn(1, 9, 17, 2)
    with torch.inference_mode():
        for other in (x[:, :, torch.randperm(17)], x.flip(1)):
            assert (net(other) - net(x)).abs().max() > 1e-3


def test_training() -> None:
    torch.manual_seed(0)
    net = poseformer.build({**SMALL, "drop_path_rate": 0.5})
    x = torch.randn(6, 9, 17, 2)
    published.check_dropout(net, x)
    published.check_batch(net, x)
    published.check_gradients(poseformer.build({**SMALL, "drop_path_rate": 0}), x)


def test_stochastic_depth_keeps_the_mean() -> None:
    torch.manual_seed(0)
    x = torch.ones(20000, 2, 3)
    y = poseformer.drop_path(x, 0.25, training=True)
    # A share of 20000 with probability 0.75 has a deviation of 0.003; four of them, over 0.75.
    assert abs(y.mean().item() - 1) < 0.017
    assert (y == y[:, :1, :1]).all() and torch.equal(y.unique(), torch.tensor([0, 1 / 0.75]))
    assert poseformer.drop_path(x, 0.25, training=False) is x


def test_unfit_clips_and_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="8 frames"):
        poseformer.build(SMALL)(torch.randn(1, 8, 17, 2))
    with pytest.raises(ValueError, match="scale"):
        poseformer.build({"qk_scale": 2.0})
    with pytest.raises(TypeError):
        poseformer.build({"unheard_of": 1})
    assert "blocks.0.attn.qkv.bias" not in poseformer.build({**SMALL, "qkv_bias": False}).state_dict()
