"""Drawings and key moments as rows of the project: kept, undone, checked; where drawings are and what they measure."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.angles import angle
from core.coach_motion import UP, Motion
from core.coach_place import Measured, measure, name_of, place
from core.coaching import SCENE, Drawing, KeyMoment, draw, drop_moment, erase, keep_moments, moments_of
from core.document import Document, Edit, View
from core.errors import ParallaxError
from core.skeleton import H36M17
from core.storage import Project
from tests.core.coached import motion

KNEE = ("rhip", "rknee", "rankle")
VIEW = View("v1", "left", "../left.mp4", 1000, "ab12", 640, 480, 30, 1, 90, 0.0, 2.97)


def knee(view: str = "v1") -> Drawing:
    points = ((0.0, 0.0, 0.0),) * 3 if view == SCENE else ((0.0, 0.0),) * 3
    return Drawing("k", "angle", view, points, KNEE)


# -- rows


def test_drawings_and_moments_outlive_the_window_and_every_gesture_is_undone(tmp_path: Path) -> None:
    folder = tmp_path / "coached.parallax"
    with Project.create(folder) as project:
        document = project.document
        project.do(draw(document, knee()))
        project.do(draw(document, replace(document.drawings["k"], colour="#ffffff")))
        project.do(keep_moments(document, [KeyMoment("b", 2.0, "Landing"), KeyMoment("a", 1.0, "Take-off", "early")]))
    with Project.open(folder) as project:
        document = project.document
        assert document.drawings["k"] == replace(knee(), colour="#ffffff")
        assert [moment.name for moment in moments_of(document)] == ["Take-off", "Landing"]
        assert [edit.title for edit in document.done[1:]] == ["Draw an angle", "Change the angle", "Add 2 key moments"]
        project.undo()
        project.undo()
        assert document.drawings["k"] == knee() and not document.moments
        project.do(erase(document, ["k"]))
        assert not document.drawings
        project.undo()
        assert document.drawings["k"] == knee()


def test_a_key_moment_is_renamed_and_dropped() -> None:
    document = Document()
    document.do(keep_moments(document, [KeyMoment("a", 1.0, "Contact")]))
    document.do(keep_moments(document, [replace(document.moments["a"], comment="late")]))
    assert document.done[-1].title == "Change the key moment Contact" and document.moments["a"].comment == "late"
    document.do(drop_moment(document, "a"))
    assert not document.moments
    document.undo()
    assert document.moments["a"].comment == "late"


def test_removing_a_view_removes_what_is_drawn_on_it_and_undo_brings_it_back() -> None:
    document = Document()
    document.do(Edit("Add", (document.put(VIEW), document.put(knee()), document.put(replace(knee(SCENE), id="s")))))
    document.do(document.remove_view("v1"))
    assert list(document.drawings) == ["s"]
    document.undo()
    assert set(document.drawings) == {"k", "s"}


@pytest.mark.parametrize("fault", [
    {"kind": "bomb"}, {"points": ()}, {"points": ((1.0, 2.0, 3.0),) * 3}, {"points": ((float("nan"), 0.0),) * 3},
    {"joints": ("rhip",)}, {"colour": "red"}, {"size": 0.0}, {"text": "x" * 3000}, {"start_s": 2.0, "stop_s": 1.0}])
def test_a_drawing_that_no_hand_made_is_refused(fault: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="drawing"):
        replace(knee(), **fault)


def test_a_project_with_a_hostile_drawing_is_refused(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.parallax") as project:
        project.do(draw(project.document, knee()))
        project._con.execute("UPDATE rows SET value = replace(value, 'angle', 'bomb')")
    with pytest.raises(ParallaxError):
        Project.open(tmp_path / "p.parallax")


# -- where they are


def test_a_drawing_is_seen_in_its_time_and_a_stopwatch_always() -> None:
    line = Drawing("l", "line", "v1", ((1.0, 2.0), (3.0, 4.0)), start_s=1.0, stop_s=2.0)
    assert [place(line, None, t) is not None for t in (0.9, 1.0, 2.0, 2.1)] == [False, True, True, False]
    watch = Drawing("w", "stopwatch", "v1", ((5.0, 5.0),), start_s=1.0, stop_s=2.5)
    said = [place(watch, None, t) for t in (0.0, 1.5, 9.0)]
    assert [one.text for one in said if one is not None] == ["0.00 s", "0.50 s", "1.50 s"]


def test_points_go_with_their_joints_and_the_rim_with_its_middle() -> None:
    one = motion()
    spot = Drawing("s", "spotlight", "v1", ((0.0, 0.0), (40.0, 0.0)), ("rwrist", ""))
    for t in (0.2, 1.0):
        found = place(spot, one, t)
        assert found is not None and found.radius == pytest.approx(40)
        assert found.points[0] == pytest.approx(one.flat[round(t * 50), H36M17.index("rwrist")])
    assert spot.moved((3.0, 4.0)).joints == () and place(spot, None, 1.0) is None


def test_a_joint_that_is_missing_hides_what_goes_with_it() -> None:
    one = motion()
    flat = one.flat.copy()
    flat[50, H36M17.index("rknee")] = np.nan
    gap = replace(one, flat=flat)
    assert place(knee(), gap, 1.0) is None and place(knee(), gap, 1.04) is not None


def test_a_trace_is_the_way_so_far() -> None:
    one = motion()
    trace = Drawing("t", "trace", "v1", ((0.0, 0.0),), ("rankle",), start_s=0.5)
    early, late = place(trace, one, 0.6), place(trace, one, 1.5)
    assert early is not None and late is not None and len(early.points) == 6 and len(late.points) == 51
    assert late.at == pytest.approx(one.flat[75, H36M17.index("rankle")])
    measured = measure(trace, [one])
    assert measured is not None and measured.unit == "m/s (relative)" and measured.high is not None
    assert measured.high[0] == pytest.approx(1.04, abs=0.1)  # the kick


# -- what they measure


@pytest.mark.parametrize("view", ["v1", SCENE])
def test_an_angle_is_that_of_the_body_whatever_the_camera_sees(view: str) -> None:
    turned = [motion(), motion(view="v2", turn_deg=70)]
    measured = measure(knee(view), turned)
    assert measured is not None and measured.unit == "°" and measured.views == 2
    deep = turned[0].deep
    assert deep is not None
    assert measured.values == pytest.approx(180 - angle(deep, "knee_right", up=UP), abs=0.01)
    assert measured.at(1.0).doubt == "" and measured.at(1.0).spread == pytest.approx(0, abs=0.01)
    low, high = measured.low, measured.high
    assert low is not None and high is not None and low[1] < 120 < 150 < high[1]
    shown = place(knee(view), turned[0], low[0], measured)
    assert shown is not None and shown.text == f"{low[1]:.0f}° ± 0°"


def test_views_that_contradict_each_other_are_told_and_make_no_extreme() -> None:
    good, bad = motion(), motion(view="v2", turn_deg=40)
    deep = np.array(bad.deep)
    deep[60:63, H36M17.index("rankle")] += (0.0, 0.6, 0.3)
    measured = measure(knee(), [good, replace(bad, deep=deep)])
    assert measured is not None
    reading = measured.at(61 / 50)
    assert "apart here" in reading.doubt and reading.spread is not None and reading.spread > 10
    assert measured.at(0.5).doubt == ""
    for end in (measured.low, measured.high):
        assert end is not None and not 1.2 <= end[0] < 1.26


def test_a_joint_that_is_hardly_seen_is_told_and_one_view_has_no_spread() -> None:
    one = motion()
    scores = one.scores.copy()
    scores[30, H36M17.index("rankle")] = 0.1
    measured = measure(knee(), [replace(one, scores=scores)])
    assert measured is not None and measured.at(0.6).doubt == "hardly seen here"
    assert measured.at(99.0).doubt == "not seen here" and measured.at(99.0).text == "–"
    assert measured.at(1.0).spread is None and "±" not in measured.at(1.0).text


def test_lengths_say_their_kind() -> None:
    feet = Drawing("d", "distance", "v1", ((0.0, 0.0), (1.0, 1.0)), ("lankle", "rankle"))
    relative, scaled = measure(feet, [motion()]), measure(feet, [motion(kind="scaled")])
    assert relative is not None and scaled is not None
    assert relative.at(1.0).text.endswith("m (relative)") and scaled.at(1.0).text.endswith("m (scaled)")
    flat = measure(feet, [motion(deep=False)])
    assert flat is not None and flat.unit == "px" and flat.at(1.0).text.endswith(" px")


def test_free_points_are_measured_in_the_picture_and_say_so() -> None:
    square = Drawing("q", "angle", "v1", ((10.0, 0.0), (0.0, 0.0), (0.0, 10.0)))
    measured = measure(square, [motion()])
    assert isinstance(measured, Measured) and measured.at(1.0).text == "90° (in the picture)"
    lean = Drawing("v", "angle", "v1", ((0.0, 0.0), (10.0, -10.0)))
    upright = measure(lean, [motion()])
    placed = place(lean, motion(), 1.0)
    assert upright is not None and upright.at(1.0).value == pytest.approx(45)
    assert placed is not None and placed.points[0] == pytest.approx((0, -np.hypot(10, 10)))
    assert (name_of(square), name_of(knee())) == ("angle in the picture", "angle at the right knee")


def test_nothing_is_measured_of_what_measures_nothing_or_of_nobody() -> None:
    assert measure(knee(), []) is None
    assert measure(Drawing("l", "line", "v1", ((0.0, 0.0), (1.0, 1.0))), [motion()]) is None
    assert measure(replace(knee(), joints=("rhip", "rknee", "tail")), [motion()]) is None
    assert measure(knee(SCENE), [motion(deep=False)]) is None
    empty = Motion("v1", "", np.zeros(0), np.zeros((0, 17, 2)), np.zeros((0, 17)))
    assert place(knee(), empty, 0.0) is None
