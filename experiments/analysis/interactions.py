"""Which factors act together: the pairs that are told from luck, or what another design would have to say to tell of pairs."""

from typing import NamedTuple

import pandas as pd

from experiments.analysis.sampled import block
from experiments.analysis.sensitivity import told_apart
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES

MOST = 3
"""So many are told of for each outcome."""
TAKEN = {"second order": 0.025, "with others": 0.025, "interaction": 0.05}
"""The measures of what factors do together, the most telling first, and how often each is told where there is nothing but luck."""
PAIRS = ("second order", "interaction")
"""Those that are of two factors."""
ASK = 'kind = "sobol" with second_order = true'
CANNOT = {
    "sobol": "With whom a factor acts together this design does not tell; with second_order = true in its file, which takes {more} points "
    "a sample in place of {now}, it does.",
    "morris": f"σ is large where a factor acts together with others, and also where its effect bends; which it is, and with whom, {ASK} "
    "tells.",
    "random": f"What factors do together such points do not tell; {ASK} does.",
    "latin-hypercube": f"What factors do together such points do not tell; {ASK} does.",
    "list": f'What factors do together points that change one at a time do not tell; kind = "grid" does, or {ASK}.',
}
"""What is said of designs that tell of no pairs."""


class Together(NamedTuple):
    """What a sweep tells of factors that act together.

    `measure` says by which index, and is empty where there is none; `rows` are those of the indices that are told from luck, at
    most `MOST` an outcome, the largest first; `remark` says how sure that is, and what would tell more.
    """

    measure: str
    rows: pd.DataFrame
    remark: str

    @property
    def title(self) -> str:
        """What stands above the rows."""
        return "Pairs of factors that act together" if self.measure in PAIRS else "Factors that act together with others"

    @property
    def column(self) -> str:
        """What stands above the names of the factors."""
        return "factors" if self.measure in PAIRS else "factor"


def together(sweep: Finished, found: pd.DataFrame) -> Together:
    """What the indices of a sweep tell of factors that act together."""
    measure = next((each for each in TAKEN if (found.measure == each).any()), "")
    rows = largest(found, measure)
    if len(sweep.factors) < 2:
        return Together("", rows, "")
    return Together(measure, rows, " ".join(filter(None, (sureness(found, measure, len(rows)), cannot(sweep, measure)))))


def largest(found: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The largest indices of a measure for each outcome that are told from luck."""
    rows = told_apart(found, measure)
    rows = rows.reindex(rows.value.abs().sort_values(ascending=False, kind="stable").index)
    return pd.concat([rows[rows.outcome == outcome].head(MOST) for outcome in OUTCOMES])


def sureness(found: pd.DataFrame, measure: str, told: int) -> str:
    """How many indices there are of a measure, and how many of them luck alone would have told; nothing where none is known."""
    known = found[found.measure == measure].dropna(subset=["value"])
    if known.empty:
        return ""
    if known.low.isna().all():
        return "With one seed nothing tells them from luck; replicates = 2 or more in the design does."
    n = len(known)
    if not told:
        who = "pair of factors is told to act together" if measure in PAIRS else "factor is told to act together with others"
        return f"No {who}: of {n} indices ({measure}) none is told from luck."
    return f"Of {n} such indices luck alone would be taken for an effect in about {TAKEN[measure] * n:.2g}."


def cannot(sweep: Finished, measure: str) -> str:
    """What to write in place of a design that tells of no pairs; nothing where it does."""
    kind, n = sweep.asked.sort, len(sweep.factors)
    return "" if measure in PAIRS else CANNOT[kind].format(now=block(kind, n), more=block(kind, n, second_order=True))
