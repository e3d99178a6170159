"""Verbs about many clinics: sweep a design, put shards together, say which factors matter, and write it all up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.designs.design import Design
from experiments.drawing.heat_map import heat_map
from experiments.reports import figures as sweep_figures
from experiments.reports import report as sweep_report
from experiments.results.notebook import Shown
from experiments.sweeps import finished, merging
from experiments.sweeps import folder as folders
from experiments.sweeps.asked import checked
from experiments.sweeps.executors import Where
from experiments.sweeps.fingerprint import fingerprint, record
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES, engine_for, means
from experiments.sweeps.sweep import sweep as swept_in_memory
from experiments.verbs.manners import plainly, telling
from model.errors import SettingError, did_you_mean
from model.progress import Told
from model.rules import Rules
from model.simulate import Engine, rules_from

Asked = str | Path | Mapping[str, Any] | Design
"""A design: a shipped name, a TOML file, what such a file would say as a dict, or one that has been read."""


@dataclass(frozen=True, eq=False, repr=False)
class Sweep(Shown):
    """A finished sweep: what was asked and came out (`finished`), and its `folder`, if it lies in one."""

    finished: Finished
    folder: Path | None = None

    @property
    def rows(self) -> pd.DataFrame:
        """One row per point and replicate: point, replicate, seed, a column a factor, and the key numbers of that clinic."""
        return self.finished.rows

    @property
    def failures(self) -> pd.DataFrame:
        """One row per clinic that could not be lived: its point, what varies, and why (`error`)."""
        return self.finished.failures

    @property
    def factors(self) -> tuple[str, ...]:
        """What varies."""
        return self.finished.factors

    def means(self) -> pd.DataFrame:
        """One row per point: the mean of every key number over its replicates."""
        return means(self.rows, self.factors)

    def response_curves(self, *factors: str) -> Figure:
        """How the outcomes respond to each of these factors (the first four, without), mean over all else, with 95 % bands."""
        return sweep_figures.response_curves(self.finished, [*map(self._known, factors)] or self.factors[: sweep_report.MOST_FACTORS])

    def endings(self, factor: str = "") -> Figure:
        """At each level of a factor (the first, without) which shares of therapies ended by which road."""
        return sweep_figures.endings(self.finished, self._known(factor or self.factors[0]))

    def heat_map(self, outcome: str = "dropout") -> Figure:
        """An outcome over the two factors of a grid, mean over replicates; SettingError for other designs."""
        if outcome not in self.rows:
            raise SettingError(f"no outcome is called {outcome}.{did_you_mean(outcome, OUTCOMES)} Drawn are {', '.join(OUTCOMES)}.")
        if self.finished.asked.sort != "grid" or len(self.factors) != 2:
            raise SettingError("a heat map is of a grid of two factors; response_curves draws any design.")
        title = f"{self.finished.title}: {OUTCOMES.get(outcome, outcome)}"
        return heat_map(self.means(), *self.factors, outcome, title)

    def _known(self, factor: str) -> str:
        if factor not in self.factors:
            raise SettingError(f"no factor is called {factor}.{did_you_mean(factor, self.factors)} Factors: {', '.join(self.factors)}.")
        return factor

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        failed = f", {len(self.failures):,} failed" if len(self.failures) else ""
        seeds = "seed" if self.finished.asked.replicates == 1 else "seeds"
        told = f"{self.finished.title}: {self.finished.points:,} points × {self.finished.asked.replicates:,} {seeds}{failed}"
        return told, (), {"means": self.means()[["point", *self.factors, *OUTCOMES]]}


@plainly
def sweep(
    design: Asked = "repair-empathy",
    *,
    rules: Rules | str | Path | None = None,
    engine: Engine = "auto",
    workers: int | None = None,
    cluster: int | None = None,
    scheduler: str | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: bool | None = None,
) -> Sweep:
    """Every clinic of a design, reduced to its key numbers; points share their luck, unless the design says otherwise.

    `design` is a shipped name, a TOML file, what such a file would say as a dict, or a Design. With `out` the sweep lies in
    that folder, survives whatever stops it, and goes on there when it is asked for again (`fresh` begins anew); without, it
    is held in memory, and nothing is written. `workers`, `cluster` and `scheduler` say who does it, and change no number.
    A clinic that fails is a row of `failures`, and the rest go on. Raises SettingError, with all faults at once, before any
    work, and OutputError when `out` cannot be used.

    >>> grid = {"scenario": "small", "factor": [{"name": "rules.rest", "values": [0.1, 0.5]}]}
    >>> sweep(grid).rows[["point", "rules.rest", "dyads"]].to_numpy().tolist()
    [[1.0, 0.1, 60.0], [2.0, 0.5, 60.0]]
    """
    where = Where(workers, cluster, scheduler)
    asked = checked(lambda: design_of(design, rules), engine, where)
    with telling(progress, "sweeping", "clinics") as told:
        return in_memory(asked, engine, where, told) if out is None else in_folder(Path(out), asked, engine, where, fresh, told)


def design_of(design: Asked, rules: Rules | str | Path | None = None) -> Design:
    """The design, with its people living by these rules."""
    return Design.of(design, None if rules is None else rules_from(rules))


def in_memory(design: Design, engine: Engine, where: Where, told: Told) -> Sweep:
    """The sweep, held in memory, with all that a folder's record would say."""
    found = swept_in_memory(design, engine=engine, done=told, where=where)
    counts = {"clinics": len(found.rows), "failed": len(found.failures)}
    made = record(design, engine_for(design, engine), fingerprint=fingerprint(design), **counts)
    return Sweep(Finished(design.asked, tuple(design.values), found.rows, made, found.failures))


