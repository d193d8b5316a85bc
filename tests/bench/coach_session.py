"""The coach's session, played: `python -m tests.bench.coach_session --out FOLDER`. Needs a display.

Films two kicks of different skill in the studio, finds their poses, and does with mouse and keys what a coach does with
them: marks the contact in both, draws an angle at the knee, a way and an arrow, compares, plays in slow motion, and
takes a clip, a kinogram and a report home. Each of these is opened and checked. FOLDER keeps them, pictures of the
steps and of all that was made, and, in session.json, how long every step held up the window. Projects that are there
already are taken again.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import av
import numpy as np
from numpy.typing import NDArray

from core import studio
from core.coach_motion import of_project
from core.coaching import moments_of
from core.document import Edit
from core.runs import Run
from core.skeleton import H36M17
from core.storage import Project
from core.studio import MOTIONS, ViewSpec
from tests.app.coached_project import store_truth

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from app.coach_take import Take
    from app.coach_view import CoachView
    from app.video_view import VideoView

FPS, SECONDS, SIZE = 30, 2.2, (360, 640)
CONTACT_S = 1.2       # of the kick, about: the foot is in front of the body
PATIENCE_S = 900.0    # a run's process comes last on a busy machine
SIZES = ((1280, 800), (2560, 1440))


# -- what is looked at

def kick(skilled: bool) -> NDArray[np.float64]:
    """(F, 17, 3). The one without skill is slower, and its knee is still bent when the foot meets the ball."""
    motion = np.asarray(MOTIONS["kick"](SECONDS, FPS, 1 if skilled else 4), np.float64)
    if skilled:
        return motion
    hip, knee, ankle = (H36M17.index(name) for name in ("rhip", "rknee", "rankle"))
    times = np.arange(len(motion)) / FPS
    bend = np.radians(38) * np.exp(-(((times - CONTACT_S) / 0.16) ** 2))
    axis = motion[:, H36M17.index("lhip")] - motion[:, hip]
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    shin = motion[:, ankle] - motion[:, knee]
    c, s = np.cos(bend)[:, None], np.sin(bend)[:, None]
    along = (axis * shin).sum(axis=1, keepdims=True)
    turned = shin * c + np.cross(axis, shin) * s + axis * along * (1 - c)
    motion[:, ankle] = motion[:, knee] + turned
    slower = np.linspace(0, len(motion) - 1, round(1.15 * len(motion)))
    whole = np.arange(len(motion))
    return np.stack([np.interp(slower, whole, one) for one in motion.reshape(len(motion), -1).T],
                    axis=-1).reshape(-1, 17, 3)


def project(folder: Path, name: str, skilled: bool, exact: bool) -> Path:
    """Filmed and processed, unless it is there. exact: with the studio's own poses."""
    place, videos = folder / f"{name}.parallax", folder / f"{name} videos"
    if place.is_dir():
        return place
    specs = [ViewSpec(size=SIZE, fps=FPS, azimuth=-55), ViewSpec(size=SIZE, fps=FPS, azimuth=25, offset_s=0.13)]
    truth = studio.render(kick(skilled), FPS, videos, specs, seed=1 if skilled else 4)
    if exact:
        with Project.create(place) as made:
            store_truth(made, truth)
    else:
        subprocess.run([sys.executable, "-m", "app", "process", *map(str, truth.paths), "--out", str(place)],
                       check=True, stdout=subprocess.DEVNULL)
    clocks = {view.name: view.clock for view in truth.views}
    with Project.open(place) as made:
        rows = [replace(view, offset_s=clocks[Path(view.path).name].offset_s)
                for view in made.document.views.values()]
        made.do(Edit("Clocks", tuple(made.document.put(row) for row in rows)))
        assert len(of_project(made)) == 2, "poses are found in both views"
    return place


# -- what is done

