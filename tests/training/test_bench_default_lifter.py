"""What the bench prints and what a card keeps of it."""

import io

from rich.console import Console

from training.bench import default_lifter as bench

VIDEOS = {"cam01": {"world_mm": 82.24, "lifter_mm": 61.0, "swapped_frames": 0},
          "mean": {"world_mm": 97.75, "lifter_mm": 70.04, "better_share": 0.2835}}


def test_a_table_of_rows_that_differ() -> None:
    out = io.StringIO()
    bench.show(Console(file=out, width=150), "title", VIDEOS)
    assert all(text in out.getvalue() for text in ("title", "82.2", "70.0", "0.283", "better_share", "mean"))


def test_a_card_keeps_plain_names() -> None:
    kept = bench.measured({"cmu_test, detector's 2D": {"mpjpe_mm": 71.23}}, VIDEOS)
    assert kept["cmu_test_detector_s_2d"] == {"mpjpe_mm": 71.2}
    assert kept["pose2sim_single_p_mpjpe"]["mean_lifter_mm"] == 70.0
    assert kept["pose2sim_single_p_mpjpe"]["cam01_world_mm"] == 82.2
