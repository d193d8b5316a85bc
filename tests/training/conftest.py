"""A small data set for the tests of training."""

import numpy as np
import pytest

from core.studio import MOTIONS


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two subjects of the studio's own motions, as a motion-capture file."""
    path = tmp_path_factory.mktemp("data") / "mocap.npz"
    names = ["walk", "squat", "kick"]
    clips = {f"clip_{i:04d}": np.asarray(MOTIONS[name](2.0, 50.0, 1), np.float32) for i, name in enumerate(names)}
    np.savez(path, **clips, names=names, subjects=["a", "a", "b"], actions=names, kind=["asf"] * 3, fps=50)
    return f"data='{path}'"
