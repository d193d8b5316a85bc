"""What about the videos of a recording may surprise: each finding with what it means and the one thing that helps.

Nothing here judges by picture or sound; it all follows from what `core.video.probe` knows of the files, so it takes no
time. A finding is a hint, never a reason to refuse a file.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from core.document import View
from core.video_probe import VideoInfo
from core.words import tr

# Nothing needs doing; something helps; results suffer if nothing is done.
Severity = Literal["note", "advice", "warning"]
Action = Literal["proxy", "slow_motion", "sync", "sync_pose", "show", "none"]

# A jump decodes half of the longest key-frame distance on average. 600 Mpx/s is what one core decodes of 1080p H.264
# (measured: 540 to 880 on six clips); within 0.1 s an answer feels immediate, so twice that for the worst jump.
PIXELS_A_SECOND = 600e6
SLOW_JUMP_S = 0.2

# A camera's stamps are rounded to whole ms at worst and its exposure may move a frame a little: a tenth of the interval
# is more than either, and changes a speed worked out with a constant rate by as much.
UNEVEN = 0.1

# Above this share of gaps it is the frame rate that changes, not single frames that are missing.
DROPS = 0.1

# AAC comes in blocks of 1024 samples, 23 ms at 44.1 kHz: a track may begin and end a block beside the picture.
SOUND_MISMATCH_S = 0.05

# Slow motion is filmed at a whole multiple of the file's rate, from 2 (60 in 30) on; 1000/1001 rates are 0.1 % beside
# one another, twice that when both are rounded. A ratio that is no such multiple comes from something else.
WHOLE = 0.003
_FACTORS = range(2, 41)

# Sound that was recorded as it happened lasts a whole part of the slowed-down picture; start and stop of the two are
# known to a quarter of a second.
SOUND_EDGE_S = 0.25


@dataclass(frozen=True)
class Finding:
    """Something to know about a view.

    kind: what was found; view: the view's id. severity: 'note', 'advice' or 'warning'. title: a few words, meaning:
    what it means for the user, one sentence. action: what helps, button: its title; value: what the action needs: the
    factor of slow motion, the first frame to show.
    """

    kind: str
    view: str
    severity: Severity
    title: str
    meaning: str
    action: Action
    button: str
    value: float = 0.0

    @property
    def id(self) -> str:
        """The same for the same finding of the same view, so that it can be put aside for good."""
        return f"{self.kind}/{self.view}"


def examine(infos: Mapping[str, VideoInfo], views: Mapping[str, View],
            proxies: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings of a recording, the weightiest first, then by view.

    infos: by view id, those that could be read; views: the recording's, with their clocks as they are now: what has
    been seen to is no longer found. proxies: ids of the views that are shown from a proxy.
    """
    found: list[Finding] = []
    for view_id, info in infos.items():
        if view_id in views:
            several = len(views) > 1
            found += [finding for look in _LOOKS for finding in look(view_id, info, views[view_id], several)
                      if not (finding.action == "proxy" and view_id in proxies)]
    found += _between({key: info for key, info in infos.items() if key in views}, views)
    weight = {"warning": 0, "advice": 1, "note": 2}
    return tuple(sorted(found, key=lambda f: weight[f.severity]))


def slow_motion_factor(info: VideoInfo) -> tuple[int, str] | None:
    """How many times slower than life the file seems to play, and by what evidence; None where nothing says so."""
    # Dropped frames lower the mean rate; what the median interval or the container says is then nearer to the camera's.
    file_rates = {float(info.fps), 1 / info.interval_median_s, float(info.nominal_fps or info.fps)}
    for rate, evidence in ((info.capture_fps, tr("the file says that it was filmed at {rate} frames a second")),
                           (info.coded_fps, tr("its pictures were coded for {rate} frames a second"))):
        if rate is None or any(_whole(float(rate) / file_rate) == 1 for file_rate in file_rates):
            continue
        factor = next((n for file_rate in file_rates if (n := _whole(float(rate) / file_rate)) in _FACTORS), None)
        if factor is not None:
            return factor, evidence.format(rate=f"{float(rate):.6g}")
    sound = max((track.duration_s or 0.0 for track in info.audio), default=0.0)
    if sound > 2 * SOUND_EDGE_S:
        ratio = info.duration_s / sound
        if round(ratio) in _FACTORS and abs(info.duration_s - round(ratio) * sound) <= SOUND_EDGE_S:
            return round(ratio), tr("it lasts {factor} × as long as its sound").format(factor=f"{ratio:.1f}")
    return None


