"""Key moments that a motion suggests, and two performances compared at those that both have."""

from dataclasses import replace

import numpy as np
import pytest

from core import coach_moments, words
from core.coach_compare import Pair, TimeMap, differences, in_words, laid_over, match, placed_over, time_map
from core.coach_moments import APART_S, suggest
from core.coaching import KeyMoment
from core.skeleton import H36M17
from tests.core.coached import motion


def named(*moments: tuple[float, str]) -> list[KeyMoment]:
    return [KeyMoment(f"m{n}", t, name) for n, (t, name) in enumerate(moments)]


# -- what is suggested


def test_a_kick_suggests_the_kick() -> None:
    found = suggest([motion("kick", 3.0), motion("kick", 3.0, "v2", turn_deg=60)])
    names = {one.name: one.time_s for one in found}
    assert names["Fastest right ankle"] == pytest.approx(1.04, abs=0.05)
    assert names["Right foot leaves the ground"] < names["Fastest right ankle"] < names["Right foot lands"]
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)


def test_a_jump_has_a_highest_point_where_it_is_highest() -> None:
    one = motion("jump", 3.0)
    assert one.deep is not None
    top = float(one.times[one.deep[:, 0, 2].argmax()])
    found = {s.name: s for s in suggest([one])}
    assert found["Highest point"].time_s == pytest.approx(top, abs=0.06) and "highest" in found["Highest point"].reason


def test_moments_keep_apart_and_are_as_many_as_were_asked_for() -> None:
    found = suggest([motion("walk", 3.0)], count=5)
    times = sorted(one.time_s for one in found)
    assert len(found) == 5 and np.diff(times).min() >= APART_S


def test_somebody_who_stands_still_or_is_not_lifted_suggests_nothing() -> None:
    one = motion("kick", 2.0)
    assert one.deep is not None
    still = replace(one, deep=np.repeat(one.deep[:1], len(one.times), axis=0))
    assert suggest([still]) == [] and suggest([motion(deep=False)]) == [] and suggest([]) == []


# -- one clock for two performances


def test_time_runs_linearly_between_the_moments_and_as_in_life_beyond_them() -> None:
    clock = TimeMap((1.0, 2.0), (10.0, 14.0))
    assert [clock.to_b(t) for t in (0.5, 1.0, 1.5, 2.0, 2.5)] == [9.5, 10.0, 12.0, 14.0, 14.5]
    for t in (0.2, 1.3, 1.9, 3.0):
        assert clock.to_a(clock.to_b(t)) == pytest.approx(t)
    assert time_map([], (0.0, 2.0), (5.0, 9.0)).to_b(1.0) == 7.0
    assert time_map([Pair("x", 1.0, 3.0)], (0.0, 2.0), (0.0, 9.0)).to_b(1.5) == 3.5


def test_moments_match_by_name_in_order() -> None:
    mine = named((1.0, "Take-off"), (1.5, "Contact"), (2.0, "Landing"))
    theirs = named((4.0, "contact "), (3.0, "take-off"), (2.5, "Landing"), (9.0, "Cheering"))
    assert match(mine, theirs) == [Pair("Take-off", 1.0, 3.0), Pair("Contact", 1.5, 4.0)]  # landing would go back
    assert match(mine, named((1.0, "other"))) == [] and match(named((1.0, "")), named((1.0, ""))) == []


def test_a_suggested_moment_matches_in_whichever_language_it_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach_moments, "read", lambda language: {"Right foot lands": "Rechter Fuß setzt auf"})
    monkeypatch.setattr(coach_moments, "_suggested_names", coach_moments._suggested_names.__wrapped__)
    for mine, theirs in (("Right foot lands", "rechter Fuß setzt auf"), ("Rechter Fuß setzt auf", "Right foot lands")):
        assert match(named((1.0, mine)), named((3.0, theirs))) == [Pair(mine, 1.0, 3.0)]


# -- what is different


