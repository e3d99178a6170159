"""How far long work is: a bar with rate and time left on a terminal, and a quiet line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from model import show
from model.under_way import Heard, heard_by

FIRST, EVERY = 10.0, 30.0
"""Seconds until the first line where there is no terminal, and between two of them."""
SOON, OFTEN = 1.0, 0.25
"""The same in a notebook."""


class Told(Protocol):
    """What hears how far the work is."""

    def __call__(self, done: int, of: int, failed: int = 0) -> None:
        """So many are done, of so many, and so many of them failed."""


class Pace:
    """How fast work goes from when the first of it is done; getting ready for it, and what was done before, are left out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock = clock
        self.before: int | None = None
        self.first: tuple[float, int] | None = None

    def words(self, done: int, of: int, failed: int) -> str:
        """Rate, time left, and failures so far, as far as they are known."""
        now = self.clock()
        self.before = done if self.before is None else self.before
        if self.first is None and done > self.before:
            self.first = now, done
        since, before = self.first or (now, done)
        rate = (done - before) / (now - since) if now > since else 0.0
        told = [f"{rate:.3g} a second, {lasting((of - done) / rate)} left"] if rate else []
        return ", ".join([*told, *([f"{failed:,} failed"] if failed else [])])


def lasting(seconds: float) -> str:
    """A time that one can wait for."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


@contextmanager
def progress(what: str, unit: str = "") -> Iterator[Told]:
    """Shows on standard error how far `what` is, in so many `unit`s, with rate, time left and failures."""
    console = show.errors()
    if console.is_jupyter:
        with beneath_a_cell(what, unit) as told:
            yield told
    elif console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TextColumn("{task.fields[pace]}"))
        with Progress(*columns, console=console, transient=True) as bar, on(bar, what) as told:
            yield told
    else:
        with heard_by(once(what, console.print)):
            yield in_lines(what, unit, console.print)


@contextmanager
def on(bar: Progress, what: str) -> Iterator[Told]:
    """Tells a bar, and what is under way in the place of `what`."""
    task, pace = bar.add_task(what, total=None, pace=""), Pace()
    with heard_by(lambda words: bar.update(task, description=words or what, refresh=True)):
        yield lambda done, of, failed=0: bar.update(task, completed=done, total=of, pace=pace.words(done, of, failed))


def once(what: str, say: Callable[[str], object]) -> Heard:
    """Tells what is under way in a line of its own, and the same not again."""
    said = {""}

    def heard(words: str) -> None:
        if words not in said:
            said.add(words)
            say(f"{what}: {words}")

    return heard


@contextmanager
def beneath_a_cell(what: str, unit: str, clock: Callable[[], float] = time.monotonic) -> Iterator[Told]:
    """Tells in one line beneath the cell of a notebook that is written over and over; of what takes no time it says nothing."""
    from IPython.display import display  # which is there, where there is a cell

    line: Any = None
    pace, following, last = Pace(clock), clock() + SOON, ""

    def told(done: int, of: int, failed: int = 0) -> None:
        nonlocal line, following, last
        words = pace.words(done, of, failed)
        last = f"{what}: {done:,} of {of:,} {unit}".rstrip()
        if clock() >= following:
            following = clock() + OFTEN
            line = line or display({"text/plain": what}, raw=True, display_id=True)
            line.update({"text/plain": f"{last}, {words}" if words else last}, raw=True)

    def heard(words: str) -> None:
        nonlocal line
        if words or line:
            line = line or display({"text/plain": what}, raw=True, display_id=True)
            line.update({"text/plain": f"{what}: {words}" if words else last or what}, raw=True)

    with heard_by(heard):
        yield told
    if line:
        line.update({"text/plain": last}, raw=True)


def in_lines(what: str, unit: str, say: Callable[[str], object], clock: Callable[[], float] = time.monotonic) -> Told:
    """Tells in a line after a while, and then now and then."""
    pace, following = Pace(clock), clock() + FIRST

    def told(done: int, of: int, failed: int = 0) -> None:
        nonlocal following
        words = pace.words(done, of, failed)
        if clock() >= following:
            following = clock() + EVERY
            say(f"{what}: {done:,} of {of:,} {unit}".rstrip() + (f", {words}" if words else ""))

    return told
