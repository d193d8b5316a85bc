"""Which network a state dict belongs to, told by its names and shapes.

There is a function for each network: (names and shapes, under our names) → the settings that its `build` takes, or None
for the weights of another one. What shapes do not tell (heads, strides, paddings) is that of the published network of
the same size, and is left out where there is none: `Family.untold` has the names of those settings.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from core.nets import keras_uplift, renames

Shapes = Mapping[str, Sequence[int]]
Config = dict[str, Any]
State = Mapping[str, Tensor]


@dataclass(frozen=True)
class Family:
    """title: for people; net: the module in core/nets; untold: settings that shapes do not always tell.

    rename: names and layouts in files → ours, all others as they are; build: the function of the module; task: what
    the network does, as cards say it.
    """

    title: str
    net: str
    config: Callable[[Shapes], Config | None]
    untold: tuple[str, ...] = ()
    rename: Callable[[State], State] = dict
    build: str = "build"
    task: str = "lifter"


@dataclass(frozen=True)
class Found:
    """What a state dict is: of which family, with which settings, and itself under our names."""

    family: Family
    config: Config
    state: State


def recognise(state: State) -> Found | None:
    """The network of a state dict as it is in a file, or None. Words that all names begin with are left out."""
    while state:
        for family in FAMILIES:
            renamed = family.rename(state)
            config = _config(family, {name: tuple(value.shape) for name, value in renamed.items()})
            if config is not None:
                return Found(family, config, renamed)
        if len({name.partition(".")[0] for name in state}) > 1 or not all("." in name for name in state):
            break
        state = {name.partition(".")[2]: value for name, value in state.items()}
    return None


def _config(family: Family, shapes: Shapes) -> Config | None:
    try:
        return family.config(shapes)
    except (KeyError, IndexError, ValueError, ZeroDivisionError):  # a name is missing, or has other axes: another net
        return None


def _count(shapes: Shapes, pattern: str) -> int:
    """How many numbers stand in the group of a pattern that names begin with."""
    return len({match[1] for name in shapes if (match := re.match(pattern, name))})


def _ratio(hidden: int, dim: int) -> float:
    """The ratio of which `int(dim * ratio)` is `hidden`."""
    ratio = hidden / dim
    return ratio if int(dim * ratio) == hidden else math.nextafter(ratio, math.inf)


def _channels(flat: int, joints: int) -> Config:
    """Of `flat` numbers a frame: as many a joint as of the joints that come out, or two each of other joints."""
    if flat % joints or flat == 2 * joints:
        return {"n_joints": flat // 2}
    return {"n_joints": joints, "in_chans": flat // joints}


def _heads(published: Mapping[Any, int], size: object) -> Config:
    return {"num_heads": published[size]} if size in published else {}


# ---------------------------------------------------------------- frame by frame


def simple_baseline(shapes: Shapes) -> Config | None:
    size, flat = shapes["w1.weight"]
    stages = _count(shapes, r"linear_stages\.(\d+)\.w1\.")
    return {"linear_size": size, "num_joints": flat // 2, "joints_out": shapes["w2.weight"][0] // 3,
            "num_stages": stages, "norms": "batch_norm" if "batch_norm1.weight" in shapes else "bn"} if stages else None


def _mmpose_simple_baseline(state: State) -> State:
    """mmpose's SimpleBaseline has the names of its TCN; it gives 16 joints, each from a single frame."""
    head = next((state[name] for name in ("head.conv.weight", "keypoint_head.conv.weight") if name in state), None)
    return renames.mmpose_simple_baseline(state) if head is not None and len(head) == 48 else state


def iganet(shapes: Shapes) -> Config | None:
    return {"layers": _count(shapes, r"IGANet\.blocks\.(\d+)\.GCN_Block1\."), "channel": shapes["fcn.weight"][1],
            "n_joints": shapes["IGANet.blocks.0.norm1.weight"][0]}


# ---------------------------------------------------------------- clips


def videopose3d(shapes: Shapes) -> Config | None:
    """`causal` and `strided` leave no trace in the shapes, `dense` that of wider filters: they are given, or False."""
    channels, flat, first = shapes["expand_conv.weight"]
    blocks = _count(shapes, r"layers_conv\.(\d+)\.") // 2
    return {"num_joints_in": flat // 2, "num_joints_out": shapes["shrink.weight"][0] // 3, "channels": channels,
            "filter_widths": [first, *(shapes[f"layers_conv.{2 * i}.weight"][2] for i in range(blocks))]}


