"""Crops of people, frames and views go through a network together, and what comes of it is what comes one by one.

The network of colours works on each crop by itself, so that the same is the same to the bit; those of torch and ONNX
Runtime add in another order, and are held to the rounding of float32.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, local
from typing import Any, cast

import numpy as np
import pytest

from core import adaptive, batched, importing, pipeline, posefile, recording, runs, sparse
from core.detect import detect
from core.detectors import crops, onnx, runtime, settings, together, topdown
from core.detectors.crops import Box
from core.detectors.together import Together
from core.people import Image
from core.pose import Poses2D, Source
from core.progress import Cancelled, Step
from core.skeleton import COCO17
from core.storage import Project
from core.video import Video
from tests.core.test_crops import turned
from tests.core.test_topdown import HERE, SIZE, THERE, export, maps, painted, quiet, small

FRAMES = 30


# ---------------------------------------------------------------- views


def rows_of(x: np.ndarray) -> list[np.ndarray]:
    return [2 * x, x.sum(axis=(1, 2, 3))]


def test_who_comes_while_the_network_is_at_work_goes_together() -> None:
    sizes, begun, free = [], Event(), Event()

    def net(x: np.ndarray) -> list[np.ndarray]:
        sizes.append(len(x))
        begun.set()
        assert free.wait(20)
        return rows_of(x)

    views = Together(net, most=6, shared=True)
    mine = [np.full((1 + n % 2, 3, 2, 2), n, np.float32) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(views, mine[0])
        assert begun.wait(20)
        rest = [pool.submit(views, x) for x in mine[1:]]
        while len(views._asked) < 5:
            Event().wait(0.001)
        free.set()
        said = [first.result(20), *(each.result(20) for each in rest)]
    for x, both in zip(mine, said, strict=True):
        for part, alone in zip(both, rows_of(x), strict=True):
            np.testing.assert_array_equal(part, alone)
    assert sizes[0] == 1 and sum(sizes) == 9 and max(sizes) <= 6 and len(sizes) == 3  # 2 + 1 + 2 = 5 or 6, and the rest


def test_views_wait_for_each_other_but_not_for_who_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a wait that a test notices: views in step go together from the second turn on, and one alone has no wait."""
    monkeypatch.setattr(together, "WAIT_S", 0.5)
    monkeypatch.setattr(together, "LATELY_S", 0.6)
    sizes: list[int] = []
    both = Event()

    def net(x: np.ndarray) -> list[np.ndarray]:
        assert both.wait(20)
        sizes.append(len(x))
        return rows_of(x)

    views = Together(net, most=8, shared=True)
    x = np.ones((1, 3, 2, 2), np.float32)
    with ThreadPoolExecutor(2) as pool:
        told = [pool.submit(lambda: [views(x) for _ in range(6)]) for _ in range(2)]
        while len(views._lately) < 2:
            Event().wait(0.001)
        both.set()
        for each in told:
            each.result(20)
    assert sum(sizes) == 12 and sizes.count(2) >= 4
    Event().wait(0.7)
    began = time.monotonic()
    for _ in range(6):
        views(x)
    assert time.monotonic() - began < 0.5 and sizes[-6:] == [1] * 6


def test_a_fault_is_that_of_the_view_it_belongs_to() -> None:
    free = Event()

    def net(x: np.ndarray) -> list[np.ndarray]:
        assert free.wait(20)
        if (x < 0).any():
            raise ValueError("below nought")
        return rows_of(x)

    views = Together(net, most=8, shared=True)
    with ThreadPoolExecutor(3) as pool:
        told = [pool.submit(views, np.full((1, 3, 2, 2), value, np.float32)) for value in (1, -1, 2)]
        while len(views._asked) < 2:
            Event().wait(0.001)
        free.set()
        assert [float(told[n].result(20)[1][0]) for n in (0, 2)] == [12, 24]
        with pytest.raises(ValueError, match="below nought"):
            told[1].result(20)


# ---------------------------------------------------------------- frames


class Film:
    """Stands in for a video: two people who walk away from each other."""

    path, size = Path("film.mp4"), (300, 260)

    def __init__(self, shift: float = 0.0) -> None:
        self.times = np.arange(FRAMES) / 30
        self.truth = np.stack([HERE, THERE])[None].repeat(FRAMES, axis=0)
        self.truth[:, 0, :, 0] += shift - 0.5 * np.arange(FRAMES)[:, None]
        self.truth[:, 1, :, 0] += shift + 0.5 * np.arange(FRAMES)[:, None]

    def __len__(self) -> int:
        return FRAMES

    def frame(self, at: int) -> Image:
        image = painted(*self.truth[at])
        image[0, 0] = at  # which the boxes know it by
        return image

    def frames(self, start: int = 0, stop: int = FRAMES, step: int = 1, closing: bool = False) -> Iterator[Image]:
        yield from (self.frame(at) for at in range(start, stop, step))


