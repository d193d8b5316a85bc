"""What can be chosen of the frames to look at, and in which words."""

import pytest

from app.looking import ALL, AUTO, Looks, choices, nearest, ordinal, strides_of, times_faster, why_not, words
from core.cards import Card


def card(**settings: object) -> Card:
    return Card("tiny", "Tiny", "lifter", "uplift_upsample", "h36m17", "pixels", "none", settings=settings)


def test_what_can_be_chosen_follows_the_card_and_the_frame_rates() -> None:
    filler = card(s_in=[20, 4, 10])
    assert choices(None, [50]) == {ALL: Looks()}
    assert list(choices(filler, [50])) == [ALL, AUTO, "4", "10", "20"]
    assert choices(filler, [50])[AUTO] == Looks(20, (10, 4)) and choices(filler, [50])["10"] == Looks(10)
    assert list(choices(filler, [120])) == [ALL, AUTO, "8", "20", "40"]
    assert list(choices(card(s_in=[20]), [50])) == [ALL, "20"]
    assert choices(filler, [4]) == {ALL: Looks()}


@pytest.mark.parametrize("s_in", [None, "20", [0, 1], ["a"], []])
def test_a_card_that_says_nothing_of_use_offers_nothing(s_in: object) -> None:
    assert strides_of(card(s_in=s_in)) == () and choices(card(s_in=s_in), [50]) == {ALL: Looks()}


def test_a_choice_of_another_recording_becomes_what_comes_closest() -> None:
    known = choices(card(s_in=[4, 10, 20]), [120])  # 8, 20, 40
    assert [nearest(known, wanted) for wanted in ("1", "auto", "20", "10", "4", "100")] == [
        "1", "auto", "20", "8", "8", "40"]
    one = choices(card(s_in=[20]), [50])
    assert nearest(one, AUTO) == "20" and nearest(one, "nonsense") == "20" and nearest({ALL: Looks()}, "20") == ALL


def test_words_promise_no_more_than_was_measured() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 20, 21, 42, 113)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "20th", "21st", "42nd", "113th"]
    # Measured on one core at 1080 × 1920: 2.4 to 3.3 times, 2.7 to 2.9 times, 3.2 to 4.5 times.
    for stride, least, most in ((4, 2.4, 3.3), (10, 2.6, 3.0), (20, 3.2, 4.5)):
        for fps in (30, 60):
            assert least <= times_faster(stride, fps) <= most
    assert words(Looks(20), 60)[0] == "Every 20th frame (about 4× faster)" and "0.33 s" in words(Looks(20), 60)[1]
    assert words(Looks(), 60)[0] == "Every frame"
    title, text = words(Looks(20, (10, 4)), 60)
    assert title.startswith("Automatic (") and "every 20th frame, then in every 10th and 4th where" in text
    assert "none is installed" in why_not([]) and "frame rates" in why_not([card()])
