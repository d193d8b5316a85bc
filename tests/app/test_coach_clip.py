"""A coach's clip as a phone gets it: opened again with PyAV, and looked at."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.coach_clip import ClipPainter, estimate, layout, preview, save_clip
from app.coach_second import beside
from app.coach_take import views_of
from app.film import pixels
from core.clock import nearest_frame
from core.coach_clip import ClipRequest
from core.coaching import KeyMoment, keep_moments
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.storage import Project
from core.video import Video
from tests.app.coached_project import coached
from tests.core.coached import FRAMES, kicked

# Painting without a window makes an application of its own where there is none, too small a one for windows after it.
pytestmark = pytest.mark.usefixtures("qapp")

YELLOW = (242, 184, 75)  # of the angle at the knee
OTHER = (247, 106, 140)  # of the other performance


@pytest.fixture(scope="module")
def project(studio_clip: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coached(kicked(studio_clip), tmp_path_factory.mktemp("coach") / "kick.parallax")


def asked(project: Path, out: Path, only: int | None = 0, **options: object) -> ClipRequest:
    """only: the view that is shown alone, None shows all."""
    with Project.open(project, read_only=True) as opened:
        views = views_of(opened, out)
    return ClipRequest(views if only is None else views[only:only + 1], str(out), str(project),
                       **{"figure": False, **options})  # type: ignore[arg-type]


def like(picture: NDArray[np.uint8], colour: tuple[int, int, int]) -> int:
    """Pixels of about a colour."""
    return int((np.abs(picture.astype(int) - colour).max(axis=-1) < 14).sum())


def test_a_phone_plays_it_with_its_rests_and_its_sound(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "kick.mp4"
    save_clip(asked(project, out, pause_s=0.5))
    data = out.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat"), "a gallery plays it before all of it is there"
    with av.open(str(out)) as film:
        video, heard = film.streams.video[0], film.streams.audio[0]
        assert video.codec_context.name == "h264" and video.codec_context.pix_fmt == "yuv420p"
        assert video.width % 2 == 0 and video.height % 2 == 0 and video.average_rate == 20
        assert heard.codec_context.name == "aac"
        pictures = [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in film.decode(video)]
    assert len(pictures) == FRAMES + 3 * 10, "and three rests of half a second"
    with av.open(str(out)) as film:
        times = [frame.time for frame in film.decode(audio=0)]
    assert times[-1] == pytest.approx(len(pictures) / 20, abs=0.1)
    resting = [np.abs(pictures[n + 1].astype(int) - pictures[n]).mean() for n in range(6, 15)]
    assert max(resting) < 1.0, "it stands still from the sixth frame on"
    assert like(pictures[5], YELLOW) > 60, "the angle is drawn"


def test_slow_motion_is_longer_and_silent(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "slow.mp4"
    save_clip(asked(project, out, 1, speed=0.25, pause_s=0.0, start_s=0.4, stop_s=0.8))
    with av.open(str(out)) as film:
        assert not film.streams.audio
        assert sum(1 for _ in film.decode(video=0)) == 32


def test_side_by_side_with_the_figure_beside(project: Path, tmp_path: Path) -> None:
    request = asked(project, tmp_path / "x.mp4", None, figure=True)
    with ClipPainter(request) as painter:
        assert painter.size[0] > 1.5 * painter.size[1] and painter.size[0] % 2 == painter.size[1] % 2 == 0
        picture = painter.frame(0)
        assert picture.shape == (*reversed(painter.size), 3)
        wide = picture.shape[1]
        parts = [picture[:, :wide // 4], picture[:, wide // 4:wide // 2], picture[:, 3 * wide // 4:]]
        assert all(part.std() > 5 for part in parts)
        assert len(painter.different()) < len(painter.plan.shots), "a rest is drawn once"


def test_a_rest_shows_name_and_comment(project: Path, tmp_path: Path) -> None:
    request = asked(project, tmp_path / "x.mp4")
    at_rest, between = (pixels(preview(request, t)) for t in (0.7, 0.5))
    foot = slice(-90, None)
    assert like(at_rest[foot], (242, 184, 75)) > 40 and like(between[foot], (242, 184, 75)) == 0
    assert (at_rest[foot] > 120).mean() > 3 * (between[foot] > 120).mean()


def test_how_long_it_takes_is_measured(project: Path, tmp_path: Path) -> None:
    seen: list[Step] = []
    made = estimate(asked(project, tmp_path / "x.mp4", pause_s=1.0), seen.append)
    assert made.plays_s == pytest.approx(FRAMES / 20 + 3) and made.takes_s > 0 and seen
    assert not list(tmp_path.iterdir())


def test_a_stop_leaves_nothing_and_what_was_there_stays(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "kick.mp4"
    out.write_bytes(b"before")

    def stop(step: Step) -> None:
        if step.done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_clip(asked(project, out), stop)
    assert out.read_bytes() == b"before" and list(tmp_path.iterdir()) == [out]
    with pytest.raises(ParallaxError, match=r"end in \.mp4"):
        save_clip(asked(project, tmp_path / "kick.avi"))
    with pytest.raises(ParallaxError, match="outside"):
        save_clip(asked(project, out, start_s=50.0))


@pytest.mark.parametrize("pictures", [[(1080, 1920)], [(1920, 1080)], [(1080, 1920)] * 2 + [(0.8, 1.0)],
                                      [(1920, 1080)] * 2, [(1920, 1080)] * 4 + [(0.8, 1.0)], [(480, 640)] * 8])
@pytest.mark.parametrize("comment_lines", [0, 2])
def test_its_parts_fit_and_do_not_cover_one_another(pictures: list[tuple[float, float]], comment_lines: int) -> None:
    made = layout(pictures, 4000, comment_lines)
    width, height = made.size
    assert width % 2 == height % 2 == 0 and max(width, height) <= 1920 and min(width, height) <= 1082
    parts = [*made.pictures, made.foot]
    for n, part in enumerate(parts):
        assert part.left() >= 0 and part.right() <= width + 0.5 and part.top() >= 0 and part.bottom() <= height + 0.5
        assert not any(part.adjusted(1, 1, -1, -1).intersects(other) for other in parts[:n])
    for (w, h), room in zip(pictures, made.pictures, strict=True):
        assert room.width() / room.height() == pytest.approx(w / h)


# -- another performance


@pytest.fixture(scope="module")
def late(studio_clip: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same kick on another day: its videos and poses are those of the other project, and its key moments of the
    same names come 0.2 s sooner, as if this athlete were so much later."""
    folder = coached(kicked(studio_clip), tmp_path_factory.mktemp("other") / "idol.parallax", more=False)
    with Project.open(folder) as other:
        other.do(keep_moments(other.document, [KeyMoment("a", 0.1, "Start"), KeyMoment("b", 0.5, "contact"),
                                               KeyMoment("c", 0.9, "Finish")]))
    return folder


