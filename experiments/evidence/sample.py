"""A clinic as those see it who study it: its tables. Most of what is measured is what people fill in; some is true (`TRUE`).

A sample is made from the tables of a run, in memory or read back from Parquet, so that whatever is measured here can be
measured by anyone on the files of `dyads run --items`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from math import nan

import numpy as np
import pandas as pd

from experiments.counting.statistics import outcome

EARLY = 3
"""The session whose ratings count as early."""
OBSERVED = frozenset((
    "client_id", "therapist_id", "arm", "state", "week", "session", "ending", "sessions_attended",
    "distress_score", "distress_score_intake", "distress_score_last", "recovered", "reliable_improvement", "reliable_deterioration",
    "wai_client", "wai_client_bond", "wai_client_task", "wai_client_goal", "wai_client_early", "wai_therapist",
    "empathy_client", "empathy_therapist", "regard_client", "congruence_client",
    "rupture_reported_client", "rupture_reported_therapist", "homework_assigned", "homework_done",
))  # fmt: skip
"""What measures read that a study would have, too: files, questionnaires, reports. So are all items."""
TRUE = frozenset((
    "client_attachment_anxiety", "client_attachment_avoidance", "client_hostility", "expectation_intake", "attachment_anxiety",
    "therapist_countertransference_management", "therapist_empathic_accuracy", "therapist_empathic_expression", "therapist_regard",
    "therapist_repair_skill", "countertransference", "ruptured", "noticed", "repaired",
))  # fmt: skip
"""What measures read from the model itself, without the error that a questionnaire or an observer would make."""


@dataclass(frozen=True)
class Sample:
    """The tables of a clinic; `sessions` rows stand in the order of `dyads`, as a run writes them."""

    dyads: pd.DataFrame
    sessions: pd.DataFrame = field(default_factory=pd.DataFrame)
    items: pd.DataFrame = field(default_factory=pd.DataFrame)
    assessments: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def attended(self) -> np.ndarray:
        """Sessions that each client came to (dyads)."""
        return self.dyads["sessions_attended"].to_numpy()

    @cached_property
    def first_row(self) -> np.ndarray:
        """Where each client's sessions begin in the table of sessions (dyads)."""
        return np.cumsum(self.attended) - self.attended

    @cached_property
    def dyad_of_row(self) -> np.ndarray:
        """For each session the place of its client in the table of dyads (sessions)."""
        return np.repeat(np.arange(len(self.dyads)), self.attended)

    def last_of(self, column: str) -> np.ndarray:
        """A column as the last session left it (dyads)."""
        return self.rated(column)[self.first_row + self.attended - 1]

    @property
    def assessed(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The first and the last assessment of everybody, who stand in the same order in both."""
        week = self.assessments["week"]
        first, last = (self.assessments[week == w].set_index("client_id") for w in (week.min(), week.max()))
        return first, last

    def of(self, column: str) -> np.ndarray:
        """A column of the table of dyads, as numbers (dyads)."""
        return self.dyads[column].to_numpy(float)

    def rated(self, column: str) -> np.ndarray:
        """A column of the table of sessions, as numbers (sessions)."""
        return self.sessions[column].to_numpy(float)

    def at(self, session: int, column: str) -> np.ndarray:
        """A rating after one session, NaN for those who did not come to it (dyads)."""
        found = np.full(len(self.dyads), nan)
        came = self.attended >= session
        found[came] = self.rated(column)[self.first_row[came] + session - 1]
        return found

    def mean_of(self, column: str, last: int | None = None) -> np.ndarray:
        """Each client's mean of a rating over all sessions, or the first `last` (dyads)."""
        values, who = self.rated(column), self.dyad_of_row
        if last is not None:
            kept = self.sessions["session"].to_numpy() <= last
            values, who = values[kept], who[kept]
        n = np.bincount(who, minlength=len(self.dyads))
        return np.bincount(who, values, len(self.dyads)) / n

    def outcome_of(self, these: np.ndarray) -> np.ndarray:
        """OUT of those chosen: minus the residual of the last score on the one at intake, fitted among them; else NaN (dyads)."""
        found = np.full(len(self.dyads), nan)
        found[these] = outcome(self.dyads[these]).to_numpy()
        return found

    def with_outcome(self, x: np.ndarray, these: np.ndarray | None = None) -> float:
        """Pearson r of `x` (dyads) with OUT, among those (of `these`) who have an `x`."""
        known = np.isfinite(x) if these is None else np.isfinite(x) & these
        return r(x[known], self.outcome_of(known)[known])

    @property
    def twice(self) -> np.ndarray:
        """Who came at least twice, so that therapy can have changed a score (dyads)."""
        return self.attended >= 2


def outcomes(*tables: pd.DataFrame) -> list[np.ndarray]:
    """OUT in several tables of dyads, the regression fitted over all of them together."""
    scores = [table[["distress_score_intake", "distress_score_last"]] for table in tables]
    out = outcome(pd.concat(scores, ignore_index=True)).to_numpy()
    return np.split(out, np.cumsum([len(t) for t in tables])[:-1])


def r(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson correlation of the pairs in which both are known; NaN where nothing varies."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) < 3 or np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return nan
    return float(np.corrcoef(x, y)[0, 1])


def d(x: np.ndarray, y: np.ndarray) -> float:
    """Cohen's d of `x` less `y`, with the pooled SD; NaN where there are fewer than two in either."""
    n, m = len(x), len(y)
    if n < 2 or m < 2:
        return nan
    within = ((n - 1) * x.var(ddof=1) + (m - 1) * y.var(ddof=1)) / (n + m - 2)
    return float((x.mean() - y.mean()) / np.sqrt(within)) if within > 0.0 else nan


def alpha(items: np.ndarray) -> float:
    """Cronbach's alpha of items (people x items), Cronbach (1951)."""
    k = items.shape[1]
    return float(k / (k - 1) * (1.0 - items.var(axis=0, ddof=1).sum() / items.sum(axis=1).var(ddof=1)))


def icc1(values: np.ndarray, groups: np.ndarray) -> float:
    """ICC(1) of `values` in groups of unequal size, by one-way analysis of variance: Shrout & Fleiss (1979).

    The mean group size is corrected for inequality, as in Snedecor & Cochran (1980).
    """
    _, at = np.unique(groups, return_inverse=True)
    n = np.bincount(at)
    means, k, total = np.bincount(at, values) / n, len(n), len(values)
    between = (n * (means - values.mean()) ** 2).sum() / (k - 1)
    within = ((values - means[at]) ** 2).sum() / (total - k)
    size = (total - (n * n).sum() / total) / (k - 1)
    return float((between - within) / (between + (size - 1.0) * within))
