"""What is exported of a project: 2D, 3D, angles or agreement, on the recording's clock, in a file for other programs.

Every row is a frame of the reference view, at its reference time; what other views say is interpolated to that time.
Lengths say their kind in their name: `_m_relative` are the lifter's own metres (shape right, size not), `_m_scaled`
those of the athlete's height. 3D is in the axes of the reference view's camera: x right, y down, z forward, relative
to the pelvis; in TRC, C3D and BVH y is up and z towards the camera, and the floor is at 0; core/formats/kinds.py says
so of every format.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core import angles, corrected, export_2d, followed, sparse
from core.compare import LONGEST_GAP_S, Comparison, Track, compare
from core.document import View
from core.errors import ParallaxError
from core.export_2d import BY_HAND, Written, by_hand_alone, left_out
from core.formats import blender, bvh, c3d, csv, mot, npz, trc
from core.formats.kinds import FORMATS
from core.ground import root_heights
from core.pose import Poses2D, Poses3D
from core.rigid import rigid
from core.smooth import Smoothing, smooth
from core.storage import Project
from core.words import marked, tr

WHAT = {"2d": "Keypoints in the pictures", "3d": "Joints in 3D", "angles": "Joint angles", "agreement": "Agreement"}
_HELD = {"2d": marked("keypoints in the pictures"), "3d": marked("joints in 3d"), "angles": marked("joint angles"),
         "agreement": marked("agreement")}
UNITS = ("m", "mm")  # of a TRC
ATHLETE = "athlete"
MEAN = "mean"
UNEVEN = 0.1  # of a frame: further from even ones than this, times of frames are made even where a format asks for it

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Options:
    """What to export. what, format: keys of WHAT and FORMATS. reference: a view's name or id, '' for the first.

    per_frame: align every frame by itself, for cameras that move. of: whose where the file holds one body: a view, or
    'mean' of all; '' is the reference view. unit: of a TRC, one of UNITS.
    """

    what: str
    format: str
    reference: str = ""
    per_frame: bool = False
    of: str = ""
    smoothing: Smoothing = field(default_factory=Smoothing)
    unit: str = "m"


@dataclass(frozen=True, eq=False)
class _Source:
    """A view with its athlete, alone and as corrected, in 2D and, where it was lifted, 3D; times on its own clock."""

    view: View
    label: str
    flat: Poses2D
    lifted: Poses3D | None

    @property
    def times(self) -> Floats:
        return self.view.clock.to_ref(self.flat.times)


def export(project: Project, path: Path, options: Options) -> Written:
    """Writes what the options ask for, whole, over a file of that name. Reads pose files: not for the GUI thread.

    Raises ParallaxError where the project has no such poses or view, the format cannot hold them, or the disk refuses.
    """
    holds = FORMATS[options.format].whats if options.format in FORMATS else ()
    if options.what not in WHAT or not holds or options.unit not in UNITS:
        raise ParallaxError(tr("{what} as {format}").format(what=options.what, format=options.format),
                            "there is no such export.", "Choose one of {whats} as {formats}.", whats=", ".join(WHAT),
                            formats=", ".join(f for f in FORMATS if FORMATS[f].whats))
    if options.what not in holds:
        raise ParallaxError(options.what, "{format} files hold {kind} and nothing else.", "Choose {what}, or CSV.",
                            format=FORMATS[options.format].title, kind=tr(_HELD[holds[0]]), what=holds[0])
    if options.format in export_2d.WRITERS:
        return export_2d.write(project, path, options.format, options.reference)
    sources = _sources(project, options.reference, needs_3d=options.what != "2d")
    if options.what == "2d":
        bare = by_hand_alone(project)
        notes = [left_out(bare)] if bare and options.format == "csv" else []
        return replace(_write_2d(path, sources, options), note=" ".join([*notes, *_of_keys(sources)]))
    person = project.document.people.get(ATHLETE)
    tracks = [_track(source, options.smoothing) for source in sources]
    made = compare(tracks, tracks[0].view, fixed=not options.per_frame, height_m=person.height_m if person else None)
    if options.what == "3d":
        written = _write_3d(path, sources, made, options)
    else:
        columns, values = _angle_table(sources, made, options) if options.what == "angles" else \
            _agreement_table(sources, made)
        note = "" if options.what == "angles" else tr(_note(made.kind))
        written = _write_table(path, sources[0], columns, values, options, note, made.kind)
    behind = [s.view.name for s in sources if followed.behind(project.document, s.view.id)]
    late = tr("Lifted before the latest corrections: {views}. Lift again to have them in 3D.").format(
        views=", ".join(behind))
    return replace(written, note=f"{written.note} {late}".strip()) if behind else written


def stem(what: str, reference: str) -> str:
    """A file name to suggest, without its ending."""
    return f"{_label(reference)}-{what}"


# ---------------------------------------------------------------- what there is


def _sources(project: Project, reference: str, needs_3d: bool) -> list[_Source]:
    """The views that have the poses, the reference first."""
    found: list[_Source] = []
    labels = {MEAN}  # which is no view's
    for view in project.document.views.values():
        effective = corrected.of_project(project, view.id)
        if effective is None:
            continue
        lifted = followed.poses3d(project, view) if needs_3d else None
        if needs_3d and lifted is None:
            continue
        label = _label(view.name)
        label = label if label not in labels else f"{label}_{view.id}"
        labels.add(label)
        found.append(_Source(view, label, effective.poses, lifted))
    if not found:
        raise ParallaxError(project.folder, "no view of this project has 3D poses of an athlete." if needs_3d else
                            "no view of this project has poses of an athlete.",
                            "Find poses first, with a lifter for 3D." if needs_3d or not by_hand_alone(project) else
                            "Find poses first, with a lifter for 3D. There are views {by_hand}.", by_hand=tr(BY_HAND))
    if not reference:
        return found
    there = next((v for v in project.document.views.values() if reference in (v.name, v.id)), None)
    return _first(found, reference, marked("is no view of this project.") if there is None else
                  marked("is one {by_hand}.") if there in by_hand_alone(project) else marked("has no such poses."))


def _first(found: list[_Source], reference: str, fault: str) -> list[_Source]:
    base = next((source for source in found if reference in (source.view.name, source.view.id)), None)
    if base is None:
        raise ParallaxError(reference, fault, "Choose one of: {names}.", by_hand=tr(BY_HAND),
                            names=", ".join(s.view.name for s in found))
    return [base, *(source for source in found if source is not base)]


def _track(source: _Source, how: Smoothing) -> Track:
    assert source.lifted is not None
    track = Track.of(source.label, source.lifted, source.view.clock)
    return replace(track, points=smooth(track.points, track.times, how))


def _label(name: str) -> str:
    """A view's name as the beginning of a column's: no separators, and nothing that a spreadsheet takes for a sum."""
    return re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_") or "view"


def _of_keys(sources: Sequence[_Source]) -> list[str]:
    """What is to be known of views in which not every frame was looked at."""
    names = [s.view.name for s in sources if sparse.of_keys(s.flat.source.settings)]
    return [tr("Between key-frames, where nobody was looked for, there are no values: {views}.").format(
        views=", ".join(names))] if names else []


def _note(kind: str) -> str:
    """What is to be known of lengths: in files as it stands, looked up where it is shown."""
    return {"relative": marked("Lengths are relative: in the lifter's own metres, whose size is not the athlete's. "
                               "Enter the athlete's height to scale them."),
            "scaled": marked("Lengths are scaled by the athlete's height.")}.get(kind, "")


# ---------------------------------------------------------------- tables


def _angle_table(sources: Sequence[_Source], made: Comparison, options: Options) -> tuple[list[str], Floats]:
    """Of all bodies; a MOT, whose names are those of coordinates, has one."""
    bodies = _bodies(made)
    one = options.format == "mot"
    if one:
        bodies = {"": bodies[_body(sources, bodies, options.of)]}
    columns, values = [], []
    for label, points in bodies.items():
        for name, value in angles.angles(points, made.skeleton).items():
            columns.append(name if one else f"{label}_{name}_deg")
            values.append(value)
    return columns, np.stack(values, axis=1)


def _agreement_table(sources: Sequence[_Source], made: Comparison) -> tuple[list[str], Floats]:
    if len(made.views) < 2:
        raise ParallaxError(sources[0].view.name, "one view has nothing to agree with.", "Lift another view.")
    unit = f"mm_{made.kind}"
    columns = [f"agreement_{unit}", *(f"agreement_{joint}_{unit}" for joint in made.skeleton.joints)]
    values = [made.per_frame[:, None], made.agreement]
    for a, b in made.pairs:
        columns.append(f"agreement_{a}_{b}_{unit}")
        far = made.distance(a, b)
        count = np.isfinite(far).sum(axis=1)
        mean = np.nansum(far, axis=1) / np.maximum(count, 1)
        values.append(np.where(count > 0, mean, np.nan)[:, None])
    return columns, np.concatenate(values, axis=1).astype(np.float64)


def _bodies(made: Comparison) -> dict[str, NDArray[np.float32]]:
    """Each view's points (T, J, 3), those it saw, and where there are several their mean."""
    bodies = {view: np.where(made.valid[v][..., None], made.points[v], np.float32(np.nan))
              for v, view in enumerate(made.views)}
    return bodies if len(bodies) < 2 else {**bodies, MEAN: made.mean}


