"""The training methods and their settings: what a form shows, a TOML file holds and a run keeps. No torch here.

Each setting says why it is there, its unit and its range, beside its default. `Loop` holds what every method has.
"""

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import records
from core.errors import ParallaxError
from core.words import tr

HELD_OUT = ("cmu002", "cmu009", "cmu013", "cmu035", "cmu131")
CMU = "../shared/data/mocap/cmu_h36m17.npz"
WEIGHTS = "Weights (*.pt)"


def setting(default: Any, why: str, unit: str = "", low: float | None = None, high: float | None = None,
            choices: Sequence[str] = (), rare: bool = False, files: str = "") -> Any:
    """A field of a settings class. why: for whoever looks at it in a form. low, high: both allowed. rare: seldom worth
    changing, so that a form shows it on demand only. files: it names a file, of these: 'Weights (*.pt)'."""
    told = {"why": why, "unit": unit, "low": low, "high": high, "choices": tuple(choices), "rare": rare, "files": files}
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata=told)
    return dataclasses.field(default=default, metadata=told)


@dataclass(frozen=True)
class Loop:
    """What training/run.py reads; a method changes the defaults and adds its own."""

    steps: int = setting(0, "How many times the weights change. 0: as many as the epochs take.", "steps", 0)
    batch: int = setting(6, "Clips that one step learns from. Too many for the memory are halved by themselves.",
                         "clips", 1)
    lr: float = setting(2e-4, "How far one step moves the weights. Too high, and the loss jumps or is no number.", "",
                        0, 1)
    weight_decay: float = setting(0.0, "Pulls weights towards 0, as torch's AdamW does; 0 is plain Adam.", "", 0, 1,
                                  rare=True)
    beta2: float = setting(0.999, "How long the size of a gradient is remembered.", "", 0, 1, rare=True)
    ema: float = setting(0.0, "The weights that are kept are an average of those on the way, with this decay; 0: the "
                              "last ones.", "", 0, 1, rare=True)
    clip_norm: float = setting(0.0, "The longest that a gradient may be; 0: any.", "", 0, rare=True)
    warm_up: int = setting(0, "Steps over which the rate rises at the beginning.", "steps", 0, rare=True)
    decay_share: float = setting(0.0, "The last part of the steps, over which the rate falls to 0.", "", 0, 1,
                                 rare=True)
    decay_rate: float = setting(1.0, "Factor on the rate every `decay_every` steps.", "", 0, 1, rare=True)
    decay_every: int = setting(0, "0: never.", "steps", 0, rare=True)
    device: str = setting("auto", "auto takes a GPU where there is one.", choices=("auto", "cpu", "cuda", "mps"))
    precision: str = setting("32-true", "bf16-mixed is faster on most GPUs and some CPUs, and a little less exact.",
                             choices=("32-true", "bf16-mixed"), rare=True)
    threads: int = setting(0, "Processor cores that one process uses; 0: all of them.", "cores", 0, rare=True)
    seed: int = setting(1, "The same seed and settings give the same weights on one machine.", "", 0, rare=True)
    validate_every: int = setting(0, "How often the held-out part is looked at. 0: once an epoch.", "steps", 0,
                                  rare=True)
    decay_epochs: int = setting(0, "In place of `decay_every`, counted in epochs.", "epochs", 0, rare=True)
    save_every: int = setting(50, "How much is lost at most when the machine goes down.", "steps", 1, rare=True)
    start_from: str = setting("", "A file of weights of the same network to begin with, in place of its own.",
                              rare=True, files=WEIGHTS)


