"""3D that follows corrections is what lifting the corrected poses would give, and little else is lifted again."""

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core import lift
from core.conventions import Convention
from core.corrected import MadeFrom, correct
from core.intrinsics import Intrinsics
from core.labels import ABSENT, Keypoint, Label, Swap, label_id
from core.pose import Poses2D, Poses3D, Source
from core.refine import REACH_S
from core.relift import Following, corrected_spans, rows_spans
from core.sight import Sight
from core.skeleton import COCO17, H36M17, Skeleton, convert

WINDOW = 27
SIGHT = Sight(WINDOW)
EVEN = np.arange(200) / 30
SLOW = np.arange(120) / 12.5
UNEVEN = np.cumsum(np.random.default_rng(4).uniform(0.01, 0.12, 150))
CAMERA = Intrinsics(900.0, 905.0, 510.0, 490.0, (1000, 1000), (-0.1, 0.02, 0.001, 0.0, 0.0))
SEEN = np.random.default_rng(9).normal(0, 0.4, (17, 3)).astype(np.float32)
BODY = convert(np.c_[SEEN, np.ones(17)], COCO17, H36M17)[:, :3]
BODY -= BODY[:1]
PAIRS = tuple((COCO17.joints[left], COCO17.joints[right]) for left, right in COCO17.pairs)


