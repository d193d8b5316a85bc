"""Pictures with joints in 2D and 3D: studio clips, Human3.6M as h36m-fetch makes it, Panoptic, calibrated
recordings.
"""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from core import recording
from core.camera import Camera
from core.detectors.crops import placed, region_of
from core.errors import ParallaxError
from core.pose import Poses2D, Source
from core.progress import Cancelled, Step
from core.skeleton import H36M17
from core.storage import Project
from core.studio import ViewSpec
from core.studio_truth import Truth, load_truth
from tests.training.datasets import test_panoptic as of_panoptic
from tests.training.datasets.made import camera, motion
from training.datasets import crops, pictures
from training.datasets.h36m import H36M32_TO_H36M17

VIEWS = (ViewSpec(size=(160, 200), fps=10, sound=False), ViewSpec(size=(160, 200), fps=10, azimuth=80.0, sound=False))


@pytest.fixture
def clip(studio_clip: Callable[..., Path]) -> Path:
    return studio_clip("walk", seconds=0.6, fps=30, views=VIEWS)


def test_a_studio_clip(clip: Path) -> None:
    truth = load_truth(clip)
    shots = pictures.load(clip)
    assert [len(each) for each in shots] == [len(view.times) for view in truth.views]
    for each, view in zip(shots, truth.views, strict=True):
        assert np.allclose(each.xy, view.px[:, 0], atol=1e-3) and np.allclose(each.xyz, view.camera[:, 0], atol=1e-5)
        images = list(each.images())
        assert len(images) == len(each) and images[0].shape == (200, 160, 3)
    assert [len(each) for each in pictures.load(clip, every=2)] == [(len(view.times) + 1) // 2 for view in truth.views]


def test_crops_are_the_pictures_where_the_joints_are(clip: Path, tmp_path: Path) -> None:
    shots = pictures.load(clip)
    cut = crops.cached(shots, (64, 96), tmp_path)
    assert len(cut) == sum(map(len, shots)) and cut.images.shape[1:] == (96, 64, 3)
    there = np.einsum("nij,nkj->nki", cut.there[..., :2], cut.xy) + cut.there[:, None, :, 2]
    assert (there > 0).all() and (there[..., 0] < 64).all() and (there[..., 1] < 96).all()
    region = region_of(crops.box_of(shots[0].xy[0], shots[0].weights[0], shots[0].size), (64, 96), crops.PADDING)
    assert np.allclose(placed(there[0].astype(np.float32), region, (64, 96)), cut.xy[0], atol=1e-3)
    image = next(iter(shots[0].images()))
    # The pelvis is on a shirt or trousers of one colour: the crop has about the picture's there.
    x, y = np.rint(cut.xy[0, 0]).astype(int)
    u, v = np.rint(there[0, 0]).astype(int)
    assert np.abs(image[y, x].astype(int) - cut.images[0, v, u].astype(int)).max() < 40


def test_crops_are_cut_once_and_nothing_is_left_of_half(clip: Path, tmp_path: Path) -> None:
    shots = pictures.load(clip)

    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        crops.cached(shots, (64, 96), tmp_path, stop)
    assert not list(tmp_path.iterdir())
    steps: list[Step] = []
    crops.cached(shots, (64, 96), tmp_path, steps.append)
    assert steps and steps[-1].done == steps[-1].total
    steps.clear()
    crops.cached(shots, (64, 96), tmp_path, steps.append)
    assert not steps


def write_h36m(root: Path, subject: str = "S1", frames: int = 4) -> Path:
    """An action in the layout of h36m-fetch; its pictures are of one grey a frame."""
    import h5py

    at = camera(1)
    world = motion(frames)
    xyz, (px, _) = at.to_camera(world), at.project(world)
    folder = root / subject / "Walking-1"
    images = folder / "imageSequence" / "54138969"
    images.mkdir(parents=True)
    full_2d, full_3d = np.zeros((frames, 32, 2)), np.zeros((frames, 32, 3))
    full_2d[:, H36M32_TO_H36M17], full_3d[:, H36M32_TO_H36M17] = px, 1000 * xyz
    with h5py.File(folder / "annot.h5", "w") as file:
        file["frame"], file["camera"] = np.arange(1, frames + 1), np.full(frames, 54138969)
        file["pose/2d"], file["pose/3d"] = full_2d, full_3d
    for frame in range(1, frames + 1):
        cv2.imwrite(str(images / f"img_{frame:06d}.png"), np.full((1080, 1920, 3), 10 * frame, np.uint8))
    return root


def test_human36m(tmp_path: Path) -> None:
    write_h36m(tmp_path)
    shots, = pictures.load(tmp_path, every=2)
    assert (shots.subject, len(shots), shots.size) == ("S1", 2, (1920, 1080)) and shots.frames.tolist() == [1, 3]
    assert np.allclose(shots.xyz, camera(1).to_camera(motion(4))[::2], atol=1e-5)
    assert [int(image[0, 0, 0]) for image in shots.images()] == [10, 30]
    assert len(pictures.load(tmp_path)[0]) == 1  # every 40th
    with pytest.raises(ParallaxError, match="no picture"):
        pictures.load(tmp_path, split="test")


def test_human36m_without_its_pictures(tmp_path: Path) -> None:
    write_h36m(tmp_path)
    for image in (tmp_path / "S1/Walking-1/imageSequence/54138969").iterdir():
        image.unlink()
    with pytest.raises(ParallaxError, match="none of its pictures of camera 54138969"):
        pictures.load(tmp_path)


def test_panoptic(tmp_path: Path) -> None:
    root = of_panoptic.write(tmp_path, first=101)
    folder = root / "171204_pose1"
    images = folder / "hdImgs" / "00_03"
    images.mkdir(parents=True)
    cv2.imwrite(str(images / "00_03_00000105.jpg"), np.full((1080, 1920, 3), 77, np.uint8))
    shots, = pictures.load(root)  # frame 105, which 15 divides, and the one camera that has pictures
    assert (len(shots), shots.subject) == (1, "171204_pose1") and shots.frames.tolist() == [105]
    assert np.allclose(shots.xyz[0], camera(3).to_camera(of_panoptic.wanted())[4], atol=1e-4)
    assert next(iter(shots.images())).mean() == pytest.approx(77, abs=1)
    (images / "00_03_00000105.jpg").write_bytes(b"no picture")
    with pytest.raises(ParallaxError, match="missing or damaged"):
        list(shots.images())


def calibration(truth: Truth) -> str:
    """The clip's cameras, as Anipose writes them."""
    tables = []
    for n, view in enumerate(truth.views):
        at: Camera = view.camera_at(0)
        turn = cv2.Rodrigues(at.R)[0].ravel()
        tables.append(f'[cam_{n}]\nname = "view{n + 1:02d}"\nsize = {list(at.size)}\nmatrix = {at.K.tolist()}\n'
                      f"distortions = [0.0, 0.0, 0.0, 0.0, 0.0]\nrotation = {turn.tolist()}\n"
                      f"translation = {at.t.tolist()}\n")
    return "\n".join(tables)


def test_a_calibrated_recording(clip: Path, tmp_path: Path) -> None:
    """Its joints are triangulated from what was detected: the truth again, as far as pixels of float32 tell it."""
    truth = load_truth(clip)
    (tmp_path / "cameras.toml").write_text(calibration(truth))
    with Project.create(tmp_path / "walk.parallax") as project:
        recording.add_views(project, truth.paths)
        for view, true in zip(project.document.views.values(), truth.views, strict=True):
            xys = np.concatenate((true.px, np.ones_like(true.px[..., :1])), axis=-1).astype(np.float32)
            project.save_poses(Poses2D(xys, true.times, H36M17, true.size, Source("truth")), view=view.id, athlete=0)
    shots = pictures.load(tmp_path / "walk.parallax", cameras=tmp_path / "cameras.toml")
    assert [len(each) for each in shots] == [len(view.times) for view in truth.views]
    for each, true in zip(shots, truth.views, strict=True):
        assert np.abs(each.xyz - true.camera[:, 0]).max() < 2e-3 and np.abs(each.xy - true.px[:, 0]).max() < 0.1
        assert len(list(each.images())) == len(each)
    with pytest.raises(ParallaxError, match="no camera file"):
        pictures.load(tmp_path / "walk.parallax")


def test_what_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="no pictures with 3D"):
        pictures.load(tmp_path)
    with pytest.raises(ParallaxError, match="no such file"):
        pictures.load(tmp_path / "gone")
