"""Figures of an experiment's runs, each made once and kept as JSON, so that it can be stopped and gone on with."""

import json
from collections.abc import Callable
from pathlib import Path

Figures = dict[str, float]


def kept(path: Path, work: Callable[[], Figures]) -> Figures:
    """What lies at the path; where nothing does, what `work` finds, kept there and told."""
    if path.exists():
        return dict(json.loads(path.read_text(encoding="utf-8")))
    figures = work()
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"{path.stem}: " + ", ".join(f"{key} {value:.2f}" for key, value in figures.items()), flush=True)
    return figures
