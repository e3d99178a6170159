"""The data dictionary of a sweep: each column of its table with its unit and meaning."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.designs.recorded import numbers_of
from model.parameters import Number
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.units import BOTH_WAYS, COUNT, UNIT, WAI

CLINICAL = f"those who came twice or more, with {CUT_OFF:g} or more at intake"
PLACE = {
    "point": ("number", "point of the design, from 1"),
    "replicate": ("number", "which of the clinics of a point, from 1; each has a seed of its own"),
    "seed": ("number", "seed of all luck of the clinic; points under the same one share their luck"),
}
"""The columns that say which clinic a row is, each with its unit and meaning."""
SHOWS = {
    "dyads": (COUNT, "clients who had at least one session"),
    "therapists": (COUNT, "therapists who had at least one client"),
    "sessions": (COUNT, "sessions held"),
    "dropout": (UNIT, "share of dyads that ended because the client stayed away"),
    "agreed": (UNIT, "share of dyads that agreed to end, good enough or for practical reasons"),
    "planned_end": (UNIT, "share of dyads that ended as planned"),
    "ongoing": (UNIT, "share of dyads still in therapy when the clinic closed"),
    "practical": (UNIT, "share of dyads that agreed to end for practical reasons; a part of agreed"),
    "mean_sessions": (COUNT, "sessions held a dyad, mean"),
    "median_sessions": (COUNT, "sessions held a dyad, median"),
    "came_once": (UNIT, "share of dyads with one session alone"),
    "alliance_early": (WAI, "client's WAI-SR total after session 3, mean of the dyads that had one"),
    "pre_post_d": ("SD at intake", "fall of the distress score from intake to the last session, of dyads with two sessions or more"),
    "rupture_share": (UNIT, "share of sessions in which an observer would code a rupture"),
    "repair_share": (UNIT, "share of ruptures that went through all four steps of repair"),
    "reliable_improvement": (UNIT, f"share whose score fell by {RELIABLE_CHANGE:g} points or more, of {CLINICAL}"),
    "reliable_deterioration": (UNIT, f"share whose score rose by {RELIABLE_CHANGE:g} points or more, of {CLINICAL}"),
    "recovered": (UNIT, f"share reliably improved to below {CUT_OFF:g}, of {CLINICAL}"),
    "alliance_outcome_r": (BOTH_WAYS, "Pearson r of alliance_early with minus the residual of the last distress score on the first"),
}
"""What a row tells of its clinic, each with its unit and meaning."""
WORDS = {"scenario": "which scenario the clinic is of", "rules": "by which file of rules people live"}
"""What a factor may vary besides parameters."""


def dictionary(record: dict[str, Any]) -> pd.DataFrame:
    """A row for each column of the table of the sweep that has this record: table, column, unit, meaning."""
    numbers = numbers_of(record)
    varied = {factor["title"]: of_factor(factor["names"], numbers) for factor in record["factors"]}
    rows = [("sweep", column, str(unit), meaning) for column, (unit, meaning) in (PLACE | varied | SHOWS).items()]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])


def of_factor(names: list[str], numbers: Mapping[str, Number]) -> tuple[str, str]:
    """Unit and meaning of a factor that sets these parameters, all to its value, or that varies scenarios or rules."""
    if names[0] in WORDS:
        return "name", WORDS[names[0]]
    units = "; ".join(dict.fromkeys(numbers[n].unit or "number" for n in names))
    return units, "; ".join(f"{n}: {numbers[n].meaning}" for n in names)
