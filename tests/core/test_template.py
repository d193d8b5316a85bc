"""The standing person that poses begin from."""

import numpy as np
import pytest

from core.skeleton import BLAZEPOSE33, SKELETONS, Skeleton
from core.template import SHARE, standing


# A skeleton of face and fingers begins with its body.
@pytest.mark.parametrize("skeleton", [s for s in SKELETONS.values() if len(s) < 60], ids=lambda s: s.name)
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (64, 4000)])
def test_a_whole_person_stands_upright_inside_of_the_picture(skeleton: Skeleton, size: tuple[int, int]) -> None:
    places = standing(skeleton, size)
    assert np.isfinite(places).all()
    low, high = places.min(axis=0), places.max(axis=0)
    assert (low >= 0).all() and (high <= np.array(size) - 1).all()
    assert np.allclose((low + high)[0] / 2, (size[0] - 1) / 2)
    assert max((high - low) / np.array(size)) > 0.6 * SHARE  # and is no dwarf

    def at(joint: str) -> np.ndarray:
        return places[skeleton.index(joint)]

    heights = [at(joint)[1] for joint in ("nose", "lshoulder", "lelbow", "lhip", "lknee", "lankle")]
    assert heights == sorted(heights)  # y is down
    for left, right in skeleton.pairs:  # who faces the camera has the left hand on the right
        assert places[left, 0] > places[right, 0] and places[left, 1] == places[right, 1]


def test_proportions_are_those_of_a_grown_person() -> None:
    """Thigh and shank are 0.245 and 0.246 of a stature, the trunk from hip to shoulder 0.288 (Drillis & Contini)."""
    places = standing(BLAZEPOSE33, (1000, 1000))
    stature = 800.0
    lengths = {pair: abs(places[BLAZEPOSE33.index(pair[0]), 1] - places[BLAZEPOSE33.index(pair[1]), 1]) / stature
               for pair in (("lhip", "lknee"), ("lknee", "lankle"), ("lshoulder", "lhip"))}
    assert list(lengths.values()) == pytest.approx([0.245, 0.246, 0.288], abs=0.01)


def test_a_joint_of_no_human_body_has_no_place() -> None:
    assert np.isnan(standing(Skeleton("dog", ("nose", "tail"), (), ()), (100, 100))[1]).all()
