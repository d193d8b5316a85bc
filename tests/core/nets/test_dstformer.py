"""DSTformer equals MotionBERT's published network, and what its head reads can be had by itself."""

from pathlib import Path

import pytest
import torch

from core.nets import dstformer
from tests.core.nets import published

SMALL = {"dim_feat": 16, "dim_rep": 24, "depth": 2, "num_heads": 2, "maxlen": 9}


@pytest.mark.parametrize("name", ["motionbert_full", "motionbert_lite"])
def test_names_and_shapes(shared: Path, name: str) -> None:
    told = published.table(shared, name)["config"]
    published.check_table(shared, name, lambda: dstformer.build(told))


@pytest.mark.parametrize("name", ["motionbert_small", "motionbert_small_nofuse"])
def test_it_equals_the_published_code(shared: Path, name: str) -> None:
    published.check_fixture(shared, name, dstformer.build)


def test_the_light_one_runs(shared: Path) -> None:
    told = published.table(shared, "motionbert_lite")
    net = published.with_recipe(shared, lambda: dstformer.build(told["config"]), told["keys"])
    x = torch.randn(1, 27, 17, 3).clamp(-1, 1)
    with torch.inference_mode():
        seen = net.get_representation(x)
        assert seen.shape == (1, 27, 17, 512) and seen.abs().max() <= 1  # a tanh is the last of it
        torch.testing.assert_close(net.head(seen), net(x))
    assert net.frames == 243 and net.joint_order == tuple(range(17))


def test_streams_count_alike_until_it_learns() -> None:
    torch.manual_seed(0)
    fused = dstformer.build(SMALL).eval()
    mean = dstformer.build({**SMALL, "att_fuse": False}).eval()
    mean.load_state_dict({name: value for name, value in fused.state_dict().items() if "ts_attn" not in name})
    x = torch.randn(2, 9, 17, 3)
    torch.testing.assert_close(fused(x), mean(x))
    torch.nn.init.constant_(fused.ts_attn[0].bias[:1], 50)  # type: ignore[union-attr]
    assert (fused(x) - mean(x)).abs().max() > 1e-6


def test_training() -> None:
    torch.manual_seed(0)
    net = dstformer.build(SMALL)
    x = torch.randn(4, 9, 17, 3)
    published.check_batch(net, x)
    published.check_gradients(net, x)


def test_unfit_clips_and_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="10 frames"):
        dstformer.build(SMALL)(torch.randn(1, 10, 17, 3))
    with pytest.raises(ValueError, match="3 heads"):
        dstformer.build({**SMALL, "num_heads": 3})
    with pytest.raises(TypeError):
        dstformer.build({"unheard_of": 1})
