"""Going through the frames that are worth labelling, one after the other, and what was seen of them so far.

Forward it goes to the best one that was not looked at yet; back and forward again along the way that was gone. At the
end it begins anew with another look, in which what was labelled is gone.
"""

import math

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.banner import Notice
from app.correcting import Correcting
from app.player import Player
from app.session import Session
from app.stage import Stage
from app.suggest_model import SuggestModel
from app.words import marked, tr
from core import sides
from core.errors import ParallaxError
from core.labels import Keypoint
from core.suggest import SWAP, Suggestion, Suspicion

SLOW_MS = 300  # a look that takes longer is told of
LOOKING = marked("Looking for frames worth labelling …")
NOTHING = marked("No frame stands out: no joint jumps, is missing or was found with doubt, and none is far from where "
                 "the views together have it.")


class Suggesting(QObject):
    """changed(): what is suggested, the one at hand, or what was looked at. chosen: the one at hand."""

    changed = Signal()

    def __init__(self, session: Session, stage: Stage, player: Player, correcting: Correcting) -> None:
        super().__init__(stage)
        self._session, self._stage, self._player, self._correcting = session, stage, player, correcting
        session.opened.connect(self._views_changed)  # before the model hears of it
        self.model = SuggestModel(session, player, self)
        self.chosen: Suggestion | None = None
        self._way: list[Suggestion] = []  # those that were looked at, in that order
        self._fine: set[tuple[str, int, str, Keypoint]] = set()  # labels that look right to the user
        self._viewers: set[QWidget] = set()
        self._then = ""  # what to do when it is known what there is: '', 'begin' or 'begin again'
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
        self._project = session.project
        self.model.changed.connect(self._found)
        session.labels_changed.connect(lambda view: self.changed.emit())

    def watch(self, viewer: QWidget, on: bool) -> None:
        """Somebody sees the lists, or no longer."""
        (self._viewers.add if on else self._viewers.discard)(viewer)
        self.model.set_open(bool(self._viewers))

    # -- what was done about them

    def visited(self, suggestion: Suggestion) -> bool:
        """Whether its frames, or most of them, were looked at."""
        return any(_same(suggestion, other) for other in self._way)

    def done(self, suggestion: Suggestion) -> bool:
        """Whether its worst frame was labelled or its sides exchanged since."""
        shown = self._session.shown.get(suggestion.view)
        if suggestion.kind == SWAP:
            return not self.model.holds(suggestion)
        return shown is not None and suggestion.frame in shown.labels

    # -- going there

    def next(self) -> None:
        """The one after that at hand on the way, or the best that was not looked at; at the end from the beginning."""
        if self._then:
            return
        if not self.model.usable:
            self._find("begin")
            return
        at = self._way.index(self.chosen) + 1 if self.chosen in self._way else len(self._way)
        if at < len(self._way):
            self.go_to(self._way[at])
        elif (found := self._best()) is not None:
            self.go_to(found)
        else:
            self._find("begin again" if self._way else "begin")

    def previous(self) -> None:
        """The one that was looked at before that at hand."""
        at = self._way.index(self.chosen) if self.chosen in self._way else len(self._way)
        if at and self.model.usable:
            self.go_to(self._way[at - 1])
        else:
            self._say(tr("No suggestion was looked at before this one."))

    def go_to(self, suggestion: Suggestion) -> None:
        """Its view at hand, its worst frame, and its worst joint to be corrected."""
        if not self._travel(suggestion.view, suggestion.frame, "" if suggestion.kind == SWAP else suggestion.joints[0]):
            return
        if suggestion not in self._way:
            self._way.append(suggestion)
        self.chosen = suggestion
        self.changed.emit()
        if not self._seen:
            self._say(self.title(suggestion), suggestion.reason)

    def title(self, suggestion: Suggestion) -> str:
        """'Suggestion 2 of 20, cam1'."""
        view, found = self._session.views.get(suggestion.view), self.model.suggestions
        name = view.name if view is not None else suggestion.view
        if suggestion not in found:
            return tr("Suggestion, {view}").format(view=name)
        return tr("Suggestion {n} of {count}, {view}").format(
            n=found.index(suggestion) + 1, count=len(found), view=name)

    def exchange(self, suggestion: Suggestion) -> None:
        """Left and right of the athlete exchanged in a suggestion's frames: one edit."""
        session, project = self._session, self._session.project
        if project is None or session.refuses():
            return
        skeletons = {view: shown.poses.skeleton for view, shown in session.shown.items()}
        proposal = sides.Proposal(suggestion.view, suggestion.start, suggestion.stop, math.nan, suggestion.reason)
        try:
            edit = sides.repair_edit(project.document, [proposal], skeletons)
        except ParallaxError as error:
            session.report(error)
            return
        if edit is not None:
            session.do(edit, self)
            self.changed.emit()

    # -- labels that may be slips

    @property
    def suspicions(self) -> list[Suspicion]:
        """Without those that look right to the user, and those whose label is gone."""
        keys = ((each, self._key(each)) for each in self.model.suspicions)
        return [each for each, key in keys if key is not None and key not in self._fine]

    @property
    def hidden(self) -> int:
        """How many are not listed since they look right."""
        return sum(self._key(each) in self._fine for each in self.model.suspicions)

    def go_to_label(self, suspicion: Suspicion) -> None:
        self._travel(suspicion.view, suspicion.frame, suspicion.joint)

    def looks_right(self, suspicion: Suspicion) -> None:
        """This label is not listed any more, for as long as it stays and the window is open."""
        if (key := self._key(suspicion)) is not None:
            self._fine.add(key)
            self.changed.emit()

    def list_all(self) -> None:
        """What looked right is listed again."""
        self._fine.clear()
        self.changed.emit()

    def _key(self, suspicion: Suspicion) -> tuple[str, int, str, Keypoint] | None:
        shown = self._session.shown.get(suspicion.view)
        label = shown.labels.get(suspicion.frame) if shown is not None else None
        point = label.points.get(suspicion.joint) if label is not None else None
        return (suspicion.view, suspicion.frame, suspicion.joint, point) if point is not None else None

    # -- inside

    @property
    def _seen(self) -> bool:
        """Whether somebody sees the lists, and with them why a frame is suggested."""
        return bool(self._viewers)

    def _best(self) -> Suggestion | None:
        return next((each for each in self.model.suggestions if not self.visited(each) and not self.done(each)), None)

    def _find(self, then: str) -> None:
        self._then = then
        self._slow.start()
        self.model.look()

    def _say_slow(self) -> None:
        if self._then and not self._seen:
            self._say(tr(LOOKING))

    def _found(self) -> None:
        then, waits = self._then, self.model.busy
        if then and not waits:
            self._then = ""
            self._slow.stop()
            self._begin(then)
        self.changed.emit()

    def _begin(self, then: str) -> None:
        self._way.clear()
        self.chosen = None
        first = self._best()
        if first is None:
            self._say(self.model.empty or (tr(NOTHING) if then == "begin" else tr(
                "Everything suggested was looked at or labelled, and another look has found nothing more.")))
            return
        self.go_to(first)
        if then == "begin again":
            found, view = self.model.suggestions, self._session.views.get(first.view)
            said = tr("That was the last suggestion. This is the first of another look, {n} of {count}, {view}.")
            self._say(said.format(n=found.index(first) + 1, count=len(found),
                                  view=view.name if view is not None else first.view),
                      "" if self._seen else first.reason)

    def _views_changed(self) -> None:
        self._way = [each for each in self._way if each.view in self._session.views]
        if self.chosen not in self._way:
            self.chosen = None
        if self._session.project is not self._project:
            self._project, self._then = self._session.project, ""
            self._slow.stop()
            self._fine.clear()

    def _say(self, title: str, text: str = "") -> None:
        self._session.noticed.emit(Notice("info", title, text))

    def _travel(self, view_id: str, frame: int, joint: str) -> bool:
        """False where that frame is not there any more."""
        view, shown = self._session.views.get(view_id), self._session.shown.get(view_id)
        if view is None or shown is None or not 0 <= frame < len(shown.poses.times):
            return False
        correcting, names = self._correcting, shown.poses.skeleton.joints
        self._player.pause()
        self._stage.activate(view_id)
        self._player.seek(float(view.clock.to_ref(shown.poses.times[frame])))
        if correcting.can and not self._session.read_only:
            if not correcting.on:
                correcting.toggle()
            if joint in names:
                correcting.choose(names.index(joint))
            self._stage.panes[view_id].setFocus()
        return True


def _same(a: Suggestion, b: Suggestion) -> bool:
    """Whether two, of different looks perhaps, are of the same doubt."""
    return a.view == b.view and (a.kind == SWAP) == (b.kind == SWAP) and (
        a.start <= b.frame < a.stop or b.start <= a.frame < b.stop)
