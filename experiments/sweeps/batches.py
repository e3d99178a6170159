"""The work of a sweep, cut into batches that any process can do: the design alone says where they are cut."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from experiments.counting import key_numbers
from experiments.counting.statistics import NEEDED, SUMMARY, summary, summed
from experiments.designs.design import Design
from experiments.sweeps import fingerprint
from model.cohort.columns import Columns, columns_of
from model.errors import DyadsError
from model.rules import Rules
from model.scenario import MAX_SEED, Scenario
from model.simulate import simulate

PER_CLINIC, PER_SESSION = 4.0, 0.0005
"""Rough cost, in milliseconds, of a clinic of any size, and of an expected session of it, in the compiled engine."""
SLOWER = 20.0
"""How many times as long agents take, by and large."""
LEAST, MOST, ABOUT = 50.0, 500.0, 64
"""A batch takes so many milliseconds at least and at most; between, a sweep is cut into about so many."""
TOGETHER = 10
"""How many clinics that share their luck are lived together at most: a tenth of its cost is little, and all their dyads are at hand."""
USUAL_SESSIONS = 8
"""How long a therapy goes on, by and large."""
COUNTS = ("dyads", "therapists", "sessions")
"""What of a summary are whole numbers."""

Row = dict[str, Any]


class Job(NamedTuple):
    """One clinic of a sweep: what its row begins with, and all that it takes to live it."""

    head: Row
    clinic: Scenario
    settings: dict[str, Any]
    rules: Rules

    @property
    def asked(self) -> Scenario:
        """The clinic with its settings and its seed; SettingError where there is none such."""
        return self.clinic.under(self.rules.brought).but(self.settings, seed=self.head["seed"])


class Batch(NamedTuple):
    """Some clinics that are lived one after the other; `code` is the digest of the code that is to live them."""

    number: int
    engine: str
    jobs: tuple[Job, ...]
    code: str


def job(design: Design, point: int, replicate: int, rules: Rules | None = None) -> Job:
    """A clinic of a design; under other `rules` than its own, if they are given."""
    return Job(head(design, point, replicate), design.clinic(point), design.settings(point), rules or design.rules_at(point))


def head(design: Design, point: int, replicate: int) -> Row:
    """The first columns of a row: which point, which replicate, which seed, and what varies."""
    return {"point": point + 1, "replicate": replicate + 1, "seed": design.seed(point, replicate), **design.said(point)}


def schema(design: Design) -> pa.Schema:
    """The columns of the table of a sweep, with an `error` at the end for clinics that could not be lived."""
    first = [("point", pa.int64()), ("replicate", pa.int64()), ("seed", pa.uint64() if design.last_seed >= MAX_SEED // 2 else pa.int64())]
    kinds = {"O": pa.string(), "i": pa.int64(), "f": pa.float64()}
    varied = [(title, kinds[values.dtype.kind]) for title, values in design.values.items()]
    told = [(name, pa.int64() if name in COUNTS else pa.float64()) for name in SUMMARY]
    return pa.schema([*first, *varied, *told, ("error", pa.string())])


def cut(design: Design) -> list[range]:
    """The batches of a design, each a range of clinics; a point's replicates stand together."""
    cost = np.repeat(costs(design), design.replicates).cumsum()
    size = min(max(LEAST, cost[-1] / ABOUT), MOST)
    edges = [0, *(np.flatnonzero(np.diff(np.floor(cost / size))) + 1).tolist(), len(cost)]
    return [range(*ends) for ends in pairwise(edges)]


def costs(design: Design) -> np.ndarray:
    """Roughly what a clinic of each point costs, in milliseconds of the compiled engine."""
    sessions = np.minimum(of_points(design, "clinic.planned_sessions"), USUAL_SESSIONS)
    return PER_CLINIC + PER_SESSION * of_points(design, "clinic.dyads") * sessions


def of_points(design: Design, name: str) -> np.ndarray:
    """The value of a parameter at every point."""
    moved = next((f.title for f in design.factors if name in f.names), None)
    if moved is not None:
        return design.values[moved].astype(float)
    return np.array([design.clinic(point)[name] for point in range(len(design))], float)


def batch(design: Design, engine: str, number: int, clinics: range) -> Batch:
    """The batch of these clinics."""
    jobs = (job(design, *divmod(clinic, design.replicates)) for clinic in clinics)
    return Batch(number, engine, tuple(jobs), fingerprint.code())


def lived(batch: Batch) -> list[Row]:
    """The rows of a batch, in order; that of a clinic that could not be lived has its `error`.

    Raises DyadsError where this process runs other code than the one that sent the batch.
    """
    if batch.code != fingerprint.code():
        raise DyadsError("a worker runs another version of the model: install the same one there, and start the worker again.")
    return list(rows(batch))


def rows(batch: Batch) -> Iterator[Row]:
    """The rows of a batch, each as its clinic is done."""
    if batch.engine == "cohort":
        for rules in {id(job.rules): job.rules for job in batch.jobs}.values():
            compiled(rules)
    known = lived_together(batch.jobs) if batch.engine == "cohort" else {}
    for place, job in enumerate(batch.jobs):
        try:
            yield row(job, batch.engine, dyads=known.get(place))
        except Exception as e:  # whatever stops one clinic must not lose the others
            yield {**job.head, "error": reason(e)}


def lived_together(jobs: Sequence[Job]) -> dict[int, Columns]:
    """What summaries need of the dyads of clinics, by their place among the jobs, those with the same luck lived together.

    Where something stops one of them all those are left out: each, lived alone, tells by itself what that was.
    """
    alike: dict[tuple[int, int], list[int]] = {}
    for place, job in enumerate(jobs):
        alike.setdefault((id(job.rules), job.head["seed"]), []).append(place)
    found: dict[int, Columns] = {}
    for places in alike.values():
        for some in (places[at : at + TOGETHER] for at in range(0, len(places), TOGETHER)):
            with suppress(Exception):
                clinics = [jobs[place].asked for place in some]
                found |= zip(some, columns_of(clinics, jobs[some[0]].rules, NEEDED), strict=True)
    return found


def row(job: Job, engine: str, intervals: bool = False, dyads: Columns | None = None) -> Row:
    """The row of a clinic, of whose `dyads` the columns may be known; with `intervals` also the ends of those that there are."""
    if dyads is not None:
        return {**job.head, **summed(dyads)}
    how: Any = {"settings": job.settings, "rules": job.rules, "seed": job.head["seed"], "engine": engine}
    lives = simulate(job.clinic, **how, record=False, threads=1).dyads_with(*NEEDED)
    return {**job.head, **(key_numbers.summary if intervals else summary)(lives)}


def reason(error: BaseException) -> str:
    """What stopped a clinic."""
    return " ".join(error.faults) if isinstance(error, DyadsError) else f"{type(error).__name__}: {error}"


def ready(design: Design, engine: str) -> None:
    """Compile what processes of this machine would otherwise compile each for itself, and untold."""
    for rules in design.rules.values() if engine == "cohort" else ():
        compiled(rules)


COMPILING = Lock()


def compiled(rules: Rules) -> None:
    """See to it that a session under these rules is compiled, once: threads that ask for it at the same time wait."""
    with COMPILING:
        compiled_once(rules)


@lru_cache(maxsize=8)
def compiled_once(rules: Rules) -> None:
    """Compile a session under these rules; where that fails, each clinic tells why."""
    with suppress(Exception):
        simulate(Scenario(settings={"clinic.dyads": 1}), rules=rules, engine="cohort", record=False)