class Known:
    """Finds the people of a film where they are, or near it."""

    name = "known"

    def __init__(self, film: Film, upright: bool = False) -> None:
        self.film, self.upright = film, upright

    def one(self, image: Image) -> list[Box]:
        return self.everyone(image)[:1]

    def everyone(self, image: Image) -> list[Box]:
        return [crops.around(xys, COCO17, self.upright) for xys in self.film.truth[int(image[0, 0, 0])]]


class Counted:
    """The network of colours, and how many crops it was given."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(self, x: np.ndarray) -> Any:
        self.sizes.append(len(x))
        return maps(x)


def seer(film: Film, net: topdown.Net, batch: int, **used: Any) -> topdown.TopDown:
    given = {"size": list(SIZE), "mean": [0.0] * 3, "deviation": [1.0] * 3, "flip": False, "score": 0.3,
             "batch": batch, **used}
    return topdown.TopDown(COCO17, settings.read("test", given), net, Known(film), Source("test"), batch)


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "found in every frame"])
def test_frames_and_people_together_are_as_one_by_one(track: bool) -> None:
    film, one, many = Film(), Counted(), Counted()
    alone = detect(cast(Video, film), seer(film, one, 1, track=track))
    poses = detect(cast(Video, film), seer(film, many, 16, track=track))
    assert set(one.sizes) == {1} and sum(many.sizes) == sum(one.sizes)
    # The box of the next frame is that of this one's joints: then it is two people at a time, else eight frames of two.
    assert max(many.sizes) == (2 if track else 16) and len(many.sizes) <= len(one.sizes) / (2 if track else 15)
    np.testing.assert_array_equal(poses.xys, alone.xys)
    assert np.isfinite(poses.xys[..., 0]).mean() > 0.9 and poses.xys.shape[1] == 2
    where = np.linalg.norm(poses.xys[0, :, :, :2] - film.truth[0, :, :, :2], axis=-1).mean()
    assert where < 3


def test_views_together_are_as_one_by_one() -> None:
    """Each view's people are followed from its own frame before: only views and people can go together."""
    films, many, frames = [Film(shift) for shift in (0, 3, 6)], Counted(), range(12)
    alone = [detect(cast(Video, film), seer(film, maps, 1), frames=frames) for film in films]
    views = Together(many, 16, shared=True)
    with ThreadPoolExecutor(3) as pool:
        poses = list(pool.map(lambda film: detect(cast(Video, film), seer(film, views, 16), frames=frames), films))
    for mine, theirs in zip(poses, alone, strict=True):
        np.testing.assert_array_equal(mine.xys, theirs.xys)
    assert max(many.sizes) > 4  # two people are in a view


def test_inverted_bodies_are_followed_frame_by_frame() -> None:
    """A crop is turned by the torso of the frame before, so that no frame is looked at before the one before it is
    known; people and views go together all the same."""
    film = Film()
    film.truth = np.stack([[turned(xys, np.pi, (150, 130)) for xys in both] for both in film.truth])
    one, many = Counted(), Counted()
    d = seer(film, many, 16, upright=True)
    assert not d.foresees and batched.ahead(d) == 1
    alone = detect(cast(Video, film), seer(film, one, 1, upright=True), frames=range(12))
    poses = detect(cast(Video, film), d, frames=range(12))
    np.testing.assert_array_equal(poses.xys, alone.xys)
    assert max(many.sizes) == 2 and np.isfinite(poses.xys[:12, ..., 0]).mean() > 0.9


def test_pictures_that_are_held_have_a_bound() -> None:
    large = np.broadcast_to(np.zeros(3, np.uint8), (2160, 3840, 3))
    groups = list(batched.grouped(((n, cast(Image, large)) for n in range(5)), 8))
    assert [[frame for frame, _ in group] for group in groups] == [[0, 1], [2, 3], [4]]
    assert 2 * large.nbytes <= batched.HELD_BYTES < 3 * large.nbytes


def test_a_stopped_detection_keeps_what_it_has_told_and_goes_on() -> None:
    """Pictures are seen before they are told of, and neither counted nor kept before."""
    film = Film()
    whole = detect(cast(Video, film), seer(film, maps, 16, track=False))
    steps: list[int] = []
    kept = np.full((FRAMES, 2, 17, 3), np.nan, np.float32)
    reached = 0

    def stop(step: Step) -> None:
        steps.append(step.done)
        if step.done == 21:
            raise Cancelled

    def sink(start: int, xys: np.ndarray) -> None:
        nonlocal reached
        reached = start + len(xys)
        kept[start:reached, :xys.shape[1]] = xys

    with pytest.raises(Cancelled):
        detect(cast(Video, film), seer(film, maps, 16, track=False), stop, sink=sink)
    assert steps == list(range(22)) and reached == 21
    np.testing.assert_array_equal(kept[:21], whole.xys[:21])
    steps.clear()
    rest = detect(cast(Video, film), seer(film, maps, 16, track=False), lambda step: steps.append(step.done),
                  resume=kept, sink=sink)
    assert steps == list(range(21, FRAMES + 1)) and reached == FRAMES
    np.testing.assert_array_equal(rest.xys, whole.xys)