def mixste(shapes: Shapes) -> Config | None:
    width, channels = shapes["Spatial_patch_to_embedding.weight"]
    hidden, _ = shapes["STEblocks.0.mlp.fc1.weight"]
    return {"num_frame": shapes["Temporal_pos_embed"][1], "num_joints": shapes["Spatial_pos_embed"][1],
            "in_chans": channels, "embed_dim_ratio": width, "depth": _count(shapes, r"TTEblocks\.(\d+)\."),
            "mlp_ratio": _ratio(hidden, width), "qkv_bias": "STEblocks.0.attn.qkv.bias" in shapes,
            **_heads({512: 8}, width)}


def poseformer(shapes: Shapes) -> Config | None:
    width, channels = shapes["Spatial_patch_to_embedding.weight"]
    hidden, _ = shapes["Spatial_blocks.0.mlp.fc1.weight"]
    return {"num_frame": shapes["weighted_mean.weight"][1], "num_joints": shapes["Spatial_pos_embed"][1],
            "in_chans": channels, "embed_dim_ratio": width, "depth": _count(shapes, r"Spatial_blocks\.(\d+)\."),
            "mlp_ratio": _ratio(hidden, width), "qkv_bias": "blocks.0.attn.qkv.bias" in shapes,
            **_heads({32: 8}, width)}


def dstformer(shapes: Shapes) -> Config | None:
    width, channels = shapes["joints_embed.weight"]
    hidden, _ = shapes["blocks_st.0.mlp_s.fc1.weight"]
    dim_out, dim_rep = shapes["head.weight"]
    return {"dim_in": channels, "dim_out": dim_out, "dim_feat": width, "dim_rep": dim_rep,
            "depth": _count(shapes, r"blocks_ts\.(\d+)\."), "mlp_ratio": _ratio(hidden, width),
            "maxlen": shapes["temp_embed"][1], "num_joints": shapes["pos_embed"][1],
            "att_fuse": "ts_attn.0.weight" in shapes, **_heads({512: 8, 256: 8}, width)}


def mhformer(shapes: Shapes) -> Config | None:
    _, flat, frames = shapes["Transformer_encoder_1.pos_embed"]
    joints = shapes["regression.1.weight"][0] // 3
    return {"frames": frames, **_channels(flat, joints), "out_joints": joints,
            "channel": shapes["Transformer_hypothesis.pos_embed_1"][2],
            "d_hid": shapes["Transformer_hypothesis.CHI_blocks.0.mlp.fc1.weight"][0],
            "layers": _count(shapes, r"Transformer_hypothesis\.SHR_blocks\.(\d+)\.") + 1}


def strided_transformer(shapes: Shapes) -> Config | None:
    channel, flat, _ = shapes["encoder.0.weight"]
    frames = shapes["Transformer.pos_embedding"][1]
    strides = {(351, 3): [3, 9, 13], (27, 3): [3, 3, 3]}.get(  # the published ones
        (frames, _count(shapes, r"Transformer_reduce\.model\.layers\.(\d+)")))
    joints = shapes["fcn.1.weight"][0] // 3
    return {"frames": frames, **_channels(flat, joints), "out_joints": joints, "channel": channel,
            "d_hid": shapes["Transformer.model.layers.0.feed_forward.w_1.weight"][0],
            "layers": _count(shapes, r"Transformer\.model\.layers\.(\d+)"),
            **({"stride_num": strides} if strides else {})}


