"""Sweeps: every point of a design under the same luck, on all cores, each reduced to its summary as it is done."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.design import Design
from experiments.statistics import estimates, reach, summary
from model.errors import DyadsError
from model.rules import Rules
from model.simulate import Engine, choose, simulate

OUTCOMES = {
    "dropout": "share who drop out",
    "pre_post_d": "pre–post effect on distress (d)",
    "alliance_outcome_r": "early alliance with outcome (r)",
    "rupture_share": "share of sessions with a rupture",
}
"""What a sweep draws, and in which words."""
SHARES = ("dropout", "rupture_share")
"""Those that are shares; the others are plain numbers."""


@dataclass(frozen=True)
class Swept:
    """A finished sweep: one row per point and replicate, and the points that failed, each with its error."""

    design: Design
    engine: str
    rows: pd.DataFrame
    failures: pd.DataFrame

    def means(self) -> pd.DataFrame:
        """One row per point: the mean over its replicates."""
        keys = ["point", *self.design.values]
        return self.rows.groupby(keys, as_index=False).mean(numeric_only=True).drop(columns=["replicate", "seed"])


def sweep(
    design: Design,
    rules: Rules | None = None,
    engine: Engine = "auto",
    done: Callable[[int, int], object] = lambda i, n: None,
) -> Swept:
    """Simulate every point, its replicates under the seeds that all points share; `done(i, n)` is told after each.

    A point that fails is recorded with its error, and the rest go on.
    """
    design = design.under(rules)
    jobs = [(i, r) for i in range(len(design)) for r in range(design.replicates)]
    used = choose(design.base, design.rules_at(0), engine, record=False, runs=len(jobs))
    found: dict[tuple[int, int], Any] = {}
    failed: dict[tuple[int, int], Exception] = {}
    for n, (job, result) in enumerate(results(design, used, jobs), 1):
        if isinstance(result, Exception):
            failed[job] = result
        else:
            found[job] = result
        done(n, len(jobs))
    rows = pd.DataFrame([found[j] for j in jobs if j in found])
    told = [{**head(design, *j), "error": reason(failed[j])} for j in jobs if j in failed]
    return Swept(design, used, rows, pd.DataFrame(told))


def reason(error: Exception) -> str:
    """What stopped a point."""
    return " ".join(error.faults) if isinstance(error, DyadsError) else f"{type(error).__name__}: {error}"


def head(design: Design, point: int, replicate: int) -> dict[str, Any]:
    """The first columns of a row: which point, which replicate, which seed, and what varies."""
    return {"point": point + 1, "replicate": replicate + 1, "seed": design.seed(point, replicate), **design.said(point)}


def one(design: Design, rules: Rules, engine: str, point: int, replicate: int, intervals: bool = False) -> dict[str, Any]:
    """The row of one point and replicate; with `intervals` also the ends of those that there are."""
    seed = design.seed(point, replicate)
    how = {"settings": design.settings(point), "rules": rules, "seed": seed, "engine": engine}
    dyads = simulate(design.clinic(point), **how, record=False, threads=1).dyads  # type: ignore[arg-type]
    found = {**head(design, point, replicate), **summary(dyads, intervals=False)}
    return found | reach(estimates(dyads)) if intervals else found


def results(design: Design, engine: str, jobs: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], Any]]:
    """Each job with its row or its error, in the order in which they get done."""

    def tried(job: tuple[int, int]) -> Any:
        try:
            return one(design, design.rules_at(job[0]), engine, *job)
        except Exception as e:  # whatever stops one point must not lose the others
            return e

    yield jobs[0], tried(jobs[0])  # compiles before threads ask for it
    with ThreadPoolExecutor(os.cpu_count() if engine == "cohort" else 1) as pool:
        waiting = {pool.submit(tried, job): job for job in jobs[1:]}
        try:
            for finished in as_completed(waiting):
                yield waiting[finished], finished.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
