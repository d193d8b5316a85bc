"""Where words stand beside what they belong to: none over another, and none that jumps about from picture to picture.

Each stands where it wants to if there is room, otherwise as near to that as there is. In the next pictures it stays on
that side for as long as it can, since two places that are about as good would else take turns, and glides back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

APART = 3.0     # px between two boxes
BACK = 10.0     # px of room all around from which a box goes back to where it wants to be
LONGER = 1.5    # times the shortest way, and
MORE = 40.0     # px more than that: further away it does not stay
GLIDE = 5.0     # of the way back in a second
SOON_S = 0.3    # between pictures of which one follows the other; others begin anew

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Wish:
    """Words of a size that want to stand at a place. key: of what they belong to."""

    key: str
    box: QRectF


class Labels:
    """The words of one picture after another. boxes: where they stand now, by key."""

    def __init__(self) -> None:
        self.boxes: dict[str, QRectF] = {}
        self._away: dict[str, tuple[float, float]] = {}  # from where they want to be, px
        self._t: float | None = None

    def settle(self, wishes: Sequence[Wish], room: QRectF, t: float = 0.0,
               taken: Sequence[QRectF] = ()) -> list[QRectF]:
        """A place for each, those that come first first. room: that they stay in; t: of the picture, seconds; taken:
        what they leave free."""
        gone_s = abs(t - self._t) if self._t is not None else SOON_S + 1
        if gone_s > SOON_S:
            self._away.clear()
        self._t = t
        placed, away = [_box(one) for one in taken], dict[str, tuple[float, float]]()
        for wish in wishes:
            wanted = _kept_in(_box(wish.box), room)
            found = _settled(wanted, self._away.get(wish.key), placed, room, gone_s)
            placed.append(found)
            away[wish.key] = found[0] - wanted[0], found[1] - wanted[1]
        self._away = away
        made = [QRectF(a, b, c - a, d - b) for a, b, c, d in placed[len(taken):]]
        self.boxes = {wish.key: box for wish, box in zip(wishes, made, strict=True)}
        return made


def _settled(wanted: Box, away: tuple[float, float] | None, placed: Sequence[Box], room: QRectF, gone_s: float) -> Box:
    """away: how far it was from there in the picture before, gone_s seconds ago; None where there was none."""
    if away is None or away == (0.0, 0.0):
        return wanted if _free(wanted, placed, APART) else _nearest(wanted, wanted, placed, room) or wanted
    if gone_s == 0 and _free(wanted, placed, BACK):
        return wanted  # what is done to a picture that stands still is seen at once
    left = max(1 - GLIDE * gone_s, 0.0) if _far(wanted, _moved(wanted, *away)) > 1 else 0.0
    back = _kept_in(_moved(wanted, left * away[0], left * away[1]), room)
    if _free(back, placed, APART):
        return back
    there = _kept_in(_moved(wanted, *away), room)
    kept = there if _free(there, placed, APART) else _nearest(there, wanted, placed, room)
    nearest = _nearest(wanted, wanted, placed, room)
    if kept is None or nearest is None:
        return nearest or wanted
    return kept if _far(kept, wanted) <= LONGER * _far(nearest, wanted) + MORE else nearest


def _nearest(there: Box, wanted: Box, placed: Sequence[Box], room: QRectF) -> Box | None:
    """The free place nearest to a box, and then to where it wants to be, beside those that stand already; None where
    there is none."""
    wide, high = wanted[2] - wanted[0], wanted[3] - wanted[1]
    lefts = [there[0], wanted[0], *(x for a, _, c, _ in placed for x in (a - APART - wide, c + APART))]
    tops = [there[1], wanted[1], *(y for _, b, _, d in placed for y in (b - APART - high, d + APART))]
    tries = [_kept_in((x, y, x + wide, y + high), room) for x in lefts for y in tops]
    tries.sort(key=lambda box: (_far(box, there), _far(box, wanted)))
    return next((box for box in tries if _free(box, placed, APART)), None)


def _free(box: Box, placed: Sequence[Box], margin: float) -> bool:
    a, b, c, d = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    return all(right <= a + 1e-6 or left >= c - 1e-6 or bottom <= b + 1e-6 or top >= d - 1e-6
               for left, top, right, bottom in placed)


def _kept_in(box: Box, room: QRectF) -> Box:
    """In the room, where it is not larger than that."""
    x = min(max(box[0], room.left()), max(room.right() - (box[2] - box[0]), room.left()))
    y = min(max(box[1], room.top()), max(room.bottom() - (box[3] - box[1]), room.top()))
    return _moved(box, x - box[0], y - box[1])


def _moved(box: Box, dx: float, dy: float) -> Box:
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def _far(a: Box, b: Box) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _box(box: QRectF) -> Box:
    return box.left(), box.top(), box.right(), box.bottom()
