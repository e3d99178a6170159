"""Work in a process of its own, kept warm, with limits of time and memory: what never ends there hangs nobody here."""

import faulthandler
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import RLock
from typing import Any, TextIO, TypeVar

from model.trial.limits import LOOK, OVERTIME, PATIENCE, bound_memory, limited, tell_overtime

Answer = TypeVar("Answer")
GRACE = 2.0
"""Seconds after its limit that work has to say where it was stopped, before its process is killed."""
BEGINNING = 60.0
"""Seconds that a process has to begin and to make ready, on top of the first limit."""
POLITE = 10
"""How far a process that works in the background stands back for others (nice), where the system knows that."""


class Stopped(Exception):
    """Work took longer than its limit, or was no longer wanted, or its process ended; the process is gone.

    `how` says so as the end of a sentence; `late` where time was the matter; `traced` is what it had to say of where it was, in
    Python's words, or nothing.
    """

    def __init__(self, how: str, late: bool = True, traced: str = ""):
        super().__init__(how, late, traced)
        self.how, self.late, self.traced = how, late, traced

    def __str__(self) -> str:
        return self.how


class Child:
    """A process that does one piece of work after the other. It begins at the first, or when it is told to; it ends with us.

    `ready` is called in it first; `most` pieces of work are done by one process, then another begins. A `copy` of this process
    is there at once where there can be one; otherwise everything is imported anew. Threads may share it: each waits its turn.
    """

    def __init__(self, ready: Callable[[], object] = int, most: int = 50, polite: bool = False, copy: bool = False):
        self.ready, self.most, self.polite, self.copy = ready, most, polite, copy
        self.alone = RLock()
        self.process: Any = None
        self.done = 0

    def begin(self) -> None:
        """Begin the process, if there is none, so that it is warm when it is needed."""
        with self.alone:
            if self.process is None or not self.process.is_alive():
                self.end()
                self.begin_anew()

    def begin_anew(self) -> None:
        """Begin a process, where there is none."""
        copied = self.copy and can_copy()
        context: Any = multiprocessing.get_context("fork" if copied else "spawn")
        self.line, theirs = context.Pipe()
        handle, name = tempfile.mkstemp(prefix="dyads-")
        self.last_words, self.words_at = os.fdopen(handle, errors="replace"), Path(name)
        given = (theirs, self.line if copied else None, self.ready, self.polite, self.words_at)
        self.process = context.Process(target=serve, args=given, daemon=True)
        self.process.start()
        theirs.close()
        self.done = 0

    def ask(self, work: Callable[..., Answer], *given: Any, seconds: float, wanted: Callable[[], bool] = lambda: True) -> Answer:
        """What `work(*given)` returns there, or raises; one piece of work at a time.

        At the limit it is interrupted, as by Ctrl-C, so that it can say where it was. Raises Stopped when it does not answer
        to that, or when `wanted` no longer holds.
        """
        with self.alone:
            self.begin()
            until = time.monotonic() + PATIENCE * seconds + GRACE + (0.0 if self.done else BEGINNING)
            try:
                self.line.send((work, given, seconds))
                while not self.line.poll(LOOK):
                    if time.monotonic() > until or not wanted():
                        raise Stopped(f"had to be stopped after {seconds:g} s")
                fine, answer = self.line.recv()
            except (Stopped, EOFError, OSError) as e:
                late = isinstance(e, Stopped) or self.was_late()
                traced = self.traced()
                self.end()
                how = f"had to be stopped after {seconds:g} s" if late else "ended the process in which it was tried"
                raise Stopped(how, late, traced) from None
            self.done += 1
            if self.done >= self.most:
                self.end()
        if fine:
            return answer
        raise answer

    def was_late(self) -> bool:
        """Whether the process has ended itself, or was ended by the system, since its time was over."""
        self.process.join(GRACE)
        overtime = OVERTIME is not None and self.process.exitcode == -OVERTIME
        return overtime or self.traced().startswith("Timeout")

    def traced(self) -> str:
        """What the process had to say of where it was when it ended."""
        self.last_words.seek(0)
        return self.last_words.read()

    def end(self) -> None:
        """End the process, and whatever it has begun; work that another thread has asked for is done, or stopped, first."""
        with self.alone:
            if self.process is None:
                return
            if hasattr(os, "killpg"):
                with suppress(OSError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.process.join()
            self.line.close()
            self.last_words.close()
            self.words_at.unlink(missing_ok=True)
            self.process = None


def can_copy() -> bool:
    """Whether this process can be copied as it stands: on Linux, and while it does one thing at a time."""
    return sys.platform == "linux" and threading.active_count() == 1


def serve(line: Connection, theirs: Connection | None, ready: Callable[[], object], polite: bool, words_at: Path) -> None:
    """What the process does: answer, until nobody asks any more; a copy first lets go of `theirs`, to hear when they end.

    Its last words go into a file that is open at both ends, and has no name any more where the system allows that.
    """
    if theirs:
        theirs.close()
    detach()
    if polite and hasattr(os, "nice"):
        os.nice(POLITE)
    with suppress(EOFError, OSError), words_at.open("w") as words:
        if os.name == "posix":
            words_at.unlink()
        faulthandler.enable(words)
        tell_overtime(words)
        is_ready = False
        while True:
            with suppress(KeyboardInterrupt):
                if not is_ready:
                    ready()
                    bound_memory()
                    is_ready = True
                work, given, seconds = line.recv()
                line.send(answered(work, given, seconds, words))


def detach() -> None:
    """Stand apart from whoever began us: Ctrl-C is theirs, and so is what is printed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # our own limit interrupts by it; the server may have been deaf to it
    if hasattr(os, "setsid"):
        with suppress(OSError):
            os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def answered(work: Callable[..., Any], given: tuple, seconds: float, words: TextIO) -> tuple[bool, Any]:
    """Whether work went well, and what it returned, or else raised; at its limit it is interrupted."""
    try:
        with limited(seconds, words):
            return True, work(*given)
    except KeyboardInterrupt:
        return False, Stopped(f"had to be stopped after {seconds:g} s")
    except Exception as e:
        return False, e
