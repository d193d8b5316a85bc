"""The film of the comparison, told by ffprobe and by pictures that carry their own frame number."""

import json
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core import recording
from core.document import Edit
from core.errors import ParallaxError
from core.files import TEMPORARY
from core.film import FilmRequest, FilmView, Reel, write
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Step
from core.skeleton import COCO17, H36M17
from core.storage import Project
from core.video import Video
from tests.core.video_clips import ffmpeg

# Frame n of 60 is grey 4·n: limited range and 8 bits leave neighbours apart.
GREY = "-f lavfi -i \"nullsrc=s=96x64:r={rate}:d={seconds},geq=lum='16+N*3':cb=128:cr=128\""
X264 = "-c:v libx264 -qp 1 -pix_fmt yuv420p"


def clip(folder: Path, name: str, rate: str = "30", seconds: float = 2, extra: str = "", before: str = "") -> Path:
    recipe = f"{GREY.format(rate=rate, seconds=seconds)} {before} {X264} {extra}"
    ffmpeg(*shlex.split(recipe), str(folder / name))
    return folder / name


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """a: 29.97 fps, a click of sound at 1 s, stored on its side. b: 50 fps."""
    folder = tmp_path_factory.mktemp("film")
    flat = clip(folder, "flat.mp4", "30000/1001", extra="-c:a aac -ac 2 -shortest",
                before="-f lavfi -i \"aevalsrc='0.8*between(t,1,1.02)*sin(6000*t)':s=44100:d=2\"")
    ffmpeg("-i", str(flat), "-c", "copy", "-metadata:s:v", "rotate=90", str(folder / "a.mp4"))
    return {"a": folder / "a.mp4", "b": clip(folder, "b.mp4", "50", 1.2)}


def request(videos: dict[str, Path], out: Path, **more: Any) -> FilmRequest:
    """View b was started 0.5 s later than a."""
    views = (FilmView("a", "A", str(videos["a"])), FilmView("b", "B", str(videos["b"]), 1, offset_s=0.5))
    return replace(FilmRequest(views, str(out)), **more)


def grey(picture: NDArray[np.uint8]) -> float:
    """The frame number that a picture carries: full-range grey is (16 + 3 n − 16) · 255/219."""
    return float(picture.mean()) * 219 / 255 / 3


def drawn(reel: Reel) -> Callable[[int], NDArray[np.uint8]]:
    """Something to film: black, then white from half of it on."""
    return lambda k: np.full((90, 160, 3), 255 * (2 * k >= len(reel)), dtype=np.uint8)


