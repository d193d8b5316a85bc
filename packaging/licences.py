"""The licences of everything in the bundle: found by the files that were bundled, told in a folder with an index.

A Python library is found by its installed files, a library of the system by the package manager. One whose licence is
not to be found ends the build: what cannot be named cannot be given away.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS", "COPYRIGHT")
OWN = "parallax"
# Their licence is told in words only: neither a file nor a text comes with the installed package.
NOTES = """\
Parallax itself: Apache-2.0, see LICENSE beside this folder.

The default detector's graphs (folder blazepose) are MediaPipe's BlazePose, Apache-2.0, converted to ONNX.

Qt and Qt for Python (PySide6, shiboken6) are used under the LGPL-3.0, as separate shared libraries in PySide6/Qt/lib
that may be replaced. Their source: https://download.qt.io/official_releases/

FFmpeg comes twice, inside PyAV (av.libs) and inside OpenCV (opencv_python_headless.libs), as shared libraries. That of
PyAV is built with x264 and x265 and is therefore under the GPL: who passes this folder on passes those files on under
the GPL-2.0 or later, and owes their source: https://github.com/PyAV-Org/pyav-ffmpeg . That of OpenCV is under the
LGPL-2.1: https://github.com/opencv/opencv-python .
"""


@cache
def _owners() -> dict[str, Distribution]:
    """Installed files and the distribution that they came with."""
    found: dict[str, Distribution] = {}
    for distribution in distributions():
        root = os.path.realpath(str(distribution.locate_file("")))
        found |= {os.path.normpath(os.path.join(root, file)): distribution for file in distribution.files or []}
    return found


def name_of(distribution: Distribution) -> str:
    return str(distribution.metadata["Name"]).lower().replace("_", "-")


def bundled(sources: Iterable[Path]) -> dict[str, Distribution]:
    """The distributions that these files belong to, by name; Parallax itself is not one of them."""
    owners = _owners()
    met = (owners.get(os.path.realpath(path)) for path in sources)
    return {name: one for one in met if one is not None and (name := name_of(one)) != OWN}


def texts(distribution: Distribution) -> dict[str, str]:
    """The licence files of a distribution by file name; where it brings none, what its metadata says of it.

    Empty where neither is there.
    """
    told = {}
    for file in distribution.files or []:
        path = Path(str(distribution.locate_file(file)))
        inside = any(part.endswith(".dist-info") for part in file.parts)
        if inside and file.suffix not in (".py", ".pyc") and file.name.upper().startswith(NAMES) and path.is_file():
            told["-".join(file.parts[1:])] = path.read_text(encoding="utf-8", errors="replace")
    return told or _said(distribution)


def _said(distribution: Distribution) -> dict[str, str]:
    metadata = distribution.metadata
    said = [metadata.get("License-Expression") or "", metadata.get("License") or ""]
    said += [line for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    said = [line for line in said if line.strip()]
    home = metadata.get("Home-page") or next(iter(metadata.get_all("Project-URL", [])), "")
    return {"LICENCE.txt": "\n".join([*said, home])} if said else {}


def kind(distribution: Distribution) -> str:
    """A licence in a few words, for the index."""
    metadata = distribution.metadata
    short = metadata.get("License-Expression") or metadata.get("License") or ""
    if not short or len(short) > 60 or "\n" in short:
        named = [line.rsplit("::", 1)[1].strip() for line in metadata.get_all("Classifier", [])
                 if line.startswith("License ::")]
        short = ", ".join(named) or "see its files"
    return short


def collected(sources: Iterable[Path], folder: Path) -> list[tuple[str, str, str]]:
    """Writes the licences of what these files belong to into a folder, and returns PyInstaller's rows for them.

    Raises SystemExit, naming them, where a library tells no licence.
    """
    sources = list(sources)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index, mute = [], []
    for name, distribution in sorted(bundled(sources).items()):
        told = texts(distribution)
        if not told:
            mute.append(name)
        _write(folder / name, told)
        index.append(f"{name} {distribution.version}: {kind(distribution)}")
    _write(folder / "python", {"LICENSE.txt": _python()})
    index.append(f"python {sys.version.split()[0]}: PSF-2.0")
    for name, text in sorted(_system(sources).items()):
        _write(folder / "system", {f"{name}.txt": text})
        index.append(f"{name} (a library of the system): see system/{name}.txt")
    if mute:
        raise SystemExit(f"no licence is told by: {', '.join(mute)}. Tell it here, or leave them out.")
    _write(folder, {"README.txt": NOTES + "\n" + "\n".join(index) + "\n"})
    return [(str(Path("licences") / path.relative_to(folder)), str(path), "DATA")
            for path in sorted(folder.rglob("*")) if path.is_file()]


def _write(folder: Path, told: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in told.items():
        (folder / name).write_text(text, encoding="utf-8")


def _python() -> str:
    place = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    return place.read_text(encoding="utf-8") if place.is_file() else "PSF-2.0, https://docs.python.org/3/license.html"


def _system(sources: Iterable[Path]) -> dict[str, str]:
    """The copyright files of the Debian packages that own libraries among these files; empty on other systems."""
    if not shutil.which("dpkg-query"):
        return {}
    places = {os.path.realpath(path) for path in sources}
    libraries = {place for place in places if place.startswith("/usr/lib/")}
    libraries |= {path.removeprefix("/usr") for path in libraries}  # the package may know it by the older place
    answer = subprocess.run(["dpkg-query", "-S", *sorted(libraries)], capture_output=True, text=True)
    packages = {line.split(":")[0] for line in answer.stdout.splitlines() if ": /" in line}
    found = {name: Path("/usr/share/doc") / name / "copyright" for name in packages}
    return {name: path.read_text(encoding="utf-8", errors="replace") for name, path in found.items() if path.is_file()}
