"""The copy for scrubbing shows every frame of the original at its very time, and each by itself."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import proxy, runs
from core.document import Edit, Setting
from core.errors import ParallaxError
from core.files import TEMPORARY
from core.progress import Cancelled, Step
from core.recording import add_views
from core.storage import Project
from core.video import Video, content_hash, probe
from tests.core.video_clips import Clips, times_by_ffprobe

# One of every kind of stamp, turn, size and sample.
KINDS = ["bframes.mp4", "sound.mp4", "open_gop.mkv", "variable.mp4", "variable.mkv", "late.mp4", "late.mkv",
         "edited.mp4", "rotate90.mp4", "rotate270.mp4", "mpeg4_odd.mov", "59.94.mp4", "bframes.ts", "mpeg4_b.avi",
         "hevc10.mp4", "x444_odd.mp4", "bare.h264", "lossless.mkv", "bt709_full.mp4", "one.mp4"]


# At QP 24 the quantizer's step is 10 and its zero bin, x264's dead zone for intra, 4/3 of that: a squared error of
# (13.3)²/12 = 14.8 at most a sample of luma, 36.4 dB, and 1.16² of it in grey of full range: 35.1 dB.
# Colours are only told apart from wrong ones (a wrong matrix or range costs 20 dB and more there): the test picture's
# one-pixel colours differ by how chroma is halved and doubled.
GREY_DB, RGB_DB = 35.0, 20.0
GREY = np.array([0.299, 0.587, 0.114])


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("proxy"))


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / max(np.mean((a.astype(float) - b) ** 2), 1e-9)))


@pytest.mark.parametrize("name", KINDS)
def test_same_frames_at_the_same_times(clips: Clips, tmp_path: Path, name: str) -> None:
    out = tmp_path / "proxies" / "copy.mp4"
    proxy.make(clips(name), out)
    with Video(clips(name)) as original, Video(out) as copy:
        assert len(copy) == len(original) and copy.size == original.size and copy.rotation == 0
        assert copy.info.longest_gop == 1
        # A stream without stamps has none to keep: its times are k/fps, kept to half a tick of 1/90000 s.
        exact = 0.5 / 90_000 + 1e-9 if name == "bare.h264" else 1e-9
        assert np.abs(copy.times - original.times).max() <= exact
        for i in range(len(original)):
            before, after = original.frame(i), copy.frame(i)
            assert psnr(before @ GREY, after @ GREY) > GREY_DB, i
            assert psnr(before, after) > RGB_DB, i
    assert [float(t) for t in times_by_ffprobe(out)] == pytest.approx(list(copy.times), abs=1e-9)
    assert list(out.parent.iterdir()) == [out]


def test_every_frame_stands_by_itself(clips: Clips, tmp_path: Path) -> None:
    proxy.make(clips("bframes.mp4"), tmp_path / "copy.mp4")
    told = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pict_type",
                           "-of", "csv=p=0", str(tmp_path / "copy.mp4")], check=True, capture_output=True, text=True)
    assert {line.strip(",") for line in told.stdout.split()} == {"I"}


def test_the_sound_is_the_same_packets(clips: Clips, tmp_path: Path) -> None:
    def packets(path: Path) -> list[tuple[float, str]]:
        command = ["ffprobe", "-v", "error", "-select_streams", "a:0", "-show_packets", "-show_data_hash", "md5",
                   "-of", "json", str(path)]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return [(float(p["pts_time"]), p["data_hash"]) for p in told["packets"]]

    proxy.make(clips("sound.mp4"), tmp_path / "copy.mp4")
    before, after = packets(clips("sound.mp4")), packets(tmp_path / "copy.mp4")
    assert [data for _, data in after] == [data for _, data in before]
    assert [t for t, _ in after] == pytest.approx([t for t, _ in before], abs=1e-5)


def test_nothing_stays_behind_a_stop_or_a_fault(clips: Clips, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.stage == "proxy" and step.done == 10:
            raise Cancelled

    folder = tmp_path / "proxies"
    with pytest.raises(Cancelled):
        proxy.make(clips("bframes.mp4"), folder / "a.mp4", stop)
    with pytest.raises(ParallaxError, match="does not exist"):
        proxy.make(tmp_path / "none.mp4", folder / "a.mp4")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ParallaxError, match="cannot be written"):
        proxy.make(clips("bframes.mp4"), tmp_path / "file" / "a.mp4")
    assert list(folder.iterdir()) == []


# -- in a project


@pytest.fixture
def project(clips: Clips, tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as opened:
        add_views(opened, [clips("bframes.mp4"), clips("sound.mp4")])
        yield opened


def made(project: Project) -> runs.Run:
    """A run that has made the proxies of all views, in this process."""
    views = list(project.document.views.values())
    request = proxy.request_for(project, views, {view.id: project.video(view) for view in views})  # type: ignore[misc]
    run = runs.create(project.runs, "proxy", "Make copies", request)
    proxy.work(run)
    return run


def test_a_run_makes_them_and_an_edit_takes_them_in(project: Project) -> None:
    run = made(project)
    status = run.status()
    assert status.state == "done" and {item.stage for item in status.items.values()} == {"done"}
    edit = proxy.taking(project, status)
    assert edit is not None
    project.do(edit)
    for view in project.document.views.values():
        path = proxy.find(project, view.id)
        assert path is not None and path.parent == project.folder / proxy.FOLDER
        assert probe(path).frames == view.frames
    project.undo()
    assert all(proxy.find(project, view) is None for view in project.document.views)


def test_a_view_that_was_removed_meanwhile_is_passed_over(project: Project) -> None:
    status = made(project).status()
    gone = next(iter(project.document.views))
    project.do(project.document.remove_view(gone))
    edit = proxy.taking(project, status)
    assert edit is not None and gone not in edit.puts[0].key and len(edit.puts) == 1


def test_a_stopped_run_keeps_what_is_finished(project: Project) -> None:
    views = list(project.document.views.values())
    request = proxy.request_for(project, views, {view.id: project.video(view) for view in views})  # type: ignore[misc]
    run = runs.create(project.runs, "proxy", "Make copies", request)

    def stop(step: Step) -> None:
        if step.item == views[1].id:
            raise Cancelled

    with pytest.raises(Cancelled):
        proxy.work(run, stop)
    assert run.status().state == "stopped" and list(run.status().result) == [views[0].id]
    assert not list((project.folder / proxy.FOLDER).glob(f"*{TEMPORARY}"))


def test_a_file_that_is_not_the_one_made_is_not_shown(project: Project) -> None:
    view = next(iter(project.document.views))
    status = made(project).status()
    project.do(proxy.taking(project, status))  # type: ignore[arg-type]
    path = proxy.find(project, view)
    assert path is not None
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert proxy.find(project, view, whole=False) == path and proxy.find(project, view) is None
    path.write_bytes(data[:-1])
    assert proxy.find(project, view, whole=False) is None
    path.unlink()
    assert proxy.find(project, view) is None


@pytest.mark.parametrize("value", [
    None, 3, "x.mp4", {},
    {"file": "../../x.mp4", "bytes": 1, "hash": ""},
    {"file": "/etc/passwd", "bytes": 1, "hash": ""},
    {"file": "x.mkv", "bytes": 1, "hash": ""},
    {"file": "x.mp4", "bytes": "1", "hash": ""},
    {"file": "x.mp4", "bytes": 1, "hash": "", "more": 1},
])
def test_a_setting_from_elsewhere_leads_nowhere(project: Project, value: object) -> None:
    view = next(iter(project.document.views))
    project.do(Edit("Foreign", (project.document.put(Setting(proxy.key(view), value)),)))
    assert proxy.find(project, view, whole=False) is None


def test_neither_does_a_link(project: Project, clips: Clips, tmp_path: Path) -> None:
    view = next(iter(project.document.views))
    target = clips("bframes.mp4")
    folder = project.folder / proxy.FOLDER
    folder.mkdir()
    (folder / "x.mp4").symlink_to(target)
    value = {"file": "x.mp4", "bytes": target.stat().st_size, "hash": content_hash(target)}
    project.do(Edit("Foreign", (project.document.put(Setting(proxy.key(view), value)),)))
    assert proxy.find(project, view) is None


@pytest.mark.parametrize("change", [{"folder": "/tmp/proxies"}, {"folder": "runs"}, {"view": "../x"}])
def test_a_request_that_leaves_the_project_is_refused(project: Project, change: dict[str, str]) -> None:
    view = next(iter(project.document.views.values()))
    request = proxy.request_for(project, [view], {view.id: project.video(view)})  # type: ignore[dict-item]
    if "folder" in change:
        request = replace(request, folder=change["folder"])
    else:
        request = replace(request, views=(replace(request.views[0], view=change["view"]),))
    run = runs.create(project.runs, "proxy", "Make copies", request)
    with pytest.raises(ParallaxError, match="cannot be understood"):
        proxy.work(run)
    assert run.status().state == "failed"


def test_copies_that_nobody_is_shown_from_can_be_deleted_and_no_others(project: Project) -> None:
    from core.recording import taken

    run = made(project)
    assert proxy.settled(project.folder) == (), "they were made, and the project has not named them yet"
    project.do(proxy.taking(project, run.status()))  # type: ignore[arg-type]
    taken(run, run.status())
    first, second = project.document.views
    files = {view: proxy.find(project, view) for view in (first, second)}
    (project.folder / proxy.FOLDER / "notes.txt").write_text("mine")
    project.do(project.document.remove_view(first))
    left = set(proxy.settled(project.folder)) - proxy.in_use(project)
    assert left == {files[first].name}  # type: ignore[union-attr]
    proxy.delete(project.folder, [*left, "../project.db", "notes.txt"])
    assert {path.name for path in (project.folder / proxy.FOLDER).iterdir()} == {
        files[second].name, "notes.txt"}  # type: ignore[union-attr]
    assert (project.folder / "project.db").is_file()
    project.undo()
    assert proxy.find(project, first) is None and proxy.find(project, second) == files[second]


def test_while_a_copy_is_being_made_none_is_deleted(project: Project) -> None:
    folder = project.folder / proxy.FOLDER
    folder.mkdir()
    (folder / "old.mp4").write_bytes(b"x")
    assert proxy.settled(project.folder) == ("old.mp4",)
    runs.create(project.runs, "proxy", "Make copies", {"views": [], "folder": str(folder)})
    assert proxy.settled(project.folder) == ()
