"""The studio's truth, checked by others: ffprobe and ffmpeg for the files, OpenCV for the projection, the pixels and
the sound themselves, and BlazePose, which must take the figure for a human."""

import json
import subprocess
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from core import studio
from core.clock import Clock
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.skeleton import BLAZEPOSE33, H36M17, LIMBS
from core.studio import MOTIONS, Truth, ViewSpec, ViewTruth, load_truth, render
from core.studio_figure import OUTFITS, stature

FPS = 100.0
NTSC = Fraction(30000, 1001)
SECONDS = 2.8
# Every setting of a view once. Small pictures and few: what is measured here does not depend on that.
VIEWS = (
    ViewSpec(size=(270, 480), azimuth=0, fps=15, offset_s=0.137, drift_ppm=400),
    ViewSpec(size=(480, 270), azimuth=90, fps=NTSC, offset_s=-0.31, rotation=90, moving=True, codec="hevc", gain=0.5),
    ViewSpec(size=(270, 480), azimuth=180, fps=15, variable=True, rotation=180, codec="vp9"),
    ViewSpec(size=(272, 480), azimuth=-40, fps=25, variable=True, rotation=270, codec="mpeg4", sound=False),
)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    folder = tmp_path_factory.mktemp("studio")
    # Steps and claps give the sound something to be aligned by.
    motion = MOTIONS["jump"](SECONDS, FPS, 0)
    render(motion, FPS, folder, VIEWS, seed=3, claps=(0.5, 1.1, 2.6))
    return load_truth(folder)


