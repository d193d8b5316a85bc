"""The 3D picture: triangles and floor lines to an image, by OpenGL, off screen, in a thread of its own.

An image instead of an OpenGL widget: beside one, Qt composes the whole window through OpenGL, and on software OpenGL
every repaint of a video pane then costs ten times as much (4.6 against 0.4 ms measured). And a thread, since software
OpenGL takes 10 to 60 ms a picture, which the window must not wait for. A newer picture asked for replaces an older one.
"""

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QOffscreenSurface, QOpenGLContext
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat

from app import theme
from app.figures import Solid, grid, rgba
from app.garbage import Collector
from app.words import marked, tr

GL_RENDERER, GL_VERSION = 0x1F01, 0x1F02
SAMPLES = 4  # a pixel, for smooth edges
NICE = 12    # of the threads in which software OpenGL fills pictures: behind decoders (app/decoding.py), before runs

VERTEX = """
uniform mat4 u_matrix;
attribute vec3 a_position;
attribute vec4 a_colour;
varying vec4 v_colour;
void main() {
    v_colour = a_colour;
    gl_Position = u_matrix * vec4(a_position, 1.0);
}
"""
FRAGMENT = """
varying vec4 v_colour;
void main() { gl_FragColor = v_colour; }
"""


NO_OPENGL = marked("The 3D view needs OpenGL 2.1, which this computer does not offer here.\n"
                   "Install or update the graphics driver (on Debian: libgl1-mesa-dri, libegl1) and start again.\n"
                   "Videos, 2D poses and exports work without it.")


Grid = tuple[int, int]  # columns and rows of the cells of a picture, each with figures of its own from one place


class NoOpenGL(Exception):
    """A context of OpenGL 2.1 or later cannot be made here."""


@dataclass(frozen=True, eq=False)
class _Order:
    """A picture to draw. solids: one for each cell of the grid; None: what was drawn last."""

    number: int
    solids: tuple[Solid, ...] | None
    cells: Grid
    size: tuple[int, int]
    matrix: NDArray[np.float32]
    smooth: bool


