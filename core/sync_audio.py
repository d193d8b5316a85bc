"""The offset and drift of two recordings from their sound: onsets say where to look, phases say when exactly.

Sound travels 2.9 ms a metre: an event 3 m nearer to one camera than to the other is heard 9 ms earlier there. No
method that listens can see through that; it limits how well the pictures fit, and is not counted in `sigma_s`.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.progress import Progress, Step, silent
from core.sound import RATE, Sound, load_sound
from core.sync_audio_coarse import MIN_OVERLAP_S, Coarse, correlate
from core.sync_audio_fine import CLOCK_PPM, REACH_S, Blocks, Line, best_line, cut_blocks, refine
from core.sync_audio_follow import fit, follow, settled
from core.sync_audio_short import align_short
from core.sync_audio_signals import FRAME_S, onset_flux, whitened
from core.sync_pair import ACCEPT, Candidate, Curve, PairSync
from core.words import marked, tr

MS_PER_METRE = 1000 / 343.0  # travel of sound at 20 °C
_LONG_S = 90.0  # the shorter sound is searched in excerpts above this: drift smears a longer correlation
_EXCERPT_S = 60.0
_EXCERPTS = 12
_TRIED_FIRST = 3  # excerpts, the clearest; the others only where these do not convince
_CANDIDATES, _CANDIDATES_LONG = 14, 8
_SURE_FLUX = 6.0  # height of an onset peak that is not chance: the answer is then within _ECHO_S of it
_ECHO_S = 0.012  # an echo behind it is further away
_PHASE_Z = 5.2  # below this the stack's peak is one of the noise's own
_APART_S = 0.020  # two answers further apart than this contradict each other
_ROOM_S = 0.100  # echoes that matter come within it
_JUMP_S = 0.010  # how well a trial's place is known where it rests on onsets alone
_PEAK_S = 0.0001  # half the width of the peak of a whitened correlation
_SILENT = 1e-5  # full scale: −100 dB, below the last bit of a 16-bit recording
# Probability that the error is below 20 ms by logistic regression on development pairs (`python -m tests.bench.sync
# --calibrate` fits −3.1, 7.7, 0.95): constant, log of the evidence ratio, log of the evidence. The constant is lowered
# to the middle of the empty stretch between right and wrong answers there, for sounds that are not like those.
_LOGISTIC = (-3.9, 7.7, 0.95)
_MUCH = 400.0  # evidence above this does not make a rival less of one


def audio(path_a: Path | str, path_b: Path | str, *, progress: Progress = silent) -> PairSync:
    """t_a = offset_s + (1 + drift_ppm·1e-6)·t_b of two files from their sound alone, each with any codec and rate.

    Raises ParallaxError where a file has no sound track or a damaged one. A silent or too short sound, or two that
    have nothing in common, give a result that is not accepted and says why. Limited by the travel of sound, 2.9 ms
    a metre of difference in distance.
    """
    return align_sounds(load_sound(path_a, progress=progress), load_sound(path_b, progress=progress),
                        progress=progress)


def align_sounds(sound_a: Sound, sound_b: Sound, *, progress: Progress = silent) -> PairSync:
    """As `audio`, of sounds at 16 kHz that are already loaded. About 0.6 s for a minute, 3 s for ten on one core."""
    if sound_a.rate != RATE or sound_b.rate != RATE:
        raise ValueError(f"sounds must have {RATE} Hz")
    for silence, sound in ((marked("The first recording's sound is silent."), sound_a),
                           (marked("The second recording's sound is silent."), sound_b)):
        if float(np.abs(sound.samples).max(initial=0)) < _SILENT:
            return _refusal(tr(silence))
    if min(sound_a.duration_s, sound_b.duration_s) < MIN_OVERLAP_S + 1:
        return align_short(sound_a, sound_b)
    if sound_b.duration_s > sound_a.duration_s:  # excerpts are taken from the shorter one
        return align_sounds(sound_b, sound_a, progress=progress).inverse()
    return _Pair(sound_a, sound_b, progress).answer()


def evidence(sound_a: Sound, sound_b: Sound) -> tuple[float, float, Line] | None:
    """(log of the evidence ratio, of the evidence, best line) of two sounds whose first samples are at time 0: what the
    confidence is fitted on. None where they cannot be compared."""
    turned = sound_b.duration_s > sound_a.duration_s
    found = _Pair(sound_b, sound_a, silent).search() if turned else _Pair(sound_a, sound_b, silent).search()
    if found is None:
        return None
    line = found.trials[0].line
    if turned:
        rate = 1 + line.drift_ppm * 1e-6
        line = replace(line, offset_s=-line.offset_s / rate, drift_ppm=(1 / rate - 1) * 1e6)
    return *found.features, line


def _refusal(reason: str) -> PairSync:
    return PairSync(0.0, 0.0, float("inf"), 0.0, ("audio",), reason=reason)


@dataclass(frozen=True, eq=False)
class _Trial:
    """One candidate: a line, how high its onsets (flux_z) and its phases (line.z) stand, and its evidence."""

    line: Line
    flux_z: float
    evidence: float
    blocks: Blocks


@dataclass(frozen=True, eq=False)
class _Found:
    """All trials of an excerpt, the best first; evidence: for that one; rival: for the best that contradicts it."""

    trials: list[_Trial]
    coarse: Coarse
    start_s: float
    evidence: float
    rival: float

    @property
    def ratio(self) -> float:
        """How much stronger the evidence is than a contradicting answer's, as an amplitude."""
        return math.sqrt(self.evidence / max(self.rival, 1.0))

    @property
    def confidence(self) -> float:
        constant, by_ratio, by_size = _LOGISTIC
        ratio, size = self.features
        odds = constant + by_ratio * ratio + by_size * size
        return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))

    @property
    def features(self) -> tuple[float, float]:
        """What the confidence is computed from."""
        return math.log(self.ratio), math.log(min(max(self.evidence, 1.0), _MUCH) / 100)