def probe(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_frames", "-of", "json", "-select_streams", "v:0"]
    return json.loads(subprocess.run([*command, str(path)], capture_output=True, check=True).stdout)


def upright_frames(path: Path, view: ViewTruth) -> np.ndarray:
    """(T, H, W, 3) as the ffmpeg program shows them: rotation applied."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-fps_mode", "passthrough", "-f", "rawvideo",
               "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, view.size[1], view.size[0], 3)


def sound(path: Path) -> np.ndarray:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", "48000", "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32)


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize("number", range(len(VIEWS)))
def test_ffprobe_finds_the_codec_the_rotation_and_the_time_stamps(recording: Truth, number: int) -> None:
    spec, view, path = VIEWS[number], recording.views[number], recording.paths[number]
    found = probe(path)
    stream = found["streams"][0]
    assert stream["codec_name"] == spec.codec
    turned = [data["rotation"] for data in stream.get("side_data_list", []) if "rotation" in data]
    assert (-turned[0] if turned else 0) % 360 == spec.rotation
    stored = spec.size if spec.rotation in (0, 180) else spec.size[::-1]
    assert (stream["width"], stream["height"]) == stored
    times = np.array([float(frame["best_effort_timestamp_time"]) for frame in found["frames"]])
    # ffprobe prints microseconds.
    np.testing.assert_allclose(times, view.times, atol=1e-6)
    gaps = np.diff(view.times)
    if spec.variable:
        assert np.ptp(gaps) > 0.3 / spec.fps, "irregular, as a phone's"
    else:
        assert Fraction(stream["avg_frame_rate"]) == Fraction(spec.fps)
        np.testing.assert_allclose(gaps, float(1 / Fraction(spec.fps)), atol=1e-12)


def test_views_last_until_the_motion_ends(recording: Truth) -> None:
    for view in recording.views:
        end = view.clock.to_ref(view.times[-1])
        assert SECONDS - 0.01 - 2.6 / (view.fps[0] / view.fps[1]) < end <= SECONDS - 0.01  # a gap may swallow a frame


# ---------------------------------------------------------------- truth


@pytest.mark.parametrize("number", range(len(VIEWS)))
def test_truth_agrees_with_itself_and_with_opencv(recording: Truth, number: int) -> None:
    view, spec = recording.views[number], VIEWS[number]
    assert view.clock == Clock(spec.offset_s, spec.drift_ppm) and view.size == spec.size
    for frame in (0, len(view.times) // 2, len(view.times) - 1):
        px, _ = cv2.projectPoints(view.scene[frame, 0], cv2.Rodrigues(view.R[frame])[0], view.t[frame], view.K[frame],
                                  None)
        np.testing.assert_allclose(view.px[frame, 0], px[:, 0], atol=1e-6)
        np.testing.assert_allclose(view.camera[frame, 0], view.scene[frame, 0] @ view.R[frame].T + view.t[frame])
    moved = np.ptp(view.R.reshape(len(view.R), -1), axis=0).max()
    assert (moved > 0.005) == spec.moving


@pytest.mark.parametrize("number", range(len(VIEWS)))
def test_each_frame_shows_the_pose_of_its_true_moment(recording: Truth, number: int) -> None:
    """The joints are those of the motion at t_ref = offset + (1 + drift)·t, here by linear interpolation at 100 Hz.

    Between samples 10 ms apart it misses by at most a·(10 ms)²/8, 2 mm for the fastest hand (a < 160 m/s²).
    """
    view = recording.views[number]
    motion = MOTIONS["jump"](SECONDS, FPS, 0).astype(np.float64)
    at = np.clip(VIEWS[number].offset_s + (1 + VIEWS[number].drift_ppm * 1e-6) * view.times, 0, SECONDS - 0.01) * FPS
    low = np.minimum(at.astype(int), len(motion) - 2)
    expected = motion[low] + (at - low)[:, None, None] * (motion[low + 1] - motion[low])
    assert np.abs(view.scene[:, 0] - expected).max() < 2.5e-3


@pytest.mark.parametrize("number", range(len(VIEWS)))
def test_the_pixel_at_a_visible_joint_belongs_to_the_figure(recording: Truth, number: int) -> None:
    """Checked in what ffmpeg shows, so it also proves the rotation and the order of the frames.

    The middle of a limb has its garment's hue: shading changes the strength of a colour, not its direction.
    """
    view = recording.views[number]
    frames = upright_frames(recording.paths[number], view)
    assert len(frames) == len(view.times)
    outfit = OUTFITS[0]
    parts = {"spine": outfit.shirt, "lknee": outfit.trousers, "rknee": outfit.trousers}
    good = []
    for frame in range(0, len(frames), 3):
        for name, colour in parts.items():
            joint = H36M17.index(name)
            if view.visible[frame, 0, joint]:
                x, y = view.px[frame, 0, joint].round().astype(int)
                pixel = frames[frame, y, x].astype(float)
                cosine = pixel @ colour / (np.linalg.norm(pixel) * np.linalg.norm(colour) + 1e-9)
                good.append(cosine > 0.97)  # floor, walls and skin are redder: below 0.95 with either garment
    assert len(good) > 20 and np.mean(good) > 0.95


def test_visibility_knows_the_far_side_of_the_body(tmp_path: Path) -> None:
    motion = np.repeat(MOTIONS["walk"](0.2, FPS, 0)[:1], 5, axis=0)
    views = [ViewSpec(size=(270, 480), azimuth=azimuth, fps=25, sound=False) for azimuth in (0, 90, 180, -90)]
    truth = render(motion, FPS, tmp_path, [*views, ViewSpec(size=(270, 480), focal=1500, fps=25, sound=False)])
    front, left, back, right, near = (view.visible[0, 0] for view in truth.views)

    def seen(view: np.ndarray, *names: str) -> list[bool]:
        return [bool(view[H36M17.index(name)]) for name in names]

    assert all(seen(front, "nose", "lshoulder", "rshoulder", "thorax", "pelvis", "head"))
    assert seen(back, "nose", "lshoulder", "rshoulder", "head") == [False, True, True, True]
    assert seen(left, "lshoulder", "rshoulder", "lhip", "rhip") == [True, False, True, False]
    assert seen(right, "lshoulder", "rshoulder", "lhip", "rhip") == [False, True, False, True]
    outside = ~truth.views[4].camera_at(0).inside(truth.views[4].px[0, 0])
    assert outside.any() and not near[outside].any()


def test_two_people_hide_each_other_and_wear_different_clothes(tmp_path: Path) -> None:
    one = np.repeat(MOTIONS["squat"](0.2, FPS, 0)[:1], 5, axis=0)
    behind = one - np.float32([1.2, 0, 0])  # the figure faces +x
    truth = render([one, behind], FPS, tmp_path, [
        ViewSpec(size=(480, 480), azimuth=0, fps=25, height=1.1), ViewSpec(size=(480, 480), azimuth=55, fps=25)])
    assert truth.views[0].scene.shape[1:] == (2, 17, 3)
    assert truth.views[0].visible[0, 0].mean() > 0.8 and truth.views[0].visible[0, 1].mean() < 0.5
    view = truth.views[1]
    frame = upright_frames(truth.paths[1], view)[0]
    for person in range(2):
        assert view.visible[0, person, H36M17.index("spine")]
        x, y = view.px[0, person, H36M17.index("spine")].round().astype(int)
        red, _, blue = frame[y, x].astype(int)
        assert (red > blue) == bool(person), "blue in front, red behind"


# ---------------------------------------------------------------- sound


def peak(a: np.ndarray, b: np.ndarray) -> float:
    """Seconds by which b must be moved to lie on a, by cross-correlation of what changes (differences)."""
    a, b = np.diff(a), np.diff(b)
    size = 1 << (len(a) + len(b)).bit_length()
    curve = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    lag = int(np.argmax(curve))
    return (lag - size if lag > size // 2 else lag) / 48000


def test_the_sound_of_two_views_gives_their_offset(recording: Truth) -> None:
    """View 1 starts 0.137 s late, view 2 0.31 s early: the lag between them is that, plus the sound's ways."""
    first, second = recording.views[0], recording.views[1]
    window = sound(recording.paths[0])[:72000], sound(recording.paths[1])[:72000]
    lag = peak(*window)
    claps = recording.event_kinds == 0
    expected = (first.heard - second.heard)[claps][:2]
    # Drift moves the two claps by 0.3 ms between them; the coder's own delay is part of the file and taken out of it.
    assert lag == pytest.approx(expected.mean(), abs=1e-3)
    assert lag == pytest.approx(-0.137 - 0.31, abs=0.01)  # both stand about 4 m away: 3 m of difference is 9 ms


def test_the_sound_drifts_as_the_clock_does(recording: Truth) -> None:
    """Claps at 0.5 and 2.6 s: in a view that runs 400 ppm apart their distance differs by 0.84 ms.

    A clap's onset is read to a sample (0.02 ms) on its own, but the coder smears it: 0.15 ms are allowed for both.
    """
    claps = np.flatnonzero(recording.event_kinds == 0)
    lags = []
    for clap in (claps[0], claps[-1]):
        pieces = []
        for view, path in zip(recording.views[:2], recording.paths[:2], strict=True):
            start = round((recording.event_times[clap] - view.clock.offset_s - 0.05) * 48000)
            pieces.append((start, sound(path)[start:start + 9600]))
        lags.append(pieces[0][0] / 48000 - pieces[1][0] / 48000 + peak(pieces[0][1], pieces[1][1]))
    heard = [recording.views[0].heard[claps[[0, -1]]], recording.views[1].heard[claps[[0, -1]]]]
    assert lags[1] - lags[0] == pytest.approx(np.diff(heard[0])[0] - np.diff(heard[1])[0], abs=1.5e-4)
    # The clap comes from the chest, which moves between the two: at most 0.5 m of way, so the drift shows through.
    assert lags[1] - lags[0] == pytest.approx(-2.1 * 400e-6, abs=0.8e-3)


def test_what_is_heard_when(recording: Truth) -> None:
    """A clap is the loudest thing within 50 ms of its time, to the millisecond of its own length."""
    for view, path in zip(recording.views[:3], recording.paths[:3], strict=True):
        track = np.abs(sound(path))
        for when in view.heard[recording.event_kinds == 0]:
            if 0.06 < when < len(track) / 48000 - 0.06:
                near = track[round((when - 0.05) * 48000):round((when + 0.05) * 48000)]
                assert np.argmax(near) / 48000 - 0.05 == pytest.approx(0.001, abs=0.002)
    assert not any(stream["codec_type"] == "audio" for stream in json.loads(subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(recording.paths[3])], capture_output=True,
        check=True).stdout)["streams"])


