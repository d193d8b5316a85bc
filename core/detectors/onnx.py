"""ONNX files on ONNX Runtime: networks of the joints in a crop (RTMPose, DWPose), and of boxes (YOLOX, RTMDet)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import weights
from core.cards import Card
from core.detectors import settings, topdown
from core.detectors.crops import Box, of_corners
from core.detectors.runtime import session
from core.errors import ParallaxError
from core.people import Image
from core.skeleton import SKELETONS

Floats = NDArray[np.float32]

# Kinds of networks of boxes: mean and deviation of the colours, BGR, 0 to 255.
KINDS = {"yolox": ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
         "rtmdet": ((103.53, 116.28, 123.675), (57.375, 57.12, 58.395))}
PERSON = 0          # the class of people, as COCO counts
MIN_SCORE = 0.3     # of a box
OVERLAP = 0.45      # boxes that overlap more than this (IoU) are one
GREY = 114          # of the part of the input that the picture leaves empty
STRIDES = (8, 16, 32)


# ---------------------------------------------------------------- joints in a crop


@dataclass(frozen=True)
class Shape:
    """What a graph of joints takes and gives: the crop's width and height, and how many joints."""

    size: tuple[int, int]
    joints: int


def shape_of(path: Path, made: Any) -> Shape:
    """Of a graph with two outputs, rows over x and over y. Raises ParallaxError for any other graph."""
    inputs = made.get_inputs()
    shape = inputs[0].shape if len(inputs) == 1 else []
    sides = [each for each in shape[2:] if isinstance(each, int)]
    said: Sequence[Floats] = ()
    if len(shape) == 4 and len(sides) == 2 and max(sides) <= settings.MOST_SIDE and len(made.get_outputs()) == 2:
        try:  # how many joints there are is often not written in the file, but seen in what it says of a black crop
            said = in_onnx(made)(np.zeros((1, 3, *sides), np.float32))
        except Exception as error:   # ONNX Runtime's own exceptions share no base class
            raise ParallaxError(path, "ONNX Runtime cannot run it ({why}).", "Give another ONNX file.",
                                why=error) from error
    if len(said) != 2 or any(rows.ndim != 3 for rows in said) or said[0].shape[:2] != said[1].shape[:2]:
        raise ParallaxError(path, "it is no graph that finds joints in a crop of one size (SimCC).",
                            "Give the ONNX file of an RTMPose or DWPose. One that finds people is given with another "
                            "model, boxes=FILE.")
    return Shape((sides[1], sides[0]), said[0].shape[1])


def in_onnx(made: Any) -> topdown.Net:
    """A graph of joints as a network; where it takes crops one by one they are given so."""
    name, fixed = made.get_inputs()[0].name, made.get_inputs()[0].shape[0]
    order = sorted(range(2), key=lambda i: made.get_outputs()[i].name.endswith("y"))  # x is the first, but by name

    def answer(x: Floats) -> Sequence[Floats]:
        step = fixed if isinstance(fixed, int) else max(len(x), 1)
        parts = []
        for start in range(0, len(x), step):
            part = x[start:start + step]
            full = np.concatenate([part, np.repeat(part[-1:], step - len(part), axis=0)])
            parts.append([said[:len(part)] for said in made.run(None, {name: np.ascontiguousarray(full)})])
        return [np.concatenate([part[i] for part in parts]) for i in order]

    return answer


def load(card: Card, device: str = "cpu", boxes: topdown.Boxes | None = None) -> topdown.TopDown:
    """The detector of a card whose weights are an ONNX file of joints.

    Raises ParallaxError: no such device, or a file that is missing, damaged or does not fit the card.
    """
    used, file = settings.read(card.id, card.settings), weights.path(card)
    sha256 = weights.digest(file)

    def made() -> topdown.Net:
        graph = session(file, device)
        _fits(card, used, shape_of(file, graph))
        return in_onnx(graph)

    return topdown.of_net(card, used, made, boxes, sha256, "onnxruntime", device)


def _fits(card: Card, used: settings.Settings, shape: Shape) -> None:
    if (shape.size, shape.joints) != (used.size, len(SKELETONS[card.joints])):
        raise ParallaxError(card.id,
                            "its file takes crops of {size} and finds {joints} joints, its card says otherwise.",
                            "Import the model again.", size=" × ".join(map(str, shape.size)), joints=shape.joints)


# ---------------------------------------------------------------- boxes


