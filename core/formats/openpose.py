"""OpenPose's JSON: a folder a video, a file a frame, in it everyone as `pose_keypoints_2d` = [x, y, score] a joint.

A joint that was not found is 0, 0, 0. Coordinates are those of pixel centres, as here. What is written is BODY_25,
which other programs know best; what is read may be COCO's 17 or 18 joints, BODY_25, Halpe-26 or COCO-WholeBody, told by
how many there are. Hands and faces that stand in fields of their own are not read.
"""

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core import records
from core.errors import ParallaxError
from core.formats import labelling, seen
from core.formats.labelling import Film, Wrong
from core.formats.seen import Floats, Seen, Someone
from core.skeleton import BODY25, COCO17, HALPE26, WHOLEBODY133, Skeleton

MAX_FILES = 500_000
MAX_FILE = 4 << 20  # bytes of a frame's
_COCO18 = ("nose", "neck", "rshoulder", "relbow", "rwrist", "lshoulder", "lelbow", "lwrist", "rhip", "rknee", "rankle",
           "lhip", "lknee", "lankle", "reye", "leye", "rear", "lear")
JOINTS = {len(joints): joints for joints in (COCO17.joints, _COCO18, BODY25.joints, HALPE26.joints,
                                             WHOLEBODY133.joints)}
_FRAME = re.compile(r"([0-9]{1,12})(?:_keypoints)?\.json")
_BETWEEN = {"neck": ("lshoulder", "rshoulder"), "pelvis": ("lhip", "rhip")}
_INSTEAD = {"neck": "thorax", "lbigtoe": "lfoot_index", "rbigtoe": "rfoot_index"}


def write(folder: Path, videos: Sequence[tuple[str, Seen]]) -> int:
    """Writes a folder with a folder for each video, NAME_json as Pose2Sim has them; returns how many files.

    The folder must be new or empty. Whole or not at all. Raises ParallaxError.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParallaxError(folder, "something is there already.", "Choose a name that is not taken.")
    count = 0
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".openpose-") as made:
            for name, video in videos:
                inside = Path(made) / "all" / f"{name}_json"
                inside.mkdir(parents=True)
                for frame, people in enumerate(to_body25(video.xys, video.skeleton)):
                    text = json.dumps({"version": 1.3, "people": _people(people)}, separators=(",", ":"))
                    (inside / f"{name}_{frame:012d}_keypoints.json").write_text(text, encoding="utf-8")
                count += len(video.xys)
            if folder.exists():
                folder.rmdir()
            (Path(made) / "all").rename(folder)
    except OSError as e:
        raise ParallaxError(folder, "the files cannot be written ({why}).", "Choose another place.",
                            why=e.strerror) from e
    return count


def _people(xys: Floats) -> list[dict[str, Any]]:
    """Those in a frame, (P, 25, 3). Numbers stand for who is who."""
    out = []
    for p, person in enumerate(xys):
        if person[:, 2].any():
            flat = [round(value, 3) for value in np.nan_to_num(person).ravel().tolist()]
            out.append({"person_id": [p], "pose_keypoints_2d": flat, "face_keypoints_2d": [],
                        "hand_left_keypoints_2d": [], "hand_right_keypoints_2d": [], "pose_keypoints_3d": [],
                        "face_keypoints_3d": [], "hand_left_keypoints_3d": [], "hand_right_keypoints_3d": []})
    return out


def to_body25(xys: Floats, skeleton: Skeleton) -> Floats:
    """(T, P, J, 3) → (T, P, 25, 3): joints of the same name, neck and pelvis between shoulders and hips where the
    skeleton has none, a foot's tip for its big toe; the rest is missing."""
    out = seen.blank(xys.shape[0], xys.shape[1], len(BODY25))
    for n, joint in enumerate(BODY25.joints):
        other = _INSTEAD.get(joint, joint)
        if joint in skeleton.joints or other in skeleton.joints:
            out[:, :, n] = xys[:, :, skeleton.index(joint if joint in skeleton.joints else other)]
        elif joint in _BETWEEN:
            a, b = (xys[:, :, skeleton.index(side)] for side in _BETWEEN[joint])
            out[:, :, n, :2] = (a[..., :2] + b[..., :2]) / 2
            out[:, :, n, 2] = np.minimum(a[..., 2], b[..., 2])
    return seen.cleaned(out)