def test_a_bent_knee_is_told_in_words_the_largest_first() -> None:
    one, other = motion("kick", 3.0), motion("kick", 3.0, view="o", start_s=7.0)
    assert differences([one], [other], [Pair("Ball contact", 1.04, 8.04)]) == []
    late = differences([one], [other], [Pair("Ball contact", 1.04, 8.2)])
    assert late and [d.size for d in late] == sorted((d.size for d in late), reverse=True)
    first = late[0]
    assert first.words.endswith(" at ball contact") and f"{first.size:.0f}°" in first.words and first.doubt == ""
    assert differences([motion(deep=False)], [other], [Pair("x", 1.0, 8.0)]) == []


def test_a_difference_below_what_the_views_disagree_by_comes_last_with_its_reason() -> None:
    good, bad = motion("kick", 3.0), motion("kick", 3.0, "v2", turn_deg=40)
    deep = np.array(bad.deep)
    deep[:, H36M17.index("lwrist")] += (0.3, 0.0, 0.5)
    found = differences([good, replace(bad, deep=deep)], [motion("kick", 3.0, "o")], [Pair("Contact", 1.04, 1.04)])
    assert found and found[-1].angle == "elbow_left" and "views" in found[-1].doubt


@pytest.mark.parametrize(("angle", "more", "front", "said"), [
    ("knee_left", -14, "left", "front knee 14° straighter at ball contact"),
    ("knee_left", 9, "right", "back knee 9° more bent at ball contact"),
    ("knee_left", 9, "", "left knee 9° more bent at ball contact"),
    ("elbow_right", 20, "right", "right elbow 20° more bent at ball contact"),
    ("shoulder_right", -8, "", "right upper arm 8° lower at ball contact"),
    ("trunk_forward", 6, "", "trunk 6° further forward at ball contact"),
    ("trunk_right", -6, "", "trunk 6° further to the left at ball contact"),
    ("trunk", 12, "", "trunk 12° less upright at ball contact")])
def test_words(angle: str, more: float, front: str, said: str) -> None:
    assert in_words(angle, more, "Ball contact", front) == said


def test_in_another_language_a_sentence_has_its_own_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_table", {
        "front knee {amount} straighter at {moment}": "Bei „{moment}“ ist das vordere Knie {amount} mehr gestreckt"})
    said = in_words("knee_left", -14, "Ball contact", "left")
    assert said == "Bei „Ball contact“ ist das vordere Knie 14° mehr gestreckt"


def test_the_front_leg_is_known_from_the_stride() -> None:
    one = motion("walk", 3.0)
    assert one.deep is not None
    other = replace(motion("walk", 3.0, "o"), deep=None)
    apart = one.deep[:, H36M17.index("rankle")] - one.deep[:, H36M17.index("lankle")]
    at = float(one.times[np.linalg.norm(apart[:, :2], axis=1).argmax()])
    bent = np.array(one.deep)
    bent[:, H36M17.index("lankle")] += (0.0, 0.0, 0.15)
    found = differences([one], [replace(other, deep=bent)], [Pair("Stride", at, at)])
    assert any(d.words.startswith(("front knee", "back knee")) for d in found)


# -- one body over another


@pytest.mark.parametrize("axes", [2, 3])
def test_a_body_is_laid_over_another_by_its_shape(axes: int) -> None:
    rng = np.random.default_rng(1)
    still = rng.normal(size=(17, axes))
    c, s = np.cos(0.7), np.sin(0.7)
    turn = np.eye(axes)
    turn[:2, :2] = [[c, -s], [s, c]]
    moving = 1.7 * still @ turn + 3.0
    moving[4] = np.nan
    laid = laid_over(moving, still)
    assert laid is not None and np.isnan(laid[4]).all()
    assert np.delete(laid, 4, axis=0) == pytest.approx(np.delete(still, 4, axis=0), abs=1e-9)
    moving[:13] = np.nan
    assert laid_over(moving, still) is None


def test_a_body_that_is_placed_over_another_still_leans() -> None:
    still = motion("kick").flat[10].astype(float)
    assert placed_over(2 * still + 100, still) == pytest.approx(still)
    lean = (still - still[0]) @ np.array([[0.9, 0.4], [-0.4, 0.9]])
    placed = placed_over(lean, still)
    assert placed is not None and np.abs(placed - still).max() > 20
    assert placed_over(np.zeros((17, 2)), still) is None

