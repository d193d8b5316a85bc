"""Labels as a table: one row a point, for spreadsheets and scripts.

Columns: time_s (reference seconds, empty where not known), frame (from 0), person, joint, x_px, y_px (empty where
absent), state (visible, occluded, absent), source, view, skeleton. Numbers are written so that they come back
the same. Of a table from elsewhere, frame, joint, x_px and y_px are needed; a point without a place is not labelled.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from core.errors import ParallaxError
from core.files import write_whole
from core.formats import labelling
from core.formats.labelling import Film, Labelling, Row, Wrong
from core.labels import ABSENT, IMPORTED, STATES, VISIBLE, Keypoint

COLUMNS = ("time_s", "frame", "person", "joint", "x_px", "y_px", "state", "source", "view", "skeleton")
NEEDED = ("frame", "joint", "x_px", "y_px")


def write(path: Path, labels: Labelling) -> None:
    """Written whole or not at all. Raises ParallaxError where the disk refuses."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    table.writerow(COLUMNS)
    views = [_called(n, labels.films) for n in range(len(labels.films))]
    for row in labels.rows:
        time = "" if row.time_s is None else repr(float(row.time_s))
        for joint, p in row.points.items():
            place = ("", "") if p.x is None or p.y is None else (repr(float(p.x)), repr(float(p.y)))
            table.writerow((time, row.frame, row.person, joint, *place, p.state, p.source, views[row.film],
                            row.skeleton))
    try:
        write_whole(path, lambda f: f.write(text.getvalue().encode()))
    except OSError as e:
        raise ParallaxError(path, "the labels cannot be written ({why}).",
                            "Choose another place, or close the program that has the file open.", why=e.strerror) from e


def _called(n: int, films: tuple[Film, ...]) -> str:
    """The name of a film, or its id where others have the name, or a spreadsheet would take it for a formula."""
    film = films[n]
    plain = film.name and film.name[0] not in "=+-@" and [f.name for f in films].count(film.name) == 1
    return film.name if plain else film.view or film.name


def read(path: Path) -> Labelling:
    """The labels of a table. Raises ParallaxError where it is another, or damaged."""
    labelling.check_size(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _labelling(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (ValueError, csv.Error, OSError) as e:
        raise ParallaxError(path, "this is not a sound table of labels ({why}).",
                            "It needs the columns {columns}; export it again from where it comes from.", why=e,
                            columns=", ".join(NEEDED)) from e


def _labelling(table: "csv.DictReader[str]") -> Labelling:
    columns = list(table.fieldnames or ())
    if missing := [each for each in NEEDED if each not in columns]:
        raise Wrong("no column {names}", names=", ".join(missing))
    films: dict[str, int] = {}
    rows: dict[tuple[int, str, int], tuple[str, float | None, dict[str, Keypoint]]] = {}
    count = empty = 0
    for cells in table:
        count += 1
        try:
            film = films.setdefault(labelling.name(cells.get("view") or "", "a view"), len(films))
            who = labelling.name(cells.get("person") or "", "a person")
            frame = labelling.whole(_float(cells, "frame"), "the frame")
            joint, point = labelling.joint(labelling.name(cells["joint"], "a joint")), _point(cells)
            if not joint:
                raise Wrong("there is no joint")
            if point is None:
                empty += 1
                continue
            time = _float(cells, "time_s") if cells.get("time_s") else None
            skeleton = labelling.name(cells.get("skeleton") or "", "a skeleton")
            points = rows.setdefault((film, who, frame), (skeleton, time, {}))[2]
            if joint in points:
                raise Wrong("{joint} of frame {frame} is there twice", joint=joint, frame=frame)
            points[joint] = point
            labelling.check_count(len(rows), count)
        except Wrong as e:
            raise Wrong("line {n}: {why}", n=table.line_num, why=e) from None
    return Labelling(tuple(Film(each) for each in films),
                     tuple(Row(film, who, frame, labelling.guessed(told, list(points)), points, time)
                           for (film, who, frame), (told, time, points) in rows.items()),
                     {"points without a place": empty} if empty else {})


def _point(cells: Mapping[str, str]) -> Keypoint | None:
    """None for a row that places nothing and does not say that the joint is absent."""
    said = cells.get("state") or ""
    source = labelling.name(cells.get("source") or IMPORTED, "the source")
    if said and said not in STATES:
        raise Wrong("the state is {states}, not {value!r}", states=", ".join(STATES), value=said[:40])
    if said == ABSENT:
        return Keypoint(None, None, ABSENT, source)
    if not cells["x_px"] and not cells["y_px"]:
        return None
    return Keypoint(_float(cells, "x_px"), _float(cells, "y_px"), said or VISIBLE, source)


def _float(cells: Mapping[str, str], column: str) -> float:
    try:
        return labelling.number(float(cells[column]), column)
    except Wrong:
        raise
    except (TypeError, ValueError):
        raise Wrong("{what} is {value!r}, not a number", what=column, value=str(cells[column])[:40]) from None