class _Pair:
    """Two sounds, b the shorter, and what was computed from them."""

    def __init__(self, a: Sound, b: Sound, progress: Progress) -> None:
        self.a, self.b, self.progress = a, b, progress
        self.flux_a, self.flux_b = onset_flux(a, progress), onset_flux(b, progress)
        self.white_a, self.white_b = whitened(a, progress), whitened(b, progress)

    def answer(self) -> PairSync:
        found = self.search()
        if found is None:
            return _refusal(tr("The sounds have no onsets that could be compared."))
        best = found.trials[0]
        phased = best.line.z >= _PHASE_Z
        if not phased:
            return self._result(found, best.line, found.confidence, "")
        line = refine(best.blocks, best.line)
        length = _EXCERPT_S if self.b.duration_s > _LONG_S else self.b.duration_s
        line = self._again(line, (found.start_s, found.start_s + length))
        track = follow(self.white_a, self.white_b, line, self.progress)
        clear, main = np.isfinite(track.residual_s), track.longest()
        if not track.steps:
            if self.b.duration_s > _LONG_S and main.sum() >= 5:
                line = self._again(fit(track, line), (0.0, self.b.duration_s))
            return self._result(found, settled(line, track), found.confidence, "")
        # A rival that is what dropped sound leads to does not contradict the line: both are right, each in its part.
        found = replace(found, rival=_rival(found.trials, tuple(jump for _, jump in track.steps)))
        times = track.times_b[main]
        line = self._again(fit(track, line), (float(times[0]), float(times[-1])))
        return self._result(found, settled(line, track), found.confidence * float(main.sum() / clear.sum()),
                            _steps_note(track.steps, self.b.t0_s))

    def _again(self, line: Line, span_b: tuple[float, float]) -> Line:
        """A line at the exact maximum of all blocks in span_b, cut along the line itself."""
        blocks = cut_blocks(self.white_a, self.white_b, line.offset_s, span_b, reach_s=0.0, drift_ppm=line.drift_ppm)
        better = line if blocks is None else refine(blocks, line)
        # On the peak that the blocks were followed along, or else on a neighbour of it.
        far = abs(float(better.at(line.pivot_s) - line.at(line.pivot_s))) > _PEAK_S
        return line if far else better

    def search(self) -> _Found | None:
        """The most convincing excerpt of b."""
        length = self.b.duration_s
        if length <= _LONG_S:
            return self._examine(0.0, length, _CANDIDATES)
        number = min(math.ceil(length / _EXCERPT_S), _EXCERPTS)
        starts = np.linspace(0, length - _EXCERPT_S, number)
        coarse = [(float(start), self._coarse(float(start), _EXCERPT_S)) for start in starts]
        known = [(start, c) for start, c in coarse if c is not None]
        known.sort(key=lambda item: -_clearness(item[1]))
        best: _Found | None = None
        examined: list[_Found] = []
        for place, (start, curve) in enumerate(known):
            if place >= _TRIED_FIRST and best is not None and best.confidence > 0.9:
                break
            found = self._examine(start, _EXCERPT_S, _CANDIDATES_LONG, curve)
            if found is not None:
                examined.append(found)
                best = found if best is None or found.confidence > best.confidence else best
        return best if best is None or best.confidence > 0.9 else _pooled(examined)

    def _coarse(self, start: float, length: float) -> Coarse | None:
        first = round(start / FRAME_S)
        return correlate(self.flux_a, self.flux_b[:, first:first + round(length / FRAME_S)])

    def _examine(self, start: float, length: float, number: int, coarse: Coarse | None = None) -> _Found | None:
        coarse = coarse or self._coarse(start, length)
        if coarse is None:
            return None
        trials = []
        for lag, height in coarse.peaks(number):
            blocks = cut_blocks(self.white_a, self.white_b, lag - start, (start, start + length))
            if blocks is not None:
                line = best_line(blocks, _ECHO_S if height > _SURE_FLUX else REACH_S)
                if line.z < _PHASE_Z:
                    line = Line(lag - start, 0.0, line.z, pivot_s=line.pivot_s)
                common = len(blocks.centres_s) * 2.0 / length
                trials.append(_Trial(line, height, _evidence(line.z, height, common), blocks))
            self.progress(Step("comparing the sounds", len(trials), number))
        if not trials:
            return None
        trials.sort(key=lambda trial: -trial.evidence)
        return _Found(trials, coarse, start, trials[0].evidence, _rival(trials))

    def _result(self, found: _Found, line: Line, confidence: float, note: str) -> PairSync:
        rate = 1 + line.drift_ppm * 1e-6
        shift = self.a.t0_s - rate * self.b.t0_s
        overlap = min(self.b.duration_s, (self.a.duration_s - line.offset_s) / rate) - max(0.0, -line.offset_s / rate)
        known = math.isfinite(line.sigma_drift_ppm)
        candidates = [Candidate(line.offset_s + shift, line.drift_ppm, found.evidence)]
        top = found.trials[0].line
        for trial in found.trials[1:]:
            other = trial.line
            if abs(_apart(other, top)) > _APART_S:
                moved = self.a.t0_s - (1 + other.drift_ppm * 1e-6) * self.b.t0_s
                candidates.append(Candidate(other.offset_s + moved, other.drift_ppm, trial.evidence))
        # A block's peak cannot be placed better than the codec's and the resampler's own few microseconds.
        sigma = math.hypot(line.sigma_s, 5e-6)
        curve = _curve(found.coarse, line.offset_s + found.start_s, shift - found.start_s)
        return PairSync(line.offset_s + shift, line.drift_ppm, sigma, confidence, ("audio",),
                        line.sigma_drift_ppm if known else float("inf"), max(overlap, 0.0), curve,
                        tuple(candidates[:8]), _reason(found, confidence, sigma, overlap, note))


