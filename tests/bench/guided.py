"""How long a step of 3D-guided training takes, beside the same step with joints read as the release reads them.

    python -m tests.bench.guided --rounds 5

The release reads joints once for every lifter, on the CPU, joint by joint in Python (with a gradient); here they are
read once, all together. Both ways give the same joints, which is checked, and everything else is the same: the
network, the lifters, the loss. The two alternate within a round.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.nets import mixste, videopose3d
from training import detectors, heatmaps, lifters
from training.methods import guided
from training.methods.guided import Guides
from training.settings import Guided

DETECTORS = {
    "HRNet-w16, 96 × 128": ("hrnet", {"width": 16, "modules": (1, 1, 1), "blocks": 1, "crop": (96, 128)}),
    "HRNet-w16, 192 × 256": ("hrnet", {"width": 16, "modules": (1, 1, 1), "blocks": 1, "crop": (192, 256)}),
    "RTMPose-t, 96 × 128": ("rtmpose", {"deepen_factor": 0.167, "widen_factor": 0.375, "crop": (96, 128)}),
}


def one_by_one(maps: Tensor, there: Tensor, size: tuple[int, int]) -> Tensor:
    """Heat maps (B, 17, h, w) → (B, 17, 2) pixels of the pictures, in loops over crops and joints."""
    cells = heatmaps.soft_argmax_2d(maps.cpu())
    h, w = maps.shape[-2:]
    values, rows = maps.detach().cpu().numpy(), []
    for b in range(len(maps)):
        back = torch.linalg.inv(there[b, :, :2].cpu())
        for j in range(maps.shape[1]):
            x, y = (int(np.floor(float(value) + 0.5)) for value in cells[b, j].detach())
            place = cells[b, j]
            if 1 < x < w - 1 and 1 < y < h - 1:
                around = values[b, j]
                place = place + 0.25 * torch.tensor([np.sign(around[y, x + 1] - around[y, x - 1]),
                                                     np.sign(around[y + 1, x] - around[y - 1, x])])
            rows.append(back @ (place * (size[0] / w) - there[b, :, 2].cpu()))
    return torch.stack(rows).reshape(*cells.shape)


def bins_one_by_one(said: tuple[Tensor, Tensor], there: Tensor, size: tuple[int, int]) -> Tensor:
    """The same of SimCC rows, for which the release has a function of one row."""
    rows = []
    for b in range(len(said[0])):
        back = torch.linalg.inv(there[b, :, :2].cpu())
        for j in range(said[0].shape[1]):
            place = torch.stack([heatmaps.soft_argmax_1d(part[b, j].cpu()) for part in said])
            rows.append(back @ (place * (size[0] / said[0].shape[-1]) - there[b, :, 2].cpu()))
    return torch.stack(rows).reshape(*said[0].shape[:2], 2)


def guides(count: int) -> Guides:
    """As many frozen lifters of one frame, with weights by chance."""
    made = [("videopose3d", {"filter_widths": (1, 1, 1), "channels": 512}, videopose3d),
            ("mixste", {"num_frame": 1, "embed_dim_ratio": 32, "depth": 3}, mixste)]
    kinds = [made[n % 2] for n in range(count)]
    return Guides(tuple(lifters.load(name, config) for name, config, _ in kinds),
                  tuple(module.build(dict(config)).eval().requires_grad_(False) for _, config, module in kinds))


class Step:
    """One step of training on crops by chance; loop: joints are read as the release does, anew for every lifter."""

    def __init__(self, net: str, config: dict[str, object], count: int, batch: int) -> None:
        torch.manual_seed(0)
        self.detector = detectors.load(net, config)
        self.net, self.guides = self.detector.net(fresh=True).train(), guides(count)
        self.optimizer = torch.optim.Adam(self.net.parameters(), 1e-4)
        width, height = self.detector.used.size
        self.images = torch.randint(0, 255, (batch, height, width, 3), dtype=torch.uint8)
        self.there = torch.tensor([[0.5, 0.0, -20.0], [0.0, 0.5, -30.0]]).expand(batch, 2, 3)
        self.xy = 60 + 100 * torch.rand(batch, 17, 2)
        self.truth, self.sizes = torch.randn(batch, 17, 3), torch.tensor([[240.0, 320.0]]).expand(batch, 2)

    def joints(self, said: detectors.Said, loop: bool) -> Tensor:
        if not loop:
            return guided._out_of(self.there, self.detector.places(said))
        if isinstance(said, tuple):
            return bins_one_by_one(said, self.there, self.detector.used.size)
        return one_by_one(said, self.there, self.detector.used.size)

    def __call__(self, loop: bool) -> float:
        began = time.perf_counter()
        said = self.net(self.detector.crops(self.images))
        losses = self.detector.losses(said, guided._into(self.there, self.xy), torch.ones(self.xy.shape[:2]))
        bones = torch.full((len(self.images),), 4.0)
        if loop:
            poses = [Guides((lifter,), (net,)).poses(self.joints(said, True), self.sizes, bones)[0]
                     for lifter, net in zip(self.guides.lifters, self.guides.nets, strict=True)]
        else:
            poses = self.guides.poses(self.joints(said, False), self.sizes, bones)
        m = len(poses)
        loss, _, _ = guided.guided_loss(losses, poses, self.truth, torch.ones(self.xy.shape[:2]), [1 / m] * m, Guided(),
                                        guided.OF_MAPS)
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        self.optimizer.step()
        return time.perf_counter() - began

    def apart(self) -> float:
        """How far apart the two ways put the joints, pixels."""
        with torch.no_grad():
            said = self.net(self.detector.crops(self.images))
            return float((self.joints(said, True) - self.joints(said, False)).abs().max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    clock: Callable[[list[float]], float] = statistics.median
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PARALLAX_MODELS"] = str(Path(folder))
        for title, (net, config) in DETECTORS.items():
            for count in (1, 4):
                step = Step(net, config, count, asked.batch)
                apart, times = step.apart(), {True: list[float](), False: list[float]()}
                for _ in range(asked.rounds):
                    for loop in (True, False):
                        times[loop].append(step(loop))
                ratio = clock([a / b for a, b in zip(times[True], times[False], strict=True)])
                print(f"{title}, {count} lifter{'s' * (count > 1)}: {clock(times[True]):.2f} s one by one, "
                      f"{clock(times[False]):.2f} s together, {ratio:.2f} times as fast; joints {apart:.4f} px apart",
                      flush=True)


if __name__ == "__main__":
    main()
