"""What the synchronization panel says, worked out from the project: plain rows, no widgets."""

from dataclasses import dataclass

from app.stage import Stage
from app.sync_curve import Trace, signed, trace
from app.sync_lanes import Lane
from app.sync_sources import Sources
from app.syncing import locked
from app.words import marked, tr
from core.clock import Clock
from core.document import Document, View
from core.sync_records import Synchronization, ViewSync

GOOD = 0.75  # a confidence from which an answer needs no second look
METHOD_WORDS = {"audio": marked("Sound"), "pose": marked("Movement"), "agreement": marked("3D agreement"),
                "manual": marked("Marks")}


@dataclass(frozen=True)
class Try:
    """An answer to be tried for a view. title: on its button."""

    title: str
    offset_s: float
    drift_ppm: float | None = None


@dataclass(frozen=True)
class CardRow:
    """A view in the list. kind: of its chip: 'good', 'fair', 'bad', 'none'; chip: its word; sentence: where the view
    lies and why; warning: what is wrong, or ''; tries: answers to choose from where they conflict. slow_hint: the
    factor its file seems to have."""

    id: str
    name: str
    colour: str
    kind: str
    chip: str
    sentence: str
    offset_s: float
    step_s: float
    slow_motion: float
    locked: bool
    active: bool
    warning: str = ""
    tries: tuple[Try, ...] = ()
    slow_hint: float | None = None


def lanes(document: Document, stage: Stage, sources: Sources) -> list[Lane]:
    from core.synchronize import marks

    held, there = locked(document), marks(document)
    rows = []
    for view in document.views.values():
        source = sources.of(view.id)
        note = tr(source.note) if source.wave is None else ""
        if source.energy is None and source.heard and note:
            note = tr("{note}, and no poses are found yet").format(note=note)
        own = tuple((mark.label, mark.t_view) for mark in there if mark.view == view.id)
        rows.append(Lane(view.id, view.name, stage.colour(view), stage.clock(view), view.first_s,
                         view.last_s + 1 / float(view.fps), source.wave, source.energy, note, view.id in held, own))
    return rows


def cards(document: Document, found: Synchronization | None, stage: Stage, sources: Sources) -> list[CardRow]:
    held = locked(document)
    anchor = found.anchor if found is not None else next(iter(document.views), "")
    rows = []
    for view in document.views.values():
        said = next((v for v in found.views if v.view == view.id), None) if found is not None else None
        kind, chip, sentence, warning = _verdict(view, said, found, anchor)
        rows.append(CardRow(
            view.id, view.name, stage.colour(view), kind, chip, sentence, view.offset_s,
            view.clock.rate / float(view.fps), view.slow_motion, view.id in held, view.id == stage.active, warning,
            _tries(view.id, found, document), sources.of(view.id).slow_motion))
    return rows


def _verdict(view: View, said: ViewSync | None, found: Synchronization | None, anchor: str
             ) -> tuple[str, str, str, str]:
    """(kind of chip, its word, sentence, warning)."""
    moved = bool(view.offset_s or view.drift_ppm)
    if found is None or said is None:
        if moved:
            sentence = tr("{view} {starts}, placed by hand.").format(view=view.name, starts=starts_at(view))
            return "none", tr("by hand"), sentence, ""
        if view.id == anchor:
            return "none", tr("reference"), tr("The recording's time is the time of this view."), ""
        return "none", tr("not yet"), tr("Not synchronized: its first frame is taken to be at the same moment."), ""
    sentence = said.sentence.rstrip(".") + "." if said.sentence else ""
    conflict = " ".join(c.sentence for c in found.conflicts if view.id in (c.a, c.b) and view.id != anchor)
    out = " ".join(o.sentence for o in found.left_out if view.id in (o.a, o.b) and view.id != anchor)
    if view.id == anchor and said.accepted and not moved:
        return "none", tr("reference"), tr("The recording's time is the time of this view."), ""
    if by_hand(view.id, found):
        return "good", tr("by hand"), sentence, ""
    if conflict:
        return "fair", tr("conflict"), sentence, conflict
    if not said.accepted:
        return "bad", tr("cannot tell"), sentence, out or _why(view.id, found)
    if said.confidence < GOOD:
        return "fair", tr("fair"), sentence, out
    return "good", tr("high") if said.confidence >= 0.9 else tr("good"), sentence, out


