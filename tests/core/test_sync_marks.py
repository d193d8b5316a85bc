"""By hand: marks to lines, and what slow motion is recognised by."""

import numpy as np
import pytest

from core.sync_marks import Mark, factor_of, manual, suggest_slow_motion
from core.sync_pair import ACCEPT
from tests.core.pose_pairs import make

FRAMES = {"left": 1 / 30, "right": 1 / 60}


def marks(times: list[float], offset: float, drift_ppm: float = 0.0, rate: float = 1.0) -> list[Mark]:
    """The same events in both views: t_left = offset + (1 + drift)·rate·t_right."""
    return [m for i, t in enumerate(times)
            for m in (Mark(f"e{i}", "right", t), Mark(f"e{i}", "left", offset + (1 + drift_ppm * 1e-6) * rate * t))]


def test_one_event_gives_the_offset_to_half_a_frame_of_each_view() -> None:
    found = manual(marks([3.0], 1.25), FRAMES)["left", "right"]
    assert found.offset_s == pytest.approx(1.25) and found.drift_ppm == 0 and found.evidence == ("manual",)
    assert found.sigma_s == pytest.approx(np.hypot(1 / 60, 1 / 120)) and np.isinf(found.sigma_drift_ppm)
    assert found.accepted and "1 event" in found.reason


def test_two_events_far_apart_also_give_the_drift() -> None:
    near = manual(marks([3.0, 50.0], 1.25, 80.0), FRAMES)["left", "right"]
    assert near.drift_ppm == 0 and np.isinf(near.sigma_drift_ppm)
    far = manual(marks([3.0, 123.0], 1.25, 80.0), FRAMES)["left", "right"]
    assert far.drift_ppm == pytest.approx(80, abs=1e-6) and far.offset_s == pytest.approx(1.25, abs=1e-9)
    # Two ends of 120 s, each known to half a frame of each view: √2·18.6 ms / 120 s.
    assert far.sigma_drift_ppm == pytest.approx(2**0.5 * np.hypot(1 / 60, 1 / 120) / 120 * 1e6, rel=1e-6)


def test_marks_that_contradict_each_other_are_no_answer_and_hint_at_slow_motion() -> None:
    found = manual(marks([0.0, 40.0], 2.0, rate=0.25), FRAMES)["left", "right"]
    assert found.confidence < ACCEPT and "slow motion, 4 times" in found.reason
    real = manual(marks([0.0, 40.0], 2.0, rate=0.25), FRAMES, {"right": 4.0})["left", "right"]
    assert real.accepted and real.offset_s == pytest.approx(2.0)


def test_a_mark_that_was_set_again_replaces_the_first_and_foreign_ones_are_passed_over() -> None:
    given = [Mark("clap", "left", 5.0), Mark("clap", "right", 9.0), Mark("clap", "right", 2.0),
             Mark("clap", "gone", 1.0), Mark("only", "left", 1.0)]
    found = manual(given, FRAMES)
    assert list(found) == [("left", "right")] and found["left", "right"].offset_s == pytest.approx(3.0)


@pytest.mark.parametrize(("rate", "factor"), [(1.0, None), (1.001, None), (4.0, 4.0), (8.1, 8.0), (0.25, 0.25),
                                              (3.3, None)])
def test_the_factor_of_a_file_is_the_usual_one_nearby(rate: float, factor: float | None) -> None:
    t = np.array([1.0, 4.0, 9.0])
    assert factor_of(t, 0.3 + rate * t) == factor


def test_one_event_says_nothing_of_slow_motion() -> None:
    assert factor_of(np.array([1.0]), np.array([4.0])) is None


@pytest.mark.parametrize("factor", [1.0, 4.0, 0.25])
def test_the_movement_says_which_file_is_slow_motion(factor: float) -> None:
    pair = make("10 s", 3)
    t_a, t_b = pair.a.t / min(factor, 1.0), pair.b.t * max(factor, 1.0)
    found = suggest_slow_motion(pair.a.kp, t_a, pair.b.kp, t_b, factors=(1.0, 2.0, 4.0, 0.25))
    assert found.factor == factor and found.found
    assert pair.error_s(found.sync.offset_s, found.sync.drift_ppm) < 1 / 30
