"""Sweeps: every point of a design, on all cores or many machines, each reduced to its summary as it is done."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from experiments.designs.design import Design
from experiments.sweeps import batches, executors
from experiments.sweeps.batches import Row, head, reason
from experiments.sweeps.executors import HERE, Pool, Where
from model.rules import Rules
from model.simulate import Engine, choose

__all__ = ["OUTCOMES", "SHARES", "Swept", "head", "means", "one", "reason", "sweep"]

OUTCOMES = {
    "dropout": "share who drop out",
    "pre_post_d": "pre–post effect on distress (d)",
    "alliance_early": "early alliance, client-rated (1–5)",
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
        return means(self.rows, self.design.values)


def means(rows: pd.DataFrame, factors: Iterable[str]) -> pd.DataFrame:
    """One row per point: the mean of every number over its replicates."""
    return rows.groupby(["point", *factors], as_index=False).mean(numeric_only=True).drop(columns=["replicate", "seed"])


def sweep(
    design: Design,
    rules: Rules | None = None,
    engine: Engine = "auto",
    done: Callable[[int, int], object] = lambda i, n: None,
    where: Where = HERE,
) -> Swept:
    """Simulate every point and replicate of a design, in memory; `done(i, n)` is told how many clinics are done.

    `where` says who does it, and no number depends on that. A clinic that fails is recorded with its error, and the rest go
    on. `experiments.sweeps.folder.sweep_into` does the same in a folder, and survives whatever happens to this process.
    """
    design = design.under(rules)
    used = engine_for(design, engine)
    ranges = batches.cut(design)
    found: dict[int, list[Row]] = {}
    with opened(design, used, where) as pool:
        for batch, rows in executors.finished(pool, (batches.batch(design, used, i, each) for i, each in enumerate(ranges))):
            found[batch.number] = rows
            done(sum(map(len, found.values())), len(design) * design.replicates)
    table = pa.Table.from_pylist([row for number in sorted(found) for row in found[number]], batches.schema(design))
    return Swept(design, used, *apart(table.to_pandas()))


def engine_for(design: Design, engine: Engine) -> str:
    """The engine that gives all clinics of a design soonest; where rules vary, each set of them may have to be compiled."""
    runs = len(design) * design.replicates // len(design.rules)
    chosen = {choose(design.base, rules, engine, record=False, runs=runs) for rules in design.rules.values()}
    return chosen.pop() if len(chosen) == 1 else "agents"


def opened(design: Design, engine: str, where: Where) -> AbstractContextManager[Pool]:
    """The pool that is to do a design; processes of this machine find compiled what they are to run."""
    apart = in_processes(design, engine)
    if where.cluster or (apart and not where.scheduler):
        batches.ready(design, engine)
    return executors.opened(where, apart)


PAYS = 30_000.0
"""Milliseconds of work from which processes pay, which take seconds to be made."""


def in_processes(design: Design, engine: str) -> bool:
    """Whether processes are done sooner than threads, which wait for each other whenever nothing compiled is at work.

    So they do in agents, and around small clinics.
    """
    cost, around = (design.replicates * float(ms) for ms in (batches.costs(design).sum(), batches.PER_CLINIC * len(design)))
    return cost * batches.SLOWER > PAYS if engine == "agents" else cost > PAYS and around > 0.5 * cost


def apart(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of clinics that were lived, and those of clinics that failed, with what varies and their error."""
    failed = table.error.notna()
    varied = [name for name in table.columns if name not in batches.SUMMARY]
    return whole(table[~failed].drop(columns="error")), table.loc[failed, varied].reset_index(drop=True)


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their counts as whole numbers, which they are not beside a row that has none."""
    return rows.astype(dict.fromkeys(batches.COUNTS, "int64")).reset_index(drop=True)


def one(design: Design, rules: Rules, engine: str, point: int, replicate: int, intervals: bool = False) -> Row:
    """The row of one point and replicate under these rules; with `intervals` also the ends of those that there are."""
    return batches.row(batches.job(design, point, replicate, rules), engine, intervals)
