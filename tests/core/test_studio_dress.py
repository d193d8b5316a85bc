"""Scenes dressed by chance, blur and exposure; and what a camera would have filmed, without the pictures."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import studio
from core.studio_dress import drawn
from core.video import Video
from training.datasets import mocap, studio_clips

VIEW = studio.ViewSpec(size=(96, 128), fps=5, sound=False)
KICK = studio.MOTIONS["kick"](1.0, 50.0, 1)


def picture(folder: Path, view: studio.ViewSpec = VIEW, frame: int = 2, **how: object) -> np.ndarray:
    truth = studio.render(KICK, 50.0, folder, [view], **how)  # type: ignore[arg-type]
    with Video(truth.paths[0]) as video:
        return np.asarray(video.frame(frame), np.float32)


def test_every_seed_dresses_otherwise_and_the_same_seed_alike(tmp_path: Path) -> None:
    plain = picture(tmp_path / "plain", seed=3)
    first, again = (picture(tmp_path / name, seed=3, varied=True) for name in ("first", "again"))
    assert np.array_equal(first, again)
    assert np.abs(first - plain).mean() > 1


def test_something_stands_in_the_way_in_half_of_the_scenes() -> None:
    middle, eye = np.array([0.0, 0.0, 1.0]), np.array([4.0, 0.0, 1.3])
    counts = [len(drawn(seed, middle, [eye], 0.0).props) for seed in range(200)]
    assert 70 <= sum(counts) <= 130  # 200 tosses: five deviations of 7 to either side
    assert len({drawn(seed, middle, [eye], 0.0).outfits for seed in range(20)}) == 20


def test_a_long_exposure_blurs_what_moves_and_nothing_else(tmp_path: Path) -> None:
    view = replace(VIEW, fps=10)
    _, px = studio.seen(KICK, 50.0, view)
    fastest = 1 + int(np.linalg.norm(px[2:, 0] - px[:-2, 0], axis=-1).max(axis=-1).argmax())
    still = picture(tmp_path / "still", view, fastest)
    blurred = picture(tmp_path / "blurred", replace(view, shutter_s=0.12), fastest)
    changed = np.abs(still - blurred).max(axis=-1) > 24
    assert 0.002 < changed.mean() < 0.2
    rows, columns = np.nonzero(changed)
    truth = studio.load_truth(tmp_path / "still").views[0].px[:, 0]
    low, high = truth.min(axis=(0, 1)) - 24, truth.max(axis=(0, 1)) + 24
    assert (columns >= low[0]).all() and (columns <= high[0]).all() and (rows >= low[1]).all()


def test_exposure(tmp_path: Path) -> None:
    usual, dark = picture(tmp_path / "a"), picture(tmp_path / "b", replace(VIEW, exposure=(0.5, 1.0, 1.0)))
    assert dark[..., 0].mean() == pytest.approx(0.5 * usual[..., 0].mean(), rel=0.05)
    assert dark[..., 1].mean() == pytest.approx(usual[..., 1].mean(), rel=0.05)


@pytest.mark.parametrize("moving", [False, True])
def test_what_would_be_seen_is_what_is_filmed(tmp_path: Path, moving: bool) -> None:
    view = replace(VIEW, moving=moving)
    truth = studio.render(KICK, 50.0, tmp_path, [view], seed=4).views[0]
    xyz, px = studio.seen(KICK, 50.0, view, seed=5)  # a view's own seed is the recording's and its number
    assert np.allclose(xyz, truth.camera, atol=1e-9) and np.allclose(px, truth.px, atol=1e-6)


def test_clips_are_made_once_and_name_their_subject(tmp_path: Path) -> None:
    motions = [mocap.Clip("a", "cmu001", "kick", "asf", 50.0, np.asarray(KICK, np.float32))]
    made = studio_clips.film(motions, tmp_path, 2, frames=3, size=(64, 96))
    assert [folder.name for folder in made] == ["cmu001-0000", "cmu001-0001"]
    before = [(folder / "truth.npz").stat().st_mtime_ns for folder in made]
    studio_clips.film(motions, tmp_path, 2, frames=3, size=(64, 96))
    assert [(folder / "truth.npz").stat().st_mtime_ns for folder in made] == before
