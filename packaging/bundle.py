"""`packaging/dev.py bundle`: the program in one folder, built by PyInstaller and tried out. Runs in the environment.

    dev.py bundle [--out FOLDER]     build it in build/bundle/parallax (FOLDER/parallax), weigh it, pack it
    dev.py bundle --check [FOLDER]   do the program's work with what was built, without this Python
    dev.py bundle --cuda             build it around a torch for NVIDIA cards, which .venv must have; far larger
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PINNED = ("pyinstaller==6.22.3", "pyinstaller-hooks-contrib==2026.9", "altgraph==0.17.5")
LIMIT_MB = {False: 1500, True: 7000}  # of the folder, by whether torch is for CUDA
PATIENCE_S = 1800  # of one command of a check, on a busy machine


class Wrong(Exception):
    """What is wrong and what to do; printed without a stack trace."""


def say(text: str) -> None:
    print(f"parallax: {text}", flush=True)


# ---------------------------------------------------------------- building


def build(cuda: bool, out: Path) -> Path:
    """Returns the folder with the program in it, out/parallax."""
    _check_torch(cuda)
    graphs = _graphs()
    tools = _tools()
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tools), str(ROOT)]), "PARALLAX_BLAZEPOSE": str(graphs)}
    work = out.with_name(f"{out.name}-work")
    start = time.monotonic()
    say("building; this takes some minutes")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "INFO", "--distpath", str(out),
               "--workpath", str(work), str(ROOT / "packaging" / "parallax.spec")]
    if subprocess.run(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        raise Wrong("PyInstaller failed; its lines above say why.")
    folder = out / "parallax"
    if sys.platform.startswith("linux"):
        _add_desktop(folder)
    say(f"built in {time.monotonic() - start:.0f} s: {folder}")
    return folder


def _check_torch(cuda: bool) -> None:
    import torch

    if (torch.version.cuda is not None) != cuda:
        wanted = "a torch for CUDA" if cuda else "torch for the CPU"
        raise Wrong(f"the bundle is to have {wanted}, and .venv has torch {torch.__version__}.\n"
                    f"Put the other build of torch {torch.__version__.split('+')[0]} into it, from the index that "
                    "PyTorch's own page on installing names"
                    + ("" if cuda else "\nor, to take it as it is: dev.py bundle --cuda"))


def _graphs() -> Path:
    sys.path.insert(0, str(ROOT))
    from core.detectors import blazepose_graphs

    return blazepose_graphs.ensure()


def _tools() -> Path:
    """PyInstaller in a folder of its own, so that .venv stays as the set-up made it."""
    folder = BUILD / "pyinstaller"
    told = folder / "pinned.txt"
    if not told.is_file() or told.read_text() != " ".join(PINNED):
        shutil.rmtree(folder, ignore_errors=True)
        say(f"fetching {', '.join(PINNED)}")
        # Without what they need: packaging and setuptools are in .venv. Windows and macOS want a reader of programs.
        more = {"win32": ["pefile", "pywin32-ctypes"], "darwin": ["macholib"]}.get(sys.platform, [])
        command = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", str(folder), *PINNED, *more]
        if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
            raise Wrong("PyInstaller could not be fetched; the lines above say why.")
        told.write_text(" ".join(PINNED))
    return folder


def _add_desktop(folder: Path) -> None:
    """The entry for the system's menu, its icon, and the script that puts both where they are looked for."""
    for name in ("parallax.desktop", "install.sh"):
        shutil.copy2(ROOT / "packaging" / "linux" / name, folder / name)
    shutil.copy2(ROOT / "resources" / "icons" / "parallax.png", folder / "parallax.png")
    (folder / "install.sh").chmod(0o755)


# ---------------------------------------------------------------- its weight


