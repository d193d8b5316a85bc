"""RTMPose equals the published network in all its sizes, and DWPose is one of them."""

from pathlib import Path
from typing import Any

import pytest
import torch

from core.nets import rtmpose
from tests.core.nets import published

SMALL: dict[str, Any] = {"deepen_factor": 0.167, "widen_factor": 0.125, "input_size": [96, 128]}


def config_of(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("deepen_factor", "widen_factor", "out_channels", "input_size")}


@pytest.mark.parametrize("name", ["rtmpose_m", "rtmpose_l", "dwpose_l"])
def test_names_and_shapes(shared: Path, name: str) -> None:
    told = published.table(shared, name)["config"]
    published.check_table(shared, name, lambda: rtmpose.build(config_of(told)))


def test_the_defaults_are_rtmpose_m(shared: Path) -> None:
    published.check_table(shared, "rtmpose_m", lambda: rtmpose.build({}))


def test_it_equals_the_published_code(shared: Path) -> None:
    published.check_fixture(shared, "rtmpose_small", lambda told: rtmpose.build(config_of(told)))


@pytest.mark.parametrize(("deepen", "widen", "blocks", "channels"), [
    (0.167, 0.375, [1, 1, 1, 1], 384), (0.33, 0.5, [1, 2, 2, 1], 512), (1.33, 1.25, [4, 8, 8, 4], 1280)])
def test_other_sizes(deepen: float, widen: float, blocks: list[int], channels: int) -> None:
    with torch.device("meta"):
        net: Any = rtmpose.build({"deepen_factor": deepen, "widen_factor": widen})
    assert [len(net.backbone.get_submodule(f"stage{i}")[-1].blocks) for i in range(1, 5)] == blocks
    assert net.backbone.channels == channels == net.head.final_layer.in_channels


def test_joints_see_each_other() -> None:
    """What the attention is for: the rows of one joint depend on what is seen of another."""
    torch.manual_seed(0)
    net: Any = rtmpose.build(SMALL).eval()
    tokens = torch.randn(1, 17, 256)
    other = tokens.clone()
    other[:, 3] += 1
    with torch.inference_mode():
        moved = (net.head.gau(other) - net.head.gau(tokens)).abs().amax(dim=-1)[0]
    assert (moved > 1e-6).all()


def test_sizes_and_samples() -> None:
    torch.manual_seed(0)
    net = rtmpose.build({**SMALL, "out_channels": 26}).eval()
    x = torch.randn(2, 3, 128, 96)
    with torch.inference_mode():
        rows_x, rows_y = net(x)
    assert rows_x.shape == (2, 26, 192) and rows_y.shape == (2, 26, 256)
    published.check_batch(joined(net), x)
    with pytest.raises(ValueError, match="128 × 96 pixels instead of 96 × 128"):
        net(x.transpose(2, 3))


def joined(net: torch.nn.Module) -> torch.nn.Module:
    """Both rows as one tensor."""
    class Joined(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.cat(self.net(x), dim=-1)

    return Joined()


def test_training() -> None:
    torch.manual_seed(0)
    published.check_gradients(joined(rtmpose.build(SMALL)), torch.randn(3, 3, 128, 96))


def test_unfit_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="32 has to divide"):
        rtmpose.build({"input_size": [100, 128]})
    with pytest.raises(TypeError):
        rtmpose.build({"unheard_of": 1})
