"""The lifter of key-frames: where it begins, what it looks at, and what a file of its weights tells."""

import itertools

import pytest
import torch

from core import weights
from core.nets import frame_transformer, frame_upsampler

SMALL = {"dim": 16, "depth": 2, "heads": 2}


def built(tokens: int = 9, **more: object) -> frame_upsampler.FrameUpsampler:
    torch.manual_seed(0)
    return frame_upsampler.build({"tokens": tokens, **SMALL, **more}).eval()  # type: ignore[return-value]


def test_it_begins_as_the_lifter_of_every_frame() -> None:
    torch.manual_seed(1)
    dense = frame_transformer.build({"maxlen": 12, **SMALL}).eval()
    net = built()
    net.adopt(dense.state_dict())
    x = torch.randn(2, 9, 17, 3)
    known = torch.arange(9).expand(2, 9) % 4 == 0
    with torch.inference_mode():
        every, centre = net(x, known)
        torch.testing.assert_close(every, dense(x))
    assert torch.equal(centre, every[:, 4])


def test_it_adopts_its_own_weights_and_refuses_those_of_other_networks() -> None:
    one, two = built(), built()
    torch.nn.init.normal_(one.since)
    two.adopt(one.state_dict())
    assert torch.equal(two.since, one.since)
    with pytest.raises(RuntimeError, match="blocks"):
        built().adopt(frame_transformer.build({"maxlen": 9, **SMALL, "depth": 3}).state_dict())
    with pytest.raises(RuntimeError, match="time"):
        built().adopt(frame_transformer.build({"maxlen": 8, **SMALL}).state_dict())


def test_distances_to_key_frames_are_counted() -> None:
    for keys in itertools.product([False, True], repeat=5):
        since, until = frame_upsampler.distances(torch.tensor([keys]))
        for here in range(5):
            before = [here - i for i in range(here + 1) if keys[i]]
            after = [i - here for i in range(here, 5) if keys[i]]
            assert since[0, here] == min(before, default=5) and until[0, here] == min(after, default=5)


def test_which_tokens_are_known_matters_once_it_has_learned() -> None:
    net, x = built(), torch.randn(1, 9, 17, 3)
    some, others = torch.arange(9)[None] % 4 == 0, torch.arange(9)[None] % 2 == 0
    with torch.inference_mode():
        assert torch.equal(net(x, some)[0], net(x, others)[0])
        torch.nn.init.normal_(net.until)
        assert not torch.allclose(net(x, some)[0], net(x, others)[0])


def test_it_takes_its_own_number_of_tokens() -> None:
    with pytest.raises(ValueError, match="8 tokens, but the network takes 9"):
        built()(torch.zeros(1, 8, 17, 3), torch.ones(1, 8, dtype=torch.bool))


def test_a_file_of_its_weights_tells_what_it_is() -> None:
    net = built(dim=256, heads=8)
    again = weights.from_state_dict(net.state_dict())
    assert type(again) is frame_upsampler.FrameUpsampler and again.config == net.config
    dense = weights.from_state_dict(frame_transformer.build({"depth": 1}).state_dict())
    assert type(dense) is frame_transformer.FrameTransformer
