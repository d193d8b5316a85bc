"""Motion capture in BVH, and in ASF with AMC, as H36M-17 in metres with z up (core/motion_joints.py)."""

import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from core.errors import ParallaxError
from core.motion_files import read_amc, read_bvh
from core.motion_joints import as_h36m17
from core.skeleton import H36M17
from training.datasets.mocap import Clip
from training.datasets.parts import TRAIN, Part, Survey, clips_of

ENDINGS = (".bvh", ".amc")
SHORT_FOREARM, SHORT_TRUNK = 0.70, 0.50  # of the upper arm (a person's: 0.9), and of the leg (0.6)


def recognises(path: Path) -> bool:
    return bool(_files(Path(path)))


def survey(path: Path, unit: float | None = None) -> Survey:
    path = Path(path)
    return Survey([Part(file, (TRAIN,), partial(_clips, file, unit)) for file in _files(path)])


def read(path: Path, split: str = TRAIN, unit: float | None = None) -> Iterator[Clip]:
    """Clips of a file, or of all BVH and AMC in a folder; there is no split but 'train'. unit: metres a unit of BVH.

    Warns of files whose bones are not whole. Raises ParallaxError, some of it only while clips are read.
    """
    return (_warned(clip) for clip in clips_of(path, survey(path, unit).parts, split))


def remarks(clip: Clip) -> list[str]:
    """What is wrong with the bones of a clip: some files of CMU lost the uppermost bone of the trunk, and half the
    forearms, on their way to BVH."""
    bones = {H36M17.joints[child]: float(np.linalg.norm(clip.points[:, child] - clip.points[:, parent], axis=-1).mean())
             for parent, child in H36M17.bones}
    out = []
    for side in "lr":
        share = bones[f"{side}wrist"] / max(bones[f"{side}elbow"], 1e-6)
        if share < SHORT_FOREARM:
            which = "left" if side == "l" else "right"
            out.append(f"{clip.name}: the {which} forearm has {share:.0%} of the upper arm's length; half of it may be "
                       "lost in the file.")
    trunk, leg = bones["spine"] + bones["thorax"], bones["lknee"] + bones["lankle"]
    if trunk < SHORT_TRUNK * leg:
        out.append(f"{clip.name}: from pelvis to neck it is {trunk:.2f} m, with legs of {leg:.2f} m; a bone of the "
                   "trunk may be lost in the file.")
    return out


def _warned(clip: Clip) -> Clip:
    for remark in remarks(clip):
        warnings.warn(remark, stacklevel=3)
    return clip


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() in ENDINGS else []
    depths = ("*", "*/*", "*/*/*")  # no further: somebody may ask about a whole disk
    return sorted(file for depth in depths for file in path.glob(depth) if file.suffix.lower() in ENDINGS)


def _clips(file: Path, unit: float | None) -> Iterator[Clip]:
    motion = read_bvh(file) if file.suffix.lower() == ".bvh" else read_amc(file, _skeleton(file))
    subject, _, action = file.stem.partition("_")
    yield Clip(file.stem, subject if action else file.parent.name, action or file.stem,
               file.suffix[1:].lower(), motion.fps, as_h36m17(file, motion, unit))


def _skeleton(file: Path) -> Path:
    """The ASF of a motion: of the same name, of its first part (CMU: 07.asf of 07_01.amc), or the only one there."""
    there = [other for other in sorted(file.parent.iterdir()) if other.suffix.lower() == ".asf"]
    for stem in (file.stem, file.stem.partition("_")[0]):
        named = [other for other in there if other.stem.lower() == stem.lower()]
        if named:
            return named[0]
    beginning = [other for other in there if file.stem.lower().startswith(other.stem.lower())] or there
    if len(beginning) != 1:
        raise ParallaxError(file, "{n} skeletons (.asf) lie beside it, and none is of its name.",
                            "Put the motion's own skeleton beside it, called alike.", n=len(there))
    return beginning[0]
