"""How many therapists, clients and seeds a wanted precision takes, from what a pilot shows between and within therapists.

Clients of one therapist are alike, so that the mean of T therapists with n clients each has the variance
(between + within / n) / T. Another seed brings other therapists: S seeds of a clinic count as S times its therapists.
Source: one-way random effects (Searle, Casella & McCulloch, 1992); assurance (Kupper & Hafner, 1989).
"""

from collections.abc import Callable
from math import ceil, nan, sqrt
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

from experiments.counting.intervals import LOGIT, PLAIN, RATED, SESSIONS, Scale, clustered
from experiments.counting.statistics import mean_of_sums
from model.errors import SettingError
from model.progress import Told as Done
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import simulate

ASSURANCE = 0.9
"""How sure the safe number is: it is enough after this share of pilots."""
CASELOADS = (5, 10, 30, 100)
"""Clients a therapist for which advice is given besides the clinic's own."""
WIDEST = 1000.0
"""An interval that reaches further tells of no outcome anything."""
LARGEST = 1_000_000
"""Clients of a pilot."""
MOST = 10_000_000
"""More therapists than anybody simulates."""


class Outcome(NamedTuple):
    """What the mean of a clinic may be wanted of: in which words and unit, how a table of dyads becomes a value for each, and on
    which scale the mean is nearly normal."""

    words: str
    unit: str
    of: Callable[[pd.DataFrame], pd.Series]
    scale: Scale = PLAIN


def fall_in_score(dyads: pd.DataFrame) -> pd.Series:
    """How far the questionnaire's score has fallen, of those who came at least twice."""
    return (dyads.distress_score_intake - dyads.distress_score_last).where(dyads.sessions_attended >= 2)


OUTCOMES = {
    "dropout": Outcome("share who drop out", "share", lambda d: (d.ending == "dropout").astype(float), LOGIT),
    "fall_in_score_twice": Outcome("fall of the score to the last session, of who came twice or more", "OQ-45 points", fall_in_score),
    "wai_client_early": Outcome("client-rated WAI-SR after session 3", "points of 1–5", lambda d: d.wai_client_early, RATED),
    "sessions_attended": Outcome("sessions that a client comes to", "sessions", lambda d: d.sessions_attended.astype(float), SESSIONS),
}
"""What precision may be asked of, by name; what `compare` has under the same name is the same."""


class Components(NamedTuple):
    """Variance of an outcome between and within therapists, as a pilot shows it, and what the pilot was."""

    between: float
    within: float
    therapists: int
    clients: int
    per_therapist: float
    mean: float
    low: float
    high: float

    @property
    def likeness(self) -> float:
        """The intraclass correlation: how alike clients of one therapist are."""
        whole = self.between + self.within
        return self.between / whole if whole > 0.0 else nan

    @property
    def likeness_interval(self) -> tuple[float, float]:
        """Its 95 % interval, from the F distribution (exact with equal caseloads; Searle, 1971)."""
        k, n = self.therapists, self.per_therapist
        if self.within <= 0.0:
            return nan, nan
        f = 1.0 + n * self.between / self.within
        ends = (f / scipy.stats.f.ppf(q, k - 1, self.clients - k) for q in (0.975, 0.025))
        low, high = ((f - 1.0) / (f + n - 1.0) for f in ends)
        return max(low, 0.0), max(high, 0.0)

    def of_means(self, n: float) -> float:
        """The variance of the means of therapists with n clients each."""
        return self.between + self.within / n

    def at_most(self, n: float) -> float:
        """That variance, no larger with `ASSURANCE` (Satterthwaite, 1946).

        Beyond the caseload of the pilot something would be taken away, where Satterthwaite's freedom means nothing: there the limit of
        what lies between therapists is that of the pilot's own means, less their share of what lies within.
        """
        if n > self.per_therapist:
            k, floor = self.therapists, self.within / self.per_therapist
            limit = self.of_means(self.per_therapist) * (k - 1) / float(scipy.stats.chi2.ppf(1.0 - ASSURANCE, k - 1))
            return max(limit - floor, 0.0) + self.within / n
        first, second = self.of_means(self.per_therapist), self.within * (1.0 / n - 1.0 / self.per_therapist)
        freedom = self.of_means(n) ** 2 / (first**2 / (self.therapists - 1) + second**2 / (self.clients - self.therapists))
        return self.of_means(n) * freedom / float(scipy.stats.chi2.ppf(1.0 - ASSURANCE, freedom))


class Advice(NamedTuple):
    """What a wanted half-width takes with so many clients a therapist; `safe` allows for what the pilot does not know."""

    clients_per_therapist: int
    therapists: int
    clients: int
    safe_therapists: int
    safe_clients: int
    safe_seeds: int


def pilot_of(outcome: Outcome, dyads: pd.DataFrame) -> Components:
    """What a clinic shows of an outcome; SettingError as `components`."""
    return components(outcome.of(dyads), dyads.therapist_id, outcome.scale)


