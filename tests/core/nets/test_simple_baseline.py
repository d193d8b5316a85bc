"""SimpleBaseline equals the published networks of both layouts, and each frame is on its own."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from core.nets import simple_baseline
from tests.core.nets import published

SMALL = {"linear_size": 32, "num_stages": 1}


def weigq(config: dict[str, Any]) -> nn.Module:
    config = {**config, "num_stages": config["num_stage"], "num_joints": 16, "norms": "batch_norm"}
    return simple_baseline.build({key: value for key, value in config.items() if key != "num_stage"})


def test_names_and_shapes(shared: Path) -> None:
    published.check_table(shared, "simplebaseline_l2d", lambda: simple_baseline.build({}))
    published.check_table(shared, "simplebaseline_weigq", lambda: weigq({"num_stage": 2}))


def test_it_equals_l2d(shared: Path) -> None:
    published.check_fixture(shared, "simplebaseline_l2d_small", simple_baseline.build,
                            lambda net, x: net(x.view(4, 1, 17, 2)))


def test_it_equals_weigq(shared: Path) -> None:
    published.check_fixture(shared, "simplebaseline_weigq_small", weigq, lambda net, x: net(x.view(1, 4, 16, 2)))


def test_the_full_size_runs(shared: Path) -> None:
    net = published.with_recipe(shared, lambda: simple_baseline.build({}),
                                published.table(shared, "simplebaseline_l2d")["keys"])
    with torch.inference_mode():
        assert net(torch.randn(2, 3, 17, 2)).isfinite().all()


def test_every_frame_is_on_its_own() -> None:
    net = simple_baseline.build(SMALL).eval()
    x = torch.randn(2, 5, 17, 2)
    with torch.inference_mode():
        torch.testing.assert_close(net(x)[1, 3], net(x[1:, 3:4])[0, 0])
    assert net.frames == 1
    published.check_batch(net, x)


def test_sixteen_joints_are_named() -> None:
    net = weigq({"num_stage": 1, "linear_size": 32})
    assert 9 not in net.joint_order and len(net.joint_order) == 16  # the nose
    assert net.joints_out == tuple(range(1, 17))  # all but the pelvis
    assert net(torch.randn(2, 3, 16, 2)).shape == (2, 3, 16, 3)
    mixed = simple_baseline.build({**SMALL, "joints_out": 16})
    assert mixed.joint_order == tuple(range(17)) and mixed(torch.randn(2, 3, 17, 2)).shape == (2, 3, 16, 3)
    panoptic = simple_baseline.build({**SMALL, "num_joints": 15})
    assert panoptic.joint_order[2] == 0 and panoptic(torch.randn(2, 1, 15, 2)).shape == (2, 1, 15, 3)


def test_training() -> None:
    torch.manual_seed(0)
    net = simple_baseline.build(SMALL)
    x = torch.randn(8, 4, 17, 2)
    published.check_gradients(net, x, frozen=("w1.bias", "linear_stages.0.w2.bias"))  # the normalization takes them out
    published.check_dropout(net, x)
    still = simple_baseline.build({**SMALL, "p_dropout": 0.0})
    before = still.eval()(x)
    still.train()(x + 3)  # the running mean and deviation follow the data
    assert (still.eval()(x) - before).abs().max() > 1e-3


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(TypeError):
        simple_baseline.build({"unheard_of": 1})
    with pytest.raises(ValueError, match="14 joints"):
        simple_baseline.build({"num_joints": 14})