class Mixer:
    """Stands in for a lifter: every frame of a window answers with the mean of all of it, so that a change anywhere in
    the window is one everywhere in it. camera: as of a lifter; then it speaks in metres, of a body that can be seen."""

    sight, flip, convention, source = SIGHT, False, Convention(), Source("mixer")

    def __init__(self, camera: Intrinsics | None = None) -> None:
        self.frames, self.camera = 0, camera

    def __call__(self, xys: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
        self.frames += len(xys) * xys.shape[1]
        mean = xys.astype(np.float64).mean(axis=(1, 2), keepdims=True)
        out = np.broadcast_to(mean, (*xys.shape[:3], 3)) * np.arange(17)[:, None]
        return np.asarray(out if self.camera is None else BODY + out / 1e5, dtype=np.float32)


def lifted(poses: Poses2D, camera: Intrinsics | None = None) -> Poses3D:
    return lift.lift(poses, cast(lift.Lifter, Mixer(camera)))


def walker(times: NDArray[np.float64], seed: int = 0, skeleton: Skeleton = COCO17) -> Poses2D:
    xys = np.random.default_rng(seed).uniform(0, 1000, (len(times), 1, len(skeleton), 3)).astype(np.float32)
    xys[..., 2] = 0.9
    return Poses2D(xys, times, skeleton, (1000, 1000), Source("test"))


def sways(times: NDArray[np.float64], seed: int = 0) -> Poses2D:
    """What CAMERA sees of the body that the Mixer tells of, 4 m away, with a detector's errors."""
    rng = np.random.default_rng(seed)
    place = np.stack((0.3 * np.sin(times), 0 * times, 4 + 0.2 * np.cos(times)), axis=-1)
    points = SEEN + place[:, None]
    xys = walker(times, seed).xys
    xys[:, 0, :, :2] = CAMERA.pixels(points[..., :2] / points[..., 2:]) + rng.normal(0, 8, (len(times), 17, 2))
    return replace(walker(times, seed), xys=xys)


def label(frame: int, points: dict[str, Keypoint]) -> Label:
    return Label(label_id("v", "athlete", frame), "v", "athlete", frame, "coco17", points)


def settle(following: Following, camera: Intrinsics | None = None) -> int:
    """Lifts what is stale; returns how many frames that were."""
    return sum(part.stop - part.start for part in following.lift(cast(lift.Lifter, Mixer(camera))))


def truth(poses: Poses2D, labels: Iterable[Label], swaps: tuple[Swap, ...],
          camera: Intrinsics | None = None) -> NDArray[np.float32]:
    """(T, 17, 4) the whole recording lifted from the corrected poses."""
    return lifted(correct(poses, MadeFrom("p", 0, tuple(labels), swaps)).poses, camera).xyzs[:, 0]


def assert_equal(following: Following, poses: Poses2D, labels: dict[int, Label], swaps: tuple[Swap, ...],
                 camera: Intrinsics | None = None) -> None:
    # The sum of a window is the same in any batch; what the blend of two adds up to may differ in its last bit.
    np.testing.assert_allclose(following.xyzs, truth(poses, labels.values(), swaps, camera), rtol=2e-6,
                               atol=1e-3 if camera is None else 1e-6)


@pytest.mark.parametrize("camera", [None, CAMERA], ids=["unknown", "known"])
@pytest.mark.parametrize("times", [EVEN, SLOW, UNEVEN, EVEN[:20], EVEN[:1]],
                         ids=["even", "slow", "uneven", "short", "one"])
@given(data=st.data())
@settings(max_examples=12)
def test_after_any_edits_it_is_what_lifting_anew_would_give(times: NDArray[np.float64], camera: Intrinsics | None,
                                                            data: st.DataObject) -> None:
    """Labels placed, made absent and removed, swaps made and undone, over detections with gaps."""
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    poses = walker(times) if camera is None else sways(times)
    for _ in range(3):
        start, length = int(rng.integers(len(times))), int(rng.integers(0, 40))
        poses.xys[start:start + length, 0, rng.integers(17)] = [np.nan, np.nan, 0]
    start = int(rng.integers(len(times)))
    poses.xys[start:start + int(rng.integers(0, 40)), 0] = [np.nan, np.nan, 0]
    if data.draw(st.booleans()):  # a joint that nobody ever saw
        poses.xys[:, 0, data.draw(st.sampled_from([0, 9, 11, 12]))] = [np.nan, np.nan, 0]
    following = Following(poses, 0, lifted(poses, camera), SIGHT, camera is not None)
    labels: dict[int, Label] = {}
    swaps: tuple[Swap, ...] = ()
    for n in range(6):
        frame, joint = int(rng.integers(len(times))), COCO17.joints[rng.integers(17)]
        what = data.draw(st.sampled_from(["move", "absent", "forget", "swap", "undo"]))
        spans = [(frame, frame + 1)]
        if what in ("move", "absent"):
            point = Keypoint(500.0, 400.0) if what == "move" else Keypoint(None, None, ABSENT)
            old = labels[frame].points if frame in labels else {}
            labels[frame] = label(frame, {**old, joint: point})
        elif what == "forget" and labels:
            frame = sorted(labels)[0]
            del labels[frame]
            spans = [(frame, frame + 1)]
        elif what == "swap":
            swaps = (*swaps, Swap(f"s{n}", "v", "athlete", frame, frame + 10, PAIRS))
            spans = [(frame, frame + 10)]
        elif what == "undo" and swaps:
            spans = [(swaps[-1].start, swaps[-1].stop)]
            swaps = swaps[:-1]
        following.change(spans, labels, swaps)
        if data.draw(st.booleans()):
            settle(following, camera)
            assert_equal(following, poses, labels, swaps, camera)
    settle(following, camera)
    assert_equal(following, poses, labels, swaps, camera)


def test_a_known_camera_reaches_further_and_not_far() -> None:
    """One joint of one frame moves joints beyond the windows that see it, for as long as the mean over time reaches;
    told that there is no camera, what follows would miss these."""
    poses = sways(EVEN)
    edit = {100: label(100, {"lwrist": Keypoint(1.0, 2.0)})}
    changed = {}
    for refined in (True, False):
        following = Following(poses, 0, lifted(poses, CAMERA), SIGHT, refined)
        following.change([(100, 101)], edit, ())
        changed[refined] = settle(following, CAMERA)
        if refined:
            assert_equal(following, poses, edit, (), CAMERA)
        else:
            with pytest.raises(AssertionError):
                assert_equal(following, poses, edit, (), CAMERA)
    assert changed[True] == changed[False] + 2 * round(REACH_S * 30)


def test_one_edit_lifts_two_windows_of_an_hour_and_in_little_time() -> None:
    poses = walker(np.arange(216_000) / 60)
    deep = np.zeros((len(poses.times), 1, 17, 4), np.float32)
    begun = time.process_time()
    following = Following(poses, 0, Poses3D(deep, poses.times, Source("test")), SIGHT)
    edit = {100_000: label(100_000, {"lwrist": Keypoint(1.0, 2.0)})}
    mixer, opening, begun = Mixer(), time.process_time() - begun, time.process_time()
    following.change([(100_000, 100_001)], edit, ())
    parts = list(following.lift(cast(lift.Lifter, mixer)))
    spent = time.process_time() - begun
    # A window begins every 13 frames of 27: the frame lies in three at most, which reach over 53 frames, and these lie
    # in seven at most.
    assert sum(part.stop - part.start for part in parts) <= 2 * WINDOW and mixer.frames <= 7 * WINDOW
    assert all(part.start <= 100_000 + WINDOW and part.stop > 100_000 - WINDOW for part in parts)
    assert spent < opening  # which goes through the hour once; lifting it takes minutes
    following.change([(100_000, 100_001)], edit, ())
    assert not following.stale.any()


def test_the_newest_change_goes_first_and_no_part_is_long() -> None:
    poses = walker(np.arange(4000) / 30)
    following = Following(poses, 0, lifted(poses), SIGHT)
    swaps = (Swap("s", "v", "athlete", 0, 3000, PAIRS),)
    following.change([(0, 3000)], {}, swaps)
    work = following.lift(cast(lift.Lifter, Mixer()))
    first = next(work)
    assert first.start == 0 and len(first.xyzs) <= 400
    edit = {3500: label(3500, {"lwrist": Keypoint(1.0, 2.0)})}
    following.change([(3500, 3501)], edit, swaps)
    assert next(work).start > 3000
    rest = [part.start for part in work]
    assert rest[0] == first.stop and not following.stale.any()
    assert_equal(following, poses, edit, swaps)


def test_labels_alone_make_3d_where_there_was_none() -> None:
    """A view in which nobody was detected: a body that is labelled in every fifth frame is lifted between them too."""
    seen = walker(EVEN)
    nothing = replace(seen, xys=np.full_like(seen.xys, np.nan))
    nothing.xys[..., 2] = 0
    following = Following(nothing, 0, None, SIGHT)
    labels = {f: label(f, {name: Keypoint(float(x), float(y)) for name, (x, y, _) in
                           zip(COCO17.joints, seen.xys[f, 0], strict=True)}) for f in range(40, 80, 5)}
    following.change(corrected_spans(labels, (), 200), labels, ())
    settle(following)
    known = np.isfinite(following.xyzs[..., 0]).all(axis=1)
    assert known[40:76].all() and not known[:40].any() and not known[76:].any()
    assert (following.xyzs[41, :, 3] == 0).all() and (following.xyzs[40, 11:17, 3] == 1).all()  # filled in, labelled
    following.change([(40, 80)], {}, ())
    settle(following)
    assert not np.isfinite(following.xyzs[..., 0]).any()


def test_what_was_lifted_is_gone_on_with_another_time() -> None:
    poses = walker(EVEN)
    base = lifted(poses)
    labels = {30: label(30, {"lwrist": Keypoint(1.0, 2.0)})}
    one = Following(poses, 0, base, SIGHT)
    one.change([(30, 31)], labels, ())
    settle(one)
    kept = one.kept()
    two = Following(poses, 0, base, SIGHT)
    (part,) = two.restore(kept)
    assert part.start <= 30 < part.stop and np.array_equal(two.xyzs, one.xyzs)
    two.change([*rows_spans(kept.rows, 200), *corrected_spans(labels, (), 200)], labels, ())
    assert not two.stale.any()  # nothing has changed since
    later = {120: label(120, {"nose": Keypoint(5.0, 5.0)})}  # one label is gone since, another has come
    two.change([*rows_spans(kept.rows, 200), *corrected_spans(later, (), 200)], later, ())
    settle(two)
    assert_equal(two, poses, later, ())


def test_what_does_not_fit_is_refused() -> None:
    poses = walker(EVEN)
    with pytest.raises(ValueError, match="same frames"):
        Following(poses, 0, lifted(walker(EVEN[:50])), SIGHT)
    one = Following(poses, 0, lifted(poses), SIGHT)
    one.change([(30, 31)], {30: label(30, {"lwrist": Keypoint(1.0, 2.0)})}, ())
    settle(one)
    kept = one.kept()
    for wrong in (replace(kept, rows=kept.rows + 190), replace(kept, rows=kept.rows[::-1]),
                  replace(kept, flat=kept.flat[:-1]), replace(kept, xyzs=kept.xyzs[..., :3])):
        with pytest.raises(ValueError, match="other frames"):
            Following(poses, 0, lifted(poses), SIGHT).restore(wrong)
