"""Two results of one view laid together, on people whose places are known."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from core import joining, sparse
from core.document import Prediction
from core.intrinsics import Intrinsics, told, told_of
from core.joining import Columns, Found, joined, laid, looked, match, spans
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17, H36M17

FRAMES, FPS = 120, 30.0
TIMES = np.arange(FRAMES) / FPS
DETECTOR = Source("blazepose", "ab")
Floats = NDArray[np.float32]


def body(x: float, speed: float = 0.0, seed: int = 0) -> Floats:
    """(T, 17, 3) somebody about 200 px tall at x, who goes `speed` pixels a second."""
    shape = np.random.default_rng(seed).uniform((-30, -100), (30, 100), (17, 2))
    points = np.full((FRAMES, 17, 3), 0.9, dtype=np.float32)
    points[..., :2] = shape + 300
    points[..., 0] += (x - 300 + speed * TIMES)[:, None]
    return points


ANN, BEN, CAT = body(150, 10), body(400, -10, 1), body(650, 0, 2)


def mask(*ranges: tuple[int, int]) -> NDArray[np.bool_]:
    out = np.zeros(FRAMES, dtype=bool)
    for a, b in ranges:
        out[a:b] = True
    return out


def found(seen: NDArray[np.bool_], *people: Floats, athlete: int | None = 0, lift: float | None = None) -> Found:
    """These people as a run finds them that looks at some frames; lift: what all of its 3D is."""
    xys = np.stack(people, axis=1).copy()
    xys[~seen] = (np.nan, np.nan, 0)
    lifted = None
    if lift is not None:
        xyzs = np.full((FRAMES, 1, 17, 4), lift, dtype=np.float32)
        xyzs[~seen] = (np.nan, np.nan, np.nan, 0)
        lifted = Poses3D(xyzs, TIMES, Source("lifter", "cd"))
    return Found(Poses2D(xys, TIMES, COCO17, (800, 600), DETECTOR), None, lifted, athlete, seen)


def join(old: Found, new: Found, pointed: bool = False) -> Found:
    both = joined(old, new, pointed)
    assert both is not None
    return both


def is_missing(points: Floats) -> bool:
    return bool(np.isnan(points[..., :-1]).all() and not points[..., -1].any())


def test_ranges_apart_are_both_there_and_the_athletes_are_one_person() -> None:
    first, then = mask((10, 30)), mask((80, 100))  # 1.7 s between them: no place tells who is who
    both = join(found(first, ANN, BEN, lift=1.0), found(then, CAT, ANN, athlete=1, lift=2.0))
    assert both.athlete == 0 and both.flat.xys.shape[1] == 3
    np.testing.assert_array_equal(both.flat.xys[first | then, 0], ANN[first | then])
    np.testing.assert_array_equal(both.flat.xys[first, 1], BEN[first])
    np.testing.assert_array_equal(both.flat.xys[then, 2], CAT[then])
    assert is_missing(both.flat.xys[then, 1]) and is_missing(both.flat.xys[first, 2])
    assert is_missing(both.flat.xys[~(first | then)])
    assert both.lifted is not None and both.repaired is None
    assert (both.lifted.xyzs[first] == 1).all() and (both.lifted.xyzs[then] == 2).all()
    assert is_missing(both.lifted.xyzs[~(first | then)])
    np.testing.assert_array_equal(both.looked, first | then)
    assert both.flat.source == DETECTOR


def test_in_overlapping_ranges_the_new_frames_count_and_tracks_keep_their_columns() -> None:
    first, then = mask((10, 60)), mask((40, 100))
    noisy = [track + np.float32(3) * np.random.default_rng(7).standard_normal(track.shape).astype(np.float32)
             for track in (CAT, BEN, ANN)]  # 3 px of 200: how much two detections of one frame may differ
    both = join(found(first, ANN, BEN, CAT), found(then, *noisy, athlete=2))
    assert both.athlete == 0 and both.flat.xys.shape[1] == 3
    for column, (old, new) in enumerate(zip((ANN, BEN, CAT), reversed(noisy), strict=True)):
        np.testing.assert_array_equal(both.flat.xys[10:40, column], old[10:40])
        np.testing.assert_array_equal(both.flat.xys[40:100, column], new[40:100])


def test_at_a_border_people_are_told_apart_by_their_places() -> None:
    both = join(found(mask((10, 40)), ANN, BEN, CAT), found(mask((46, 70)), CAT, BEN, ANN, athlete=2))
    assert both.athlete == 0 and both.flat.xys.shape[1] == 3
    for column, track in enumerate((ANN, BEN, CAT)):
        np.testing.assert_array_equal(both.flat.xys[46:70, column], track[46:70])


def test_a_body_seen_from_the_wrong_side_is_the_same_person() -> None:
    columns = match(found(mask((0, 60)), ANN, BEN).flat, found(mask((50, 90)), BEN, ANN[:, COCO17.mirror]).flat,
                    mask((50, 90)))
    assert (columns.old, columns.new) == ((0, 1), (1, 0))


def test_the_athlete_stays_who_it_was_when_a_run_takes_another_for_it() -> None:
    first, then = mask((0, 60)), mask((50, 90))
    both = join(found(first, ANN, BEN, athlete=1, lift=1.0), found(then, ANN, BEN, athlete=0, lift=2.0))
    assert both.athlete == 1
    assert both.lifted is not None and (both.lifted.xyzs[:50] == 1).all()
    assert is_missing(both.lifted.xyzs[50:])  # what was lifted there is somebody else


def test_whom_the_user_pointed_at_is_the_athlete_of_all_frames() -> None:
    first, then = mask((0, 60)), mask((50, 90))
    both = join(found(first, ANN, BEN, athlete=0, lift=1.0), found(then, BEN, lift=2.0), pointed=True)
    assert both.athlete == 1
    np.testing.assert_array_equal(both.flat.xys[:90, 1], BEN[:90])
    np.testing.assert_array_equal(both.flat.xys[:50, 0], ANN[:50])
    assert is_missing(both.flat.xys[50:, 0])  # she was not followed there
    assert both.lifted is not None and is_missing(both.lifted.xyzs[:50]) and (both.lifted.xyzs[50:90] == 2).all()


def test_somebody_whose_place_is_another_is_not_the_athlete() -> None:
    first, then = mask((0, 60)), mask((50, 90))
    for pointed, athlete in ((False, 0), (True, 1)):
        both = join(found(first, ANN), found(then, CAT), pointed)
        assert both.athlete == athlete and both.flat.xys.shape[1] == 2
        np.testing.assert_array_equal(both.flat.xys[50:90, 1], CAT[50:90])
        assert is_missing(both.flat.xys[50:90, 0])


def test_a_track_that_is_in_no_frame_any_more_has_no_column() -> None:
    gone = BEN.copy()
    gone[:40] = (np.nan, np.nan, 0)
    both = join(found(mask((0, 60)), gone, ANN, athlete=1), found(mask((40, 90)), ANN))
    assert both.flat.xys.shape[1] == 1 and both.athlete == 0


def test_a_hole_in_the_old_is_filled_and_a_whole_run_replaces_all() -> None:
    apart = found(mask((0, 30), (60, 90)), ANN)
    both = join(apart, found(mask((30, 60)), ANN))
    assert spans(both.looked) == ((0, 90),)
    np.testing.assert_array_equal(both.flat.xys[:90, 0], ANN[:90])
    assert joined(apart, found(mask((0, FRAMES)), ANN)) is None
    assert joined(found(mask((10, 20)), ANN), found(mask((5, 25)), ANN)) is None


def test_results_of_other_models_are_not_joined() -> None:
    old, new = found(mask((0, 30)), ANN), found(mask((50, 90)), ANN)
    points = np.full((FRAMES, 1, 17, 3), 5, dtype=np.float32)
    for flat in (Poses2D(points, TIMES, H36M17, (800, 600), DETECTOR),
                 replace(new.flat, source=Source("blazepose", "other weights")),
                 replace(new.flat, source=Source("another", "ab")), replace(new.flat, size=(801, 600))):
        assert joined(old, Found(flat, None, None, 0, new.looked)) is None
        assert joined(Found(flat, None, None, 0, old.looked), new) is None


def test_3d_of_another_lifter_is_not_put_beside_the_new() -> None:
    old, new = found(mask((0, 30)), ANN, lift=1.0), found(mask((50, 90)), ANN, lift=2.0)
    assert old.lifted is not None
    other = replace(old, lifted=replace(old.lifted, source=Source("another")))
    both = join(other, new)
    assert both.lifted is not None and is_missing(both.lifted.xyzs[:50])
    both = join(other, replace(new, lifted=None))  # what there was is kept where nothing new was lifted
    assert both.lifted is not None and both.lifted.source.model == "another" and (both.lifted.xyzs[:30] == 1).all()
    assert is_missing(both.lifted.xyzs[30:])


def test_repairs_stay_where_they_were_made() -> None:
    old, new = found(mask((0, 30)), ANN), found(mask((50, 90)), ANN)
    xys = old.flat.xys.copy()
    xys[5:12] = xys[5:12][:, :, COCO17.mirror]
    repaired = replace(old.flat, xys=xys, source=Source("swap-repair", "", {"repaired": "blazepose", "frames": 7}))
    both = join(replace(old, repaired=repaired), new)
    assert both.repaired is not None
    assert both.repaired.source == Source("swap-repair", "", {"repaired": "blazepose", "frames": 7})
    np.testing.assert_array_equal(both.repaired.xys[:30], xys[:30])
    np.testing.assert_array_equal(both.repaired.xys[50:], new.flat.xys[50:])
    np.testing.assert_array_equal(both.flat.xys[:30], old.flat.xys[:30])
    assert join(replace(old, repaired=repaired), found(mask((3, 14)), ANN)).repaired is None  # seen anew, and right


def test_a_new_athlete_where_there_was_none() -> None:
    both = join(found(mask((0, 30)), BEN, athlete=None), found(mask((80, 100)), ANN, lift=2.0))
    assert both.athlete == 1 and both.lifted is not None and (both.lifted.xyzs[80:100] == 2).all()


def test_points_are_laid_into_their_columns() -> None:
    xys = np.zeros((10, 3, 17, 3), dtype=np.float32) + np.arange(3, dtype=np.float32)[:, None, None] * 300
    points = laid(xys, xys, np.arange(10) >= 5, Columns((0, 1, None), (2, None, 1), 0))
    np.testing.assert_array_equal(points[0, :, 0, 0], [0, 300, np.nan])
    np.testing.assert_array_equal(points[-1, :, 0, 0], [600, np.nan, 300])


def row(start: int, stop: int, **settings: object) -> Prediction:
    return Prediction("p", "2d", "v", "p.npz", 1, "", "m", "", settings, "", start, stop, 0.0, 1)


def test_the_frames_looked_at_are_told_by_the_row() -> None:
    np.testing.assert_array_equal(looked(row(10, 20), FRAMES), mask((10, 20)))
    np.testing.assert_array_equal(looked(row(10, 90, ranges=[[10, 20], [80, 90]]), FRAMES), mask((10, 20), (80, 90)))
    assert spans(mask((10, 20), (80, 90))) == ((10, 20), (80, 90)) and spans(mask()) == ()
    assert spans(mask((0, FRAMES))) == ((0, FRAMES),)


@pytest.mark.parametrize("ranges", [[[-5, 10]], [["a", 3]], [[1]], [[0.5, 2.5]], 7, {"a": 1}, [[10**30, 10**31]]])
def test_nonsense_ranges_of_a_foreign_project_do_no_harm(ranges: object) -> None:
    assert joining.looked(row(0, 10, ranges=ranges), FRAMES).sum() in (0, 10)


def test_parts_that_do_not_fit_are_refused() -> None:
    one = found(mask((0, 30)), ANN)
    for wrong in ({"athlete": 1}, {"athlete": -1}, {"looked": mask()[:-1]}, {"looked": mask()},
                  {"repaired": found(mask((0, 30)), ANN, BEN).flat}):
        with pytest.raises(ValueError):
            replace(one, **wrong)


def of_keys(whole: Found, stride: int, lifter: str = "filler") -> Found:
    """The same, as a run finds it that looks at every `stride`-th frame."""
    xys = whole.flat.xys.copy()
    xys[np.arange(FRAMES) % stride != 0] = (np.nan, np.nan, 0)
    lifted = whole.lifted
    return replace(whole, flat=sparse.marked(replace(whole.flat, xys=xys), stride, 0),
                   lifted=replace(lifted, source=Source(lifter, "ef")) if lifted is not None else None)


def test_a_range_of_all_frames_in_key_frames_and_the_other_way_round() -> None:
    whole, part = mask((0, FRAMES)), mask((30, 60))
    both = join(of_keys(found(whole, ANN, lift=1.0), 20), found(part, ANN, lift=2.0))
    assert sparse.keys_of(both.flat).tolist() == [0, 20, *range(30, 60), 60, 80, 100]
    full = sparse.filled(both.flat)
    np.testing.assert_allclose(full.xys[:101, 0, :, :2], ANN[:101, :, :2], atol=1e-3)  # she walks evenly
    np.testing.assert_array_equal(full.xys[part, 0], ANN[part])
    assert both.lifted is not None  # each part by the lifter that it needs
    assert (both.lifted.xyzs[part] == 2).all() and (both.lifted.xyzs[~part] == 1).all()
    again = join(found(whole, ANN, lift=1.0), of_keys(found(part, ANN, lift=2.0), 10))
    assert sparse.keys_of(again.flat).tolist() == [*range(30), 30, 40, 50, *range(60, FRAMES)]
    np.testing.assert_array_equal(sparse.filled(again.flat).xys[~part, 0], ANN[~part])
    alike = join(found(whole, ANN, lift=1.0), found(part, ANN, lift=2.0))
    assert not sparse.of_keys(alike.flat.source.settings)


def test_key_frames_are_told_of_repaired_poses_too() -> None:
    whole, part = mask((0, FRAMES)), mask((30, 60))
    new = of_keys(found(part, ANN), 10)
    turned = new.flat.xys.copy()
    turned[40] = turned[40][:, COCO17.mirror]
    both = join(of_keys(found(whole, ANN), 20), replace(new, repaired=replace(new.flat, xys=turned)))
    assert both.repaired is not None
    assert sparse.keys_of(both.repaired).tolist() == sparse.keys_of(both.flat).tolist() == [
        0, 20, 30, 40, 50, 60, 80, 100]


def test_3d_with_a_camera_and_without_is_not_one_curve() -> None:
    camera = Intrinsics(900.0, 900.0, 400.0, 300.0, (800, 600))
    old, new = found(mask((0, 60)), ANN, lift=1.0), found(mask((40, 120)), ANN, lift=2.0)
    assert new.lifted is not None
    mixed = join(old, new).lifted
    assert mixed is not None and mixed.xyzs[10, 0, 0, 0] == 1 and mixed.xyzs[80, 0, 0, 0] == 2
    refined = replace(new, lifted=replace(new.lifted, source=Source("lifter", "cd", told(camera))))
    apart = join(old, refined).lifted
    assert apart is not None and is_missing(apart.xyzs[:40]) and apart.xyzs[80, 0, 0, 0] == 2
    assert told_of(apart.source.settings) == camera
