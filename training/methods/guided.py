"""3D-guided training: a 2D detector learns from the errors that frozen lifters make of its joints.

Lee, Hwang, Lee: L2D-Pose, by one lifter and by several. Crops go through the detector once; its joints, read by
soft-argmax, go through every lifter, and what these say of them is held against the 3D truth. The gradient comes back
through the lifters, which stay as they are. Without lifters it is the usual 2D training, FT-2D.

    L = whole · [ picture · L2D + hard · Σ w O + xy · Σ w XY + z · Σ w Z ] + mean · global + pair · local

L2D: of heat maps or SimCC rows; O: the same of the joints that are worst in 3D (OHKLM); XY, Z: mean squared errors in
m²; w: the weights of the lifters (dynamic weight average, a step at a time), one of which may be dropped.

Where the papers and the release leave a choice: SimCC rows are raw logits under softmax(100 ·), bins over the split
ratio are pixels of the crop; the divergence is a mean over crops, so that the weights do not depend on the batch:
those of the paper, 10, 20, 15 and 5, are divided by its batch of 64; local consistency sums ordered pairs, as eq. 6
writes it; the release raises the rate fivefold at epoch 30, which is left out here; 50 epochs, as the papers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core import metrics
from core.errors import ParallaxError
from core.nets import inputs
from core.progress import Progress, silent
from core.skeleton import H36M17
from training import detectors, heatmaps, lifters, losses
from training.datasets import crops, pictures
from training.settings import Guided as Settings

Batch = tuple[Tensor, ...]
# Of the 3D losses, by what the detector says: xy, z, local, global; and of xyz where they are not split.
OF_MAPS = (0.02, 0.04, 0.03, 0.01, 0.06)
OF_ROWS = (10 / 64, 20 / 64, 15 / 64, 5 / 64, 30 / 64)
TORSO = tuple(H36M17.index(name) for name in ("lshoulder", "rhip"))  # what PCK is measured by
PCK = 0.2
AT_ONCE = 32  # crops of what is held out


@dataclass(frozen=True, eq=False)
class Guides:
    """The frozen lifters. nets move to where they are asked on."""

    lifters: tuple[lifters.Trainable, ...]
    nets: tuple[nn.Module, ...]

    def poses(self, xy: Tensor, sizes: Tensor, bones: Tensor) -> list[Tensor]:
        """(B, 17, 2) pixels of pictures (B, 2) → of each lifter (B, 17, 3) metres from the pelvis, in the camera's
        axes. bones: (B,) metres of all of a body's bones, for lifters that say bodies of one size."""
        out = []
        for lifter, net in zip(self.lifters, self.nets, strict=True):
            net.to(xy.device)
            seen = lifters.onto_canvas(xy, sizes, lifter.convention)
            seen = torch.cat((seen, torch.ones_like(seen[..., :1])), dim=-1)
            said = lifter.poses(net, seen[:, None])[:, 0].nan_to_num()
            own = (bones / inputs.BONES_M)[:, None, None] if lifter.convention.name == "parallax" else 1.0
            out.append(said * own)
        return out


@dataclass(frozen=True, eq=False)
class Frame:
    """A picture of a clip: before, after, truth: (17, 3) metres from the pelvis."""

    clip: str
    frame: int
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    truth: NDArray[np.float32]


