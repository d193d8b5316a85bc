"""How long a step of 3D-guided training takes, beside that of the release.

    python -m tests.bench.guided --rounds 3

Two comparisons, in every round of which all take turns:

decoding: the same step, but for how joints are read from what the network says. The release reads heat maps once for
every lifter, on the CPU: all of them by soft-argmax, then joint by joint in Python the move of a quarter of a cell, and
crop by crop the way back into the picture. Of SimCC rows it has a function that reads all of them; the rest is not
released, and is taken to be as for heat maps.

whole step: as `parallax train guided` takes it (channels last, one AdamW over all weights, 2D losses of all joints
together, targets made within the step, crops standardized within the step), and as the release does: channels first,
Adam weight by weight, 2D losses joint by joint and, for the hard joints, anew for every lifter and crop by crop. Its
crops and targets are there when its step begins, as its loader makes them; the accuracy that it also works out in
every step is left out. Both in float32. How the release trains RTMPose is not published: of its whole step only the
order of the channels, Adam and the hard joints differ from ours then.

All give the same joints and the same loss, which is checked. Seconds are of the processor; with one thread a loaded
machine changes them little.
"""

import argparse
import copy
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import torch
from torch import Tensor

from core.nets import mixste, videopose3d
from training import detectors, heatmaps, lifters, run
from training.methods import guided
from training.methods.guided import Guides
from training.settings import Guided

DETECTORS = {
    "HRNet-w16, 96 × 128": ("hrnet", {"width": 16, "modules": (1, 1, 1), "blocks": 1, "crop": (96, 128)}),
    "HRNet-w16, 192 × 256": ("hrnet", {"width": 16, "modules": (1, 1, 1), "blocks": 1, "crop": (192, 256)}),
    "RTMPose-t, 96 × 128": ("rtmpose", {"deepen_factor": 0.167, "widen_factor": 0.375, "crop": (96, 128)}),
}


def read_in_loops(said: detectors.Said, there: Tensor, size: tuple[int, int]) -> Tensor:
    """Heat maps (B, 17, h, w) or rows of SimCC → (B, 17, 2) pixels of the pictures, as the release reads them."""
    if isinstance(said, tuple):
        places = torch.stack([heatmaps.soft_argmax_1d(part.clone().cpu()) for part in said], dim=-1)
        places = places * (size[0] / said[0].shape[-1])
    else:
        places = nudged_in_loops(said.clone().cpu()) * (size[0] / said.shape[-1])
    out = places.clone()
    for b in range(len(out)):
        out[b] = (places[b] - there[b, :, 2]) @ torch.linalg.inv(there[b, :, :2]).T
    return out


def nudged_in_loops(maps: Tensor) -> Tensor:
    """(B, 17, 2) cells; each is moved in place, which leaves a node in the graph a joint."""
    cells = heatmaps.soft_argmax_2d(maps)
    h, w = maps.shape[-2:]
    for b in range(len(cells)):
        for j in range(cells.shape[1]):
            x, y = (math.floor(float(value) + 0.5) for value in cells[b, j].detach())
            if 1 < x < w - 1 and 1 < y < h - 1:
                around = maps[b, j].detach()
                slope = torch.stack((around[y, x + 1] - around[y, x - 1], around[y + 1, x] - around[y - 1, x]))
                cells[b, j] += 0.25 * slope.sign()
    return cells


def losses_in_a_loop(said: Tensor, maps: Tensor, weights: Tensor) -> Tensor:
    """(B, 17) as heatmaps.map_losses, joint by joint."""
    apart = [(said[:, j] - maps[:, j]).flatten(1) * weights[:, j, None] for j in range(said.shape[1])]
    return torch.stack([0.5 * each.square().mean(dim=1) for each in apart], dim=1)


def hard_in_a_loop(losses: Tensor, errors: Tensor, most: int) -> Tensor:
    """As heatmaps.hard_joints, crop by crop."""
    total = losses.new_zeros(())
    for own, error in zip(losses, errors.detach(), strict=True):
        total = total + own.gather(0, error.topk(most).indices).mean()
    return total / len(losses)


def guides(count: int) -> Guides:
    """As many frozen lifters of one frame, with weights by chance."""
    made = [("videopose3d", {"filter_widths": (1, 1, 1), "channels": 512}, videopose3d),
            ("mixste", {"num_frame": 1, "embed_dim_ratio": 32, "depth": 3}, mixste)]
    kinds = [made[n % 2] for n in range(count)]
    return Guides(tuple(lifters.load(name, config) for name, config, _ in kinds),
                  tuple(module.build(dict(config)).eval().requires_grad_(False) for _, config, module in kinds))


