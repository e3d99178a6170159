"""What a rule file does besides defining rules: refused while it is run, and looked for afterwards.

For a process of its own, where a file is tried (`model.trial.gates`): what Python tells of itself (audit events) cannot be untold.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from model.errors import Fault, Kind
from model.trial.surroundings import changed, standing

PROGRAMS, NETWORK, FILES, SYSTEM = "starts another program", "uses the network", "changes files", "changes the system around it"
FORBIDDEN = {
    "subprocess.": PROGRAMS, "os.system": PROGRAMS, "os.exec": PROGRAMS, "os.fork": PROGRAMS, "os.posix_spawn": PROGRAMS,
    "os.spawn": PROGRAMS, "os.startfile": PROGRAMS, "pty.": PROGRAMS, "webbrowser.": PROGRAMS,
    "socket.": NETWORK, "urllib.": NETWORK, "http.": NETWORK, "ftplib.": NETWORK, "smtplib.": NETWORK,
    "os.remove": FILES, "os.rename": FILES, "os.mkdir": FILES, "os.rmdir": FILES, "os.link": FILES, "os.symlink": FILES,
    "os.truncate": FILES, "os.chmod": FILES, "os.chown": FILES, "os.utime": FILES, "shutil.": FILES, "tempfile.": FILES,
    "os.kill": "sends signals to programs", "os.putenv": SYSTEM, "os.unsetenv": SYSTEM, "os.chdir": SYSTEM,
    "sys.settrace": SYSTEM, "sys.setprofile": SYSTEM, "sys.addaudithook": SYSTEM, "resource.": SYSTEM, "fcntl.": SYSTEM, "mmap.": SYSTEM,
    "ctypes.": "reaches beneath Python", "gc.get_": "looks around in memory", "sqlite3.": FILES, "syslog.": SYSTEM,
    "_thread.start": "starts a thread", "builtins.input": "waits for somebody to type", "time.sleep": "sleeps",
}  # fmt: skip
"""Beginnings of the events that a rule file must not cause, and what each is in words."""
WAY_OUT = "A rule file defines functions and numbers, and does nothing else when it is run."
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Act(NamedTuple):
    """Something that a file did: in which of its lines, and what, in words."""

    line: int
    what: str


class Refused(Exception):
    """What a file tried to do is not done."""


class Watch:
    """Notes, and refuses, what the file at `path` does while it is run. One file at a time is watched in a process."""

    now: "Watch | None" = None
    hooked = False

    def __init__(self, path: Path):
        self.path = str(path)
        self.acts: list[Act] = []

    def refuse(self, what: str, frame: FrameType | None) -> None:
        """Note and refuse an act, if the file is behind it."""
        line, _ = self.behind(frame)
        if line:
            self.acts.append(Act(line, what))
            raise Refused(what)

    def behind(self, frame: FrameType | None) -> tuple[int, bool]:
        """The line of the file that led to a frame, 0 if none did, and whether it did by importing something."""
        imported = False
        while frame is not None:
            if frame.f_code.co_filename == self.path:
                return frame.f_lineno, imported
            imported = imported or frame.f_code.co_filename.startswith("<frozen importlib")
            frame = frame.f_back
        return 0, imported

    def heard(self, event: str, given: tuple[Any, ...]) -> None:
        """Look at an audit event."""
        frame = sys._getframe(2)
        if event == "open":
            if what := self.opened(frame, *given):
                self.refuse(what, frame)
        elif what := next((words for start, words in FORBIDDEN.items() if event.startswith(start)), ""):
            self.refuse(what, frame)

    def opened(self, frame: FrameType, path: Any, mode: str | None, flags: int) -> str:
        """What is wrong with opening a file, if anything is: imports may read, and keep what they compiled."""
        name = str(path)
        if (mode and set(mode) & set("wax+")) or flags & TO_WRITE:
            return "" if "__pycache__" in name else f"writes {name}"
        return "" if name.endswith(".py") or self.behind(frame)[1] else f"reads {name}; what a rule needs stands in its own file"


class Mute(TextIOBase):
    """A stream to which nothing can be printed by the file that is watched; what others print is dropped."""

    def __init__(self, watch: Watch, to_errors: bool):
        self.watch, self.to_errors = watch, to_errors

    def write(self, text: str) -> int:
        """Refuse, or drop."""
        frame = sys._getframe(1)
        if not self.to_errors or frame.f_code.co_filename == self.watch.path:  # others may warn
            self.watch.refuse("prints", frame)
        return len(text)


def hook(event: str, given: tuple[Any, ...]) -> None:
    """Hand audit events to the watch, while there is one."""
    if Watch.now is not None and event != "sys._getframe":  # by which we look around
        Watch.now.heard(event, given)


@contextmanager
def watched(path: Path) -> Iterator[list[Act]]:
    """While this lasts the file at `path` may do nothing but define; afterwards the list holds what it did in spite of that."""
    if not Watch.hooked:
        sys.addaudithook(hook)
        Watch.hooked = True
    watch, before = Watch(path), standing(path)
    try:
        Watch.now = watch
        with redirect_stdout(Mute(watch, False)), redirect_stderr(Mute(watch, True)):
            yield watch.acts
    finally:
        Watch.now = None
        watch.acts += [Act(0, what) for what in changed(before, standing(path))]


def faults_of(path: Path, acts: list[Act]) -> tuple[Fault, ...]:
    """What a file did, as faults."""
    return tuple(dict.fromkeys(Fault(f"{act.what}. {WAY_OUT}", str(path), act.line or None, kind=Kind.ACT) for act in acts))
