"""From all evidence to the clocks: studio recordings with known clocks, the run, the edits, and damaged projects."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core import recording, runs, sparse, studio, synchronize
from core.document import Document, Edit, Setting, View
from core.errors import ParallaxError
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Step
from core.records import dumps, parse, plain
from core.skeleton import H36M17
from core.storage import Project
from core.studio import MOTIONS, Truth, ViewSpec
from core.sync_pair import ACCEPT, Candidate, PairSync
from core.sync_records import Synchronization, evidence_of
from core.synchronize import SYNC, Mark, SyncRequest, ViewInput
from tests.empty_stage import empty_stage

CLOCKS = ((0.0, 0.0), (1.283, 40.0), (0.71, 0.0))
HZ = 50.0


def one_thing_after_another(seconds: float) -> np.ndarray:
    """(F, 17, 3) of motions that do not repeat, each led over into the next in 0.4 s."""
    parts = [MOTIONS[name](seconds, HZ, 3) for name in ("throw", "squat", "kick", "jump")]
    length = int(seconds * HZ / len(parts))
    joints = np.array(parts[0], dtype=np.float64)
    for number, part in enumerate(parts[1:], 1):
        t = (np.arange(len(joints)) - number * length) / HZ
        share = np.clip(t / 0.4, 0, 1)[:, None, None]
        share = (1 - np.cos(np.pi * share)) / 2
        joints = (1 - share) * joints + share * np.roll(part, number * length, axis=0)[:len(joints)]
    return joints


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """29.97 frames/s against 60 with 40 ppm drift in a file that lies on its side, and a silent view of 25."""
    size = (144, 256)
    views = [ViewSpec(size=size, fps=Fraction(30000, 1001)),
             ViewSpec(size=size, fps=60, azimuth=65, offset_s=CLOCKS[1][0], drift_ppm=CLOCKS[1][1], rotation=90),
             ViewSpec(size=size, fps=25, azimuth=-50, offset_s=CLOCKS[2][0], sound=False)]
    with empty_stage():
        return studio.render(one_thing_after_another(7.5), HZ, tmp_path_factory.mktemp("filmed"), views, seed=4,
                             claps=(1.6, 2.9, 3.5, 5.1, 6.6, 7.0))


def seen(truth: Truth, number: int) -> np.ndarray:
    """(T, 17, 3) what a detector would say: the truth with an error of 1 % of a body's height."""
    px = truth.views[number].px[:, 0]
    rng = np.random.default_rng(number)
    noisy = px + rng.normal(0, 0.01 * 200, px.shape)
    return np.concatenate([noisy, np.full((*px.shape[:2], 1), 0.9)], axis=-1).astype(np.float32)


def lifted(truth: Truth, number: int) -> np.ndarray:
    """(T, 17, 4) root-relative in the camera's frame, with a lifter's error of 3 cm."""
    joints = truth.views[number].camera[:, 0]
    rng = np.random.default_rng(number + 9)
    relative = joints - joints[:, :1] + rng.normal(0, 0.03, joints.shape)
    return np.concatenate([relative, np.ones((*joints.shape[:2], 1))], axis=-1).astype(np.float32)


@pytest.fixture
def inputs(filmed: Truth) -> list[ViewInput]:
    return [ViewInput(f"v{i}", f"View {i + 1}", path, view.times, seen(filmed, i), H36M17, lifted(filmed, i))
            for i, (path, view) in enumerate(zip(filmed.paths, filmed.views, strict=True))]


