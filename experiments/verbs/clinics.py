"""Verbs about clinics: live one, or set two side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.comparing.compare import Comparison
from experiments.comparing.compare import compare as set_side_by_side
from experiments.comparing.jobs import sides, write_comparison
from experiments.counting import key_numbers, statistics
from experiments.drawing import figures
from experiments.results.clinic import write_clinic
from experiments.results.jobs import where_asked
from experiments.results.notebook import Shown
from experiments.results.output import reserved
from experiments.verbs.manners import plainly, telling
from model.errors import SettingError
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Engine, Run, ask, blocks, choose

Clinic = str | Path | Scenario
Settings = Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Lived(Shown):
    """A clinic that was lived: its tables as pandas has them, its key numbers, and its figures."""

    run: Run

    @property
    def dyads(self) -> pd.DataFrame:
        """One row per dyad; the columns: `dictionary()`."""
        return self.run.dyads

    @property
    def sessions(self) -> pd.DataFrame:
        """One row per held session."""
        return self.run.sessions

    @property
    def assessments(self) -> pd.DataFrame:
        """One row per client and assessment, also of those who wait or have left."""
        return self.run.assessments

    @cached_property
    def summary(self) -> pd.Series:
        """The key numbers, those with a 95 % interval (`_low`, `_high`) clustered by therapist; shares from 0 to 1."""
        return pd.Series(key_numbers.summary(self.dyads), name=self.run.scenario.name)

    @property
    def arms(self) -> pd.DataFrame:
        """Where there are arms, or a wait-list: how they differ at each assessment, d positive where the arm named first is better off."""
        return statistics.arms(self.assessments)

    def alliance_courses(self) -> Figure:
        """Client-rated alliance session by session, by how therapy ended."""
        return figures.alliance_courses(self.run)

    def cumulative_incidence(self) -> Figure:
        """Which share has ended by each road, session by session."""
        return figures.incidence(self.run)

    def alliance_and_outcome(self) -> Figure:
        """Early alliance against outcome, a dot a dyad."""
        return figures.alliance_and_outcome(self.run)

    def ruptures_and_repairs(self) -> Figure:
        """Shares of sessions with a rupture, noticed and repaired."""
        return figures.ruptures_and_repairs(self.run)

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        asked = self.run.scenario
        told = f"seed {asked.seed}, {self.run.engine} engine"
        shown = self.summary.to_frame("value").rename_axis("number").reset_index()
        return f"{asked.title or asked.name} ({told})", (), {"summary": shown}


@plainly
def run(
    scenario: Clinic = "standard",
    *,
    settings: Settings | None = None,
    rules: Rules | str | Path | None = None,
    do: Iterable[str] = (),
    seed: int | None = None,
    engine: Engine = "auto",
    out: str | Path | None = None,
    progress: bool | None = None,
) -> Lived:
    """A clinic, lived session by session: tables, key numbers, figures.

    `scenario` is a shipped name, a TOML file or a Scenario; `settings` change parameters by their dotted names, `rules` are a
    file or Rules, `do` interventions as they are written. `out` names a folder that must not exist yet for tables, figures and
    what repeats them. Raises SettingError or RuleError, with all faults at once, before any work.

    >>> run("small", seed=3).dyads.shape[0]
    60
    """
    asked, said = ask(scenario, settings, rules, seed, do=do)
    used = choose(asked, said, engine)
    with reserved(out, asked.name) as place:
        with telling(progress, "living") as done:
            lived = Lived(Run(asked, said, used, tuple(blocks(asked, said, used, done=done))))
        if place:
            write_clinic(place, lived.run.blocks, asked, said, used)
    return lived


@plainly
def compare(
    a: Clinic | Run | Lived = "standard",
    b: Clinic | Run | Lived | None = None,
    *,
    settings: Settings | None = None,
    both: Settings | None = None,
    rules: Rules | str | Path | None = None,
    rules_a: Rules | str | Path | None = None,
    do: Iterable[str] = (),
    seed: int | None = None,
    engine: Engine = "auto",
    out: str | Path | None = None,
    progress: bool | None = None,
) -> Comparison:
    """Two clinics under the same luck: paired differences, B minus A, with 95 % intervals clustered by therapist.

    `settings`, `rules` and `do` change B alone, `rules_a` are the rules of A, `both` changes parameters of A and of B; without
    `b` it is A with these changes. Two clinics that have been lived (by `run` or `model.simulate`) may be given in place of
    scenarios. The `frame` of what comes back has a row an outcome: outcome, a, b, difference, low, high, variance_saved, n.
    Raises SettingError or RuleError, with all faults at once, before any work.

    >>> found = compare("small", settings={"therapists.repair_skill.mean": 0.8})
    >>> found.frame.shape
    (9, 8)
    """
    if isinstance(a, Run | Lived) or isinstance(b, Run | Lived):
        changed = bool(settings or both or do) or any(each is not None for each in (rules, rules_a, seed))
        with reserved(out, "compare") as place:
            found = of_runs(a, b, changed)
            if place:
                write_comparison(place, found)
        return found
    asked = sides(a, b, settings=settings, both=both, rules=rules, rules_a=rules_a, do=do, seed=seed, engine=engine)
    return where_asked(out, asked, partial(telling, progress))


def of_runs(a: object, b: object, changed: bool) -> Comparison:
    """Two clinics that have been lived, side by side; SettingError where one is none, or something is to be changed in them."""
    runs = [each.run if isinstance(each, Lived) else each for each in (a, b)]
    if changed or not all(isinstance(each, Run) for each in runs):
        raise SettingError("clinics that have been lived are compared as they are: give two of them, and nothing that changes one.")
    return set_side_by_side(*runs)  # type: ignore[arg-type]
