"""What there is to export to: of each format what it holds, in which unit and axes, and what is lost.

Loads nothing, so that the first window and the command line can list it.
"""

from dataclasses import dataclass

from core.words import tr

_LEVEL = "x to the right of the reference camera, y up, z towards it; right-handed, the floor at 0"
_PIXELS = "x right, y down, from the centre of the top-left pixel"


@dataclass(frozen=True)
class Format:
    """ending: of its files, '' where it is a folder. whats: what it can hold, keys of core.export.WHAT, the usual one
    first. title, use, holds, unit, axes, lost: for the user, looked up when they are shown. by_name: whether its
    ending tells it from all others."""

    id: str
    title: str
    use: str
    ending: str
    whats: tuple[str, ...]
    holds: str
    unit: str
    axes: str
    lost: str
    by_name: bool = True

    @property
    def label(self) -> str:
        """'TRC, for OpenSim'."""
        return f"{tr(self.title)}, {tr(self.use)}"


_FACED = _LEVEL.replace("z towards it", "z towards it, which the T pose faces")
_ONE = "One body: of a view, or the mean of all"

_ALL = (
    Format("csv", "CSV", "for spreadsheets", "csv", ("3d", "2d", "angles", "agreement"),
           "A row a frame of the reference view, a column a value; all views side by side",
           "In every column's name: _px, _m_relative, _m_scaled, _deg; time in s",
           "3D: x right, y down, z away from the reference camera, from the pelvis. 2D: " + _PIXELS,
           "Of 2D the people who are not the athlete"),
    Format("npz", "NPZ", "for NumPy", "npz", ("3d", "2d", "angles", "agreement"),
           "Arrays with their names, bones, scores, times, rate, unit, axes and source",
           "Metres or pixels, said in the file with the kind of lengths; time in s",
           "3D: x right, y down, z away from the reference camera, from the pelvis. 2D: " + _PIXELS,
           "One view or body a file; of 2D the people who are not the athlete"),
    Format("trc", "TRC", "for OpenSim", "trc", ("3d",), _ONE + ", as markers with the time of every frame",
           "Metres or millimetres, said in the file; it has no place for the kind of lengths", _LEVEL,
           "Scores, bones, and whether lengths are relative or scaled"),
    Format("mot", "MOT", "for OpenSim", "mot", ("angles",),
           "Joint angles of one body: knees, hips, elbows, shoulders, trunk, with the time of every frame",
           "Degrees, said in the file; 0 is upright with hanging arms", "None: angles have no axes",
           "Where the body is. Angles are those between segments, not the coordinates of an OpenSim model"),
    Format("c3d", "C3D", "for motion capture programs", "c3d", ("3d",),
           _ONE + ", as points at an even rate, missing ones marked as such",
           "Millimetres; the kind of lengths is said in the group PARALLAX", _LEVEL,
           "Scores and bones. Uneven frame times become even ones"),
    Format("bvh", "BVH", "for animation programs", "bvh", ("3d",),
           "One body as turns of bones of fixed length, the median of each, from a T pose; at an even rate",
           "Centimetres and degrees; it has no place for the kind of lengths", _FACED,
           "Scores, and how bone lengths varied. Gaps are filled in. Feet stay where they were, other joints move by "
           "what a bone's length was off"),
    Format("blender", "Blender script", "to open and run in Blender", "py", ("3d",),
           "One body as moving empties and an armature that follows them; everything is in the script",
           "Metres, of the kind that is said: relative, scaled by the athlete's height, or metric",
           "z up, x to the right of the reference camera, y away from it; the floor at 0",
           "Scores. Between missing frames Blender draws straight lines"),
    Format("coco", "COCO keypoints", "for pose estimation", "json", ("2d",),
           "Everyone in every video, corrected, in the detector's own skeleton, with boxes and scores",
           "Pixels of the upright video", _PIXELS, "Times of frames that are not even; 3D"),
    Format("openpose", "OpenPose", "for Pose2Sim, Kinovea, OpenPose's readers", "", ("2d",),
           "A folder for each video with a file for each frame: everyone in it as BODY_25, with scores",
           "Pixels of the upright video", _PIXELS, "Joints that BODY_25 does not have. Feet are missing where the "
           "detector has none; who is who is told by a number alone"),
    Format("slp", "SLEAP", "for SLEAP and sleap-io", "slp", ("2d",),
           "Everyone in every video, corrected, as predicted instances with scores, a track a person",
           "Pixels of the upright video", _PIXELS, "Times of frames that are not even; 3D"),
    Format("dlc", "DeepLabCut table", "for DeepLabCut", "csv", ("2d",),
           "Everyone in one video, corrected, with likelihoods; several people as individuals",
           "Pixels of the upright video", _PIXELS, "The other videos: one file each. Bones, times", by_name=False),
    Format("dlc-h5", "DeepLabCut HDF5", "for DeepLabCut and pandas", "h5", ("2d",),
           "As the table, as DeepLabCut itself keeps it (key df_with_missing)",
           "Pixels of the upright video", _PIXELS, "The other videos: one file each. Bones, times"),
    Format("mp4", "Film", "to watch anywhere", "mp4", (),
           "The videos with the poses found, beside the aligned 3D, with the reference view's sound",
           "H.264 at the reference view's frame rate", "As in the window", "All numbers"),
)
FORMATS: dict[str, Format] = {format.id: format for format in _ALL}


def by_ending(ending: str) -> str:
    """The format that a file's ending tells, without a dot; '' for none."""
    return next((f.id for f in _ALL if f.by_name and f.ending == ending.lower() and ending), "")


def holding(what: str) -> list[Format]:
    """The formats that can hold this, those that a name tells from the others."""
    return [f for f in _ALL if what in f.whats and f.by_name and f.ending]
