"""A folder belongs to one process at a time, and to nobody once that is gone, however it went."""

import errno
import os
import signal
import subprocess
import sys
import threading

import pytest
from filelock import FileLock

from experiments.results import locks
from model.errors import OutputError

HOLD = """
import sys, time
from pathlib import Path
from experiments.results.locks import owned
with owned(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds a folder, and the folder."""
    place = tmp_path / "out"
    with subprocess.Popen([sys.executable, "-c", HOLD, place], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout.readline() == "held\n"
        yield running, place
        running.kill()


def test_a_folder_that_another_process_holds_is_refused_with_its_number(other):
    running, place = other
    assert locks.held(place)
    with pytest.raises(OutputError, match=f"results: process {running.pid} is writing there. Wait for it"), locks.owned(place, "results"):
        pass


def test_a_process_that_is_killed_leaves_no_lock(other):
    running, place = other
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not locks.held(place)
    with locks.owned(place):
        assert (place / locks.OWNER).read_text().startswith(f"{os.getpid()} ")


def test_the_number_of_a_living_process_is_no_lock(tmp_path):
    (tmp_path / locks.OWNER).write_text(f"{os.getppid()} here")
    (tmp_path / locks.LOCK).touch()
    assert not locks.held(tmp_path)
    with locks.owned(tmp_path):
        pass


def test_a_holder_on_another_machine_is_told(tmp_path):
    (tmp_path / locks.OWNER).write_text("7 far-away")
    assert locks.holder(tmp_path) == "process 7 on far-away"
    (tmp_path / locks.OWNER).write_text("")
    assert locks.holder(tmp_path) == "another process"


def test_two_threads_do_not_share_a_folder(tmp_path):
    refused = []

    def try_it():
        with pytest.raises(OutputError, match="is writing there"), locks.owned(tmp_path):
            pass
        refused.append(True)

    with locks.owned(tmp_path):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert refused


def test_what_was_there_stays_and_what_was_made_goes(tmp_path):
    (tmp_path / "mine.txt").touch()
    with locks.owned(tmp_path), locks.owned(tmp_path / "a" / "b"):
        assert locks.held(tmp_path / "a" / "b")
    assert sorted(f.name for f in tmp_path.rglob("*")) == ["a", "mine.txt"]


def test_a_disk_without_locks_is_told_and_does_not_stop_the_work(tmp_path, monkeypatch):
    def acquire(self):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(FileLock, "acquire", acquire)
    with pytest.warns(UserWarning, match="knows no locks"), locks.owned(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file/out: cannot be written"), locks.owned(tmp_path / "file" / "out"):
        pass