def read(folder: Path) -> Seen:
    """The people in a folder of frames, or in the folder that a file of one lies in. Raises ParallaxError naming the
    file that is wrong."""
    folder = Path(folder)
    folder = folder if folder.is_dir() else folder.parent
    files = _files(folder)
    first = min(files)
    found: list[Someone] = []
    joints = 0
    for frame, file in sorted(files.items()):
        try:
            if file.stat().st_size > MAX_FILE:
                raise Wrong("it is larger than a frame's")
            data = records.loads(file.read_text(encoding="utf-8-sig"))
            for someone in _read(data, frame - first if first == 1 else frame):
                joints = joints or len(someone.joints)
                if len(someone.joints) != joints:
                    raise Wrong("somebody has {n} joints, others have {others}", n=len(someone.joints), others=joints)
                found.append(someone)
            labelling.check_count(len(found), len(found) * joints)
        except (ValueError, OSError) as e:
            raise ParallaxError(file, "this is not a sound file of OpenPose ({why}).",
                                "Write the frames again with the program that made them.", why=e) from e
    name = folder.name.removesuffix("_json")
    try:
        if not found:
            raise Wrong("nobody is in any of its files")
        numbers = [one.name for one in found]
        return seen.of_people(Film(name, name), JOINTS[joints], found if all(numbers) else [
            Someone(one.frame, one.joints) for one in found])
    except Wrong as e:
        raise ParallaxError(folder, "these are no poses that can be used ({why}).",
                            "Choose the folder of a video's files, of OpenPose or Pose2Sim.", why=e) from e


def _files(folder: Path) -> dict[int, Path]:
    """Frame → file."""
    found: dict[int, Path] = {}
    try:
        for n, file in enumerate(folder.iterdir()):
            if n >= MAX_FILES:
                raise ParallaxError(folder, "there are more than {most} files in it.",
                                    "Choose the folder of one video.", most=MAX_FILES)
            match = _FRAME.search(file.name)
            if match is not None and file.is_file():
                found[int(match[1])] = file
    except OSError as e:
        raise ParallaxError(folder, "the folder cannot be read ({why}).", "Check the path.", why=e.strerror) from e
    if not found:
        raise ParallaxError(folder, "no files of frames (NAME_000000000000_keypoints.json) are in it.", "Choose the "
                            "folder that OpenPose or Pose2Sim wrote for a video.")
    return found


def _read(data: Any, frame: int) -> list[Someone]:
    if frame > labelling.MAX_FRAME or not isinstance(data, dict) or not isinstance(data.get("people"), list):
        raise Wrong("it has no list of people")
    out = []
    for person in data["people"]:
        flat = person.get("pose_keypoints_2d") if isinstance(person, dict) else None
        if not isinstance(flat, list) or len(flat) % 3 or len(flat) // 3 not in JOINTS:
            raise Wrong("somebody has {n} numbers, which are joints of no known kind", n=len(flat)) \
                if isinstance(flat, list) else Wrong("somebody has no numbers, which are joints of no known kind")
        values = seen.numbers(flat).reshape(-1, 3)
        said = person.get("person_id", [-1])
        number = said[0] if isinstance(said, list) and said else said
        named = isinstance(number, int) and not isinstance(number, bool) and number >= 0
        out.append(Someone(frame, values, str(number) if named else ""))
    if len({one.name for one in out if one.name}) < sum(bool(one.name) for one in out):
        raise Wrong("two people have one number")
    return out
