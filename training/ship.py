"""From a finished run to a model of Parallax: weights in half precision and the card that says what they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core import cards, records, weights
from core.errors import ParallaxError
from training import checkpoint

CMU = ("The data used in this project was obtained from mocap.cs.cmu.edu. "
       "The database was created with funding from NSF EIA-0196217.")
INPUT = ("H36M-17 in pixels and scores, any camera; moved and scaled by core/nets/inputs.py; "
         "24 to 62 frames/s, others are resampled")


def ship(run: Path, model: str, measured: Mapping[str, Any], command: str) -> Path:
    """Write resources/weights/MODEL.pt and resources/models/MODEL.toml of a run's averaged weights; returns the card.

    measured: figures by name, tables allowed. command: what trained the run. Raises ParallaxError when the run has no
    weights.
    """
    if not (run / "weights.pt").exists():
        raise ParallaxError(run, "this run has no weights yet.", "Let it reach its first checkpoint.")
    config = records.loads((run / "config.json").read_text(encoding="utf-8"))
    file = weights.SHIPPED / f"{model}.pt"
    sha256 = checkpoint.export(checkpoint.load(run / "weights.pt"), file)
    fills = config["net"] in cards.FILLING
    settings = {"flip": True, "s_in": config["s_in"]} if fills else {"flip": True}
    card = {
        "title": "Parallax key-frames" if fills else "Parallax lifter", "task": "lifter",
        "net": config["net"], "joints": "h36m17", "input": INPUT,
        "licence": "Apache-2.0; trained on CMU motion capture, which is free for all uses and may not be resold",
        "config": config["net_config"],
        "weights": {"file": file.name, "sha256": sha256},
        "settings": settings,
        "training": {"data": Path(config["data"]).name, "steps": config["steps"], "seed": config["seed"],
                     "command": command, "acknowledgement": CMU},
        "measured": dict(measured),
    }
    path = cards.FOLDER / f"{model}.toml"
    path.write_text(cards.toml(card), encoding="utf-8")
    cards.read(path)  # what is written must be read
    return path
