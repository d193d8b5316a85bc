"""A project of the studio with exact poses, a coach's drawings and key moments: what outputs are made of."""

from pathlib import Path

import numpy as np

from core import recording
from core.coaching import SCENE, Drawing, KeyMoment, draw, keep_moments
from core.document import Edit, Person
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import H36M17
from core.storage import Project
from core.studio import Truth, load_truth

BY = Source("by hand")


def store_truth(made: Project, truth: Truth) -> None:
    """What the studio filmed, as views with the poses that it knows."""
    recording.add_views(made, truth.paths)
    for view, true in zip(list(made.document.views.values()), truth.views, strict=True):
        flat = np.ones((len(true.times), 1, 17, 3), np.float32)
        flat[..., :2] = true.px[:, :1]
        deep = np.ones((len(true.times), 1, 17, 4), np.float32)
        deep[..., :3] = true.camera[:, :1] - true.camera[:, :1, :1]
        two = made.store(Poses2D(flat, true.times, H36M17, true.size, BY), view=view.id, athlete=0)
        three = made.store(Poses3D(deep, true.times, BY), view=view.id, made_from=two.id, athlete=0)
        made.do(Edit("Poses", (made.document.put(two), made.document.put(three))))


def coached(clip: Path, folder: Path, *, more: bool = True) -> Path:
    """A project of a studio clip at `folder`. more: with drawings and key moments, one of them with a comment."""
    with Project.create(folder) as made:
        store_truth(made, load_truth(clip))
        made.do(Edit("Name", (made.document.put(Person("athlete", "Robin Vale", 1.78)),)))
        if more:
            _coach(made)
    return folder


def _coach(made: Project) -> None:
    first = next(iter(made.document.views.values()))
    width, height = first.size
    nowhere = ((0.0, 0.0),) * 3
    for drawing in (
        Drawing("knee", "angle", first.id, nowhere, ("rhip", "rknee", "rankle")),
        Drawing("elbow", "angle", first.id, nowhere, ("rshoulder", "relbow", "rwrist"), colour="#4aa5f5"),
        Drawing("reach", "distance", first.id, nowhere[:2], ("rwrist", "rankle"), colour="#66d58a"),
        Drawing("way", "trace", first.id, nowhere[:1], ("rankle",), colour="#ff6b5e"),
        Drawing("arrow", "arrow", first.id, ((width * 0.1, height * 0.2), (width * 0.4, height * 0.3)), start_s=0.0,
                stop_s=0.9),
        Drawing("space", "trace", SCENE, ((0.0, 0.0, 0.0),), ("rankle",), colour="#ff6b5e"),
    ):
        made.do(draw(made.document, drawing))
    made.do(keep_moments(made.document, [
        KeyMoment("m1", 0.3, "Start"),
        KeyMoment("m2", 0.7, "Contact", "The front knee gives way; keep it firm and let the hips come through first."),
        KeyMoment("m3", 1.1, "Finish")]))
