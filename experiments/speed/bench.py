"""Speed on this machine, as ratios against idiomatic Mesa on the same rules; what is compared is measured in turns."""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.results.output import write_tables
from experiments.sweeps import batches, fingerprint
from experiments.sweeps.batches import TOGETHER, Batch, Job
from model.rules import Rules
from model.scenario import Scenario, scenario
from model.simulate import blocks

Work = Callable[[], int]
"""Something to be measured; it says how many sessions were held."""
Row = dict[str, Any]
Done = Callable[[int, int], object]
CORES = os.cpu_count() or 1
POINT = 3_000
"""Dyads of a point of a sweep."""
VARIED, LOW, HIGH = "therapists.repair_skill.mean", 0.2, 0.8
"""What varies in a sweep, from and to."""


@dataclass(frozen=True)
class Measured:
    """Seconds a session, once a round, and the same of what they are set against."""

    took: tuple[float, ...]
    against: tuple[float, ...]

    @property
    def microseconds(self) -> float:
        """Median microseconds a session."""
        return round(1e6 * statistics.median(self.took), 3)

    def row(self, what: str) -> Row:
        """Microseconds a session, how many times as fast as what it is set against, and how that ranged over the rounds."""
        each = [b / a for a, b in zip(self.took, self.against, strict=True)]
        middle, least, most = statistics.median(each), min(each), max(each)
        return {"µs a session": self.microseconds, f"times {what}": short(middle), "from": short(least), "to": short(most)}


def short(x: float) -> float:
    """A ratio with three digits, which is more than can be measured."""
    return float(f"{x:.3g}")


def clinic(**settings: float) -> Scenario:
    """The standard clinic with some settings of `clinic` changed."""
    return scenario("standard").but({f"clinic.{name}": value for name, value in settings.items()})


def plain(asked: Scenario) -> Work:
    """A clinic by the yardstick; its weeks without a session are not counted."""
    from experiments.speed import yardstick  # Mesa takes half a second to import

    return lambda: int(yardstick.live(asked).groupby("AgentID")["session"].max().sum())


def lived(asked: Scenario, engine: str, record: bool, threads: int = 1) -> Work:
    """A clinic on one of the engines."""
    return lambda: sum(int(b.dyads["session"].sum()) for b in blocks(asked, Rules(), engine, record, threads))


def written(asked: Scenario) -> Work:
    """A clinic whose every session is recorded and written to disk, on all cores."""

    def work() -> int:
        with TemporaryDirectory() as folder:
            return len(write_tables(Path(folder), blocks(asked, Rules(), "cohort"), asked).sessions)

    return work


def swept(points: int, dyads: int = POINT, threads: int = 1) -> Work:
    """A sweep of so many points under common luck, each reduced to its row, in the batches that a sweep sends to its workers."""
    asked, rules = clinic(dyads=dyads), Rules()
    jobs = [Job({"seed": asked.seed}, asked, {VARIED: LOW + (HIGH - LOW) * i / points}, rules) for i in range(points)]
    size = min(TOGETHER, -(-points // threads))
    sent = [Batch(at, "cohort", tuple(jobs[at : at + size]), fingerprint.code()) for at in range(0, points, size)]

    def work() -> int:
        with ThreadPoolExecutor(threads) as pool:
            return sum(row["sessions"] for rows in pool.map(batches.lived, sent) for row in rows)

    return work


def in_turns(works: Mapping[str, Work], rounds: int, done: Done = lambda i, n: None) -> dict[str, Measured]:
    """Every work once a round, after one round that does not count; each is set against the first."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for place, (name, work) in enumerate(works.items(), 1):
            began = time.perf_counter()
            sessions = work()
            took[name].append((time.perf_counter() - began) / sessions)
            done(turn * len(works) + place, (rounds + 1) * len(works))
    counted = {name: tuple(each[1:]) for name, each in took.items()}
    first = next(iter(counted.values()))
    return {name: Measured(each, first) for name, each in counted.items()}


def engines(rounds: int, part: float = 1.0, done: Done = lambda i, n: None) -> Iterator[Row]:
    """Both engines, recorded and not, on one core and on all, against the yardstick; `part` makes all of it smaller."""

    def of(dyads: int) -> Scenario:
        return clinic(dyads=max(int(part * dyads), 30))

    points = max(int(part * 20), 2)
    works = {
        "idiomatic Mesa (the yardstick)": plain(of(300)),
        "agents engine, recorded": lived(of(300), "agents", True),
        "cohort engine, recorded": lived(of(20_000), "cohort", True),
        "cohort engine, summaries": lived(of(60_000), "cohort", False),
        f"sweep of {points} points of {POINT} dyads, summed up": swept(points),
    }
    if CORES > 1:
        works |= {
            f"cohort engine, recorded, {CORES} threads": lived(of(40_000), "cohort", True, CORES),
            f"cohort engine, summaries, {CORES} threads": lived(of(120_000), "cohort", False, CORES),
            f"sweep, summed up, {CORES} threads": swept(2 * points, threads=CORES),
        }
    for name, found in in_turns(works, rounds, done).items():
        yield {"engine": name, **found.row("the yardstick")}


def growth(rounds: int, part: float = 1.0, done: Done = lambda i, n: None) -> Iterator[Row]:
    """What a session costs in larger clinics, longer therapies, and sweeps of more points: the first of each is 1."""
    sizes = [int(part * n) for n in (3_000, 30_000, 300_000)]
    ways: dict[str, dict[str, Work]] = {
        "dyads": {f"{n:,}": lived(clinic(dyads=n), "cohort", False) for n in sizes},
        "most sessions": {
            str(n): lived(clinic(dyads=sizes[1], planned_sessions=n, fixed_length=1.0), "cohort", False) for n in (5, 10, 20, 40)
        },
        "points": {str(n): swept(n) for n in (1, 4, 16)},
        "threads": {str(n): lived(clinic(dyads=4 * sizes[1]), "cohort", False, n) for n in range(1, CORES + 1)},
    }
    steps, gone = sum(map(len, ways.values())) * (rounds + 1), 0
    for way, works in ways.items():
        before = gone
        found = in_turns(works, rounds, lambda i, n, before=before: done(before + i, steps))  # type: ignore[misc]
        gone += len(works) * (rounds + 1)
        for size, measured in found.items():
            yield {"what grows": way, "its size": size, **measured.row("the first")}
