"""A project of somebody who walks, filmed from several sides: 2D as a good detector has it, 3D as a good lifter."""

from collections.abc import Sequence

import numpy as np

from core.camera import Camera
from core.document import Edit, Setting, View
from core.pose import Poses2D, Poses3D, Source
from core.records import plain
from core.skeleton import H36M17
from core.storage import Project
from core.studio import MOTIONS
from core.sync_edits import SYNC
from core.sync_records import Synchronization, ViewSync

SIDE = 200  # px of a square picture


def view(number: int, frames: int, fps: int = 25, offset_s: float = 0.0) -> View:
    """A view without a video."""
    return View(f"v{number}", f"cam{number}", f"cam{number}.mp4", 1, "", SIDE, SIDE, fps, 1, frames, 0.0,
                (frames - 1) / fps, offset_s, 0.0, colour=number - 1)


def fill(project: Project, degrees: Sequence[float], *, deep: bool = True, unseen: Sequence[slice] = ()) -> None:
    """What was found in the views that the project has, which stand at these angles around the athlete. deep: lifted
    too; unseen: frames of each view in which nobody is seen."""
    for n, (each, angle) in enumerate(zip(list(project.document.views.values()), degrees, strict=True)):
        fps = float(each.fps)
        points = np.asarray(MOTIONS["walk"](each.frames / fps, fps, 3), np.float64)
        turn = np.radians(angle)
        camera = Camera.looking_at((5 * np.cos(turn), 5 * np.sin(turn), 1.2), (0, 0, 1), SIDE, (SIDE, SIDE))
        px, _ = camera.project(points)
        px += np.random.default_rng(n).normal(0, 0.6, px.shape)
        xys = np.concatenate((px, np.ones_like(px[..., :1])), axis=-1).astype(np.float32)[:, None]
        if n < len(unseen):
            xys[unseen[n]] = [np.nan, np.nan, 0]
        times = each.first_s + np.arange(each.frames) / fps
        flat = project.save_poses(Poses2D(xys, times, H36M17, each.size, Source("by hand")), view=each.id, athlete=0)
        if deep:
            inside = camera.to_camera(points)
            xyzs = np.ones((*inside.shape[:2], 4))
            xyzs[..., :3] = inside - inside[:, :1]
            project.save_poses(Poses3D(xyzs.astype(np.float32)[:, None], times, Source("parallax-lifter")),
                               view=each.id, made_from=flat, athlete=0)


def synchronized(project: Project, confidence: float = 0.97) -> None:
    """The clocks as they are were found by sound and movement, as sure as that."""
    views = list(project.document.views.values())
    said = [ViewSync(each.id, each.offset_s, 0.0, 0.002 if n else 0.0, confidence if n else 1.0,
                     ("audio", "pose") if n else (), "") for n, each in enumerate(views)]
    found = Synchronization(views[0].id, "auto", tuple(said))
    project.do(Edit("Synchronize", (project.document.put(Setting(SYNC, plain(found))),)))
