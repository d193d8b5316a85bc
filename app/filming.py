"""`parallax film`: a project's comparison as an MP4, or one moment of it as a PNG, without a window."""

from pathlib import Path

from app.film import save_film, save_picture
from core.document import View
from core.errors import ParallaxError
from core.film import FilmRequest, request_for
from core.progress import Progress
from core.storage import Project


def work(folder: Path, out: Path, reference: str, start: float | None, stop: float | None,
         progress: Progress) -> FilmRequest:
    """Writes the film, or where `out` ends in .png the picture at `start` (None: the reference view's first frame).

    reference: the name or id of a view, '' is the first. start, stop: reference seconds. Raises ParallaxError.
    """
    picture = out.suffix.lower() == ".png"
    if picture and stop is not None:
        raise ParallaxError(out, "is a picture, which has no end.", "Leave --to out, or name a film: NAME.mp4.")
    with Project.open(folder) as project:
        views = project.document.views
        missing = project.missing()
        if missing:
            raise ParallaxError(missing[0].path, "the video of {view} is not there.",
                                "Put it back, or open the project in the window and show where it is now.",
                                view=missing[0].name)
        paths = {view.id: path for view in views.values() if (path := project.video(view)) is not None}
        if out.resolve() in {path.resolve() for path in paths.values()}:
            raise ParallaxError(out, "is one of the recording's videos.", "Choose another name.")
        athlete = project.document.people.get("athlete")
        request = request_for(project, paths, out, reference=_id_of(dict(views), reference), span=(start, stop),
                              height_m=athlete.height_m if athlete is not None else None)
        first = views[request.views[0].id]
    if picture:
        save_picture(request, float(first.clock.to_ref(first.first_s)) if start is None else start)
    else:
        save_film(request, progress)
    return request


def _id_of(views: dict[str, View], named: str) -> str:
    found = next((view.id for view in views.values() if named in (view.id, view.name)), "")
    if named and not found:
        raise ParallaxError(named, "is no view of this project.", "Its views are: {views}.",
                            views=", ".join(view.name for view in views.values()))
    return found
