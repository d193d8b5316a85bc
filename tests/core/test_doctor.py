"""What is found about files whose oddities we made ourselves, and nothing where there is none."""

import shlex
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.doctor import SLOW_JUMP_S, Finding, examine, jump_cost_s, slow_motion_factor, weightiest
from core.document import View
from core.video import VideoInfo, probe
from tests.core.video_clips import RECIPES, Clips, ffmpeg, times_by_ffprobe


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("doctor"))


def view(info: VideoInfo, id: str = "a", **clock: Any) -> View:
    last = info.first_time_s + info.duration_s - info.interval_median_s
    return replace(View(id, id.upper(), info.path.name, info.bytes, "0", *info.size, info.fps.numerator,
                        info.fps.denominator, info.frames, info.first_time_s, last), **clock)


def findings(*infos: VideoInfo, proxies: tuple[str, ...] = (), **clock: float) -> list[Finding]:
    named = dict(zip("abcd", infos, strict=False))
    views = {key: view(info, key, **clock) for key, info in named.items()}
    return list(examine(named, views, proxies))


def kinds(*infos: VideoInfo) -> set[str]:
    return {finding.kind for finding in findings(*infos)}


def made(folder: Path, name: str, recipe: str) -> VideoInfo:
    path = folder / name
    ffmpeg(*shlex.split(recipe), str(path))
    return probe(path)


STEADY = "-f lavfi -i testsrc2=s=96x64:r=30:d=2"


def test_a_plain_video_alone_has_no_finding(clips: Clips) -> None:
    assert findings(probe(clips("sound.mp4"))) == []


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_no_ordinary_file_is_taken_for_slow_motion(clips: Clips, name: str) -> None:
    assert slow_motion_factor(probe(clips(name))) is None


# The mark of the file counts the other way round than what makes the picture upright.
@pytest.mark.parametrize(("name", "degrees"), [("rotate90.mp4", 270), ("rotate180.mp4", 180), ("rotate270.mp4", 90)])
def test_a_rotated_file(clips: Clips, name: str, degrees: int) -> None:
    [finding] = findings(probe(clips(name)))
    assert (finding.kind, finding.severity, finding.action) == ("rotated", "note", "none")
    assert str(degrees) in finding.title


def test_a_variable_rate_is_told_from_dropped_frames(clips: Clips) -> None:
    assert kinds(probe(clips("variable.mp4"))) == {"variable"}
    assert kinds(probe(clips("29.97.mp4"))) == set()
    assert kinds(probe(clips("59.94.mkv"))) == set()  # 59.94 in whole milliseconds: 16 and 17 apart


def test_dropped_frames_are_counted_and_placed(tmp_path: Path) -> None:
    """Frames 10, 30 and 31 of 60 are left out: 3 at 2 places, the first gap behind frame 9."""
    info = made(tmp_path, "drops.mp4", f"{STEADY} -vf select='not(eq(n\\,10)+eq(n\\,30)+eq(n\\,31))' -vsync vfr "
                "-c:v libx264 -pix_fmt yuv420p")
    assert [frame for frame, _ in info.gaps] == [9, 28]
    times = np.array(times_by_ffprobe(info.path), dtype=float)
    np.testing.assert_allclose([gap for _, gap in info.gaps], np.diff(times)[[9, 28]], atol=1e-9)
    [finding] = findings(info)
    assert (finding.kind, finding.title, finding.action, finding.value) == ("dropped", "3 frames dropped", "show", 9)
    assert "2 places" in finding.meaning and "100 ms" in finding.meaning


def test_slow_motion_by_the_cameras_tag(tmp_path: Path) -> None:
    info = made(tmp_path, "phone.mp4", f"{STEADY} -c:v libx264 -pix_fmt yuv420p -metadata com.android.capture.fps=240 "
                "-movflags use_metadata_tags")
    [finding] = findings(info)
    assert (finding.kind, finding.action, finding.value) == ("slow_motion", "slow_motion", 8)
    assert findings(info, slow_motion=8.0) == []


def test_a_file_that_plays_as_fast_as_it_was_filmed_is_no_slow_motion(tmp_path: Path) -> None:
    """Phones write the tag in 240 fps files that play in real time, too."""
    info = made(tmp_path, "fast.mp4", "-f lavfi -i testsrc2=s=96x64:r=240:d=1 -c:v libx264 -pix_fmt yuv420p -g 10 "
                "-metadata com.android.capture.fps=240 -movflags use_metadata_tags")
    assert findings(info) == []


def test_slow_motion_by_what_the_pictures_were_coded_for(tmp_path: Path) -> None:
    fast = made(tmp_path, "fast.mp4", "-f lavfi -i testsrc2=s=96x64:r=120:d=1 -c:v libx264 -pix_fmt yuv420p -bf 0")
    ffmpeg("-i", str(fast.path), "-c", "copy", "-bsf:v", "setts=ts=TS*4:duration=DURATION*4",
           str(tmp_path / "slow.mp4"))
    slow = probe(tmp_path / "slow.mp4")
    assert slow.fps == 30 and slow.coded_fps == 120
    assert slow_motion_factor(slow) == (4, "its pictures were coded for 120 frames a second")


