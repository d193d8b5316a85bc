"""A labelling process killed at random instants: the project is as after the last finished gesture, or the next one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core import labels
from core.document import Edit
from core.labels import Keypoint, label_id
from core.storage import Project
from tests.bench import kill
from tests.bench.kill import ROOT, TARGET
from tests.core.test_storage import VIEW, poses_2d


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with a view, its poses and a label."""
    with Project.create(tmp_path / "p.parallax") as project:
        project.do(Edit("Add", (project.document.put(VIEW),)))
        project.save_poses(poses_2d(), view="v1", athlete=0)
        project.do(labels.place(project.document, TARGET, 3, {"nose": Keypoint(1.5, 2.25)}, "Move nose"))
    return tmp_path / "p.parallax"


def test_no_finished_gesture_is_lost_when_labelling_is_killed(tmp_path: Path) -> None:
    tally = kill.kill_labelling(tmp_path / "k.parallax", 20, seed=1)
    assert tally.kills == 20 and tally.shown > 0


def test_the_check_for_lost_labels_sees_a_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = kill._labels_until_killed

    def lossy(labeller: "subprocess.Popen[str]", *rest: object) -> list[dict[str, object]]:
        said = real(labeller, *rest)  # type: ignore[arg-type]
        with Project.open(tmp_path / "k.parallax") as project:
            project.undo()
            project.undo()
        return said

    monkeypatch.setattr(kill, "_labels_until_killed", lossy)
    with pytest.raises(AssertionError, match="never was"):
        kill.kill_labelling(tmp_path / "k.parallax", 2, seed=1)


def test_a_full_disk_refuses_the_gesture_and_keeps_the_labels(folder: Path) -> None:
    """A limit on the size of files stands for the end of the disk: the system refuses the write itself."""
    code = (
        "import resource, signal, sys\nfrom core import labels\nfrom core.errors import ParallaxError\n"
        "from core.labels import Keypoint\nfrom core.storage import Project\nfrom tests.bench.kill import TARGET\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"with Project.open({str(folder)!r}) as p:\n"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))\n"
        " n = 0\n"
        " try:\n"
        "  while True:\n"
        "   points = {joint: Keypoint(1.0, float(n)) for joint in TARGET.skeleton.joints}\n"
        "   p.do(labels.place(p.document, TARGET, n, points, 'Move'))\n"
        "   n += 1\n"
        " except ParallaxError as e:\n"
        "  assert 'could not be saved' in str(e), e\n"
        "  assert len(p.document.labels) == n, (n, len(p.document.labels))\n"
        "  resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "  p.do(labels.lock(p.document, TARGET, 'nose', True))\n"
        "  print(n)\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    placed = int(done.stdout)
    assert placed > 4
    with Project.open(folder) as project:
        assert sorted(label.frame for label in project.document.labels.values()) == list(range(placed))
        assert labels.locked(project.document, TARGET) == {"nose"}


def test_a_project_that_cannot_be_made_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, signal\nfrom core.errors import ParallaxError\nfrom core.storage import Project\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "for most in (0, 1000, 10_000, 30_000):\n"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))\n"
        " try:\n"
        f"  Project.create({str(tmp_path / 'new.parallax')!r})\n"
        " except ParallaxError as e:\n"
        "  print(e.fault)\n"
        " else:\n"
        "  raise SystemExit('it was made')\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4 and list(tmp_path.iterdir()) == []


def test_edits_of_a_copied_project_do_not_touch_the_other(folder: Path) -> None:
    copy = shutil.copytree(folder, folder.with_name("copy.parallax"))
    with Project.open(folder) as one, Project.open(copy) as two:
        assert list(one.document.rows()) == list(two.document.rows())
        two.do(labels.place(two.document, TARGET, 3, {"nose": Keypoint(9.0, 9.0)}, "Move nose"))
        one.undo()
        assert not one.document.labels and len(one.journal()) < len(two.journal())
    with Project.open(folder) as one, Project.open(copy) as two:
        assert not one.document.labels
        assert two.document.labels[label_id("v1", "athlete", 3)].points["nose"].x == 9.0
        for project in (one, two):  # poses too: of its own file, which the other may lose
            [row] = project.document.predictions.values()
            assert len(project.poses(row.id).times) == 20
        shutil.rmtree(folder / "poses")
        assert len(two.poses(row.id).times) == 20


def test_labels_stay_as_they_were_when_the_view_is_detected_again(folder: Path) -> None:
    with Project.open(folder) as project:
        before = dict(project.document.labels)
        project.save_poses(poses_2d(seed=7), view="v1", athlete=0)
        assert dict(project.document.labels) == before
    with Project.open(folder) as project:
        assert dict(project.document.labels) == before and len(project.document.predictions) == 2
