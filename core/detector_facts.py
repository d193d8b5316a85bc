"""What is to be known of a detector before it is used: its crops, the devices it may run on, and how fast it is here.

A speed is measured once (core/detector_speed.py) and kept for these weights and settings, this device and this machine.
"""

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import platformdirs

from core import records
from core.cards import Card
from core.detectors import blazepose_graphs
from core.files import write_text
from core.words import tr

DEVICES = ("cpu", "cuda", "mps")
DEVICE_TITLES = {"cpu": "CPU", "cuda": "NVIDIA GPU (CUDA)", "mps": "Apple GPU (MPS)"}
MOST_CHARS = 1 << 20  # of the file of speeds: somebody else's is not read


@dataclass(frozen=True)
class Speed:
    """What was measured: ms that one frame takes in which one person is followed, decoding not counted; size: width and
    height of the frames, pixels; name: of the processor or GPU."""

    ms: float
    size: tuple[int, int] = (0, 0)
    name: str = ""

    @property
    def words(self) -> str:
        """'38 ms/frame (26/s)'; of more than a second in seconds."""
        if not self.ms > 0:
            return tr("too fast to tell")
        each = f"{self.ms:.0f} ms" if 9.5 <= self.ms < 1000 else f"{self.ms:.1f} ms" if self.ms < 9.5 else \
            f"{self.ms / 1000:.1f} s"
        rate = 1000 / self.ms
        said = tr("{time}/frame ({rate}/s)") if rate >= 2 else tr("{time}/frame")
        return said.format(time=each, rate=f"{rate:.0f}")


def runtime(card: Card) -> str:
    """What computes a detector: 'torch' or 'onnxruntime'."""
    return "onnxruntime" if card.net in ("blazepose", "onnx") else "torch"


def crop(card: Card) -> tuple[int, int] | None:
    """Width and height of what the network sees of one person, pixels; None where the card does not tell."""
    size = card.settings.get("size")
    if isinstance(size, list | tuple) and len(size) == 2 and all(isinstance(side, int) for side in size):
        return int(size[0]), int(size[1])
    return None


def crop_words(card: Card) -> str:
    """'192 × 256', or '–'."""
    size = crop(card)
    return f"{size[0]} × {size[1]}" if size else "–"


def usable() -> dict[str, tuple[str, ...]]:
    """Runtime → the devices that it can use here. Loads both: nothing for the window's process."""
    import onnxruntime
    import torch

    from core.detectors.runtime import PROVIDERS

    there = onnxruntime.get_available_providers()
    torch_has = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return {"torch": ("cpu", *(device for device, has in torch_has.items() if has)),
            "onnxruntime": ("cpu", *(device for device in ("cuda",) if PROVIDERS[device] in there
                                     and torch_has[device]))}


def may_have_gpu() -> bool:
    """Whether it is worth asking what is usable: there are signs of a GPU. Loads nothing."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return Path("/dev/nvidiactl").exists() or Path("/dev/dxg").exists() or shutil.which("nvidia-smi") is not None


# ---------------------------------------------------------------- speeds


def speeds_file() -> Path:
    """Where speeds are kept: env PARALLAX_SPEEDS, or the user's data folder."""
    named = os.environ.get("PARALLAX_SPEEDS")
    return Path(named) if named else Path(platformdirs.user_data_dir("parallax", appauthor=False)) / "speeds.json"


def speed(card: Card, device: str) -> Speed | None:
    """What was measured of a detector on a device of this machine; None where nothing was."""
    return _kept().get(_key(card, device))


def keep(card: Card, device: str, measured: Speed) -> None:
    """Remembers a speed. Raises OSError where it cannot be written."""
    known = {key: records.plain(each) for key, each in _kept().items()} | {_key(card, device): records.plain(measured)}
    path = speeds_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, records.dumps(known))


def _kept() -> Mapping[str, Speed]:
    """Key → speed; none where the file is not there or not ours, since they can be measured again."""
    try:
        path = speeds_file()
        if path.stat().st_size > MOST_CHARS:
            return {}
        told = records.loads(path.read_text(encoding="utf-8"))
        return {str(key): records.build(Speed, each) for key, each in told.items()} if isinstance(told, dict) else {}
    except (OSError, ValueError):
        return {}


def _key(card: Card, device: str) -> str:
    """Another one for other weights, other settings, another device or machine, the frozen program included."""
    sha = card.weights.sha256 if card.weights else blazepose_graphs.FILES["pose_landmark_full.tflite"][2]
    return sha256(records.dumps([sha, card.settings, device, *_machine()]).encode()).hexdigest()[:24]


@cache
def _machine() -> tuple[str, str, int]:
    """Its name, processor and how many cores: several machines may share a home."""
    return platform.node(), processor(), os.cpu_count() or 0


@cache
def processor() -> str:
    """'AMD EPYC 7763 64-Core Processor', as far as the system tells."""
    if sys.platform.startswith("linux"):
        try:
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        told = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        if told and told[0]:
            return told[0]
    return platform.processor() or platform.machine()
