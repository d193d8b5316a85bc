"""Poses of other programs in a project: 2D of COCO, OpenPose, SLEAP, DeepLabCut; 3D of TRC, C3D, BVH.

An import is one edit. What comes in is shown from then on, in the place of what was found in the same views, which
stays in the project and comes back with undo. 2D is everyone's in every frame; labels and swaps lie over it as over any
other. 3D is that of one body in one view: read at the times of its frames, relative to the pelvis, in the camera's
axes. Where the view has 3D already, the body is turned so that both face the same way, else the camera is taken to be
level and in front of the file's axes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import geometry, people
from core.document import Document, Edit, Prediction, Put, View, active_key
from core.errors import ParallaxError
from core.formats import c3d, coco, dlc, labelling, openpose, seen, slp, trc
from core.formats.labelling import Film, Wrong
from core.formats.seen import Seen
from core.label_files import counted, left_out_sentences, matched
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import H36M17, LIMBS
from core.storage import Project
from core.words import marked, tr

ENDINGS = {".json": "COCO keypoints, OpenPose", ".slp": "SLEAP", ".csv": "DeepLabCut", ".h5": "DeepLabCut",
           ".trc": "TRC", ".c3d": "C3D", ".bvh": "BVH"}
LONGEST_GAP_S = 0.1
MOST_FRAMES = 4_000_000  # of a body: ten hours at 100 a second

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moved:
    """A body from a file. points: (T, 17, 3) metres of H36M-17, y up, NaN where missing; times: (T,) seconds as the
    file has them; kind: of the lengths."""

    points: Array
    times: Array
    kind: str
    left_out: Mapping[str, int] = field(default_factory=dict)


Found = list[Seen] | Moved


@dataclass(frozen=True)
class Import:
    """What an import does: the edit, and what is to be said of it."""

    edit: Edit
    sentences: tuple[str, ...]
    views: tuple[str, ...]


def read(path: Path) -> Found:
    """What is in a file, or in a folder of OpenPose's; the format is told by its ending and by what is in it.

    Nothing in it is run. Raises ParallaxError.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if path.is_dir():
        return [openpose.read(path)]
    if ending not in ENDINGS:
        raise ParallaxError(path, "no format of poses has this ending.", "Choose {names}, or a folder of OpenPose's.",
                            names=", ".join(f"NAME{end} ({what})" for end, what in ENDINGS.items()))
    if ending == ".json":
        return [openpose.read(path)] if _is_a_frame(path) else coco.read_poses(path)
    if ending == ".csv" and path.is_file() and not dlc.is_table(path):
        raise ParallaxError(path, "this is not a table of DeepLabCut, whose first row begins with 'scorer'.",
                            "Labels that Parallax wrote as CSV: File › Import labels (parallax labels import).")
    if ending in (".csv", ".h5"):
        return [dlc.read(path)]
    if ending == ".slp":
        return slp.read_poses(path)
    return _moved(path, ending)


