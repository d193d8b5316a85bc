"""Which frames are worth labelling and which labels may be slips, as things are now: worked out in the pool.

It stands on what is shown: each view's 2D with its corrections, its 3D, and the comparison of the views.
"""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.compare_model import CompareModel
from app.player import Player
from app.session import Session
from app.shown import ATHLETE, Shown
from app.words import tr
from core.clock import Clock
from core.compare import Comparison
from core.corrected import MadeFrom, at_keys, correct
from core.errors import ParallaxError
from core.evidence import Look
from core.labels import Swap, swaps_of
from core.sides import Proposal
from core.skeleton import H36M17
from core.sparse import filled
from core.storage import Project
from core.suggest import Suggestion, Suspicion, suggest, suspicious

JOB = "suggest"
REST_MS = 500         # without a change before what has changed is looked at
LONGEST_REST_MS = 10_000  # where a look takes long
AGAIN_MS = 40         # until it is seen again whether the comparison is there


@dataclass(frozen=True, eq=False)
class _Seen:
    """What a look stands on. None of it is ever changed in place, so the same objects say the same."""

    views: tuple[tuple[str, Shown, Clock], ...]
    comparison: Comparison | None
    proposals: tuple[Proposal, ...]

    def same(self, other: "_Seen | None") -> bool:
        """Whether another look would find the same."""
        return (other is not None and self.comparison is other.comparison and self.proposals == other.proposals
                and [(view, id(shown), clock) for view, shown, clock in self.views]
                == [(view, id(shown), clock) for view, shown, clock in other.views])

    def same_frames(self, other: "_Seen | None") -> bool:
        """Whether both speak of the same predictions at the same times; labels and 3D may differ."""
        return (other is not None
                and [(view, id(shown.poses), shown.athlete, clock) for view, shown, clock in self.views]
                == [(view, id(shown.poses), shown.athlete, clock) for view, shown, clock in other.views])


@dataclass(frozen=True)
class _Proposed:
    """Sides that seemed exchanged, in a prediction and with the swaps that there were then in these frames."""

    proposal: Proposal
    prediction: str
    swaps: tuple[Swap, ...]