@dataclass(frozen=True)
class Supervised(Loop):
    """The defaults are those of the shipped lifter, with the steps at which two of the augmentations were added on the
    way; a new training would do well to begin with both."""

    steps: int = setting(5900, "How many times the weights change.", "steps", 1)
    batch: int = setting(32, "Windows of full length that one step learns from.", "windows", 1)
    lr: float = setting(7e-4, "How far one step moves the weights.", "", 0, 1)
    weight_decay: float = setting(0.02, "Pulls weights towards 0.", "", 0, 1, rare=True)
    beta2: float = setting(0.98, "How long the size of a gradient is remembered.", "", 0, 1, rare=True)
    ema: float = setting(0.999, "The weights that are kept are an average with this decay.", "", 0, 1, rare=True)
    clip_norm: float = setting(1.0, "The longest that a gradient may be.", "", 0, rare=True)
    warm_up: int = setting(300, "Steps over which the rate rises at the beginning.", "steps", 0, rare=True)
    decay_share: float = setting(0.4, "The last part of the steps, over which the rate falls to 0.", "", 0, 1,
                                 rare=True)
    precision: str = setting("bf16-mixed", "bf16-mixed is faster on most GPUs and some CPUs, and a little less exact.",
                             choices=("32-true", "bf16-mixed"), rare=True)
    threads: int = setting(1, "Processor cores that one process uses; 0: all of them.", "cores", 0, rare=True)
    validate_every: int = setting(500, "How often the held-out subjects are looked at.", "steps", 0, rare=True)
    save_every: int = setting(250, "How much is lost at most when the machine goes down.", "steps", 1, rare=True)
    data: str = setting(CMU, "Motion capture as an NPZ of H36M-17.", files="Motion capture (*.npz)")
    held_out: tuple[str, ...] = setting(HELD_OUT, "Subjects to validate on, which nothing is learned from.")
    noise: str = setting("blazepose.json", "The detector's faults: a path, or a name in resources/detector_noise.")
    net: str = setting("frame_transformer", "The network: a module in core/nets.", rare=True)
    net_config: Mapping[str, Any] = setting({"dim": 256, "depth": 6, "maxlen": 81}, "Its settings.", rare=True)
    frames: int = setting(81, "Frames of a window.", "frames", 1)
    fps: tuple[float, float] = setting((24.0, 62.0), "Frame rates that windows are drawn at.", "frames/s", rare=True)
    bodies: float = setting(0.06, "Spread of the log of bone lengths, about the file's own or,", rare=True)
    typical_from: int = setting(4150, "from this step on, about an adult's.", "steps", rare=True)
    crossed: float = setting(0.4, "Share of bodies with a limb of another window's,", "", 0, 1, rare=True)
    crossed_from: int = setting(3450, "from this step on; whole bodies come first.", "steps", rare=True)
    joints: float = setting(1.0, "Factor on the detector's constant offsets: what it means by 'hip'.", rare=True)
    perfect: float = setting(0.15, "Share of windows without any noise, with the joints of the data set.", "", 0, 1,
                             rare=True)
    short: float = setting(0.6, "Share of batches with shorter windows, and more of them.", "", 0, 1, rare=True)
    severity: tuple[float, float] = setting((0.4, 2.0), "Factor on the detector's faults, drawn log-uniformly.",
                                            rare=True)
    position_weight: float = setting(1.0, "Weight of the distance from the truth.", "", 0, rare=True)
    scaled_weight: float = setting(0.5, "Weight of that distance at the best scale of each frame.", "", 0, rare=True)
    velocity_weight: float = setting(2.0, "Weight of the distance of movements between frames.", "", 0, rare=True)