def _is_a_frame(path: Path) -> bool:
    """Whether a JSON file is one of OpenPose's frames. False where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            begin = file.read(2000)
    except OSError:
        return False
    return '"people"' in begin and '"annotations"' not in begin


# ---------------------------------------------------------------- bodies


def _moved(path: Path, ending: str) -> Moved:
    if ending == ".bvh":
        from core.motion_files import read_bvh
        from core.motion_joints import as_h36m17

        motion = read_bvh(path)
        points = np.asarray(as_h36m17(path, motion), dtype=np.float64)
        return _checked(path, Moved(_upright(points, "z"), np.arange(len(points)) / motion.fps, "metric"))
    if ending == ".trc":
        markers, up, kind = trc.read(path), "y", "metric"
    else:
        recorded = c3d.read(path)
        markers, up, kind = recorded.markers, recorded.up or "z", recorded.kind or "metric"
    points, missing = _joints(path, markers)
    left_out = {marked("markers that are no joints"): missing} if missing else {}
    return _checked(path, Moved(_upright(points, up), markers.times, kind, left_out))


def _upright(points: Array, up: str) -> Array:
    """The same with y up. up: which axis is, 'x', 'y' or 'z', with a minus where it points down."""
    axis = "xyz".index(up[-1]) if up and up[-1] in "xyz" else 2
    sign = -1.0 if up.startswith("-") else 1.0
    if axis == 1:
        return points * (sign, sign, 1)
    turned = points[..., [0, 2, 1]] * (1, 1, -1) if axis == 2 else points[..., [2, 0, 1]]
    return turned * (sign, sign, 1)


def _checked(path: Path, moved: Moved) -> Moved:
    """Raises ParallaxError where times or places are none."""
    known = moved.points[np.isfinite(moved.points)]
    if not len(known) or float(np.abs(known).max()) > 1e5:
        raise ParallaxError(path, "it has no places of a body, or some that are kilometres away.", "Export it again "
                            "from the program that made it.")
    if not np.isfinite(moved.times).all() or (np.diff(moved.times) <= 0).any() or len(moved.times) > MOST_FRAMES:
        raise ParallaxError(path, "the times of its frames do not ascend.", "Export it again from the program that "
                            "made it.")
    return moved


def _joints(path: Path, markers: trc.Markers) -> tuple[Array, int]:
    """(T, 17, 3): joints by the markers' names, and how many markers are none. Neck and mid-hip stand for thorax and
    pelvis, the middle of both for the spine, and what else is missing is missing."""
    try:
        names = seen.joints(markers.names)
    except Wrong:  # two markers of one name: the first counts
        names = [labelling.joint(name) for name in markers.names]
    at = {name: markers.points[:, n] for n, name in reversed(list(enumerate(names)))}
    lost = [joint for joint in LIMBS if joint not in at]
    if lost:
        raise ParallaxError(path, "it has no markers of {joints}.",
                            "Export joint centres, with names such as LShoulder, RKnee (Pose2Sim, OpenCap, Parallax).",
                            joints=", ".join(lost[:4]) + (" …" if len(lost) > 4 else ""))
    both = {name: (at[f"l{name}"] + at[f"r{name}"]) / 2 for name in ("hip", "shoulder")}
    made = dict(at)
    made.setdefault("pelvis", both["hip"])
    made.setdefault("thorax", at.get("neck", both["shoulder"]))
    made.setdefault("spine", (made["pelvis"] + made["thorax"]) / 2)
    nothing = np.full((len(markers.times), 3), np.nan)
    points = np.stack([made.get(joint, nothing) for joint in H36M17.joints], axis=1)
    used = {*H36M17.joints, *({"neck"} if "thorax" not in at else ())}
    return points, sum(name not in used for name in names)


# ---------------------------------------------------------------- into a project


def importing(project: Project, found: Found, file: Path, view: str = "", offset_s: float = 0.0,
              otherwise: str = "") -> Import:
    """The edit that brings in what was read. Writes the pose files that it names, so a worker thread may do it.

    view: whose video it is, by name or id; '' where the file tells, or there is but one. otherwise: the view's id to
    take where it does not tell. offset_s: the reference time of a body's time 0. Raises ParallaxError.
    """
    document = project.document
    asked = _asked(document, view)
    if isinstance(found, Moved):
        return _bring_body(project, found, file, asked or otherwise, offset_s)
    views = _views(document, found, file, asked, otherwise)
    puts: list[Put] = []
    said: list[str] = []
    for n, id in views.items():
        row, sentences = _bring_people(project, document.views[id], found[n], file)
        puts += [document.put(row), *_shown(document, "2d", id), *_shown(document, "3d", id)]
        said += sentences
    lost = [video.film.name for n, video in enumerate(found) if n not in views]
    if lost:
        out = tr("Left out: {videos}, which is not in this project.") if len(lost) == 1 else \
            tr("Left out: {videos}, which are not in this project.")
        said.append(out.format(videos=", ".join(lost)))
    return Import(Edit(_title(file), tuple(puts)), tuple(said), tuple(views.values()))


def _title(file: Path) -> str:
    return tr("Import {file}").format(file=_short(file))


def _short(file: Path) -> str:
    return "".join(c if c.isprintable() else " " for c in file.name)[:80] or "poses"


def _asked(document: Document, view: str) -> str:
    if not view:
        return ""
    found = next((v.id for v in document.views.values() if view in (v.id, v.name)), "")
    if not found:
        raise ParallaxError(view, "is no view of this project.", "Its views are: {views}.",
                            views=", ".join(v.name for v in document.views.values()))
    return found


def _shown(document: Document, kind: str, view: str) -> list[Put]:
    """Forgets an earlier choice of what is shown, so that the newest is."""
    key = active_key(kind, view)
    return [document.drop("settings", key)] if document.setting(key) else []


def _views(document: Document, found: Sequence[Seen], file: Path, asked: str, otherwise: str) -> dict[int, str]:
    """Video of the file → view."""
    films = [video.film for video in found]
    if len(films) == 1 and asked:
        return {0: asked}
    if len(films) == 1 and len(document.views) == 1:
        return {0: next(iter(document.views))}
    try:
        fits = matched(document, films, file)
    except ParallaxError as e:
        if len(films) == 1 and otherwise:
            return {0: otherwise}
        raise ParallaxError(e.subject, e.fault, tr("{remedy} Or say which view it is (--view).").format(
            remedy=e.remedy)) from None
    once: dict[int, str] = {}
    for n, id in fits.items():  # of several skeletons in one video the first
        if id not in once.values() and asked in ("", id):
            once[n] = id
    if not once:
        raise ParallaxError(file, "none of its videos is {view}.", "Choose another view.",
                            view=document.views[asked].name)
    return once


def _bring_people(project: Project, view: View, video: Seen, file: Path) -> tuple[Prediction, list[str]]:
    xys = np.full((view.frames, *video.xys.shape[1:]), np.nan, dtype=np.float32)
    xys[..., 2] = 0
    count = min(view.frames, len(video.xys))
    xys[:count] = _scaled(video.xys[:count], video.film, view, file)
    if not (xys[..., 2] > 0).any():
        raise ParallaxError(file, "nobody is in the frames of {view}.", "Choose the file of this video.",
                            view=view.name)
    poses = Poses2D(xys, _times(project, view), video.skeleton, view.size, Source(_short(file), settings={
        "imported": _short(file)}))
    named = project.document.people.get("athlete")
    who = video.people.index(named.name) if named is not None and named.name in video.people else people.athlete(poses)
    row = project.store(poses, view=view.id, athlete=who)
    inside = int((xys[..., 2] > 0).any(axis=(1, 2)).sum())
    several = len(video.people)
    said = [tr("{view}: {people} in {frames}.").format(
        view=view.name, people=counted(several, tr("{n} person"), tr("{n} people")), frames=_frames(inside))]
    if len(video.xys) > view.frames:
        said.append(tr("Left out: {frames} beyond the end of {view}.").format(
            frames=_frames(len(video.xys) - view.frames), view=view.name))
    return row, said + left_out_sentences(video.left_out)


def _frames(count: int) -> str:
    return counted(count, tr("{n} frame"), tr("{n} frames"))


def _scaled(xys: seen.Floats, film: Film, view: View, file: Path) -> seen.Floats:
    """In pixels of the view's picture, where the file is of a smaller or larger one of the same shape."""
    if not film.width or not film.height or (film.width, film.height) == view.size:
        return xys
    across, down = view.width / film.width, view.height / film.height
    if abs(across / down - 1) > 0.02:
        raise ParallaxError(file, "it is of pictures of {w} × {h} pixels; those of {view} have {width} × {height}.",
                            "Choose the file of this video, or another view.", w=film.width, h=film.height,
                            view=view.name, width=view.width, height=view.height)
    out = xys.copy()
    out[..., 0] = (out[..., 0] + 0.5) * across - 0.5  # the centre of the first pixel is 0
    out[..., 1] = (out[..., 1] + 0.5) * down - 0.5
    return out


