"""The pipeline on clips of the synthetic studio, with the real detector: results, faults, stops and deaths."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import followed, joining, labels, partial, pipeline, posefile, recording, runs, sparse
from core.cards import DEFAULT_LIFTER
from core.detect import Seed
from core.document import Pick, Prediction
from core.errors import NothingDone, ParallaxError
from core.labels import Keypoint, Target
from core.pipeline import Outcome, ProcessRequest, ViewJob
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Step
from core.records import build, dumps, parse, plain
from core.runs import Run
from core.skeleton import H36M17
from core.storage import Project
from core.studio import ViewSpec, load_truth
from tests.bench import kill
from tests.core.filler import install
from tests.core.test_joining import ANN, BEN, found, mask

pytestmark = pytest.mark.usefixtures("blazepose")

SIZE = (270, 480)


@pytest.fixture
def clip(studio_clip: Callable[..., Path]) -> Path:
    """Two views of a walk of 59/30 s: 59 frames, and 49 at 25 frames/s."""
    return studio_clip("walk", seconds=2, views=[ViewSpec(size=SIZE), ViewSpec(size=SIZE, fps=25, azimuth=60)])


@pytest.fixture
def project(clip: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as project:
        recording.add_views(project, sorted(clip.glob("view*.mp4")))
        yield project


def new_run(project: Project, request: ProcessRequest) -> Run:
    return runs.create(project.runs, "process", "Detect", request)


def test_views_are_added_whole_or_not_at_all(project: Project, clip: Path, tmp_path: Path) -> None:
    left, right = project.document.views.values()
    assert (left.name, left.size, left.frames, float(left.fps), left.colour) == ("view01", SIZE, 59, 30.0, 0)
    assert (right.frames, right.colour) == (49, 1)
    assert left.first_s == pytest.approx(0) and left.last_s == pytest.approx(58 / 30, abs=1e-3)
    assert project.video(left) == clip / "view01.mp4"
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video")
    for path in (bad, clip / "view01.mp4"):
        before = list(project.document.rows())
        with pytest.raises(ParallaxError):
            recording.add_views(project, [path])
        assert list(project.document.rows()) == before


def test_videos_in_people_in_2d_and_3d_out(project: Project, clip: Path) -> None:
    left, right = project.document.views
    request = recording.request_for(project, {left: (10, 40), right: (0, None)}, lifter=DEFAULT_LIFTER)
    assert parse(ProcessRequest, dumps(request)) == request
    run = new_run(project, request)
    steps: list[Step] = []
    outcome = pipeline.process(run, steps.append)
    status = run.status()
    assert status.state == "done" and build(Outcome, plain(status.result)) == outcome
    assert {i.stage for i in status.items.values()} == {"done"} and status.done == status.total
    assert {(s.stage, s.item) for s in steps} >= {(stage, view) for stage in ("detect", "lift")
                                                  for view in (left, right)}
    change = recording.take(project, run)
    assert change is not None and change.title == "Detect and lift 2 views" and change.author == "blazepose"
    assert recording.take(project, run) is None and recording.untaken(project) == []
    assert not (run.folder / "results").exists()
    project.close()
    with Project.open(project.folder) as again:
        for view, span in ((left, range(10, 40)), (right, range(49))):
            _check_view(again, view, span)
        flat = again.document.active("2d", left)
        assert flat is not None
        xys = again.poses(flat.id)
        assert isinstance(xys, Poses2D) and flat.athlete is not None
        # The detector's own promise on studio clips: a mean error of 3 % of the figure's height over the limbs.
        truth = load_truth(clip).views[0].px[10:40, 0]
        error = np.linalg.norm(xys.to(H36M17).xys[10:40, flat.athlete, :, :2] - truth[..., :2], axis=-1)
        height = np.ptp(truth[..., 1], axis=1).mean()
        limbs = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]
        assert error[:, limbs].mean() < 0.03 * height
        assert again.undo() is not None and not again.document.predictions
        assert recording.untaken(again) == []  # an undo is meant: the run is not taken in again
        again.redo()
        _check_view(again, right, range(49))


def _check_view(project: Project, view: str, span: range) -> None:
    flat, deep = project.document.active("2d", view), project.document.active("3d", view)
    assert flat is not None and deep is not None
    frames = project.document.views[view].frames
    assert deep.made_from == flat.id and (flat.start, flat.stop) == (span.start, span.stop)
    xys, xyzs = project.poses(flat.id), project.poses(deep.id)
    assert isinstance(xys, Poses2D) and isinstance(xyzs, Poses3D)
    assert xys.source.weights and xyzs.source.weights and xyzs.source.model == DEFAULT_LIFTER
    assert xys.xys.shape[0] == frames and xyzs.xyzs.shape == (frames, 1, 17, 4)
    np.testing.assert_array_equal(xys.times, xyzs.times)
    inside = np.zeros(frames, dtype=bool)
    inside[span.start:span.stop] = True
    assert np.isfinite(xyzs.xyzs[inside]).all() and np.isnan(xyzs.xyzs[~inside, ..., :3]).all()
    assert np.isnan(xys.xys[~inside, ..., :2]).all() and not xys.xys[~inside, ..., 2].any()
    np.testing.assert_allclose(xyzs.xyzs[inside, 0, 0, :3], 0, atol=1e-4)  # root-relative


def test_a_range_is_joined_to_what_is_there_and_undo_brings_that_back(project: Project) -> None:
    left = next(iter(project.document.views))

    def find(start: int, stop: int) -> tuple[Prediction, Poses2D, Poses3D]:
        run = new_run(project, recording.request_for(project, {left: (start, stop)}, lifter=DEFAULT_LIFTER))
        outcome = pipeline.process(run)
        assert (outcome.views[0].detected, outcome.views[0].lifted) == (stop - start, stop - start)
        change = recording.take(project, run)
        assert change is not None and change.title == "Detect and lift 1 view"
        return shown()

    def shown() -> tuple[Prediction, Poses2D, Poses3D]:
        flat, deep = project.document.active("2d", left), project.document.active("3d", left)
        assert flat is not None and deep is not None and deep.made_from == flat.id and flat.athlete == 0
        xys, xyzs = project.poses(flat.id), project.poses(deep.id)
        assert isinstance(xys, Poses2D) and isinstance(xyzs, Poses3D) and xys.xys.shape[1] == 1
        np.testing.assert_array_equal(np.isfinite(xys.xys[..., 0]).all(axis=(1, 2)), joining.looked(flat, 59))
        np.testing.assert_array_equal(np.isfinite(xyzs.xyzs).all(axis=(1, 2, 3)), joining.looked(flat, 59))
        return flat, xys, xyzs

    _, xys_a, xyzs_a = find(0, 15)
    pick = Pick("k", left, 5, point=(135.0, 240.0))  # outside the next range, which must not mind
    project.do(recording.Edit("Pick", (project.document.put(pick),)))
    both, xys_b, xyzs_b = find(35, 50)
    assert both.settings["ranges"] == ((0, 15), (35, 50)) and (both.start, both.stop) == (0, 50)
    np.testing.assert_array_equal(xys_b.xys[:15], xys_a.xys[:15])
    np.testing.assert_array_equal(xyzs_b.xyzs[:15], xyzs_a.xyzs[:15])
    all_three, xys_c, _ = find(10, 40)
    assert "ranges" not in all_three.settings and (all_three.start, all_three.stop) == (0, 50)
    np.testing.assert_array_equal(xys_c.xys[:10], xys_a.xys[:10])
    np.testing.assert_array_equal(xys_c.xys[40:50], xys_b.xys[40:50])
    project.undo()
    np.testing.assert_array_equal(shown()[1].xys, xys_b.xys)
    project.undo()
    np.testing.assert_array_equal(shown()[1].xys, xys_a.xys)
    project.redo()
    np.testing.assert_array_equal(shown()[2].xyzs, xyzs_b.xyzs)


def test_the_athlete_of_other_frames_is_the_one_that_is_lifted(project: Project, tmp_path: Path) -> None:
    left = next(iter(project.document.views))
    old, new = found(mask((0, 60)), ANN, BEN).flat, found(mask((50, 90)), BEN, ANN).flat
    path = tmp_path / "old.npz"
    posefile.write(path, old)
    for known, track, athlete in ((path, 0, 1), (path, 1, 0), (path, 2, None), (tmp_path / "gone.npz", 0, None)):
        job = ViewJob(left, "left", "left.mp4", 50, 90, athlete=track, known=str(known))
        assert pipeline._known_athlete(job, new, range(50, 90)) == athlete
    other = replace(new, source=Source("another"))
    assert pipeline._known_athlete(replace(job, known=str(path)), other, range(50, 90)) is None
    project.save_poses(replace(old, xys=old.xys[:59], times=old.times[:59]), view=left, stop=30, athlete=1)
    row = project.document.active("2d", left)
    assert row is not None
    [part] = recording.request_for(project, {left: (20, 50)}).views
    assert (Path(part.known), part.athlete) == (project.folder / "poses" / row.file, 1)
    assert not any(job.known for job in recording.request_for(project).views)


def test_a_stop_leaves_the_frames_it_did_not_reach_as_they_were(project: Project) -> None:
    left = next(iter(project.document.views))
    first = new_run(project, recording.request_for(project, {left: (0, None)}, lifter=DEFAULT_LIFTER))
    pipeline.process(first)
    recording.take(project, first)
    row, deep = project.document.active("2d", left), project.document.active("3d", left)
    assert row is not None and deep is not None
    before, lifted = project.poses(row.id), project.poses(deep.id)
    assert isinstance(before, Poses2D) and isinstance(lifted, Poses3D)
    run = new_run(project, recording.request_for(project, {left: (5, None)}))
    chunks = partial.folder_of(run.folder, left)

    def when_something_is_found(step: Step) -> None:
        if partial.since(chunks):
            raise Cancelled

    with pytest.raises(Cancelled):
        pipeline.process(run, when_something_is_found)
    starts, arrays = zip(*partial.since(chunks), strict=True)
    start, xys = starts[0], np.concatenate(arrays)
    recording.take(project, run)
    again, deep_again = project.document.active("2d", left), project.document.active("3d", left)
    assert again is not None and deep_again is not None and deep_again.made_from == again.id
    assert project.document.next_undo is not None and project.document.next_undo.title == "Detect 1 view (in part)"
    raw = project.poses(again.made_from or again.id)
    joined, kept = project.poses(again.id), project.poses(deep_again.id)
    assert isinstance(raw, Poses2D) and isinstance(joined, Poses2D) and isinstance(kept, Poses3D)
    stop = start + len(xys)
    assert start == 5 and stop < 59
    np.testing.assert_array_equal(raw.xys[start:stop], xys)
    outside = np.r_[0:start, stop:59]
    np.testing.assert_array_equal(joined.xys[outside], before.xys[outside])
    np.testing.assert_array_equal(kept.xyzs[outside], lifted.xyzs[outside])
    assert np.isnan(kept.xyzs[start:stop, ..., :3]).all()  # not lifted yet

    pipeline.process(run)  # goes on to the end, and is joined to the same
    recording.take(project, run)
    done = project.document.active("2d", left)
    assert done is not None and again.id not in project.document.predictions
    np.testing.assert_array_equal(project.poses(done.id).xys[:5], before.xys[:5])  # type: ignore[union-attr]


def test_a_damaged_old_result_does_not_cost_the_new_one(project: Project) -> None:
    left = next(iter(project.document.views))
    for start, stop in ((0, 10), (20, 30)):
        row = project.document.active("2d", left)
        if row is not None:
            (project.folder / "poses" / row.file).write_bytes(b"rubbish")
        run = new_run(project, recording.request_for(project, {left: (start, stop)}))
        pipeline.process(run)
        recording.take(project, run)
    row = project.document.active("2d", left)
    assert row is not None and (row.start, row.stop) == (20, 30) and project.poses(row.id)


def test_a_pick_becomes_a_seed(project: Project) -> None:
    left = next(iter(project.document.views))
    pick = Pick("k", left, 5, point=(100.0, 200.0))
    project.do(recording.Edit("Pick", (project.document.put(pick),)))
    request = recording.request_for(project)
    assert request.views[0].seeds == (Seed(5, point=(100.0, 200.0)),) and request.views[1].seeds == ()


def test_a_fault_in_one_view_leaves_the_other_alone(project: Project, tmp_path: Path) -> None:
    [left, right] = project.document.views
    request = recording.request_for(project, {left: (0, 20), right: (0, 20)})
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(Path(request.views[0].path).read_bytes()[:2000])
    request = replace(request, views=(replace(request.views[0], path=str(bad)), request.views[1]))
    run = new_run(project, request)
    outcome = pipeline.process(run)
    assert [v.view for v in outcome.failed] == [left] and "bad.mp4" in outcome.failed[0].error
    status = run.status()
    assert status.state == "done" and "bad.mp4" in status.message
    assert (status.items[left].stage, status.items[right].stage) == ("failed", "done")
    change = recording.take(project, run)
    assert change is not None and change.title == "Detect 1 view"
    assert project.document.active("2d", left) is None and project.document.active("2d", right) is not None


def test_nobody_to_be_found_is_a_fault_of_that_view(project: Project, tmp_path: Path) -> None:
    import av

    empty = tmp_path / "empty.mp4"
    with av.open(str(empty), "w") as out:
        stream = out.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 128, 128, "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((128, 128, 3), 90, np.uint8), "rgb24")))
        out.mux(stream.encode())
    run = new_run(project, ProcessRequest((ViewJob("e", "empty", str(empty)),)))
    with pytest.raises(NothingDone, match="nobody was found"):
        pipeline.process(run)
    assert run.status().state == "failed" and "nobody was found" in run.status().message
    assert recording.take(project, run) is None


@pytest.mark.parametrize("settings", [
    {}, {"views": []}, {"views": [{"view": "../../etc", "name": "x", "path": "x"}]}, {"views": "all"},
    {"views": [{"view": "v", "name": "x", "path": "x", "seeds": [{"frame": 0}]}]},
])
def test_a_hostile_request_is_refused(tmp_path: Path, settings: object) -> None:
    run = runs.create(tmp_path, "process", "Evil", settings)
    with pytest.raises(ParallaxError, match="cannot be understood"):
        pipeline.process(run)
    assert run.status().state == "failed"


def test_results_that_lead_outside_the_run_are_refused(project: Project, tmp_path: Path) -> None:
    [left, _] = project.document.views
    run = new_run(project, recording.request_for(project, {left: (0, 5)}))
    (run.folder / "status.json").write_text(json.dumps(
        {"state": "done", "result": {"views": [{"view": left, "poses2d": "../../../../secret.npz"}]}}))
    with pytest.raises(ParallaxError, match=r"results.secret\.npz: the pose file is missing"):
        recording.take(project, run)


def test_a_stop_keeps_what_was_found_and_the_same_run_goes_on_from_there(project: Project) -> None:
    left = next(iter(project.document.views))
    run = new_run(project, recording.request_for(project, {left: (0, None)}))
    chunks = partial.folder_of(run.folder, left)

    def when_something_is_found(step: Step) -> None:
        if partial.since(chunks):
            raise Cancelled

    with pytest.raises(Cancelled):
        pipeline.process(run, when_something_is_found)
    assert run.status().state == "stopped"
    before = partial.assembled(chunks)
    assert before is not None
    done = np.isfinite(before.xys[..., 0]).any(axis=(1, 2))
    assert 0 < done.sum() < 59
    change = recording.take(project, run)
    assert change is not None and change.title == "Detect 1 view (in part)"
    half = project.document.active("2d", left)
    assert half is not None
    np.testing.assert_array_equal(project.poses(half.id).xys, before.xys)  # type: ignore[union-attr]

    outcome = pipeline.process(run)
    assert outcome.views[0].detected == 59 - done.sum()
    recording.take(project, run)
    whole = project.document.active("2d", left)
    assert whole is not None and half.id not in project.document.predictions
    poses = project.poses(whole.id)
    assert isinstance(poses, Poses2D) and np.isfinite(poses.xys[:, whole.athlete or 0, :, 0]).any(axis=1).all()
    project.undo()
    assert half.id in project.document.predictions


def test_the_stop_file_ends_a_run_in_its_own_process(project: Project) -> None:
    run = new_run(project, recording.request_for(project))
    run.spawn()
    end = time.monotonic() + 240
    while not any(i.done for i in run.status().items.values()):
        assert time.monotonic() < end and run.status().state in ("waiting", "running"), run.tail()
        time.sleep(0.02)
    run.stop()
    while run.status().state == "running":  # 1 s on an idle machine: the file is looked for every 0.2 s
        assert time.monotonic() < end
        time.sleep(0.01)
    assert run.status().state in ("stopped", "done")
    while run.alive:
        time.sleep(0.01)


def test_views_are_worked_on_side_by_side(project: Project) -> None:
    run = new_run(project, recording.request_for(project, dict.fromkeys(project.document.views, (0, 12))))
    threads: dict[str, set[str]] = {}

    def note(step: Step) -> None:
        threads.setdefault(step.item, set()).add(threading.current_thread().name)

    pipeline.process(run, note)
    assert len(threads) == 2 and set.isdisjoint(*threads.values())


def test_nothing_shown_is_lost_when_a_detection_is_killed(clip: Path, tmp_path: Path) -> None:
    tally = kill.kill_detecting(tmp_path / "k.parallax", clip / "view01.mp4", 3, seed=1)
    assert tally.kills == 3 and tally.shown > 0


def test_nothing_shown_is_lost_when_saving_is_killed(tmp_path: Path) -> None:
    tally = kill.kill_saving(tmp_path / "k.parallax", 7, seed=1)
    assert tally.kills == 7 and tally.shown > 0


def test_the_check_for_losses_sees_a_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = kill._killed

    def lossy(folder: Path, *rest: object) -> list[dict[str, object]]:
        said = real(folder, *rest)  # type: ignore[arg-type]
        with Project.open(folder) as project:
            project.undo()
            project.undo()
        return said

    monkeypatch.setattr(kill, "_killed", lossy)
    with pytest.raises(AssertionError, match="never was"):
        kill.kill_saving(tmp_path / "k.parallax", 2, seed=1)


# ---------------------------------------------------------------- key-frames


def test_key_frames_in_and_every_frame_out(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stride, more of it where it is fast, stopped and lifted again with what was corrected since."""
    filler = install(tmp_path, monkeypatch)
    left = next(iter(project.document.views))
    asked = recording.request_for(project, {left: (0, None)}, lifter=filler, stride=10)
    run = new_run(project, asked)
    outcome = pipeline.process(run)
    assert (outcome.views[0].detected, outcome.views[0].found, outcome.views[0].lifted) == (7, 7, 59)
    recording.take(project, run)
    flat, deep = project.document.active("2d", left), project.document.active("3d", left)
    assert flat is not None and deep is not None and sparse.of_keys(flat.settings)
    xys, xyzs = project.poses(flat.id), project.poses(deep.id)
    assert isinstance(xys, Poses2D) and isinstance(xyzs, Poses3D)
    known = np.isfinite(xys.xys[:, 0, :, 0]).all(axis=1)
    assert np.flatnonzero(known).tolist() == [*range(0, 59, 10), 58] == sparse.keys_of(xys).tolist()
    assert np.isfinite(xyzs.xyzs).all() and not followed.behind(project.document, left)

    target = Target(left, "athlete", xys.skeleton)
    project.do(labels.place(project.document, target, 5, {"lwrist": Keypoint(10.0, 20.0)}, "Move"))
    assert followed.behind(project.document, left)
    job = replace(asked.views[0], poses=str(project.folder / "poses" / flat.file), poses_id=flat.id, athlete=0,
                  corrected=True)
    run = new_run(project, replace(asked, views=(job,)))
    pipeline.process(run)
    recording.take(project, run)
    again = project.document.active("3d", left)
    assert again is not None and again.id != deep.id and not followed.behind(project.document, left)
    other = project.poses(again.id)
    assert isinstance(other, Poses3D) and np.abs(other.xyzs - xyzs.xyzs).max() > 1e-5
    made = followed.poses3d(project, project.document.views[left])
    assert made is not None and np.array_equal(made.xyzs, other.xyzs)
    project.do(labels.clear(project.document, target, [5]))
    assert followed.behind(project.document, left)
    run = new_run(project, replace(asked, views=(replace(job, athlete=0, poses_id="another"),)))
    with pytest.raises(NothingDone, match="changed before the run began"):
        pipeline.process(run)


