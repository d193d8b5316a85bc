"""Key-frames, tokens and the frames between them, as the published program has them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core import sparse
from core.pose import Poses2D, Source
from core.records import frozen
from core.skeleton import H36M17
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


# ---------------------------------------------------------------- poses of key-frames


def poses_of(keys: Sequence[int], frames: int = 200, people: int = 1) -> Poses2D:
    """Somebody who moves evenly, seen in the key-frames alone."""
    xys = np.full((frames, people, 17, 3), np.nan, np.float32)
    xys[..., 2] = 0
    for frame in keys:
        xys[frame] = (frame, 2 * frame, 0.8)
    return Poses2D(xys, np.arange(frames) / 50, H36M17, (500, 500), Source("test"))


@pytest.mark.parametrize(("rates", "wanted"), [
    ((50,), (4, 10, 20)), ((30,), (4, 10, 20)), ((62.9,), (4, 10, 20)), ((120,), (8, 20, 40)), ((240,), (16, 40, 80)),
    ((15,), (2, 5, 10)), ((30, 60), (4, 10, 20)), ((30, 240), (16, 20)), ((4,), ())])
def test_strides_that_are_offered_fit_all_frame_rates(rates: tuple[float, ...], wanted: tuple[int, ...]) -> None:
    got = sparse.offered((4, 10, 20), rates)
    assert got == wanted
    assert all(sparse.fitting((4, 10, 20), stride, fps) is not None for stride in got for fps in rates)
    assert sparse.fitting((4, 10, 20), 60, 30) is None


@given(frames=st.lists(st.integers(0, 300), unique=True, min_size=1).map(sorted), stride=st.integers(2, 30))
def test_runs_say_which_frames(frames: list[int], stride: int) -> None:
    poses = poses_of((), 301)
    marked = sparse.keyed(poses, np.array(frames), stride)
    assert sparse.keys_of(marked).tolist() == frames and sparse.of_keys(marked.source.settings)
    assert frozen(marked.source.settings)["keys"]  # plain numbers, as a project keeps them
    assert sparse.keys_of(replace(poses, source=Source("", "", frozen(marked.source.settings)))).tolist() == frames


def test_runs_are_few() -> None:
    keys = np.r_[np.arange(0, 60, 20), np.arange(60, 80, 4), np.arange(80, 200, 20)]
    assert len(sparse.runs(keys)) <= 3 and sparse.runs(np.arange(0, 9000, 20)) == [[0, 8981, 20]]


@pytest.mark.parametrize("keys", [[[0, 100]], [["a", 1, 2]], [[0, 100, 0]], [[-5, 10, 1]], "all", 7, [[300, 400, 1]]])
def test_nonsense_in_a_file_is_passed_over(keys: object) -> None:
    poses = poses_of((), 200)
    told = replace(poses, source=Source("", "", {"stride": 20, "keys": keys}))
    wanted = [] if isinstance(keys, list) else list(range(0, 200, 20))
    assert sparse.keys_of(told).tolist() == wanted and sparse.filled(told) is told


def test_between_key_frames_everything_is_on_the_line() -> None:
    keys = list(range(0, 100, 20)) + list(range(100, 120, 4)) + [120, 140]
    poses = sparse.keyed(poses_of(keys), np.array(keys), 20)
    full = sparse.filled(poses)
    frames = np.arange(141)
    np.testing.assert_allclose(full.xys[:141, 0, 0, 0], frames, atol=1e-4)
    assert np.isnan(full.xys[141:, ..., 0]).all() and not full.xys[141:, ..., 2].any()
    assert (sparse.unseen(poses)[:141] == ~np.isin(frames, keys)).all() and not sparse.unseen(poses)[141:].any()
    assert np.isnan(poses.xys[1, 0, 0, 0])  # what was given is as it was


def test_where_nobody_looked_for_long_or_nobody_was_there_is_no_line() -> None:
    keys = [0, 20, 40, 100, 120, 140]  # nobody looked from 40 to 100
    poses = sparse.keyed(poses_of(keys), np.array(keys), 20)
    poses.xys[120] = (np.nan, np.nan, 0)
    known = np.isfinite(sparse.filled(poses).xys[:, 0, 0, 0])
    assert known[:41].all() and not known[41:100].any() and known[100] and not known[101:140].any() and known[140]


def test_blocks_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    poses = sparse.marked(poses_of(range(0, 200, 7)), 7, 0)
    whole = sparse.filled(poses).xys
    monkeypatch.setattr(sparse, "BLOCK", 5)
    np.testing.assert_array_equal(sparse.filled(poses).xys, whole)


def test_new_poses_over_old_ones_keep_the_key_frames_of_both() -> None:
    every, tenth = poses_of(range(200)), sparse.marked(poses_of(range(0, 200, 10)), 10, 0)
    inside = np.zeros(200, dtype=bool)
    inside[50:80] = True
    over = sparse.laid(tenth, every, inside, every)
    assert sparse.keys_of(over).tolist() == [*range(0, 50, 10), *range(50, 80), *range(80, 200, 10)]
    under = sparse.laid(every, tenth, inside, every)
    assert sparse.keys_of(under).tolist() == [*range(50), 50, 60, 70, *range(80, 200)]
    assert sparse.laid(every, every, inside, every) is every
