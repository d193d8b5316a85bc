"""What a training was good for: before and after on what nothing was learned from, and what becomes of it.

receipt.json lies in the run's folder. `write` makes it when the training is done; `keep` makes a model of the weights,
whose card tells where they come from; `discard` only says that they are not wanted: the run stays.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import cards, importing, records
from core.cards import Card
from core.errors import ParallaxError
from core.files import write_text
from core.runs import Run
from core.skeleton import H36M17
from core.words import marked, tr
from training.settings import learner

if TYPE_CHECKING:
    from training.methods.consistency import Shown
    from training.methods.guided import Frame

FILE = "receipt.json"
WORST = 6          # frames that are shown
APART = 10         # frames between two of them: neighbours show the same
NOTICED = 0.005    # a smaller change of what decides is none

# Figure → what a user reads, and its unit. What is in no list is not shown.
FIGURES: Mapping[str, tuple[str, str]] = {
    "mpjpe_mm": ("Error against the 3D truth (MPJPE)", "mm"),
    "p_mpjpe_mm": ("Error after alignment (P-MPJPE)", "mm"),
    "mpjve_mm": ("Error of movements from frame to frame (MPJVE)", "mm"),
    "torso_percent": ("Error in the picture (2D)", "% of the torso"),
    "pck": ("Joints within a fifth of the torso (PCK@0.2)", "%"),
    "agreement_mm": ("Distance between the views", "mm"),
    "picture_mm": ("Distance from the keypoints in the picture", "mm"),
    "bones_percent": ("Change of bone lengths in a clip", "%"),
    "jitter_mm": ("Jitter from frame to frame", "mm"),
    "true_mpjpe_mm": ("Error with true 2D (MPJPE)", "mm"), "true_p_mpjpe_mm": ("Error with true 2D (P-MPJPE)", "mm"),
    "noisy_mpjpe_mm": ("Error with a detector's 2D (MPJPE)", "mm"),
    "noisy_p_mpjpe_mm": ("Error with a detector's 2D (P-MPJPE)", "mm"),
}
# What decides whether it is better: the first of these that is known. Truth counts more than agreement, which can be of
# errors; the loss is both agreement and picture.
DECIDE = ("p_mpjpe_mm", "noisy_p_mpjpe_mm", "torso_percent", "loss")
HIGHER = ("pck",)  # of which more is better


@dataclass(frozen=True)
class Row:
    """A figure before and after; the lower the better."""

    name: str
    title: str
    unit: str
    before: float
    after: float
    lower_is_better: bool = True


@dataclass(frozen=True)
class OfJoint:
    """A joint before and after: percent of the torso in 2D, and millimetres in 3D where lifters tell; None where it is
    never seen."""

    joint: str
    before_2d: float | None
    after_2d: float | None
    before_mm: float | None = None
    after_mm: float | None = None


@dataclass(frozen=True)
class Worst:
    """A frame to look at: (17, 3) poses before and after, two of each, in metres of a body of known size. Of a lifter
    that learned from views, two views that were far apart, the first moved onto the second; of a detector, what a
    lifter makes of its joints, and the truth, where that changed most: views are then these two."""

    clip: str
    views: tuple[str, ...]
    frame: int
    before_mm: float
    after_mm: float
    before: tuple[tuple[tuple[float, ...], ...], ...]
    after: tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class Receipt:
    """verdict: 'better', 'worse' or 'same', and why in a sentence. parent: the model that it began with, '' for none.
    joints: of a detector. kept: the model that it has become."""

    verdict: str
    why: str
    parent: str
    rows: tuple[Row, ...] = ()
    worst: tuple[Worst, ...] = ()
    kept: str = ""
    discarded: bool = False
    joints: tuple[OfJoint, ...] = ()


def write(run: Run) -> Receipt | None:
    """Make the receipt of a training that is done; None, and none written, where it is not, or began from scratch."""
    import torch

    from training import checkpoint
    from training.run import asked, made

    weights = run.folder / "weights.pt"
    if run.status().state != "done" or not weights.exists():
        return None
    method, c = asked(run)
    if getattr(c, "fresh", False) or not (learner(c) or c.start_from):
        return None
    data: Any = made(method, c)
    before, after = data.net().eval(), data.net().eval()
    checkpoint.begin(before, c.start_from)
    after.load_state_dict(checkpoint.load(weights))
    device = torch.device("cuda" if torch.cuda.is_available() and c.device in ("auto", "cuda") else "cpu")
    before, after = before.to(device), after.to(device)
    old, new = data.validate(before), data.validate(after)
    rows = tuple(Row(name, *FIGURES[name], float(old[name]), float(new[name]), name not in HIGHER)
                 for name in FIGURES if name in old and name in new)
    verdict, why = judged(old, new)
    worst: tuple[Worst, ...] = ()
    if hasattr(data, "disagreement"):
        worst = _worst(data.disagreement(before), data.disagreement(after))
    elif hasattr(data, "changed"):
        worst = _changed(data.changed(before, after))
    joints = _joints(data.per_joint(before), data.per_joint(after)) if hasattr(data, "per_joint") and old else ()
    receipt = Receipt(verdict, why, learner(c), rows, worst, joints=joints)
    write_text(run.folder / FILE, records.dumps(receipt), durable=True)
    return receipt


def judged(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[str, str]:
    """The verdict on figures, and why."""
    name = next((name for name in DECIDE if name in before and name in after), "")
    if not name:
        return "same", tr("Nothing was held out, so nothing tells whether it helped.")
    title = tr(FIGURES[name][0]) if name in FIGURES else tr("What training makes small (agreement and picture)")
    change = after[name] / before[name] - 1 if before[name] else 0.0
    if abs(change) < NOTICED:
        return "same", tr("{title} has not changed on what was held out.").format(title=title)
    told = (tr("{title} fell by {percent}% on what was held out.") if change < 0 else
            tr("{title} rose by {percent}% on what was held out."))
    told = told.format(title=title, percent=f"{100 * abs(change):.0f}")
    if change < 0 and name == "loss" and after.get("agreement_mm", 0) > before.get("agreement_mm", 0):
        return "worse", f"{told} {tr('But the views are further apart.')}"
    return ("better" if change < 0 else "worse"), told


def _worst(before: "list[Shown]", after: "list[Shown]") -> tuple[Worst, ...]:
    """The frames that were furthest apart, some way from one another, and what has become of them."""
    import numpy as np

    found: list[Worst] = []
    every = sorted(((float(shown.apart_mm[t]), n, t) for n, shown in enumerate(before)
                    for t in np.flatnonzero(~shown.few & np.isfinite(shown.apart_mm))), reverse=True)
    taken: list[tuple[int, int]] = []
    for apart, n, t in every:
        if len(found) == WORST:
            break
        if any(n == other and abs(t - at) < APART for other, at in taken):
            continue
        taken.append((n, int(t)))
        old, new = before[n], after[n]
        found.append(Worst(old.clip.name, old.clip.views[:2], int(t), round(apart, 1), round(float(new.apart_mm[t]), 1),
                           _pair(old, int(t)), _pair(new, int(t))))
    return tuple(found)


def _changed(frames: "list[Frame]") -> tuple[Worst, ...]:
    """The frames whose error in 3D has changed most, for better or worse, some way from one another."""
    import numpy as np

    errors = [[1000 * float(np.linalg.norm(pose - each.truth, axis=-1).mean()) for pose in (each.before, each.after)]
              for each in frames]
    found: list[Worst] = []
    for n in sorted(range(len(frames)), key=lambda n: -abs(errors[n][1] - errors[n][0])):
        each, (before, after) = frames[n], errors[n]
        if len(found) == WORST:
            break
        if all(each.clip != other.clip or abs(each.frame - other.frame) >= APART for other in found):
            found.append(Worst(each.clip, (marked("the lifter"), marked("the truth")), each.frame, round(before, 1),
                               round(after, 1), (_plain(each.before), _plain(each.truth)),
                               (_plain(each.after), _plain(each.truth))))
    return tuple(found)


def _joints(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[OfJoint, ...]:
    def told(figures: Mapping[str, Any], key: str, joint: int) -> float | None:
        value = float(figures[key][joint]) if key in figures else float("nan")
        return round(value, 2) if value == value else None

    both, keys = (before, after), ("torso_percent", "mpjpe_mm")
    return tuple(OfJoint(name, *(told(each, key, j) for key in keys for each in both))
                 for j, name in enumerate(H36M17.joints))


def _plain(pose: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(round(float(value), 4) for value in joint) for joint in pose)


def _pair(shown: "Shown", t: int) -> tuple[tuple[tuple[float, ...], ...], ...]:
    return tuple(_plain(pose[t]) for pose in (shown.moved, shown.onto))


def read(folder: Path) -> Receipt | None:
    """The receipt of a run, None where there is none. Raises ParallaxError where it is damaged."""
    path = Path(folder) / FILE
    try:
        return records.parse(Receipt, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise ParallaxError(path, "this receipt cannot be read ({why}).",
                            "Delete it and run `parallax evaluate` on the run's folder.", why=fault) from None


def keep(folder: Path, model_id: str = "", title: str = "") -> Card:
    """Make a model of the user's of a run's weights, with a card that tells where they come from.

    Raises ParallaxError where the run has none, or there is a model of this name.
    """
    from training.run import asked

    run = Run(folder)
    method, c = asked(run)
    receipt = read(run.folder)
    parent = cards.cards().get(learner(c))
    told = None if parent is None else _told(parent, method, c)
    made = importing.bring(run.folder / "weights.pt", model_id or run.name.lower(), told,
                           about=None if parent is None else heir(parent, title or f"{parent.title}, {_when(run)}",
                                                                  _provenance(run, method, c, receipt)),
                           source={"run": run.name})
    if receipt is not None:
        write_text(run.folder / FILE, records.dumps(replace(receipt, kept=made.id, discarded=False)), durable=True)
    return made


def _told(parent: Card, method: str, c: Any) -> importing.Asked:
    """What is known of the network of what has learned further: as its parent's, but for what the training changed."""
    if method != "guided":
        return importing.Asked({**parent.config, **c.net_config}, parent.convention, parent.settings)
    from training import detectors

    made = detectors.load(c.detector, c.net_config)
    return importing.Asked(made.card.config, {"joints": H36M17.name}, parent.settings)


