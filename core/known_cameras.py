"""The cameras of a project's views, from a camera file: which one is whose, and the edit that says so.

A known camera gives the true focal length, centre and lens to lifting (core/lift.py). Where it stood is not kept: views
are lifted each by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from core.camera import Camera
from core.camera_files import plain_name, read_cameras
from core.document import Document, Edit, KnownCamera, View
from core.errors import ParallaxError
from core.intrinsics import Intrinsics
from core.words import tr

MOST_NAMED = 10  # in one sentence


@dataclass(frozen=True)
class Found:
    """What a file says of a project's views. cameras: a row for each that has one; by: 'name' or 'order'; left: names
    of cameras of the file that are no view's; without: views without a camera."""

    file: str
    cameras: tuple[KnownCamera, ...]
    by: str
    left: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def sentences(self, views: Mapping[str, View]) -> list[str]:
        """What was found, for the user."""
        pairs = [tr("{view} is {camera}").format(view=views[row.id].name, camera=row.name)
                 if row.name != views[row.id].name else row.name for row in self.cameras]
        of_one, of_more = ((tr("1 camera of {file}, by name: {cameras}."),
                            tr("{n} cameras of {file}, by name: {cameras}.")) if self.by == "name" else
                           (tr("1 camera of {file}, by order: {cameras}."),
                            tr("{n} cameras of {file}, by order: {cameras}.")))
        said = [(of_one if len(pairs) == 1 else of_more).format(
            n=len(pairs), file=self.file, cameras=", ".join(pairs))]
        if self.without:
            said.append(tr("Not in the file: {views}.").format(views=", ".join(self.without)))
        if self.left:
            said.append(tr("Not in the recording: {cameras}.").format(cameras=_listed(self.left)))
        return said


def read(path: Path, views: Iterable[View]) -> Found:
    """What a camera file says of these views. Raises ParallaxError where it is none, or is not of them."""
    return matched(Path(path), read_cameras(path), views)


def matched(path: Path, cameras: Mapping[str, Camera], views: Iterable[View]) -> Found:
    """Which camera is whose: by the name of the view or of its file; where no name fits, by order if there are as many
    of one as of the other. Raises ParallaxError where neither works, or a picture is not the camera's."""
    views = list(views)
    if not views:
        raise ParallaxError(path, "there is no view that a camera could be of.", "Add the videos first.")
    names = _named(path, cameras, views)
    by = "name" if names else "order"
    if not names and len(cameras) == len(views):
        names = dict(zip((view.id for view in views), cameras, strict=True))
    if not names:
        raise ParallaxError(path, "its cameras ({cameras}) are not those of the views ({views}).",
                            "Name the views as the cameras in the file, or choose a file with as many cameras.",
                            cameras=_listed(cameras), views=_listed(view.name for view in views))
    rows = tuple(KnownCamera(view.id, names[view.id], path.name, _fitted(path, names[view.id], cameras, view))
                 for view in views if view.id in names)
    return Found(path.name, rows, by, tuple(name for name in cameras if name not in names.values()),
                 tuple(view.name for view in views if view.id not in names))


def _named(path: Path, cameras: Mapping[str, Camera], views: list[View]) -> dict[str, str]:
    """View → the camera of its name, or of its file's."""
    plain: dict[str, str] = {}
    for name in cameras:
        if plain.setdefault(plain_name(name), name) != name:
            raise ParallaxError(path, "two of its cameras have one name, {name}.", "Rename one of them.", name=name)
    found: dict[str, str] = {}
    for view in views:
        for said in (view.name, PurePosixPath(view.path).stem):
            known = plain.get(plain_name(said))
            if known is not None and known not in found.values():
                found[view.id] = known
                break
    return found


def _fitted(path: Path, name: str, cameras: Mapping[str, Camera], view: View) -> Intrinsics:
    """The camera as of the view's picture."""
    try:
        return cameras[name].intrinsics.fitted(view.size)
    except ValueError as error:
        turned = cameras[name].size == view.size[::-1]
        raise ParallaxError(path, "the camera {name} is not that of {view}: {why}.",
                            "The file is of the picture lying on its side: calibrate it upright." if turned else
                            "Choose the calibration of this recording.", name=name, view=view.name, why=error) from None


def edit(document: Document, found: Found) -> Edit | None:
    """The edit that gives the views their cameras; None where they have just these already."""
    puts = [document.put(row) for row in found.cameras if document.cameras.get(row.id) != row]
    return Edit(tr("Cameras from {file}").format(file=found.file), tuple(puts)) if puts else None


def forget(document: Document) -> Edit | None:
    """The edit after which no camera is known; None where none is."""
    puts = [document.drop("cameras", view) for view in document.cameras]
    return Edit(tr("Forget the cameras"), tuple(puts)) if puts else None


def _listed(names: Iterable[str]) -> str:
    """A, B, C: of many the first ones."""
    first = list(islice(names, MOST_NAMED + 1))
    return ", ".join((*first[:MOST_NAMED], "…") if len(first) > MOST_NAMED else first)