class Session:
    """A window, and a hand that uses it. Every step is timed: how long the window's thread was away, at most."""

    def __init__(self, out: Path, here: bool) -> None:
        """here: what is taken home is made in this process."""
        from PySide6.QtCore import Qt, QTimer

        from app import main as program
        from app.settings import Settings

        self.out, self.here, self.steps = out, here, list[dict[str, object]]()
        (out / "settings.ini").unlink(missing_ok=True)
        self.window = program.build(Settings(out / "settings.ini"))
        self.session, self.player = self.window.session, self.window.player
        self._last, self._cpu, self._gaps = 0.0, 0.0, list[tuple[float, float]]()
        self._ticks = QTimer(self.window, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()
        self.window.resize(*SIZES[0])
        self.window.show()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        if self._last:
            self._gaps.append((now - self._last, cpu - self._cpu))
        self._last, self._cpu = now, cpu

    def step(self, name: str, act: Callable[[], object], until: Callable[[], bool] | None = None) -> None:
        """Does it, waits until it is done and all is quiet, and notes down the longest gap."""
        self._tick()
        self._gaps.clear()
        began = time.perf_counter()
        act()
        self.wait(until or (lambda: True))
        self.quiet()
        self._tick()
        longest = max(self._gaps)
        self.steps.append({"step": name, "seconds": round(time.perf_counter() - began, 2),
                           "longest_gap_ms": round(longest[0] * 1e3), "of_it_at_work_ms": round(longest[1] * 1e3)})
        print(f"{name:40s} {self.steps[-1]['seconds']:7.2f} s   longest gap {longest[0] * 1e3:5.0f} ms, "
              f"{longest[1] * 1e3:4.0f} ms of them at work", flush=True)

    def wait(self, until: Callable[[], bool]) -> None:
        from app import pictures

        assert pictures.wait(until, PATIENCE_S), "it did not happen in time"

    def quiet(self) -> None:
        from app import pictures

        coach = self.window.coach.view
        pictures.settle(self.window, lambda: self.window.scene.up_to_date and (coach is None or not coach.model.busy))

    def shoot(self, name: str, *others: tuple[int, int]) -> None:
        """The window as it is now, in its size and in others."""
        from app import pictures

        for size in (SIZES[0], *others):
            self.window.resize(*size)
            self.quiet()
            pictures.save(self.window, self.out / f"{name}-{size[0]}x{size[1]}.png")
        self.window.resize(*SIZES[0])
        self.quiet()

    @property
    def coach(self) -> "CoachView":
        view = self.window.coach.view
        assert view is not None
        return view

    @property
    def pane(self) -> "VideoView":
        return self.window.stage.panes[self.window.stage.active or ""]

    def joint(self, name: str) -> "QPoint":
        """Where a joint is in the pane at hand."""
        from app.coach_surfaces import PaneSurface

        body = self.coach.model.motions[self.pane.view_id].at(PaneSurface(self.pane, self.window.stage).t)
        assert body is not None
        x, y = body[H36M17.index(name)]
        return self.pane.to_pane(float(x), float(y)).toPoint()

    # what a coach does

    def enter(self, place: Path) -> None:
        """Opens a project and goes to the coach view by key."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.step(f"open {place.stem}", lambda: self.session.open_project(place),
                  lambda: len(self.session.times) == len(self.session.views) > 0)
        self.wait(lambda: self.window.ahead.done)
        self.step("key C", lambda: QTest.keyClick(self.window, Qt.Key.Key_C),
                  lambda: self.window.coach.view is not None and self.coach.whole)
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(*SIZES[0])
        self.quiet()

    def leave(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        def away() -> None:
            """The first of them lets go of the drawing that is chosen."""
            for _ in range(2):
                if self.window.coach.on:
                    QTest.keyClick(self.coach, Qt.Key.Key_Escape)

        self.step("Esc", away, lambda: not self.window.coach.on)

    def mark(self, at_s: float, name: str, comment: str = "") -> None:
        """Goes there with the mouse and the arrows, and marks and names it by key."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        line = self.coach.bar.line

        def go() -> None:
            click(line, QPoint(round(line.x_of(at_s)), line.height() // 2))
            QTest.keyClick(self.coach, Qt.Key.Key_Right)
            QTest.keyClick(self.coach, Qt.Key.Key_Left)

        def type_name() -> None:
            QTest.keyClick(self.coach, Qt.Key.Key_M)
            field = next(card._field for card in self.coach.strip.cards if card._field.isVisible())
            QTest.keyClicks(field, name)
            QTest.keyClick(field, Qt.Key.Key_Return)

        self.step(f"go to {name}", go)
        self.step(f"mark {name}", type_name)
        assert name in [moment.name for moment in self.coach.model.moments]
        if comment:
            QTest.keyClicks(self.coach.side.note, comment)
            self.step("comment", self.coach.setFocus)

    def draw(self) -> None:
        """An angle and a way at joints, an arrow, a word."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        tools, pane = self.coach.rail.buttons, self.pane
        click(tools["angle"])
        self.step("angle at the knee", lambda: click(pane, self.joint("rknee") + QPoint(4, -3)),
                  lambda: len(self.coach.model.measured) == 1)
        click(tools["trace"])
        self.step("way of the foot", lambda: click(pane, self.joint("rankle")),
                  lambda: len(self.coach.model.measured) == 2)
        click(tools["arrow"])
        head = self.joint("rankle")
        self.step("arrow", lambda: drag(pane, head + QPoint(-90, 30), head + QPoint(-14, 6)))

        def write() -> None:
            click(tools["text"])
            click(pane, head + QPoint(-120, 40))
            QTest.keyClicks(self.coach._field, "Ball here")
            QTest.keyClick(self.coach._field, Qt.Key.Key_Return)

        self.step("a word", write)
        kinds = [drawing.kind for drawing in self.coach.model.drawings.values()]
        assert kinds == ["angle", "trace", "arrow", "text"], kinds
        click(tools["hand"]) if self.coach.pencil.tool != "hand" else None

    def repeat(self, a: float, b: float) -> None:
        """A part, whose ends are set by key."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        for t, key in ((a, Qt.Key.Key_I), (b, Qt.Key.Key_O)):
            self.player.seek(t)
            QTest.keyClick(self.coach, key)
        assert self.player.loop is not None, "I and O set the part that is repeated"

    def compare(self, other: Path) -> None:
        """With a recent one, out of the menu."""
        coach = self.coach

        def choose() -> None:
            click(coach.compare)
            action = next(one for one in coach.others.actions() if one.text() == other.stem)
            click(coach.others, coach.others.actionGeometry(action).center())

        self.step("compare", choose, lambda: bool(coach.other.matched.differences)
                  and coach.other_pane.frame_index is not None)
        first = coach.other.matched.differences[0]
        print(f"  differences: {[one.words for one in coach.other.matched.differences[:4]]}")
        assert any(pair.name == "Contact" for pair in coach.other.matched.pairs), "they fall together at the contact"
        assert abs(first.a_deg - first.b_deg) > 3

    def play(self, speed: str, seconds: float) -> None:
        """By mouse and key; says how many pictures of the pane at hand were shown of those that were filmed."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        shown = list[int]()
        self.pane.shown.connect(shown.append)
        click(self.coach.bar.speed.button(speed))

        def play() -> None:
            QTest.keyClick(self.coach, Qt.Key.Key_Space)
            start = time.perf_counter()
            self.wait(lambda: time.perf_counter() - start > seconds)
            QTest.keyClick(self.coach, Qt.Key.Key_Space)

        self.step(f"play at {speed}", play)
        filmed = seconds * float(speed) * FPS
        print(f"  {len(set(shown))} of {filmed:.0f} pictures in {seconds:.0f} s", flush=True)
        self.steps[-1] |= {"pictures_shown": len(set(shown)), "pictures_filmed": round(filmed)}
        self.pane.shown.disconnect(shown.append)

    def sign(self) -> None:
        """Who it is and when it was, on the report."""
        share = self.coach.share
        assert share is not None
        share.report.athlete.setText("Robin Vale")
        share.report.date.setText("28 November")

    def take_home(self, what: str, out: Path, choose: Callable[[], None] = lambda: None) -> None:
        """Through the page: chosen, looked at, saved by its own button."""
        from PySide6.QtWidgets import QFileDialog

        from app import coach_take, pictures

        coach = self.coach
        if coach.share is None or not coach.share.isVisible():
            self.step("Take home…", lambda: click(coach.home),
                      lambda: coach.share is not None and coach.share.isVisible())
        share = coach.share
        assert share is not None
        jobs = self.session.jobs

        def looked_at() -> bool:
            return not (share._timer.isActive() or jobs.busy("coach preview") or jobs.busy("coach estimate"))

        def look() -> None:
            click(share.what.button(what))
            choose()

        self.step(f"look at the {what}", look, lambda: bool(share.preview.images) and looked_at())
        pictures.save(share, self.out / f"share-{what}.png")
        out.unlink(missing_ok=True)

        def save() -> None:
            before = share.runs.run
            click(share.save)
            self.wait(lambda: share.runs.run not in (None, before))
            if self.here and share.runs.run is not None:
                coach_take.work(share.runs.run)

        with patch.object(QFileDialog, "getSaveFileName", lambda *args: (str(out), "")), \
                patch.object(Run, "spawn", (lambda run: 0) if self.here else Run.spawn):
            self.step(f"save the {what}", save, lambda: out.exists() and not share.runs.running)
        assert f"{out.name} is saved" in share.said.text(), share.said.text()


def click(widget: "QWidget", spot: "QPoint | None" = None) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    assert widget.isEnabled() and widget.isVisible(), widget.accessibleName()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     spot if spot is not None else widget.rect().center())


def drag(widget: "QWidget", a: "QPoint", b: "QPoint") -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, a)
    QTest.mouseMove(widget, (a + b) / 2)
    QTest.mouseMove(widget, b)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, b)


# -- what came of it

def check_clip(path: Path, least_s: float) -> None:
    """A phone plays it: checked with PyAV, and its first, middle and last pictures are written beside it."""
    data = path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat"), "a gallery plays it before all of it is there"
    with av.open(str(path)) as film:
        video, heard = film.streams.video[0], film.streams.audio[0]
        assert video.codec_context.name == "h264" and video.codec_context.pix_fmt == "yuv420p"
        assert video.width % 2 == video.height % 2 == 0 and heard.codec_context.name == "aac"
        assert video.average_rate is not None and video.average_rate.denominator <= 1001
        frames = list(film.decode(video))
        length = len(frames) / float(video.average_rate)
        assert length >= least_s, f"{length:.2f} s are shorter than {least_s:.2f} s"
        for n in (0, len(frames) // 3, len(frames) // 2, len(frames) - 1):
            frames[n].to_image().save(path.with_name(f"{path.stem}-{n:04d}.png"))  # type: ignore[no-untyped-call]
        print(f"  {video.width} × {video.height}, {length:.2f} s, {len(data) / 1e6:.2f} MB")
    with av.open(str(path)) as film:
        loud = max(float(np.abs(frame.to_ndarray()).max()) for frame in film.decode(audio=0))
        assert loud > 0.01, "the clap is heard"


def check_kinogram(path: Path) -> None:
    from PySide6.QtGui import QImage

    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    assert image.width() > image.height() > 300, (image.width(), image.height())
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, :3 * image.width()]
    half = 3 * (image.width() // 2)
    assert pixels[:, :half].std() > 10 and pixels[:, half:].std() > 10, "there is something in both halves"
    print(f"  {image.width()} × {image.height()}")


def check_report(path: Path, take: "Take") -> None:
    """Two pages of A4 with pictures and letters of their own. Another reader makes pictures of them, which are written
    beside it, and finds the words in them."""
    import pypdfium2

    data = path.read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 2
    assert len(re.findall(rb"/Subtype\s*/Image", data)) >= 3 and b"/FontFile" in data
    assert take.report is not None
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 2
        said = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
        for words in (take.report.athlete, take.report.date, "Contact"):
            assert words and words in said[0], f"{words!r} is not on the first page: {said[0][:300]}"
        for number, page in enumerate(pdf, 1):
            picture = page.render(scale=2).to_pil()
            picture.save(path.with_name(f"{path.stem}-page{number}.png"))
            ink = (np.asarray(picture.convert("L")) < 250).mean()
            assert 0.02 < ink < 0.9, f"page {number}: {100 * ink:.1f} % of it is printed on"
    print(f"  two pages; the first begins with “{said[0][:60]}”")


def play(out: Path, ours: Path, theirs: Path, here: bool) -> list[dict[str, object]]:
    done = Session(out, here)
    done.enter(theirs)
    done.mark(CONTACT_S, "Contact")
    done.leave()
    done.enter(ours)
    done.shoot("1-coach")
    done.mark(CONTACT_S * 1.15, "Contact", "The knee is still bent.")
    done.draw()
    done.step("keep all", lambda: click(done.coach.strip.keep_all), lambda: len(done.coach.model.moments) > 3)
    done.shoot("2-drawn", SIZES[1])
    done.compare(theirs)
    done.shoot("3-compared", SIZES[1])
    click(done.coach.layouts.button("over"))
    done.shoot("4-over")
    click(done.coach.layouts.button("all"))
    click(done.coach.bar._buttons["previous"])
    for speed, seconds in (("0.25", 4.0), ("1", 1.0)):
        done.player.seek(0.9)
        done.play(speed, seconds)
    done.repeat(0.5, 1.6)
    done.take_home("clip", out / "kick.mp4")
    check_clip(out / "kick.mp4", 1.1 + 2.0)  # and a rest at the contact
    done.take_home("kinogram", out / "kick.png")
    check_kinogram(out / "kick.png")
    done.take_home("report", out / "kick.pdf", done.sign)
    share = done.coach.share
    assert share is not None
    check_report(out / "kick.pdf", share.report.take(out / "kick.pdf"))
    click(share.close_button)
    done.leave()
    assert done.session.project is not None
    names = [moment.name for moment in moments_of(done.session.project.document)]
    assert "Contact" in names and len(names) > 3, names
    done.window.close()
    return done.steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--exact", action="store_true", help="the studio's own poses; nothing is looked for")
    parser.add_argument("--here", action="store_true", help="makes what is taken home in this process, not in one of "
                        "its own, which comes last on a busy machine")
    options = parser.parse_args()
    from core.detectors import blazepose
    from core.errors import ParallaxError

    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    exact = options.exact
    try:
        blazepose.load()
    except ParallaxError as error:
        print(f"The studio's own poses are taken: {error}")
        exact = True
    os.environ["XDG_CONFIG_HOME"] = str(out)
    theirs, ours = (project(out, name, skilled, exact) for name, skilled in (("Idol", True), ("Robin", False)))
    for place in (theirs, ours):
        clear(place)
    steps = play(out, ours, theirs, options.here)
    (out / "session.json").write_text(json.dumps(steps, indent=1))
    print(f"All of it came out as it should. Look at the pictures in {out}.")


def clear(place: Path) -> None:
    """What an earlier session drew and marked goes away."""
    from core.coaching import drop_moment, erase

    with Project.open(place) as there:
        if there.document.drawings:
            there.do(erase(there.document, list(there.document.drawings)))
        for moment in list(there.document.moments):
            there.do(drop_moment(there.document, moment))


if __name__ == "__main__":
    main()
