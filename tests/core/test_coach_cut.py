"""Cutting the athlete out: regions of one size, evenly spaced moments, and many in one picture."""

from dataclasses import replace

import numpy as np
import pytest

from core.coach_cut import all_of, empty, laid_in, moments_for, regions, stays
from core.coach_material import Material
from core.coaching import KeyMoment
from core.errors import ParallaxError
from tests.core.coached import motion

TIMES = [0.2, 0.8, 1.4]


def test_regions_are_of_one_size_and_hold_the_athlete() -> None:
    seen = motion("kick")
    cut = regions(seen, TIMES)
    assert len({(one.width, one.height, one.top) for one in cut}) == 1, "one size, and one height: the camera stands"
    for one, t in zip(cut, TIMES, strict=True):
        body = seen.at(t)
        assert body is not None
        assert (body[:, 0] > one.left).all() and (body[:, 0] < one.left + one.width).all()
        assert (body[:, 1] > one.top).all() and (body[:, 1] < one.top + one.height).all()
    wider = regions(seen, TIMES, slim=1.2)[0]
    assert wider.width == pytest.approx(1.2 * wider.height)
    assert wider.left >= -0.5 and wider.left + wider.width <= 999.5
    whole = all_of(cut, (1000, 1000))
    assert whole.left <= cut[0].left and whole.top <= cut[0].top and whole.width <= 1000


def test_a_camera_that_follows_cuts_each_at_its_own_height() -> None:
    seen = motion("kick")
    drift = np.stack([np.zeros(len(seen.times)), 900 * seen.times], axis=1)[:, None]
    cut = regions(replace(seen, flat=seen.flat + drift, size=(1000, 4000)), TIMES)
    assert len({one.top for one in cut}) == 3 and len({one.height for one in cut}) == 1


def test_the_key_moments_or_evenly_spaced_ones() -> None:
    seen = motion("kick", 2.0)
    named = (KeyMoment("a", 0.5, "Start"), KeyMoment("b", 1.5, "End"))
    material = Material("kick", {"v1": seen}, moments=named)
    assert moments_for(material, "v1", 6) == list(named)
    assert moments_for(material, "v1", 6, (1.0, None)) == [named[1]]
    even = moments_for(material, "v1", 4, (0.6, 1.4))
    assert [one.name for one in even] == [""] * 4
    np.testing.assert_allclose([one.time_s for one in even], np.linspace(0.6, 1.4, 4), atol=0.02)


def test_where_nobody_is_seen_it_says_so() -> None:
    material = Material("kick", {"v1": motion("kick")})
    for view, span in (("other", (None, None)), ("v1", (50.0, 60.0))):
        with pytest.raises(ParallaxError, match="shows nobody"):
            moments_for(material, view, 6, span)


def test_the_athlete_is_laid_in_beside_himself() -> None:
    """A bright bar that moves over a textured ground; it stands still for most of the pictures, which a median alone
    would take for the ground."""
    ground = np.random.default_rng(1).integers(60, 110, (120, 200, 3), dtype=np.uint8)
    places = [30, 30, 30, 30, 30, 100, 165]
    pictures, bodies = [], []
    for x in places:
        picture = ground.copy()
        picture[30:90, x - 4:x + 4] = 240
        pictures.append(picture)
        bodies.append(np.array([[x, 32.0], [x, 60.0], [x, 88.0]] + [[np.nan, np.nan]] * 14))
    bones = ((0, 1), (1, 2))
    behind = empty(pictures, bodies, bones)
    assert np.abs(behind.astype(int) - ground).max() == 0
    made = laid_in(behind, [pictures[0], pictures[5], pictures[6]], [bodies[0], bodies[5], bodies[6]], bones)
    for x in (30, 100, 165):
        assert made[35:85, x - 2:x + 2].min() > 200
    assert np.abs(made[:, 60:80].astype(int) - ground[:, 60:80]).max() == 0, "nothing is taken from elsewhere"


def test_one_who_stays_is_told_from_one_who_moves_on() -> None:
    seen = motion("kick")
    still = np.repeat(seen.flat[:1], len(seen.times), axis=0)
    assert stays(replace(seen, flat=still), TIMES)
    on = still + np.stack([300 * seen.times, np.zeros(len(seen.times))], axis=1)[:, None]
    assert not stays(replace(seen, flat=on), TIMES) and not stays(replace(seen, flat=still), TIMES[:1])