class SuggestModel(QObject):
    """changed(): other suggestions or suspicions, or another reason why there are none. Both are best first.

    Nothing is worked out but while somebody looks (`set_open`), or once, when it is asked for (`look`).
    """

    changed = Signal()

    def __init__(self, session: Session, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._compare = CompareModel(session, player, self, key="compare to suggest", kept=1)
        self.suggestions: tuple[Suggestion, ...] = ()
        self.suspicions: tuple[Suspicion, ...] = ()
        self.fault = ""  # why the last look failed
        self.open = False
        self._asked = False
        self._project: Project | None = None
        self._seen: _Seen | None = None  # what the last look stood on
        self._dirty = True               # something may be other than that
        self._proposed: tuple[_Proposed, ...] = ()
        self._began: float | None = None  # when the look under way did
        self._took_s = 0.0                # what the last one took
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._look)
        session.opened.connect(self._views_changed)
        session.changed.connect(lambda change, sender: self._again())
        session.proposed.connect(self._take_proposals)
        for signal in (session.poses_changed, session.labels_changed, session.lifting.followed):
            signal.connect(lambda view: self._again())
        self._views_changed()

    # -- what is known

    @property
    def wanted(self) -> bool:
        return self.open or self._asked

    @property
    def busy(self) -> bool:
        """Whether the first look, or one that was asked for, is still to come."""
        return self.wanted and bool(self._views()) and (self._asked or (self._seen is None and not self.fault))

    @property
    def usable(self) -> bool:
        """Whether what was found speaks of the frames that are shown; labels may have come since."""
        return self._seen is not None and self._seen.same_frames(_Seen(self._views(), None, ()))

    @property
    def empty(self) -> str:
        """Why nothing can be found; '' where it can."""
        if self.fault:
            return self.fault
        if not any(not shown.bare for shown in self._session.shown.values()):
            return tr("There are no poses yet. Find poses first: the frames that are worth correcting are listed then.")
        if self._views():
            return ""
        if self._session.runs.running:
            return tr("Poses are being found. What is found is looked at as soon as that has ended.")
        return tr("Nobody is the athlete yet. Click the person in the video.")

    @property
    def compared(self) -> bool:
        """Whether several views took part in the last look."""
        return self._seen is not None and self._seen.comparison is not None

    def holds(self, suggestion: Suggestion) -> bool:
        """Whether the sides that a suggestion wants exchanged still are as they were when it was made."""
        return any((p.view, p.start, p.stop) == (suggestion.view, suggestion.start, suggestion.stop)
                   for p in self._proposals())

    def set_open(self, is_open: bool) -> None:
        """Whether anybody sees what is found."""
        if is_open == self.open:
            return
        self.open = is_open
        if is_open and self._dirty:
            self._look()
        elif not self.wanted:
            self._stop()

    def look(self) -> None:
        """Find out how things are now, even if nobody looks; `changed` tells when that is known."""
        self._asked = True
        self._look()

    # -- working it out

    def _again(self) -> None:
        """Something may be other than it was."""
        self._dirty = True
        if self.wanted and not (self._asked and self._rest.isActive()):
            self._rest.start(max(REST_MS, min(round(2000 * self._took_s), LONGEST_REST_MS)))

    def _stop(self) -> None:
        self._rest.stop()
        self._dirty = self._dirty or self._session.jobs.busy(JOB)
        self._session.jobs.forget(JOB)
        self._compare.set_open(False)
        self._began = None

    def _views_changed(self) -> None:
        """Another project, or other views: what is gone is forgotten at once."""
        if self._session.project is not self._project:
            self._project = self._session.project
            self._asked, self._took_s = False, 0.0
            self._stop()
            self._take(None, (), ())
            self._take_proposals()
        elif self._seen is not None and any(view not in self._session.views for view, _, _ in self._seen.views):
            self._take(None, (), ())
        self._again()

    def _take_proposals(self) -> None:
        """Somebody has looked for exchanged sides."""
        found = []
        for proposal in self._session.proposals:
            row = self._project.document.active("2d", proposal.view) if self._project is not None else None
            if row is not None:
                found.append(_Proposed(proposal, row.id, self._swaps(proposal)))
        self._proposed = tuple(found)
        self._again()

    def _swaps(self, proposal: Proposal) -> tuple[Swap, ...]:
        """Of a proposal's frames."""
        assert self._project is not None
        return tuple(swap for swap in swaps_of(self._project.document, proposal.view, ATHLETE)
                     if swap.start < proposal.stop and proposal.start < swap.stop)

    def _proposals(self) -> tuple[Proposal, ...]:
        """Those that hold: nothing was detected anew since, and nothing exchanged in their frames."""
        if self._project is None:
            return ()
        document = self._project.document
        return tuple(each.proposal for each in self._proposed
                     if (row := document.active("2d", each.proposal.view)) is not None and row.id == each.prediction
                     and self._swaps(each.proposal) == each.swaps)

    def _views(self) -> tuple[tuple[str, Shown, Clock], ...]:
        """The views whose athlete is known, but for those in which a run is still finding people."""
        shown = self._session.shown
        return tuple((view.id, of, view.clock) for view in self._session.views.values()
                     if (of := shown.get(view.id)) is not None and of.kept and of.athlete is not None
                     and (of.labels or not of.bare))

    def _look(self) -> None:
        self._rest.stop()
        if not self.wanted:
            return
        views = self._views()
        if not views:
            self._asked = False
            self._stop()
            self._take(None, (), ())
            return
        self._began = self._began or time.monotonic()
        self._compare.set_open(True)
        if self._compare.busy or self._session.jobs.busy(JOB):  # two looks at once would only take turns
            self._rest.start(AGAIN_MS)
            return
        self._dirty = False
        now = _Seen(views, self._compare.comparison, self._proposals())
        if now.same(self._seen) and not self.fault:
            self._finish()
        else:
            self._session.jobs.submit(JOB, lambda: _work(now), lambda found: self._done(now, *found), self._failed)

    def _done(self, seen: _Seen, suggestions: tuple[Suggestion, ...], suspicions: tuple[Suspicion, ...]) -> None:
        self._took_s = time.monotonic() - (self._began or time.monotonic())
        if seen.same_frames(_Seen(self._views(), None, ())):
            self._finish(seen, suggestions, suspicions)
        else:  # it speaks of what is gone, and somebody waits for what there is: else it had been forgotten
            self._rest.start(AGAIN_MS)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, ParallaxError):
            self._session.report(error)
        self.fault = str(error) if isinstance(error, ParallaxError) else tr("The frames could not be looked at.")
        self._seen = None
        self._finish()

    def _finish(self, seen: _Seen | None = None, suggestions: tuple[Suggestion, ...] = (),
                suspicions: tuple[Suspicion, ...] = ()) -> None:
        """A look has ended; without `seen` it found nothing new."""
        self._asked = False
        self._stop()
        if seen is not None:
            self._take(seen, suggestions, suspicions)
        else:
            self.changed.emit()
        if self.open and self._dirty:
            self._again()

    def _take(self, seen: _Seen | None, suggestions: tuple[Suggestion, ...], suspicions: tuple[Suspicion, ...]) -> None:
        self._seen, self.suggestions, self.suspicions, self.fault = seen, suggestions, suspicions, ""
        self._dirty = self._dirty or seen is None
        self.changed.emit()


def _work(seen: _Seen) -> tuple[tuple[Suggestion, ...], tuple[Suspicion, ...]]:
    """Runs in a worker; reads only what it is given."""
    looks = [look_at(view, shown, clock) for view, shown, clock in seen.views]
    return suggest(looks, seen.comparison, seen.proposals), suspicious(looks, seen.comparison)


def look_at(view: str, shown: Shown, clock: Clock) -> Look:
    """A view with its corrections, as it is looked at for faults. shown: with an athlete."""
    assert shown.athlete is not None
    source = MadeFrom("", shown.athlete, tuple(shown.labels.values()), shown.swaps)
    made = correct(shown.poses, source)
    xys = made.poses.xys[:, 0] if shown.unseen is None else filled(at_keys(shown.poses, source)).xys[:, shown.athlete]
    # The scene's axes and floor in place of the camera's: that changes no bone.
    fits = shown.points is not None and shown.skeleton == H36M17 and len(shown.points) == len(shown.poses.times)
    return Look(view, xys, shown.poses.times, shown.poses.skeleton, clock, made.labelled,
                shown.points if fits else None, shown.unseen)
