"""Synchronization in the document: what is stored, and the edits that change the views' clocks.

Everything here is cheap and does no I/O: the window may call it while it draws. An edit that would change nothing
still makes an Edit with the same rows, so that a caller need not look.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from core.document import Document, Edit, Put, View
from core.records import build, plain
from core.sync_marks import Mark
from core.sync_records import Synchronization, ViewSync, placed, read
from core.words import tr

SYNC = "sync"          # id of the Setting that holds the last Synchronization
MARKS = "sync/marks"   # id of the Setting that holds the marks
MOST_MARKS = 1000
_SAME_S, _SAME_PPM = 1e-6, 1e-6  # nobody can move a clock by less


def stored(document: Document) -> Synchronization | None:
    """The last synchronization, as it was found; None where there is none or the project is damaged there."""
    return read(document.setting(SYNC), set(document.views))


def current(document: Document) -> Synchronization | None:
    """The last synchronization with the clocks that are in force now: a view that was moved since by hand says so."""
    found = stored(document)
    if found is None:
        return None
    views = tuple(_now(document.views[v.view], v, found) for v in found.views)
    return replace(found, views=views)


def _now(view: View, found: ViewSync, whole: Synchronization) -> ViewSync:
    moved = view.offset_s - found.offset_s
    if abs(moved) < _SAME_S and abs(view.drift_ppm - found.drift_ppm) < _SAME_PPM:
        return found
    if not found.accepted and view.offset_s == 0 and view.drift_ppm == 0:
        return found  # it was never placed
    half_frame = 0.5 / float(view.fps) / view.slow_motion
    sentence = placed(view.name, view.offset_s, view.drift_ppm, None, ("manual",), 1.0)
    if found.accepted and view.id != whole.anchor:
        sentence += "; " + tr("{ms} ms from what was found").format(ms=f"{1000 * moved:+.1f}")
    return replace(found, offset_s=view.offset_s, drift_ppm=view.drift_ppm, sigma_s=half_frame, sigma_drift_ppm=None,
                   confidence=1.0, evidence=("manual",), sentence=sentence)


def marks(document: Document) -> tuple[Mark, ...]:
    """The marks there are, of the views there are; what is damaged is passed over."""
    found = []
    value = document.setting(MARKS, ())
    for data in value[:MOST_MARKS] if isinstance(value, tuple) else ():
        try:
            mark = build(Mark, plain(data))
        except (ValueError, TypeError):
            continue
        if mark.view in document.views:
            found.append(mark)
    return tuple(found)


def edit_for(document: Document, found: Synchronization, title: str = "") -> Edit:
    """The Edit that takes a synchronization over: its evidence, and the clocks of the views it is sure of.

    Views of which it 'cannot tell' keep the clock they have; views that were removed meanwhile are passed over.
    """
    there = [v for v in found.views if v.view in document.views]
    puts = [_clock(document, v.view, v.offset_s, v.drift_ppm) for v in there if v.accepted]
    title = title or (tr("Synchronize 1 view") if len(there) == 1 else
                      tr("Synchronize {n} views").format(n=len(there)))
    return Edit(title, (*puts, _setting(document, SYNC, plain(found))))


def place_edit(document: Document, view: str, offset_s: float, drift_ppm: float | None = None, title: str = "") -> Edit:
    """The Edit that sets a view's clock by hand: a lane that was dragged, or a candidate that was chosen.

    drift_ppm None keeps the drift. Raises KeyError where there is no such view, ValueError where no camera has that
    clock.
    """
    row = document.views[view]
    drift = row.drift_ppm if drift_ppm is None else drift_ppm
    return Edit(title or tr("Move {view}").format(view=row.name), (_clock(document, view, offset_s, drift),))


def nudge_edit(document: Document, view: str, by_s: float) -> Edit:
    """The Edit that moves a view later (earlier where negative) by reference seconds: see `frame_of` for a frame."""
    row = document.views[view]
    title = tr("Nudge {view} by {ms} ms").format(view=row.name, ms=f"{1000 * by_s:+.1f}")
    return place_edit(document, view, row.offset_s + by_s, title=title)


def frame_of(view: View) -> float:
    """Reference seconds of one frame of a view: what a nudge moves by, or a tenth of it."""
    return view.clock.rate / float(view.fps)


def mark_edit(document: Document, label: str, view: str, t_view: float | None) -> Edit:
    """The Edit that marks an event in a view (seconds of its file), in place of its mark there; None removes it.

    Raises KeyError where there is no such view.
    """
    name = document.views[view].name
    kept = [m for m in marks(document) if (m.label, m.view) != (label, view)]
    if t_view is not None:
        kept.append(Mark(label, view, float(t_view)))
    title = tr("Remove mark {label} in {view}") if t_view is None else tr("Mark {label} in {view}")
    return Edit(title.format(label=label, view=name), (_setting(document, MARKS, plain(kept)),))


def slow_motion_edit(document: Document, view: str, factor: float) -> Edit:
    """The Edit that says how many times slower than life a view's file plays. Its first frame keeps its moment.

    Raises KeyError where there is no such view, ValueError where no camera has that factor.
    """
    row = document.views[view]
    first = float(row.clock.to_ref(row.first_s))
    new = replace(row, slow_motion=factor)
    new = replace(new, offset_s=new.offset_s + first - float(new.clock.to_ref(row.first_s)))
    title = tr("{view} is at life's speed") if factor == 1 else tr("{view} is {factor}× slow motion")
    return Edit(title.format(view=row.name, factor=f"{factor:g}"), (document.put(new),))


def reset_edit(document: Document, views: Sequence[str] | None = None) -> Edit:
    """The Edit that forgets the clocks found (all views, or these) and, for all, the evidence. Slow-motion factors are
    a fact of the file and stay."""
    puts = [_clock(document, view, 0.0, 0.0) for view in (document.views if views is None else views)]
    if views is None:
        puts += [document.drop("settings", SYNC)] if document.setting(SYNC) is not None else []
    return Edit(tr("Reset the clocks"), tuple(puts))


def _clock(document: Document, view: str, offset_s: float, drift_ppm: float) -> Put:
    if not (math.isfinite(offset_s) and abs(offset_s) < 1e7):
        raise ValueError(f"an offset of {offset_s} s")
    return document.put(replace(document.views[view], offset_s=float(offset_s), drift_ppm=float(drift_ppm)))


def _setting(document: Document, key: str, value: object) -> Put:
    from core.document import Setting

    return document.put(Setting(key, value))
