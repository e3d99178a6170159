"""A sensitivity analysis on disk: its indices, its figures, and the record that makes it again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis import sensitivity_figures
from experiments.analysis.sensitivity import MEANING, RESAMPLES, SEED
from experiments.drawing import figures
from experiments.results import records
from experiments.sweeps.finished import Finished


def write_sensitivity(folder: Path, indices: pd.DataFrame, luck: Sequence[Mapping[Any, Any]], sweep: Finished, source: str) -> None:
    """Write on which factors of a sweep its outcomes depend, and how much is luck; the whole record of the sweep goes along."""
    indices.to_csv(folder / "sensitivity.csv", index=False)
    indices.to_parquet(folder / "sensitivity.parquet", index=False)
    method = {"resamples": RESAMPLES, "bootstrap_seed": SEED, "meaning": MEANING}
    about = {"analysed": source, **method, "luck": luck, "sweep": sweep.record}
    decide = ("model.simulate", "experiments.sweeps.batches", "experiments.analysis.sensitivity", "experiments.analysis.luck_share")
    records.write(folder / "sensitivity.json", records.begun("sensitivity", *decide) | about)
    for name, drawn in sensitivity_figures.drawings(indices, sweep.asked.sort, sweep.title).items():
        figures.attempt(drawn, folder, name)