def test_known_clocks_of_the_studio_are_found_by_all_evidence(inputs: list[ViewInput]) -> None:
    steps: list[Step] = []
    found = synchronize.synchronize(inputs, "auto", steps.append)
    assert found.accepted and {s.stage for s in steps} >= {"sound", "movement", "3D agreement"}
    assert found.notes == ("View 3 has no sound.",)
    second, third = found.views[1:]
    for view, (offset, drift) in zip(found.views, CLOCKS, strict=True):
        middle = 3.5
        off = view.offset_s + view.drift_ppm * 1e-6 * middle - offset - drift * 1e-6 * middle
        # The microphones stand at like distances: sound differs by less than 0.5 m or 1.5 ms.
        assert abs(off) < 0.0015 + 4 * view.sigma_s < 0.02, (view, off)
    assert second.evidence == ("audio", "pose") and third.evidence == ("pose",)
    assert "sound and movement agree" in second.sentence and "View 2 starts 1.28" in second.sentence
    assert [p.method for p in found.pairs].count("agreement") == 3
    agreed = [p for p in found.pairs if p.method == "agreement"]
    assert all(p.accepted and p.low and "mm" in p.unit and len(p.lags_s) <= 400 for p in agreed)
    assert all(abs(p.residual_s or 1) < 1 / 30 and not p.used for p in agreed)
    assert found.loop_residual_s is not None and found.loop_residual_s < 0.01
    assert parse(Synchronization, dumps(found)) == found


def test_sound_alone_cannot_place_the_silent_view(inputs: list[ViewInput]) -> None:
    found = synchronize.synchronize(inputs, "audio")
    assert found.views[1].accepted and found.views[1].evidence == ("audio",)
    assert abs(found.views[1].offset_s - CLOCKS[1][0]) < 0.0015 + 4 * found.views[1].sigma_s
    assert not found.accepted and not found.views[2].accepted
    assert found.views[2].sentence.startswith("View 3: cannot tell")


def test_without_poses_movement_says_so_and_nothing_is_made_up(inputs: list[ViewInput]) -> None:
    bare = [replace(v, keypoints=None, lifted=None) for v in inputs]
    found = synchronize.synchronize(bare, "pose")
    assert [v.confidence for v in found.views[1:]] == [0, 0] and len(found.notes) == 3


@pytest.mark.parametrize(("stride", "used"), [(4, True), (20, False)])
def test_key_frames_count_where_they_are_close(inputs: list[ViewInput], filmed: Truth, stride: int, used: bool) -> None:
    def of_keys(v: ViewInput) -> ViewInput:
        assert v.keypoints is not None
        xys = v.keypoints[:, None].copy()
        xys[np.arange(len(xys)) % stride != 0] = (np.nan, np.nan, 0)
        poses = sparse.marked(Poses2D(xys, v.times, H36M17, (144, 256), Source("s")), stride, 0)
        return synchronize.with_poses(replace(v, keypoints=None), poses, 0)

    found = synchronize.synchronize([of_keys(v) for v in inputs[:2]], "pose")
    if used:
        assert found.views[1].accepted and abs(found.views[1].offset_s - CLOCKS[1][0]) < 0.02
    else:
        assert not found.accepted and any("only key-frames were looked at" in note for note in found.notes)


def test_a_mark_by_hand_places_what_nothing_else_can(inputs: list[ViewInput]) -> None:
    bare = [replace(v, keypoints=None, lifted=None) for v in inputs]
    bare[0] = replace(bare[0], marks=(Mark("clap", "v0", 3.0),))
    bare[2] = replace(bare[2], marks=(Mark("clap", "v2", 3.0 - CLOCKS[2][0]),))
    third = synchronize.synchronize(bare, "audio").views[2]
    assert third.accepted and third.evidence == ("manual",) and third.offset_s == pytest.approx(CLOCKS[2][0], abs=1e-6)
    assert "placed by hand" in third.sentence


@pytest.mark.parametrize(("method", "views"), [("light", 2), ("auto", 1)])
def test_nonsense_is_refused(inputs: list[ViewInput], method: str, views: int) -> None:
    with pytest.raises(ParallaxError):
        synchronize.synchronize(inputs[:views], method)


def test_stopping_comes_through(inputs: list[ViewInput]) -> None:
    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        synchronize.synchronize(inputs, "pose", stop)


# -- as a run of a project


