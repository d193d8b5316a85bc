"""What the studio knows about what it filmed, and the file that keeps it."""

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.camera import Camera
from core.clock import Clock
from core.errors import ParallaxError
from core.words import marked

Array = NDArray[np.float64]

_MAX_BYTES = 1 << 30


@dataclass(frozen=True)
class ViewTruth:
    """Truth of one view of T frames with P people. Pixels are those of the upright picture.

    name: the video's file name. clock: view time → reference time. times: (T,) seconds, the file's time stamps.
    scene: (T, P, 17, 3) Human3.6M-17 joints at each frame's true moment, metres, z up; camera: the same in the camera
    frame (x right, y down, z forward). px: (T, P, 17, 2) projections. visible: (T, P, 17) inside the picture and not
    behind a body (its own or another's). K, R: (T, 3, 3) and t: (T, 3) of each frame. size: (width, height).
    fps: (numerator, denominator), nominal where the rate is variable. rotation: degrees that the stored picture must be
    turned clockwise. heard: (E,) view times at which the scene's sounds reach this microphone.
    """

    name: str
    clock: Clock
    times: Array
    scene: Array
    camera: Array
    px: Array
    visible: NDArray[np.bool_]
    K: Array
    R: Array
    t: Array
    size: tuple[int, int]
    fps: tuple[int, int]
    rotation: int
    heard: Array

    def camera_at(self, frame: int) -> Camera:
        """The camera of one frame."""
        return Camera(self.K[frame], self.R[frame], self.t[frame], self.size)


@dataclass(frozen=True)
class Truth:
    """Truth of a recording. floor: height of the floor, metres. event_times: (E,) reference seconds of the scene's
    sounds; event_kinds: (E,) indices of `studio_sound.KINDS`; event_places: (E, 3) metres. folder: where it lies."""

    views: tuple[ViewTruth, ...]
    floor: float
    event_times: Array
    event_kinds: NDArray[np.int64]
    event_places: Array
    folder: Path

    @property
    def paths(self) -> list[Path]:
        """The video files, one a view."""
        return [self.folder / view.name for view in self.views]


_PLAIN = ("times", "scene", "camera", "px", "visible", "K", "R", "t", "size", "fps", "rotation", "heard", "name")


def save_truth(truth: Truth) -> Path:
    """Writes `truth.npz` beside the videos (plain arrays, no pickle) and returns its path."""
    arrays: dict[str, Any] = {"floor": truth.floor, "event_times": truth.event_times,
                              "event_kinds": truth.event_kinds, "event_places": truth.event_places,
                              "views": len(truth.views)}
    for number, view in enumerate(truth.views):
        for name in _PLAIN:
            arrays[f"view{number:02d}_{name}"] = np.asarray(getattr(view, name))
        arrays[f"view{number:02d}_clock"] = np.array([view.clock.offset_s, view.clock.drift_ppm])
    path = truth.folder / "truth.npz"
    np.savez_compressed(path, **arrays)
    return path


def load_truth(path: Path) -> Truth:
    """Reads `truth.npz` (or the folder that holds it). Raises ParallaxError where it is not one."""
    path = Path(path)
    path = path / "truth.npz" if path.is_dir() else path
    remedy = marked("Render the recording again.")
    try:
        # Sizes are checked in the archive's index before anything is unpacked.
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > _MAX_BYTES:
            raise ParallaxError(path, "unpacks to {size} bytes, more than any studio recording.", remedy, size=size)
        with np.load(path, allow_pickle=False) as data:
            views = tuple(_view(data, number) for number in range(int(data["views"])))
            return Truth(views, float(data["floor"]), data["event_times"], data["event_kinds"], data["event_places"],
                         path.parent)
    except OSError as error:
        raise ParallaxError(path, "cannot be read ({why}).", remedy, why=error.strerror or error) from None
    except ParallaxError:
        raise
    except Exception as error:  # rubbish in an array's header can be a MemoryError, a TokenError and half a dozen more
        raise ParallaxError(path, "is not the truth of a studio recording ({why}).", remedy, why=error) from None


def _view(data: Any, number: int) -> ViewTruth:
    values = {name: data[f"view{number:02d}_{name}"] for name in _PLAIN}
    offset, drift = data[f"view{number:02d}_clock"]
    values["clock"] = Clock(float(offset), float(drift))
    values["name"] = Path(str(values["name"])).name  # never a path out of the folder
    values["rotation"] = int(values["rotation"])
    for name in ("size", "fps"):
        first, second = values[name]
        values[name] = (int(first), int(second))
    frames, people = len(values["times"]), values["scene"].shape[1]
    shapes = {"scene": (frames, people, 17, 3), "camera": (frames, people, 17, 3), "px": (frames, people, 17, 2),
              "visible": (frames, people, 17), "K": (frames, 3, 3), "R": (frames, 3, 3), "t": (frames, 3)}
    for name, shape in shapes.items():
        if values[name].shape != shape:
            raise ValueError(f"{name} of view {number} has shape {values[name].shape}, not {shape}")
    return ViewTruth(**{field.name: values[field.name] for field in fields(ViewTruth)})
