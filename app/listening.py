"""The wave form of a file, read in a process of its own: decoding sound in a thread of the window's process holds
Python's lock for stretches that are seen.

The window writes one line, `{"path": …, "rate": …}`, and gets one of JSON back: either `{"fault": …}` or
  {"sizes": [[1, n], [16, n1], …], "rate": 8000, "t0_s": 0.0, "level": 0.3, "slow_motion": null}
and then, as float32, the n samples and of every coarser level its n1 lowest and n1 highest. `level` is null, and
nothing follows, where the sound is silent. The process ends when the window closes its pipe or is gone. No Qt in here.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np

from app.decoding import be_nice
from app.decoding_process import MOST_BYTES, SINGLE, ended, filled, widen
from core import processes
from core.errors import ParallaxError
from core.sound import Peaks, Sound, load_sound
from core.words import tr

DRAWN_HZ = 8000  # of the sound that is drawn: a sample is an eighth of a millisecond
SILENT = 1e-4    # full scale 1: below the last bit of 14
LOUD = 99.5      # percentile of the peaks that fills a lane: loud moments do, not the one loudest click


@dataclass(frozen=True, eq=False)
class Wave:
    """A view's sound, ready to be drawn. level: what fills the lane."""

    peaks: Peaks
    level: float


@dataclass(frozen=True, eq=False)
class Heard:
    """What there is to hear in a file. wave: None where there is nothing to draw; note says why, then.
    slow_motion: the factor that the file seems to have been filmed with, None where nothing says so."""

    wave: Wave | None
    note: str = ""
    slow_motion: float | None = None


def listener_command() -> list[str]:
    """How the process is started."""
    return processes.command_line(["read-sound"], "app.listening")


class Listener:
    """Reads one file: `listen` in a worker's thread, `stop` in any other."""

    def __init__(self, path: Path, command: Callable[[], list[str]] = listener_command) -> None:
        self._path, self._command = path, command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def stop(self) -> None:
        """Ends the process at once; what `listen` then returns is of no use."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def listen(self) -> Heard:
        """Starts the process and waits for what it hears. What cannot be heard is said in the note."""
        try:
            process = self._started()
        except OSError as error:
            return Heard(None, tr("The sound could not be read ({why})").format(why=error.strerror))
        assert process.stdin is not None and process.stdout is not None
        heard = None
        with suppress(OSError, ValueError, KeyError, TypeError, EOFError):  # it has ended, or says what is no answer
            process.stdin.write(json.dumps({"path": str(self._path), "rate": DRAWN_HZ}).encode() + b"\n")
            heard = _understood(process.stdout)
        code = ended(process)
        said = tr("The sound could not be read: its process ended unexpectedly ({how})").format(
            how=processes.ending(code))
        return heard or Heard(None, said)

    def _started(self) -> "subprocess.Popen[bytes]":
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        process = subprocess.Popen(self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                   env=processes.environment() | SINGLE, creationflags=flags)
        assert process.stdout is not None
        widen(process.stdout.fileno())
        with self._lock:
            self._process = process
            if self._stopped:
                process.kill()
        return process


def _understood(source: IO[bytes]) -> Heard:
    """What the process said. Raises ValueError, KeyError, TypeError or EOFError where that is no answer."""
    with open(source.fileno(), "rb", closefd=False) as pipe:
        head = json.loads(pipe.readline())
        if "fault" in head:
            return Heard(None, str(head["fault"]), head["slow_motion"])
        if head["level"] is None:
            return Heard(None, tr("The sound is silent"), head["slow_motion"])
        sizes = [(int(size), int(count)) for size, count in head["sizes"]]
        if any(not 0 <= count * 4 <= MOST_BYTES for _, count in sizes):
            raise ValueError("an answer too long")
        samples = filled(pipe, np.empty(sizes[0][1], np.float32))
        levels = [(size, filled(pipe, np.empty(count, np.float32)), filled(pipe, np.empty(count, np.float32)))
                  for size, count in sizes[1:]]
    sound = Sound(samples, int(head["rate"]), float(head["t0_s"]))
    return Heard(Wave(Peaks(sound, levels), float(head["level"])), "", head["slow_motion"])


# ---------------------------------------------------------------- in the process


def main() -> None:
    """The process: hears the file that the first line names."""
    be_nice()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal means the window, whose end ends us
    source = os.fdopen(0, "rb", closefd=False)
    # What any library prints must not come between the answers: it goes where errors go.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    line = source.readline()
    if line:
        asked = json.loads(line)
        threading.Thread(target=_end_with, args=(source,), daemon=True).start()
        with suppress(BrokenPipeError):  # the window went away
            _answer(Path(asked["path"]), int(asked["rate"]), out)
            out.flush()
    os._exit(0)  # not by way of the interpreter's end, which would wait for the thread that reads


def _answer(path: Path, rate: int, out: BinaryIO) -> None:
    factor = _slow_motion(path)
    try:
        peaks = Peaks(load_sound(path, rate))
    except ParallaxError as error:
        _say(out, {"fault": tr("The file {fault}").format(fault=error.fault).rstrip("."), "slow_motion": factor})
        return
    sound, level = peaks.sound, loudness(peaks)
    sizes = [(1, len(sound.samples)), *((size, len(low)) for size, low, _ in peaks.levels)]
    _say(out, {"sizes": sizes, "rate": sound.rate, "t0_s": sound.t0_s, "level": level, "slow_motion": factor})
    if level is not None:
        for part in (sound.samples, *(part for _, low, high in peaks.levels for part in (low, high))):
            out.write(np.ascontiguousarray(part, np.float32).data)


def loudness(peaks: Peaks) -> float | None:
    """The sample that should fill a lane; None where the sound is silent."""
    sound = peaks.sound
    low, high = peaks.between(sound.t0_s, sound.t0_s + sound.duration_s, 2000)
    size = np.fmax(np.abs(low), np.abs(high))
    size = size[np.isfinite(size)]
    if not len(size) or size.max() < SILENT:
        return None
    return max(float(np.percentile(size, LOUD)), SILENT)


def _slow_motion(path: Path) -> float | None:
    from core.doctor import slow_motion_factor
    from core.video import probe

    try:
        hint = slow_motion_factor(probe(path))
    except ParallaxError:
        return None
    return float(hint[0]) if hint is not None else None


def _say(out: BinaryIO, what: dict[str, object]) -> None:
    out.write(json.dumps(what).encode() + b"\n")


def _end_with(source: BinaryIO) -> None:
    """The window closes its end when the answer is no longer wanted, or is gone."""
    source.read()
    os._exit(0)


if __name__ == "__main__":
    main()
