"""Two clinics under the same luck: what differs is the effect of what was changed, client by client."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from math import inf, nan
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

from experiments.counting.intervals import by_chance
from experiments.results.notebook import Shown
from model.errors import SettingError
from model.simulate import Run
from model.units import OQ

SHARE = "0 to 1"
"""The unit of shares, and of states that go from nothing to all."""
OUTCOMES = {
    "dropout": ("share who drop out", SHARE),
    "sessions_attended": ("sessions held", "sessions"),
    "wai_client_early": ("client's WAI-SR, session 3", "1 to 5"),
    "alliance_last": ("true alliance at the end", SHARE),
    "ruptures_a_session": ("a client's sessions with a rupture", SHARE),
    "repaired": ("a client's ruptures fully repaired", SHARE),
    "improvement": ("true distress, intake minus last", OQ),
    "reliable_improvement": ("reliably improved, of all", SHARE),
    "reliable_deterioration": ("reliably worse, of all", SHARE),
}
"""What each dyad has a value of, and two clinics are compared in, in words, with its unit; a client's are shares of her own sessions."""


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


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """Two runs under the same luck, and how they differ.

    Of the `clients` whom both clinics have, `unchanged` lived the same life to the last bit; `turns` says for those whose life
    took another turn in which session, in the order of the clients; `alone` are clients whom A, or B, alone has, who are compared
    with nobody. `worse` and `better` count dyads that end so in B.
    """

    a: Run
    b: Run
    differences: tuple[Difference, ...]
    worse: int
    better: int
    clients: int
    unchanged: int
    turns: Mapping[str, int]
    alone: tuple[int, int] = (0, 0)

    @property
    def frame(self) -> pd.DataFrame:
        """The differences as a table."""
        return pd.DataFrame(self.differences)

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        title = f"{self.b.scenario.title or self.b.scenario.name} beside {self.a.scenario.title or self.a.scenario.name}, B minus A"
        same = f"{self.unchanged:,} of {self.clients:,} clients lived the same life to the last bit"
        return (
            title,
            [f"{same}; B ends worse for {self.worse:,} dyads and better for {self.better:,}.", *unpaired(self)],
            {"frame": self.frame},
        )

    @property
    def first(self) -> tuple[str, int] | None:
        """The first client whose life took another turn, and the session of it."""
        return next(iter(self.turns.items()), None)

    @property
    def chosen(self) -> str | None:
        """Whom to tell of before all others: to whom alone something was done, or whom a scenario tells of, if changed."""
        done = (f"{i.therapist}-{i.place}" for run in (self.b, self.a) for i in run.scenario.do)
        told = (run.scenario.tell.client for run in (self.a, self.b) if run.scenario.tell.model_fields_set)
        return next((client for client in chain(done, told) if client in self.turns), None)


def unpaired(found: Comparison) -> list[str]:
    """What is to be said of clients whom only one clinic has."""
    says = "clients are in {} alone: they have no twin, and are in none of these numbers; --both clinic.dyads=N gives both clinics as many"
    return [f"{n:,} {says.format(side)}." for side, n in zip("AB", found.alone, strict=True) if n]


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
    """Set two recorded runs side by side; clients are paired by their id. SettingError when their seeds differ."""
    if a.scenario.seed != b.scenario.seed:
        raise SettingError(
            f"two runs are compared under the same seed, so that they share all luck; got {a.scenario.seed} and {b.scenario.seed}. "
            f"Simulate one of them again with the seed of the other."
        )
    one, other = outcomes(a), outcomes(b)
    both = one.index.intersection(other.index)
    found = tuple(paired(name, one.loc[both], other.loc[both]) for name in OUTCOMES)
    ends = worse(a.dyads, b.dyads)
    return Comparison(a, b, found, int((ends > 0).sum()), int((ends < 0).sum()), *changes(a, b))


ENDS_WORSE = (
    "a dyad ends worse where it drops out and its twin does not, or else where the last session leaves more true distress, however little"
)


