"""Speed on this machine, as ratios against idiomatic Mesa on the same work, measured in turns in one process."""

import statistics
import time
from collections.abc import Callable, Iterator

from experiments import yardstick
from model.rules import Rules
from model.scenario import scenario
from model.simulate import blocks

Work = Callable[[], int]


def sessions_of(dyads: int, engine: str, record: bool, threads: int) -> Work:
    """Work that lives `dyads` dyads and says how many sessions they had."""
    asked, rules = scenario("standard").but({"clinic.dyads": dyads}), Rules()
    return lambda: int(sum(b.dyads["session"].sum() for b in blocks(asked, rules, engine, record, threads)))


def plain(dyads: int) -> Work:
    """The same clinic by the yardstick; its weeks without a session are not counted."""
    asked = scenario("standard").but({"clinic.dyads": dyads})
    return lambda: int(yardstick.live(asked).groupby("AgentID")["session"].max().sum())


def measure(rounds: int = 5) -> Iterator[dict[str, str | float]]:
    """One row per engine: microseconds a session and times the yardstick, medians over interleaved rounds."""
    works: dict[str, Work] = {
        "idiomatic Mesa (yardstick)": plain(300),
        "agents engine, recorded": sessions_of(600, "agents", True, 1),
        "cohort engine, recorded, one thread": sessions_of(30_000, "cohort", True, 1),
        "cohort engine, summaries, one thread": sessions_of(60_000, "cohort", False, 1),
        "cohort engine, summaries, two threads": sessions_of(60_000, "cohort", False, 2),
    }
    for work in works.values():
        work()
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            began = time.perf_counter()
            n = work()
            took[name].append((time.perf_counter() - began) / n)
    base = next(iter(took.values()))
    for name, each in took.items():
        ratio = statistics.median(b / e for b, e in zip(base, each, strict=True))
        yield {"engine": name, "microseconds a session": round(1e6 * statistics.median(each), 3), "times the yardstick": round(ratio, 1)}
