"""Verbs of those who keep the model: fit its numbers anew, and write the page that publishes the evidence."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.asking.laboratory import Laboratory
from experiments.evidence import ablation, calibration_report, document, equal_fits
from experiments.evidence import calibration as searching
from experiments.evidence.identifiability import identify
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, clinics, measure_all, scores
from experiments.evidence.targets import patterns, targets
from experiments.evidence.theories import NULLS, candidate, free, null_file, nulls
from experiments.evidence.worlds import QUEUE, THERAPISTS, Theory
from experiments.real_trials.trials import compare as beside_the_model
from experiments.real_trials.trials import usable
from experiments.studies import study
from experiments.verbs.manners import plainly, telling
from model.errors import did_you_mean
from model.faults import Gathered

FIRST_TRIED = 1001
"""The first seed of the clinics that candidates are tried on; none of them is ever used to judge the model."""


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
    wrong = Gathered(*too_small(starts=(starts, 1), evaluations=(evaluations, 1), seeds=(seeds, 1), therapists=(therapists, 5)))
    if null and null not in NULLS:
        wrong.add(f"no null model is called {null}.{did_you_mean(null, NULLS)} Null models: {', '.join(NULLS)}.")
    wrong.refuse()
    folder, file = Path(out), null_file(null) if null else None
    theory = Theory(null, file.settings) if file else candidate()
    bounds, start = free(theory)
    problem = searching.Problem(theory, bounds, start, seeds=tuple(range(FIRST_TRIED, FIRST_TRIED + seeds)), therapists=therapists)
    with telling(progress, "calibrating") as done:
        best = searching.calibrate(problem, folder, starts, evaluations, done)
    with telling(progress, "looking around the fit") as done:
        posterior = identify(problem, best[0].x, done)
    with telling(progress, "drawing equally good fits") as done:
        fits = equal_fits.equal_fits(posterior, best[0], done)
    calibration_report.write(problem, best, posterior, fits, folder)
    says = calibration_report.told(problem, best, posterior, fits, folder)
    return Calibrated(calibration_report.starts_table(problem, best), posterior.table(), says, folder)


def too_small(**given: tuple[int, int]) -> list[str]:
    """What is wrong with numbers that have a least value."""
    return [f"{name} must be at least {least}; got {value}." for name, (value, least) in given.items() if value < least]


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
    page, arms = Path(file), None if trials is None else Path(trials)
    wrong = Gathered(*too_small(seeds=(seeds, 3), therapists=(therapists, 5)))
    if arms is not None:
        wrong.tried(usable, arms, otherwise=None)
    wrong.tried(document.made_ready, page, otherwise=None)
    wrong.refuse()
    several, fewer, few = (range(FIRST_SEED, FIRST_SEED + n) for n in (seeds, max(3, seeds // 3), max(3, seeds // 5)))
    found = []
    for theories, lucks in (([candidate(), *nulls()], several), (equal_fits.frozen(), few)):
        for findings in (targets(), patterns()):
            with telling(progress, "living clinics") as done:
                values = measure_all(theories, lucks, therapists, done, findings)
            found.append({theory: scores(of, findings) for theory, of in values.items()})
    with telling(progress, "twins of equally good fits") as done:
        causal = equal_fits.causal(few, therapists, done)
    with telling(progress, "throwing switches") as done:
        thrown = list(ablation.ablations(len(fewer), therapists, done))
    with telling(progress, "twins") as done:
        answer = study("causal-alliance").run(Laboratory(seeds, therapists * QUEUE, done))
    compared = None
    if arms is not None:
        with telling(progress, "trials") as done:
            compared = beside_the_model(arms, replicates=10 * seeds, progress=done)
    about = document.About(*(clinics(lucks, therapists) for lucks in (several, fewer, few)))
    document.write(document.Runs(found[0], found[1], found[2], found[3], causal, thrown, answer, compared, about), page)
    return page
