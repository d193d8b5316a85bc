"""What a training needs, looked at before it begins: views on one clock, somebody in them, and the room it takes.

`check` reads projects and settings, `of_trial` what a few steps have cost (training/run.py). Each finding is a sentence
for the user. There is no torch here, but files are read: not for the GUI thread.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import cards, conventions, weights
from core.compare import Comparison, Track, compare
from core.corrected import made_from
from core.document import View
from core.errors import ParallaxError
from core.pose import Poses3D
from core.skeleton import H36M17
from core.storage import DATABASE, Project
from core.sync_edits import current
from core.sync_records import WORDS
from core.words import tr
from training.datasets import pictures, recording
from training.settings import Loop, learner

OK, WARNING, BAD = "ok", "warning", "bad"

SURE = 0.75          # a confidence from which a clock needs no second look
SHORT_S = 10.0       # of what two views see, below which there is little to learn from
SEEN_SHARE = 0.5     # of a window's frames, as training/methods/consistency.py asks for
ALIKE = (20.0, 160.0)  # degrees between two views, outside of which they err alike
# Two checkpoints of weights, average and Adam's two moments, the best and the last weights, all in single precision,
# which is up to twice the file that they come from; and one checkpoint while it is written.
FEW_PICTURES = 500
LEARNING = ("hrnet", "rtmpose")  # networks of detectors that can be trained
SINGLE = ("simple_baseline", "iganet", "frame_transformer")  # networks that lift single frames, whatever their settings
KEPT_SIZES = 2 * (2 * 4 + 2 + 4)
UNKNOWN_MB = 30.0    # of weights, where no file of them is there yet
LITTLE_MB = 1000.0   # of memory: torch alone takes a third of it


@dataclass(frozen=True)
class Finding:
    """state: OK, WARNING, or BAD, which a training cannot begin with. sentence: for the user."""

    state: str
    sentence: str


def check(c: Loop, room: Path) -> list[Finding]:
    """What is to be known before a training with these settings begins. room: where its folder will be."""
    found: list[Finding] = []
    data = getattr(c, "data", ())
    if isinstance(data, str):
        found += _capture(data)
    elif not data:
        found.append(Finding(BAD, tr("Nothing is chosen to learn from.")))
    for name in data if isinstance(data, tuple) else ():
        found += _pictures(Path(name), c) if hasattr(c, "detector") else _source(Path(name), c, len(data) == 1)
    if hasattr(c, "lifter"):
        found += _lifter(c.lifter)
    if hasattr(c, "detector"):
        found += [*_detector(c.detector), *_guides(getattr(c, "lifters", ()))]
    return [*found, _disk(c, room), *_memory()]


def worst(findings: Sequence[Finding]) -> str:
    """The gravest state; OK where there is none."""
    states = {each.state for each in findings}
    return next((state for state in (BAD, WARNING) if state in states), OK)


# ---------------------------------------------------------------- what is learned from


def _capture(name: str) -> list[Finding]:
    path = Path(name)
    if path.is_dir():
        return [_later(path)]
    if not path.is_file():
        return [Finding(BAD, tr("There is no motion capture at {path}. Choose a file.").format(path=name))]
    said = tr("Motion capture: {name}, {size}.").format(name=path.name, size=size(path.stat().st_size / 1e6))
    return [Finding(OK, said)]


def _later(path: Path) -> Finding:
    return Finding(OK, tr("{name}: read when the training begins.").format(name=path.name))


def _source(path: Path, c: Any, alone: bool) -> list[Finding]:
    """Of one project or data set. alone: it is the only one, of which views may be chosen."""
    if not path.exists():
        return [Finding(BAD, tr("{name} is not there any more.").format(name=path.name))]
    if path.is_file() or not (path / DATABASE).is_file():
        return [_later(path)]
    said = "" if alone else f"{path.stem}: "
    try:
        with Project.open(path, read_only=True) as project:
            return [Finding(each.state, said + each.sentence) for each in _project(project, c, alone)]
    except ParallaxError as fault:
        return [Finding(BAD, f"{said}{fault.fault} {fault.remedy}")]


def _pictures(path: Path, c: Any) -> list[Finding]:
    """Of pictures that a detector is to learn from, and their 3D. Reads what is known of them, not the pictures."""
    try:
        found = pictures.load(path, every=c.every, cameras=Path(c.cameras) if c.cameras else None)
    except ParallaxError as fault:
        return [Finding(BAD, f"{path.name}: {fault.fault} {fault.remedy}")]
    count, people = sum(map(len, found)), pictures.subjects(found)
    lost = [name for name in c.held_out if name not in people]
    if lost:
        nobody = tr("Nobody is called {lost} in {name}. There are {people}.")
        return [Finding(BAD, nobody.format(lost=_listed(lost), name=path.name, people=_listed(people)))]
    said = (tr("{name}: {count} pictures with 3D, of 1 person.") if len(people) == 1 else
            tr("{name}: {count} pictures with 3D, of {n} people."))
    said = said.format(name=path.name, count=count, n=len(people))
    if count < FEW_PICTURES:
        return [Finding(WARNING, f"{said} {tr('That is little to learn from: some thousands are better.')}")]
    return [Finding(OK, said)]


def _project(project: Project, c: Any, alone: bool) -> list[Finding]:
    views = views_of(project)
    if not views:
        return [Finding(BAD, tr("Nobody was found in any view yet. Find poses first."))]
    picked = [n - 1 for n in getattr(c, "views", ()) if alone and n <= len(views)]
    wanted = picked or list(range(len(views)))
    chosen = [views[n] for n in wanted]
    if len(chosen) < 2:
        said = (tr("One view alone ({view}) has nothing to agree with. Choose two or more.") if len(views) > 1 else
                tr("Only {view} shows the athlete. It takes a second view."))
        return [Finding(BAD, said.format(view=chosen[0].name))]
    return [_synchronized(project, chosen), _seen_together(project, wanted, c), *_angles(project, chosen, c)]


def views_of(project: Project) -> list[View]:
    """The views whose athlete is known, in the order in which `views` of the settings counts them."""
    return [view for view in project.document.views.values() if made_from(project.document, view.id) is not None]


def _synchronized(project: Project, views: Sequence[View]) -> Finding:
    found = current(project.document)
    moved = [view for view in views if view.offset_s or view.drift_ppm]
    if found is None:
        return Finding(WARNING, tr("The views were never synchronized: they are taken to begin at the same moment.") if
                       not moved else tr("The clocks were set by hand ({views}).").format(
                           views=", ".join(v.name for v in moved)))
    said = {each.view: each for each in found.views}
    lost = [view.name for view in views if view.id not in said or not said[view.id].accepted]
    if lost:
        return Finding(BAD, tr("When {views} began is not known. Synchronize, or set the clock by hand: what is off by "
                               "a few frames teaches the wrong thing.").format(views=_listed(lost)))
    others = [said[view.id] for view in views if view.id != found.anchor]
    least = min(others, key=lambda each: each.confidence)
    evidence = sorted({each for view in others for each in view.evidence}, key=list(WORDS).index)
    is_sure = least.confidence >= SURE
    words = (tr("Synchronized by {evidence}, {percent} % sure, to {ms} ms.") if is_sure else
            tr("Synchronized by {evidence}, but only {percent} % sure, to {ms} ms."))
    return Finding(OK if is_sure else WARNING, words.format(
        evidence=_listed([tr(WORDS[each]) for each in evidence if each in WORDS]) or tr("the file's own times"),
        percent=min(99, round(100 * least.confidence)), ms=f"{1000 * least.sigma_s:.2g}"))


def _seen_together(project: Project, wanted: Sequence[int], c: Any) -> Finding:
    data = recording.read(project, H36M17)
    both = np.asarray((data.seen[list(wanted)].sum(axis=2) >= recording.FEWEST).sum(axis=0) >= 2)
    times = data.times
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    frames, seconds = int(both.sum()), float(both.sum()) * step
    if not _enough(both, c):
        if not frames:
            return Finding(BAD, tr("No two of these views show the athlete at the same time."))
        return Finding(BAD, tr("Two views show the athlete at the same time in {frames} frames only, not in half of "
                               "{window} that belong together. Lower Frames, or choose other views.").format(
                                   frames=frames, window=c.frames))
    is_short = seconds < SHORT_S
    said = (tr("Two views show the athlete at the same time for {time} ({frames} frames): little to learn from. "
               "{least} s of varied movement or more are better.") if is_short else
            tr("Two views show the athlete at the same time for {time} ({frames} frames)."))
    return Finding(WARNING if is_short else OK,
                   said.format(time=_seconds(seconds), frames=frames, least=f"{SHORT_S:.0f}"))


def _enough(both: NDArray[np.bool_], c: Any) -> bool:
    """Whether a window of what is learned from is seen well enough; the end of a recording is held out."""
    kept = both[:len(both) - round(getattr(c, "held_out", 0.0) * len(both))]
    window = min(getattr(c, "frames", 1), len(kept))
    if window == 0:
        return False
    total = np.r_[0, np.cumsum(kept)]
    return bool((total[window:] - total[:-window]).max() >= SEEN_SHARE * window)


def _angles(project: Project, views: Sequence[View], c: Any) -> list[Finding]:
    lifted = tracks_of(project, views)
    if len(lifted) < 2:
        return [Finding(WARNING, tr("Not lifted to 3D yet, so nothing tells how far around the athlete the views "
                                    "stand."))]
    made = compare(lifted, lifted[0].view, fixed=not getattr(c, "per_frame", False))
    names = {view.id: view.name for view in views}
    apart = angles(made)
    if not apart:
        return [Finding(WARNING, tr("The views' 3D could not be brought together, so their angle is not known."))]
    (a, b), widest = max(apart.items(), key=lambda each: -abs(each[1] - 90))
    if len(lifted) == 2:
        return [_two(names[a], names[b], widest)]
    alike = [pair for pair, angle in apart.items() if not ALIKE[0] <= angle <= ALIKE[1]]
    if len(alike) == len(apart):
        return [Finding(WARNING, tr("All views look along nearly one line (the best two are {angle}° apart): they err "
                                    "alike, and little is gained.").format(angle=f"{widest:.0f}"))]
    said = [tr("{a} and {b} are {angle}° apart.").format(a=names[a], b=names[b], angle=f"{widest:.0f}")]
    if alike:
        pairs = _listed([_listed([names[x], names[y]]) for x, y in alike])
        said.append(tr("{pairs} err alike and teach each other little.").format(pairs=pairs))
    return [Finding(OK, " ".join(said))]


def _two(a: str, b: str, angle: float) -> Finding:
    told = {"a": a, "b": b, "angle": f"{angle:.0f}"}
    if angle < ALIKE[0]:
        return Finding(WARNING, tr("{a} and {b} look from nearly one side ({angle}° apart): they err alike, and little "
                                   "is gained. Try the tab Which views?").format(**told))
    if angle > ALIKE[1]:
        return Finding(WARNING, tr("{a} and {b} face each other ({angle}° apart): both are blind along the same line, "
                                   "and little is gained. Try the tab Which views?").format(**told))
    return Finding(OK, tr("{a} and {b} are {angle}° apart around the athlete.").format(**told))


def tracks_of(project: Project, views: Sequence[View]) -> list[Track]:
    """The views' athletes in 3D, of those lifted from the 2D that is in force and in H36M-17. Reads files."""
    found = []
    for view in views:
        flat, deep = (project.document.active(kind, view.id) for kind in ("2d", "3d"))
        if flat is None or deep is None or deep.made_from != flat.id:
            continue
        poses = project.poses(deep.id)
        if isinstance(poses, Poses3D) and poses.skeleton is H36M17:
            found.append(Track.of(view.id, poses, view.clock, deep.athlete or 0))
    return found