def test_another_performance_beside_at_its_own_time(project: Path, late: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.mp4"
    request = asked(project, out, other=beside(project, late, out, "beside"), pause_s=0.0, lines=False)
    assert request.other is not None and request.other.a == (0.3, 0.7, 1.1) and request.other.b == (0.1, 0.5, 0.9)
    with ClipPainter(request) as painter, Video(request.other.view.video) as video:
        here, there = painter._layout.pictures
        assert here.right() < there.left() and here.height() == there.height()
        for shot in painter.plan.shots[8:20:4]:
            picture = pixels(painter.image(shot))[round(there.top()):round(there.bottom()),
                                                  round(there.left()):round(there.right())]
            size = (picture.shape[1] // 4, picture.shape[0] // 4)
            small = small_of(picture, size)
            # Whose frame is it? The picture is compared with all of that video's, without what is written over it.
            away = [np.abs(small_of(video.frame(n).copy(), size)[size[1] // 5:].astype(float)
                           - small[size[1] // 5:]).mean() for n in range(len(video))]
            assert int(np.argmin(away)) == nearest_frame(video.times, shot.t - 0.2)
    save_clip(request)
    with av.open(str(out)) as film:
        assert film.streams.video[0].width == painter.size[0] and film.streams.audio, "with the sound of the first"


def test_another_performance_over_the_first_and_its_body_in_3d(project: Path, late: Path, tmp_path: Path) -> None:
    second = beside(project, late, tmp_path / "x.mp4", "over")
    alone, over = (asked(project, tmp_path / "x.mp4", None, figure=True, other=one) for one in (None, second))
    with ClipPainter(alone) as without, ClipPainter(over) as painter:
        assert painter.size == without.size and painter._layout == without._layout, "no picture more"
        shot = painter.plan.shots[12]
        pictures = [pixels(one.image(shot)) for one in (without, painter)]
        for n, room in enumerate(painter._layout.pictures):
            part = np.s_[round(room.top()):round(room.bottom()), round(room.left()):round(room.right())]
            a, b = (one[part] for one in pictures)
            more = like(b, OTHER) - like(a, OTHER)
            assert (n == 1 and (a == b).all()) or more > 60, f"picture {n}: the ghost is over the first, and in 3D"


def small_of(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
