"""Who or what put a joint where it is, in words: for the panel, its tool tips and the hint in the pane."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.words import marked, tr
from core.cards import cards
from core.document import Document
from core.labels import ABSENT, COPIED, GHOST, HUMAN, IMPORTED, INTERPOLATED, OCCLUDED, VISIBLE, Keypoint
from core.pose import Source

SOURCES: Mapping[str, str] = {HUMAN: marked("by hand"), COPIED: marked("copied"), INTERPOLATED: marked("interpolated"),
                              GHOST: marked("from the other views"), IMPORTED: marked("imported")}
STATES: Mapping[str, str] = {VISIBLE: marked("visible"), OCCLUDED: marked("hidden"), ABSENT: marked("absent")}
REPAIR = "swap-repair"  # the source of poses with sides put right; the detector's own are what they were made from
SHORT = 8               # of the digits of weights


def labelled(point: Keypoint) -> str:
    """'hidden, by hand', 'visible, corrected by TITLE'."""
    known = SOURCES.get(point.source)
    by = tr(known) if known else tr("corrected by {model}").format(model=title(point.source))
    return f"{tr(STATES.get(point.state, point.state))}, {by}"


def detected(maker: Source, score: float, full: bool = False) -> str:
    """'detected by BlazePose full, 0.83'; full: 'detected by BlazePose full, weights 1a2b3c4d, score 0.83'."""
    by = tr("detected by {model}").format(model=title(maker.model)) if maker.model else tr("detected")
    if not full:
        return f"{by}, {score:.2f}"
    said = [by, tr("weights {digits}").format(digits=maker.weights[:SHORT])] if maker.weights else [by]
    return ", ".join([*said, tr("score {score}").format(score=f"{score:.2f}")])


def terse(maker: Source, score: float) -> str:
    """'BlazePose full, 0.83'."""
    return f"{title(maker.model)}, {score:.2f}" if maker.model else detected(maker, score)


def between(keys: NDArray[np.int64] | None, frame: int, full: bool = False) -> str:
    """'between key-frames'; full: 'between the key-frames 40 and 60, not looked at'."""
    after = int(np.searchsorted(keys, frame)) if keys is not None else 0
    if not full or keys is None or not 0 < after < len(keys):
        return tr("between key-frames")
    return tr("between the key-frames {before} and {after}, not looked at").format(
        before=keys[after - 1], after=keys[after])


def maker_of(source: Source, document: Document, view: str) -> Source:
    """Who detected a view's poses: of those with sides put right, whoever found them in the first place."""
    if source.model != REPAIR:
        return source
    detector, row = str(source.settings.get("repaired", "")), document.active("2d", view)
    for _ in range(10):  # a repair may be of a repair
        if row is None or row.model != REPAIR:
            break
        row = document.predictions.get(row.made_from)
    return Source(detector, row.weights if row is not None and row.model == detector else "")


@cache
def title(model: str) -> str:
    """The title of the model's card without what stands in brackets; the name itself where no card is there."""
    known = cards()
    fitting = [id for id in known if model == id or model.startswith(f"{id}-")]
    return known[max(fitting, key=len)].title.split(" (")[0] if fitting else model
