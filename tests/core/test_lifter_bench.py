"""The bench of lifters as a run: small lifters, one of key-frames and broken ones, on two views of a walk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import cards, labels, lifter_bench, sparse
from core.document import Edit, KnownCamera, View
from core.errors import ParallaxError
from core.intrinsics import Intrinsics, told_of
from core.labels import Keypoint, Target
from core.lifter_bench import BenchRequest, Row
from core.pose import Poses2D, Source
from core.progress import Cancelled, Step
from core.runs import Run, Status, create
from core.skeleton import H36M17
from core.storage import Project
from tests.core import filler, tiny_lifter
from tests.core.test_sides import film

FRAMES, FPS = 80, 50
TARGET = Target("a", "athlete", H36M17)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tiny_lifter.install(tmp_path, monkeypatch)
    tiny_lifter.install(tmp_path, monkeypatch, "other", "Other lifter", seed=2)
    return tmp_path


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    """Two views in which the athlete is the second person, and one in which nobody was found."""
    with Project.create(folder / "p.parallax") as made:
        for n, name in enumerate("abc"):
            view = View(name, f"cam {name}", f"../{name}.mp4", 9, "0" * 64, 1000, 1000, FPS, 1, FRAMES, 0.0,
                        (FRAMES - 1) / FPS, offset_s=0.1 * n)
            made.do(Edit("Add", (made.document.put(view),)))
            if n < 2:
                xys = np.stack([np.full((FRAMES, 17, 3), 0.5, np.float32), walk(n)], axis=1)
                made.save_poses(Poses2D(xys, np.arange(FRAMES) / FPS, H36M17, (1000, 1000), Source("by hand")),
                                view=name, athlete=1)
        yield made


def walk(n: int) -> np.ndarray:
    return film("walk", (0.0, 1.2)[n], n, FPS, FRAMES / FPS)


def asked(project: Project, *lifters: str, **wanted: Any) -> Run:
    request = lifter_bench.request_for(lifter_bench.materials(project.document), lifters or ("tiny-lifter", "other"),
                                       **wanted)
    return create(project.runs, lifter_bench.KIND, "Compare the lifters", request)


def untimed(rows: list[Row]) -> list[Row]:
    return [replace(row, frames_per_s=None) for row in rows]


def test_every_lifter_gets_its_row_and_twice_the_same(project: Project) -> None:
    before = project.document.done
    run = asked(project)
    steps: list[Step] = []
    rows = lifter_bench.work(run, steps.append)
    assert [(row.lifter, row.title, row.frames, row.error) for row in rows] == [
        ("tiny-lifter", "Tiny lifter", 2 * FRAMES, ""), ("other", "Other lifter", 2 * FRAMES, "")]
    for row in rows:
        f = row.figures
        assert None not in (f.agreement_mm, f.jitter_m_s2, f.bones_percent, f.symmetry_percent, row.frames_per_s)
    assert rows[0].figures.agreement_mm != rows[1].figures.agreement_mm
    assert max(step.done for step in steps) == steps[0].total == 2 * FRAMES
    status = run.status()
    assert status.state == "done" and lifter_bench.rows_of(status) == rows == lifter_bench.rows_so_far(run)
    assert not (run.folder / "lifted").exists() and lifter_bench.share(status) == 1
    assert untimed(lifter_bench.work(asked(project))) == untimed(rows), "the same clip gives the same figures"
    assert project.document.done == before


def test_what_is_lifted_is_the_athlete_as_corrected_and_of_the_loop(project: Project,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[lifter_bench.Clip] = []
    lifted = lifter_bench._lifted

    def noted(clip: lifter_bench.Clip, *rest: Any) -> Any:
        seen.append(clip)
        return lifted(clip, *rest)

    monkeypatch.setattr(lifter_bench, "_lifted", noted)
    project.do(labels.place(project.document, TARGET, 30, {"nose": Keypoint(50.0, 60.0)}, "Move"))
    rows = lifter_bench.work(asked(project, "other", frames=(0.5, 1.0), height_m=1.8))
    assert [len(clip.poses.times) for clip in seen[1:]] == [26, 26], "both ends in"
    first = seen[1].poses.xys[:, 0]
    nose = H36M17.index("nose")
    assert first[30 - 25, nose, :2].tolist() == [50, 60]
    np.testing.assert_array_equal(np.delete(first, 5, 0), np.delete(walk(0)[25:51], 5, 0))
    np.testing.assert_array_equal(seen[2].poses.xys[:, 0], walk(1)[20:46])  # its clock is 0.1 s ahead
    assert rows[0].frames == 52 and rows[0].figures.kind == "scaled"


def test_a_broken_lifter_is_said_and_the_others_go_on(project: Project, folder: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "weights" / "other.pt").write_bytes(b"nothing")
    unfit = (folder / "models" / "tiny-lifter.toml").read_text().replace("dim = 16", "dim = 32")
    (folder / "models" / "unfit.toml").write_text(unfit)
    (folder / "models" / "rude.toml").write_text(unfit.replace("frame_transformer", "inputs"))
    run = asked(project, "other", "gone", "unfit", "rude", "blazepose", "tiny-lifter", "tiny-lifter")
    rows = lifter_bench.work(run)
    assert [row.lifter for row in rows] == ["other", "gone", "unfit", "rude", "blazepose", "tiny-lifter"]
    for row, said in zip(rows, ("sha256", "no such model", "do not fit", "cannot be built", "not a lifter", ""),
                         strict=True):
        assert said in row.error and bool(row.error) == bool(said) and (row.frames > 0) == (not said)
    assert run.status().state == "done" and run.status().items["0"].stage == "failed"
    tiny_lifter.install(folder, monkeypatch, "other", "Other lifter", seed=2)
    again = lifter_bench.work(run)
    assert not again[0].error and again[5] == rows[5], "what failed is tried again, and nothing else"


def test_a_fault_of_a_network_is_one_row(project: Project, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    from core import lift

    def fails(self: lift.Lifter, *_: Any) -> Any:
        if self.source.model == "other":
            raise RuntimeError("it cannot")
        return np.zeros((*_[0].shape[:2], 17, 3), np.float32)

    monkeypatch.setattr(lift.Lifter, "__call__", fails)
    rows = lifter_bench.work(asked(project))
    assert rows[1].error == "Other lifter: an unexpected fault (RuntimeError: it cannot)." and not rows[0].error
    assert "it cannot" in capfd.readouterr().err


def test_a_run_that_was_stopped_goes_on_with_the_next_view(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    lifted, calls = lifter_bench._lifted, []

    def counted(clip: lifter_bench.Clip, model: Any, *rest: Any) -> Any:
        calls.append((model.source.model, clip.view, len(clip.poses.times)))
        return lifted(clip, model, *rest)

    monkeypatch.setattr(lifter_bench, "_lifted", counted)
    whole = lifter_bench.work(asked(project))
    run = asked(project)

    def stop(step: Step) -> None:
        if step.item == "1" and step.done > FRAMES:  # the second view of the second lifter
            raise Cancelled

    calls.clear()
    with pytest.raises(Cancelled):
        lifter_bench.work(run, stop)
    assert run.status().state == "stopped" and [row.lifter for row in lifter_bench.rows_so_far(run)] == ["tiny-lifter"]
    assert [path.name for path in (run.folder / "lifted").iterdir()] == ["1-0.npz"]
    calls.clear()
    (run.folder / "lifted" / "1-1.npz").write_bytes(b"cut short")
    rows = lifter_bench.work(run)
    assert calls == [("other", "a", FRAMES), ("other", "b", FRAMES)], "warming up on the first, and the second view"
    assert untimed(rows) == untimed(whole) and all(row.frames_per_s for row in rows)


def test_a_lifter_of_key_frames_gets_the_same_frames_at_its_strides(project: Project, folder: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    filler.install(folder, monkeypatch, (4, 10, 200))
    rows = lifter_bench.work(asked(project, filler.ID, "other"))
    assert [(row.lifter, row.stride) for row in rows] == [(filler.ID, 4), (filler.ID, 10), (filler.ID, 200),
                                                          ("other", 1)]
    assert [lifter_bench.called(row) for row in rows[1::2]] == ["Tiny uplift, 1 of 10 frames", "Other lifter"]
    assert all(row.frames == 2 * FRAMES for row in (rows[0], rows[3]))
    # Of a view in which key-frames alone were looked at, others get the lines between.
    xys = np.full((FRAMES, 1, 17, 3), np.nan, np.float32)
    xys[..., 2] = 0
    xys[3::10, 0] = walk(0)[3::10]
    poses = Poses2D(xys, np.arange(FRAMES) / FPS, H36M17, (1000, 1000), Source("by hand"))
    project.save_poses(sparse.marked(poses, 10, 3), view="a", athlete=0)
    rows = lifter_bench.work(asked(project, filler.ID, "other", frames=(0.4, 1.4)))
    assert [(row.lifter, row.stride, row.error) for row in rows] == [(filler.ID, 10, ""), ("other", 1, "")]
    assert rows[1].frames == 2 * 51


def test_a_lifter_of_key_frames_that_fits_no_view(project: Project, folder: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    filler.install(folder, monkeypatch, ())
    rows = lifter_bench.work(asked(project, filler.ID))
    assert "frame rates of these views" in rows[0].error


def test_one_view_has_no_agreement(project: Project) -> None:
    project.do(Edit("Remove", (project.document.drop("predictions", _row(project, "b")),)))
    row = lifter_bench.work(asked(project, "other"))[0]
    assert row.figures.agreement_mm is None and row.figures.jitter_m_s2 is not None and not row.error


def _row(project: Project, view: str) -> str:
    row = project.document.active("2d", view)
    assert row is not None
    return row.id


def test_what_changed_before_it_began_is_told(project: Project) -> None:
    runs = [asked(project, "other") for _ in range(2)]
    first = lifter_bench.materials(project.document)
    project.do(labels.place(project.document, TARGET, 4, {"nose": Keypoint(50.0, 60.0)}, "Move"))
    assert lifter_bench.materials(project.document) != first
    with pytest.raises(ParallaxError, match="cam a: its poses were changed before"):
        lifter_bench.work(runs[0])
    assert runs[0].status().state == "failed"
    project.undo()
    assert lifter_bench.materials(project.document) == first and lifter_bench.work(runs[1])
    view = project.document.views["b"]
    project.do(Edit("Move", (project.document.put(replace(view, offset_s=0.3)),)))
    with pytest.raises(ParallaxError, match="cam b: its poses"):
        lifter_bench.work(asked_before(project, first))
    project.do(Edit("Rename", (project.document.put(replace(view, name="left")),)))
    assert lifter_bench.materials(project.document) == first, "a name makes no difference"


def asked_before(project: Project, found: dict[str, lifter_bench.Material]) -> Run:
    return create(project.runs, lifter_bench.KIND, "x", lifter_bench.request_for(found, ["other"]))


def test_requests_and_answers_that_are_not_ours_are_refused(project: Project) -> None:
    view = {"view": "a", "name": "a", "fingerprint": ""}
    for settings, said in [({"views": "none"}, "understood"), ({"views": [], "lifters": ["other"]}, "understood"),
                           ({"views": [view], "lifters": []}, "understood"),
                           ({"views": [view], "lifters": ["other"]}, "a: its poses"),
                           ({"views": [{**view, "view": "../../x"}], "lifters": ["other"]}, "a: its poses")]:
        broken = create(project.runs, lifter_bench.KIND, "x", settings)
        with pytest.raises(ParallaxError, match=said):
            lifter_bench.work(broken)
        assert broken.status().state == "failed"
    with pytest.raises(ParallaxError, match="nobody was found in these frames"):
        lifter_bench.work(asked(project, frames=(70.0, 80.0)))
    with pytest.raises(ValueError):
        lifter_bench.rows_of(Status("done", result={"rows": [{"lifter": 3}]}))
    run = asked(project)
    run.log({"row": {"lifter": "x"}})
    run.log({"step": 3})
    assert lifter_bench.rows_so_far(run) == [] and lifter_bench.asked(run).lifters == ("tiny-lifter", "other")
    for file in (project.folder / "poses").glob("*.npz"):
        file.write_bytes(b"nothing")
    with pytest.raises(ParallaxError, match="damaged"):
        lifter_bench.work(run)


def test_how_far_a_run_is() -> None:
    from core.runs import ItemStatus

    status = Status("running", items={"0": ItemStatus("A", "done"), "1": ItemStatus("B", "lift", 30, 60),
                                      "2": ItemStatus("C")})
    assert lifter_bench.share(status) == pytest.approx(0.5) and lifter_bench.at_work(status) == "B"
    assert lifter_bench.share(Status()) == 0 and lifter_bench.at_work(Status()) == ""
    assert BenchRequest((), ()).fixed and cards.DEFAULT_LIFTER in cards.cards()


def test_views_are_lifted_with_the_cameras_that_are_known(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    without = lifter_bench.work(asked(project, "other"))
    before = lifter_bench.materials(project.document)
    camera = Intrinsics(700.0, 700.0, 520.0, 480.0, (1000, 1000), (-0.1, 0.0, 0.0, 0.0, 0.0))
    project.do(Edit("Camera", (project.document.put(KnownCamera("a", "a", "a.toml", camera)),)))
    now = lifter_bench.materials(project.document)
    assert now["a"] != before["a"] and now["b"] == before["b"]
    assert lifter_bench.fingerprint(now["a"]) != lifter_bench.fingerprint(before["a"])
    told: list[Any] = []
    lifted = lifter_bench._lifted

    def noted(*what: Any) -> Any:
        told.append(lifted(*what))
        return told[-1]

    monkeypatch.setattr(lifter_bench, "_lifted", noted)
    rows = lifter_bench.work(asked(project, "other"))
    assert [told_of(poses.source.settings) for poses in told[1:]] == [camera, None]
    assert not rows[0].error and rows[0].figures.agreement_mm != without[0].figures.agreement_mm