def _evidence(phase_z: float, flux_z: float, common: float) -> float:
    """How much speaks for an offset: squared heights above what noise reaches, less where little is in common.

    Of the thousands of places searched, noise's best phase peak reaches 4.5; onsets count from 0.
    """
    return (4 * max(phase_z - 4.5, 0.0) ** 2 + max(flux_z, 0.0) ** 2) * math.sqrt(min(common, 1.0))


def _rival(trials: list[_Trial], jumps: tuple[float, ...] = ()) -> float:
    """Evidence of the best trial that contradicts the first one; not one that is off by a jump of the sound.

    An echo puts all phases on a second line almost as well, but onsets begin with the direct sound: against a rival
    within _ROOM_S only the onsets count.
    """
    top, out = trials[0], 0.0
    for trial in trials[1:]:
        away = _apart(trial.line, top.line)
        if abs(away) <= _APART_S or any(abs(abs(away) - abs(jump)) < _JUMP_S for jump in jumps):
            continue
        if abs(away) < _ROOM_S and top.flux_z > _SURE_FLUX:
            out = max(out, min(trial.evidence, top.evidence * (max(trial.flux_z, 1.0) / top.flux_z) ** 2))
        else:
            out = max(out, trial.evidence)
    return out


def _pooled(examined: list[_Found]) -> _Found:
    """Where no excerpt convinces by itself: the offset for which all of them together speak loudest.

    Excerpts that look at the same offset by chance are rare, so their evidence adds.
    """
    def total(trial: _Trial) -> float:
        return sum(max((t.evidence for t in found.trials if _agree(t.line, trial.line)), default=0.0)
                   for found in examined)

    ranked = sorted(((total(trial), found, trial) for found in examined for trial in found.trials[:4]),
                    key=lambda item: (-item[0], -item[2].evidence))
    best, found, top = ranked[0]
    rival = max((value for value, _, trial in ranked[1:] if not _agree(trial.line, top.line)), default=0.0)
    return replace(found, trials=[top, *(t for t in found.trials if t is not top)], evidence=best, rival=rival)