class Boxes:
    """A `topdown.Boxes`: the people that YOLOX or RTMDet sees.

    kind: one of KINDS. Graphs that give boxes (1, N, 5), which are settled, and as published by YOLOX (1, N, 5 + C),
    cells of three grids.
    """

    def __init__(self, path: Path, kind: str, device: str = "cpu") -> None:
        if kind not in KINDS:
            raise ParallaxError(path, "{kind!r} is no kind of network that finds people.", "Write one of {names}.",
                                kind=kind, names=", ".join(KINDS))
        self._session = session(path, device)
        self._path = path
        inputs = self._session.get_inputs()
        shape = inputs[0].shape if len(inputs) == 1 else []
        if len(shape) != 4:
            raise ParallaxError(path, "it is no graph that finds people in a picture.",
                                "Give the ONNX file of a YOLOX or RTMDet.")
        self._name = inputs[0].name
        self._height, self._width = (each if isinstance(each, int) else 640 for each in shape[2:])
        self._mean, self._deviation = (np.array(each, np.float32) for each in KINDS[kind])
        self.name = f"{kind} {weights.digest(path)[:8]}"

    def one(self, image: Image) -> list[Box]:
        return self.everyone(image)[:1]

    def everyone(self, image: Image) -> list[Box]:
        picture, scale = self._given(image)
        said = self._session.run(None, {self._name: picture})
        corners, scores = self._read([np.asarray(each) for each in said])
        sure = scores >= MIN_SCORE
        corners, scores = corners[sure] / scale, scores[sure]
        rows = np.column_stack([corners, scores])[alone(corners, scores)].tolist()
        return [of_corners(*row) for row in rows]

    def _given(self, image: Image) -> tuple[Floats, float]:
        """The picture in the top left of the input, (1, 3, height, width), BGR, and by how much it was scaled."""
        import cv2

        height, width = image.shape[:2]
        scale = min(self._height / height, self._width / width)
        size = max(int(width * scale), 1), max(int(height * scale), 1)
        whole = np.full((self._height, self._width, 3), GREY, np.float32)
        whole[:size[1], :size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)[..., ::-1]
        whole = (whole - self._mean) / self._deviation
        return np.ascontiguousarray(whole.transpose(2, 0, 1)[None]), scale

    def _read(self, said: Sequence[NDArray[Any]]) -> tuple[Floats, Floats]:
        """Corners (N, 4) in the input's pixels and scores (N,) of people."""
        first = said[0][0].astype(np.float32) if said and said[0].ndim == 3 else np.empty((0, 0), np.float32)
        if first.shape[1] == 5:
            people = said[1].reshape(-1) == PERSON if len(said) > 1 else np.ones(len(first), bool)
            return first[people, :4], first[people, 4]
        centres, strides = grid(self._width, self._height)
        if first.shape[1] < 6 or len(first) != len(centres):
            raise ParallaxError(self._path, "it gives {shape}, which is not what YOLOX or RTMDet give." if said else
                                "it gives nothing, which is not what YOLOX or RTMDet give.",
                                "Give the ONNX file of a YOLOX or RTMDet.", shape=said[0].shape if said else ())
        middle = (first[:, :2] + centres) * strides
        half = np.exp(first[:, 2:4].clip(-20, 20)) * strides / 2
        corners = np.concatenate([middle - half, middle + half], axis=1).astype(np.float32)
        return corners, first[:, 4] * first[:, 5 + PERSON]


def grid(width: int, height: int) -> tuple[Floats, Floats]:
    """The cells (N, 2) of YOLOX's three grids, row by row, and how many pixels each is wide, (N, 1)."""
    cells, strides = [], []
    for stride in STRIDES:
        y, x = np.meshgrid(np.arange(height // stride), np.arange(width // stride), indexing="ij")
        cells.append(np.stack([x, y], axis=-1).reshape(-1, 2))
        strides.append(np.full((len(cells[-1]), 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)


def alone(corners: Floats, scores: Floats) -> list[int]:
    """Which of the boxes stay, best first, when those that overlap a better one by more than OVERLAP go."""
    area = (corners[:, 2:] - corners[:, :2]).clip(0).prod(axis=1)
    left, kept = np.argsort(-scores, kind="stable"), []
    while len(left):
        best, left = int(left[0]), left[1:]
        kept.append(best)
        low, high = (edge(corners[left][:, part], corners[best][part])
                     for edge, part in ((np.maximum, slice(0, 2)), (np.minimum, slice(2, 4))))
        shared = (high - low).clip(0).prod(axis=1)
        left = left[shared <= OVERLAP * (area[left] + area[best] - shared)]
    return kept
