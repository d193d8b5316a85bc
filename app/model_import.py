"""Models that others published, brought into the program: from a file, or fetched from their publishers.

Both are done by `parallax weights` in a process of its own: recognising weights needs torch, which is not for the
window's process, and a file of a stranger is not read in it.
"""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.banner import Notice
from app.published import terms
from app.session import Session
from app.words import marked, tr
from core import cards, processes
from core.cards import Card
from core.errors import ParallaxError

FILES = marked("Weights (*.pth *.pt *.bin *.tar *.h5 *.hdf5 *.onnx)")
KNOWN = marked("Known to whoever imported it")  # the licence, where nobody else tells it
MOST_CHARS = 1 << 20  # of an answer


@dataclass(frozen=True, eq=False)
class _Said:
    """work: who said it; step: how far it is, or answer: what it said in the end."""

    work: "_Work"
    step: tuple[int, int] | None = None
    answer: dict[str, Any] | None = None


class _Work:
    """One `parallax weights …`, and the thread that hears it. tell: called in that thread."""

    def __init__(self, about: str, arguments: list[str], tell: Any) -> None:
        self.about, self._tell = about, tell
        self.step: tuple[int, int] = (0, 0)
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(
            processes.command_line(["weights", *arguments, "--json", "--lines"]), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=processes.environment(), encoding="utf-8",
            errors="replace", creationflags=flags)
        self.thread = threading.Thread(target=self._hear, name="parallax-weights", daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Ends it at once: what has come of a file is kept, and taken up another time."""
        self._process.kill()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        rest = ""
        with self._process.stdout as source:
            for line in source:
                step = _step(line) if not rest else None
                if step is not None:
                    self._say(_Said(self, step))
                elif len(rest) < MOST_CHARS:
                    rest += line
        self._process.wait()
        try:
            answer = json.loads(rest)
        except ValueError:
            answer = {"ok": False}
        self._say(_Said(self, answer=answer if isinstance(answer, dict) else {"ok": False}))

    def _say(self, said: _Said) -> None:
        with suppress(RuntimeError):  # the window is gone already
            self._tell(said)


def _step(line: str) -> tuple[int, int] | None:
    try:
        told = json.loads(line)
        return int(told["done"]), int(told["total"])
    except (ValueError, KeyError, TypeError):
        return None


class ModelImport(QObject):
    """changed(): a model is fetched, further than before, or there."""

    changed = Signal()
    _heard = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent
        self._work: _Work | None = None
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def fetching(self) -> str:
        """The published model that is fetched now, or ''."""
        return self._work.about if self._work is not None else ""

    @property
    def step(self) -> tuple[int, int]:
        """Bytes that have come, of how many, 0 where that is not known."""
        return self._work.step if self._work is not None else (0, 0)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def missing(self) -> dict[str, Card]:
        """The published models that are not here yet."""
        here = cards.cards()
        return {id: card for id, card in cards.published().items() if id not in here}

    def ask_import(self) -> None:
        folder = str(self._session.settings.choice("weights from", str(Path.home())))
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Import weights"), folder,
                                              f"{tr(FILES)};;{tr('All files (*)')}")
        if name:
            self._session.settings.choose("weights from", str(Path(name).parent))
            self.bring(Path(name))

    def bring(self, file: Path, licence: str = "") -> None:
        """Makes a lifter of a file of weights. licence: the user's words, where nothing tells it."""
        if self._start("", ["import", str(file), *(["--licence", licence] if licence else [])]):
            self._file = file
            self._session.busy_changed.emit(tr("Importing {file} …").format(file=file.name))

    def fetch(self, model: str) -> None:
        """Fetches a published model; its terms have been shown."""
        self._start(model, ["get", model])

    def stop(self) -> None:
        """What has come is kept."""
        if self._work is not None:
            self._work.end()
            self._work = None
            self._session.busy_changed.emit("")
            self.changed.emit()

    def close(self) -> None:
        """With the window."""
        if self._work is not None:
            work, self._work = self._work, None
            work.end()
            work.thread.join(timeout=5)

    def _start(self, about: str, arguments: list[str]) -> bool:
        if self._work is not None:
            self._session.noticed.emit(Notice("warning", tr("A model is being brought in already."),
                                              tr("Wait for its end.")))
            return False
        try:
            self._work = _Work(about, arguments, self._heard.emit)
        except OSError as error:
            self._session.report(error)
            return False
        self.changed.emit()
        return True

    def _hear(self, said: _Said) -> None:
        if said.work is not self._work:  # it was stopped
            return
        if said.step is not None:
            said.work.step = said.step
        elif said.answer is not None:
            self._work = None
            self._session.busy_changed.emit("")
            self._end(said.work, said.answer)
        self.changed.emit()

    def _end(self, work: _Work, answer: dict[str, Any]) -> None:
        session = self._session
        if answer.get("ok"):
            session.detection.read_models()
            models = session.detection
            card = next((each for each in (*models.lifters, *models.detectors) if each.id == answer.get("model")), None)
            if card is not None:
                models.choose(card.task, card.id)
                there = (tr("{title} is there, and is the detector now.") if card.task == "detector" else
                         tr("{title} is there, and is the lifter now."))
                session.noticed.emit(Notice("info", there.format(title=card.title), " ".join(terms(card))))
            return
        error = answer.get("error")
        error = error if isinstance(error, dict) else {}
        told = {key: str(error.get(key, "")) for key in ("subject", "fault", "remedy")}
        if not told["fault"]:
            session.report(ParallaxError(tr("Weights"),
                                         "they could not be brought in: the process ended before its time.",
                                         "Try again; on the command line `parallax weights` says more."))
        elif "--licence" in told["remedy"] and not work.about:
            session.noticed.emit(Notice("warning", f"{self._file.name}: {told['fault']}",
                                        tr("Import them only where you know what you may do with them."),
                                        (tr("I know"), lambda: self.bring(self._file, KNOWN))))
        else:
            session.report(ParallaxError(told["subject"], told["fault"], told["remedy"]))