def size_mb(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def weigh(folder: Path, cuda: bool) -> None:
    """Says how large it is, and of what; raises Wrong where it is larger than it should be."""
    inside = folder / "_internal"
    parts = sorted(((size_mb(path) if path.is_dir() else path.lstat().st_size / 1e6, path.name)
                    for path in inside.iterdir()), reverse=True)
    whole = size_mb(folder)
    say(f"{whole:.0f} MB: " + ", ".join(f"{name} {mb:.0f}" for mb, name in parts[:12]))
    if whole > LIMIT_MB[cuda]:
        raise Wrong(f"that is more than {LIMIT_MB[cuda]} MB: something was taken along that the program never loads. "
                    "Name it in packaging/unneeded.py.")


def pack(folder: Path) -> Path:
    """One file to give away, beside the folder."""
    file = folder.parent / f"parallax-{version('parallax')}-{sys.platform}-{os.uname().machine}.tar.gz"
    say(f"packing {file.name}")
    with tarfile.open(file, "w:gz", compresslevel=6) as archive:
        archive.add(folder, folder.name)
    say(f"{file}: {file.stat().st_size / 1e6:.0f} MB")
    return file


# ---------------------------------------------------------------- trying it out


class Bundle:
    """A built program, started with an empty home and none of the ways to this Python."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.program, self.home = folder / ("parallax.exe" if os.name == "nt" else "parallax"), home
        wanted = ("DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORM", "SYSTEMROOT")
        kept = {name: os.environ[name] for name in wanted if name in os.environ}
        (home / "runtime").mkdir(mode=0o700, exist_ok=True)
        self.env = {**kept, "HOME": str(home), "PATH": str(home / "nothing"), "LANG": "C.UTF-8",
                    "XDG_RUNTIME_DIR": str(home / "runtime"), "LIBGL_ALWAYS_SOFTWARE": "1"}

    def run(self, *arguments: str | Path) -> str:
        """What a command prints on stdout. Raises Wrong where it fails, or complains of a missing module."""
        told = " ".join(map(str, arguments))
        start = time.monotonic()
        done = subprocess.run([str(self.program), *map(str, arguments)], env=self.env, cwd=self.home, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE_S)
        if done.returncode or "ModuleNotFoundError" in done.stderr or "Traceback" in done.stderr:
            raise Wrong(f"parallax {told}: exit code {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        say(f"ok: parallax {told}  ({time.monotonic() - start:.0f} s)")
        return done.stdout

    def open(self, project: Path, patience_s: float = 240.0) -> None:
        """Opens the window and closes it when it decodes videos. Raises Wrong where it does not, or prints anything."""
        start = time.monotonic()
        process = subprocess.Popen([str(self.program), str(project)], env=self.env, cwd=self.home, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        while process.poll() is None and time.monotonic() < start + patience_s and not _decodes(process.pid):
            time.sleep(1)
        decodes, code = _decodes(process.pid), process.poll()
        time.sleep(5)  # of showing pictures
        process.terminate()
        said = process.communicate()[0].strip()
        if code is not None or not decodes or said:
            how = f"ended with code {code}" if code is not None else "decodes" if decodes else "decodes no video"
            raise Wrong(f"the window on {project.name} {how}, and said: {said[-4000:] or 'nothing'}")
        say(f"ok: parallax {project.name}: the window, which decodes in processes of its own "
            f"({time.monotonic() - start:.0f} s)")


def _decodes(pid: int) -> bool:
    """Whether a process has children that decode videos; only Linux says so."""
    if not Path("/proc/self/stat").is_file():
        return True
    for line in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = line.read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid and "decode-view" in (line.parent / "cmdline").read_text():
                return True
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    return False


def check(folder: Path) -> None:
    """The demo, poses, a training in a process of its own, exports, the window: all by the bundle."""
    if not folder.is_dir():
        raise Wrong(f"{folder} is not there; `python3 packaging/dev.py bundle` builds it.")
    with tempfile.TemporaryDirectory(prefix="parallax-bundle-") as name:
        home = Path(name)
        bundle = Bundle(folder, home)
        compare_parts(json.loads(bundle.run("parts", "--json")), _of_source())
        if mute := unlicensed(folder):
            raise Wrong(f"the bundle has no licence of: {', '.join(mute)}")
        bundle.run("demo", "--headless", "--out", home / "shots")
        _check_shots(home / "shots")
        project = Path(json.loads((home / "shots" / "report.json").read_text())["project"])
        _train(bundle, project)
        _export(bundle, project)
        bundle.open(project)
    say("the bundle does all of it")


def _of_source() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "app", "parts", "--json"], cwd=ROOT, text=True, capture_output=True)
    if done.returncode:
        raise Wrong(f"the source tree itself is not whole: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def compare_parts(bundle: dict[str, Any], source: dict[str, Any]) -> None:
    """Raises Wrong where a list of the bundle differs from the source's; models of the user's own are left aside."""
    for name, wanted in source.items():
        have = bundle.get(name)
        if name == "models":
            from core import cards

            wanted = sorted(path.stem for path in (ROOT / "resources" / "models").glob("*.toml"))
            assert set(wanted) <= set(cards.cards())
        if have != wanted:
            missing = sorted(set(wanted) - set(have or [])) if isinstance(wanted, list) else wanted
            raise Wrong(f"{name} in the bundle are not those of the source. Missing: {missing}; the bundle has {have}")


def unlicensed(folder: Path) -> list[str]:
    """Distributions that are in a bundle, as a folder or as modules, and have no licence in its folder `licences`."""
    from importlib.metadata import packages_distributions

    sys.path.append(str(_tools()))
    from PyInstaller.archive.readers import CArchiveReader

    inside = folder / "_internal"
    modules = CArchiveReader(str(folder / "parallax")).open_embedded_archive("PYZ.pyz").toc
    tops = {name.partition(".")[0] for name in modules} | {path.name.partition(".")[0] for path in inside.iterdir()}
    told = {path.name for path in (inside / "licences").iterdir()} if (inside / "licences").is_dir() else set()
    owners = [{name.lower().replace("_", "-") for name in names}  # several may share a name: one of them is there
              for top, names in packages_distributions().items() if top in tops]
    return sorted(min(names) for names in owners if not names & (told | {"parallax"}))


def _check_shots(folder: Path) -> None:
    shots = sorted(folder.glob("*.png"))
    if not shots or any(shot.stat().st_size < 50_000 for shot in shots):
        raise Wrong(f"the pictures of the demo's window are missing or empty: {[s.name for s in shots]}")
    views = json.loads((folder / "report.json").read_text())["views"]
    if not all(view.get("p_mpjpe_mm", 1e9) < 100 for view in views):
        raise Wrong(f"the demo's poses are not what they should be: {views}")


def _train(bundle: Bundle, project: Path) -> None:
    """Two steps, asked for as the window does: a run folder, and the program started on it."""
    folder = bundle.home / "runs" / "two-steps"
    folder.mkdir(parents=True)
    asked = {"data": [str(project)], "steps": 2, "frames": 27, "batch": 1}
    (folder / "request.json").write_text(json.dumps({"kind": "train", "title": "Two steps", "made_s": time.time(),
                                                     "settings": {"method": "consistency", "settings": asked}}))
    bundle.run("run", folder)
    status = json.loads((folder / "status.json").read_text())
    if status["state"] != "done" or not (folder / "receipt.json").is_file():
        raise Wrong(f"the training of two steps came to {status}: {sorted(path.name for path in folder.iterdir())}")


def _export(bundle: Bundle, project: Path) -> None:
    wanted = {"poses.trc": "3d", "angles.csv": "angles", "agreement.npz": "agreement", "flat.npz": "2d",
              "poses.slp": "2d", "poses.c3d": "3d"}
    for name, what in wanted.items():
        bundle.run("export", project, "--what", what, "-o", bundle.home / name)
        if not (bundle.home / name).stat().st_size:
            raise Wrong(f"{name} is empty")
    bundle.run("film", project, "-o", bundle.home / "film.mp4", "--from", "1", "--to", "1.5")


# ---------------------------------------------------------------- the command


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="dev.py bundle", description="The program in one folder.")
    asked.add_argument("--check", nargs="?", const=BUILD / "bundle" / "parallax", type=Path, metavar="FOLDER",
                       help="do not build: try out what was built")
    asked.add_argument("--out", type=Path, default=BUILD / "bundle", metavar="FOLDER", help="where to build it")
    asked.add_argument("--cuda", action="store_true", help="around a torch for NVIDIA cards")
    asked.add_argument("--no-archive", action="store_true", help="only the folder")
    told = asked.parse_args(arguments)
    try:
        if told.check:
            check(told.check)
            return 0
        folder = build(told.cuda, told.out.absolute())
        weigh(folder, told.cuda)
        if not told.no_archive and os.name == "posix":
            pack(folder)
    except Wrong as wrong:
        say(str(wrong))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