@dataclass(frozen=True)
class Uplift(Loop):
    """s_in: strides of key-frames, each a multiple of the net's s_out. weight_decay is torch's, of which AdamW takes lr
    times: 0.1 is the paper's 4e-6 at a rate of 4e-5."""

    steps: int = setting(720_000, "120 epochs of 6000 steps.", "steps", 1)
    batch: int = setting(512, "Windows that one step learns from.", "windows", 1)
    lr: float = setting(4e-5, "How far one step moves the weights.", "", 0, 1)
    weight_decay: float = setting(0.1, "Pulls weights towards 0.", "", 0, 1, rare=True)
    decay_rate: float = setting(0.99, "Factor on the rate every `decay_every` steps.", "", 0, 1, rare=True)
    decay_every: int = setting(6000, "0: never.", "steps", 0, rare=True)
    ema: float = setting(0.0, "0.999 in the paper's ablations of 81 frames.", "", 0, 1, rare=True)
    threads: int = setting(1, "Processor cores that one process uses; 0: all of them.", "cores", 0, rare=True)
    validate_every: int = setting(6000, "How often the held-out subjects are looked at.", "steps", 0, rare=True)
    save_every: int = setting(1000, "How much is lost at most when the machine goes down.", "steps", 1, rare=True)
    start_from: str = setting("", "Weights of an earlier run, or of a lifter of every frame where the net takes them.",
                              files=WEIGHTS)
    data: str = setting(CMU, "Motion capture as an NPZ of H36M-17.", files="Motion capture (*.npz)")
    held_out: tuple[str, ...] = setting(HELD_OUT, "Subjects to validate on, which nothing is learned from.")
    kinds: tuple[str, ...] = setting((), "Of clips (training/datasets/mocap.py); all where none is named.", rare=True)
    noise: str = setting("blazepose.json", "The detector's faults: a path, or a name in resources/detector_noise.")
    net: str = setting("uplift_upsample", "The network: a module in core/nets.", rare=True)
    net_config: Mapping[str, Any] = setting({}, "Its settings.", rare=True)
    s_in: tuple[int, ...] = setting((5, 10, 20), "Strides of key-frames, drawn anew for each window.", "frames")
    mixed: float = setting(0.0, "Share of windows in which the stride changes on the way, as an adaptive one does.", "",
                           0, 1, rare=True)
    fps: tuple[float, float] = setting((50.0, 50.0), "Frame rates that windows are drawn at.", "frames/s", rare=True)
    flips: float = setting(0.5, "Share of windows seen in a mirror.", "", 0, 1, rare=True)
    bodies: float = setting(0.0, "Spread of the log of bone lengths.", rare=True)
    typical: bool = setting(False, "About an adult's, not about those of the file.", rare=True)
    crossed: float = setting(0.0, "Share of bodies with a limb of another window's.", "", 0, 1, rare=True)
    joints: float = setting(0.0, "Factor on the detector's constant offsets.", rare=True)
    perfect: float = setting(1.0, "Share of windows without any noise: the paper's pre-training has no other.", "", 0,
                             1, rare=True)
    severity: tuple[float, float] = setting((1.0, 1.0), "Factor on the detector's faults, drawn log-uniformly.",
                                            rare=True)
    centre_weight: float = setting(0.5, "Weight of the centre frame.", "", 0, rare=True)
    sequence_weight: float = setting(0.5, "Weight of all frames.", "", 0, rare=True)
    scaled_weight: float = setting(0.0, "Weight of all frames, each at its best scale.", "", 0, rare=True)
    velocity_weight: float = setting(0.0, "Weight of movements between neighbouring tokens.", "", 0, rare=True)


@dataclass(frozen=True)
class Consistency(Loop):
    """The defaults are the paper's for fine-tuning, as far as it gives them."""

    data: tuple[str, ...] = setting((), "Projects with two synchronized views or more, or data sets.")
    lifter: str = setting("parallax-lifter", "The lifter that is to learn.")
    views: tuple[int, ...] = setting((), "Which views to learn from, counted from 1; all where none is named.")
    epochs: int = setting(30, "How often all is gone through, where no steps are given.", "epochs", 1)
    frames: int = setting(243, "Frames that one alignment holds for: the longer, the more a turning body tells. A "
                               "multiple of what the lifter sees.", "frames", 1)
    consistency_weight: float = setting(1.0, "How much agreement of the views counts against the picture. 0.3 to 1 in "
                                             "the paper; far above, poses collapse.", "", 0, 100)
    per_frame: bool = setting(False, "An alignment for every frame: for cameras that move.")
    symmetric: bool = setting(False, "Both views onto each other, not the first onto the second alone.", rare=True)
    picture_weight: float = setting(1.0, "How much the distance from the keypoints in the picture counts.", "", 0, 100)
    stature_weight: float = setting(1.0, "Holds the length of all bones together: one view does not tell it.", "", 0,
                                    100, rare=True)
    supervised: tuple[str, ...] = setting((), "Subjects whose 3D truth is learned from, where the data have it; * for "
                                              "all.")
    position_weight: float = setting(1.0, "With truth: weight of the distance from it.", "", 0, rare=True)
    scaled_weight: float = setting(0.5, "With truth: that distance at the best scale of each frame.", "", 0, rare=True)
    velocity_weight: float = setting(20.0, "With truth: the distance of movements between frames.", "", 0, rare=True)
    flip: bool = setting(True, "Half of the clips are seen in a mirror, all views alike.", rare=True)
    held_out: float = setting(0.2, "Share of the frames that nothing is learned from, to see whether it helped.", "", 0,
                              0.9)
    fresh: bool = setting(False, "From scratch, with weights drawn by chance. Needs subjects with truth.", rare=True)
    net_config: Mapping[str, Any] = setting({}, "From scratch: settings of the network other than the lifter's.",
                                            rare=True)
    apart: tuple[float, ...] = setting((0.0, 90.0), "Motion capture: where the virtual cameras stand, from the first.",
                                       "°", rare=True)
    moving: bool = setting(False, "Motion capture: the virtual cameras move.", rare=True)
    noise: str = setting("blazepose.json", "Motion capture: the detector's faults, '' for none.", rare=True)


