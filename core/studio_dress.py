"""How a scene of the studio is dressed: who is in it, in which clothes and light, and what stands in the way.

`drawn` makes a different one for every seed, for pictures that a detector is to learn from; `render` without a dress
films as ever.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.studio_draw import Light, Solid, ball, cone
from core.studio_figure import OUTFITS, Colour, Outfit

Array = NDArray[np.float64]

# Complexions and hair, from light to dark; anybody may have any.
SKINS: tuple[Colour, ...] = ((0.94, 0.78, 0.68), (0.88, 0.67, 0.54), (0.75, 0.53, 0.40), (0.62, 0.42, 0.31),
                             (0.45, 0.30, 0.22), (0.32, 0.21, 0.16))
HAIR: tuple[Colour, ...] = ((0.07, 0.06, 0.06), (0.20, 0.13, 0.09), (0.45, 0.29, 0.14), (0.72, 0.58, 0.34),
                            (0.55, 0.55, 0.55))


@dataclass(frozen=True)
class Dress:
    """outfits: of the figures, in turn. bulk: how stout they are, 1 as usual. light: None stands in front of the first
    figure, to its left. props: what stands about, in the scene."""

    outfits: Sequence[Outfit] = OUTFITS
    bulk: float = 1.0
    light: Light | None = None
    props: Sequence[Solid] = ()


def drawn(seed: int, middle: Array, eyes: Sequence[Array], floor: float) -> Dress:
    """A dress by chance. middle: (3,) of the motion; eyes: (3,) of each camera, between which and the middle something
    stands in half of the scenes; metres."""
    rng = np.random.default_rng([seed, 11])
    light = Light(_towards(rng), *(float(value) for value in rng.uniform((0.25, 0.05, 0.40, 0.20),
                                                                        (0.85, 0.50, 0.85, 0.55))))
    outfits = tuple(_outfit(rng) for _ in range(4))
    props = [_prop(rng, middle, eye, floor) for eye in eyes if rng.random() < 0.5]
    return Dress(outfits, float(rng.uniform(0.85, 1.2)), light, tuple(props))


def _outfit(rng: np.random.Generator) -> Outfit:
    shirt, trim, trousers, shoe = (_colour(rng) for _ in range(4))
    if rng.random() < 0.25:  # one piece, or one colour
        trousers = shirt
    return Outfit(shirt, trim, trousers, shoe, (0.93, 0.93, 0.92), SKINS[rng.integers(len(SKINS))],
                  HAIR[rng.integers(len(HAIR))])


def _colour(rng: np.random.Generator) -> Colour:
    grey = rng.uniform(0.06, 0.92)
    vivid = rng.uniform(0.0, 0.6)
    r, g, b = np.clip(grey + vivid * (rng.random(3) - 0.5), 0.04, 0.95)
    return float(r), float(g), float(b)


def _towards(rng: np.random.Generator) -> Colour:
    """The key light: from anywhere above 30°."""
    around, up = rng.uniform(0, 2 * math.pi), math.radians(rng.uniform(30, 80))
    return math.cos(up) * math.cos(around), math.cos(up) * math.sin(around), math.sin(up)


def _prop(rng: np.random.Generator, middle: Array, eye: Array, floor: float) -> Solid:
    """A post, a bar or a ball between a camera and the figure, a little to the side of the line between them."""
    towards: Any = eye - middle
    side = np.array([-towards[1], towards[0], 0.0]) / max(float(np.hypot(towards[0], towards[1])), 1e-6)
    at = middle + rng.uniform(0.2, 0.55) * towards + rng.uniform(-0.35, 0.35) * side
    colour, thick = _colour(rng), rng.uniform(0.03, 0.10)
    kind = rng.integers(3)
    if kind == 0:
        foot, top = np.array([at[0], at[1], floor]), np.array([at[0], at[1], floor + rng.uniform(1.2, 2.4)])
        return cone(foot, top, thick, thick, colour, 0.1)
    if kind == 1:
        height = np.array([0.0, 0.0, floor + rng.uniform(0.5, 1.3) - at[2]])
        reach = rng.uniform(0.5, 1.2)
        return cone(at + height - reach * side, at + height + reach * side, thick, thick, colour, 0.1)
    radius = rng.uniform(0.10, 0.28)
    at[2] = floor + rng.uniform(radius, 1.4)
    return ball(at, np.eye(3), (radius, radius, radius), colour, 0.2)
