"""Work in a process of its own, kept warm, with a time limit: what never ends there hangs nobody here."""

import _thread
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock, Timer
from typing import Any, TypeVar

Answer = TypeVar("Answer")
GRACE = 2.0
"""Seconds after its limit that work has to say where it was stopped, before its process is killed."""
BEGINNING = 60.0
"""Seconds that a process has to begin and to make ready, on top of the first limit."""
LOOK = 0.05
"""Seconds between two looks at whether an answer is still wanted."""
POLITE = 10
"""How far a process that works in the background stands back for others (nice), where the system knows that."""


class Stopped(Exception):
    """Work took longer than its limit, or was no longer wanted, or its process ended; the process is gone."""


class Child:
    """A process that does one piece of work after the other. It begins at the first, or when it is told to; it ends with us.

    `ready` is called in it first; `most` pieces of work are done by one process, then another begins.
    """

    def __init__(self, ready: Callable[[], object] = int, most: int = 50, polite: bool = False):
        self.ready, self.most, self.polite = ready, most, polite
        self.alone = Lock()
        self.process: Any = None
        self.done = 0

    def begin(self) -> None:
        """Begin the process, if there is none, so that it is warm when it is needed."""
        if self.process is None or not self.process.is_alive():
            context = multiprocessing.get_context("spawn")
            self.line, theirs = context.Pipe()
            self.process = context.Process(target=serve, args=(theirs, self.ready, self.polite), daemon=True)
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
            until = time.monotonic() + seconds + GRACE + (0.0 if self.done else BEGINNING)
            try:
                self.line.send((work, given, seconds))
                while not self.line.poll(LOOK):
                    if time.monotonic() > until or not wanted():
                        raise Stopped(f"had to be stopped after {seconds:g} s")
                fine, answer = self.line.recv()
            except (Stopped, EOFError, OSError) as e:
                self.end()
                raise e if isinstance(e, Stopped) else Stopped("ended the process in which it was tried") from None
            self.done += 1
            if self.done >= self.most:
                self.end()
        if fine:
            return answer
        raise answer

    def end(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.line.close()
            self.process = None


def serve(line: Connection, ready: Callable[[], object], polite: bool) -> None:
    """What the process does: answer, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the server may have been begun deaf to it
    if polite and hasattr(os, "nice"):
        os.nice(POLITE)
    with suppress(EOFError, OSError):
        while True:
            with suppress(KeyboardInterrupt):  # Ctrl-C is for whoever began us; when they end, so do we
                ready()
                ready = int  # once
                work, given, seconds = line.recv()
                line.send(answered(work, given, seconds))


def answered(work: Callable[..., Any], given: tuple, seconds: float) -> tuple[bool, Any]:
    """Whether work went well, and what it returned, or else raised; at its limit it is interrupted."""
    clock = Timer(seconds, _thread.interrupt_main)
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