@dataclass(frozen=True)
class TwoStep(Loop):
    """The defaults are a small MixSTE; two_step_h36m.toml beside the method has the paper's. `tmt` takes two steps a
    batch, so that it goes through the data half as fast as the other variants."""

    steps: int = setting(12_000, "How many times the weights change: twice a batch.", "steps", 1)
    batch: int = setting(32, "Windows that one step learns from.", "windows", 1)
    lr: float = setting(1e-3, "How far one step moves the weights.", "", 0, 1)
    weight_decay: float = setting(0.02, "Pulls weights towards 0.", "", 0, 1, rare=True)
    ema: float = setting(0.999, "The weights that are kept are an average with this decay.", "", 0, 1, rare=True)
    clip_norm: float = setting(1.0, "The longest that a gradient may be.", "", 0, rare=True)
    warm_up: int = setting(200, "Steps over which the rate rises at the beginning.", "steps", 0, rare=True)
    decay_share: float = setting(0.6, "The last part of the steps, over which the rate falls to 0.", "", 0, 1,
                                 rare=True)
    validate_every: int = setting(500, "How often the held-out subjects are looked at.", "steps", 0, rare=True)
    save_every: int = setting(250, "How much is lost at most when the machine goes down.", "steps", 1, rare=True)
    start_from: str = setting("", "Weights of the same network to begin with; with two channels they are widened.",
                              files=WEIGHTS)
    data: str = setting(CMU, "Motion capture as an NPZ of H36M-17, or a data set of filmed people with 3D truth.",
                        files="Motion capture (*.npz)")
    held_out: tuple[str, ...] = setting(HELD_OUT, "Subjects to validate on, which nothing is learned from.")
    net: str = setting("mixste", "The network; each has other settings, which follow.",
                       choices=("mixste", "mhformer", "poseformer", "strided_transformer", "dstformer"))
    frames: int = setting(27, "Frames that the network sees at once.", "frames", 1)
    net_config: Mapping[str, Any] = setting({"embed_dim_ratio": 64, "depth": 3, "num_heads": 8}, "Its other settings.",
                                            rare=True)
    convention: Mapping[str, Any] = setting({"name": "parallax"}, "What it is given of the 2D: parallax, moved and "
                                            "scaled, for any camera; screen, as published networks are.", rare=True)
    quality: float = setting(1.0, "How good the 2D is: 0 with all of a detector's faults, 1 exact.", "", 0, 1)
    variant: str = setting("tmt", "tmt: both steps. For comparison: twice, both without the hint; of one step a batch "
                                  "tmt1, without the hint, tmt2, with it, plain, of two channels.",
                           choices=("tmt", "twice", "tmt1", "tmt2", "plain"), rare=True)
    hint: str = setting("velocity", "What the second step is told of the true movement, from one frame to the next.",
                        choices=("velocity", "velocity_2d", "acceleration", "both"), rare=True)
    hint_scale: float = setting(1.0, "Factor on the hint. 1: metres a frame, as in the paper; 50, about metres a "
                                     "second, is noticed sooner.", "", 0, rare=True)
    noise: str = setting("blazepose.json", "The detector's faults: a path, or a name in resources/detector_noise.")
    severity: tuple[float, float] = setting((1.0, 1.0), "Factor on the detector's faults, drawn log-uniformly.",
                                            rare=True)
    joints: float = setting(0.0, "Factor on the detector's constant offsets.", rare=True)
    fps: tuple[float, float] = setting((50.0, 50.0), "Frame rates that windows are drawn at.", "frames/s", rare=True)
    cameras: Mapping[str, Any] = setting({}, "Ranges of the virtual cameras where not the usual ones: elevation, "
                                         "distance, roll, off_axis, panning.", rare=True)
    flips: float = setting(0.5, "Share of windows seen in a mirror.", "", 0, 1, rare=True)
    bodies: float = setting(0.0, "Spread of the log of bone lengths.", rare=True)
    position_weight: float = setting(0.0, "Weight of the distance from the truth.", "", 0, rare=True)
    limbs_weight: float = setting(1.0, "Weight of that distance, the further from the trunk the more.", "", 0,
                                  rare=True)
    rest_weight: float = setting(0.5, "Weight of the movements themselves, squared: holds them smooth.", "", 0,
                                 rare=True)
    velocity_weight: float = setting(2.0, "Weight of the distance of movements between frames.", "", 0, rare=True)


