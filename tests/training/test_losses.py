"""Losses against the figures of core/metrics.py and against finite differences."""

import numpy as np
import pytest
import torch

from core import metrics
from training import losses

torch.manual_seed(0)
PRED, TRUE = torch.randn(2, 3, 5, 17, 3, dtype=torch.float64)


def test_agree_with_the_metrics() -> None:
    assert losses.mpjpe(PRED, TRUE).item() == pytest.approx(metrics.mpjpe(PRED.numpy(), TRUE.numpy()))
    assert losses.n_mpjpe(PRED, TRUE).item() == pytest.approx(metrics.n_mpjpe(PRED.numpy(), TRUE.numpy()))
    assert losses.velocity(PRED, TRUE).item() == pytest.approx(metrics.mpjve(PRED.numpy(), TRUE.numpy()))


@pytest.mark.parametrize("loss", [losses.mpjpe, losses.n_mpjpe, losses.velocity])
def test_gradients(loss) -> None:  # type: ignore[no-untyped-def]
    pred = PRED[:1, :3, :4].clone().requires_grad_()
    assert torch.autograd.gradcheck(lambda p: loss(p, TRUE[:1, :3, :4]), pred)


def test_one_frame_has_no_velocity() -> None:
    assert losses.velocity(PRED[:, :1], TRUE[:, :1]) == 0
    assert np.isfinite(losses.n_mpjpe(torch.zeros_like(PRED), TRUE).item())