def _scores(made: Comparison, body: str) -> NDArray[np.float32]:
    """(T, J) of a body; of the mean the best of the views that it was made of."""
    scores = np.where(made.valid, made.scores, 0)
    return scores.max(axis=0) if body == MEAN else scores[made.views.index(body)]


def _write_table(path: Path, base: _Source, columns: Sequence[str], values: Floats, options: Options, note: str,
                 kind: str) -> Written:
    if options.format == "csv":
        csv.write(path, columns, base.times, values)
    elif options.format == "mot":
        mot.write(path, columns, base.times, values, "0 is a body that stands upright with hanging arms")
    else:
        npz.write(path, {"values": values, "columns": list(columns), **_times(base), "kind": kind,
                         "smoothing": options.smoothing.label})
    return Written(path, len(values), len(columns), note)


def _times(base: _Source) -> dict[str, ArrayLike]:
    """When the rows are, for an NPZ: reference seconds, the file's own time stamps, the nominal rate."""
    return {"time_s": base.times, "pts": base.flat.times, "fps_num": base.view.fps_num, "fps_den": base.view.fps_den}


# ---------------------------------------------------------------- 2D and 3D


def _write_2d(path: Path, sources: Sequence[_Source], options: Options) -> Written:
    if options.format == "npz":
        source = _first(list(sources), options.of, "has no such poses")[0] if options.of else sources[0]
        xys = _flat(source, source.times, options.smoothing)
        skeleton = source.flat.skeleton
        npz.write(path, {"xy": xys[..., :2], "conf": xys[..., 2], "names": skeleton.joints, "edges": skeleton.bones,
                         **_times(source), "unit": "px",
                         "axes": "x right, y down, from the centre of the top-left pixel", "joint_set": skeleton.name,
                         "source": source.flat.source.model, "view": source.view.name, "size": source.flat.size,
                         "smoothing": options.smoothing.label})
        return Written(path, len(xys), 3 * len(skeleton))
    columns: list[str] = []
    tables = []
    for source in sources:
        columns += [f"{source.label}_{joint}_{part}" for joint in source.flat.skeleton.joints
                    for part in ("x_px", "y_px", "score")]
        tables.append(_flat(source, sources[0].times, options.smoothing).reshape(len(sources[0].flat.times), -1))
    csv.write(path, columns, sources[0].times, np.concatenate(tables, axis=1))
    return Written(path, len(sources[0].flat.times), len(columns))


