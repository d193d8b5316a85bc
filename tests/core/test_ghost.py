"""The ghost joint: other views' 3D drawn by this view's camera, which nobody calibrated."""

from dataclasses import replace

import numpy as np
import pytest

from core.compare import Track, compare
from core.ghost import ghost, same_joint
from core.skeleton import BLAZEPOSE33, COCO17, H36M17, LIMBS
from core.studio import MOTIONS

PIXELS_A_METRE = 240.0
SHIFT = np.array([320.0, 400.0])
FRAMES = 40


def turned(angle: float) -> np.ndarray:
    """(3, 3) about the vertical, which is y of a camera."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


@pytest.fixture(scope="module")
def body() -> np.ndarray:
    """(T, 17, 3) metres of a kick in the axes of a level camera, relative to the pelvis."""
    motion = MOTIONS["kick"](FRAMES / 30, 30.0)[:FRAMES]
    seen = np.stack([motion[..., 0], -motion[..., 2], motion[..., 1]], axis=-1)
    return seen - seen[:, :1]


def tracks(body: np.ndarray, views: int = 3) -> list[Track]:
    """Views of the same body, each in its own camera's axes."""
    times = np.arange(len(body)) / 30
    return [Track(f"v{n}", (body @ turned(0.8 * n).T).astype(np.float32), np.ones(body.shape[:2], np.float32), times)
            for n in range(views)]


def drawn(body: np.ndarray, frame: int) -> np.ndarray:
    """(17, 3) what the first view's camera makes of a frame."""
    return np.column_stack((PIXELS_A_METRE * body[frame, :, :2] + SHIFT, np.ones(17)))


def test_a_joint_dragged_away_comes_back_to_where_the_others_see_it(body: np.ndarray) -> None:
    comparison = compare(tracks(body), "v0")
    for frame in (0, 17, 39):
        xys = drawn(body, frame)
        truth = xys[13, :2].copy()
        xys[13, :2] += (90.0, -60.0)
        found = ghost(comparison, frame, "lwrist", xys, H36M17)
        assert found is not None
        # float32 metres of about one, times the scale: 240 px · 2^-23 is far below this.
        assert np.hypot(found.x - truth[0], found.y - truth[1]) < 0.01
        assert found.apart_px < 0.01 and found.apart_mm < 0.1 and found.fit_px < 0.01
        assert [view for view, _, _ in found.each] == ["v1", "v2"]


def test_views_that_disagree_say_by_how_much(body: np.ndarray) -> None:
    views = tracks(body)
    views[2].points[:, 13, 1] += 0.1  # up and down is the same for every level camera
    comparison = compare(views, "v0")
    found = ghost(comparison, 17, "lwrist", drawn(body, 17), H36M17)
    assert found is not None
    # The alignment fits 7 numbers to the 51 coordinates of a body whose wrist is always off: it takes up about 7 / 51
    # of the fault, and more at a joint this far from the middle.
    assert found.apart_mm == pytest.approx(100, rel=0.2)
    assert found.apart_px == pytest.approx(0.1 * PIXELS_A_METRE, rel=0.2)


def test_other_wrong_joints_do_not_lead_the_camera_astray(body: np.ndarray) -> None:
    comparison = compare(tracks(body), "v0")
    xys = drawn(body, 10)
    truth = xys[16, :2].copy()
    xys[3, :2] += 200
    found = ghost(comparison, 10, "rwrist", xys, H36M17)
    assert found is not None
    # Re-weighted, a joint 200 px off keeps (STRAY · size / 200)² of its say: 1 %, of 2 px.
    assert np.hypot(found.x - truth[0], found.y - truth[1]) < 3


def test_there_is_none_where_nobody_else_sees_it(body: np.ndarray) -> None:
    views = tracks(body, 2)
    views[1].scores[17, 13] = 0
    views[1].points[17, 13] = np.nan
    comparison = compare(views, "v0")
    assert ghost(comparison, 17, "lwrist", drawn(body, 17), H36M17) is None
    assert ghost(comparison, 17, "rwrist", drawn(body, 17), H36M17) is not None
    assert ghost(comparison, 17, "tail", drawn(body, 17), H36M17) is None
    few = drawn(body, 17)
    few[4:, :] = (np.nan, np.nan, 0)
    assert ghost(comparison, 17, "rwrist", few, H36M17) is None


def test_lifts_always_differ_a_little_and_only_more_than_that_is_odd(body: np.ndarray) -> None:
    comparison = compare(tracks(body), "v0")
    found = ghost(comparison, 17, "lwrist", drawn(body, 17), H36M17)
    assert found is not None and not found.at_odds
    assert replace(found, apart_px=20.0, apart_mm=80.0).at_odds  # the camera is known exactly here
    assert not replace(found, apart_px=20.0, apart_mm=80.0, fit_px=10.0).at_odds
    assert not replace(found, apart_px=5.0, apart_mm=15.0).at_odds  # nobody places a joint better


def test_a_joint_has_a_ghost_where_the_lifter_knows_the_same_one() -> None:
    for skeleton in (COCO17, BLAZEPOSE33, H36M17):
        known = {name: same_joint(j, skeleton, H36M17) for j, name in enumerate(skeleton.joints)}
        assert {known[name] == name for name in LIMBS} == {True}
        assert known["nose"] == "nose"
        assert all(theirs in (None, name) for name, theirs in known.items())
    assert same_joint(COCO17.index("lear"), COCO17, H36M17) is None  # the head is made of it and of others
    assert same_joint(BLAZEPOSE33.index("lheel"), BLAZEPOSE33, H36M17) is None
    assert same_joint(0, H36M17, COCO17) is None  # there is no way back