# ---------------------------------------------------------------- promises


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    motion = MOTIONS["throw"](0.5, FPS, 0)
    views = [ViewSpec(size=(128, 192), moving=True, variable=True)]
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        render(motion, FPS, tmp_path / name, views, seed=seed)
    first, again, other = ((tmp_path / name / "view01.mp4").read_bytes() for name in "abc")
    assert first == again != other


def test_progress_counts_frames_and_can_cancel(tmp_path: Path) -> None:
    steps: list[Step] = []
    motion = MOTIONS["squat"](1, FPS, 0)
    render(motion, FPS, tmp_path, [ViewSpec(size=(128, 192))], progress=steps.append)
    assert steps[-1] == Step("render", 29, 29, "view01.mp4")  # 0.99 s of motion at 30 frames/s

    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        render(motion, FPS, tmp_path / "stopped", [ViewSpec(size=(128, 192))], progress=stop)
    assert not (tmp_path / "stopped" / "truth.npz").exists()


@pytest.mark.parametrize(("motion", "view", "fault"), [
    (np.zeros((5, 16, 3)), ViewSpec(), r"shape \(5, 16, 3\)"),
    (np.full((5, 17, 3), np.nan), ViewSpec(), "missing or infinite"),
    (MOTIONS["jump"](0.2, FPS, 0) * 1000, ViewSpec(), "m tall"),
    (MOTIONS["jump"](0.2, FPS, 0), ViewSpec(size=(101, 200)), "not even"),
    (MOTIONS["jump"](0.2, FPS, 0), ViewSpec(rotation=45), "rotation of 45"),
    (MOTIONS["jump"](0.2, FPS, 0), ViewSpec(codec="av1"), "codec 'av1'"),
    (MOTIONS["jump"](0.2, FPS, 0), ViewSpec(offset_s=9), "after the motion's end"),
    (MOTIONS["jump"](0.2, FPS, 0), ViewSpec(distance=0.2), "stands in the figure"),
])
def test_what_cannot_be_filmed_is_said(tmp_path: Path, motion: np.ndarray, view: ViewSpec, fault: str) -> None:
    with pytest.raises(ParallaxError, match=fault):
        render(motion, FPS, tmp_path, [view])


