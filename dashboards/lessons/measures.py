"""What lessons ask for: outcomes of a clinic in words, with unit, value and 95 % interval clustered by therapist.

The statistics are those of `experiments.counting.statistics`; a measure says which of them, of what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from dashboards.lessons import twins
from experiments.comparing.compare import Difference
from experiments.counting.intervals import LOGIT, PLAIN, Scale
from experiments.counting.key_numbers import moments_of_d, pre_post_of_sums
from experiments.counting.statistics import Estimate, correlation, estimate, mean_of_sums, pre_post_d, share
from experiments.evidence.sample import Sample


@dataclass(frozen=True)
class Measure:
    """An outcome that can be asked for: its words, its unit, with how many digits it is told, and how it is found."""

    words: str
    unit: str
    digits: int
    found: Callable[[Sample], Estimate]

    @property
    def is_share(self) -> bool:
        """Whether it is a share, told in per cent."""
        return self.unit == PERCENT

    def told(self, value: float) -> str:
        """A value as it is told, with a short unit."""
        if not np.isfinite(value):
            return "–"
        if self.is_share:
            return f"{100 * value:.0f} %"
        return f"{value:.{self.digits}f}".replace("-", "−")

    def interval(self, found: Estimate) -> str:
        """The interval of an estimate as it is told; nothing when there is none."""
        low, high = self.told(found.low), self.told(found.high)
        return "" if "–" in (low, high) else f"[{low}, {high}]"

    def apart(self, value: float) -> str:
        """A difference as it is told, with its sign: of shares, in hundredths."""
        shown = round(self.shown(value), 1 if self.is_share else self.digits) + 0.0  # no minus before a zero
        return f"{shown:{'+' if shown else ''}.{1 if self.is_share else self.digits}f}".replace("-", "−")

    def difference(self, found: Difference) -> str:
        """A paired difference with its interval and unit, as it is told."""
        value, low, high = (self.apart(x) for x in (found.difference, found.low, found.high))
        return f"{value} [{low}, {high}] {'of 100' if self.is_share else self.unit}"

    def with_interval(self, found: Estimate) -> str:
        """A value with its interval, as it is told."""
        return f"{self.told(found.value)} {self.interval(found)}".strip()

    def shown(self, value: float) -> float:
        """A value on the scale on which it is told: shares in per cent."""
        return 100.0 * value if self.is_share else value

    def raw(self, shown: float) -> float:
        """A value from the scale on which it is told."""
        return shown / 100.0 if self.is_share else shown


PERCENT = "%"


def dropped_out(sample: Sample) -> Estimate:
    """Share of dyads that end by dropout."""
    return share(sample.dyads["ending"] == "dropout", sample.dyads["therapist_id"])


def ratio(sample: Sample, of: np.ndarray, within: np.ndarray, scale: Scale = LOGIT) -> Estimate:
    """Sum of `of` over the sum of `within` (dyads, both)."""
    known = within > 0.0
    moments = np.column_stack([within[known], of[known]])
    value = float(mean_of_sums(moments.sum(axis=0, keepdims=True))[0]) if known.any() else np.nan
    return estimate(value, moments, sample.dyads["therapist_id"][known], mean_of_sums, scale)


def each(sample: Sample, values: np.ndarray) -> Estimate:
    """The mean of one value a dyad (dyads); those without one are left out."""
    known = np.isfinite(values)
    return ratio(sample, np.where(known, values, 0.0), known.astype(float), PLAIN)


def summed(sample: Sample, values: np.ndarray) -> np.ndarray:
    """The sum over each client's sessions (sessions) -> (dyads)."""
    return np.bincount(sample.dyad_of_row, values, len(sample.dyads))


def over_sessions(sample: Sample, column: str) -> Estimate:
    """The mean of a column over all sessions."""
    return ratio(sample, summed(sample, sample.rated(column)), sample.attended.astype(float), PLAIN)


def among(sample: Sample, what: str, where: str) -> Estimate:
    """Among the sessions in which `where` happened the share in which `what` did."""
    happened = sample.rated(where)
    return ratio(sample, summed(sample, happened * sample.rated(what)), summed(sample, happened))


def ruptures(sample: Sample) -> Estimate:
    """Share of sessions with a rupture."""
    return ratio(sample, sample.of("ruptures"), sample.attended.astype(float))


def about_goals(sample: Sample) -> Estimate:
    """Share of ruptures that are about goals."""
    ruptured = sample.rated("ruptured")
    goals = (sample.sessions["rupture_component"] == "goal").to_numpy(float)
    return ratio(sample, summed(sample, ruptured * goals), summed(sample, ruptured))