def in_folder(folder: Path, design: Design, engine: Engine, where: Where, fresh: bool, told: Told) -> Sweep:
    """The sweep in a folder, which goes on where it stopped."""
    folders.sweep_into(folder, design, engine, where, fresh=fresh, told=told)
    return from_folder(folder)


def from_folder(folder: Path) -> Sweep:
    """The finished sweep in a folder; TableError where there is none."""
    return Sweep(finished.read(folder), folder)


@plainly
def merge(folders_of_shards: Sequence[str | Path], out: str | Path) -> Sweep:
    """The shards of a sweep (`dyads sweep --shard 1/8`) put together in `out`: the same tables as the sweep in one go.

    Raises TableError, naming every fault, when a folder holds no parts of this sweep, or parts are missing.
    """
    return from_folder(merging.merge([*map(Path, folders_of_shards)], Path(out)).folder)


def swept(of: Asked | Sweep, progress: bool | None) -> Sweep:
    """The finished sweep that is given, the one in a folder, or that of a design, which is simulated."""
    if isinstance(of, Sweep):
        return of
    if isinstance(of, str | Path) and finished.is_folder(of):
        return from_folder(Path(of))
    return sweep(of, progress=progress)


@dataclass(frozen=True, repr=False)
class Page:
    """The report of a sweep as one page of HTML, and the `file` that it was written to, if it was."""

    html: str
    file: Path | None = None

    def __repr__(self) -> str:
        return f"<the report of a sweep, {len(self.html):,} characters of HTML{f', in {self.file}' if self.file else ''}>"


@plainly
def report(of: Asked | Sweep, *, out: str | Path | None = None, progress: bool | None = None) -> Page:
    """The report of a sweep: one page in one file, with figures, tables, the design, what made it, and how to repeat it.

    `of` as in `sensitivity`; `out` names the file to write, over what was there. Raises OutputError when it cannot be.
    """
    if out is not None:
        sweep_report.refuse(Path(out))
    found = swept(of, progress).finished
    with telling(progress, "drawing the report", "figures") as told:
        page = sweep_report.page(found, told)
    if out is not None:
        sweep_report.write_text(Path(out), page)
    return Page(page, None if out is None else Path(out))
