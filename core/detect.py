"""2D people in a video: what a detector is, and the loop that runs one over a recording.

    poses = detect(Video("squat.mp4"), blazepose.load())

Everyone is followed from the first frame to the last, also when a seed (a click, a box) asks for one person only: where
people overlap, a tracker that knows only one of them takes the other for it.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from core import batched
from core.errors import ParallaxError
from core.people import Image, Person, Seed, pointed
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Progress, Step, silent
from core.skeleton import Skeleton
from core.tracking import CONFIRM, Track, Tracker

if TYPE_CHECKING:
    from core.video import Video

__all__ = ["Detector", "Person", "Seed", "detect", "detect_with_world"]

Floats = NDArray[np.float32]
# Takes the poses (n, P, J, 3) of the frames from `start` on, in order. P grows as people are found, and a track keeps
# its column; the result of `detect` may correct a track where two people crossed.
Sink = Callable[[int, Floats], None]

CHUNK = 32                  # frames between partial results; the first come sooner, for something to look at
FIRST_CHUNK = 8
BACKWARDS_BYTES = 1 << 28   # of decoded frames held at once while going backwards


class Detector(Protocol):
    """Finds people in one image, (H, W, 3) uint8 RGB. Not thread-safe: one detector a worker."""

    skeleton: Skeleton
    source: Source

    def one(self, image: Image) -> Person | None:
        """The most prominent person, cheaply; None when there is none."""

    def everyone(self, image: Image, known: Sequence[Person] = ()) -> list[Person]:
        """Every person that can be found but those known in this image, best first; dearer than `one`."""

    def at(self, image: Image, seed: Seed, known: Sequence[Person] = ()) -> Person | None:
        """The person under a point or in a box, who is none of those known in this image."""

    def follow(self, image: Image, person: Person, hide: Sequence[Person] = ()) -> Person | None:
        """The same person in a frame just after (or before) the one it was found in; None when lost.

        hide: people in this image who are to be overlooked, even where they stand in front.
        """

    def recall(self, xys: Floats) -> Person:
        """A person known by stored joints (J, 3) alone, for `follow` to go on from."""


def detect(video: "Video", detector: Detector, progress: Progress = silent, *, frames: range | None = None,
           seeds: Sequence[Seed] = (), people: int | None = None, sink: Sink | None = None,
           resume: Floats | None = None, closing: bool = False) -> Poses2D:
    """The people in a video, one track each; a track has at least one pose.

    frames: which frames to look at, of the whole video; a step (stride) above 1 leaves those between missing; closing:
    the last frame before their end is looked at too, so that none lies beyond.
    seeds: people to follow, one track each, in this order, and no others. people: how many to follow at most.
    sink: gets what is found as it is found. resume: (T, P, J, 3), what the sink got before; goes on after its last
    pose. Raises ParallaxError where a seed points at nobody or the range is empty, and what progress raises.
    """
    return _run(video, detector, progress, frames, seeds, people, sink, resume, closing)[0]


def detect_with_world(video: "Video", detector: Detector, progress: Progress = silent, *,
                      frames: range | None = None, seeds: Sequence[Seed] = (),
                      people: int | None = None) -> tuple[Poses2D, Poses3D]:
    """As `detect`, with the detector's own single-view 3D beside: metres as it believes them, root at the mid-hip.

    Raises ParallaxError where the detector has none.
    """
    poses, tracks = _run(video, detector, progress, frames, seeds, people, None, None)
    xyzs = np.full((*poses.xys.shape[:3], 4), np.nan, np.float32)
    xyzs[..., 3] = 0
    for p, track in enumerate(tracks):
        for frame, person in track.poses.items():
            if person.xyzs is None:
                raise ParallaxError(detector.source.model, "this detector gives no 3D.", "Lift its 2D poses.")
            xyzs[frame, p] = person.xyzs
    return poses, Poses3D(xyzs, poses.times, detector.source, "relative", detector.skeleton)


def _run(video: "Video", detector: Detector, progress: Progress, frames: range | None, seeds: Sequence[Seed],
         people: int | None, sink: Sink | None, resume: Floats | None,
         closing: bool = False) -> tuple[Poses2D, list[Track]]:
    wanted = range(len(video)) if frames is None else frames
    if not len(wanted) or wanted.step < 1 or wanted[0] < 0 or wanted[-1] >= len(video):
        raise ParallaxError(video.path, "frames {start}:{stop}:{step} are not in it.",
                            "It has {frames} frames, counted from 0.", start=wanted.start, stop=wanted.stop,
                            step=wanted.step, frames=len(video))
    outside = [seed.frame for seed in seeds if not wanted.start <= seed.frame < wanted[-1] + wanted.step]
    if outside:
        raise ParallaxError(video.path, "a person was pointed at in frame {frame}, which is not looked at.",
                            "Point at one in frames {first} to {last}.", frame=outside[0], first=wanted[0],
                            last=wanted[-1])
    run = _Run(video, detector, progress, wanted, sink, closing)
    if seeds:
        tracks = run.from_seeds(seeds, resume)
    else:
        tracker = Tracker(detector)
        start = run.recall(tracker, resume) if resume is not None else 0
        run.walk(tracker, wanted[start:], lambda part: tracker.confirmed[:people])
        tracks = tracker.confirmed[:people]
    xys = array(tracks, range(len(video)), len(detector.skeleton))
    if resume is not None and run.kept:
        _fill(xys, resume, wanted[run.kept - 1] + 1)
    return Poses2D(xys, video.times, detector.skeleton, video.size, detector.source), tracks


class _Run:
    """One detection under way. kept: how many of the wanted frames an earlier run has done. last: a frame beyond the
    steps that is looked at too, or −1."""

    def __init__(self, video: "Video", detector: Detector, progress: Progress, wanted: range,
                 sink: Sink | None, closing: bool = False) -> None:
        self.video, self.detector, self.progress, self.wanted, self.sink = video, detector, progress, wanted, sink
        self.kept = 0
        self.last = wanted.stop - 1 if closing and wanted[-1] < wanted.stop - 1 else -1
        self.done, self.total = 0, len(wanted) + (self.last > 0)

    def walk(self, tracker: Tracker, frames: range, result: Callable[[range], list[Track] | None],
             seen: Callable[[int, Image], None] | None = None) -> None:
        """Takes the tracker forwards through the frames; chunks of them, by `result`, go to the sink as they are final.

        result: the tracks to give, None while that is not known. seen: called with each frame after the tracker.
        """
        if not len(frames):
            return
        most, chunk = CHUNK * self.wanted.step, FIRST_CHUNK * self.wanted.step
        start, end = frames[0], frames[0]
        try:
            with contextlib.closing(self._looked_at(frames)) as pictures:
                for frame, image in pictures:
                    # New people are confirmed a few frames late: a chunk waits for them.
                    ready = frame - CONFIRM * self.wanted.step
                    while ready >= start + chunk and self._emit(start, start + chunk, result):
                        start, chunk = start + chunk, min(2 * chunk, most)
                    self._step(tracker, frame, image)
                    end = frame + 1
                    if seen:
                        seen(frame, image)
        except Cancelled:
            self._emit_rest(tracker, start, end, result)  # whoever stopped it was told that nothing is lost
            raise
        self._emit_rest(tracker, start, end, result)

    def from_seeds(self, seeds: Sequence[Seed], resume: Floats | None) -> list[Track]:
        """One track for each person pointed at.

        Everyone is followed from the start, and a seed picks one of them: who is who was settled before they met, which
        is safer than to begin where they overlap. Only somebody nobody followed is taken from the seed on, both ways.
        """
        numbers = sorted({seed.person for seed in seeds})
        people = [[seed for seed in seeds if seed.person == number] for number in numbers]
        at = {seed: self.wanted[(seed.frame - self.wanted.start) // self.wanted.step] for seed in seeds}
        tracker = Tracker(self.detector)
        if resume is not None and self._reached(resume) > max(at.values()):
            start = self.recall(tracker, resume)
            known = tracker.confirmed
            self.walk(tracker, self.wanted[start:], lambda part: known)
            return known
        back: dict[Seed, Track] = {}
        forth: dict[Seed, Track] = {}

        def seen(frame: int, image: Image) -> None:
            for seed in seeds:
                if at[seed] == frame:
                    forth[seed], back[seed] = self._pointed(tracker, image, frame, seed)

        def result(part: range) -> list[Track] | None:
            return [_joined(person, at, back, forth, part) for person in people] if len(forth) == len(at) else None

        self.walk(tracker, self.wanted, result, seen)
        return result(range(self.wanted.start, self.wanted.stop)) or []

    def _pointed(self, tracker: Tracker, image: Image, frame: int, seed: Seed) -> tuple[Track, Track]:
        """Who a seed in this frame points at: the track from there on, and the track that leads there."""
        t = float(self.video.times[frame])
        here = [track for track in tracker.tracks if track.frame == frame]
        joints = np.stack([track.last.xys[:, :2] for track in here]) if here else np.empty((0, 1, 2), np.float32)
        best = pointed(joints, self.detector.skeleton, seed)
        if best is not None:
            track = tracker.add(image, frame, t, here[best].last)
            return track, track
        person = self.detector.at(image, seed, [track.last for track in here])
        if person is None:
            place = ", ".join(f"{value:.0f}" for value in seed.point or seed.box or ())
            raise ParallaxError(self.video.path, "nobody is seen at the point ({place}) in frame {frame}." if seed.point
                                else "nobody is seen at the box ({place}) in frame {frame}.",
                                "Point at the middle of the body, draw a box round the person, or take another frame.",
                                place=place, frame=seed.frame)
        return tracker.add(image, frame, t, person), self._walk_back(image, frame, person)

    def _walk_back(self, image: Image, frame: int, person: Person) -> Track:
        """Follows a person from a frame to the first one."""
        tracker = Tracker(self.detector)
        tracker.step(image, frame, float(self.video.times[frame]))
        track = tracker.add(image, frame, float(self.video.times[frame]), person)
        width, height = self.video.size
        most = max(BACKWARDS_BYTES // (width * height * 3), 4)
        before = self.wanted[:self.wanted.index(frame)]
        self.total += len(before)
        for stop in range(len(before), 0, -most):
            for earlier, shown in reversed(list(self._decoded(before[max(stop - most, 0):stop]))):
                self._step(tracker, earlier, shown)
        return track

    def recall(self, tracker: Tracker, resume: Floats) -> int:
        """Gives the tracker the people of an earlier run as they were last seen; returns how many frames are done."""
        reached = self._reached(resume)
        for p in range(resume.shape[1]):
            frames = np.flatnonzero(np.isfinite(resume[:reached, p, :, 0]).all(axis=1))
            if len(frames):
                frame = int(frames[-1])
                person = self.detector.recall(resume[frame, p])
                tracker.add(self.video.frame(frame), frame, float(self.video.times[frame]), person)
        self.kept = len(range(self.wanted.start, reached, self.wanted.step))
        self.done = self.kept
        return self.kept

    def _reached(self, resume: Floats) -> int:
        """The frame after the last one in which an earlier run has found anybody."""
        found = np.flatnonzero(np.isfinite(resume[..., 0]).any(axis=(1, 2)))
        return int(found[-1]) + 1 if len(found) else 0

    def _looked_at(self, frames: range) -> Generator[tuple[int, Image]]:
        """The frames forwards; of a detector that looks at several pictures together, when it has seen them."""
        decoded = self._decoded(frames, self.last > 0)
        with contextlib.closing(ahead(decoded, batched.ahead(self.detector))) as pictures:
            yield from batched.foreseen(self.detector, pictures)

    def _decoded(self, frames: range, with_last: bool = False) -> Generator[tuple[int, Image]]:
        if len(frames):
            stop = self.last + 1 if with_last else frames[-1] + 1
            every = [*frames, self.last] if with_last else frames
            yield from zip(every, self.video.frames(frames.start, stop, frames.step, closing=with_last), strict=True)

    def _step(self, tracker: Tracker, frame: int, image: Image) -> None:
        self.progress(Step("detect", self.done, self.total, str(self.video.path)))
        tracker.step(image, frame, float(self.video.times[frame]))
        self.done += 1
        if self.done == self.total:
            self.progress(Step("detect", self.done, self.total, str(self.video.path)))

    def _emit_rest(self, tracker: Tracker, start: int, end: int, result: Callable[[range], list[Track] | None]) -> None:
        """The chunks from a frame up to the last one looked at."""
        tracker.finish()
        chunk = CHUNK * self.wanted.step
        for rest in range(start, end, chunk):
            self._emit(rest, min(rest + chunk, end), result)

    def _emit(self, start: int, stop: int, result: Callable[[range], list[Track] | None]) -> bool:
        """Gives a chunk to the sink; False where it is not known yet."""
        part = range(start, stop)
        tracks = result(part)
        if tracks is not None and self.sink:
            self.sink(start, array(tracks, part, len(self.detector.skeleton)))
        return tracks is not None


def ahead(pictures: Generator[tuple[int, Image]], most: int = 1) -> Generator[tuple[int, Image]]:
    """The same, with the next one (or `most` of them, where memory allows) decoded in a thread of its own while a
    network looks at this one: neither decoder nor network holds Python up. Closing it closes what it reads from."""
    with contextlib.closing(pictures), ThreadPoolExecutor(1, "decode ahead") as thread:
        coming = deque([thread.submit(next, pictures, None)])
        while (picture := coming.popleft().result()) is not None:
            while len(coming) < batched.fit(picture[1], most):
                coming.append(thread.submit(next, pictures, None))
            yield picture


def _joined(seeds: Sequence[Seed], at: dict[Seed, int], back: dict[Seed, Track], forth: dict[Seed, Track],
            part: range) -> Track:
    """One person's poses in some frames, each from the nearest seed: the track before it, or the track from it on."""
    frames = np.array([at[seed] for seed in seeds])
    first = forth[seeds[0]]
    joined = Track(first.last, first.t, first.frame, first.look)
    for frame in part:
        nearest = seeds[int(np.abs(frames - frame).argmin())]
        track = (back if frame < at[nearest] else forth)[nearest]
        if frame in track.poses:
            joined.poses[frame] = track.poses[frame]
    return joined


def array(tracks: Sequence[Track], frames: range, joints: int) -> Floats:
    """(len(frames), P, J, 3) poses of the tracks, missing ones NaN with score 0."""
    xys = np.full((len(frames), len(tracks), joints, 3), np.nan, np.float32)
    xys[..., 2] = 0
    for p, track in enumerate(tracks):
        for i, frame in enumerate(frames):
            if frame in track.poses:
                xys[i, p] = track.poses[frame].xys
    return xys


def _fill(xys: Floats, earlier: Floats, before: int) -> None:
    """Puts an earlier run's poses into the frames before this run's first one."""
    people = min(xys.shape[1], earlier.shape[1])
    xys[:before, :people] = earlier[:before, :people]
