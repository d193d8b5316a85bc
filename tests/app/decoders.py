"""Processes of views that begin in 30 ms, for tests that open recordings by the hundred: forked from one that has
loaded what they need, where each by itself would take half a second of a core. What they run is the program's own.

`serve` is that one process, `command` how the window starts another; the process that the window then knows hands its
pipes over and stays until the forked one has ended, or takes it along.
"""

import array
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Loads nothing that it does not need. Ends as the forked process did.
CLIENT = """
import array, os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
told = [f"{k}={v}" for k, v in os.environ.items() if k.startswith(("PARALLAX_", "XDG_"))]
s.sendmsg(["\\0".join(told).encode() + b"\\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
quiet = os.open(os.devnull, os.O_RDWR)
os.dup2(quiet, 0)
os.dup2(quiet, 1)
code = int(s.recv(16) or b"0")
os.kill(os.getpid(), -code) if code < 0 else os._exit(code)
"""


def command(place: Path) -> list[str]:
    """What the window runs in place of the program's own command."""
    return [sys.executable, "-I", "-S", "-c", CLIENT, str(place)]


@contextmanager
def served(place: Path) -> Iterator[None]:
    """The process that others are forked from, while this lasts. It also ends with this one."""
    process = subprocess.Popen([sys.executable, "-P", "-m", "tests.app.decoders", str(place)], cwd=ROOT,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
                                                 "PYTHONPATH": str(ROOT)})
    assert process.stdin is not None and process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def serve(place: str) -> None:
    """Forks until nobody holds the other end of the standard input."""
    import cv2

    import app.decoding
    import core.video

    assert app.decoding and core.video
    cv2.setNumThreads(1)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(place)
    listener.listen(64)
    print("ready", flush=True)
    waiting = selectors.DefaultSelector()
    waiting.register(0, selectors.EVENT_READ, "end")
    waiting.register(listener, selectors.EVENT_READ, "begin")
    children: dict[int, socket.socket] = {}  # process → who began it
    while True:
        for key, _ in waiting.select():
            if waiting.get_map().get(key.fileobj) is not key:
                continue  # what came before it in this turn has ended it
            if key.data == "end":
                for pid in children:
                    os.kill(pid, signal.SIGKILL)
                return
            if key.data == "begin":
                client, _ = listener.accept()
                forked = _forked(client)
                if forked is None:
                    client.close()
                    continue
                children[forked] = client
                waiting.register(os.pidfd_open(forked), selectors.EVENT_READ, forked)
                waiting.register(client, selectors.EVENT_READ, -forked)
            elif key.data < 0:  # killed, or gone
                waiting.unregister(key.fileobj)
                os.kill(-key.data, signal.SIGKILL)
            else:
                _ended(waiting, key, children.pop(key.data))


def _forked(client: socket.socket) -> int | None:
    """The number of the new process, which never comes back from here. None where the other was killed meanwhile."""
    pipes, told = array.array("i"), b""
    while not told.endswith(b"\n"):
        more, ancillary, _, _ = client.recvmsg(65536, socket.CMSG_SPACE(3 * pipes.itemsize))
        for _, _, data in ancillary:
            pipes.frombytes(data)
        told += more
        if not more:
            for pipe in pipes:
                os.close(pipe)
            return None
    pid = os.fork()
    if pid == 0:
        import app.decoding

        code = 1
        try:
            client.close()
            for number, pipe in enumerate(pipes):
                os.dup2(pipe, number)
            os.closerange(3, 256)
            parts = (each.partition("=") for each in told.decode()[:-1].split("\0") if each)
            os.environ.update({name: value for name, _, value in parts})
            app.decoding.main()
            code = 0
        finally:
            os._exit(code)
    for pipe in pipes:
        os.close(pipe)
    return pid


def _ended(waiting: selectors.BaseSelector, key: selectors.SelectorKey, client: socket.socket) -> None:
    """Tells who began it how."""
    waiting.unregister(key.fileobj)
    os.close(key.fd)
    _, status = os.waitpid(key.data, 0)
    code = os.waitstatus_to_exitcode(status)
    try:
        waiting.unregister(client)
        client.send(str(code).encode())
    except (KeyError, ValueError, OSError):
        pass  # it is gone already
    client.close()


if __name__ == "__main__":
    serve(sys.argv[1])
