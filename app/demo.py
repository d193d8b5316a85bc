"""The demo: two recordings of the synthetic studio, processed from end to end, and how far the result is from truth.

    film      two unsynchronized videos and their exact truth, once, into the user's data folder
    project   the two as views, with the clocks that the studio knows
    process   2D people, the athlete, 3D
    report    rates and errors against the truth, as Markdown and JSON; pictures of the window

`run` does all of it for the command line; the start page does the same in the background and in sight (demo_guide.py).
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from app.demo_place import home, project_in
from core import pipeline, recording, runs, studio
from core.cards import DEFAULT_LIFTER
from core.document import Edit
from core.errors import ParallaxError
from core.metrics import p_mpjpe
from core.pose import Poses2D, Poses3D
from core.progress import Progress, Step, silent
from core.runs import Run
from core.skeleton import H36M17
from core.storage import DATABASE, Project
from core.studio import Truth

SIZES = ((1280, 800), (2560, 1440))  # of the pictures, pixels
LIMBS = [H36M17.index(side + joint) for side in "lr"
         for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")]


def film(folder: Path, progress: Progress = silent) -> Truth:
    """The two recordings in folder/recording, filmed if they are not there whole."""
    place = folder / "recording"
    try:
        truth = studio.load_truth(place)
        if all(path.is_file() for path in truth.paths):
            return truth
    except ParallaxError:
        place.mkdir(parents=True, exist_ok=True)
    return studio.demo_recording(place, progress)  # writes the truth last


def project(folder: Path, truth: Truth) -> Path:
    """The demo's project, made if it is not there. Views get the clocks that the studio knows."""
    place = project_in(folder)
    with Project.open(place) if (place / DATABASE).is_file() else Project.create(place) as made:
        if made.document.views:
            return place
        recording.add_views(made, truth.paths)
        clocks = {view.name: view.clock for view in truth.views}
        rows = [replace(view, offset_s=clocks[Path(view.path).name].offset_s,
                        drift_ppm=clocks[Path(view.path).name].drift_ppm) for view in made.document.views.values()]
        made.do(Edit("Clocks as the studio set them", tuple(made.document.put(row) for row in rows), "parallax"))
    return place


def processed(place: Path) -> dict[str, str] | None:
    """None where every view of a project has 3D poses, else the names of its views by id."""
    with Project.open(place) as there:
        views = there.document.views
        done = all(there.document.active("3d", view) for view in views)
        return None if done else {view.id: view.name for view in views.values()}


def process(place: Path, progress: Progress = silent) -> None:
    """Detects and lifts every view of the project, in this process."""
    with Project.open(place) as there:
        request = recording.request_for(there, lifter=DEFAULT_LIFTER)
        run = runs.create(there.runs, "process", "Find poses in the demo", request)
        outcome = pipeline.process(run, progress)
        recording.take(there, run)
        (place.parent / "rates.json").write_text(json.dumps({
            "detect_s": outcome.detect_s, "seconds": outcome.seconds,
            "views": {result.view: {"detected": result.detected, "detect_s": result.detect_s, "lifted": result.lifted,
                                    "lift_s": result.lift_s} for result in outcome.views}}))


def work(run: Run) -> None:
    """The run of kind demo_place.KIND: films in the background for the start page."""
    run.start()

    def progress(step: Step) -> None:
        if run.stop_asked:
            raise KeyboardInterrupt
        run.write_status(runs.Status("running", "film", step.done, step.total, message=step.item))

    try:
        folder = Path(str(run.request.settings["folder"]))
        place = project(folder, film(folder, progress))
        run.write_status(runs.Status("done", result={"project": str(place)}))
    except KeyboardInterrupt:
        run.write_status(runs.Status("stopped"))
    except BaseException as error:
        run.write_status(runs.Status("failed", message=str(error)))
        raise


