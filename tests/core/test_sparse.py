"""Key-frames, tokens and the frames between them, as the published program has them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import sparse
from tests.core.nets import published


def known(shared: Path) -> dict[str, Any]:
    return published.fixture(shared, "ops_uplift_upsample")


@pytest.mark.parametrize("name", ["eval_N81_s4", "eval_N351_s20"])
def test_windows_equal_the_published_ones(shared: Path, name: str) -> None:
    told = known(shared)["generators"][name]
    count, tokens, s_out = told["lens"][0], told["kw"]["seq_len"], told["kw"]["stride"]
    s_in = int(np.ravel(told["kw"]["mask_stride"])[0])
    frames = sparse.windows(np.arange(count), tokens, s_out)
    read = sparse.held(frames, count, s_out)
    assert frames.shape == read.shape == (count, tokens)
    for item in told["items"]:
        at = item["frame"]
        assert read[at].tolist() == item["seq2d_joint0_x"].tolist()  # the x of a frame is its number
        assert sparse.key(frames[at], s_in).tolist() == item["stride_mask"].tolist()
        assert ((frames[at] >= 0) & (frames[at] < count)).tolist() == (item["mask"] > 0).tolist()


def test_training_windows_equal_the_published_ones(shared: Path) -> None:
    """Chance chose the stride and the shift: what it chose is one of ours.

    Not all of ours are among it: there both are drawn from generators of the same seed, so that some pairs never come.
    """
    told = known(shared)["generators"]["train_multi_randshift"]
    tokens, s_out = told["kw"]["seq_len"], told["kw"]["stride"]
    masks = {tuple(sparse.key(sparse.windows(np.array([0]), tokens, s_out)[0], s_in, shift * s_out)): (s_in, shift)
             for s_in in told["kw"]["mask_stride"] for shift in sparse.shifts(s_in, s_out)}
    assert len(masks) == 2 + 4
    chosen = {masks[tuple(item["stride_mask"].tolist())] for item in told["items"]}  # KeyError for any other
    assert len(chosen) == 3 and chosen <= set(masks.values())
    centred = known(shared)["generators"]["train_flip_duplicate"]["items"]
    assert {masks[tuple(item["stride_mask"].tolist())][1] for item in centred} == {0}


@pytest.mark.parametrize(("s_in", "s_out", "wanted"), [(5, 5, [0]), (10, 5, [-1, 0]), (20, 5, [-2, -1, 0, 1]),
                                                       (25, 5, [-2, -1, 0, 1, 2])])
def test_shifts_are_each_of_them_once(s_in: int, s_out: int, wanted: list[int]) -> None:
    assert list(sparse.shifts(s_in, s_out)) == wanted


@pytest.mark.parametrize("count", [1, 4, 30, 31, 33, 40])
def test_what_is_needed_is_what_is_read(count: int) -> None:
    s_in, s_out = 8, 2
    frames = sparse.windows(np.arange(0, count, s_out), 41, s_out)
    read = sparse.held(frames, count, s_out)[sparse.key(frames, s_in)]
    assert sparse.needed(count, s_in, s_out).tolist() == np.unique(read).tolist()


def test_between_equals_the_published_code(shared: Path) -> None:
    told = known(shared)["interp"]
    pred, at = told["pred"].numpy(), np.flatnonzero(told["keyframes"].numpy())
    got = sparse.between(pred[at], at, told["frame_indices"].numpy())
    assert got.shape == pred.shape and np.abs(got - told["out"].numpy()).max() < 1e-15
    assert np.array_equal(got[at], pred[at]) and np.array_equal(got[22], pred[20])  # the tail holds the last


def test_between_goes_by_time_and_holds_the_ends() -> None:
    at = np.array([1.0, 2.0, 4.0])
    values = np.array([[0.0], [10.0], [30.0]], dtype=np.float32)
    got = sparse.between(values, at, np.array([0, 1, 1.25, 2, 3, 4, 9]))
    assert got.dtype == np.float32 and got.ravel().tolist() == [0, 0, 2.5, 10, 20, 30, 30]
    assert sparse.between(values[:1], at[:1], np.array([0, 1, 5])).ravel().tolist() == [0, 0, 0]
    holes = sparse.between(np.array([1, np.nan, 3, 5]), np.arange(4.0), np.arange(0, 3.5, 0.5))
    assert np.isnan(holes[1:4]).all() and holes[[0, 4, 5, 6]].tolist() == [1, 3, 4, 5]
    with pytest.raises(ValueError, match="no value"):
        sparse.between(values[:0], at[:0], at)


def test_unfit_windows_are_refused() -> None:
    with pytest.raises(ValueError, match="no centre"):
        sparse.windows(np.array([0]), 4, 1)
    with pytest.raises(ValueError, match="every 3 frames"):
        sparse.shifts(3, 2)


def test_metrics_and_projection_are_those_of_the_paper(shared: Path) -> None:
    """Its tables can be set beside ours: the same figures, and the same camera."""
    from core import metrics
    from core.nets import inputs

    told = known(shared)
    root = told["root_index"]
    pred, true = ((x - x[:, root:root + 1]).numpy() for x in (told["pred"], told["gt"]))
    assert metrics.mpjpe(pred, true) == pytest.approx(told["mpjpe_mean"], rel=1e-12)
    np.testing.assert_allclose(metrics.errors(pred, true), told["mpjpe"], atol=1e-12)
    assert metrics.n_mpjpe(pred, true) == pytest.approx(float(told["nmpjpe"].mean()), rel=1e-9)
    np.testing.assert_allclose(metrics.p_mpjpe_errors(pred, true), told["pmpjpe"], atol=1e-9)
    camera = told["camera"]
    torch.testing.assert_close(inputs.project(camera["Xc"], camera["intrinsics"][2:]), camera["proj"])
    torch.testing.assert_close(inputs.screen(camera["pix"], camera["intrinsics"][:2].double()), camera["norm"])
