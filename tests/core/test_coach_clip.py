"""A clip's plan: an even pace, rests at key moments, and what is heard meanwhile."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.coach_clip import ClipRequest, Shot, plan, sound, with_pauses
from core.coaching import KeyMoment
from core.film import FilmView, Reel, Wave
from tests.core.coached import FRAMES, kicked

MOMENTS = [KeyMoment("a", 0.25, "Start"), KeyMoment("b", 0.7, "Contact", "Firm"), KeyMoment("c", 9.0, "Too late")]


@pytest.fixture(scope="module")
def video(studio_clip: Callable[..., Path]) -> str:
    """FRAMES at 20 frames/s, with sound."""
    return str(kicked(studio_clip) / "view01.mp4")


def asked(video: str, **options: object) -> ClipRequest:
    return ClipRequest((FilmView("v", "cam", video),), "out.mp4", "p", **options)  # type: ignore[arg-type]


def test_it_rests_at_the_key_moments_within_it(video: str) -> None:
    request = asked(video, pause_s=1.0)
    with Reel(request.film()) as reel:
        made = plan(reel, request, MOMENTS)
    assert made.fps == 20 and made.rests == ((5, 20), (14, 20))
    assert len(made.shots) == FRAMES + 40 and made.duration_s == pytest.approx(FRAMES / 20 + 2)
    held = [shot for shot in made.shots if shot.held is not None]
    assert {shot.held.name for shot in held if shot.held} == {"Start", "Contact"}
    assert all(shot == Shot(0.25, MOMENTS[0]) for shot in held[:20])
    moving = [shot.t for shot in made.shots if shot.held is None]
    np.testing.assert_allclose(np.diff(moving), 0.05)
    assert made.shots.index(held[0]) == 5, "the rest begins at its own frame, not after it"


def test_slow_motion_shows_every_frame_longer(video: str) -> None:
    request = asked(video, speed=0.25, pause_s=0.0, start_s=0.2, stop_s=0.6)
    with Reel(request.film()) as reel:
        made = plan(reel, request, MOMENTS)
        shown = [reel.indices(shot.t)[0] for shot in made.shots]
        assert sound(reel, request, made).samples.shape[1] == 0, "slow motion is silent"
    assert made.rests == () and made.duration_s == pytest.approx(0.4 / 0.25)
    assert shown == [n for n in range(4, 12) for _ in range(4)]


def test_what_is_filmed_faster_than_a_phone_plays_is_thinned_out(video: str) -> None:
    request = asked(video)
    with Reel(request.film()) as reel:
        reel.fps, reel.count = Fraction(240_000, 1001), 240
        made = plan(reel, request, [])
    assert made.fps == Fraction(60_000, 1001) and len(made.shots) == 60


def test_the_sound_waits_while_the_picture_rests(video: str) -> None:
    request = asked(video, pause_s=1.0)
    with Reel(request.film()) as reel:
        made = plan(reel, request, MOMENTS)
        heard = sound(reel, request, made)
    assert heard.samples.shape[1] == pytest.approx(made.duration_s * heard.rate, abs=2)
    resting = heard.samples[:, round(0.26 * heard.rate):round(1.24 * heard.rate)]
    assert not resting.any() and heard.samples[:, :round(0.2 * heard.rate)].any()


def test_silence_is_put_in_where_it_was_asked() -> None:
    tone = Wave(np.ones((1, 1000), np.float32), 1000)
    made = with_pauses(tone, [(0.4, 0.5)]).samples[0]
    assert len(made) == 1500 and (made[410:890] == 0).all()
    assert (made[10:390] == 1).all() and (made[910:1490] == 1).all()
    assert with_pauses(tone, []) is tone


@pytest.mark.parametrize("wrong", [{"speed": 0.0}, {"speed": 1.5}, {"pause_s": -1.0}, {"pause_s": 99.0}])
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="is not between"):
        asked("x.mp4", **wrong)
