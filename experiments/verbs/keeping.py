"""Verbs of those who keep the model: fit its numbers anew, and write the page that publishes the evidence."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from experiments.calibrating import fitting
from experiments.calibrating.report import starts_table
from experiments.evidence.scorecard import SEEDS
from experiments.evidence.worlds import THERAPISTS
from experiments.publishing.publish import publish
from experiments.verbs.manners import plainly, telling


@dataclass(frozen=True, eq=False, repr=False)
class Calibrated:
    """What a calibration found: where each start ended (`starts`, a column each, the best first), how well the findings pin
    each number down (`pinned`), and all of it in words (`says`); the files lie in `folder`."""

    starts: pd.DataFrame
    pinned: pd.DataFrame
    says: str
    folder: Path

    def __repr__(self) -> str:
        return self.says


@plainly
def calibrate(
    out: str | Path,
    *,
    null: str = "",
    starts: int = 2,
    evaluations: int = 700,
    seeds: int = 2,
    therapists: int = THERAPISTS,
    progress: bool | None = None,
) -> Calibrated:
    """The fitted numbers, searched until simulated clinics show the published findings (separable CMA-ES).

    The log is kept in the folder `out`, where a calibration that was stopped goes on. `null` names a null model to calibrate
    instead. Raises SettingError before any work. Takes about half an hour on two cores.
    """
    search, folder = fitting.asked(null=null, starts=starts, evaluations=evaluations, seeds=seeds, therapists=therapists), Path(out)
    found = fitting.fitted(search, folder, partial(telling, progress))
    return Calibrated(starts_table(search.problem, found.best), found.posterior.table(), found.says, folder)


@plainly
def evidence_page(
    file: str | Path,
    *,
    trials: str | Path | None = None,
    seeds: int = SEEDS,
    therapists: int = THERAPISTS,
    progress: bool | None = None,
) -> Path:
    """The page that publishes the evidence, written over `file`, with its pictures in `images/` beside it.

    It holds scorecard, patterns, null models, ablations, causes, limits, and, from a CSV with a row per arm, `trials`. Raises
    SettingError, TableError or OutputError before any work. Takes about ten minutes on two cores.
    """
    page = Path(file)
    publish(page, None if trials is None else Path(trials), seeds, therapists, partial(telling, progress))
    return page