@pytest.fixture
def project(filmed: Truth, tmp_path: Path) -> Iterator[Project]:
    """The three videos with their 2D poses."""
    with Project.create(tmp_path / "p.parallax") as project:
        recording.add_views(project, filmed.paths)
        puts = []
        for number, view in enumerate(project.document.views.values()):
            times = filmed.views[number].times
            flat = Poses2D(seen(filmed, number)[:, None], times, H36M17, (144, 256), Source("test"))
            puts.append(project.document.put(project.store(flat, view=view.id, athlete=0)))
            deep = Poses3D(lifted(filmed, number)[:, None], times, Source("test"))
            puts.append(project.document.put(project.store(deep, view=view.id, athlete=0)))
        project.do(Edit("Poses", tuple(puts)))
        yield project


def asked(project: Project, method: str = "auto") -> SyncRequest:
    paths = {v.id: project.folder / v.path for v in project.document.views.values()}
    return synchronize.request_for(project.document, project.folder / "poses", paths, method)


def test_a_run_synchronizes_a_project_and_its_edit_can_be_undone(project: Project) -> None:
    request = asked(project)
    assert parse(SyncRequest, dumps(request)) == request
    run = runs.create(project.runs, "sync", "Synchronize 3 views", request)
    found = synchronize.work(run)
    status = run.status()
    assert status.state == "done" and status.items["all"].stage == "done"
    assert synchronize.take(run) == found and found.accepted
    change = project.do(synchronize.edit_for(project.document, found))
    assert change.title == "Synchronize 3 views" and change.touches("views", "settings")
    for view, told in zip(project.document.views.values(), found.views, strict=True):
        assert (view.offset_s, view.drift_ppm) == (told.offset_s, told.drift_ppm)
    assert synchronize.stored(project.document) == found == synchronize.current(project.document)
    project.undo()
    assert synchronize.stored(project.document) is None
    assert [v.offset_s for v in project.document.views.values()] == [0, 0, 0]


def test_a_run_with_damaged_poses_or_request_says_why(project: Project) -> None:
    request = asked(project, "pose")
    Path(request.views[0].poses2d).write_bytes(b"no poses")
    run = runs.create(project.runs, "sync", "Synchronize", request)
    with pytest.raises(ParallaxError):
        synchronize.work(run)
    assert run.status().state == "failed" and run.status().message
    with pytest.raises(ParallaxError, match="missing or damaged"):
        synchronize.take(run)
    strange = runs.create(project.runs, "sync", "Synchronize", {"views": 3})
    with pytest.raises(ParallaxError, match="cannot be understood"):
        synchronize.work(strange)


def test_poses_of_another_video_are_refused(inputs: list[ViewInput], filmed: Truth) -> None:
    other = Poses2D(seen(filmed, 1)[:, None], filmed.views[1].times, H36M17, (144, 256), Source("test"))
    with pytest.raises(ParallaxError, match="another video"):
        synchronize.with_poses(inputs[0], other, 0)


# -- the document


def two_views() -> Document:
    document = Document()
    for name in ("left", "right"):
        view = View(name, name, f"{name}.mp4", 1, "0", 100, 100, 30, 1, 300, 0.0, 9.97)
        document.do(Edit("Add", (document.put(view),)))
    return document


def answer(confidence: float = 0.95, offset: float = 1.25) -> Synchronization:
    from core.sync_decide import Span, decide

    pair = PairSync(offset, 12.0, 0.001, confidence, ("audio",), 1.0, 8.0, None, (Candidate(offset, 12.0, 5.0),))
    spans = [Span("left", "left", 0, 9.97, 1 / 30), Span("right", "right", 0, 9.97, 1 / 30)]
    return decide(spans, [evidence_of("left", "right", pair)])


def test_what_cannot_be_told_leaves_the_clock_but_keeps_the_evidence() -> None:
    document = two_views()
    document.do(synchronize.edit_for(document, answer(0.3)))
    kept = synchronize.current(document)
    assert document.views["right"].offset_s == 0 and kept is not None and not kept.accepted
    assert kept.pairs[0].offset_s == 1.25 and kept.views[1].sentence.startswith("right: cannot tell")


