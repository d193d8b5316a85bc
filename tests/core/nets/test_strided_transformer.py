"""StridedTransformer equals the published network; its refinement keeps between the two poses it is given."""

from pathlib import Path

import pytest
import torch

from core.nets import strided_transformer
from tests.core.nets import published

SMALL = {"frames": 27, "channel": 16, "d_hid": 32, "layers": 1, "stride_num": [3, 3, 3]}


def test_names_and_shapes(shared: Path) -> None:
    told = published.table(shared, "stridedtransformer_351")["config"]
    published.check_table(shared, "stridedtransformer_351", lambda: strided_transformer.build(told))
    published.check_table(shared, "stridedtransformer_351", lambda: strided_transformer.build({}))
    told = published.table(shared, "stridedtransformer_refine")["config"]
    published.check_table(shared, "stridedtransformer_refine", lambda: strided_transformer.build_refinement(told))


def test_it_equals_the_published_code(shared: Path) -> None:
    published.check_fixture(shared, "stridedtransformer_27_small", strided_transformer.build,
                            lambda net, x: net.both(x))


def test_the_full_size_runs(shared: Path) -> None:
    keys = published.table(shared, "stridedtransformer_351")["keys"]
    net = published.with_recipe(shared, lambda: strided_transformer.build({}), keys)
    with torch.inference_mode():
        centre, every = net.both(torch.randn(1, 351, 17, 2).clamp(-1, 1))
    assert centre.shape == (1, 1, 17, 3) and every.shape == (1, 351, 17, 3) and net.frames == 351
    assert centre.isfinite().all() and every.isfinite().all()


def test_normalization_is_by_the_unbiased_deviation() -> None:
    x = torch.tensor([[1.0, 2.0, 6.0]])
    torch.testing.assert_close(strided_transformer.Norm(3)(x), (x - 3) / 7**0.5, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("frames", "strides"), [(243, [3, 9, 9]), (80, [4, 4, 5]), (10, [3, 4])])
def test_strides_need_not_divide(frames: int, strides: list[int]) -> None:
    net = strided_transformer.build({**SMALL, "frames": frames, "stride_num": strides}).eval()
    x = torch.randn(2, frames, 17, 2)
    assert net(x).shape == (2, 1, 17, 3)
    assert torch.equal(net(x), net.both(x)[0])


def test_training() -> None:
    torch.manual_seed(0)
    net = strided_transformer.build(SMALL)
    x = torch.randn(8, 27, 17, 2)
    published.check_dropout(net, x)
    published.check_batch(net, x)
    # A bias before a batch normalization or of keys changes nothing; the norms at the ends are not applied; the head of
    # all frames has a loss of its own.
    every = tuple(f"fcn_1.{name}" for name, _ in net.fcn_1.named_parameters())
    idle = ("encoder.0.bias", "linears.1.bias", "model.norm.a_2", "model.norm.b_2", *every)
    published.check_gradients(net, x, frozen=idle)
    for p in net.parameters():
        p.grad = None
    net.both(x)[1].square().sum().backward()
    assert net.fcn_1[1].weight.grad is not None and net.fcn[1].weight.grad is None


def test_refinement_is_between_its_two_poses() -> None:
    torch.manual_seed(0)
    net = strided_transformer.build_refinement({"hidden": 32}).eval()
    lifted, seen = torch.randn(3, 2, 17, 3), torch.randn(3, 2, 17, 3)
    with torch.inference_mode():
        out = net(lifted, seen)
        low, high = torch.minimum(lifted, seen)[..., :2], torch.maximum(lifted, seen)[..., :2]
        assert ((out[..., :2] >= low - 1e-6) & (out[..., :2] <= high + 1e-6)).all()
        assert torch.equal(out[..., 2], lifted[..., 2])
        net.post_refine[3].bias.fill_(50)  # the whole share is the first one's
        torch.testing.assert_close(net(lifted, seen), lifted)
        net.post_refine[3].bias.fill_(-50)
        torch.testing.assert_close(net(lifted, seen)[..., :2], seen[..., :2])


def test_unfit_clips_and_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="26 frames"):
        strided_transformer.build(SMALL)(torch.randn(1, 26, 17, 2))
    with pytest.raises(ValueError, match="leave 2 of 54"):
        strided_transformer.build({**SMALL, "frames": 54})
    with pytest.raises(TypeError):
        strided_transformer.build({"unheard_of": 1})
    with pytest.raises(TypeError):
        strided_transformer.build_refinement({"unheard_of": 1})
