"""Consistency: a lifter learns from synchronized, uncalibrated views of one movement, with 3D truth or without.

Ingwersen et al., "Two Views Are Better than One: Monocular 3D Pose Estimation with Multiview Consistency". Each view is
lifted on its own; what the lifter says of one is moved onto what it says of another by one Procrustes alignment for the
sequence, or one a frame where cameras move, and what is left is the loss, beside the distance from the 2D keypoints.
Subjects named in `supervised` have 3D truth and are taught by it as well.

Where the paper and its release leave a choice: the 2D term compares with the detected keypoints, times confidence; the
gradient through the alignment is exact; the earlier view is moved onto the later one (`symmetric` for both ways). Ours
and others that speak in metres cannot see a body's size, so the length of all bones is held (`stature_weight`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core import geometry, lift, metrics
from core.errors import ParallaxError
from core.nets import inputs
from core.skeleton import H36M17
from core.words import tr
from training import augment, lifters, losses
from training.datasets import known, views
from training.datasets.views import Clip, Placement
from training.settings import Consistency as Settings

Batch = tuple[Tensor, ...]

# Of the largest spread of poses so far. In trainings that went well it stayed above 0.94; in those that collapsed
# (views only 15° apart, or a weight of 5) it fell below 0.87, and the error rose by half and more.
COLLAPSED = 0.9
LOST_SHARE = 0.5  # of a window's frames that two views must see, for it to be drawn


@dataclass(frozen=True, eq=False)
class _Prepared:
    """A clip on the canvas. xys: (V, T, 17, 3) finite; weights: (V, T, 17); truth: (V, T, 17, 3), or None."""

    clip: Clip
    xys: NDArray[np.float32]
    weights: NDArray[np.float32]
    truth: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.clip)


@dataclass(frozen=True, eq=False)
class Shown:
    """Frames of the first two views of a clip. apart_mm: (T,); few: (T,) too few joints are seen in both to tell;
    moved, onto: (T, 17, 3), the first view's poses moved onto the second's."""

    clip: Clip
    apart_mm: NDArray[np.float64]
    few: NDArray[np.bool_]
    moved: NDArray[np.float32]
    onto: NDArray[np.float32]


class Consistency:
    """The data and the loss of this method; training/run.py does the rest."""

    metric = "loss"

    def __init__(self, config: Settings, clips: Sequence[Clip] | None = None) -> None:
        """clips: in place of what `data` names."""
        self.config = config
        self.lifter = lifters.load(config.lifter, config.net_config)
        given = read(config) if clips is None else list(clips)
        train, kept_out = views.held_out(given, config.held_out, config.seed) if config.held_out else (given, [])
        self.frames = self._length(max((len(clip) for clip in train), default=1))
        self.train, self.kept_out = self._prepared(train), self._prepared(kept_out)
        if not self.train:
            raise ParallaxError(", ".join(config.data) or "data", "no two views see somebody at the same time for long "
                                "enough.", "Give a synchronized recording with two views or more, or lower `frames`.")
        self.starts = [self._starts(clip) for clip in self.train]
        self.chance = np.array([len(s) for s in self.starts], dtype=np.float64)
        self.chance /= self.chance.sum()
        windows = sum(max(1, round(len(clip) / self.frames)) for clip in self.train)
        self.epoch_steps = max(1, -(-windows // config.batch))
        self.steps = config.steps or config.epochs * self.epoch_steps
        self.state: dict[str, float] = {}
        self.validation = self._validation()

    def net(self) -> nn.Module:
        """The network that a new run begins with."""
        return self.lifter.net(self.config.fresh)

    # ---------------------------------------------------------------- data

    def _length(self, longest: int) -> int:
        """Frames of a window: as set, as the lifter can be given them, and no more than there are."""
        sight, frames = self.lifter.sight, min(self.config.frames, longest)
        if sight.way != "all" or (frames <= sight.window and not sight.fixed):
            return frames
        return sight.window * max(1, -(-frames // sight.window))

    def batch(self, step: int) -> Batch:
        """Of a step: xys (B, V, T, 17, 3), weights (B, V, T, 17), truth (B, V, T, 17, 3), taught (B,): which have it.

        A function of the seed and the step alone.
        """
        c = self.config
        rng = np.random.default_rng((c.seed, step))
        picked = rng.choice(len(self.train), size=c.batch, p=self.chance)
        starts = [int(rng.choice(self.starts[i])) for i in picked]
        made = _stack([self._window(self.train[i], start) for i, start in zip(picked, starts, strict=True)])
        return _mirrored(made, torch.from_numpy(rng.random(c.batch) < 0.5)) if c.flip else made

    def _prepared(self, clips: Sequence[Clip]) -> list[_Prepared]:
        out = []
        for clip in clips:
            clip = views.of_views(clip, [view - 1 for view in self.config.views]) if self.config.views else clip
            times = np.arange(len(clip)) / clip.fps
            sizes = [(int(w), int(h)) for w, h in clip.sizes]
            kp = [lifters.on_canvas(kp, size, self.lifter.convention) for kp, size in zip(clip.kp, sizes, strict=True)]
            seen = np.stack([lift.is_seen(view) for view in kp])
            if not seen.any(axis=(1, 2)).all():
                kp = [kp[v] if seen[v].any() else np.full_like(kp[v], lifters.MIDDLE) for v in range(len(kp))]
            xys = np.stack([lift.fill(view, times) for view in kp])
            here = lift.evident(seen.reshape(-1, seen.shape[-1])).reshape(seen.shape[:2])
            weights = np.where(seen & here[..., None], xys[..., 2], 0).astype(np.float32)
            prepared = _Prepared(clip, xys, weights, clip.truth)
            if len(self._starts(prepared)):
                out.append(prepared)
        return out

    def _starts(self, clip: _Prepared) -> NDArray[np.int64]:
        """The frames at which windows may begin: of them two views see enough, or one where there is no other or truth
        teaches."""
        need = min(2, len(clip.xys)) if not self._taught(clip) else 1
        seen = ((clip.weights > 0).any(axis=-1).sum(axis=0) >= need).astype(np.int64)
        frames = self.frames
        last = max(1, len(clip) - frames + 1)
        total = np.r_[0, np.cumsum(seen)]
        starts = np.arange(last)
        enough = LOST_SHARE * min(frames, len(clip))
        return np.asarray(starts[total[np.minimum(starts + frames, len(clip))] - total[starts] >= enough])

    def _taught(self, clip: _Prepared) -> bool:
        named = self.config.supervised
        return clip.truth is not None and ("*" in named or clip.clip.subject in named)

    def _window(self, clip: _Prepared, start: int) -> tuple[NDArray[Any], ...]:
        """xys, weights, truth and taught of a window; past the end of a clip its last frame stays, of weight 0."""
        frames = self.frames
        at = np.arange(start, start + frames)
        inside, at = at < len(clip), at.clip(max=len(clip) - 1)
        weights = clip.weights[:, at] * inside[:, None]
        truth = np.zeros_like(clip.xys[:, at]) if clip.truth is None else np.nan_to_num(clip.truth[:, at])
        return clip.xys[:, at], weights, truth * inside[:, None, None], np.array(self._taught(clip))

    def _validation(self) -> list[Batch]:
        """Windows of what is held out, one after the other, in batches."""
        every = []
        for clip in self.kept_out:
            starts = self._starts(clip)
            wanted = np.arange(0, max(1, len(clip) - self.frames // 2), self.frames)
            every += [self._window(clip, int(s)) for s in wanted if s in starts]
        size = 4 * self.config.batch
        return [_stack(every[i:i + size]) for i in range(0, len(every), size)]

    # ---------------------------------------------------------------- loss

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """The loss of a batch and its parts."""
        c = self.config
        xys, weights, truth, taught = batch
        b, v = xys.shape[:2]
        flat, seen = xys.flatten(0, 1), weights.flatten(0, 1)
        poses = self.lifter.poses(net, flat)
        views_of = poses.reshape(b, v, *poses.shape[1:])
        parts: dict[str, tuple[float, Tensor]] = {}
        alone = ~taught.repeat_interleave(v)
        if c.picture_weight and alone.any():
            parts["picture"] = (c.picture_weight, self.lifter.reprojection(poses[alone], flat[alone], seen[alone]))
        if c.consistency_weight and v > 1:
            both = (weights > 0).to(poses.dtype)
            parts["consistency"] = (c.consistency_weight,
                                    losses.consistency_of_views(views_of, both, c.per_frame, c.symmetric))
        if c.stature_weight and not self.lifter.pictured and alone.any():
            parts["stature"] = (c.stature_weight, losses.stature(poses[alone], inputs.BONES_M))
        if (~alone).any():
            parts |= self._taught_parts(poses[~alone], truth.flatten(0, 1)[~alone], flat[~alone], seen[~alone])
        loss = torch.stack([weight * part for weight, part in parts.values()]).sum() if parts else 0.0 * poses.sum()
        report = {name: float(part.detach()) for name, (_, part) in parts.items()}
        return loss, report | {"spread": float(losses.spread(poses.detach()))}

    def _taught_parts(self, poses: Tensor, truth: Tensor, xys: Tensor, seen: Tensor) -> dict[str, tuple[float, Tensor]]:
        c = self.config
        target = self.lifter.target(truth, xys, seen)
        known = (truth != 0).any(dim=-1).to(poses.dtype)
        return {"position": (c.position_weight, losses.mpjpe(poses, target, known)),
                "scaled": (c.scaled_weight, losses.n_mpjpe(poses, target, known)),
                "velocity": (c.velocity_weight, losses.velocity(poses, target, known))}

    # ---------------------------------------------------------------- what comes of it

    @torch.inference_mode()
    def validate(self, net: nn.Module) -> dict[str, float]:
        """On what is held out: the loss, and what a user sees of it; nothing where nothing is."""
        rows: list[tuple[int, dict[str, float]]] = []
        for batch in self.validation:
            moved = tuple(part.to(next(net.parameters()).device) for part in batch)
            loss, report = self.loss(net, moved)
            rows.append((len(batch[0]), {"loss": float(loss), **report, **self._figures(net, moved)}))
        if not rows:
            return {}
        keys = {key for _, row in rows for key in row}
        return {key: sum(n * row[key] for n, row in rows if key in row) / sum(n for n, row in rows if key in row)
                for key in sorted(keys)}

    def _figures(self, net: nn.Module, batch: Batch) -> dict[str, float]:
        """In mm of a body of known size: agreement between views after one alignment a sequence, distance from the
        picture, jitter; how much bones change, %; and the errors where there is truth."""
        xys, weights, truth, _ = batch
        flat, seen = xys.flatten(0, 1), weights.flatten(0, 1)
        poses = self.lifter.poses(net, flat)
        bones = losses.bone_lengths(poses)
        unit = 1000 * inputs.BONES_M / float(bones.sum(-1).median()) if self.lifter.pictured else 1000.0
        out = {"bones_percent": 100 * float((bones.std(dim=1) / bones.mean(dim=1).clamp_min(1e-6)).mean()),
               "picture_mm": unit * float(self.lifter.reprojection(poses, flat, seen))}
        if poses.shape[1] > 2:
            out["jitter_mm"] = unit * float(poses.diff(dim=1, n=2).norm(dim=-1).mean())
        if xys.shape[1] > 1:
            out["agreement_mm"] = unit * float(losses.consistency_of_views(
                poses.reshape(xys.shape), (weights > 0).to(poses.dtype), self.config.per_frame, symmetric=True))
        known = (truth != 0).any(dim=-1).flatten(0, 1).any(dim=-1)
        if known.any():
            target = self.lifter.target(truth.flatten(0, 1), flat, seen)[known].cpu().numpy()
            pred = poses[known].cpu().numpy()
            out["mpjpe_mm"] = unit * metrics.mpjpe(pred, target)
            out["p_mpjpe_mm"] = unit * metrics.p_mpjpe(pred, target)
        return out

    @torch.inference_mode()
    def disagreement(self, net: nn.Module) -> list["Shown"]:
        """What two views say of every frame that is held out, and how far they are apart, once aligned."""
        out = []
        for clip in self.kept_out:
            if len(clip.xys) < 2:
                continue
            xys = torch.from_numpy(clip.xys[:2]).to(next(net.parameters()).device)
            poses = self.lifter.whole(net, xys).cpu().numpy()
            both = np.asarray((clip.weights[:2] > 0).all(axis=0))
            moved = geometry.align_sequence(poses[0], poses[1], np.where(both, 1.0, 0.0))
            apart = np.where(both, np.linalg.norm(moved - poses[1], axis=-1), np.nan)
            few = both.sum(axis=1) < len(H36M17) // 2
            apart[few] = np.nan
            unit = 1000 * inputs.BONES_M / float(losses.bone_lengths(torch.from_numpy(poses[1])).sum(-1).median())
            with np.errstate(invalid="ignore"):
                out.append(Shown(clip.clip, unit * np.nanmean(np.where(few[:, None], 0, apart), axis=1), few, moved,
                                 poses[1]))
        return out

    def remark(self, report: Mapping[str, float]) -> str:
        """What is to be said of the last steps: that the poses collapse. Large weights of the consistency reward it."""
        now = report.get("spread", 0.0)
        if "position" in report:  # truth holds them
            return ""
        largest = self.state["spread"] = max(now, self.state.get("spread", 0.0))
        if now < COLLAPSED * largest:
            return tr("The poses shrink: they are {percent}% of what they were. Views agree best on nothing. Stop, and "
                      "begin again with a smaller consistency_weight, or with views that are less alike.").format(
                          percent=f"{100 * now / largest:.0f}")
        return ""


def read(config: Settings) -> list[Clip]:
    """What the settings name: projects, motion capture (seen by virtual cameras), or data sets.

    Raises ParallaxError where one is none of these.
    """
    if not config.data:
        raise ParallaxError("data", "nothing is named to learn from.",
                            "Name projects or data sets: data = [\"NAME.parallax\"].")
    noise = augment.read_noise(Path(config.noise)) if config.noise else None
    placement = Placement(apart=config.apart, moving=config.moving)
    out: list[Clip] = []
    for number, name in enumerate(config.data):
        seed = 1000 * config.seed + 100_000 * number
        out += [clip if isinstance(clip, Clip) else views.film(clip, placement, noise, seed + i)
                for i, clip in enumerate(known.load(Path(name))) if len(clip) > 1]
    return out


def _stack(rows: Sequence[tuple[NDArray[Any], ...]]) -> Batch:
    """Windows with as many views each: of those that have fewer the first one is there again, of weight 0."""
    most = max(len(row[0]) for row in rows)

    def filled(part: NDArray[Any], blank: bool) -> NDArray[Any]:
        missing = most - len(part)
        if not missing:
            return part
        again = np.repeat(part[:1], missing, axis=0)
        return np.concatenate((part, np.zeros_like(again) if blank else again))

    xys, weights, truth = (np.stack([filled(row[i], i == 1) for row in rows]).astype(np.float32) for i in range(3))
    return (torch.from_numpy(xys), torch.from_numpy(weights), torch.from_numpy(truth),
            torch.from_numpy(np.stack([row[3] for row in rows])))


def _mirrored(batch: Batch, chosen: Tensor) -> Batch:
    """The chosen clips seen in a mirror, all their views alike."""
    xys, weights, truth, taught = batch
    other = torch.as_tensor(H36M17.mirror)
    flipped = xys[..., other, :].clone()
    flipped[..., 0] = 2 * lifters.MIDDLE - flipped[..., 0]
    pick = chosen[:, None, None, None]
    return (torch.where(pick[..., None], flipped, xys), torch.where(pick, weights[..., other], weights),
            torch.where(pick[..., None], inputs.mirror(truth), truth), taught)
