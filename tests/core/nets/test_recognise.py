"""A published file tells which network it is of: every table and fixture, in everything that files are wrapped in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from core import cards, checkpoints, inert, weights
from core.errors import ParallaxError
from core.nets import keras_uplift, recognise
from tests.core.nets import published
from tests.core.nets.test_keras_uplift import listing, write

WRAPPINGS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "raw": lambda state: state,
    "of_several_gpus": lambda state: {f"module.{key}": value for key, value in state.items()},
    "videopose3d": lambda state: {"epoch": 80, "lr": 1e-3, "random_state": inert.Unread(), "optimizer": {},
                                  "model_pos": state, "model_traj": None},
    "mixste": lambda state: {"epoch": 1, "model_pos": {f"module.{key}": value for key, value in state.items()}},
    "weigq": lambda state: {"epoch": 1, "err": 45.0, "state_dict": state, "optimizer": {"state": {}}},
    "mmengine": lambda state: {"meta": {"epoch": 1}, "state_dict": state, "message_hub": {}},
    "best": lambda state: {"epoch": 1, "model": "pose_net", "best_state_dict": state},
    "nested": lambda state: {"model": {"state_dict": {f"module.{key}": value for key, value in state.items()}}},
    "of_a_trainer": lambda state: {"state_dict": {f"model.net.{key}": value for key, value in state.items()}},
}
# Settings of training, and those that change nothing in use.
IDLE = {"dropout", "drop_path", "drop_path_rate", "p_dropout", "cls", "in_features", "num_stage", "d_hid"}
TABLES = {"simplebaseline_l2d": "SimpleBaseline", "simplebaseline_weigq": "SimpleBaseline",
          "mmpose_simplebaseline3d": "SimpleBaseline", "videopose3d_33333": "VideoPose3D",
          "videopose3d_111": "VideoPose3D", "mmpose_tcn_1frame": "VideoPose3D", "mmpose_tcn_243": "VideoPose3D",
          "mixste_243": "MixSTE", "mixste_1": "MixSTE", "mixste_tmt_243_in5": "MixSTE", "iganet": "IGANet",
          "iganet_panoptic15": "IGANet", "motionbert_full": "DSTformer", "motionbert_lite": "DSTformer",
          "mmpose_motionbert": "DSTformer", "poseformer_81": "PoseFormer", "mhformer_351": "MHFormer",
          "mhformer_27": "MHFormer", "stridedtransformer_351": "StridedTransformer",
          "stridedtransformer_refine": "Refinement", "uplift_upsample_h36m_351": "UpliftUpsample",
          "uplift_upsample_h36m_81": "UpliftUpsample", "hrnet_w32": "HRNet", "hrnet_w48": "HRNet",
          "mmpose_hrnet_w32": "HRNet", "mmpose_hrnet_w48": "HRNet", "rtmpose_m": "RTMPose", "rtmpose_l": "RTMPose",
          "dwpose_l": "RTMPose"}


def hollow(shapes: dict[str, list[int]]) -> dict[str, Tensor]:
    return {key: torch.empty(shape, device="meta") for key, shape in shapes.items()}


def pairs() -> list[tuple[str, str]]:
    """Every table bare and in two wrappings, and every wrapping around six tables or more: unwrapping does not know of
    networks, so that all of both would only take time."""
    wrappings = [wrapping for wrapping in WRAPPINGS if wrapping != "raw"]
    turns = len(wrappings)
    return [(name, wrapping) for n, name in enumerate(TABLES)
            for wrapping in ("raw", wrappings[n % turns], wrappings[(n + turns // 2) % turns])]


@pytest.mark.parametrize("name, wrapping", pairs())
def test_every_table_in_wrappings(shared: Path, name: str, wrapping: str) -> None:
    told = published.table(shared, name)
    net = weights.from_state_dict(WRAPPINGS[wrapping](hollow(told["keys"])))
    assert type(net).__name__ == TABLES[name] and not net.training
    if not name.startswith(("mmpose", "uplift")):
        got = vars(net.config)
        assert {key: got[key] for key in got.keys() & told["config"].keys() - IDLE} == {
            key: value for key, value in told["config"].items() if key in got.keys() - IDLE}
    beside = {"mmpose_simplebaseline3d": -5 * 1024,  # its layers before a normalization have no bias
              "iganet_panoptic15": 4 * 15**2}.get(name, 0)  # the graph
    assert sum(p.numel() for p in net.parameters()) == told["params"] - beside


@pytest.mark.parametrize("name", ["uplift_upsample_h36m_351", "uplift_upsample_h36m_81"])
def test_keras_names_are_known(shared: Path, name: str) -> None:
    config = published.table(shared, name)["config"]
    net = weights.from_state_dict(hollow(listing(shared, name)))
    assert (net.frames, net.s_out) == (config["SEQUENCE_LENGTH"], config["SEQUENCE_STRIDE"])
    assert (net.config.strides, net.config.paddings) == (config["STRIDES"], config["PADDINGS"])


def check(known: dict[str, Any], content: Any, **overrides: Any) -> None:
    """What comes out is what the fixture says, to 1e-4 of its greatest number."""
    net = weights.from_state_dict(content, **overrides)
    x = known["input"] if known["input"].ndim == 4 else known["input"].unflatten(1, (-1, 2))[:, None]
    with torch.inference_mode():
        out = net.both(x) if hasattr(net, "both") else net(x, *[known[key] for key in ("stride_mask",) if key in known])
    want = [known[key] for key in ("output_sequence", "output_central") if key in known] or known["output"]
    for mine, theirs in zip(*(y if isinstance(y, tuple | list) else [y] for y in (out, want)), strict=True):
        assert (mine.reshape(theirs.shape) - theirs).abs().max() <= 1e-4 * theirs.abs().max()


# What the shapes do not tell of networks that are smaller than any published one.
SMALL: dict[str, dict[str, Any]] = {
    "simplebaseline_l2d_small": {}, "simplebaseline_weigq_small": {}, "iganet_full": {},
    "videopose3d_333_small": {}, "videopose3d_333_causal_small": {"causal": True}, "videopose3d_333_traj_small": {},
    "videopose3d_333_strided1f_small": {"strided": True}, "mhformer_9_small": {}, "mhformer_81_small": {},
    "stridedtransformer_27_small": {}, "mixste_9_small": {"num_heads": 8}, "mixste_9_in5_small": {"num_heads": 8},
    "poseformer_9_small": {"num_heads": 8}, "motionbert_small": {"num_heads": 4},
    "motionbert_small_nofuse": {"num_heads": 4},
}


@pytest.mark.parametrize("name", SMALL)
def test_every_fixture(shared: Path, name: str) -> None:
    known = published.fixture(shared, name)
    state = known["state_dict"] or published.recipe(shared, known["shapes"])
    check(known, {"model_pos": {f"module.{key}": value.numpy() for key, value in state.items()}}, **SMALL[name])


@pytest.mark.parametrize("name", ["pad0", "pad0_nomask", "pad1"])
def test_every_fixture_of_keras(shared: Path, tmp_path: Path, name: str) -> None:
    known = published.fixture(shared, f"uplift_upsample_small_{name}")
    state = published.recipe(shared, known["shapes"])
    told = known["config"]
    given = {"num_heads": 8, "s_out": told["SEQUENCE_STRIDE"], "strides": told["STRIDES"],
             "paddings": told["PADDINGS"] or [[1, 1]] * 2, "masked_blocks": told["FIRST_STRIDED_TOKEN_ATTENTION_LAYER"]}
    check(known, state, **given)
    arrays = {key: value.numpy() for key, value in zip(known["keras_names"], state.values(), strict=True)}
    check(known, arrays, **given)
    check(known, checkpoints.read(write(tmp_path / "a.h5", arrays)), **given)


@pytest.mark.parametrize("prefix", ["head.", "keypoint_head."])
def test_a_file_of_mmpose_gives_the_published_numbers(shared: Path, prefix: str) -> None:
    known = published.fixture(shared, "motionbert_small")

    def theirs(name: str) -> str:
        for ours, other in (("pos_embed", "spat_embed"), ("ts_attn", "attn_regress"), (".fc1.", ".0."),
                            (".fc2.", ".2.")):
            name = name.replace(ours, other)
        return f"head.{name.replace('head.', 'fc.')}" if name.startswith(("head", "pre_logits")) else f"backbone.{name}"

    if prefix == "head.":
        check(known, {"meta": {}, "state_dict": {theirs(key): value for key, value in known["state_dict"].items()}},
              num_heads=4)
    known = published.fixture(shared, "videopose3d_333_small")
    state = {}
    for key, value in known["state_dict"].items():
        kind, _, rest = key.partition(".")
        if kind.startswith("layers"):
            at, _, last = rest.partition(".")
            new = f"backbone.tcn_blocks.{int(at) // 2}.conv{int(at) % 2 + 1}.0.{kind.removeprefix('layers_')}.{last}"
        else:
            new = f"{prefix}conv.{rest}" if kind == "shrink" else f"backbone.expand_conv.{kind[7:]}.{rest}"
        state[new] = value
    check(known, {"meta": {}, "state_dict": {**state, "traj_head.conv.weight": torch.ones(1)}})


def test_our_own_lifter_is_recognised() -> None:
    card = cards.card(cards.DEFAULT_LIFTER)
    net = weights.from_state_dict(weights.load(weights.path(card)))
    assert {key: getattr(net.config, key) for key in card.config} == card.config


def test_what_others_put_beside_the_weights_does_no_harm(shared: Path) -> None:
    known = published.fixture(shared, "iganet_full")
    state = {**published.recipe(shared, known["shapes"]), "A": torch.ones(4, 17, 17), "total_ops": torch.ones(1),
             "IGANet.blocks.0.GCN_Block1.adj": torch.ones(4, 17, 17)}
    check(known, state)
    known = published.fixture(shared, "videopose3d_333_small")  # before torch 0.4.1 nobody counted
    check(known, {key: value for key, value in known["state_dict"].items() if "num_batches" not in key})


def test_what_shapes_do_not_tell_is_asked_for(shared: Path) -> None:
    for name, settings in (("motionbert_small", "num_heads"), ("mixste_9_small", "num_heads"),
                           ("poseformer_9_small", "num_heads"),
                           ("uplift_upsample_small_pad1", "num_heads, s_out, strides, paddings")):
        known = published.fixture(shared, name)
        with pytest.raises(ParallaxError, match=f"do not tell {settings}"):
            weights.from_state_dict(hollow(known["shapes"]))
    shapes = {key: [81 if n == 27 else n for n in shape] if "embedding" in key else shape
              for key, shape in published.fixture(shared, "stridedtransformer_27_small")["shapes"].items()}
    with pytest.raises(ParallaxError, match="do not tell stride_num"):
        weights.from_state_dict(hollow(shapes))
    assert weights.from_state_dict(hollow(shapes), stride_num=[3, 3, 9]).frames == 81


def test_unfit_settings_are_told(shared: Path) -> None:
    shapes = hollow(published.fixture(shared, "mixste_9_small")["shapes"])
    for given, fault in (({"num_heads": 7}, "7 heads"), ({"num_heads": 8, "unheard_of": 1}, "unheard_of"),
                         ({"num_heads": 8, "depth": 2}, r"too many \(24\): .*and 21 more"),
                         ({"num_heads": 8, "depth": 4}, r"missing \(24\): "),
                         ({"num_heads": 8, "in_chans": 3}, r"another shape \(1\): .*\(64, 2\) instead of \(64, 3\)")):
        with pytest.raises(ParallaxError, match=fault) as caught:
            weights.from_state_dict(shapes, **given)
        assert caught.value.subject == "MixSTE"


def test_damaged_weights_say_what_is_wrong(shared: Path) -> None:
    state = hollow(published.table(shared, "poseformer_81")["keys"])
    del state["blocks.2.norm1.bias"]
    state["head.1.weight"] = state["head.1.weight"][:50]
    state["decoder.weight"] = state["head.1.bias"]
    with pytest.raises(ParallaxError) as caught:
        weights.from_state_dict(state)
    for part in ("missing (1): blocks.2.norm1.bias;", "too many (1): decoder.weight;",
                 "of another shape (1): head.1.weight (50, 544) instead of (51, 544)."):
        assert part in caught.value.fault


def test_other_networks_are_not_taken_for_ours() -> None:
    """Those whose names are like ours: a trunk without a head, and an ordinary ResNet."""
    trunk = {f"backbone.stem.{i}.conv.weight": torch.ones(8, 3, 3, 3) for i in range(3)}
    resnet = {"conv1.weight": torch.ones(64, 3, 7, 7), "bn1.weight": torch.ones(64),
              "layer1.0.conv1.weight": torch.ones(64, 64, 1, 1), "final_layer.weight": torch.ones(17, 256, 1, 1)}
    for state in (trunk, resnet):
        with pytest.raises(ParallaxError, match="no network that is known") as caught:
            weights.from_state_dict(state)
        assert "MixSTE" in caught.value.remedy and "RTMPose" in caught.value.remedy


def test_settings_of_detectors(shared: Path) -> None:
    """Sizes, joints and crops are told by the shapes; of the smallest network too."""
    known = published.fixture(shared, "rtmpose_small")
    found = recognise.recognise(hollow(known["shapes"]))
    assert found is not None and found.family.task == "detector"
    assert found.config["input_size"] == [96, 128] and found.config["deepen_factor"] == 0.167
    told = published.table(shared, "hrnet_w48")["keys"]
    shapes = {key: [26, 48, 1, 1] if key == "final_layer.weight" else [26] if key == "final_layer.bias" else shape
              for key, shape in told.items()}
    net = weights.from_state_dict(hollow(shapes))
    assert (net.config.width, net.config.num_joints, net.config.modules, net.config.blocks) == (48, 26, [1, 4, 3], 4)


@pytest.mark.parametrize("content", [{}, {"a": 1}, {"state_dict": {"a": "b"}}, {"a": np.array(["b"])},
                                     {1: torch.ones(1)}, {"a": torch.ones(2, 2).to_sparse()},
                                     {"w1.weight": torch.ones(1).expand(4096, 4096)}])
def test_what_is_no_state_dict_is_refused(content: Any) -> None:
    with pytest.raises(ParallaxError):
        weights.from_state_dict(content)


def test_a_few_names_ask_for_no_memory() -> None:
    """A network that would be of many GB is refused for the names that are missing, before it is built."""
    state = {"w1.weight": torch.empty(1 << 20, 34), "w2.weight": torch.empty(51, 1),
             "linear_stages.0.w1.weight": torch.empty(1, 1)}
    with pytest.raises(ParallaxError, match="missing"):
        weights.from_state_dict(state)


def test_families_are_told_apart(shared: Path) -> None:
    """Each table is of one family alone, whatever their order."""
    for name in TABLES:
        if name in ("mmpose_tcn_1frame", "mmpose_simplebaseline3d"):  # alike but for the number of joints
            continue
        state = hollow(published.table(shared, name)["keys"])
        fit = [family.title for family in recognise.FAMILIES if recognise._config(
            family, {key: tuple(value.shape) for key, value in family.rename(state).items()})]
        assert len(fit) == 1


def test_any_ratio_of_the_mlp_is_found() -> None:
    for dim in range(1, 80):
        for hidden in range(1, 400, 7):
            assert int(dim * recognise._ratio(hidden, dim)) == hidden


def test_rename_of_keras_is_of_its_network_alone(shared: Path) -> None:
    for name in TABLES:
        if TABLES[name] in ("UpliftUpsample", "RTMPose"):  # the latter has a gamma and a beta, and another rename
            continue
        state = hollow(published.table(shared, name)["keys"])
        assert keras_uplift.rename(state).keys() == state.keys()


def test_the_network_is_where_its_weights_are(shared: Path) -> None:
    net: nn.Module = weights.from_state_dict(hollow(published.table(shared, "iganet")["keys"]))
    assert {p.device.type for p in net.parameters()} == {"meta"}
