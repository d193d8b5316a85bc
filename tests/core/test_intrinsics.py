"""Pixels to rays and back: exact both ways with every lens, OpenCV as the oracle, and nothing beyond a fold."""

import cv2
import numpy as np
import pytest

from core.intrinsics import Intrinsics, told, told_of
from core.pose import Poses3D, Source
from core.posefile import read, write

SIZE = (1280, 720)
LENSES = [(0.0, 0.0, 0.0, 0.0, 0.0), (-0.3, 0.09, 0.001, -0.002, 0.0), (-0.046, 0.14, 0.0006, 0.0007, 0.0),
          (0.2, -0.5, 0.0, 0.0, 0.6), (-0.3, 0.15, 0.003, -0.001, -0.02)]


def camera(dist: tuple[float, ...] = LENSES[1], skew: float = 0.0) -> Intrinsics:
    return Intrinsics(900.0, 905.0, 650.0, 350.0, SIZE, dist, skew)  # type: ignore[arg-type]


def every_pixel() -> np.ndarray:
    """(N, 2) over the whole picture."""
    x, y = np.meshgrid(np.linspace(0, SIZE[0] - 1, 65), np.linspace(0, SIZE[1] - 1, 37))
    return np.stack((x, y), axis=-1).reshape(-1, 2)


@pytest.mark.parametrize("dist", LENSES)
def test_there_and_back_over_the_whole_picture(dist: tuple[float, ...]) -> None:
    made = camera(dist, skew=2.0)
    rays = made.rays(every_pixel())
    assert np.isfinite(rays).all()
    np.testing.assert_allclose(made.pixels(rays), every_pixel(), atol=1e-6)


@pytest.mark.parametrize("dist", LENSES)
def test_the_way_back_is_opencv_s(dist: tuple[float, ...]) -> None:
    made = camera(dist)
    K = np.array([[made.fx, 0, made.cx], [0, made.fy, made.cy], [0, 0, 1]])
    rays = np.random.default_rng(0).uniform(-0.4, 0.4, (200, 2))
    px, _ = cv2.projectPoints(np.c_[rays, np.ones(200)], np.zeros(3), np.zeros(3), K, np.array(dist))
    np.testing.assert_allclose(made.rays(px[:, 0]), rays, atol=1e-9)


def test_beyond_the_fold_of_a_lens_is_no_ray() -> None:
    """r·(1 − 0.3 r²) grows up to r = 1.054, where it is 0.703: no ray is drawn further from the centre."""
    made = Intrinsics(900.0, 900.0, 640.0, 360.0, SIZE, (-0.3, 0.0, 0.0, 0.0, 0.0))
    pixels = np.array([[640 + 900 * 0.69, 360], [640 + 900 * 0.72, 360], [np.nan, 3.0], [1e9, 0]])
    rays = made.rays(pixels)
    assert np.isfinite(rays[0]).all() and rays[0, 0] < 1.054 and np.isnan(rays[1:, 0]).all()


def test_straight_is_what_is_seen_without_the_lens() -> None:
    made = camera((-0.3, 0.0, 0.001, -0.002, 0.0))
    rays = np.random.default_rng(1).uniform(-0.4, 0.4, (50, 2))
    seen = np.c_[made.pixels(rays), np.full(50, 0.7)].astype(np.float32)
    seen[7] = [np.nan, np.nan, 0]
    seen[8] = [1e7, 0, 0.9]  # beyond the fold
    out = made.straight(seen)
    good = np.arange(50)[(np.arange(50) != 7) & (np.arange(50) != 8)]
    np.testing.assert_allclose((out[good, :2] - (made.cx, made.cy)) / (made.fx, made.fy), rays[good], atol=1e-6)
    assert (out[good, 2] == np.float32(0.7)).all() and np.isnan(out[7, :2]).all()
    assert out[8].tolist() == [1e7, 0, 0]
    pinhole = camera(LENSES[0])
    assert pinhole.straight(seen) is seen


def test_a_smaller_copy_is_the_same_camera() -> None:
    """Pixel centres are whole numbers, so the corner of the picture, at (−0.5, −0.5), is what both have in common."""
    whole = camera()
    half = whole.fitted((640, 360))
    rays = np.random.default_rng(1).uniform(-0.3, 0.3, (50, 2))
    np.testing.assert_allclose(half.pixels(rays) + 0.5, (whole.pixels(rays) + 0.5) / 2, atol=1e-9)
    assert half.size == (640, 360) and whole.fitted(SIZE) is whole
    odd = whole.fitted((427, 240))  # 426.67 is no width
    assert odd.fx == pytest.approx(900 / 3, rel=1e-3)


def test_what_a_coder_filled_up_moves_no_pixel_and_another_picture_is_refused() -> None:
    tall = Intrinsics(1681.0, 1681.0, 533.0, 948.0, (1088, 1920))
    assert tall.fitted((1080, 1920)).cx == 533.0 and tall.fitted((1080, 1920)).fx == 1681.0
    for other in ((1920, 1088), (1072, 1920), (1080, 1080)):
        with pytest.raises(ValueError, match="1088 × 1920, that of the view"):
            tall.fitted(other)


@pytest.mark.parametrize(("change", "fault"), [
    ({"fx": 9.3}, "focal length"), ({"fy": -900.0}, "focal length"), ({"fx": float("nan")}, "finite"),
    ({"cx": 5000.0}, "centre"), ({"dist": (1e3, 0.0, 0.0, 0.0, 0.0)}, "lens"), ({"skew": 1e4}, "lens"),
    ({"size": (0, 720)}, "picture"), ({"dist": (0.0, 0.0, float("inf"), 0.0, 0.0)}, "finite")])
def test_what_no_camera_has_is_refused(change: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Intrinsics(**{"fx": 900.0, "fy": 900.0, "cx": 640.0, "cy": 360.0, "size": SIZE, **change})  # type: ignore[arg-type]


def test_lifted_poses_tell_their_camera_also_after_a_trip_to_disk(tmp_path) -> None:  # type: ignore[no-untyped-def]
    points = np.zeros((1, 1, 17, 4), np.float32)
    write(tmp_path / "a.npz", Poses3D(points, np.zeros(1), Source("x", "", told(camera()))))
    assert told_of(read(tmp_path / "a.npz").source.settings) == camera()
    assert told(None) == {} and told_of({}) is None and told_of({"camera": {"fx": "far"}}) is None
