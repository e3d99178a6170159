"""Work in a process of its own, kept warm, with limits of time and memory: what never ends there hangs nobody here."""

import _thread
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
from threading import RLock, Timer
from typing import Any, TextIO, TypeVar

Answer = TypeVar("Answer")
GRACE = 2.0
"""Seconds after its limit that work has to say where it was stopped, before its process is killed."""
SELF = 1.0
"""Seconds after its limit at which a process that has not said so tells where it is, and ends itself, whoever is still there to see."""
PATIENCE = 3.0
"""How many times its limit work may take, by the clock on the wall, where a busy machine has not let it work."""
BEGINNING = 60.0
"""Seconds that a process has to begin and to make ready, on top of the first limit."""
LOOK = 0.05
"""Seconds between two looks at whether an answer is still wanted."""
POLITE = 10
"""How far a process that works in the background stands back for others (nice), where the system knows that."""
MEMORY = 2 * 1024**3
"""Bytes that work may take beyond what its process has when it is ready, where the system can hold it to that."""


class Stopped(Exception):
    """Work took longer than its limit, or was no longer wanted, or its process ended; the process is gone.

    `late` where time was the matter; `traced` is what it had to say of where it was, in Python's words, or nothing.
    """

    def __init__(self, said: str, late: bool = True, traced: str = ""):
        super().__init__(said, late, traced)
        self.said, self.late, self.traced = said, late, traced

    def __str__(self) -> str:
        return self.said


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
                traced = self.traced()
                self.end()
                late = isinstance(e, Stopped) or traced.startswith("Timeout")
                said = f"had to be stopped after {seconds:g} s" if late else "ended the process in which it was tried"
                raise Stopped(said, late, traced) from None
            self.done += 1
            if self.done >= self.most:
                self.end()
        if fine:
            return answer
        raise answer

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
    apart()
    if polite and hasattr(os, "nice"):
        os.nice(POLITE)
    with suppress(EOFError, OSError), words_at.open("w") as words:
        if os.name == "posix":
            words_at.unlink()
        faulthandler.enable(words)
        is_ready = False
        while True:
            with suppress(KeyboardInterrupt):
                if not is_ready:
                    ready()
                    bound_memory()
                    is_ready = True
                work, given, seconds = line.recv()
                faulthandler.dump_traceback_later(PATIENCE * seconds + SELF, file=words, exit=True)
                said = answered(work, given, seconds, words)
                faulthandler.cancel_dump_traceback_later()
                line.send(said)


def apart() -> None:
    """Stand apart from whoever began us: Ctrl-C is theirs, and so is what is printed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # our own limit interrupts by it; the server may have been deaf to it
    if hasattr(os, "setsid"):
        with suppress(OSError):
            os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def bound_memory() -> None:
    """Have the system refuse this process more memory than work should take, where it can."""
    if sys.platform != "linux":
        return
    import resource

    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = now + MEMORY if most == resource.RLIM_INFINITY else min(now + MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def interrupt(seconds: float, worked: float, words: TextIO) -> None:
    """Interrupt work that has had its time; on a busy machine, when it has worked for half of it, or has had its time thrice.

    `worked` is how much the process had worked before, in seconds. Where it does not answer to that, the process tells where it
    is, and ends itself.
    """
    last = time.monotonic() + (PATIENCE - 1.0) * seconds
    while time.process_time() < worked + seconds / 2.0 and time.monotonic() < last:
        time.sleep(LOOK)
    faulthandler.dump_traceback_later(SELF, file=words, exit=True)
    _thread.interrupt_main()


def answered(work: Callable[..., Any], given: tuple, seconds: float, words: TextIO) -> tuple[bool, Any]:
    """Whether work went well, and what it returned, or else raised; at its limit it is interrupted."""
    clock = Timer(seconds, interrupt, (seconds, time.process_time(), words))
    clock.daemon = True
    clock.start()
    try:
        return True, work(*given)
    except KeyboardInterrupt:
        return False, Stopped(f"had to be stopped after {seconds:g} s")
    except Exception as e:
        return False, e
    finally:
        clock.cancel()
