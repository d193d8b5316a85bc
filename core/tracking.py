"""People followed from frame to frame, through crossings and short absences.

Each person has a tracker of their own (the detector's `follow`), which is cheap; a search for people who are not
followed yet is dear and done now and then. Three things keep identities apart where people overlap:
the person behind is also looked for with the one in front painted out, and the pose that moved less is believed;
a pose made of another person's joints is refused; and who was lost and comes back must fit in place, size and colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core import batched
from core.people import (
    BORROWED,
    COVERED,
    SAME,
    Image,
    Person,
    alike,
    apart,
    borrowed,
    look,
    part_of,
    touch,
    upside_down,
)

if TYPE_CHECKING:
    from core.detect import Detector

SEARCH_EVERY = 15       # frames between searches for new people: a tenth of the cost of following one
SEARCH_LOST_EVERY = 3   # frames, while somebody was lost a moment ago
CONFIRM = 5             # frames a new person must be followed for: ghosts put together from two people do not last
JUMP = 0.4              # of the size: a pose cannot move further in one frame
BLIND_S = 0.5           # how long a lost person is looked for in the same place, at every frame
FORGET_S = 10.0         # after this absence a person who comes back is a new one
LEAP_S = 0.15           # with a longer gap between frames than this, following alone is not trusted among several
SEARCH_S = 2.0          # and somebody who is alone is followed through such gaps for no longer without a search
KEEP_LOOK = 0.9         # of the old colours at every frame


@dataclass(eq=False)
class Track:
    """One person over time. poses: frame → pose. last: the latest of them, found at time t in frame `frame`."""

    last: Person
    t: float
    frame: int
    look: NDArray[np.float32]
    number: int | None = None               # in order of confirmation; None while it may be a ghost
    poses: dict[int, Person] = field(default_factory=dict)

    def see(self, person: Person, frame: int, t: float) -> None:
        self.last, self.t, self.frame = person, t, frame
        self.poses[frame] = replace(person, memory=None)   # an hour of memories is not wanted


def _moved(track: Track, person: Person | None) -> float:
    """How far a pose is from the track's last one, in sizes; infinite without a pose."""
    return np.inf if person is None else apart(person, track.last)


