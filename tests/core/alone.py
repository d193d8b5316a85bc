"""The models that tests bring are the only ones beside the default lifter."""

from pathlib import Path

import pytest

from core import cards


def without_the_shipped_filler(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To this process no lifter of key-frames is shipped. Those that it starts know it, and are not asked for it.

    folder: where the cards of all others are put.
    """
    ours = folder / "ours"
    if ours.exists():
        return
    ours.mkdir(parents=True)
    for card in cards.FOLDER.glob("*.toml"):
        if card.stem != cards.DEFAULT_FILLER:
            (ours / card.name).write_bytes(card.read_bytes())
    monkeypatch.setattr(cards, "FOLDER", ours)
