"""COCO keypoints JSON: one annotation a person and frame, `keypoints` = [x, y, v] a joint, `skeleton` 1-based.

v is 0 for a joint that is not labelled or absent (x = y = 0), 1 for an occluded one, 2 for a visible one. Coordinates
are those of pixel centres, as here. What COCO has no field for stands in an object `parallax` beside its fields, which
other readers pass over: the view and person, the source of every point, and which of the joints with v 0 are absent.
Where a file was changed by others, its keypoints count and not what that object says.
Poses that were detected go the same way, with `score` a person and, in `parallax`, the scores of the joints; lists of
results without images (`image_id`, `keypoints`, `score`) are read as well.
Format: cocodataset.org/#format-data.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core import records
from core.errors import ParallaxError
from core.files import write_whole
from core.formats import labelling, seen
from core.formats.labelling import Film, Labelling, Row, Wrong
from core.formats.seen import Seen, Someone
from core.labels import ABSENT, IMPORTED, OCCLUDED, VISIBLE, Keypoint
from core.skeleton import COCO17, HALPE26, WHOLEBODY133
from core.words import marked, tr

STATES = {1: OCCLUDED, 2: VISIBLE}
FLAGS = {OCCLUDED: 1, VISIBLE: 2}


def write(path: Path, labels: Labelling) -> None:
    """Written whole or not at all. Raises ParallaxError where the disk refuses."""
    told = list(dict.fromkeys(row.skeleton for row in labels.rows))
    skeletons = [labelling.skeleton_of(each, labels.rows) for each in told]
    categories = [{"id": n, "name": "person", "supercategory": "person",
                   "keypoints": [labelling.common(joint) for joint in s.joints],
                   "skeleton": [[a + 1, b + 1] for a, b in s.bones], "parallax": {"skeleton": s.name}}
                  for n, s in enumerate(skeletons, 1)]
    videos = [{"id": n, "name": f.name, "file_name": f.path, "width": f.width, "height": f.height,
               "parallax": {"view": f.view}} for n, f in enumerate(labels.films, 1)]
    images: dict[tuple[int, int], dict[str, Any]] = {}
    annotations: list[dict[str, Any]] = []
    for row in labels.rows:
        film = labels.films[row.film]
        image = images.setdefault((row.film, row.frame), {
            "id": len(images) + 1, "file_name": f"{_folder(film)}/{row.frame:06d}.png", "width": film.width,
            "height": film.height, "video_id": row.film + 1, "video": film.path, "frame": row.frame,
            "parallax": {"time_s": row.time_s}})
        category = told.index(row.skeleton)
        annotations.append(_annotation(len(annotations) + 1, image["id"], category + 1, row,
                                       skeletons[category].joints))
    text = records.dumps({"info": {"description": "Labels of Parallax", "version": "1.0"}, "licenses": [],
                          "videos": videos, "images": list(images.values()), "annotations": annotations,
                          "categories": categories})
    try:
        write_whole(path, lambda f: f.write(text.encode()))
    except OSError as e:
        raise ParallaxError(path, "the labels cannot be written ({why}).", "Choose another place.",
                            why=e.strerror) from e


def _folder(film: Film) -> str:
    return re.sub(r"[^\w\-]+", "_", film.name) or "video"


def _annotation(id: int, image: int, category: int, row: Row, joints: Sequence[str]) -> dict[str, Any]:
    flat: list[float] = []
    for joint in joints:
        point = row.points.get(joint)
        flat += [0, 0, 0] if point is None or point.x is None or point.y is None else [
            point.x, point.y, FLAGS[point.state]]
    placed = [(p.x, p.y) for p in row.points.values() if p.x is not None and p.y is not None]
    x0, y0 = min((x for x, _ in placed), default=0.0), min((y for _, y in placed), default=0.0)
    w, h = max((x - x0 for x, _ in placed), default=0.0), max((y - y0 for _, y in placed), default=0.0)
    return {"id": id, "image_id": image, "category_id": category, "keypoints": flat, "num_keypoints": len(placed),
            "bbox": [x0, y0, w, h], "area": w * h, "iscrowd": 0,
            "parallax": {"person": row.person, "sources": {joint: p.source for joint, p in row.points.items()},
                         "absent": [joint for joint, p in row.points.items() if p.state == ABSENT]}}


def read(path: Path) -> Labelling:
    """The labels of a file. Boxes without keypoints are left out, and said. Raises ParallaxError for any other file."""
    labelling.check_size(path)
    try:
        data = records.loads(path.read_text(encoding="utf-8"))
        return _labelling(data)
    except (ValueError, OSError) as e:
        why = tr("line {n}, {why}").format(n=e.lineno, why=e.msg) if isinstance(e, json.JSONDecodeError) else str(e)
        raise ParallaxError(path, "this is not a sound file of COCO keypoints ({why}).",
                            "Export it again from where it comes from.", why=why) from e


def _labelling(data: Any) -> Labelling:
    if not isinstance(data, dict):
        raise Wrong("it is not an object")
    videos = {_id(v): v for v in _objects(data, "videos", needed=False)}
    categories = {_id(c): _category(c) for c in _objects(data, "categories") if "keypoints" in c}
    if not categories:
        raise Wrong("no category has keypoints")
    images = {_id(i): i for i in _objects(data, "images")}
    annotations = _objects(data, "annotations")
    labelling.check_count(len(annotations), sum(len(a["keypoints"]) // 3 for a in annotations
                                                if isinstance(a.get("keypoints"), list)))
    films: dict[Film, int] = {_film(v, v): n for n, v in enumerate(videos.values())}
    rows: list[Row] = []
    taken: set[tuple[int, int, str]] = set()
    boxes = 0
    for each in annotations:
        told = _told_of(each, images, categories)
        if told is None:
            boxes += 1
            continue
        image, category = told
        film = films.setdefault(_film_of(image, videos), len(films))
        frame = _frame(image)
        points = _points(each, category[1])
        row = Row(film, _person(each, film, frame, taken), frame, category[0], points, _time(image))
        if points:
            rows.append(row)
    return Labelling(tuple(films), tuple(rows), {"annotations without keypoints": boxes} if boxes else {})


def _objects(data: Mapping[str, Any], key: str, needed: bool = True) -> list[dict[str, Any]]:
    found = data.get(key, None if needed else [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Wrong("{key} is not a list of objects", key=key)
    labelling.check_count(len(found))
    return found


def _told_of(each: Mapping[str, Any], images: Mapping[Any, Any],
             categories: Mapping[Any, Any]) -> tuple[Any, Any] | None:
    """An annotation's image and category; None where it is a box without keypoints. Raises Wrong."""
    image, category = images.get(_id(each, "image_id")), categories.get(_id(each, "category_id"))
    if image is None:
        raise Wrong("annotation {id} is of an image that is not there", id=each.get("id"))
    return None if category is None or "keypoints" not in each else (image, category)


