"""MHFormer equals the published networks, of short clips and of long ones."""

from pathlib import Path

import pytest
import torch

from core.nets import mhformer
from tests.core.nets import published

SMALL = {"frames": 9, "channel": 16, "d_hid": 32}


@pytest.mark.parametrize("name", ["mhformer_351", "mhformer_27"])
def test_names_and_shapes(shared: Path, name: str) -> None:
    published.check_table(shared, name, lambda: mhformer.build(published.table(shared, name)["config"]))


def test_the_defaults_are_the_published_network(shared: Path) -> None:
    published.check_table(shared, "mhformer_351", lambda: mhformer.build({}))


@pytest.mark.parametrize("name", ["mhformer_9_small", "mhformer_81_small"])
def test_it_equals_the_published_code(shared: Path, name: str) -> None:
    published.check_fixture(shared, name, mhformer.build)


@pytest.mark.parametrize("frames", [27, 351])
def test_the_full_size_runs(shared: Path, frames: int) -> None:
    told = published.table(shared, f"mhformer_{frames}")
    net = published.with_recipe(shared, lambda: mhformer.build(told["config"]), told["keys"])
    with torch.inference_mode():
        out = net(torch.randn(1, frames, 17, 2).clamp(-1, 1))
    assert out.shape == (1, frames, 17, 3) and out.isfinite().all() and net.frames == frames


@pytest.mark.parametrize("frames", [9, 36])
def test_training(frames: int) -> None:
    torch.manual_seed(0)
    net = mhformer.build({**SMALL, "frames": frames})
    x = torch.randn(6, frames, 17, 2)
    published.check_dropout(net, x)
    published.check_batch(net, x)
    # A bias before a batch normalization changes nothing, nor does one of keys, in whose softmax it is a constant.
    idle = (".0.bias", "linear_k.bias") if frames <= mhformer.SHORT else ("linear_k.bias",)
    published.check_gradients(mhformer.build({**SMALL, "frames": frames, "drop_path": 0.0}), x, frozen=idle)


def test_the_input_is_left_alone() -> None:
    x = torch.randn(1, 9, 17, 2)
    before = x.clone()
    mhformer.build(SMALL)(torch.cat((x, x)))
    mhformer.build(SMALL).eval()(x)
    assert torch.equal(x, before)


def test_unfit_clips_and_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="10 frames"):
        mhformer.build(SMALL)(torch.randn(1, 10, 17, 2))
    with pytest.raises(ValueError, match="multiple of 9"):
        mhformer.build({"frames": 10})
    with pytest.raises(TypeError):
        mhformer.build({"unheard_of": 1})
