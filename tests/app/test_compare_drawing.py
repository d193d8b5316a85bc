"""What the comparison draws: colours in order, no frame lost, lines where the joints are, at a cost of the pixels."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from app import figures, heat
from app.agreement_map import joint_name
from app.angle_pictures import FRONT, SIDE, AnglePicture, corner_of
from app.body import Skeleton3D
from app.curve_plot import CurvePlot, covered
from app.heat import Scale, round_up
from app.laid import CameraMark, Laid
from app.timeline import Timeline
from core.angles import ANGLES
from core.skeleton import H36M17
from tests.compared import agreement, pictures


def least_s(work: Callable[[], object], times: int = 7) -> float:
    """Processor time of this thread alone: the machine is shared."""
    took = []
    for _ in range(times):
        begun = time.thread_time()
        work()
        took.append(time.thread_time() - begun)
    return min(took)


def test_the_colours_of_distances_rise_in_lightness_by_even_steps() -> None:
    lab = heat.to_oklab(heat.TABLE / 255)
    step = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    # A table of whole numbers 0 … 255 is off by up to half a step a channel: about 0.003 in OKLab.
    assert np.ptp(step) < 0.006 and np.diff(lab[:, 0]).min() > -0.003 and lab[-1, 0] - lab[0, 0] > 0.5
    np.testing.assert_allclose(heat.from_oklab(heat.to_oklab(heat.TABLE / 255)), heat.TABLE / 255, atol=1e-6)
    scale = Scale(50, "relative")
    assert (scale.rgb(np.array([0, 50, 80, np.nan])) == heat.TABLE[[0, -1, -1, 0]]).all()


@given(st.floats(1e-3, 1e6))
def test_a_scale_ends_on_a_round_number_above_the_value(value: float) -> None:
    top = round_up(value)
    assert value <= top * (1 + 1e-9) and top <= 2 * value * (1 + 1e-9)
    assert f"{top:.0e}"[0] in "1234568" and top == pytest.approx(float(f"{top:.0e}"))


@given(st.integers(2, 300), st.integers(1, 200), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_the_map_shows_the_worst_frame_behind_each_pixel(frames: int, width: int, seed: int) -> None:
    shown = agreement(frames, seed, 30)
    shown.values[np.random.default_rng(seed).random(shown.values.shape) < 0.2] = np.nan
    heights = np.full(17, 2, np.intp)
    pixels = shown.picture(0, frames / 30, width, heights)
    assert pixels.shape == (34, width, 4)
    edges = frames / 30 * np.arange(width + 1) / width
    ends = np.append(shown.times[1:], np.inf)
    for x in range(0, width, max(width // 7, 1)):
        behind = shown.values[(shown.times < edges[x + 1]) & (ends > edges[x])][:, shown.order[3]]
        if np.isfinite(behind).any():
            assert tuple(pixels[6, x, 2::-1]) == tuple(shown.scale.rgb(np.nanmax(behind)))


def test_every_joint_has_a_row_and_a_name() -> None:
    shown = agreement(3)
    assert sorted(shown.order) == list(range(17)) and sum(count for _, count in shown.groups) == 17
    assert [joint_name(name) for name in ("lwrist", "rknee", "head", "lshoulder", "pelvis")] == [
        "Left wrist", "Right knee", "Head", "Left shoulder", "Pelvis"]


def test_dashes_lie_on_their_line_from_end_to_end_and_keep_its_colour() -> None:
    links = np.array([[[0, 0, 1], [0.3, 0, 1]], [[0, 0, 0], [0, 0, 0.01]], [[0, 0, 0], [np.nan, 0, 0]]], np.float32)
    colours = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1]], np.float32)
    [made] = figures.dashes(links, colours)
    red = made.vertices[made.colours[:, 0] == 1]
    assert red[:, 0].min() == pytest.approx(0, abs=1e-6) and red[:, 0].max() == pytest.approx(0.3, abs=1e-6)
    assert np.abs(np.linalg.norm(red[:, 1:] - [0, 1], axis=1) - figures.DASH_RADIUS).max() < 1e-6
    rings = np.unique(np.round(red[:, 0], 5))
    # (0.3 + 0.014) / 0.036 = 8.7, so nine dashes with two ends each, with gaps between.
    assert len(rings) == 18 and (np.diff(rings)[1::2] > 0.5 * figures.GAP).all()
    assert (made.colours[:, 1] == 1).sum() == 12 and not (made.colours[:, 2] == 1).any()
    assert figures.dashes(links[2:], colours[2:]) == []


def bodies(count: int) -> tuple[Skeleton3D, ...]:
    rng = np.random.default_rng(1)
    return tuple(Skeleton3D(str(n), f"cam{n}", "#4aa5f5", rng.normal(0, 0.4, (17, 3)).astype(np.float32))
                 for n in range(count))


def test_cells_hold_every_view_once_and_only_side_by_side() -> None:
    for count in range(1, 9):
        for size in ((300, 900), (900, 300)):
            apart = Laid("apart", bodies(count), np.zeros(3, np.float32))
            columns, rows = apart.cells(*size)
            assert (rows - 1) * columns < count <= columns * rows
            assert len(apart.solids(np.zeros(3, np.float32))) == count
            assert Laid("overlaid", bodies(count), np.zeros(3, np.float32)).cells(*size) == (1, 1)


def test_lines_and_cameras_and_the_mean_are_drawn_with_the_figures() -> None:
    group = bodies(4)
    links = np.stack([np.stack([group[0].points, body.points], axis=1) for body in group[1:]]).reshape(-1, 2, 3)
    marks = tuple(CameraMark(b.name, b.colour, np.float32([1, 0, n]), np.eye(3, dtype=np.float32))
                  for n, b in enumerate(group))
    shown = Laid("overlaid", group, np.zeros(3, np.float32), links, np.full(len(links), 100, np.float32),
                 mean=group[0], cameras=marks)
    drawn = [sum(len(solid.vertices) for solid in laid.solids(np.zeros(3, np.float32)))
             for laid in (Laid("overlaid", group, np.zeros(3, np.float32)), replace(shown, mean=None, cameras=()),
                          replace(shown, cameras=()), shown)]
    assert drawn == sorted(set(drawn)), drawn


@pytest.mark.parametrize("name", list(ANGLES))
def test_a_picture_shows_the_angle_that_its_definition_says(name: str, qtbot: QtBot) -> None:
    """The dashed line is where the segment would lie at 0: laid there, core.angles says 0; as drawn, it says more."""
    from core.angles import angle

    places = {joint: np.array([x, -y]) for joint, (x, y) in (FRONT if name == "trunk_right" else SIDE).items()}
    corner, zero, turned = corner_of(ANGLES[name], places)
    segment = ANGLES[name].second or ANGLES[name].first

    def measured(direction: np.ndarray) -> float:
        moved = {joint: np.array([*place, 0.0]) for joint, place in places.items()}
        if name.startswith("trunk_"):  # hips side by side, across the picture or into it
            moved["lhip"], moved["rhip"] = (np.array([0.0, 0, z]) for z in (-0.1, 0.1))
            if name == "trunk_right":
                moved["lhip"], moved["rhip"] = np.array([0.6, 0, 0.0]), np.array([0.4, 0, 0.0])
        moved[segment[1]] = moved[segment[0]] + [*direction, 0.0]
        points = np.array([moved[joint] for joint in H36M17.joints])
        return float(angle(points[None], ANGLES[name])[0])

    assert np.allclose(corner, places[segment[0]])
    assert measured(zero) == pytest.approx(0, abs=1e-6)
    assert abs(measured(turned)) > 5
    picture = AnglePicture()
    qtbot.addWidget(picture)
    picture.show_angle(ANGLES[name])
    assert "0° is" in picture.toolTip() and not picture.grab().isNull()


def test_covered_pixels_are_a_line_as_thick_as_it_should_be() -> None:
    share = covered(np.array([2.5, np.nan]), np.array([6.0, np.nan]), 10)
    assert share[:, 0] == pytest.approx([0, 0, 0.5, 1, 1, 1, 0, 0, 0, 0]) and not share[:, 1].any()


class _Painted(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, parent: QObject, seen: list[object]) -> None:
        super().__init__(parent)
        self._seen = seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._seen.append(watched)
        return False


def test_painting_costs_by_the_pixel_and_not_by_the_frame(qtbot: QtBot) -> None:
    """Four views, a hundred times as many frames: that takes some two times as long. Milliseconds are told by
    `python -m tests.bench.drawing`."""
    few, many = painted_s(qtbot, 100), painted_s(qtbot, 10_000)
    print({name: f"{1000 * few[name]:.1f}, {1000 * many[name]:.1f} ms" for name in few})
    for name in ("plot", "timeline", "table"):
        assert many[name] < 20 * few[name], name
    for name in ("plot", "timeline"):
        assert many[f"{name}'s playhead"] < many[name] / 2, "nothing else is painted for it"


def painted_s(qtbot: QtBot, frames: int) -> dict[str, float]:
    """Processor time of painting each of the pictures of a comparison."""
    plot, timeline, table = pictures(frames)
    for widget in (plot, timeline, table):
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
    painted: list[object] = []
    plot.installEventFilter(_Painted(plot, painted))

    def again(widget: CurvePlot | Timeline) -> None:
        widget._redraw()
        widget.repaint()

    def follow(widget: CurvePlot | Timeline, k: list[int]) -> None:
        k[0] += 1
        widget.set_playhead(0.2 + 0.01 * k[0])
        widget.repaint()

    took = {"plot": least_s(lambda: again(plot)), "timeline": least_s(lambda: again(timeline)),
            "table": least_s(table.rows.repaint), "plot's playhead": least_s(lambda: follow(plot, [0])),
            "timeline's playhead": least_s(lambda: follow(timeline, [0]))}
    assert isinstance(plot.saved_picture(), QPixmap)
    assert painted, "what is not seen is not painted, and costs nothing"
    return took
