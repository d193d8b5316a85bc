"""HRNet equals the published network, of any width and with any number of heat maps."""

from pathlib import Path

import pytest
import torch

from core import weights
from core.nets import hrnet
from tests.core.nets import published

SMALL = {"width": 4, "modules": [1, 1, 1], "blocks": 1, "num_joints": 5}


@pytest.mark.parametrize("width", [32, 48])
def test_names_and_shapes(shared: Path, width: int) -> None:
    published.check_table(shared, f"hrnet_w{width}", lambda: hrnet.build({"width": width}))


def test_the_defaults_are_w32(shared: Path) -> None:
    published.check_table(shared, "hrnet_w32", lambda: hrnet.build({}))


def test_it_equals_the_published_code(shared: Path) -> None:
    """Also under mmpose's names. A net of this size in float32 alone: float64 takes seconds."""
    known = published.fixture(shared, "hrnet_w32_full")
    state = published.recipe(shared, known["shapes"])
    theirs = {f"{'head' if name.startswith('final') else 'backbone'}.{name}": value for name, value in state.items()}
    for content in (state, {"meta": {}, "state_dict": theirs}):
        net = weights.from_state_dict(content)
        assert isinstance(net, hrnet.HRNet)
        with torch.inference_mode():
            out = net(known["input"])
        assert (out - known["output"]).abs().max() <= published.ROUGH * known["max_abs_output"]


def test_sizes_and_samples() -> None:
    torch.manual_seed(0)
    net = hrnet.build(SMALL).eval()
    x = torch.randn(3, 3, 64, 96)
    assert net(x).shape == (3, 5, 16, 24)
    published.check_batch(net, x)
    with pytest.raises(ValueError, match="96 × 60"):
        net(x[:, :, :60])


def test_training() -> None:
    torch.manual_seed(0)
    published.check_gradients(hrnet.build(SMALL), torch.randn(3, 3, 64, 64))


def test_unfit_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="2 stages"):
        hrnet.build({"modules": [1, 4]})
    with pytest.raises(TypeError):
        hrnet.build({"unheard_of": 1})
