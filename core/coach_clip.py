"""A coach's clip as a plan: which moment each of its frames shows, where it pauses, what is heard meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import numpy as np

from core.coaching import KeyMoment
from core.film import SILENCE, FilmRequest, FilmView, Reel, Wave, waveform

FASTEST = 60          # frames a second that every phone plays
SPEEDS = (0.02, 1.0)  # the slowest and the fastest, of real time
LONGEST_PAUSE_S = 30.0
WAYS = ("beside", "over")  # that another performance is shown
FADE_S = 0.005        # of sound into a pause, so that it does not click
REAL_TIME = 1e-3      # by how much a second of the file may differ from one of life for its sound to be kept


@dataclass(frozen=True)
class Beside:
    """Another performance in a clip. view: its recording; project: its folder. way: of WAYS, beside the pictures of the
    first or over the reference view's. a, b: seconds of the first and of the other that belong together, as in
    core.coach_compare.TimeMap."""

    view: FilmView
    project: str
    way: str = "beside"
    a: tuple[float, ...] = (0.0,)
    b: tuple[float, ...] = (0.0,)

    def __post_init__(self) -> None:
        if self.way not in WAYS or len(self.a) != len(self.b) or not self.a:
            raise ValueError(f"another performance {self.way[:20]!r} the first cannot be shown")


@dataclass(frozen=True)
class ClipRequest:
    """A clip to make. views: as they stand beside one another; reference: the id of the one whose frame rate and sound
    it has, '' is the first. project: the folder. out: the MP4.

    start_s, stop_s: reference seconds, None is the reference view's beginning or end. speed: of real time. pause_s: how
    long it rests at every key moment, 0 not at all. figure: the 3D beside, seen from turn_deg about the vertical and
    raised_deg from above. lines: of the body. sound: kept at real time; slow motion is silent. other: a performance
    that is compared with, None shows this one alone.
    """

    views: tuple[FilmView, ...]
    out: str
    project: str
    reference: str = ""
    start_s: float | None = None
    stop_s: float | None = None
    speed: float = 1.0
    pause_s: float = 2.0
    figure: bool = True
    turn_deg: float = 45.0
    raised_deg: float = 12.0
    lines: bool = True
    sound: bool = True
    other: Beside | None = None

    def __post_init__(self) -> None:
        if not SPEEDS[0] <= self.speed <= SPEEDS[1]:
            raise ValueError(f"a speed of {self.speed:g} is not between {SPEEDS[0]:g} and {SPEEDS[1]:g}")
        if not 0 <= self.pause_s <= LONGEST_PAUSE_S:
            raise ValueError(f"a pause of {self.pause_s:g} s is not between 0 and {LONGEST_PAUSE_S:g}")

    def film(self) -> FilmRequest:
        """The pictures alone, the reference view first."""
        first = self.reference or (self.views[0].id if self.views else "")
        views = tuple(sorted(self.views, key=lambda view: view.id != first))
        return FilmRequest(views, self.out, "", self.start_s, self.stop_s)


@dataclass(frozen=True)
class Shot:
    """A frame of the clip. t: reference seconds; held: the key moment at which it rests, None where it moves."""

    t: float
    held: KeyMoment | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """fps: of the clip; shots: its frames, at least one. rests: (moving frames before it, frames) of every pause."""

    fps: Fraction
    shots: tuple[Shot, ...]
    rests: tuple[tuple[int, int], ...]

    @property
    def duration_s(self) -> float:
        return float(len(self.shots) / self.fps)


def plan(reel: Reel, request: ClipRequest, moments: Sequence[KeyMoment]) -> Plan:
    """The frames of a clip: at an even pace, and standing still at every key moment in its range for a while."""
    fps = reel.fps / ceil(reel.fps / FASTEST)
    clock = reel.request.views[0].clock
    start = float(clock.to_ref(reel.start_s))
    step = request.speed / float(fps)
    count = max(round(reel.duration_s * clock.rate / step), 1)
    resting = round(request.pause_s * float(fps))
    ahead = sorted((m for m in moments if start - step / 2 <= m.time_s < start + (count - 0.5) * step),
                   key=lambda moment: moment.time_s) if resting else []
    shots, rests = list[Shot](), list[tuple[int, int]]()
    for k in range(count):
        t = start + k * step
        while ahead and ahead[0].time_s <= t + step / 2:
            moment = ahead.pop(0)
            shots += [Shot(moment.time_s, moment)] * resting
            rests.append((k, resting))
        shots.append(Shot(t))
    return Plan(fps, tuple(shots), tuple(rests))


def sound(reel: Reel, request: ClipRequest, made: Plan) -> Wave:
    """What is heard: the reference view's own sound at real time, silence at every pause; none in slow motion."""
    view = reel.request.views[0]
    if not request.sound or request.speed != 1.0 or abs(view.clock.rate - 1) > REAL_TIME:
        return SILENCE
    heard = waveform(Path(view.video), reel.start_s, reel.duration_s)
    return with_pauses(heard, [(float(at / made.fps), float(length / made.fps)) for at, length in made.rests])


def with_pauses(heard: Wave, pauses: Sequence[tuple[float, float]]) -> Wave:
    """Sound with silence put in. pauses: (seconds of the sound before it, its length), ascending."""
    if not heard.samples.shape[1] or not pauses:
        return heard
    cuts = [min(round(at * heard.rate), heard.samples.shape[1]) for at, _ in pauses]
    pieces = np.split(heard.samples, cuts, axis=1)
    parts = [_faded(pieces[0], heard.rate)]
    for piece, (_, length) in zip(pieces[1:], pauses, strict=True):
        parts += [np.zeros((len(piece), round(length * heard.rate)), np.float32), _faded(piece, heard.rate)]
    return Wave(np.concatenate(parts, axis=1), heard.rate)


def _faded(piece: np.ndarray, rate: int) -> np.ndarray:
    """In and out."""
    n = min(round(FADE_S * rate), piece.shape[1] // 2)
    out, ramp = piece.copy(), np.linspace(0, 1, n, dtype=np.float32)
    out[:, :n] *= ramp
    out[:, piece.shape[1] - n:] *= ramp[::-1]
    return out
