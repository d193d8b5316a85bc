"""Labels: what people say about joints, over what a detector said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import labels
from core.document import Document
from core.errors import ParallaxError
from core.labels import (
    ABSENT,
    COPIED,
    HUMAN,
    INTERPOLATED,
    OCCLUDED,
    VISIBLE,
    Keypoint,
    Label,
    Swap,
    Target,
    applied,
    label_id,
    pairs_of,
)
from core.skeleton import BLAZEPOSE33, COCO17, H36M17

TARGET = Target("v1", "athlete", COCO17)
TIMES = np.array([0.0, 0.1, 0.2, 0.5, 0.6, 0.7, 0.8, 0.9])  # a frame is missing after the third


def detected(frames: int = 8) -> np.ndarray:
    """(T, 17, 3) with a place of its own for every joint and frame."""
    places = np.arange(frames * 17, dtype=np.float32).reshape(frames, 17)
    return np.stack([places, places + 0.5, np.full_like(places, 0.9)], axis=-1)


def here(document: Document, frame: int) -> Label:
    return document.labels[label_id("v1", "athlete", frame)]


def put(document: Document, frame: int, **points: Keypoint) -> None:
    document.do(labels.place(document, TARGET, frame, points, "Move"))


def test_labels_lie_over_detections_and_leave_them_as_they_were() -> None:
    document, xys = Document(), detected()
    before = xys.copy()
    put(document, 2, nose=Keypoint(10.0, 20.0), leye=Keypoint(1.0, 2.0, OCCLUDED), reye=Keypoint(None, None, ABSENT))
    found = applied(xys, COCO17, document.labels.values())
    assert found.xys[2, 0].tolist() == [10.0, 20.0, 1.0]
    assert found.xys[2, 1].tolist() == [1.0, 2.0, 0.5]
    assert np.isnan(found.xys[2, 2, :2]).all() and found.xys[2, 2, 2] == 0
    assert np.argwhere(found.labelled).tolist() == [[2, 0], [2, 1], [2, 2]]
    untouched = ~found.labelled
    assert np.array_equal(found.xys[untouched], before[untouched])
    assert np.array_equal(xys, before)


def test_a_label_of_a_frame_or_joint_that_is_not_there_waits() -> None:
    document = Document()
    put(document, 99, nose=Keypoint(1.0, 1.0))
    document.do(labels.place(document, Target("v1", "athlete", BLAZEPOSE33), 1, {"lheel": Keypoint(3.0, 4.0)}, "Move"))
    assert not applied(detected(), COCO17, document.labels.values()).labelled.any()


def test_an_absent_joint_has_no_place_and_any_other_needs_one() -> None:
    for point in ((1.0, 2.0, ABSENT), (None, None, VISIBLE), (1.0, None, OCCLUDED), (1.0, 2.0, "maybe")):
        with pytest.raises(ValueError):
            Keypoint(*point)


def test_moving_one_joint_keeps_the_others_of_the_frame() -> None:
    document = Document()
    put(document, 2, nose=Keypoint(10.0, 20.0))
    put(document, 2, leye=Keypoint(1.0, 2.0))
    assert set(here(document, 2).points) == {"nose", "leye"}
    document.undo()
    assert set(here(document, 2).points) == {"nose"}


def test_swaps_exchange_what_was_detected_and_two_undo_each_other() -> None:
    xys = detected()
    one = Swap("a", "v1", "athlete", 2, 5, (("lknee", "rknee"),))
    found = applied(xys, COCO17, (), [one])
    left, right = COCO17.index("lknee"), COCO17.index("rknee")
    assert np.array_equal(found.xys[2:5, left], xys[2:5, right])
    assert np.array_equal(found.xys[5:], xys[5:])
    assert set(map(tuple, np.argwhere(found.swapped))) == {(t, j) for t in (2, 3, 4) for j in (left, right)}
    both = applied(xys, COCO17, (), [one, Swap("b", "v1", "athlete", 3, 9, one.pairs)])
    assert np.array_equal(both.xys[3:5], xys[3:5])
    assert not both.swapped[3:5].any() and both.swapped[5:, left].all()


def test_a_swap_takes_the_labels_of_its_range_along() -> None:
    document, xys = Document(), detected()
    put(document, 3, lknee=Keypoint(7.0, 8.0))
    put(document, 6, lknee=Keypoint(9.0, 9.0))
    document.do(labels.swap(document, TARGET, 2, 5, (("lknee", "rknee"),)))
    assert set(here(document, 3).points) == {"rknee"}
    assert set(here(document, 6).points) == {"lknee"}
    found = applied(xys, COCO17, document.labels.values(), document.swaps.values())
    assert found.xys[3, COCO17.index("rknee"), :2].tolist() == [7.0, 8.0]
    # The left knee of frame 3 was covered by the label; it is now what the detector called right.
    assert np.array_equal(found.xys[3, COCO17.index("lknee")], xys[3, COCO17.index("rknee")])
    document.undo()
    assert set(here(document, 3).points) == {"lknee"} and not document.swaps


def test_the_pairs_of_a_joint_a_limb_and_a_person() -> None:
    assert pairs_of(COCO17, "lknee", "joint") == (("lknee", "rknee"),)
    assert pairs_of(H36M17, "rknee", "limb") == (("lhip", "rhip"), ("lknee", "rknee"), ("lankle", "rankle"))
    assert {"lwrist", "lthumb", "lshoulder"} <= {pair[0] for pair in pairs_of(BLAZEPOSE33, "lelbow", "limb")}
    assert not {"lknee", "leye"} & {pair[0] for pair in pairs_of(BLAZEPOSE33, "lelbow", "limb")}
    assert len(pairs_of(COCO17, "nose", "person")) == 8
    with pytest.raises(ParallaxError, match="no other side"):
        pairs_of(COCO17, "nose", "limb")


def test_linear_interpolation_goes_by_time_and_not_by_frame_number() -> None:
    document = Document()
    put(document, 1, nose=Keypoint(0.0, 10.0))
    put(document, 4, nose=Keypoint(50.0, 0.0, OCCLUDED), leye=Keypoint(1.0, 1.0))
    document.do(labels.interpolate(document, TARGET, 1, 4, TIMES))
    got = [here(document, frame).points["nose"] for frame in (2, 3)]
    # From 0.1 s to 0.6 s: the frames at 0.2 s and 0.5 s lie a fifth and four fifths of the way.
    assert [(p.x, p.y) for p in got] == [pytest.approx((10.0, 8.0)), pytest.approx((40.0, 2.0))]
    assert all((p.state, p.source) == (OCCLUDED, INTERPOLATED) for p in got)
    assert "leye" not in here(document, 2).points  # only one end has it


def test_cubic_interpolation_follows_a_parabola_better_than_a_line() -> None:
    document = Document()
    for frame in (0, 2, 6, 7):
        put(document, frame, nose=Keypoint(100 * TIMES[frame] ** 2, 0.0))
    truth = 100 * TIMES[3:6] ** 2
    errors = {}
    for cubic in (False, True):
        document.do(labels.interpolate(document, TARGET, 2, 6, TIMES, cubic))
        errors[cubic] = max(abs(here(document, f).points["nose"].x - x) for f, x in zip((3, 4, 5), truth, strict=True))
        document.undo()
    assert errors[True] < errors[False] / 2


def test_interpolation_leaves_what_a_person_put_between() -> None:
    document = Document()
    for frame, x in ((1, 0.0), (3, 77.0), (5, 1.0)):
        put(document, frame, nose=Keypoint(x, 0.0))
    document.do(labels.interpolate(document, TARGET, 1, 5, TIMES))
    assert here(document, 3).points["nose"] == Keypoint(77.0, 0.0, VISIBLE, HUMAN)
    assert here(document, 2).points["nose"].source == here(document, 4).points["nose"].source == INTERPOLATED
    with pytest.raises(ParallaxError, match="no label"):
        labels.interpolate(document, TARGET, 1, 7, TIMES)
    with pytest.raises(ParallaxError, match="nothing to fill"):
        labels.interpolate(document, TARGET, 2, 3, TIMES)


def test_copying_and_removing() -> None:
    document = Document()
    put(document, 1, nose=Keypoint(0.0, 10.0), leye=Keypoint(None, None, ABSENT))
    document.do(labels.copy(document, TARGET, 1, 2))
    assert here(document, 2).points == {"nose": Keypoint(0.0, 10.0, VISIBLE, COPIED),
                                        "leye": Keypoint(None, None, ABSENT, COPIED)}
    document.do(labels.clear(document, TARGET, [2], ["nose"]))
    assert set(here(document, 2).points) == {"leye"}
    document.do(labels.clear(document, TARGET, [1, 2]))
    assert not document.labels
    with pytest.raises(ParallaxError, match="no label"):
        labels.clear(document, TARGET, [2])
    with pytest.raises(ParallaxError, match="no label"):
        labels.copy(document, TARGET, 1, 2)


def test_a_locked_joint_is_moved_by_nothing() -> None:
    document = Document()
    put(document, 1, lknee=Keypoint(0.0, 10.0))
    put(document, 4, lknee=Keypoint(0.0, 10.0))
    document.do(labels.lock(document, TARGET, "lknee", True))
    before = dict(document.labels)
    for act in (lambda: labels.place(document, TARGET, 1, {"lknee": Keypoint(1.0, 1.0)}, "Move"),
                lambda: labels.swap(document, TARGET, 0, 3, (("lknee", "rknee"),)),
                lambda: labels.interpolate(document, TARGET, 1, 4, TIMES),
                lambda: labels.copy(document, TARGET, 1, 2)):
        with pytest.raises(ParallaxError, match="locked"):
            act()
    assert dict(document.labels) == before
    document.do(labels.lock(document, TARGET, "lknee", False))
    put(document, 1, lknee=Keypoint(1.0, 1.0))


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(COCO17.joints), st.sampled_from(["move", "hide", "swap"])),
                max_size=12))
def test_any_editing_undone_is_as_if_it_never_was(gestures: list[tuple[int, str, str]]) -> None:
    document, xys = Document(), detected()
    for frame, joint, act in gestures:
        if act == "swap":
            document.do(labels.swap(document, TARGET, frame, frame + 2, pairs_of(COCO17, joint, "person")))
        else:
            point = Keypoint(1.0, 2.0) if act == "move" else Keypoint(None, None, ABSENT)
            put(document, frame, **{joint: point})
    while document.undo() is not None:
        continue
    found = applied(xys, COCO17, document.labels.values(), document.swaps.values())
    assert np.array_equal(found.xys, xys) and not found.labelled.any()
