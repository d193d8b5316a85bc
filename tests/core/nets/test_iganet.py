"""IGANet equals the published network; its graph follows from the skeleton."""

from pathlib import Path

import pytest
import torch

from core.nets import iganet
from core.skeleton import H36M17
from tests.core.nets import published

SMALL = {"layers": 2, "channel": 64}


def test_names_and_shapes(shared: Path) -> None:
    published.check_table(shared, "iganet", lambda: iganet.build({}))
    published.check_table(shared, "iganet_panoptic15", lambda: iganet.build({"n_joints": 15}), iganet.GRAPH_COPIES)


def test_it_equals_the_published_code(shared: Path) -> None:
    published.check_fixture(shared, "iganet_full", iganet.build)


def test_the_graph_equals_the_published_one(shared: Path) -> None:
    assert torch.equal(iganet.graph(17), published.fixture(shared, "iganet_adjacency")["A"])


@pytest.mark.parametrize("joints", [15, 17])
def test_the_graph_is_of_the_skeleton(joints: int) -> None:
    own, inwards, outwards, twins = iganet.graph(joints)
    torch.testing.assert_close(iganet.graph(joints).sum(dim=(0, 1)), torch.ones(joints))  # what a joint takes is 1
    assert torch.equal(own != 0, torch.eye(joints) != 0)
    assert torch.equal(inwards != 0, (outwards != 0).T)
    assert (inwards != 0).sum() == joints - 1 and (inwards != 0).sum(dim=1).max() == 1  # a tree
    assert torch.equal(twins != 0, (twins != 0).T)
    order = iganet.build({**SMALL, "n_joints": joints}).joint_order
    for left, right in zip(*(twins > 0).triu().nonzero(as_tuple=True), strict=True):
        assert {(order[left], order[right]), (order[right], order[left])} & set(H36M17.pairs)


def test_every_frame_is_on_its_own() -> None:
    net = iganet.build(SMALL).eval()
    x = torch.randn(2, 3, 17, 2)
    with torch.inference_mode():
        assert net(x).shape == (2, 3, 17, 3)
        torch.testing.assert_close(net(x)[1, 2], net(x[1:, 2:])[0, 0])
    assert net.frames == 1 and net.joint_order == tuple(range(17))
    published.check_batch(net, x)


def test_the_graph_goes_where_the_network_goes() -> None:
    net = iganet.build(SMALL).double()
    assert net.A.dtype == torch.float64 and "A" not in net.state_dict()
    assert net(torch.randn(1, 1, 17, 2, dtype=torch.float64)).dtype == torch.float64


def test_training() -> None:
    torch.manual_seed(0)
    net = iganet.build(SMALL)
    x = torch.randn(4, 2, 17, 2)
    published.check_gradients(net, x, frozen=("s_gcn2attn", "s_attn2gcn"))
    published.check_dropout(net, x)


def test_unfit_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="16 joints"):
        iganet.build({"n_joints": 16})
    with pytest.raises(TypeError):
        iganet.build({"unheard_of": 1})
