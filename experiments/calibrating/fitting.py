"""The fitted numbers searched anew and told of, as the command and the verb `calibrate` do it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.calibrating import equal_fits
from experiments.calibrating import report as calibration_report
from experiments.calibrating.calibration import FIRST_TRIED, Problem, Tried, calibrate
from experiments.calibrating.identifiability import Posterior, identify
from experiments.checking import faults as wrong_with
from experiments.evidence.models import NULLS, candidate, free, null_file
from experiments.evidence.sizes import LEAST_THERAPISTS
from experiments.evidence.worlds import Theory
from experiments.results.jobs import Telling
from model.errors import did_you_mean
from model.faults import Gathered


class Search(NamedTuple):
    """A calibration that is to be done: the problem, how many searches, and how many candidates in each."""

    problem: Problem
    starts: int
    evaluations: int


class Fit(NamedTuple):
    """What a search found: the best of every start, how well each number is pinned down, and all of it in words."""

    best: Sequence[Tried]
    posterior: Posterior
    says: str


def asked(*, null: str, starts: int, evaluations: int, seeds: int, therapists: int, faults: Collection[str] = ()) -> Search:
    """What is to be searched; SettingError names every fault, those too that were found before."""
    counts = {"starts": (starts, 1), "evaluations": (evaluations, 1), "seeds": (seeds, 1), "therapists": (therapists, LEAST_THERAPISTS)}
    wrong = Gathered(*wrong_with.of_counts(**counts), *faults)
    if null and null not in NULLS:
        wrong.add(f"no null model is called {null}.{did_you_mean(null, NULLS)} Null models: {', '.join(NULLS)}.")
    wrong.refuse()
    file = null_file(null) if null else None
    theory = Theory(null, file.settings) if file else candidate()
    bounds, start = free(theory)
    lucks = tuple(range(FIRST_TRIED, FIRST_TRIED + seeds))
    return Search(Problem(theory, bounds, start, seeds=lucks, therapists=therapists), starts, evaluations)


def fitted(search: Search, folder: Path, telling: Telling) -> Fit:
    """The search done, or gone on with, in a folder, and what it found written there."""
    problem = search.problem
    with telling("calibrating") as done:
        best = calibrate(problem, folder, search.starts, search.evaluations, done)
    with telling("looking around the fit") as done:
        posterior = identify(problem, best[0].x, done)
    with telling("drawing equally good fits") as done:
        fits = equal_fits.equal_fits(posterior, best[0], done)
    calibration_report.write(problem, best, posterior, fits, folder)
    return Fit(best, posterior, calibration_report.told(problem, best, posterior, fits, folder))
