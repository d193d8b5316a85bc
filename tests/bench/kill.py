"""Kills Parallax at random moments and looks for what was lost: `python -m tests.bench.kill [--times 100] [--seed 0]`.

Half of the kills hit a process that edits and saves without pause, half a detection at work; with `--labels 500` so
many hit one that labels, undoes and redoes instead. The suite does a few of each. SIGKILL gives no chance to tidy up.
What counts as shown: an edit once `Project.do` has returned, the poses of a frame once they are among those that the
window would read.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core import labels, partial, recording, runs
from core.document import Document, Edit, Setting, View
from core.errors import ParallaxError
from core.labels import ABSENT, OCCLUDED, VISIBLE, Keypoint, Target
from core.pose import Poses2D, Source
from core.records import dumps
from core.runs import Run
from core.skeleton import COCO17
from core.storage import Project

ROOT = Path(__file__).resolve().parents[2]
VIEW = View("v1", "left", "left.mp4", 5, "", 640, 480, 30, 1, 20, 0.0, 19 / 30)


def digest(document: Document) -> str:
    """One text that stands for everything in a document, the undo and redo lists too (but for the clock's times)."""
    lists = [[(edit.title, edit.author, tuple(edit.puts)) for edit in edits]
             for edits in (document.done, document.undone)]
    state = [list(document.rows()), lists]
    return hashlib.sha256(dumps(state).encode()).hexdigest()


# ---------------------------------------------------------------- the process that edits and saves


def say(**what: Any) -> None:
    """A line down the pipe; what is written there survives the writer."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def edit_for_ever(folder: Path, seed: int) -> None:
    """Edits, undoes, redoes and saves poses; says before each what the document will be, and after each that it is."""
    chance = random.Random(seed)
    with Project.open(folder) as project:
        while True:
            shadow = Document.restored((row for _, row in project.document.rows()), list(project.document.done),
                                       list(reversed(project.document.undone)))
            what = chance.choice(["edit", "edit", "edit", "undo", "redo", "poses"])
            if what == "undo" and len(project.document.done) > 2:
                shadow.undo()
                say(will=digest(shadow))
                project.undo()
            elif what == "redo" and project.document.undone:
                shadow.redo()
                say(will=digest(shadow))
                project.redo()
            elif what == "poses":
                poses = random_poses(chance.randrange(2**31))
                row = project.store(poses, view="v1")
                edit = Edit("Detect", (project.document.put(row),), "blazepose", time.time())
                shadow.do(edit)
                say(will=digest(shadow), poses=row.id, points=points_hash(poses))
                project.do(edit)
            else:
                value = [chance.random() for _ in range(chance.randrange(1, 2000))]
                edit = Edit("Set", (project.document.put(Setting(f"s{chance.randrange(20)}", value)),))
                shadow.do(edit)
                say(will=digest(shadow))
                project.do(edit)
            say(did=digest(project.document))


TARGET = Target("v1", "athlete", COCO17)
FRAMES = 20
TIMES = np.arange(FRAMES) / 30
GESTURES = ("place", "place", "place", "clear", "copy", "swap", "interpolate", "lock", "undo", "undo", "redo", "redo")


def label_for_ever(folder: Path, seed: int) -> None:
    """Labels, undoes and redoes at random; says before each gesture what the document will be, and after it is."""
    chance = random.Random(seed)
    with Project.open(folder) as project:
        while True:
            what, document = chance.choice(GESTURES), project.document
            shadow = Document.restored((row for _, row in document.rows()), list(document.done),
                                       list(reversed(document.undone)))
            if what in ("undo", "redo"):
                if len(document.done) > 2 if what == "undo" else document.undone:
                    (shadow.undo if what == "undo" else shadow.redo)()
                    say(will=digest(shadow), gesture=what)
                    (project.undo if what == "undo" else project.redo)()
                    say(did=digest(document))
                continue
            try:
                edit = random_label(document, what, chance)
            except ParallaxError:  # nothing to copy, a locked joint: what a user would be told
                continue
            shadow.do(edit)
            say(will=digest(shadow), gesture=what)
            project.do(edit)
            say(did=digest(document))


def labellers(folder: Path) -> None:
    """A labelling process for each seed that is read: forked, so that its start takes no seconds; says when it is dead.

    A line is shorter than what a pipe takes at once, so none is cut by a kill.
    """
    for seed in sys.stdin:
        pid = os.fork()
        if pid == 0:
            say(pid=os.getpid())
            label_for_ever(folder, int(seed))
        how = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert how == -signal.SIGKILL, "the labelling process ended by itself"
        say(killed=True)


def random_label(document: Document, what: str, chance: random.Random) -> Edit:
    """A gesture of the labelling tools. Raises ParallaxError where it cannot be made in this document."""
    frame, joint = chance.randrange(FRAMES), chance.choice(COCO17.joints)
    if what == "place":
        points = {name: random_point(chance) for name in chance.sample(COCO17.joints, chance.randrange(1, 17))}
        return labels.place(document, TARGET, frame, points, "Move")
    if what == "clear":
        return labels.clear(document, TARGET, [frame], chance.choice([None, [joint]]))
    if what == "copy":
        return labels.copy(document, TARGET, chance.randrange(FRAMES), frame)
    if what == "swap":
        pairs = labels.pairs_of(COCO17, joint, chance.choice(["joint", "limb", "person"]))
        return labels.swap(document, TARGET, frame, chance.randrange(frame, FRAMES) + 1, pairs)
    if what == "interpolate":
        known = [label.frame for label in labels.labels_of(document, "v1", "athlete")]
        ends = sorted(chance.sample(known, 2)) if len(known) > 1 else [0, 1]
        return labels.interpolate(document, TARGET, ends[0], ends[1], TIMES, chance.random() < 0.5)
    # A lock soon stops everything else, so it is mostly taken off again.
    held = sorted(labels.locked(document, TARGET))
    return labels.lock(document, TARGET, chance.choice(held) if held else joint, not held)


def random_point(chance: random.Random) -> Keypoint:
    state = chance.choice([VISIBLE, VISIBLE, OCCLUDED, ABSENT])
    if state == ABSENT:
        return Keypoint(None, None, ABSENT)
    return Keypoint(chance.uniform(0, 640), chance.uniform(0, 480), state)


def random_poses(seed: int) -> Poses2D:
    xys = np.random.default_rng(seed).random((300, 2, 17, 3)).astype(np.float32)
    return Poses2D(xys, np.arange(300) / 30, COCO17, (640, 480), Source("blazepose"))


def points_hash(poses: Poses2D) -> str:
    return hashlib.sha256(poses.xys.tobytes()).hexdigest()


# ---------------------------------------------------------------- killing it


@dataclass
class Tally:
    """How many kills, how many things had been shown before them, and what was found wrong."""

    kills: int = 0
    shown: int = 0
    cut: int = 0  # kills that fell inside a gesture or before the end of the work


def kill_saving(folder: Path, times: int, seed: int) -> Tally:
    """Kills a saving process at random moments, each time on the same project. Raises AssertionError on any loss."""
    chance, tally = random.Random(seed), Tally()
    with Project.create(folder) as project:
        project.do(Edit("Add", (project.document.put(VIEW),)))
        last = digest(project.document)
    saved: dict[str, str] = {}
    for number in range(times):
        lines = _killed(folder, seed * 1000 + number, chance)
        tally.kills += 1
        will = ""
        pending: dict[str, str] = {}
        for line in lines:
            if "did" in line:
                last, will = line["did"], ""
                saved |= pending
                tally.shown += 1
            else:
                will = line["will"]
            pending = {line["poses"]: line["points"]} if "poses" in line else {}
        with Project.open(folder) as project:
            now = digest(project.document)
            assert now == last or (will and now == will), f"kill {number}: the project is in a state that never was"
            tally.cut += bool(will)
            for id, points in saved.items():
                if id in project.document.predictions:  # it may have been undone since
                    assert points_hash(project.poses(id)) == points, f"kill {number}: the poses {id} changed"  # type: ignore[arg-type]
            last = now
            assert not list((folder / "poses").glob("*.part"))
            stored = {path.stem for path in (folder / "poses").iterdir()}
            assert saved.keys() <= stored, f"kill {number}: pose files are gone"
    return tally


def kill_labelling(folder: Path, times: int, seed: int) -> Tally:
    """Kills a labelling process at random moments, each time on the same project.

    Raises AssertionError where the project then is neither as after the last finished gesture nor as after the one that
    was under way, or where undoing everything and redoing it does not lead back to the same.
    """
    chance, tally = random.Random(seed), Tally()
    with Project.create(folder) as project:
        project.do(Edit("Add", (project.document.put(VIEW),)))
        last = digest(project.document)
    with subprocess.Popen([sys.executable, "-m", "tests.bench.kill", "--labeller", str(folder)], cwd=ROOT, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as labeller:
        for number in range(times):
            will = ""
            for line in _labels_until_killed(labeller, seed * 1000 + number, chance):
                last, will = (line["did"], "") if "did" in line else (last, line["will"])
                tally.shown += "did" in line
            tally.kills += 1
            tally.cut += bool(will)
            with Project.open(folder) as project:
                now = digest(project.document)
                assert now == last or (will and now == will), f"kill {number}: the project is in a state that never was"
                last = now
    with Project.open(folder) as project:
        _there_and_back(project)
    return tally


def _labels_until_killed(labeller: "subprocess.Popen[str]", seed: int, chance: random.Random) -> list[dict[str, Any]]:
    """What a labelling process said from its start until it was killed."""
    assert labeller.stdin is not None and labeller.stdout is not None
    labeller.stdin.write(f"{seed}\n")
    labeller.stdin.flush()
    pid = json.loads(labeller.stdout.readline())["pid"]
    time.sleep(chance.uniform(0, 0.3))
    os.kill(pid, signal.SIGKILL)
    return [json.loads(line) for line in iter(labeller.stdout.readline, '{"killed": true}\n')]


def _there_and_back(project: Project) -> None:
    """Every gesture, of all the killed processes, can be undone down to the empty project, and done again."""
    document = project.document
    # By name: a row that was removed and brought back is the last of its table.
    shown = {(table, row.id): row for table, row in document.rows()}
    done, undone = document.done, document.undone
    while project.undo():
        continue
    assert not list(document.rows())
    while project.redo():
        continue
    assert document.done == done + undone
    for _ in undone:
        project.undo()
    assert {(table, row.id): row for table, row in document.rows()} == shown


def _killed(folder: Path, seed: int, chance: random.Random) -> list[dict[str, Any]]:
    """What a saving process said until it was killed."""
    child = subprocess.Popen([sys.executable, "-m", "tests.bench.kill", "--child", str(folder), "--seed", str(seed)],
                             cwd=ROOT, stdout=subprocess.PIPE)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(chance.uniform(0, 0.3))
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read()
    child.stdout.close()
    assert child.wait() < 0, "the saving process ended by itself"
    return [json.loads(line) for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")]


def kill_detecting(folder: Path, video: Path, times: int, seed: int) -> Tally:
    """Kills a detection at random moments and goes on with it. Raises AssertionError if a frame that the window could
    have shown is gone or changed, in the chunks, in what is taken into the project, or in the end result."""
    chance, tally = random.Random(seed), Tally()
    with Project.create(folder) as project:
        recording.add_views(project, [video])
        [view] = project.document.views
        run = _new_run(project)
        shown: dict[int, bytes] = {}
        while tally.kills < times:
            run.spawn()
            # Some die while starting, most after some more chunks: by count, so that a slow machine gets as far.
            _watch(run, view, shown, 60, chance.randrange(4))
            time.sleep(chance.uniform(0, 0.3))
            run.kill()
            _wait_for_end(run)
            tally.kills += 1
            state = run.status().state
            tally.cut += state == "lost"
            recording.take(project, run)
            if shown:
                _check_taken(project, view, shown)
            tally.shown += len(shown)
            project.close()
            project = Project.open(folder)
            if state == "done":
                run, shown = _new_run(project), {}
            else:
                _check_chunks(run, view, shown)
        run.spawn()
        _watch(run, view, shown, 120)
        assert run.status().state == "done", run.status()
        recording.take(project, run)
        _check_taken(project, view, shown)
        project.close()
    return tally


def _new_run(project: Project) -> Run:
    return runs.create(project.runs, "process", "Detect", recording.request_for(project))


def _chunks(run: Run, view: str) -> Iterator[tuple[int, bytes]]:
    for start, xys in partial.since(partial.folder_of(run.folder, view)):
        yield start, xys.tobytes()


def _watch(run: Run, view: str, shown: dict[int, bytes], seconds: float, chunks: int = 10**6) -> None:
    """Looks at the chunks as the window does, until there are so many more, the run ends, or the time is up."""
    end, wanted = time.monotonic() + seconds, len(shown) + chunks
    while time.monotonic() < end and len(shown) < wanted and run.status().state not in runs.ENDED:
        for start, data in _chunks(run, view):
            shown.setdefault(start, data)
        time.sleep(0.02)


def _wait_for_end(run: Run) -> None:
    end = time.monotonic() + 20
    while run.alive:
        assert time.monotonic() < end, "a killed process lives"
        time.sleep(0.01)


def _check_chunks(run: Run, view: str, shown: dict[int, bytes]) -> None:
    there = dict(_chunks(run, view))
    for start, data in shown.items():
        assert there.get(start) == data, f"the frames from {start} on are gone or changed"


def _check_taken(project: Project, view: str, shown: dict[int, bytes]) -> None:
    """Every frame shown is in the project's 2D poses of the view."""
    row = min((p for p in project.document.predictions.values() if p.view == view and p.kind == "2d"),
              key=lambda p: (-p.made_s, p.id))
    while row.made_from:  # the repaired poses come from the detected ones
        row = project.document.predictions[row.made_from]
    poses = project.poses(row.id)
    assert isinstance(poses, Poses2D)
    joints = len(poses.skeleton)
    for start, data in shown.items():
        xys = np.frombuffer(data, dtype=np.float32)
        with contextlib.suppress(ValueError):
            xys = xys.reshape(-1, 1, joints, 3)  # one person; a chunk of nobody has no bytes
            kept = poses.xys[start:start + len(xys), :1]
            np.testing.assert_array_equal(kept, xys, f"the frames from {start} on are not what was shown")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--labels", type=int, default=0, metavar="TIMES", help="kill only a labelling process")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--labeller", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        edit_for_ever(asked.child, asked.seed)
    if asked.labeller:
        labellers(asked.labeller)
        return
    from core import studio

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.labels:
            began = time.monotonic()
            labelling = kill_labelling(folder / "labelling.parallax", asked.labels, asked.seed)
            print(f"labelling: {labelling.kills} kills, {labelling.cut} inside a gesture, {labelling.shown} gestures "
                  f"shown, none lost ({time.monotonic() - began:.0f} s)", flush=True)
            return
        began = time.monotonic()
        saving = kill_saving(folder / "saving.parallax", asked.times // 2, asked.seed)
        print(f"saving:    {saving.kills} kills, {saving.cut} inside a gesture, {saving.shown} gestures shown, "
              f"none lost ({time.monotonic() - began:.0f} s)", flush=True)
        began = time.monotonic()
        studio.render(studio.MOTIONS["walk"](8, 30), 30, folder / "studio", [studio.ViewSpec(size=(270, 480))])
        detecting = kill_detecting(folder / "detecting.parallax", folder / "studio" / "view01.mp4",
                                   asked.times - asked.times // 2, asked.seed)
        print(f"detecting: {detecting.kills} kills, {detecting.cut} before the end, {detecting.shown} chunks shown, "
              f"none lost ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
