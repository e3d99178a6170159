"""Two clinics under the same luck: what differs is the effect of what was changed, client by client."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t

from model.simulate import Run
from model.units import OQ

OUTCOMES = {
    "dropout": ("share who drop out", "0 to 1"),
    "sessions_attended": ("sessions held", "sessions"),
    "wai_client_early": ("client's WAI-SR, session 3", "1 to 5"),
    "alliance_last": ("true alliance at the end", "0 to 1"),
    "ruptures_a_session": ("share of sessions with a rupture", "0 to 1"),
    "repaired": ("share of ruptures fully repaired", "0 to 1"),
    "improvement": ("true distress, intake minus last", OQ),
    "reliable_improvement": ("reliably improved", "0 to 1"),
    "reliable_deterioration": ("reliably worse", "0 to 1"),
}
"""What is compared, in words, with its unit."""


class Difference(NamedTuple):
    """B minus A of one outcome over the dyads that have it in both, with its 95 % interval clustered by therapist.

    `variance_saved` says how many times larger the variance of the difference would be with independent luck.
    """

    outcome: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    variance_saved: float
    n: int


@dataclass(frozen=True)
class Comparison:
    """Two runs under the same luck, how they differ, and whose life was the first to change."""

    a: Run
    b: Run
    differences: tuple[Difference, ...]
    unchanged: int
    dyads: int
    first: tuple[str, int] | None

    @property
    def frame(self) -> pd.DataFrame:
        """The differences as a table."""
        return pd.DataFrame(self.differences)


def outcomes(run: Run) -> pd.DataFrame:
    """What is compared, one row per dyad, by client_id."""
    d = run.dyads.set_index("client_id")
    with np.errstate(invalid="ignore", divide="ignore"):
        return pd.DataFrame(
            {
                "therapist_id": d.therapist_id,
                "dropout": (d.ending == "dropout").astype(float),
                "sessions_attended": d.sessions_attended.astype(float),
                "wai_client_early": d.wai_client_early,
                "alliance_last": d.alliance_last,
                "ruptures_a_session": d.ruptures / d.sessions_attended,
                "repaired": d.repairs / d.ruptures.where(d.ruptures > 0),
                "improvement": d.client_distress - d.distress_last,
                "reliable_improvement": d.reliable_improvement.astype(float),
                "reliable_deterioration": d.reliable_deterioration.astype(float),
            }
        )


def compare(a: Run, b: Run) -> Comparison:
    """Set two recorded runs under the same seed side by side; clients are paired by their id."""
    one, other = outcomes(a), outcomes(b)
    both = one.index.intersection(other.index)
    found = tuple(paired(name, one.loc[both], other.loc[both]) for name in OUTCOMES)
    unchanged, first = changes(a, b)
    return Comparison(a, b, found, unchanged, len(one.index.union(other.index)), first)


def paired(name: str, a: pd.DataFrame, b: pd.DataFrame) -> Difference:
    """The paired difference of one outcome; its variance is that of therapists' means of differences."""
    known = a[name].notna() & b[name].notna()
    x, y, therapists = a[name][known], b[name][known], a.therapist_id[known]
    if not len(x):
        return Difference(name, nan, nan, nan, nan, nan, nan, 0)
    error, n = clustered_error(y - x, therapists)
    apart = clustered_error(x, therapists)[0] ** 2 + clustered_error(y, therapists)[0] ** 2
    reach = float(t.ppf(0.975, n - 1)) * error if n > 2 else nan
    difference = float((y - x).mean())
    saved = apart / error**2 if error > 0.0 else nan
    return Difference(name, float(x.mean()), float(y.mean()), difference, difference - reach, difference + reach, saved, len(x))


def clustered_error(values: pd.Series, clusters: pd.Series) -> tuple[float, int]:
    """Standard error of a mean with dyads clustered by therapist, and the number of clusters; NaN below three."""
    sums = (values - values.mean()).groupby(clusters).sum()
    n = len(sums)
    return (float(np.sqrt(n / (n - 1) * (sums**2).sum()) / len(values)), n) if n > 2 else (nan, n)


EVENTS = ("ruptured", "rupture_component", "rupture_type", "noticed", "repair_stage", "homework_done", "admonished")
"""What a story would tell: a life that differs in these has taken another turn, not only other decimals."""


def changes(a: Run, b: Run) -> tuple[int, tuple[str, int] | None]:
    """How many dyads lived the same life to the last bit, and the first that took another turn, with the session of it."""
    one, other = (dict(tuple(run.sessions.groupby("client_id", sort=False))) for run in (a, b))
    unchanged, first = 0, None
    for client in [*one, *(c for c in other if c not in one)]:
        lives = one.get(client), other.get(client)
        unchanged += parting(*lives) is None
        turned = None if first else parting(*lives, EVENTS)
        first = first or (None if turned is None else (str(client), turned))
    return unchanged, first


def parting(a: pd.DataFrame | None, b: pd.DataFrame | None, columns: Iterable[str] = ()) -> int | None:
    """The first session in which two lives differ in these columns (any, without); None if in none.

    A life that ends earlier parts in the session that only the other has.
    """
    if a is None or b is None:
        return 1
    shared = min(len(a), len(b))
    same = [a[c].to_numpy()[:shared] == b[c].to_numpy()[:shared] for c in columns or a.columns]
    differs = np.flatnonzero(~np.logical_and.reduce(same))
    if len(differs):
        return int(differs[0]) + 1
    return None if len(a) == len(b) else shared + 1
