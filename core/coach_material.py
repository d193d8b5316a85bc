"""What a coach takes home is made of: a project's motions, drawings and key moments, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from core.coach_moments import suggest
from core.coach_motion import ATHLETE, Motion, first_with_depth, of_project
from core.coach_place import Geometry, Measured, measure, place
from core.coaching import SCENE, Drawing, KeyMoment, moments_of
from core.document import Document
from core.errors import ParallaxError
from core.storage import Project

# What is measured where nobody drew anything: (joints of the angle, with the vertex between) of either side.
USUAL = tuple((f"{s}{a}", f"{s}{b}", f"{s}{c}") for a, b, c in (
    ("hip", "knee", "ankle"), ("shoulder", "hip", "knee"), ("shoulder", "elbow", "wrist")) for s in "lr")
UNNAMED = "Athlete"  # is what a new project calls the athlete
PROPOSED = 4  # moments that are taken of what the motion suggests, where a coach named none


@dataclass(frozen=True, eq=False)
class Material:
    """title: of the project; athlete: the name, '' where nobody gave one. motions: by view id. moments: the coach's, by
    their times."""

    title: str
    motions: Mapping[str, Motion]
    drawings: tuple[Drawing, ...] = ()
    moments: tuple[KeyMoment, ...] = ()
    athlete: str = ""
    _measured: dict[str, Measured | None] = field(default_factory=dict)

    @cached_property
    def figure(self) -> Motion | None:
        """Whose 3D is shown: of the view that has most of it."""
        return first_with_depth(list(self.motions.values()))

    @cached_property
    def proposed(self) -> tuple[KeyMoment, ...]:
        """What the motion suggests where no moment was named; by their times."""
        found = sorted(suggest(list(self.motions.values()), PROPOSED), key=lambda one: one.time_s)
        return tuple(KeyMoment(f"proposed {n}", one.time_s, one.name, one.reason[:1].upper() + one.reason[1:], one.kind)
                     for n, one in enumerate(found))

    def motion_of(self, view: str) -> Motion | None:
        """Of a view, or of the figure for SCENE."""
        return self.figure if view == SCENE else self.motions.get(view)

    def measured(self, drawing: Drawing) -> Measured | None:
        """What it measures through the clip; worked out once."""
        if drawing.id not in self._measured:
            self._measured[drawing.id] = measure(drawing, list(self.motions.values()))
        return self._measured[drawing.id]

    def placed(self, drawing: Drawing, t: float) -> tuple[Geometry, str] | None:
        """Where a drawing is at a reference time, and why its value is not to be trusted ('' where it is)."""
        measured = self.measured(drawing)
        where = place(drawing, self.motion_of(drawing.view), t, measured)
        return None if where is None else (where, measured.at(t).doubt if measured is not None else "")

    def measures(self) -> list[Measured]:
        """Of the drawings that measure, what is drawn twice once; of the usual joints where there are none."""
        drawings = [drawing for drawing in self.drawings if drawing.measures] or self._usual()
        once = {(one.kind, one.joints if one.joints and all(one.joints) else one.id): one for one in reversed(drawings)}
        made = [self.measured(one) for one in reversed(once.values())]
        return [one for one in made if one is not None and one.high is not None]

    def _usual(self) -> list[Drawing]:
        view = self.figure.view if self.figure is not None else next(iter(self.motions), "")
        return [Drawing(f"usual {joints[1]}", "angle", view, ((0.0, 0.0),) * 3, joints) for joints in USUAL]


def read(folder: Path | str) -> Material:
    """Reads a project, of which nothing is kept open; what it does not lift again takes a second. Raises ParallaxError
    where there is no project, or no recording in it."""
    with Project.open(folder, read_only=True) as project:
        document = project.document
        if not document.views:
            raise ParallaxError(folder, "there is no recording in this project.", "Choose another one.")
        return Material(Path(folder).stem, of_project(project), tuple(document.drawings.values()),
                        tuple(moments_of(document)), athlete_of(document))


def athlete_of(document: Document) -> str:
    """The athlete's name, '' where nobody gave one."""
    person = document.people.get(ATHLETE)
    return person.name if person is not None and person.name != UNNAMED else ""