class Step:
    """Steps of training on crops by chance, ours and as the release takes them, from the same weights."""

    def __init__(self, net: str, config: dict[str, object], count: int, batch: int) -> None:
        torch.manual_seed(0)
        self.detector, self.config = detectors.load(net, config), Guided(batch=batch, lr=1e-4)
        self.net, self.guides = self.detector.net(fresh=True).train(), guides(count)
        self.first = copy.deepcopy(self.net).to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
        self.optimizer = run.optimizer_of(self.net, self.config)
        self.adam = torch.optim.Adam(self.first.parameters(), self.config.lr)
        width, height = self.detector.used.size
        self.images = torch.randint(0, 255, (batch, height, width, 3), dtype=torch.uint8)
        self.there = torch.tensor([[0.5, 0.0, -20.0], [0.0, 0.5, -30.0]]).expand(batch, 2, 3)
        self.xy, self.seen = 60 + 100 * torch.rand(batch, 17, 2), torch.ones(batch, 17)
        self.truth, self.sizes = torch.randn(batch, 17, 3), torch.tensor([[240.0, 320.0]]).expand(batch, 2)
        self.bones, self.weights = torch.full((batch,), 4.0), guided.OF_ROWS if self.detector.rows else guided.OF_MAPS
        self.crops, self.maps = self.detector.crops(self.images).contiguous(), self._maps()

    def _maps(self) -> Tensor:
        """The heat maps that the release's loader makes."""
        w, h = (side // 4 for side in self.detector.used.size)
        return heatmaps.maps_of(guided._into(self.there, self.xy) * 0.25, (w, h), heatmaps.SIGMA * w)

    def _in_loops(self, said: detectors.Said) -> list[Tensor]:
        """The poses of the lifters, each of joints that are read anew."""
        return [Guides((lifter,), (net,)).poses(read_in_loops(said, self.there, self.detector.used.size), self.sizes,
                                                self.bones)[0]
                for lifter, net in zip(self.guides.lifters, self.guides.nets, strict=True)]

    def loss(self, loops: bool) -> Tensor:
        """Ours; loops: with joints as the release reads them."""
        said = self.net(self.detector.crops(self.images))
        losses = self.detector.losses(said, guided._into(self.there, self.xy), self.seen)
        poses = self._in_loops(said) if loops else self.guides.poses(
            guided._out_of(self.there, self.detector.places(said)), self.sizes, self.bones)
        return guided.guided_loss(losses, poses, self.truth, self.seen, [1 / len(poses)] * len(poses), self.config,
                                  self.weights)[0]

    def release(self) -> Tensor:
        said, c = self.first(self.crops), self.config

        def losses() -> Tensor:
            if isinstance(said, tuple):
                return self.detector.losses(said, guided._into(self.there, self.xy), self.seen)
            return losses_in_a_loop(said, self.maps, self.seen)

        poses = self._in_loops(said)
        shares = [1 / len(poses)] * len(poses)
        hard = [share * hard_in_a_loop(losses(), (pose - self.truth).square().mean(dim=-1), c.top_k)
                for share, pose in zip(shares, poses, strict=True)]
        rest, _, _ = guided.guided_loss(losses(), poses, self.truth, self.seen, shares, replace(c, ohklm=False),
                                        self.weights)
        return rest + c.whole_weight * c.hard_weight * sum(hard, torch.zeros(()))

    def ways(self) -> dict[str, Callable[[], None]]:
        def step(loss: Callable[[], Tensor], optimizer: torch.optim.Optimizer) -> None:
            optimizer.zero_grad()
            torch.autograd.backward(loss())
            optimizer.step()

        return {"ours": lambda: step(lambda: self.loss(False), self.optimizer),
                "loops": lambda: step(lambda: self.loss(True), self.optimizer),
                "release": lambda: step(self.release, self.adam)}

    def apart(self) -> tuple[float, float]:
        """How far apart the ways put the joints, pixels, and the losses, as a share."""
        with torch.no_grad():
            said = self.net(self.detector.crops(self.images))
            joints = read_in_loops(said, self.there, self.detector.used.size) - guided._out_of(
                self.there, self.detector.places(said))
            losses = [float(loss) for loss in (self.loss(False), self.loss(True), self.release())]
        return float(joints.abs().max()), (max(losses) - min(losses)) / max(losses)


def seconds(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PARALLAX_MODELS"] = str(Path(folder))
        for (title, (net, config)), count in product(DETECTORS.items(), (1, 4)):
            step = Step(net, config, count, asked.batch)
            (joints, losses), ways = step.apart(), step.ways()
            for work in ways.values():
                work()  # the first of each brings what is made once
            took = {way: [0.0] * asked.rounds for way in ways}
            for at, (way, work) in product(range(asked.rounds), ways.items()):
                took[way][at] = seconds(work)
            ours, loops, release = (statistics.median(took[way]) for way in ways)
            decoding, whole = (statistics.median(a / b for a, b in zip(took[way], took["ours"], strict=True))
                               for way in ("loops", "release"))
            print(f"{title}, {count} lifter{'s' * (count > 1)}: ours {ours:.2f} s; decoding in loops {loops:.2f} s, "
                  f"{decoding:.2f} times; the release's whole step {release:.2f} s, {whole:.2f} times; joints "
                  f"{joints:.4f} px apart, losses {100 * losses:.4f} %", flush=True)


if __name__ == "__main__":
    main()
