"""SLEAP's .slp through sleap-io: labelled frames with instances, tracks for people, skeletons with symmetries.

Coordinates have their origin at the centre of the top-left pixel, as here (sleap-io moves those of files before format
1.1). A point's `visible` tells a visible joint from an occluded one; one without coordinates is not labelled or absent.
What SLEAP has no field for (views, absent joints, the source of every point) stands as JSON in a data set of its own,
`parallax/labels`, which other readers pass over; it counts only for points that are still where it says.
Predicted instances are no labels and are left out of these; `write_poses` and `read_poses` are for them.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core import records
from core.errors import ParallaxError
from core.files import write_whole
from core.formats import labelling, seen
from core.formats.labelling import Film, Labelling, Row, Wrong
from core.formats.seen import Seen, Someone
from core.labels import ABSENT, IMPORTED, OCCLUDED, VISIBLE, Keypoint

OURS = "parallax/labels"
MAX_DATA_SETS = 10_000
Extra = dict[tuple[int, int, int], Mapping[str, Any]]


def write(path: Path, labels: Labelling) -> None:
    """Written whole or not at all. Raises ParallaxError where the disk refuses."""
    made, said = _made(labels)
    _save(path, made, said)


def _save(path: Path, made: Any, said: Any = None) -> None:
    import h5py
    import sleap_io

    try:
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "labels.slp"
            sleap_io.save_slp(made, str(whole), embed=False, verbose=False)
            if said is not None:
                with h5py.File(whole, "a") as file:
                    text = np.frombuffer(records.dumps(said).encode(), dtype=np.uint8)
                    file.create_dataset(OURS, data=text, compression="gzip")
            content = whole.read_bytes()
        write_whole(path, lambda f: f.write(content))
    except OSError as e:
        raise ParallaxError(path, "the labels cannot be written ({why}).", "Choose another place.",
                            why=e.strerror or e) from e


def _made(labels: Labelling) -> tuple[Any, dict[str, Any]]:
    """The labels as sleap-io has them, and what it has no place for."""
    import sleap_io

    skeletons = {told: _skeleton(labelling.skeleton_of(told, labels.rows))
                 for told in dict.fromkeys(row.skeleton for row in labels.rows)}
    tracks = {who: sleap_io.Track(who) for who in dict.fromkeys(row.person for row in labels.rows)}
    videos = [_video(film) for film in labels.films]
    frames: dict[tuple[int, int], list[Any]] = {}
    rows = []
    for row in labels.rows:
        instances = frames.setdefault((row.film, row.frame), [])
        rows.append({"film": row.film, "frame": row.frame, "instance": len(instances), "person": row.person,
                     "skeleton": row.skeleton, "time_s": row.time_s,
                     "points": {joint: [p.state, p.source] for joint, p in row.points.items()}})
        instances.append(_instance(row, skeletons[row.skeleton], tracks[row.person]))
    listed = [sleap_io.LabeledFrame(video=videos[film], frame_idx=frame, instances=instances)
              for (film, frame), instances in frames.items()]
    made = sleap_io.Labels(labeled_frames=listed, videos=videos, skeletons=list(skeletons.values()),
                           tracks=list(tracks.values()))
    return made, {"films": [[f.name, f.path, f.view, f.width, f.height] for f in labels.films], "rows": rows}


def _video(film: Film) -> Any:
    import sleap_io

    file = film.path or film.name
    return sleap_io.Video(filename=file, open_backend=False, backend_metadata={
        "type": "MediaVideo", "filename": file, "shape": [0, film.height, film.width, 3]})


def _skeleton(ours: Any) -> Any:
    import sleap_io

    return sleap_io.Skeleton(nodes=list(ours.joints), edges=[(ours.joints[a], ours.joints[b]) for a, b in ours.bones],
                             symmetries=[(ours.joints[a], ours.joints[b]) for a, b in ours.pairs], name=ours.name)


def _instance(row: Row, skeleton: Any, track: Any) -> Any:
    import sleap_io

    points = [row.points.get(joint) for joint in skeleton.node_names]
    xy = np.array([p.xys[:2] if p is not None else (np.nan, np.nan) for p in points])
    made = sleap_io.Instance.from_numpy(xy, skeleton=skeleton, track=track)
    made.points["visible"] = [p is not None and p.state == VISIBLE for p in points]
    made.points["complete"] = [p is not None for p in points]
    return made


def read(path: Path) -> Labelling:
    """The labels of a file. Raises ParallaxError where it is another, or damaged. Opens no video."""
    return _read(path, _labelling)


R = TypeVar("R")


def _read(path: Path, of: Callable[[Any, Any], R], most: int = labelling.MAX_BYTES) -> R:
    """of(what sleap-io loads, what Parallax wrote into the file). most: bytes of the file."""
    labelling.check_size(path, most)
    import sleap_io

    try:
        said = _checked(path, most)
        return of(sleap_io.load_slp(str(path), open_videos=False, lazy=False), said)
    # What a damaged file makes of a reader is anything: h5py and sleap-io raise OSError, KeyError, TypeError, ….
    except Exception as e:
        why = str(e) if isinstance(e, Wrong) else f"{type(e).__name__}: {str(e)[:120]}"
        raise ParallaxError(path, "this is not a sound SLEAP file ({why}).", "Save it again in SLEAP.", why=why) from e


def _checked(path: Path, most: int) -> Any:
    """What Parallax wrote into the file, None where another program made it. Raises Wrong for data sets that unpack to
    more than labels are, or that lie in other files."""
    import h5py

    total = 0
    with h5py.File(path, "r") as file:
        stack, seen = [file["/"]], 0
        while stack:
            group = stack.pop()
            for key in group:
                seen += 1
                if seen > MAX_DATA_SETS or isinstance(group.get(key, getlink=True), h5py.ExternalLink | h5py.SoftLink):
                    raise Wrong("it points elsewhere, or has too many parts")
                item = group[key]
                if isinstance(item, h5py.Group):
                    stack.append(item)
                    continue
                if item.is_virtual or item.external:
                    raise Wrong("it keeps data in other files")
                # Pictures that SLEAP embeds are not read.
                total += 0 if key in ("video", "source_video") else int(np.prod(item.shape)) * item.dtype.itemsize
        if total > most * 4:
            raise Wrong("its tables unpack to {size:.0f} MB", size=total / 2**20)
        for key in ("instances", "frames"):
            labelling.check_count(len(file[key]))
        labelling.check_count(0, len(file["points"]))
        return records.loads(file[OURS][()].tobytes().decode()) if OURS in file else None


def _labelling(loaded: Any, said: Any) -> Labelling:
    films, extra = _said(said)
    if len(films) != len(loaded.videos):
        films, extra = [_film(video) for video in loaded.videos], {}
    order = {id(video): n for n, video in enumerate(loaded.videos)}
    rows, predicted = [], 0
    taken: set[tuple[int, int, str]] = set()
    for frame in loaded.labeled_frames:
        film, index = order[id(frame.video)], labelling.whole(int(frame.frame_idx), "a frame")
        mine = [each for each in frame.instances if type(each).__name__ == "Instance"]
        predicted += len(frame.instances) - len(mine)
        for n, instance in enumerate(mine):
            row = _row(film, index, n, instance, extra.get((film, index, n), {}), taken)
            if row.points:
                rows.append(row)
    return Labelling(tuple(films), tuple(rows), {"predicted instances": predicted} if predicted else {})


def _said(said: Any) -> tuple[list[Film], Extra]:
    """What Parallax wrote, checked; nothing where it does not fit: then the file is like those of others."""
    if not isinstance(said, dict) or not isinstance(said.get("rows"), list) or not isinstance(said.get("films"), list):
        return [], {}
    films = [Film(labelling.name(n, "a view"), labelling.name(p, "a path"), labelling.name(v, "a view"),
                  labelling.whole(w, "a width"), labelling.whole(h, "a height")) for n, p, v, w, h in said["films"]]
    extra: Extra = {}
    for row in said["rows"]:
        key = tuple(labelling.whole(row[each], each) for each in ("film", "frame", "instance"))
        if not isinstance(row["points"], dict):
            raise Wrong("what Parallax wrote into it was changed")
        extra[key] = row  # type: ignore[index]
    return films, extra


def _film(video: Any) -> Film:
    file = video.filename[0] if isinstance(video.filename, list) else video.filename
    file = labelling.name(str(file or ""), "a video's file")
    shape = video.shape or (0, 0, 0, 0)
    return Film(Path(file.replace("\\", "/")).stem, file, "", int(shape[2] or 0), int(shape[1] or 0))


def _row(film: int, frame: int, n: int, instance: Any, extra: Mapping[str, Any], taken: set[tuple[int, int, str]]
         ) -> Row:
    names = labelling.joints(instance.skeleton.node_names)
    told = extra.get("points", {})
    points = {}
    for joint, point in zip(names, instance.points, strict=True):
        state, source = told.get(joint, ("", IMPORTED))
        x, y = float(point["xy"][0]), float(point["xy"][1])
        if np.isfinite([x, y]).all():
            now = VISIBLE if point["visible"] else OCCLUDED
            points[joint] = Keypoint(labelling.number(x, joint), labelling.number(y, joint), now,
                                     labelling.name(source, "a source") if state != ABSENT else IMPORTED)
        elif state == ABSENT:
            points[joint] = Keypoint(None, None, ABSENT, labelling.name(source, "a source"))
    skeleton = labelling.guessed(str(extra.get("skeleton") or instance.skeleton.name or ""), names)
    person = labelling.name(instance.track.name if instance.track is not None else "", "a track")
    order = 1
    while not person or (film, frame, person) in taken:
        person, order = str(order), order + 1
    taken.add((film, frame, person))
    time = extra.get("time_s")
    return Row(film, person, frame, skeleton, points, None if time is None else labelling.number(time, "a time"))


# ---------------------------------------------------------------- poses that were detected


def write_poses(path: Path, videos: Sequence[Seen]) -> int:
    """Everyone in the videos as predicted instances, written whole or not at all; returns how many. Raises
    ParallaxError."""
    import sleap_io

    skeletons = {name: _skeleton(s) for name, s in {video.skeleton.name: video.skeleton for video in videos}.items()}
    tracks = {who: sleap_io.Track(who) for video in videos for who in video.people}
    films, frames, count = [], [], 0
    for video in videos:
        film, skeleton = _video(video.film), skeletons[video.skeleton.name]
        films.append(film)
        known = np.asarray((video.xys[..., 2] > 0).any(axis=2))
        for frame in np.flatnonzero(known.any(axis=1)).tolist():
            found = []
            for p in np.flatnonzero(known[frame]).tolist():
                xys = video.xys[frame, p].astype(np.float64)
                found.append(sleap_io.PredictedInstance.from_numpy(
                    xys[:, :2], skeleton=skeleton, point_scores=xys[:, 2], score=float(xys[:, 2].mean()),
                    track=tracks[video.people[p]]))
            frames.append(sleap_io.LabeledFrame(video=film, frame_idx=frame, instances=found))
            count += len(found)
    _save(path, sleap_io.Labels(labeled_frames=frames, videos=films, skeletons=list(skeletons.values()),
                                tracks=list(tracks.values())))
    return count


def read_poses(path: Path) -> list[Seen]:
    """The people in the videos of a file, predicted or labelled. Raises ParallaxError where it is another, or
    damaged."""
    return _read(Path(path), _poses, seen.MAX_BYTES)


def _poses(loaded: Any, said: Any) -> list[Seen]:
    films, _ = _said(said)
    films = films if len(films) == len(loaded.videos) else [_film(video) for video in loaded.videos]
    order = {id(video): n for n, video in enumerate(loaded.videos)}
    found: dict[tuple[int, int], list[Someone]] = {}
    for frame in loaded.labeled_frames:
        film, index = order[id(frame.video)], labelling.whole(int(frame.frame_idx), "a frame")
        labelled = {id(each.from_predicted) for each in frame.instances if type(each).__name__ == "Instance"}
        taken: set[str] = set()
        for each in frame.instances:
            if id(each) in labelled:  # somebody corrected it
                continue
            who = labelling.name(each.track.name if each.track is not None else "", "a track")
            who = "" if who in taken else who
            taken.add(who)
            found.setdefault((film, loaded.skeletons.index(each.skeleton)), []).append(
                Someone(index, _joints(each), who))
    if not found:
        raise Wrong("nobody is in any frame")
    return [seen.of_people(films[film], loaded.skeletons[s].node_names, rows, loaded.skeletons[s].name or "")
            for (film, s), rows in found.items()]


def _joints(instance: Any) -> seen.Floats:
    """(J, 3): places, and the scores where there are such."""
    points = instance.points
    xys = np.ones((len(points), 3), np.float32)
    xys[:, :2] = points["xy"]
    if "score" in (points.dtype.names or ()):
        xys[:, 2] = points["score"]
    return xys
