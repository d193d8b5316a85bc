"""VideoPose3D equals the published networks, in both forms, and sees the frames it should see and no other."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from core.nets import inputs, videopose3d
from tests.core.nets import published

SMALL: dict[str, Any] = {"filter_widths": [3, 3, 3], "channels": 16}
FORMS: list[dict[str, Any]] = [{}, {"causal": True}, {"dense": True}, {"filter_widths": [5, 1, 3]}]


@pytest.mark.parametrize("name", ["videopose3d_33333", "videopose3d_111"])
def test_names_and_shapes(shared: Path, name: str) -> None:
    config = published.table(shared, name)["config"]
    published.check_table(shared, name, lambda: videopose3d.build(config))
    published.check_table(shared, name, lambda: videopose3d.build({**config, "strided": True}))
    published.check_table(shared, name, lambda: videopose3d.build({**config, "causal": True}))


def test_the_defaults_are_the_published_network(shared: Path) -> None:
    published.check_table(shared, "videopose3d_33333", lambda: videopose3d.build({}))


@pytest.mark.parametrize("name", ["", "_causal", "_traj"])
def test_it_equals_the_published_code(shared: Path, name: str) -> None:
    published.check_fixture(shared, f"videopose3d_333{name}_small", videopose3d.build)


def test_the_form_for_training_equals_the_published_code(shared: Path) -> None:
    def strided(config: dict[str, Any]) -> nn.Module:
        assert config.pop("cls") == "TemporalModelOptimized1f"
        return videopose3d.build({**config, "strided": True})

    published.check_fixture(shared, "videopose3d_333_strided1f_small", strided)


def test_the_full_size_runs(shared: Path) -> None:
    keys = published.table(shared, "videopose3d_33333")["keys"]
    net = published.with_recipe(shared, lambda: videopose3d.build({}), keys)
    with torch.inference_mode():
        x = torch.randn(1, 245, 17, 2).clamp(-1, 1)
        assert net(x).shape == (1, 3, 17, 3)
        strided = videopose3d.build({"strided": True}).eval()
        strided.load_state_dict(net.state_dict())
        torch.testing.assert_close(strided(x[:, 1:244]), net(x)[:, 1:2], atol=1e-5, rtol=1e-5)
    assert net.frames == 243


@pytest.mark.parametrize("form", FORMS)
def test_a_pose_is_made_from_its_surroundings(form: dict[str, Any]) -> None:
    torch.manual_seed(0)
    net = videopose3d.build({**SMALL, **form}).double().eval()
    reach = net.frames
    x = torch.randn(1, reach + 6, 17, 2, dtype=torch.float64, requires_grad=True)
    out = net(x)
    assert out.shape[1] == 7
    out[0, 2].sum().backward()
    assert x.grad is not None
    seen = x.grad[0].abs().sum(dim=(1, 2)) > 0
    assert seen.tolist() == [2 <= i < 2 + reach for i in range(reach + 6)]


def test_a_residual_is_the_frame_of_the_pose() -> None:
    """With all filters but the first at zero the features of one frame reach the head: the middle one, or the last."""
    for causal, at in ((False, 13), (True, 26)):
        for strided in (False, True):
            net = videopose3d.build({**SMALL, "filter_widths": [1, 3, 9], "causal": causal, "strided": strided}).eval()
            for conv in net.layers_conv:
                nn.init.zeros_(conv.weight)
            x = torch.randn(1, 27, 17, 2, requires_grad=True)
            net(x).sum().backward()
            assert x.grad is not None
            assert x.grad[0].abs().sum(dim=(1, 2)).nonzero().tolist() == [[at]]


@pytest.mark.parametrize("causal", [False, True])
def test_both_forms_learn_alike(causal: bool) -> None:
    """Of clips of `frames` frames, with the running statistics: the same gradients."""
    torch.manual_seed(1)
    config = {**SMALL, "causal": causal, "dropout": 0.0}
    plain, strided = videopose3d.build(config).double(), videopose3d.build({**config, "strided": True}).double()
    strided.load_state_dict(plain.state_dict())
    x = torch.randn(4, 27, 17, 2, dtype=torch.float64)
    for net in (plain, strided):
        net.eval()(x).square().sum().backward()
    for (name, one), (_, two) in zip(plain.named_parameters(), strided.named_parameters(), strict=True):
        torch.testing.assert_close(one.grad, two.grad, msg=name)


def test_padded_ends_give_every_frame_a_pose() -> None:
    for causal in (False, True):
        net = videopose3d.build({**SMALL, "causal": causal}).eval()
        x = torch.randn(2, 10, 17, 2)
        whole = net(inputs.pad_ends(x, net.frames, causal))
        assert whole.shape == (2, 10, 17, 3)
        each = net(x[0, inputs.windows(10, net.frames, causal=causal)])  # a window a frame, the frames as the batch
        torch.testing.assert_close(each[:, 0], whole[0], atol=1e-5, rtol=1e-5)


def test_training() -> None:
    torch.manual_seed(0)
    net = videopose3d.build({**SMALL, "strided": True})
    x = torch.randn(8, 27, 17, 2)
    published.check_gradients(net, x)
    published.check_dropout(net, x)
    published.check_batch(net, x)


def test_unfit_clips_and_settings_are_refused() -> None:
    net, strided = videopose3d.build(SMALL), videopose3d.build({**SMALL, "strided": True})
    with pytest.raises(ValueError, match="26 frames"):
        net(torch.randn(1, 26, 17, 2))
    with pytest.raises(ValueError, match="28 frames"):
        strided(torch.randn(1, 28, 17, 2))
    with pytest.raises(ValueError, match="odd"):
        videopose3d.build({"filter_widths": [3, 2]})
    with pytest.raises(TypeError):
        videopose3d.build({"unheard_of": 1})