def worse(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """For every dyad in both tables of dyads 1 if it ends worse in `b` than in `a`, -1 if better, 0 if alike; by client_id."""
    one, other = (d.set_index("client_id") for d in (a, b))
    both = one.index.intersection(other.index)
    one, other = one.loc[both], other.loc[both]
    left = (other.ending == "dropout").astype(float) - (one.ending == "dropout").astype(float)
    ends = left.where(left != 0.0, other.distress_last - one.distress_last)
    return (ends > 0.0).astype(float) - (ends < 0.0).astype(float)


def paired(name: str, a: pd.DataFrame, b: pd.DataFrame) -> Difference:
    """The paired difference of one outcome; its variance is that of therapists' means of differences. Shares differ by 1 at most.

    Where both shares are 0, or 1, in clinics that are not the same, they may be so by chance, and either could lie elsewhere.
    """
    known = a[name].notna() & b[name].notna()
    x, y, therapists = a[name][known], b[name][known], a.therapist_id[known]
    if not len(x):
        return Difference(name, nan, nan, nan, nan, nan, nan, 0)
    error, n = clustered_error(y - x, therapists)
    apart = clustered_error(x, therapists)[0] ** 2 + clustered_error(y, therapists)[0] ** 2
    reach = float(scipy.stats.t.ppf(0.975, n - 1)) * error if n > 2 else nan
    difference = float((y - x).mean())
    saved = apart / error**2 if error > 0.0 else nan
    most = 1.0 if OUTCOMES.get(name, ("", ""))[1] == SHARE else inf
    if most == 1.0 and n > 2 and error == 0.0 and y.mean() == x.mean() in (0.0, 1.0) and not a.equals(b):
        reach = by_chance(n)
    low, high = (float(np.clip(end, -most, most)) for end in (difference - reach, difference + reach))
    return Difference(name, float(x.mean()), float(y.mean()), difference, low, high, saved, len(x))


def clustered_error(values: pd.Series, clusters: pd.Series) -> tuple[float, int]:
    """Standard error of a mean with dyads clustered by therapist, and the number of clusters; NaN below three."""
    sums = (values - values.mean()).groupby(clusters).sum()
    n = len(sums)
    return (float(np.sqrt(n / (n - 1) * (sums**2).sum()) / len(values)), n) if n > 2 else (nan, n)


EVENTS = ("ruptured", "rupture_component", "rupture_type", "noticed", "repair_stage", "homework_done", "admonished")
"""What a story would tell: a life that differs in these has taken another turn, not only other decimals."""


class Changes(NamedTuple):
    """Of the `clients` whom two clinics have, how many lived the same life to the last bit, and who took another turn in which
    session; and how many only the one has, and only the other."""

    clients: int
    unchanged: int
    turns: dict[str, int]
    alone: tuple[int, int]


def changes(a: Run, b: Run) -> Changes:
    """What has become of the clients of one clinic in another.

    A life is every session, and every assessment in a week in which both clinics assess; so who waits has one too.
    """
    one, other = a.sessions, b.sessions
    assessed = watched(a.assessments, b.assessments)
    parted = set(partings(one, other, "session")) | set(partings(*assessed, "week", ("distress_score", "state")))
    in_a, in_b = ({*lives.client_id, *weeks.client_id} for lives, weeks in zip((one, other), assessed, strict=True))
    both = in_a & in_b
    turns = {client: session for client, session in partings(one, other, "session", EVENTS).items() if client in both}
    return Changes(len(both), len(both - parted), turns, (len(in_a - both), len(in_b - both)))


def watched(a: pd.DataFrame, b: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The assessments of two runs in the weeks that both have."""
    weeks = np.intersect1d(a.week, b.week)
    return a[a.week.isin(weeks)], b[b.week.isin(weeks)]


def partings(a: pd.DataFrame, b: pd.DataFrame, when: str, columns: Iterable[str] = ()) -> dict[str, int]:
    """For every client whose rows differ in these columns (any, without) the first `when` of a difference.

    A row that only one has differs: a life that ends earlier parts in the session that only the other has. Clients are
    in the order of A, then of B.
    """
    whose, clients = pd.factorize(pd.concat([a.client_id, b.client_id]))
    times = np.concatenate([a[when], b[when]]).astype(np.int64)
    size = int(times.max(initial=0)) + 1
    one, other = np.split(whose * size + times, [len(a)])
    both, i, j = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    same = [alike(a[c], b[c], i, j) for c in columns or a.columns.intersection(b.columns).drop(["client_id", when])]
    apart = np.sort(np.concatenate([both[~np.logical_and.reduce(same)], np.setxor1d(one, other, assume_unique=True)]))
    who, at = np.unique(apart // size, return_index=True)
    return dict(zip(clients[who].tolist(), (apart[at] % size).tolist(), strict=True))


def alike(a: pd.Series, b: pd.Series, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Whether rows `i` of one column and rows `j` of another hold the same; nothing is the same as nothing."""
    x, y = (c.cat.codes.to_numpy() if isinstance(c.dtype, pd.CategoricalDtype) else c.to_numpy() for c in (a, b))
    x, y = x[i], y[j]
    return (x == y) | ((x != x) & (y != y))