def report(place: Path, truth: Truth) -> dict[str, Any]:
    """What came of it, by view: frames, how many the athlete was found in, errors against the truth, rates."""
    rates = json.loads((place.parent / "rates.json").read_text()) if (place.parent / "rates.json").is_file() else {}
    truths = {view.name: view for view in truth.views}
    views = []
    with Project.open(place) as there:
        for view in there.document.views.values():
            two, three = there.document.active("2d", view.id), there.document.active("3d", view.id)
            entry: dict[str, Any] = {"name": view.name, "size": view.size, "frames": view.frames,
                                     "fps": round(float(view.fps), 3), "offset_s": view.offset_s}
            if two is not None and two.athlete is not None:
                flat = there.poses(two.id)
                assert isinstance(flat, Poses2D)
                entry |= errors_2d(flat.to(H36M17).xys[:, two.athlete], truths[Path(view.path).name].px[:, 0])
            if three is not None:
                lifted = there.poses(three.id)
                assert isinstance(lifted, Poses3D)
                entry |= error_3d(lifted.xyzs[:, 0, :, :3], truths[Path(view.path).name].camera[:, 0])
            rate = rates.get("views", {}).get(view.id, {})
            for stage, count, seconds in (("detect", "detected", "detect_s"), ("lift", "lifted", "lift_s")):
                if rate.get(seconds):
                    entry[f"{stage}_fps"] = round(rate[count] / rate[seconds], 1)
            views.append(entry)
    return {"project": str(place), "views": views}


def errors_2d(found: np.ndarray, true: np.ndarray) -> dict[str, float]:
    """found: (T, 17, 3) with scores, true: (T, 17, 2), pixels. Mean distance over the 12 limb joints, also as a share
    of the figure's height in the picture."""
    seen = np.isfinite(found[..., 0]).any(axis=1)
    distance = np.linalg.norm(found[seen][:, LIMBS, :2] - true[seen][:, LIMBS], axis=2)
    height = float(np.median(np.ptp(true[..., 1], axis=1)))
    told = {"found_percent": round(100 * float(seen.mean()), 1)}
    if seen.any():
        pixels = float(np.nanmean(distance))
        told |= {"error_2d_px": round(pixels, 2), "error_2d_percent_of_height": round(100 * pixels / height, 2)}
    return told


def error_3d(lifted: np.ndarray, true: np.ndarray) -> dict[str, float]:
    """(T, 17, 3) each: P-MPJPE in mm over the frames that were lifted; nothing where none was."""
    known = np.isfinite(lifted).all(axis=(1, 2))
    if not known.any():
        return {}
    return {"p_mpjpe_mm": round(1000 * p_mpjpe(lifted[known].astype(np.float64), true[known]), 1)}


def markdown(told: dict[str, Any]) -> str:
    """The report for people."""
    columns = {"name": "view", "frames": "frames", "fps": "frames/s", "found_percent": "found, %",
               "error_2d_percent_of_height": "2D error, % of height", "p_mpjpe_mm": "P-MPJPE, mm",
               "detect_fps": "detection, frames/s", "lift_fps": "lifting, frames/s"}
    lines = ["# The Parallax demo", "", "Two synthetic recordings with exact truth. The clocks of the views are the "
             "studio's own, not measured.", "", "| " + " | ".join(columns.values()) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(str(view.get(key, "–")) for key in columns) + " |" for view in told["views"]]
    return "\n".join([*lines, "", f"Project: `{told['project']}`", ""])


def run(out: Path | None = None, headless: bool = False) -> int:
    """`parallax demo`. out: where pictures and report go; None is the demo's own folder. Returns the exit code."""
    from app.console import bars

    folder = home()
    with bars() as progress:
        truth = film(folder, progress)
    place = project(folder, truth)
    names = processed(place)
    if names is not None:
        _say("Finding poses in the two recordings …")
        with bars(names) as progress:
            process(place, progress)
    told = report(place, truth)
    out = out or folder
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    (out / "report.md").write_text(markdown(told), encoding="utf-8")
    _say(markdown(told))
    _say(f"The report is in {out / 'report.md'}")
    if headless or not has_display():
        _pictures(place, out)
        return 0
    from app import main

    return main.run([place])


def has_display() -> bool:
    """Whether there is a screen to open a window on."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _pictures(place: Path, out: Path) -> None:
    if not has_display() or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        _say("No pictures: there is no display and no virtual one. With the program Xvfb there are: "
             "xvfb-run parallax demo --headless")
        return
    from app.pictures import photograph

    for path in photograph(place, out, SIZES):
        _say(f"A picture is in {path}")


def _say(text: str) -> None:
    from app.console import to_stdout

    to_stdout().print(text, highlight=False, markup=False, soft_wrap=True)
