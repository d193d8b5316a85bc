"""The process of a run comes after everybody else on a busy machine, and takes nobody else with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.worker import NICE, VARIABLE

GROUP = Path("/proc/self/autogroup")  # '/autogroup-277 nice 0'
YIELDS = ("import os; from app import worker; worker.yield_to_others(); "
          f"print(os.getpriority(os.PRIO_PROCESS, 0), open({str(GROUP)!r}).read().split()[-1])")
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {YIELDS!r}])"


@pytest.mark.skipif(not GROUP.exists(), reason="this system does not schedule sessions as groups")
@pytest.mark.parametrize("code, given, nice, group",
                         [(YIELDS, "", NICE, NICE), (CHILD, "", NICE, 0), (YIELDS, "3", 3, 3),
                          (YIELDS, "-5", NICE, NICE)],
                         ids=["of its own", "of a terminal", "as it is told", "told in vain"])
def test_only_a_session_of_its_own_is_put_behind_the_others(code: str, given: str, nice: int, group: int) -> None:
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          start_new_session=True, env={**os.environ, VARIABLE: given})
    assert said.stdout.split() == [str(min(os.getpriority(os.PRIO_PROCESS, 0) + nice, 19)), str(group)]
