"""Detectors that look at several people, and at several pictures of a view, at once; and how they are asked to.

What they say of each is the same as one by one. Who is followed from picture to picture is in a box that the picture
before tells: then only the people of a picture (and the views, core/detectors/together.py) go together. Pictures go
together where the boxes do not come from there: a detector that finds people anew in every picture, and key-frames
whose people are known from those round them (core/adaptive.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from core.people import Image, Person

HELD_BYTES = 1 << 26  # of the pictures of a view that are looked at together, and of those decoded ahead of them

# A picture, a person as in a picture near it, and the people in it who are to be overlooked: what `follow` is asked.
Asked = tuple[Image, Person, Sequence[Person]]


@runtime_checkable
class Batched(Protocol):
    """A core.detect.Detector of this kind. pictures: how many of a view may go together. foresees: whether it can look
    at pictures before it is known who is in those before."""

    pictures: int
    foresees: bool

    def foresee(self, images: Sequence[Image]) -> None:
        """The pictures that it is asked about next."""

    def follow_all(self, asked: Sequence[Asked]) -> list[Person | None]:
        """`follow` of each."""


def follow_all(detector: Any, asked: Sequence[Asked]) -> list[Person | None]:
    """What `follow` says of each, all together where the detector can."""
    if isinstance(detector, Batched):
        return detector.follow_all(asked)
    return [detector.follow(*each) for each in asked]


def together(detector: Any) -> int:
    """How many pictures of a view a detector can look at together, where it is told who is in them."""
    return detector.pictures if isinstance(detector, Batched) else 1


def ahead(detector: Any) -> int:
    """How many pictures of a view it wants to see before people are followed through them."""
    return together(detector) if isinstance(detector, Batched) and detector.foresees else 1


def foreseen(detector: Any, pictures: Iterable[tuple[int, Image]]) -> Iterator[tuple[int, Image]]:
    """The frames and their pictures, each when a detector that looks ahead has seen it."""
    most = ahead(detector)
    for group in grouped(pictures, most):
        if most > 1:
            detector.foresee([image for _, image in group])
        yield from group


def fit(image: Image, most: int) -> int:
    """How many pictures of this size may be held, of so many."""
    return max(1, min(most, HELD_BYTES // max(image.nbytes, 1)))


def grouped(pictures: Iterable[tuple[int, Image]], most: int) -> Iterator[list[tuple[int, Image]]]:
    """The frames and their pictures, so many at a time at most."""
    group: list[tuple[int, Image]] = []
    for frame, image in pictures:
        group.append((frame, image))
        if len(group) >= fit(image, most):
            yield group
            group = []
    if group:
        yield group
