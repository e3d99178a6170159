"""The limits of time and memory that a process holds its own work to, and how it tells where it was when that came to them."""

import _thread
import faulthandler
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import NamedTuple, TextIO

SELF = 1.0
"""Seconds after its limit at which work that has not said where it is has its process tell, and end, whoever is still there to see."""
PATIENCE = 3.0
"""How many times its limit work may take, by the clock on the wall, where a busy machine has not let it work."""
LOOK = 0.05
"""Seconds between two looks at how work stands."""
MEMORY = 2 * 1024**3
"""Bytes that work may take beyond what its process has when it is ready, where the system can hold it to that."""
OVERTIME = getattr(signal, "SIGPROF", None)
"""The signal that ends a process which has worked past its limit and heeds nothing, as while C code runs: the system sends it."""
TASKS = Path("/proc/self/task")
"""Where Linux tells, of every thread of this process, how long it worked, and how long it waited to be let work."""


class Spent(NamedTuple):
    """Seconds so far: by the clock, at work, and at work or waiting for a processor; the last only where the system tells."""

    clock: float
    worked: float
    ready: float | None


def spent() -> Spent:
    """What this process has spent so far, all threads together."""
    return Spent(time.monotonic(), time.process_time(), worked_or_waited())


def worked_or_waited() -> float | None:
    """Seconds that the threads of this process have worked or have waited for a processor; None where the system does not tell."""
    try:
        of_threads = [each.read_text().split() for each in TASKS.glob("*/schedstat")]
    except OSError:  # a thread that ended while it was asked
        return None
    nanoseconds = sum(int(of_thread[0]) + int(of_thread[1]) for of_thread in of_threads)
    return nanoseconds / 1e9 if nanoseconds else None


def had_its_time(seconds: float, before: Spent, now: Spent) -> bool:
    """Whether work that began at `before` has had half of its time, or all of it thrice by the clock.

    Time that it slept counts, where the system tells that from waiting for a processor. A machine is busy, and work is let be
    for longer, when it could do neither.
    """
    took = now.clock - before.clock
    asleep = 0.0 if before.ready is None or now.ready is None else took - (now.ready - before.ready)
    return took >= PATIENCE * seconds or max(now.worked - before.worked, asleep) >= seconds / 2.0


@contextmanager
def limited(seconds: float, words: TextIO) -> Iterator[None]:
    """Work that is done while this lasts is interrupted at its limit, as by Ctrl-C: there a KeyboardInterrupt is raised.

    Where it does not answer to that within SELF seconds, the process writes into `words` where it is, and ends. So it does where
    nothing can interrupt it, at so many seconds of work past its limit, or at last by the clock.
    """
    over, alone = Event(), Lock()
    clock = Timer(seconds, interrupt_when_due, (seconds, spent(), words, over, alone))
    clock.daemon = True
    faulthandler.dump_traceback_later(PATIENCE * seconds + SELF, file=words, exit=True)
    allow_work(seconds + SELF)
    clock.start()
    try:
        yield
    finally:
        while not over.is_set():
            with suppress(KeyboardInterrupt), alone:  # one that comes just now comes too late
                over.set()
        clock.cancel()
        allow_work(0.0)
        faulthandler.cancel_dump_traceback_later()


def interrupt_when_due(seconds: float, before: Spent, words: TextIO, over: Event, alone: Lock) -> None:
    """Interrupt work once it has had its time, unless it is `over` by then."""
    while not had_its_time(seconds, before, spent()):
        if over.wait(LOOK):
            return
    with alone:
        if not over.is_set():
            faulthandler.dump_traceback_later(SELF, file=words, exit=True)
            interrupt()


def interrupt() -> None:
    """Interrupt the main thread, as by Ctrl-C; by a real signal where there are such, since only that wakes it when it sleeps."""
    if hasattr(signal, "pthread_kill") and callable(signal.getsignal(signal.SIGINT)):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def tell_overtime(words: TextIO) -> None:
    """From now on a process that has worked past its limit writes into `words` where it is, and ends by the signal."""
    if OVERTIME is not None and hasattr(faulthandler, "register"):
        faulthandler.register(OVERTIME, file=words, all_threads=True, chain=True)


def allow_work(seconds: float) -> None:
    """Let this process work for so many seconds more before it is overtime, without end if 0, where the system counts them."""
    if OVERTIME is not None and hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def bound_memory() -> None:
    """Have the system refuse this process more memory than work should take, where it can."""
    if sys.platform != "linux":
        return
    import resource

    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = now + MEMORY if most == resource.RLIM_INFINITY else min(now + MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
