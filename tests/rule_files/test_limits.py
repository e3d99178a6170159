"""Work that a process does under a limit is told at it: whether it runs, sleeps, or runs where nothing can interrupt it."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from threading import Event, Lock

import pytest

from model.trial.child import Child, Stopped
from model.trial.limits import PATIENCE, SELF, Spent, had_its_time, interrupt_when_due, limited, spent, worked_or_waited

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a process waited to be let work")
POSIX = pytest.mark.skipif(os.name != "posix", reason="only there the system counts work, and sends signals")
BEFORE = Spent(100.0, 10.0, 12.0)
CASES = {
    "worked all the time": (Spent(103.0, 13.0, 15.0), True),
    "worked half of the time, and waited for the rest": (Spent(103.0, 11.5, 15.0), True),
    "was let work too little": (Spent(103.0, 11.0, 15.0), False),
    "slept": (Spent(103.0, 10.0, 12.0), True),
    "waited all the time": (Spent(103.0, 10.0, 15.0), False),
    "waited for thrice its time": (Spent(109.0, 10.0, 21.0), True),
    "did not work, where nobody tells why": (Spent(103.0, 10.0, None), False),
    "worked, where nobody tells more": (Spent(103.0, 12.0, None), True),
}


@pytest.fixture
def child():
    one = Child()
    yield one
    one.end()


@pytest.mark.parametrize("case", CASES)
def test_work_has_had_its_time_when_it_worked_or_slept_not_when_it_waited_for_others(case):
    now, had = CASES[case]
    assert had_its_time(3.0, BEFORE, now) is had


@LINUX
def test_sleep_is_told_from_work():
    before = worked_or_waited()
    time.sleep(0.5)
    slept = worked_or_waited()
    while worked_or_waited() < slept + 0.3:
        pass
    assert slept - before < 0.4
    assert worked_or_waited() - slept >= 0.3


@LINUX
def test_work_that_sleeps_is_interrupted_at_its_limit(child):
    child.ask(int, 1, seconds=5.0)  # it has begun
    began = time.monotonic()
    with pytest.raises(Stopped, match=r"had to be stopped after 1.5 s") as stopped:
        child.ask(time.sleep, 60.0, seconds=1.5)
    assert time.monotonic() - began < 0.9 * PATIENCE * 1.5
    assert stopped.value.late
    assert child.ask(int, 1, seconds=5.0) == 1
    assert child.done == 3, "it answered for itself, and lives"


@POSIX
def test_work_that_nothing_can_interrupt_ends_its_process_and_tells_its_line(tmp_path):
    path = tmp_path / "deep.py"
    path.write_text(
        textwrap.dedent("""
            import sys
            from model.trial.limits import allow_work, tell_overtime

            words = open(sys.argv[1], "w")
            tell_overtime(words)
            allow_work(0.3)
            X = 10 ** (10 ** 10)
        """)
    )
    ended = subprocess.run([sys.executable, str(path), str(tmp_path / "words")], timeout=60)
    assert ended.returncode == -signal.SIGPROF
    assert f'File "{path}", line 8' in (tmp_path / "words").read_text()


@POSIX
def test_a_process_that_was_ended_for_working_too_long_was_late(child):
    with pytest.raises(Stopped) as stopped:
        child.ask(signal.raise_signal, signal.SIGPROF, seconds=5.0)
    assert stopped.value.late
    assert "model" in stopped.value.traced
    with pytest.raises(Stopped) as stopped:
        child.ask(os._exit, 3, seconds=5.0)
    assert not stopped.value.late


def test_nothing_is_interrupted_once_it_is_over(tmp_path):
    over = Event()
    over.set()
    with (tmp_path / "words").open("w") as words:
        interrupt_when_due(0.0, spent(), words, over, Lock())
        with limited(0.3, words):
            pass
        time.sleep(0.3 * PATIENCE + SELF + 0.2)  # by then the process would have ended itself
    assert not (tmp_path / "words").read_text()
