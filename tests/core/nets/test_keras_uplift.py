"""Keras weight files of Uplift and Upsample: by the order in each layer, and nothing outside the file is followed."""

import os
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import torch

from core.errors import ParallaxError
from core.nets import keras_uplift
from tests.core.nets import published


def listing(shared: Path, name: str) -> dict[str, list[int]]:
    """Names and shapes in the order of a real file."""
    layers = published.table(shared, name)["h5_layers"]
    return {weight: shape for layer in layers.values() for weight, shape in layer}


def write(path: Path, arrays: dict[str, Any], root: str = "/") -> Path:
    """A file as Keras writes it: a group a layer with the names of its weights in their order."""
    layers: dict[str, list[str]] = {"token_dropout": []}
    for name in arrays:
        layers.setdefault(name.split("/")[0], []).append(name)
    with h5py.File(path, "w") as file:
        top = file.require_group(root)
        top.attrs["layer_names"] = [layer.encode() for layer in layers]
        for layer, names in layers.items():
            group = top.create_group(layer)
            group.attrs["weight_names"] = np.array([name.encode() for name in names], dtype="S99")
            for name in names:
                if isinstance(arrays[name], np.ndarray):
                    group.create_dataset(name, data=arrays[name])
    return path


@pytest.fixture
def small(shared: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """A fixture, and its weights under the names of the file."""
    known = published.fixture(shared, "uplift_upsample_small_pad1")
    arrays = dict(zip(known["keras_names"], (value.numpy() for value in known["state"].values()), strict=True))
    return known, arrays


@pytest.mark.parametrize("name", ["uplift_upsample_h36m_351", "uplift_upsample_h36m_81"])
def test_both_kinds_of_names_become_the_same(shared: Path, name: str) -> None:
    def named(shapes: dict[str, list[int]]) -> dict[str, torch.Tensor]:
        return keras_uplift.rename({key: torch.empty(shape, device="meta") for key, shape in shapes.items()})

    real, plain = named(listing(shared, name)), named(published.table(shared, name)["keys"])
    assert {key: value.shape for key, value in real.items()} == {key: value.shape for key, value in plain.items()}
    assert real["strided_temporal_block_2.mlp.strided_conv.weight"].shape == (384, 768, 3)
    assert not any("/" in key or "kernel" in key for key in real)


def test_each_weight_finds_its_place(small: Any) -> None:
    """Equal shapes hide an exchange: the recipe's numbers follow from the names."""
    known, arrays = small
    real = keras_uplift.rename({key: torch.from_numpy(value) for key, value in arrays.items()})
    plain = keras_uplift.rename(known["state"])
    assert real.keys() == plain.keys() and all(torch.equal(real[key], plain[key]) for key in plain)
    assert torch.equal(plain["temporal_block_2.attn.wv.weight"], known["state"]["temporal_block_2.attn.wv.kernel"].T)


def test_a_layer_with_other_parts_keeps_its_names(small: Any) -> None:
    _, arrays = small
    state = {key: torch.from_numpy(value) for key, value in arrays.items()}
    del state["spatial_norm/beta:0"]
    swapped = {"temporal_fc/bias:0": state.pop("temporal_fc/bias:0"), **state}
    out = keras_uplift.rename(swapped)
    assert "spatial_norm/gamma:0" in out and "temporal_fc/bias:0" in out and "spatial_block_1.norm1.weight" in out


def test_other_states_are_left_as_they_are() -> None:
    state = {"blocks.0.norm.weight": torch.ones(2), "head.bias": torch.ones(3)}
    assert keras_uplift.rename(state) == state


@pytest.mark.parametrize("root", ["/", "model_weights"])
def test_a_file_is_read_in_its_order(tmp_path: Path, small: Any, root: str) -> None:
    _, arrays = small
    backwards = dict(reversed(arrays.items()))  # by the alphabet, or by chance, the layers need not be in our order
    ordered = {name: arrays[name] for layer in {name.split("/")[0]: 0 for name in backwards}
               for name in arrays if name.split("/")[0] == layer}
    got = keras_uplift.read(write(tmp_path / "a.h5", ordered, root))
    assert list(got) == list(ordered)
    assert all(np.array_equal(got[name], arrays[name]) and got[name].dtype == np.float32 for name in arrays)


def test_links_out_of_a_file_are_not_followed(tmp_path: Path, small: Any) -> None:
    _, arrays = small
    inside = write(tmp_path / "secret.h5", arrays)
    (tmp_path / "secret.txt").write_bytes(os.urandom(64))
    name = "temporal_pe/positional_encoding_weights:0"

    def missing(path: Path) -> h5py.Group:
        return h5py.File(write(path, {**arrays, name: None}), "a")

    with missing(tmp_path / "link.h5") as file:
        file[f"temporal_pe/{name}"] = h5py.ExternalLink(str(inside), f"temporal_pe/{name}")
    with missing(tmp_path / "raw.h5") as file:
        file["temporal_pe"].create_dataset(name, (16,), "f4", external=[(str(tmp_path / "secret.txt"), 0, 64)])
    with missing(tmp_path / "virtual.h5") as file:
        layout = h5py.VirtualLayout((9, 48), "f4")
        layout[...] = h5py.VirtualSource(str(inside), f"temporal_pe/{name}", (9, 48))
        file["temporal_pe"].create_virtual_dataset(name, layout)
    for kind in ("link", "raw", "virtual"):
        with pytest.raises(ParallaxError):
            keras_uplift.read(tmp_path / f"{kind}.h5")


def test_what_is_no_weight_file_is_refused(tmp_path: Path, small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _, arrays = small
    whole = write(tmp_path / "a.h5", arrays)
    (tmp_path / "cut.h5").write_bytes(whole.read_bytes()[:3000])
    (tmp_path / "text.h5").write_text("no weights")
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["x"] = np.ones(3)
    write(tmp_path / "words.h5", {"spatial_norm/gamma:0": np.array([b"a", b"b"])})
    write(tmp_path / "hollow.h5", {"spatial_norm/gamma:0": None})
    for kind in ("cut", "text", "other", "words", "hollow", "missing"):
        with pytest.raises(ParallaxError):
            keras_uplift.read(tmp_path / f"{kind}.h5")
    monkeypatch.setattr(keras_uplift, "MAX_BYTES", 10_000)
    with pytest.raises(ParallaxError, match="too large"):
        keras_uplift.read(whole)
