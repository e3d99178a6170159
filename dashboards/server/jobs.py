"""Long work in the background: one worker for all visitors, which takes a piece of each one's work in turn.

So a long piece of work keeps nobody from a short one, nor the pages from answering; what several visitors want is done once;
and what is done stays for a while, also for who went away and comes back.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from threading import Condition, Thread
from typing import Any, NamedTuple

from model.errors import SettingError

MOST_KEPT = 40
"""Jobs, under way or done, that are kept; the one that nobody has looked at for longest makes room."""
PACE = 20
"""Pieces by which it is reckoned how long the rest will take."""


class Job:
    """Work in pieces, done in the order of `pieces`; `found` has each piece's result, or the error that stopped it.

    `found` is written by the worker alone, one piece after the other, and never changed.
    """

    def __init__(self, key: Hashable, pieces: Sequence[int], work: Callable[[int], Any], now: Callable[[], float] = time.monotonic):
        self.key, self.size, self.found = key, len(pieces), dict[int, Any]()
        self._waiting, self._work, self._now = deque(pieces), work, now
        self._times: deque[float] = deque(maxlen=PACE)

    @property
    def finished(self) -> bool:
        """Whether all pieces are done."""
        return len(self.found) == self.size

    def seconds_left(self) -> float | None:
        """How long the rest will take at the pace of the last pieces; None before there is a pace."""
        times = tuple(self._times)
        if len(times) < 2:
            return None
        return (times[-1] - times[0]) / (len(times) - 1) * (self.size - len(self.found))

    def rested(self) -> None:
        """Reckon the pace anew, since nobody waited for this in between."""
        self._times.clear()

    def do_one(self) -> None:
        """Do the next piece; whatever stops it is its result, and the rest go on, also where it wanted to end the program."""
        piece = self._waiting.popleft()
        try:
            result = self._work(piece)
        except BaseException as e:  # the one worker of all visitors goes on
            result = e if isinstance(e, Exception) else RuntimeError(f"{type(e).__name__}: {e}")
        self._times.append(self._now())
        self.found[piece] = result


class Asker(NamedTuple):
    """Who waits for a job, and how one knows that they are gone."""

    job: Job
    gone: Callable[[], bool]


class Desk:
    """Where work is asked for. Every visitor has one job at a time; jobs under the same key are one."""

    def __init__(self, most: int = MOST_KEPT, by_itself: bool = True):
        """`most` jobs are kept; not `by_itself`, work is done only when `step` is called."""
        self._most, self._by_itself, self._begun = most, by_itself, False
        self._alone = Condition()
        self._kept: OrderedDict[Hashable, Job] = OrderedDict()
        self._askers: dict[str, Asker] = {}
        self._turns: deque[Job] = deque()

    def ask(self, who: str, job: Job, gone: Callable[[], bool] = lambda: False) -> Job:
        """The job that is done for `who` from now on instead of any other: this one, or the one of the same key that is there.

        SettingError where there is no room, since others wait for all that are kept.
        """
        with self._alone:
            self._askers.pop(who, None)
            there = self._kept.get(job.key) or self._made(job)
            self._kept.move_to_end(there.key)
            self._askers[who] = Asker(there, gone)
            if not there.finished and there not in self._turns:
                there.rested()
                self._turns.append(there)
            self._begin()
            self._alone.notify()
            return there

    def leave(self, who: str, job: Job) -> None:
        """`who` waits for this job no longer; where nobody does, it rests as it is."""
        with self._alone:
            if who in self._askers and self._askers[who].job is job:
                del self._askers[who]

    def kept(self, key: Hashable) -> Job | None:
        """The job of this key, under way, resting or done, if it is kept."""
        with self._alone:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def step(self) -> bool:
        """Do one piece for whose turn it is; false where nobody waits for anything."""
        job = self._next()
        if job is not None:
            job.do_one()
        return job is not None

    def _made(self, job: Job) -> Job:
        """A new job, for which the oldest makes room that nobody waits for."""
        while len(self._kept) >= self._most:
            old = next((j for j in self._kept.values() if not self._wanted(j)), None)
            if old is None:
                raise SettingError(f"{self._most} others are being worked on, and there is no room for more: try again in a minute.")
            del self._kept[old.key]
        return self._kept.setdefault(job.key, job)

    def _wanted(self, job: Job) -> bool:
        """Whether somebody who is still there waits for, or looks at, a job."""
        return any(asker.job is job and not asker.gone() for asker in self._askers.values())

    def _next(self) -> Job | None:
        """The job whose turn it is, which then goes to the end of the line; jobs that nobody wants, or are done, leave it."""
        with self._alone:
            self._askers = {who: asker for who, asker in self._askers.items() if not asker.gone()}
            while self._turns:
                job = self._turns.popleft()
                if not job.finished and self._wanted(job):
                    self._turns.append(job)
                    return job
            return None

    def _begin(self) -> None:
        """Start the worker, the first time that there is something to do."""
        if self._by_itself and not self._begun:
            self._begun = True
            Thread(target=self._run, name="jobs", daemon=True).start()

    def _run(self) -> None:
        """Do what there is to do, for ever."""
        while True:
            with self._alone:
                self._alone.wait_for(lambda: bool(self._turns))
            self.step()