def test_more_key_frames_where_it_is_fast(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = install(tmp_path, monkeypatch)
    left = next(iter(project.document.views))
    asked = recording.request_for(project, {left: (7, 59)}, lifter=filler, stride=20, finer=(10, 4))
    steps: list[Step] = []
    run = new_run(project, asked)
    outcome = pipeline.process(run, steps.append)
    recording.take(project, run)
    flat, deep = project.document.active("2d", left), project.document.active("3d", left)
    assert flat is not None and deep is not None
    xys, xyzs = project.poses(flat.id), project.poses(deep.id)
    assert isinstance(xys, Poses2D) and isinstance(xyzs, Poses3D)
    keys = sparse.keys_of(xys)
    inside = keys[(keys >= 7) & (keys < 59)]
    assert {7, 27, 47, 58} < set(inside.tolist()) and len(inside) == outcome.views[0].detected < 52
    assert np.isfinite(xys.xys[inside, 0, :, 0]).all()
    assert any(step.stage == "closer" and step.done == step.total for step in steps)
    assert np.isfinite(xyzs.xyzs[7:59]).all() and np.isnan(xyzs.xyzs[:7, ..., 0]).all()
    # Found where they were told to be: no further from those of every frame than the detector is from itself.
    dense = new_run(project, recording.request_for(project, {left: (0, None)}))
    pipeline.process(dense)
    every = posefile.read(dense.folder / "results" / f"{left}.2d.npz")
    assert isinstance(every, Poses2D)
    height = np.ptp(every.xys[..., 1], axis=2).mean()
    far = np.linalg.norm(xys.to(H36M17).xys[inside, 0, :, :2] - every.to(H36M17).xys[inside, 0, :, :2], axis=-1)
    assert np.median(far) < 0.02 * height and far.mean() < 0.05 * height


def test_a_stopped_run_of_key_frames_says_that_it_was_one(project: Project) -> None:
    left = next(iter(project.document.views))
    run = new_run(project, recording.request_for(project, {left: (0, None)}, stride=2))

    def stop(step: Step) -> None:
        if step.done == 26:
            raise Cancelled

    with pytest.raises(Cancelled):
        pipeline.process(run, stop)
    recording.take(project, run)
    flat = project.document.active("2d", left)
    assert flat is not None and (flat.settings["stride"], flat.settings["first"]) == (2, 0)
    poses = project.poses(flat.id)
    assert isinstance(poses, Poses2D)
    assert np.isfinite(sparse.filled(poses).xys[:40, 0, :, 0]).all()