@dataclass(frozen=True)
class Guided(Loop):
    """The defaults are those of the papers and their release for HRNet."""

    batch: int = setting(64, "Crops that one step learns from.", "crops", 1)
    lr: float = setting(1e-3, "How far one step moves the weights.", "", 0, 1)
    decay_rate: float = setting(0.67, "Factor on the rate every `decay_epochs` epochs.", "", 0, 1, rare=True)
    decay_epochs: int = setting(5, "How often the rate falls. 0: never.", "epochs", 0, rare=True)
    data: tuple[str, ...] = setting((), "Pictures with 3D: studio clips, Human3.6M, Panoptic, calibrated recordings.")
    cameras: str = setting("", "The calibration of recordings, which their 3D comes from.",
                           files="Cameras (*.toml *.txt *.xml)")
    detector: str = setting("", "The detector that is to learn: HRNet, RTMPose or DWPose.")
    lifters: tuple[str, ...] = setting((), "Lifters to learn from, which stay as they are. One: single; several: "
                                           "multi; none: 2D alone.")
    epochs: int = setting(50, "How often all is gone through, where no steps are given.", "epochs", 1)
    every: int = setting(0, "Only so many frames of the data. 0: as the papers have it.", "frames", 0)
    held_out: tuple[str, ...] = setting((), "Subjects that nothing is learned from, to see whether it helped.")
    share: float = setting(0.2, "Where no subject is named: the last part of every clip.", "", 0, 0.9)
    flip: bool = setting(False, "Half of the crops are seen in a mirror. The papers change nothing about them.")
    sized: bool = setting(False, "Bodies are made of one size: what one view cannot see is then no error.")
    picture_weight: float = setting(0.5, "How much the 2D loss counts.", "", 0, 100)
    ohklm: bool = setting(True, "Joints that are worst in 3D count again in 2D.")
    top_k: int = setting(10, "How many of them.", "joints", 1, 17, rare=True)
    hard_weight: float = setting(0.3, "How much they count.", "", 0, 100, rare=True)
    split: bool = setting(True, "In 3D, depth counts apart from what the picture shows.")
    xy_weight: float = setting(0.0, "How much 3D counts across the view. 0: as the papers, by the detector.", "", 0,
                               rare=True)
    z_weight: float = setting(0.0, "How much depth counts. 0: as the papers.", "", 0, rare=True)
    xyz_weight: float = setting(0.0, "How much 3D counts where it is not split. 0: as much as both.", "", 0, rare=True)
    dwa: bool = setting(True, "Several lifters: whose error falls least counts most.")
    dropout: bool = setting(True, "Several lifters: each step may leave one out.")
    local_consistency: bool = setting(True, "Several lifters: each two are to agree.")
    local_weight: float = setting(0.0, "How much that counts. 0: as the papers.", "", 0, rare=True)
    global_consistency: bool = setting(True, "Several lifters: their mean is to be the truth.")
    global_weight: float = setting(0.0, "How much that counts. 0: as the papers.", "", 0, rare=True)
    whole_weight: float = setting(1.0, "Factor on all but the last two; the release has 0.8 for several.", "", 0,
                                  rare=True)
    beta: float = setting(100.0, "Of the soft-argmax: the higher, the nearer to the peak.", "", 1, 1000, rare=True)
    sigma: float = setting(0.0, "Of heat maps. 0: 3 cells of 72, in proportion.", "cells", 0, rare=True)
    joint_weights: bool = setting(True, "Elbows and knees count 1.2 times, wrists and ankles 1.5 times.", rare=True)
    fresh: bool = setting(False, "From scratch, with weights drawn by chance.", rare=True)
    net_config: Mapping[str, Any] = setting({}, "Settings of the network other than the detector's; crop: its size.",
                                            rare=True)
    cache: str = setting("", "Where crops are kept; the user's cache if not named.", rare=True)