def _id(thing: Mapping[str, Any], key: str = "id") -> int | str:
    id = thing.get(key)
    return labelling.name(id, key) if isinstance(id, str) else labelling.whole(id, key)


def _category(category: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The name of its skeleton and the joints."""
    names = category["keypoints"]
    if not isinstance(names, list):
        raise Wrong("the keypoints of a category are not a list")
    joints = labelling.joints(names)
    told = _ours(category).get("skeleton", category.get("name", ""))
    return labelling.guessed(labelling.name(told, "a skeleton"), joints), joints


def _ours(thing: Mapping[str, Any]) -> Mapping[str, Any]:
    """What Parallax wrote beside the fields of COCO."""
    found = thing.get("parallax", {})
    return found if isinstance(found, dict) else {}


def _film(video: Mapping[str, Any], image: Mapping[str, Any]) -> Film:
    path = labelling.name(video.get("file_name", ""), "a video's file")
    called = labelling.name(video.get("name", path), "a video's name")
    view = labelling.name(_ours(video).get("view", ""), "a view")
    size = [labelling.whole(image.get(side, 0) or 0, side) for side in ("width", "height")]
    return Film(called, path, view, size[0], size[1])


def _film_of(image: Mapping[str, Any], videos: Mapping[int | str, Mapping[str, Any]]) -> Film:
    """By the video it names, or by the folder of the image."""
    id = image.get("video_id")
    if isinstance(id, int | str) and id in videos:
        return _film(videos[id], videos[id])
    told = image.get("video", "")
    if isinstance(told, str) and told:
        return Film(labelling.name(told, "a video"), told)
    folder = labelling.name(image.get("file_name", ""), "an image's file").replace("\\", "/").rpartition("/")[0]
    return Film(folder, folder)


def _frame(image: Mapping[str, Any]) -> int:
    """The number it gives, or the last digits of its file's name."""
    for key in ("frame", "frame_id", "frame_index", "frame_number"):
        if key in image:
            return labelling.whole(image[key], "a frame")
    file = labelling.name(image.get("file_name", ""), "an image's file")
    digits = re.findall(r"[0-9]{1,10}", Path(file.replace("\\", "/")).stem)
    if not digits:
        raise Wrong("image {file!r} does not say which frame it is", file=file)
    return labelling.whole(int(digits[-1]), "a frame")


def _time(image: Mapping[str, Any]) -> float | None:
    told = _ours(image).get("time_s")
    return labelling.number(told, "a time") if told is not None else None


def _points(annotation: Mapping[str, Any], joints: Sequence[str]) -> dict[str, Keypoint]:
    flat = annotation["keypoints"]
    if not isinstance(flat, list) or len(flat) != 3 * len(joints):
        raise Wrong("annotation {id} has not three numbers for each of {n} joints", id=annotation.get("id"),
                    n=len(joints))
    ours = _ours(annotation)
    sources, absent = ours.get("sources", {}), ours.get("absent", [])
    if not isinstance(sources, dict) or not isinstance(absent, list):
        raise Wrong("what Parallax wrote into it was changed")
    points = {}
    for n, joint in enumerate(joints):
        x, y, v = (labelling.number(value, joint) for value in flat[3 * n:3 * n + 3])
        source = labelling.name(sources.get(joint, IMPORTED), "a source")
        if v in STATES:
            points[joint] = Keypoint(x, y, STATES[int(v)], source)
        elif v:
            raise Wrong("{joint} has visibility {v:g}, which is 0, 1 or 2", joint=joint, v=v)
        elif joint in absent:
            points[joint] = Keypoint(None, None, ABSENT, source)
    return points


def _person(annotation: Mapping[str, Any], film: int, frame: int, taken: set[tuple[int, int, str]]) -> str:
    """Who it is: as Parallax or a tracker called them, else by their order in the frame."""
    told = _ours(annotation).get("person", annotation.get("track_id", ""))
    person = labelling.name(str(told) if isinstance(told, int) else told, "a person")
    order = 1
    while not person or (film, frame, person) in taken:
        person = str(order)
        order += 1
    taken.add((film, frame, person))
    return person


# ---------------------------------------------------------------- poses that were detected

_RESULTS = {len(skeleton): skeleton for skeleton in (COCO17, HALPE26, WHOLEBODY133)}  # of lists without categories
_STATES: Mapping[Any, float] = {0: 0.0, 1: 0.5, 2: 1.0}  # the score of a joint whose file tells no more than v


def write_poses(path: Path, videos: Sequence[Seen]) -> int:
    """Writes everyone in the videos, whole or not at all; returns how many annotations. Raises ParallaxError."""
    told = list(dict.fromkeys(video.skeleton for video in videos))
    data: dict[str, list[dict[str, Any]]] = {"videos": [], "images": [], "annotations": [], "categories": [
        {"id": n, "name": "person", "supercategory": "person", "keypoints": [labelling.common(j) for j in s.joints],
         "skeleton": [[a + 1, b + 1] for a, b in s.bones], "parallax": {"skeleton": s.name}}
        for n, s in enumerate(told, 1)]}
    for n, video in enumerate(videos, 1):
        film = video.film
        data["videos"].append({"id": n, "name": film.name, "file_name": film.path, "width": film.width,
                               "height": film.height, "parallax": {"view": film.view}})
        before = (-1, 0)
        for frame, p, said in _detected(video.xys):
            if before[0] != frame:
                before = frame, len(data["images"]) + 1
                data["images"].append({
                    "id": before[1], "file_name": f"{_folder(film)}/{frame:06d}.png", "width": film.width,
                    "height": film.height, "video_id": n, "frame": frame})
            scores = said.pop("scores")
            data["annotations"].append({
                "id": len(data["annotations"]) + 1, "image_id": before[1],
                "category_id": told.index(video.skeleton) + 1, "track_id": p + 1, **said,
                "parallax": {"person": video.people[p], "scores": scores}})
    text = json.dumps({"info": {"description": "Poses of Parallax", "version": "1.0"}, "licenses": [], **data},
                      ensure_ascii=False, separators=(",", ":"))
    try:
        write_whole(Path(path), lambda f: f.write(text.encode()))
    except OSError as e:
        raise ParallaxError(path, "the poses cannot be written ({why}).", "Choose another place.",
                            why=e.strerror) from e
    return len(data["annotations"])


def _detected(xys: seen.Floats) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Of (T, P, J, 3) everyone who is there: frame, person, and what an annotation says of them."""
    known = xys[..., 2] > 0
    at = np.argwhere(known.any(axis=2))  # by frame, then by person
    rows, there = xys[known.any(axis=2)], known[known.any(axis=2)]
    flat = np.where(there[..., None], np.concatenate((rows[..., :2], np.full((*there.shape, 1), 2)), axis=-1), 0)
    low = np.where(there[..., None], rows[..., :2], np.inf).min(axis=1)
    size = np.where(there[..., None], rows[..., :2], -np.inf).max(axis=1) - low
    boxes = np.concatenate((low, size), axis=1).astype(np.float64).round(3).tolist()
    keypoints = flat.reshape(len(flat), -1).round(3).tolist()
    scores = rows[..., 2].astype(np.float64).round(4).tolist()
    means = (np.where(there, rows[..., 2], 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)).tolist()
    for n, (frame, p) in enumerate(at.tolist()):
        yield frame, p, {"keypoints": keypoints[n], "num_keypoints": int(there[n].sum()), "bbox": boxes[n],
                         "area": round(boxes[n][2] * boxes[n][3], 3), "iscrowd": 0, "score": round(means[n], 4),
                         "scores": scores[n]}


def read_poses(path: Path) -> list[Seen]:
    """The people in the videos of a file. Raises ParallaxError for any other file."""
    path = Path(path)
    labelling.check_size(path, seen.MAX_BYTES)
    try:
        data = records.loads(path.read_text(encoding="utf-8-sig"), seen.MAX_BYTES)
        return _results(data, path.stem) if isinstance(data, list) else _poses(data)
    except (ValueError, OSError) as e:
        why = tr("line {n}, {why}").format(n=e.lineno, why=e.msg) if isinstance(e, json.JSONDecodeError) else str(e)
        raise ParallaxError(path, "this is not a sound file of COCO keypoints ({why}).",
                            "Export it again from where it comes from.", why=why) from e


def _poses(data: Any) -> list[Seen]:
    if not isinstance(data, dict):
        raise Wrong("it is not an object")
    videos = {_id(v): v for v in _objects(data, "videos", needed=False)}
    categories = {_id(c): _category(c) for c in _objects(data, "categories") if "keypoints" in c}
    images = {_id(i): i for i in _objects(data, "images")}
    annotations = _objects(data, "annotations")
    labelling.check_count(0, sum(len(a["keypoints"]) // 3 for a in annotations if isinstance(a.get("keypoints"), list)))
    films: dict[Any, Film] = {}

    def film_of(image: Mapping[str, Any]) -> Film:
        id = image.get("video_id")
        if not isinstance(id, int | str) or id not in videos:
            return _film_of(image, videos)
        if id not in films:
            films[id] = _film(videos[id], videos[id])
        return films[id]

    found: dict[tuple[Film, str], list[Someone]] = {}
    joints: dict[tuple[Film, str], list[str]] = {}
    boxes = 0
    for each in annotations:
        told = _told_of(each, images, categories)
        if told is None:
            boxes += 1
            continue
        image, category = told
        key = (film_of(image), category[0])
        joints[key] = category[1]
        found.setdefault(key, []).append(_someone(each, _frame(image), len(category[1])))
    if not found:
        raise Wrong("it has no annotations with keypoints")
    out = [seen.of_people(key[0], joints[key], rows, key[1]) for key, rows in found.items()]
    if boxes:
        out[0].left_out[marked("annotations without keypoints")] = boxes
    return out


def _results(data: list[Any], name: str) -> list[Seen]:
    """A list of results, as detectors write them: the skeleton is told by how many joints there are."""
    labelling.check_count(len(data))
    rows, count = list[Someone](), 0
    for each in data:
        if not isinstance(each, dict) or not isinstance(each.get("keypoints"), list):
            raise Wrong("it is a list of something else than results")
        count = count or len(each["keypoints"]) // 3
        image = str(each.get("image_id", ""))[:labelling.LONGEST_NAME]
        rows.append(_someone(each, _frame({"file_name": image}), count))
    if count not in _RESULTS:
        raise Wrong("somebody has {n} joints, which are those of no known skeleton", n=count)
    return [seen.of_people(Film(name), _RESULTS[count].joints, rows, _RESULTS[count].name)]


def _someone(each: Mapping[str, Any], frame: int, count: int) -> Someone:
    """A person in a frame. v of others' results may be a score; a score of the person's holds where that is all."""
    flat = each["keypoints"]
    if not isinstance(flat, list) or len(flat) != 3 * count:
        raise Wrong("annotation {id} has not three numbers for each of {n} joints", id=each.get("id"), n=count)
    values = seen.numbers(flat).reshape(-1, 3)
    scores = _ours(each).get("scores")
    if isinstance(scores, list) and len(scores) == count:
        values[:, 2] = seen.numbers(scores)
    elif set(flat[2::3]) <= _STATES.keys():
        values[:, 2] = [_STATES[v] for v in flat[2::3]]
    told = _ours(each).get("person") or each.get("track_id", each.get("idx", ""))
    return Someone(frame, values, labelling.name(str(told) if isinstance(told, int) else told, "a person"))
