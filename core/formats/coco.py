"""COCO keypoints JSON: one annotation a person and frame, `keypoints` = [x, y, v] a joint, `skeleton` 1-based.

v is 0 for a joint that is not labelled or absent (x = y = 0), 1 for an occluded one, 2 for a visible one. Coordinates
are those of pixel centres, as here. What COCO has no field for stands in an object `parallax` beside its fields, which
other readers pass over: the view and person, the source of every point, and which of the joints with v 0 are absent.
Where a file was changed by others, its keypoints count and not what that object says.
Format: cocodataset.org/#format-data.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core import records
from core.errors import ParallaxError
from core.files import write_whole
from core.formats import labelling
from core.formats.labelling import Film, Labelling, Row, Wrong
from core.labels import ABSENT, IMPORTED, OCCLUDED, VISIBLE, Keypoint

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
        raise ParallaxError(path, f"the labels cannot be written ({e.strerror}).", "Choose another place.") from e


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
        why = f"line {e.lineno}, {e.msg}" if hasattr(e, "lineno") and hasattr(e, "msg") else str(e)
        raise ParallaxError(path, f"this is not a sound file of COCO keypoints ({why}).", "Export it again from where "
                            "it comes from.") from e


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
        image, category = images.get(_id(each, "image_id")), categories.get(_id(each, "category_id"))
        if image is None:
            raise Wrong(f"annotation {each.get('id')} is of an image that is not there")
        if category is None or "keypoints" not in each:
            boxes += 1
            continue
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
        raise Wrong(f"{key} is not a list of objects")
    labelling.check_count(len(found))
    return found


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
        raise Wrong(f"image {file!r} does not say which frame it is")
    return labelling.whole(int(digits[-1]), "a frame")


def _time(image: Mapping[str, Any]) -> float | None:
    told = _ours(image).get("time_s")
    return labelling.number(told, "a time") if told is not None else None


def _points(annotation: Mapping[str, Any], joints: Sequence[str]) -> dict[str, Keypoint]:
    flat = annotation["keypoints"]
    if not isinstance(flat, list) or len(flat) != 3 * len(joints):
        raise Wrong(f"annotation {annotation.get('id')} has not three numbers for each of {len(joints)} joints")
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
            raise Wrong(f"{joint} has visibility {v:g}, which is 0, 1 or 2")
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
