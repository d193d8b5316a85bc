"""MixSTE equals the published network, with two input channels and with TMT's five, and gives every frame of a clip."""

from pathlib import Path

import pytest
import torch

from core.nets import mixste
from tests.core.nets import published

SMALL = {"num_frame": 9, "embed_dim_ratio": 32, "depth": 2}


@pytest.mark.parametrize("name", ["mixste_243", "mixste_1", "mixste_tmt_243_in5"])
def test_names_and_shapes(shared: Path, name: str) -> None:
    told = published.table(shared, name)["config"]
    published.check_table(shared, name, lambda: mixste.build(told))


def test_the_defaults_are_the_published_network(shared: Path) -> None:
    published.check_table(shared, "mixste_243", lambda: mixste.build({}))


@pytest.mark.parametrize("name", ["mixste_9_small", "mixste_9_in5_small"])
def test_it_equals_the_published_code(shared: Path, name: str) -> None:
    published.check_fixture(shared, name, mixste.build)


def test_a_single_frame_runs(shared: Path) -> None:
    told = published.table(shared, "mixste_1")
    net = published.with_recipe(shared, lambda: mixste.build(told["config"]), told["keys"])
    with torch.inference_mode():
        out = net(torch.randn(3, 1, 17, 2).clamp(-1, 1))
    assert out.shape == (3, 1, 17, 3) and out.isfinite().all() and net.frames == 1


def test_joints_and_frames_have_places() -> None:
    """With random places, exchanging two joints or two frames is another clip; without, it exchanges what comes out."""
    torch.manual_seed(0)
    net = mixste.build(SMALL).eval()
    x, joints = torch.randn(1, 9, 17, 2), torch.randperm(17)
    with torch.inference_mode():
        torch.testing.assert_close(net(x[:, :, joints]), net(x)[:, :, joints], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(net(x.flip(1)), net(x).flip(1), atol=1e-5, rtol=1e-5)
        torch.nn.init.normal_(net.Spatial_pos_embed)  # type: ignore[arg-type]
        torch.nn.init.normal_(net.Temporal_pos_embed)  # type: ignore[arg-type]
        assert (net(x[:, :, joints]) - net(x)[:, :, joints]).abs().max() > 1e-3
        assert (net(x.flip(1)) - net(x).flip(1)).abs().max() > 1e-3


def test_training() -> None:
    torch.manual_seed(0)
    net = mixste.build({**SMALL, "drop_path_rate": 0.5})
    x = torch.randn(6, 9, 17, 2)
    published.check_dropout(net, x)
    published.check_batch(net, x)
    published.check_gradients(mixste.build({**SMALL, "drop_path_rate": 0}), x)


def test_unfit_clips_and_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="8 frames"):
        mixste.build(SMALL)(torch.randn(1, 8, 17, 2))
    with pytest.raises(ValueError, match="scale"):
        mixste.build({"qk_scale": 2.0})
    with pytest.raises(TypeError):
        mixste.build({"unheard_of": 1})
    assert "TTEblocks.0.attn.qkv.bias" not in mixste.build({**SMALL, "qkv_bias": False}).state_dict()
