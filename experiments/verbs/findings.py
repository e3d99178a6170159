"""Verbs that hold the model against something: published findings, the theory's claims, real trials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.comparing.jobs import pulling
from experiments.evidence import ablation, scorecard_report
from experiments.evidence.jobs import ablating, scoring
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, Score, clinics, reproduced
from experiments.evidence.scorecard import table as tidy
from experiments.evidence.worlds import THERAPISTS
from experiments.real_trials import report as trials_report
from experiments.real_trials.jobs import trials as trials_in
from experiments.real_trials.trials import Comparison, as_dict
from experiments.results.jobs import where_asked
from experiments.results.notebook import Shown
from experiments.verbs.manners import plainly, telling
from model.rules import Rules


@dataclass(frozen=True, eq=False, repr=False)
class Scorecard(Shown):
    """Published findings beside what simulated clinics show, for each theory; `about` says which clinics."""

    scores: Mapping[str, list[Score]]
    about: str

    @property
    def table(self) -> pd.DataFrame:
        """A row a theory and finding: theory, finding, says, statistic, published and simulated values with their ranges, verdicts."""
        return tidy(self.scores)

    @property
    def counts(self) -> pd.DataFrame:
        """How many findings each theory reproduces: theory, reproduced, counted."""
        return pd.DataFrame([(name, *reproduced(of)) for name, of in self.scores.items()], columns=["theory", "reproduced", "counted"])

    def forest(self) -> Figure:
        """Published range against simulated values, a row a finding."""
        return scorecard_report.forest(self.scores, self.about)

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        return f"Published findings: {self.about}", (), {"counts": self.counts}


@plainly
def scorecard(
    *,
    seeds: int = SEEDS,
    seed: int = FIRST_SEED,
    therapists: int = THERAPISTS,
    nulls_too: bool = True,
    patterns: bool = False,
    settings: Mapping[str, Any] | None = None,
    rules: Rules | str | Path | None = None,
    out: str | Path | None = None,
    progress: bool | None = None,
) -> Scorecard:
    """Simulated clinics beside published findings, and the null models, which should fail, beside them; beside a theory of your own
    also the model as it is.

    A finding is a mean over `seeds` clinics, from `seed` on, of so many `therapists`; with `patterns` those findings to which
    nothing was fitted. `settings` and `rules` make another theory of the model. Raises SettingError or RuleError before any
    work. Takes minutes.
    """
    of = scoring(seeds=seeds, seed=seed, therapists=therapists, against=nulls_too, further=patterns, settings=settings, rules=rules)
    found = where_asked(out, of, partial(telling, progress))
    return Scorecard(found, clinics(of.lucks, of.therapists))


@plainly
def ablations(*, seeds: int = 6, therapists: int = 60, out: str | Path | None = None, progress: bool | None = None) -> pd.DataFrame:
    """The switch of each mechanism thrown under the same luck, a row each: what it does to distress (SDs) and dropout, with
    95 % intervals, which findings break or mend, and every finding's value with the switch off. Takes minutes."""
    return ablation.table(where_asked(out, ablating(seeds, therapists), partial(telling, progress)))


@plainly
def directions(mechanism: str = "", *, out: str | Path | None = None, progress: bool | None = None) -> pd.DataFrame:
    """That every mechanism (or this one, as M8) pulls as the theory says, shown by twins under the same luck.

    A row a claim: mechanism, claim, changed, column, expected, effect, low, high (95 %, clustered by therapist), n, holds.
    Raises SettingError when no mechanism is called so.
    """
    return pd.DataFrame(where_asked(out, pulling(mechanism), partial(telling, progress)))


@dataclass(frozen=True, eq=False, repr=False)
class Trials(Shown):
    """Real trials beside the model: `arms`, a row each with what was observed and simulated, and `problems` of the file's rows."""

    found: Comparison

    @property
    def arms(self) -> pd.DataFrame:
        """One row an arm: attrition (share) and change (SDs at intake), observed and simulated with the 95 % range."""
        return self.found.arms

    @property
    def problems(self) -> list[str]:
        """A sentence for every row, or part of one, that could not be used."""
        return self.found.problems

    @property
    def summary(self) -> pd.Series:
        """The whole comparison in a few numbers, pooled by clients randomised."""
        return pd.Series({name: value for name, value in as_dict(self.found).items() if name != "problems"})

    def figure(self) -> Figure:
        """Observed against simulated, one dot an arm."""
        return trials_report.figure(self.found)

    def quantiles(self) -> Figure:
        """The arms as distributions."""
        return trials_report.quantiles(self.found)

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        shown = self.summary.to_frame("value").rename_axis("number").reset_index()
        return "Real trials beside the model", self.problems, {"summary": shown}


@plainly
def trials(
    file: str | Path, *, replicates: int = 200, seed: int = 1, out: str | Path | None = None, progress: bool | None = None
) -> Trials:
    """The arms of real trials, each simulated `replicates` times, beside what was observed.

    `file` is a CSV with a row an arm (study, therapy, weeks, sessions, randomised, lost, pre_mean, pre_sd, post_mean, post_sd).
    Raises TableError when it cannot be used.
    """
    return Trials(where_asked(out, trials_in(Path(file), seed, replicates), partial(telling, progress)))
