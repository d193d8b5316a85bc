"""Whole poses: added where there is none, deleted, copied; nothing that is there replaced unasked, locks kept."""

import numpy as np
import pytest

from core import labels, whole_pose
from core.document import Document
from core.errors import ParallaxError
from core.labels import ABSENT, COPIED, HUMAN, OCCLUDED, VISIBLE, Keypoint, Target, applied_at, label_id
from core.skeleton import COCO17

TARGET = Target("v1", "athlete", COCO17)
NOBODY = np.array([[np.nan, np.nan, 0]] * 17, np.float32)


def somebody() -> np.ndarray:
    """(17, 3) a place of its own for every joint."""
    places = np.arange(17, dtype=np.float32)
    return np.stack([100 + places, 200 + 2 * places, np.full(17, 0.9, np.float32)], axis=1)


def here(document: Document, frame: int, found: np.ndarray = NOBODY) -> np.ndarray:
    """(17, 3) the frame's joints after correction."""
    return applied_at(found, COCO17, frame, document.labels.get(label_id("v1", "athlete", frame))).xys[0]


def points(document: Document, frame: int) -> dict[str, Keypoint]:
    return dict(document.labels[label_id("v1", "athlete", frame)].points)


def test_an_added_pose_is_as_it_was_where_it_was() -> None:
    document, found = Document(), whole_pose.points_of(somebody(), COCO17)
    document.do(whole_pose.add(document, TARGET, 5, NOBODY, found).edit)
    np.testing.assert_array_equal(here(document, 5)[:, :2], somebody()[:, :2])
    assert {(p.state, p.source) for p in points(document, 5).values()} == {(VISIBLE, COPIED)}
    assert len(document.done) == 1
    document.undo()
    assert not document.labels


def test_its_middle_goes_where_it_is_wanted() -> None:
    document, found = Document(), whole_pose.points_of(somebody(), COCO17)
    document.do(whole_pose.add(document, TARGET, 5, NOBODY, found, (30.0, 40.0)).edit)
    placed = here(document, 5)[:, :2]
    assert np.allclose((placed.min(axis=0) + placed.max(axis=0)) / 2, (30, 40))
    assert np.allclose(placed - placed[0], (somebody() - somebody()[0])[:, :2])


def test_only_missing_joints_are_added_beside_those_that_are_here() -> None:
    document, found = Document(), whole_pose.points_of(somebody(), COCO17)
    detected = somebody() + np.array([7, -3, 0], np.float32)
    detected[10:] = NOBODY[10:]
    document.do(labels.place(document, TARGET, 5, {"nose": Keypoint(1.0, 2.0), "lknee": Keypoint(None, None, ABSENT)},
                             "Move"))
    document.do(whole_pose.add(document, TARGET, 5, here(document, 5, detected), found, (9.0, 9.0)).edit)
    got = here(document, 5, detected)
    assert points(document, 5)["nose"] == Keypoint(1.0, 2.0) and np.array_equal(got[1:10], detected[1:10])
    assert points(document, 5)["lknee"].state == ABSENT  # somebody said so
    added = [j for j in range(10, 17) if COCO17.joints[j] != "lknee"]
    assert np.allclose(got[added, :2], somebody()[added, :2] + (7, -3))  # as those that are here have moved
    with pytest.raises(ParallaxError, match="no joint is missing"):
        whole_pose.add(document, TARGET, 5, somebody(), found)


def test_a_deleted_pose_can_be_added_again() -> None:
    document, found = Document(), whole_pose.points_of(somebody(), COCO17)
    document.do(whole_pose.delete(document, TARGET, 5, somebody()).edit)
    assert np.isnan(here(document, 5, somebody())[:, :2]).all() and len(points(document, 5)) == 17
    assert {(p.state, p.source) for p in points(document, 5).values()} == {(ABSENT, HUMAN)}
    with pytest.raises(ParallaxError, match="no pose to delete"):
        whole_pose.delete(document, TARGET, 5, here(document, 5, somebody()))
    document.do(whole_pose.add(document, TARGET, 5, here(document, 5, somebody()), found).edit)
    np.testing.assert_array_equal(here(document, 5, somebody())[:, :2], somebody()[:, :2])


def test_what_is_copied_keeps_its_state() -> None:
    document = Document()
    document.do(labels.place(document, TARGET, 4, {"nose": Keypoint(1.0, 2.0, OCCLUDED), "leye": Keypoint(None, None,
                                                   ABSENT)}, "Move"))
    source = somebody()
    source[5] = NOBODY[5]
    label = document.labels[label_id("v1", "athlete", 4)]
    found = whole_pose.points_of(here(document, 4, source), COCO17, label)
    by_hand = {"nose": Keypoint(5.0, 5.0), "lshoulder": Keypoint(6.0, 6.0)}
    document.do(labels.place(document, TARGET, 5, by_hand, "Move"))
    document.do(whole_pose.copy(document, TARGET, 5, 4, found).edit)
    got = points(document, 5)
    assert got["nose"] == Keypoint(1.0, 2.0, OCCLUDED, COPIED) and got["leye"] == Keypoint(None, None, ABSENT, COPIED)
    assert got["lshoulder"] == Keypoint(6.0, 6.0)  # nothing is known of it there
    assert len(got) == 17
    with pytest.raises(ParallaxError, match="no pose to copy"):
        whole_pose.copy(document, TARGET, 5, 4, {"leye": got["leye"]})
    with pytest.raises(ParallaxError, match="no pose to copy"):
        whole_pose.copy(document, TARGET, 5, 4, {})


def test_locked_joints_stay_and_are_named() -> None:
    document, found = Document(), whole_pose.points_of(somebody(), COCO17)
    document.do(labels.lock(document, TARGET, "lknee", True))
    added = whole_pose.add(document, TARGET, 5, NOBODY, found)
    assert added.held == ("lknee",)
    document.do(added.edit)
    assert len(points(document, 5)) == 16 and "lknee" not in points(document, 5)
    with pytest.raises(ParallaxError, match="locked"):
        whole_pose.add(document, TARGET, 5, here(document, 5), found)
    for make in (lambda: whole_pose.delete(document, TARGET, 6, somebody()),
                 lambda: whole_pose.copy(document, TARGET, 6, 5, found)):
        made = make()
        assert made.held == ("lknee",)
        document.do(made.edit)
        assert "lknee" not in points(document, 6)
    for joint in COCO17.joints:
        document.do(labels.lock(document, TARGET, joint, True))
    for refused in (lambda: whole_pose.add(document, TARGET, 9, NOBODY, found),
                    lambda: whole_pose.delete(document, TARGET, 9, somebody()),
                    lambda: whole_pose.copy(document, TARGET, 9, 5, found)):
        with pytest.raises(ParallaxError, match="locked"):
            refused()