def refinement(shapes: Shapes) -> Config | None:
    hidden, flat = shapes["post_refine.0.weight"]
    joints = flat // 6
    return {"n_joints": joints, "in_channels": shapes["post_refine.3.weight"][0] // joints, "hidden": hidden}


def frame_transformer(shapes: Shapes) -> Config | None:
    if "since" in shapes:
        return None
    dim, flat = shapes["embed.weight"]
    hidden, _ = shapes["blocks.0.fc1.weight"]
    joints = shapes["head.weight"][0] // 3
    return {"dim": dim, "depth": _count(shapes, r"blocks\.(\d+)\."), "mlp_ratio": _ratio(hidden, dim),
            "maxlen": shapes["time"][1], "joints": joints, "dim_in": flat // joints,
            **({"heads": 8} if dim == 256 else {})}


# ---------------------------------------------------------------- sparse to dense

# The published ones, by how many tokens go into each block with a stride.
_THINNED: dict[tuple[int, ...], Config] = {
    (71, 23, 3): {"s_out": 5, "strides": [3, 10, 3], "paddings": [[0, 0], [0, 0], [0, 0]]},
    (41, 11, 3): {"s_out": 2, "strides": [4, 4, 3], "paddings": [[1, 1], [0, 0], [0, 0]]},
}


def uplift_upsample(shapes: Shapes) -> Config | None:
    channels, width = shapes["keypoint_embedding.weight"][::-1]
    hidden, wide = shapes["temporal_block_1.mlp.fc1.weight"]
    strided = _count(shapes, r"strided_temporal_block_(\d+)\.")
    lengths = tuple(shapes[f"strided_temporal_pe_{i}.pe"][0] for i in range(1, strided + 1))
    return {"tokens": shapes["temporal_pe.pe"][0], "num_joints": shapes["spatial_pe.pe"][0], "in_chans": channels,
            "d_joint": width, "d_temp": wide, "spatial_blocks": _count(shapes, r"spatial_block_(\d+)\."),
            "temporal_blocks": _count(shapes, r"temporal_block_(\d+)\."), "mlp_ratio": _ratio(hidden, wide),
            **_heads({(32, 384): 8}, (width, wide)), **_THINNED.get(lengths, {})}


def frame_upsampler(shapes: Shapes) -> Config | None:
    dim, flat = shapes["embed.weight"]
    hidden, _ = shapes["blocks.0.fc1.weight"]
    joints = shapes["head.weight"][0] // 3
    return {"tokens": shapes["since"][0] - 1, "num_joints": joints, "in_chans": flat // joints, "dim": dim,
            "depth": _count(shapes, r"blocks\.(\d+)\."), "mlp_ratio": _ratio(hidden, dim),
            **({"heads": 8, "s_out": 1} if dim == 256 else {})}


# ---------------------------------------------------------------- detectors of joints in crops


def hrnet(shapes: Shapes) -> Config | None:
    joints, width, kernel, _ = shapes["final_layer.weight"]
    blocks = _count(shapes, r"stage2\.0\.branches\.0\.(\d+)\.")
    modules = [_count(shapes, rf"stage{stage}\.(\d+)\.") for stage in (2, 3, 4)]
    return {"width": width, "num_joints": joints, "final_kernel": kernel, "modules": modules,
            "blocks": blocks} if blocks else None


# The published depths, by the blocks of the second stage.
_DEEPEN = {1: 0.167, 2: 0.33, 4: 0.67, 6: 1.0, 8: 1.33}


def rtmpose(shapes: Shapes) -> Config | None:
    joints, _, kernel, _ = shapes["head.final_layer.weight"]
    hidden, cells = shapes["head.mlp.1.weight"]
    bins_x, bins_y = (shapes[f"head.cls_{axis}.weight"][0] for axis in "xy")
    split = math.sqrt(bins_x * bins_y / cells) / 32  # a cell is 32 × 32 pixels
    blocks = _count(shapes, r"backbone\.stage2\.1\.blocks\.(\d+)\.")
    return {"deepen_factor": _DEEPEN.get(blocks, blocks / 6),
            "widen_factor": shapes["backbone.stem.2.conv.weight"][0] / 64, "out_channels": joints,
            "input_size": [round(bins_x / split), round(bins_y / split)], "simcc_split_ratio": split,
            "final_layer_kernel_size": kernel, "hidden_dims": hidden,
            "attention_dims": shapes["head.gau.gamma"][1],
            "expansion_factor": shapes["head.gau.o.weight"][1] // hidden}


FAMILIES = (
    Family("SimpleBaseline", "simple_baseline", simple_baseline, rename=_mmpose_simple_baseline),
    Family("VideoPose3D", "videopose3d", videopose3d, rename=renames.mmpose_tcn),
    Family("MixSTE", "mixste", mixste, ("num_heads",)),
    Family("IGANet", "iganet", iganet),
    Family("MotionBERT (DSTformer)", "dstformer", dstformer, ("num_heads",), renames.mmpose_dstformer),
    Family("PoseFormer", "poseformer", poseformer, ("num_heads",)),
    Family("MHFormer", "mhformer", mhformer),
    Family("StridedTransformer", "strided_transformer", strided_transformer, ("stride_num",)),
    Family("the refinement of StridedTransformer", "strided_transformer", refinement, build="build_refinement"),
    Family("Uplift and Upsample", "uplift_upsample", uplift_upsample, ("num_heads", "s_out", "strides", "paddings"),
           keras_uplift.rename),
    Family("the lifter of key-frames of Parallax", "frame_upsampler", frame_upsampler, ("heads", "s_out")),
    Family("the lifter of Parallax", "frame_transformer", frame_transformer, ("heads",)),
    Family("HRNet", "hrnet", hrnet, rename=renames.mmpose_hrnet, task="detector"),
    Family("RTMPose", "rtmpose", rtmpose, task="detector"),
)
