"""What a sweep over two axes shows, in plain sentences that are made from its numbers."""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite, nan
from typing import Any

import numpy as np
import pandas as pd

from experiments.counting.words import number, percent
from experiments.designs.design import Design
from experiments.sweeps.sweep import SHARES

LEAST = 0.01
"""An outcome that moves by less than this does not move as far as anybody would say."""


def written(outcome: str, value: float) -> str:
    """An outcome as it is written: in per cent where it is a share."""
    return percent(value) if outcome in SHARES else number(value)


def table(design: Design, rows: Mapping[int, Mapping[str, Any]], outcome: str) -> pd.DataFrame:
    """An outcome as a table with the first axis of the design in its columns and the second in its rows.

    `rows` are those of a sweep by the place of their point in the design; NaN where there is none.
    """
    x, y = design.axes
    values = np.full((len(y.points), len(x.points)), np.nan)
    for point, row in rows.items():
        values[point % len(y.points), point // len(y.points)] = row[outcome]
    return pd.DataFrame(values, index=pd.Index(y.points, name=y.title), columns=pd.Index(x.points, name=x.title))


def told(surface: pd.DataFrame, outcome: str) -> list[str]:
    """How an outcome changes from left to right and from bottom to top, and where it is lowest and highest.

    Both ways are told as means over the other.
    """
    known = surface.dropna(how="all").dropna(how="all", axis=1)
    if known.size < 2:
        return []
    ways = (("left to right", known.mean(axis=0)), ("bottom to top", known.mean(axis=1)))
    return [*(along(way, means, outcome) for way, means in ways if len(means) > 1), *ends(known, outcome)]


def along(way: str, means: pd.Series, outcome: str) -> str:
    """One way through the map in a sentence."""
    first, last = float(means.iloc[0]), float(means.iloc[-1])
    a, b = written(outcome, first), written(outcome, last)
    head = f"From {way}, as “{means.index.name}” goes from {means.index[0]:g} to {means.index[-1]:g}, it"
    move = f"stays near {b}" if abs(last - first) < LEAST or a == b else f"{'falls' if last < first else 'rises'} from {a} to {b}"
    return f"{head} {move}{bend(means, outcome)}."


def bend(means: pd.Series, outcome: str) -> str:
    """What the ends of a way do not say: that it goes further up or down between them."""
    low, high = float(min(means.iloc[0], means.iloc[-1])), float(max(means.iloc[0], means.iloc[-1]))
    for extreme, at, word in ((means.max(), means.idxmax(), "up"), (means.min(), means.idxmin(), "down")):
        if max(extreme - high, low - extreme) > max(2 * LEAST, 0.25 * (high - low)):
            return f", and in between goes {word} to {written(outcome, float(extreme))} (at {at:g})"
    return ""


def ends(surface: pd.DataFrame, outcome: str) -> Iterator[str]:
    """Where the outcome is lowest, and where highest, if they can be told apart."""
    values = surface.to_numpy(float)
    places = [divmod(int(found(values)), values.shape[1]) for found in (np.nanargmin, np.nanargmax)]
    low, high = (written(outcome, float(values[at])) for at in places)
    if low != high and isfinite(values[places[0]]):
        at, there = (f"{surface.columns[j]:g} across and {surface.index[i]:g} up" for i, j in places)
        yield f"It is lowest, {low}, at {at}, and highest, {high}, at {there}."


def certainty(rows: Iterable[Mapping[str, Any]], outcome: str) -> list[str]:
    """How far a single value is known, in a sentence; nothing where the outcome comes without intervals."""
    halves = [(row[f"{outcome}_high"] - row[f"{outcome}_low"]) / 2 for row in rows if isfinite(row.get(f"{outcome}_high", nan))]
    if not halves:
        return []
    half = sum(halves) / len(halves)
    reach = f"{number(100 * half, 1)} points" if outcome in SHARES else number(half)
    return [f"Each value is known to about ± {reach} (95 %); the difference between two, under the same luck, is known better."]
