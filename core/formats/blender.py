"""A Python script for Blender: it holds a motion and, run there, makes moving empties and an armature on them.

Nothing else is needed, neither an add-on nor another file. Metres, z up. Names and numbers stand in it as JSON and as
packed floats, so that no text of a project becomes a part of the program.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from core.errors import ParallaxError
from core.files import write_text
from core.formats.trc import Markers

LINE = 100  # letters of packed numbers on a line

_SCRIPT = '''\
"""A motion from Parallax for Blender (3.0 or newer): open this file in Blender's Scripting workspace and press Run.

It makes a collection with one moving empty a joint, and an armature whose bones lie between them.
Unit: metres, z up. {about}
"""

import array
import base64
import json
import sys
import zlib

import bpy

ABOUT = json.loads({told})
# Frame after frame and joint after joint x, y, z as 32-bit floats (little-endian); what is missing is not a number.
PACKED = """
{packed}
"""


def places():
    """Joint -> axis -> [(frame, metres), ...], where it is known."""
    values = array.array("f")
    values.frombytes(zlib.decompress(base64.b64decode(PACKED)))
    if sys.byteorder == "big":
        values.byteswap()
    count, frames = len(ABOUT["joints"]), ABOUT["frames"]
    found = [[[], [], []] for _ in range(count)]
    for frame in range(frames):
        for joint in range(count):
            at = 3 * (frame * count + joint)
            x, y, z = values[at:at + 3]
            if x == x and y == y and z == z:
                for axis, value in enumerate((x, y, z)):
                    found[joint][axis].append((ABOUT["first"] + frame, value))
    return found


def curve(thing, axis):
    """The curve of a thing's place along an axis; newer versions of Blender keep it elsewhere."""
    data = thing.animation_data_create()
    if data.action is None:
        data.action = bpy.data.actions.new(thing.name)
    if hasattr(data.action, "fcurve_ensure_for_datablock"):
        return data.action.fcurve_ensure_for_datablock(thing, "location", index=axis)
    return data.action.fcurves.new("location", index=axis)


def move(thing, path):
    """Keys on every frame that is known."""
    for axis, keys in enumerate(path):
        if keys:
            points = curve(thing, axis).keyframe_points
            points.add(len(keys))
            points.foreach_set("co", [number for key in keys for number in key])
            points.foreach_set("interpolation", [1] * len(keys))  # straight lines
    if path[0]:
        thing.location = [keys[0][1] for keys in path]


def main():
    found = places()
    scene = bpy.context.scene
    scene.render.fps, scene.render.fps_base = ABOUT["fps"], ABOUT["fps_base"]
    scene.frame_start, scene.frame_end = ABOUT["first"], ABOUT["first"] + ABOUT["frames"] - 1
    scene.unit_settings.system, scene.unit_settings.scale_length = "METRIC", 1.0
    group = bpy.data.collections.new(ABOUT["title"])
    group["lengths"] = ABOUT["kind"]
    scene.collection.children.link(group)
    empties = []
    for name, path in zip(ABOUT["joints"], found):
        empty = bpy.data.objects.new(name, None)
        empty.empty_display_type, empty.empty_display_size = "SPHERE", 0.03
        group.objects.link(empty)
        move(empty, path)
        empties.append(empty)
    armature = bpy.data.objects.new(ABOUT["title"], bpy.data.armatures.new(ABOUT["title"]))
    group.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    bones = [(a, b) for a, b in ABOUT["bones"] if found[a][0] and found[b][0]]
    for a, b in bones:
        bone = armature.data.edit_bones.new(ABOUT["joints"][b])
        bone.head, bone.tail = empties[a].location, empties[b].location
        if bone.length < 0.001:  # Blender removes bones without length
            bone.tail = [bone.head[0], bone.head[1], bone.head[2] + 0.1]
    bpy.ops.object.mode_set(mode="POSE")
    for a, b in bones:
        bone = armature.pose.bones[ABOUT["joints"][b]]
        start = bone.constraints.new("COPY_LOCATION")
        start.target = empties[a]
        end = bone.constraints.new("STRETCH_TO")
        end.target, end.volume = empties[b], "NO_VOLUME"
        end.rest_length = bone.bone.length
    bpy.ops.object.mode_set(mode="OBJECT")


main()
'''


def write(path: Path, markers: Markers, bones: Sequence[tuple[int, int]], title: str, kind: str, about: str = "",
          rate: Fraction | None = None) -> None:
    """Writes a script of markers in metres, z up; whole or not at all. Times are taken to be even, 1/rate apart.

    bones: pairs of markers; kind: relative, scaled or metric; about: a sentence on the lengths. rate: where it is known
    as a fraction. Raises ParallaxError where the disk refuses, ValueError where there is nothing to write.
    """
    frames, count = markers.points.shape[:2]
    if not frames or not count or len(markers.names) != count:
        raise ValueError(f"{markers.points.shape} points and {len(markers.names)} names")
    fps, base = _rate(rate if rate is not None else Fraction(markers.rate).limit_denominator(1001))
    told = {"title": title, "kind": kind, "joints": list(markers.names), "bones": [list(bone) for bone in bones],
            "frames": frames, "first": 1, "fps": fps, "fps_base": base}
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(markers.points, dtype="<f4").tobytes())).decode()
    plain = "".join(c for c in about if c.isascii() and c.isprintable() and c not in '"\\')
    text = _SCRIPT.format(about=f"Lengths are {kind}. {plain}".strip(), told=repr(json.dumps(told)),
                          packed="\n".join(packed[at:at + LINE] for at in range(0, len(packed), LINE)))
    try:
        write_text(Path(path), text, durable=True)
    except OSError as e:
        raise ParallaxError(path, "the script cannot be written ({why}).", "Choose another place.",
                            why=e.strerror) from e


def _rate(rate: Fraction) -> tuple[int, float]:
    """Frames a second as Blender has them, a whole number over a base: 30 over 1.001."""
    fps = max(round(rate), 1)
    return fps, float(fps / rate)