@pytest.mark.parametrize("track", [True, False])
def test_key_frames_between_others_go_together(track: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is in them is known from those round them, also of a detector that follows people."""
    film, one, many = Film(), Counted(), Counted()
    frames = np.arange(4, FRAMES - 5, 2)
    monkeypatch.setattr(adaptive, "wanted", lambda poses, step: frames)
    keys = np.arange(0, FRAMES, 4)
    xys = np.full((FRAMES, 2, 17, 3), np.nan, np.float32)
    xys[keys] = film.truth[keys]
    poses = sparse.keyed(Poses2D(xys, film.times, COCO17, film.size, Source("test")), keys, 4)
    steps: list[int] = []
    alone = adaptive.refined(cast(Video, film), seer(film, one, 1, track=track), poses, 2)
    both = adaptive.refined(cast(Video, film), seer(film, many, 16, track=track), poses, 2,
                            lambda step: steps.append(step.done))
    assert max(many.sizes) == 16 and sorted(set(steps)) == list(range(len(frames) + 1)) and steps == sorted(steps)
    np.testing.assert_array_equal(both.xys, alone.xys)
    assert np.isfinite(both.xys[frames, ..., 0]).mean() > 0.5


# ---------------------------------------------------------------- real networks


@pytest.mark.parametrize("family", ["hrnet", "rtmpose", pytest.param("onnx", marks=quiet)])
def test_a_batch_of_views_says_what_each_says_alone(family: str, tmp_path: Path) -> None:
    """A sum of N products in another order is off by √N roundings of float32 or so; the longest here, of a 3 × 3 kernel
    over 256 channels, by 50, and layers add up: 1e-5 of the largest."""
    net = (onnx.in_onnx(runtime.session(export(small("rtmpose"), tmp_path / "a.onnx"), "cpu")) if family == "onnx"
           else topdown.in_torch(small(family), "cpu"))
    views = Together(net, 8, shared=True)
    rng = np.random.default_rng(0)
    crops_of = [rng.normal(size=(1 + n % 2, 3, SIZE[1], SIZE[0])).astype(np.float32) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(views, crops_of))
    for x, both in zip(crops_of, said, strict=True):
        for part, alone in zip(both, net(x), strict=True):
            assert part.shape == alone.shape and np.abs(part - alone).max() <= 1e-5 * np.abs(alone).max()


def at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two views begin together, and wait for each other as long as it takes: what goes together is then not chance."""
    begin, begun, ask = Barrier(2), local(), Together.__call__

    def both(self: Together, x: np.ndarray) -> Any:
        if self.shared and not getattr(begun, "yes", False):
            begun.yes = True
            begin.wait(60)
        return ask(self, x)

    monkeypatch.setattr(Together, "__call__", both)
    monkeypatch.setattr(together, "WAIT_S", 1.0)
    monkeypatch.setattr(together, "LATELY_S", 20.0)


def test_the_whole_pipeline_with_batches(shared: Path, blazepose: Path, tmp_path: Path,
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    """`process` of two views: the card says how many crops go together, and the poses are the same."""
    import torch

    sizes: list[int] = []
    answers = topdown.in_torch

    def counted(net: torch.nn.Module, device: str) -> topdown.Net:
        answer = answers(net, device)
        return lambda x: (sizes.append(len(x)), answer(x))[1]

    monkeypatch.setattr(topdown, "in_torch", counted)
    at_the_same_time(monkeypatch)
    clips = [shared / f"data/video/pose2sim_single/cam0{n}.mp4" for n in (1, 2)]
    net: Any = small("rtmpose")
    with torch.no_grad():  # the same pose in every crop, far from any other: no rounding changes it
        net.backbone.stage4[-1].final_conv.bn.weight.zero_()
        net.backbone.stage4[-1].final_conv.bn.bias.normal_()
        net.head.cls_x.weight *= 20
        net.head.cls_y.weight *= 20
    found, most = {}, {}
    for text in ("batch=1", "batch=16", "batch=1 track=false", "batch=16 track=false"):
        torch.save(net.state_dict(), tmp_path / "same.pth")
        card = importing.bring(tmp_path / "same.pth", asked=importing.settings([*text.split(), "flip=false"]))
        with Project.create(tmp_path / f"{text}.parallax") as project:
            recording.add_views(project, clips)
            views = dict.fromkeys(project.document.views, (0, 8))
            run = runs.create(project.runs, "process", "Detect", recording.request_for(project, views,
                                                                                       detector=card.id))
            sizes.clear()
            results = pipeline.process(run).views
            assert not any(result.error for result in results) and run.status().state == "done"
            poses = [posefile.read(run.folder / "results" / result.poses2d) for result in results]
        found[text], most[text] = [cast(Poses2D, each).xys for each in poses], max(sizes)
        importing.remove(card.id)
    assert most["batch=1"] == most["batch=1 track=false"] == 1
    assert most["batch=16"] >= 2 and most["batch=16 track=false"] >= 8
    for one, many in (("batch=1", "batch=16"), ("batch=1 track=false", "batch=16 track=false")):
        for mine, theirs in zip(found[many], found[one], strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-2)
            assert np.isfinite(mine[..., 0]).any()
