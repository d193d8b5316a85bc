"""The data sets that Parallax reads: what they are called and consist of, and what a file or folder is of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.words import marked, tr
from training.datasets import mocap, motion
from training.datasets.parts import SPLITS, TRAIN, Fault, Part, Survey

PROJECT, MOCAP, MOTION = "project", "mocap", "motion"


@dataclass(frozen=True)
class Known:
    """title; module: its reader, '' where `recognise` has its own way; files: what it consists of; licence: what may be
    done with it, in a few words."""

    title: str
    module: str
    files: str
    licence: str


KNOWN: Mapping[str, Known] = MappingProxyType({
    PROJECT: Known(marked("Parallax project"), "", "NAME.parallax", "yours"),
    "h36m": Known("Human3.6M (VideoPose3D)", "h36m", "data_3d_h36m.npz, data_2d_h36m_*.npz",
                  "research only, by registration"),
    "h36m-motionbert": Known("Human3.6M (MotionBERT)", "motionbert",
                             "h36m_sh_conf_cam_source_final.pkl, or {train,test}/00000000.pkl …",
                             "research only, by registration"),
    "sportspose": Known("SportsPose", "sportspose", "data/{indoors,outdoors}/Sxx/…, videos/",
                        "research only, on request"),
    "skipose": Known("Ski-Pose PTZ", "skipose", "{train,test}/labels.h5, ski_centers.csv", "research only, on request"),
    "mpi-inf-3dhp": Known("MPI-INF-3DHP", "mpi_inf_3dhp",
                          "S1…S8/Seq1…2/annot.mat, TS1…TS6/annot_data.mat; or data_{train,test}_3dhp.npz",
                          "research only"),
    "panoptic": Known("CMU Panoptic", "panoptic",
                      "SEQUENCE/calibration_SEQUENCE.json, SEQUENCE/hdPose3d_stage1_coco19/",
                      "non-commercial research only"),
    "3dpw": Known("3DPW", "threedpw", "sequenceFiles/{train,validation,test}/*.pkl", "non-commercial research only"),
    "amass": Known("AMASS", "amass", "DATASET/SUBJECT/*_poses.npz; or DATASET.npz of AMASS-to-3DHPE",
                   "non-commercial research only; the body model has a licence of its own"),
    MOCAP: Known(marked("Motion capture as H36M-17"), "", "NAME.npz of clips", "as its source"),
    MOTION: Known(marked("Motion capture"), "motion", "*.bvh, or *.amc with *.asf", "as its source"),
})


@dataclass
class Found:
    """What a file or folder is: name in KNOWN; missing: files that are missing or wrong, and how; splits: name → clips
    and frames; subjects: their number. complete: nothing is missing."""

    name: str
    path: Path
    missing: list[Fault] = field(default_factory=list)
    splits: dict[str, tuple[int, int]] = field(default_factory=dict)
    subjects: int = 0
    clips: int = 0
    frames: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not self.missing and self.clips > 0


def recognise(path: Path, progress: Progress = silent) -> Found | None:
    """What is there, with every part of it read as training would; None where it is no data set that is known.

    Raises ParallaxError where there is nothing at the path.
    """
    path = Path(path)
    if not path.exists():
        raise ParallaxError(path, "there is no such file or folder.", "Check the path.")
    if path.suffix == ".parallax" and path.is_dir():
        return _read(PROJECT, path, Survey([Part(path, (TRAIN,), lambda: _project(path))]), progress)
    for name, known in KNOWN.items():
        if name == MOCAP and path.suffix == ".npz" and path.is_file():
            return _read(MOCAP, path, Survey([Part(path, (TRAIN,), lambda: mocap.read(path))]), progress) if (
                _is_mocap(path)) else None
        if known.module:
            module = import_module(f"training.datasets.{known.module}")
            if module.recognises(path):
                return _read(name, path, module.survey(path), progress)
    return None


def load(path: Path, split: str = TRAIN) -> list[Any]:
    """The clips of a split of whatever data set is there: of several views (views.py), or of motion (mocap.py).

    Raises ParallaxError where it is none that is known, or a file of it is missing or wrong.
    """
    path = Path(path)
    if not path.exists():
        raise ParallaxError(path, "there is no such file or folder.", "Check the path.")
    if path.suffix == ".parallax" and path.is_dir():
        return _project(path)
    if path.suffix == ".npz" and path.is_file() and _is_mocap(path):
        return list(mocap.read(path))
    for known in KNOWN.values():
        if known.module:
            module = import_module(f"training.datasets.{known.module}")
            if module.recognises(path):
                return list(module.read(path, split))
    raise ParallaxError(path, "this is no data set that is known.", "Known are: {kinds}.",
                        kinds=", ".join(tr(each.title) for each in KNOWN.values()))


def _read(name: str, path: Path, survey: Survey, progress: Progress) -> Found:
    found = Found(name, path, list(survey.missing), remarks=list(survey.remarks))
    subjects: set[str] = set()
    for number, part in enumerate(survey.parts):
        progress(Step("read", number, len(survey.parts), name))
        try:
            for clip in part.clips():
                subjects.add(clip.subject)
                _count(found, part, len(clip))
                if name == MOTION:
                    found.remarks += motion.remarks(clip)
        except ParallaxError as fault:
            inside = Path(fault.subject)
            told = inside.relative_to(path) if path in inside.parents else Path(inside.name)
            found.missing.append(Fault(str(told), fault.fault))
    progress(Step("read", len(survey.parts), len(survey.parts), name))
    found.subjects = len(subjects - {""})
    found.splits = {split: found.splits[split] for split in sorted(found.splits, key=_order)}
    return found


def _count(found: Found, part: Part, frames: int) -> None:
    found.clips += 1
    found.frames += frames
    for split in part.splits:
        clips, before = found.splits.get(split, (0, 0))
        found.splits[split] = clips + 1, before + frames


def _order(split: str) -> tuple[int, str]:
    return (SPLITS.index(split) if split in SPLITS else len(SPLITS)), split


def _is_mocap(path: Path) -> bool:
    """Whether an NPZ has the table of clips; what is wrong in it is told when it is read."""
    from training.datasets.arrays import shapes

    try:
        return {"names", "kind", "fps"} <= set(shapes(path))
    except ParallaxError:
        return False


def _project(path: Path) -> list[Any]:
    from core.skeleton import H36M17
    from training.datasets import recording, views

    return [views.recorded(recording.read(path, H36M17))]