def test_truth_is_read_without_pickle_and_bad_files_are_one_error(recording: Truth, tmp_path: Path) -> None:
    with np.load(recording.folder / "truth.npz", allow_pickle=False) as data:
        arrays = {name: data[name] for name in data.files}
    assert not any(array.dtype.hasobject for array in arrays.values())
    bad = tmp_path / "truth.npz"
    np.savez(bad, **{**arrays, "view00_px": arrays["view00_px"][:-1]})
    with pytest.raises(ParallaxError, match="px of view 0 has shape"):
        load_truth(bad)
    bad.write_bytes(b"not a zip")
    with pytest.raises(ParallaxError, match="not the truth of a studio recording"):
        load_truth(bad)
    with pytest.raises(ParallaxError, match="cannot be read"):
        load_truth(tmp_path / "none")
    np.savez(bad, **{**arrays, "view00_name": np.array("../../etc/passwd")})
    assert load_truth(bad).views[0].name == "passwd", "a name never leads out of the folder"


@pytest.mark.parametrize("shape", ["(1000000000000,)", "(" * 400], ids=["larger than memory", "rubbish"])
def test_a_hostile_truth_is_an_error_and_no_more(recording: Truth, tmp_path: Path, shape: str) -> None:
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    bad = tmp_path / "truth.npz"
    with (zipfile.ZipFile(recording.paths[0].parent / "truth.npz") as good,
          zipfile.ZipFile(bad, "w") as out):
        for name in good.namelist():
            hostile = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
            out.writestr(name, hostile if name == "event_times.npy" else good.read(name))
    with pytest.raises(ParallaxError, match="is not the truth"):
        load_truth(bad)