def by_hand(view: str, found: Synchronization) -> bool:
    """Whether somebody has placed this view, which settles it."""
    return any(v.view == view and v.evidence == ("manual",) for v in found.views)


def _why(view: str, found: Synchronization) -> str:
    """Why there is no answer: what each method said of this view and the anchor."""
    reasons = [f"{_word(p.method)}: {p.reason}" for p in found.about(found.anchor, view)
               if p.reason and not p.accepted]
    return " ".join(reason if reason.endswith(".") else f"{reason}." for reason in reasons)


def _tries(view: str, found: Synchronization | None, document: Document) -> tuple[Try, ...]:
    """The answers of which the program does not choose: both sides of a conflict, or the likeliest where none is sure.
    """
    if found is None or view == found.anchor or by_hand(view, found):
        return ()
    anchor = document.views[found.anchor].clock if found.anchor in document.views else Clock()
    tries = []
    for conflict in found.conflicts:
        if view not in (conflict.a, conflict.b):
            continue
        other = conflict.a if view == conflict.b else conflict.b
        base = document.views[other].clock if other in document.views else anchor
        rate = 1 + base.drift_ppm * 1e-6
        for method, offset in conflict.answers:
            own = base.offset_s + rate * offset if view == conflict.b else base.offset_s - rate * offset
            tries.append(Try(f"{_word(method)}: {signed(own)}", own))
    said = next((v for v in found.views if v.view == view), None)
    if not tries and said is not None and not said.accepted:
        for pair in found.about(found.anchor, view):
            word = _word(pair.method)
            tries += [Try(f"{word}: {signed(answer.offset_s)}", answer.offset_s, answer.drift_ppm)
                      for answer in trace(pair, view, anchor).answers[:2]]
    return tuple(tries[:4])


def _word(method: str) -> str:
    return tr(METHOD_WORDS.get(method, method))


def traces(document: Document, found: Synchronization | None, view: str) -> list[Trace]:
    """What each method says of a view and the anchor; of a view without a word with the anchor, and another."""
    if found is None:
        return []
    pairs = [p for p in found.pairs if view in (p.a, p.b)]
    with_anchor = [p for p in pairs if found.anchor in (p.a, p.b)] or pairs[:3]
    out = []
    for pair in with_anchor:
        other = document.views.get(pair.a if pair.b == view else pair.b)
        if other is not None:
            out.append(trace(pair, view, other.clock))
    order = list(METHOD_WORDS)
    return sorted(out, key=lambda t: order.index(t.method) if t.method in order else len(order))


def starts_at(view: View) -> str:
    """'starts 1.283 s later'."""
    from core.sync_records import starts

    return starts(float(view.clock.to_ref(view.first_s)) - view.first_s)


def summary(document: Document, found: Synchronization | None) -> tuple[str, str]:
    """(kind, sentence) of the whole: 'good', 'fair', 'bad' or 'none'."""
    if found is None:
        return "none", tr("Sound and movement tell when each camera was started and how fast its clock runs.")
    unsure = [document.views[v.view].name for v in found.views if not v.accepted and v.view in document.views]
    if any(not by_hand(view, found) for c in found.conflicts for view in (c.a, c.b) if view != found.anchor):
        return "fair", tr("The evidence is in conflict. Look at both answers and choose.")
    if unsure:
        return "bad", tr("Cannot tell when {views} started.").format(views=", ".join(unsure))
    told = tr("{n} views on one timeline.").format(n=len(found.views))
    if found.loop_residual_s is not None:
        told += " " + tr("All pairs close to {ms} ms.").format(ms=f"{1000 * found.loop_residual_s:.1f}")
    return "good", told
