"""Crops and decoding are HRNet's, mmpose's and rtmlib's to the digit; turned boxes hold what they should."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from core.detectors import crops, decoding
from core.detectors.crops import Box
from core.people import Person
from core.skeleton import COCO17
from tests.core.nets.published import fixture

SIZE = (288, 384)


def hrnet_region(known: dict[str, Any], i: int) -> Box:
    """Its scale counts in 200 pixels, and holds the padding."""
    centre, scale = known["center"][i].double().tolist(), (200 * known["scale"][i].double()).tolist()
    return Box(*centre, *scale)


def test_heat_maps_are_read_as_hrnet_does(shared: Path) -> None:
    known = fixture(shared, "ops_hrnet")
    cells, scores = decoding.peaks(known["heatmap"].numpy())
    np.testing.assert_array_equal(scores, known["maxvals"][..., 0])
    coarse = known["max_preds"].numpy()
    assert np.abs(cells - coarse).max() == 0.25 and ((cells == coarse).all(axis=-1)).any()  # edges are left
    for i in range(2):
        placed = crops.placed(cells[i], hrnet_region(known, i), (18, 24))
        np.testing.assert_allclose(placed, known["final_preds"][i], atol=2e-4)  # float32 of a thousand pixels
        placed = crops.placed(coarse[i], hrnet_region(known, i), (18, 24))
        np.testing.assert_allclose(placed, known["final_preds_nopost"][i], atol=2e-4)


def test_crops_are_hrnets(shared: Path) -> None:
    known = fixture(shared, "ops_hrnet")
    np.testing.assert_allclose(crops.matrix(hrnet_region(known, 0), SIZE), known["affine_r0"], atol=1e-3)
    turned = replace(hrnet_region(known, 1), angle=np.pi / 6)
    np.testing.assert_allclose(crops.matrix(turned, SIZE), known["affine_r30"], atol=1e-3)
    back = np.linalg.inv(np.vstack([crops.matrix(hrnet_region(known, 0), (72, 96)), [0, 0, 1]]))[:2]
    np.testing.assert_allclose(back, known["affine_inv"], atol=1e-3)


def test_flipped_heat_maps_come_back(shared: Path) -> None:
    known = fixture(shared, "ops_hrnet")
    back = decoding.unflipped_maps(known["heatmap"].numpy(), COCO17.mirror, shift=False)
    np.testing.assert_array_equal(back, known["flip_back"])
    shifted = decoding.unflipped_maps(known["heatmap"].numpy(), COCO17.mirror, shift=True)
    np.testing.assert_array_equal(shifted[..., 1:], back[..., :-1])
    np.testing.assert_array_equal(shifted[..., 0], back[..., 0])


def test_nothing_above_nought_is_at_the_corner() -> None:
    cells, scores = decoding.peaks(np.full((1, 2, 8, 6), -0.5, np.float32))
    assert (cells == 0).all() and (scores < 0).all()
    places, scores = decoding.bins(np.full((1, 2, 8), -1, np.float32), np.full((1, 2, 9), 1, np.float32), 2)
    assert (places == -1).all() and (scores == -1).all()


def test_simcc_is_read_as_rtmpose_does(shared: Path) -> None:
    known = fixture(shared, "ops_mmpose_rtmlib")
    simcc = known["simcc"]
    x, y = simcc["pred_x"].numpy(), simcc["pred_y"].numpy()
    places, scores = decoding.bins(x, y, 2.0)
    np.testing.assert_array_equal(places, simcc["decoded"])
    np.testing.assert_array_equal(scores, simcc["scores"])
    np.testing.assert_array_equal(2 * places, known["rtmlib"]["locs"])
    flipped = known["flip_vectors"]
    assert flipped["flip_indices"] == COCO17.mirror.tolist()
    for mine, theirs in zip(decoding.unflipped_bins(x[..., :64], y[..., :64], COCO17.mirror),
                            (flipped["x"], flipped["y"]), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_heat_maps_of_mmpose(shared: Path) -> None:
    known = fixture(shared, "ops_mmpose_rtmlib")["msra"]
    cells, scores = decoding.peaks(known["noisy"].numpy()[None])
    np.testing.assert_allclose(4 * cells, known["decoded6"])
    np.testing.assert_array_equal(scores, known["scores6"])


def test_crops_are_mmposes_and_rtmlibs(shared: Path) -> None:
    known = fixture(shared, "ops_mmpose_rtmlib")
    boxes = known["bbox"]
    for corners, centre, scale in zip(boxes["xyxy"], boxes["center"], boxes["scale"], strict=True):
        box = crops.of_corners(*corners.tolist())
        assert [box.cx, box.cy] == centre.tolist()
        assert [1.25 * box.width, 1.25 * box.height] == scale.tolist()
    raw = Box(*boxes["center"][0].tolist(), *boxes["scale"][0].tolist())
    np.testing.assert_allclose(crops.matrix(raw, SIZE), boxes["warp"], atol=1e-9)
    lib = known["rtmlib"]
    region = crops.region_of(crops.of_corners(*map(float, lib["bbox"])), (96, 128), 1.25)
    assert [region.width, region.height] == lib["scale"].tolist()
    np.testing.assert_array_equal(crops.crop(lib["image"].numpy(), region, (96, 128)), lib["crop"])


def test_colours_are_given_in_their_order() -> None:
    picture = np.zeros((4, 6, 3), np.uint8) + np.array([10, 20, 30], np.uint8)
    given = crops.standardized([picture, picture], (1, 2, 3), (1, 2, 3), "bgr")
    assert given.shape == (2, 3, 4, 6)
    assert given[1, :, 0, 0].tolist() == pytest.approx([29, 9, 7 / 3])
    assert crops.standardized([picture], (0, 0, 0), (1, 1, 1), "rgb")[0, :, 0, 0].tolist() == [10, 20, 30]


# ---------------------------------------------------------------- boxes of joints


def standing(cx: float = 100, cy: float = 120, size: float = 80) -> np.ndarray:
    """(17, 3) of somebody upright whose ankles are `size` below the nose."""
    x = [0, .05, -.05, .1, -.1, .15, -.15, .2, -.2, .22, -.22, .1, -.1, .1, -.1, .1, -.1]
    y = [0, -.06, -.06, -.03, -.03, .15, .15, .35, .35, .5, .5, .52, .52, .76, .76, 1, 1]
    xys = np.stack([cx + size * np.array(x), cy + size * (np.array(y) - 0.5), np.ones(17)], axis=-1)
    return xys.astype(np.float32)


def turned(xys: np.ndarray, angle: float, about: tuple[float, float] = (100, 120)) -> np.ndarray:
    """Turned clockwise on screen."""
    c, s = np.cos(angle), np.sin(angle)
    out = xys.copy()
    out[:, :2] = (xys[:, :2] - about) @ np.array([[c, s], [-s, c]]) + about
    return out.astype(np.float32)


def test_a_box_is_drawn_round_the_sure_joints() -> None:
    xys = standing()
    box = crops.around(xys, COCO17)
    assert (box.width, box.height) == pytest.approx((0.44 * 80 * 1.15, 1.06 * 80 * 1.15), rel=1e-5)
    astray = xys.copy()
    astray[9] = 5000, 5000, 0.1
    assert crops.around(astray, COCO17).width < 1.1 * box.width
    astray[:, 2] = 0.1  # nothing is sure: all that there is
    assert crops.around(astray, COCO17).width > 1000


@pytest.mark.parametrize("angle", [np.pi, 2.0, -1.7])
def test_somebody_upside_down_is_seen_upright(angle: float) -> None:
    xys = turned(standing(), angle)
    assert crops.turn_of(xys, COCO17) == pytest.approx((angle + np.pi) % (2 * np.pi) - np.pi, abs=1e-5) or (
        abs(angle) == pytest.approx(np.pi))
    plain, upright = crops.around(xys, COCO17), crops.around(xys, COCO17, upright=True)
    assert plain.angle == 0 and np.cos(upright.angle - angle) == pytest.approx(1)
    assert (upright.width, upright.height) == pytest.approx((0.44 * 80 * 1.15, 1.06 * 80 * 1.15), rel=1e-4)
    there = crops.matrix(crops.region_of(upright, SIZE, 1.25), SIZE)
    seen = xys[:, :2] @ there[:, :2].T + there[:, 2]
    assert (seen > 0).all() and (seen < SIZE).all()
    assert seen[COCO17.index("nose"), 1] < seen[COCO17.index("lhip"), 1] < seen[COCO17.index("lankle"), 1]
    region = crops.region_of(upright, SIZE, 1.25)
    np.testing.assert_allclose(crops.placed(seen.astype(np.float32), region, SIZE), xys[:, :2], atol=1e-3)


def test_bending_forward_turns_nothing() -> None:
    assert crops.around(turned(standing(), 0.9), COCO17, upright=True).angle == 0


def test_who_is_hidden_is_gone_from_the_crop() -> None:
    image = np.full((240, 200, 3), 200, np.uint8)
    xys = standing()
    for a, b in COCO17.bones:
        cv2.line(image, [round(float(v)) for v in xys[a, :2]], [round(float(v)) for v in xys[b, :2]], (0, 0, 0), 2)
    region = crops.region_of(crops.around(xys, COCO17), (96, 128), 1.25)
    picture = crops.crop(image, region, (96, 128))
    covered = crops.hidden(picture, Person(xys, 1, 80, None), COCO17, region)
    inner = np.s_[8:-8, 8:-8]  # black is also what lies beyond the picture
    assert (picture[inner] < 50).any() and not (covered[inner] < 50).any()
    assert (picture[inner] < 50).any()  # the crop itself is left as it was
