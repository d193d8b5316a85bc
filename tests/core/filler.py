"""A small lifter of key-frames with weights by chance, installed as one that the user has brought."""

import os
from pathlib import Path

import pytest
import torch

from core import cards, weights
from core.nets import uplift_upsample
from tests.core.alone import without_the_shipped_filler

ID = "tiny-uplift"
SETTINGS = {"num_heads": 2, "s_out": 2, "strides": [3, 9], "paddings": [[1, 1], [1, 1]]}


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, s_in: tuple[int, ...] = (4, 10, 20)) -> str:
    """The id of its card. folder: where cards and weights are from now on, also for processes that are started."""
    without_the_shipped_filler(folder, monkeypatch)
    monkeypatch.setenv("PARALLAX_MODELS", str(folder / "models"))
    monkeypatch.setenv("PARALLAX_WEIGHTS", str(folder / "weights"))
    for name in ("models", "weights"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    net = uplift_upsample.build({"tokens": 27, "d_joint": 8, "d_temp": 16, "spatial_blocks": 1, "temporal_blocks": 2,
                                 **SETTINGS})
    file = folder / "weights" / f"{ID}.pt"
    torch.save(net.state_dict(), file)
    card = {"title": "Tiny uplift", "task": "lifter", "net": "uplift_upsample", "joints": "h36m17",
            "input": "H36M-17 in pixels", "licence": "none", "config": SETTINGS,
            "weights": {"file": file.name, "sha256": weights.digest(file)}, "settings": {"s_in": list(s_in)}}
    (folder / "models" / f"{ID}.toml").write_text(cards.toml(card))
    assert os.environ["PARALLAX_MODELS"] == str(folder / "models") and ID in cards.cards()
    return ID
