"""What a project's corrections make of its 3D: what is followed in a view, what is kept of it, and the whole at once.

Predictions stay as they were made. What core/relift.py has lifted again is derived from them and from labels and swaps:
it is kept in `NAME.parallax/cache/`, a file a view, which may be deleted at any time and is then worked out anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import cards, corrected, intrinsics, lift, posefile, sparse
from core.document import Document, View
from core.errors import ParallaxError
from core.files import sweep, write_whole
from core.intrinsics import Intrinsics
from core.labels import Label, Swap
from core.lift import Lifter
from core.pose import Poses2D, Poses3D
from core.progress import Progress, Step, silent
from core.records import plain
from core.relift import Following, Kept, corrected_spans, rows_spans
from core.sight import Sight
from core.skeleton import H36M17, SKELETONS, Skeleton
from core.storage import Project

FOLDER = "cache"
FORM = 1               # of the files; another number is another form, and such a file is passed over
MOST_HEAD = 1000       # bytes of a file's first line
_ROW = 8 + 4 * len(H36M17) * (3 + 4)


@dataclass(frozen=True)
class Origin:
    """What the 3D of a view's athlete stands on, but for labels and swaps.

    poses: the pose file of what was detected, '' where nothing was; lifted: that of the 3D from just this, or ''.
    skeleton: of the labels, where nothing was detected. card: the lifter's; weights: sha256 of those that lifted it;
    flip: whether that was with the flip test, None where there is no 3D yet. camera: the one that it was lifted with,
    None where that was not known; the view may have another by now.
    """

    view: str
    poses: str
    athlete: int
    lifted: str
    skeleton: str
    width: int
    height: int
    card: str
    weights: str
    cache: str  # the file that keeps what was lifted again
    key: str    # what a file that was kept must be of
    keeps: bool = True  # whether it may be written
    flip: bool | None = None
    camera: Intrinsics | None = None


def origin(project: Project, view: View, lifter: str = "") -> Origin | None:
    """What is followed in a view; None where nobody is the athlete. lifter: the card where there is no 3D yet."""
    document = project.document
    flat, deep = document.active("2d", view.id), document.active("3d", view.id)
    if flat is not None and flat.athlete is None:
        return None
    deep = deep if deep is not None and flat is not None and deep.made_from == flat.id else None
    poses, athlete = project.folder / "poses", (flat.athlete or 0) if flat is not None else 0
    card, weights = (deep.model, deep.weights) if deep is not None else (lifter or cards.DEFAULT_LIFTER, "")
    said = deep.settings.get("flip") if deep is not None else None
    flip = said if isinstance(said, bool) else None
    camera = intrinsics.told_of(deep.settings) if deep is not None else document.intrinsics(view.id)
    skeleton = labelled_skeleton(document, view.id).name
    stands_on = [FORM, flat.file_hash if flat is not None else "", athlete, deep.file_hash if deep is not None else "",
                 card, weights, skeleton, *([] if camera is None else [plain(camera)])]
    cache = project.folder / FOLDER / f"{sha256(view.id.encode()).hexdigest()[:32]}.bin"
    return Origin(view.id, str(poses / flat.file) if flat is not None else "", athlete,
                  str(poses / deep.file) if deep is not None else "", skeleton, view.width, view.height, card, weights,
                  str(cache), sha256(json.dumps(stands_on).encode()).hexdigest(), not project.read_only, flip,
                  camera)


def stays(document: Document, view: str) -> bool:
    """Whether a view's 3D stays as it is until it is lifted again: where only key-frames were looked at, a correction
    reaches far, and what follows it works frame by frame; and no lifter made what comes from a file."""
    flat = document.active("2d", view)
    return (flat is not None and sparse.of_keys(flat.settings)) or came(document, view)


def came(document: Document, view: str) -> bool:
    """Whether a view's 3D comes from a file of another program (core/pose_files.py)."""
    flat, deep = document.active("2d", view), document.active("3d", view)
    return flat is not None and deep is not None and deep.made_from == flat.id and "imported" in deep.settings


def behind(document: Document, view: str) -> bool:
    """Whether a view's 3D is one that stays, and was lifted before its corrections were what they are now."""
    source, deep = corrected.made_from(document, view), document.active("3d", view)
    return stays(document, view) and not came(document, view) and source is not None and deep is not None \
        and deep.settings.get("corrected", "") != corrected.fingerprint(source)


def labelled_skeleton(document: Document, view: str) -> Skeleton:
    """In which a view is labelled where nothing was detected: as the labels say, BlazePose's at first."""
    named = next((label.skeleton for label in document.labels.values() if label.view == view), "")
    return SKELETONS.get(named, SKELETONS["blazepose33"])


