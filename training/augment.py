"""From motion capture to what a detector would have seen: bodies, cameras, and a detector's faults.

All in batches of windows: B windows, T frames, J = 17 joints. Lengths in metres.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor

from core.errors import ParallaxError
from core.nets.inputs import BONES_M, along_ray
from core.skeleton import H36M17

NOISE_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "detector_noise"
# The joints that a detector finds; the other three (pelvis, thorax, spine) are midpoints of these (core/skeleton.py).
FOUND = [joint for joint in range(17) if joint not in (0, 7, 8)]
# Bones of an adult in metres, in the order of H36M17.bones: means of the CMU subjects. Some files lost half a forearm.
TYPICAL = torch.tensor([.092, .400, .426, .092, .400, .426, .221, .279, .136, .093,
                        .188, .292, .259, .188, .292, .259])
_FOUND_NAMES = [H36M17.joints[j] for j in FOUND]


@dataclass(frozen=True)
class Cameras:
    """Ranges of the virtual cameras. Angles in degrees, distance in metres (drawn log-uniformly)."""

    elevation: tuple[float, float] = (-10.0, 35.0)
    distance: tuple[float, float] = (2.0, 12.0)
    roll: float = 4.0
    off_axis: tuple[float, float] = (24.0, 14.0)
    panning: float = 0.3  # share of windows whose camera follows the athlete


def uniform(shape: tuple[int, ...], low: float, high: float, g: Generator) -> Tensor:
    return low + (high - low) * torch.rand(shape, generator=g)


def vary_bodies(points: Tensor, spread: float, g: Generator, typical: bool = False) -> Tensor:
    """Other bodies in the same motion: bone lengths multiplied by exp(N(0, spread)), the same left and right.

    Legs, trunk and arms also vary as wholes. typical: start from an adult's proportions, not from those of the file.
    Then all bones together are made BONES_M long.
    """
    b = points.shape[0]
    part = torch.tensor([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])  # of the 16 bones: legs, trunk, arms
    same = torch.tensor([0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 7, 8, 9])
    log = spread * (torch.randn((b, 10), generator=g)[:, same] + torch.randn((b, 3), generator=g)[:, part])
    parents, children = (list(side) for side in zip(*H36M17.bones, strict=True))
    bones = points[:, :, children] - points[:, :, parents]
    if typical:
        bones = torch.nn.functional.normalize(bones, dim=-1) * TYPICAL[:, None]
    bones = bones * log.exp()[:, None, :, None]
    length = bones.norm(dim=-1).mean(dim=1).sum(dim=-1)  # (B,)
    scale = (BONES_M / length)[:, None, None, None]
    return _chain(points[:, :, 0] * scale[..., 0], bones * scale)


def cross_limbs(points: Tensor, share: float, g: Generator) -> Tensor:
    """Limbs of other windows on `share` of the bodies: both arms, one arm, both legs or one leg, equally often.

    Crossover of poses (Li et al., CVPR 2020, arXiv:2006.07778, sec. 3.2), for whole windows: directions of the limb in
    the axes of the trunk it hangs on come from the window before in the batch, bone lengths stay. Motion capture of few
    people holds few combinations of arms and legs; a network that has seen no other takes the combination for the rule.
    """
    b = points.shape[0]
    parents, children = (list(side) for side in zip(*H36M17.bones, strict=True))
    bones = points[:, :, children] - points[:, :, parents]
    other = bones.roll(1, 0)
    turned = torch.empty_like(bones)
    up = points[:, :, 8] - points[:, :, 0]
    # Bones 0 to 5 are the legs and hang on the hips; 10 to 15 are the arms and hang on the shoulders.
    for part, (left, right) in ((slice(0, 6), (4, 1)), (slice(6, 16), (11, 14))):
        axes = _axes(points[:, :, left] - points[:, :, right], up)
        turn = axes @ axes.roll(1, 0).transpose(-1, -2)
        turned[:, :, part] = other[:, :, part] @ turn.transpose(-1, -2)
    turned = torch.nn.functional.normalize(turned, dim=-1) * bones.norm(dim=-1, keepdim=True)
    limbs = torch.zeros(4, 16, dtype=torch.bool)  # which bones each choice takes; hips and shoulders stay
    for row, taken in enumerate(([11, 12, 14, 15], [11, 12], [1, 2, 4, 5], [1, 2])):
        limbs[row, taken] = True
    choice = limbs[torch.randint(4, (b,), generator=g)] & (torch.rand((b, 1), generator=g) < share)
    return _chain(points[:, :, 0], torch.where(choice[:, None, :, None], turned, bones))


def _chain(root: Tensor, bones: Tensor) -> Tensor:
    """(B, T, 17, 3) joints of a root (B, T, 3) and the 16 bones in the order of the skeleton."""
    joints = [root] + [torch.empty(0)] * 16
    for i, (parent, child) in enumerate(H36M17.bones):
        joints[child] = joints[parent] + bones[:, :, i]
    return torch.stack(joints, dim=2)


def vary_joints(points: Tensor, spread: Tensor, g: Generator) -> Tensor:
    """The points a detector means by the same names: each off by a constant vector in the body's own axes.

    Annotators, marker sets and detectors put a hip or a shoulder centimetres apart. Left and right are off alike, seen
    in a mirror. Joints of the lower body follow the pelvis, the others the shoulders. spread: (14,) metres, standard
    deviation along each axis of the joints FOUND.
    """
    b = points.shape[0]
    off = torch.zeros((b, 17, 3))
    off[:, FOUND] = spread[:, None] * torch.randn((b, len(FOUND), 3), generator=g)
    off[:, [j for j, side in enumerate(H36M17.sides) if side == "middle"], 0] = 0
    mirrored = off[:, torch.tensor(H36M17.mirror)] * torch.tensor([-1.0, 1.0, 1.0])
    is_right = torch.tensor([side == "right" for side in H36M17.sides])[:, None]
    off = torch.where(is_right, mirrored, off)
    up = points[:, :, 8] - points[:, :, 0]
    lower, upper = (_axes(points[:, :, left] - points[:, :, right], up) for left, right in ((4, 1), (11, 14)))
    is_lower = torch.arange(17)[:, None, None] < 7
    axes = torch.where(is_lower, lower[:, :, None], upper[:, :, None])  # (B, T, 17, 3, 3), columns are the axes
    return points + (axes @ off[:, None, :, :, None])[..., 0]


def _axes(left: Tensor, up: Tensor) -> Tensor:
    """(…, 3, 3) orthonormal axes left, up, forward as columns."""
    up = torch.nn.functional.normalize(up, dim=-1)
    forward = torch.nn.functional.normalize(torch.linalg.cross(left, up), dim=-1)
    return torch.stack((torch.linalg.cross(up, forward), up, forward), dim=-1)


def see(points: Tensor, c: Cameras, g: Generator) -> Tensor:
    """Points of the scene (z up) → points of a random camera (x right, y down, z forward), same shape.

    A camera that follows the athlete is had by shrinking his path, the same for the picture.
    """
    b = points.shape[0]
    root = points[:, :, :1]
    middle = root.mean(dim=1, keepdim=True)
    follows = (torch.rand((b, 1, 1, 1), generator=g) < c.panning).float()
    kept = 1 - follows * torch.rand((b, 1, 1, 1), generator=g)
    points = points - root + (root - middle) * kept

    azimuth = uniform((b,), 0, 2 * math.pi, g)
    elevation = uniform((b,), math.radians(c.elevation[0]), math.radians(c.elevation[1]), g)
    roll = math.radians(c.roll) * torch.randn((b,), generator=g)
    points = points @ rotation(azimuth, elevation, roll).transpose(-1, -2)[:, None]

    distance = torch.exp(uniform((b,), math.log(c.distance[0]), math.log(c.distance[1]), g))
    tan = torch.tensor([math.tan(math.radians(a)) for a in c.off_axis])
    ray = torch.cat((uniform((b, 2), -1, 1, g) * tan, torch.ones((b, 1))), dim=1)
    points = points + (ray * distance[:, None])[:, None, None]
    nearest = points[..., 2].amin(dim=(1, 2))
    return points + (ray * (0.7 - nearest).clamp_min(0)[:, None])[:, None, None]


def rotation(azimuth: Tensor, elevation: Tensor, roll: Tensor) -> Tensor:
    """(B, 3, 3) scene → camera: it stands at the azimuth, raised by `elevation`, and looks at the middle."""
    sa, ca, se, ce = azimuth.sin(), azimuth.cos(), elevation.sin(), elevation.cos()
    zero = torch.zeros_like(sa)
    right = torch.stack((-sa, ca, zero), dim=-1)
    forward = torch.stack((-ca * ce, -sa * ce, -se), dim=-1)
    down = torch.linalg.cross(forward, right)
    sr, cr = roll.sin()[:, None], roll.cos()[:, None]
    return torch.stack((cr * right + sr * down, cr * down - sr * right, forward), dim=1)


def project(points: Tensor) -> Tensor:
    """(…, 3) camera → (…, 2) on the plane at distance 1."""
    return points[..., :2] / points[..., 2:]


def target(points: Tensor) -> Tensor:
    """Camera points → what the network says of them: from the pelvis, z along the ray to it (core/nets/inputs.py)."""
    root = points[:, :, :1]
    return (points - root) @ along_ray(root[:, :, 0]).transpose(-1, -2)


def midpoints(points: Tensor) -> Tensor:
    """Pelvis, spine and thorax as `core.skeleton.convert` makes them of the hips and shoulders; the rest as it is."""
    pelvis = (points[:, :, 1] + points[:, :, 4]) / 2
    thorax = (points[:, :, 11] + points[:, :, 14]) / 2
    out = points.clone()
    out[:, :, 0], out[:, :, 7], out[:, :, 8] = pelvis, (pelvis + thorax) / 2, thorax
    return out


def midpoints_of_found(xys: Tensor) -> Tensor:
    """(B, T, 17, 3) with the midpoints of what was found: a detector has no place of its own for them.

    Like `core.skeleton.convert`, each has the lowest score of the joints it is made of.
    """
    out = midpoints(xys)
    hips, shoulders = xys[:, :, [1, 4], 2].amin(-1), xys[:, :, [11, 14], 2].amin(-1)
    for joint, score in ((0, hips), (7, torch.minimum(hips, shoulders)), (8, shoulders)):
        out[:, :, joint, 2] = score
    return out


@dataclass(frozen=True)
class Noise:
    """The faults of a detector, as `training.bench.detector_noise` measures them.

    good, bad: (14,) standard deviations in metres at the depth of the athlete, of the joints FOUND, while a joint is
    seen and while it is lost; bad_share: (14,) share of frames in which it is lost. score_*: (mean, std).
    constant: (14,) of what is the same in all frames of a clip: another idea of where the joint is. correlation*: of
    neighbouring frames at 50 Hz. flip_share: frames with left and right exchanged; the others alike.
    """

    good: Tensor
    bad: Tensor
    bad_share: Tensor
    constant: Tensor
    score_good: tuple[float, float]
    score_bad: tuple[float, float]
    correlation: float
    bad_correlation: float
    flip_share: float
    flip_frames: float
    limb_swap_share: float
    missing_share: float


def read_noise(path: Path) -> Noise:
    """The table at a path, or of that name in NOISE_FOLDER. Raises ParallaxError when it is none."""
    path = Path(path) if Path(path).exists() else NOISE_FOLDER / path
    try:
        table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        good, bad, share, constant = (torch.tensor([float(table[key][name]) for name in _FOUND_NAMES])
                            for key in ("good_m", "bad_m", "bad_share", "constant_m"))
        seen, lost = ((float(table[key][0]), float(table[key][1])) for key in ("score_good", "score_bad"))
        rest = {key: float(table[key]) for key in ("correlation", "bad_correlation", "flip_share", "flip_frames",
                                                   "limb_swap_share", "missing_share")}
    except (OSError, ValueError, KeyError, TypeError, IndexError) as fault:
        raise ParallaxError(path, "it is no table of detector noise ({why!r}).",
                            "Write one with `python -m training.bench.detector_noise`.", why=fault) from None
    return Noise(good, bad, share, constant, seen, lost, **rest)


def _wander(shape: tuple[int, int, int], correlation: Tensor, g: Generator) -> Tensor:
    """(B, T, K) unit normal noise whose neighbouring frames correlate by (B,) `correlation`."""
    t = shape[1]
    lag = torch.arange(t)[:, None] - torch.arange(t)
    rho = correlation[:, None, None]
    mix = torch.where(lag >= 0, rho ** lag.clamp_min(0), 0) * (1 - rho**2).sqrt()
    mix[:, :, 0] = correlation[:, None] ** torch.arange(t)  # the first frame starts in the stationary state
    noise: Tensor = mix @ torch.randn(shape, generator=g)
    return noise


def _spells(shape: tuple[int, int, int], share: Tensor, correlation: float, g: Generator) -> Tensor:
    """(B, T, K) booleans, true for `share` (broadcast to the shape) of the frames, in spells."""
    threshold = -torch.special.ndtri(share.clamp(1e-6, 1 - 1e-6))
    spells: Tensor = (_wander(shape, torch.full((shape[0],), correlation), g) > threshold) & (share > 0)
    return spells


def detect(xy: Tensor, depth: Tensor, relative_depth: Tensor, n: Noise, severity: Tensor, g: Generator) -> Tensor:
    """What a detector would say of (B, T, 17, 2) true points on the plane at distance 1: (B, T, 17, 3) with scores.

    depth: (B, T) of the athlete; relative_depth: (B, T, 17) of each joint behind the pelvis, since the far side is lost
    more often; severity: (B,) factor on all errors, 0 for a perfect detector.
    """
    b, t = xy.shape[:2]
    k = len(FOUND)
    hard = severity[:, None, None]
    share = n.bad_share * (1 + torch.tanh(relative_depth[:, :, FOUND] / 0.15)) * hard.clamp_max(1.5)
    lost = _spells((b, t, k), share.clamp_max(0.6), n.bad_correlation, g)
    sigma = hard * torch.where(lost, n.bad, n.good)
    # Heavy tails: the size of the error itself varies from window to window.
    sigma = sigma * torch.exp(0.4 * torch.randn((b, 1, k), generator=g))
    rho = (n.correlation + uniform((b,), -0.3, 0.15, g)).clamp(0, 0.97)
    error = torch.stack([_wander((b, t, k), rho, g) for _ in "xy"], dim=-1) * sigma[..., None]
    shake = 0.15 * torch.randn((b, t, k, 2), generator=g) * sigma[..., None]
    out = xy.clone()
    out[:, :, FOUND] += (error + shake) / depth[:, :, None, None]
    scores = torch.ones((b, t, 17))
    mean = torch.where(lost, n.score_bad[0], n.score_good[0])
    std = torch.where(lost, n.score_bad[1], n.score_good[1])
    scores[:, :, FOUND] = (mean + std * _wander((b, t, k), rho, g)).clamp(0.01, 1)
    out, scores = _drop(out, scores, n, g)
    out = torch.cat((out, scores[..., None]), dim=-1)
    return _swap(out, n, severity > 0, g)


def _drop(xy: Tensor, scores: Tensor, n: Noise, g: Generator) -> tuple[Tensor, Tensor]:
    """Missing joints and missing frames: score 0, and the place a straight line in time between the neighbours."""
    b, t = xy.shape[:2]
    joints = _spells((b, t, 17), torch.full((), n.missing_share), 0.9, g)
    frames = _spells((b, t, 1), torch.full((b, 1, 1), n.missing_share), 0.9, g)
    missing = joints | frames
    here = torch.arange(t)[None, :, None]
    before = torch.where(missing, -1, here).cummax(dim=1).values
    after = torch.where(missing, t, here).flip(1).cummin(dim=1).values.flip(1)
    empty = (before < 0) & (after >= t)  # never seen in this window: it lies on the pelvis, as core/lift.py puts it
    low = torch.where(before < 0, after, before).clamp(0, t - 1)
    high = torch.where(after >= t, before, after).clamp(0, t - 1)
    share = ((here - low) / (high - low).clamp_min(1)).clamp(0, 1)[..., None]
    ends = [xy.gather(1, index[..., None].expand(-1, -1, -1, 2)) for index in (low, high)]
    out = torch.where(missing[..., None], ends[0] + share * (ends[1] - ends[0]), xy)
    return torch.where(empty[..., None], out[:, :, :1], out), torch.where(missing, 0, scores)


def _swap(xys: Tensor, n: Noise, allowed: Tensor, g: Generator) -> Tensor:
    """Left and right exchanged for spells: of the whole body, and of the legs or the arms alone."""
    b, t = xys.shape[:2]
    rho = math.exp(-1 / max(n.flip_frames, 1))
    # Flips gather in few recordings (the back to the camera, a hidden face): a quarter of the windows has them all.
    has = (torch.rand((b, 1, 1), generator=g) < 0.25) & allowed[:, None, None]
    body = _spells((b, t, 1), (4 * n.flip_share * has).clamp_max(0.45), rho, g)
    limbs = _spells((b, t, 2), (n.limb_swap_share * allowed[:, None, None]).expand(b, 1, 2), 0.8, g)
    legs, arms = limbs[..., :1] ^ body, limbs[..., 1:] ^ body
    joint = torch.arange(17)
    swapped = torch.where(joint < 7, legs, torch.where(joint > 10, arms, torch.zeros_like(arms)))
    return torch.where(swapped[..., None], xys[:, :, torch.tensor(H36M17.mirror)], xys)