@dataclass(frozen=True)
class Method:
    """title, about (two lines): for whoever chooses. settings: the class of its settings; module, name: of what does
    it, which is imported when it is begun, since it brings torch."""

    title: str
    about: str
    settings: type[Loop]
    module: str
    name: str


METHODS: Mapping[str, Method] = {
    "consistency": Method(
        "Two views teach one", "Synchronized views of one movement must agree in 3D. The lifter learns from where they "
        "do not: no calibration, no 3D truth.", Consistency, "training.methods.consistency", "Consistency"),
    "guided": Method(
        "3D teaches the detector", "A 2D detector learns from the errors that lifters make of its joints in 3D. Needs "
        "pictures with 3D truth: a calibrated recording, studio clips, a data set.", Guided, "training.methods.guided",
        "Guided"),
    "supervised": Method(
        "From motion capture", "A lifter learns from 3D motion that virtual cameras see, with a detector's faults. "
        "How the lifter that ships was made.", Supervised, "training.methods.supervised", "Supervised"),
    "uplift": Method(
        "Few frames, all poses", "A lifter learns to fill in what lies between key-frames, so that the detector need "
        "only look at every 20th.", Uplift, "training.methods.uplift", "Uplift"),
    "two-step": Method(
        "A hint of movement", "A lifter learns each batch twice, once with the true movement as a hint that it is not "
        "given later. For good 2D; with an ordinary detector's it changes little.", TwoStep,
        "training.methods.two_step", "TwoStep"),
}


def of(method: str, path: Path | None = None, overrides: Sequence[str] = ()) -> Any:
    """The method's settings: its defaults, then the TOML file at `path`, then `key=value` (a value as TOML writes it).

    Raises ParallaxError for an unknown method or key, or a value of the wrong type or out of range.
    """
    if method not in METHODS:
        raise ParallaxError(method, "there is no such training method.", "There are: {names}.",
                            names=", ".join(METHODS))
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values |= tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise ParallaxError(path, "it is no TOML file of settings ({why}).", "Correct the file.",
                                why=fault) from None
    for text in overrides:
        key, mark, value = text.partition("=")
        if not mark:
            raise ParallaxError(text, "a setting reads key=value.", "Write for example lr=0.0005.")
        try:
            values[key.strip()] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            values[key.strip()] = value  # a word without quotes is itself
    return built(method, values, path or method)


def built(method: str, values: Mapping[str, Any], subject: object) -> Any:
    """Settings of a method from plain values. Raises ParallaxError, about `subject`, for what does not fit."""
    kind = METHODS[method].settings
    try:
        made = records.build(kind, dict(values))
    except ValueError as fault:
        known = ", ".join(field.name for field in dataclasses.fields(kind))
        raise ParallaxError(subject, "a setting does not fit ({why}).", "Settings are: {names}.", why=fault,
                            names=known) from None
    for field in dataclasses.fields(kind):
        wrong = out_of_range(field, getattr(made, field.name))
        if wrong:
            raise ParallaxError(subject, wrong, str(field.metadata.get("why", "")))
    return made


def learner(told: Any) -> str:
    """The id of the model that a training begins with, '' for none. told: its settings, made or as plain values."""
    found = told if isinstance(told, Mapping) else vars(told)
    return str(found.get("lifter") or found.get("detector") or "")


def fields_of(kind: type[Loop]) -> list["dataclasses.Field[Any]"]:
    """The settings of a method in the order of a form: its own first, then those of every training."""
    common = {field.name for field in dataclasses.fields(Loop)}
    own = [field for field in dataclasses.fields(kind) if field.name not in common]
    return own + [field for field in dataclasses.fields(kind) if field.name in common]


def out_of_range(field: "dataclasses.Field[Any]", value: Any) -> str:
    """What is wrong with a value of a setting, as a sentence, '' where nothing is."""
    told, name = field.metadata, field.name
    low, high, choices = told.get("low"), told.get("high"), told.get("choices", ())
    if choices and value not in choices:
        return tr("{name} is {value!r}, not one of {choices}.").format(name=name, value=value,
                                                                       choices=", ".join(choices))
    if isinstance(value, int | float) and not isinstance(value, bool):
        if low is not None and value < low:
            return tr("{name} is {value:g}, and is at least {low:g}.").format(name=name, value=value, low=low)
        if high is not None and value > high:
            return tr("{name} is {value:g}, and is at most {high:g}.").format(name=name, value=value, high=high)
    return ""