# ---------------------------------------------------------------- a human for the detector


def limb_errors(motion: np.ndarray, fps: float, azimuth: float, folder: Path, detect: Callable[..., Any],
                frames: int = 5) -> np.ndarray:
    """(found frames, 12) distance of BlazePose from truth over the figure's height in the picture."""
    view = ViewSpec(azimuth=azimuth, fps=max(frames / (len(motion) / fps), 1), sound=False)
    truth = render(motion, fps, folder, [view]).views[0]
    h36m, blaze = [H36M17.index(n) for n in LIMBS], [BLAZEPOSE33.index(n) for n in LIMBS]
    errors = []
    for picture, px, camera, K in zip(upright_frames(folder / truth.name, truth), truth.px[:, 0], truth.camera[:, 0],
                                      truth.K, strict=True):
        person = detect(picture)
        if person is not None:
            height = stature(motion) * K[0, 0] / camera[0, 2]
            errors.append(np.linalg.norm(person.xys[blaze, :2] - px[h36m], axis=1) / height)
        else:
            errors.append(np.full(12, np.nan))
    return np.array(errors)


def test_blazepose_takes_the_figure_for_a_human(blazepose: Path, tmp_path: Path) -> None:
    """Found in ≥ 99 % of frames, mean error ≤ 3 % of the height, on every motion from front, side and back.

    Every frame by itself, as the net sees it for the first time: tracking only makes it easier.
    """
    from core.detectors import blazepose as detector

    one = detector.load().one
    errors = {}
    for number, (name, motion) in enumerate(MOTIONS.items()):
        for azimuth in (0, 90, 180):
            joints = motion(2.0, FPS, number)
            errors[name, azimuth] = limb_errors(joints, FPS, azimuth, tmp_path / f"{name}{azimuth}", one, frames=3)
    every = np.concatenate(list(errors.values()))
    assert np.isfinite(every[:, 0]).mean() >= 0.99
    assert np.nanmean(every) <= 0.03
    for azimuth in (0, 90, 180):
        side = np.concatenate([e for (_, a), e in errors.items() if a == azimuth])
        assert np.nanmean(side) <= 0.03, azimuth


def test_blazepose_takes_captured_motion_for_a_human(blazepose: Path, shared: Path, tmp_path: Path) -> None:
    from core.detectors import blazepose as detector

    one = detector.load().one
    with np.load(shared / "data" / "mocap" / "cmu_h36m17.npz", allow_pickle=False) as data:
        clip = data[f"clip_{list(data['names']).index('cmu005_03'):04d}"][:160]
    errors = [limb_errors(clip, 50.0, azimuth, tmp_path / str(azimuth), one) for azimuth in (0, 90, 180)]
    every = np.concatenate(errors)
    assert np.isfinite(every[:, 0]).mean() >= 0.99
    assert np.nanmean(every) <= 0.03


def test_the_demonstration_is_two_unsynchronized_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filmed small and slow: what is asked of it does not depend on it."""
    made = {}

    def small(motion: Any, fps: float, folder: Path, views: Any, **rest: Any) -> Truth:
        made["views"] = views
        shrunk = [ViewSpec(**{**vars(view), "size": (view.size[0] // 8 * 2, view.size[1] // 8 * 2), "fps": 5})
                  for view in views]
        return render(motion, fps, folder, shrunk, **rest)

    monkeypatch.setattr(studio, "render", small)
    truth = studio.demo_recording(tmp_path)
    assert all(path.is_file() for path in truth.paths) and len(truth.views) == 2
    first, second = truth.views
    assert first.clock != second.clock and [view.rate for view in made["views"]] == [30, NTSC]
    assert second.clock.drift_ppm != 0 and second.clock.offset_s != 0
    sizes = [view.size for view in made["views"]]
    assert sizes[0][0] < sizes[0][1] and sizes[1][0] > sizes[1][1], "one portrait, one landscape"
    for view in truth.views:
        assert view.camera_at(0).inside(view.px).all(), "the athlete stays in the picture"