class RenderThread(QObject):
    """begun(renderer name, drawn by the processor), drawn(QImage, order), failed(message), all queued from the thread.

    Made in the window's thread, where some platforms insist on off-screen surfaces being made.
    """

    begun = Signal(str, bool)
    drawn = Signal(object, int)
    failed = Signal(str)

    def __init__(self, orders: int = 0) -> None:
        """orders: the number of the last order of the thread before this one."""
        super().__init__()
        leave_cores()
        self._surface = QOffscreenSurface()
        self._surface.create()
        self._wake = threading.Condition()
        self._order: _Order | None = None
        self._orders = orders
        self._stopping = False
        self._collector = Collector(self)
        self._thread = threading.Thread(target=self._run, name="3D view", daemon=True)

    def start(self) -> None:
        """Begin, once the signals are connected."""
        self._collector.begin()
        self._thread.start()

    def draw(self, solids: tuple[Solid, ...] | None, cells: Grid, size: tuple[int, int], matrix: NDArray[np.float32],
             smooth: bool) -> int:
        """Ask for a picture of width × height screen pixels; solids None keeps the figures of the last order.

        Returns the number of the order; one that was overtaken by a newer is never drawn.
        """
        with self._wake:
            if solids is None and self._order is not None:
                solids = self._order.solids
            self._orders += 1
            self._order = _Order(self._orders, solids, cells, size, matrix, smooth)
            self._wake.notify()
            return self._orders

    def stop(self) -> None:
        """End the thread and wait for it."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()
        self._collector.end()

    def _run(self) -> None:
        try:
            renderer = Renderer(self._surface)
        except NoOpenGL:
            self.failed.emit(tr(NO_OPENGL))
            return
        except Exception as error:  # a library of OpenGL that is there but broken
            self.failed.emit(f"{tr(NO_OPENGL)}\n({error})")
            return
        self.begun.emit(renderer.name, renderer.software)
        try:
            while (order := self._next()) is not None:
                if order.solids is not None:
                    renderer.set_solids(order.solids)
                image = renderer.draw(*order.size, order.matrix, order.smooth, order.cells)
                self.drawn.emit(image, order.number)
        except Exception as error:  # a driver's fault ends the 3D view, not the program
            self.failed.emit(tr("The 3D view stopped: {error}").format(error=error))
        finally:
            renderer.close()

    def _next(self) -> _Order | None:
        with self._wake:
            while self._order is None and not self._stopping:
                self._wake.wait()
            order, self._order = self._order, None
            return None if self._stopping else order


def leave_cores() -> None:
    """Mesa's software OpenGL, which reads this when it begins, takes half of the cores, not all of them."""
    os.environ.setdefault("LP_NUM_THREADS", str(max((os.cpu_count() or 2) // 2, 1)))


def stand_back() -> None:
    """Its threads, which it begins with the first context, go behind decoders where both want a core (on Linux)."""
    for task in Path("/proc/self/task").glob("*"):
        with suppress(OSError):  # a thread that has ended meanwhile
            if (task / "comm").read_text().startswith("llvmpipe"):
                os.setpriority(os.PRIO_PROCESS, int(task.name), os.getpriority(os.PRIO_PROCESS, 0) + NICE)


class Renderer:
    """Draws what `set_solid` was given. One OpenGL context of its own; raises NoOpenGL where there is none to be had.

    name: the renderer and its version. software: drawn by the processor (Mesa's llvmpipe, softpipe, swrast).
    """

    def __init__(self, surface: QOffscreenSurface) -> None:
        self._surface = surface
        self._context = QOpenGLContext()
        if not self._context.create() or not self._context.makeCurrent(self._surface):
            raise NoOpenGL
        functions = self._context.functions()
        driver, version = functions.glGetString(GL_RENDERER), functions.glGetString(GL_VERSION)
        self.name = f"{driver}, OpenGL {version}"
        self.software = any(word in self.name.lower() for word in ("llvmpipe", "softpipe", "swrast", "software"))
        stand_back()
        if self._context.format().version() < (2, 1):
            raise NoOpenGL
        from vispy import gloo  # after the context is known to work; it looks for the library on import
        from vispy.gloo.context import FakeCanvas

        self._gloo = gloo
        self._canvas = FakeCanvas()
        self._figures = gloo.Program(VERTEX, FRAGMENT)
        self._faces: list[Any] = []  # of each cell; None: nothing there
        self._floor = gloo.Program(VERTEX, FRAGMENT)
        self._floor["a_position"], self._floor["a_colour"] = grid()
        self._target: QOpenGLFramebufferObject | None = None
        self._context.doneCurrent()

    def set_solids(self, solids: tuple[Solid, ...]) -> None:
        """What to draw from now on, one for each cell."""
        gloo = self._gloo
        starts = np.cumsum([0, *(len(solid.vertices) for solid in solids)])
        self._faces = [gloo.IndexBuffer((solid.faces + start).astype(np.uint32)) if len(solid.faces) else None
                       for solid, start in zip(solids, starts[:-1], strict=True)]
        if starts[-1]:
            self._figures["a_position"] = gloo.VertexBuffer(np.concatenate([solid.vertices for solid in solids]))
            self._figures["a_colour"] = gloo.VertexBuffer(np.concatenate([solid.colours for solid in solids]))

    def draw(self, width: int, height: int, matrix: NDArray[np.float32], smooth: bool = True,
             cells: Grid = (1, 1)) -> QImage:
        """An image of width × height screen pixels. matrix: (4, 4) scene to clip space, for column vectors, of a
        cell's shape. Cells are filled row by row from the upper left; those without figures of their own stay empty."""
        if not self._context.makeCurrent(self._surface):
            raise NoOpenGL
        gloo = self._gloo
        self._canvas.flush()
        target = self._framebuffer(QSize(width, height), SAMPLES if smooth else 0)
        target.bind()
        gloo.set_viewport(0, 0, width, height)
        gloo.set_state(depth_test=True, blend=False, cull_face=False, clear_color=tuple(rgba(theme.BACKGROUND)))
        gloo.clear(color=True, depth=True)
        columns, rows = cells
        count = min(max(len(self._faces), 1), columns * rows)
        for cell in range(count):
            x, y = cell % columns * width // columns, (rows - 1 - cell // columns) * height // rows  # GL counts upward
            gloo.set_viewport(x, y, width // columns, height // rows)
            self._draw_cell(self._faces[cell] if cell < len(self._faces) else None, matrix)
        gloo.finish()  # waits outside Python's lock, as toImage would not
        self._canvas.flush()
        image = target.toImage()
        target.release()
        self._context.doneCurrent()
        return image

    def _draw_cell(self, faces: Any, matrix: NDArray[np.float32]) -> None:
        gloo = self._gloo
        gloo.set_state(depth_test=True, blend=False, cull_face=False)
        if faces is not None:
            self._figures["u_matrix"] = matrix.T  # gloo hands matrices over row by row
            self._figures.draw("triangles", faces)
        gloo.set_state(blend=True, blend_func=("src_alpha", "one_minus_src_alpha"))
        self._floor["u_matrix"] = matrix.T
        self._floor.draw("lines")

    def _framebuffer(self, size: QSize, samples: int) -> QOpenGLFramebufferObject:
        """The last one if it fits. The context must be current."""
        old = self._target
        if old is None or old.size() != size or (old.format().samples() > 0) != (samples > 0):
            wanted = QOpenGLFramebufferObjectFormat()
            wanted.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
            wanted.setSamples(samples)
            self._target = QOpenGLFramebufferObject(size, wanted)
        return self._target  # type: ignore[return-value]

    def close(self) -> None:
        """Give the graphics memory back."""
        if self._context.makeCurrent(self._surface):
            self._target = None
            self._context.doneCurrent()
