"""A network that the views of a recording share: crops that come from several threads at about the same time go through
it together, which costs a GPU little more than one of them.

Each view has a thread, which asks for its own crops and waits for what is said of them. Whoever comes while the network
is at work waits; then one of those who wait takes the crops of all. For views that have asked a moment ago, and are
still at work on their picture, it waits a few milliseconds.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, get_ident
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Answer = Sequence[Floats]

WAIT_S = 0.005    # for the views that are missing: less than a GPU takes for the crops of another turn
LATELY_S = 0.5    # a view that has not asked for so long is not waited for


class Together:
    """A network, crops (B, 3, height, width) → arrays of B rows each, that may be asked from several threads. most:
    crops at once; shared: whether those of several threads go together. Else every thread runs the network by itself.
    """

    def __init__(self, net: Callable[[Floats], Answer], most: int, shared: bool) -> None:
        self.net, self.most, self.shared = net, most, shared
        self._asked: deque[_Asked] = deque()
        self._lately: dict[int, float] = {}  # thread → when it asked last
        self._turn = Condition()  # of all below: somebody has come, or the network is free again
        self._at_work = False

    def __call__(self, x: Floats) -> Answer:
        if not self.shared:
            return self.net(x)
        mine = _Asked(x)
        with self._turn:
            self._asked.append(mine)
            self._lately[get_ident()] = time.monotonic()
            self._turn.notify_all()
        while taken := self._taken(mine):
            try:
                self._answer(taken)
            finally:
                with self._turn:
                    self._at_work = False
                    self._turn.notify_all()
        if mine.fault is not None:
            raise mine.fault
        return mine.said

    def _taken(self, mine: "_Asked") -> "list[_Asked]":
        """When the network is free: those who have asked, in their order, `most` crops, or the first one's if it has
        more; nobody where another has answered mine in the meantime."""
        with self._turn:
            self._turn.wait_for(lambda: mine.done or not self._at_work)
            if mine.done:
                return []
            self._at_work = True
            self._turn.wait_for(self._enough, WAIT_S)
            taken = [self._asked.popleft()]
            count = len(taken[0].x)
            while self._asked and count + len(self._asked[0].x) <= self.most:
                taken.append(self._asked.popleft())
                count += len(taken[-1].x)
            return taken

    def _enough(self) -> bool:
        """Whether all who have asked lately ask now, or so many that no more would be taken."""
        now = time.monotonic()
        self._lately = {thread: at for thread, at in self._lately.items() if now - at < LATELY_S}
        return len(self._asked) >= len(self._lately) or sum(len(each.x) for each in self._asked) >= self.most

    def _answer(self, taken: "list[_Asked]") -> None:
        """Runs the network. Where that fails for several, each is tried alone: one view's fault is not that of the
        others, and memory that is too small for all may do for one."""
        try:
            said = self.net(np.concatenate([each.x for each in taken]) if len(taken) > 1 else taken[0].x)
            for each in taken:
                each.said, said = [part[:len(each.x)] for part in said], [part[len(each.x):] for part in said]
        except BaseException as fault:
            if len(taken) > 1 and isinstance(fault, Exception):
                for each in taken:
                    self._answer([each])
                return
            for each in taken:
                each.fault = fault
        for each in taken:
            each.done = True


class _Asked:
    """The crops of one thread, and what is said of them."""

    def __init__(self, x: Floats) -> None:
        self.x = x
        self.said: Any = None
        self.fault: BaseException | None = None
        self.done = False
