"""The indices of a sweep as a table to be read: a row for each outcome and factor, those first on which the outcome depends most."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from experiments.analysis.sensitivity import INDICES
from experiments.analysis.sensitivity_figures import ranked
from experiments.sweeps.sweep import OUTCOMES

ORDER = "Within each outcome those factors stand first on which it depends most."


def measures_of(found: pd.DataFrame, kind: str) -> tuple[str, ...]:
    """The indices that are shown of a kind of design, and the `floor` of the first where it is known."""
    floor = found[found.measure == "floor"].value.notna().any()
    return (*INDICES[kind], "floor") if floor else INDICES[kind]


def index_rows(found: pd.DataFrame, measures: Sequence[str]) -> list[dict[str, Any]]:
    """Words of the outcome, factor, and the `values` of these measures as they are written, in falling order of the first."""
    by = {(row.outcome, row.factor, row.measure): written(row) for row in found.itertuples()}
    return [
        {"outcome": words, "factor": factor, "values": [by.get((outcome, factor, measure), "–") for measure in measures]}
        for outcome, words in OUTCOMES.items()
        for factor in ranked(found[found.outcome == outcome], measures[0])
    ]


def written(row: Any) -> str:
    """An index with its interval, if there is one."""
    return "–" if pd.isna(row.value) else f"{row.value:.3f}{'' if pd.isna(row.low) else f' [{row.low:.3f}, {row.high:.3f}]'}"
