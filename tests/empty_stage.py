"""Studio recordings in which nobody is drawn, for tests that listen to them, or that know by the truth who is where.

The figure is nine tenths of the work; the sound, the clocks and the truth are what they are with it.
"""

import contextlib
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from core import studio
from core.camera import Camera


@contextlib.contextmanager
def empty_stage() -> Iterator[None]:
    """Inside of it `core.studio.render` films the room alone."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(studio._Shots, "take", _take)
        yield


def _take(shots: studio._Shots, camera: Camera, t_ref: float) -> NDArray[np.uint8]:
    """In place of `_Shots.take`: what is inside the picture is visible, since nobody is in front of it."""
    if shots._empty is None:
        shots._empty = shots._room.picture(camera, fine=3)
    joints = shots._stage.joints(t_ref)
    shots._cameras.append(camera)
    shots._joints.append(joints)
    shots._visible.append(camera.inside(camera.project(joints)[0]))
    return shots._empty