def following(origin: Origin, sight: Sight, times: NDArray[np.float64] | None = None) -> Following:
    """Reads what is followed. sight: the lifter's; times: (T,) of the frames, needed where nothing was detected.

    Raises ParallaxError where a file cannot be read or holds something else.
    """
    flat = posefile.read(Path(origin.poses)) if origin.poses else None
    deep = posefile.read(Path(origin.lifted)) if origin.lifted else None
    if flat is None and times is not None:
        flat = corrected.blank(times, SKELETONS[origin.skeleton], (origin.width, origin.height))
    if not isinstance(flat, Poses2D) or isinstance(deep, Poses2D) or not 0 <= origin.athlete < flat.xys.shape[1]:
        raise ParallaxError(origin.poses or origin.view, "there are no 2D poses of this person.", "Find poses again.")
    try:
        return Following(flat, origin.athlete, deep, sight, origin.camera is not None)
    except ValueError as e:
        raise ParallaxError(origin.lifted, "the 3D cannot follow corrections ({why}).", "Lift the view again.",
                            why=e) from None


def fit(lifter: Lifter, origin: Origin) -> Lifter:
    """The lifter as it lifted the view. Raises ParallaxError where other weights did: two networks in one curve would
    be a step in it."""
    if origin.weights and lifter.source.weights != origin.weights:
        raise ParallaxError(origin.card, "the view was lifted with other weights of this model than are installed.",
                            "Lift the view again.")
    return replace(lifter, flip=lifter.flip if origin.flip is None else origin.flip, camera=origin.camera)


def poses3d(project: Project, view: View, progress: Progress = silent) -> Poses3D | None:
    """The view's 3D as corrected, None where there is none; one that `stays` as it was lifted. Lifts what has to be,
    and keeps it. Not for the GUI thread.

    Raises ParallaxError where a file cannot be read or the lifter is not there any more.
    """
    document = project.document
    deep = document.active("3d", view.id)
    source = corrected.made_from(document, view.id)
    if source is None or deep is None or deep.made_from != source.prediction:
        return None
    made = project.poses(deep.id)
    if not isinstance(made, Poses3D) or not (source.labels or source.swaps):
        return made if isinstance(made, Poses3D) else None
    if stays(document, view.id):
        return made
    project.poses(source.prediction)  # which says so where the file is not the one that was saved
    about = origin(project, view)
    assert about is not None
    lifter = fit(lift.load(about.card), about)
    one = following(about, lifter.sight)
    resume(one, about, {label.frame: label for label in source.labels}, source.swaps)
    total, done = int(one.stale.sum()), 0
    for part in one.lift(lifter):
        done += part.stop - part.start
        progress(Step("lift", done, total, view.name))
    if total:
        keep(one, about)
    told = {"labels": len(source.labels), "swaps": len(source.swaps)}
    return one.poses(replace(made.source, settings={**made.source.settings, **told}))


def resume(one: Following, about: Origin, labels: Mapping[int, Label], swaps: tuple[Swap, ...]) -> None:
    """Takes up what is kept of the view, and tells of all corrections there are."""
    frames = len(one.times)
    spans = corrected_spans(labels, swaps, frames)
    kept = load(Path(about.cache), about.key)
    if kept is not None:
        try:
            one.restore(kept)
        except ValueError:
            kept = None
    one.change(spans if kept is None else [*rows_spans(kept.rows, frames), *spans], labels, swaps)


# ---------------------------------------------------------------- what is kept


def keep(one: Following, about: Origin) -> None:
    """Keeps what was lifted again. What cannot be kept is worked out anew another time."""
    if not about.keeps:
        return
    kept, path = one.kept(), Path(about.cache)
    head = json.dumps({"form": FORM, "key": about.key, "rows": len(kept.rows)}).encode() + b"\n"
    try:
        path.parent.mkdir(exist_ok=True)
        if path.parent.is_symlink():  # it leads out of the project
            return
        sweep(path.parent)
        write_whole(path, lambda file: file.write(b"".join((
            head, kept.rows.astype("<i8").tobytes(), kept.flat.astype("<f4").tobytes(),
            kept.xyzs.astype("<f4").tobytes()))), durable=False)
    except OSError:
        return


def load(path: Path, key: str) -> Kept | None:
    """What was kept, None where that is nothing, of something else, or damaged: it can be worked out anew."""
    try:
        if path.parent.is_symlink() or path.is_symlink():
            return None
        with open(path, "rb") as file:
            head = json.loads(file.readline(MOST_HEAD))
            count = head["rows"]
            if head["form"] != FORM or head["key"] != key or not isinstance(count, int) or count < 0:
                return None
            at = file.tell()
            if path.stat().st_size != at + count * _ROW:
                return None
            data = file.read(count * _ROW)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    joints = len(H36M17)
    if len(data) != count * _ROW:
        return None
    rows = np.frombuffer(data, "<i8", count)
    flat = np.frombuffer(data, "<f4", count * joints * 3, 8 * count).reshape(count, joints, 3)
    xyzs = np.frombuffer(data, "<f4", count * joints * 4, (8 + 4 * joints * 3) * count).reshape(count, joints, 4)
    return Kept(rows.astype(np.int64), flat.astype(np.float32), xyzs.astype(np.float32))
