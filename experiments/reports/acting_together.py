"""What a report says of factors that act together: in sentences of how the course along one of them hangs on another."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from experiments.analysis.interactions import PAIRS, Together
from experiments.analysis.sampled import pairs
from experiments.reports import figures as sweep_figures
from experiments.reports.words import course, headed, moved, share_with_interval
from experiments.sweeps.finished import Finished


def acting_together(sweep: Finished, together: Together, outcome: str) -> Iterator[str]:
    """A sentence for each pair of factors that is told to act together on an outcome, or each factor that does with others."""
    for row in together.rows[together.rows.outcome == outcome].itertuples():
        yield pair(sweep, outcome, row) if together.measure in PAIRS else alone(sweep, outcome, row)


def alone(sweep: Finished, outcome: str, row: Any) -> str:
    """How much a factor makes only with others."""
    return f"{share_with_interval(sweep, row)} {row.factor} makes only together with other factors."


def pair(sweep: Finished, outcome: str, row: Any) -> str:
    """How much two factors make together, and the course along the first at both ends of the second."""
    a, b = pairs(sweep.factors)[row.factor]
    ways = "; ".join(f"with {words}, {course(replace(sweep, rows=rows), outcome, a)}" for words, rows in ends(sweep, b))
    if row.measure == "interaction":
        return f"{headed(a)} and {b} act together: {ways}. The two ways differ by {moved(outcome, row)}."
    return f"{share_with_interval(sweep, row)} {a} and {b} make together, beyond what each makes alone: {ways}."


def ends(sweep: Finished, factor: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """The clinics at the first and at the last value of a factor; of sampled points those in the lower and in the upper half of its way."""
    if sweep.shares is None or sweep_figures.in_words(sweep, factor):
        for level in (sweep_figures.levels(sweep, factor)[at] for at in (0, -1)):
            yield f"{factor} at {level.words}", level.rows
        return
    middle = sweep.rows[factor].median()
    yield f"{factor} below {sweep_figures.word(middle)}", sweep.rows[sweep.rows[factor] < middle]
    yield f"{factor} above", sweep.rows[sweep.rows[factor] > middle]
