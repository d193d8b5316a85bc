"""The 2D of several detectors in one project: which sets there are of a view, and showing another one of them."""

from collections.abc import Iterable

from core.document import Document, Edit, Prediction, Put, Setting, active_key
from core.words import tr


def detector_of(document: Document, row: Prediction) -> str:
    """Who found a 2D set: the model of it, or of the set that it was repaired from."""
    seen = {row.id}
    while (before := document.predictions.get(row.made_from)) is not None and before.id not in seen:
        row = before
        seen.add(row.id)
    told = row.settings.get("repaired")
    return told if isinstance(told, str) and told else row.model


def sets(document: Document, view: str) -> dict[str, Prediction]:
    """Detector → its newest 2D of a view, with swaps of sides repaired where they were; that on screen for its own."""
    found: dict[str, Prediction] = {}
    shown = document.active("2d", view)
    rows = [row for row in document.predictions.values() if (row.kind, row.view) == ("2d", view)]
    made_from = {row.made_from for row in rows}
    for row in sorted(rows, key=lambda row: row.made_s):
        if row.id not in made_from:  # what was repaired stands for what it was repaired from
            found[detector_of(document, row)] = row
    return found if shown is None else found | {detector_of(document, shown): shown}


def show(document: Document, views: Iterable[str], detector: str, title: str) -> Edit | None:
    """The edit that shows a detector's 2D, and the 3D that was lifted from it, in these views; None where it is shown
    already, or found nothing. title: of the detector."""
    puts: list[Put] = []
    for view in views:
        row, now = sets(document, view).get(detector), document.active("2d", view)
        if row is None or row is now:
            continue
        puts.append(document.put(Setting(active_key("2d", view), row.id)))
        lifted = [each for each in document.predictions.values() if each.kind == "3d" and each.made_from == row.id]
        if lifted:
            newest = max(lifted, key=lambda each: each.made_s)
            puts.append(document.put(Setting(active_key("3d", view), newest.id)))
    return Edit(tr("Show what {title} found").format(title=title), tuple(puts)) if puts else None
