"""What a coach adds to a recording: drawings on its pictures and its 3D, and key moments with a name and a comment.

Both are rows of the project, so every gesture is one edit and can be undone. What a drawing comes to at a moment
core/coach_place.py works out from the athlete's motion (core/coach_motion.py), for the window and for exports alike.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.words import marked, tr

if TYPE_CHECKING:
    from core.document import Document, Edit

SCENE = "3d"         # the view of a drawing that is made on the figure
FARTHEST = 1e6       # no picture and no scene is so large
MOST_POINTS = 4000   # of a line drawn by hand
MOST_TEXT = 2000     # characters of a text or a comment
MOST_NAME = 200      # characters of a name
# How many points each kind has, at least and at most.
POINTS: Mapping[str, tuple[int, int]] = MappingProxyType({
    "line": (2, 2), "arrow": (2, 2), "freehand": (2, MOST_POINTS), "circle": (2, 2), "text": (1, 1),
    "spotlight": (2, 2), "magnifier": (2, 2), "stopwatch": (1, 1), "angle": (2, 3), "distance": (2, 2), "trace": (1, 1),
})
MEASURING = ("angle", "distance", "trace")  # have a value at every moment: degrees, a length, a speed
TITLES: Mapping[str, str] = MappingProxyType({
    "line": marked("line"), "arrow": marked("arrow"), "freehand": marked("drawing by hand"),
    "circle": marked("circle"), "text": marked("text"), "spotlight": marked("spotlight"),
    "magnifier": marked("magnifier"), "stopwatch": marked("stopwatch"), "angle": marked("angle"),
    "distance": marked("distance"), "trace": marked("trace"),
})
MOMENTS = ("own", "angle", "speed", "contact", "height")  # kinds of key moments: the coach's own, or why proposed
_COLOUR = re.compile(r"#[0-9a-f]{6}")

Point = tuple[float, ...]


@dataclass(frozen=True)
class Drawing:
    """Something drawn on a view's picture or on the figure.

    kind: of POINTS. view: a view's id, or SCENE. start_s, stop_s: reference seconds between which it is seen, both ends
    in; None is without end. A stopwatch is always seen and runs from start_s (0 where None) to stop_s.
    points: (x, y) pixels of the upright picture, or (x, y, z) metres of the scene (z up) in SCENE. Of a circle, a
    spotlight and a magnifier the middle and a point of the rim; of an angle the ends with the vertex between them, or
    the foot and the top of one segment, whose angle is that with the vertical; of a trace where it was begun.
    joints: () or one a point, H36M-17: that point goes where the joint goes, '' stays.
    colour: '#rrggbb'; size: width of lines, pixels of a picture 1080 high (letters are six times as high).
    """

    id: str
    kind: str
    view: str
    points: tuple[Point, ...]
    joints: tuple[str, ...] = ()
    start_s: float | None = None
    stop_s: float | None = None
    colour: str = "#f2b84b"
    size: float = 4.0
    text: str = ""

    def __post_init__(self) -> None:
        least, most = POINTS.get(self.kind, (1, 0))
        axes = 3 if self.view == SCENE else 2
        if not least <= len(self.points) <= most:
            raise ValueError(f"drawing {self.id[:40]!r}: {len(self.points)} points make no {self.kind[:40]!r}")
        if any(len(point) != axes or not all(abs(x) < FARTHEST for x in point) for point in self.points):
            raise ValueError(f"drawing {self.id[:40]!r}: a point that is in no picture")
        if (self.joints and len(self.joints) != len(self.points)) or any(len(joint) > 40 for joint in self.joints):
            raise ValueError(f"drawing {self.id[:40]!r}: its joints are not those of its points")
        if not _COLOUR.fullmatch(self.colour) or not 0.5 <= self.size <= 60 or len(self.text) > MOST_TEXT:
            raise ValueError(f"drawing {self.id[:40]!r}: a colour, size or text that nobody chose")
        if self.start_s is not None and self.stop_s is not None and not self.start_s <= self.stop_s:
            raise ValueError(f"drawing {self.id[:40]!r}: it ends before it begins")

    @property
    def measures(self) -> bool:
        return self.kind in MEASURING

    @property
    def follows(self) -> bool:
        """Whether any of its points goes with a joint."""
        return any(self.joints)

    def seen_at(self, t: float) -> bool:
        """Whether it is to be seen at a reference time."""
        if self.kind == "stopwatch":
            return True
        return (self.start_s is None or t >= self.start_s - 1e-6) and (self.stop_s is None or t <= self.stop_s + 1e-6)

    def moved(self, by: Sequence[float]) -> "Drawing":
        """The same, shifted; points that go with a joint let go of it."""
        points = tuple(tuple(x + d for x, d in zip(point, by, strict=True)) for point in self.points)
        return replace(self, points=points, joints=())


@dataclass(frozen=True)
class KeyMoment:
    """A moment that matters. time_s: reference seconds; kind: of MOMENTS; comment: what the coach says of it."""

    id: str
    time_s: float
    name: str
    comment: str = ""
    kind: str = "own"

    def __post_init__(self) -> None:
        if not isfinite(self.time_s) or len(self.name) > MOST_NAME or len(self.comment) > MOST_TEXT \
                or self.kind not in MOMENTS:
            raise ValueError(f"key moment {self.id[:40]!r}: a time, name or comment that nobody gave")


def moments_of(document: "Document") -> list[KeyMoment]:
    """In the order of their times."""
    return sorted(document.moments.values(), key=lambda moment: (moment.time_s, moment.id))


def drawings_of(document: "Document", view: str) -> list[Drawing]:
    """Of a view, or of the SCENE, in the order in which they were drawn."""
    return [drawing for drawing in document.drawings.values() if drawing.view == view]


# -- edits, one gesture each


def draw(document: "Document", drawing: Drawing) -> "Edit":
    """Adds a drawing, or changes the one of its id."""
    from core.document import Edit

    what = TITLES[drawing.kind]
    title = tr("Draw an {what}") if what[0] in "aeiou" else tr("Draw a {what}")
    if drawing.id in document.drawings:
        title = tr("Change the {what}")
    return Edit(title.format(what=tr(what)), (document.put(drawing),))


def erase(document: "Document", ids: Sequence[str]) -> "Edit":
    """Takes drawings away. Raises KeyError where there is no such one."""
    from core.document import Edit

    if len(ids) == 1:
        title = tr("Delete the {what}").format(what=tr(TITLES[document.drawings[ids[0]].kind]))
    else:
        title = tr("Delete {n} drawings").format(n=len(ids))
    return Edit(title, tuple(document.drop("drawings", id) for id in ids))


def keep_moments(document: "Document", moments: Sequence[KeyMoment]) -> "Edit":
    """Adds key moments, or changes those of their ids."""
    from core.document import Edit

    title = tr("Add {n} key moments")
    if len(moments) == 1:
        changed = moments[0].id in document.moments
        title = tr("Change the key moment {name}") if changed else tr("Add the key moment {name}")
    title = title.format(n=len(moments), name=moments[0].name if moments else "")
    return Edit(title, tuple(document.put(moment) for moment in moments))


def drop_moment(document: "Document", id: str) -> "Edit":
    """Takes a key moment away. Raises KeyError where there is no such one."""
    from core.document import Edit

    title = tr("Delete the key moment {name}").format(name=document.moments[id].name)
    return Edit(title, (document.drop("moments", id),))
