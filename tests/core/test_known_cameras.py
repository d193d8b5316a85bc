"""Which camera of a file is whose, and what a project remembers of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import known_cameras
from core.camera import Camera
from core.document import Edit, KnownCamera, View
from core.errors import ParallaxError
from core.storage import Project

FILE = Path("/somewhere/Calib.toml")


def camera(focal: float = 900.0, size: tuple[int, int] = (1280, 720)) -> Camera:
    return Camera.looking_at((3, 0, 1), (0, 0, 1), focal, size)


def view(id: str, name: str, path: str = "", size: tuple[int, int] = (1280, 720)) -> View:
    return View(id, name, path or f"../{name}.mp4", 1, id, *size, 30, 1, 10, 0.0, 0.3)


VIEWS = (view("a", "left"), view("b", "right"))


def pairs(found: known_cameras.Found) -> dict[str, str]:
    return {row.id: row.name for row in found.cameras}


def test_by_the_name_of_the_view_or_of_its_file() -> None:
    cameras = {"RIGHT": camera(900.0), "Left.mp4": camera(800.0)}
    found = known_cameras.matched(FILE, cameras, VIEWS)
    assert pairs(found) == {"a": "Left.mp4", "b": "RIGHT"} and found.by == "name"
    assert {row.id: row.intrinsics.fx for row in found.cameras} == {"a": 800.0, "b": 900.0}
    renamed = (view("a", "front", "../left.mp4"), view("b", "side", "../right.mov"))
    assert pairs(known_cameras.matched(FILE, cameras, renamed)) == {"a": "Left.mp4", "b": "RIGHT"}


def test_a_part_of_the_views_or_of_the_cameras_is_told() -> None:
    found = known_cameras.matched(FILE, {"left": camera(), "other": camera()}, VIEWS)
    assert pairs(found) == {"a": "left"} and found.left == ("other",) and found.without == ("right",)
    assert found.sentences({each.id: each for each in VIEWS}) == [
        "1 camera of Calib.toml, by name: left.", "Not in the file: right.", "Not in the recording: other."]


def test_by_order_where_no_name_fits_and_the_numbers_do() -> None:
    found = known_cameras.matched(FILE, {"cam_0": camera(), "cam_1": camera(800.0)}, VIEWS)
    assert pairs(found) == {"a": "cam_0", "b": "cam_1"} and found.by == "order"
    assert found.sentences({each.id: each for each in VIEWS}) == [
        "2 cameras of Calib.toml, by order: left is cam_0, right is cam_1."]
    with pytest.raises(ParallaxError, match=r"cam_0, cam_1, cam_2.*left, right"):
        known_cameras.matched(FILE, {f"cam_{n}": camera() for n in range(3)}, VIEWS)
    with pytest.raises(ParallaxError, match="no view"):
        known_cameras.matched(FILE, {"cam_0": camera()}, ())


def test_no_name_goes_to_two() -> None:
    twins = (view("a", "left"), view("b", "other", "../left.mp4"))
    assert pairs(known_cameras.matched(FILE, {"left": camera()}, twins)) == {"a": "left"}
    with pytest.raises(ParallaxError, match="one name"):
        known_cameras.matched(FILE, {"left": camera(), "LEFT": camera()}, VIEWS)


def test_the_picture_must_be_the_camera_s() -> None:
    small = known_cameras.matched(FILE, {"left": camera(size=(2560, 1440), focal=1800.0)}, VIEWS[:1])
    assert small.cameras[0].intrinsics.fx == pytest.approx(900) and small.cameras[0].intrinsics.size == (1280, 720)
    filled = known_cameras.matched(FILE, {"left": camera(size=(1280, 736))}, (view("a", "left", size=(1280, 722)),))
    assert filled.cameras[0].intrinsics.cy == 367.5
    with pytest.raises(ParallaxError, match=r"camera left is not that of left.*720 × 1280.*upright"):
        known_cameras.matched(FILE, {"left": camera(size=(720, 1280))}, VIEWS[:1])
    with pytest.raises(ParallaxError, match=r"640 × 480, that of the view 1280 × 720\. Choose"):
        known_cameras.matched(FILE, {"left": camera(size=(640, 480))}, VIEWS[:1])


def test_the_real_calibration_whose_videos_are_8_pixels_narrower(shared: Path) -> None:
    folder = shared / "data" / "video" / "pose2sim_single"
    views = tuple(view(str(n), f"cam0{n}", size=(1080 if n < 3 else 1088, 1920)) for n in range(1, 5))
    found = known_cameras.read(folder / "Calib.qca.txt", views)
    assert pairs(found) == {str(n): f"cam0{n}" for n in range(1, 5)} and found.by == "name"
    np.testing.assert_allclose([row.intrinsics.fx for row in found.cameras], 1680, atol=10)
    assert found.cameras[0].intrinsics.size == (1080, 1920)
    assert found.cameras[0].intrinsics.cx == pytest.approx(34110.316406 / 64)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as made:
        made.do(Edit("Add", tuple(made.document.put(each) for each in VIEWS)))
        yield made


def found() -> known_cameras.Found:
    return known_cameras.matched(FILE, {"left": camera(), "right": camera(800.0)}, VIEWS)


def test_it_is_one_edit_that_is_kept_undone_and_done_again(project: Project) -> None:
    document = project.document
    edit = known_cameras.edit(document, found())
    assert edit is not None and project.do(edit).keys == {"cameras": frozenset("ab")}
    assert document.intrinsics("b") == camera(800.0).intrinsics and document.intrinsics("c") is None
    assert known_cameras.edit(document, found()) is None
    project.close()
    with Project.open(project.folder) as again:
        assert again.document.cameras["a"] == KnownCamera("a", "left", "Calib.toml", camera().intrinsics)
        again.undo()
        assert not again.document.cameras
        again.redo()
        assert list(again.document.cameras) == ["a", "b"]
        forget = known_cameras.forget(again.document)
        assert forget is not None
        again.do(forget)
        assert not again.document.cameras and known_cameras.forget(again.document) is None
        again.undo()
        other = replace(found(), cameras=found().cameras[:1])
        changed = known_cameras.edit(again.document, replace(other, cameras=(
            replace(other.cameras[0], file="other.toml"),)))
        assert changed is not None and [put.key for put in changed.puts] == ["a"]


def test_a_view_takes_its_camera_with_it(project: Project) -> None:
    project.do(known_cameras.edit(project.document, found()))  # type: ignore[arg-type]
    project.do(project.document.remove_view("a"))
    assert list(project.document.cameras) == ["b"]
    project.undo()
    assert set(project.document.cameras) == {"a", "b"}


def test_a_camera_that_is_none_is_refused_with_its_project(project: Project) -> None:
    project.do(known_cameras.edit(project.document, found()))  # type: ignore[arg-type]
    project._con.execute("UPDATE rows SET value = replace(value, '\"fx\":900.0', '\"fx\":-1.0') WHERE tbl = 'cameras'")
    project.close()
    with pytest.raises(ParallaxError, match="did not write"):
        Project.open(project.folder)
