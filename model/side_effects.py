"""What a rule file does besides defining rules: refused while it is run, and looked for afterwards.

For a process of its own, where a file is tried (`model.trial`): what Python tells of itself (audit events) cannot be untold.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any, NamedTuple

PROGRAMS, NETWORK, FILES, SYSTEM = "starts another program", "uses the network", "changes files", "changes the system around it"
FORBIDDEN = {
    "subprocess.": PROGRAMS, "os.system": PROGRAMS, "os.exec": PROGRAMS, "os.fork": PROGRAMS, "os.posix_spawn": PROGRAMS,
    "os.spawn": PROGRAMS, "os.startfile": PROGRAMS, "pty.": PROGRAMS, "webbrowser.": PROGRAMS,
    "socket.": NETWORK, "urllib.": NETWORK, "http.": NETWORK, "ftplib.": NETWORK, "smtplib.": NETWORK,
    "os.remove": FILES, "os.rename": FILES, "os.mkdir": FILES, "os.rmdir": FILES, "os.link": FILES, "os.symlink": FILES,
    "os.truncate": FILES, "os.chmod": FILES, "os.chown": FILES, "os.utime": FILES, "shutil.": FILES, "tempfile.": FILES,
    "os.kill": "sends signals to programs", "os.putenv": SYSTEM, "os.unsetenv": SYSTEM, "os.chdir": SYSTEM,
    "sys.settrace": SYSTEM, "sys.setprofile": SYSTEM, "sys.addaudithook": SYSTEM,
    "_thread.start": "starts a thread", "builtins.input": "waits for somebody to type", "time.sleep": "sleeps",
}  # fmt: skip
"""Beginnings of the events that a rule file must not cause, and what each is in words."""
WAY_OUT = "A rule file defines functions and numbers, and does nothing else when it is run."
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OURS = ("model", "math")
"""Modules of which nothing may change while a rule file is run; of all others no function or class."""


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


class Standing(NamedTuple):
    """How it stands with what a file should not touch."""

    modules: dict[str, dict[str, Any]]
    inside: dict[str, dict[str, Any]]
    signals: dict[int, Any]
    threads: int


def standing(path: Path) -> Standing:
    """How it stands now; the file at `path` itself may say what it likes."""
    others = [(n, m) for n, m in list(sys.modules.items()) if isinstance(m, ModuleType) and vars(m).get("__file__") != str(path)]
    modules = {name: dict(vars(module)) for name, module in others}
    inside = {f"{name}.{key}": parts(value) for name, space in modules.items() if ours(name) for key, value in space.items()}
    return Standing(modules, inside, {s: signal.getsignal(s) for s in signal.valid_signals()}, threading.active_count())


def ours(module: str) -> bool:
    """Whether nothing of a module may change."""
    return module.partition(".")[0] in OURS


def parts(value: Any) -> dict[str, Any]:
    """What of a thing can be changed in place: a function's code, a table's entries, the functions of a class."""
    if isinstance(value, FunctionType):
        return {"__code__": value.__code__, "__defaults__": value.__defaults__}
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    return {key: each for key, each in vars(value).items() if callable(each)} if isinstance(value, type) else {}


def changed(before: Standing, now: Standing) -> Iterator[str]:
    """What stands otherwise than before, in words."""
    for name, space in before.modules.items():
        there = now.modules.get(name, space)
        moved = [key for key, value in space.items() if there.get(key) is not value and (callable(value) or ours(name))]
        yield from (f"changes {name}.{key}" for key in moved)
    for name, held in before.inside.items():
        there = now.inside.get(name, held)
        yield from (f"changes {key} of {name}" for key, value in held.items() if there.get(key) is not value)
    if now.signals != before.signals:
        yield "changes how signals are answered"
    if now.threads > before.threads:
        yield "leaves a thread running"


def faults_of(path: Path, acts: list[Act]) -> tuple[str, ...]:
    """What a file did, as faults."""
    return tuple(dict.fromkeys(f"{path}{f':{act.line}' if act.line else ''}: {act.what}. {WAY_OUT}" for act in acts))
