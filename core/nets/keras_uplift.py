"""The weights of Uplift and Upsample as Keras wrote them → core.nets.uplift_upsample.

Keras numbers the parts of a layer through the whole program ("dense_120"), so their names differ from file to file;
the order within a layer is always the same. Dense kernels are (in, out) and convolutions (width, in, out): torch has
them the other way round.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.errors import ParallaxError
from core.words import marked

if TYPE_CHECKING:
    from torch import Tensor

State = dict[str, Any]

MAX_BYTES = 1 << 30  # the published files have 42 MB

_ATTENTION = ["norm1.gamma", "norm1.beta",
              *(f"attn.{part}.{kind}" for part in ("wq", "wk", "wv", "projection") for kind in ("kernel", "bias")),
              "norm2.gamma", "norm2.beta"]
_MLP, _STRIDED_MLP = ([f"mlp.{part}.{kind}" for part in parts for kind in ("kernel", "bias")]
                      for parts in (("fc1", "fc2"), ("fc1", "strided_conv")))

# The weights of each layer in the order of the files, by how the layer's name begins.
_ORDER = {
    "spatial_block_": _ATTENTION + _MLP, "temporal_block_": _ATTENTION + _MLP,
    "strided_temporal_block_": _ATTENTION + _STRIDED_MLP,
    "spatial_pe": ["pe"], "temporal_pe": ["pe"], "strided_temporal_pe_": ["pe"], "strided_input_token_layer": ["u"],
    "spatial_norm": ["gamma", "beta"], "keypoint_embedding": ["kernel", "bias"],
    "spatial_to_temporal_fc": ["kernel", "bias"], "temporal_fc": ["kernel", "bias"],
    "strided_temporal_fc": ["kernel", "bias"],
}
_TORCH = {"kernel": "weight", "gamma": "weight", "beta": "bias"}


def rename(state: Mapping[str, "Tensor"]) -> "dict[str, Tensor]":
    """Names of Keras ("temporal_block_1/mha_4/dense_24/kernel:0") or told plainly ("temporal_block_1.attn.wq.kernel").

    Those of each layer must be in the order of the file. A layer that has other parts than it should keeps its names,
    so that loading says what is wrong. States without such names are given back as they are.
    """
    out: dict[str, Tensor] = {}
    for name, value in _plain(state).items():
        before, _, kind = name.rpartition(".")
        if kind == "kernel" and value.ndim > 1:
            value = value.permute(*reversed(range(value.ndim)))
        out[f"{before}.{_TORCH[kind]}" if before and kind in _TORCH else name] = value
    return out


def _plain(state: Mapping[str, "Tensor"]) -> "dict[str, Tensor]":
    """Names without the numbers of Keras; names with dots are left."""
    layers: dict[str, list[str]] = {}
    for name in state:
        if "/" in name:
            layers.setdefault(name.split("/")[0], []).append(name)
    plain: dict[str, str] = {}
    for layer, names in layers.items():
        wanted = _ORDER.get(re.sub(r"(?<=_)\d+$", "", layer), [])
        kinds = [re.sub(r":\d+$", "", name.rsplit("/", 1)[1]) for name in names]
        if len(wanted) == len(names) and all(kind == full.rpartition(".")[2] or full in ("pe", "u")
                                             for kind, full in zip(kinds, wanted, strict=True)):
            plain.update({name: f"{layer}.{full}" for name, full in zip(names, wanted, strict=True)})
    return {plain.get(name, name): value for name, value in state.items()}


def read(file: Any) -> State:
    """The arrays of a Keras weight file (HDF5), "LAYER/…/kernel:0" each, layer by layer in their order.

    Nothing outside the file is followed and nothing in it is run. Raises ParallaxError for a file that is damaged, too
    large, or no weights.
    """
    import h5py

    try:
        with h5py.File(file, "r") as opened:
            return _arrays(file, opened)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError) as fault:  # what damage makes of it
        raise _unfit(file, marked("it holds no weights of Keras that can be read ({kind})."),
                     kind=type(fault).__name__) from None


def _arrays(file: Any, opened: Any) -> State:
    import h5py

    inside: dict[str, Any] = {"": opened}
    opened.visititems(lambda name, item: inside.__setitem__(name, item))  # follows no links, so none out of the file
    root = "" if "layer_names" in opened.attrs else "model_weights"  # there where a whole model was saved
    out: State = {}
    left = MAX_BYTES
    for layer in map(_text, inside[root].attrs["layer_names"]):
        for weight in map(_text, inside[f"{root}/{layer}".strip("/")].attrs["weight_names"]):
            found = inside[f"{root}/{layer}/{weight}".strip("/")]
            if not isinstance(found, h5py.Dataset) or found.dtype.kind != "f" or found.external or found.is_virtual:
                raise _unfit(file, marked("{weight} in it is no array of numbers."), weight=weight)
            left -= int(found.size) * 4
            if left < 0:
                raise _unfit(file, marked("it is too large for the weights of this network."))
            out[weight if weight.startswith(f"{layer}/") else f"{layer}/{weight}"] = found[()].astype("float32")
    return out


def _text(name: Any) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)


def _unfit(file: Any, fault: str, **values: object) -> ParallaxError:
    return ParallaxError(file, fault, "Give the .h5 file of weights as it was published.", **values)
