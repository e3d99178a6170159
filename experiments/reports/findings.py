"""What a sweep found, in sentences that are made from its numbers, each with its 95 % interval."""

from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

import pandas as pd

from experiments.analysis.interactions import Together, together
from experiments.analysis.luck_share import LuckShare, luck_shares
from experiments.analysis.remarks import few_seeds, without_index
from experiments.analysis.sensitivity import INDICES, told_apart
from experiments.counting.words import percent
from experiments.reports import figures as sweep_figures
from experiments.reports.acting_together import acting_together
from experiments.reports.words import course, headed, level, listed, moved, share_and_ends, share_with_interval, size
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES

MOST = 3
"""So many factors are told of for each outcome in a sentence of their own; those after them in one together."""


class Finding(NamedTuple):
    """What was found of an outcome: its words, and sentences."""

    words: str
    says: tuple[str, ...]


def findings(sweep: Finished, found: pd.DataFrame | None) -> list[Finding]:
    """What was found of each outcome; `found` are the indices of the factors, if there are any."""
    luck = {share.outcome: share for share in luck_shares(sweep)}
    acting = None if found is None else together(sweep, found)
    return [Finding(headed(words), tuple(told(sweep, found, acting, outcome, luck.get(outcome)))) for outcome, words in OUTCOMES.items()]


def told(sweep: Finished, found: pd.DataFrame | None, acting: Together | None, outcome: str, luck: LuckShare | None) -> Iterator[str]:
    """The sentences about one outcome."""
    if sweep.rows[outcome].notna().sum() == 0:
        yield "It is not defined in any clinic of this design."
        return
    yield from extremes(sweep, outcome) if found is None else by_factor(sweep, found, outcome)
    yield from () if acting is None else acting_together(sweep, acting, outcome)
    if luck and isfinite(luck.of_clinics):
        of_clinics, of_means = percent(luck.of_clinics), percent(luck.of_means)
        left = ", and is left out of what hangs on factors" if sweep.shares is not None else ""
        yield f"Luck makes {of_clinics} of the variance between single clinics, {of_means} of that between means of points{left}."


def extremes(sweep: Finished, outcome: str) -> Iterator[str]:
    """Where an outcome is lowest and highest, for points that do not vary one factor at a time."""
    at = sweep.rows.dropna(subset=[outcome]).groupby("point")
    means = at[outcome].mean()
    for how, point in (("lowest", means.idxmin()), ("highest", means.idxmax())):
        rows = at.get_group(point)
        said = ", ".join(f"{factor} = {sweep_figures.word(rows[factor].iloc[0])}" for factor in sweep.factors)
        yield f"It is {how}, {level(rows, outcome, ('replicate',))}, at point {point} ({said})."


def by_factor(sweep: Finished, found: pd.DataFrame, outcome: str) -> Iterator[str]:
    """The factors on which an outcome depends most, and those of which nothing can be told."""
    measure = INDICES[sweep.asked.sort][0]
    of = found[(found.outcome == outcome) & (found.measure == measure) & found.factor.isin(sweep.factors)]
    known = of.dropna(subset=["value"])
    known = known.reindex(known.value.abs().sort_values(ascending=False, kind="stable").index)
    if known.empty:
        yield without_index(sweep, outcome, int(of.samples.max()))
        return
    sure = known[known.index.isin(told_apart(found, measure).index)]
    for index in sure.head(MOST).itertuples():
        yield SENTENCES[measure](sweep, outcome, index, found)
    if len(sure) > MOST:
        yield f"Also, in falling order: {', '.join(in_short(sweep, outcome, index) for index in sure[MOST:].itertuples())}."
    none = known[(known.value == 0.0) & ~(known.high > 0.0) & (sweep.asked.luck == "common")]
    if len(none):
        yield f"In these clinics {listed([*none.factor], 'and')} changed nothing of it at all: under the same luck it came out the same."
    unsure = known[~known.factor.isin([*sure.factor, *none.factor])]
    if len(unsure):
        yield f"No effect of {listed([doubtful(outcome, index) for index in unsure.itertuples()])} can be told from luck{with_few(sweep)}."


def in_short(sweep: Finished, outcome: str, index: Any) -> str:
    """A factor that an outcome depends on, with its index."""
    if index.measure in ("total", "first order"):
        return f"{index.factor} ({share_and_ends(index)})"
    return f"{index.factor} ({moved(outcome, index, '' if index.measure == 'mu_star' else '+')})"


def doubtful(outcome: str, index: Any) -> str:
    """A factor whose effect may be none, with what was found of it."""
    return f"{index.factor} ({moved(outcome, index)})" if index.measure == "effect" else str(index.factor)


def with_few(sweep: Finished) -> str:
    """From how many seeds luck is known, where they are so few that this alone may be why nothing can be told."""
    return f" with {sweep.asked.replicates} seeds" if few_seeds(sweep) else ""


def effect(sweep: Finished, outcome: str, index: Any, found: pd.DataFrame) -> str:
    """Along a factor of a grid, or of a list."""
    words = sweep_figures.in_words(sweep, index.factor)
    change = moved(outcome, index)
    return f"{headed(course(sweep, outcome, index.factor))}{f' (last against first {change})' if words else f': {change}'}."


def variance(sweep: Finished, outcome: str, index: Any, found: pd.DataFrame) -> str:
    """What share of the variance hangs on a factor of a sample."""
    how = "alone or with others" if index.measure == "total" else "alone"
    return f"{share_with_interval(sweep, index)} hangs on {index.factor}, {how}: {course(sweep, outcome, index.factor)}."


def elementary(sweep: Finished, outcome: str, index: Any, found: pd.DataFrame) -> str:
    """How far an outcome moves along Morris trajectories."""
    mu = found[(found.outcome == outcome) & (found.factor == index.factor) & (found.measure == "mu")].iloc[0]
    turns = "now up, now down" if mu.low * mu.high <= 0.0 else "down" if mu.value < 0.0 else "up"
    floor = found[(found.outcome == outcome) & (found.factor == index.factor) & (found.measure == "floor")].value
    luck = f"; luck alone would move it by {size(outcome, float(floor.iloc[0]))}" if isfinite(floor.sum()) and floor.sum() > 0.0 else ""
    return f"Over the whole way of {index.factor} it moves by {moved(outcome, index, '')}, {turns}{luck}."


SENTENCES = {"effect": effect, "total": variance, "first order": variance, "mu_star": elementary}
"""How the index that ranks the factors of a design is put into words."""
