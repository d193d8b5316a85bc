"""What the files of detected 2D poses have in common: of each video the people in its frames, as arrays.

Pixels have their origin at the centre of the top-left pixel of the upright image, frames count from 0. Files from
elsewhere are untrusted: sizes are checked before arrays are made of them, and whatever is wrong is a `Wrong`, which the
reader says in which file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.formats import labelling
from core.formats.labelling import Film, Wrong
from core.skeleton import SKELETONS, Skeleton
from core.words import marked, tr

MAX_BYTES = 512 << 20     # of a file: an hour of one person as COCO JSON is a third of it
MAX_VALUES = 120_000_000  # numbers in an array
MAX_PEOPLE = 20           # of a video; of more those stay who are there longest
FEWEST = 4                # joints that a file and a skeleton must have in common
SAME = 0.5                # of a person's size: who is further off from one frame to the next is another person
AWAY = 30                 # frames after which somebody who comes back is a new person

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Seen:
    """The people in a video. xys: (T, P, J, 3) pixels and score, missing is NaN with score 0; people: (P,) names;
    left_out: what the file held that is not here, by kind, with how many."""

    film: Film
    skeleton: Skeleton
    xys: Floats
    people: tuple[str, ...]
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Someone:
    """A person in a frame: joints (J, 3) in the order of a file's skeleton; name '' where the file does not tell."""

    frame: int
    joints: Floats
    name: str = ""


def of_people(film: Film, names: Sequence[str], found: Iterable[Someone], told: str = "") -> Seen:
    """People in frames as arrays, in the known skeleton that the file's joints are of. told: the name of its skeleton.

    Those without names are followed from frame to frame by where they are. Raises Wrong.
    """
    rows = sorted(found, key=lambda one: one.frame)
    skeleton, columns, missing = fitting(names, told)
    named = list(dict.fromkeys(one.name for one in rows if one.name))
    tracks = [[one for one in rows if one.name == name] for name in named] if len(named) <= 10_000 else []
    tracks += _followed([one for one in rows if not one.name])
    tracks.sort(key=len, reverse=True)
    left_out = {tr("joints that {skeleton} does not have").format(skeleton=skeleton.name): missing} if missing else {}
    if len(tracks) > MAX_PEOPLE:
        left_out[marked("people who are there for a shorter time")] = len(tracks) - MAX_PEOPLE
    tracks = tracks[:MAX_PEOPLE]
    frames = 1 + max((one.frame for track in tracks for one in track), default=0)
    xys = blank(frames, max(len(tracks), 1), len(skeleton))
    for p, track in enumerate(tracks):
        at = np.array([one.frame for one in track])
        joints = np.stack([one.joints for one in track])
        xys[at[:, None], p, [ours for _, ours in columns]] = joints[:, [theirs for theirs, _ in columns]]
    return Seen(film, skeleton, cleaned(xys), tuple(track[0].name or str(p) for p, track in enumerate(tracks, 1)),
                left_out)


def numbers(values: list[Any]) -> Floats:
    """A list of coordinates and scores, all finite. Raises Wrong."""
    if not set(map(type, values)) <= {int, float}:
        raise Wrong("a coordinate is not a number")
    out = np.array([max(min(value, 1e30), -1e30) for value in values] if int in map(type, values) else values)
    if not (np.abs(out) <= labelling.FURTHEST_PX).all():
        raise Wrong("a coordinate is outside of any picture")
    return out.astype(np.float32)


def blank(frames: int, people: int, joints: int) -> Floats:
    """(T, P, J, 3) of nobody. Raises Wrong where that is more than any video has."""
    if frames * people * joints * 3 > MAX_VALUES:
        raise Wrong("it has {frames} frames with {people} people of {joints} joints, which is too much", frames=frames,
                    people=people, joints=joints)
    xys = np.full((frames, people, joints, 3), np.nan, dtype=np.float32)
    xys[..., 2] = 0
    return xys


def cleaned(xys: Floats) -> Floats:
    """A joint is whole or missing, and a score from 0 to 1. Raises Wrong for places that are in no picture."""
    known = np.isfinite(xys).all(-1) & (xys[..., 2] > 0)
    out = np.where(known[..., None], xys, np.float32(np.nan)).astype(np.float32)
    out[..., 2] = np.where(known, np.minimum(xys[..., 2], 1), 0)
    if known.any() and float(np.abs(out[..., :2][known]).max()) > labelling.FURTHEST_PX:
        raise Wrong("a joint is outside of any picture")
    return out


_OTHERWISE = {"hip": "pelvis", "midhip": "pelvis", "mid_hip": "pelvis", "hips": "pelvis", "root": "pelvis"}


def joints(said: Sequence[str]) -> list[str]:
    """The names of a file's joints as Parallax has them. Raises Wrong where two have one name."""
    ours = labelling.joints(said)
    return [_OTHERWISE.get(name.lower(), name) if _OTHERWISE.get(name.lower(), name) not in ours else name
            for name in ours]


def fitting(said: Sequence[str], told: str = "") -> tuple[Skeleton, list[tuple[int, int]], int]:
    """The known skeleton that these joints are of: the one told, else the smallest that has most of them. With it which
    of the joints are which of the skeleton's, and how many are none. Raises Wrong where no skeleton has enough."""
    named = joints(said)
    shared = {s.name: len(set(named) & set(s.joints)) for s in SKELETONS.values()}
    best = told if shared.get(told) else min(SKELETONS, key=lambda name: (-shared[name], len(SKELETONS[name])))
    skeleton = SKELETONS[best]
    if shared[best] < FEWEST:
        raise Wrong("its joints ({names}) are those of no skeleton that is known here",
                    names=", ".join(map(str, said[:8])))
    columns = [(n, skeleton.index(name)) for n, name in enumerate(named) if name in skeleton.joints]
    return skeleton, columns, len(named) - len(columns)


def _followed(rows: Sequence[Someone]) -> list[list[Someone]]:
    """People without names, each followed by where they are: nearest first, never two of a frame as one."""
    done: list[list[Someone]] = []
    here: list[list[Someone]] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end].frame == rows[at].frame:
            end += 1
        now = rows[at:end]
        done += [track for track in here if now[0].frame - track[-1].frame > AWAY]
        here = [track for track in here if now[0].frame - track[-1].frame <= AWAY]
        pairs = sorted(((_apart(track[-1].joints, one.joints), t, n) for t, track in enumerate(here)
                        for n, one in enumerate(now)), key=lambda pair: pair[0])
        taken: set[int] = set()
        gone_on: set[int] = set()
        for far, t, n in pairs:
            if far < SAME and t not in gone_on and n not in taken:
                here[t].append(now[n])
                gone_on.add(t)
                taken.add(n)
        here += [[one] for n, one in enumerate(now) if n not in taken]
        at = end
    return done + here


def _apart(a: Floats, b: Floats) -> float:
    """Mean distance of the joints of two poses, in units of the larger one's size."""
    known = np.isfinite(a[:, :2]).all(1) & np.isfinite(b[:, :2]).all(1) & (a[:, 2] > 0) & (b[:, 2] > 0)
    if not known.any():
        return float("inf")
    size = max(float(np.ptp(a[known, :2], axis=0).max()), float(np.ptp(b[known, :2], axis=0).max()), 1.0)
    return float(np.linalg.norm(a[known, :2] - b[known, :2], axis=1).mean()) / size
