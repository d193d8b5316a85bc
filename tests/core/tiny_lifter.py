"""A small lifter with weights by chance, installed as one that the user has brought."""

from pathlib import Path

import pytest
import torch

from core import cards, weights
from core.nets import frame_transformer
from tests.core.alone import without_the_shipped_filler

ID, TITLE = "tiny-lifter", "Tiny lifter"
CONFIG: dict[str, object] = {"dim": 16, "depth": 1, "heads": 2, "maxlen": 27}


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, id: str = ID, title: str = TITLE, *, seed: int = 1,
            restricted: bool = False) -> str:
    """The id of its card. folder: where cards and weights are from now on, also for processes that are started."""
    without_the_shipped_filler(folder, monkeypatch)
    monkeypatch.setenv("PARALLAX_MODELS", str(folder / "models"))
    monkeypatch.setenv("PARALLAX_WEIGHTS", str(folder / "weights"))
    for name in ("models", "weights"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    file = folder / "weights" / f"{id}.pt"
    torch.save(frame_transformer.build(CONFIG).state_dict(), file)
    card: dict[str, object] = {"title": title, "task": "lifter", "net": "frame_transformer", "joints": "h36m17",
                               "input": "H36M-17 in pixels", "licence": "CC BY-NC 4.0" if restricted else "none",
                               "config": CONFIG, "weights": {"file": file.name, "sha256": weights.digest(file)}}
    if restricted:
        card |= {"restricted": True, "consequence": "Not for commercial use."}
    (folder / "models" / f"{id}.toml").write_text(cards.toml(card))
    assert id in cards.cards()
    return id
