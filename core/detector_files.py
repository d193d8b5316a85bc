"""What a card says of a detector that was brought in: its skeleton, its crops, and what finds people for it.

core/importing.py recognises the file and keeps the card.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core import weights
from core.cards import Card
from core.detectors import settings
from core.errors import ParallaxError
from core.files import write_whole

# How many joints a network finds, by its module in core/nets.
_COUNTS = {"hrnet": "num_joints", "rtmpose": "out_channels"}
SIMCC_SCORE = 0.3   # the mean score below which there is nobody, of networks whose rows have their peaks at about 1


def fields(file: Path, model: str, net: str, config: Mapping[str, Any], asked: Mapping[str, Any],
           joints: object = None) -> dict[str, Any]:
    """Of a card: joints, input and settings. asked: settings in the place of the published ones, `boxes` a file.

    joints: the name of the skeleton, where it is not the usual one of so many joints. Raises ParallaxError.
    """
    skeleton = settings.joints(file, config[_COUNTS[net]], joints)
    default = {} if net == "hrnet" else {"score": SIMCC_SCORE}
    return _fields(file, model, skeleton.name, config, {**default, **asked})


def onnx_fields(file: Path, model: str, asked: Mapping[str, Any], joints: object = None) -> dict[str, Any]:
    """As `fields`, of an ONNX file."""
    from core.detectors import onnx, runtime

    shape = onnx.shape_of(file, runtime.session(file, "cpu"))
    skeleton = settings.joints(file, shape.joints, joints)
    if list(asked.get("size", shape.size)) != list(shape.size):
        raise ParallaxError(file, "it takes crops of {w} × {h} alone.", "Leave the size out.", w=shape.size[0],
                            h=shape.size[1])
    return _fields(file, model, skeleton.name, {"input_size": shape.size}, {"score": SIMCC_SCORE, **asked})


def _fields(file: Path, model: str, skeleton: str, config: Mapping[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    if isinstance(asked.get("boxes"), str):
        asked["boxes"] = _boxes(Path(asked["boxes"]), model)
    used = settings.given(file, config, file.name, asked)
    return {"joints": skeleton, "settings": settings.plain(used),
            "input": f"Pictures of any size; each person in a crop of {used.size[0]} × {used.size[1]}, found by "
                     f"{used.boxes.kind if used.boxes else 'BlazePose'}"}


def _boxes(file: Path, model: str) -> dict[str, Any]:
    """What a card says of a file that finds people; its kind is told by its name. Raises ParallaxError."""
    from core.detectors import onnx

    if not file.is_file():
        raise ParallaxError(file, "the file of what finds people is not there.", "Give boxes=FILE, a YOLOX or RTMDet.")
    kind = "rtmdet" if "rtmdet" in file.name.lower() else "yolox"
    onnx.Boxes(file, kind)
    sha256 = weights.digest(file)
    return {"file": f"{model}-boxes-{sha256[:12]}.onnx", "sha256": sha256, "kind": kind}


def keep_boxes(table: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Copies the file that finds people to the weights, where one was given."""
    if isinstance(asked.get("boxes"), str):
        weights.folder().mkdir(parents=True, exist_ok=True)
        data = Path(asked["boxes"]).read_bytes()
        write_whole(weights.folder() / table["settings"]["boxes"]["file"], lambda out: out.write(data))


def files(card: Card) -> list[str]:
    """Beside the weights themselves, what of the folder of weights belongs to a card."""
    boxes = card.settings.get("boxes")
    name = boxes.get("file") if isinstance(boxes, Mapping) else None
    return [name] if isinstance(name, str) and Path(name).name == name else []


def check(file: Path, card: Card, net: Any) -> None:
    """Looks at a picture of noise with what is to be kept. Raises ParallaxError where that cannot be.

    net: a `topdown.Net`.
    """
    import numpy as np

    from core.detectors import crops, topdown
    from core.pose import Source
    from core.skeleton import SKELETONS

    skeleton, used = SKELETONS[card.joints], settings.read(file, card.settings)
    noise = np.random.default_rng(0).integers(0, 255, (128, 96, 3), np.uint8)
    detector = topdown.TopDown(skeleton, used, net, _Nowhere(), Source(card.id))
    try:
        xys = detector.poses([noise], [[crops.of_corners(8, 8, 88, 120)]])[0][0].xys
    except (RuntimeError, ValueError, IndexError) as fault:
        raise ParallaxError(file, "the network does not take what it would be given ({why}).",
                            "Give the settings that it was made with.", why=fault) from None
    if xys.shape != (len(skeleton), 3) or not np.isfinite(xys).all():
        raise ParallaxError(file, "the network does not find joints.", "Give a whole file.")


class _Nowhere:
    """Boxes of nobody."""

    name = "nobody"

    def one(self, image: Any) -> list[Any]:
        return []

    everyone = one
