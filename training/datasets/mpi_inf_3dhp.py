"""MPI-INF-3DHP as its authors publish it, and as P-STMO makes it into NPZ.

Train, S{1-8}/Seq{1,2}/annot.mat (MATLAB 5): annot2 (14, 1) cells (F, 56) pixels of a camera, annot3 and univ_annot3
(F, 84) mm in its frame (x right, y down): 28 joints. Test, TS{1-6}/annot_data.mat (MATLAB 7.3, which is HDF5): annot2
(F, 1, 17, 2), annot3 and univ_annot3 (F, 1, 17, 3), valid_frame (F, 1); maybe in mpi_inf_3dhp_test_set/.

NPZ: data_train_3dhp.npz data {'S1 Seq1': [{camera: {data_2d (F, 17, 2), data_3d (F, 17, 3) mm, universal}}, ...]};
data_test_3dhp.npz data {'TS1': {data_2d, data_3d, valid}}.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import tr
from training.datasets.arrays import key_of, load_npz, mapping, shaped
from training.datasets.parts import TEST, TRAIN, Fault, Part, Survey, clips_of, keypoints
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

CAMERAS = (0, 1, 2, 4, 5, 6, 7, 8)  # of the 14, those at the height of a chest and above that papers take
SEQUENCES = tuple(f"S{subject}/Seq{number}" for subject in range(1, 9) for number in (1, 2))
FAST = ("S1/Seq2", "S3/Seq1", "S3/Seq2", "S5/Seq1", "S5/Seq2")
FPS, FPS_FAST = 25.0, 50.0
TESTS = {"TS1": 6151, "TS2": 6080, "TS3": 5838, "TS4": 6007, "TS5": 320, "TS6": 492}  # frames
SIZE, SIZE_OUTDOORS = (2048, 2048), (1920, 1080)
NPZ = {TRAIN: "data_train_3dhp.npz", TEST: "data_test_3dhp.npz"}
# Of the 28 joints those of the test set: top of the head, neck, right arm, left arm, right leg, left leg, pelvis,
# spine, head.
MPI28_TO_MPI17 = [7, 5, 14, 15, 16, 9, 10, 11, 23, 24, 25, 18, 19, 20, 4, 3, 6]
MPI17_TO_H36M17 = [14, 8, 9, 10, 11, 12, 13, 15, 1, 16, 0, 5, 6, 7, 2, 3, 4]


def recognises(path: Path) -> bool:
    path = Path(path)
    return any(file.is_file() for file in (*_train_files(path), *(path / name for name in NPZ.values()))) or bool(
        _tests(path)) or (path.is_file() and path.name in NPZ.values())


def survey(path: Path, universal: bool = False) -> Survey:
    """universal: the truth of all bodies brought to one size, as papers measure; NPZ have no other."""
    path = Path(path)
    folder = path if path.is_dir() else path.parent
    if any((folder / name).is_file() for name in NPZ.values()):
        parts = [Part(folder / name, (split,), partial(_npz, folder / name, split)) for split, name in NPZ.items()
                 if (folder / name).is_file()]
        return Survey(parts, [Fault(name, "it is not there.") for name in NPZ.values()
                              if not (folder / name).is_file()])
    tests = _tests(folder)
    parts = [Part(file, (TRAIN,), partial(_train, file, name, universal))
             for name, file in zip(SEQUENCES, _train_files(folder), strict=True) if file.is_file()]
    parts += [Part(tests[name], (TEST,), partial(_test, tests[name], name, universal)) for name in TESTS
              if name in tests]
    missing = [Fault(f"{name}/annot.mat", "a sequence for training is not there.")
               for name, file in zip(SEQUENCES, _train_files(folder), strict=True) if not file.is_file()]
    missing += [Fault(f"{name}/annot_data.mat", "a sequence for testing is not there.") for name in TESTS
                if name not in tests]
    return Survey(parts, missing)


def read(path: Path, split: str = TRAIN, universal: bool = False) -> Iterator[Clip]:
    """Clips of eight views for training, of one for testing; truth in metres in each camera frame.

    Test frames that are not valid are missing. Raises ParallaxError, some of it only while clips are read.
    """
    return clips_of(path, survey(path, universal).parts, split)


def _train_files(path: Path) -> list[Path]:
    return [path / name / "annot.mat" for name in SEQUENCES]


def _tests(path: Path) -> dict[str, Path]:
    return {name: file for name in TESTS for folder in (path, path / "mpi_inf_3dhp_test_set")
            if (file := folder / name / "annot_data.mat").is_file()}


def _train(file: Path, name: str, universal: bool) -> Iterator[Clip]:
    from scipy.io import loadmat

    field = "univ_annot3" if universal else "annot3"
    try:
        content = loadmat(file, variable_names=["annot2", field])
    except Exception as fault:  # a damaged file can be anything to the reader
        raise ParallaxError(file, "it cannot be read as a MATLAB 5 file ({why}).", REMEDY,
                            why=str(fault)[:150]) from None
    flat, solid = (_cameras(file, content, each, size) for each, size in (("annot2", 2), (field, 3)))
    frames = {len(each) for each in (*flat, *solid)}
    if len(frames) != 1:
        raise ParallaxError(file, "its cameras have {frames} frames.", REMEDY,
                            frames=", ".join(map(str, sorted(frames))))
    order = np.array(MPI28_TO_MPI17)[MPI17_TO_H36M17]
    subject = name.split("/")[0]
    yield Clip(name, subject, name.split("/")[1], FPS_FAST if name in FAST else FPS,
               np.stack([keypoints(view[:, order]) for view in flat]), np.array([SIZE] * len(flat)),
               np.stack([view[:, order] / 1000 for view in solid]).astype(np.float32),
               views=tuple(f"cam{camera}" for camera in CAMERAS))


def _cameras(file: Path, content: dict[str, Any], field: str, size: int) -> list[NDArray[Any]]:
    """Of each camera that is taken (F, 28, size)."""
    cells = content.get(field)
    if not isinstance(cells, np.ndarray) or cells.dtype != object or cells.shape != (14, 1):
        raise ParallaxError(file, "it has no {field} with a cell for each of 14 cameras.", REMEDY, field=field)
    return [shaped(file, key_of(field, tr("camera {n}").format(n=camera)), cells[camera, 0],
                   (None, 28 * size)).reshape(-1, 28, size) for camera in CAMERAS]


def _test(file: Path, name: str, universal: bool) -> Iterator[Clip]:
    import h5py

    field = "univ_annot3" if universal else "annot3"
    try:
        with h5py.File(file, "r") as content:
            flat, solid, valid = (_dataset(file, content, each) for each in ("annot2", field, "valid_frame"))
    except ParallaxError:
        raise
    except Exception as fault:
        raise ParallaxError(file, "it cannot be read as a MATLAB 7.3 file ({why}).", REMEDY,
                            why=str(fault)[:150]) from None
    frames = len(flat)
    flat = shaped(file, "annot2", flat, (frames, 1, 17, 2))[:, 0]
    solid = shaped(file, field, solid, (frames, 1, 17, 3))[:, 0]
    yield _tested(name, flat, solid, shaped(file, "valid_frame", valid, (frames, 1))[:, 0])


def _dataset(file: Path, content: Any, name: str) -> NDArray[Any]:
    import h5py

    found = content.get(name)
    if not isinstance(found, h5py.Dataset):
        raise ParallaxError(file, "it lacks {names}.", REMEDY, names=name)
    size = file.stat().st_size
    if found.size * found.dtype.itemsize > max(1 << 28, 100 * size):
        raise ParallaxError(file, "{name} claims {shape} numbers in a file of {size} bytes.", REMEDY, name=name,
                            shape=found.shape, size=size)
    return np.asarray(found[()])


def _tested(name: str, flat: NDArray[Any], solid: NDArray[Any], valid: NDArray[Any]) -> Clip:
    """A test sequence of its (F, 17, ...) arrays in the order of the test set."""
    good = np.asarray(valid) > 0
    truth = (solid[:, MPI17_TO_H36M17] / 1000).astype(np.float32)
    truth[~good] = np.nan
    size = SIZE_OUTDOORS if name in ("TS5", "TS6") else SIZE
    return Clip(name, name, "", FPS, keypoints(flat[:, MPI17_TO_H36M17], good[:, None])[None], np.array([size]),
                truth[None], views=("cam0",))


def _npz(file: Path, split: str) -> Iterator[Clip]:
    content = mapping(file, "data", load_npz(file, ["data"])["data"])
    for name, sequence in content.items():
        if split == TEST:
            told = mapping(file, name, sequence, ("data_2d", "data_3d", "valid"))
            flat = shaped(file, f"{name} data_2d", told["data_2d"], (None, 17, 2))
            solid = shaped(file, f"{name} data_3d", told["data_3d"], (len(flat), 17, 3))
            valid = told["valid"].ravel() if isinstance(told["valid"], np.ndarray) else told["valid"]
            yield _tested(str(name), flat, solid, shaped(file, f"{name} valid", valid, (len(flat),)))
        else:
            yield _npz_train(file, str(name), sequence)


def _npz_train(file: Path, name: str, sequence: Any) -> Clip:
    if not isinstance(sequence, list | np.ndarray) or not len(sequence):
        raise ParallaxError(file, "{name} is not a list that begins with its cameras.", REMEDY, name=name)
    cameras = mapping(file, name, sequence[0])
    flat, solid = [], []
    for camera, told in cameras.items():
        named = tr("{name}, camera {camera},").format(name=name, camera=camera)
        told = mapping(file, named, told, ("data_2d", "data_3d"))
        flat.append(shaped(file, f"{named} data_2d", told["data_2d"], (None, 17, 2)))
        solid.append(shaped(file, f"{named} data_3d", told["data_3d"], (len(flat[-1]), 17, 3)))
    if not flat:
        raise ParallaxError(file, "{name} has no cameras.", REMEDY, name=name)
    frames = min(map(len, flat))
    place = name.replace(" ", "/")
    return Clip(place, place.split("/")[0], place.split("/")[-1], FPS_FAST if place in FAST else FPS,
                np.stack([keypoints(view[:frames, MPI17_TO_H36M17]) for view in flat]), np.array([SIZE] * len(flat)),
                np.stack([view[:frames, MPI17_TO_H36M17] / 1000 for view in solid]).astype(np.float32),
                views=tuple(f"cam{camera}" for camera in cameras))