def _flat(source: _Source, times: Floats, how: Smoothing) -> Floats:
    """(T, J, 3) of the athlete at reference times; smoothing fills nothing in."""
    from core.resample import at_times

    xys = source.flat.xys[:, 0].astype(np.float64)
    seen = np.isfinite(xys).all(-1) & (xys[..., 2] > 0)
    xys[..., :2] = np.where(seen[..., None], smooth(np.where(seen[..., None], xys[..., :2], np.nan), source.times, how),
                            np.nan)
    xys[..., 2] = np.where(seen, xys[..., 2], 0)
    if times is source.times or (len(times) == len(source.times) and (times == source.times).all()):
        return xys
    first = np.diff(source.times, prepend=-np.inf) > 0
    step = float(np.median(np.diff(source.times))) if len(source.times) > 1 else 0.0
    return at_times(xys[first], source.times[first], times, max_gap_s=max(LONGEST_GAP_S, 1.5 * step), scored=True)


def _write_3d(path: Path, sources: Sequence[_Source], made: Comparison, options: Options) -> Written:
    bodies = _bodies(made)
    if options.format == "csv":
        columns, tables = [], []
        for label, points in bodies.items():
            columns += [f"{label}_{joint}_{axis}_m_{made.kind}" for joint in made.skeleton.joints for axis in "xyz"]
            tables.append(points.reshape(len(points), -1))
        csv.write(path, columns, made.times, np.concatenate(tables, axis=1))
        return Written(path, len(made.times), len(columns), tr(_note(made.kind)))
    body = _body(sources, bodies, options.of)
    points = bodies[body].astype(np.float64)
    if options.format == "npz":
        axes = f"camera of {sources[0].view.name}: x right, y down, z forward; relative to the pelvis"
        npz.write(path, {"xyz": points, "conf": _scores(made, body), "names": made.skeleton.joints,
                         "edges": made.skeleton.bones, **_times(sources[0]), "unit": "m", "kind": made.kind,
                         "axes": axes, "joint_set": made.skeleton.name, "source": _made_by(sources, body),
                         "body": body, "smoothing": options.smoothing.label})
    else:
        upright = points * [1, -1, -1]  # half a turn about x: y up, and still right-handed
        upright[..., 1] += made.size * _root_height(sources[0])[:, None]
        markers = trc.Markers(upright, made.times, made.skeleton.joints, _rate(sources[0]))
        note = _write_markers(path, markers, made, options.format, sources[0].view, options.unit)
        return Written(path, len(points), 3 * points.shape[1], " ".join([tr(_note(made.kind)), note]).strip())
    return Written(path, len(points), 3 * points.shape[1], tr(_note(made.kind)))