def _whole(ratio: float) -> int | None:
    """The whole number that a ratio of rates is."""
    nearest = round(ratio)
    return nearest if abs(ratio - nearest) <= WHOLE * nearest else None


# -- one view each: what is looked for, in the order shown

_Look = Callable[[str, VideoInfo, View, bool], Iterator[Finding]]


def _slow_motion(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    suggested = slow_motion_factor(info) if view.slow_motion == 1 else None
    if suggested is not None:
        factor, evidence = suggested
        yield Finding(
            "slow_motion", id, "warning", tr("Perhaps slow motion, {factor} ×").format(factor=factor),
            tr("{evidence} but plays at {rate}; if so, speeds and the alignment with other views are wrong by "
               "{factor} × until the factor is set.").format(
                evidence=f"{evidence[0].upper()}{evidence[1:]}", rate=_rate(info.fps), factor=factor),
            "slow_motion", tr("Set {factor} ×").format(factor=factor), factor)


def _variable(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    changing = len(info.gaps) > DROPS * info.frames
    # Stamps in whole milliseconds, as Matroska has them, move a steady frame by up to one.
    if changing or info.spread_s > max(UNEVEN * info.interval_median_s, 0.0015):
        low, high = (1000 * s for s in (info.interval_min_s, info.interval_max_s))
        yield Finding(
            "variable", id, "note", tr("Variable frame rate"),
            tr("Its frames are {low} to {high} ms apart; Parallax goes by the time stamp of each frame, so nothing "
               "shifts here, while programs that count frames would drift.").format(
                low=f"{low:.0f}", high=f"{high:.0f}"), "none", tr("Understood"))


def _dropped(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    if not info.gaps or len(info.gaps) > DROPS * info.frames:
        return
    median = info.interval_median_s
    lost = sum(round(gap / median) - 1 for _, gap in info.gaps)
    first, longest = info.gaps[0][0], max(gap for _, gap in info.gaps)
    if lost < 1:
        return
    title = tr("{n} frame dropped") if lost == 1 else tr("{n} frames dropped")
    meaning = tr("The camera skipped frames at 1 place (longest gap {ms} ms); the others keep their true times, but "
                 "movement in the gaps is not seen.") if len(info.gaps) == 1 else \
        tr("The camera skipped frames at {n} places (longest gap {ms} ms); the others keep their true times, but "
           "movement in the gaps is not seen.")
    yield Finding(
        "dropped", id, "advice" if longest > 0.1 else "note",  # a fast limb is blurred within 0.1 s, and lost beyond
        title.format(n=lost), meaning.format(n=len(info.gaps), ms=f"{1000 * longest:.0f}"), "show",
        tr("Show the first"), first)


def _sound(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    if not several:
        return
    if not info.audio:
        yield Finding("silent", id, "advice", tr("No sound"), tr("It cannot be synchronized by sound; its movement can "
                      "say when it was filmed instead."), "sync_pose", tr("Sync by movement"))
        return
    sound = max((track.duration_s or 0.0 for track in info.audio), default=0.0)
    differ = sound - info.duration_s
    if sound and abs(differ) > SOUND_MISMATCH_S and slow_motion_factor(info) is None:
        title = tr("Sound {seconds} s longer") if differ > 0 else tr("Sound {seconds} s shorter")
        # Phones stop the two tracks up to half a second apart; more means that one of them has a hole or was replaced.
        yield Finding(
            "sound_length", id, "advice" if abs(differ) > 0.5 else "note",
            title.format(seconds=f"{abs(differ):.2f}"),
            tr("Its sound lasts {sound} s and its picture {picture} s; if the sound was cut or replaced, "
               "synchronizing by movement is safer.").format(sound=f"{sound:.2f}", picture=f"{info.duration_s:.2f}"),
            "sync_pose", tr("Sync by movement"))


def _key_frames(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    cost = jump_cost_s(info)
    if cost > SLOW_JUMP_S:
        yield Finding(
            "key_frames", id, "advice", tr("Slow to scrub"),
            tr("Only 1 frame in {n} stands by itself, so a jump takes up to {seconds} s; a copy for scrubbing makes "
               "every jump immediate, and the original stays as it is.").format(
                n=info.longest_gop, seconds=f"{cost:.1f}"), "proxy", tr("Make a copy"))


def jump_cost_s(info: VideoInfo) -> float:
    """Seconds that the worst jump into the file takes one core, about."""
    return info.longest_gop * info.coded_size[0] * info.coded_size[1] / PIXELS_A_SECOND if info.longest_gop > 1 else 0.0


def _rotated(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    if info.rotation or info.mirrored:
        title = tr("Stored turned by {angle}°").format(angle=info.rotation) if info.rotation else tr("Stored mirrored")
        yield Finding(
            "rotated", id, "note", title,
            tr("Shown upright here, {width} × {height}, and all numbers count in the upright picture; programs that "
               "ignore the mark show it lying.").format(width=info.size[0], height=info.size[1]),
            "none", tr("Understood"))


def _deep(id: str, info: VideoInfo, view: View, several: bool) -> Iterator[Finding]:
    if info.hdr:
        yield Finding(
            "hdr", id, "note", tr("HDR, {n} bit").format(n=info.bit_depth),
            tr("Colours look paler here than on the phone, because they are shown without tone mapping; poses are "
               "found as usual."), "none", tr("Understood"))


_LOOKS: tuple[_Look, ...] = (_slow_motion, _dropped, _sound, _key_frames, _variable, _rotated, _deep)


# -- between views


def _between(infos: Mapping[str, VideoInfo], views: Mapping[str, View]) -> list[Finding]:
    return [*_lengths(infos, views), *_rates(infos, views)] if len(infos) > 1 else []


def _lengths(infos: Mapping[str, VideoInfo], views: Mapping[str, View]) -> Iterator[Finding]:
    """Cameras that ran for different times were not started together; once clocks are set there is nothing to say."""
    if any(view.offset_s or view.drift_ppm for view in views.values()):
        return
    lasting = {key: info.duration_s / views[key].slow_motion for key, info in infos.items()}
    longest = max(lasting, key=lambda key: lasting[key])
    for key, length in lasting.items():
        # Cameras started and stopped by one remote differ by a few frames at most.
        if lasting[longest] - length > max(0.1, 3 * infos[key].interval_median_s):
            yield Finding(
                "length", key, "advice",
                tr("{seconds} s shorter").format(seconds=f"{lasting[longest] - length:.1f}"),
                tr("{view} lasts {longest} s and this one {seconds} s, so they cannot have started and stopped "
                   "together: synchronize them before comparing.").format(
                    view=views[longest].name, longest=f"{lasting[longest]:.1f}", seconds=f"{length:.1f}"),
                "sync", tr("Synchronize"))


def _rates(infos: Mapping[str, VideoInfo], views: Mapping[str, View]) -> Iterator[Finding]:
    first = next(iter(infos))
    for key, info in list(infos.items())[1:]:
        if _apart(info.fps * _exact(views[key].slow_motion), infos[first].fps * _exact(views[first].slow_motion)):
            yield Finding(
                "rate", key, "note", tr("{rate}, {view} has {other}").format(
                    rate=_rate(info.fps), view=views[first].name, other=_rate(infos[first].fps)),
                tr("Views of different rates are compared by time, never by frame number; what lies between two "
                   "frames is interpolated."), "none", tr("Understood"))


def _apart(a: Fraction, b: Fraction) -> bool:
    """Whether two rates are those of different settings: variable ones have no exact rate, 59.94 and 60 are apart."""
    return abs(float(a / b) - 1) > 5e-4


def _exact(factor: float) -> Fraction:
    return Fraction(factor).limit_denominator(1000)


def _rate(fps: Fraction) -> str:
    return f"{float(fps):.2f}".rstrip("0").rstrip(".") + " fps"


def weightiest(findings: Sequence[Finding]) -> Severity | None:
    """The severity of the list as a whole; None for an empty one."""
    return min((f.severity for f in findings), key=("warning", "advice", "note").index, default=None)