def test_slow_motion_by_the_length_of_the_sound(clips: Clips) -> None:
    info = probe(clips("sound.mp4"))
    sound = info.audio[0]
    slow = replace(info, duration_s=12.0, audio=(replace(sound, duration_s=3.01),))
    assert slow_motion_factor(slow) is not None and slow_motion_factor(slow)[0] == 4  # type: ignore[index]
    assert slow_motion_factor(replace(slow, duration_s=10.4)) is None  # 3.46 ×: the sound was cut


@pytest.mark.parametrize(("rate", "factor"), [(60, 2), (59.94, 2), (240, 8), (120, 4), (45, None), (30, None),
                                              (33000, None)])
def test_only_whole_multiples_are_slow_motion(clips: Clips, rate: float, factor: int | None) -> None:
    """At 29.97 frames a second: 240 is 8.008 × and 59.94 exactly 2 ×, both what cameras do; 45 is not."""
    info = replace(probe(clips("29.97.mp4")), capture_fps=rate, coded_fps=None)
    found = slow_motion_factor(info)
    assert (found and found[0]) == factor


def test_no_sound_matters_only_beside_other_views(clips: Clips) -> None:
    silent, loud = probe(clips("bframes.mp4")), probe(clips("sound.mp4"))
    assert kinds(silent) == set()
    [finding] = findings(silent, loud)
    assert (finding.kind, finding.view, finding.action) == ("silent", "a", "sync_pose")


@pytest.mark.parametrize(("sound_s", "severity"), [(1.46, None), (1.3, "note"), (0.9, "advice"), (2.2, "advice")])
def test_sound_of_another_length_than_the_picture(clips: Clips, sound_s: float, severity: str | None) -> None:
    """1.5 s of picture; up to two blocks of AAC, 46 ms, is nothing."""
    info = probe(clips("sound.mp4"))
    told = [f for f in findings(replace(info, audio=(replace(info.audio[0], duration_s=sound_s),)), info)
            if f.kind == "sound_length"]
    assert [f.severity for f in told] == ([severity] if severity else [])


def test_views_of_different_lengths_until_they_are_synchronized(clips: Clips) -> None:
    long = probe(clips("sound.mp4"))
    short = replace(long, duration_s=1.0)
    [finding] = [f for f in findings(long, short) if f.kind == "length"]
    assert (finding.view, finding.action) == ("b", "sync") and "0.5 s shorter" in finding.title
    assert not [f for f in findings(long, short, offset_s=0.3) if f.kind == "length"]


def test_views_of_different_rates(clips: Clips) -> None:
    infos = [probe(clips(name)) for name in ("29.97.mp4", "59.94.mp4")]
    [finding] = [f for f in findings(*infos) if f.kind == "rate"]
    assert (finding.view, finding.action) == ("b", "none") and "59.94 fps" in finding.title
    assert not [f for f in findings(infos[0], replace(infos[0], fps=Fraction(30_000, 1001))) if f.kind == "rate"]


def test_a_long_way_between_key_frames_asks_for_a_copy(clips: Clips) -> None:
    info = replace(probe(clips("bframes.mp4")), coded_size=(1920, 1080), longest_gop=250)
    assert jump_cost_s(info) == pytest.approx(250 * 1920 * 1080 / 600e6)
    [finding] = findings(info)
    assert (finding.kind, finding.action) == ("key_frames", "proxy")
    assert findings(info, proxies=("a",)) == []
    assert findings(replace(info, longest_gop=30)) == []  # what phones write
    assert jump_cost_s(replace(info, longest_gop=1)) == 0 < SLOW_JUMP_S


def test_high_dynamic_range(tmp_path: Path) -> None:
    info = made(tmp_path, "hlg.mp4", f"{STEADY} -c:v libx265 -pix_fmt yuv420p10le -color_trc arib-std-b67 "
                "-color_primaries bt2020 -colorspace bt2020nc -x265-params log-level=error")
    [finding] = findings(info)
    assert (finding.kind, finding.title) == ("hdr", "HDR, 10 bit")


def test_the_weightiest_comes_first_and_every_finding_is_told_whole(clips: Clips) -> None:
    slow = replace(probe(clips("variable.mp4")), capture_fps=240.0, fps=Fraction(30), coded_size=(3840, 2160))
    found = findings(slow, probe(clips("rotate90.mp4")), replace(slow, duration_s=9.0))
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=("warning", "advice", "note").index)
    assert weightiest(found) == "warning" and weightiest([]) is None
    assert len({f.id for f in found}) == len(found)
    for finding in found:
        assert finding.title and finding.button
        assert finding.meaning.endswith(".") and ". " not in finding.meaning.replace("fps. ", "")


def test_views_that_are_gone_are_passed_over(clips: Clips) -> None:
    info = probe(clips("rotate90.mp4"))
    assert examine({"a": info, "gone": info}, {"a": view(info)}) == examine({"a": info}, {"a": view(info)})
