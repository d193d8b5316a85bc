"""Checkpoints of a run, and the file of weights that ships."""

import hashlib
import os
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.checkpoints import read
from core.errors import ParallaxError


def save(path: Path, content: dict[str, Any]) -> None:
    """Write tensors, numbers and strings to `path` at once: a reader sees the old file or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        torch.save(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def load(path: Path) -> dict[str, Any]:
    """Read it back. Nothing but tensors and plain values is accepted. Raises ParallaxError."""
    content = read(path)
    if not isinstance(content, dict):
        raise ParallaxError(path, "it is no checkpoint.", "Give a checkpoint written by this program.")
    return content


class Kept:
    """The last few checkpoints of a run, steps-N.pt, in a folder of its own."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count

    def all(self) -> list[Path]:
        """Oldest first."""
        found = [path for path in self.folder.glob("steps-*.pt") if path.stem[6:].isdigit()]
        return sorted(found, key=lambda path: int(path.stem[6:]))

    def newest(self) -> Path | None:
        """To go on from; None where there is none."""
        return next(reversed(self.all()), None)

    def save(self, step: int, content: dict[str, Any]) -> None:
        """Keeps one more, and then the oldest no longer."""
        save(self.folder / f"steps-{step}.pt", content)
        every = self.all()
        for old in every[:-self.count]:
            old.unlink()


def random_state() -> dict[str, Any]:
    """Where torch's, numpy's and Python's own generators stand, as tensors and plain values."""
    kind, keys, at, has, cached = np.random.get_state()  # noqa: NPY002  it is what a library may draw from
    version, numbers, gauss = random.getstate()
    return {"torch": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
            "numpy": [kind, torch.from_numpy(np.asarray(keys, np.int64)), at, has, cached],
            "python": [version, torch.tensor(numbers), gauss]}


def set_random_state(state: dict[str, Any]) -> None:
    """Let them go on from there. Raises KeyError, ValueError or TypeError for what is none."""
    torch.set_rng_state(state["torch"])
    if state["cuda"] and torch.cuda.device_count() == len(state["cuda"]):
        torch.cuda.set_rng_state_all(state["cuda"])
    kind, keys, at, has, cached = state["numpy"]
    np.random.set_state((kind, keys.numpy().astype(np.uint32), at, has, cached))  # noqa: NPY002
    version, numbers, gauss = state["python"]
    random.setstate((version, tuple(numbers.tolist()), gauss))


def begin(net: nn.Module, start_from: str) -> None:
    """Give a new run the weights of this file, '' for none. A net with `adopt` knows of which others it can begin.

    Raises ParallaxError where the file is no such weights.
    """
    if not start_from:
        return
    weights = load(Path(start_from))
    try:
        net.adopt(weights) if hasattr(net, "adopt") else net.load_state_dict(weights)  # type: ignore[operator]
    except RuntimeError as fault:
        raise ParallaxError(start_from, "it is of another network ({why}).",
                            "Give weights of a network of the same configuration.",
                            why=str(fault).splitlines()[0]) from None


class Average:
    """Exponential moving average of a network's weights; the first steps count more, so it is never far behind."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.decay = decay
        self.weights = {name: value.detach().clone() for name, value in net.state_dict().items()}

    def load(self, weights: dict[str, Tensor]) -> None:
        """Go on from other weights of the same network. Raises KeyError or RuntimeError where they are not."""
        for name, value in self.weights.items():
            value.copy_(weights[name])

    @torch.no_grad()
    def update(self, net: nn.Module, step: int) -> None:
        keep = min(self.decay, (1 + step) / (10 + step))
        for name, value in net.state_dict().items():
            if value.is_floating_point():
                self.weights[name].lerp_(value, 1 - keep)
            else:
                self.weights[name].copy_(value)


def export(weights: dict[str, Tensor], path: Path) -> str:
    """Write a state dict in half precision as a file that ships; returns its sha256."""
    save(path, {name: value.half() if value.is_floating_point() else value for name, value in weights.items()})
    return hashlib.sha256(path.read_bytes()).hexdigest()
