"""Drawing with the mouse, a finger or a pen: what a gesture on a picture or on the figure makes of it.

One gesture is one edit. Angles, distances and traces take hold of the nearest joint and follow it from then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from app import coach_paint
from app.coach_model import CoachModel
from app.coach_paint import Canvas, Shape
from app.words import marked, tr
from core.coach_place import Geometry, name_of, place
from core.coaching import SCENE, Drawing, draw, erase
from core.document import new_id

SNAP = 30.0        # pane pixels within which a joint is taken hold of
REACH = 22.0       # within which a drawing is taken hold of: a finger is no finer
NUDGED_MS = 500    # of rest before moving by keys is one edit
LEAST = 6.0        # that a drag goes at least; less was a click
STAYS_S = 0.75     # that a drawing is seen before and after the moment that it was made for
COLOURS = ("#f2b84b", "#ff6b5e", "#4aa5f5", "#66d58a", "#ffffff", "#d68cff")
SIZES = (2.5, 4.0, 7.0)
TOOLS = ("hand", "line", "arrow", "freehand", "circle", "text", "spotlight", "magnifier", "stopwatch", "angle",
         "distance", "trace")
DRAGGED = ("line", "arrow", "freehand", "circle", "spotlight", "magnifier", "distance", "angle")
SNAPS = ("angle", "distance", "trace", "spotlight", "magnifier")
ENDLESS = ("angle", "distance", "trace", "stopwatch")  # are seen from beginning to end, however long others stay
# What a touch of a joint measures: the angle between its neighbours, or the lean of the trunk.
NATURAL = {f"{s}{joint}": (f"{s}{a}", f"{s}{joint}", f"{s}{b}") for s in "lr" for joint, a, b in (
    ("knee", "hip", "ankle"), ("elbow", "shoulder", "wrist"), ("hip", "shoulder", "knee"),
    ("shoulder", "hip", "elbow"))} | dict.fromkeys(("pelvis", "spine", "thorax"), ("pelvis", "thorax"))
HINTS = {
    "hand": marked("Touch a drawing to move, change or delete it"), "line": marked("Drag from end to end"),
    "arrow": marked("Drag from tail to head"), "freehand": marked("Draw"),
    "circle": marked("Drag from the middle to the rim"), "text": marked("Touch where the text begins"),
    "spotlight": marked("Drag from the middle to the rim; on a joint it follows"),
    "magnifier": marked("Drag from the middle to the rim; on a joint it follows"),
    "stopwatch": marked("Touch where it stands: it runs from this moment on"),
    "angle": marked("Touch a joint, or three places; drag for the angle with the vertical"),
    "distance": marked("Drag from joint to joint"), "trace": marked("Touch the joint to follow"),
}


class Surface(Protocol):
    """A pane or the figure, as something to draw on. view: its id, or SCENE."""

    view: str

    @property
    def t(self) -> float:
        """Reference seconds of what is on it."""

    def canvas(self) -> Canvas: ...
    def point(self, spot: QPointF) -> tuple[float, ...]: ...
    def refresh(self) -> None: ...


@dataclass
class _Grip:
    """A drawing held with the pointer. handle: the index of its point, None where all of it is moved."""

    drawing: Drawing
    handle: int | None
    start: QPointF
    points: tuple[tuple[float, ...], ...]
    now: Drawing | None = None


class Pencil(QObject):
    """changed(): another tool, colour, size or choice. writing(surface, spot, drawing): words are wanted there, of a
    new text (None) or of one that is there. said(text): what to do."""

    changed = Signal()
    writing = Signal(object, object, object)
    said = Signal(str)

    def __init__(self, model: CoachModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._session = model, model.session
        self.tool, self.colour, self.size, self.stays = "hand", COLOURS[0], SIZES[1], False
        self.chosen = ""
        self._draft: Drawing | None = None       # being drawn
        self._start = QPointF()
        self._spot = QPointF()
        self._grip: _Grip | None = None
        self._ends: list[tuple[tuple[float, ...], str]] = []  # of an angle that is set point by point
        self._on: str = ""                        # the surface of what is under way
        self._void = False                        # what the pointer does until it is let go means nothing
        self._nudged: Surface | None = None       # where a drawing is being moved by keys
        self._nudges = QTimer(self, singleShot=True, interval=NUDGED_MS)
        self._nudges.timeout.connect(self._keep_nudged)

    # -- choosing

    def take(self, tool: str) -> None:
        """Another tool; the same one again is put away."""
        self.give_up()
        self.tool = tool if tool != self.tool else "hand"
        self.choose("")
        self.said.emit(tr(HINTS[self.tool]))
        self.changed.emit()

    def choose(self, id: str) -> None:
        if id != self.chosen:
            self._keep_nudged()
            self.chosen = id
            self.changed.emit()

    def choose_next(self, by: int, seen: Mapping[str, Surface]) -> None:
        """The next (1) or previous (−1) of the drawings that are to be seen now. seen: surfaces by their views."""
        there = [drawing for drawing in self._model.drawings.values()
                 if drawing.view in seen and self._model.placed(drawing, seen[drawing.view].t) is not None]
        if not there:
            self.said.emit(tr("There is no drawing here"))
            return
        ids = [drawing.id for drawing in there]
        at = (ids.index(self.chosen) + by) % len(ids) if self.chosen in ids else 0 if by > 0 else -1
        self.choose(ids[at])
        name = name_of(there[at])
        self.said.emit(tr("{name}: Alt and the arrows move it, Del deletes it").format(
            name=name[:1].upper() + name[1:]))

    @property
    def at_hand(self) -> Drawing | None:
        return self._model.drawings.get(self.chosen)

    def dress(self, *, colour: str | None = None, size: float | None = None) -> None:
        """A colour or a size from now on, and for the drawing at hand."""
        self.colour, self.size = colour or self.colour, size or self.size
        drawing = self.at_hand
        if drawing is not None:
            self._keep(replace(drawing, colour=colour or drawing.colour, size=size or drawing.size))
        self.changed.emit()

    def set_stays(self, stays: bool) -> None:
        """Whether drawings are seen from beginning to end, or around the moment that they were made for."""
        self.stays = stays
        drawing = self.at_hand
        if drawing is not None and drawing.kind != "stopwatch":
            middle = self._model.t
            span = (None, None) if stays else (middle - STAYS_S, middle + STAYS_S)
            self._keep(replace(drawing, start_s=span[0], stop_s=span[1]))
        self.changed.emit()

    def delete(self) -> bool:
        """The drawing at hand; False where there is none."""
        self._keep_nudged()
        project = self._session.project
        if self.at_hand is None or project is None:
            return False
        self._session.do(erase(project.document, [self.chosen]))
        self.choose("")
        return True

    def give_up(self) -> bool:
        """What is under way; False where nothing is."""
        under_way = self._draft is not None or self._grip is not None or bool(self._ends)
        self._draft, self._grip, self._on, self._nudged = None, None, "", None
        self._ends.clear()
        if under_way:
            self.changed.emit()
        return under_way

    # -- gestures

    def press(self, on: Surface, spot: QPointF) -> bool:
        """Whether the gesture that begins here is a drawing's."""
        self._keep_nudged()
        self._start = self._spot = spot
        self._void = False
        if self._ends and self._on != on.view:
            self._ends.clear()
        self._on = on.view
        if self.tool == "hand":
            return self._grab(on, spot)
        if self.tool in DRAGGED and not self._ends:
            self._draft = self._begun(on, spot)
        return True

    def move(self, on: Surface, spot: QPointF) -> None:
        self._spot = spot
        if self._grip is not None:
            self._drag(on, spot)
        elif self._draft is not None:
            self._draft = self._further(on, self._draft, spot)
        on.refresh()

    def release(self, on: Surface) -> None:
        """One edit, where it was more than a touch that means nothing."""
        spot, dragged = self._spot, _far(self._start, self._spot) >= LEAST
        grip, self._grip = self._grip, None
        draft, self._draft = self._draft, None
        if self._void:
            self._void = False
        elif grip is not None:
            self._let_go(on, grip, dragged)
        elif draft is not None and dragged:
            self._keep(draft, on)
        elif self.tool in ("text", "stopwatch", "trace", "angle") and not dragged:
            self._touch(on, spot)
        on.refresh()

    def drop(self) -> None:
        """What the pointer has begun is not meant: nothing comes of it when it is let go."""
        self._draft, self._grip, self._void = None, None, True

    def nudge(self, seen: Mapping[str, Surface], by: QPointF) -> None:
        """Moves the drawing at hand by so many pixels of its surface; once it rests, that is one edit."""
        drawing = self.at_hand
        on = seen.get(drawing.view) if drawing is not None else None
        placed = self._model.placed(drawing, on.t) if drawing is not None and on is not None else None
        if drawing is None or on is None or placed is None:
            return
        if drawing.measures and drawing.follows:
            self.said.emit(tr("It goes with the joints: drag an end of it to another joint"))
            return
        if self._nudged is None:
            start = on.canvas().place(placed.points[0])
            if start is None:
                return
            self._on, self._start, self._spot = on.view, start, start
            self._grip = _Grip(drawing, None, start, _own_points(drawing, placed))
        self._nudged = on
        self._spot = self._spot + by
        self._drag(on, self._spot)
        on.refresh()
        self._nudges.start()

    def _keep_nudged(self) -> None:
        on, self._nudged = self._nudged, None
        grip, self._grip = (self._grip, None) if on is not None else (None, self._grip)
        self._nudges.stop()
        if on is not None and grip is not None:
            self._let_go(on, grip, True)
            on.refresh()

    # -- what a pane shows

    def shapes(self, on: Surface) -> list[Shape]:
        """All drawings of a surface where they are now, with what is under way."""
        t, found = on.t, []
        for drawing in self._model.drawings.values():
            if drawing.view != on.view:
                continue
            held = self._grip is not None and self._grip.drawing.id == drawing.id and self._grip.now is not None
            now = self._grip.now if held and self._grip is not None and self._grip.now is not None else drawing
            placed = self._model.placed(now, t)
            if placed is not None:
                found.append(Shape(placed, "" if held else self._model.doubt(drawing, t), drawing.id == self.chosen))
        if self._on == on.view:
            found += self._under_way(on, t)
        return found

    def _under_way(self, on: Surface, t: float) -> list[Shape]:
        motion, found = self._model.motion_of(on.view), []
        if self._draft is not None:
            placed = place(replace(self._draft, start_s=None, stop_s=None), motion, t)
            found += [Shape(placed)] if placed is not None else []
        if len(self._ends) == 2:
            ends = Drawing("ends", "line", on.view, tuple(point for point, _ in self._ends), colour=self.colour)
            placed = place(ends, motion, t)
            found += [Shape(placed, chosen=True)] if placed is not None else []
        elif self._ends:
            dot = Drawing("end", "trace", on.view, (self._ends[0][0],), colour=self.colour, size=self.size)
            placed = place(dot, motion, t)
            found += [Shape(placed)] if placed is not None else []
        return found

    # -- making

    def _begun(self, on: Surface, spot: QPointF) -> Drawing:
        point, joint = self._held(on, spot) if self.tool in SNAPS else (on.point(spot), "")
        joints = (joint, "") if joint else ()
        return Drawing("draft", self.tool, on.view, (point, point), joints, *self._span(on), self.colour, self.size)

    def _further(self, on: Surface, draft: Drawing, spot: QPointF) -> Drawing:
        point = on.point(spot)
        if draft.kind == "freehand":
            points = draft.points if len(draft.points) >= 2000 else (*draft.points, point)
            return replace(draft, points=points)
        if draft.kind in ("angle", "distance"):
            point, joint = self._held(on, spot)
            joints = ((draft.joints or ("", ""))[0], joint)
            return replace(draft, points=(draft.points[0], point), joints=joints if any(joints) else ())
        return replace(draft, points=(draft.points[0], point))

    def _span(self, on: Surface) -> tuple[float | None, float | None]:
        """When it is seen."""
        if self.tool == "stopwatch":
            return on.t, None
        if self.stays or self.tool in ENDLESS:
            return None, None
        return on.t - STAYS_S, on.t + STAYS_S

    def _touch(self, on: Surface, spot: QPointF) -> None:
        point, joint = self._held(on, spot)
        if self.tool == "text":
            self.writing.emit(on, spot, None)
        elif self.tool == "stopwatch":
            self._keep(Drawing("", "stopwatch", on.view, (on.point(spot),), (), *self._span(on), self.colour,
                               self.size), on)
        elif self.tool == "trace":
            if joint:
                self._keep(Drawing("", "trace", on.view, (point,), (joint,), None, None, self.colour, self.size), on)
            else:
                self.said.emit(tr("There is no joint here: touch the one to follow"))
        else:
            self._touch_angle(on, point, joint)

    def _touch_angle(self, on: Surface, point: tuple[float, ...], joint: str) -> None:
        if not self._ends and joint in NATURAL:
            points = tuple(self._place_of(on, name) or point for name in NATURAL[joint])
            self._keep(Drawing("", "angle", on.view, points, NATURAL[joint], None, None, self.colour, self.size), on)
            return
        self._ends.append((point, joint))
        if len(self._ends) < 3:
            self.said.emit(tr("Touch the corner") if len(self._ends) == 1 else tr("Touch the other end"))
            return
        joints = tuple(name for _, name in self._ends)
        points = tuple(at for at, _ in self._ends)
        self._ends.clear()
        self._keep(Drawing("", "angle", on.view, points, joints if any(joints) else (), *self._span(on), self.colour,
                           self.size), on)

    def write(self, on: Surface, spot: QPointF, text: str, drawing: Drawing | None) -> None:
        """The words that were wanted; none takes a text away that was there."""
        if drawing is not None and text:
            self._keep(replace(drawing, text=text))
        elif drawing is not None:
            self.choose(drawing.id)
            self.delete()
        elif text:
            self._keep(Drawing("", "text", on.view, (on.point(spot),), (), *self._span(on), self.colour, self.size,
                               text), on)

    def _keep(self, drawing: Drawing, on: Surface | None = None) -> None:
        project = self._session.project
        if project is None:
            return
        new = drawing if drawing.id in project.document.drawings else replace(drawing, id=new_id())
        if self._session.do(draw(project.document, new)) and on is not None:
            if self.tool in ("text", "stopwatch"):
                self.tool = "hand"
                self.said.emit(tr(HINTS[self.tool]))
            self.choose(new.id)

    # -- changing

    def _grab(self, on: Surface, spot: QPointF) -> bool:
        canvas, t = on.canvas(), on.t
        at_hand = self.at_hand
        if at_hand is not None and at_hand.view == on.view and (placed := self._model.placed(at_hand, t)) is not None:
            for n in coach_paint.handles_of(placed):
                where = coach_paint.handle_spot(placed, n, canvas)
                if where is not None and _far(where, spot) <= REACH:
                    self._grip = _Grip(at_hand, n, spot, at_hand.points)
                    return True
        near: list[tuple[float, Drawing]] = []
        for drawing in self._model.drawings.values():
            placed = self._model.placed(drawing, t) if drawing.view == on.view else None
            if placed is not None:
                near.append((coach_paint.distance_to(placed, canvas, spot), drawing))
        found = min((one for one in near if one[0] <= REACH), key=lambda one: one[0], default=None)
        self.choose(found[1].id if found is not None else "")
        if found is None:
            return False
        shown = self._model.placed(found[1], t)
        self._grip = _Grip(found[1], None, spot, _own_points(found[1], shown))
        return True

    def _drag(self, on: Surface, spot: QPointF) -> None:
        grip = self._grip
        assert grip is not None
        drawing = grip.drawing
        if grip.handle is None:
            if drawing.measures and drawing.follows:
                return  # it belongs to the joints
            a, b = on.point(grip.start), on.point(spot)
            held = replace(drawing, points=grip.points)
            grip.now = held.moved([y - x for x, y in zip(a, b, strict=True)])
            return
        point, joint = self._held(on, spot) if drawing.kind in SNAPS and (drawing.measures or grip.handle == 0) else \
            (on.point(spot), "")
        points, joints = list(drawing.points), list(drawing.joints or [""] * len(drawing.points))
        if drawing.kind in ("circle", "spotlight", "magnifier") and grip.handle == 0:
            by = [y - x for x, y in zip(points[0], point, strict=True)]
            points[1] = tuple(x + d for x, d in zip(points[1], by, strict=True))
        elif drawing.kind in ("spotlight", "magnifier") and joints[0]:
            placed = self._place_of(on, joints[0])  # the rim is kept as it is from the middle
            if placed is not None:
                points[0] = placed
        points[grip.handle], joints[grip.handle] = point, joint
        grip.now = replace(drawing, points=tuple(points), joints=tuple(joints) if any(joints) else ())

    def _let_go(self, on: Surface, grip: _Grip, dragged: bool) -> None:
        if dragged and grip.now is not None and grip.now != grip.drawing:
            self._keep(grip.now)
        elif not dragged and grip.drawing.kind == "text":
            self.writing.emit(on, grip.start, grip.drawing)

    # -- joints

    def _held(self, on: Surface, spot: QPointF) -> tuple[tuple[float, ...], str]:
        """The joint near a spot and where it is; the spot's own place and '' where there is none."""
        motion = self._model.motion_of(on.view)
        body = motion.at(on.t, on.view == SCENE) if motion is not None else None
        if motion is None or body is None:
            return on.point(spot), ""
        canvas = on.canvas()
        spots = [canvas.place(point) if np.isfinite(point).all() else None for point in body]
        far = [_far(at, spot) if at is not None else np.inf for at in spots]
        nearest = int(np.argmin(far))
        if far[nearest] > SNAP:
            return on.point(spot), ""
        return _tuple(body[nearest]), motion.skeleton.joints[nearest]

    def _place_of(self, on: Surface, joint: str) -> tuple[float, ...] | None:
        motion = self._model.motion_of(on.view)
        body = motion.at(on.t, on.view == SCENE) if motion is not None else None
        if motion is None or body is None:
            return None
        point = body[motion.skeleton.index(joint)]
        return _tuple(point) if np.isfinite(point).all() else None


def _own_points(drawing: Drawing, shown: Geometry | None) -> tuple[tuple[float, ...], ...]:
    """Where a drawing's own points are now."""
    return tuple(_tuple(point) for point in shown.points)[-len(drawing.points):] if shown is not None else \
        drawing.points


def _tuple(point: NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(float(x) for x in point)


def _far(a: QPointF, b: QPointF) -> float:
    return float(np.hypot(a.x() - b.x(), a.y() - b.y()))