def angles(made: Comparison) -> dict[tuple[str, str], float]:
    """Degrees between every two views that could be aligned, as seen from the body, 0 to 180."""
    towards = {each.view: each.towards for each in made.directions()}
    return {(a, b): float(np.degrees(np.arccos(np.clip(towards[a] @ towards[b], -1, 1))))
            for a, b in combinations(towards, 2)}


# ---------------------------------------------------------------- what it begins with


def _lifter(name: str) -> list[Finding]:
    try:
        card = cards.card(name)
        joints = conventions.read(card.id, card.convention).joints
    except ParallaxError as fault:
        return [Finding(BAD, f"{fault.fault} {fault.remedy}")]
    if not trainable(card):
        return [Finding(BAD, tr("{title} lifts key-frames, not every frame. Choose another lifter.").format(
            title=card.title))]
    if joints != H36M17.name:
        said = tr("{title} takes {joints}; recordings are read as H36M-17. Choose another lifter.")
        return [Finding(BAD, said.format(title=card.title, joints=joints))]
    file = _file(card)
    if file is not None and not file.is_file():
        return [Finding(BAD, tr("The weights of {title} are missing.").format(title=card.title))]
    return _terms(card)


def _terms(card: cards.Card) -> list[Finding]:
    """What its licence forbids."""
    if not card.restricted:
        return []
    said = tr("{title}: {terms} That holds for what learns from it, too.")
    return [Finding(WARNING, said.format(title=card.title, terms=tr(card.consequence or card.licence)))]