def _times(project: Project, view: View) -> Array:
    """(T,) time stamps of a view's frames: of poses that are there, else of the video, else even ones."""
    row = project.document.active("2d", view.id)
    if row is not None:
        return project.poses(row.id).times
    path = project.video(view)
    if path is not None:
        from core.video_index import read_index

        times = read_index(path).times
        if len(times) == view.frames:
            return np.asarray(times, dtype=np.float64)
    return view.first_s + np.arange(view.frames) / float(view.fps)


def _bring_body(project: Project, moved: Moved, file: Path, id: str, offset_s: float) -> Import:
    document = project.document
    id = id or (next(iter(document.views)) if len(document.views) == 1 else "")
    if not id:
        raise ParallaxError(file, "it does not tell which view its body is to stand in.",
                            "Say which (--view): {views}.", views=", ".join(v.name for v in document.views.values()))
    view, flat = document.views[id], document.active("2d", id)
    if flat is None or flat.athlete is None:
        raise ParallaxError(view.name, "there are no 2D poses of an athlete in this view for the body to stand by.",
                            "Find or import 2D poses first.")
    times = _times(project, view)
    points = _at(moved, view.clock.to_ref(times) - offset_s)
    inside = int(np.isfinite(points[:, 0]).all(-1).sum())
    if not inside:
        raise ParallaxError(file, "at the times of {view} it has no body (it goes from {start:.2f} to {end:.2f} s).",
                            "Say at which time of the recording it begins (--offset).", view=view.name,
                            start=moved.times[0], end=moved.times[-1])
    xyz, turned = _turned(project, view, points - points[:, :1])
    score = np.isfinite(xyz).all(-1, keepdims=True)
    xyzs = np.concatenate((np.where(score, xyz, np.nan), score), axis=-1).astype(np.float32)[:, None]
    poses = Poses3D(xyzs, times, Source(_short(file), settings={"imported": _short(file), "turned": turned}),
                    moved.kind)
    row = project.store(poses, view=id, made_from=flat.id, athlete=0)
    said = [tr("{view}: a body in {frames}; lengths are {kind}.").format(
                view=view.name, frames=_frames(inside), kind=tr(moved.kind)),
            tr("It was turned to face as the 3D that was there.") if turned else
            tr("Nothing tells where the camera stood: it is shown as from a level camera before the file's axes.")]
    said += left_out_sentences(moved.left_out)
    return Import(Edit(_title(file), (document.put(row), *_shown(document, "3d", id))), tuple(said), (id,))


