"""The field's detectors: a network that sees the crop of one person at a time, HRNet, RTMPose or DWPose.

    detector = topdown.load(card("rtmpose-m"), "cuda")

Who is there is told by another, BlazePose or an ONNX file of boxes; from then on the box is that of the joints in the
frame before, or, where a card asks for it, found anew in every frame. Crops and decoding are as published, to the digit
(core/detectors/crops.py, decoding.py). A network in plain torch and one in an ONNX file (core/detectors/onnx.py) are
spoken to alike.

Crops go through the network together: those of the people of a frame; of several frames, where their boxes are known
before (core/batched.py); and on a GPU those of the views of a recording (core/detectors/together.py). How many, the
card's `batch` says. Somebody who lies or is upside down is turned by the torso of the frame before, which is known when
that one is done: with `upright` people and views go together, and frames do not.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from core import weights
from core.batched import Asked
from core.cards import Card
from core.detectors import blazepose, crops, decoding, settings
from core.detectors.crops import Box
from core.detectors.together import Together
from core.errors import ParallaxError
from core.people import SAME, Image, Person, Seed, apart, borrowed, pointed
from core.pose import Source
from core.skeleton import SKELETONS, Skeleton
from core.words import tr

if TYPE_CHECKING:
    from torch import Tensor, nn

Floats = NDArray[np.float32]
# Crops (B, 3, height, width), standardized → heat maps (B, J, h, w), or rows over x (B, J, X) and over y (B, J, Y).
Net = Callable[[Floats], Sequence[Floats]]

WIDER = 1.25   # how much larger the box is in which a lost person is looked for
NEAR = 0.5     # of the size: who is further from where somebody was a frame ago is somebody else
PICTURES = 8   # of a view that are looked at together, at most


class Boxes(Protocol):
    """Finds where people are; name: what does, with the first digits of its sha256."""

    name: str

    def one(self, image: Image) -> list[Box]:
        """The most prominent person, cheaply; none or one."""

    def everyone(self, image: Image) -> list[Box]:
        """All that can be found, best first."""


class BlazePoseBoxes:
    """The people that BlazePose sees, each in the box round its joints."""

    def __init__(self, detector: blazepose.BlazePose, upright: bool) -> None:
        self._detector, self._upright = detector, upright
        self.name = f"{detector.source.model} {detector.source.weights[:8]}"

    def one(self, image: Image) -> list[Box]:
        person = self._detector.one(image)
        return [self._box(person)] if person else []

    def everyone(self, image: Image) -> list[Box]:
        return [self._box(person) for person in self._detector.everyone(image)]

    def _box(self, person: Person) -> Box:
        return crops.around(person.xys, self._detector.skeleton, self._upright, person.score)


class TopDown:
    """A core.detect.Detector, and a core.batched.Batched. at_once: crops that go through the network together."""

    def __init__(self, skeleton: Skeleton, used: settings.Settings, net: Net, boxes: Boxes, source: Source,
                 at_once: int = settings.AT_ONCE["cpu"]) -> None:
        self.skeleton, self.settings, self.source, self.at_once = skeleton, used, source, at_once
        self.pictures, self.foresees = min(PICTURES, at_once), not used.track
        self._net, self._boxes = net, boxes
        self._foreseen: dict[int, tuple[Image, list[Person]]] = {}  # by the id of the picture, which is held

    def one(self, image: Image) -> Person | None:
        """The most prominent person that the boxes tell of."""
        people = self._people(image) if self.foresees else self._in(image, self._boxes.one(image))
        return people[0] if people else None

    def everyone(self, image: Image, known: Sequence[Person] = ()) -> list[Person]:
        """Everybody in a box, each once, those known left out; all boxes go through the network together."""
        people: list[Person] = []
        for person in self._people(image):
            if not any(apart(person, other) < SAME for other in (*people, *known)):
                people.append(person)
        people.sort(key=lambda person: -person.score)
        return [p for i, p in enumerate(people) if not borrowed(p, [*people[:i], *known], self.skeleton)]

    def at(self, image: Image, seed: Seed, known: Sequence[Person] = ()) -> Person | None:
        """The person under a point or in a box, also one of whom the boxes do not tell."""
        people = self.everyone(image, known)
        if seed.box is not None:
            tries = [crops.of_corners(*seed.box)]
        else:
            sizes = [person.size for person in (*people, *known)] or [image.shape[0] * share for share in (0.8, 0.4)]
            tries = [Box(*seed.point, size * 0.75, size) for size in sizes] if seed.point else []
        settled = [self.follow(image, found, known) for found in self._in(image, tries)]
        best = max((person for person in settled if person), key=lambda person: person.score, default=None)
        if best and not any(apart(best, other) < SAME for other in (*people, *known)):
            people.append(best)
        joints = (np.stack([person.xys[:, :2] for person in people]) if people
                  else np.empty((0, len(self.skeleton), 2), np.float32))
        chosen = pointed(joints, self.skeleton, seed)
        return None if chosen is None else people[chosen]

    def follow(self, image: Image, person: Person, hide: Sequence[Person] = ()) -> Person | None:
        """The person in the box of the last frame; where the network sees nobody, in a wider one. Where boxes are found
        in every frame, whoever is nearest of those in them, if anybody is near."""
        return self.follow_all([(image, person, hide)])[0]

    def follow_all(self, asked: Sequence[Asked]) -> list[Person | None]:
        """`follow` of each; their crops go through the network together."""
        self.foresee(list({id(image): image for image, _, _ in asked if id(image) not in self._foreseen}.values()))
        out = [self._near(image, person) if self.foresees and not hide else None for image, person, hide in asked]
        for scale in (1, WIDER):
            left = [at for at, found in enumerate(out) if found is None]
            tries = [(asked[at][0], _scaled(asked[at][1].memory, scale)) for at in left]
            for at, found in zip(left, self._poses(tries, [asked[at][2] for at in left]), strict=True):
                out[at] = found if found.score >= self.settings.score else None
        return out

    def foresee(self, images: Sequence[Image]) -> None:
        """The pictures that come next, where boxes are found in every one: all their crops go together."""
        if not self.foresees or not images:
            return
        found = self.poses(images, [self._boxes.everyone(image) for image in images])
        self._foreseen = {id(image): (image, [person for person in people if person.score >= self.settings.score])
                          for image, people in zip(images, found, strict=True)}

    def _people(self, image: Image) -> list[Person]:
        """Whoever is in the boxes that are found in a picture."""
        if not self.foresees:
            return self._in(image, self._boxes.everyone(image))
        if id(image) not in self._foreseen:
            self.foresee([image])
        return self._foreseen[id(image)][1]

    def _near(self, image: Image, person: Person) -> Person | None:
        best = min(self._people(image), key=lambda other: apart(other, person), default=None)
        return best if best and apart(best, person) < NEAR else None

    def recall(self, xys: Floats) -> Person:
        """A person known by the joints alone, (J, 3), so that `follow` can go on from stored poses."""
        return self._person(xys)

    def poses(self, images: Sequence[Image], boxes: Sequence[Sequence[Box]]) -> list[list[Person]]:
        """Of each picture (of one frame in several views, of several frames) whoever is in its boxes, in their order,
        also where the network is unsure; all crops go through the network together."""
        pairs = [(image, box) for image, those in zip(images, boxes, strict=True) for box in those]
        found = iter(self._poses(pairs))
        return [[next(found) for _ in those] for those in boxes]

    def _in(self, image: Image, boxes: Iterable[Box]) -> list[Person]:
        """Whoever is in the boxes of a picture."""
        return [person for person in self._poses([(image, box) for box in boxes])
                if person.score >= self.settings.score]

    def _poses(self, pairs: Sequence[tuple[Image, Box]], hide: Sequence[Sequence[Person]] = ()) -> list[Person]:
        """One pose of each picture and box, those of `hide` painted out of it first."""
        used, people = self.settings, []
        for start in range(0, len(pairs), self.at_once):
            part = pairs[start:start + self.at_once]
            # A box of no size, or far larger than the picture, shows nothing, but has its place in what comes out.
            sides = [20 * max(image.shape[:2]) for image, _ in part]
            regions = [crops.region_of(replace(box, width=min(max(box.width, 2.0), side),
                                               height=min(max(box.height, 2.0), side)), used.size, used.padding)
                       for (_, box), side in zip(part, sides, strict=True)]
            pictures = [crops.crop(image, region, used.size)
                        for (image, _), region in zip(part, regions, strict=True)]
            for at, others in enumerate(hide[start:start + self.at_once]):
                for other in others:
                    pictures[at] = crops.hidden(pictures[at], other, self.skeleton, regions[at])
            places, scores, cells = self._answer(pictures)
            for at, region, score in zip(places, regions, scores, strict=True):
                sure = np.nan_to_num(score).clip(0, 1)
                people.append(self._person(np.column_stack([crops.placed(at, region, cells), sure]).astype(np.float32)))
        return people

    def _answer(self, pictures: Sequence[Image]) -> tuple[Floats, Floats, tuple[int, int]]:
        """Crops → places (B, J, 2), scores (B, J), and the width and height that the places are measured in."""
        used = self.settings
        x = crops.standardized(pictures, used.mean, used.deviation, used.order)
        said = self._net(np.concatenate([x, x[..., ::-1]]) if used.flip else x)
        mirror, n = self.skeleton.mirror, len(pictures)
        if len(said) == 1:
            maps = said[0]
            if used.flip:
                maps = (maps[:n] + decoding.unflipped_maps(maps[n:], mirror, used.shift)) * np.float32(0.5)
            places, scores = decoding.peaks(maps)
            return places, scores, (maps.shape[3], maps.shape[2])
        rows = said[0][:n], said[1][:n]
        if used.flip:
            back = decoding.unflipped_bins(said[0][n:], said[1][n:], mirror)
            rows = (rows[0] + back[0]) * np.float32(0.5), (rows[1] + back[1]) * np.float32(0.5)
        places, scores = decoding.bins(*rows, split=rows[0].shape[-1] / used.size[0])
        return places, scores, used.size

    def _person(self, xys: Floats) -> Person:
        box = crops.around(xys, self.skeleton, self.settings.upright)
        return Person(xys, float(xys[:, 2].mean()), max(box.width, box.height, 1.0), box)


def _scaled(box: Box, scale: float) -> Box:
    return replace(box, width=box.width * scale, height=box.height * scale)


# ---------------------------------------------------------------- from a card


def load(card: Card, device: str = "cpu", boxes: Boxes | None = None) -> TopDown:
    """The detector of a card with a network of core/nets. boxes: what tells of people, instead of what the card says.

    Raises ParallaxError: no such device, damaged or unfit weights, or BlazePose's graphs cannot be had.
    """
    used = settings.read(card.id, card.settings)
    file = weights.path(card)
    sha256 = weights.digest(file)
    def made() -> Net:
        return in_torch(assembled(card, weights.load(file), device), device)

    return of_net(card, used, made, boxes, sha256, "torch", device)


_LOADED: WeakValueDictionary[tuple[str, str, settings.Settings], Together] = WeakValueDictionary()
_LOADING = Lock()


def of_net(card: Card, used: settings.Settings, made: Callable[[], Net], boxes: Boxes | None, sha256: str,
           runtime: str, device: str) -> TopDown:
    """The detector of a network, with all that its poses depend on told. made: the network, where no view has it."""
    at_once = used.batch or settings.AT_ONCE.get(device, 1)
    with _LOADING:  # the views of a recording load at once, and share one network
        net = _LOADED.get((sha256, device, used))
        if net is None:
            shared = at_once > 1 and (device != "cpu" or used.batch > 0)
            net = Together(made(), at_once * (1 + used.flip), shared)  # with the flip test a crop is two
            _LOADED[sha256, device, used] = net
    boxes = boxes or boxes_of(used)
    told = {"runtime": runtime, "device": device, "boxes": boxes.name, "flip": used.flip, "upright": used.upright,
            "score": "of the peak", **({} if used.track else {"track": False})}
    return TopDown(SKELETONS[card.joints], used, net, boxes, Source(card.id, sha256, told), at_once)


def boxes_of(used: settings.Settings) -> Boxes:
    """What tells a network of people; always on the processor, where it is quick enough."""
    if used.boxes is None:
        return BlazePoseBoxes(blazepose.load(), used.upright)
    from core.detectors import onnx

    path = weights.folder() / used.boxes.file
    if not path.is_file() or weights.digest(path) != used.boxes.sha256:
        raise ParallaxError(path, "the file of what finds people is missing or damaged.", "Import the model again.")
    return onnx.Boxes(path, used.boxes.kind)


def assembled(card: Card, state: Any, device: str) -> "nn.Module":
    """The network of a card with its weights; raises ParallaxError where they, or the device, do not fit."""
    import torch

    try:
        net: nn.Module = import_module(f"core.nets.{card.net}").build(dict(card.config))
    except (ImportError, TypeError, AttributeError, ValueError, RuntimeError, ArithmeticError) as fault:
        raise ParallaxError(card.id, "its network cannot be built ({why}).", "Correct the card.", why=fault) from None
    try:
        net.load_state_dict(state)
    except RuntimeError as fault:
        raise ParallaxError(card.id, "the weights do not fit the network ({why}).",
                            "Choose the weights that belong to the card.", why=str(fault).splitlines()[0]) from None
    try:
        return net.to(torch.device(device)).eval()
    except (RuntimeError, AssertionError) as fault:
        raise ParallaxError(tr("device {device!r}").format(device=device), "torch cannot use it here ({why}).",
                            "Use the device 'cpu'.", why=str(fault).splitlines()[0]) from None


def in_torch(net: "nn.Module", device: str) -> Net:
    def answer(x: Floats) -> Sequence[Floats]:
        import torch

        with torch.inference_mode():
            said: Tensor | tuple[Tensor, ...] = net(torch.from_numpy(np.ascontiguousarray(x)).to(device))
        return [each.float().cpu().numpy() for each in (said if isinstance(said, tuple) else (said,))]

    return answer