def relief(sample: Sample) -> Estimate:
    """True distress at intake less at the end, of everybody."""
    return each(sample, twins.relief(sample))


def pre_post(sample: Sample) -> Estimate:
    """Pre–post effect of those who came at least twice."""
    twice = sample.dyads[sample.twice]
    return estimate(pre_post_d(sample.dyads), moments_of_d(twice), twice["therapist_id"], pre_post_of_sums, PLAIN)


def with_outcome(sample: Sample, column: str) -> Estimate:
    """Correlation of a client's mean rating over the first five sessions with outcome, of those who came at least twice."""
    rated = pd.Series(np.where(sample.twice, sample.mean_of(column, 5), np.nan), sample.dyads.index)
    return correlation(sample.dyads.assign(rated=rated), "rated")


def eased(sample: Sample, trait: str) -> Estimate:
    """How far an insecurity of the client is lower after the last session than at intake."""
    return each(sample, twins.eased(sample, trait))


def grown(sample: Sample, trait: str) -> Estimate:
    """How far a trait of the client is higher after the last session than at intake."""
    return each(sample, sample.last_of(trait) - sample.of(f"client_{trait}"))


def state(column: str, words: str, unit: str = "0 to 1", digits: int = 2) -> Measure:
    """A measure that is the mean of a column over all sessions."""
    return Measure(words, unit, digits, partial(over_sessions, column=column))


MEASURES = {
    "dropout": Measure("share of clients who drop out", PERCENT, 0, dropped_out),
    "pre_post_d": Measure("pre–post effect d (who came twice or more)", "SDs at intake", 2, pre_post),
    "relief": Measure("fall in distress from intake to the end", "OQ-45 points", 1, relief),
    "alliance_r": Measure(
        "correlation of the client's alliance rating after session 3 with outcome", "r", 2, lambda sample: correlation(sample.dyads)
    ),
    "empathy_client_r": Measure("r with outcome: empathy as the client rates it", "r", 2, partial(with_outcome, column="empathy_client")),
    "empathy_therapist_r": Measure(
        "r with outcome: empathy as the therapist rates it", "r", 2, partial(with_outcome, column="empathy_therapist")
    ),
    "early_alliance": Measure(
        "alliance as the client rates it after session 3", "1 to 5", 2, lambda sample: each(sample, sample.of("wai_client_early"))
    ),
    "ruptures": Measure("share of sessions with a rupture", PERCENT, 0, ruptures),
    "repairs": Measure("share of ruptures fully repaired", PERCENT, 0, partial(among, what="repaired", where="ruptured")),
    "noticed": Measure("share of ruptures that the therapist notices", PERCENT, 0, partial(among, what="noticed", where="ruptured")),
    "goal_ruptures": Measure("share of ruptures that are about goals", PERCENT, 0, about_goals),
    "tasks_done": Measure(
        "share of agreed tasks that get done", PERCENT, 0, partial(among, what="homework_done", where="homework_assigned")
    ),
    "anxiety_eased": Measure("how far fear of being left eases", "points of 1 to 7 (ECR)", 2, partial(eased, trait="attachment_anxiety")),
    "avoidance_eased": Measure(
        "how far fear of closeness eases", "points of 1 to 7 (ECR)", 2, partial(eased, trait="attachment_avoidance")
    ),
    "kindness_grown": Measure("how far kindness to oneself grows", "on 0 to 1", 3, partial(grown, trait="self_acceptance")),
    "sessions": Measure("sessions held per client", "sessions", 1, lambda sample: each(sample, sample.attended.astype(float))),
    "bond": state("bond", "bond"),
    "tasks": state("task", "agreement on tasks"),
    "goals": state("goal", "agreement on goals"),
    "safety": state("safety", "felt safety"),
    "empathy_enacted": state("empathy_enacted", "empathy as an observer would code it"),
    "empathy_felt": state("empathy_felt", "empathy as the client feels it"),
    "transference": state("transference", "how far old relationships colour what is expected"),
    "acted_out": state("countertransference", "reactions that the therapist acts out"),
    "disclosure": state("disclosure", "how deep clients go"),
    "overwhelm": state("overwhelm", "painful feeling beyond what safety can hold"),
    "homework": state("homework_done", "share of sessions with a task done", PERCENT, 0),
    "patterns": state("patterns", "how far old patterns are looked at"),
}  # fmt: skip
"""What a lesson may ask for, or show on the way, by name."""
