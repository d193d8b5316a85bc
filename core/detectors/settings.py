"""How a network that finds the joints in crops of people is used: the [settings] of its card."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from core import records
from core.errors import ParallaxError
from core.skeleton import SKELETONS, Skeleton
from core.words import marked, tr

ORDERS = ("rgb", "bgr")
MOST_SIDE = 2048
MOST_CROPS = 256
# Crops that go through a network together. A processor is hardly quicker for more than a few; there every view has a
# core and a batch of its own. A GPU gets one batch of all views.
AT_ONCE = {"cpu": 8, "cuda": 32, "mps": 16}
# ImageNet's colours, as HRNet and RTMPose were given them.
_MEAN, _DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
# The skeleton of so many joints, where nothing else is told.
OF_COUNT = {17: "coco17", 26: "halpe26", 133: "wholebody133"}
_REMEDY = marked("Correct it (its form is described in core/detectors/settings.py).")


@dataclass(frozen=True)
class Boxes:
    """What finds people for the network, where that is not BlazePose: an ONNX file in the folder of weights, its
    sha256, and its kind in core/detectors/onnx.py."""

    file: str
    sha256: str
    kind: str


@dataclass(frozen=True)
class Settings:
    """size: width and height of a crop. mean, deviation: of the colours, 0 to 255, in this order of the channels.

    padding: of the box round a person. flip: the mean of the crop and its mirror image; shift: moves the heat maps of
    the latter by a cell. upright: people who lie or are upside down are turned upright. score: the mean score of the
    joints below which there is nobody. track: somebody's box is that of the joints in the frame before; without it
    people are found in every frame, and frames of a view go through the network together; not with upright, which turns
    a crop by the frame before. batch: crops that go through together, of all views; 0 for AT_ONCE, 1 for one by one.
    """

    size: tuple[int, int] = (288, 384)
    mean: tuple[float, float, float] = _MEAN
    deviation: tuple[float, float, float] = _DEVIATION
    order: str = "rgb"
    padding: float = 1.25
    flip: bool = True
    shift: bool = True
    upright: bool = False
    score: float = 0.2
    track: bool = True
    batch: int = 0
    boxes: Boxes | None = None


NAMES = tuple(field.name for field in fields(Settings))


def read(subject: object, table: Mapping[str, Any]) -> Settings:
    """Settings of a card's table. Raises ParallaxError, about `subject`, naming what is wrong."""
    try:
        made = records.build(Settings, dict(table))
    except (ValueError, TypeError) as fault:
        raise ParallaxError(subject, "its settings do not fit ({why}).", _REMEDY, why=fault) from None
    faults = [tr("`{name}` is {value!r}").format(name=name, value=getattr(made, name)) for name, right in (
        ("size", all(0 < side <= MOST_SIDE and side % 32 == 0 for side in made.size)),
        ("deviation", all(each > 0 for each in made.deviation)), ("order", made.order in ORDERS),
        ("padding", 0 < made.padding <= 4), ("batch", 0 <= made.batch <= MOST_CROPS),
        ("track", made.track or not made.upright)) if not right]
    if faults:
        raise ParallaxError(subject, "its settings do not fit: {faults}.", _REMEDY, faults=", ".join(faults))
    return made


def given(subject: object, config: Mapping[str, Any], name: str, asked: Mapping[str, Any]) -> Settings:
    """The settings of weights that were brought in: as the network was published, and as was asked.

    config: of the network; name: of the file, which tells the size of HRNet's crops, whose weights do
    not: '…_256x192…' is the height and the width.
    """
    told: dict[str, Any] = {}
    if "input_size" in config:
        told["size"] = list(config["input_size"])
    elif match := re.search(r"(?<!\d)(256|384|512)x(192|288|384)(?!\d)", name):
        told["size"] = [int(match[2]), int(match[1])]
    return read(subject, {**told, **asked})


def joints(subject: object, count: int, asked: object = None) -> Skeleton:
    """The skeleton of a network with so many joints. Raises ParallaxError where none has as many, or not the one that
    was asked for."""
    name = OF_COUNT.get(count) if asked is None else str(asked)
    skeleton = SKELETONS.get(name or "")
    if skeleton is None or len(skeleton) != count:
        fitting = [each.name for each in SKELETONS.values() if len(each) == count]
        raise ParallaxError(subject, "it finds {count} joints." if asked is None else
                            "it finds {count} joints, and {asked} is no skeleton of so many.",
                            "Give joints={fitting}." if fitting else "Give weights of {names}.", count=count,
                            asked=asked, fitting=f" {tr('or')} ".join(fitting), names=", ".join(SKELETONS))
    return skeleton


def plain(settings: Settings) -> dict[str, Any]:
    """As a card has it."""
    return {name: value for name, value in records.plain(settings).items() if value is not None}