def discard(folder: Path) -> None:
    """Say that the weights of a run are not wanted. Raises ParallaxError where it has no receipt."""
    receipt = read(folder)
    if receipt is None:
        raise ParallaxError(folder, "this run has no receipt.", "Let it end first.")
    write_text(Path(folder) / FILE, records.dumps(replace(receipt, discarded=True)), durable=True)


def heir(parent: Card, title: str, training: Mapping[str, Any]) -> Card:
    """The card of what has learned further from a model: its terms, and where it comes from."""
    joints = H36M17.name if parent.task == "detector" else parent.joints  # what learns here has that head
    return replace(parent, title=title, joints=joints, training=training, measured={}, source={})


def _provenance(run: Run, method: str, c: Any, receipt: Receipt | None) -> dict[str, Any]:
    told: dict[str, Any] = {"method": method, "parent": learner(c), "data": [Path(name).name for name in c.data],
                            "seed": c.seed, "made": _when(run), "settings": records.dumps(c)}
    kept = cards.card(learner(c)).training.get("acknowledgement")
    if kept:
        told["acknowledgement"] = kept
    for row in receipt.rows if receipt else ():
        told[f"before_{row.name}"], told[f"after_{row.name}"] = round(row.before, 2), round(row.after, 2)
    return told


def _when(run: Run) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(run.request.made_s))
