"""From the names in published files to the names of the nets here, where the two differ.

Each function takes the state dict of one kind of file, unwrapped (core/weights.py), and gives a new one with the same
tensors under our names; nothing is changed in place. Names that no rule knows are left as they are, so that loading
says what is wrong.
"""

import re
from collections.abc import Mapping

from torch import Tensor

State = dict[str, Tensor]


def mmpose_tcn(state: Mapping[str, Tensor]) -> State:
    """mmpose's TCN, of 2021 or later → core.nets.videopose3d; a trajectory network beside it is left out."""
    state = _without_trajectory(state)

    def block(match: re.Match[str]) -> str:
        return f"layers_{match[3]}.{2 * int(match[1]) + int(match[2]) - 1}."

    renamed = _renamed(state, (r"^backbone\.expand_conv\.(conv|bn)\.", r"expand_\1."),
                       (r"^(?:keypoint_)?head\.conv\.", "shrink."))
    pattern = re.compile(r"^backbone\.tcn_blocks\.(\d+)\.conv([12])\.0\.(conv|bn)\.")
    return {pattern.sub(block, name): value for name, value in renamed.items()}


def mmpose_simple_baseline(state: Mapping[str, Tensor]) -> State:
    """mmpose's SimpleBaseline3D → core.nets.simple_baseline with 17 joints in, 16 out and norms "bn".

    Its convolutions over one frame are linear layers, and have no bias where a normalization follows.
    """
    renamed = _renamed(_without_trajectory(state), (r"^backbone\.expand_conv\.conv\.", "w1."),
                       (r"^backbone\.expand_conv\.bn\.", "bn1."),
                       (r"^backbone\.tcn_blocks\.(\d+)\.conv([12])\.0\.conv\.", r"linear_stages.\1.w\2."),
                       (r"^backbone\.tcn_blocks\.(\d+)\.conv([12])\.0\.bn\.", r"linear_stages.\1.bn\2."),
                       (r"^(?:keypoint_)?head\.conv\.", "w2."))
    out = {name: value.squeeze(-1) if value.ndim == 3 else value for name, value in renamed.items()}
    for name in [name for name in out if re.search(r"(^|\.)w\d\.weight$", name)]:
        out.setdefault(name.removesuffix("weight") + "bias", out[name].new_zeros(len(out[name])))
    return out


def mmpose_dstformer(state: Mapping[str, Tensor]) -> State:
    """mmpose's DSTFormer → core.nets.dstformer."""
    return _renamed(state, (r"^backbone\.spat_embed$", "pos_embed"), (r"^backbone\.attn_regress\.", "ts_attn."),
                    (r"\.mlp_([st])\.0\.", r".mlp_\1.fc1."), (r"\.mlp_([st])\.2\.", r".mlp_\1.fc2."),
                    (r"^head\.pre_logits\.fc\.", "pre_logits.fc."), (r"^head\.fc\.", "head."), (r"^backbone\.", ""))


def mmpose_hrnet(state: Mapping[str, Tensor]) -> State:
    """mmpose's HRNet with its heat-map head, of 2021 or later → the names of HRNet's authors."""
    return _renamed(state, (r"^backbone\.", ""), (r"^(?:keypoint_)?head\.final_layer\.", "final_layer."))


def weigq_to_l2d(state: Mapping[str, Tensor]) -> State:
    """core.nets.simple_baseline with norms "batch_norm" → the same with norms "bn"."""
    return _renamed(state, (r"(^|\.)batch_norm([12])\.", r"\1bn\2."))


def l2d_to_weigq(state: Mapping[str, Tensor]) -> State:
    """The inverse of `weigq_to_l2d`."""
    return _renamed(state, (r"(^|\.)bn([12])\.", r"\1batch_norm\2."))


def _renamed(state: Mapping[str, Tensor], *rules: tuple[str, str]) -> State:
    """Every rule, a pattern and what takes its place, applied in turn to every name."""
    out = {}
    for name, value in state.items():
        for pattern, new in rules:
            name = re.sub(pattern, new, name)
        out[name] = value
    return out


def _without_trajectory(state: Mapping[str, Tensor]) -> State:
    """Semi-supervised files hold a second network, of the root's trajectory."""
    return {name: value for name, value in state.items() if not name.startswith("traj_")}