def _detector(name: str) -> list[Finding]:
    if not name:
        return [Finding(BAD, tr("No detector is chosen. Import HRNet, RTMPose or DWPose as PyTorch weights: BlazePose "
                                "and ONNX files do not learn."))]
    try:
        card = cards.card(name)
    except ParallaxError as fault:
        return [Finding(BAD, f"{fault.fault} {fault.remedy}")]
    if not learns(card):
        return [Finding(BAD, tr("{title} does not learn here. Choose HRNet, RTMPose or DWPose of PyTorch weights.")
                        .format(title=card.title))]
    return _terms(card)


def _guides(names: Sequence[str]) -> list[Finding]:
    found = []
    for name in names:
        try:
            card = cards.card(name)
        except ParallaxError as fault:
            found.append(Finding(BAD, f"{fault.fault} {fault.remedy}"))
            continue
        if not guides(card):
            found.append(Finding(BAD, tr("{title} cannot lift a single picture. Choose another lifter.").format(
                title=card.title)))
    if not names:
        found.append(Finding(WARNING, tr("No lifter is ticked: the detector learns in 2D alone.")))
    return found


def learns(card: cards.Card) -> bool:
    """Whether a detector can be trained: a network of ours, in torch."""
    return card.task == "detector" and card.net in LEARNING


