"""A sensitivity analysis on disk: its indices, its figures, and the record that makes it again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from experiments.analysis import sensitivity_figures
from experiments.analysis.luck_share import LuckShare, luck_shares
from experiments.analysis.sensitivity import MEANING, RESAMPLES, SEED, indices
from experiments.drawing import figures
from experiments.results import records
from experiments.sweeps.finished import Finished


class Analysed(NamedTuple):
    """A sweep, on which of its factors its outcomes depend (rows of `indices`), and how much of them is luck (rows of `luck_shares`)."""

    sweep: Finished
    indices: pd.DataFrame
    luck: pd.DataFrame

    def write(self, folder: Path, source: str) -> None:
        """Write both, and say from which `source` the sweep is; its whole record goes along."""
        write_sensitivity(folder, self.indices, self.luck.to_dict("records"), self.sweep, source)


def analysed(sweep: Finished) -> Analysed:
    """What there is to be told of a sweep; SettingError as `indices`."""
    return Analysed(sweep, indices(sweep), pd.DataFrame(luck_shares(sweep), columns=LuckShare._fields))


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
