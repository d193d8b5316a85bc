"""Figures of a lifter whose answer is known, and what the test cameras see."""

from pathlib import Path

import numpy as np
import pytest
import torch

from core import lift
from core.lift import Lifter
from core.studio import MOTIONS
from training import augment, evaluate
from training.datasets.mocap import Clip

CLIP = Clip("walk", "a", "walk", "asf", 50.0, np.asarray(MOTIONS["walk"](1.0, 50.0, 1), np.float32))


def test_pixels_and_truth_belong_together() -> None:
    """The true points, put at the depth of the athlete and projected, are the pixels; the body is not deformed."""
    xys, true = evaluate.seen(CLIP, 0.7, None, torch.Generator())
    assert (xys[..., 2] == 1).all() and (true[:, 0] == 0).all()
    was = np.linalg.norm(CLIP.points[:, 3] - CLIP.points[:, 13], axis=-1)
    np.testing.assert_allclose(np.linalg.norm(true[:, 3] - true[:, 13], axis=-1), was, atol=1e-5)
    ray = (xys[:, 0, :2] - 499.5) / evaluate.FOCAL_PX
    # (x + X) / (z + Z) for two joints tells z: solved from one, it must hold for the other.
    joint = ((xys[:, :, :2] - 499.5) / evaluate.FOCAL_PX)[:, 3]
    depth = (true[:, 3, 1] - joint[:, 1] * true[:, 3, 2]) / (joint[:, 1] - ray[:, 1])
    other = (ray * depth[:, None] + true[:, 16, :2]) / (depth + true[:, 16, 2])[:, None]
    np.testing.assert_allclose(other, ((xys[:, :, :2] - 499.5) / evaluate.FOCAL_PX)[:, 16], atol=1e-3)


def test_a_lifter_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that says the truth has no error; one that says it doubled has none but MPJPE."""
    truths: list[np.ndarray] = []
    real = evaluate.seen

    def remember(*args):  # type: ignore[no-untyped-def]
        xys, true = real(*args)
        truths.append(true)
        return xys, true

    factor = 1.0

    def answer(poses, lifter):  # type: ignore[no-untyped-def]
        xyzs = np.ones((len(poses.times), 1, 17, 4), np.float32)
        xyzs[:, 0, :, :3] = factor * truths[-1]
        return lift.Poses3D(xyzs, poses.times, poses.source)

    monkeypatch.setattr(evaluate, "seen", remember)
    monkeypatch.setattr(evaluate, "lift", answer)
    lifter: Lifter = None  # type: ignore[assignment]
    noise = augment.read_noise(Path("blazepose.json"))
    for kind in (None, noise):
        assert max(evaluate.on_mocap(lifter, [CLIP], kind, 2).values()) == pytest.approx(0, abs=1e-3)
    factor = 2.0
    doubled = evaluate.on_mocap(lifter, [CLIP], None, 2)
    assert doubled["mpjpe_mm"] > 300 and doubled["p_mpjpe_mm"] == pytest.approx(0, abs=1e-3)
    assert doubled["n_mpjpe_mm"] == pytest.approx(0, abs=1e-3)


def test_means_count_frames() -> None:
    assert evaluate.weighted_mean([(1, {"a": 4.0}), (3, {"a": 8.0})]) == {"a": 7.0}
