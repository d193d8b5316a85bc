"""All pairs together: exact lines give exact clocks, wrong pairs are found by the loops, confidence follows them."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest

from core import sync
from core.sync_pair import ACCEPT, Candidate, PairSync
from core.sync_solve import solve

SECONDS = 60.0


def line(a: tuple[float, float], b: tuple[float, float], *, confidence: float = 0.97, sigma_s: float = 0.001,
         kind: str = "pose", off: float = 0.0, sigma_drift: float = 1.0, others: Sequence[float] = ()) -> PairSync:
    """The pair of two clocks (offset s, drift ppm), `off` seconds wrong."""
    rate_a, rate_b = 1 + a[1] * 1e-6, 1 + b[1] * 1e-6
    offset, drift = (b[0] - a[0]) / rate_a + off, (rate_b / rate_a - 1) * 1e6
    candidates = (Candidate(offset, drift, 9.0), *(Candidate(offset + o, drift, 8.0) for o in others))
    return PairSync(offset, drift, sigma_s, confidence, (kind,), sigma_drift, 40.0, None, candidates)


CLOCKS = {"a": (0.0, 0.0), "b": (1.283, 12.0), "c": (-4.5, -40.0), "d": (7.25, 25.0)}
VIEWS = dict.fromkeys(CLOCKS, (0.0, SECONDS))


def test_two_views_give_the_pair_itself() -> None:
    found = solve({("a", "b"): line(CLOCKS["a"], CLOCKS["b"], confidence=0.9)})["b"]
    # The weak prior of ±57 ppm on a drift known to 1 ppm pulls it by 12·(1/57)² = 0.004 ppm, over 20 s 0.07 µs.
    assert found.offset_s == pytest.approx(1.283, abs=1e-6) and found.drift_ppm == pytest.approx(12, abs=0.01)
    assert found.confidence == pytest.approx(0.9) and found.evidence == ("pose",)
    assert found.sigma_drift_ppm == pytest.approx(1.0, rel=0.01)


def test_all_pairs_of_four_views_close_on_the_true_clocks() -> None:
    pairs = {(a, b): line(CLOCKS[a], CLOCKS[b]) for a, b in combinations(CLOCKS, 2)}
    solution = solve(pairs, VIEWS, "b")
    assert solution["b"].offset_s == solution["b"].drift_ppm == 0
    for view, (offset, drift) in CLOCKS.items():
        rate = 1 + CLOCKS["b"][1] * 1e-6
        assert solution[view].offset_s == pytest.approx((offset - CLOCKS["b"][0]) / rate, abs=2e-6)
        assert solution[view].drift_ppm == pytest.approx(((1 + drift * 1e-6) / rate - 1) * 1e6, abs=0.05)
        assert view == "b" or solution[view].confidence > 0.999
    assert solution.loop_residual_s is not None and solution.loop_residual_s < 2e-6
    assert solution.left_out == ()


def test_the_order_of_a_pair_makes_no_difference() -> None:
    pairs = [(a, b, line(CLOCKS[a], CLOCKS[b])) for a, b in combinations(CLOCKS, 2)]
    turned = [(b, a, pair.inverse()) for a, b, pair in pairs]
    one, other = solve(pairs, VIEWS), solve(turned, VIEWS)
    for view in CLOCKS:
        assert one[view].offset_s == pytest.approx(other[view].offset_s, abs=1e-6)


@pytest.mark.parametrize("wrong", list(combinations(CLOCKS, 2)))
def test_a_wrong_pair_among_four_views_is_found_shown_and_left_out(wrong: tuple[str, str]) -> None:
    pairs = {(a, b): line(CLOCKS[a], CLOCKS[b], off=1.117 if (a, b) == wrong else 0.0)
             for a, b in combinations(CLOCKS, 2)}
    solution = solve(pairs, VIEWS)
    for view, (offset, _) in CLOCKS.items():
        assert solution[view].offset_s == pytest.approx(offset, abs=1e-5) and solution[view].accepted
    out = solution.left_out
    assert [(link.a, link.b) for link in out] == [wrong] and out[0].outvoted
    assert abs(out[0].residual_s) == pytest.approx(1.117, abs=1e-3)


def test_another_candidate_closes_the_loop_where_the_first_does_not() -> None:
    """Three views: two pairs right, the third is a step off and has the right offset second."""
    pairs = {("a", "b"): line(CLOCKS["a"], CLOCKS["b"]), ("b", "c"): line(CLOCKS["b"], CLOCKS["c"]),
             ("a", "c"): line(CLOCKS["a"], CLOCKS["c"], off=1.1, confidence=0.6, others=(-1.1,))}
    solution = solve(pairs, VIEWS)
    assert solution["c"].offset_s == pytest.approx(-4.5, abs=1e-5) and solution["c"].accepted
    link = next(link for link in solution.links if (link.a, link.b) == ("a", "c"))
    assert link.chosen == 1


def test_pairs_that_cannot_tell_alone_can_by_closing_a_loop() -> None:
    alone = solve({("a", "b"): line(CLOCKS["a"], CLOCKS["b"], confidence=0.4)})
    assert not alone["b"].accepted and alone["b"].confidence == pytest.approx(0.4)
    three = {k: CLOCKS[k] for k in "abc"}
    together = solve({(a, b): line(CLOCKS[a], CLOCKS[b], confidence=0.4) for a, b in combinations(three, 2)})
    assert together["b"].accepted and together["b"].confidence < 0.95
    spoiled = solve({(a, b): line(CLOCKS[a], CLOCKS[b], confidence=0.4, off=2.0 if b == "c" and a == "b" else 0)
                     for a, b in combinations(three, 2)})
    assert not spoiled["b"].accepted


def test_two_equal_answers_that_contradict_are_not_chosen_between() -> None:
    pairs = {("a", "b"): [line(CLOCKS["a"], CLOCKS["b"], kind="audio"),
                          line(CLOCKS["a"], CLOCKS["b"], kind="pose", off=0.9)]}
    solution = solve(pairs, VIEWS)
    assert not solution["b"].accepted and "contradict" in solution["b"].reason
    assert [link.contested for link in solution.links].count(True) == 1


def test_a_mark_by_hand_outweighs_the_methods() -> None:
    right = line(CLOCKS["a"], CLOCKS["b"], kind="manual", confidence=0.99, sigma_s=0.02)
    pairs = {("a", "b"): [line(CLOCKS["a"], CLOCKS["b"], off=3.0, kind=kind) for kind in ("audio", "pose")] + [right]}
    found = solve(pairs, VIEWS)["b"]
    assert found.accepted and found.offset_s == pytest.approx(1.283, abs=0.001) and found.evidence == ("manual",)


def test_sound_that_comes_late_is_told_from_the_pictures_clock() -> None:
    """A microphone 6.9 m further away than the other hears 20 ms later."""
    pairs = {("a", "b"): [line(CLOCKS["a"], CLOCKS["b"], kind="audio", off=-0.020, sigma_s=1e-5),
                          line(CLOCKS["a"], CLOCKS["b"], kind="pose", sigma_s=0.002)]}
    found = solve(pairs, VIEWS)
    # The prior on the difference of two lags is 15·√2 ms against 2.06 ms of the pose: it takes 0.93 % of 20 ms.
    assert found["b"].offset_s == pytest.approx(1.283 - 0.0002, abs=1e-4)
    lag = (found["b"].lag_s or 0) - (found["a"].lag_s or 0)
    assert lag == pytest.approx(0.020, abs=0.0004)
    assert found["b"].evidence == ("audio", "pose") and found["b"].confidence > 0.99
    assert solve({("a", "b"): pairs["a", "b"][0]})["b"].lag_s is None


def test_a_view_that_nothing_ties_is_said_to_be_so() -> None:
    solution = solve({("a", "b"): line(CLOCKS["a"], CLOCKS["b"])}, VIEWS)
    assert solution["b"].accepted and not solution["c"].accepted
    assert solution["c"].reason == "nothing ties it to the first view" and solution["c"].confidence == 0
    assert solution.loop_residual_s is None


def test_nonsense_is_refused() -> None:
    pair = line(CLOCKS["a"], CLOCKS["b"])
    for pairs, views in (({}, None), ({("a", "a"): pair}, None), ({("a", "b"): pair}, ["a"])):
        with pytest.raises(ValueError):
            solve(pairs, views)
    with pytest.raises(ValueError):
        solve({("a", "b"): pair}, None, "z")


def test_random_rigs_are_right_where_they_say_so() -> None:
    """Eight cameras, audio and pose of every pair, one in six wrong and sure of it, one in five unsure."""
    rng = np.random.default_rng(5)
    clocks = {v: (float(rng.uniform(-10, 10)) * (v > 0), float(rng.normal(0, 40)) * (v > 0)) for v in range(8)}
    pairs = []
    for a, b in combinations(clocks, 2):
        for kind, sigma, sigma_drift in (("audio", 2e-5, 0.5), ("pose", 0.003, 30.0)):
            chance = rng.random()
            off = float(rng.normal(0, sigma)) if chance > 1 / 6 else float(rng.uniform(1, 20))
            pairs.append((a, b, line(clocks[a], clocks[b], off=off, sigma_s=sigma, kind=kind, sigma_drift=sigma_drift,
                                     confidence=0.3 if chance > 0.8 else 0.9)))
    solution = solve(pairs, dict.fromkeys(clocks, (0.0, SECONDS)))
    for view, (offset, drift) in clocks.items():
        middle = SECONDS / 2
        off = solution[view].offset_s + solution[view].drift_ppm * 1e-6 * middle - offset - drift * 1e-6 * middle
        # Sound lags (±15 ms) are allowed for, so the moment rests on 7 poses of 3 ms with drifts of 30 ppm.
        assert abs(off) < 5 * 0.003 and solution[view].confidence > 0.99
    wrong = {(a, b, p.evidence) for a, b, p in pairs
             if abs(p.offset_s - line(clocks[a], clocks[b]).offset_s) > 0.5 and p.confidence >= ACCEPT}
    assert {(link.a, link.b, link.sync.evidence) for link in solution.left_out} == wrong and wrong


def test_the_facade_has_what_it_says() -> None:
    assert sync.solve is solve and callable(sync.audio) and callable(sync.pose) and callable(sync.manual)


def test_seconds_that_contradict_do_not_pass_for_thousands_of_ppm() -> None:
    """14 s of four views whose pairs know no drift and miss one another by up to 20 ms, as sound and picture do."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        offsets = rng.uniform(-4, 4, 4)
        spans = dict.fromkeys(range(4), (0.0, 14.0))
        pairs = [(a, b, PairSync(offsets[b] - offsets[a] + rng.uniform(-0.02, 0.02), 0.0, 1e-4, 0.97, (kind,),
                                 overlap_s=10.0))
                 for a, b in combinations(range(4), 2) for kind in ("audio", "pose")]
        solution = solve(pairs, spans)
        assert max(abs(solution[v].drift_ppm) for v in spans) < 300


def test_an_answer_whose_other_candidate_agrees_is_contradicted_all_the_same() -> None:
    """Movement is sure of a wrong step, which the sound has among its candidates."""
    pairs = {("a", "b"): [line(CLOCKS["a"], CLOCKS["b"], kind="audio", confidence=0.94, others=(1.117,)),
                          line(CLOCKS["a"], CLOCKS["b"], kind="pose", off=1.117)]}
    solution = solve(pairs, VIEWS)
    assert not solution["b"].accepted and "contradict" in solution["b"].reason
