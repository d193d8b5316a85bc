"""The process of a run comes after everybody else on a busy machine, and takes nobody else with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.worker import NICE

GROUP = Path("/proc/self/autogroup")  # '/autogroup-277 nice 0'
YIELDS = ("import os; from app import worker; worker.yield_to_others(); "
          f"print(os.getpriority(os.PRIO_PROCESS, 0), open({str(GROUP)!r}).read().split()[-1])")
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {YIELDS!r}])"


@pytest.mark.skipif(not GROUP.exists(), reason="this system does not schedule sessions as groups")
@pytest.mark.parametrize("code, group", [(YIELDS, NICE), (CHILD, 0)], ids=["of its own", "of a terminal"])
def test_only_a_session_of_its_own_is_put_behind_the_others(code: str, group: int) -> None:
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          start_new_session=True)
    assert said.stdout.split() == [str(min(os.getpriority(os.PRIO_PROCESS, 0) + NICE, 19)), str(group)]