def test_a_nudge_moves_one_view_and_is_told() -> None:
    document = two_views()
    document.do(synchronize.edit_for(document, answer()))
    frame = synchronize.frame_of(document.views["right"])
    assert frame == pytest.approx((1 + 12e-6) / 30, rel=1e-6)
    for part in (1.0, 0.1):
        document.do(synchronize.nudge_edit(document, "right", part * frame))
    document.do(synchronize.nudge_edit(document, "right", -0.001))
    now = synchronize.current(document)
    assert now is not None and now.views[1].offset_s == pytest.approx(1.25 + 1.1 * frame - 0.001, abs=1e-6)
    assert now.views[1].evidence == ("manual",) and "+35.7 ms from what was found" in now.views[1].sentence
    for _ in range(3):
        document.undo()
    assert synchronize.current(document) == synchronize.stored(document)


def test_marks_are_set_replaced_removed_and_solved() -> None:
    document = two_views()
    with pytest.raises(ParallaxError):
        synchronize.manual_edit(document)
    for view, t in (("left", 4.0), ("right", 9.0), ("right", 2.5)):
        document.do(synchronize.mark_edit(document, "clap", view, t))
    assert synchronize.marks(document) == (Mark("clap", "left", 4.0), Mark("clap", "right", 2.5))
    document.do(synchronize.manual_edit(document))
    assert document.views["right"].offset_s == pytest.approx(1.5)
    document.do(synchronize.mark_edit(document, "clap", "right", None))
    assert synchronize.marks(document) == (Mark("clap", "left", 4.0),)


def test_marks_outweigh_a_wrong_method_and_are_made_finer_by_a_right_one() -> None:
    for offset, expected, evidence in ((1.25, 1.25, ("audio", "manual")), (6.0, 1.26, ("manual",))):
        document = two_views()
        document.do(synchronize.edit_for(document, answer(offset=offset)))
        document.do(synchronize.mark_edit(document, "hit", "left", 4.26))
        document.do(synchronize.mark_edit(document, "hit", "right", 3.0))
        found = synchronize.by_hand(document)
        assert found.views[1].accepted and found.views[1].evidence == evidence
        # The mark is known to 24 ms, the sound to 1 ms: of their 10 ms less than 0.1 are the mark's where both count,
        # but a sound may also lag, so it is what 15·√2 ms of that allow.
        assert found.views[1].offset_s == pytest.approx(expected, abs=0.006)
        assert bool(found.left_out) == (offset == 6.0)


def test_slow_motion_keeps_the_first_frame_where_it_was_and_reset_forgets_the_clocks() -> None:
    document = two_views()
    document.do(synchronize.edit_for(document, answer()))
    document.do(synchronize.slow_motion_edit(document, "right", 4.0))
    view = document.views["right"]
    assert view.slow_motion == 4 and float(view.clock.to_ref(0.0)) == pytest.approx(1.25, abs=1e-4)
    document.do(synchronize.reset_edit(document))
    assert synchronize.stored(document) is None and document.views["right"].offset_s == 0
    assert document.views["right"].slow_motion == 4
    for _ in range(3):
        document.undo()
    assert document.views["right"].offset_s == 0 and synchronize.stored(document) is None