def told(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", str(path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {stream["codec_type"]: stream for stream in found["streams"]} | {"format": found["format"]}


def test_other_views_show_the_frame_nearest_in_time(videos: dict[str, Path], tmp_path: Path) -> None:
    with Reel(request(videos, tmp_path / "x.mp4")) as reel:
        assert reel.fps == Fraction(30_000, 1001) and len(reel) == 60
        for k in (0, 15, 16, 30, 40, 59):
            a, b = reel.moment(k).glimpses
            t = k * 1001 / 30_000
            assert a.index == k and a.rgb is not None and grey(a.rgb) == pytest.approx(k, abs=0.3)
            own = t - 0.5
            if own < -0.02 or own > 1.2:
                assert b.rgb is None
            else:
                want = min(max(round(own * 50), 0), 59)
                assert b.index == want and b.rgb is not None and grey(b.rgb) == pytest.approx(want, abs=0.3)
                assert b.apart_s == pytest.approx(0.5 + want / 50 - t, abs=1e-6) and abs(b.apart_s) <= 0.021


def test_pictures_are_upright_and_scaled(videos: dict[str, Path], tmp_path: Path) -> None:
    with Reel(request(videos, tmp_path / "x.mp4")) as reel:
        assert reel.sizes == ((64, 96), (96, 64))
        a, _ = reel.moment(20, (48, 48)).glimpses
        assert a.rgb is not None and a.rgb.shape == (48, 32, 3)


def test_the_film_is_what_players_and_slides_expect(videos: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    steps: list[Step] = []
    with Reel(request(videos, out)) as reel:
        write(out, reel, drawn(reel), steps.append)
    found = told(out)
    video, audio = found["video"], found["audio"]
    assert (video["codec_name"], video["pix_fmt"], video["width"], video["height"]) == ("h264", "yuv420p", 160, 90)
    assert video["r_frame_rate"] == video["avg_frame_rate"] == "30000/1001"
    assert int(video["nb_read_frames"]) == 60 == steps[-1].done == steps[-1].total
    assert float(video["duration"]) == pytest.approx(60 * 1001 / 30_000, abs=1e-3)
    assert (audio["codec_name"], audio["channels"], audio["sample_rate"]) == ("aac", 2, "44100")
    assert float(audio["duration"]) == pytest.approx(float(video["duration"]), abs=1024 / 44_100)
    data = out.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # plays while it is still being loaded
    with Video(out) as film:
        assert film.frame(29).mean() < 3 and film.frame(30).mean() > 252
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


@pytest.mark.parametrize(("start", "stop", "frames"), [(0.5, 1.5, 30), (None, 1.0, 30), (1.5, 99.0, 15)])
def test_a_range_keeps_sound_and_picture_together(
        videos: dict[str, Path], tmp_path: Path, start: float | None, stop: float, frames: int) -> None:
    out = tmp_path / "film.mp4"
    with Reel(request(videos, out, start_s=start, stop_s=stop)) as reel:
        assert abs(len(reel) - frames) <= 1  # 29.97 a second, the first one begun before `start`
        first = reel.moment(0).glimpses[0].index
        assert reel.start_s == pytest.approx(first * 1001 / 30_000, abs=1e-6)
        assert first == (0 if start is None else int(start * 30_000 / 1001))
        begin = reel.start_s
        write(out, reel, drawn(reel))
    if begin < 1 and stop > 1.02:  # the click at 1 s is in it
        raw = ffmpeg("-i", str(out), "-ac", "1", "-f", "f32le", "-")
        loud = np.flatnonzero(np.abs(np.frombuffer(raw, dtype=np.float32)) > 0.3)
        # The frame that was on at `start` comes first, and so does its sound; AAC smears by a block at most.
        assert loud[0] / 44_100 == pytest.approx(1 - begin, abs=1024 / 44_100)


def test_a_silent_reference_makes_a_silent_film(videos: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    views = request(videos, out).views
    with Reel(FilmRequest((views[1],), str(out))) as reel:
        write(out, reel, drawn(reel))
    found = told(out)
    assert "audio" not in found and found["video"]["avg_frame_rate"] == "50/1"


def test_a_stop_leaves_what_was_there(videos: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    out.write_bytes(b"an older film")

    def stop(step: Step) -> None:
        if step.done == 5:
            raise Cancelled

    with Reel(request(videos, out)) as reel, pytest.raises(Cancelled):
        write(out, reel, drawn(reel), stop)
    assert out.read_bytes() == b"an older film" and not list(tmp_path.glob(f"*{TEMPORARY}"))


def test_faults_are_told(videos: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="lies outside of A"):
        Reel(request(videos, tmp_path / "x.mp4", start_s=5.0))
    with pytest.raises(ParallaxError, match="does not exist"):
        Reel(request({**videos, "b": tmp_path / "none.mp4"}, tmp_path / "x.mp4"))
    with pytest.raises(ParallaxError, match="no view"):
        Reel(FilmRequest((), "x.mp4"))
    with Reel(request(videos, tmp_path / "x.avi")) as reel:
        with pytest.raises(ParallaxError, match=r"end in \.mp4"):
            write(tmp_path / "x.avi", reel, drawn(reel))
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(ParallaxError, match="cannot be written"):
            write(tmp_path / "file" / "x.mp4", reel, drawn(reel))


def test_people_and_bodies_follow_the_clocks(videos: dict[str, Path], tmp_path: Path) -> None:
    """The nose of b is at x = its frame's number; its body is that of a, seen from another side."""
    rng = np.random.default_rng(0)
    turn = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], dtype=np.float32)
    body = rng.normal(0, 0.3, (17, 3)).astype(np.float32)

    folder = tmp_path / "film.parallax"
    with Project.create(folder) as project:
        for (id, path), rate, sideways in zip(videos.items(), (30_000 / 1001, 50.0), (False, True), strict=True):
            view = replace(recording.view_of(project, path, 0), id=id)
            times = np.arange(60) / rate
            xys = np.ones((60, 1, 17, 3), np.float32)
            xys[:, 0, 0, 0] = np.arange(60)
            points = np.ones((60, 1, 17, 4), np.float32)
            points[..., :3] = body @ turn.T if sideways else body
            flat = project.store(Poses2D(xys, times, COCO17, (96, 64), Source("test")), view=id, athlete=0)
            deep = project.store(Poses3D(points, times, Source("test"), skeleton=H36M17), view=id, made_from=flat.id)
            project.do(Edit("Poses", tuple(project.document.put(row) for row in (view, flat, deep))))
    with Reel(request(videos, tmp_path / "x.mp4", project=str(folder))) as reel:
        moment = reel.moment(30)
        _, b = moment.glimpses
        assert b.xys is not None and b.xys[0, 0] == b.index == round((30 * 1001 / 30_000 - 0.5) * 50)
        made = moment.comparison
        assert made is not None and moment.row == 30 and made.reference == "a"
        assert made.per_frame[30] < 1  # mm: the same body after alignment
        early = reel.moment(5).glimpses[1]
        assert early.rgb is None and early.xys is None
