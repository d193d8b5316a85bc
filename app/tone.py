"""How bright a picture is looked at: the one on screen only. Detection, films and exports know nothing of it."""

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

import cv2
import numpy as np
from numpy.typing import NDArray

from app.words import tr

BRIGHTNESS = (-0.5, 0.5)
CONTRAST = (0.25, 4.0)
GAMMA = (0.25, 4.0)


@dataclass(frozen=True)
class Tone:
    """brightness: added to every value, as a share of the way from black to white; contrast: times its distance from
    middle grey; gamma: above 1 what is dark becomes lighter, while black and white stay. Values beyond the ranges above
    are taken for their ends.
    """

    brightness: float = 0.0
    contrast: float = 1.0
    gamma: float = 1.0

    def __post_init__(self) -> None:
        for name, (least, most) in (("brightness", BRIGHTNESS), ("contrast", CONTRAST), ("gamma", GAMMA)):
            object.__setattr__(self, name, min(max(float(getattr(self, name)), least), most))

    @property
    def neutral(self) -> bool:
        """Whether pictures are shown as they are."""
        return self == Tone()

    def apply(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture so, (h, w, 3); itself where the tone is neutral. 2.5 ms of 1080 × 1920, measured."""
        return rgb if self.neutral else np.asarray(cv2.LUT(rgb, table(self)), dtype=np.uint8)

    def words(self) -> str:
        """'brightness +20 %, contrast 1.50 ×': what differs from neutral, '' where nothing does."""
        usual = Tone()
        said = ((tr("brightness"), self.brightness, usual.brightness, percent),
                (tr("contrast"), self.contrast, usual.contrast, times), (tr("gamma"), self.gamma, usual.gamma, bare))
        return ", ".join(f"{name} {how(value)}" for name, value, neutral, how in said if value != neutral)


@lru_cache(maxsize=64)
def table(tone: Tone) -> NDArray[np.uint8]:
    """(256,) what is shown for each value v from 0 to 1 of a picture:
    clip(0.5 + contrast · (v − 0.5) + brightness, 0, 1) to the power of 1 / gamma."""
    values = 0.5 + tone.contrast * (np.arange(256) / 255 - 0.5) + tone.brightness
    return np.rint(255 * np.clip(values, 0, 1) ** (1 / tone.gamma)).astype(np.uint8)


def read(kept: object) -> Tone:
    """A tone that was written as [brightness, contrast, gamma]; a neutral one of anything else."""
    if isinstance(kept, list) and len(kept) == 3 and all(isinstance(v, int | float) and isfinite(v) for v in kept):
        return Tone(*kept)
    return Tone()


def percent(value: float) -> str:
    return f"{100 * value:+.0f} %".replace("-", "−").replace("+0 ", "0 ")


def times(value: float) -> str:
    return f"{value:.2f} ×"


def bare(value: float) -> str:
    return f"{value:.2f}"