def _apart(one: Line, other: Line) -> float:
    """How much later `one` hears the middle of `other`'s overlap in a, in s."""
    return float(one.at(other.pivot_s) - other.at(other.pivot_s))


def _agree(one: Line, other: Line) -> bool:
    """Whether two excerpts' lines can be one clock's: what a clock drifts between them is allowed for."""
    return abs(_apart(one, other)) < _APART_S + 2 * CLOCK_PPM * 1e-6 * abs(one.pivot_s - other.pivot_s)


def _clearness(coarse: Coarse) -> float:
    """How far the highest onset peak stands above the next."""
    peaks = [height for _, height in coarse.peaks(2)]
    return peaks[0] - (peaks[1] if len(peaks) > 1 else 0.0) if peaks else 0.0


def _curve(coarse: Coarse, best_s: float, shift_s: float) -> Curve:
    """All lags thinned to the highest of each stretch, and every lag within half a second of the answer."""
    lags, score = coarse.lags_s, coarse.score
    step = -(-len(lags) // 1500)
    starts = np.arange(0, len(lags), step)
    # The place of each stretch's maximum, so that peaks stand where they are.
    padded = np.pad(score, (0, len(starts) * step - len(score)), constant_values=-np.inf).reshape(-1, step)
    chosen = starts + padded.argmax(axis=1)
    near = np.flatnonzero(np.abs(lags - best_s) <= 0.5)
    index = np.union1d(chosen, near)
    return Curve(lags[index] + shift_s, score[index])


def _steps_note(steps: tuple[tuple[float, float], ...], t0_s: float) -> str:
    """What a residual with structure means, or nothing."""
    if not steps:
        return ""
    places = ", ".join(tr("{ms} ms near {s} s").format(ms=f"{jump * 1e3:+.0f}", s=f"{time + t0_s:.0f}")
                       for time, jump in steps[:3])
    return " " + tr("The sound does not stay on one line ({places} of the shorter recording): one recorder probably "
                    "dropped sound there; the answer is that of the longest stretch.").format(places=places)


def _reason(found: _Found, confidence: float, sigma: float, overlap: float, note: str) -> str:
    best = found.trials[0]
    if confidence >= ACCEPT:
        exact = tr("a fraction of a millisecond") if sigma < 0.5e-3 else \
            tr("about {ms} ms").format(ms=math.ceil(sigma * 1e3))
        return tr("The sounds fit to {exact} over {s} s in common; sound itself comes {ms} ms later a metre.").format(
            exact=exact, s=f"{overlap:.0f}", ms=f"{MS_PER_METRE:.1f}") + note
    if note and found.confidence >= ACCEPT:
        return tr("The sounds fit, but only in parts.") + note
    if found.ratio < 1.5 and best.evidence > 150:
        others = sum(t.evidence > best.evidence / 1.7 for t in found.trials) - 1
        return tr("Cannot tell from the sound: {n} offsets fit about equally well, as repeated sounds such as steps "
                  "do.").format(n=max(others, 1) + 1)
    return tr("Cannot tell from the sound: no offset fits clearly better than chance. The recordings may have too "
              "little sound in common, or too much noise.")
