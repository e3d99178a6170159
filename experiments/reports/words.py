"""How a report words a number of a sweep, and the course of an outcome along a factor."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import pandas as pd

from experiments.counting.words import number, percent
from experiments.reports import figures as sweep_figures
from experiments.reports.surfaces import bend, written
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import SHARES


def headed(words: str) -> str:
    """Words as they begin a line."""
    return words[0].upper() + words[1:]


def listed(words: list[str], last: str = "or") -> str:
    """Words one after the other, with a word before the last."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def level(rows: pd.DataFrame, outcome: str, varying: Sequence[str]) -> str:
    """The mean of an outcome over some clinics, with its interval over the columns that are `varying` if there is one."""
    value, low, high = sweep_figures.band(rows, outcome, varying)
    return f"{written(outcome, value)}{'' if not isfinite(low) else f' [{bare(outcome, low)}, {bare(outcome, high)}]'}"


def bare(outcome: str, value: float) -> str:
    """An outcome as it stands within brackets, whose unit has been said."""
    return (number(100 * value, 0) if outcome in SHARES else number(value)).replace("-", "−")


def course(sweep: Finished, outcome: str, factor: str) -> str:
    """How an outcome goes along a factor, from one end to the other, and whether it bends in between."""
    levels, varying = sweep_figures.levels(sweep, factor), sweep_figures.over(sweep)
    if sweep_figures.in_words(sweep, factor) or len(levels) < 2:
        return f"{factor}: " + ", ".join(f"{level(at.rows, outcome, varying)} with {at.words}" for at in levels)
    means = pd.Series([at.rows[outcome].mean() for at in levels], [at.at for at in levels]).dropna()
    first, last = written(outcome, float(means.iloc[0])), written(outcome, float(means.iloc[-1]))
    ends = [level(levels[at].rows, outcome, varying) for at in (0, -1)]
    way = "falls" if means.iloc[-1] < means.iloc[0] else "rises"
    moves = f"stays near {ends[1]}" if first == last else f"{way} from {ends[0]} to {ends[1]}"
    return f"as {factor} goes from {levels[0].words} to {levels[-1].words}, it {moves}{bend(means, outcome)}"


def moved(outcome: str, index: Any, sign: str = "+") -> str:
    """By how much an outcome moves, in points of per cent where it is a share, with its interval if there is one."""
    times, digits, unit = scale(outcome)
    value, low, high = (number(times * each, digits, sign).replace("-", "−") for each in (index.value, index.low, index.high))
    return f"{value}{unit} [{low}, {high}]" if isfinite(index.low) else f"{value}{unit} (one seed, so without an interval)"


def scale(outcome: str) -> tuple[float, int, str]:
    """By what a change of an outcome is multiplied when it is written, its decimals, and its unit: points of per cent of shares."""
    return (100.0, 1, " points") if outcome in SHARES else (1.0, 2, "")


def size(outcome: str, value: float) -> str:
    """How large a change of an outcome is, as it is written."""
    times, digits, unit = scale(outcome)
    return f"{number(times * value, digits)}{unit}"


def share_with_interval(sweep: Finished, index: Any) -> str:
    """A share of the variance with its interval, and of which variance it is."""
    of = "of what factors make of its variance" if sweep.asked.replicates > 1 else "of its variance between points"
    return f"{share_and_ends(index)} {of}"


def share_and_ends(index: Any) -> str:
    """A share in per cent with its interval."""
    return f"{percent(index.value)} [{number(100 * index.low, 0)}, {number(100 * index.high, 0)}]"