@pytest.mark.parametrize("damage", [
    3, "text", {"anchor": "left"}, {"views": [{"view": 1}]},
    lambda good: {**good, "pairs": [{**good["pairs"][0], "lags_s": [1.0]}]},
    lambda good: {**good, "surprise": True},
    lambda good: {**good, "pairs": [{**good["pairs"][0], "b": good["pairs"][0]["a"]}]},
    lambda good: {**good, "pairs": [{**good["pairs"][0], "confidence": 5.0}]},
    lambda good: {**good, "pairs": [{**good["pairs"][0], "lags_s": [0.0] * 10**5, "score": [0.0] * 10**5}]},
    lambda good: {**good, "pairs": [good["pairs"][0]] * 10**4},
    lambda good: {**good, "views": [{**good["views"][0], "sigma_s": -1.0}]},
    lambda good: {**good, "views": [{**good["views"][0], "offset_s": 1e299}]},
    lambda good: {**good, "views": [{**good["views"][0], "sentence": "x" * 10**5}]},
])
def test_a_damaged_project_has_no_synchronization(damage: object) -> None:
    document = two_views()
    value = damage(plain(answer())) if callable(damage) else damage
    document.do(Edit("damage", (document.put(Setting(SYNC, value)), document.put(Setting("sync/marks", value)))))
    assert synchronize.stored(document) is None and synchronize.current(document) is None
    assert synchronize.marks(document) == ()


def test_views_that_are_gone_are_passed_over() -> None:
    document = two_views()
    edit = synchronize.edit_for(document, answer())
    document.do(edit)
    document.do(document.remove_view("right"))
    kept = synchronize.stored(document)
    assert kept is not None and [v.view for v in kept.views] == ["left"] and kept.pairs == ()
    assert len(synchronize.edit_for(document, answer()).puts) == 2


def test_two_methods_that_contradict_are_both_named() -> None:
    from core.sync_decide import Span, decide

    spans = [Span("left", "left", 0, 60, 1 / 30), Span("right", "right", 0, 60, 1 / 30)]
    pairs = [evidence_of("left", "right", PairSync(offset, 0.0, 0.001, 0.95, (method,), overlap_s=50.0))
             for method, offset in (("audio", 1.283), ("pose", 2.41))]
    found = decide(spans, pairs)
    assert not found.accepted and found.views[1].confidence < ACCEPT
    assert len(found.conflicts) == 1 and {m for m, _ in found.conflicts[0].answers} == {"audio", "pose"}
    words = found.views[1].sentence
    assert "cannot tell" in words and "1.283 s later" in words and "2.410 s later" in words


def two_methods(sound: float, movement: float, apart: float) -> Synchronization:
    """The answer where sound and movement have these confidences and say moments that lie so far apart."""
    from core.sync_decide import Span, decide

    spans = [Span("left", "left", 0, 60, 1 / 30), Span("right", "right", 0, 60, 1 / 30)]
    return decide(spans, [
        evidence_of("left", "right", PairSync(offset, 0.0, 0.001, sure, (method,), overlap_s=50.0))
        for method, offset, sure in (("audio", 1.283, sound), ("pose", 1.283 + apart, movement))])


@pytest.mark.parametrize(("sound", "movement"), [(0.3, 0.97), (0.97, 0.3)])
def test_an_unsure_method_that_contradicts_is_told_and_lowers_the_confidence(sound: float, movement: float) -> None:
    alone = two_methods(*((0.02, movement) if movement > sound else (sound, 0.02)), 1.1).views[1]
    found = two_methods(sound, movement, 1.1).views[1]
    unsure, sure = ("sound", "movement") if movement > sound else ("movement", "sound")
    assert found.accepted and found.confidence < 0.75 * alone.confidence
    assert f"by {sure} alone" in found.sentence and "agree" not in found.sentence
    assert f"its {unsure} would rather have it 1.100 s {'later' if movement < sound else 'earlier'}" in found.sentence
    assert not two_methods(0.45, 0.6, 1.1).views[1].accepted  # hardly surer than what contradicts it


def test_methods_agree_only_where_both_are_sure() -> None:
    both, one, neither = (two_methods(sound, movement, 0.004).views[1] for sound, movement in
                          ((0.9, 0.9), (0.9, 0.4), (0.45, 0.45)))
    assert "sound and movement agree" in both.sentence and both.evidence == ("audio", "pose")
    assert "by sound alone" in one.sentence and one.evidence == ("audio",)
    assert "agree" not in neither.sentence
