"""What a run of a range has found so far, shown over what was there."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.growing import Growing
from app.shown import Shown, work_out
from core import partial, sparse
from core.pose import Poses2D, Source
from tests.core.test_joining import ANN, BEN, FRAMES, Found, found, mask


def shown(known: Found) -> Shown:
    return work_out(known.best, known.athlete, known.looked, known.lifted)


def growing(folder: Path, *people: np.ndarray, start: int = 40, stop: int = 72, pointed: bool = False) -> Growing:
    """A run that has done one chunk."""
    chunks = partial.folder_of(folder, "v")
    xys = np.stack(people, axis=1)
    head = found(mask((0, FRAMES)), *people).flat
    partial.begin(chunks, Poses2D(xys[:, :0], head.times, head.skeleton, head.size, head.source))
    partial.save(chunks, start, xys[start:stop])
    return Growing(folder, "v", pointed)


def test_frames_that_are_not_done_stay_as_they_were(tmp_path: Path) -> None:
    before = shown(found(mask((0, 60)), ANN, BEN, athlete=1, lift=1.0))
    now = growing(tmp_path, BEN, ANN).more(before)
    assert now is not None and not now.kept and now.athlete == 1 and now.poses.xys.shape[1] == 2
    np.testing.assert_array_equal(now.done, mask((0, 72)))
    np.testing.assert_array_equal(now.poses.xys[:72, 1], BEN[:72])
    np.testing.assert_array_equal(now.poses.xys[:72, 0], ANN[:72])
    assert now.points is not None and before.points is not None
    np.testing.assert_array_equal(now.points[:40], before.points[:40])
    assert np.isnan(now.points[40:]).all()  # not lifted yet


def test_more_chunks_are_laid_over_the_same(tmp_path: Path) -> None:
    found_so_far = growing(tmp_path, ANN)
    found_so_far.more(shown(found(mask((0, 60)), ANN)))
    partial.save(partial.folder_of(tmp_path, "v"), 72, ANN[72:80, None])
    now = found_so_far.more(None)  # what is shown by now is what it found itself
    assert now is not None and found_so_far.more(None) is None
    np.testing.assert_array_equal(now.done, mask((0, 80)))
    np.testing.assert_array_equal(now.poses.xys[:80, 0], ANN[:80])


def test_somebody_pointed_at_is_the_athlete_at_once(tmp_path: Path) -> None:
    now = growing(tmp_path, BEN, pointed=True).more(shown(found(mask((0, 60)), ANN, BEN, lift=1.0)))
    assert now is not None and now.athlete == 1 and now.points is None


def test_what_another_detector_found_is_not_mixed_in(tmp_path: Path) -> None:
    before = found(mask((0, 60)), ANN)
    other = shown(replace(before, flat=replace(before.flat, source=Source("another"))))
    now = growing(tmp_path, ANN).more(other)
    assert now is not None
    np.testing.assert_array_equal(now.done, mask((40, 72)))


def test_key_frames_are_joined_by_lines_while_they_come(tmp_path: Path) -> None:
    chunks = partial.folder_of(tmp_path, "v")
    whole = found(mask((0, FRAMES)), ANN).flat
    partial.begin(chunks, sparse.marked(replace(whole, xys=whole.xys[:, :0]), 10, 0))
    part = whole.xys[:40].copy()
    part[np.arange(40) % 10 != 0] = (np.nan, np.nan, 0)
    partial.save(chunks, 0, part)
    now = Growing(tmp_path, "v").more()
    assert now is not None and now.keys is not None and now.unseen is not None and now.shares == (1.0,)
    np.testing.assert_allclose(now.poses.xys[:31, 0, :, :2], ANN[:31, :, :2], atol=1e-3)
    np.testing.assert_allclose(now.score[:31], 0.9, atol=1e-6)
    assert now.is_between(5) and not now.is_between(10) and now.people(5)[0].between
    assert not now.people(35) and now.keys.tolist() == list(range(0, FRAMES, 10))
    before = shown(found(mask((0, FRAMES)), ANN, lift=1.0))  # all frames of it, which stay where the run has not been
    over = Growing(tmp_path, "v").more(before)
    assert over is not None and over.keys is not None
    assert over.keys.tolist() == [0, 10, 20, 30, *range(31, FRAMES)]
    np.testing.assert_array_equal(over.poses.xys[31:, 0], ANN[31:])