class Guided:
    """The data and the loss of this method; training/run.py does the rest."""

    prepares = True  # its data take long enough to be told of

    def __init__(self, config: Settings, progress: Progress = silent, split: str = "train") -> None:
        """split: of data sets that have several."""
        self.config = c = config
        self.detector = detectors.load(c.detector, c.net_config)
        self.guides = guides(c.lifters)
        self.metric = "mpjpe_mm" if c.lifters else "torso_percent"
        shots = read(c, split)
        width, height = self.detector.used.size
        self.crops = crops.cached(shots, (width, height), Path(c.cache) if c.cache else None, progress)
        kept = held_out(self.crops, c.held_out, c.share)
        self.train, self.kept_out = np.flatnonzero(~kept), np.flatnonzero(kept)
        if not len(self.train):
            raise ParallaxError(", ".join(c.data), "no picture is left to train on.", "Hold fewer subjects out.")
        self.per_step = min(c.batch, len(self.train))
        self.epoch_steps = max(1, len(self.train) // self.per_step)
        self.steps = c.steps or c.epochs * self.epoch_steps
        usual = OF_ROWS if self.detector.rows else OF_MAPS
        asked = (c.xy_weight, c.z_weight, c.local_weight, c.global_weight, c.xyz_weight)
        self.weights = tuple(value or own for value, own in zip(asked, usual, strict=True))
        # Of the last two steps, each lifter's mean squared error: what the dynamic weights come from.
        self.state: dict[str, float] = {}
        for m in range(len(self.guides.nets)):
            self.state |= {f"last_{m}": 1.0, f"before_{m}": 1.0, f"sum_{m}": 0.0}
        self.state["count"] = 0.0
        self.dropped = -1

    def net(self) -> nn.Module:
        """The network that a new run begins with."""
        return self.detector.net(self.config.fresh)

    # ---------------------------------------------------------------- data

    def batch(self, step: int) -> Batch:
        """Crops (B, H, W, 3), what leads to them (B, 2, 3), joints (B, 17, 2), weights (B, 17), 3D (B, 17, 3), where it
        is known (B, 17), sizes of the pictures (B, 2). A function of the seed and the step; an epoch sees all once."""
        c = self.config
        self._next_step()
        epoch, at = divmod(step, self.epoch_steps)
        order = np.random.default_rng((c.seed, epoch)).permutation(self.train)
        rng = np.random.default_rng((c.seed, 1, step))
        m = len(self.guides.nets)
        drawn = int(rng.integers(m + 1)) if c.dropout and m > 1 else m
        self.dropped = drawn if drawn < m else -1
        made = self._rows(np.sort(order[at * self.per_step:(at + 1) * self.per_step]))
        return _mirrored(made, torch.from_numpy(rng.random(self.per_step) < 0.5)) if c.flip else made

    def _rows(self, rows: NDArray[np.int64]) -> Batch:
        own = self.crops
        return tuple(torch.from_numpy(np.ascontiguousarray(part[rows])) for part in (
            own.images, own.there, own.xy, own.weights, own.xyz, own.known, own.size))

    def _next_step(self) -> None:
        """The errors of the step that is over become the last ones."""
        count = self.state["count"]
        if not count:
            return
        sums = [self.state[f"sum_{m}"] for m in range(len(self.guides.nets))]
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            every = torch.tensor([*sums, count], dtype=torch.float64)
            torch.distributed.all_reduce(every)
            *sums, count = every.tolist()
        for m, total in enumerate(sums):
            self.state |= {f"before_{m}": self.state[f"last_{m}"], f"last_{m}": total / count, f"sum_{m}": 0.0}
        self.state["count"] = 0.0

    # ---------------------------------------------------------------- loss

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """The loss of a batch and its parts."""
        c = self.config
        images, there, xy, seen, xyz, known, sizes = batch
        said = _floats(net(self.detector.crops(images)))
        weight = seen * detectors.JOINT_WEIGHTS.to(seen.device) if c.joint_weights else seen
        losses_2d = self.detector.losses(said, _into(there, xy), weight, c.sigma)
        poses: list[Tensor] = []
        truth = xyz - xyz[:, :1]
        if self.guides.nets:
            truth, bones = self._sized(truth)
            poses = self.guides.poses(_out_of(there, self.detector.places(said, c.beta)), sizes, bones)
        shares = self._shares() if poses else []
        loss, report, errors = guided_loss(losses_2d, poses, truth, known * known[:, :1], shares, c, self.weights)
        if net.training:
            for m, error in enumerate(errors):
                self.state[f"sum_{m}"] += error * len(images)
            self.state["count"] += len(images)
        return loss, report

    def _sized(self, truth: Tensor) -> tuple[Tensor, Tensor]:
        """The truth, or a body of known size with its pose, and the metres of its bones."""
        bones = losses.bone_lengths(truth).sum(-1).clamp_min(1e-6)
        if not self.config.sized:
            return truth, bones
        return truth * (inputs.BONES_M / bones)[:, None, None], torch.full_like(bones, inputs.BONES_M)

    def _shares(self) -> list[float]:
        """The weight of each lifter in this step."""
        m = len(self.guides.nets)
        last, before = ([self.state[f"{name}_{i}"] for i in range(m)] for name in ("last", "before"))
        shares = heatmaps.dwa(last, before) if self.config.dwa else [1 / m] * m
        return [0.0 if i == self.dropped else share for i, share in enumerate(shares)]

    # ---------------------------------------------------------------- what comes of it

    @torch.inference_mode()
    def found(self, net: nn.Module, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """(N, 17, 2) pixels of the pictures: where the detector sees the joints in the crops of these rows."""
        device, out = next(net.parameters()).device, []
        for start in range(0, len(rows), AT_ONCE):
            batch = self._rows(rows[start:start + AT_ONCE])
            said = _floats(net(self.detector.crops(batch[0].to(device))))
            out.append(_out_of(batch[1].to(device), self.detector.places(said, self.config.beta)).cpu().numpy())
        return np.concatenate(out) if out else np.empty((0, 17, 2), np.float32)

    @torch.inference_mode()
    def lifted(self, xy: NDArray[np.float32], rows: NDArray[np.int64]) -> tuple[list[NDArray[np.float32]],
                                                                                   NDArray[np.float32]]:
        """What each lifter makes of joints (N, 17, 2) of these rows, and the truth: (N, 17, 3) metres."""
        truth, bones = self._sized(torch.from_numpy(self.crops.xyz[rows] - self.crops.xyz[rows][:, :1]))
        poses = self.guides.poses(torch.from_numpy(xy), torch.from_numpy(self.crops.size[rows]), bones)
        return [pose.numpy() for pose in poses], truth.numpy()

    def validate(self, net: nn.Module) -> dict[str, float]:
        """The figures of what is held out; none where nothing is."""
        return self.figures(net, self.kept_out)

    def figures(self, net: nn.Module, rows: NDArray[np.int64]) -> dict[str, float]:
        """Of these crops: 2D in percent of the torso, PCK@0.2, and what the lifters make of it in the mean."""
        if not len(rows):
            return {}
        xy = self.found(net, rows)
        apart, known = self._apart(xy, rows), self.crops.weights[rows] > 0
        out = {"torso_percent": 100 * float(apart[known].mean()), "pck": 100 * float((apart[known] < PCK).mean())}
        if self.guides.nets:
            poses, truth = self.lifted(xy, rows)
            for net_ in self.guides.nets:
                net_.to(next(net.parameters()).device)
            whole = self.crops.known[rows].all(axis=1)
            out["mpjpe_mm"] = 1000 * float(np.mean([metrics.mpjpe(p[whole], truth[whole]) for p in poses]))
            out["p_mpjpe_mm"] = 1000 * float(np.mean([metrics.p_mpjpe(p[whole], truth[whole]) for p in poses]))
        return out

    def _apart(self, xy: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """(N, 17) distances from the truth, in torsos of the person."""
        true = self.crops.xy[rows]
        torso = np.linalg.norm(true[:, TORSO[0]] - true[:, TORSO[1]], axis=-1).clip(min=1e-3)
        return np.asarray(np.linalg.norm(xy - true, axis=-1) / torso[:, None], np.float64)

    def per_joint(self, net: nn.Module) -> dict[str, NDArray[np.float64]]:
        """On what is held out, of each joint (17,): percent of the torso in 2D, and millimetres in 3D."""
        rows = self.kept_out
        xy = self.found(net, rows)
        apart = np.where(self.crops.weights[rows] > 0, self._apart(xy, rows), np.nan)
        out = {"torso_percent": 100 * np.nanmean(apart, axis=0)}
        if self.guides.nets:
            poses, truth = self.lifted(xy, rows)
            known = np.where(self.crops.known[rows] > 0, 1.0, np.nan)
            errors = [known * np.linalg.norm(pose - truth, axis=-1) for pose in poses]
            out["mpjpe_mm"] = 1000 * np.nanmean(errors, axis=(0, 1))
        return out

    @torch.inference_mode()
    def changed(self, before: nn.Module, after: nn.Module) -> list["Frame"]:
        """Every frame that is held out, in 3D before and after beside the truth, by the first lifter; none without."""
        rows = self.kept_out
        if not len(rows) or not self.guides.nets:
            return []
        (old, *_), truth = self.lifted(self.found(before, rows), rows)
        (new, *_), _ = self.lifted(self.found(after, rows), rows)
        own = self.crops
        return [Frame(str(own.name[row]), int(own.frame[row]), old[n], new[n], truth[n]) for n, row in enumerate(rows)]

    def remark(self, report: Mapping[str, float]) -> str:
        """Nothing is watched for."""
        return ""


def guided_loss(losses_2d: Tensor, poses: Sequence[Tensor], truth: Tensor, known: Tensor, shares: Sequence[float],
                c: Settings, weights: Sequence[float]) -> tuple[Tensor, dict[str, float], list[float]]:
    """The whole loss, its parts, and the mean squared error of each lifter, m².

    losses_2d: (B, 17); poses: of each lifter (B, 17, 3) metres; truth: the same; known: (B, 17); shares: of the
    lifters; weights: of xy, z, local and global consistency, and xyz unsplit.
    """
    xy, z, local, mean, xyz = weights
    picture = losses_2d.mean()
    loss = c.picture_weight * picture
    report = {"picture": float(picture.detach())}
    if not poses:
        return c.whole_weight * loss, report, []
    squares = [(pose - truth).square() * known[..., None] for pose in poses]
    count = known.sum().clamp_min(1.0)
    for square, share in zip(squares, shares, strict=True):
        if c.ohklm:
            loss = loss + c.hard_weight * share * heatmaps.hard_joints(losses_2d, square.mean(dim=-1), c.top_k)
        if c.split:
            loss = loss + share * (xy * square[..., :2].sum() / (2 * count) + z * square[..., 2].sum() / count)
        else:
            loss = loss + share * xyz * square.sum() / (3 * count)
    loss = c.whole_weight * loss
    if len(poses) > 1:
        seen = known[..., None]
        if c.local_consistency:
            pairs = heatmaps.local_consistency([pose * seen for pose in poses])
            report["pairs"], loss = float(pairs.detach()), loss + local * pairs
        if c.global_consistency:
            apart = heatmaps.global_consistency([pose * seen for pose in poses], truth * seen)
            report["mean"], loss = float(apart.detach()), loss + mean * apart
    report["mpjpe_mm"] = 1000 * float(np.mean([losses.mpjpe(pose.detach(), truth, known) for pose in poses]))
    return loss, report, [float(square.detach().sum() / (3 * count)) for square in squares]


def guides(names: Sequence[str]) -> Guides:
    """Lifters of the list by id, frozen. Raises ParallaxError for one that cannot lift a single frame in metres."""
    found = tuple(lifters.load(name) for name in names)
    nets = []
    for name, lifter in zip(names, found, strict=True):
        if lifter.pictured:
            raise ParallaxError(name, "it speaks in the space of the picture, not in metres.", "Choose another lifter.")
        if lifter.sight.fixed and lifter.sight.window > 1:
            raise ParallaxError(name, "it sees {n} frames, and a picture is one.",
                                "Choose a lifter of single frames, or of any number.", n=lifter.sight.window)
        nets.append(lifter.net().eval().requires_grad_(False))
    return Guides(found, tuple(nets))


def read(c: Settings, split: str = "train") -> list[pictures.Shots]:
    """What the settings name. Raises ParallaxError where it is nothing to learn from."""
    if not c.data:
        raise ParallaxError("data", "nothing is named to learn from.", "Name studio clips, Human3.6M or Panoptic "
                            "folders, or a calibrated recording: data = [\"FOLDER\"].")
    cameras = Path(c.cameras) if c.cameras else None
    return [shots for name in c.data for shots in pictures.load(Path(name), split, c.every, cameras)]


def held_out(own: crops.Crops, subjects: Sequence[str], share: float) -> NDArray[np.bool_]:
    """(N,) the subjects named; where none is, the last share of every clip, whose neighbours are not all learned."""
    if subjects:
        missing = set(subjects) - set(own.subject.tolist())
        if missing:
            raise ParallaxError(", ".join(sorted(missing)), "nobody is called that in the data.", "There are: {names}.",
                                names=", ".join(sorted(set(own.subject.tolist()))))
        return np.isin(own.subject, list(subjects))
    out = np.zeros(len(own), dtype=bool)
    for name in np.unique(own.name):
        rows = np.flatnonzero(own.name == name)
        out[rows[len(rows) - round(share * len(rows)):]] = True
    return out


def _into(there: Tensor, xy: Tensor) -> Tensor:
    """(B, J, 2) pixels of the picture → of the crop. there: (B, 2, 3)."""
    return xy @ there[:, :, :2].transpose(1, 2) + there[:, None, :, 2]


def _out_of(there: Tensor, places: Tensor) -> Tensor:
    """(B, J, 2) pixels of the crop → of the picture."""
    back: Tensor = torch.linalg.inv(there[:, :, :2]).transpose(1, 2)
    return (places - there[:, None, :, 2]) @ back


def _floats(said: Any) -> detectors.Said:
    return (said[0].float(), said[1].float()) if isinstance(said, tuple) else said.float()


def _mirrored(batch: Batch, picked: Tensor) -> Batch:
    """The picked crops seen in a mirror, with all that is known of them: the picture is mirrored as a whole."""
    images, there, xy, weights, xyz, known, sizes = batch
    other = torch.as_tensor(H36M17.mirror)
    width = images.shape[2]
    flipped = xy[:, other].clone()
    flipped[..., 0] = sizes[:, None, 0] - 1 - flipped[..., 0]
    back = there.clone()  # the crop's x → its width − 1 − x, of the picture's x → its width − 1 − x
    back[:, 0, 2] = width - 1 - there[:, 0, 2] - there[:, 0, 0] * (sizes[:, 0] - 1)
    back[:, 1, 0], back[:, 0, 1] = -there[:, 1, 0], -there[:, 0, 1]
    back[:, 1, 2] = there[:, 1, 2] + there[:, 1, 0] * (sizes[:, 0] - 1)

    def chosen(mine: Tensor, theirs: Tensor) -> Tensor:
        return torch.where(picked.reshape(-1, *[1] * (mine.ndim - 1)), mine, theirs)

    return (chosen(images.flip(2), images), chosen(back, there), chosen(flipped, xy),
            chosen(weights[:, other], weights), chosen(inputs.mirror(xyz), xyz), chosen(known[:, other], known), sizes)
