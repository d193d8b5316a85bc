"""Labellings drawn at random, for the round trips of all formats."""

from hypothesis import strategies as st

from core.formats.labelling import Film, Labelling, Row
from core.labels import ABSENT, OCCLUDED, VISIBLE, Keypoint
from core.skeleton import SKELETONS

PLACES = st.floats(-1e5, 1e5, allow_nan=False, allow_infinity=False)
NAMES = st.text("abzÄ é7_-=,\"'äß漢", min_size=1, max_size=12).filter(lambda name: name.strip() == name)
SOURCES = st.sampled_from(["human", "copied", "interpolated", "ghost", "imported", "blazepose-full"])


@st.composite
def keypoints(draw: st.DrawFn) -> Keypoint:
    state = draw(st.sampled_from([VISIBLE, OCCLUDED, ABSENT]))
    x, y = (None, None) if state == ABSENT else (draw(PLACES), draw(PLACES))
    return Keypoint(x, y, state, draw(SOURCES))


@st.composite
def labellings(draw: st.DrawFn) -> Labelling:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    films = tuple(Film(name, f"videos/{n}.mp4", f"v{n}", 640, 480) for n, name in enumerate(names))
    keys = draw(st.lists(st.tuples(st.integers(0, len(films) - 1), NAMES, st.integers(0, 10**6)), min_size=1,
                         max_size=5, unique=True))
    rows = []
    for film, person, frame in keys:
        skeleton = draw(st.sampled_from(list(SKELETONS)))
        joints = draw(st.sets(st.sampled_from(SKELETONS[skeleton].joints), min_size=1, max_size=5))
        points = {joint: draw(keypoints()) for joint in sorted(joints)}
        rows.append(Row(film, person, frame, skeleton, points, draw(st.none() | st.floats(-100, 1e5))))
    return Labelling(films, tuple(rows))


def content(labels: Labelling) -> dict[tuple[str, str, int], tuple[str, float | None, dict[str, Keypoint]]]:
    """What a labelling says, in no order, with its films by name."""
    return {(labels.films[row.film].name, row.person, row.frame): (row.skeleton, row.time_s, dict(row.points))
            for row in labels.rows}
