"""Files of other programs load into our nets under the names that the published tables have."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.nets import dstformer, renames, simple_baseline, videopose3d
from tests.core.nets import published


def theirs(shared: Path, name: str) -> dict[str, Tensor]:
    """A state dict with the names and shapes of a table and no memory behind it."""
    return {key: torch.empty(shape, device="meta") for key, shape in published.table(shared, name)["keys"].items()}


def shapes(state: dict[str, Tensor]) -> dict[str, list[int]]:
    return {key: list(value.shape) for key, value in state.items()}


@pytest.mark.parametrize(("rename", "name", "to"), [
    (renames.mmpose_tcn, "mmpose_tcn_243", "videopose3d_33333"),
    (renames.mmpose_dstformer, "mmpose_motionbert", "motionbert_full"),
    (renames.mmpose_hrnet, "mmpose_hrnet_w32", "hrnet_w32"),
    (renames.mmpose_hrnet, "mmpose_hrnet_w48", "hrnet_w48"),
])
def test_tables_become_each_other(shared: Path, rename: Any, name: str, to: str) -> None:
    state = theirs(shared, name)
    renamed = rename(state)
    assert shapes(renamed) == published.table(shared, to)["keys"]
    assert {id(value) for value in renamed.values()} == {id(value) for value in state.values()}  # nothing is copied


def test_files_of_2021_have_another_head(shared: Path) -> None:
    for rename, name in ((renames.mmpose_tcn, "mmpose_tcn_1frame"), (renames.mmpose_hrnet, "mmpose_hrnet_w32"),
                         (renames.mmpose_simple_baseline, "mmpose_simplebaseline3d")):
        state = theirs(shared, name)
        old = {key.replace("head.", "keypoint_head."): value for key, value in state.items()}
        assert old != state and shapes(rename(old)) == shapes(rename(state))


def test_a_trajectory_beside_it_is_left_out(shared: Path) -> None:
    state = theirs(shared, "mmpose_tcn_243")
    both = {**state, **{f"traj_{key}": value for key, value in state.items()}}
    assert shapes(renames.mmpose_tcn(both)) == shapes(renames.mmpose_tcn(state))


def test_the_net_of_one_frame_loads(shared: Path) -> None:
    """mmpose's has two blocks more than L2D-Pose's of the same kind."""
    told = published.table(shared, "mmpose_tcn_1frame")
    state = {key: torch.zeros(shape) for key, shape in told["keys"].items()}
    net = videopose3d.build({"filter_widths": told["config"]["kernel_sizes"]})
    net.load_state_dict(renames.mmpose_tcn(state))
    assert net.frames == 1 and sum(p.numel() for p in net.parameters()) == told["params"]


def test_each_filter_finds_its_place() -> None:
    """Equal shapes hide an exchange: every name by itself."""
    told = {f"backbone.tcn_blocks.{i}.conv{j}.0.{kind}.weight": torch.tensor([100.0 * i + j])
            for i in range(12) for j in (1, 2) for kind in ("conv", "bn")}
    out = renames.mmpose_tcn(told)
    assert len(out) == 48
    for i in range(12):
        for j in (1, 2):
            assert out[f"layers_conv.{2 * i + j - 1}.weight"] == out[f"layers_bn.{2 * i + j - 1}.weight"] == 100 * i + j
    out = renames.mmpose_simple_baseline(told)
    assert out["linear_stages.11.w2.weight"] == out["linear_stages.11.bn2.weight"] == 1102


def test_simple_baseline_as_a_convolution_is_the_same_network(shared: Path) -> None:
    told = published.table(shared, "mmpose_simplebaseline3d")
    state = published.recipe(shared, told["keys"])
    net = simple_baseline.build({"joints_out": 16}).eval()
    net.load_state_dict(renames.mmpose_simple_baseline(state))
    # Their network is VideoPose3D's over one frame, for which there are numbers of its authors' code.
    twin = videopose3d.build({"filter_widths": [1, 1, 1], "num_joints_out": 16}).eval()
    twin.load_state_dict(renames.mmpose_tcn(state))
    x = torch.randn(2, 3, 17, 2)
    with torch.inference_mode():
        want = twin(x)
        torch.testing.assert_close(net(x), want, atol=1e-5 * want.abs().max().item(), rtol=0)


def test_layouts_of_simple_baseline(shared: Path) -> None:
    l2d, weigq = theirs(shared, "simplebaseline_l2d"), theirs(shared, "simplebaseline_weigq")
    assert renames.weigq_to_l2d(weigq).keys() == l2d.keys()
    assert renames.l2d_to_weigq(l2d).keys() == weigq.keys()
    assert renames.l2d_to_weigq(renames.weigq_to_l2d(weigq)) == weigq


def test_a_foreign_file_is_not_bent_into_shape(shared: Path) -> None:
    with torch.device("meta"):
        net = dstformer.build({})
    state = {**theirs(shared, "mmpose_motionbert"), "neck.weight": torch.ones(1)}
    with pytest.raises(RuntimeError, match="Unexpected key"):
        net.load_state_dict(renames.mmpose_dstformer(state))
