"""A project's labels in files for other programs, and theirs in a project: COCO keypoints, SLEAP, CSV.

An import is one edit and never silently replaces what somebody labelled here: such points stay, are counted, and are
said. Points from files that tell no source have the source 'imported'; a file that was exported here tells who labelled
what, and an import of it into the project it came from changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from core import labels, records
from core.document import Document, Edit, Put
from core.errors import ParallaxError
from core.formats import coco, labels_csv, slp
from core.formats.labelling import Film, Labelling, Row
from core.labels import IMPORTED, Keypoint, Label, Target, label_id
from core.pose import Poses2D
from core.schema import MAX_TEXT
from core.skeleton import SKELETONS, Skeleton
from core.storage import Project
from core.words import marked, tr

FORMATS = {".json": marked("COCO keypoints"), ".slp": marked("SLEAP"), ".csv": marked("CSV")}
ATHLETE = "athlete"


@dataclass(frozen=True)
class Import:
    """What an import would do. edit: None where it changes nothing. frames, points: that are set. conflicts: points
    that differ from what somebody labelled here, which stay; locked: points of locked joints, which stay too.
    left_out: what the project has no place for, by kind, with how many."""

    edit: Edit | None
    frames: int
    points: int
    conflicts: int
    locked: int
    left_out: Mapping[str, int]

    def sentences(self) -> list[str]:
        """For the user."""
        said = [tr("Nothing new was imported.") if self.edit is None else tr("{points} in {frames} imported.").format(
            points=_points(self.points), frames=_labelled_frames(self.frames))]
        if self.conflicts:
            said.append(tr("{points} not imported: another label is here, and stayed.").format(
                points=_points(self.conflicts)))
        if self.locked:
            said.append(tr("{points} not imported: the joint is locked.").format(points=_points(self.locked)))
        return said + left_out_sentences(self.left_out)


def left_out_sentences(left_out: Mapping[str, int]) -> list[str]:
    """What a file held that is not brought in, by kind, for the user."""
    return [tr("Left out: {n} {what}.").format(n=count, what=tr(what)) for what, count in left_out.items()]


def summary(labelling: Labelling) -> str:
    """How much it holds."""
    return tr("{points} in {frames}.").format(points=_points(sum(len(row.points) for row in labelling.rows)),
                                              frames=_labelled_frames(len(labelling.rows)))


def _points(count: int) -> str:
    """'1 point', '2 points'."""
    return counted(count, tr("{n} point"), tr("{n} points"))


def _labelled_frames(count: int) -> str:
    return counted(count, tr("{n} labelled frame"), tr("{n} labelled frames"))


def counted(count: int, one: str, several: str) -> str:
    """Whichever fits, with the number as its {n}."""
    return (one if count == 1 else several).format(n=count)


def suffix(path: Path) -> str:
    """The ending that tells the format. Raises ParallaxError for another."""
    if path.suffix.lower() not in FORMATS:
        raise ParallaxError(path, "no format of labels has this ending.", "Name it {names}.",
                            names=", ".join(f"NAME{end} ({what})" for end, what in FORMATS.items()))
    return path.suffix.lower()


def write(path: Path, labelling: Labelling) -> None:
    """In the format that the name tells. Raises ParallaxError."""
    {".json": coco, ".slp": slp, ".csv": labels_csv}[suffix(path)].write(path, labelling)


def read(path: Path) -> Labelling:
    """In the format that the name tells. Raises ParallaxError."""
    return {".json": coco, ".slp": slp, ".csv": labels_csv}[suffix(path)].read(path)


# ---------------------------------------------------------------- out


def of_project(project: Project) -> Labelling:
    """All labels of a project. Reads pose files, for the frames' times: not for the GUI thread.

    Raises ParallaxError where nothing is labelled.
    """
    document = project.document
    views, labelled = list(document.views.values()), list(document.labels.values())  # a window may label meanwhile
    films = tuple(Film(_plain(v.name), _plain(v.path), v.id, v.width, v.height) for v in views)
    rows = []
    for n, view in enumerate(views):
        mine = sorted((each for each in labelled if each.view == view.id and each.points),
                      key=lambda each: (each.frame, each.person))
        shown = document.active("2d", view.id)
        poses = project.poses(shown.id) if mine and shown is not None else None
        times = view.clock.to_ref(poses.times) if isinstance(poses, Poses2D) else ()
        rows += [Row(n, each.person, each.frame, each.skeleton, each.points,
                     float(times[each.frame]) if each.frame < len(times) else None) for each in mine]
    if not rows:
        raise ParallaxError(project.folder, "nothing is labelled in this project.", "Label a frame first.")
    return Labelling(films, tuple(rows))


def _plain(text: str) -> str:
    """One line, as names in files are."""
    return "".join(c if c.isprintable() else " " for c in text)[:1000]


# ---------------------------------------------------------------- in


def import_edit(document: Document, labelling: Labelling, subject: object, *, overwrite: bool = False) -> Import:
    """The one edit that lays a file's labels over those of the document. subject: the file, for messages.

    overwrite: points labelled here give way too; locked ones never do. Raises ParallaxError where no video of the file
    is in the project, or it is more than one edit can hold.
    """
    views = matched(document, labelling.films, subject)
    people = {film: _people(document, [row.person for row in labelling.rows if row.film == film]) for film in views}
    left_out = dict(labelling.left_out)
    puts: list[Put] = []
    points = conflicts = locked = 0
    for row in labelling.rows:
        view, person = views.get(row.film), people.get(row.film, {}).get(row.person)
        why = marked("labelled frames of videos that are not in this project") if view is None else \
            marked("labelled persons that are not in this project") if person is None else \
            marked("labelled frames beyond the end of their video") if row.frame >= document.views[view].frames else ""
        if view is None or person is None or why:
            left_out[why] = left_out.get(why, 0) + 1
            continue
        skeleton = _skeleton(document, view, row)
        known = {joint: p for joint, p in row.points.items() if joint in skeleton.joints}
        if len(known) < len(row.points):
            what = marked("points of joints that are not in the skeleton")
            left_out[what] = left_out.get(what, 0) + len(row.points) - len(known)
        old = document.labels.get(label_id(view, person, row.frame))
        fresh, against, held = _fresh(document, Target(view, person, skeleton), old, known, overwrite)
        conflicts, locked = conflicts + against, locked + held
        if fresh:
            merged = {**(old.points if old is not None else {}), **fresh}
            told = old.skeleton if old is not None else skeleton.name
            puts.append(document.put(Label(label_id(view, person, row.frame), view, person, row.frame, told, merged)))
            points += len(fresh)
    edit = Edit(tr("Import {frames}").format(frames=_labelled_frames(len(puts))), tuple(puts)) if puts else None
    # The journal keeps an edit in one text.
    if edit is not None and sum(len(records.dumps(put)) + 1 for put in puts) > MAX_TEXT * 3 // 4:
        raise ParallaxError(subject, "{frames} labelled frames are more than one edit can hold.",
                            "Split the file, for example by video, and import the parts.", frames=len(puts))
    return Import(edit, len(puts), points, conflicts, locked, left_out)


def _fresh(document: Document, target: Target, old: Label | None, points: Mapping[str, Keypoint], overwrite: bool
           ) -> tuple[dict[str, Keypoint], int, int]:
    """The points that change something and may, and how many may not: for a label here, for a lock."""
    have = old.points if old is not None else {}
    new = {joint: p for joint, p in points.items() if have.get(joint) != p}
    held = labels.locked(document, target)
    locked = [joint for joint in new if joint in held]
    against = [joint for joint in new if not overwrite and joint in have and have[joint].source != IMPORTED
               and joint not in held]
    return {joint: p for joint, p in new.items() if joint not in locked and joint not in against}, len(against), \
        len(locked)


def matched(document: Document, films: Sequence[Film], subject: object) -> dict[int, str]:
    """Film → view: by the view's id, the video's file name, or the view's name; a lone film without any is that of a
    lone view. Raises ParallaxError where none fits."""
    views = list(document.views.values())
    found: dict[int, str] = {}
    for n, film in enumerate(films):
        names = {_stem(film.path), _stem(film.name), film.name} - {""}
        for fitting in ([v for v in views if film.view == v.id], [v for v in views if film.name in (v.id, v.name)],
                        [v for v in views if _stem(v.path) in names or v.name in names]):
            if len(fitting) == 1:
                found[n] = fitting[0].id
                break
    if not found and len(films) == len(views) == 1 and not films[0].path:
        found[0] = views[0].id
    if films and not found:
        asked = ", ".join(film.name or film.path or tr("a video without a name") for film in films[:5])
        raise ParallaxError(subject, "its videos ({videos}) are not in this project.",
                            "Give a view the name of the video in the file; the views are {views}." if views else
                            "Give a view the name of the video in the file; the views are none.", videos=asked,
                            views=", ".join(v.name for v in views))
    return found


def _stem(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).stem


def _people(document: Document, named: Sequence[str]) -> dict[str, str]:
    """Name in the file → person: by id or name; one alone in a film is the athlete."""
    ours = {**{p.name: p.id for p in document.people.values()}, **{p: p for p in document.people}}
    ours.setdefault(ATHLETE, ATHLETE)
    found = {each: ours[each] for each in named if each in ours}
    return found or (dict.fromkeys(named, ATHLETE) if len(set(named)) == 1 else {})


def _skeleton(document: Document, view: str, row: Row) -> Skeleton:
    """The one the file tells, or that of the label or the poses that are here; else all of its joints as they are."""
    if row.skeleton in SKELETONS:
        return SKELETONS[row.skeleton]
    return next((s for s in SKELETONS.values() if set(row.points) & set(s.joints)), SKELETONS["h36m17"])