def _at(moved: Moved, times: Array) -> Array:
    """(T, 17, 3) in the axes of a level camera, x right, y down, z forward, at these times of the file."""
    from core.resample import at_times

    step = float(np.median(np.diff(moved.times))) if len(moved.times) > 1 else 0.0
    points = at_times(moved.points, moved.times, times, max(LONGEST_GAP_S, 1.5 * step), scored=False)
    return points * (1, -1, -1)


def _turned(project: Project, view: View, xyz: Array) -> tuple[Array, bool]:
    """The body turned onto the view's own 3D, by one turn for all frames; as it is where there is none."""
    row, flat = project.document.active("3d", view.id), project.document.active("2d", view.id)
    if row is None or flat is None or row.made_from != flat.id:
        return xyz, False
    there = project.poses(row.id)
    if not isinstance(there, Poses3D) or there.skeleton is not H36M17 or len(there.xyzs) != len(xyz):
        return xyz, False
    target = there.xyzs[:, 0, :, :3].astype(np.float64)
    target -= target[:, :1]
    both = np.isfinite(xyz).all(-1) & np.isfinite(target).all(-1)
    if both.sum() < 4 * len(H36M17):
        return xyz, False
    _, turn, _ = geometry.procrustes(xyz[both], target[both], scale=False)
    return xyz @ np.swapaxes(turn, -1, -2), True