def guides(card: cards.Card) -> bool:
    """Whether a lifter can teach a detector: it lifts single pictures of H36M-17, in metres."""
    if not trainable(card):
        return False
    convention = conventions.read(card.id, card.convention)
    if convention.joints != H36M17.name or convention.name == "motionbert":
        return False
    widths = card.config.get("filter_widths", ())
    return card.net in SINGLE or (card.net == "mixste" and card.config.get("num_frame") == 1) or (
        card.net == "videopose3d" and bool(widths) and all(width == 1 for width in widths))


def trainable(card: cards.Card) -> bool:
    """Whether a training can begin with it."""
    return card.task == "lifter" and not card.fills


def _file(card: cards.Card) -> Path | None:
    """Where its weights are; None where they are fetched when they are first used."""
    if card.weights is None or not card.weights.file:
        return None
    return (weights.folder() if card.own else weights.SHIPPED) / card.weights.file


# ---------------------------------------------------------------- the room


def _disk(c: Any, room: Path) -> Finding:
    free_mb, need_mb = shutil.disk_usage(_there(room)).free / 1e6, KEPT_SIZES * _weights_mb(c)
    said = tr("{free} free on the disk, checkpoints take up to {need}.").format(free=size(free_mb), need=size(need_mb))
    return Finding(BAD if free_mb < need_mb else WARNING if free_mb < 3 * need_mb else OK, said)


def _weights_mb(c: Any) -> float:
    try:
        file = _file(cards.card(learner(c))) if learner(c) else None
        return file.stat().st_size / 1e6 if file is not None else UNKNOWN_MB
    except (OSError, ParallaxError):
        return UNKNOWN_MB


def _there(folder: Path) -> Path:
    """The folder, or the first above it that exists."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _memory() -> list[Finding]:
    free = memory_mb()
    if 0 < free < LITTLE_MB:
        return [Finding(WARNING, tr("Only {free} of memory are free. Close other programs.").format(free=size(free)))]
    return []


def memory_mb() -> float:
    """MB of memory that can be had, as the system says it; all there is where it does not; 0 where it says nothing."""
    with suppress(OSError, ValueError, IndexError):  # no Linux, or one that says it otherwise
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) / 1000
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e6
    except (AttributeError, OSError, ValueError):  # Windows
        return 0.0


def of_trial(result: Mapping[str, Any]) -> list[Finding]:
    """What a few steps have told: step_s, total_s, memory_mb, steps, device. Nothing of a result that is none."""
    try:
        step_s, total_s, used = (float(result[key]) for key in ("step_s", "total_s", "memory_mb"))
        steps, device = int(result["steps"]), str(result["device"])
    except (KeyError, TypeError, ValueError):
        return []
    time = duration(total_s)
    found = [Finding(OK, tr("{time}: {steps} steps of {each} on {device}.").format(
        time=time[:1].upper() + time[1:], steps=f"{steps:,}".replace(",", " "), each=_each(step_s), device=device))]
    free = memory_mb()
    if device == "cpu" and free and used > free:
        found.append(Finding(WARNING, tr("It takes {used} of memory, and {free} are free. Take smaller batches or "
                                         "fewer frames.").format(used=size(used), free=size(free))))
    return found


# ---------------------------------------------------------------- in words


def duration(seconds: float) -> str:
    """'about 12 min'."""
    if seconds < 50:
        return tr("less than a minute")
    if seconds < 90 * 60:
        return tr("about {n} min").format(n=max(1, round(seconds / 60)))
    if seconds < 48 * 3600:
        return tr("about {n} h").format(n=f"{seconds / 3600:.0f}")
    return tr("about {n} days").format(n=f"{seconds / 86400:.0f}")


def size(mb: float) -> str:
    """'1.4 GB'."""
    return f"{mb:.0f} MB" if mb < 1000 else f"{mb / 1000:.{1 if mb < 1e4 else 0}f} GB"


def _each(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 0.1 else f"{seconds:.1f} s"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _listed(names: Sequence[str]) -> str:
    """'a, b and c'."""
    if len(names) < 2:
        return "".join(names)
    return tr("{} and {}").format(", ".join(names[:-1]), names[-1])
