"""A sensitivity analysis on disk: its indices, its figures, and the record that makes it again."""

from pathlib import Path
from typing import NamedTuple

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
        """Write tables and figures, and say from which `source` the sweep is; its whole record goes along."""
        self.indices.to_csv(folder / "sensitivity.csv", index=False)
        self.indices.to_parquet(folder / "sensitivity.parquet", index=False)
        method = {"resamples": RESAMPLES, "bootstrap_seed": SEED, "meaning": MEANING}
        about = {"analysed": source, **method, "luck": self.luck.to_dict("records"), "sweep": self.sweep.record}
        decide = ("model.simulate", "experiments.sweeps.batches", "experiments.analysis.sensitivity", "experiments.analysis.luck_share")
        records.write(folder / "sensitivity.json", records.begun("sensitivity", *decide) | about)
        for name, drawn in sensitivity_figures.drawings(self.indices, self.sweep.asked.sort, self.sweep.title).items():
            figures.attempt(drawn, folder, name)


def analysed(sweep: Finished) -> Analysed:
    """What there is to be told of a sweep; SettingError as `indices`."""
    return Analysed(sweep, indices(sweep), pd.DataFrame(luck_shares(sweep), columns=LuckShare._fields))
