"""Figures on poses whose error is known by construction."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from core import metrics

RNG = np.random.default_rng(6)
TRUE = RNG.normal(size=(8, 17, 3))
TRUE -= TRUE[:, :1]


def test_mpjpe_is_the_mean_distance() -> None:
    pred = TRUE.copy()
    pred[:, 1:5, 0] += 0.3
    assert metrics.mpjpe(pred, TRUE) == pytest.approx(0.3 * 4 / 17)


def test_alignments_forgive_what_they_name_and_nothing_more() -> None:
    turn = Rotation.random(8, random_state=1).as_matrix().transpose(0, 2, 1)
    assert metrics.n_mpjpe(1.7 * TRUE, TRUE) == pytest.approx(0, abs=1e-12)
    assert metrics.n_mpjpe(TRUE @ turn, TRUE) > 0.1
    assert metrics.p_mpjpe(1.7 * TRUE @ turn + 4, TRUE) == pytest.approx(0, abs=1e-10)
    assert metrics.sequence_p_mpjpe(1.7 * TRUE @ turn[0] + 4, TRUE) == pytest.approx(0, abs=1e-10)
    assert metrics.sequence_p_mpjpe(1.7 * TRUE @ turn, TRUE) > 0.1


def test_missing_and_masked_joints_do_not_count() -> None:
    pred = TRUE.copy()
    pred[2, 3] = np.nan
    pred[4, 5] += 9
    valid = np.ones((8, 17), bool)
    valid[4, 5] = False
    for figure in (metrics.mpjpe, metrics.n_mpjpe, metrics.p_mpjpe, metrics.sequence_p_mpjpe, metrics.mpjve):
        assert figure(pred, TRUE, valid) == pytest.approx(0, abs=1e-10)
        assert figure(pred, TRUE) > 0.01
    assert np.isnan(metrics.mpjpe(np.full_like(TRUE, np.nan), TRUE))


def test_velocity_error_is_a_frame() -> None:
    drift = 0.02 * np.arange(8)[:, None, None] * np.array([1.0, 0, 0])
    assert metrics.mpjve(TRUE + drift, TRUE) == pytest.approx(0.02)
    assert metrics.mpjpe(TRUE + drift, TRUE) == pytest.approx(0.02 * 3.5)


def test_pck_and_auc() -> None:
    pred = TRUE.copy()
    pred[..., 1] += np.linspace(0, 0.16, 17)  # steps of a centimetre
    assert metrics.pck(pred, TRUE, 0.0451) == pytest.approx(5 / 17)
    thresholds = np.array([0.0001, 0.0451, 1.0])
    assert metrics.auc(pred, TRUE, thresholds) == pytest.approx((1 / 17 + 5 / 17 + 1) / 3)
