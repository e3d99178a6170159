"""Some clinics of a finished sweep, lived again for what its table does not tell: who is where, session by session."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from experiments.designs.factors import plain
from experiments.reports.figures import word
from experiments.sweeps.clinic_again import clinic_of
from experiments.sweeps.finished import Finished
from model.errors import DyadsError
from model.simulate import simulate

MOST = 4
"""So many clinics at most are set side by side."""


def lived_again(sweep: Finished, factor: str) -> dict[str, pd.DataFrame]:
    """The dyads of clinics that differ in a factor alone, by the words of its value; none where they cannot be lived.

    All else is as in the scenario, under the first seed. Of a list, whose points may differ in anything, they are the points
    with the least, the middle and the greatest share who drop out.
    """
    chosen = points_of_list(sweep) if sweep.asked.sort == "list" else along(sweep, factor)
    try:
        return {words: dyads_of(record, at) for words, record, at in chosen}
    except DyadsError:
        return {}


def along(sweep: Finished, factor: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The values of a factor at its ends and in its middle, or its first words; each with what to live."""
    told = next(each for each in sweep.record["factors"] if each["title"] == factor)
    record = sweep.record | {"factors": [told]}
    for value in values_of(sweep, factor, told["ends"]):
        yield word(value), record, {factor: value, "seed": sweep.record["seed"]}


def values_of(sweep: Finished, factor: str, ends: list[float] | None) -> list[Any]:
    """The least, middle and greatest value of a factor that the sweep has, or its first words."""
    known = [plain(v) for v in dict.fromkeys(sweep.rows[factor])]
    if not ends:
        return known[:MOST]
    known.sort()
    middle = min(known, key=lambda v: abs(v - (known[0] + known[-1]) / 2))
    return [*dict.fromkeys((known[0], middle, known[-1]))]


def points_of_list(sweep: Finished) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The points of a list with the least, the middle and the greatest share who drop out."""
    rows = sweep.rows.dropna(subset=["dropout"])
    order = [*rows.groupby("point").dropout.mean().sort_values(kind="stable").index]
    for point in dict.fromkeys((order[0], order[len(order) // 2], order[-1])) if order else ():
        yield f"point {point}", sweep.record, rows[rows.point == point].head(1).to_dict("records")[0]


def dyads_of(record: dict[str, Any], at: dict[str, Any]) -> pd.DataFrame:
    """The dyads of a row of a sweep."""
    clinic, rules = clinic_of(record, {name: plain(value) for name, value in at.items()})
    return simulate(clinic, rules=rules, record=False, engine="auto").dyads