def _write_markers(path: Path, markers: trc.Markers, made: Comparison, format: str, base: View, unit: str) -> str:
    """A body as a file of motion; what else is to be known of it. markers: y up, in metres."""
    if format == "trc":
        trc.write(path, markers, unit=unit)
        return ""
    even = _even(markers)
    if format == "c3d":
        c3d.write(path, even, made.kind, _note(made.kind))
    elif format == "blender":
        scene = replace(even, points=np.stack((even.points[..., 0], -even.points[..., 2], even.points[..., 1]), -1))
        exact = base.fps if base.clock.rate == 1 else None
        blender.write(path, scene, made.skeleton.bones, path.stem, made.kind, _note(made.kind), exact)
    else:
        try:
            bvh.write(path, rigid(even.points), markers.rate)
        except ValueError as e:
            raise ParallaxError(base.name, "there is no body to make bones of ({why}).", "Choose another view.",
                                why=e) from e
    return "" if even is markers else tr("The frames' times are not even; the file has them at an even rate.")


def _even(markers: trc.Markers) -> trc.Markers:
    """The same at an even rate, where it is not already; for formats without a time for every frame."""
    from core.resample import at_times

    times = markers.times
    wanted = times[0] + np.arange(round((times[-1] - times[0]) * markers.rate) + 1) / markers.rate
    if len(wanted) == len(times) and np.abs(wanted - times).max() * markers.rate < UNEVEN:
        return markers
    first = np.diff(times, prepend=-np.inf) > 0
    step = float(np.median(np.diff(times[first]))) if first.sum() > 1 else 0.0
    wanted[-1] = min(wanted[-1], times[-1])
    points = at_times(markers.points[first], times[first], wanted, max(LONGEST_GAP_S, 1.5 * step), scored=False)
    return replace(markers, points=points, times=wanted)


def _body(sources: Sequence[_Source], bodies: Mapping[str, object], of: str) -> str:
    """The label of the body that was asked for."""
    for source in sources if of else sources[:1]:
        if not of or of in (source.view.name, source.view.id, source.label):
            return source.label
    if of == MEAN and MEAN in bodies:
        return MEAN
    raise ParallaxError(of, "there is no such body to export.", "Choose one of: {names}.", names=", ".join(bodies))


def _made_by(sources: Sequence[_Source], body: str) -> str:
    models = [s.lifted.source.model for s in sources if s.lifted is not None and body in (s.label, MEAN)]
    return ", ".join(dict.fromkeys(models))


def _root_height(source: _Source) -> Floats:
    """(T,) of the reference view's pelvis over its floor, before scaling; between its neighbours where it is not known,
    since a body that falls to the floor for a frame is worse than one a centimetre off."""
    assert source.lifted is not None
    flat = sparse.filled(source.flat).to(source.lifted.skeleton)
    height = root_heights(source.lifted.xyzs[:, 0], flat.xys[:, 0], source.lifted.times)
    known = np.isfinite(height)
    if not known.any():
        return np.zeros(len(height))
    return np.interp(source.lifted.times, source.lifted.times[known], height[known])


def _rate(source: _Source) -> float:
    """Frames a second of the reference view in reference time."""
    return float(source.view.fps) / source.view.clock.rate
