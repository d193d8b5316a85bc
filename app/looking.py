"""Which frames a detector looks at: what there is to choose from for the views at hand, and what it saves, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.words import tr
from core import sparse
from core.cards import Card

ALL, AUTO = "1", "auto"  # of the choices; the others are called by their stride
# Of the time that one core takes to find one person in every frame of 1080 × 1920 pixels, the share that goes into
# reading the frames, which it always takes; and how many times longer one frame takes when the last one was further
# away than AWAY_S, since the person is no longer where it was. Measured on a runner filmed at 30 and 60 frames/s.
READING, SEARCH, AWAY_S = 0.15, 2.5, 0.15


@dataclass(frozen=True)
class Looks:
    """Every `stride`-th frame is looked at, and at the strides `finer`, the coarsest first, where somebody is fast."""

    stride: int = 1
    finer: tuple[int, ...] = ()


def strides_of(card: Card) -> tuple[int, ...]:
    """The strides that a lifter of key-frames was trained for, as its card says."""
    told = card.settings.get("s_in")
    return tuple(sorted(s for s in told if isinstance(s, int) and s > 1)) if isinstance(told, list) else ()


def choices(filler: Card | None, rates: Sequence[float]) -> dict[str, Looks]:
    """What can be chosen with this lifter of key-frames for views of these frame rates, by a name to remember."""
    found = {ALL: Looks()}
    strides = sparse.offered(strides_of(filler), rates) if filler is not None else ()
    if len(strides) > 1:
        found[AUTO] = Looks(strides[-1], tuple(reversed(strides[:-1])))
    return found | {str(stride): Looks(stride) for stride in strides}


def nearest(known: Mapping[str, Looks], wanted: str) -> str:
    """The choice that was made, or what comes closest to it here."""
    if wanted in known:
        return wanted
    strides = [looks.stride for looks in known.values() if looks.stride > 1 and not looks.finer]
    if not strides or wanted == ALL:
        return ALL
    if not wanted.isdecimal() or int(wanted) < 1:
        return str(max(strides))
    return str(min(strides, key=lambda stride: max(stride / int(wanted), int(wanted) / stride)))


def times_faster(stride: int, fps: float) -> float:
    """About how many times faster poses are found than in every frame."""
    return 1 / (READING + (1 - READING) * (SEARCH if stride / fps > AWAY_S else 1) / stride)


def words(looks: Looks, fps: float) -> tuple[str, str]:
    """A title, and what it means. fps: of the views, or of the fastest."""
    if looks.stride == 1:
        return tr("Every frame"), tr("Looks for people in every frame.")
    gain = f"{times_faster(looks.stride, fps):.0f}"
    nth, filled = ordinal(looks.stride), tr("The frames between are filled in, in 3D by a lifter that was made for it.")
    if looks.finer:
        more = tr(" and ").join(ordinal(stride) for stride in looks.finer)
        said = tr("Looks for people in every {nth} frame, then in every {more} where it is fast.")
        faster = tr("Up to {n} times faster.").format(n=gain)
        return tr("Automatic (more where it is fast)"), f"{said.format(nth=nth, more=more)} {filled} {faster}"
    said = tr("Looks for people every {n} s.").format(n=f"{looks.stride / fps:.2f}")
    missed = tr("What is faster than that is missed. About {n} times faster: every frame is read all the same.")
    return (tr("Every {nth} frame (about {n}× faster)").format(nth=nth, n=gain),
            f"{said} {filled} {missed.format(n=gain)}")


def why_not(fillers: Sequence[Card]) -> str:
    """Why every frame has to be looked at."""
    if not fillers:
        return tr("To look at some frames only takes a lifter that fills in the others, and none is installed.")
    return tr("The lifters that fill in frames were not made for the frame rates of these views.")


def ordinal(number: int) -> str:
    """'5th', '2nd'."""
    first = {1: tr("{n}st"), 2: tr("{n}nd"), 3: tr("{n}rd")} if number % 100 not in (11, 12, 13) else {}
    return first.get(number % 10, tr("{n}th")).format(n=number)
