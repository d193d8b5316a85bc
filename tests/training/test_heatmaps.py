"""Against the official code of L2D-Pose: soft-argmax, decoding, losses, and the whole training loss with its
gradients.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core.detectors import crops
from training import heatmaps
from training.methods import guided
from training.settings import Guided


@pytest.fixture(scope="module")
def g(shared: Path) -> dict[str, Any]:
    return dict(torch.load(shared / "fixtures" / "ops_l2d.pt", weights_only=True))


def close(a: torch.Tensor, b: torch.Tensor, rtol: float = 1e-4) -> None:
    """Within rtol of the largest value: the fixtures' own noise is 5e-6 of it."""
    assert a.shape == b.shape
    assert float((a - b).detach().abs().max()) <= rtol * float(b.abs().max())


def test_soft_argmax(g: dict[str, Any]) -> None:
    maps = g["heatmap"].clone().requires_grad_()
    cells = heatmaps.soft_argmax_2d(maps)
    close(cells, g["softargmax2d_beta100"])
    close(heatmaps.soft_argmax_2d(maps, 10.0), g["softargmax2d_beta10"])
    cells.square().sum().backward()
    close(maps.grad, g["softargmax2d_sumsq_grad"])
    close(heatmaps.soft_argmax_1d(g["simcc_rows"]), g["softargmax1d_beta100"])
    close(heatmaps.soft_argmax_1d(g["simcc_rows"], 10.0), g["softargmax1d_beta10"])


@pytest.mark.parametrize(("nudge", "name"), [(False, "final_preds_plain"), (True, "final_preds_postprocess")])
def test_places_in_the_picture(g: dict[str, Any], nudge: bool, name: str) -> None:
    maps = g["heatmap"].clone().requires_grad_()
    cells = heatmaps.soft_argmax_2d(maps)
    cells = heatmaps.nudged(cells, maps) if nudge else cells
    h, w = maps.shape[-2:]
    there = torch.from_numpy(np.stack([crops.matrix(crops.Box(*map(float, centre), 200 * float(scale[0]),
                                                              200 * float(scale[1])), (w, h))
                                       for centre, scale in zip(g["center"], g["scale"], strict=True)])).float()
    placed = guided._out_of(there, cells)
    close(placed, g[name])
    if nudge:
        placed.sum().backward()
        close(maps.grad, g["final_preds_postprocess_sum_grad"])


def test_losses_in_2d(g: dict[str, Any]) -> None:
    maps = g["heatmap"].clone().requires_grad_()
    each = heatmaps.map_losses(maps, g["target"], g["target_weight"][..., 0])
    close(each.mean(), g["joints_mse"])
    each.mean().backward()
    close(maps.grad, g["joints_mse_grad"])
    for most in (5, 8, 10):
        found = heatmaps.hard_joints(g["per_joint_2d"], g["loss_3d_per_joint"], most)
        close(found, g[f"ohklm_top{most}"][0])


def test_dynamic_weights(g: dict[str, Any]) -> None:
    before, last, _ = g["dwa_history"]
    assert heatmaps.dwa(last, before) == pytest.approx(g["dwa_weights"], rel=1e-6)


@pytest.mark.parametrize("case", ["M1_drop0", "M1_drop1", "M4_drop0", "M4_drop1"])
def test_the_whole_loss(g: dict[str, Any], case: str) -> None:
    """The release sums unordered pairs in the local consistency; eq. 6, and ours, ordered ones: twice that."""
    t = g[f"train_loss_{case}"]
    a = t["args"]
    c = Guided(picture_weight=a["loss_2d_w"], hard_weight=a["ohklm_w"], top_k=a["top_k"],
               whole_weight=a["loss_single_w"], local_consistency=a["loss_3d_cons"],
               global_consistency=a["loss_3d_avg"])
    weights = (a["loss_3d_xy_w"], a["loss_3d_z_w"], a["loss_3d_cons_w"] / 2, a["loss_3d_avg_w"], a["loss_3d_w"])
    maps = g["heatmap"].clone().requires_grad_()
    preds = [pred.clone().requires_grad_() for pred in t["preds_3d"]]
    shares = heatmaps.dwa(t["dwa_prev"][1], t["dwa_prev"][0])
    shares = [share if official else 0.0 for share, official in zip(shares, t["dwa_w"], strict=True)]
    assert shares == pytest.approx(t["dwa_w"], rel=1e-6)
    each = heatmaps.map_losses(maps, g["target"], g["target_weight"][..., 0])
    known = torch.ones(t["gt_3d"].shape[:2])
    loss, report, errors = guided.guided_loss(each, preds, t["gt_3d"], known, shares, c, weights)
    close(loss, t["loss"])
    assert report["picture"] == pytest.approx(float(t["loss_2d"]), rel=1e-5)
    loss.backward()
    close(maps.grad, t["grad_heatmap"])
    for pred, grad in zip(preds, t["grad_preds"], strict=True):
        close(pred.grad, grad)
    assert errors == pytest.approx([float((pred - t["gt_3d"]).detach().square().mean()) for pred in preds], rel=1e-5)
    if len(preds) > 1:
        assert report["pairs"] == pytest.approx(2 * float(t["cons"]), rel=1e-5)
        assert report["mean"] == pytest.approx(float(t["avg"]), rel=1e-5)


def test_official_normalisation(g: dict[str, Any]) -> None:
    """What a lifter of the screen's convention is given by way of the canvas is what the release gives it."""
    from core import conventions
    from core.conventions import Convention
    from training import lifters

    c = Convention("screen")
    sizes = torch.stack((g["w"], g["h"]), dim=-1)
    seen = lifters.onto_canvas(g["pix"], sizes, c)
    given = conventions.given(c, torch.cat((seen, torch.ones_like(seen[..., :1])), -1)[:, None], (lifters.CANVAS,) * 2)
    apart = (given[:, 0, :, :2] - g["normalised"]).abs()
    # Ours measures from the middle of the middle pixel; the canvas has other pixels: half of one of each at most.
    assert float(apart.max()) <= 2 * 0.5 * (1 / float(sizes.min()) + 1 / lifters.CANVAS)


def test_targets_are_where_joints_are() -> None:
    places = torch.tensor([[[10.3, 20.6], [-40.0, 5.0]]])
    maps = heatmaps.maps_of(places, (24, 32), 1.0)
    assert maps[0, 0].argmax() == 21 * 24 + 10 and maps[0, 0].max() == 1 and not maps[0, 1].any()
    x, y = heatmaps.rows_of(places, (96, 128), 2.0)
    assert (int(x[0, 0].argmax()), int(y[0, 0].argmax())) == (21, 41)
    close(heatmaps.soft_argmax_1d(x[0, 0]) / 2, torch.tensor(10.5), 1e-3)