class Tracker:
    """Follows everyone through frames given in order, forwards or backwards."""

    def __init__(self, detector: "Detector") -> None:
        self.detector = detector
        self.tracks: list[Track] = []
        self._steps = 0
        self._t: float | None = None
        self._searched_t = -np.inf  # when the whole picture was searched last

    @property
    def confirmed(self) -> list[Track]:
        """The people, in the order of their numbers."""
        return sorted((t for t in self.tracks if t.number is not None), key=lambda t: t.number or 0)

    def step(self, image: Image, frame: int, t: float) -> None:
        """Takes the next frame. t: its time in seconds."""
        alone = len(self.tracks) == 1 and abs(t - self._searched_t) < SEARCH_S
        leap = self._t is not None and abs(t - self._t) > LEAP_S and not alone
        found = self._follow(image, t)
        lost = [track for track in self.tracks if track not in found and abs(t - track.t) < FORGET_S]
        fresh = any(abs(t - track.t) < BLIND_S for track in lost)
        if not found or leap or self._steps % SEARCH_EVERY == 0 or (fresh and self._steps % SEARCH_LOST_EVERY == 0):
            whole = leap or self._steps % SEARCH_EVERY == 0 or bool(found)
            self._search(image, frame, t, found, lost, whole)
            self._searched_t = t if whole else self._searched_t
        for track, person in found.items():
            track.see(person, frame, t)
        self._settle(image, found)
        self._steps, self._t = self._steps + 1, t

    def add(self, image: Image, frame: int, t: float, person: Person) -> Track:
        """Puts in a person seen in this frame who is known to be one, or finds the track that already follows them."""
        for track in self.tracks:
            if track.frame == frame and apart(track.last, person) < SAME:
                break
        else:
            track = Track(person, t, frame, look(image, person, self.detector.skeleton))
            self.tracks.append(track)
        track.see(person, frame, t)
        self._confirm(track)
        return track

    def finish(self) -> None:
        """Confirms the people of a recording too short to tell."""
        for track in sorted(self.tracks, key=lambda track: -track.last.size):
            if track.number is None and len(track.poses) >= min(CONFIRM, self._steps):
                self._confirm(track)

    def _confirm(self, track: Track) -> None:
        if track.number is None:
            track.number = sum(t.number is not None for t in self.tracks)

    def _ghost(self, person: Person, others: Sequence[Person]) -> bool:
        skeleton = self.detector.skeleton
        return any(is_ghost(person, others, skeleton) for is_ghost in (borrowed, part_of, upside_down))

    # ---------------------------------------------------------------- following

    def _follow(self, image: Image, t: float) -> dict[Track, Person]:
        """Everyone who is found again near where they were."""
        near = [track for track in self.tracks if abs(t - track.t) < BLIND_S]
        seen = batched.follow_all(self.detector, [(image, track.last, ()) for track in near])
        plain = dict(zip(near, seen, strict=True))
        found: dict[Track, Person] = {}
        # The least disturbed first: those after it are told where it is, not where a net may have jumped to.
        for track in sorted(near, key=lambda track: _moved(track, plain[track])):
            rivals = [found.get(other, other.last) for other in near if other is not track and other.number is not None]
            person = self._believed(image, track, plain[track], rivals)
            if person:
                found[track] = person
        for a, b in combinations(list(found), 2):
            if a in found and b in found and apart(found[a], found[b]) < SAME:
                del found[self._intruder(a, b, found)]
        return found

    def _believed(self, image: Image, track: Track, plain: Person | None, rivals: Sequence[Person]) -> Person | None:
        """Of the pose as seen and the pose with those who overlap painted out, the one that moved less."""
        overlapping = [r for r in rivals if touch(track.last, r) or (plain and touch(plain, r))]
        options = [(plain, 1.0, BORROWED)]
        if overlapping and track.number is not None:
            options.append((self.detector.follow(image, track.last, overlapping), 1.2, COVERED))
        best, best_distance = None, JUMP
        for person, handicap, share in options:
            if person is not None and not borrowed(person, overlapping, self.detector.skeleton, share):
                distance = handicap * _moved(track, person)
                if distance < best_distance:
                    best, best_distance = person, distance
        return best

    @staticmethod
    def _intruder(a: Track, b: Track, found: dict[Track, Person]) -> Track:
        """Which of two trackers on one person does not belong there: a ghost, or the one that had to move more."""
        if (a.number is None) != (b.number is None):
            return a if a.number is None else b
        return a if _moved(a, found[a]) > _moved(b, found[b]) else b

    # ---------------------------------------------------------------- searching

    def _search(self, image: Image, frame: int, t: float, found: dict[Track, Person], lost: list[Track],
                whole: bool) -> None:
        """Looks for people who are not followed: lost ones come back, others are new."""
        known = list(found.values())
        if whole:
            people = self.detector.everyone(image, known)
        else:
            person = self.detector.one(image)
            people = [person] if person else []
        for person in people:
            if self._ghost(person, known):
                continue
            seen = look(image, person, self.detector.skeleton)
            costs = [(self._cost(track, person, seen, t), track) for track in lost if track not in found]
            cost, track = min(costs, key=lambda pair: pair[0], default=(np.inf, None))
            if track is None or cost > 1:
                track = Track(person, t, frame, seen)
                self.tracks.append(track)
            found[track] = person

    @staticmethod
    def _cost(track: Track, person: Person, seen: NDArray[np.float32], t: float) -> float:
        """How unlikely it is that a lost person is this one; above 1 it is not.

        Someone who runs covers about two body heights a second; the size changes slowly; clothes stay the same.
        """
        away = abs(t - track.t)
        reach = 0.3 + 2.0 * away
        size = abs(np.log(person.size / track.last.size)) / (0.3 + 0.3 * away)
        colours = (1 - alike(track.look, seen)) / 0.45
        return float(max(apart(track.last, person) / reach, size, colours))

    # ---------------------------------------------------------------- who is who

    def _settle(self, image: Image, found: dict[Track, Person]) -> None:
        """After a frame: ghosts go, people are confirmed, and what they look like is learnt while they stand alone."""
        self.tracks = [track for track in self.tracks if track.number is not None or track in found]
        for track in sorted(found, key=lambda track: -track.last.size):
            others = [found[o] for o in found if o is not track and o.number is not None]
            if track.number is None and self._ghost(track.last, [*others, *self._as_new(track, found)]):
                self.tracks.remove(track)
            elif len(track.poses) >= CONFIRM:
                self._confirm(track)
            if not any(touch(track.last, other) for other in others):
                seen = look(image, track.last, self.detector.skeleton)
                track.look = KEEP_LOOK * track.look + (1 - KEEP_LOOK) * seen

    def _as_new(self, track: Track, found: dict[Track, Person]) -> list[Person]:
        """Those who came with an unconfirmed track and could be real where it is a ghost, but not it where they are:
        who is confirmed first must not depend on who happens to be larger in that frame."""
        return [found[other] for other in found if other is not track and other in self.tracks
                and other.number is None and not self._ghost(other.last, [track.last])]
