"""Skeletons and their conversions: as published where they are somebody's, and honest about what is missing."""

from pathlib import Path

import numpy as np
import pytest
import torch

from core import words
from core.skeleton import (
    BLAZEPOSE33,
    COCO17,
    COCO_TO_H36M,
    H36M17,
    HALPE26,
    SKELETONS,
    WHOLEBODY133,
    WORDS,
    convert,
    in_words,
    without_side,
)
from tests.core.nets.published import fixture

HEAD = H36M17.index("head")


def numbers(points: torch.Tensor) -> np.ndarray:
    """(..., J, D) as they are, and a score of 1 after them: every number is a coordinate."""
    return np.concatenate((points.numpy(), np.ones((*points.shape[:-1], 1))), axis=-1).astype(np.float32)


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_bones_and_pairs_are_of_the_skeleton(skeleton) -> None:  # type: ignore[no-untyped-def]
    assert len(set(skeleton.joints)) == len(skeleton)
    assert {joint for bone in skeleton.bones for joint in bone} == set(range(len(skeleton)))
    for left, right in skeleton.pairs:
        mirrored = "mouth_right" if skeleton.joints[left] == "mouth_left" else "r" + skeleton.joints[left][1:]
        assert skeleton.joints[right] == mirrored
    assert (skeleton.mirror[skeleton.mirror] == np.arange(len(skeleton))).all()


def test_the_conversion_of_mmpose(shared: Path) -> None:
    known = fixture(shared, "ops_keypoints")
    want = known["h36m_from_coco_mmpose"].numpy()
    np.testing.assert_allclose(convert(numbers(known["coco17"]), COCO17, H36M17, "mmpose")[..., :3], want, rtol=1e-6)
    # Theirs takes the score for a third coordinate: ours has it as the score.
    np.testing.assert_allclose(convert(known["coco17"].numpy(), COCO17, H36M17, "mmpose"), want, rtol=1e-6)


def test_the_first_conversion_of_the_consistency_paper_is_that_of_mmpose(shared: Path) -> None:
    known = fixture(shared, "ops_consistency_motionbert")
    got = convert(known["coco17"].numpy(), COCO17, H36M17, "mmpose")
    np.testing.assert_allclose(got, known["coco2h36m"].numpy(), rtol=1e-6)


def test_the_conversion_of_the_consistency_paper(shared: Path) -> None:
    known = fixture(shared, "ops_keypoints")
    got = convert(numbers(known["coco17"][..., :2]), COCO17, H36M17, "consistency")[..., :2]
    np.testing.assert_allclose(got, known["h36m_from_coco_sportspose_release"].numpy(), rtol=1e-5)


def test_the_conversion_of_halpe(shared: Path) -> None:
    known = fixture(shared, "ops_consistency_motionbert")["motionbert"]
    got = convert(known["halpe26"].numpy(), HALPE26, H36M17)
    np.testing.assert_allclose(got, known["halpe2h36m"].numpy(), rtol=1e-6)
    np.testing.assert_allclose(convert(known["halpe26"].numpy(), HALPE26, COCO17), known["halpe26"][:, :17], rtol=1e-6)


def test_variants_differ_at_the_head_alone() -> None:
    points = np.random.default_rng(0).uniform(0, 100, (5, 17, 3)).astype(np.float32)
    ours, *others = (convert(points, COCO17, H36M17, name)[..., :2] for name in COCO_TO_H36M)
    for other in others:
        same = np.isclose(other, ours).all(axis=(0, 2))
        assert not same[HEAD] and same[np.arange(17) != HEAD].all()


@pytest.mark.parametrize("variant", COCO_TO_H36M)
def test_what_is_made_of_a_missing_joint_is_missing(variant: str) -> None:
    points = np.random.default_rng(1).uniform(0, 100, (33, 3)).astype(np.float32)
    points[BLAZEPOSE33.index("lshoulder")] = np.nan, np.nan, 0.9
    got = convert(points, BLAZEPOSE33, H36M17, variant)
    missing = ["lshoulder", "thorax", "spine", *(["head"] if variant != "mmpose" else [])]
    assert {H36M17.joints[i] for i in np.flatnonzero(np.isnan(got[:, :2]).any(axis=1))} == set(missing)
    assert (got[[H36M17.index(name) for name in missing], 2] == 0).all()


def test_a_head_on_the_neck_stays_there() -> None:
    """Of points that all fall together there is no direction to push in."""
    got = convert(np.ones((17, 3), np.float32), COCO17, H36M17, "consistency")
    assert np.array_equal(got, np.ones((17, 3), np.float32))


def test_our_scores_are_the_lowest_and_published_ones_the_mean() -> None:
    points = np.ones((17, 3), np.float32)
    points[COCO17.index("lhip"), 2] = 0.2
    assert convert(points, COCO17, H36M17)[0, 2] == np.float32(0.2)
    assert convert(points, COCO17, H36M17, "mmpose")[0, 2] == pytest.approx(0.6)


def test_unknown_conversions_are_refused() -> None:
    with pytest.raises(ValueError, match="no conversion from h36m17 to coco17"):
        convert(np.zeros((17, 3)), H36M17, COCO17)
    with pytest.raises(ValueError, match="unheard"):
        convert(np.zeros((17, 3)), COCO17, H36M17, "unheard")
    with pytest.raises(ValueError, match="17 joints"):
        convert(np.zeros((16, 3)), COCO17, H36M17)


def test_the_whole_body_is_coco_with_feet_face_and_hands() -> None:
    """The counts and the mirror of COCO-WholeBody: 17, 6, 68 and twice 21; the corners of the mouth change places."""
    s = WHOLEBODY133
    assert len(s) == 133 and s.joints[:17] == COCO17.joints
    assert s.joints[17:23] == ("lbigtoe", "lsmalltoe", "lheel", "rbigtoe", "rsmalltoe", "rheel")
    assert s.mirror[23:40].tolist() == list(range(39, 22, -1)) and s.mirror[23 + 48] == 23 + 54
    assert s.mirror[91:112].tolist() == list(range(112, 133)) and s.sides[91] == "left"
    assert sum(side == "middle" for side in s.sides) == 1 + 10  # the nose, and what lies in the middle of a face
    points = np.random.default_rng(0).uniform(0, 100, (5, 133, 3)).astype(np.float32)
    np.testing.assert_array_equal(convert(points, s, COCO17), points[:, :17])
    np.testing.assert_array_equal(convert(points, s, H36M17), convert(points[:, :17], COCO17, H36M17))


def test_every_joint_has_words_that_are_looked_up_apart_from_side_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_table", {word: f"<{word}>" for word in WORDS} | {"left {joint}": "{joint} links"})
    for skeleton in SKELETONS.values():
        for joint, side in zip(skeleton.joints, skeleton.sides, strict=True):
            assert in_words(without_side(joint, side)).startswith("<"), joint
    assert in_words("wrist", "left") == "<wrist> links"
    assert in_words(without_side("lface_12", "left")) == "<face> 12"