def components(values: pd.Series, therapists: pd.Series, scale: Scale = PLAIN) -> Components:
    """The variance components of a pilot: one value a client, and whose client it is; the interval of the mean is made on `scale`.

    SettingError with fewer than three therapists, or no therapist with two clients: then nothing can be told apart; and
    where all clients have the same value: then nothing says how much they differ.
    """
    known = values.notna()
    y, whose = values[known].to_numpy(float), therapists[known].to_numpy()
    _, at, sizes = np.unique(whose, return_inverse=True, return_counts=True)
    k, n = len(sizes), len(y)
    if k < 3 or n == k:
        raise SettingError(
            f"a pilot needs three therapists or more, and clients who share one; this one has {k} therapists and {n} clients "
            "with a value. Raise clinic.dyads, or clinic.clients_per_therapist."
        )
    if np.ptp(y) == 0.0:
        raise SettingError(
            f"all {n:,} clients of the pilot have the same value, {y[0]:g}, so it cannot say how far clients and therapists differ. "
            "Raise clinic.dyads, or ask for another outcome or another scenario."
        )
    means = np.bincount(at, y) / sizes
    within = float(((y - means[at]) ** 2).sum() / (n - k))
    per_therapist = (n - float((sizes**2).sum()) / n) / (k - 1)
    between = float((sizes * (means - y.mean()) ** 2).sum() / (k - 1))
    low, high = clustered(np.column_stack([np.ones(n), y]), whose, mean_of_sums, scale)
    return Components(max((between - within) / per_therapist, 0.0), within, k, n, per_therapist, float(y.mean()), float(low), float(high))


def therapists_for(half_width: float, variance: float) -> int:
    """How few therapists, three at least, give a 95 % interval (Student's t) that reaches no further to either side."""

    def enough(t: int) -> bool:
        return bool(scipy.stats.t.ppf(0.975, t - 1) * sqrt(variance / t) <= half_width)

    low, high = 2, max(3, ceil(variance * (1.96 / half_width) ** 2))
    while not enough(high):
        low, high = high, high + max(1, high // 10)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def advise(found: Components, half_width: float, per_therapist: int, therapists_of_clinic: int, known: float = 1.0) -> Advice:
    """What a half-width takes with so many clients a therapist, a share `known` of whom have the outcome; seeds are of a
    clinic with so many therapists.

    SettingError where the half-width is not positive, or so small that nobody could simulate what it takes.
    """
    if not half_width > 0.0:
        raise SettingError(f"the half-width must be more than 0; got {half_width:g}.")
    n = per_therapist * known
    if 1.96 / half_width > sqrt(MOST / max(found.at_most(n), found.of_means(n))):
        raise SettingError(f"a half-width of {half_width:g} takes more than {MOST:,} therapists; ask for a wider interval.")
    needed = therapists_for(half_width, found.of_means(n))
    safe = max(needed, therapists_for(half_width, found.at_most(n)))
    return Advice(per_therapist, needed, needed * per_therapist, safe, safe * per_therapist, ceil(safe / therapists_of_clinic))


def faults_of(outcome: str, half_width: float) -> list[str]:
    """What is wrong with the outcome that precision is asked of, and with how far its interval may reach."""
    known = [] if outcome in [*OUTCOMES] else [f"outcome must be one of {', '.join(OUTCOMES)}; got {outcome!r}."]
    wide = isinstance(half_width, Real) and not isinstance(half_width, bool) and 0.0 < half_width <= WIDEST
    return known if wide else [*known, f"half-width must be a number of more than 0, and at most {WIDEST:g}; got {half_width!r}."]


class Advised(NamedTuple):
    """A pilot, what a half-width takes with several numbers of clients a therapist, the clinic's own among them, and both in words."""

    pilot: Components
    advice: list[Advice]
    says: str


def advised(outcome: str, half_width: float, asked: Scenario, said: Rules, done: Done) -> Advised:
    """What a half-width of an outcome takes, by a pilot of this clinic that is simulated; SettingError as `components` and `advise`."""
    if asked["clinic.dyads"] > LARGEST:
        held = f"since all of it is held at once; got {asked['clinic.dyads']:,.0f}"
        raise SettingError(f"clinic.dyads of a pilot must be at most {LARGEST:,}, {held}.")
    dyads = simulate(asked, rules=said, record=False).dyads
    done(1, 1)
    of, usual = OUTCOMES[outcome], int(asked["clinic.clients_per_therapist"])
    pilot = pilot_of(of, dyads)
    known = pilot.clients / len(dyads)
    advice = {n: advise(pilot, half_width, n, pilot.therapists, known) for n in sorted({*CASELOADS, usual})}
    return Advised(pilot, [*advice.values()], told(of, pilot, half_width, advice[usual]))


def told(outcome: Outcome, found: Components, half_width: float, advice: Advice) -> str:
    """The pilot and what it advises, in a few lines."""
    low, high = found.likeness_interval
    lines = (
        f"{outcome.words}: {found.mean:.3f} [{found.low:.3f}, {found.high:.3f}] ({outcome.unit}) in a pilot of {found.therapists:,} "
        f"therapists with {found.clients:,} clients who have it (half-width {(found.high - found.low) / 2:.3f}).",
        f"Clients of one therapist are alike: ICC = {found.likeness:.3f} [{low:.3f}, {high:.3f}]; variance {found.between:.4g} between "
        f"therapists, {found.within:.4g} within.",
        f"A 95 % interval of ± {half_width:g} takes about {advice.therapists:,} therapists with {advice.clients_per_therapist:,} clients "
        f"each; to be safe, {advice.safe_therapists:,} ({advice.safe_clients:,} clients), or {advice.safe_seeds:,} "
        f"seed{'' if advice.safe_seeds == 1 else 's'} of this clinic.",
        f"Safe is enough after {100 * ASSURANCE:.0f} % of pilots like this one.",
    )
    return "\n".join(lines)
